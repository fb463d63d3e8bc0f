"""Where everything on the canvas stands: a pure function of the network and the size.

Columns run from left to right, inputs first; in each the nodes are centred on one middle line. A column with more nodes
than fit folds: the first and the last ones stay, a gap in between stands for the rest. Where somebody looks at a neuron
in between, the ones around it stand in a window, with a gap above and one below. Zooming magnifies all of this alike:
what is folded stays folded, and what is under the pointer stays there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np

from core.arrays import Array, Indices
from core.network import Network

LARGEST_NODE_PX = 52.0
SMALLEST_NODE_PX = 10.0
SMALLEST_COLUMN_PX = 56.0
HEADER_GAP_PX = 8.0
FOLDED_PITCH_PX = 19.0
FEWEST_PLACES = 8
"""A folded column has room for at least so many nodes, gaps included."""
GAP_PLACES = 2
"""A gap is as high as so many nodes."""
MOST_ENDS = 3
"""So many of the first and the last nodes stay where a window is open between them."""
LEAST_ZOOM = 0.2
INPUTS = -1
"""The layer index of the inputs' column."""


Height = TypeVar("Height", float, Array)


@dataclass(frozen=True)
class Margins:
    """Room around the nodes.

    left, right  from the canvas' edges to the centre of the first and of the last column
    top          above the highest header
    bottom       below the lowest node: its bias is written there, above what stands along the lower edge
    header       height of a header
    """

    left: float = 100.0
    right: float = 80.0
    top: float = 16.0
    bottom: float = 53.0
    header: float = 46.0

    @property
    def above(self) -> float:
        """From the upper edge to where nodes may stand."""
        return self.top + self.header + HEADER_GAP_PX


@dataclass(frozen=True)
class Gap:
    """Where "... n more" stands in a folded column: from `top` to `bottom`, for the units `first` up to `stop`."""

    top: float
    bottom: float
    first: int
    stop: int

    @property
    def count(self) -> int:
        """How many units it stands for."""
        return self.stop - self.first

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, eq=False)
class Column:
    """One layer's place.

    layer  its index, INPUTS for the inputs
    x      the centre line
    node   the side or diameter of a node
    units  how many there are
    shown  the units that are drawn, from top to bottom
    y      their centres
    gaps   what stands for the units that are not, from top to bottom; none where all units are drawn
    window the units in the window as (first, stop), where it is open
    """

    layer: int
    x: float
    node: float
    units: int
    shown: Indices
    y: Array
    gaps: tuple[Gap, ...] = ()
    window: tuple[int, int] | None = None

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

    @property
    def is_folded(self) -> bool:
        """Whether some units are not drawn."""
        return bool(self.gaps)

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """(x, y, width, height) of all its nodes."""
        return self.x - self.node / 2, self.top, self.node, self.bottom - self.top

    def place_of(self, unit: int) -> int | None:
        """Where in `shown` a unit is; None: nowhere."""
        place = int(np.searchsorted(self.shown, unit))
        return place if place < self.shown.size and self.shown[place] == unit else None

    def gap_at(self, y: float) -> Gap | None:
        """The gap at this height."""
        return next((gap for gap in self.gaps if gap.top <= y <= gap.bottom), None)


@dataclass(frozen=True, eq=False)
class Geometry:
    """Where the columns of a network stand on a canvas of this size.

    is_round    nodes are circles, else squares
    room        from where to where nodes may stand, from top to bottom
    beside      the room left of the first and right of the last column together, at the least
    zoom        how much larger it is than what fits the canvas
    names_from  where the names left of the inputs may begin
    """

    network: Network
    width: float
    height: float
    is_round: bool
    columns: tuple[Column, ...]
    room: tuple[float, float]
    beside: float
    zoom: float = 1.0
    names_from: float = 4.0

    def column(self, layer: int) -> Column:
        """The column of layer `layer`; INPUTS for the inputs."""
        return self.columns[layer + 1]

    def share_at(self, x: float, y: float) -> tuple[float, float]:
        """A place in parts of the way between the outermost columns, and of the room from top to bottom."""
        top, bottom = self.room
        return (x - self.columns[0].x) / (self.columns[-1].x - self.columns[0].x), (y - top) / (bottom - top)

    def at_share(self, across: float, down: float) -> tuple[float, float]:
        """The place of a share."""
        top, bottom = self.room
        return self.columns[0].x + across * (self.columns[-1].x - self.columns[0].x), top + down * (bottom - top)

    def fitting_zoom(self, width: float) -> float:
        """The zoom at which all columns are on a canvas of this width; not more than 1."""
        across = (self.columns[-1].x - self.columns[0].x) / self.zoom
        return max(LEAST_ZOOM, min((width - self.beside) / across, 1.0))

    def zoomed(self, zoom: float, width: float) -> "Geometry":
        """All of this geometry, which is not zoomed, magnified but for the room around the nodes.

        width  of the canvas; what is smaller than that stands in its middle
        """
        (top, bottom), left = self.room, self.columns[0].x
        across = self.columns[-1].x - left
        # Beside the outermost nodes there is as much room as before, however large they are.
        grown = [max(zoom - 1.0, 0.0) * column.node / 2 for column in (self.columns[0], self.columns[-1])]
        reach = self.width - across + zoom * across + sum(grown)
        new_left = left + (max(width - reach, 0.0) / 2 if zoom < 1.0 else grown[0])
        new_top = top + max((1.0 - zoom) * (bottom - top), 0.0) / 2

        def down(y: Height) -> Height:
            return new_top + zoom * (y - top)

        columns = tuple(
            replace(
                column,
                x=new_left + zoom * (column.x - left),
                y=down(column.y),
                node=zoom * column.node,
                gaps=tuple(replace(gap, top=down(gap.top), bottom=down(gap.bottom)) for gap in column.gaps),
            )
            for column in self.columns
        )
        height = self.height + max((zoom - 1.0) * (bottom - top), 0.0)
        room = (down(top), down(bottom))
        return replace(self, columns=columns, width=max(reach, width), height=height, room=room, zoom=zoom)

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
        return any(column.is_folded for column in self.columns)

    def rectangle(self, layer: int, unit: int) -> tuple[float, float, float, float]:
        """(x, y, width, height) of a node; where it is folded away, of the gap that stands for it."""
        column = self.column(layer)
        place = column.place_of(unit)
        half = column.node / 2
        if place is not None:
            return column.x - half, float(column.y[place]) - half, column.node, column.node
        gap = next((gap for gap in column.gaps if gap.first <= unit < gap.stop), None)
        top, bottom = (column.top, column.bottom) if gap is None else (gap.top, gap.bottom)
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
    windows: Mapping[int, int] | None = None,
) -> Geometry:
    """The geometry of a network on a canvas.

    zoom     makes it larger than the canvas, or smaller
    windows  layer: the unit around which its column, if it is folded, is open
    """
    margins = Margins() if margins is None else margins
    windows = {} if windows is None else windows
    widths = network.widths
    # Very deep networks are wider than the canvas rather than too narrow to read; one pans along them.
    pitch = max((width - margins.left - margins.right) / len(network.dense), SMALLEST_COLUMN_PX)
    left = margins.left
    if len(network.dense) == 1 and pitch > 420.0:
        left, pitch = left + (pitch - 420.0) / 2, 420.0
    available = max(height - margins.above - margins.bottom, FEWEST_PLACES * SMALLEST_NODE_PX * 1.25)
    nodes = [_node(units, available, pitch) for units in widths]
    # Nodes differ in size only a little: a column of few does not tower over a column of many.
    nodes = [min(node, 1.3 * min(nodes)) if min(nodes) > SMALLEST_NODE_PX * 1.6 else node for node in nodes]
    largest = min(max(nodes), 2.0 * min(nodes))
    columns: list[Column] = []
    for index, (units, node) in enumerate(zip(widths, nodes, strict=True)):
        layer, x = index - 1, left + index * pitch
        make = _folded_column if _is_folded(units, available) else _whole_column
        columns.append(make(layer, units, x, min(node, largest), margins.above, available, windows.get(layer)))
    reach = left + pitch * len(network.dense) + margins.right
    room = margins.above, margins.above + available
    geometry = Geometry(
        network, max(width, reach), height, is_round, tuple(columns), room, margins.left + margins.right
    )
    return geometry if zoom == 1.0 else geometry.zoomed(zoom, width)


def _is_folded(units: int, available: float) -> bool:
    return available / units < SMALLEST_NODE_PX * 1.25


def _node(units: int, available: float, pitch: float) -> float:
    """How large the nodes of a column can be."""
    if _is_folded(units, available):
        return FOLDED_PITCH_PX * 0.72
    return float(min(LARGEST_NODE_PX, 0.5 * pitch, max(available / units * 0.74, SMALLEST_NODE_PX)))


def _whole_column(
    layer: int, units: int, x: float, node: float, top: float, available: float, _centre: int | None
) -> Column:
    """A column of all its nodes, centred on the middle line."""
    # Few nodes do not fly apart: their distance is bounded, and the smaller, the more there are.
    pitch = min(available / units, max(2.5 * node, 0.22 * available))
    start = top + (available - pitch * (units - 1)) / 2
    return Column(layer, x, node, units, np.arange(units), start + pitch * np.arange(units))


def _folded_column(
    layer: int, units: int, x: float, node: float, top: float, available: float, centre: int | None
) -> Column:
    """A column of as many nodes as fit; `centre`: the unit around which it is open. It is as high open as folded."""
    places = max(int(available / FOLDED_PITCH_PX), FEWEST_PLACES)
    start = top + (available - FOLDED_PITCH_PX * (places - 1)) / 2
    first = (places - GAP_PLACES) // 2
    last = places - GAP_PLACES - first
    hidden = [(first, units - last)]
    window = None
    if centre is not None:
        ends = max(1, min((places - 6) // 4, MOST_ENDS))
        room = places - 2 * (ends + GAP_PLACES)
        window = (opened := _window(units, ends, room, centre)), opened + room
        hidden = [(ends, window[0]), (window[1], units - ends)]
        if hidden[0][1] - hidden[0][0] <= GAP_PLACES:  # the nodes themselves need no more room than a gap for them
            hidden = hidden[1:]
        elif hidden[1][1] - hidden[1][0] <= GAP_PLACES:
            hidden = hidden[:1]
    shown: list[Indices] = []
    steps: list[Indices] = []
    gaps: list[Gap] = []
    unit = step = 0
    for begin, stop in (*hidden, (units, units)):
        shown.append(np.arange(unit, begin))
        steps.append(np.arange(step, step + begin - unit))
        step += begin - unit
        if begin < units:
            ends_at = start + FOLDED_PITCH_PX * (step + GAP_PLACES - 1) + node / 2
            gaps.append(Gap(start + FOLDED_PITCH_PX * step - node / 2, ends_at, begin, stop))
            step += GAP_PLACES
        unit = stop
    y = start + FOLDED_PITCH_PX * np.concatenate(steps)
    return Column(layer, x, node, units, np.concatenate(shown), y, tuple(gaps), window)


def _window(units: int, ends: int, room: int, centre: int) -> int:
    """The first unit of a window for `room` units around a centre, between `ends` units above and below."""
    least, most = ends + GAP_PLACES, units - ends - GAP_PLACES - room
    return max(least, min(centre - room // 2, most))
