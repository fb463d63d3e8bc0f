"""What the doctor comes to: a finding, its remedy, and the moment that a remedy may go back to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.arrays import Array, Curve
from core.curve import STEP, TRAIN_LOSS
from core.edits import Edit
from core.snapshot import Snapshot
from core.specs import Project
from core.state import State

Kind = Literal[
    "ran away",
    "no slope",
    "no number",
    "divergence",
    "left behind",
    "exploding gradient",
    "unscaled inputs",
    "dead neurons",
    "saturated neurons",
    "vanishing gradient",
    "symmetry",
    "no progress",
    "stalled",
    "overfitting",
]


@dataclass(frozen=True, eq=False)
class Remedy:
    """What helps.

    text    on a button: "Draw these 3 neurons anew"
    decide  (project, state) -> the edit; both are those of the moment in which it is wanted. Pure
    """

    text: str
    decide: Callable[[Project, State], Edit]


@dataclass(frozen=True, eq=False)
class Finding:
    """Something that goes wrong.

    kind      what, as one of a few words; of each kind there is one finding at most
    sentence  what is wrong, with the numbers that show it
    more      what it means, one sentence
    remedy    what helps
    other     what may help as well; None: nothing else
    stays     numbers of the sentence that stay while it is said, however often the others are renewed
    """

    kind: Kind
    sentence: str
    more: str
    remedy: Remedy
    stays: tuple[float, ...] = ()
    other: Remedy | None = None


@dataclass(frozen=True, eq=False)
class Good:
    """The best moment that the doctor has seen of a training.

    theta                  all parameters then, read-only
    step, epoch, position  when
    loss                   on the training samples
    curve                  as it was then
    """

    theta: Array
    step: int
    epoch: int
    position: int
    loss: float
    curve: Curve

    def leads_to(self, snapshot: Snapshot) -> bool:
        """Whether that moment came after this one in the same training: it has the same losses up to here.

        Undo leads to another training, which may be longer; a curve loses points as it grows, so not all are there.
        """
        if self.step > snapshot.step:
            return False
        ours, theirs = self.curve, snapshot.curve
        _, mine, other = np.intersect1d(ours[:, STEP], theirs[:, STEP], return_indices=True)
        return bool(np.array_equal(ours[mine, TRAIN_LOSS], theirs[other, TRAIN_LOSS], equal_nan=True))
