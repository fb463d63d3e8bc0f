"""Tests of the activations: formulas one number at a time, slopes, and what happens at the edges."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from core.activations import ACTIVATIONS, activation_named
from core.errors import UserError

EDGES = {"float32": np.finfo(np.float32).max, "float64": np.finfo(np.float64).max}
ELEMENTWISE = sorted(name for name, activation in ACTIVATIONS.items() if activation.is_elementwise)
WITH_SLOPE = sorted(name for name, activation in ACTIVATIONS.items() if activation.bind_slope is not None)


def normal_share(z: float) -> float:
    """Phi(z), the share of a normal distribution below z."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


FORMULAS: dict[str, Callable[[float], float]] = {
    "linear": lambda z: z,
    "step": lambda z: 1.0 if z >= 0.0 else 0.0,
    "sigmoid": lambda z: 1.0 / (1.0 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: z if z > 0.0 else 0.0,
    "leaky_relu": lambda z: z if z > 0.0 else 0.2 * z,
    "elu": lambda z: z if z > 0.0 else math.exp(z) - 1.0,
    "gelu": lambda z: z * normal_share(z),
    "swish": lambda z: z / (1.0 + math.exp(-z)),
    "softplus": lambda z: math.log(1.0 + math.exp(z)),
}
SLOPES: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: math.exp(-z) / (1.0 + math.exp(-z)) ** 2,
    "tanh": lambda z: 1.0 / math.cosh(z) ** 2,
    "relu": lambda z: 1.0 if z > 0.0 else 0.0,
    "leaky_relu": lambda z: 1.0 if z > 0.0 else 0.2,
    "elu": lambda z: 1.0 if z > 0.0 else math.exp(z),
    "gelu": lambda z: normal_share(z) + z * math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi),
    "swish": lambda z: (1.0 + math.exp(-z) * (1.0 + z)) / (1.0 + math.exp(-z)) ** 2,
    "softplus": lambda z: 1.0 / (1.0 + math.exp(-z)),
}


def slope_of(name: str, z: np.ndarray, d: np.ndarray | None = None) -> np.ndarray:
    """f'(z) as the bound calls find it; z itself is only shown to those that say they need it."""
    activation = ACTIVATIONS[name]
    assert activation.bind_slope is not None
    d = np.full_like(z, np.nan) if d is None else d
    for call in activation.bind_slope(z.copy() if activation.needs_z else None, activation(z), d):
        call()
    return d


def test_every_activation_has_a_formula_here() -> None:
    assert set(ELEMENTWISE) == set(FORMULAS) and set(WITH_SLOPE) == set(SLOPES)
    assert [name for name, activation in ACTIVATIONS.items() if activation.needs_z] == ["gelu", "swish"]


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_activations_are_their_formulas(name: str) -> None:
    z = np.concatenate([np.linspace(-30.0, 30.0, 601), [-1e-9, -0.0, 0.0, 1e-9]]).reshape(5, 121)
    expected = [[FORMULAS[name](one) for one in row] for row in z.tolist()]
    assert np.allclose(ACTIVATIONS[name](z), expected, rtol=1e-14, atol=4e-15)
    single = ACTIVATIONS[name](z.astype(np.float32))
    assert single.dtype == np.float32
    # At -0 and 1e-9 rounding to float32 changes nothing that a step would mind.
    assert np.allclose(single, expected, rtol=1e-5, atol=3e-6)


@pytest.mark.parametrize("name", WITH_SLOPE)
def test_slopes_are_the_derivatives(name: str) -> None:
    z = np.concatenate([np.linspace(-30.0, 30.0, 601), [-1e-9, -0.0, 0.0, 1e-9]]).reshape(5, 121)
    expected = [[SLOPES[name](one) for one in row] for row in z.tolist()]
    assert np.allclose(slope_of(name, z), expected, rtol=1e-12, atol=1e-14)
    assert np.allclose(slope_of(name, z.astype(np.float32)), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", WITH_SLOPE)
def test_slopes_are_what_central_differences_say(name: str) -> None:
    z, h = np.linspace(-6.0, 6.0, 1000)[np.newaxis], 1e-5  # an even number of points: none is at a corner
    difference = (ACTIVATIONS[name](z + h) - ACTIVATIONS[name](z - h)) / (2.0 * h)
    assert np.allclose(slope_of(name, z), difference, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("dtype", sorted(EDGES))
@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_any_finite_sum_gives_a_finite_output_of_the_same_type(name: str, dtype: str) -> None:
    edge = EDGES[dtype]
    z = np.array([[-edge, -1e30, -100.0, -0.0, 1e-30, 100.0, 1e30, edge]], dtype)
    z = np.concatenate([z, z[:, ::-1]])  # for softmax: units as far apart as numbers can be
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        a = ACTIVATIONS[name](z)
        slope = slope_of(name, z) if name in WITH_SLOPE else a
    assert np.isfinite(a).all() and a.dtype == dtype and np.isfinite(slope).all()
    assert z[0, 2] == -100.0, "what is given is not written to"


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "elu", "gelu", "swish", "softplus"])
@pytest.mark.parametrize("dtype", sorted(EDGES))
def test_far_above_zero_they_are_z_with_the_slope_one(name: str, dtype: str) -> None:
    z = np.array([[100.0, 1e30, EDGES[dtype]]], dtype)
    assert np.array_equal(ACTIVATIONS[name](z), z) and np.array_equal(slope_of(name, z), np.ones_like(z))


@pytest.mark.parametrize(("name", "lowest"), [("relu", 0.0), ("elu", -1.0), ("gelu", -0.0), ("swish", -0.0)])
@pytest.mark.parametrize("dtype", sorted(EDGES))
def test_far_below_zero_they_rest_with_no_slope(name: str, lowest: float, dtype: str) -> None:
    z = np.array([[-1e4, -1e30, -EDGES[dtype]]], dtype)
    a = ACTIVATIONS[name](z)
    assert np.all(a == lowest) and np.all(np.abs(slope_of(name, z)) < 1e-30)
    if lowest == 0.0 and name != "relu":
        assert np.signbit(a).all(), "from below"


def test_the_tail_of_gelu_is_right_where_one_plus_erf_would_have_no_digits_left() -> None:
    z = np.linspace(-35.0, -5.0, 301)
    expected = np.array([FORMULAS["gelu"](one) for one in z.tolist()])
    assert np.allclose(ACTIVATIONS["gelu"](z[np.newaxis])[0], expected, rtol=1e-12, atol=0.0)


def test_sigmoid_and_tanh_stay_between_their_bounds() -> None:
    z = np.linspace(-1000.0, 1000.0, 4001)[np.newaxis]
    for name, lowest in (("sigmoid", 0.0), ("tanh", -1.0)):
        a = ACTIVATIONS[name](z)
        assert a.min() == lowest and a.max() == 1.0 and np.all(np.diff(a) >= 0.0)


def test_softmax_adds_up_to_one_and_only_differences_count() -> None:
    z = np.random.default_rng(0).normal(0.0, 5.0, (4, 50))
    raised = np.exp(z)
    a = ACTIVATIONS["softmax"](z)
    assert np.allclose(a, raised / raised.sum(axis=0), rtol=1e-12)
    assert np.allclose(a.sum(axis=0), 1.0, rtol=1e-12) and a.min() > 0.0
    assert np.allclose(ACTIVATIONS["softmax"](z + 300.0), a, rtol=1e-10)


def test_a_step_is_one_from_zero_on() -> None:
    assert ACTIVATIONS["step"](np.array([[-1e-30, -0.0, 0.0, 1e-30]])).tolist() == [[0.0, 1.0, 1.0, 1.0]]


def test_the_slope_of_relu_can_be_bools() -> None:
    z = np.array([[-2.0, -0.0, 0.0, 1e-30, 3.0]], np.float32)
    slope = slope_of("relu", z, np.ones(z.shape, np.bool_))
    assert slope.dtype == np.bool_ and slope.tolist() == [[False, False, False, True, True]]


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_rows_of_a_larger_buffer_are_computed_in_place(name: str) -> None:
    """As in training: layers are rows of one buffer, and a view may skip columns."""
    z = np.random.default_rng(1).normal(0.0, 2.0, (9, 14))
    expected = ACTIVATIONS[name](z[2:7, ::2])
    buffer = z.copy()
    view = buffer[2:7, ::2]
    for call in ACTIVATIONS[name].bind(view):
        call()
    assert np.allclose(view, expected, rtol=1e-14)
    outside = np.ones(z.shape, np.bool_)
    outside[2:7, ::2] = False
    assert np.array_equal(buffer[outside], z[outside])
    bind_slope = ACTIVATIONS[name].bind_slope
    if bind_slope is not None:
        slopes = np.zeros_like(z)
        for call in bind_slope(z[2:7, ::2], view, slopes[2:7, ::2]):
            call()
        assert np.allclose(slopes[2:7, ::2], slope_of(name, z[2:7, ::2]), rtol=1e-14)
        assert not slopes[outside].any()


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_bound_calls_give_the_same_again_when_z_is_other(name: str) -> None:
    """They are bound once and called at each step: nothing of the last step may be left in their scratch."""
    first, second = np.random.default_rng(2).normal(0.0, 3.0, (2, 4, 6))
    z = first.copy()
    calls = ACTIVATIONS[name].bind(z)
    for values in (first, second, first):
        z[...] = values
        for call in calls:
            call()
        assert np.array_equal(z, ACTIVATIONS[name](values))


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="no activation called 'guess'") as caught:
        activation_named("guess")
    assert all(name in caught.value.hint for name in ACTIVATIONS)
