"""A network in somebody's hands: begins, carries on and ends gestures, one at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from core.messages import Adopt, Load, Message, Swap
from core.network import Network
from gui.canvas.drawn.followers import NEW_BATCH_NORM, NEW_DROPOUT
from gui.canvas.editing import EditedNetwork
from gui.canvas.edits import Operation, added_somewhere, followed_somewhere, inserted_somewhere, new_ones
from gui.canvas.gestures.interactions import Interaction
from gui.canvas.gestures.parts import STRIP_AT_PX, PartsStrip, Tile
from gui.canvas.gestures.tile_drags import DragFollower, DragLayerTile, DragTile
from gui.session.document import Document
from gui.session.things import Selection, Thing
from gui.theme import Theme


@dataclass(frozen=True)
class Press:
    """The left button, held down.

    at     where it was pressed, on the canvas
    click  what it means where it is let go at once
    drag   makes the gesture that it becomes when it is carried on
    thing  what the gesture carries: its connections come forward
    """

    at: QPointF
    click: Callable[[], None]
    drag: Callable[[], Interaction]
    thing: Thing | None = None


class _Above(QWidget):
    """What is carried, over everything on the canvas; the mouse does not see it."""

    def __init__(self, canvas: "HandledNetwork") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        try:
            self._canvas.paint_above(painter)
        finally:
            painter.end()


class HandledNetwork(EditedNetwork):
    """The network of a document, with the strip of parts and the gesture under way, if there is one."""

    gesture_started = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._press: Press | None = None
        self._is_held = False
        """Whether the left button is down that began a gesture, though the gesture may be over."""
        self._interaction: Interaction | None = None
        self._holds_space = False
        self._panned_with_space = False
        self._strip = PartsStrip(self._theme, self)
        self._strip.move(STRIP_AT_PX, STRIP_AT_PX)
        self.standing.corner = self._strip.geometry()
        self._above = _Above(self)
        self._connect_tile(self._strip.neuron, lambda: DragTile(self), added_somewhere)
        self._connect_tile(self._strip.layer, lambda: DragLayerTile(self), inserted_somewhere)
        for tile, follower in ((self._strip.dropout, NEW_DROPOUT), (self._strip.batch_norm, NEW_BATCH_NORM)):
            drag = partial(DragFollower, self, follower)
            self._connect_tile(tile, drag, partial(followed_somewhere, follower=follower))

    def _connect_tile(
        self, tile: Tile, drag: Callable[[], Interaction], somewhere: Callable[[Network, int | None], Operation]
    ) -> None:
        """Let a tile be dragged, and put its part somewhere sensible by key."""
        tile.grabbed.connect(lambda place: self._on_tile_grabbed(drag(), QPointF(tile.mapTo(self, place))))
        tile.moved.connect(lambda place: self._drag(QPointF(tile.mapTo(self, place))))
        tile.dropped.connect(lambda place: self._drop(QPointF(tile.mapTo(self, place))))
        tile.spoiled.connect(self._abandon)
        tile.activated.connect(lambda: self._on_tile_activated(somewhere))

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._strip.show_theme(theme)
        super().show_theme(theme)

    def _rebuild(self) -> None:
        self._abandon()
        super()._rebuild()
        self._strip.stackUnder(self._minimap)
        order = [self, *self._strip.tiles, *self._headers.controls, *self._matrix_tiles, self._look_button]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _on_tile_activated(self, somewhere: Callable[[Network, int | None], Operation]) -> None:
        if self.has_same_layers:
            make = somewhere(self._document.project.network, self._chosen.layer if self._chosen else None)
            self.edit(make, new_ones)

    def _on_tile_grabbed(self, drag: Interaction, at: QPointF) -> None:
        self._is_held = True
        if self.is_in_step:
            self._begin(drag, at)

    # For gestures ----------------------------------------------------------------------------------------------------

    def contains(self, place: QPointF) -> bool:
        """Whether a place of the drawing is on the canvas, and not on the strip of parts or what else stands on it."""
        here = (place + self._offset).toPoint()
        return self.rect().contains(here) and not self.standing.covers(here)

    def pan_by(self, way: QPointF) -> None:
        """Move the whole drawing, as far as there is more of it."""
        self._panned_with_space = self._holds_space
        super().pan_by(way)

    def things_in(self, frame: QRectF) -> Selection:
        """What a frame drawn on the canvas holds."""
        return frozenset() if self._drawing is None else self._drawing.things_in(frame)

    def picture_of(self, layer: int, unit: int) -> QPixmap:
        """How a node looks, with four pixels around it."""
        drawn = self.arrangement
        return QPixmap() if drawn is None else self.painting.picture_of(QRectF(*drawn.rectangle(layer, unit)))

    def picture_of_column(self, layer: int) -> QPixmap:
        """How the nodes of a column look, with four pixels around them."""
        drawn = self.arrangement
        return QPixmap() if drawn is None else self.painting.picture_of(QRectF(*drawn.column(layer).frame))

    @property
    def is_dragging(self) -> bool:
        """Whether a gesture is under way."""
        return self._interaction is not None

    @property
    def panned_with_space(self) -> bool:
        """Whether the space bar, held now or let go last, moved the drawing, and so does not mean "train"."""
        return self._panned_with_space

    # Gestures --------------------------------------------------------------------------------------------------------

    def _hold(self, press: Press) -> None:
        """The left button is down: it becomes a drag when it goes on, else a click."""
        self._is_held, self._press = True, press

    def _carry(self, at: QPointF) -> None:
        """The pointer went on with the button down."""
        press = self._press
        if self._interaction is None and press is not None:
            if (at - press.at).manhattanLength() < QApplication.startDragDistance():
                return
            drag = press.drag()
            if self.is_in_step or not drag.is_edit:
                self._begin(drag, press.at)
                self._set_thing(press.thing)
                self.setCursor(Qt.CursorShape.ClosedHandCursor if drag.is_edit else Qt.CursorShape.CrossCursor)
            else:
                self._press = None
        self._drag(at)

    def _let_go(self, at: QPointF) -> None:
        """The button is up again: a drop, or a click."""
        press, self._press, self._is_held = self._press, None, False
        if self._interaction is not None:
            self._drop(at)
        elif press is not None:
            press.click()

    def _begin(self, interaction: Interaction, at: QPointF) -> None:
        self._abandon()
        self._set_thing(None)
        self.setFocus()  # Esc is for the gesture, wherever the keyboard was
        self._interaction = interaction
        self._put_tiles_away(interaction.is_edit)
        self._refresh()
        self._above.setGeometry(self.rect())
        self._above.raise_()
        self._above.show()
        interaction.start(at - self._offset)
        self.gesture_started.emit()

    def _drag(self, at: QPointF) -> None:
        if self._interaction is not None:
            self._interaction.move(at - self._offset)

    def _drop(self, at: QPointF) -> None:
        self._is_held = False
        if self._interaction is None:
            return
        interaction, self._interaction = self._interaction, None
        self._press = None
        if self.is_in_step or not interaction.is_edit:
            interaction.end(at - self._offset)
        self._after_gesture()

    def _abandon(self) -> None:
        """Give up the gesture under way, with nothing changed."""
        self._press = None
        if self._interaction is not None:
            interaction, self._interaction = self._interaction, None
            interaction.cancel()
            self._after_gesture()

    def _on_posted(self, message: Message) -> None:
        if isinstance(message, Adopt | Swap | Load):  # another edit than the gesture's own, which is over by then
            self._abandon()
        super()._on_posted(message)

    def _after_gesture(self) -> None:
        self._above.hide()
        self.unsetCursor()
        self._put_tiles_away(False)
        self._refresh()

    @property
    def marked(self) -> Selection:
        """While something is carried, what that would do is all that is marked."""
        is_carrying = self._interaction is not None and self._interaction.is_edit
        return frozenset() if is_carrying else super().marked

    def paint_above(self, painter: QPainter) -> None:
        """Paint what is carried."""
        if self._interaction is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(self._offset)
            self._interaction.paint_above(painter, self._theme)

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, and what a gesture would do to it."""
        if self._interaction is None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        try:
            painter.drawPixmap(QPoint(), self.painting.kept())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(self._offset)
            self._interaction.paint(painter, self._theme)
        finally:
            painter.end()
