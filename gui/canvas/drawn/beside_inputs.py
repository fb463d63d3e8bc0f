"""What is written left of the inputs: their names, and what a sample has there in its own unit."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from core.arrays import Array
from core.network import Network
from gui.canvas.drawn.fitting import fitting_names
from gui.canvas.drawn.geometry import INPUTS, Column, Geometry
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.written import given
from gui.theme import BODY_PX, SMALL_PX, Theme

NAMES_GAP_PX = 12.0
"""From the names of the inputs to their nodes."""
OWN_LINE_PX = 15.0
"""A line for what an input is in its own unit, below its name."""


def names_width(network: Network, labels: Labels) -> float:
    """How wide the names left of the inputs are; 0 where none are."""
    metrics = QFontMetricsF(font(SMALL_PX if labels.inputs_row else BODY_PX))
    return max(map(metrics.horizontalAdvance, labels.names_beside[: network.inputs]), default=0.0)


class BesideInputs:
    """For the inputs of one geometry."""

    def __init__(self, geometry: Geometry, labels: Labels) -> None:
        self._geometry = geometry
        self._labels = labels

    def paint(self, painter: QPainter, theme: Theme, values: Array | None) -> None:
        """Paint all of it; values: what the inputs have for a sample (inputs,), None without one."""
        column = self._geometry.column(INPUTS)
        if self._labels.inputs_row:
            self._paint_row_names(painter, theme, column)
            return
        if column.pitch < 13 or not self._labels.names_beside:
            return
        size_px = BODY_PX if column.pitch > 18 else SMALL_PX
        left, right = self._geometry.names_from, column.x - column.node / 2 - NAMES_GAP_PX
        shown = column.shown.tolist()
        names = fitting_names(tuple(map(self._labels.input, shown)), right - left, size_px)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for unit, name, y in zip(shown, names, column.y.tolist(), strict=True):
            own = self.own_text(unit, values)
            frame = QRectF(left, y - 10, right - left, 20)
            painter.setFont(font(size_px))
            painter.setPen(QColor(theme.ink))
            painter.drawText(frame.translated(0.0, -OWN_LINE_PX / 2 if own else 0.0), align, name)
            if own:
                painter.setFont(font(SMALL_PX))
                painter.setPen(QColor(theme.muted))
                painter.drawText(frame.translated(0.0, OWN_LINE_PX / 2), align, own)

    def own_text(self, unit: int, values: Array | None) -> str:
        """What a sample has at an input that is scaled, in its own unit; empty where it is not, or has no room."""
        scale = self._labels.scale_of(unit)
        if scale is None or values is None or self._geometry.column(INPUTS).pitch < 2 * OWN_LINE_PX + 4.0:
            return ""
        return given(scale, float(values[unit]))

    def _paint_row_names(self, painter: QPainter, theme: Theme, column: Column) -> None:
        """The names of a picture's rows, each beside a line along its pixels."""
        painter.setFont(font(SMALL_PX))
        left, right = self._geometry.names_from, column.x - column.node / 2 - NAMES_GAP_PX
        rows = column.shown // self._labels.inputs_row
        for row in np.unique(rows).tolist():
            heights = column.y[rows == row]
            top, bottom = float(heights[0]) - column.node / 2, float(heights[-1]) + column.node / 2
            painter.setPen(QPen(QColor(theme.hairline), 2.0))
            painter.drawLine(QLineF(right + NAMES_GAP_PX / 2, top, right + NAMES_GAP_PX / 2, bottom))
            painter.setPen(QColor(theme.muted))
            frame = QRectF(left, (top + bottom) / 2 - 10, right - left, 20)
            painter.drawText(frame, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._labels.row(row))
