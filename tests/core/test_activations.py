"""Tests of the activations at their edges; formulas are tested in test_network.py, slopes in test_gradients.py."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS, activation_named
from core.errors import UserError

EDGES = {"float32": np.finfo(np.float32).max, "float64": np.finfo(np.float64).max}


@pytest.mark.parametrize("dtype", sorted(EDGES))
@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_any_finite_sum_gives_a_finite_output_of_the_same_type(name: str, dtype: str) -> None:
    z = np.array([[-EDGES[dtype], -100.0, -0.0, 1e-30, 100.0, EDGES[dtype]]], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        a = ACTIVATIONS[name](z)
    assert np.isfinite(a).all() and a.dtype == dtype
    assert z[0, 1] == -100.0, "what is given is not written to"


def test_sigmoid_and_tanh_stay_between_their_bounds() -> None:
    z = np.linspace(-1000.0, 1000.0, 4001)[np.newaxis]
    for name, lowest in (("sigmoid", 0.0), ("tanh", -1.0)):
        a = ACTIVATIONS[name](z)
        assert a.min() == lowest and a.max() == 1.0 and np.all(np.diff(a) >= 0.0)


def test_softmax_adds_up_to_one_and_only_differences_count() -> None:
    z = np.random.default_rng(0).normal(0.0, 5.0, (4, 50))
    a = ACTIVATIONS["softmax"](z)
    assert np.allclose(a.sum(axis=0), 1.0, rtol=1e-12) and a.min() > 0.0
    assert np.allclose(ACTIVATIONS["softmax"](z + 300.0), a, rtol=1e-10)


def test_a_step_is_one_from_zero_on() -> None:
    assert ACTIVATIONS["step"](np.array([[-1e-30, -0.0, 0.0, 1e-30]])).tolist() == [[0.0, 1.0, 1.0, 1.0]]


def test_a_slope_is_found_from_the_output_alone() -> None:
    z = np.array([[-2.0, -0.3, 0.0, 0.3, 2.0]])
    expected = {
        "sigmoid": np.exp(-z) / (1.0 + np.exp(-z)) ** 2,
        "tanh": 1.0 / np.cosh(z) ** 2,
        "relu": np.array([[0.0, 0.0, 0.0, 1.0, 1.0]]),
    }
    found = {}
    for name, activation in ACTIVATIONS.items():
        if activation.bind_slope is not None:
            slope = np.full_like(z, np.nan)
            for call in activation.bind_slope(activation(z), slope):
                call()
            found[name] = slope
    assert found.keys() == expected.keys()
    for name, slope in found.items():
        assert np.allclose(slope, expected[name], rtol=1e-12), name


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="no activation called 'guess'") as caught:
        activation_named("guess")
    assert all(name in caught.value.hint for name in ACTIVATIONS)
