"""The gestures that begin at the strip of parts: something new, carried to where it shall be."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from core.errors import UserError
from core.layers import Follower
from gui.canvas.drawn.geometry import Geometry
from gui.canvas.edits import NEW_UNITS, added_follower, added_unit, inserted_layer, new_ones
from gui.canvas.gestures.ghosts import (
    paint_column_target,
    paint_ghost_column,
    paint_ghost_layer,
    paint_ghost_neuron,
    paint_ghost_node_in,
    paint_ghost_pill,
    paint_refusal,
    paint_tag,
)
from gui.canvas.gestures.interactions import Between, Onto, Stage, Target, followed_at, gap_at, target_at
from gui.theme import Theme


class _Carried:
    """Something from the strip at the pointer."""

    is_edit = True

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

    def _written_beside(self, before: int) -> list[QRectF]:
        """The numbers under the neurons on both sides of a gap."""
        return [*self._written_under(before - 1), *self._written_under(before)]

    def _written_under(self, layer: int) -> list[QRectF]:
        """The numbers under the neurons of a column."""
        drawing = self._stage.drawing
        return [] if drawing is None else list(drawing.numbers.all_under(layer))


class DragTile(_Carried):
    """A neuron from the strip, carried to a column or between two."""

    def end(self, place: QPointF) -> None:
        """Dropped: a neuron more, or a layer more, or nothing."""
        target = self._target(place)
        if isinstance(target, Onto):
            self._stage.edit(added_unit(target.layer), new_ones)
        elif isinstance(target, Between):
            self._stage.edit(inserted_layer(target.before), new_ones)

    def _target(self, place: QPointF) -> Target:
        geometry = self._stage.arrangement
        if geometry is None or not self._stage.contains(place):
            return None
        return target_at(geometry, place.x())

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """What a drop would make; a column that takes none is red."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        match self._target(self._place):
            case Between(before):
                paint_ghost_column(painter, theme, geometry, before, 1, self._written_beside(before))
            case Onto(layer):
                column = geometry.column(layer)
                if self._refusal(geometry, layer):
                    paint_column_target(painter, theme, column, is_refused=True)
                else:
                    paint_ghost_node_in(painter, theme, geometry, column, self._written_under(layer))

    @staticmethod
    def _refusal(geometry: Geometry, layer: int) -> str:
        """Why this column takes no neuron; empty: it does."""
        try:
            added_unit(layer)(geometry.network)
        except UserError as error:
            return error.message
        return ""

    def paint_above(self, painter: QPainter, theme: Theme) -> None:
        """The part at the pointer."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        paint_ghost_neuron(painter, theme, self._place)
        target = self._target(self._place)
        if isinstance(target, Onto):
            refusal = self._refusal(geometry, target.layer)
            if refusal:
                paint_refusal(painter, theme, self._place, refusal, geometry.width)


class DragLayerTile(_Carried):
    """A layer from the strip, carried between two columns, or to the side of one where it shall be."""

    def end(self, place: QPointF) -> None:
        """Dropped: a layer more, or nothing."""
        before = self._before(place)
        if before is not None:
            self._stage.edit(inserted_layer(before, NEW_UNITS), new_ones)

    def _before(self, place: QPointF) -> int | None:
        geometry = self._stage.arrangement
        if geometry is None or not self._stage.contains(place):
            return None
        return gap_at(geometry, place.x())

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """The layer that a drop would make."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        before = self._before(self._place)
        if before is not None:
            paint_ghost_column(painter, theme, geometry, before, NEW_UNITS, self._written_beside(before))

    def paint_above(self, painter: QPainter, theme: Theme) -> None:
        """The part at the pointer."""
        if self._place is not None:
            paint_ghost_layer(painter, theme, self._place)


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

    def _outcome(self, geometry: Geometry, layer: int) -> tuple[str, bool]:
        """What a drop would do, or why it is refused; and whether it is."""
        try:
            return added_follower(layer, self._follower)(geometry.network).text, False
        except UserError as error:
            return error.message, True

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """The column that a drop would put it after, red where that cannot be."""
        geometry = self._stage.arrangement
        layer = None if self._place is None else self._layer(self._place)
        if geometry is not None and layer is not None:
            _, is_refused = self._outcome(geometry, layer)
            paint_column_target(painter, theme, geometry.column(layer), is_refused)

    def paint_above(self, painter: QPainter, theme: Theme) -> None:
        """The part at the pointer, and what a drop would do in words."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        layer = self._layer(self._place)
        if layer is not None:
            text, is_refused = self._outcome(geometry, layer)
            if is_refused:
                paint_refusal(painter, theme, self._place, text, geometry.width)
            else:
                paint_tag(painter, theme, self._place + QPointF(0, 26), text, False, geometry.width)
        paint_ghost_pill(painter, theme, self._place, self._follower)
