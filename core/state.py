"""Everything that training has changed: enough to go on bit for bit."""

from dataclasses import dataclass

from core.arrays import Array, Curve, Indices


@dataclass(frozen=True, eq=False)
class State:
    """A trainer's whole state, as values that nobody writes to.

    theta       all parameters, flat
    memory      (rows, parameters): what the optimizer remembers; rows is 0 for SGD
    optimizer   whose memory it is
    updates     how many updates the optimizer has made (Adam's t)
    step        steps made in all
    epoch       whole epochs made
    position    steps made in the current epoch
    order       the current epoch's order of the training samples
    random      the shuffling generator's state, as JSON text
    start       theta when training began; None when the structure has changed since
    draws       how often new neurons have been drawn
    curve       (points, 6): step, epoch, train loss, test loss, train score, test score; NaN where there is none
    stride      epochs between two points of the curve
    """

    theta: Array
    memory: Array
    optimizer: str
    updates: int
    step: int
    epoch: int
    position: int
    order: Indices
    random: str
    start: Array | None
    draws: int
    curve: Curve
    stride: int

    @property
    def nbytes(self) -> int:
        """Memory that the arrays hold."""
        arrays = [self.theta, self.memory, self.order, self.curve, *([] if self.start is None else [self.start])]
        return sum(array.nbytes for array in arrays)
