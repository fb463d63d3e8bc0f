"""What knowing nothing costs: the scores of the best answer that is the same for every input."""

from collections.abc import Callable

import numpy as np

from core.arrays import Array
from core.losses import LOSSES
from core.probe.samples import spread

MOST_HALVED = 50_000
"""Of more targets some are looked at fifty times to find the answer; what it costs is found of all."""


def _mean_squared(y: Array) -> float:
    """Always the mean: L = mean over outputs of the variance of y."""
    return float(np.mean(np.var(y, axis=0)))


def _half_squared(y: Array) -> float:
    """Always the mean: L = 1/2 sum over outputs of the variance of y."""
    return float(0.5 * np.sum(np.var(y, axis=0)))


def _mean_absolute(y: Array) -> float:
    """Always the median: L = mean over outputs of the mean of |y - median|."""
    return float(np.mean(np.abs(y - np.median(y, axis=0))))


def _huber(y: Array) -> float:
    """Always the c at which the errors y - c, held between -1 and 1, add up to 0; found by halving an interval."""
    some = y[spread(len(y), MOST_HALVED)]
    low, high = some.min(axis=0), some.max(axis=0)
    for _ in range(50):
        middle = (low + high) / 2.0
        is_too_low = np.sum(np.clip(some - middle, -1.0, 1.0), axis=0) > 0.0
        low, high = np.where(is_too_low, middle, low), np.where(is_too_low, high, middle)
    answer = np.broadcast_to(high, y.shape)
    return LOSSES["huber"].value(answer.T, answer.T, y.T)


def _hinge(y: Array) -> float:
    """Always -1 or +1, as the larger class: L = mean over outputs of 2 min(p, 1 - p), with the share p of yes."""
    share = np.mean(y > 0.0, axis=0)
    return float(np.mean(2.0 * np.minimum(share, 1.0 - share)))


def _two_classes(y: Array) -> float:
    """Always the share p of ones: L = mean over outputs of -(p ln p + (1 - p) ln(1 - p))."""
    share = np.mean(y, axis=0)
    return float(np.mean(_entropy(share) + _entropy(1.0 - share)))


def _many_classes(y: Array) -> float:
    """Always the share p_k of each class: L = -sum_k p_k ln p_k."""
    return float(np.sum(_entropy(np.mean(y, axis=0))))


def _entropy(share: Array) -> Array:
    """-p ln p, which is 0 at 0."""
    return -share * np.log(np.where(share > 0.0, share, 1.0))


_COSTS: dict[str, Callable[[Array], float]] = {
    "mse": _mean_squared,
    "half_squared_error": _half_squared,
    "mae": _mean_absolute,
    "huber": _huber,
    "hinge": _hinge,
    "binary_crossentropy": _two_classes,
    "categorical_crossentropy": _many_classes,
}


def knows_nothing(loss: str, y: Array) -> float | None:
    """The loss of the best constant answer to y (samples, outputs); None where that would mislead.

    The perceptron criterion has none: always answering 0 costs nothing, and reads as a yes for every sample.

    ln 2 = 0.693 for two classes of equal size, ln 10 = 2.303 for ten, 0.090 mean squared error for one of ten.
    """
    cost = _COSTS.get(loss)
    return None if cost is None or len(y) == 0 else cost(np.asarray(y, np.float64))


def commonest_share(y: Array, y_scored: Array) -> float:
    """The share of y_scored that always answering the commonest class of y gets right.    0/1 columns or one-hot"""

    if y.shape[1] > 1:
        commonest = int(np.argmax(np.bincount(np.argmax(y, axis=1))))
        return float(np.mean(np.argmax(y_scored, axis=1) == commonest))
    low, high = float(y.min()), float(y.max())
    is_high = 2 * np.count_nonzero(y == high) > len(y)
    return float(np.mean(y_scored == (high if is_high else low)))


def mean_error(y: Array, y_scored: Array) -> float:
    """The root mean squared error in y_scored of always answering the mean of y."""
    return float(np.sqrt(np.mean(np.square(y_scored - y.mean(axis=0)))))
