"""The curve of a training: bounded, however long training goes on."""

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Curve
from core.layer_gradients import MOST_LAYERS
from core.snapshot import Score, Scores

POINTS = 512
"""The bound: when the curve is full every second point goes and the stride doubles."""

STEP, EPOCH, TRAIN_LOSS, TEST_LOSS, TRAIN_SCORE, TEST_SCORE, VALIDATION_LOSS, VALIDATION_SCORE = range(8)
"""The columns. A score is the share that is correct; for regression the root mean squared error."""
LEARNING_RATE = 8
"""That of the update which follows."""
NORMS = 9
"""From here on one gradient norm per dense layer, counted from the inputs (`core.layer_gradients`)."""
COLUMNS = NORMS
"""What each curve has; how many norms follow depends on the networks that it was recorded from."""
MOST_COLUMNS = NORMS + MOST_LAYERS


def column(curve: Curve, index: int) -> Array:
    """(points,) of a curve's column; NaN where the curve has no such column, since the number of norms differs."""
    return curve[:, index] if index < curve.shape[1] else np.full(len(curve), np.nan)


def gaps(curve: Curve) -> NDArray[np.bool_]:
    """(points,) where a row is no point but a gap: what follows was measured on other samples than what came before."""
    is_gap: NDArray[np.bool_] = np.isnan(curve[:, TRAIN_LOSS]) & np.isnan(column(curve, LEARNING_RATE))
    return is_gap


class Recorder:
    """Adds points to a curve. `stride` is the number of epochs between two points.

    layers  how many dense layers the network has
    points  an older curve to go on with; it stays as wide as it is where another network had more layers

    `last_step` is that of the newest row, None where there is none.
    """

    def __init__(self, layers: int, points: Curve | None = None, stride: int = 1) -> None:
        self.stride = stride
        own = NORMS + min(layers, MOST_LAYERS)
        self._curve = np.full((POINTS, own if points is None else max(own, points.shape[1])), np.nan)
        self._count = 0
        if points is not None:
            self._count = min(len(points), POINTS)
            self._curve[: self._count, : points.shape[1]] = points[: self._count]
        self.last_step = int(self._curve[self._count - 1, STEP]) if self._count else None

    @property
    def points(self) -> Curve:
        """(points, columns), a read-only view; points are only ever added."""
        view = self._curve[: self._count]
        view.flags.writeable = False
        return view

    @property
    def is_beginning(self) -> bool:
        """Whether there is no point yet, or none after the last gap."""
        return self._count == 0 or bool(gaps(self._curve[self._count - 1 : self._count])[0])

    def break_off(self, step: int, epoch: int) -> None:
        """What follows is measured on other samples: no line leads there. A point on its own has none, either: it goes,
        so that a slider that is dragged leaves one gap.
        """
        if self._count and not self.is_beginning and (self._count == 1 or gaps(self.points[-2:-1])[0]):
            self._curve = self._curve.copy()  # snapshots and states hold views of the old one
            self._count -= 1
            self._curve[self._count] = np.nan
        if not self.is_beginning:
            self._make_room()
            self._curve[self._count, :TRAIN_LOSS] = step, epoch
            self._count += 1
        self.last_step = None

    def add(self, step: int, epoch: int, scores: Scores, learning_rate: float, norms: Array) -> None:
        """One more point; NaN stands where there is no number."""
        self._make_room()
        train, validation, test = scores
        row = self._curve[self._count]
        self.last_step = step
        row[:NORMS] = (
            step,
            epoch,
            _loss(train),
            _loss(test),
            _rate(train),
            _rate(test),
            _loss(validation),
            _rate(validation),
            learning_rate,
        )
        row[NORMS : NORMS + len(norms)] = norms
        self._count += 1

    def _make_room(self) -> None:
        """When the curve is full, every second point goes; a gap takes the place of the point before it."""
        if self._count < POINTS:
            return
        # A new array: snapshots and states hold views of the old one.
        thinned = np.full_like(self._curve, np.nan)
        self._count = POINTS // 2
        thinned[: self._count] = self._curve[::2]
        left_out = self._curve[1::2]
        is_gap = gaps(left_out)
        thinned[: self._count][is_gap] = left_out[is_gap]
        self._curve = thinned
        self.stride *= 2


def _loss(score: Score | None) -> float:
    return np.nan if score is None else score.loss


def _rate(score: Score | None) -> float:
    """The share that is correct; for regression the root mean squared error."""
    if score is None:
        return np.nan
    if score.correct is None:
        return np.nan if score.rmse is None else score.rmse
    return score.correct / score.count
