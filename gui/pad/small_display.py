"""A display painted small, without letters."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.arrays import Array
from gui.pad.segment_picture import segment_rect
from gui.pad.segments_geometry import NAMES

THICK = 0.2
"""How thick a segment is, as a share of its length."""


def paint_display(
    painter: QPainter,
    corner: QPointF,
    length: float,
    values: Array,
    lit: str | QColor,
    dark: str | QColor,
    marked: Array | None = None,
    mark: str = "",
) -> None:
    """Paint seven segments (7,) in two colours.

    corner  the upper left one of the middle lines; `length` is a segment's, in pixels
    marked  (7,) True: this one gets an outline in the colour `mark`
    """
    thick = THICK * length
    for place, (name, value) in enumerate(zip(NAMES, values.tolist(), strict=True)):
        box = segment_rect(name, corner, length, thick, gap=0.04 * length)
        is_marked = marked is not None and bool(marked[place])
        painter.setPen(QPen(QColor(mark), 1.0) if is_marked else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(lit if value >= 0.5 else dark))
        painter.drawRoundedRect(box, 0.3 * thick, 0.3 * thick)
