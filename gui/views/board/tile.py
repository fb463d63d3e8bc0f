"""The pictures on the gallery's tiles for data that are drawn by hand: a few dots and a brush."""

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from gui import icons
from gui.theme import Theme

_DOTS = ((10, 12, 0), (15, 19, 0), (9, 24, 0), (18, 10, 0), (20, 26, 0), (34, 8, 1), (41, 13, 1), (36, 17, 1))
_BRUSH_PX = 22


def paint_tile(painter: QPainter, is_planar: bool, theme: Theme) -> None:
    """Paint onto a tile of 56x44 pixels."""
    painter.setPen(Qt.PenStyle.NoPen)
    if is_planar:
        for x, y, which in _DOTS:
            painter.setBrush(QColor(theme.positive if which else theme.negative))
            painter.drawEllipse(QPointF(x, y + 3), 1.8, 1.8)
    else:
        painter.setBrush(QColor(theme.muted))
        for step in range(9):
            painter.drawEllipse(QPointF(8 + 3.4 * step, 21 - 11 * math.sin(step / 8 * 4.2)), 1.8, 1.8)
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(QPointF(30, 20), icons.pixmap("brush", theme.ink, _BRUSH_PX, ratio))
