"""Many points as one picture: how many of each group lie in each of its cells."""

import numpy as np

from core.arrays import Array, Indices
from core.probe.extent import Extent


def density(points: Array, groups: Indices, count: int, extent: Extent, columns: int, rows: int) -> Indices:
    """How many points of each group lie in each cell of a grid over an extent: (count, rows, columns), row 0 on top.

    points  (n, 2); those outside and those that are not finite do not count
    groups  (n,), 0 to count - 1
    """
    with np.errstate(invalid="ignore", over="ignore"):
        across = np.floor((points[:, 0] - extent.left) / extent.width * columns)
        down = np.floor((extent.top - points[:, 1]) / extent.height * rows)
        is_in = (across >= 0) & (across < columns) & (down >= 0) & (down < rows)
    across, down = across[is_in].astype(np.intp), down[is_in].astype(np.intp)
    flat = (groups[is_in] * rows + down) * columns + across
    return np.bincount(flat, minlength=count * rows * columns).reshape(count, rows, columns)
