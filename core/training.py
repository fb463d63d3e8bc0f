"""How a network is trained: the settings, as one value."""

import math
from typing import Any

import msgspec

from core.errors import UserError
from core.losses import loss_named
from core.optimizers import optimizer_named


class Training(msgspec.Struct, frozen=True):
    """The settings of training.

    loss           a name in `core.losses.LOSSES`
    optimizer      a name in `core.optimizers.OPTIMIZERS`
    learning_rate  above 0
    batch_size     rows per step, at least 1; more than there are means all of them
    momentum       0 to below 1, used by the optimizer "momentum"

    Raises UserError naming the argument that is out of its range.
    """

    loss: str = "mse"
    optimizer: str = "sgd"
    learning_rate: float = 0.01
    batch_size: int = 32
    momentum: float = 0.9

    def __post_init__(self) -> None:
        loss_named(self.loss)
        optimizer_named(self.optimizer)
        if not (math.isfinite(self.learning_rate) and self.learning_rate > 0.0):
            raise UserError(
                f"The learning rate cannot be {self.learning_rate:g}.", "It is a number above 0, often 0.001 to 1."
            )
        if self.batch_size < 1:
            raise UserError(f"The batch size cannot be {self.batch_size}.", "It is a whole number, at least 1.")
        if not 0.0 <= self.momentum < 1.0:
            raise UserError(f"The momentum cannot be {self.momentum:g}.", "It lies from 0 to below 1, often 0.9.")

    def replace(self, **changes: Any) -> "Training":
        """The same settings with some fields changed."""
        return msgspec.structs.replace(self, **changes)
