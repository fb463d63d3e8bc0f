"""The figure that makes a task done, and the epoch in which a training came to it."""

from functools import partial
from typing import Literal

import msgspec
import numpy as np

from core.curve import EPOCH, TEST_SCORE, TRAIN_SCORE, VALIDATION_SCORE
from core.data.dataset import Dataset
from core.data.segments import Shapes, shapes_with
from core.errors import UserError
from core.network import Network
from core.snapshot import Score, Snapshot
from core.targets import class_values


class Aim(msgspec.Struct, frozen=True):
    """What a task asks for, as a number: what its words say to a person, this says to the program.

    measure  "accuracy": at least so many percent are right; "error": below so much, root mean squared, in the target's
             own unit; "shapes": so many clean shapes of a seven-segment display are read
    value    that number
    on       the samples it is measured on: "watched" are validation samples, else test, else training samples
    """

    measure: Literal["accuracy", "error", "shapes"]
    value: float
    on: Literal["watched", "test"] = "watched"

    def __post_init__(self) -> None:
        if not self.value > 0.0:
            raise UserError(f"A task cannot be done at {self.value:g}.", "The number lies above 0.")

    def epoch_reached(self, dataset: Dataset, loss: str, snapshot: Snapshot, since: int = 0) -> int | None:
        """The number of epochs, from `since` on, after which the figure was reached; None: it was not, as far as the
        curve tells and this moment. An epoch that has begun counts: nothing is learned in 0 epochs."""
        begun = snapshot.epoch + (snapshot.position > 0)
        if self.measure == "shapes":
            read = shapes_read(dataset, snapshot.network, snapshot.theta, loss, shapes_with())
            return begun if read >= self.value else None
        column, score = self._where(snapshot)
        points = snapshot.curve[snapshot.curve[:, EPOCH] >= since]
        met = np.flatnonzero(self._is_met(points[:, column]))
        if met.size:
            return int(points[met[0], EPOCH])
        rate = np.nan if score is None else _rate(score)
        return begun if self._is_met(np.array(rate)) else None

    def _where(self, snapshot: Snapshot) -> tuple[int, Score | None]:
        """The curve's column, and the score of this moment."""
        if self.on == "watched" and snapshot.validation is not None:
            return VALIDATION_SCORE, snapshot.validation
        if self.on == "test" or snapshot.test is not None:
            return TEST_SCORE, snapshot.test
        return TRAIN_SCORE, snapshot.train

    def _is_met(self, rates: np.ndarray) -> np.ndarray:
        if self.measure == "error":
            return np.asarray(rates < self.value)
        return np.asarray(100.0 * rates >= self.value * (1.0 - 1e-12))  # 98.4 % of 125 are 123, however rounded


class Pursuit:
    """Follows a training to where its task is done.

    What comes to the figure with a network, on data, is done with these: after an edit of them it is looked for anew,
    and what the curve tells of the time before counts where the figure still stands.
    """

    def __init__(self) -> None:
        self._aim: Aim | None = None
        self._loss = ""
        self._network: Network | None = None
        self._dataset: Dataset | None = None
        self._since: int | None = None
        self._step = 0
        self.epoch: int | None = None
        """In which it was done; None: it is not, or nobody can tell."""

    def pursue(self, aim: Aim | None, network: Network, loss: str, dataset: Dataset | None) -> None:
        """This is asked of this network from now on."""
        if (aim, network, loss) != (self._aim, self._network, self._loss) or dataset is not self._dataset:
            self._aim, self._network, self._loss, self._dataset = aim, network, loss, dataset
            self.begin_anew()

    def begin_anew(self) -> None:
        """The weights are others than those that training had come to."""
        self._since = self.epoch = None

    def look(self, snapshot: Snapshot) -> None:
        """See whether it is done at this moment of training, or was on the way there."""
        if self._aim is None or self._dataset is None or self._dataset.lacks is not None:
            return
        if snapshot.network != self._network:
            return  # the network lags behind the project
        if snapshot.step < self._step:
            self.begin_anew()
        self._step = snapshot.step
        if self.epoch is not None:
            return
        reached = partial(self._aim.epoch_reached, self._dataset, self._loss, snapshot)
        if self._since is None:
            self._since = snapshot.epoch if reached(snapshot.epoch) is None else 0
        self.epoch = reached(self._since)


def shapes_read(dataset: Dataset, network: Network, theta: np.ndarray, loss: str, shapes: Shapes) -> int:
    """How many clean shapes of a display the network reads."""
    if (network.inputs, network.outputs) != (shapes.values.shape[1], shapes.one_hot.shape[1]):
        return 0
    values = class_values(network.outputs, network.output.activation, loss)
    chosen = dataset.decide(network.predict(theta, shapes.values).T, values)
    return int((chosen == shapes.digits).sum())


def _rate(score: Score) -> float:
    if score.correct is None:
        return np.nan if score.rmse is None else score.rmse
    return score.correct / score.count
