"""The gestures: each is an object that starts, moves, and ends or is cancelled; only `end` changes anything."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from gui.canvas.edits import Edit, added_unit, inserted_layer, removed_unit
from gui.canvas.geometry import INPUTS, Column, Geometry
from gui.canvas.nodes import font
from gui.theme import SMALL_PX, Theme, blend

MOST_GHOST_LINES = 24


@dataclass(frozen=True)
class Onto:
    """On the column of this layer."""

    layer: int


@dataclass(frozen=True)
class Between:
    """Between two columns: before this layer."""

    before: int


Target = Onto | Between | None


def target_at(geometry: Geometry, x: float) -> Target:
    """What is at this place, from the left to the right; None: beside the network."""
    for column in geometry.columns:
        reach = min(column.node / 2 + 16.0, 0.32 * geometry.pitch)
        if abs(x - column.x) <= reach:
            return Onto(column.layer)
    for left, right in zip(geometry.columns, geometry.columns[1:], strict=False):
        if left.x < x < right.x:
            return Between(right.layer)
    return None


class Stage(Protocol):
    """What a gesture may see and do; places are those of the geometry, whatever the zoom."""

    @property
    def arrangement(self) -> Geometry | None:
        """Where everything stands."""

    def edit(self, make: Edit) -> None:
        """Make an edit, or say why it cannot be."""

    def contains(self, place: QPointF) -> bool:
        """Whether a place is on the canvas and not on one of its controls."""

    def pan_by(self, way: QPointF) -> None:
        """Move the whole drawing."""

    def picture_of(self, layer: int, unit: int) -> QPixmap:
        """How a node looks."""

    def update(self) -> None:
        """Paint again."""


class Interaction(Protocol):
    """A gesture under way."""

    def start(self, place: QPointF) -> None:
        """It begins here."""

    def move(self, place: QPointF) -> None:
        """The pointer went on to here."""

    def end(self, place: QPointF) -> None:
        """It ends here, and has its effect."""

    def cancel(self) -> None:
        """It ends without one."""

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Show what would happen."""


class DragTile:
    """A neuron from the strip, carried to a column or between two."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._place: QPointF | None = None

    def start(self, place: QPointF) -> None:
        """Taken hold of."""

    def move(self, place: QPointF) -> None:
        """Carried."""
        self._place = place
        self._stage.update()

    def end(self, place: QPointF) -> None:
        """Dropped: a neuron more, or a layer more, or nothing."""
        target = self._target(place)
        if isinstance(target, Onto):
            self._stage.edit(added_unit(target.layer))
        elif isinstance(target, Between):
            self._stage.edit(inserted_layer(target.before))

    def cancel(self) -> None:
        """Let go without an effect."""

    def _target(self, place: QPointF) -> Target:
        geometry = self._stage.arrangement
        if geometry is None or not self._stage.contains(place):
            return None
        return target_at(geometry, place.x())

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """The part at the pointer, and what a drop would make."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        target = self._target(self._place)
        node = min(column.node for column in geometry.columns)
        if isinstance(target, Between):
            _paint_ghost_column(painter, theme, geometry, target.before, node)
        elif isinstance(target, Onto) and INPUTS < target.layer < len(geometry.network.layers) - 1:
            _paint_ghost_node_in(painter, theme, geometry, geometry.column(target.layer))
        painter.setPen(QPen(QColor(theme.ink), 1.6))
        colour = QColor(theme.muted)
        colour.setAlphaF(0.75)
        painter.setBrush(colour)
        painter.drawEllipse(self._place, 13.0, 13.0)


class DragNeuron:
    """A neuron taken out of its column; dropped on empty canvas it goes."""

    def __init__(self, stage: Stage, layer: int, unit: int) -> None:
        self._stage = stage
        self._layer = layer
        self._unit = unit
        self._place: QPointF | None = None
        self._picture = stage.picture_of(layer, unit)

    def start(self, place: QPointF) -> None:
        """Taken hold of."""

    def move(self, place: QPointF) -> None:
        """Carried."""
        self._place = place
        self._stage.update()

    def end(self, place: QPointF) -> None:
        """Dropped: it goes, or nothing happens."""
        if self._is_off(place):
            self._stage.edit(removed_unit(self._layer, self._unit))

    def cancel(self) -> None:
        """Back to its place."""

    def _is_off(self, place: QPointF) -> bool:
        """Whether a drop here takes the neuron away: not on a column, and on the canvas."""
        geometry = self._stage.arrangement
        if geometry is None or not self._stage.contains(place):
            return False
        target = target_at(geometry, place.x())
        if not isinstance(target, Onto):
            return True
        # Above and below a column's neurons the canvas is empty, too.
        column = geometry.column(target.layer)
        return not column.top - column.node <= place.y() <= column.bottom + column.node

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """An empty place in the column; the neuron at the pointer, red where it would go."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        column = geometry.column(self._layer)
        home = QRectF(*geometry.rectangle(self._layer, self._unit))
        can_go = INPUTS < self._layer < len(geometry.network.layers) - 1
        is_red = self._is_off(self._place) and can_go
        painter.setBrush(QColor(theme.canvas))
        painter.setPen(_dashed(QColor(theme.error if is_red else theme.muted)))
        _draw_node(painter, home, geometry.is_round)
        frame = QRectF(0, 0, column.node, column.node)
        frame.moveCenter(self._place)
        painter.setOpacity(0.9)
        painter.drawPixmap(frame.adjusted(-4, -4, 4, 4), self._picture, QRectF(self._picture.rect()))
        painter.setOpacity(1.0)
        if not is_red:
            return
        tint = QColor(theme.error)
        tint.setAlphaF(0.28)
        painter.setBrush(tint)
        painter.setPen(QPen(QColor(theme.error), 2.5))
        _draw_node(painter, frame, geometry.is_round)
        takes_layer = geometry.network.layers[self._layer].units == 1
        _paint_tag(painter, theme, QPointF(frame.center().x(), frame.bottom() + 18), takes_layer)


class Pan:
    """The whole drawing, moved."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._last: QPointF | None = None

    def start(self, place: QPointF) -> None:
        """Taken hold of."""
        self._last = place

    def move(self, place: QPointF) -> None:
        """Places are those of the drawing, which moves along: the way since the last one is what is left to go."""
        if self._last is not None:
            self._stage.pan_by(place - self._last)

    def end(self, place: QPointF) -> None:
        """Let go."""

    def cancel(self) -> None:
        """Let go."""

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Nothing to show."""


def _dashed(colour: QColor, width: float = 1.4) -> QPen:
    pen = QPen(colour, width)
    pen.setDashPattern([3.0, 3.0])
    return pen


def _draw_node(painter: QPainter, frame: QRectF, is_round: bool) -> None:
    if is_round:
        painter.drawEllipse(frame)
    else:
        corner = frame.width() * 0.18
        painter.drawRoundedRect(frame, corner, corner)


def _paint_ghost_column(painter: QPainter, theme: Theme, geometry: Geometry, before: int, node: float) -> None:
    """The layer that a drop would put in: one neuron, its column and where its connections would run."""
    x, y = geometry.gap_centre(before)
    left, right = geometry.column(before - 1), geometry.column(before)
    top = min(left.top, right.top, y - node)
    bottom = max(left.bottom, right.bottom, y + node)
    half = min(node / 2 + 8, geometry.pitch * 0.3)
    # What the new layer would come between steps back.
    wash = QColor(theme.canvas)
    wash.setAlphaF(0.82)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(wash)
    inner = left.x + left.node / 2 + 1, right.x - right.node / 2 - 1
    painter.drawRect(QRectF(inner[0], top - 4, inner[1] - inner[0], bottom - top + 8))
    painter.setBrush(blend(theme.ink, theme.canvas, 0.06))
    painter.drawRoundedRect(QRectF(x - half, top - 8, 2 * half, bottom - top + 16), 10, 10)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(blend(theme.muted, theme.canvas, 0.75), 1.2))
    for column, side in ((left, 1.0), (right, -1.0)):
        end = x - side * node / 2
        for place in column.y[:: max(1, column.y.size // MOST_GHOST_LINES)].tolist():
            start = column.x + side * column.node / 2
            path = QPainterPath(QPointF(start, place))
            path.cubicTo((start + end) / 2, place, (start + end) / 2, y, end, y)
            painter.drawPath(path)
    painter.setBrush(QColor(theme.canvas))
    painter.setPen(_dashed(QColor(theme.ink), 1.8))
    _draw_node(painter, QRectF(x - node / 2, y - node / 2, node, node), geometry.is_round)
    _paint_plus(painter, theme, QPointF(x, y), node)
    painter.setFont(font(SMALL_PX))
    painter.setPen(QColor(theme.ink))
    painter.drawText(QRectF(x - 60, y + node / 2 + 4, 120, 18), Qt.AlignmentFlag.AlignCenter, "new layer")


def _paint_plus(painter: QPainter, theme: Theme, centre: QPointF, node: float) -> None:
    if node >= 16:
        painter.setPen(QPen(QColor(theme.ink), 1.8))
        painter.drawLine(centre + QPointF(-5, 0), centre + QPointF(5, 0))
        painter.drawLine(centre + QPointF(0, -5), centre + QPointF(0, 5))


def _paint_ghost_node_in(painter: QPainter, theme: Theme, geometry: Geometry, column: Column) -> None:
    """The neuron that a drop would add, below the column's last one."""
    room = geometry.height - 34.0
    y = min(float(column.y[-1]) + min(column.pitch, 1.35 * column.node), room - column.node / 2)
    half = column.node / 2 + 8
    wash = QColor(theme.ink)
    wash.setAlphaF(0.06)
    painter.setBrush(wash)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(column.x - half, column.top - 8, 2 * half, y + half - column.top + 8), 10, 10)
    painter.setBrush(QColor(theme.canvas))
    painter.setPen(_dashed(QColor(theme.ink), 1.8))
    frame = QRectF(column.x - column.node / 2, y - column.node / 2, column.node, column.node)
    _draw_node(painter, frame, geometry.is_round)
    _paint_plus(painter, theme, frame.center(), column.node)


def _paint_tag(painter: QPainter, theme: Theme, centre: QPointF, takes_layer: bool) -> None:
    text = "remove with its layer" if takes_layer else "remove"
    painter.setFont(font(SMALL_PX, True))
    width = painter.fontMetrics().horizontalAdvance(text) + 16
    frame = QRectF(centre.x() - width / 2, centre.y() - 10, width, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.error_surface))
    painter.drawRoundedRect(frame, 10, 10)
    painter.setPen(QColor(theme.error))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)
