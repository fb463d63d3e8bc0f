"""A long curve with as many points as a picture has use for, and all its peaks."""

import numpy as np

from core.arrays import Array


def envelope(x: Array, y: Array, stretches: int = 150) -> tuple[Array, Array]:
    """The curve with at most some 3 points per stretch: the first, lowest and highest of each, so that peaks stay.

    A wide dashed line is dear, and a plot has no more columns of pixels than these. NaN stay NaN.
    """
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
