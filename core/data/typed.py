"""A target that somebody typed, as the data would hold it."""

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.errors import UserError
from core.numerals import read_number


def target_of_class(index: int, outputs: int) -> Array:
    """Class `index` as data hold it: 0 or 1 in one column, or one-hot over several."""
    return np.array([float(index)]) if outputs == 1 else np.eye(outputs)[index]


def read_target(text: str, dataset: Dataset | None, outputs: int, unit: int, before: Array | None) -> Array:
    """What was typed at output `unit` as a whole target (outputs,).

    A class is its name, or 1 at its own output; of two in one column it is its name, 0 or 1. A number stands at its own
    output, beside what was there `before` (None: zeros); it is typed in the target's own unit.

    Raises UserError for what is none of these.
    """
    typed = text.strip()
    if dataset is None or dataset.task in (None, "regression"):
        target = np.zeros(outputs) if before is None or before.size != outputs else before.astype(np.float64)
        number = np.array(read_number(typed))
        target[unit] = number if dataset is None else dataset.scaled(number)
        return target
    names = dataset.classes
    for index, name in enumerate(names):
        if typed.casefold() == name.casefold():
            return target_of_class(index, outputs)
    if outputs == 1 and typed in ("0", "1"):
        return target_of_class(int(typed), outputs)
    hint = f"Type 0 or 1, or {' or '.join(names)}." if outputs == 1 else f"Type one of {', '.join(names)}."
    raise UserError(f"“{typed[:20]}” is no class of these data.", hint)
