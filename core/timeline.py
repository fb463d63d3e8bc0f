"""The timeline: whole moments of a training, so that one can look back at any time of it and go on from there."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace

import numpy as np

from core.arrays import Array, Curve
from core.curve import STEP, TRAIN_LOSS
from core.regions import Place, number_at
from core.specs import Project
from core.state import State

MOMENTS = 128
"""The bound: beyond it every second moment goes and the stride doubles; the first one always stays."""
BYTES = 64 * 2**20
"""How much memory the moments may hold together; a single one may be larger."""


@dataclass(frozen=True, eq=False)
class Moment:
    """One moment of a training, with everything needed to go on from it bit for bit but its curve.

    project  what was trained
    state    with no points in its curve: they are the beginning of `curve`
    epochs   made by then, with the part of the current one
    era      the same object for all moments between which every weight stayed where it is
    curve    a later curve of the same training; None: the training's curve of today is one
    """

    project: Project
    state: State
    epochs: float
    era: object
    curve: Curve | None = None

    @property
    def step(self) -> int:
        """Steps made by then."""
        return self.state.step

    @property
    def nbytes(self) -> int:
        """Memory that it alone holds; the vectors that training began with are everybody's."""
        state = self.state
        best = 0 if state.best is None else state.best.theta.nbytes
        return state.theta.nbytes + state.memory.nbytes + state.order.nbytes + best

    def points(self, today: Curve) -> Curve:
        """The curve as far as it had come by then.

        today  the training's curve of today
        """
        curve = today if self.curve is None else self.curve
        return curve[: np.searchsorted(curve[:, STEP], self.step, side="right")]

    def train_loss(self, today: Curve) -> float:
        """The train loss that the curve has for this very moment; NaN where it has none."""
        points = self.points(today)
        return float(points[-1, TRAIN_LOSS]) if len(points) and points[-1, STEP] == self.step else np.nan

    def whole(self, today: Curve, stride: int) -> State:
        """The state to go on from.

        today, stride  the training's curve of today, with the epochs between two of its points
        """
        stride = stride if self.curve is None else self.state.stride
        return replace(self.state, curve=self.points(today).copy(), stride=stride)


@dataclass(frozen=True, eq=False)
class Timeline:
    """The moments kept of one training, in order; a value, so that undo can keep it beside a state.

    project     what the moments to come are of
    moments     the first one is where the training began; the present is the trainer's own, and not among them
    stride      epochs between two moments to come
    era         of the moments to come
    most_bytes  how much memory the moments may hold together
    nbytes      how much they hold
    """

    project: Project
    moments: tuple[Moment, ...] = ()
    stride: int = 1
    era: object = field(default_factory=object)
    most_bytes: int = BYTES
    nbytes: int = 0

    def is_due(self, epoch: int) -> bool:
        """Whether the end of this epoch is a moment to keep."""
        return epoch % self.stride == 0

    def with_moment(self, state: State, epochs: float) -> "Timeline":
        """One more moment, in the place of one of the same step; where there are too many, every second goes.

        state  without its curve
        """
        moment = Moment(self.project, state, epochs, self.era)
        before = self.until(state.step - 1)
        moments, stride, nbytes = (*before.moments, moment), self.stride, before.nbytes + moment.nbytes
        while len(moments) > 1 and (len(moments) > MOMENTS or nbytes > self.most_bytes):
            stride *= 2
            # Where all of them are of this stride, it becomes so long that none is.
            moments = (moments[0], *(one for one in moments[1:] if one.state.epoch and not one.state.epoch % stride))
            nbytes = _nbytes(moments)
        return replace(self, moments=moments, stride=stride, nbytes=nbytes)

    def until(self, step: int) -> "Timeline":
        """What lies at or before this step."""
        if not self.moments or self.moments[-1].step <= step:
            return self
        return self._cut(bisect_right(self.moments, step, key=_step))

    def back_at(self, state: State, today: Curve) -> "Timeline":
        """What lies before this state, which is a moment of this training, or of another that parted from it somewhere.

        today  this training's curve
        """
        place = bisect_left(self.moments, state.step, key=_step)
        if place < len(self.moments):
            moment = self.moments[place]
            if moment.step == state.step and np.array_equal(moment.state.theta, state.theta):
                return replace(self._cut(place + 1), era=moment.era)
        return self.until(_last_in_common(state, today))

    def with_curve(self, curve: Curve, stride: int) -> "Timeline":
        """The same moments where the training's curve goes on as another one: this was theirs."""
        moments = tuple(
            one if one.curve is not None else replace(one, curve=curve, state=replace(one.state, stride=stride))
            for one in self.moments
        )
        return replace(self, moments=moments)

    def nearest(self, step: int) -> Moment | None:
        """The moment nearest to a step; None where none is kept."""
        place = bisect_left(self.moments, step, key=_step)
        around = self.moments[max(0, place - 1) : place + 1]
        return min(around, key=lambda moment: abs(moment.step - step), default=None)

    def values(self, place: Place) -> tuple[list[Moment], Array]:
        """The moments in which every weight was where it is now, and the number of this one in each of them."""
        moments = [moment for moment in self.moments if moment.era is self.era]
        numbers = [number_at(moment.project.network, moment.state.theta, place) for moment in moments]
        return moments, np.array(numbers, np.float64)

    def _cut(self, count: int) -> "Timeline":
        moments = self.moments[:count]
        return replace(self, moments=moments, nbytes=_nbytes(moments))


def _step(moment: Moment) -> int:
    return moment.step


def _nbytes(moments: tuple[Moment, ...]) -> int:
    return sum(moment.nbytes for moment in moments)


def _last_in_common(state: State, today: Curve) -> int:
    """The last step that two trainings share, by their curves; -1: none.

    Where all points of the same steps are the same, one is where the other was or will be.
    """
    _, ours, theirs = np.intersect1d(today[:, STEP], state.curve[:, STEP], return_indices=True)
    ours_then, theirs_then = today[ours, TRAIN_LOSS], state.curve[theirs, TRAIN_LOSS]
    is_other = (ours_then != theirs_then) & ~(np.isnan(ours_then) & np.isnan(theirs_then))
    parted = int(np.argmax(is_other)) if is_other.any() else len(ours)
    if parted == 0:
        return -1
    return state.step if parted == len(ours) else int(today[ours[parted - 1], STEP])
