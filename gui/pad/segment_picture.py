"""How one segment of a display is painted: dark or lit, what is broken about it, and where it shows other than lit."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from core.broken import State
from gui.pad.segments_geometry import SEGMENTS
from gui.theme import Theme, blend

GAP_PX = 1.5
"""Between the end of a segment and the corner of the body of the next one."""
MARK_PX = 8.0
"""The side of the mark of a broken segment, beside its letter."""


def segment_rect(name: str, corner: QPointF, length: float, thick: float, gap: float = GAP_PX) -> QRectF:
    """Where a segment lies.

    corner  the display's upper left one
    length  a segment's, in pixels; `thick` likewise
    """
    segment = SEGMENTS[name]
    start, end = (corner + QPointF(*place) * length for place in segment)
    box, ends = QRectF(start, end), thick / 2.0 + gap
    if segment.is_lying:
        return box.adjusted(ends, -thick / 2.0, -ends, thick / 2.0)
    return box.adjusted(-thick / 2.0, ends, thick / 2.0, -ends)


def unlit_colour(theme: Theme) -> QColor:
    """A dark segment's colour: just off the card's."""
    return blend(theme.ink, theme.notice_surface, 0.06)


def paint_segment(
    painter: QPainter, box: QRectF, theme: Theme, is_lit: bool, was_lit: bool, is_chosen: bool = False
) -> None:
    """A segment as it arrives, with a dashed line around it where it was lit otherwise."""
    radius = 0.3 * min(box.width(), box.height())
    painter.setPen(QPen(QColor(theme.ink), 2.0) if is_chosen else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.positive) if is_lit else unlit_colour(theme))
    painter.drawRoundedRect(box, radius, radius)
    if is_lit != was_lit and not is_chosen:
        pen = QPen(QColor(theme.ink), 1.5, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2.5, 2.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, radius, radius)


def paint_letter(painter: QPainter, box: QRectF, name: str, colour: str, state: State, is_lying: bool) -> None:
    """A segment's letter in the middle, and behind it (below it, in a standing one) what is broken."""
    painter.setPen(QColor(colour))
    metrics = QFontMetricsF(painter.font())
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
    if state == "works":
        return
    away = (metrics.horizontalAdvance(name) if is_lying else metrics.capHeight()) / 2.0 + MARK_PX
    place = box.center() + (QPointF(away, 0.5) if is_lying else QPointF(0.0, away + 2.0))
    paint_mark(painter, place, state, QColor(colour))


def paint_mark(painter: QPainter, place: QPointF, state: State, colour: QColor) -> None:
    """A full dot: stuck on; a cross: stuck off; a zigzag: it flickers."""
    half = MARK_PX / 2.0
    pen = QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state == "on":
        painter.setBrush(colour)
        painter.drawEllipse(place, half - 0.8, half - 0.8)
    elif state == "off":
        painter.drawLine(place + QPointF(-half + 0.8, -half + 0.8), place + QPointF(half - 0.8, half - 0.8))
        painter.drawLine(place + QPointF(-half + 0.8, half - 0.8), place + QPointF(half - 0.8, -half + 0.8))
    else:
        steps = ((-half, 1.5), (-half / 3.0, -2.5), (half / 3.0, 2.5), (half, -1.5))
        painter.drawPolyline(QPolygonF([place + QPointF(x, y) for x, y in steps]))
