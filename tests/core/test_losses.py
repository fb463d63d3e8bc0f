"""Tests of the losses' values; their derivatives are tested in test_gradients.py."""

import math

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.errors import UserError
from core.losses import LOSSES, loss_named

# Two outputs (rows) of three samples (columns).
A = np.array([[0.5, 0.9, 0.2], [0.25, 0.1, 0.6]])
Y = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
ERRORS = [-0.5, -0.1, 0.2, 0.25, 0.1, -0.4]


def test_mse_is_the_mean_over_samples_and_outputs() -> None:
    assert LOSSES["mse"].value(A, A, Y) == pytest.approx(sum(error**2 for error in ERRORS) / 6)


def test_half_squared_error_is_the_sum_over_outputs_halved_and_the_mean_over_samples() -> None:
    assert LOSSES["half_squared_error"].value(A, A, Y) == pytest.approx(sum(error**2 for error in ERRORS) / 2 / 3)


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


@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_log_losses_ask_for_their_own_output_and_squared_errors_for_none(loss: str, activation: str) -> None:
    if LOSSES[loss].fused_with in (None, activation):
        LOSSES[loss].check_fits(activation)
    else:
        with pytest.raises(
            UserError, match=f"needs a {LOSSES[loss].fused_with} output; this network ends in {activation}"
        ):
            LOSSES[loss].check_fits(activation)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="no loss called 'guess'") as caught:
        loss_named("guess")
    assert all(name in caught.value.hint for name in LOSSES)
