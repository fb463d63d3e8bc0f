"""Where in a map of classes each region is widest: there its name can stand."""

import numpy as np

from core.arrays import Indices

LEAST = 2
"""A region that is no wider than twice this many places, to each side of its middle, has no room for a name."""


def middles_of_regions(chosen: Indices, classes: int) -> dict[int, tuple[float, float]]:
    """For each class with room for its name: the middle of its widest place, across and down, as parts of the map.

    chosen  (rows, columns) the class at each place, below 0 where there is none
    """
    inside = chosen[np.newaxis] == np.arange(classes)[:, np.newaxis, np.newaxis]
    found: dict[int, tuple[float, float]] = {}
    depth = 0
    while inside.any():
        if depth >= LEAST:
            for index in np.flatnonzero(inside.any(axis=(1, 2))).tolist():
                found[index] = _middle(inside[index])
        # What is at the rim of its region goes; beyond the map there is no region.
        ringed = np.pad(inside, ((0, 0), (1, 1), (1, 1)))
        inside = inside & ringed[:, :-2, 1:-1] & ringed[:, 2:, 1:-1] & ringed[:, 1:-1, :-2] & ringed[:, 1:-1, 2:]
        depth += 1
    return found


def _middle(inside: Indices) -> tuple[float, float]:
    """The place inside that is nearest to the middle of all of them."""
    down, across = np.nonzero(inside)
    nearest = int(np.argmin((down - down.mean()) ** 2 + (across - across.mean()) ** 2))
    rows, columns = inside.shape
    return (float(across[nearest]) + 0.5) / columns, (float(down[nearest]) + 0.5) / rows
