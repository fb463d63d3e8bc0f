"""Draws the neurons: what each does over the inputs, or says for one sample, with its bias in the lower left corner."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTransform,
)

from core.arrays import Array
from core.data.features import PLAIN, expand
from core.data.points import REACH
from core.moves import BIAS
from core.network import Network
from core.probe.extent import Extent
from gui.canvas.drawn.fitting import fit_inside, fitting_classes, fitting_names
from gui.canvas.drawn.geometry import INPUTS, Column, Gap, Geometry
from gui.canvas.drawn.labels import MINUS, Labels
from gui.canvas.drawn.lens import Lens
from gui.canvas.drawn.marks import paint_badge
from gui.canvas.drawn.written import given, number, widest
from gui.canvas.look import LEAST_DIGITS, Look
from gui.theme import BODY_PX, SMALL_PX, Theme, blend, body_font, class_colour, diverging_table, to_pixels

FINE_GRID, GRID = 60, 40
"""Points along each axis of a neuron's picture of the input plane, for up to MOST_FINE neurons and for more."""
MOST_FINE = 16
CURVE_POINTS = 49
WHOLE = Extent(-REACH, REACH, -REACH, REACH)
"""The part of the plane in which points drawn from a shape lie."""
OUTLINE_PX = 1.6
VALUES_GAP_PX = 9.0
"""From an output's node to its value, and from there to its target."""
ROOM_BELOW_PX = 56.0
"""So much room below each output holds its bias, its target and its loss."""
CLASS_LINE_PX, CLASS_DISC_PX, CLASS_GAP_PX = 14.0, 8.0, 4.0
"""A line for the name of an output's class, the disc before it, and from that to the name."""
INSIDE = 0.84
"""How much of a node's width a number in it may take."""
NAMES_GAP_PX = 12.0
"""From the names of the inputs to their nodes."""
OWN_LINE_PX = 15.0
"""A line for what an input is in its own unit, below its name."""
LEAST_CLASS_PITCH_PX = 36.0
"""Classes that have no room inside their nodes stand beside them, where there is room for two lines."""
LEAST_LOCKED_PX = 24.0
"""Smaller nodes have no room for the lock of a bias."""
LOCK_AWAY_PX = 13.0
"""From a bias mark to its lock, which stands outside of the node."""
READABLE = 4.5
"""The contrast that text needs. On any colour black or white has it (4.58 at the least)."""
VECTORS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
"""What paints into files of lines and letters."""
VECTOR_DETAIL = 4
"""In those files a picture of the input plane has this many pixels a point, so that it stands enlarging."""
ZERO_TO_ONE = frozenset({"sigmoid", "softmax", "step"})
MINUS_ONE_TO_ONE = frozenset({"tanh"})


def class_names_width(labels: Labels) -> float:
    """How much room the names of the classes take right of the outputs' pictures; 0.0: there are none."""
    if not labels.outputs or labels.picture == "value":
        return 0.0
    metrics = QFontMetricsF(font(SMALL_PX))
    return VALUES_GAP_PX + CLASS_DISC_PX + 2 * CLASS_GAP_PX + max(map(metrics.horizontalAdvance, labels.outputs)) + 2.0


@lru_cache(maxsize=32)
def font(size_px: int, bold: bool = False) -> QFont:
    """The body font in this size."""
    return body_font(size_px, bold)


@lru_cache(maxsize=8)
def plane(dtype: str, grid: int, features: tuple[str, ...] = PLAIN, extent: Extent = WHOLE) -> Array:
    """The inputs over a picture of this part of the plane, (features, grid * grid), row by row from the upper left."""
    x1, x2 = np.meshgrid(np.linspace(extent.left, extent.right, grid), np.linspace(extent.top, extent.bottom, grid))
    return expand(features, np.stack([x1.ravel(), x2.ravel()]), dtype)


@lru_cache(maxsize=8)
def plane_pictures(dtype: str, grid: int, features: tuple[str, ...] = PLAIN, extent: Extent = WHOLE) -> Array:
    """The same from -1 to 1, as colours show them: each keeps its own sign and its own scale."""
    return signed(plane(dtype, grid, features, extent), "linear")


@lru_cache(maxsize=4)
def line(dtype: str) -> Array:
    """The points of a picture over one input, (1, CURVE_POINTS)."""
    return np.linspace(-REACH, REACH, CURVE_POINTS)[np.newaxis].astype(dtype)


def signed(values: Array, activation: str) -> Array:
    """Values (units, samples) on a scale from -1 to 1, as colours show them.

    tanh as it is; what lies between 0 and 1 around its middle; all else relative to the unit's own largest value.
    """
    values = np.nan_to_num(values)
    if activation in MINUS_ONE_TO_ONE:
        return values
    if activation in ZERO_TO_ONE:
        return values * 2.0 - 1.0
    reach = np.abs(values).max(axis=1, keepdims=True)
    scaled: Array = np.divide(values, reach, out=np.zeros_like(values), where=reach > 0.0)
    return scaled


@lru_cache(maxsize=8)
def value_width(digits: int) -> float:
    """How wide the column of the outputs' values is: room for a minus sign and so many digits after the point."""
    return QFontMetricsF(font(BODY_PX, True)).horizontalAdvance(widest(digits))


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


def names_width(network: Network, labels: Labels) -> float:
    """How wide the names left of the inputs are; 0 where none are."""
    metrics = QFontMetricsF(font(SMALL_PX if labels.inputs_row else BODY_PX))
    return max(map(metrics.horizontalAdvance, labels.names_beside[: network.inputs]), default=0.0)


def contrast(a: QColor, b: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((_luminance(a.rgb()), _luminance(b.rgb())), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=512)
def _luminance(rgb: int) -> float:
    parts = np.array([rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255]) / 255.0
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


@lru_cache(maxsize=512)
def _fill(theme: Theme, thirty_seconds: int) -> tuple[QColor, QColor]:
    """The fill of a node that stands for a value from -32 to 32, and the colour of text that can be read on it."""
    name = theme.positive if thirty_seconds > 0 else theme.negative
    colour = blend(name, theme.canvas, abs(thirty_seconds) / 32)
    choices = [QColor(choice) for choice in (theme.ink, theme.canvas, "#000000", "#ffffff")]
    readable = [choice for choice in choices if contrast(colour, choice) >= READABLE]
    return colour, readable[0]


@lru_cache(maxsize=4)
def _table(theme: Theme) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return diverging_table(theme)


class Nodes:
    """The neurons of one geometry, with the parameters and the sample given last."""

    def __init__(self, geometry: Geometry, labels: Labels) -> None:
        self._geometry = geometry
        self._labels = labels
        last = geometry.columns[-1]
        self._are_classes_beside = (
            labels.picture == "value"
            and last.pitch >= LEAST_CLASS_PITCH_PX
            and not fit_inside(labels.outputs, INSIDE * last.node)
        )
        self._grid = FINE_GRID if sum(column.shown.size for column in geometry.columns) <= MOST_FINE else GRID
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
        self._atlas: QImage | None = None
        self._atlas_theme: Theme | None = None
        self._atlas_pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint32]] | None = None
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

    def set_parameters(self, theta: Array, views: list[dict[str, Array]]) -> None:
        """Show these parameters.

        views  in which the biases are, layer by layer
        """
        self._theta = theta
        self._biases = [view.get("biases") for view in views]
        network = self._geometry.network
        if self._labels.picture != "value":
            if self._labels.picture == "plane":
                features = self._labels.features or PLAIN
                extent = self._labels.extent or WHOLE
                grid = plane(network.dtype, self._grid, features, extent)
                inputs = plane_pictures(network.dtype, self._grid, features, extent)
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
            self._atlas_theme = None
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
        self._refresh_atlas(theme)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        start = 0
        for column in self._geometry.columns:
            self._paint_column(painter, theme, column, start)
            start += column.shown.size
            if column.layer != INPUTS:
                self._paint_biases(painter, theme, column, scale)
            self._paint_gaps(painter, theme, column)
        self._paint_input_names(painter, theme)
        self._paint_classes(painter, theme)
        self._paint_outputs(painter, theme)
        self._paint_class_names(painter, theme)

    def _paint_column(self, painter: QPainter, theme: Theme, column: Column, start: int) -> None:
        ink = QPen(QColor(theme.ink), OUTLINE_PX if column.node >= 20 else 1.0)
        half = column.node / 2
        for place, y in enumerate(column.y.tolist()):
            frame = QRectF(column.x - half, y - half, column.node, column.node)
            if self._labels.picture == "plane" and self._atlas is not None:
                self._paint_plane(painter, ink, frame, start + place)
            elif self._labels.picture == "curve" and self._pictures:
                self._paint_curve(painter, theme, ink, frame, self._pictures[column.layer + 1][place])
            else:
                self._paint_circle(painter, theme, ink, frame, column.layer, int(column.shown[place]))

    def _paint_plane(self, painter: QPainter, ink: QPen, frame: QRectF, place: int) -> None:
        corner = frame.width() * 0.18
        painter.setPen(ink)
        if painter.paintEngine().type() in VECTORS:
            self._lay_picture(painter, place, frame, corner)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setBrush(self._picture_brush(place, frame))
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
            return "" if self._are_classes_beside else self._labels.outputs[unit]
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

    def _paint_input_names(self, painter: QPainter, theme: Theme) -> None:
        column = self._geometry.column(INPUTS)
        if self._labels.inputs_row:
            self._paint_row_names(painter, theme, column)
            return
        if column.pitch < 13 or not self._labels.names_beside:
            return
        painter.setFont(font(BODY_PX if column.pitch > 18 else SMALL_PX))
        painter.setPen(QColor(theme.ink))
        left, right = self._geometry.names_from, column.x - column.node / 2 - NAMES_GAP_PX
        shown = column.shown.tolist()
        names = fitting_names(tuple(map(self._labels.input, shown)), right - left, painter.font().pixelSize())
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for unit, name, y in zip(shown, names, column.y.tolist(), strict=True):
            own = self.own_text(unit)
            frame = QRectF(left, y - 10, right - left, 20)
            painter.setFont(font(BODY_PX if column.pitch > 18 else SMALL_PX))
            painter.setPen(QColor(theme.ink))
            painter.drawText(frame.translated(0.0, -OWN_LINE_PX / 2 if own else 0.0), align, name)
            if own:
                painter.setFont(font(SMALL_PX))
                painter.setPen(QColor(theme.muted))
                painter.drawText(frame.translated(0.0, OWN_LINE_PX / 2), align, own)

    def own_text(self, unit: int) -> str:
        """What the sample has at an input that is scaled, in its own unit; empty where it is not, or has no room."""
        scale = self._labels.scale_of(unit)
        if scale is None or self.values is None or self._geometry.column(INPUTS).pitch < 2 * OWN_LINE_PX + 4.0:
            return ""
        return given(scale, float(self.values[0][unit]))

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

    def _paint_classes(self, painter: QPainter, theme: Theme) -> None:
        """The names of the classes at the right of the outputs, over what these say."""
        if not self._are_classes_beside:
            return
        column = self._geometry.columns[-1]
        left = column.x + column.node / 2 + VALUES_GAP_PX
        room = self._geometry.width - left - VALUES_GAP_PX / 2
        names = fitting_classes(self._labels.outputs, room, BODY_PX)
        painter.setFont(font(BODY_PX))
        painter.setPen(QColor(theme.ink))
        rise = 0.0 if self.values is None else LEAST_CLASS_PITCH_PX / 2
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
            frame = QRectF(left, y - 10 - rise, room, 20)
            painter.drawText(frame, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, names[unit])

    def _paint_outputs(self, painter: QPainter, theme: Theme) -> None:
        """The value and the target at the right of each output."""
        column = self._geometry.columns[-1]
        if self.values is None or self._labels.picture != "value" or column.pitch < 14:
            return
        values = self.values[-1]
        largest = int(np.argmax(values)) if values.size > 1 else 0
        left = column.x + column.node / 2 + VALUES_GAP_PX
        room, target = value_width(self._digits), self.target
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        ink, muted = QColor(theme.ink), QColor(theme.muted)
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
            painter.setFont(font(BODY_PX, unit == largest))
            painter.setPen(ink if unit == largest else muted)
            painter.drawText(QRectF(left, y - 10, room, 20), flags, number(float(values[unit]), self._digits))
            if target is not None and unit < target.size and self._labels.target_scale is None:
                painter.setFont(font(SMALL_PX))
                painter.setPen(muted)
                text = f"target {float(target[unit]):.3g}".replace("-", MINUS)
                width = painter.fontMetrics().horizontalAdvance(text) + 2
                place = QRectF(left + room + VALUES_GAP_PX, y - 10, width, 20)
                if place.right() <= self._geometry.width:  # better no target than half of the word
                    painter.drawText(place, flags, text)

    def _paint_class_names(self, painter: QPainter, theme: Theme) -> None:
        """Which class each output is for, where its node shows a picture: a disc in the class's colour, and its name.

        Where a sample's target stands beside the node, too, it has the line below.
        """
        names, column = self._labels.outputs, self._geometry.columns[-1]
        if not names or self._labels.picture == "value" or column.pitch < 2 * CLASS_LINE_PX:
            return
        left = column.x + column.node / 2 + VALUES_GAP_PX
        has_target_beside = self.values is not None and column.pitch - column.node < ROOM_BELOW_PX
        up = CLASS_LINE_PX if has_target_beside else 0.0
        painter.setFont(font(SMALL_PX))
        metrics, room = painter.fontMetrics(), self._geometry.width - left - CLASS_DISC_PX - 2 * CLASS_GAP_PX
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(class_colour(theme, unit, len(names)))
            painter.drawEllipse(QPointF(left + CLASS_DISC_PX / 2, y - up), CLASS_DISC_PX / 2, CLASS_DISC_PX / 2)
            painter.setPen(QColor(theme.ink))
            text = metrics.elidedText(names[unit], Qt.TextElideMode.ElideRight, round(room))
            frame = QRectF(left + CLASS_DISC_PX + CLASS_GAP_PX, y - up - 8.0, room + 2.0, 16.0)
            painter.drawText(frame, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    # Pictures of the plane -------------------------------------------------------------------------------------------

    def _refresh_atlas(self, theme: Theme) -> None:
        """All pictures below each other in one image."""
        if self._labels.picture != "plane" or not self._pictures or self._atlas_theme == theme:
            return
        values = np.concatenate(self._pictures)
        pixels = np.ascontiguousarray(to_pixels(values, _table(theme)))
        height = values.shape[0] * self._grid
        # The image reads the array's memory, so both live and change together.
        self._atlas = QImage(pixels.data, self._grid, height, 4 * self._grid, QImage.Format.Format_RGB32)
        self._atlas_pixels = pixels
        self._atlas_theme = theme

    def _lay_picture(self, painter: QPainter, place: int, frame: QRectF, corner: float) -> None:
        """Lay picture `place` of the atlas into the frame as an image of its own, cut to rounded corners.

        For files of lines and letters: in them a brush would be the whole atlas, and what enlarges an image, coarse.
        """
        assert self._atlas is not None
        picture = self._atlas.copy(0, place * self._grid, self._grid, self._grid)
        large = VECTOR_DETAIL * self._grid
        smooth = Qt.TransformationMode.SmoothTransformation
        rounded = QPainterPath()
        rounded.addRoundedRect(frame, corner, corner)
        half = frame.width() / (self._grid - 1) / 2
        painter.save()
        painter.setClipPath(rounded)
        ratio = Qt.AspectRatioMode.IgnoreAspectRatio
        painter.drawImage(frame.adjusted(-half, -half, half, half), picture.scaled(large, large, ratio, smooth))
        painter.restore()

    def _picture_brush(self, place: int, frame: QRectF) -> QBrush:
        """A brush that lays picture `place` of the atlas over the frame."""
        brush = QBrush(self._atlas)
        # Half a pixel is left out at each border: smoothing must not reach into the neighbouring picture.
        step = frame.width() / (self._grid - 1)
        brush.setTransform(
            QTransform(step, 0.0, 0.0, step, frame.left() - 0.5 * step, frame.top() - (place * self._grid + 0.5) * step)
        )
        return brush
