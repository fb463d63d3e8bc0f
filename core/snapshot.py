"""What the screen sees of training: one consistent, read-only moment."""

from dataclasses import dataclass
from typing import NamedTuple

from core.arrays import Array, Curve
from core.network import Network

CALM = 30.0
"""Steps per second up to which a person can follow each of them."""


@dataclass(frozen=True, eq=False)
class Score:
    """How a network does on one set of samples.

    loss     without penalties, with fixed weights
    correct  how many samples are answered correctly; None for regression
    count    how many samples there are
    rmse     root mean squared error, in the target's own unit; None for classes
    """

    loss: float
    correct: int | None
    count: int
    rmse: float | None = None


class Scores(NamedTuple):
    """How a network does on what it is trained on, on what is kept aside to watch, and on test samples."""

    train: Score | None
    validation: Score | None
    test: Score | None


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A moment of training; nothing in it is written to again.

    network          what theta belongs to (the document may already be an edit ahead)
    theta            a copy of all parameters
    step, epoch      made so far; `position` of `steps_per_epoch` within the current epoch
    is_playing       whether steps go on by themselves
    steps_per_second measured while playing, 0.0 while not
    train, test      scores of this very theta; None where there are no such data
    curve            (points, columns) as in `core.state.State`
    validation       score of what is kept aside from the training samples; None: nothing is
    penalty          what L1 and L2 add to the loss that is made small
    is_drawn         whether these are first weights that nobody has trained, typed or brought along
    since            as in `core.state.State`
    """

    network: Network
    theta: Array
    step: int
    epoch: int
    position: int
    steps_per_epoch: int
    is_playing: bool
    steps_per_second: float
    train: Score | None
    test: Score | None
    curve: Curve
    validation: Score | None = None
    penalty: float = 0.0
    is_drawn: bool = False
    since: int | None = None

    @property
    def scores(self) -> Scores:
        """All scores of this moment."""
        return Scores(self.train, self.validation, self.test)

    @property
    def is_calm(self) -> bool:
        """Paused, or so slow that every view can show every step: none is then a step behind another."""
        return not self.is_playing or self.steps_per_second <= CALM
