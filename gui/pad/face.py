"""The pad's face: seven segments that a person lights by drawing, clicking or typing.

A stroke is seen as ink while it is drawn, and lights each segment whose body it meets; at its end it snaps to the
segments that it stands for (`gui.pad.freehand`). The right button, or Shift, rubs out what the stroke meets. A click
changes one segment; a click with the right button opens the menu that breaks it. Esc takes back an unfinished stroke.
"""

import numpy as np
from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.broken import WORDS, Broken
from core.data.segments import SHAPES
from gui.pad.drawing import Drawing
from gui.pad.flicker import Flicker
from gui.pad.keyed import Keyed
from gui.pad.segment_picture import paint_letter, paint_segment, segment_rect
from gui.pad.segments_geometry import NAMES, NEIGHBOURS, SEGMENTS, Place, segment_at, segments_on
from gui.theme import CORNER_PX, LIGHT, SMALL_PX, Theme, body_font

CLICK_PX = 6.0
"""A press that moves farther than this is a stroke."""
CARD = QSize(152, 228)
MARGIN_PX = 30.0
THICK_OF_LENGTH = 0.22

_ARROWS = {Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right", Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
_TOGGLES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CLEARS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_REACHED_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class PadFace(Keyed):
    """Seven segments, lettered a to g: what is lit on them by hand, and what arrives of it where some are broken."""

    changed = Signal(object)
    """Something else is lit, or arrives; carries what arrives: seven values, 0.0 or 1.0, as a read-only array."""
    menu_wanted = Signal(str, QPoint)
    """(segment, where on screen): somebody wants to break it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segment-pad-face")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setToolTip(
            "Draw a digit by hand, or click single segments; drag with the right button, or with Shift, to rub out.\n"
            "A right click on a segment breaks or mends it.\n"
            "Keys: 0 to 9 for a whole digit, arrows and Space for one segment, B to break it, Backspace to clear."
        )
        self.drawn: Array = _frozen(np.zeros(len(NAMES)))
        """What was lit by hand, (7,)."""
        self.values: Array = self.drawn
        """What arrives of it, (7,)."""
        self.is_given = False
        """Whether a sample is shown as it is, past what is broken."""
        self.broken = Broken()
        self.is_walked = False
        """Whether arrow keys walk from segment to segment: a person came here by keyboard."""
        self._flicker = Flicker(self, 1)
        self._flicker.ticked.connect(self._arrive)
        self._theme = LIGHT
        self._font = body_font(SMALL_PX, bold=True)
        self._chosen = "a"
        self._drawing = Drawing()
        self._stroke: list[QPointF] = []
        self._before_stroke = self.drawn
        self._button = Qt.MouseButton.NoButton
        self._rubs_out = False
        self._name()

    def set_values(self, values: Array) -> None:
        """Light the segments whose value is at least 0.5, by hand.    values (7,)"""
        self._drawing.forget()
        self._light(values)

    def show_given(self, values: Array) -> None:
        """Show a sample as it is, whatever is broken: segments whose value is at least 0.5 arrive.    values (7,)"""
        self._drawing.forget()
        self.is_given = True
        self._take(_lit(values))

    def break_segments(self, broken: Broken) -> None:
        """From now on these are broken, and what was lit goes through them."""
        if broken == self.broken:
            return
        self.broken = broken
        self.is_given = False
        self._flicker.run(broken.flickers)
        self._arrive()
        self._name()
        self.update()

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

    # What is lit, and what arrives -------------------------------------------------------------------------------

    def _light(self, values: Array) -> None:
        self.is_given = False
        self._take(_lit(values))

    def _take(self, drawn: Array) -> None:
        was, self.drawn = self.drawn, drawn
        self._arrive(is_other=not np.array_equal(was, drawn))

    def _arrive(self, is_other: bool = False) -> None:
        """What is lit arrives as what is broken lets it; say so where that is something else."""
        values = self.drawn
        if not self.is_given:
            values = self.broken.arriving(self.drawn, self._flicker.coins[0])
        if np.array_equal(values, self.values) and not is_other:
            return
        self.values = _frozen(values)
        self._name()
        self.update()
        self.changed.emit(self.values)

    def _is_lit(self, name: str) -> bool:
        return bool(self.drawn[NAMES.index(name)])

    def _switch(self, name: str, on: bool) -> None:
        values = np.array(self.drawn)
        values[NAMES.index(name)] = float(on)
        self.set_values(values)

    # Mouse -------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton) or self._stroke:
            event.ignore()
            return
        self.is_walked = False
        self._button = event.button()
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._rubs_out = self._button == Qt.MouseButton.RightButton or is_shifted
        self._before_stroke = self.drawn
        self._stroke = [event.position()]
        if not self._rubs_out:
            self._drawing.begin(self.drawn, event.timestamp())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._stroke and not self._is_click(event.position()):
            self._draw_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._stroke or event.button() != self._button:
            return
        if self._is_click(event.position()):
            self._click(self._stroke[0], event.globalPosition().toPoint())
        else:
            self._draw_to(event.position())
            if not self._rubs_out:
                places = [self._place_of(at) for at in self._stroke]
                self._light(self._drawing.add(places, event.timestamp()))
        self._stroke = []
        self.update()

    def _is_click(self, to: QPointF) -> bool:
        """Whether a press that has come to here is no stroke yet."""
        return len(self._stroke) == 1 and QLineF(self._stroke[0], to).length() <= CLICK_PX

    def _click(self, at: QPointF, on_screen: QPoint) -> None:
        name = segment_at(self._place_of(at))
        if name is None:
            return
        if self._button == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(name, on_screen)
        else:
            self._switch(name, not self._is_lit(name) and not self._rubs_out)

    def _draw_to(self, to: QPointF) -> None:
        """Draw the stroke on to here, and light (or rub out) what it meets on the way."""
        met = segments_on(self._place_of(self._stroke[-1]), self._place_of(to))
        self._stroke.append(to)
        values = np.array(self.drawn)
        values[[NAMES.index(name) for name in met]] = float(not self._rubs_out)
        if self._rubs_out:
            self._drawing.forget()
        if met:
            self._light(values)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key; the right button has its own way, since a drag with it rubs out."""
        event.accept()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._ask_menu()

    def _ask_menu(self) -> None:
        self.is_walked = True
        self.update()
        self.menu_wanted.emit(self._chosen, self.mapToGlobal(self._segment_rect(self._chosen).center().toPoint()))

    # Keyboard ----------------------------------------------------------------------------------------------------

    def _on_key(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._stroke = []
            self._light(self._before_stroke)
            self.update()
        elif key in _ARROWS:
            if self.is_walked:
                self._chosen = NEIGHBOURS[self._chosen].get(_ARROWS[key], self._chosen)
            self.is_walked = True
            self._name()
            self.update()
        elif key in _TOGGLES:
            self._switch(self._chosen, not self._is_lit(self._chosen))
        elif key == Qt.Key.Key_B:
            self._ask_menu()
        elif key in _CLEARS:
            self.set_values(np.zeros(len(NAMES)))
        else:
            self.set_values(SHAPES[int(event.text())])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.is_walked = self.is_walked or event.reason() in _REACHED_BY_KEYS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
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
        return key in _ARROWS or key in _CLEARS or key == Qt.Key.Key_B or event.text() in tuple("0123456789")

    # Looks -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.notice_surface))
            painter.drawRoundedRect(self.card_rect(), 1.5 * CORNER_PX, 1.5 * CORNER_PX)
            for name, is_lit, was_lit in zip(NAMES, self.values.tolist(), self.drawn.tolist(), strict=True):
                box = self._segment_rect(name)
                is_chosen = self.is_walked and name == self._chosen
                paint_segment(painter, box, self._theme, bool(is_lit), bool(was_lit), is_chosen)
                colour = self._theme.canvas if is_lit else self._theme.muted
                paint_letter(painter, box, name, colour, self.broken.state(name), SEGMENTS[name].is_lying)
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

    def _segment_rect(self, name: str) -> QRectF:
        corner, length = self._frame()
        return segment_rect(name, corner, length, THICK_OF_LENGTH * length)

    def _frame(self) -> tuple[QPointF, float]:
        """The display's upper left corner, and the length of a segment, in pixels."""
        card = self.card_rect()
        length = card.width() * (1.0 - 2.0 * MARGIN_PX / CARD.width())
        corner = QPointF(card.center().x() - length / 2.0, card.center().y() - length)
        return corner, length

    def _place_of(self, at: QPointF) -> Place:
        corner, length = self._frame()
        return (at.x() - corner.x()) / length, (at.y() - corner.y()) / length

    def _name(self) -> None:
        lit = [name for name, value in zip(NAMES, self.drawn.tolist(), strict=True) if value]
        what = f"segments {', '.join(lit)} lit" if lit else "blank"
        broken = f"; {self.broken.words}" if not self.broken.is_whole else ""
        state = self.broken.state(self._chosen)
        how = f", {WORDS[state]}" if state != "works" else ""
        walk = f"; segment {self._chosen} chosen{how}" if self.is_walked else ""
        self.setAccessibleName(f"Seven-segment pad, {what}{broken}{walk}")


def _lit(values: Array) -> Array:
    lit = np.asarray(values) >= 0.5
    if lit.shape != (len(NAMES),):
        raise ValueError(f"the pad has {len(NAMES)} segments, not {lit.shape}")
    return _frozen(lit.astype(np.float64))


def _frozen(values: Array) -> Array:
    values.flags.writeable = False
    return values
