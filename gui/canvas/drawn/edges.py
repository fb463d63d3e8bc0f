"""Draws all connections in one go: thickness and colour say the weight.

Weights fall into steps of width and colour, weak ones are drawn first and strong ones on top, with opaque colours
blended with the background beforehand, since transparent lines cost many times more. How much is drawn depends on how
many there are, and is the same while training as at rest, but for smoothness:

    up to 100    curved and smooth
    up to 300    straight and smooth
    up to 2,500  straight, smooth once at rest
    above        the strongest few hundred between two columns, over a faint band that stands for the rest
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from shiboken6 import wrapInstance

from core.arrays import Array, Indices
from core.layers import Connection
from gui.canvas.drawn.geometry import Geometry
from gui.canvas.drawn.marks import cut_pen, paint_badge, paint_gap
from gui.canvas.drawn.strength import FINE_SCALES, SCALES, STEPS, dotted, next_scale, pens_of
from gui.canvas.look import Look
from gui.session.things import Edge, Selection, Thing
from gui.theme import Theme, blend

MOST_CURVED = 100
MOST_SMOOTH = 300
MOST_DRAWN = 2_500
STRONGEST_PER_PAIR = 300
DIMMED = 0.14
"""How much is left of connections that step back."""
RIM_PX, RIM = 2.2, 0.6
"""How much wider, and how strong, the rim of a locked connection is."""
BAND_PX, BAND = 9.0, 0.2
"""How wide, and how strong, the halo of a dotted connection is."""
MARK_AT = 0.4
"""How far along a connection its lock or gap stands: half way, lines cross."""
SAMPLES = 17
"""Points per curve when looking for the one under the pointer."""
Truths = np.ndarray[tuple[int], np.dtype[np.bool_]]


class Edges:
    """The connections of one geometry, with the weights given last."""

    def __init__(self, geometry: Geometry, scale: float = 0.0) -> None:
        self._geometry = geometry
        self.shows_all = geometry.connections <= MOST_DRAWN and not geometry.is_folded
        self.is_curved = self.shows_all and geometry.connections <= MOST_CURVED
        self.is_always_smooth = self.shows_all and geometry.connections <= MOST_SMOOTH
        self.scale = scale
        self._look = Look()
        layers: list[Indices] = []
        inputs: list[Indices] = []
        units: list[Indices] = []
        ends: list[Array] = []
        for layer in range(len(geometry.network.dense)):
            left, right = geometry.column(layer - 1), geometry.column(layer)
            leave, arrive = geometry.edge_ends(layer)
            ends.append(np.concatenate([leave, arrive], axis=2).reshape(-1, 4))
            inputs.append(np.repeat(left.shown, right.shown.size))
            units.append(np.tile(right.shown, left.shown.size))
            layers.append(np.full(left.shown.size * right.shown.size, layer))
        self._lines = np.ascontiguousarray(np.concatenate(ends))
        self._layers, self._inputs, self._units = map(np.concatenate, (layers, inputs, units))
        self._starts = np.cumsum([0, *(layer.size for layer in layers)])
        self._is_locked = self._among([layer.locked for layer in geometry.network.dense])
        self._is_cut = self._among([layer.cut for layer in geometry.network.dense])
        self._grids = [
            np.ix_(geometry.column(layer - 1).shown, geometry.column(layer).shown)
            for layer in range(len(geometry.network.dense))
        ]
        self._paths = [_curve(*line) for line in self._lines] if self.is_curved else []
        self._views: list[dict[str, Array]] = []
        self._weights = np.zeros(self._lines.shape[0])
        self._drawn: Indices = np.arange(self._lines.shape[0])
        self._steps: Indices = np.zeros(self._lines.shape[0], np.intp)
        self._buffer = np.empty_like(self._lines)
        self._is_off = np.zeros(self._lines.shape[0], np.bool_)

    def _among(self, pairs: Sequence[tuple[Connection, ...]]) -> Truths:
        """Which of the lines are among these (input, unit) of each layer."""
        found = np.zeros(self._layers.size, np.bool_)
        for layer, some in enumerate(pairs):
            if some:
                start, stop = self._starts[layer : layer + 2]
                keys = self._inputs[start:stop] + self._geometry.network.widths[layer] * self._units[start:stop]
                inputs, units = np.array(some, np.intp).T
                is_connection = inputs >= 0
                found[start:stop] = np.isin(
                    keys, (inputs + self._geometry.network.widths[layer] * units)[is_connection]
                )
        return found

    @property
    def has_locked(self) -> bool:
        """Whether any of the lines is locked."""
        return bool(self._is_locked.any())

    @property
    def has_cut(self) -> bool:
        """Whether any of the connections is cut."""
        return bool(self._is_cut.any())

    @property
    def widest(self) -> float:
        """The width in pixels of a weight as strong as the scale."""
        node = min(column.node for column in self._geometry.columns)
        return float(np.clip(node * (0.16 if self.is_curved else 0.11), 2.2, 14.0))

    @property
    def faintest(self) -> float:
        """How much colour the weakest weight has; many lines need more difference than few."""
        return 0.38 if self.is_curved else 0.22

    @property
    def count(self) -> int:
        """How many connections are drawn."""
        return int(self._drawn.size)

    @property
    def drawn(self) -> Indices:
        """The lines that are drawn, the weakest first."""
        return self._drawn

    @property
    def drawn_set(self) -> bytes:
        """Which lines are drawn, whatever their order, to compare."""
        is_drawn = np.zeros(self._weights.size, np.bool_)
        is_drawn[self._drawn] = True
        return is_drawn.tobytes()

    @property
    def weights(self) -> Array:
        """One weight per line."""
        return self._weights

    @property
    def starts(self) -> Indices:
        """Where the lines into each layer begin, and where the last ones end."""
        return self._starts

    @property
    def threshold(self) -> float:
        """The |w| below which connections are hidden."""
        return self._look.weakest * self.scale

    def show_look(self, look: Look) -> None:
        """Draw in this way."""
        self._look = look
        self._choose_drawn()

    def of_lines(self, views: list[dict[str, Array]]) -> Array:
        """What these views hold for each line, in float64."""
        parts = [view["weights"][grid].ravel() for view, grid in zip(views, self._grids, strict=True)]
        found: Array = np.concatenate(parts).astype(np.float64)
        return found

    def set_weights(self, views: list[dict[str, Array]], goes_on: bool = False, is_fine: bool = False) -> None:
        """Show these weights, one entry "weights" (inputs, units) per layer.

        goes_on  whether they come from the same training as those shown last, a little later
        is_fine  whether they are no weights, and may be much smaller
        """
        self._views = views
        self._weights = self.of_lines(views)
        strength = np.nan_to_num(np.abs(self._weights), posinf=SCALES[-1])
        scales = FINE_SCALES if is_fine else SCALES
        self.scale = next_scale(float(strength.max(initial=0.0)), self.scale if goes_on else 0.0, scales)
        step = np.ceil(np.minimum(strength / self.scale, 1.0) * STEPS).astype(np.intp)
        self._steps = np.where(self._weights < 0.0, -step, step)
        self._choose_drawn()

    def _choose_drawn(self) -> None:
        """The lines that are drawn, the weakest first: all, or the strongest; none that is hidden."""
        strength = np.nan_to_num(np.abs(self._weights), posinf=SCALES[-1])
        if self.shows_all:
            chosen = np.arange(strength.size)
        else:
            chosen = np.concatenate(
                [
                    start + _strongest(strength[start:stop])
                    for start, stop in zip(self._starts, self._starts[1:], strict=False)
                ]
            )
        if self._look.weakest > 0.0:
            chosen = chosen[strength[chosen] >= self.threshold]
        self._drawn = chosen[np.argsort(np.abs(self._steps[chosen]), kind="stable")]

    def set_off(self, off: Selection) -> None:
        """Dot these connections, and those of these neurons."""
        self._is_off[...] = False
        for thing in off:
            edge = thing if isinstance(thing, Edge) else None
            self._is_off |= self._touching(edge, (thing.layer, thing.unit))

    def weight(self, edge: Edge) -> float | None:
        """The weight of a connection, drawn or not; None before there are any."""
        return float(self._views[edge.layer]["weights"][edge.input, edge.unit]) if self._views else None

    def shows_all_of(self, layer: int) -> bool:
        """Whether each connection between the drawn neurons of this layer and those before it is drawn."""
        return self.shows_all or int(self._starts[layer + 1] - self._starts[layer]) <= STRONGEST_PER_PAIR

    def point(self, edge: Edge, at: Callable[[float, float], Thing | None] | None = None) -> tuple[float, float] | None:
        """A point on a connection, half way or where nothing lies over it; None where it is folded away.

        at  what is at a place; None: other connections alone are in the way
        """
        at = self.at if at is None else at
        place = self._place(edge)
        if place is None:
            return None
        places = (self.along(t, np.array([place])) for t in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9))
        points = [(float(x[0]), float(y[0])) for x, y in places]
        return next((point for point in points if at(*point) == edge), points[0])

    def along(self, t: float, places: Indices | slice) -> tuple[Array, Array]:
        """Points on these lines, (x, y), for t from 0 where they leave to 1 where they arrive."""
        x1, y1, x2, y2 = self._lines[places].T
        across = 1.5 * (1 - t) * t + t**3 if self.is_curved else t
        down = 3.0 * (1 - t) * t**2 + t**3 if self.is_curved else t
        return x1 + across * (x2 - x1), y1 + down * (y2 - y1)

    def edge(self, place: int) -> Edge:
        """Which connection a line is."""
        return Edge(int(self._layers[place]), int(self._inputs[place]), int(self._units[place]))

    def _place(self, edge: Edge) -> int | None:
        places = np.flatnonzero(
            (self._layers == edge.layer) & (self._inputs == edge.input) & (self._units == edge.unit)
        )
        return int(places[0]) if places.size else None

    def at(self, x: float, y: float) -> Edge | None:
        """The connection under the pointer: the nearest one that is drawn there."""
        lines = self._lines[self._drawn]
        within = np.flatnonzero((lines[:, 0] <= x) & (x <= lines[:, 2]))
        if not within.size:
            return None
        x1, y1, x2, y2 = lines[within].T
        along = (x - x1) / (x2 - x1)
        if self.is_curved:
            # x(t) of the curve is monotonic, so the t that belongs to x is found by looking it up.
            t = np.linspace(0.0, 1.0, 4 * SAMPLES)
            along = np.interp(along, 1.5 * (1 - t) ** 2 * t + 1.5 * (1 - t) * t**2 + t**3, t)
            slope = 6.0 * along * (1.0 - along) * (y2 - y1) / (x2 - x1)
            along = 3.0 * (1.0 - along) * along**2 + along**3
        else:
            slope = (y2 - y1) / (x2 - x1)
        distance = np.abs(y1 + along * (y2 - y1) - y) / np.hypot(1.0, slope)
        width = 1.0 + np.abs(self._steps[self._drawn[within]]) / STEPS * self.widest
        distance = np.maximum(distance - width / 2, 0.0)
        best = distance.size - 1 - int(np.argmin(distance[::-1]))
        if distance[best] > 4.0:
            return None
        return self.edge(int(self._drawn[within[best]]))

    def inside(self, frame: QRectF) -> Selection:
        """The connections drawn that this frame holds from end to end."""
        lines = self._lines[self._drawn]
        across, down = lines[:, ::2], lines[:, 1::2]
        is_inside = (across >= frame.left()) & (across <= frame.right())
        is_inside &= (down >= frame.top()) & (down <= frame.bottom())
        places = self._drawn[is_inside.all(axis=1)]
        ends = (self._layers[places], self._inputs[places], self._units[places])
        return frozenset(Edge(*end) for end in zip(*(part.tolist() for part in ends), strict=True))

    def paint_selected(self, painter: QPainter, theme: Theme, edges: Iterable[Edge]) -> None:
        """Paint these connections again over all others, with a halo: what is cut or off stays dotted in it."""
        places = [place for place in map(self._place, edges) if place is not None]
        if not places:
            return
        chosen = np.array(places)
        is_off = self._is_off[chosen]
        is_dotted = is_off | self._is_cut[chosen]
        pens = pens_of(theme, self.widest, self.faintest, 1.0)
        for colour, more in ((QColor(theme.ink), 5.0), (QColor(theme.canvas), 2.4)):
            halo = tuple(QPen(colour, pen.widthF() + more) for pen in pens)
            self._paint_some(painter, chosen[~is_dotted], halo)
        # Two lines in ink along a dotted one would be all that is seen of it.
        band = QPen(blend(theme.ink, theme.canvas, BAND), BAND_PX)
        self._paint_some(painter, chosen[is_dotted], (band,) * len(pens))
        self._paint_some(painter, chosen[is_off], (dotted(theme),) * len(pens))
        self._paint_all(painter, theme, chosen[~is_off], 1.0)

    def paint(
        self,
        painter: QPainter,
        theme: Theme,
        is_smooth: bool,
        edge: Edge | None = None,
        node: tuple[int, int] | None = None,
    ) -> None:
        """Paint all connections.

        edge, node  what the pointer is on: this connection, or those of this (layer, unit), come forward, hidden ones
                    as well, and the others step back
        """
        if not self.shows_all:
            self._paint_bands(painter, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth or self.is_always_smooth)
        is_off = self._is_off[self._drawn]
        drawn = self._drawn[~is_off]
        self._paint_some(painter, self._drawn[is_off], (dotted(theme),) * (2 * STEPS + 1))
        if edge is None and node is None:
            self._paint_all(painter, theme, drawn, 1.0)
        else:
            lit = self.lit(edge, node)
            self._paint_all(painter, theme, drawn[~np.isin(drawn, lit)], DIMMED)
            self._paint_all(painter, theme, lit, 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def lit(self, edge: Edge | None, node: tuple[int, int] | None) -> Indices:
        """The lines that come forward for a connection or a (layer, unit), the weakest first."""
        places = np.flatnonzero(self._touching(edge, node))
        return places[np.argsort(np.abs(self._steps[places]), kind="stable")]

    def _paint_all(self, painter: QPainter, theme: Theme, places: Indices, strength: float) -> None:
        """Paint these connections, what is cut below and what is locked above the others, with their marks."""
        pens = pens_of(theme, self.widest, self.faintest, strength, self._look.is_dashed)
        is_locked, is_cut = self._is_locked[places], self._is_cut[places]
        locked, cut = places[is_locked], places[is_cut]
        if cut.size:
            self._paint_some(painter, cut, (cut_pen(theme, strength),) * len(pens))
        self._paint_some(painter, places[~is_locked & ~is_cut], pens)
        if locked.size:  # a rim in ink, so that the line stays as thick as its weight says
            rim = blend(theme.ink, theme.canvas, RIM * strength)
            self._paint_some(painter, locked, tuple(QPen(rim, pen.widthF() + RIM_PX) for pen in pens))
            self._paint_some(painter, locked, pens)
        if self.is_curved:
            for place in cut.tolist():
                paint_gap(painter, theme, *self._middle(place), strength)
            for place in locked.tolist():
                paint_badge(painter, theme, self._middle(place)[0], strength)

    def marks_at(self, places: Indices) -> list[QPointF]:
        """Where the marks of locked and cut ones among these lines stand."""
        if not self.is_curved:
            return []
        return [self._middle(place)[0] for place in places[(self._is_locked | self._is_cut)[places]].tolist()]

    def _middle(self, place: int) -> tuple[QPointF, float]:
        """Where a line's mark stands, short of the middle, in which lines cross; and the line's slope there."""
        path = self._paths[place]
        return path.pointAtPercent(MARK_AT), path.slopeAtPercent(MARK_AT)

    def _touching(self, edge: Edge | None, node: tuple[int, int] | None) -> Truths:
        if edge is not None:
            into = (self._layers == edge.layer) & (self._units == edge.unit)
            return np.asarray(into & (self._inputs == edge.input))
        layer, unit = node if node is not None else (0, 0)
        into = (self._layers == layer) & (self._units == unit)
        out = (self._layers == layer + 1) & (self._inputs == unit)
        return np.asarray(into | out)

    def _paint_some(self, painter: QPainter, places: Indices, pens: tuple[QPen, ...]) -> None:
        """Paint these connections in this order."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.is_curved:
            for place, step in zip(places.tolist(), self._steps[places].tolist(), strict=True):
                painter.setPen(pens[step + STEPS])
                painter.drawPath(self._paths[place])
            return
        # Lines of one step of width and colour lie side by side in the buffer, which Qt reads without a copy.
        steps = self._steps[places]
        key = 2 * np.abs(steps) + (steps > 0)
        order = np.argsort(key, kind="stable")
        lines = self._buffer[: places.size]
        np.take(self._lines, places[order], axis=0, out=lines)
        key, steps = key[order], steps[order]
        bounds = [0, *(np.flatnonzero(np.diff(key)) + 1).tolist(), places.size]
        for start, stop in pairwise(bounds):
            if stop > start:
                painter.setPen(pens[int(steps[start]) + STEPS])
                first = cast(QLineF, wrapInstance(lines.ctypes.data + 32 * start, QLineF))
                painter.drawLines(first, stop - start)

    def _paint_bands(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(theme.muted, theme.canvas, 0.09))
        for left, right in zip(self._geometry.columns, self._geometry.columns[1:], strict=False):
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(left.x, left.top),
                        QPointF(right.x, right.top),
                        QPointF(right.x, right.bottom),
                        QPointF(left.x, left.bottom),
                    ]
                )
            )


def _curve(x1: float, y1: float, x2: float, y2: float) -> QPainterPath:
    """Level where it leaves and where it arrives."""
    path = QPainterPath(QPointF(x1, y1))
    middle = (x1 + x2) / 2
    path.cubicTo(middle, y1, middle, y2, x2, y2)
    return path


def _strongest(strength: Array) -> Indices:
    if strength.size <= STRONGEST_PER_PAIR:
        return np.arange(strength.size)
    return np.argpartition(strength, -STRONGEST_PER_PAIR)[-STRONGEST_PER_PAIR:]
