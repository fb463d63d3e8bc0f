"""Draws the neurons: what each does over the inputs, or says for one sample, with its bias in the lower left corner."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPaintEngine,
    QPainter,
    QPen,
    QPolygonF,
)

from core.arrays import Array
from core.data.features import PLAIN
from core.moves import BIAS
from gui.canvas.drawn.beside_inputs import BesideInputs
from gui.canvas.drawn.beside_outputs import BesideOutputs
from gui.canvas.drawn.fitting import INSIDE, fitting_classes
from gui.canvas.drawn.geometry import INPUTS, Column, Gap, Geometry
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.lens import Lens
from gui.canvas.drawn.letters import READABLE, contrast, font
from gui.canvas.drawn.marks import paint_badge
from gui.canvas.drawn.planes import (
    MINUS_ONE_TO_ONE,
    WHOLE,
    ZERO_TO_ONE,
    Atlas,
    line,
    plane,
    plane_pictures,
    signed,
)
from gui.canvas.drawn.written import number, widest
from gui.canvas.look import LEAST_DIGITS, Look
from gui.theme import BODY_PX, SMALL_PX, Theme, blend

FINE_GRID, GRID = 60, 40
"""Points along each axis of a neuron's picture of the input plane, for up to MOST_FINE neurons and for more."""
MOST_FINE = 16
OUTLINE_PX = 1.6
LEAST_LOCKED_PX = 24.0
"""Smaller nodes have no room for the lock of a bias."""
LOCK_AWAY_PX = 13.0
"""From a bias mark to its lock, which stands outside of the node."""
VECTORS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
"""What paints into files of lines and letters."""


@lru_cache(maxsize=64)
def digits_inside(node_px: int, digits: int) -> int:
    """How many digits after the point fit into a node of this width: as many as wanted, but never less than two."""
    metrics = QFontMetricsF(font(_number_px(node_px)))
    fitting = [
        more for more in range(LEAST_DIGITS, digits + 1) if metrics.horizontalAdvance(widest(more)) <= INSIDE * node_px
    ]
    return max(fitting, default=LEAST_DIGITS)


def _number_px(node_px: float) -> int:
    """The size of a number in a node of this width."""
    return max(9, min(BODY_PX, round(node_px * 0.27)))


@lru_cache(maxsize=512)
def _fill(theme: Theme, thirty_seconds: int) -> tuple[QColor, QColor]:
    """The fill of a node that stands for a value from -32 to 32, and the colour of text that can be read on it."""
    name = theme.positive if thirty_seconds > 0 else theme.negative
    colour = blend(name, theme.canvas, abs(thirty_seconds) / 32)
    choices = [QColor(choice) for choice in (theme.ink, theme.canvas, "#000000", "#ffffff")]
    readable = [choice for choice in choices if contrast(colour, choice) >= READABLE]
    return colour, readable[0]


class Nodes:
    """The neurons of one geometry, with the parameters and the sample given last."""

    def __init__(self, geometry: Geometry, labels: Labels) -> None:
        self._geometry = geometry
        self._labels = labels
        self.beside_inputs = BesideInputs(geometry, labels)
        self._beside_outputs = BesideOutputs(geometry, labels)
        self._atlas = Atlas(FINE_GRID if sum(column.shown.size for column in geometry.columns) <= MOST_FINE else GRID)
        self._theta: Array | None = None
        self._biases: list[Array | None] = []
        self._locked = [
            range(layer.units) if layer.lock_biases else {unit for input, unit in layer.locked if input == BIAS}
            for layer in geometry.network.dense
        ]
        self._sample: Array | None = None
        self._target: Array | None = None
        self._lens: Lens | None = None
        self.values: list[Array] | None = None
        """What the inputs and each layer say for the sample; None without one."""
        self._pictures: list[Array] = []
        self._digits = Look().digits

    def show_look(self, look: Look) -> None:
        """Write values with so many digits."""
        self._digits = look.digits

    def set_lens(self, lens: Lens | None) -> None:
        """Show what this says for a sample of its own; None: the current one's."""
        self._lens = lens
        self._compute_values()

    @property
    def target(self) -> Array | None:
        """What the outputs are compared with (outputs,); None: not known."""
        return self._target if self._lens is None or self._lens.said is None else self._lens.target

    @property
    def has_pictures(self) -> bool:
        """Whether nodes show pictures, so that what they say for a sample is written on a tag."""
        return self._labels.picture != "value"

    def set_parameters(self, theta: Array, views: list[dict[str, Array]]) -> None:
        """Show these parameters.

        views  in which the biases are, layer by layer
        """
        self._theta = theta
        self._biases = [view.get("biases") for view in views]
        network = self._geometry.network
        if self.has_pictures:
            if self._labels.picture == "plane":
                features = self._labels.features or PLAIN
                extent = self._labels.extent or WHOLE
                grid = plane(network.dtype, self._atlas.grid, features, extent)
                inputs = plane_pictures(network.dtype, self._atlas.grid, features, extent)
            else:
                grid = line(network.dtype)
                inputs = signed(grid, "linear")
            with np.errstate(over="ignore", invalid="ignore"):  # training that ran away is shown, too
                layers = network.activations(theta, grid)
            columns = self._geometry.columns
            self._pictures = [
                inputs[columns[0].shown],
                *(
                    signed(values[column.shown], layer.activation)
                    for values, layer, column in zip(layers, network.dense, columns[1:], strict=True)
                ),
            ]
            if self._labels.picture == "plane":
                self._atlas.show_pictures(self._pictures)
        self._compute_values()

    def set_sample(self, sample: Array | None, target: Array | None) -> None:
        """Show what every neuron says for this sample (inputs,), and the target (outputs,) beside the outputs.

        target  as the outputs are trained towards it, which is what they are compared with
        """
        self._sample = None if sample is None else np.asarray(sample).ravel()
        self._target = None if target is None else np.asarray(target).ravel()
        self._compute_values()

    def _compute_values(self) -> None:
        network = self._geometry.network
        if self._lens is not None and self._lens.said is not None:
            self.values = list(self._lens.said)
            return
        if self._theta is None or self._sample is None or self._sample.size != network.inputs:
            self.values = None
            return
        column = self._sample[:, np.newaxis]
        with np.errstate(over="ignore", invalid="ignore"):
            self.values = [column[:, 0], *(found[:, 0] for found in network.activations(self._theta, column))]

    @property
    def sample(self) -> Array | None:
        """The sample (inputs,) that values are shown for; None: there is none, or it is for another network."""
        if self._lens is not None and self._lens.said is not None:
            return self._lens.said[0]
        return None if self.values is None else self._sample

    def bias(self, layer: int, unit: int) -> float | None:
        """A neuron's bias; None for inputs and for layers that have none."""
        biases = self._biases[layer] if 0 <= layer < len(self._biases) else None
        return None if biases is None else float(biases[unit])

    def bias_place(self, column: Column, y: float) -> tuple[float, float]:
        """The centre of the bias mark of the node at this height: on its outline, lower left."""
        half = column.node / 2
        if self._geometry.is_round:
            return column.x - 0.76 * half, y + 0.68 * half
        return column.x - half + 0.09 * column.node, y + half - 0.09 * column.node

    # Painting --------------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, theme: Theme, scale: float) -> None:
        """Paint all nodes; scale: the |b| of the largest bias mark."""
        self._atlas.refresh(theme)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        start = 0
        for column in self._geometry.columns:
            self._paint_column(painter, theme, column, start)
            start += column.shown.size
            if column.layer != INPUTS:
                self._paint_biases(painter, theme, column, scale)
            self._paint_gaps(painter, theme, column)
        inputs, outputs = (None, None) if self.values is None else (self.values[0], self.values[-1])
        self.beside_inputs.paint(painter, theme, inputs)
        self._beside_outputs.paint(painter, theme, outputs, self.target, self._digits)

    def _paint_column(self, painter: QPainter, theme: Theme, column: Column, start: int) -> None:
        ink = QPen(QColor(theme.ink), OUTLINE_PX if column.node >= 20 else 1.0)
        half = column.node / 2
        for place, y in enumerate(column.y.tolist()):
            frame = QRectF(column.x - half, y - half, column.node, column.node)
            if self._atlas.is_painted:
                self._paint_plane(painter, ink, frame, start + place)
            elif self._labels.picture == "curve" and self._pictures:
                self._paint_curve(painter, theme, ink, frame, self._pictures[column.layer + 1][place])
            else:
                self._paint_circle(painter, theme, ink, frame, column.layer, int(column.shown[place]))

    def _paint_plane(self, painter: QPainter, ink: QPen, frame: QRectF, place: int) -> None:
        corner = frame.width() * 0.18
        painter.setPen(ink)
        if painter.paintEngine().type() in VECTORS:
            self._atlas.lay(painter, place, frame, corner)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setBrush(self._atlas.brush(place, frame))
        painter.drawRoundedRect(frame, corner, corner)

    def _paint_circle(self, painter: QPainter, theme: Theme, ink: QPen, frame: QRectF, layer: int, unit: int) -> None:
        fill, text_colour = _fill(theme, self._level(layer, unit))
        painter.setPen(ink)
        painter.setBrush(fill)
        painter.drawEllipse(frame)
        text = self._text_inside(layer, unit)
        if text and frame.width() >= 17:
            is_letter = len(text) < 3
            size = max(9, min(BODY_PX, round(frame.width() * 0.44))) if is_letter else _number_px(frame.width())
            if len(text) > 2 and frame.width() < 30:
                return
            if not is_letter and text in self._labels.outputs:
                size = min(size, SMALL_PX)
                text = fitting_classes(self._labels.outputs, INSIDE * frame.width(), size)[unit]
            painter.setFont(font(size))
            painter.setPen(text_colour)
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)

    def _level(self, layer: int, unit: int) -> int:
        """The strength of a node's fill, -32 to 32."""
        if self.values is None:
            return 0
        values = self.values[layer + 1]
        value = float(values[unit])
        last = len(self._geometry.network.dense) - 1
        activation = "linear" if layer == INPUTS else self._geometry.network.dense[layer].activation
        reach = 1.0
        if activation not in ZERO_TO_ONE | MINUS_ONE_TO_ONE:
            reach = max(float(np.abs(values).max()), 1e-9)
        strength = 32.0 if layer in (INPUTS, last) else 14.0
        if not np.isfinite(value):
            return 0
        return round(strength * max(-1.0, min(1.0, value / reach)))

    def _text_inside(self, layer: int, unit: int) -> str:
        last = len(self._geometry.network.dense) - 1
        if layer == INPUTS and self._labels.letters_inside:
            return self._labels.input(unit)
        if layer == last and self._labels.outputs:
            return "" if self._beside_outputs.has_classes else self._labels.outputs[unit]
        if self.values is None or layer == last:
            return ""
        node = int(self._geometry.column(layer).node)
        return number(float(self.values[layer + 1][unit]), digits_inside(node, self._digits))

    def _paint_curve(self, painter: QPainter, theme: Theme, ink: QPen, frame: QRectF, values: Array) -> None:
        corner = frame.width() * 0.18
        painter.setPen(ink)
        painter.setBrush(QColor(theme.canvas))
        painter.drawRoundedRect(frame, corner, corner)
        inner = frame.adjusted(4.0, 6.0, -4.0, -6.0)
        if inner.width() < 8:
            return
        middle = inner.center().y()
        painter.setPen(QPen(QColor(theme.hairline), 1.0))
        painter.drawLine(QLineF(inner.left(), middle, inner.right(), middle))
        x = np.linspace(inner.left(), inner.right(), values.size)
        y = middle - np.clip(values, -1.0, 1.0) * inner.height() / 2
        painter.setPen(QPen(QColor(theme.ink), 1.5))
        painter.drawPolyline(QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]))

    def _paint_biases(self, painter: QPainter, theme: Theme, column: Column, scale: float) -> None:
        biases = self._biases[column.layer] if self._biases else None
        if biases is None:
            return
        painter.setPen(QPen(QColor(theme.ink), 1.0 if column.node >= 20 else 0.6))
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
            value = float(biases[unit])
            side = column.node / 50 * (4.0 + 8.0 * min(abs(value) / scale, 1.0)) if scale > 0 else 0.0
            side = max(side, 2.5)
            x, centre = self.bias_place(column, y)
            name = theme.positive if value > 0 else theme.negative if value < 0 else theme.canvas
            painter.setBrush(QColor(name))
            mark = QRectF(x - side / 2, centre - side / 2, side, side)
            painter.drawRoundedRect(mark, side * 0.25, side * 0.25)
        if column.node >= LEAST_LOCKED_PX:
            for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
                if unit in self._locked[column.layer]:
                    x, centre = self.bias_place(column, y)
                    paint_badge(painter, theme, QPointF(x - LOCK_AWAY_PX, centre + LOCK_AWAY_PX / 2))

    def _paint_gaps(self, painter: QPainter, theme: Theme, column: Column) -> None:
        """What a click on opens."""
        painter.setFont(font(SMALL_PX))
        for gap in column.gaps:
            text, frame = self.gap_text(column, gap)
            painter.setPen(QPen(QColor(theme.hairline), 1.0))
            painter.setBrush(QColor(theme.canvas))
            painter.drawRoundedRect(frame, 10, 10)
            painter.setPen(QColor(theme.ink))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)

    def gap_text(self, column: Column, gap: Gap) -> tuple[str, QRectF]:
        """What is written in a gap of a column, and where."""
        metrics = QFontMetricsF(font(SMALL_PX))
        room = 0.9 * self._geometry.pitch
        texts = (f"… {gap.count:,} more", f"… {gap.count:,}", f"{gap.count}", "…")
        widths = [metrics.horizontalAdvance(text) + 16 for text in texts]
        text, width = next(((a, b) for a, b in zip(texts, widths, strict=True) if b <= room), (texts[-1], room))
        return text, QRectF(column.x - width / 2, gap.middle - 10, width, 20)
