"""Many curves as one band: what lies in the middle of them, where half of them lie, and how far the outermost go."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Curve
from core.runs import finite

POINTS = 200


@dataclass(frozen=True, eq=False)
class Band:
    """Quantiles over the curves, at each of some epochs; all (points,).

    lowest, highest  of all curves
    lower, upper     a quarter of the curves lies below, a quarter above
    median           half of them lies below
    """

    epochs: Array
    lowest: Array
    lower: Array
    median: Array
    upper: Array
    highest: Array


def band_of(curves: Sequence[Curve], index: int, points: int = POINTS) -> Band | None:
    """The band of column `index` over evenly spaced epochs, from the first of any curve to the last; None: no numbers.

    Between two points a curve is taken as straight. One that ended early stands where it ended: were it left out, what
    is left would look worse with every run that is done.
    """
    found = [(epochs, values) for epochs, values in (finite(curve, index) for curve in curves) if len(epochs)]
    if not found:
        return None
    last = max(float(epochs[-1]) for epochs, _ in found)
    at = np.linspace(min(float(epochs[0]) for epochs, _ in found), last, points)
    rows = np.array([np.interp(at, epochs, values) for epochs, values in found])
    return Band(at, *np.quantile(rows, [0.0, 0.25, 0.5, 0.75, 1.0], axis=0))
