"""The controls in a chip: a quiet button, and a field for the number of neurons."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QRegularExpression, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QRegularExpressionValidator,
)
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.canvas.drawn.letters import font
from gui.menus import OPENING_KEYS, open_by_key
from gui.text_field import PassingField
from gui.theme import BODY_PX, SMALL_PX, Theme

MOST_DIGITS = 9
"""Of a typed number of neurons: more than there can be, so that too many are refused instead of cut short."""


class ChipButton(QToolButton):
    """A quiet flat button that draws a sign, or a text with a small arrow beside it."""

    def __init__(self, theme: Theme, sign: Literal["minus", "plus", "arrow"], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sign = sign
        self.is_small = False
        self.is_by_mouse = False
        """Whether the mouse pressed it last, and no key."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def give_menu(self, menu: QMenu) -> None:
        """Have a click open this menu."""
        self.setMenu(menu)
        menu.aboutToHide.connect(self._leave)

    def _leave(self) -> None:
        """The pointer left the button while its menu was open, which Qt does not tell the button."""
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        self.update()

    def moveEvent(self, event: QMoveEvent) -> None:
        """It may move away from under the pointer, too."""
        super().moveEvent(event)
        if self.underMouse() and not self.rect().contains(self.mapFromGlobal(QCursor.pos())):
            self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down are the chip's; Space and Enter open a menu, for somebody without a mouse."""
        self.is_by_mouse = False
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        elif self.menu() is not None and event.key() in OPENING_KEYS:
            open_by_key(self)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pointer is on it."""
        self.is_by_mouse = True
        super().mousePressEvent(event)

    def text_width(self) -> int:
        """How wide the button must be for its text."""
        return QFontMetrics(font(BODY_PX)).horizontalAdvance(self.text()) + 28

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        theme = self._theme
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            is_live = self.isEnabled() and (self.underMouse() or self.isDown())
            has_frame = self._sign == "arrow"
            painter.setPen(
                QPen(QColor(theme.ink), 1.0)
                if self.hasFocus()
                else QPen(QColor(theme.hairline), 1.0)
                if has_frame
                else Qt.PenStyle.NoPen
            )
            painter.setBrush(QColor(theme.hover if is_live else theme.canvas))
            painter.drawRoundedRect(frame, 6, 6)
            pen = QPen(QColor(theme.ink if self.isEnabled() else theme.muted), 1.4)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            if self._sign == "arrow":
                self._paint_text(painter, frame)
            else:
                centre = QRectF(self.rect()).center()
                painter.drawLine(centre + QPointF(-4, 0), centre + QPointF(4, 0))
                if self._sign == "plus":
                    painter.drawLine(centre + QPointF(0, -4), centre + QPointF(0, 4))
        finally:
            painter.end()

    def _paint_text(self, painter: QPainter, frame: QRectF) -> None:
        painter.setFont(font(SMALL_PX if self.is_small else BODY_PX))
        inner = frame.adjusted(5 if self.is_small else 8, 0, -12 if self.is_small else -17, 0)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(inner.width()) + 1)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        tip = QPointF(frame.right() - (7 if self.is_small else 10), frame.center().y() + 2)
        painter.setBrush(painter.pen().color())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([tip + QPointF(-3.5, -3.5), tip + QPointF(3.5, -3.5), tip + QPointF(0, 1)]))


class CountField(PassingField):
    """The number of neurons, typed: Enter and going elsewhere take it, Esc puts the old one back."""

    entered = Signal(int)
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._count = 0
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(MOST_DIGITS)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))

    def show_theme(self, theme: Theme) -> None:
        """Change colours: nothing but the number until it is touched."""
        self.setStyleSheet(
            f"QLineEdit {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 0;"
            f" min-height: 0; color: {theme.ink}; }}"
            f"QLineEdit:hover {{ background: {theme.hover}; }}"
            f"QLineEdit:focus {{ background: {theme.field}; border-color: {theme.ink}; }}"
        )

    def show_count(self, count: int) -> None:
        """Show this number."""
        self._count = count
        self.setText(str(count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what was typed, Esc gives it up; up and down are one more and one fewer."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(str(self._count))
            self.clearFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Not QLineEdit's way: it would hand the key on to the canvas, where it opens the chosen neuron's formula.
            self._take_typed()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def go(self) -> None:
        """Show the number that holds."""
        self.setText(str(self._count))

    def finish(self) -> None:
        """Take what was typed."""
        if self.text() and int(self.text()) != self._count:
            self.entered.emit(int(self.text()))
        self.setText(str(self._count))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click marks the whole number, ready to be typed over."""
        super().mouseReleaseEvent(event)
        if not self.hasSelectedText():
            self.selectAll()

    def _take_typed(self) -> None:
        self.finish()
        self.clearFocus()  # Space trains again
