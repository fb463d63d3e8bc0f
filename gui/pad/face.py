"""The pad's face: seven segments that a person lights by drawing, clicking or typing.

A stroke lights every segment whose body it meets and never darkens one; with the right button it rubs out the same way.
A click changes one segment. Esc takes back a stroke that is not finished.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.data.segments import SHAPES
from gui.pad.segments_geometry import NAMES, NEIGHBOURS, SEGMENTS, Place, segment_at, segments_on
from gui.theme import CORNER_PX, LIGHT, SMALL_PX, Theme, blend, body_font

CLICK_PX = 6.0
"""A press that moves farther than this is a stroke."""
CARD = QSize(152, 228)
MARGIN_PX = 30.0
THICK_OF_LENGTH = 0.22
GAP_PX = 1.5

_ARROWS = {Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right", Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
_TOGGLES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CLEARS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_REACHED_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class PadFace(QWidget):
    """Seven segments, lettered a to g."""

    changed = Signal(object)
    """The seven values, 0.0 or 1.0, as a read-only array."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segment-pad-face")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setToolTip(
            "Draw a digit in one or more strokes, or click single segments; drag with the right button to rub out.\n"
            "Keys: 0 to 9 for a whole digit, arrows and Space for one segment, Backspace to clear."
        )
        self.values: Array = _frozen(np.zeros(len(NAMES)))
        self.is_walked = False
        """Whether arrow keys walk from segment to segment: a person came here by keyboard."""
        self._theme = LIGHT
        self._font = body_font(SMALL_PX, bold=True)
        self._chosen = "a"
        self._stroke: list[QPointF] = []
        self._before_stroke = self.values
        self._button = Qt.MouseButton.NoButton
        self._name()

    def set_values(self, values: Array) -> None:
        """Light the segments whose value is at least 0.5.    values (7,)"""
        lit = np.asarray(values) >= 0.5
        if lit.shape != (len(NAMES),):
            raise ValueError(f"the pad has {len(NAMES)} segments, not {lit.shape}")
        if np.array_equal(lit, self.values):
            return
        self.values = _frozen(lit.astype(np.float64))
        self._name()
        self.update()
        self.changed.emit(self.values)

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def place_px(self, place: Place) -> QPointF:
        """Where a place of `segments_geometry` lies in this widget."""
        corner, length = self._frame()
        return QPointF(corner.x() + place[0] * length, corner.y() + place[1] * length)

    def sizeHint(self) -> QSize:
        return CARD

    def minimumSizeHint(self) -> QSize:
        return CARD * 0.6

    # Mouse -------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton) or self._stroke:
            event.ignore()
            return
        self.is_walked = False
        self._button = event.button()
        self._before_stroke = self.values
        self._stroke = [event.position()]
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._stroke:
            return
        if len(self._stroke) > 1 or _distance(self._stroke[0], event.position()) > CLICK_PX:
            self._draw_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._stroke or event.button() != self._button:
            return
        if len(self._stroke) == 1 and _distance(self._stroke[0], event.position()) <= CLICK_PX:
            name = segment_at(self._place_of(self._stroke[0]))
            if name is not None:
                self._switch(name, not self._is_lit(name) and self._button == Qt.MouseButton.LeftButton)
        else:
            self._draw_to(event.position())
        self._stroke = []
        self.update()

    def _draw_to(self, to: QPointF) -> None:
        """Draw the stroke on to here, and light (or rub out) what it meets on the way."""
        met = segments_on(self._place_of(self._stroke[-1]), self._place_of(to))
        self._stroke.append(to)
        values = np.array(self.values)
        values[[NAMES.index(name) for name in met]] = float(self._button == Qt.MouseButton.LeftButton)
        self.set_values(values)
        self.update()

    # Keyboard ----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # A key that means something here must not reach the window's shortcuts.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._wants(event):
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._stroke = []
            self.set_values(self._before_stroke)
            self.update()
        elif key in _ARROWS:
            if self.is_walked:
                self._chosen = NEIGHBOURS[self._chosen].get(_ARROWS[key], self._chosen)
            self.is_walked = True
            self._name()
            self.update()
        elif key in _TOGGLES:
            self._switch(self._chosen, not self._is_lit(self._chosen))
        elif key in _CLEARS:
            self.set_values(np.zeros(len(NAMES)))
        else:
            self.set_values(SHAPES[int(event.text())])

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._wants(event):
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.is_walked = event.reason() in _REACHED_BY_KEYS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.is_walked = False
        self.update()

    def _wants(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _TOGGLES:
            return self.is_walked
        if key == Qt.Key.Key_Escape:
            return bool(self._stroke)
        return key in _ARROWS or key in _CLEARS or event.text() in tuple("0123456789")

    # Looks -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.notice_surface))
            painter.drawRoundedRect(self.card_rect(), 1.5 * CORNER_PX, 1.5 * CORNER_PX)
            for name in NAMES:
                self._paint_segment(painter, name)
            if len(self._stroke) > 1:
                cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
                painter.setPen(QPen(QColor(self._theme.ink), 3.0, Qt.PenStyle.SolidLine, cap, join))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(QPolygonF(self._stroke))
        finally:
            painter.end()

    def card_rect(self) -> QRectF:
        """The card under the segments: as large as fits, in the middle."""
        size = QSize(CARD)
        size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2.0, (self.height() - size.height()) / 2.0, size.width(), size.height()
        )

    def unlit_colour(self) -> QColor:
        """A dark segment's colour: just off the card's."""
        return blend(self._theme.ink, self._theme.notice_surface, 0.06)

    def _paint_segment(self, painter: QPainter, name: str) -> None:
        is_lit = self._is_lit(name)
        box = self._segment_rect(name)
        radius = 0.3 * min(box.width(), box.height())
        is_chosen = self.is_walked and name == self._chosen
        painter.setPen(QPen(QColor(self._theme.ink), 2.0) if is_chosen else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.positive) if is_lit else self.unlit_colour())
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(QColor(self._theme.canvas if is_lit else self._theme.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _segment_rect(self, name: str) -> QRectF:
        _, length = self._frame()
        thick = THICK_OF_LENGTH * length
        segment = SEGMENTS[name]
        box = QRectF(self.place_px(segment.start), self.place_px(segment.end))
        ends = thick / 2.0 + GAP_PX
        if segment.is_lying:
            return box.adjusted(ends, -thick / 2.0, -ends, thick / 2.0)
        return box.adjusted(-thick / 2.0, ends, thick / 2.0, -ends)

    def _frame(self) -> tuple[QPointF, float]:
        """The display's upper left corner, and the length of a segment, in pixels."""
        card = self.card_rect()
        length = card.width() * (1.0 - 2.0 * MARGIN_PX / CARD.width())
        corner = QPointF(card.center().x() - length / 2.0, card.center().y() - length)
        return corner, length

    def _place_of(self, at: QPointF) -> Place:
        corner, length = self._frame()
        return (at.x() - corner.x()) / length, (at.y() - corner.y()) / length

    # Segments ----------------------------------------------------------------------------------------------------

    def _is_lit(self, name: str) -> bool:
        return bool(self.values[NAMES.index(name)])

    def _switch(self, name: str, on: bool) -> None:
        values = np.array(self.values)
        values[NAMES.index(name)] = float(on)
        self.set_values(values)

    def _name(self) -> None:
        lit = [name for name in NAMES if self._is_lit(name)]
        what = f"segments {', '.join(lit)} lit" if lit else "blank"
        walk = f"; segment {self._chosen} chosen" if self.is_walked else ""
        self.setAccessibleName(f"Seven-segment pad, {what}{walk}")


def _frozen(values: Array) -> Array:
    values.flags.writeable = False
    return values


def _distance(one: QPointF, other: QPointF) -> float:
    apart = other - one
    return float((apart.x() ** 2 + apart.y() ** 2) ** 0.5)
