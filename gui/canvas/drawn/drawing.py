"""One network's drawing: its nodes, its connections, and what is at a place of it."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from core.arrays import Array
from gui.canvas.drawn.edges import Edges
from gui.canvas.drawn.followers import norms
from gui.canvas.drawn.geometry import INPUTS, Column, Geometry
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.lens import Lens
from gui.canvas.drawn.name_tags import NameTags
from gui.canvas.drawn.nodes import Nodes
from gui.canvas.drawn.notes import Card, describe
from gui.canvas.drawn.numbers import Numbers
from gui.canvas.drawn.sample_tags import SampleTags
from gui.canvas.drawn.strength import next_scale
from gui.canvas.gestures.ghosts import dashed, draw_node
from gui.canvas.look import Look
from gui.session.things import Bias, Edge, Neuron, Selection, Thing
from gui.theme import Theme, blend

RING_GAP_PX = 4.0
COLUMN_REACH_PX = 12.0
"""How far beside its nodes a column is still pointed at."""
VEIL = 0.6
"""How much of the canvas lies over neurons that step back."""


class Drawing:
    """A network with the parameters given last; places are those of its geometry."""

    def __init__(self, geometry: Geometry, labels: Labels, scale: float = 0.0, look: Look | None = None) -> None:
        self.geometry = geometry
        self.edges = Edges(geometry, scale)
        self.nodes = Nodes(geometry, labels)
        self.tags = NameTags(geometry)
        self.numbers = Numbers(geometry, self.edges, self.nodes, self.tags)
        self.sample_tags = SampleTags(geometry, labels, self.nodes, self._bottom_of)
        self.lens: Lens | None = None
        """What is shown instead of weights and the current sample's values; None: those are."""
        self.show_look(Look() if look is None else look)
        self.labels = labels
        self.views: list[dict[str, Array]] = []
        """The parameters shown, layer by layer; none yet."""
        self._norms: list[list[dict[str, Array]]] = [[] for _ in geometry.columns]
        self._off: Selection = frozenset()

    def show_look(self, look: Look) -> None:
        """Draw in this way."""
        self.look = look
        for part in (self.edges, self.nodes, self.numbers, self.sample_tags):
            part.show_look(look)

    def set_parameters(
        self, theta: Array, goes_on: bool = False, said: Array | None = None, lens: Lens | None = None
    ) -> None:
        """Show these parameters.

        goes_on  as in `Edges.set_weights`
        said     the parameters with which the neurons say what they say, where those are others
        lens     what is shown of this network instead
        """
        network = self.geometry.network
        lens = None if lens is None or lens.network != network else lens
        shown = None if lens is None else lens.lines
        after = None if lens is None else lens.after
        self.lens = lens
        self.views = network.dense_views(theta)
        lines = self.views if shown is None else network.dense_views(shown)
        self.edges.set_weights(lines, goes_on, is_fine=shown is not None)
        self.nodes.set_lens(lens)
        self.nodes.set_parameters(theta if said is None else said, lines)
        self.sample_tags.show_lens(lens)
        self.numbers.show_after(None if after is None else network.dense_views(after))
        self.numbers.show_prefix("" if lens is None else lens.prefix)
        self.numbers.follow(goes_on)
        self._norms = norms(self.geometry.network, theta)

    @property
    def scale_of_weights(self) -> float:
        """The |w| that is drawn at full width, or would be, where something else than weights is drawn."""
        if self.lens is None or self.lens.lines is None:
            return self.edges.scale
        return next_scale(max(float(np.abs(view["weights"]).max()) for view in self.views), 0.0)

    def set_off(self, off: Selection) -> None:
        """Draw these as switched off."""
        self._off = off
        self.edges.set_off(off)

    def card(self, thing: Thing) -> Card:
        """What is said about a thing, with the numbers shown now."""
        return describe(
            thing, self.geometry.network, self.labels, self.edges, self.nodes, self._norms, self.look, self.lens
        )

    def frame_of(self, thing: Thing) -> QRectF:
        """Where a neuron stands with its name and the number under it, also for its bias; empty for a connection."""
        if isinstance(thing, Edge) or self.geometry.column(thing.layer).place_of(thing.unit) is None:
            return QRectF()
        node = QRectF(*self.geometry.rectangle(thing.layer, thing.unit))
        tag = self.tags.frame(thing.layer, thing.unit)
        return node | tag | self.numbers.under(thing.layer, thing.unit)

    def _bottom_of(self, neuron: Neuron) -> float:
        """Down to where a neuron reaches with what is written under it now."""
        frame = QRectF(*self.geometry.rectangle(neuron.layer, neuron.unit)) | self.tags.frame(neuron.layer, neuron.unit)
        if self.numbers.all_under(neuron.layer):
            frame |= self.numbers.under(neuron.layer, neuron.unit)
        return frame.bottom()

    def pair_name(self, layer: int) -> str:
        """What the weights into a layer are called: "Inputs → Hidden 1"."""
        network = self.geometry.network
        return f"{self.labels.layer(network, layer - 1)} → {self.labels.layer(network, layer)}"

    def hides_some(self, layer: int) -> bool:
        """Whether not each of the connections into a layer is drawn."""
        below, here = self.geometry.column(layer - 1), self.geometry.column(layer)
        return below.is_folded or here.is_folded or not self.edges.shows_all_of(layer)

    def point_of(self, weight: Edge | Bias) -> tuple[float, float] | None:
        """Where a weight can be pointed at: the bias mark, or half way on a connection where no other lies over it."""
        if isinstance(weight, Edge):
            return self.edge_point(weight)
        _, top, _, height = self.geometry.rectangle(weight.layer, weight.unit)
        return self.nodes.bias_place(self.geometry.column(weight.layer), top + height / 2)

    def column_at(self, place: QPointF) -> Column | None:
        """The column in whose strip a place lies, from its top node to its bottom one."""
        for column in self.geometry.columns:
            reach = min(column.node / 2 + COLUMN_REACH_PX, 0.3 * self.geometry.pitch)
            if abs(place.x() - column.x) <= reach and column.top <= place.y() <= column.bottom:
                return column
        return None

    def neuron_at(self, place: QPointF) -> Neuron | None:
        """The neuron that is drawn at this place."""
        for column in self.geometry.columns:
            half = column.node / 2 + 2
            if abs(place.x() - column.x) <= half:
                for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
                    if abs(place.y() - y) <= half:
                        return Neuron(column.layer, unit)
        return None

    def thing_at(self, place: QPointF) -> Thing | None:
        """What is drawn at this place: bias marks lie on neurons, neurons and numbers on connections."""
        for column in self.geometry.columns[1:]:
            reach = max(0.14 * column.node, 4.0)
            for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
                x, centre = self.nodes.bias_place(column, y)
                if (
                    math.hypot(place.x() - x, place.y() - centre) <= reach
                    and self.nodes.bias(column.layer, unit) is not None
                ):
                    return Bias(column.layer, unit)
        x, y = place.x(), place.y()
        return self.neuron_at(place) or self.numbers.at(x, y) or self.edges.at(x, y)

    def edge_point(self, edge: Edge) -> tuple[float, float] | None:
        """A point on a connection where pointing at it means it; None where it is folded away."""
        return self.edges.point(edge, lambda x, y: self.thing_at(QPointF(x, y)))

    def things_in(self, frame: QRectF) -> Selection:
        """The neurons whose centres a frame holds; without any, the connections that it holds from end to end."""
        neurons: set[Thing] = set()
        for column in self.geometry.columns:
            if not frame.left() <= column.x <= frame.right():
                continue
            is_inside = (column.y >= frame.top()) & (column.y <= frame.bottom())
            units = column.shown[is_inside].tolist()
            for gap in column.gaps:
                if frame.top() <= gap.top and gap.bottom <= frame.bottom():
                    units += range(gap.first, gap.stop)
            neurons |= {Neuron(column.layer, unit) for unit in units}
        return frozenset(neurons) or self.edges.inside(frame)

    def paint(
        self,
        painter: QPainter,
        theme: Theme,
        is_smooth: bool,
        thing: Thing | None = None,
        feed: QPointF | None = None,
        selection: Selection = frozenset(),
        has_focus: bool = False,
    ) -> None:
        """Paint the network.

        thing      what the pointer is on comes forward
        feed       where faint lines to the inputs come from
        selection  its connections lie over all others, and its neurons have rings, below what is written on them
        has_focus  whether the rings are those of what keys act on
        """
        if feed is not None and not self.labels.inputs_row:  # the names of the rows stand there
            self._paint_feed(painter, theme, feed)
        edge = thing if isinstance(thing, Edge) else None
        node = (thing.layer, thing.unit) if isinstance(thing, Neuron | Bias) else None
        self.edges.paint(painter, theme, is_smooth, edge, node)
        self.edges.paint_selected(painter, theme, [thing for thing in selection if isinstance(thing, Edge)])
        self.nodes.paint(painter, theme, self.edges.scale)
        if thing is not None:
            self._paint_veil(painter, theme, thing)
        self.paint_rings(painter, theme, selection, has_focus)
        self.numbers.keep_clear_of_tags(self.sample_tags.widest)
        self.numbers.paint(painter, theme, edge, node)
        self.sample_tags.paint(painter, theme)
        self.tags.paint(painter, theme)
        for one in self._off:
            if isinstance(one, Neuron) and one.unit in self.geometry.column(one.layer).shown:
                self._paint_off(painter, theme, one)

    def _paint_off(self, painter: QPainter, theme: Theme, neuron: Neuron) -> None:
        """A neuron that is off: it fades, and its outline is dashed."""
        frame = QRectF(*self.geometry.rectangle(neuron.layer, neuron.unit))
        veil = QColor(theme.canvas)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(veil, 3.0))
        draw_node(painter, frame, self.geometry.is_round)  # the outline that it has otherwise
        veil.setAlphaF(0.72)
        painter.setBrush(veil)
        painter.setPen(dashed(QColor(theme.muted), 1.6))
        draw_node(painter, frame, self.geometry.is_round)

    def _paint_veil(self, painter: QPainter, theme: Theme, thing: Thing) -> None:
        """Neurons that have nothing to do with this thing step back."""
        veil = QColor(theme.canvas)
        veil.setAlphaF(VEIL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
        for column in self.geometry.columns:
            near = {thing.unit} if column.layer == thing.layer else set()
            if isinstance(thing, Edge) and column.layer == thing.layer - 1:
                near = {thing.input}
            elif not isinstance(thing, Edge) and abs(column.layer - thing.layer) == 1:
                continue
            half = column.node / 2 + 1.0
            for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
                if unit not in near:
                    frame = QRectF(column.x - half, y - half, 2 * half, 2 * half)
                    corner = half if self.geometry.is_round else 0.2 * half
                    painter.drawRoundedRect(frame, corner, corner)

    def paint_rings(self, painter: QPainter, theme: Theme, things: Selection, has_focus: bool) -> None:
        """A ring around each neuron that is not folded away, and around each bias mark."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for thing in things:
            column = self.geometry.column(thing.layer)
            place = column.place_of(thing.unit)
            if place is None or isinstance(thing, Edge):
                continue
            painter.setPen(QPen(QColor(theme.ink), 2.0 if has_focus or isinstance(thing, Bias) else 1.0))
            if isinstance(thing, Bias):
                reach = max(0.14 * column.node, 4.0) + 2.0
                painter.drawEllipse(QPointF(*self.nodes.bias_place(column, float(column.y[place]))), reach, reach)
                continue
            frame = QRectF(*self.geometry.rectangle(thing.layer, thing.unit))
            frame.adjust(-RING_GAP_PX, -RING_GAP_PX, RING_GAP_PX, RING_GAP_PX)
            corner = frame.width() / 2 if self.geometry.is_round else frame.width() * 0.22
            painter.drawRoundedRect(frame, corner, corner)

    def _paint_feed(self, painter: QPainter, theme: Theme, feed: QPointF) -> None:
        column = self.geometry.columns[0]
        end = column.x - column.node / 2
        middle = (feed.x() + end) / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(blend(theme.muted, theme.canvas, 0.4), 1.0))
        for y in column.y.tolist():
            path = QPainterPath(feed)
            path.cubicTo(middle, feed.y(), middle, y, end, y)
            painter.drawPath(path)


def next_neuron(geometry: Geometry, chosen: tuple[int, int] | None, key: Qt.Key) -> tuple[int, int]:
    """The neuron that a key leads to.

    Up, down: the next one in the column, drawn or folded away; page up and down: a screenful on; home and end: the
    first and the last one; left, right: the nearest one that is drawn in the next column.
    """
    if chosen is None:
        return 0, 0
    layer, unit = chosen
    column = geometry.column(layer)
    page = column.shown.size if column.window is None else column.window[1] - column.window[0]
    ways = {
        Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1,
        Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page,
        Qt.Key.Key_Home: -column.units, Qt.Key.Key_End: column.units,
    }  # fmt: skip
    if key in ways:
        return layer, max(0, min(unit + ways[key], column.units - 1))
    beside = layer + (1 if key == Qt.Key.Key_Right else -1)
    if not INPUTS <= beside < len(geometry.network.dense):
        return chosen
    _, top, _, high = geometry.rectangle(layer, unit)
    other = geometry.column(beside)
    # Of two that are equally near the upper one, in whatever way their places were rounded.
    distance = np.round(np.abs(other.y - (top + high / 2)), 3)
    return beside, int(other.shown[np.argmin(distance)])
