"""The pill of a layer without neurons: says what stands after a column, and opens its choices."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from core.layers import BatchNormalization, Dropout, Follower
from gui.canvas.drawn.followers import MOMENTA, RATES, names, percent, tip
from gui.canvas.drawn.letters import font
from gui.menus import Menu
from gui.text_field import PassingField
from gui.theme import SMALL_PX, Theme
from gui.tip_beside import wrapped

PILL_PX = 20
PILL_GAP_PX = 3
PADDING_PX = 8


class Pill(QToolButton):
    """One layer without neurons. It asks for changes; the canvas makes them."""

    asked = Signal(object)
    """The same kind of layer with other settings; None: it shall go."""
    typed = Signal(str)
    """A dropout rate in percent, not looked at yet."""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._follower: Follower | None = None
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = Menu(self)
        self._menu.setObjectName(f"{name}-menu")
        self.setMenu(self._menu)
        self._field = _RateField(self)
        self._field.setObjectName(f"{name}-rate")
        self._field.setAccessibleName("Dropout rate in percent")
        self._field.setToolTip("How many percent are left out: 0 to below 100, often 20.")
        self._field.entered.connect(self.typed)
        self.show_theme(theme)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self._field.setStyleSheet(
            f"QLineEdit {{ background: {theme.field}; border: 1px solid {theme.ink}; border-radius: {PILL_PX // 2}px;"
            f" padding: 0; min-height: 0; font-size: {SMALL_PX}px; color: {theme.ink}; }}"
        )
        self.update()

    def show_follower(self, follower: Follower, column: str) -> None:
        """Stand for this layer after the column of this name."""
        self.setToolTip(wrapped(tip(follower, column)))
        self.setAccessibleName(f"{names(follower)[0]} after {column}")
        self.setAccessibleDescription("Enter opens its choices, Delete removes it")
        if follower == self._follower:
            return
        self._follower = follower
        self.setText(names(follower)[0])
        self._field.close_unchanged()
        self._menu.clear()
        match follower:
            case Dropout(rate=rate):
                for choice in RATES:
                    self._offer(percent(choice), follower.replace(rate=choice), is_chosen=choice == rate)
                other = self._menu.addAction("Other…")
                other.triggered.connect(lambda: self._field.open_with(percent(rate)))
            case BatchNormalization(momentum=momentum):
                for choice in MOMENTA:
                    chosen = follower.replace(momentum=choice)
                    self._offer(f"Momentum {choice:g}", chosen, is_chosen=choice == momentum)
        self._menu.addSeparator()
        self._menu.addAction("Remove").triggered.connect(lambda: self.asked.emit(None))
        self.update()

    def _offer(self, text: str, follower: Follower, is_chosen: bool) -> None:
        choice = self._menu.addAction(text)
        choice.setCheckable(True)
        choice.setChecked(is_chosen)
        choice.triggered.connect(self._asker(follower))

    def _asker(self, follower: Follower) -> Callable[[], None]:
        return lambda: self.asked.emit(follower)

    @property
    def _names(self) -> tuple[str, ...]:
        return () if self._follower is None else names(self._follower)

    def best_width(self, room: int | None = None) -> int:
        """How wide the pill is for the longest of its names that the room has place for; None: there is no end."""
        metrics = QFontMetrics(font(SMALL_PX))
        widths = [metrics.horizontalAdvance(name) + 2 * PADDING_PX for name in self._names]
        return next((width for width in widths if room is None or width <= room), room or 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded hairline around the longest name that has room."""
        theme = self._theme
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            is_live = self.underMouse() or self.isDown()
            painter.setPen(QPen(QColor(theme.ink if self.hasFocus() else theme.hairline), 1.0))
            painter.setBrush(QColor(theme.hover if is_live else theme.canvas))
            painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
            if self._names:
                paint_name(painter, theme, self._names, frame)
        finally:
            painter.end()

    # Hands and keys --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is typed stands where the name does."""
        self._field.setGeometry(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the choices, Delete removes; up and down are the chip's."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.asked.emit(None)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _RateField(PassingField):
    """A rate in percent, typed over its pill: Enter and going elsewhere take it, Esc gives it up."""

    entered = Signal(str)

    def __init__(self, pill: QWidget) -> None:
        super().__init__(pill)
        self.hide()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(12)

    def open_with(self, text: str) -> None:
        """Begin with this rate; what is typed takes the place of the number and leaves the sign."""
        self.setText(text)
        self.show()
        self.setFocus()
        self.setSelection(0, len(text.removesuffix(" %")))

    def close_unchanged(self) -> None:
        """Give up what was typed."""
        self.clearFocus()  # before it hides: Qt would hand the keyboard to the next control, and Space would not train
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc are not for the pill below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_unchanged()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        else:
            super().keyPressEvent(event)

    def finish(self) -> None:
        """Take what was typed."""
        text, is_other = self.text(), self.isModified()
        self.setModified(False)  # a press elsewhere is told first, and then that the field is left by it
        self.close_unchanged()
        if is_other:
            self.entered.emit(text)


def paint_name(painter: QPainter, theme: Theme, names: tuple[str, ...], frame: QRectF) -> None:
    """The longest of these names that fits into the frame, in its middle."""
    painter.setFont(font(SMALL_PX))
    painter.setPen(QColor(theme.ink))
    metrics = painter.fontMetrics()
    room = int(frame.width()) - PADDING_PX
    text = next((name for name in names if metrics.horizontalAdvance(name) <= room), names[-1])
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)
