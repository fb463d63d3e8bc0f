"""A long curve with as many points as a picture has use for, and all its peaks."""

import numpy as np

from core.arrays import Array

STRETCHES, DASHED_STRETCHES = 150, 50
"""In how many stretches a plot's width is looked at. A wide dashed line is dear, and each dash hides the finest."""


def envelope(x: Array, y: Array, is_dashed: bool = False) -> tuple[Array, Array]:
    """The curve with at most some 3 points per stretch: the first, lowest and highest of each, so that peaks stay.

    A plot has no more columns of pixels than these. NaN stay NaN.
    """
    stretches = DASHED_STRETCHES if is_dashed else STRETCHES
    each = len(x) // stretches
    if each <= 3:
        return x, y
    starts = np.arange(0, len(x), each)
    filled = np.where(np.isnan(y), np.inf, y)
    blocks = np.pad(filled, (0, -len(x) % each), constant_values=np.inf).reshape(-1, each)
    lowest = starts + np.argmin(blocks, axis=1)
    highest = starts + np.argmax(np.where(np.isinf(blocks), -np.inf, blocks), axis=1)
    kept = np.unique(np.concatenate([starts, lowest, highest, [len(x) - 1]]))
    return x[kept], y[kept]
