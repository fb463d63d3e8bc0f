"""The gesture of a layer's name: dragged sideways it puts layers in another order, off the network it removes one."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from core.errors import UserError
from core.surgery import Surgery
from gui.canvas.drawn.geometry import Column, Geometry
from gui.canvas.edits import Operation, moved_layer, removed
from gui.canvas.gestures.ghosts import (
    paint_column_target,
    paint_insertion,
    paint_red,
    paint_refusal,
    paint_tag,
    paint_wash,
)
from gui.canvas.gestures.interactions import Stage, gap_at
from gui.session.things import Neuron, Selection
from gui.theme import Theme

CLEAR_ABOVE_PX, CLEAR_BELOW_PX = 40.0, 24.0
"""So far beyond the highest name, or the lowest neuron, a layer is off the network; there is little room below."""


class DragLayer:
    """A whole layer taken by its name; between two others it comes to stand there, clear of all columns it goes."""

    is_edit = True

    def __init__(self, stage: Stage, layer: int, name: str) -> None:
        self._stage = stage
        self._layer = layer
        self._name = name
        self._start = QPointF()
        self._place: QPointF | None = None
        self._picture = stage.picture_of_column(layer)

    def start(self, place: QPointF) -> None:
        """Taken hold of."""
        self._start = place

    def move(self, place: QPointF) -> None:
        """Carried."""
        self._place = place
        self._stage.update()

    def end(self, place: QPointF) -> None:
        """Dropped: it stands there, or goes, or nothing happens."""
        geometry, make = self._stage.arrangement, self._edit_at(place)
        if geometry is not None and make is not None:
            self._stage.edit(make, _nothing if self._is_off(geometry, place) else None)

    def cancel(self) -> None:
        """Back to its place."""

    def _is_off(self, geometry: Geometry, place: QPointF) -> bool:
        """Whether it would go: the pointer is on the canvas, well below or above all columns and their names."""
        if not self._stage.contains(place):
            return False
        lift = min(self._start.y() - geometry.column(self._layer).top, 0.0)
        highest = min(column.top for column in geometry.columns) + lift
        lowest = max(column.bottom for column in geometry.columns)
        return not highest - CLEAR_ABOVE_PX <= place.y() <= lowest + CLEAR_BELOW_PX

    def _before(self, geometry: Geometry, place: QPointF) -> int | None:
        """The layer it would come before; None: it stays, or goes."""
        if not self._stage.contains(place) or self._is_off(geometry, place):
            return None
        before = gap_at(geometry, place.x())
        if before is None:
            before = 0 if place.x() < geometry.columns[0].x else len(geometry.network.dense) - 1
        return None if before in (self._layer, self._layer + 1) else before

    def _edit_at(self, place: QPointF) -> Operation | None:
        geometry = self._stage.arrangement
        if geometry is None:
            return None
        if self._is_off(geometry, place):
            units = geometry.column(self._layer).units
            return removed([Neuron(self._layer, unit) for unit in range(units)])
        before = self._before(geometry, place)
        return None if before is None else moved_layer(self._layer, before)

    def _refusal(self, geometry: Geometry) -> str:
        """Why a drop here would be refused; empty: it would not."""
        make = None if self._place is None else self._edit_at(self._place)
        if make is not None:
            try:
                make(geometry.network)
            except UserError as error:
                return error.message
        return ""

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Its place, and a bar where it would go in."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        column = geometry.column(self._layer)
        if self._refusal(geometry):
            paint_column_target(painter, theme, column, is_refused=True)
            return
        paint_wash(painter, theme, _around(column), 0.7)
        paint_column_target(painter, theme, column, is_refused=self._is_off(geometry, self._place))
        before = self._before(geometry, self._place)
        if before is not None:
            x, _ = geometry.gap_centre(before)
            sides = geometry.column(before - 1), geometry.column(before)
            top, bottom = min(side.top for side in sides) - 12, max(side.bottom for side in sides) + 12
            paint_insertion(painter, theme, QPointF(x, top), QPointF(x, bottom))

    def paint_above(self, painter: QPainter, theme: Theme) -> None:
        """The column at the pointer; its name was taken, so that it hangs below as it did."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        refusal = self._refusal(geometry)
        is_gone = self._is_off(geometry, self._place) and not refusal
        ghost = _around(geometry.column(self._layer)).translated(self._place - self._start)
        painter.setOpacity(0.5 if refusal else 0.85)
        painter.drawPixmap(ghost, self._picture, QRectF(self._picture.rect()))
        painter.setOpacity(1.0)
        if is_gone:
            paint_red(painter, theme, ghost)
        if refusal:
            paint_refusal(painter, theme, self._place, refusal, geometry.width)
        else:
            text = f"remove {self._name}" if is_gone else self._name
            paint_tag(painter, theme, self._place, text, is_gone, geometry.width)


def _nothing(_surgery: Surgery) -> Selection:
    """After a layer is gone nothing is selected: what stands there then is another one."""
    return frozenset()


def _around(column: Column) -> QRectF:
    return QRectF(column.x - column.node / 2 - 4, column.top - 4, column.node + 8, column.bottom - column.top + 8)
