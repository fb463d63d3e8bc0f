"""What the doctor comes to: a finding, its remedy, and the moment that a remedy may go back to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.arrays import Array
from core.edits import Edit
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
    """

    kind: Kind
    sentence: str
    more: str
    remedy: Remedy


@dataclass(frozen=True, eq=False)
class Good:
    """The best moment that the doctor has seen of a training.

    theta                  all parameters then, read-only
    step, epoch, position  when
    loss                   on the training samples
    """

    theta: Array
    step: int
    epoch: int
    position: int
    loss: float
