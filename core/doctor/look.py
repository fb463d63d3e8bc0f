"""What the doctor sees at one moment of a training: the curve so far, neurons, gradients, inputs.

Loss is measured in what knowing nothing costs (`core.probe.baseline`), so that one threshold serves all losses and
data. A single loss may leap, as those of small batches do, so a level is the median of some points of the curve.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core import layout
from core.arrays import Array, Curve
from core.curve import EPOCH, NORMS, TRAIN_LOSS, gaps
from core.data.dataset import Dataset
from core.doctor.finding import Finding, Kind
from core.errors import UserError
from core.layers import Dense, Dropout
from core.losses import loss_named
from core.network import Network
from core.probe.baseline import knows_nothing
from core.probe.gradients import gradient_norms
from core.probe.health import LayerHealth, health
from core.probe.samples import spread
from core.samples import Split, prepare
from core.snapshot import Snapshot
from core.specs import Project

LEVEL_POINTS = 9
"""A level is the median of so many points of the curve: fewer than half of them may leap."""
STUCK_POINTS = 30
"""Training is stuck where the level has not fallen for so many points, or a quarter of all, if these are more."""
LEAST_FALL = 0.02
"""What counts as a fall of the level, as a share of what knowing nothing costs."""
NOTHING_LEARNED = 0.9
"""From this share of what knowing nothing costs on, nothing worth the name has been learned."""
FAR = 0.4
"""From this level on, as a share of the same, training is far from good."""
MOST_PRODUCTS = 20_000_000
"""How many weights times samples a look may take: some milliseconds."""
LEAST_ROWS, MOST_ROWS = 64, 20_000
BATCH_ROWS = 256
"""How many samples gradients are taken over."""


class Patient:
    """One project in training, and its samples as the trainer has them; made ready when first looked at."""

    def __init__(self, project: Project, dataset: Dataset) -> None:
        self.project, self.dataset = project, dataset

    @cached_property
    def split(self) -> Split | None:
        """The samples; None where they do not fit, which the trainer says."""
        network, training = self.project.network, self.project.training
        try:
            loss_named(training.loss).check_fits(network.output.activation)
            return prepare(network, self.dataset, training, self.project.seed)
        except UserError:
            return None

    @cached_property
    def baseline(self) -> float | None:
        """What knowing nothing costs; None where that is not known, or is nothing."""
        if self.split is None:
            return None
        return knows_nothing(self.project.training.loss, self.split.train.y) or None


@dataclass(frozen=True, eq=False)
class Look:
    """One moment, and what there is to know of it at a bounded cost.

    points       the curve since the training was last changed, all of the same samples
    x, y         (samples, ...) of the training samples: all, or so many, evenly spread, as a look can afford
    said         what is said already
    has_climbed  whether the loss was seen to climb out of hand, on these data and with this network
    """

    patient: Patient
    snapshot: Snapshot
    points: Curve
    x: Array
    y: Array
    said: Mapping[Kind, Finding] = field(default_factory=dict)
    has_climbed: bool = False

    @property
    def project(self) -> Project:
        """What is trained."""
        return self.patient.project

    @property
    def network(self) -> Network:
        """What the snapshot's theta belongs to, which is the project's."""
        return self.snapshot.network

    @property
    def sees_all(self) -> bool:
        """Whether x holds all training samples."""
        return self.patient.split is not None and len(self.x) == len(self.patient.split.train.x)

    @property
    def baseline(self) -> float | None:
        """What knowing nothing costs."""
        return self.patient.baseline

    @property
    def loss(self) -> float:
        """The training loss of this moment."""
        assert self.snapshot.train is not None
        return self.snapshot.train.loss

    @cached_property
    def losses(self) -> Array:
        """The training losses of the points, (points,)."""
        return self.points[:, TRAIN_LOSS]

    @cached_property
    def levels(self) -> Array:
        """(points - 8,): the median of each point and the eight before it; empty where there are fewer than nine."""
        return levels(self.losses)

    @cached_property
    def stuck_points(self) -> int:
        """For how many points the level has not fallen, and was far from good; 0: training is not stuck."""
        wanted = max(STUCK_POINTS, len(self.points) // 4)
        return wanted if self.is_stuck_for(wanted) else 0

    def is_stuck_for(self, wanted: int) -> bool:
        """Whether the level has not fallen for so many points, and was far from good."""
        if self.baseline is None or len(self.levels) <= wanted:
            return False
        before, lately = self.levels[:-wanted].min(), self.levels[-wanted:].min()
        return bool(lately > FAR * self.baseline and before - lately < LEAST_FALL * self.baseline)

    def has_learned_nothing(self, points: int) -> bool:
        """Whether the last so many points have brought nothing."""
        if self.baseline is None or len(self.losses) < points:
            return False
        return bool(self.losses[-points:].min() > NOTHING_LEARNED * self.baseline)

    def epochs_of(self, points: int) -> int:
        """How many epochs the last so many points go back."""
        return int(self.points[-1, EPOCH] - self.points[-1 - points, EPOCH])

    @cached_property
    def health(self) -> list[LayerHealth]:
        """How the neurons of each dense layer fare over x."""
        return health(self.network, self.snapshot.theta, self.x)

    @cached_property
    def gradients(self) -> NDArray[np.float64]:
        """The length of the gradient of each dense layer, over some of the samples."""
        rows = spread(len(self.x), BATCH_ROWS)
        with np.errstate(all="ignore"):
            norms = gradient_norms(
                self.network, self.snapshot.theta, self.x[rows], self.y[rows], self.project.training.loss
            )
        is_dense = [isinstance(layer, Dense) for layer in self.network.layers if not isinstance(layer, Dropout)]
        return np.asarray(norms, np.float64)[is_dense]

    @property
    def usual_gradients(self) -> NDArray[np.float64]:
        """The same, as they usually were while training was stuck: where little moves, one moment says little.

        Those of this moment, where the curve does not have them for each layer.
        """
        layers = len(self.network.dense)
        norms = self.points[-max(1, self.stuck_points) :, NORMS : NORMS + layers]
        if norms.shape[1] < layers or not np.isfinite(norms).all():
            return self.gradients
        return np.median(norms, axis=0)

    @cached_property
    def theta(self) -> NDArray[np.float64]:
        """What is trained, in numbers that do not overflow when they are squared."""
        return self.snapshot.theta[: self.network.trainable].astype(np.float64)

    @cached_property
    def can_move(self) -> bool:
        """Whether there is anything that training may move."""
        is_free, _ = layout.masks(self.network)
        return is_free is None or bool(is_free.any())


def levels(values: Array) -> Array:
    """The running median of `LEVEL_POINTS` values; empty where there are fewer."""
    if len(values) < LEVEL_POINTS:
        return np.empty(0)
    found: Array = np.median(np.lib.stride_tricks.sliding_window_view(values, LEVEL_POINTS), axis=1)
    return found


def look_at(
    patient: Patient, snapshot: Snapshot, said: Mapping[Kind, Finding], has_climbed: bool = False
) -> Look | None:
    """A look; None where there is nothing to see: an edit is on its way, or the project cannot be trained."""
    if snapshot.network != patient.project.network or snapshot.train is None or patient.split is None:
        return None
    train = patient.split.train
    rows = spread(len(train.x), min(MOST_ROWS, max(LEAST_ROWS, MOST_PRODUCTS // snapshot.network.size)))
    curve = snapshot.curve
    breaks = np.flatnonzero(gaps(curve))
    points = curve[breaks[-1] + 1 :] if breaks.size else curve
    points = points[points[:, EPOCH] >= (snapshot.since or 0)]
    return Look(patient, snapshot, points, train.x[rows], train.y[rows], said, has_climbed)
