"""The curve of a training: bounded, however long training goes on."""

import numpy as np

from core.arrays import Array, Curve
from core.snapshot import Score

POINTS = 512
"""The bound: when the curve is full every second point goes and the stride doubles."""
COLUMNS = 8
"""step, epoch, train loss, test loss, train score, test score, validation loss, validation score"""


class Recorder:
    """Adds points to a curve. `stride` is the number of epochs between two points."""

    def __init__(self, points: Array | None = None, stride: int = 1) -> None:
        self.stride = stride
        self._curve = np.empty((POINTS, COLUMNS))
        self._count = 0
        if points is not None:
            self._count = min(len(points), POINTS)
            self._curve[: self._count] = points[: self._count]

    @property
    def points(self) -> Curve:
        """(points, 8), a read-only view; points are only ever added."""
        view = self._curve[: self._count]
        view.flags.writeable = False
        return view

    def add(self, step: int, epoch: int, train: Score, validation: Score | None, test: Score | None) -> None:
        """One more point; NaN stands where there is no number."""
        if self._count == POINTS:
            # A new array: snapshots and states hold views of the old one.
            thinned = np.empty_like(self._curve)
            self._count = POINTS // 2
            thinned[: self._count] = self._curve[::2]
            self._curve = thinned
            self.stride *= 2
        row = (step, epoch, train.loss, _loss(test), _rate(train), _rate(test), _loss(validation), _rate(validation))
        self._curve[self._count] = row
        self._count += 1


def _loss(score: Score | None) -> float:
    return np.nan if score is None else score.loss


def _rate(score: Score | None) -> float:
    """The share that is correct; for regression the root mean squared error."""
    if score is None:
        return np.nan
    if score.correct is None:
        return np.nan if score.rmse is None else score.rmse
    return score.correct / score.count
