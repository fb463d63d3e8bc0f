"""What a pointer or the arrow keys read off the plot of runs: a dot on each curve, and a card with exact values."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.theme import GRID_PX, SMALL_PX, Theme, body_font
from gui.views.axes import epochs_text
from gui.views.run_frame import Frame
from gui.views.run_lines import Line

ROW_PX, GAP_PX = 15, 12
MOST_ROWS = 8
DOT_PX = 3.0


def readings(lines: Sequence[Line], epoch: float) -> list[tuple[Line, float, float]]:
    """Each line with epoch and value of its point next to this epoch."""
    found = ((line, line.nearest(epoch)) for line in lines)
    return [(line, *point) for line, point in found if point is not None]


def paint_readings(
    painter: QPainter,
    frame: Frame,
    lines: Sequence[Line],
    epoch: float,
    text: Callable[[float], str],
    theme: Theme,
    width_px: float,
) -> None:
    """Paint a line at the epoch, dots, and the card beside it, within the plot's width."""
    area, found, x = frame.area, readings(lines, epoch), frame.across(epoch)
    painter.setPen(QPen(QColor(theme.muted), 1.0))
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    painter.setPen(Qt.PenStyle.NoPen)
    for line, at, value in found:
        place = frame.place(at, value)
        if area.adjusted(-1.0, -1.0, 1.0, 1.0).contains(place):
            painter.setBrush(QColor(line.colour))
            painter.drawEllipse(place, DOT_PX, DOT_PX)
    rows = [
        ((line.label, line.colour), (text(value), theme.ink), (f"epoch {epochs_text(at)}", theme.muted))
        for line, at, value in found[:MOST_ROWS]
    ]
    if len(found) > MOST_ROWS:
        rows.append((("", theme.ink), (f"{len(found) - MOST_ROWS} more", theme.muted), ("", theme.muted)))
    if rows:
        _paint_card(painter, rows, QPointF(x, area.top()), x < area.center().x(), theme, width_px)


def _paint_card(
    painter: QPainter,
    rows: Sequence[tuple[tuple[str, str], ...]],
    at: QPointF,
    is_right: bool,
    theme: Theme,
    width_px: float,
) -> None:
    fonts = (body_font(SMALL_PX, bold=True), body_font(SMALL_PX), body_font(SMALL_PX))
    widths = [
        max(QFontMetricsF(font).horizontalAdvance(row[column][0]) for row in rows) + GAP_PX
        for column, font in enumerate(fonts)
    ]
    card = QRectF(0.0, at.y(), sum(widths) - GAP_PX + 2 * GRID_PX, len(rows) * ROW_PX + GRID_PX)
    left = at.x() + GRID_PX if is_right else at.x() - GRID_PX - card.width()
    card.moveLeft(min(max(left, 0.0), width_px - card.width() - 1.0))
    painter.setPen(QPen(QColor(theme.hairline), 1.0))
    painter.setBrush(QColor(theme.field))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0)
    for number, row in enumerate(rows):
        place = QRectF(card.left() + GRID_PX, card.top() + GRID_PX / 2 + number * ROW_PX, 0.0, ROW_PX)
        for (text, colour), font, width in zip(row, fonts, widths, strict=True):
            place.setWidth(width)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            place.translate(width, 0.0)
