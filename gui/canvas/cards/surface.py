"""What cards, fields and maps that lie on the canvas have in common: their ground, and that they keep inside a room."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui.theme import CORNER_PX, Theme


def paint_surface(painter: QPainter, theme: Theme, widget: QWidget, border: str) -> None:
    """A quiet ground with a border of this colour, over the whole widget."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(border), 1.0))
    painter.setBrush(QColor(theme.field))
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER_PX, CORNER_PX)


def inside(frame: QRectF, room: QRectF) -> QRectF:
    """The frame, moved as little as brings it into the room; its upper left corner where it is larger."""
    x = max(room.left(), min(frame.left(), room.right() - frame.width()))
    y = max(room.top(), min(frame.top(), room.bottom() - frame.height()))
    return QRectF(x, y, frame.width(), frame.height())


def covered(frame: QRectF, others: Iterable[QRectF]) -> float:
    """How much of what is there the frame lies over."""
    parts = (frame & other for other in others)
    return sum(part.width() * part.height() for part in parts if part.isValid())
