"""The frame of a picture of data: a hairline around it, ticks in the data's own units, and what the axes are."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.theme import Theme
from gui.views.axes import Scale, tick_texts, ticks

LEFT_PX = 30
"""Room for the ticks of the upright axis."""
BELOW_PX = 18
"""Room for the ticks of the lying axis."""


def paint_frame(painter: QPainter, area: QRectF, across: Scale, up: Scale, theme: Theme) -> None:
    """Paint a hairline around `area` and hairlines at the ticks within it."""
    painter.setPen(QPen(QColor(theme.hairline), 1.0))
    for x in (round(across(mark)) for mark in ticks(across.low, across.high)):
        painter.drawLine(x, round(area.top()), x, round(area.bottom()))
    for y in (round(up(mark)) for mark in ticks(up.low, up.high)):
        painter.drawLine(round(area.left()), y, round(area.right()), y)
    painter.drawRect(area.adjusted(-1, -1, 0, 0))


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

    columns  the lying axis's ticks, where they are others than usual
    rows     (value of `up`, text) of the upright axis's ticks, where they are no round values of that scale
    """
    align = Qt.AlignmentFlag

    def below(x: float, text: str) -> None:
        width = painter.fontMetrics().horizontalAdvance(text)
        left = min(x - width / 2.0, area.right() - width)
        painter.drawText(QRectF(left, area.bottom() + 3, width + 2, 14), align.AlignLeft | align.AlignTop, text)

    def beside(y: float, text: str) -> None:
        y = min(max(y, area.top() + 5), area.bottom() - 2)
        painter.drawText(QRectF(0, y - 8, area.left() - 6, 16), align.AlignRight | align.AlignVCenter, text)

    columns = ticks(across.low, across.high) if columns is None else list(columns)
    if rows is None:
        values = ticks(up.low, up.high)
        rows = list(zip(values, tick_texts(values), strict=True))
    painter.setPen(QColor(theme.muted))
    for mark, text in zip(columns, tick_texts(columns), strict=True):
        below(across(mark), text)
    for mark, text in rows:
        beside(up(mark), text)
    # A name stands on its axis, between the last two ticks.
    painter.setPen(QColor(theme.ink))
    if len(columns) > 1:
        below(across((columns[-2] + columns[-1]) / 2.0), names[0])
    if len(rows) > 1:
        beside(up((rows[-2][0] + rows[-1][0]) / 2.0), names[1])
