"""The optimizers: each is its formula, bound once over the flat vector theta, and found by name through this table."""

from core.optimizers.moments import ADAM, ADAMAX, ADAMW, NADAM
from core.optimizers.optimizer import Clock, Optimizer
from core.optimizers.squares import ADAGRAD, RMSPROP
from core.optimizers.update import bind_update, work_rows
from core.optimizers.velocity import MOMENTUM, NESTEROV, SGD
from core.optimizers.worked import CONSTANTS, Number, worked
from core.tables import entry_named

OPTIMIZERS: dict[str, Optimizer] = {
    optimizer.name: optimizer for optimizer in (SGD, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM, ADAMW, ADAMAX, NADAM)
}


def optimizer_named(name: str) -> Optimizer:
    """The optimizer of this name.

    Raises UserError for a name that is not in the table.
    """
    return entry_named(OPTIMIZERS, name, "optimizer")


__all__ = [
    "CONSTANTS",
    "OPTIMIZERS",
    "Clock",
    "Number",
    "Optimizer",
    "bind_update",
    "optimizer_named",
    "work_rows",
    "worked",
]
