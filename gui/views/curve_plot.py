"""The plot of a network's outputs over its one input, with axes and legend."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.probe.meaning import Meaning
from gui.theme import GRID_PX, class_colour
from gui.views.colouring import class_count
from gui.views.data_view import UNKNOWN
from gui.views.frame import paint_frame, paint_ticks, rooms_for
from gui.views.map_legend import Entry, paint_classes
from gui.views.pointing import PointedPlot
from gui.views.points import RADIUS_PX, paint_points

LEGEND_PX = 24
CLASSES_PX = 38
"""Room for a legend with a patch for each of several curves."""
CURVE_PX = 2.0


class CurvePlot(PointedPlot):
    """One output is a curve in ink; of several each has its own colour."""

    still_is_on_top = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("curve-plot", parent)
        self.setAccessibleName("The network's output over its input")
        self.setToolTip("The network's output at every input, and what it learns from.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._meaning, self._outputs, self._axis = UNKNOWN, 1, "x"
        self._lines: list[QPolygonF] = []
        self._measure()

    def show_meaning(self, meaning: Meaning, outputs: int, axis: str) -> None:
        """So many outputs mean this, over an input of this name."""
        self._meaning, self._outputs, self._axis = meaning, outputs, axis
        self._forget_still()

    def area(self) -> QRectF:
        """Where the plot lies in this widget."""
        rooms = self._rooms_px
        legend = LEGEND_PX if self._outputs == 1 else CLASSES_PX
        height = self.height() - rooms.above - rooms.below - legend
        return QRectF(rooms.left, rooms.above, max(1, self.width() - rooms.left - 1), max(1, height))

    def sizeHint(self) -> QSize:
        return QSize(352, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(170, 160)

    def _forget_still(self) -> None:
        self._measure()
        super()._forget_still()

    @property
    def _up(self) -> str:
        """What the upright axis is called."""
        return (self._meaning.dataset.target_name if self._meaning.kind == "numbers" else "") or "y"

    def _measure(self) -> None:
        self._rooms_px = rooms_for(self.extent.bottom, self.extent.top, (self._axis, self._up), self._font)

    def _draw_answers(self) -> None:
        """Make the curves; what is no number leaves a gap."""
        self._lines = []
        if self._answers is None:
            return
        xs = np.linspace(self.extent.left, self.extent.right, self._answers.shape[1])
        for answers in self._answers:
            is_number = np.isfinite(answers)
            points = np.column_stack([xs[is_number], answers[is_number]])
            self._lines.append(QPolygonF([QPointF(x, y) for x, y in self.pixels_of(points).tolist()]))

    def _paint_answers(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, line in enumerate(self._lines):
            painter.setPen(QPen(self._curve_colour(place), CURVE_PX))
            painter.drawPolyline(line)

    def _paint_still(self, painter: QPainter) -> None:
        area = self.area()
        painter.fillRect(area, QColor(self._theme.canvas))
        paint_frame(painter, area, *self._scales(), self._theme)
        paint_ticks(painter, area, *self._scales(), self._theme, (self._axis, self._up))
        self._paint_samples(painter)
        if self._outputs == 1 and self._meaning.kind == "numbers":
            self._paint_legend(painter)
            return
        named: list[Entry] = [(self._curve_colour(place), self._name(place)) for place in range(self._outputs)]
        if self._meaning.kind == "two classes":
            colours = self._dot_colours()
            named = [(QColor(self._theme.ink), "network"), (colours[0], self._name(0)), (colours[1], self._name(1))]
        top = area.bottom() + self._rooms_px.below + 4.0
        paint_classes(painter, QRectF(area.left(), top, area.width(), CLASSES_PX - 6.0), named, self._theme)

    def _name(self, output: int) -> str:
        return f"output {output + 1}" if self._meaning.kind == "numbers" else self._meaning.class_name(output)

    def _curve_colour(self, output: int) -> QColor:
        if self._outputs == 1:
            return QColor(self._theme.ink)
        return class_colour(self._theme, output, self._several)

    @property
    def _several(self) -> int:
        """How many colours there are; two numbers are no two classes, and have other colours than those."""
        return max(3, self._outputs) if self._meaning.kind == "numbers" else class_count(self._meaning)

    def _dot_colours(self) -> list[QColor]:
        if self._meaning.kind == "numbers" and self._outputs == 1:
            return [QColor(self._theme.muted)]  # blue and orange would mean a sign or a class
        return [class_colour(self._theme, index, self._several) for index in range(self._several)]

    def _ring_colour(self) -> QColor:
        return QColor(self._theme.canvas)

    def _paint_legend(self, painter: QPainter) -> None:
        area = self.area()
        y = area.bottom() + self._rooms_px.below + GRID_PX + 4
        x = area.left()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entries = ["network", f"training {self.noun}s", *([f"test {self.noun}s"] if self._has_test_points else [])]
        for entry in entries:
            if entry == "network":
                painter.setPen(QPen(QColor(self._theme.ink), CURVE_PX))
                painter.drawLine(QPointF(x, y), QPointF(x + 14, y))
                x += 14
            else:
                dot = [QPointF(x + RADIUS_PX, y)]
                colour = [QColor(self._theme.muted)]
                paint_points(painter, dot, [0], colour, self._ring_colour(), entry.startswith("test"))
                x += 2 * RADIUS_PX
            painter.setPen(QColor(self._theme.muted))
            width = painter.fontMetrics().horizontalAdvance(entry)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(x + 6, y - 8, width + 2, 16), flags, entry)
            x += 6 + width + 2 * GRID_PX
