"""The curve a network with one input draws, through the points it is to learn."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array
from core.data import Dataset, build
from core.data.points import REACH
from core.data.recipes import features_of
from core.probe.grid import curve, line_columns
from core.snapshot import Snapshot
from core.specs import Project
from gui.theme import GRID_PX, Theme
from gui.views.axes import Scale, round_range
from gui.views.data_plot import DataPlot
from gui.views.frame import BELOW_PX, LEFT_PX, paint_frame, paint_ticks
from gui.views.points import RADIUS_PX, TIP, paint_points
from gui.views.title import TitleRow
from gui.views.view import View

POINTS_ON_CURVE = 241
LEGEND_PX = 24


class CurveFitView(View):
    """The output over one input; shows nothing for other data or networks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curve-fit-view")
        self.title = TitleRow("Curve fit", TIP)
        self.plot = CurvePlot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.title)
        column.addWidget(self.plot, 1)
        self.title.toggled.connect(self.plot.show_test_points)
        self._lines = {dtype: line_columns(-REACH, REACH, POINTS_ON_CURVE, dtype) for dtype in ("float32", "float64")}
        self._draw_theme(self.theme)

    def _draw_project(self, project: Project) -> None:
        data = project.data
        is_curve = data is not None and data.ends.inputs == 1 and features_of(data) is None
        dataset = build(data) if data is not None and is_curve else None
        self.title.button.setEnabled(dataset is not None and dataset.x_test is not None)
        self.plot.show_data(dataset)

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network = snapshot.network
        if network.inputs != 1 or network.outputs != 1:
            self.plot.show_answers(None)
            return
        line = self._lines[network.dtype]
        self.plot.show_answers(curve(network, snapshot.theta, line)[0])

    def _draw_theme(self, theme: Theme) -> None:
        self.title.show_theme(theme)
        self.plot.show_theme(theme)


class CurvePlot(DataPlot):
    """The plot itself, with axes and legend."""

    still_is_on_top = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("curve-plot", parent)
        self.setAccessibleName("The network's output over its input")
        self.setToolTip("The network's output at every input, and the points it learns from.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._range = (-1.0, 1.0)
        self._line = QPolygonF()

    def show_data(self, dataset: Dataset | None) -> None:
        """Show these points; None: none."""
        if dataset is not None:
            both = dataset.y if dataset.y_test is None else np.concatenate([dataset.y, dataset.y_test])
            self._range = round_range(float(both.min()), float(both.max()), most=9)
        super().show_data(dataset)

    def area(self) -> QRectF:
        """Where the plot lies in this widget."""
        return QRectF(LEFT_PX, 1, max(1, self.width() - LEFT_PX - 1), max(1, self.height() - BELOW_PX - LEGEND_PX - 1))

    def sizeHint(self) -> QSize:
        return QSize(352, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(170, 160)

    def _scales(self) -> tuple[Scale, Scale]:
        area = self.area()
        return Scale(-REACH, REACH, area.left(), area.right()), Scale(*self._range, area.bottom(), area.top())

    def _draw_answers(self) -> None:
        if self._answers is None:
            self._line = QPolygonF()
            return
        across, up = self._scales()
        area = self.area()
        xs = np.linspace(across.from_px, across.to_px, self._answers.size)
        # Far outside the plot a line need not be exact, and a painter must not meet numbers beyond its range.
        ys = np.clip(up(self._answers.astype(np.float64)), area.top() - 1e4, area.bottom() + 1e4)  # type: ignore[arg-type]
        self._line = QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])

    def _paint_answers(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.ink), 2.0))
        painter.drawPolyline(self._line)

    def _paint_still(self, painter: QPainter) -> None:
        area = self.area()
        painter.fillRect(area, QColor(self._theme.canvas))
        name = "x" if self._dataset is None or not self._dataset.input_names else self._dataset.input_names[0]
        paint_frame(painter, area, *self._scales(), self._theme)
        paint_ticks(painter, area, *self._scales(), self._theme, (name, "y"))
        self._paint_samples(painter)
        self._paint_legend(painter)

    def _places(self, x: Array, y: Array) -> list[QPointF]:
        return [self.place_of(one, other) for one, other in zip(x[:, 0].tolist(), y[:, 0].tolist(), strict=True)]

    def _colour_of(self, target: float) -> QColor:
        return QColor(self._theme.muted)  # blue and orange would mean a sign or a class

    def _ring_colour(self) -> QColor:
        return QColor(self._theme.canvas)

    def _paint_legend(self, painter: QPainter) -> None:
        area = self.area()
        y = area.bottom() + BELOW_PX + GRID_PX + 4
        x = area.left()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entries = ["network", "training points", *(["test points"] if self._has_test_points else [])]
        for entry in entries:
            if entry == "network":
                painter.setPen(QPen(QColor(self._theme.ink), 2.0))
                painter.drawLine(QPointF(x, y), QPointF(x + 14, y))
                x += 14
            else:
                dot = [QPointF(x + RADIUS_PX, y)]
                is_test = entry.startswith("test")
                paint_points(painter, dot, np.zeros(1), self._colour_of, self._ring_colour(), is_test)
                x += 2 * RADIUS_PX
            painter.setPen(QColor(self._theme.muted))
            width = painter.fontMetrics().horizontalAdvance(entry)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(x + 6, y - 8, width + 2, 16), flags, entry)
            x += 6 + width + 2 * GRID_PX
