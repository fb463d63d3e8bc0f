"""Tests of the complementary error function against Python's own, one number at a time."""

import math

import numpy as np
import pytest

from core.erf import BLOCK, bind_erfc, coefficients


def erfc(x: np.ndarray) -> np.ndarray:
    """What the bound calls write for x, which is not overwritten."""
    y = np.full_like(x, np.nan)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for call in bind_erfc(x.copy(), y):
            call()
    return y


DENSE = np.concatenate([np.linspace(0.0, 7.0, 100_001), np.geomspace(1e-300, 1.0, 2001), np.linspace(7.0, 40.0, 1001)])


def test_it_is_one_minus_erf_to_1e_15() -> None:
    expected = np.array([math.erf(x) for x in DENSE.tolist()])
    assert np.abs((1.0 - erfc(DENSE)) - expected).max() <= 1e-15


def test_its_tail_is_right_in_relative_terms_too() -> None:
    x = np.linspace(0.0, 25.0, 20_001)
    expected = np.array([math.erfc(one) for one in x.tolist()])
    # x^2 is rounded before the exponential, which costs up to x^2 units in the last place.
    assert np.all(np.abs(erfc(x) / expected - 1.0) <= 1e-14 + 2.3e-16 * x * x)


def test_float32_is_right_to_a_few_of_its_units() -> None:
    x = DENSE.astype(np.float32)
    y = erfc(x)
    assert y.dtype == np.float32
    assert np.abs(y - np.array([math.erfc(one) for one in x.tolist()])).max() <= 5e-7


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_it_is_one_at_zero_and_exactly_zero_far_out(dtype: str) -> None:
    far = float(np.finfo(dtype).max)
    found = erfc(np.array([0.0, 28.0, 1e30, far], dtype))
    assert found[0] == pytest.approx(1.0, abs=4.0 * float(np.finfo(dtype).eps)) and not found[1:].any()


def test_more_values_than_one_block_holds_are_all_computed() -> None:
    x = np.linspace(0.0, 5.0, 2 * BLOCK + 3)
    found = erfc(x)
    pieces = [erfc(x[start : start + 1000]) for start in range(0, x.size, 1000)]
    assert np.allclose(found, np.concatenate(pieces), rtol=1e-14, atol=0.0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_series_does_not_cancel(dtype: str) -> None:
    series = np.abs(coefficients(dtype).astype(np.float64))
    t = np.linspace(-1.0, 0.8, 1001)
    assert np.polynomial.polynomial.polyval(np.abs(t), series).max() < 1.1
