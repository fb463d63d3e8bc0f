"""A brush: where a stroke leaves points, which hangs on the way it takes and on a seed, never on time."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array


@dataclass(frozen=True)
class Brush:
    """Sizes are in the units of the ways it is drawn along, such as pixels.

    name     as tools call it
    radius   points lie this far from the way, at most; 0: on it
    spacing  how much way there is from one point to the next
    burst    how many points are left where the stroke begins
    """

    name: str
    radius: float
    spacing: float
    burst: int = 1


BRUSHES = {
    brush.name: brush
    for brush in (
        Brush("point", 0.0, 16.0),
        Brush("small", 11.0, 7.0),
        Brush("medium", 24.0, 4.0, 5),
        Brush("large", 48.0, 2.5, 12),
    )
}
"""By name, from one point to many; sizes in pixels."""


class Stroke:
    """One stroke of a brush, from press to release."""

    def __init__(self, brush: Brush, at: tuple[float, float], generator: np.random.Generator) -> None:
        self._brush, self._generator = brush, generator
        self._at = at
        self._travelled = 0.0
        """Since the last point."""

    def begin(self) -> Array:
        """The points (n, 2) that are left where it begins, the first of them exactly there."""
        points = self._around(np.tile(np.array(self._at), (self._brush.burst, 1)))
        points[0] = self._at
        return points

    def move_to(self, x: float, y: float) -> Array:
        """Go straight on to there: the points (n, 2) that are left on the way."""
        start, spacing = self._at, self._brush.spacing
        length = math.hypot(x - start[0], y - start[1])
        self._at = x, y
        if length == 0.0:
            return np.zeros((0, 2))
        count = int((self._travelled + length) // spacing)
        ways = (np.arange(1, count + 1) * spacing - self._travelled) / length
        self._travelled += length - count * spacing
        places: Array = np.array(start) + ways[:, np.newaxis] * np.array([x - start[0], y - start[1]])
        return self._around(places)

    def _around(self, places: Array) -> Array:
        """Evenly spread over a disc around each place."""
        if self._brush.radius == 0.0:
            return places
        along, turn = self._generator.uniform(0.0, 1.0, (len(places), 2)).T
        radius, angle = self._brush.radius * np.sqrt(along), 2.0 * np.pi * turn
        around: Array = places + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
        return around


def within_reach(
    points: Array, start: tuple[float, float], end: tuple[float, float], radius: float
) -> NDArray[np.bool_]:
    """Which points (n, 2) lie no further than `radius` from the straight way from start to end, (n,) of truths."""
    first, way = np.array(start), np.array(end) - np.array(start)
    squared = float(way @ way)
    along = np.clip((points - first) @ way / squared, 0.0, 1.0) if squared > 0.0 else np.zeros(len(points))
    away = points - first - along[:, np.newaxis] * way
    return np.asarray(np.hypot(*away.T) <= radius)
