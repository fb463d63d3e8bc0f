"""Curves without their jitter: each point is the mean of those around it, so that nothing comes later than it did."""

from typing import Literal

import numpy as np

from core.arrays import Array

Smoothing = Literal["off", "some", "strong"]
_SHARES = {"off": 0.0, "some": 0.04, "strong": 0.16}


def reach(points: int, smoothing: Smoothing) -> int:
    """How many points on each side are averaged: some 2 or 8 percent of the curve."""
    share = _SHARES[smoothing]
    return 0 if share == 0.0 else max(1, round(points * share / 2.0))


def smoothed(values: Array, smoothing: Smoothing) -> Array:
    """The mean of the finite values up to `reach` points away (points,); towards both ends as many as there are on
    both sides, so that the first and the last point stay what they are. What is no number stays none; NaN is a gap, and
    nothing is averaged across it.
    """
    points, most = len(values), reach(len(values), smoothing)
    if most == 0 or points < 3:
        return values
    at, is_number = np.arange(points), np.isfinite(values)
    is_gap = np.isnan(values)
    before = np.maximum.accumulate(np.where(is_gap, at, -1))
    after = np.minimum.accumulate(np.where(is_gap, at, points)[::-1])[::-1]
    sides = np.where(is_gap, 0, np.minimum(np.minimum(at - before, after - at) - 1, most))
    windows = np.stack([at - sides, at + sides + 1], axis=1).ravel()

    def sums(numbers: Array) -> Array:
        # Each window on its own: differences of running sums would drown 1e-6 in an early 1e12.
        found: Array = np.add.reduceat(np.append(numbers, 0.0), windows)[::2]
        return found

    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        means = sums(np.where(is_number, values, 0.0)) / sums(is_number.astype(np.float64))
    found: Array = np.where(is_number, means, values)
    return found
