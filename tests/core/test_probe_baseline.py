"""What knowing nothing costs, against the numbers that can be worked out by hand."""

import math

import numpy as np
import pytest

from core.losses import LOSSES
from core.probe.baseline import commonest_share, knows_nothing, mean_error

HALF = np.array([[0.0], [1.0]] * 50)
ONE_OF_TEN = np.tile(np.eye(10), (3, 1))


def test_two_classes_of_equal_size_cost_the_logarithm_of_two():
    assert knows_nothing("binary_crossentropy", HALF) == pytest.approx(math.log(2.0))


def test_two_classes_of_unequal_size_cost_less():
    expected = -(0.25 * math.log(0.25) + 0.75 * math.log(0.75))
    assert knows_nothing("binary_crossentropy", np.array([[1.0], [0.0], [0.0], [0.0]])) == pytest.approx(expected)


def test_a_single_class_costs_nothing():
    assert knows_nothing("binary_crossentropy", np.ones((5, 1))) == 0.0


def test_one_of_ten_costs_what_the_design_says():
    assert knows_nothing("mse", ONE_OF_TEN) == pytest.approx(0.09)
    assert knows_nothing("half_squared_error", ONE_OF_TEN) == pytest.approx(0.45)
    assert knows_nothing("categorical_crossentropy", ONE_OF_TEN) == pytest.approx(math.log(10.0))


def test_class_frequencies_decide_what_many_classes_cost():
    y = np.array([[1.0, 0.0, 0.0]] * 3 + [[0.0, 1.0, 0.0]])
    assert knows_nothing("categorical_crossentropy", y) == pytest.approx(-0.75 * math.log(0.75) - 0.25 * math.log(0.25))


def test_regression_costs_the_variance():
    y = np.array([[1.0], [3.0], [8.0]])
    assert knows_nothing("mse", y) == pytest.approx(26.0 / 3.0)
    assert knows_nothing("half_squared_error", y) == pytest.approx(13.0 / 3.0)


def test_sizes_of_errors_cost_their_mean_around_the_median():
    y = np.array([[1.0], [3.0], [8.0]])
    assert knows_nothing("mae", y) == pytest.approx(7.0 / 3.0)
    # Around c the errors 1 - c and 8 - c count as -1 and 1, so c = 3: (1.5 + 0 + 4.5) / 3.
    assert knows_nothing("huber", y) == pytest.approx(2.0)


def test_hinge_costs_twice_the_smaller_class():
    y = np.array([[1.0], [0.0], [0.0], [0.0]])
    assert knows_nothing("hinge", y) == pytest.approx(0.5)
    assert knows_nothing("hinge", 2.0 * y - 1.0) == pytest.approx(0.5)
    assert knows_nothing("hinge", HALF) == pytest.approx(1.0)
    assert knows_nothing("hinge", ONE_OF_TEN) == pytest.approx(0.2)


@pytest.mark.parametrize("loss", ["mse", "half_squared_error", "mae", "huber", "hinge"])
@pytest.mark.parametrize("kind", ["numbers", "classes"])
def test_the_best_constant_is_found_and_no_other_does_better(loss: str, kind: str):
    generator = np.random.default_rng(1)
    y = generator.normal(2.0, 3.0, (41, 1)) if kind == "numbers" else generator.integers(0, 2, (41, 1)).astype(float)
    cost = knows_nothing(loss, y)
    answers = np.concatenate([np.linspace(-10.0, 10.0, 4001), y[:, 0], [y.mean()]])
    costs = [LOSSES[loss].value(a, a, y.T) for a in (np.full((1, 41), answer) for answer in answers)]
    assert cost is not None
    assert min(costs) == pytest.approx(cost, rel=1e-4), "some constant costs just this"
    assert min(costs) >= cost - 1e-12, "and none less"


@pytest.mark.parametrize("loss", ["binary_crossentropy", "categorical_crossentropy"])
def test_the_best_constant_is_what_the_loss_itself_says(loss: str):
    y = HALF[:30] if loss == "binary_crossentropy" else np.eye(3)[[0, 0, 1, 2, 2, 2]]
    share = y.mean(axis=0)
    logits = np.log(share / (1.0 - share)) if loss == "binary_crossentropy" else np.log(share)
    z = np.tile(logits, (len(y), 1)).T
    assert LOSSES[loss].value(z, z, y.T) == pytest.approx(knows_nothing(loss, y))


def test_every_loss_has_a_baseline_but_the_one_that_an_answer_of_zero_satisfies():
    assert [loss for loss in LOSSES if knows_nothing(loss, HALF) is None] == ["perceptron"]
    zero = np.zeros((1, len(HALF)))
    assert LOSSES["perceptron"].value(zero, zero, HALF.T) == 0.0


def test_a_loss_without_a_known_baseline_has_none():
    assert knows_nothing("my_own", HALF) is None
    assert knows_nothing("mse", np.zeros((0, 1))) is None


def test_the_commonest_class_is_that_of_the_training_data():
    train, test = np.array([[1.0], [1.0], [0.0]]), np.array([[0.0], [0.0], [0.0], [1.0]])
    assert commonest_share(train, test) == 0.25
    assert commonest_share(np.eye(3)[[2, 2, 0]], np.eye(3)[[2, 1, 2, 2]]) == 0.75


def test_always_answering_the_mean_has_an_error():
    assert mean_error(np.array([[1.0], [3.0]]), np.array([[0.0], [4.0]])) == pytest.approx(2.0)
