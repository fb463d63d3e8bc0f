"""The whole network in a corner, where the canvas shows only a part of it: a click or drag moves what is seen."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.canvas.cards.surface import paint_surface
from gui.canvas.drawn.geometry import Geometry
from gui.theme import Theme, blend

LARGEST = QSize(136, 88)
INSET_PX = 6.0
THINNEST_PX = 3.0


class Minimap(QWidget):
    """Columns as bars, and the part that is seen as a frame."""

    asked = Signal(QPointF)
    """The middle of what shall be seen, on the drawing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._geometry: Geometry | None = None
        self._seen = QRectF()
        self.setObjectName("minimap")
        self.setAccessibleName("The whole network")
        self.setToolTip("The whole network: click or drag to move what is seen. F shows all of it.")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.hide()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def show_view(self, geometry: Geometry, seen: QRectF) -> None:
        """Show this much of it, on the drawing; all of it hides the map."""
        self._geometry, self._seen = geometry, seen
        whole = QRectF(0.0, 0.0, geometry.width, geometry.height)
        is_needed = not seen.adjusted(-1.0, -1.0, 1.0, 1.0).contains(whole)
        if is_needed:
            room = QRectF(0, 0, LARGEST.width() - 2 * INSET_PX, LARGEST.height() - 2 * INSET_PX)
            scale = min(room.width() / whole.width(), room.height() / whole.height())
            self.resize(
                round(max(whole.width() * scale, 24.0) + 2 * INSET_PX),
                round(max(whole.height() * scale, 24.0) + 2 * INSET_PX),
            )
        self.setVisible(is_needed)
        self.update()

    def place_of(self, place: QPointF) -> QPointF:
        """Where a place of the drawing is on this map."""
        across, down = self._scales
        return QPointF(INSET_PX + place.x() * across, INSET_PX + place.y() * down)

    @property
    def _scales(self) -> tuple[float, float]:
        if self._geometry is None:
            return 1.0, 1.0
        inner = QRectF(self.rect()).adjusted(INSET_PX, INSET_PX, -INSET_PX, -INSET_PX)
        return inner.width() / self._geometry.width, inner.height() / self._geometry.height

    def _ask(self, at: QPointF) -> None:
        across, down = self._scales
        self.asked.emit(QPointF((at.x() - INSET_PX) / across, (at.y() - INSET_PX) / down))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._ask(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event.position())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bands, bars and the frame."""
        if self._geometry is None:
            return
        theme = self._theme
        painter = QPainter(self)
        try:
            paint_surface(painter, theme, self, theme.hairline)
            columns = self._geometry.columns
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(theme.muted, theme.field, 0.15))
            for left, right in pairwise(columns):
                ends = ((left.x, left.top), (right.x, right.top), (right.x, right.bottom), (left.x, left.bottom))
                painter.drawPolygon(QPolygonF([self.place_of(QPointF(*end)) for end in ends]))
            painter.setBrush(QColor(theme.muted))
            for column in columns:
                half = column.node / 2
                top = self.place_of(QPointF(column.x - half, column.top))
                bottom = self.place_of(QPointF(column.x + half, column.bottom))
                wide = max(bottom.x() - top.x(), THINNEST_PX)
                bar = QRectF((top.x() + bottom.x() - wide) / 2, top.y(), wide, max(bottom.y() - top.y(), THINNEST_PX))
                painter.drawRoundedRect(bar, THINNEST_PX / 2, THINNEST_PX / 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ink), 1.5))
            whole = QRectF(0.0, 0.0, self._geometry.width, self._geometry.height)
            seen = self._seen & whole
            painter.drawRect(QRectF(self.place_of(seen.topLeft()), self.place_of(seen.bottomRight())))
        finally:
            painter.end()
