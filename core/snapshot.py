"""What the screen sees of training: one consistent, read-only moment."""

from dataclasses import dataclass

from core.arrays import Array, Curve
from core.network import Network


@dataclass(frozen=True, eq=False)
class Score:
    """How a network does on one set of samples.

    loss     without penalties, with fixed weights
    correct  how many samples are answered correctly; None for regression
    count    how many samples there are
    rmse     root mean squared error; None for classes
    """

    loss: float
    correct: int | None
    count: int
    rmse: float | None = None


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A moment of training; nothing in it is written to again.

    network          what theta belongs to (the document may already be an edit ahead)
    theta            a copy of all parameters
    step, epoch      made so far; `position` of `steps_per_epoch` within the current epoch
    is_playing       whether steps go on by themselves
    steps_per_second measured while playing, 0.0 while not
    train, test      scores of this very theta; None where there are no such data
    curve            (points, 6) as in `core.state.State`
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
