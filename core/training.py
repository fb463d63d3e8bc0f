"""How a network is trained: the settings, as one value."""

import math
from typing import Any, Literal

import msgspec

from core.errors import UserError
from core.fields import settle_fields
from core.losses import loss_named
from core.optimizers import optimizer_named
from core.schedules import check_schedule


class Training(msgspec.Struct, frozen=True):
    """The settings of training.

    loss              a name in `core.losses.LOSSES`
    optimizer         a name in `core.optimizers.OPTIMIZERS`
    learning_rate     above 0
    batch_size        rows per step, at least 1; more than there are means all of them
    momentum, beta_1, beta_2, rho, epsilon, weight_decay
                      read by the optimizers that name them in `Optimizer.settings`: 0 to below 1 the first four,
                      epsilon above 0, weight_decay 0 or more
    schedule          a name in `core.schedules.SCHEDULES`
    decay_steps, decay_rate, final_share
                      read by the schedules that name them in `Schedule.settings`: at least 1, above 0 to 1, 0 to 1
    warmup_steps      steps in which the rate rises to its full height, under any schedule; 0 for none
    clip_norm         above 0: a gradient (of all parameters together) that is longer is shortened to this; None: never
    l1, l2            at least 0: the penalty l1 sum |w| + l2 sum w^2 over the weights (not the biases) that training
                      may move is made small along with the loss; as Keras, so the gradient gets l1 sign(w) + 2 l2 w
    validation_share  0, or 1 to 90, percent of the training samples that are kept aside to watch, drawn from the seed
    patience          stop after so many epochs without a better validation loss (training loss where nothing is kept
                      aside), and go back to the best weights; None: never
    stop_epochs       stop when so many epochs are made; None: never
    stop_loss, stop_accuracy
                      stop when what is watched (validation samples, else test, else training samples) has a loss of at
                      most this, from 0 on; this percentage of right answers, above 0 to 100; None: never
    class_weight      how much the samples of each class count in the gradient: "balanced" (samples / (classes x samples
                      of the class)), a number for each class, or None: all the same

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
    clip_norm: float | None = None
    l1: float = 0.0
    l2: float = 0.0
    validation_share: float = 0.0
    patience: int | None = None
    class_weight: Literal["balanced"] | tuple[float, ...] | None = None
    stop_epochs: int | None = None
    stop_loss: float | None = None
    stop_accuracy: float | None = None

    def __post_init__(self) -> None:
        settle_fields(self)
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
        if self.clip_norm is not None and not (math.isfinite(self.clip_norm) and self.clip_norm > 0.0):
            raise UserError(f"The clipping norm cannot be {self.clip_norm:g}.", "It is a number above 0, often 1.")
        for name, value in (("L1", self.l1), ("L2", self.l2)):
            if not (math.isfinite(value) and value >= 0.0):
                raise UserError(f"{name} cannot be {value:g}.", "It is a number from 0 on, often 0.0001 to 0.01.")
        if self.validation_share != 0.0 and not 1.0 <= self.validation_share <= 90.0:
            raise UserError(
                f"The validation share cannot be {self.validation_share:g} %.", "It is 0, or lies from 1 to 90 %."
            )
        if self.patience is not None and self.patience < 1:
            raise UserError(f"The patience cannot be {self.patience} epochs.", "It is a whole number, at least 1.")
        if self.stop_epochs is not None and self.stop_epochs < 1:
            raise UserError(f"The epoch goal cannot be {self.stop_epochs}.", "It is a whole number, at least 1.")
        if self.stop_loss is not None and not (math.isfinite(self.stop_loss) and self.stop_loss >= 0.0):
            raise UserError(f"The loss goal cannot be {self.stop_loss:g}.", "It is a number from 0 on, often 0.01.")
        if self.stop_accuracy is not None and not 0.0 < self.stop_accuracy <= 100.0:
            raise UserError(
                f"The accuracy goal cannot be {self.stop_accuracy:g} %.", "It lies above 0 and up to 100 %, often 98."
            )
        if isinstance(self.class_weight, tuple):
            wrong = [weight for weight in self.class_weight if not (math.isfinite(weight) and weight >= 0.0)]
            if wrong or not any(self.class_weight):
                raise UserError(
                    f"class_weight cannot be {self.class_weight}.", "Give each class a number from 0 on, not all 0."
                )

    def replace(self, **changes: Any) -> "Training":
        """The same settings with some fields changed."""
        return msgspec.structs.replace(self, **changes)
