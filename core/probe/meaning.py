"""What a network's outputs mean for some data: a class and how sure, or a number; and whether that is right."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.arrays import Array, Indices
from core.data.dataset import Dataset
from core.losses import loss_named
from core.network import Network
from core.targets import class_values

Kind = Literal["two classes", "classes", "numbers"]
BOUNDED = ("step", "sigmoid", "tanh", "softmax")
"""The output activations that cannot leave the range between no and yes."""
NOTHING = Dataset(np.zeros((0, 2)), np.zeros((0, 1)))
"""The data set where there is none."""


@dataclass(frozen=True)
class Meaning:
    """How outputs are to be read.

    kind      two classes: one output tells them apart; classes: the largest of several decides; numbers: regression
    values    what outputs are trained towards for no and for yes
    is_share  whether they are shares that add up to 1 (softmax)
    is_open   whether outputs can lie beyond both values
    dataset   whose classes they are
    """

    kind: Kind
    values: tuple[float, float]
    is_share: bool
    is_open: bool
    dataset: Dataset

    def own(self, outputs: Array) -> Array:
        """Outputs in the unit that people know: numbers that were scaled are given back."""
        return self.dataset.own(outputs) if self.kind == "numbers" else outputs

    def decided(self, outputs: Array) -> Indices:
        """The class of each column of outputs (outputs, n); -1: no answer, or no number."""
        classes = np.array(self.dataset.decide(outputs, self.values))
        classes[~np.isfinite(outputs).all(axis=0)] = -1
        return classes

    def decided_and_sureness(self, outputs: Array) -> tuple[Indices, Array]:
        """The class of each column, as `decided`, and how far it is from being another one.

        outputs  (outputs, n), at least two of them

        Sureness (n,) is the largest output minus the next one, as a share of the way from no to yes: 0 on every border
        between two classes, for two softmax outputs |2 p - 1|, and 0 where there is no number.
        """
        low, high = self.values
        chosen = self.decided(outputs)
        winner = np.maximum(chosen, 0)[np.newaxis]
        others = np.array(outputs)
        np.put_along_axis(others, winner, -np.inf, axis=0)
        with np.errstate(invalid="ignore", over="ignore"):
            sure = (np.take_along_axis(outputs, winner, axis=0)[0] - others.max(axis=0)) / (high - low)
        return chosen, np.where(chosen >= 0, np.clip(sure, 0.0, 1.0), 0.0)

    def truth(self, y: Array) -> Indices:
        """The class of each row of targets (samples, outputs), as the data hold them."""
        if self.kind == "two classes":
            return np.asarray(np.maximum(y[:, 0], 0.0) >= 0.5, np.intp)  # 0/1 and -1/+1 alike
        return np.asarray(np.argmax(y, axis=1), np.intp)

    def class_name(self, index: int) -> str:
        """What a class is called."""
        return self.dataset.class_name(index)


def meaning_of(network: Network, dataset: Dataset | None, loss: str) -> Meaning:
    """How outputs for these data are to be read; where the data do not say what they are, the loss does.

    network  whose output activation it is; the number of outputs is that of the data where there are any
    """
    activation = network.output.activation
    outputs = network.outputs if dataset is None else dataset.y.shape[1]
    task = None if dataset is None else dataset.task
    is_number = task == "regression" or (task is None and dataset is not None and not loss_named(loss).is_for_classes)
    kind: Kind = "numbers" if is_number else "two classes" if outputs == 1 else "classes"
    is_share = activation == "softmax" and kind == "classes"
    values = class_values(outputs, activation, loss)
    return Meaning(kind, values, is_share, activation not in BOUNDED, NOTHING if dataset is None else dataset)
