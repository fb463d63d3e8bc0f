"""The arrays a network is trained and tested on, with the names that go with them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.arrays import Array, Indices

Task = Literal["two classes", "classes", "regression"]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples to train on, and maybe others to test on.

    x, y            (samples, inputs), (samples, outputs); classes are 0/1 in one column, or one-hot
    x_test, y_test  the same for samples that are never trained on; None where there are none
    task            what the outputs mean; None: two classes or regression, as the loss says
    input_names     one per input, as shown at the neurons
    classes         the names of the classes, empty for regression
    decides_at      an answer below this value everywhere counts as no answer (the seven-segment digits: 0.5)
    best_possible   the share of the test samples that the best possible reader gets right; None: not known
    """

    x: Array
    y: Array
    x_test: Array | None = None
    y_test: Array | None = None
    task: Task | None = None
    input_names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    decides_at: float | None = None
    best_possible: float | None = None

    def __post_init__(self) -> None:
        for name in ("x", "y", "x_test", "y_test"):
            array = getattr(self, name)
            if array is not None:
                frozen = np.array(array)
                frozen.setflags(write=False)
                object.__setattr__(self, name, frozen)

    def decide(self, outputs: Array) -> Indices:
        """The class of each column of outputs (outputs, samples): 0/1 for one output, else argmax; -1: no answer."""
        if outputs.shape[0] == 1:
            return np.asarray(outputs[0] >= 0.5, np.intp)
        chosen: Indices = np.argmax(outputs, axis=0)
        if self.decides_at is not None:
            chosen[np.max(outputs, axis=0) < self.decides_at] = -1
        return chosen
