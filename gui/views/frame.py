"""The frame of a picture of data: a hairline around it, ticks in the data's own units, and what the axes are."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gui.theme import Theme
from gui.views.axes import Scale, tick_texts, ticks

LEFT_PX = 30
"""Room for the ticks of the upright axis."""
BELOW_PX = 18
"""Room for the ticks of the lying axis."""
MOST_LEFT_PX = 66
NAME_PX = 15
"""A line for an axis's name."""
SHORT = 3
"""Names of up to so many letters stand on their axis, between two ticks."""


def paint_frame(
    painter: QPainter, area: QRectF, across: Scale, up: Scale, theme: Theme, rows: Sequence[float] | None = None
) -> None:
    """Paint a hairline around `area` and hairlines at the ticks within it.

    rows  the upright axis's ticks, where they are others than usual
    """
    painter.setPen(QPen(QColor(theme.hairline), 1.0))
    for x in (round(across(mark)) for mark in ticks(across.low, across.high)):
        painter.drawLine(x, round(area.top()), x, round(area.bottom()))
    for y in (round(up(mark)) for mark in (ticks(up.low, up.high) if rows is None else rows)):
        painter.drawLine(round(area.left()), y, round(area.right()), y)
    painter.drawRect(area.adjusted(-1, -1, 0, 0))


class Rooms(NamedTuple):
    """How much room the axes take beside a picture, in pixels."""

    left: float
    above: float
    below: float


def rooms_for(low: float, high: float, names: tuple[str, str], font: QFont) -> Rooms:
    """Room for an upright axis from low to high, and for the names of both."""
    marks = ticks(low, high)
    widest = max((QFontMetricsF(font).horizontalAdvance(text) for text in tick_texts(marks)), default=0.0)
    # In steps, so that the picture does not tremble while it is dragged along.
    left = min(MOST_LEFT_PX, max(LEFT_PX, 6.0 * math.ceil((widest + 6.0) / 6.0)))
    has_line = _are_long(names)
    return Rooms(left, NAME_PX if has_line else 1.0, BELOW_PX + (NAME_PX if has_line else 0.0))


def paint_ticks(
    painter: QPainter,
    area: QRectF,
    across: Scale,
    up: Scale,
    theme: Theme,
    names: tuple[str, str] = ("", ""),
    columns: Sequence[float] | None = None,
    rows: Sequence[tuple[float, str]] | None = None,
) -> None:
    """Paint the ticks' numbers below and to the left of `area`, and the axes' names, in the painter's font.

    Short names stand on their axis; others have a line of their own, above and below.

    columns  the lying axis's ticks, where they are others than usual
    rows     (value of `up`, text) of the upright axis's ticks, where they are no round values of that scale
    """
    align = Qt.AlignmentFlag
    metrics = painter.fontMetrics()

    def below(x: float, text: str) -> None:
        width = metrics.horizontalAdvance(text)
        left = min(x - width / 2.0, area.right() - width)
        painter.drawText(QRectF(left, area.bottom() + 3, width + 2, 14), align.AlignLeft | align.AlignTop, text)

    def beside(y: float, text: str) -> None:
        y = min(max(y, area.top() + 5), area.bottom() - 2)
        room = area.left() - 6
        text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, round(room))
        painter.drawText(QRectF(0, y - 8, room, 16), align.AlignRight | align.AlignVCenter, text)

    def is_room_for(texts: list[str]) -> bool:
        return sum(metrics.horizontalAdvance(text) + 8.0 for text in texts) <= 1.1 * area.width()

    if columns is None:
        columns = next(
            (
                marks
                for marks in (ticks(across.low, across.high, most) for most in (5, 3))
                if is_room_for(tick_texts(marks))
            ),
            ticks(across.low, across.high, 2),
        )
    columns = list(columns)
    if rows is None:
        values = ticks(up.low, up.high)
        rows = list(zip(values, tick_texts(values), strict=True))
    painter.setPen(QColor(theme.muted))
    for mark, text in zip(columns, tick_texts(columns), strict=True):
        below(across(mark), text)
    for mark, text in rows:
        beside(up(mark), text)
    painter.setPen(QColor(theme.ink))
    if _are_long(names):
        long = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(area.right())) for name in names]
        line = QRectF(0.0, area.bottom() + BELOW_PX, area.right(), NAME_PX)
        painter.drawText(line, align.AlignRight | align.AlignVCenter, long[0])
        line = QRectF(0.0, area.top() - NAME_PX - 1.0, area.right(), NAME_PX)
        painter.drawText(line, align.AlignLeft | align.AlignVCenter, long[1])
        return
    # A name stands on its axis, between the last two ticks.
    if len(columns) > 1:
        before, last = map(metrics.horizontalAdvance, tick_texts(columns)[-2:])
        left, right = across(columns[-2]) + before / 2.0, min(across(columns[-1]) + last / 2.0, area.right()) - last
        below((left + right) / 2.0, names[0])
    if len(rows) > 1:
        beside(up((rows[-2][0] + rows[-1][0]) / 2.0), names[1])


def _are_long(names: tuple[str, str]) -> bool:
    """A name alone has room on its axis; beside the upright axis there is little, so both have lines of their own."""
    return all(names) and max(map(len, names)) > SHORT


def paint_upwards(painter: QPainter, frame: QRectF, align: Qt.AlignmentFlag, text: str) -> None:
    """Paint text that is read from below; `align` is meant as the reader sees it."""
    painter.save()
    painter.translate(frame.bottomLeft())
    painter.rotate(-90.0)
    painter.drawText(QRectF(0, 0, frame.height(), frame.width()), align, text)
    painter.restore()
