"""The arrays a network is trained and tested on, with the names that go with them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from core.arrays import Array, Indices, as_numbers
from core.errors import UserError
from core.table.fitted import Scale

Task = Literal["two classes", "classes", "regression"]


def task_of(classes: int) -> Task:
    """The task of telling so many classes apart; 0: the target is a number."""
    return "regression" if classes == 0 else "two classes" if classes == 2 else "classes"


def targets_of(values: Array, classes: int) -> Array:
    """Numbers (0 classes), or places of classes, as targets: one column, one-hot for more than two.    (samples,)"""
    return values[:, np.newaxis] if classes <= 2 else np.eye(classes)[values.astype(np.intp)]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples to train on, and maybe others to test on.

    x, y            (samples, inputs), (samples, outputs); classes are 0/1 in one column, or one-hot
    x_test, y_test  the same for samples that are never trained on; None where there are none
    task            what the outputs mean; None: two classes or regression, as the loss says
    input_names     one per input, as shown at the neurons
    classes         the names of the classes, empty for regression
    decides_at      answers that nowhere get this far from no to yes count as no answer (the seven-segment digits: 0.5)
    sample_weight   (samples,), how much each training sample counts in the gradient, from 0 on; None: all the same
    best_possible   the share of the test samples that the best possible reader gets right; None: not known
    raw, raw_test   (samples, numbers), what x and x_test were made of; None: they are what there is
    aside           (watched,) which of the samples are watched instead of trained on, if the data themselves say so;
                    None: the training decides
    target_scale    how targets that are numbers have been scaled; None: they are in their own unit
    target_name     what is to be found out, as people call it
    lacks           what is still missing to train on these samples, and what to do about it; None: nothing
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
    sample_weight: Array | None = None
    raw: Array | None = None
    raw_test: Array | None = None
    aside: Indices | None = None
    target_scale: Scale | None = None
    target_name: str = ""
    lacks: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        for name in ("x", "y", "x_test", "y_test", "sample_weight", "raw", "raw_test"):
            given = getattr(self, name)
            if given is not None:
                object.__setattr__(self, name, _frozen(as_numbers(name, given)))
        if (self.x_test is None) != (self.y_test is None):
            raise UserError("x_test and y_test belong together; one of them is missing.", "Pass both, or neither.")
        if self.task not in (None, *get_args(Task)):
            raise UserError(f"task cannot be {self.task!r}.", f"It is None or one of {', '.join(get_args(Task))}.")
        weight = self.sample_weight
        if weight is not None:
            if weight.shape != self.x.shape[:1]:
                raise UserError(
                    f"sample_weight has the shape {weight.shape}; x has the shape {self.x.shape}.",
                    "Give each sample one number.",
                )
            if not (np.isfinite(weight).all() and (weight >= 0.0).all() and weight.any()):
                raise UserError(
                    "sample_weight holds a number that is below 0 or not finite, or nothing but zeros.",
                    "Each is a number from 0 on.",
                )

    def check_whole(self) -> None:
        """Raises UserError where something is missing to train on these samples."""
        if self.lacks is not None:
            raise UserError(*self.lacks)

    @property
    def nbytes(self) -> int:
        """How much memory its arrays take."""
        arrays = (self.x, self.y, self.x_test, self.y_test, self.raw, self.raw_test)
        return sum(array.nbytes for array in arrays if array is not None)

    @property
    def places(self) -> Array:
        """Where pictures show the training samples, (samples, numbers): what x was made of, or x itself."""
        return self.x if self.raw is None else self.raw

    @property
    def places_test(self) -> Array | None:
        """The same of the test samples; None where there are none."""
        return self.x_test if self.raw_test is None else self.raw_test

    def class_name(self, index: int) -> str:
        """What a class is called; where nobody has named it, by its number."""
        return self.classes[index] if index < len(self.classes) else f"class {index}"

    @cached_property
    def target_range(self) -> tuple[float, float]:
        """The smallest and the largest target that is trained on, in its own unit; 0 and 0 where there is none."""
        if not self.y.size:
            return 0.0, 0.0
        low, high = self.own(np.array([self.y.min(), self.y.max()], np.float64)).tolist()
        return low, high

    @property
    def target_reach(self) -> float:
        """How far apart these two are: what digits of a number are worth telling by."""
        low, high = self.target_range
        return high - low

    def own(self, values: Array) -> Array:
        """Outputs or targets that are numbers, in their own unit; what is not scaled stays as it is."""
        return values if self.target_scale is None else self.target_scale.own(values)

    def scaled(self, own: Array) -> Array:
        """Targets that are numbers in their own unit, as the network learns them; the other way round of `own`."""
        return own if self.target_scale is None else self.target_scale.scaled(own)

    def decide(self, outputs: Array, values: tuple[float, float] = (0.0, 1.0)) -> Indices:
        """The class of each column of outputs (outputs, samples): 0/1 for one output, else argmax; -1: no answer.

        values  what the outputs are trained towards for no and for yes (`core.targets`)
        """
        low, high = values
        if outputs.shape[0] == 1:
            return np.asarray(outputs[0] >= (low + high) / 2.0, np.intp)
        chosen: Indices = np.argmax(outputs, axis=0)
        if self.decides_at is not None:
            chosen[np.max(outputs, axis=0) < low + (high - low) * self.decides_at] = -1
        return chosen


def _frozen(array: Array) -> Array:
    """The same numbers, which nobody can write to."""
    if array.flags.writeable or array.base is not None:
        array = np.array(array, order="C")
        array.setflags(write=False)
    return array
