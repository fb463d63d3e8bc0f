"""Regressions: by hand, by the condition that only the best weights meet, and where data are awkward."""

import numpy as np
import pytest

from core.arrays import Array, Indices
from core.regression import RIDGE, linear_regression, logistic_regression


def test_the_line_through_four_points() -> None:
    line = linear_regression(np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([[0.0], [1.0], [1.0], [3.0]]))
    assert line.values(np.array([[0.0], [10.0]]))[:, 0] == pytest.approx([-0.1, 8.9])  # slope 0.9 through (1.5, 1.25)


def test_several_outputs_and_inputs_of_any_size() -> None:
    x = np.random.default_rng(0).normal(size=(50, 3)) * [1e12, 1e-12, 1.0] + [1e12, 0.0, 7.0]
    y = x @ np.array([[2e-12, 0.0], [0.0, 3e12], [1.0, -1.0]]) + [5.0, -5.0]
    assert np.allclose(linear_regression(x, y).values(x), y, rtol=1e-9, atol=1e-6)


def test_a_constant_input_says_nothing_and_more_inputs_than_samples_fit() -> None:
    x = np.column_stack([np.full(5, 0.1), np.arange(5.0)])
    line = linear_regression(x, 2.0 * x[:, 1:])
    assert line.values(np.array([[1e9, 3.0]])) - line.values(np.array([[0.1, 3.0]])) == 0.0
    wide = np.random.default_rng(1).normal(size=(4, 9))
    assert np.allclose(linear_regression(wide, wide[:, :1]).values(wide), wide[:, :1])


def test_two_samples_by_hand() -> None:
    """x = -1 is no, x = 1 is yes: 2 ln(1 + exp(-w)) + w^2 / 2 is least where w (1 + exp(w)) = 2."""
    model = logistic_regression(np.array([[-1.0], [1.0]]), np.array([0, 1]))
    assert model is not None
    w = float(model.linear.weights[0, 0])
    assert w * (1.0 + np.exp(w)) == pytest.approx(2.0, abs=1e-4)
    assert model.linear.biases == pytest.approx([0.0])
    assert model.decide(model.linear.values(np.array([[-0.1], [0.0], [0.1]]))).tolist() == [0, 1, 1]


def gradient(x: Array, classes: Indices, weights: Array, values: Array) -> tuple[Array, Array]:
    """Of the penalized loss by weights and biases: zero at its only minimum."""
    if values.shape[1] == 1:
        rest = 1.0 / (1.0 + np.exp(-values)) - classes[:, np.newaxis]
    else:
        rest = np.exp(values) / np.exp(values).sum(axis=1, keepdims=True) - np.eye(values.shape[1])[classes]
    standardised = (x - x.mean(axis=0)) / x.std(axis=0)
    return standardised.T @ rest + RIDGE * weights, rest.sum(axis=0)


@pytest.mark.parametrize("classes", [2, 4])
def test_where_it_ends_the_gradient_is_zero(classes: int) -> None:
    generator = np.random.default_rng(2)
    x = generator.normal(size=(200, 3)) * [1.0, 5.0, 0.1]
    wanted = np.digitize(x[:, 0] + 0.5 * generator.normal(size=200), [-0.7, 0.0, 0.7][: classes - 1])
    model = logistic_regression(x, wanted)
    assert model is not None
    by_weights, by_biases = gradient(x, wanted, model.linear.weights, model.linear.values(x))
    assert np.abs(by_weights).max() < 0.01 and np.abs(by_biases).max() < 0.01
    again = logistic_regression(x, wanted)
    assert again is not None and np.array_equal(again.linear.weights, model.linear.weights)


def test_data_that_can_be_told_apart_keep_their_weights_small() -> None:
    x = np.linspace(-1.0, 1.0, 40)[:, np.newaxis]
    model = logistic_regression(x, (x[:, 0] > 0.0).astype(np.intp))
    assert model is not None and 1.0 < model.linear.weights[0, 0] < 10.0


def test_only_classes_that_were_seen_are_answered() -> None:
    x = np.array([[0.0], [1.0], [2.0], [3.0]])
    model = logistic_regression(x, np.array([3, 3, 7, 7]))
    assert model is not None and model.decide(model.linear.values(x)).tolist() == [3, 3, 7, 7]
    only = logistic_regression(x, np.array([5, 5, 5, 5]))
    assert only is not None and only.decide(only.linear.values(x)).tolist() == [5, 5, 5, 5]


def test_it_ends_when_nobody_waits() -> None:
    asked = iter([True, True, False])
    assert logistic_regression(np.arange(6.0)[:, np.newaxis], np.array([0, 1, 0, 1, 0, 1]), lambda: next(asked)) is None
