"""The weight matrix of two columns as a small square between them, where not each of their connections is drawn."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from core.arrays import Array
from core.wording import counted
from gui.canvas.wide.matrix import paint_matrix
from gui.theme import Theme

FRAME_PX = 4
"""Clear room around the matrix, so that it stands out against the lines behind it."""
SMALLEST_PX, LARGEST_PX = 28, 68
SHARE = 0.34
"""Of the way from one column to the next."""
NARROWEST_PITCH = 72.0


def side_for(pitch: float) -> int:
    """How large a tile between columns of this distance is, frame included; 0: there is no room for one."""
    if pitch < NARROWEST_PITCH:
        return 0
    return round(min(max(SHARE * pitch, SMALLEST_PX), LARGEST_PX))


class MatrixTile(QAbstractButton):
    """A picture of all weights between two columns; a click opens the matrix."""

    asked = Signal(int)
    """The matrix of this layer."""

    def __init__(self, layer: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._layer = layer
        self._theme = theme
        self._weights: Array | None = None
        self._scale = 0.0
        self.setObjectName(f"layer-{layer}-matrix")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: self.asked.emit(self._layer))

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def show_name(self, name: str, shape: tuple[int, int]) -> None:
        """Stand for the weights of this name, (inputs, units) of them."""
        self.setAccessibleName(f"Weight matrix {name}")
        self.setAccessibleDescription(f"{counted(shape[0], 'row')}, {counted(shape[1], 'column')}")
        size = f"{counted(shape[0], 'row')} by {counted(shape[1], 'column')}"
        self.setToolTip(
            f"All {shape[0] * shape[1]:,} weights {name}, {size}; of those that share a pixel the strongest is seen.\n"
            "Click for the weight matrix (M)."
        )

    def show_weights(self, weights: Array, scale: float) -> None:
        """Show these weights (inputs, units); scale: the |w| of the full colour."""
        self._weights, self._scale = weights, scale
        self.update()

    def sizeHint(self) -> QSize:
        """Its size is decided by who places it."""
        return self.size()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Its outline darkens."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        """And fades."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The matrix in a hairline on the canvas's ground."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.canvas))
            painter.drawRoundedRect(QRectF(self.rect()), FRAME_PX, FRAME_PX)
            inner = QRectF(self.rect()).adjusted(FRAME_PX, FRAME_PX, -FRAME_PX, -FRAME_PX)
            if self._weights is not None:
                paint_matrix(painter, self._theme, self._weights, self._scale, inner, inner)
            is_live = self.hasFocus() or self.underMouse()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.ink if is_live else self._theme.muted), 2.0 if is_live else 1.0))
            painter.drawRect(inner.adjusted(-0.5, -0.5, 0.5, 0.5))
        finally:
            painter.end()
