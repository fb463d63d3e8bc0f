"""The hand over a board: turns mouse and keys on a picture into strokes that begin, go on, end, or are given up."""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from gui.views.pointing import PointedPlot

Tool = Literal["look", "paint", "erase"]
DIGITS = range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)
ENTER, DELETE = (Qt.Key.Key_Return, Qt.Key.Key_Enter), (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
STROKES = (*ENTER, *DELETE)
"""Keys that are a stroke of one place each."""
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
HELD = Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton


class Hand(QObject):
    """Takes from the picture what is meant for the board: clicks and drags of the left and right button, some keys.

    The middle button, the wheel, arrows, plus, minus, F and Home stay the picture's own. With the tool Look, all do.
    """

    began = Signal(QPointF, bool)
    """(where in the picture, whether with the other button)"""
    moved = Signal(QPointF)
    ended = Signal()
    given_up = Signal()
    stamped = Signal(QPointF)
    """Enter: paint at the crosshair."""
    erased = Signal(QPointF)
    """Delete: erase at the crosshair."""
    class_asked = Signal(int)
    brush_asked = Signal(int)
    """-1: a smaller one, 1: a larger one."""
    rename_asked = Signal()

    def __init__(self, plot: PointedPlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self.is_on = False
        self.tool: Tool = "paint"
        self.is_busy = False
        """Whether a stroke is under way."""
        plot.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is taken goes no further."""
        if not self.is_on:
            return False
        if isinstance(event, QMouseEvent):
            return self.tool != "look" and self._takes_mouse(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._takes_key(event)
        if event.type() == QEvent.Type.Hide and self.is_busy:
            self._end(is_given_up=False)
        # Nothing opens under a brush: no tip, and no menu by the button that paints.
        return self.tool != "look" and event.type() in (QEvent.Type.ToolTip, QEvent.Type.ContextMenu)

    def forget(self) -> None:
        """The stroke is no more: what it was made on has changed."""
        self.is_busy = False

    def _takes_mouse(self, event: QMouseEvent) -> bool:
        kind, button = event.type(), event.button()
        if kind in PRESSES and button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            if self.is_busy or not self._plot.area().contains(event.position()):
                return self.is_busy
            self.is_busy = True
            self.began.emit(event.position(), button == Qt.MouseButton.RightButton)
            return True
        if kind == QEvent.Type.MouseMove and self.is_busy:
            if not event.buttons() & HELD:  # let go where nobody told
                self._end(is_given_up=False)
            else:
                self.moved.emit(event.position())
            return False  # the picture says what is read there
        if kind == QEvent.Type.MouseButtonRelease and self.is_busy and button != Qt.MouseButton.MiddleButton:
            self._end(is_given_up=False)
            return True
        return False

    def _takes_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if key == Qt.Key.Key_Escape and self.is_busy:
            self._end(is_given_up=True)
            return True
        if self.is_busy:
            return key in STROKES  # one at a time
        if key in DIGITS:
            self.class_asked.emit((key - Qt.Key.Key_1) % 10)
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.brush_asked.emit(1 if key == Qt.Key.Key_BracketRight else -1)
        elif key == Qt.Key.Key_F2:
            self.rename_asked.emit()
        elif key in ENTER and self.tool != "look":
            (self.stamped if self.tool == "paint" else self.erased).emit(self._place())
        elif key in DELETE:
            self.erased.emit(self._place())
        else:
            return False
        return True

    def _place(self) -> QPointF:
        """Where the crosshair or the pointer is; the middle where neither is."""
        return self._plot.place_of(*(self._plot.point or self._plot.extent.centre))

    def _end(self, is_given_up: bool) -> None:
        self.is_busy = False
        (self.given_up if is_given_up else self.ended).emit()
