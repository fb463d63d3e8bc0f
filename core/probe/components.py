"""The main components of samples: the directions along which they differ most (Pearson, 1901)."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.arrays import Array

MOST_NUMBERS = 2_000_000
"""After so many numbers it is asked whether anybody still waits."""
NO_SHARE = 1e-12
"""A component with no more of all variance than this is rounding."""


class Components(NamedTuple):
    """The first two components.

    mean    (numbers,) of the samples
    axes    (2, numbers) orthonormal, each with its largest entry positive; of samples that are all the same, the first
            two numbers' own; of a single number the second is of zeros
    shares  (2,) how much of all variance lies along each, the larger first
    """

    mean: Array
    axes: Array
    shares: Array


def main_components(x: Array, is_wanted: Callable[[], bool] = lambda: True) -> Components | None:
    """The components of finite x (samples, numbers), at least one: eigenvectors of its covariance, not scaled.

    With fewer samples than numbers they come from the smaller matrix of the samples' products: where D D^T u = v u, an
    eigenvector of D^T D is D^T u.

    is_wanted  asked now and then; where nobody waits any more the answer is None
    """
    numbers = x.shape[1]
    mean = x.mean(axis=0)
    deviation = x - mean
    # Scaled to 1 first, so that no square of a deviation can overflow or vanish.
    deviation /= float(np.abs(deviation).max()) or 1.0
    total = float(np.sum(deviation * deviation))
    axes, shares = np.eye(2, numbers), np.zeros(2)
    if total == 0.0:
        return Components(mean, axes, shares)
    is_wide = numbers > len(x)
    products = deviation @ deviation.T if is_wide else _covariance(deviation, is_wanted)
    if products is None or not is_wanted():
        return None
    variances, vectors = np.linalg.eigh(products)
    count = min(2, len(variances))
    shares[:count] = np.maximum(variances[::-1][:count], 0.0) / total
    found = vectors.T[::-1][:count]
    if is_wide:
        found = found @ deviation
        found /= np.linalg.norm(found, axis=1, keepdims=True) + (shares[:count, np.newaxis] == 0.0)
    axes[:count] = found
    if is_wide and shares[1] <= NO_SHARE:
        axes[1] = _at_right_angles(axes[0])
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, np.newaxis], 1)
    return Components(mean, axes * np.where(largest < 0.0, -1.0, 1.0), shares)


def _covariance(deviation: Array, is_wanted: Callable[[], bool]) -> Array | None:
    """D^T D, (numbers, numbers)."""
    numbers = deviation.shape[1]
    found = np.zeros((numbers, numbers))
    step = max(1, MOST_NUMBERS // numbers)
    for start in range(0, len(deviation), step):
        part = deviation[start : start + step]
        found += part.T @ part
        if not is_wanted():
            return None
    return found


def _at_right_angles(axis: Array) -> Array:
    """Some direction at right angles to this one (numbers,), which is of length 1."""
    found = np.zeros_like(axis)
    least = int(np.abs(axis).argmin())
    found[least] = 1.0
    found -= axis[least] * axis
    return np.asarray(found / np.linalg.norm(found))
