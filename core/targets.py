"""How classes are written as numbers at the outputs, and from which output value on an answer is a yes.

Data hold two classes as 0 and 1 in one column (-1 and +1 are understood too) and more as one column each. What an
output is trained towards depends on what it can say: a tanh reaches both -1 and +1, a sigmoid 0 and 1; a linear output
behind hinge or perceptron is a yes from 0 on.
"""

import numpy as np

from core.arrays import Array
from core.errors import UserError
from core.losses import loss_named

MOST_ROUNDING = 1e-5
"""How far shares may add up to something else than 1, in float32."""


def class_values(outputs: int, activation: str, loss: str) -> tuple[float, float]:
    """What outputs with this activation are trained towards for no and for yes.

    One output tells two classes apart by all that it can say; of several, each is trained towards 0 and 1, except where
    the loss itself wants -1 and +1. The middle of the two is where a no becomes a yes.
    """
    acts_on_z = loss_named(loss).acts_on_z
    has_signs = activation == "tanh" or (activation == "linear" and acts_on_z)
    return (-1.0, 1.0) if has_signs and (outputs == 1 or acts_on_z) else (0.0, 1.0)


def encode(y: Array, low: float, high: float) -> Array:
    """Columns of 0 and 1 with `low` in the place of 0 and `high` in that of 1.    y (samples, columns)

    Shares in between land in between. Columns of -1 and +1 mean the same two classes, so encoding twice is safe.
    """
    encoded: Array = low + (high - low) * np.maximum(y, 0.0)
    return encoded


def check_labels(y: Array, loss: str) -> None:
    """Raises UserError where y (samples, outputs) holds what cannot be a label for this loss.

    hinge, perceptron         0 and 1, or -1 and +1
    binary_crossentropy       the same, and shares from 0 to 1
    categorical_crossentropy  shares from 0 to 1 that add up to 1 in each row, as one-hot rows do
    the others                any number
    """
    chosen = loss_named(loss)
    if not chosen.is_for_classes:
        return
    has_signs = loss != "categorical_crossentropy" and bool((y < 0.0).any())
    if has_signs or chosen.acts_on_z:
        is_label = np.isin(y, (-1.0, 1.0) if has_signs else (0.0, 1.0))
    else:
        is_label = (y >= 0.0) & (y <= 1.0)
    if not is_label.all():
        row, column = np.argwhere(~is_label)[0].tolist()
        raise UserError(
            f"y holds {y[row, column]:g} in row {row}, which is no label for the loss {loss}.",
            "Classes are 0 and 1 in one column (or -1 and +1), or one-hot; for other numbers choose the loss mse.",
        )
    if loss == "categorical_crossentropy":
        sums = y.sum(axis=1, dtype=np.float64)
        if np.abs(sums - 1.0).max(initial=0.0) > MOST_ROUNDING:
            row = int(np.argmax(np.abs(sums - 1.0)))
            raise UserError(
                f"Row {row} of y adds up to {sums[row]:g}; for the loss {loss} each row must add up to 1.",
                "One-hot rows do: 1 in the column of the class, 0 elsewhere.",
            )


def check_task(y: Array, task: str | None) -> None:
    """Raises UserError where y (samples, outputs) holds what its task has no place for.

    "two classes" are 0 and 1 (or -1 and +1) in one column, "classes" one-hot rows; shares in between are understood.
    """
    if task == "two classes":
        low = -1.0 if (y < 0.0).any() else 0.0
        wrong = (y < low) | (y > 1.0)
    elif task == "classes":
        wrong = (y < 0.0) | (y > 1.0)
    else:
        return
    if wrong.any():
        row, column = np.argwhere(wrong)[0].tolist()
        raise UserError(
            f"y holds {y[row, column]:g} in row {row}, which is none of its {task}.",
            "Classes are 0 and 1 in one column (or -1 and +1), or one-hot.",
        )
