"""The strip of parts that are dragged onto the canvas."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from gui.canvas.nodes import font
from gui.theme import CORNER_PX, SMALL_PX, Theme

TILE_PX = QSize(52, 46)


class Tile(QAbstractButton):
    """One part: dragged with the mouse, or Enter on the focused tile.

    The drag is told in places on this tile; whoever listens maps them.
    """

    grabbed = Signal(QPointF)
    moved = Signal(QPointF)
    dropped = Signal(QPointF)
    activated = Signal()

    def __init__(self, name: str, tip: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._press: QPointF | None = None
        self.setText(name)
        self.setObjectName(f"tile-{name.lower()}")
        self.setToolTip(tip)
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(TILE_PX)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the part."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.grabbed.emit(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it."""
        if self._press is not None:
            self.moved.emit(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if self._press is not None and event.button() == Qt.MouseButton.LeftButton:
            self._press = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.dropped.emit(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, or the space bar, adds the part without a mouse."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not event.isAutoRepeat():
                self.activated.emit()
        else:
            event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be taken."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And no longer."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A neuron, and its name."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(QColor(self._theme.ink), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.hover if self.underMouse() else self._theme.canvas))
            painter.drawRoundedRect(frame, 6, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.muted))
            painter.drawEllipse(QPointF(frame.center().x(), frame.top() + 15), 8, 8)
            painter.setPen(QColor(self._theme.ink))
            painter.setFont(font(SMALL_PX))
            painter.drawText(frame.adjusted(0, 27, 0, -2), Qt.AlignmentFlag.AlignCenter, self.text())
        finally:
            painter.end()


class PartsStrip(QWidget):
    """The tiles, one below the other."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("parts")
        self.setAccessibleName("Parts")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(0)
        tip = (
            "Drag onto a layer for one more neuron, or between two for a new layer. Enter adds one to the chosen layer."
        )
        self.neuron = Tile("Neuron", tip, theme, self)
        layout.addWidget(self.neuron)
        self.adjustSize()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.neuron.show_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline around the tiles."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
            painter.setBrush(QColor(self._theme.canvas))
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, CORNER_PX, CORNER_PX)
        finally:
            painter.end()
