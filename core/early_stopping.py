"""Early stopping: training ends when the watched loss has not become better for a while, with the best weights."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array


@dataclass(frozen=True, eq=False)
class Best:
    """The best moment so far.

    loss    the watched loss then
    epoch   when
    theta   all parameters then
    waited  epochs since
    """

    loss: float
    epoch: int
    theta: Array
    waited: int = 0

    def after(self, loss: float, epoch: int, theta: Array) -> "Best":
        """The best moment when this epoch is counted, too. A loss that is not finite is never better."""
        if np.isfinite(loss) and loss < self.loss:
            return Best(loss, epoch, theta.copy())
        return Best(self.loss, self.epoch, self.theta, self.waited + 1)
