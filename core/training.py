"""How a network is trained: the settings, as one value."""

import math
from typing import Any

import msgspec

from core.errors import UserError
from core.losses import loss_named
from core.optimizers import optimizer_named
from core.schedules import check_schedule


class Training(msgspec.Struct, frozen=True):
    """The settings of training.

    loss           a name in `core.losses.LOSSES`
    optimizer      a name in `core.optimizers.OPTIMIZERS`
    learning_rate  above 0
    batch_size     rows per step, at least 1; more than there are means all of them
    momentum, beta_1, beta_2, rho, epsilon, weight_decay
                   read by the optimizers that name them in `Optimizer.settings`: 0 to below 1 the first four, epsilon
                   above 0, weight_decay 0 or more
    schedule       a name in `core.schedules.SCHEDULES`
    decay_steps, decay_rate, final_share
                   read by the schedules that name them in `Schedule.settings`: at least 1, above 0 to 1, 0 to 1
    warmup_steps   steps in which the rate rises to its full height, under any schedule; 0 for none

    Raises UserError naming the argument that is out of its range.
    """

    loss: str = "mse"
    optimizer: str = "sgd"
    learning_rate: float = 0.01
    batch_size: int = 32
    momentum: float = 0.9
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    rho: float = 0.9
    weight_decay: float = 0.004
    schedule: str = "constant"
    decay_steps: int = 1000
    decay_rate: float = 0.5
    final_share: float = 0.0
    warmup_steps: int = 0

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
        for name, often in (("beta_1", "0.9"), ("beta_2", "0.999"), ("rho", "0.9")):
            if not 0.0 <= getattr(self, name) < 1.0:
                raise UserError(
                    f"{name} cannot be {getattr(self, name):g}.", f"It lies from 0 to below 1, often {often}."
                )
        if not (math.isfinite(self.epsilon) and self.epsilon > 0.0):
            raise UserError(f"epsilon cannot be {self.epsilon:g}.", "It is a small number above 0, often 1e-7.")
        if not (math.isfinite(self.weight_decay) and self.weight_decay >= 0.0):
            raise UserError(f"The weight decay cannot be {self.weight_decay:g}.", "It is 0 or more, often 0.004.")
        check_schedule(self)

    def replace(self, **changes: Any) -> "Training":
        """The same settings with some fields changed."""
        return msgspec.structs.replace(self, **changes)
