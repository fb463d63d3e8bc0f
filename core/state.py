"""Everything that training has changed: enough to go on bit for bit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.arrays import Array, Curve, Indices
from core.early_stopping import Best


@dataclass(frozen=True, eq=False)
class State:
    """A trainer's whole state, as values that nobody writes to.

    theta       all parameters, flat
    memory      (rows, parameters): what the optimizer remembers; rows is 0 for SGD
    optimizer   whose memory it is
    units       (rows,) what one unit in each row of the memory is of the true quantity (`core.optimizers`)
    updates     how many updates the optimizer has made (Adam's t)
    step        steps made in all
    epoch       whole epochs made
    position    steps made in the current epoch
    order       the current epoch's order of the training samples
    random      the shuffling generator's state, as JSON text
    dropping    dropout's generator's state, as JSON text
    start       theta when training began; None when the structure has changed since
    draws       how often new neurons have been drawn
    curve       (points, columns): scores, learning rate and gradient norms over the steps, NaN where there is none;
                `core.curve` names the columns
    stride      epochs between two points of the curve
    best        what early stopping goes back to; None: nothing yet
    met         which stop rules were met when they were last looked at, by their key (`core.stop_rules`)
    since       the epoch from which on it was trained as the project says now: in it network, data, settings or weights
                were changed last; None: from the first step on
    """

    theta: Array
    memory: Array
    optimizer: str
    units: tuple[float, ...]
    updates: int
    step: int
    epoch: int
    position: int
    order: Indices
    random: str
    dropping: str
    start: Array | None
    draws: int
    curve: Curve
    stride: int
    best: Best | None = None
    met: Mapping[str, bool] = field(default_factory=dict)
    since: int | None = None

    @property
    def nbytes(self) -> int:
        """Memory that the arrays hold."""
        vectors = (self.theta, self.memory, self.order, self.curve)
        rest = (self.start, None if self.best is None else self.best.theta)
        return sum(array.nbytes for array in vectors) + sum(array.nbytes for array in rest if array is not None)
