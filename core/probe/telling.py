"""How much each input tells of the target by itself: on which two of many the data are worth looking at."""

import numpy as np

from core.arrays import Array, Indices


def correlation_ratios(x: Array, classes: Indices) -> Array:
    """How much of the variance of each input lies between the classes, (inputs,), from 0 to 1 (Pearson, 1905).

    eta^2 = sum over the classes of n_k (mean_k - mean)^2 / sum over the samples of (x - mean)^2

    x        (samples, inputs), at least one
    classes  (samples,) the class of each, from 0 on
    """
    deviation = _deviation(x)
    sizes = np.bincount(classes)
    sums = np.zeros((len(sizes), x.shape[1]))
    np.add.at(sums, classes, deviation)
    between = np.sum(sums**2 / np.maximum(sizes, 1)[:, np.newaxis], axis=0)
    return _share(between, np.sum(deviation**2, axis=0))


def squared_correlations(x: Array, y: Array) -> Array:
    """r^2 of each input and the target, (inputs,), from 0 to 1.    x (samples, inputs), y (samples,), at least one"""
    deviation, target = _deviation(x), _deviation(y[:, np.newaxis])[:, 0]
    both = np.sum(deviation**2, axis=0) * np.sum(target**2)
    return _share(np.square(target @ deviation), both)


def _deviation(x: Array) -> Array:
    """Each column minus its mean, scaled to 1, so that no square of it can overflow; of numbers that are finite."""
    found: Array = np.nan_to_num(np.asarray(x, np.float64), posinf=0.0, neginf=0.0)
    found = found - found.mean(axis=0)
    found /= np.maximum(np.abs(found).max(axis=0), np.finfo(np.float64).tiny)
    return found


def _share(part: Array, whole: Array) -> Array:
    found: Array = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)
    return found
