"""The small card beside the pointer that says what the network answers there."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.canvas.cards.surface import inside, paint_surface
from gui.theme import BODY_PX, LIGHT, SMALL_PX, Theme, body_font
from gui.views.readout import Readout

INSET_PX, TOP_PX, ROW_PX, FIRST_PX = 8.0, 5.0, 15.0, 18.0
GAP_PX = 10.0
AWAY_PX = 14.0
WIDEST_PX = 220.0
WIDEST_SHARE = 0.6
"""Of the picture's width: a small picture is not to be hidden by long names."""


class ReadoutCard(QWidget):
    """Keeps beside a place and within its parent's picture; lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self.setObjectName("readout")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = LIGHT
        self._fonts = body_font(BODY_PX, bold=True), body_font(SMALL_PX)
        self.readout: Readout | None = None

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def show_readout(self, readout: Readout | None, place: QPointF, room: QRectF) -> None:
        """Show this beside a place; None: nothing.

        room  where the card stays within, in the parent
        """
        self.readout = readout
        if readout is None:
            self.hide()
            return
        self.setAccessibleName(readout.text)
        first, small = (QFontMetricsF(font) for font in self._fonts)
        widths = [small.horizontalAdvance(readout.where)]
        for index, (name, value) in enumerate(readout.lines):
            metrics = small if index else first
            widths.append(metrics.horizontalAdvance(name) + metrics.horizontalAdvance(value) + GAP_PX * bool(value))
        width = min(WIDEST_PX, WIDEST_SHARE * room.width(), max(widths)) + 2.0 * INSET_PX + 1.0
        height = 2.0 * TOP_PX + ROW_PX + FIRST_PX + ROW_PX * (len(readout.lines) - 1)
        # To the right of and above the place; where there is no room, on its other side, so that it is never covered.
        left = place.x() + AWAY_PX if place.x() + AWAY_PX + width <= room.right() else place.x() - AWAY_PX - width
        top = place.y() - AWAY_PX - height if place.y() - AWAY_PX - height >= room.top() else place.y() + AWAY_PX
        frame = inside(QRectF(QPointF(left, top), QSizeF(width, height)), room).toRect()
        if frame != self.geometry():
            self.setGeometry(frame)
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The coordinates, and the answer with the first line in bold."""
        readout = self.readout
        if readout is None:
            return
        theme = self._theme
        painter = QPainter(self)
        try:
            paint_surface(painter, theme, self, theme.hairline)
            width = self.width() - 2.0 * INSET_PX
            painter.setFont(self._fonts[1])
            painter.setPen(QColor(theme.muted))
            self._write(painter, TOP_PX, ROW_PX, width, readout.where, "")
            top = TOP_PX + ROW_PX
            for index, (name, value) in enumerate(readout.lines):
                painter.setFont(self._fonts[1 if index else 0])
                painter.setPen(QColor(theme.muted if index else theme.ink))
                high = ROW_PX if index else FIRST_PX
                self._write(painter, top, high, width, name, value)
                top += high
        finally:
            painter.end()

    def _write(self, painter: QPainter, top: float, high: float, width: float, left: str, right: str) -> None:
        align = Qt.AlignmentFlag
        metrics = QFontMetricsF(painter.font())
        kept = metrics.horizontalAdvance(right) + GAP_PX if right else 0.0
        text = metrics.elidedText(left, Qt.TextElideMode.ElideRight, width - kept + 0.5)
        room = QRectF(INSET_PX, top, width + 1.0, high)
        painter.drawText(room, align.AlignLeft | align.AlignVCenter, text)
        painter.drawText(room, align.AlignRight | align.AlignVCenter, right)
