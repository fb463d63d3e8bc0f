"""The number of each neuron in its layer, as a list elsewhere calls it: written at the nodes while that is open."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gui.canvas.drawn.geometry import Column, Geometry
from gui.canvas.drawn.letters import font
from gui.theme import SMALL_PX, Theme

HEIGHT_PX = 14.0
PADDING_PX = 3.0
LEAST_INSIDE_PX = 28.0
"""In smaller nodes a number would cover all there is: it stands left of them."""
OUT_PX = 3.0
"""How far the number in a node's upper left corner reaches out of it."""


def paint_unit_numbers(painter: QPainter, theme: Theme, geometry: Geometry) -> None:
    """The numbers of all neurons that have no name of their own; a layer of one needs none, nor do the outputs."""
    painter.setFont(font(SMALL_PX))
    for text, frame in unit_numbers(geometry):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.canvas))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(QColor(theme.ink))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)


def unit_numbers(geometry: Geometry) -> list[tuple[str, QRectF]]:
    """What is written, and where."""
    metrics = QFontMetricsF(font(SMALL_PX))
    found: list[tuple[str, QRectF]] = []
    for column in geometry.columns[1:-1]:
        dense = geometry.network.dense[column.layer]
        if dense.units == 1 or column.pitch < HEIGHT_PX:
            continue
        named = dict(dense.unit_names)
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
            if unit not in named:
                text = f"{unit + 1:,}"
                found.append((text, _frame(column, y, metrics.horizontalAdvance(text) + 2 * PADDING_PX)))
    return found


def _frame(column: Column, y: float, width: float) -> QRectF:
    half = column.node / 2
    if column.node < LEAST_INSIDE_PX:
        return QRectF(column.x - half - width, y - HEIGHT_PX / 2, width, HEIGHT_PX)
    return QRectF(column.x - half - OUT_PX, y - half - OUT_PX, width, HEIGHT_PX)
