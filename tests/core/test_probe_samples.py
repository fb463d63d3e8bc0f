"""Which samples a probe looks at."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.probe.samples import check_samples, columns, spread

NETWORK = Network(2, (Dense(1),))


@given(st.integers(0, 5_000), st.integers(1, 400))
def test_indices_are_different_ascending_and_one_from_each_stretch(count: int, most: int) -> None:
    found = spread(count, most)
    assert len(found) == min(count, most)
    assert np.all(np.diff(found) >= 1)
    if count > most:
        stretches = np.arange(most + 1) * count // most
        assert np.all((stretches[:-1] <= found) & (found < stretches[1:]))


@pytest.mark.parametrize("period", [2, 10, 16, 512, 1000])
def test_what_repeats_is_seen_in_all_its_kinds(period: int) -> None:
    """An even stride of 1000 would see a single kind of each of these."""
    kinds = np.bincount(spread(100_000_000, 100_000) % period, minlength=period)
    assert kinds.min() > 0.8 * kinds.mean() and kinds.max() < 1.2 * kinds.mean()


def test_columns_are_features_first_in_the_networks_dtype() -> None:
    found = columns(NETWORK, check_samples(NETWORK, [[1, 2], [3, 4], [5, 6]]))
    assert found.tolist() == [[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]
    assert found.dtype == np.float32


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (np.zeros((3, 3)), r"x has the shape \(3, 3\); this network takes 2 numbers"),
        (np.zeros(2), r"x has the shape \(2,\)"),
        (0.0, r"x has the shape \(\)"),
        (np.zeros((0, 2)), "x holds no samples"),
        ([["a", "b"]], "x holds <U1, not numbers"),
        ([[1j, 0.0]], "x holds complex128, not numbers"),
    ],
)
def test_what_does_not_fit_is_refused(x, said: str) -> None:
    with pytest.raises(UserError, match=said):
        check_samples(NETWORK, x)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, 1e300])
def test_what_is_not_finite_in_the_networks_dtype_is_refused(number: float) -> None:
    with pytest.raises(UserError, match="x holds a number that is not finite"):
        columns(NETWORK, check_samples(NETWORK, [[0.0, number]]))
