"""The part of a plane that a picture shows: from the data, enlarged around a place, or moved along."""

import math
from dataclasses import dataclass

import numpy as np

from core.arrays import Array

MARGIN = 0.08
"""How much room is left around the data, as a share of what they reach over."""
MOST_ZOOM_OUT, MOST_ZOOM_IN = 1e3, 1e5
"""How much more, and how much less, than the data's own extent can be shown."""


@dataclass(frozen=True)
class Extent:
    """A rectangle in the data's own units."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def centre(self) -> tuple[float, float]:
        """The place in its middle."""
        return (self.left + self.right) / 2.0, (self.bottom + self.top) / 2.0

    def zoomed(self, factor: float, at: tuple[float, float], home: "Extent") -> "Extent":
        """Smaller (factor above 1) or larger around a place that stays where it is.

        home  what may be left by so much only; beyond that nothing changes
        """
        factor = min(max(factor, self.width / (home.width * MOST_ZOOM_OUT)), MOST_ZOOM_IN * self.width / home.width)
        x, y = at
        zoomed = Extent(
            x - (x - self.left) / factor,
            x + (self.right - x) / factor,
            y - (y - self.bottom) / factor,
            y + (self.top - y) / factor,
        )
        return zoomed if zoomed.is_readable else self

    def moved(self, dx: float, dy: float) -> "Extent":
        """The same size, so much further to the right and up."""
        moved = Extent(self.left + dx, self.right + dx, self.bottom + dy, self.top + dy)
        return moved if moved.is_readable else self

    @property
    def is_readable(self) -> bool:
        """Whether float64 tells its pixels apart."""
        return all(
            math.isfinite(low) and math.isfinite(high) and high - low > 1e-11 * max(abs(low), abs(high))
            for low, high in ((self.left, self.right), (self.bottom, self.top))
        )


def extent_of(points: Array, is_even: bool = False) -> Extent:
    """Where these points lie, with some room around them.    points (n, 2)

    is_even  both axes have one unit, and so reach over the same

    A coordinate that is the same everywhere gets as much room as its size; points that are not finite do not count.
    """
    finite = points[np.isfinite(points).all(axis=1)]
    if len(finite) == 0:
        return Extent(-1.0, 1.0, -1.0, 1.0)
    ends = [_roomy(float(low), float(high)) for low, high in zip(finite.min(axis=0), finite.max(axis=0), strict=True)]
    if is_even:
        half = max(high - low for low, high in ends) / 2.0
        ends = [((low + high) / 2.0 - half, (low + high) / 2.0 + half) for low, high in ends]
    return Extent(*ends[0], *ends[1])


def _roomy(low: float, high: float) -> tuple[float, float]:
    reach = high / 2.0 - low / 2.0
    size = max(abs(low), abs(high))
    if reach <= 1e-9 * size:
        reach = size if size > 0.0 else 1.0
        return low - reach, high + reach
    return low - 2.0 * MARGIN * reach, high + 2.0 * MARGIN * reach
