"""Where everything on the canvas stands: a pure function of the network and the size.

Columns run from left to right, inputs first; in each the nodes are centred on one middle line. A column with more nodes
than fit folds: the first and the last ones stay, a gap in between stands for the rest.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from core.arrays import Array, Indices
from core.network import Network

LARGEST_NODE_PX = 52.0
SMALLEST_NODE_PX = 10.0
SMALLEST_COLUMN_PX = 56.0
HEADER_GAP_PX = 8.0
FOLDED_PITCH_PX = 19.0
INPUTS = -1
"""The layer index of the inputs' column."""


@dataclass(frozen=True)
class Margins:
    """Room around the nodes.

    left, right  from the canvas' edges to the centre of the first and of the last column
    top          above the highest header
    bottom       below the lowest node
    header       height of a header
    """

    left: float = 100.0
    right: float = 80.0
    top: float = 16.0
    bottom: float = 48.0
    header: float = 46.0


@dataclass(frozen=True, eq=False)
class Column:
    """One layer's place.

    layer  its index, INPUTS for the inputs
    x      the centre line
    node   the side or diameter of a node
    units  how many there are
    shown  the units that are drawn, from top to bottom
    y      their centres
    gap    where "... n more" stands, as (top, bottom); None where all units are drawn
    """

    layer: int
    x: float
    node: float
    units: int
    shown: Indices
    y: Array
    gap: tuple[float, float] | None

    @property
    def top(self) -> float:
        """The upper edge of the column's top node."""
        return float(self.y[0]) - self.node / 2

    @property
    def bottom(self) -> float:
        """The lower edge of the column's bottom node."""
        return float(self.y[-1]) + self.node / 2

    @property
    def pitch(self) -> float:
        """From one node's centre to the next one's."""
        return float(self.y[1] - self.y[0]) if self.y.size > 1 else self.node * 2.5


@dataclass(frozen=True, eq=False)
class Geometry:
    """Where the columns of a network stand on a canvas of this size.

    is_round    nodes are circles, else squares
    names_from  where the names left of the inputs may begin
    """

    network: Network
    width: float
    height: float
    is_round: bool
    columns: tuple[Column, ...]
    names_from: float = 4.0

    def column(self, layer: int) -> Column:
        """The column of layer `layer`; INPUTS for the inputs."""
        return self.columns[layer + 1]

    def share_at(self, x: float, y: float) -> tuple[float, float]:
        """A place in parts of the way between the outermost columns, and of the height."""
        return (x - self.columns[0].x) / (self.columns[-1].x - self.columns[0].x), y / self.height

    def at_share(self, across: float, down: float) -> tuple[float, float]:
        """The place of a share."""
        return self.columns[0].x + across * (self.columns[-1].x - self.columns[0].x), down * self.height

    @cached_property
    def pitch(self) -> float:
        """From one column to the next."""
        return self.columns[1].x - self.columns[0].x

    @cached_property
    def connections(self) -> int:
        """How many connections the network has, drawn or not."""
        widths = self.network.widths
        return sum(a * b for a, b in pairwise(widths))

    @property
    def is_folded(self) -> bool:
        """Whether some units are not drawn."""
        return any(column.gap is not None for column in self.columns)

    def rectangle(self, layer: int, unit: int) -> tuple[float, float, float, float]:
        """(x, y, width, height) of a node; where it is folded away, of the gap that stands for it."""
        column = self.column(layer)
        places = np.flatnonzero(column.shown == unit)
        half = column.node / 2
        if places.size:
            return column.x - half, float(column.y[places[0]]) - half, column.node, column.node
        top, bottom = column.gap if column.gap is not None else (column.top, column.bottom)
        return column.x - half, top, column.node, bottom - top

    def gap_centre(self, before: int) -> tuple[float, float]:
        """The middle between the columns on both sides of the place before layer `before`."""
        left, right = self.column(before - 1), self.column(before)
        return (left.x + right.x) / 2, (self.middle(left) + self.middle(right)) / 2

    @staticmethod
    def middle(column: Column) -> float:
        """The height of the column's centre."""
        return (column.top + column.bottom) / 2

    def edge_ends(self, layer: int) -> tuple[Array, Array]:
        """Where the connections into layer `layer` leave and arrive: two arrays (inputs shown, units shown, 2).

        They spread along the edges of their nodes, in the order of the nodes at their other ends, so that strong ones
        do not melt into one stem.
        """
        left, right = self.column(layer - 1), self.column(layer)
        shape = (left.shown.size, right.shown.size)
        leave, arrive = np.empty((*shape, 2)), np.empty((*shape, 2))
        offset_out, offset_in = self._spread(left, shape[1]), self._spread(right, shape[0])
        leave[..., 0] = left.x + self._half_width(left, offset_out)[np.newaxis, :]
        leave[..., 1] = left.y[:, np.newaxis] + offset_out[np.newaxis, :]
        arrive[..., 0] = right.x - self._half_width(right, offset_in)[:, np.newaxis]
        arrive[..., 1] = right.y[np.newaxis, :] + offset_in[:, np.newaxis]
        return leave, arrive

    def _spread(self, column: Column, count: int) -> Array:
        """Offsets from a node's centre for this many connections."""
        if count == 1:
            return np.zeros(1)
        reach = min(column.node * 0.6, column.node * 0.16 * (count - 1))
        return np.linspace(-reach / 2, reach / 2, count)

    def _half_width(self, column: Column, offset: Array) -> Array:
        """From the centre line to the node's outline, at these heights."""
        radius = column.node / 2
        return np.sqrt(radius**2 - offset**2) if self.is_round else np.full_like(offset, radius)


def arrange(
    network: Network,
    width: float,
    height: float,
    margins: Margins | None = None,
    is_round: bool = False,
    zoom: float = 1.0,
) -> Geometry:
    """The geometry of a network on a canvas; zoom > 1 makes it larger than the canvas."""
    margins = Margins() if margins is None else margins
    full_width, full_height = width * zoom, height * zoom
    widths = network.widths
    # Very deep networks are wider than the canvas rather than too narrow to read; one pans along them.
    room = full_width - margins.left - margins.right
    pitch = max(room / len(network.dense), SMALLEST_COLUMN_PX)
    left = margins.left
    if len(network.dense) == 1 and pitch > 420.0 * zoom:
        left, pitch = left + (pitch - 420.0 * zoom) / 2, 420.0 * zoom
    top = margins.top + margins.header + HEADER_GAP_PX
    available = max(full_height - top - margins.bottom, 40.0)
    nodes = [_node(units, available, pitch, zoom) for units in widths]
    # Nodes differ in size only a little: a column of few does not tower over a column of many.
    nodes = [min(node, 1.3 * min(nodes)) if min(nodes) > SMALLEST_NODE_PX * 1.6 else node for node in nodes]
    largest = min(max(nodes), 2.0 * min(nodes))
    columns = tuple(
        _column(index - 1, units, left + index * pitch, min(node, largest), top, available)
        for index, (units, node) in enumerate(zip(widths, nodes, strict=True))
    )
    reach = left + pitch * len(network.dense) + margins.right
    return Geometry(network, max(full_width, reach), full_height, is_round, columns)


def _node(units: int, available: float, pitch: float, zoom: float) -> float:
    """How large the nodes of a column can be."""
    if available / units < SMALLEST_NODE_PX * 1.25:
        return FOLDED_PITCH_PX * 0.72
    return float(min(LARGEST_NODE_PX * zoom, 0.5 * pitch, max(available / units * 0.74, SMALLEST_NODE_PX)))


def _column(layer: int, units: int, x: float, node: float, top: float, available: float) -> Column:
    """A column centred on the middle line."""
    if available / units >= SMALLEST_NODE_PX * 1.25:
        # Few nodes do not fly apart: their distance is bounded, and the smaller, the more there are.
        pitch = min(available / units, max(2.5 * node, 0.22 * available))
        shown = np.arange(units)
        steps = np.arange(units, dtype=np.float64)
        gap = None
    else:
        pitch = FOLDED_PITCH_PX
        places = max(int(available / pitch), 6)
        first = (places - 2) // 2
        last = places - 2 - first
        shown = np.concatenate([np.arange(first), np.arange(units - last, units)])
        steps = np.concatenate([np.arange(first), np.arange(first + 2, places)]).astype(np.float64)
        gap = (float(first), float(first + 1))
    span = pitch * steps[-1]
    start = top + (available - span) / 2
    bounds = None if gap is None else (start + pitch * gap[0] - node / 2, start + pitch * gap[1] + node / 2)
    return Column(layer, x, node, units, shown, start + pitch * steps, bounds)
