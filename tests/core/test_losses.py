"""Tests of the losses' values and of the pairs they fit; their derivatives are tested in test_gradients.py."""

import math

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.arrays import Call
from core.errors import UserError
from core.losses import LOSSES, Loss, loss_named

# Two outputs (rows) of three samples (columns).
A = np.array([[0.5, 0.9, 0.2], [0.25, 0.1, 0.6]])
Y = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
ERRORS = [-0.5, -0.1, 0.2, 0.25, 0.1, -0.4]
# t z is 0.5, 1, -3 and 2, -0.25, 0
Z = np.array([[0.5, 1.0, 3.0], [-2.0, 0.25, 0.0]])

FITS = {
    "binary_crossentropy": {"sigmoid"},
    "categorical_crossentropy": {"softmax"},
    "hinge": {"linear", "step", "tanh", "sigmoid"},
    "perceptron": {"linear", "step", "tanh", "sigmoid"},
}
PAIRS = [(loss, activation) for loss in LOSSES for activation in ACTIVATIONS if LOSSES[loss].fits(activation)]


def delta_of(
    loss: str, activation: str, z: np.ndarray, y: np.ndarray, scale: float = 1.0, dtype: str = "float64"
) -> np.ndarray:
    """scale * dL/dz as the bound calls find it; z itself is only shown to those that say they need it."""
    chosen = LOSSES[loss]
    z, y = z.astype(dtype), y.astype(dtype)
    delta, slope = np.full_like(z, np.nan), np.full_like(z, np.nan)
    shown = z.copy() if chosen.needs_z(activation) else None
    a = ACTIVATIONS[activation](z)
    calls = slope_calls(chosen, activation, shown, a, slope)
    calls += chosen.bind_delta(activation, shown, a, y, delta, slope, np.asarray(scale, dtype))
    for call in calls:
        call()
    return delta


def slope_calls(loss: Loss, activation: str, z: np.ndarray | None, a: np.ndarray, slope: np.ndarray) -> list[Call]:
    """What fills the slope for a loss that asks for it."""
    bind_slope = ACTIVATIONS[activation].bind_slope
    return bind_slope(z, a, slope) if loss.needs_slope(activation) and bind_slope is not None else []


def test_mse_is_the_mean_over_samples_and_outputs() -> None:
    assert LOSSES["mse"].value(A, A, Y) == pytest.approx(sum(error**2 for error in ERRORS) / 6)


def test_half_squared_error_is_the_sum_over_outputs_halved_and_the_mean_over_samples() -> None:
    assert LOSSES["half_squared_error"].value(A, A, Y) == pytest.approx(sum(error**2 for error in ERRORS) / 2 / 3)


def test_mae_is_the_mean_of_the_sizes() -> None:
    assert LOSSES["mae"].value(A, A, Y) == pytest.approx((0.5 + 0.1 + 0.2 + 0.25 + 0.1 + 0.4) / 6)
    signs = delta_of("mae", "linear", np.array([[2.0, 1.0, 0.5]]), np.array([[1.0, 1.0, 1.0]]))
    assert signs.tolist() == [[1.0, 0.0, -1.0]]


def test_huber_is_squared_near_and_straight_far() -> None:
    a, y = np.array([[0.5, 3.0, -2.0, 1.0]]), np.zeros((1, 4))
    assert LOSSES["huber"].value(a, a, y) == pytest.approx((0.125 + 2.5 + 1.5 + 0.5) / 4)
    assert delta_of("huber", "linear", a, y).tolist() == [[0.5, 1.0, -1.0, 1.0]]


def test_hinge_asks_for_a_margin() -> None:
    assert LOSSES["hinge"].value(Z, Z, Y) == pytest.approx((0.5 + 0.0 + 4.0 + 0.0 + 1.25 + 1.0) / 6)
    assert delta_of("hinge", "linear", Z, Y).tolist() == [[-1.0, 0.0, 1.0], [0.0, 1.0, -1.0]]


def test_perceptron_asks_for_the_right_side_only() -> None:
    assert LOSSES["perceptron"].value(Z, Z, Y) == pytest.approx((3.0 + 0.25) / 6)
    # A sum of 0 is a yes, which is right for the last one.
    assert delta_of("perceptron", "linear", Z, Y).tolist() == [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]


def test_perceptron_behind_a_step_is_the_textbooks_rule() -> None:
    z = np.array([[-2.0, -1e-9, -0.0, 0.0, 3.0]])
    for label in (0.0, 1.0):
        y = np.full_like(z, label)
        expected = ACTIVATIONS["step"](z) - y
        assert np.array_equal(delta_of("perceptron", "step", z, y, scale=0.5), 0.5 * expected)


@pytest.mark.parametrize("loss", ["hinge", "perceptron"])
@pytest.mark.parametrize("activation", sorted(FITS["hinge"]))
def test_they_take_both_spellings_of_two_classes_and_look_at_the_sum_alone(loss: str, activation: str) -> None:
    a = ACTIVATIONS[activation](Z)
    signs = np.where(Y > 0.0, 1.0, -1.0)
    assert LOSSES[loss].value(Z, a, Y) == LOSSES[loss].value(Z, a, signs) == LOSSES[loss].value(Z, Z, Y)
    for dtype in ("float32", "float64"):
        expected = delta_of(loss, "linear", Z, Y, dtype=dtype)
        assert np.array_equal(delta_of(loss, activation, Z, Y, dtype=dtype), expected)
        assert np.array_equal(delta_of(loss, activation, Z, signs, dtype=dtype), expected)


def test_the_log_loss_for_two_classes_is_its_formula() -> None:
    z = np.log(A / (1.0 - A))
    expected = -(math.log(0.5) + math.log(0.9) + math.log(0.8) + math.log(0.75) + math.log(0.9) + math.log(0.6)) / 6
    assert LOSSES["binary_crossentropy"].value(z, A, Y) == pytest.approx(expected)


def test_the_log_loss_for_many_classes_is_its_formula() -> None:
    z = np.array([[1.0, -2.0, 0.0], [3.0, 0.5, 0.0]])
    a = ACTIVATIONS["softmax"](z)
    expected = -(math.log(a[0, 0]) + math.log(a[0, 1]) + math.log(a[1, 2])) / 3
    assert LOSSES["categorical_crossentropy"].value(z, a, Y) == pytest.approx(expected)


def test_knowing_nothing_costs_the_logarithm_of_the_number_of_classes() -> None:
    half, tenth = np.zeros((1, 4)), np.zeros((10, 10))
    assert LOSSES["binary_crossentropy"].value(half, half + 0.5, np.eye(1, 4)) == pytest.approx(0.693, abs=2e-4)
    assert LOSSES["categorical_crossentropy"].value(tenth, tenth + 0.1, np.eye(10)) == pytest.approx(2.303, abs=5e-4)
    assert LOSSES["mse"].value(tenth, tenth + 0.1, np.eye(10)) == pytest.approx(0.090)


@pytest.mark.parametrize(
    ("loss", "output"), [(loss.name, loss.fused_with) for loss in LOSSES.values() if loss.fused_with]
)
def test_log_losses_are_exact_where_the_activation_is_saturated(loss: str, output: str) -> None:
    # Sure and wrong by 1,000: rounded to 0, the output's logarithm would be infinite.
    z, y = np.array([[1000.0], [0.0]]), np.array([[0.0], [1.0]])
    value = LOSSES[loss].value(z, ACTIVATIONS[output](z), y)
    assert value == pytest.approx(1000.0 if loss == "categorical_crossentropy" else (1000.0 + math.log(2.0)) / 2)


@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_a_perfect_answer_costs_nothing(loss: str) -> None:
    z = np.where(Y > 0.5, 800.0, -800.0)
    assert LOSSES[loss].value(z, Y, Y) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(("loss", "activation"), PAIRS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_value_and_derivative_are_finite_for_any_sum(loss: str, activation: str, dtype: str) -> None:
    edge = float(np.finfo(np.float32).max)
    z = np.array([[-edge, -1e30, -0.0, 1e30, edge], [edge, 0.0, -1e30, 1e-30, -1.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for y in (np.eye(2, 5), 1.0 - np.eye(2, 5)):
            if activation == "softmax":
                y[1] = 1.0 - y[0]
            assert math.isfinite(LOSSES[loss].value(z, ACTIVATIONS[activation](z), y))
            assert np.isfinite(delta_of(loss, activation, z, y, scale=0.1, dtype=dtype)).all()


@pytest.mark.parametrize(("loss", "activation"), PAIRS)
def test_targets_may_be_columns_of_a_larger_array_and_calls_may_be_made_again(loss: str, activation: str) -> None:
    z = np.random.default_rng(3).normal(size=(3, 4))
    rows = np.eye(3)[[0, 2, 1, 0]].repeat(2, axis=1)[:, ::2]
    chosen = LOSSES[loss]
    a, delta, slope = ACTIVATIONS[activation](z), np.empty((3, 4)), np.empty((3, 4))
    shown = z if chosen.needs_z(activation) else None
    calls = slope_calls(chosen, activation, shown, a, slope)
    calls += chosen.bind_delta(activation, shown, a, rows.T, delta, slope, np.asarray(0.25))
    for _ in range(2):
        for call in calls:
            call()
        assert np.array_equal(delta, delta_of(loss, activation, z, np.ascontiguousarray(rows.T), 0.25))


@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_a_pair_fits_or_is_refused_with_a_way_out(loss: str, activation: str) -> None:
    if activation in FITS.get(loss, set(ACTIVATIONS) - {"step"}):
        assert LOSSES[loss].fits(activation)
        LOSSES[loss].check_fits(activation)
        return
    assert not LOSSES[loss].fits(activation)
    with pytest.raises(UserError, match=rf"The loss {loss} (needs|cannot).* {activation}") as caught:
        LOSSES[loss].check_fits(activation)
    # The first activation and the first loss that the hint names do fit.
    words = caught.value.hint.replace(",", "").replace(".", "").split()
    named_loss = next(word for word in reversed(words) if word in LOSSES) if "loss" in words else None
    named_output = next(word for word in words if word in ACTIVATIONS)
    assert named_loss is not None and LOSSES[named_loss].fits(activation)
    assert LOSSES[loss].fits(named_output)


def test_the_sentences_name_both_and_the_rule() -> None:
    for loss, activation, message, hint in (
        (
            "binary_crossentropy",
            "linear",
            "The loss binary_crossentropy needs a sigmoid output; this network ends in linear.",
            "Set the output's activation to sigmoid, or the loss to mse.",
        ),
        (
            "hinge",
            "relu",
            "The loss hinge needs a linear, tanh, sigmoid or step output; this network ends in relu.",
            "Set the output's activation to linear, or the loss to mse.",
        ),
        (
            "mse",
            "step",
            "The loss mse cannot train a step output, whose slope is zero everywhere.",
            "Choose the loss perceptron, or another output activation such as sigmoid.",
        ),
    ):
        with pytest.raises(UserError) as caught:
            LOSSES[loss].check_fits(activation)
        assert (caught.value.message, caught.value.hint) == (message, hint)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="no loss called 'guess'") as caught:
        loss_named("guess")
    assert all(name in caught.value.hint for name in LOSSES)
