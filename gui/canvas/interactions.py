"""The gestures: each is an object that starts, moves, and ends or is cancelled; only `end` changes anything."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from core.errors import UserError
from core.layers import Follower
from gui.canvas.edits import Edit, added_follower, added_unit, inserted_layer, removed_unit
from gui.canvas.geometry import INPUTS, Geometry
from gui.canvas.ghosts import (
    dashed,
    draw_node,
    paint_column_target,
    paint_ghost_column,
    paint_ghost_node_in,
    paint_ghost_pill,
    paint_tag,
)
from gui.theme import Theme


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


def followed_at(geometry: Geometry, x: float) -> int | None:
    """The layer (INPUTS: the inputs) after whose column something dropped at this place would stand.

    That is the column there, or the one before the gap, and behind the last column that one; None: left of the inputs.
    """
    match target_at(geometry, x):
        case Onto(layer):
            return layer
        case Between(before):
            return before - 1
        case _:
            last = geometry.columns[-1]
            return last.layer if x > last.x else None


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


class _Carried:
    """Something from the strip at the pointer."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._place: QPointF | None = None

    def start(self, place: QPointF) -> None:
        """Taken hold of."""

    def move(self, place: QPointF) -> None:
        """Carried."""
        self._place = place
        self._stage.update()

    def cancel(self) -> None:
        """Let go without an effect."""


class DragTile(_Carried):
    """A neuron from the strip, carried to a column or between two."""

    def end(self, place: QPointF) -> None:
        """Dropped: a neuron more, or a layer more, or nothing."""
        target = self._target(place)
        if isinstance(target, Onto):
            self._stage.edit(added_unit(target.layer))
        elif isinstance(target, Between):
            self._stage.edit(inserted_layer(target.before))

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
            paint_ghost_column(painter, theme, geometry, target.before, node)
        elif isinstance(target, Onto) and INPUTS < target.layer < len(geometry.network.dense) - 1:
            paint_ghost_node_in(painter, theme, geometry, geometry.column(target.layer))
        painter.setPen(QPen(QColor(theme.ink), 1.6))
        colour = QColor(theme.muted)
        colour.setAlphaF(0.75)
        painter.setBrush(colour)
        painter.drawEllipse(self._place, 13.0, 13.0)


class DragFollower(_Carried):
    """A layer without neurons from the strip, carried to a column or the gap behind it."""

    def __init__(self, stage: Stage, follower: Follower) -> None:
        super().__init__(stage)
        self._follower = follower

    def end(self, place: QPointF) -> None:
        """Dropped: it stands after that column, or nothing happens."""
        layer = self._layer(place)
        if layer is not None:
            self._stage.edit(added_follower(layer, self._follower))

    def _layer(self, place: QPointF) -> int | None:
        geometry = self._stage.arrangement
        if geometry is None or not self._stage.contains(place):
            return None
        return followed_at(geometry, place.x())

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """The part at the pointer, and the column that a drop would put it after, red where that cannot be."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        layer = self._layer(self._place)
        if layer is not None:
            try:
                text, is_refused = added_follower(layer, self._follower)(geometry.network).text, False
            except UserError as error:
                text, is_refused = error.message, True
            paint_column_target(painter, theme, geometry.column(layer), is_refused)
            paint_tag(painter, theme, self._place + QPointF(0, 26), text, is_refused, geometry.width)
        paint_ghost_pill(painter, theme, self._place, self._follower)


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
        can_go = INPUTS < self._layer < len(geometry.network.dense) - 1
        is_red = self._is_off(self._place) and can_go
        painter.setBrush(QColor(theme.canvas))
        painter.setPen(dashed(QColor(theme.error if is_red else theme.muted)))
        draw_node(painter, home, geometry.is_round)
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
        draw_node(painter, frame, geometry.is_round)
        text = "remove with its layer" if geometry.network.dense[self._layer].units == 1 else "remove"
        paint_tag(painter, theme, QPointF(frame.center().x(), frame.bottom() + 18), text, True, geometry.width)


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
