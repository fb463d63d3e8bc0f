"""Samples that were added to the data by hand, and what else all recipes have."""

import math
from typing import NamedTuple

from core.errors import UserError

MOST_ADDED = 1000
"""So many samples can be added by hand: a recipe is compared and looked up at every turn."""
Added = tuple[tuple[float, ...], ...]
"""Samples added by hand to those that are trained on: of each the numbers of its place, then its target."""


class Ends(NamedTuple):
    """What data ask of the two ends of a network: its widths, and the output activation and loss for the task.

    output_bias  where the output's biases start
    """

    inputs: int
    outputs: int
    activation: str
    loss: str
    output_bias: float = 0.0

    @classmethod
    def telling(cls, inputs: int, classes: int) -> "Ends":
        """Those of a network that tells so many classes apart, two of them by one output; 0: it finds a number."""
        if classes == 0:
            return cls(inputs, 1, "linear", "mse")
        if classes == 2:
            return cls(inputs, 1, "sigmoid", "binary_crossentropy")
        return cls(inputs, classes, "softmax", "categorical_crossentropy")


def checked_added(added: Added, inputs: int, outputs: int, has_classes: bool) -> Added:
    """Samples added by hand as tuples of plain numbers."""
    if len(added) > MOST_ADDED:
        raise UserError(
            f"{len(added):,} samples of your own are too many.", f"At most {MOST_ADDED:,} can be added by hand."
        )
    rows = tuple(tuple(map(float, row)) for row in added)
    for row in rows:
        if len(row) != inputs + outputs or not all(map(math.isfinite, row)):
            raise UserError(
                f"An added sample cannot be {row[:4]}…." if len(row) > 4 else f"An added sample cannot be {row}.",
                f"It has {inputs} numbers and a target of {outputs}, all of them finite.",
            )
        target = row[inputs:]
        if has_classes and (set(target) - {0.0, 1.0} or (outputs > 1 and sum(target) != 1.0)):
            raise UserError(
                "The target of an added sample is none of the classes.",
                "It is 0 or 1." if outputs == 1 else "It is 1 for its class and 0 for the others.",
            )
    return rows
