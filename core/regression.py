"""Linear and logistic regression: what can be said without a hidden layer, as a yardstick for what has one.

Both are fitted in float64 to standardised inputs, (x - mean) / standard deviation of the training samples, so that
units do not matter; an input that is the same in all of them says nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Indices

RIDGE = 1.0
"""What logistic regression pays per half square of a weight: scikit-learn's C = 1. Without it, the weights of data that
can be told apart would grow for ever."""
MOST_STEPS, LEAST_STEPS, MOST_PRODUCTS = 1000, 50, 10_000_000_000
"""So many steps at most, and fewer where together they would need more products than this (a few seconds)."""
CLOSE = 1e-9
"""The loss per sample that another step could gain at most, below which there is none."""


@dataclass(frozen=True, eq=False)
class Standard:
    """Inputs in units of their own spread: (x - centre) / scale.    centre, scale (inputs,)"""

    centre: Array
    scale: Array

    def of(self, x: Array) -> Array:
        """x (samples, inputs) so, in float64."""
        standardised: Array = (x.astype(np.float64) - self.centre) / self.scale
        return standardised


@dataclass(frozen=True, eq=False)
class Linear:
    """v = standardised x W + b.    weights (inputs, outputs), biases (outputs,)"""

    standard: Standard
    weights: Array
    biases: Array

    def values(self, x: Array) -> Array:
        """v (samples, outputs) for x (samples, inputs)."""
        values: Array = self.standard.of(x) @ self.weights + self.biases
        return values


@dataclass(frozen=True, eq=False)
class Logistic:
    """Classes by the largest of their values; of two, the one column is the second's, a yes from 0 on.

    present  (classes,) that there were samples of: no other is ever the answer
    """

    linear: Linear
    present: Indices

    def decide(self, values: Array) -> Indices:
        """The class of each row of `linear.values`, (samples,)."""
        chosen = np.asarray(values[:, 0] >= 0.0, np.intp) if values.shape[1] == 1 else np.argmax(values, axis=1)
        decided: Indices = self.present[chosen]
        return decided


def _always() -> bool:
    return True


def standard_of(x: Array) -> Standard:
    """What standardises x (samples, inputs)."""
    x = x.astype(np.float64)
    centre, varies = x.mean(axis=0), x.max(axis=0) > x.min(axis=0)
    # Divided by the largest deviation first, so that no square can overflow or vanish.
    deviation = x - centre
    largest = np.where(varies, np.abs(deviation).max(axis=0), 1.0)
    scale = largest * np.sqrt(np.square(deviation / largest).mean(axis=0))
    centre = np.where(varies, centre, x[0])
    return Standard(centre, np.where(varies, scale, 1.0))


def linear_regression(x: Array, y: Array) -> Linear:
    """The W, b with the smallest sum of squared errors, the shortest such W.    x (n, inputs), y (n, outputs)"""
    standard = standard_of(x)
    middle = y.mean(axis=0, dtype=np.float64)
    weights = np.linalg.lstsq(standard.of(x), y - middle, rcond=None)[0]
    return Linear(standard, weights, middle)


def logistic_regression(x: Array, classes: Indices, is_wanted: Callable[[], bool] = _always) -> Logistic | None:
    """The W, b that make sum over samples of -ln p(class) + RIDGE / 2 sum of W^2 small.    x (n, inputs), classes (n,)

    p is the sigmoid of one value for two classes, the softmax of one value each for more. Each step goes
    P^-1 gradient down, where P = c X^T X + RIDGE I is never less than the curvature (c = 1/4 for two classes, 1/2 for
    more: Bohning, 1992), so that no step can go too far; with Nesterov's momentum, begun anew where it leads uphill
    (O'Donoghue and Candes, 2015). It starts at zero: the same samples give the same bits.

    is_wanted  asked before each step; None is returned where the answer is no
    """
    present, index = np.unique(classes, return_inverse=True)
    standard = standard_of(x)
    columns = 1 if len(present) == 2 else len(present)
    if len(present) == 1:
        return Logistic(Linear(standard, np.zeros((x.shape[1], 1)), np.zeros(1)), np.append(present, present))
    rows = np.column_stack([standard.of(x), np.ones(len(x))])
    wanted = index[:, np.newaxis] == (np.ones(1) if columns == 1 else np.arange(columns))
    ridge = np.full((rows.shape[1], 1), RIDGE)
    ridge[-1] = 0.0
    curvature = (0.25 if columns == 1 else 0.5) * (rows.T @ rows) + np.diag(ridge[:, 0])
    inverse = np.linalg.inv(curvature)
    found = ahead = np.zeros((rows.shape[1], columns))
    momentum = 1.0
    for _ in range(min(MOST_STEPS, max(LEAST_STEPS, MOST_PRODUCTS // (2 * rows.size * columns)))):
        if not is_wanted():
            return None
        gradient = rows.T @ (_probabilities(rows @ ahead) - wanted) + ridge * ahead
        step = inverse @ gradient
        if np.sum(gradient * step) < CLOSE * len(x):
            found = ahead
            break
        before, found = found, ahead - step
        if np.sum(gradient * (found - before)) > 0.0:
            momentum = 1.0
        after = (1.0 + np.sqrt(1.0 + 4.0 * momentum**2)) / 2.0
        ahead = found + (momentum - 1.0) / after * (found - before)
        momentum = after
    return Logistic(Linear(standard, found[:-1], found[-1]), present)


def _probabilities(values: Array) -> Array:
    """The sigmoid of one column, else the softmax of each row."""
    if values.shape[1] == 1:
        sigmoid: Array = 0.5 * (1.0 + np.tanh(0.5 * values))
        return sigmoid
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    softmax: Array = powers / powers.sum(axis=1, keepdims=True)
    return softmax
