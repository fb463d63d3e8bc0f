"""The decision map: what a network with one output answers at every place (x1, x2), with the data on top."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array
from core.data import Dataset, build
from core.data.features import PLAIN
from core.data.points import REACH
from core.data.recipes import features_of
from core.network import Network
from core.probe.grid import affordable_size, boundary, feature_columns
from core.probe.neuron_line import line_of
from core.snapshot import Snapshot
from core.specs import Project
from core.targets import class_values
from core.weight_names import unit_in_words
from gui.theme import GRID_PX, LIGHT, Theme, blend, diverging_table, to_pixels
from gui.views.axes import MINUS, Scale
from gui.views.frame import BELOW_PX, LEFT_PX, paint_ticks
from gui.views.line_plot import LinePlot
from gui.views.points import TIP
from gui.views.title import TitleRow
from gui.views.view import View

LEGEND_PX = 34
"""Room for the legend below the map."""
BAR_PX = 8
PLANE = ("x₁", "x₂")
AT_MOST, AT_LEAST = "\N{LESS-THAN OR EQUAL TO}", "\N{GREATER-THAN OR EQUAL TO}"
SMALLEST_PX = 140
BOUNDED = ("step", "sigmoid", "tanh", "softmax")
"""The output activations that cannot leave the range between the two classes."""


@dataclass(frozen=True)
class ColourScale:
    """Which outputs are orange (low), neutral (in the middle) and blue (high).

    is_open  whether there may be outputs beyond both, which get the same colours
    """

    low: float
    high: float
    is_open: bool

    @property
    def middle(self) -> float:
        """The output that is neutral; for two classes the threshold between them."""
        return (self.low + self.high) / 2.0

    @property
    def texts(self) -> tuple[str, str, str]:
        """What the legend says of low, middle and high."""
        low, middle, high = (f"{value:g}".replace("-", MINUS) for value in (self.low, self.middle, self.high))
        return (f"{AT_MOST} {low}", middle, f"{AT_LEAST} {high}") if self.is_open else (low, middle, high)

    def __call__(self, outputs: Array) -> Array:
        """Outputs as -1 (low) to 1 (high)."""
        return (outputs - self.middle) * (2.0 / (self.high - self.low))


REGRESSION = ColourScale(-1.0, 1.0, is_open=True)


class BoundaryView(View):
    """The map of a network over (x1, x2); shows nothing for other data or networks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("boundary-view")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.title = TitleRow("Decision boundary", TIP)
        self.map = DecisionMap()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.title)
        column.addWidget(self.map, 1)
        self.title.toggled.connect(self.map.show_test_points)
        self._features: tuple[str, ...] | None = PLAIN
        self._chosen: tuple[int, int] | None = None
        self._draw_theme(self.theme)

    def show_chosen(self, chosen: tuple[int, int] | None) -> None:
        """The chosen neuron (layer, unit): one of the first layer shows its line; None: no neuron is chosen."""
        self._chosen = chosen
        self._show_line()

    @property
    def chosen_unit(self) -> int | None:
        """The unit of the first layer whose line is shown; None: no line is."""
        snapshot, chosen = self.snapshot, self._chosen
        if snapshot is None or chosen is None or self.map.plane_names is None:
            return None
        layer, unit = chosen
        network = snapshot.network
        is_fed_by_both = layer == 0 and network.inputs == 2 and unit < network.dense[0].units
        return unit if is_fed_by_both else None

    def _show_line(self) -> None:
        unit, snapshot, project = self.chosen_unit, self.snapshot, self.project
        if unit is None or snapshot is None or project is None:
            self.map.show_line(None, "")
        else:
            line = line_of(snapshot.network, snapshot.theta, unit)
            self.map.show_line(line, unit_in_words(project, 0, unit))

    def _draw_project(self, project: Project) -> None:
        self._features = PLAIN if project.data is None else features_of(project.data)
        dataset = None if project.data is None or self._features is None else build(project.data)
        is_regression = dataset is not None and dataset.task == "regression"
        self.title.heading.setText("Network output" if is_regression else "Decision boundary")
        self.title.button.setEnabled(dataset is not None and dataset.x_test is not None)
        self.map.show_data(dataset)
        self._show_line()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network, features = snapshot.network, self._features
        self._show_line()
        if features is None or (network.inputs, network.outputs) != (len(features), 1):
            if not self._is_on_its_way(network):
                self.map.show_answers(None)
            return
        self.map.show_scale(self._scale_for(network))
        grid = feature_columns(features, -REACH, REACH, affordable_size(network), network.dtype)
        self.map.show_answers(boundary(network, snapshot.theta, grid)[0])

    def _is_on_its_way(self, network: Network) -> bool:
        """Whether this is the network from before a feature was switched: the next snapshot brings that of now."""
        return self.project is not None and features_of(self.project.data) is not None and network.outputs == 1

    def _draw_theme(self, theme: Theme) -> None:
        self.title.show_theme(theme)
        self.map.show_theme(theme)

    def _scale_for(self, network: Network) -> ColourScale:
        if self.map.is_regression:
            return REGRESSION
        activation = network.output.activation
        low, high = class_values(1, activation, "mse" if self.project is None else self.project.training.loss)
        return ColourScale(low, high, is_open=activation not in BOUNDED)


class DecisionMap(LinePlot):
    """The square itself, with axes and legend."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("decision-map", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._width = 352
        self._table = diverging_table(LIGHT)
        self._pixels = np.zeros((1, 1), np.uint32)
        self._image = QImage()
        self._colours = ColourScale(0.0, 1.0, is_open=False)
        self._name()

    def show_scale(self, scale: ColourScale) -> None:
        """Colour what the network answers by this scale."""
        if scale != self._colours:
            self._colours = scale
            self._name()
            self._forget_still()

    def show_data(self, dataset: Dataset | None) -> None:
        """Show these points; None: none."""
        super().show_data(dataset)
        self._name()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._table = diverging_table(theme)
        super().show_theme(theme)

    def area(self) -> QRectF:
        """Where the square lies in this widget."""
        side = max(1, min(self.width() - LEFT_PX - 1, self.height() - BELOW_PX - LEGEND_PX - 1))
        return QRectF(LEFT_PX, 1, side, side)

    def sizeHint(self) -> QSize:
        return QSize(352, self._width - LEFT_PX + BELOW_PX + LEGEND_PX)  # more height would stay empty

    def minimumSizeHint(self) -> QSize:
        return QSize(LEFT_PX + SMALLEST_PX, SMALLEST_PX + BELOW_PX + LEGEND_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._width:
            self._width = self.width()
            self.updateGeometry()

    @property
    def is_regression(self) -> bool:
        """Whether the points carry numbers instead of classes."""
        return self._dataset is not None and self._dataset.task == "regression"

    def _draw_answers(self) -> None:
        if self._answers is None:
            self._image = QImage()
            return
        self._pixels = np.ascontiguousarray(to_pixels(self._colours(self._answers), self._table))
        rows, columns = self._pixels.shape
        # The image reads the array's memory, which self keeps.
        self._image = QImage(self._pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)

    def _paint_answers(self, painter: QPainter) -> None:
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.area(), self._image)

    def _names(self) -> tuple[str, str]:
        return PLANE

    @property
    def plane_names(self) -> tuple[str, str] | None:
        """What the map's axes are called, where they are what the network is given; None: it is given other numbers."""
        return PLANE if self._dataset is not None and self._dataset.input_names == PLANE else None

    def _name(self) -> None:
        counted = "" if self._dataset is None else f" with {len(self._dataset.x):,} training points"
        self.setAccessibleName(f"Map of the network's output over x₁ and x₂{counted}")
        low, _, high = self._colours.texts
        self._map_tip = f"The network's output at every place: orange to blue is {low} to {high}."
        self._describe()

    def _scales(self) -> tuple[Scale, Scale]:
        square = self.area()
        return (
            Scale(-REACH, REACH, square.left(), square.right()),
            Scale(-REACH, REACH, square.bottom(), square.top()),
        )

    def _paint_still(self, painter: QPainter) -> None:
        self._paint_samples(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        paint_ticks(painter, self.area(), *self._scales(), self._theme, PLANE)
        self._paint_legend(painter)

    def _places(self, x: Array, y: Array) -> list[QPointF]:
        return [self.place_of(x1, x2) for x1, x2 in x.tolist()]

    def _ring_colour(self) -> QColor:
        return QColor(self._theme.neutral)

    def _colour_of(self, target: float) -> QColor:
        if not self.is_regression:
            return QColor(self._theme.positive if target > 0.0 else self._theme.negative)
        end = self._theme.positive if target >= 0.0 else self._theme.negative
        return blend(end, self._theme.neutral, min(1.0, abs(target)) ** 0.5)

    def _paint_legend(self, painter: QPainter) -> None:
        square = self.area()
        width = 110.0 if self.line is not None else min(180.0, 0.6 * square.width())
        bar = QRectF(square.left(), square.bottom() + BELOW_PX + GRID_PX, width, BAR_PX)
        colours = np.ascontiguousarray(self._table[np.newaxis])
        painter.drawImage(bar, QImage(colours.data, colours.size, 1, colours.size * 4, QImage.Format.Format_RGB32))
        painter.setPen(QColor(self._theme.muted))
        align = Qt.AlignmentFlag
        line = QRectF(bar.left(), bar.bottom() + 2, bar.width(), 14)
        for text, side in zip(
            self._colours.texts, (align.AlignLeft, align.AlignHCenter, align.AlignRight), strict=True
        ):
            painter.drawText(line, side | align.AlignVCenter, text)
        name = QRectF(bar.right() + GRID_PX, bar.top() - 4, 48, 16)
        painter.drawText(name, align.AlignLeft | align.AlignVCenter, "output")
