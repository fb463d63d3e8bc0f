"""A plane through the space of a network's inputs, on which data of any width can be seen: two of the inputs with the
others held, or the two main components.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import Array
from core.network import Network
from core.probe.components import main_components
from core.probe.extent import Extent
from core.probe.grid import grid_columns
from core.probe.samples import spread

MOST_NUMBERS = 2_000_000
"""How many numbers are held at a time where there could be any number of them."""
MOST_HELD = 4_000_000
"""So many numbers are held at a time to find components."""
MOST_PRODUCTS = 4_000_000_000
"""Where all rows would need more products than this (a second or so), the main components are those of fewer rows."""


@dataclass(frozen=True, eq=False)
class Plane:
    """The places origin + a across + b up, for all coordinates (a, b).

    origin      (numbers,), in the data's own units
    across, up  (numbers,), of length 1 and at right angles: what one unit to the right and one unit up add,
                times factor
    names       what the two coordinates are called
    axes        which two of the numbers the coordinates are; None: they are none of them
    factor      (numbers,), what each number is multiplied by before lengths and angles are measured, so that grams do
                not outweigh metres; None: nothing
    """

    origin: Array
    across: Array
    up: Array
    names: tuple[str, str]
    axes: tuple[int, int] | None = None
    factor: Array | None = None

    @cached_property
    def _both(self) -> Array:
        return np.stack([self.across, self.up])

    def places(self, points: Array) -> Array:
        """The places at these coordinates: (2, points) -> (numbers, points), in float64."""
        found: Array = self._both.T @ points
        if self.factor is not None:
            found /= self.factor[:, np.newaxis]
        found += self.origin[:, np.newaxis]
        return found

    def points(self, places: Array) -> Array:
        """The coordinates of these places, or of their shadows on the plane: (samples, numbers) -> (samples, 2)."""
        if self.axes is not None:
            return np.asarray(places[:, list(self.axes)], np.float64)
        found = np.empty((len(places), 2))
        for rows in _slices(len(places), places.shape[1]):
            deviation = places[rows] - self.origin
            if self.factor is not None:
                deviation *= self.factor
            found[rows] = deviation @ self._both.T
        return found


def plane_of_inputs(first: int, second: int, others: Array, names: tuple[str, ...] = ()) -> Plane:
    """Input `first` to the right, `second` upwards, all others as they are in `others` (numbers,)."""
    origin = np.array(others, np.float64)
    origin[[first, second]] = 0.0
    units = np.zeros((2, origin.size))
    units[0, first] = units[1, second] = 1.0
    called = tuple(names[axis] if axis < len(names) else f"input {axis + 1}" for axis in (first, second))
    return Plane(origin, units[0], units[1], (called[0], called[1]), (first, second))


def plane_of_components(
    x: Array, is_wanted: Callable[[], bool] = lambda: True, factor: Array | None = None
) -> Plane | None:
    """The plane through the mean of x (samples, numbers) along its two main components, those of the largest variance.

    See `main_components`. Rows that are not finite do not count; of very many numbers some rows are taken,
    evenly spread.

    is_wanted  asked now and then; where nobody waits any more the answer is None
    factor     (numbers,), what each number is multiplied by before they are compared; None: nothing
    """
    numbers = x.shape[1]
    rows = spread(len(x), max(200, min(MOST_PRODUCTS // numbers**2, MOST_HELD // numbers)))
    chosen = np.asarray(x[rows], np.float64)
    chosen = chosen[np.isfinite(chosen).all(axis=1)]
    if not is_wanted():
        return None
    if len(chosen) == 0:
        chosen = np.zeros((1, numbers))
    found = main_components(chosen if factor is None else chosen * factor, is_wanted)
    if found is None:
        return None
    names = [
        f"component {place + 1} ({100.0 * share:.0f} % of the variance)" for place, share in enumerate(found.shares)
    ]
    mean = found.mean if factor is None else found.mean / factor
    return Plane(mean, found.axes[0], found.axes[1], (names[0], names[1]), factor=factor)


def plane_columns(plane: Plane, extent: Extent, size: int) -> Array:
    """The places in the middles of size * size pixels that fill a part of a plane: (numbers, size * size), float64.

    As in `core.probe.grid`: row by row from the top.
    """
    return plane.places(grid_columns((extent.left, extent.bottom), (extent.right, extent.top), size, "float64"))


def fine_boundary(
    network: Network,
    theta: Array,
    plane: Plane,
    extent: Extent,
    size: int,
    expand: Callable[[Array], Array] = lambda places: places,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Array | None:
    """The outputs over a part of a plane, (outputs, size, size), row 0 on top, strip by strip.

    expand     what the network is given of places: (numbers, n) -> (inputs, n)
    is_wanted  asked after each strip; where nobody waits any more the answer is None
    """
    points = grid_columns((extent.left, extent.bottom), (extent.right, extent.top), size, "float64")
    found = np.empty((network.outputs, size * size), network.dtype)
    widest = max(plane.origin.size, *network.widths)
    for part in _slices(size * size, widest):
        found[:, part] = network.activations(theta, expand(plane.places(points[:, part])))[-1]
        if not is_wanted():
            return None
    return found.reshape(network.outputs, size, size)


def _slices(count: int, width: int) -> list[slice]:
    """`count` rows of `width` numbers each, cut so that no piece holds too many numbers."""
    step = max(1, MOST_NUMBERS // max(1, width))
    return [slice(start, start + step) for start in range(0, count, step)]
