"""Tests of how classes are written as numbers."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.errors import UserError
from core.losses import LOSSES
from core.targets import check_labels, class_values, encode

SYMMETRICAL = {("tanh", loss) for loss in LOSSES} | {("linear", "hinge"), ("linear", "perceptron")}


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_only_outputs_that_reach_below_zero_on_purpose_stand_for_minus_one(activation: str, loss: str) -> None:
    if (activation, loss) in SYMMETRICAL:
        assert class_values(1, activation, loss) == (-1.0, 1.0)
    else:
        assert class_values(1, activation, loss) == (0.0, 1.0)


@pytest.mark.parametrize("loss", ["hinge", "perceptron"])
@pytest.mark.parametrize("activation", ["linear", "tanh", "sigmoid", "step"])
def test_where_the_loss_acts_on_the_sum_the_threshold_is_what_the_output_says_at_a_sum_of_zero(
    activation: str, loss: str
) -> None:
    at_zero = float(ACTIVATIONS[activation](np.zeros((1, 1)))[0, 0])
    yes = at_zero >= sum(class_values(1, activation, loss)) / 2.0
    assert yes, "a sum of 0 is a yes"
    below = float(ACTIVATIONS[activation](np.full((1, 1), -1e-6))[0, 0])
    assert below < sum(class_values(1, activation, loss)) / 2.0


def test_one_hot_columns_stay_zero_and_one_unless_the_loss_wants_signs() -> None:
    assert class_values(3, "tanh", "mse") == (0.0, 1.0)
    assert class_values(3, "linear", "mse") == (0.0, 1.0)
    assert class_values(3, "softmax", "categorical_crossentropy") == (0.0, 1.0)
    assert class_values(3, "sigmoid", "hinge") == (0.0, 1.0)
    assert class_values(3, "linear", "hinge") == (-1.0, 1.0)
    assert class_values(3, "tanh", "perceptron") == (-1.0, 1.0)


def test_zero_and_one_become_low_and_high() -> None:
    y = np.array([[0.0], [1.0], [1.0]], np.float32)
    assert encode(y, -1.0, 1.0).tolist() == [[-1.0], [1.0], [1.0]]
    assert encode(y, 0.0, 1.0).tolist() == y.tolist()
    assert encode(y, -1.0, 1.0).dtype == np.float32
    assert y.tolist() == [[0.0], [1.0], [1.0]], "what is given is not written to"


def test_minus_one_and_one_are_the_same_two_classes() -> None:
    y = np.array([[-1.0], [1.0]])
    assert encode(y, 0.0, 1.0).tolist() == [[0.0], [1.0]]
    assert encode(y, -1.0, 1.0).tolist() == y.tolist()


def test_a_share_lands_in_between() -> None:
    assert encode(np.array([[0.25]]), -1.0, 1.0).tolist() == [[-0.5]]


@pytest.mark.parametrize(
    ("loss", "rows"),
    [
        ("mse", [[7.0], [-3.5]]),
        ("huber", [[7.0], [-3.5]]),
        ("binary_crossentropy", [[0.0], [1.0], [0.3]]),
        ("binary_crossentropy", [[-1.0], [1.0]]),
        ("categorical_crossentropy", [[0.0, 1.0, 0.0], [0.2, 0.3, 0.5]]),
        ("hinge", [[0.0], [1.0]]),
        ("hinge", [[-1.0], [1.0]]),
        ("perceptron", [[0.0, 1.0], [1.0, 0.0]]),
        ("perceptron", [[1.0]]),
    ],
)
def test_labels_that_mean_something_pass(loss: str, rows: list[list[float]]) -> None:
    check_labels(np.array(rows), loss)
    check_labels(np.array(rows, np.float32), loss)


@pytest.mark.parametrize(
    ("loss", "rows", "told"),
    [
        ("binary_crossentropy", [[0.0], [2.0]], "y holds 2 in row 1"),
        ("binary_crossentropy", [[0.5], [-1.0]], "y holds 0.5 in row 0"),
        ("categorical_crossentropy", [[0.0, 1.0], [-1.0, 2.0]], "y holds -1 in row 1"),
        ("categorical_crossentropy", [[0.0, 1.0], [1.0, 1.0]], "Row 1 of y adds up to 2"),
        ("categorical_crossentropy", [[0.0, 0.0], [1.0, 0.0]], "Row 0 of y adds up to 0"),
        ("hinge", [[0.0], [1.0], [0.5]], "y holds 0.5 in row 2"),
        ("hinge", [[-1.0], [0.0]], "y holds 0 in row 1"),
        ("perceptron", [[1.0], [3.0]], "y holds 3 in row 1"),
    ],
)
def test_labels_outside_the_classes_are_refused_with_their_place(loss: str, rows: list[list[float]], told: str) -> None:
    with pytest.raises(UserError, match=told) as caught:
        check_labels(np.array(rows), loss)
    assert loss in caught.value.message and caught.value.hint
