"""Paper to draw on: strokes of a mouse or pen become smooth ink; the right button, or the pen's other end, rubs out."""

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.data.handwriting import Stroke, erased
from gui.theme import BODY_PX, CORNER_PX, LIGHT, SMALL_PX, Theme, blend, body_font

SIDE_PX, LEAST_SIDE_PX = 168, 80
PEN = 0.055
"""How broad ink is, as a share of the paper's side. The network sees every pen equally broad."""
ERASER = 0.06
"""The eraser's radius, as a share of the paper's side."""
NEAR = 0.004
"""A pen that moved no farther than this has not moved."""

Strokes = tuple[Stroke, ...]


class Paper(QWidget):
    """A square of paper. Its strokes are in units of its side: (0, 0) is the upper left corner, (1, 1) the lower right.

    What goes with a drawing, such as taking back a stroke, is the business of who listens.
    """

    began = Signal()
    """A stroke, or rubbing out, is about to begin."""
    changed = Signal()
    """There is more or less ink."""
    ended = Signal()
    """The pen was lifted."""
    given_up = Signal()
    """What had begun is not wanted: all is to be as before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setAccessibleName("Paper to draw a digit on")
        self.setToolTip(
            "Draw a digit with mouse or pen, in one or more strokes; the right button rubs out.\n"
            "Keys: 0 to 9 say what it is, Backspace takes back a stroke, Delete clears."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)  # the right button rubs out
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._theme = LIGHT
        self._hint_fonts = body_font(BODY_PX), body_font(SMALL_PX)
        self._done: Strokes = ()
        self._path: list[tuple[float, float]] = []
        """Where the pen has been since it was set down, or came back onto the paper."""
        self._button = Qt.MouseButton.NoButton
        """What holds the pen down; none: it is lifted."""
        self._rubs = False
        self.is_live = True
        """Whether the ink is what the network is given now."""
        self.words = ("draw a digit", "")

    # Ink -------------------------------------------------------------------------------------------------------------

    @property
    def strokes(self) -> Strokes:
        """All of them, with the one that is being drawn."""
        return (*self._done, np.array(self._path)) if self._path and not self._rubs else self._done

    @property
    def is_drawing(self) -> bool:
        """Whether the pen is down."""
        return self._button != Qt.MouseButton.NoButton

    def show_strokes(self, strokes: Strokes) -> None:
        """Show these instead."""
        self._done = strokes
        self.update()

    def show_live(self, is_live: bool) -> None:
        """Whether the ink is what the network is given now; else it steps back."""
        if is_live != self.is_live:
            self.is_live = is_live
            self.update()

    def show_words(self, words: str, below: str = "") -> None:
        """What stands on empty paper."""
        if (words, below) != self.words:
            self.words = (words, below)
            self.update()

    def give_up(self) -> bool:
        """Whether a stroke was under way, which is now forgotten."""
        was_drawing = self.is_drawing
        self._lift()
        if was_drawing:
            self.given_up.emit()
        return was_drawing

    def _set_down(self, at: QPointF, button: Qt.MouseButton, rubs: bool) -> None:
        self._lift()
        self.began.emit()
        self._button, self._rubs = button, rubs
        self._draw_to(at)

    def _draw_to(self, at: QPointF) -> None:
        here = self._place_of(at)
        if not self._is_on_paper(at):
            if self._path and not self._rubs:  # the ink ends at the edge, and goes on where the pen comes back
                self._done = (*self._done, np.array([*self._path, here]))
                self._path = []
                self.update()
                self.changed.emit()
            return
        before = self._path[-1] if self._path else here
        if self._path and np.hypot(here[0] - before[0], here[1] - before[1]) < NEAR:
            return
        self._path.append(here)
        if self._rubs:
            self._done = erased(self._done, np.array([before, here]), ERASER)
        self.update()
        self.changed.emit()

    def _end(self, at: QPointF) -> None:
        self._draw_to(at)
        self._done = self.strokes
        self._lift()
        self.ended.emit()

    def _lift(self) -> None:
        self._path, self._button, self._rubs = [], Qt.MouseButton.NoButton, False
        self.update()

    # Mouse and pen ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        button = event.button()
        if button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton) and not self.is_drawing:
            self._set_down(event.position(), button, rubs=button == Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.is_drawing and not event.buttons():  # lifted where nobody told: below a dialog, say
            self._end(event.position())
        elif self.is_drawing:
            self._draw_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.is_drawing and event.button() == self._button:
            self._end(event.position())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen tells where it is more finely than a mouse; its other end is an eraser."""
        event.accept()
        kind = event.type()
        if kind == QTabletEvent.Type.TabletPress and not self.is_drawing:
            is_turned = event.pointerType() == QPointingDevice.PointerType.Eraser
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._set_down(event.position(), event.button(), is_turned or event.button() == Qt.MouseButton.RightButton)
        elif kind == QTabletEvent.Type.TabletMove and self.is_drawing:
            self._draw_to(event.position())
        elif kind == QTabletEvent.Type.TabletRelease and self.is_drawing:
            self._end(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.key() == Qt.Key.Key_Escape and self.give_up()):
            super().keyPressEvent(event)

    # Looks -----------------------------------------------------------------------------------------------------------

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIDE_PX, SIDE_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_SIDE_PX, LEAST_SIDE_PX)

    def place_px(self, x: float, y: float) -> QPointF:
        """Where a place of a stroke lies in this widget."""
        side, frame = self._side, self.rect()
        corner = QPointF((frame.width() - side) / 2.0, (frame.height() - side) / 2.0)
        return corner + QPointF(x, y) * side

    @property
    def _side(self) -> float:
        return float(min(self.width(), self.height()))

    def _is_on_paper(self, at: QPointF) -> bool:
        inside = (at - self.place_px(0.0, 0.0)) / self._side
        return 0.0 <= inside.x() <= 1.0 and 0.0 <= inside.y() <= 1.0

    def _place_of(self, at: QPointF) -> tuple[float, float]:
        inside = (at - self.place_px(0.0, 0.0)) / self._side
        return min(1.0, max(0.0, inside.x())), min(1.0, max(0.0, inside.y()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = self._theme
            painter.setPen(QPen(QColor(theme.ink if self.hasFocus() else theme.hairline), 1.0))
            painter.setBrush(QColor(theme.notice_surface))
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, 1.5 * CORNER_PX, 1.5 * CORNER_PX)
            strokes = self.strokes
            if strokes:
                self._paint_ink(painter, strokes)
            else:
                self._paint_words(painter)
            if self._rubs and self._path:
                painter.setPen(QPen(QColor(theme.muted), 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(self.place_px(*self._path[-1]), ERASER * self._side, ERASER * self._side)
        finally:
            painter.end()

    def _paint_ink(self, painter: QPainter, strokes: Strokes) -> None:
        theme, width = self._theme, PEN * self._side
        colour = QColor(theme.ink) if self.is_live else blend(theme.muted, theme.notice_surface, 0.7)
        pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        for stroke in strokes:
            places = [self.place_px(x, y) for x, y in stroke.tolist()]
            if len(places) == 1:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawEllipse(places[0], width / 2.0, width / 2.0)
            else:
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPath(smooth(places))

    def _paint_words(self, painter: QPainter) -> None:
        """In the middle, where the digit will be."""
        painter.setPen(QColor(self._theme.muted))
        for words, font, below_px in zip(self.words, self._hint_fonts, (-9, 9), strict=True):
            painter.setFont(font)
            painter.drawText(self.rect().translated(0, below_px), Qt.AlignmentFlag.AlignCenter, words)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()


def smooth(places: list[QPointF]) -> QPainterPath:
    """A line from the first place to the last that bends at the others instead of breaking."""
    path = QPainterPath(places[0])
    for place, after in pairwise(places[1:]):
        path.quadTo(place, (place + after) / 2.0)
    path.lineTo(places[-1])
    return path
