"""The figure that makes a task done, and the epoch in which a training came to it."""

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
        """The first epoch, from `since` on, in which the figure was reached; None: it was not, as far as the curve
        tells and this moment."""
        if self.measure == "shapes":
            read = shapes_read(dataset, snapshot.network, snapshot.theta, loss, shapes_with())
            return snapshot.epoch if read >= self.value else None
        column, score = self._where(snapshot)
        points = snapshot.curve[snapshot.curve[:, EPOCH] >= since]
        met = np.flatnonzero(self._is_met(points[:, column]))
        if met.size:
            return int(points[met[0], EPOCH])
        rate = np.nan if score is None else _rate(score)
        return snapshot.epoch if self._is_met(np.array(rate)) else None

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
