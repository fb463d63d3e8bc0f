"""Small marks on what training does not move: a lock, and the gap of a connection that is cut."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.theme import Theme, blend

LOCK_PX = 8.0
BADGE_PX = 8.5
GAP_PX = 5.0


def paint_badge(painter: QPainter, theme: Theme, centre: QPointF, strength: float = 1.0) -> None:
    """A lock on a disc, to stand on a line; strength: how far it has not stepped back."""
    painter.setPen(QPen(blend(theme.ink, theme.canvas, 0.55 * strength), 1.0))
    painter.setBrush(QColor(theme.canvas))
    painter.drawEllipse(centre, BADGE_PX, BADGE_PX)
    paint_lock(painter, theme, centre, strength)


def paint_lock(painter: QPainter, theme: Theme, centre: QPointF, strength: float = 1.0) -> None:
    """A closed lock in ink."""
    ink = blend(theme.ink, theme.canvas, strength)
    body = QRectF(centre.x() - LOCK_PX / 2, centre.y() - 0.5, LOCK_PX, 5.0)
    shackle = QRectF(centre.x() - 2.4, centre.y() - 4.6, 4.8, 7.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.3))
    painter.drawArc(shackle, 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(body, 1.2, 1.2)


def paint_gap(painter: QPainter, theme: Theme, centre: QPointF, slope: float, strength: float = 1.0) -> None:
    """A gap in a line of this slope (down over across), with a stroke at each end."""
    painter.save()
    painter.translate(centre)
    painter.rotate(QLineF(0.0, 0.0, 1.0, -slope).angle())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.canvas))
    painter.drawRect(QRectF(-GAP_PX / 2, -3.0, GAP_PX, 6.0))
    painter.setPen(QPen(blend(theme.muted, theme.canvas, strength), 1.3))
    for x in (-GAP_PX / 2, GAP_PX / 2):
        painter.drawLine(QLineF(x - 1.5, 4.5, x + 1.5, -4.5))
    painter.restore()


def cut_pen(theme: Theme, strength: float = 1.0) -> QPen:
    """The dotted line of a connection that is not there."""
    pen = QPen(blend(theme.muted, theme.canvas, 0.85 * strength), 1.2)
    pen.setDashPattern([1.0, 3.0])
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
