"""What a neuron says everywhere: over the plane (x1, x2) as a map, over a single input as a curve; samples on top."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.data.points import REACH
from core.wording import MINUS
from gui.theme import GRID_PX, LIGHT, SMALL_PX, Theme, body_font, diverging_table, to_pixels
from gui.views.axes import Scale, number_text, round_range
from gui.views.frame import BELOW_PX, LEFT_PX, paint_frame, paint_ticks, rooms_for

SIDE_PX = 150
LEGEND_PX = 30
DOT_PX = 3.0
RING_PX = 6.0
ZERO_TO_ONE = ("sigmoid", "softmax", "step")


class NeuronMap(QWidget):
    """Filled dots excite it most, hollow ones least."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("neuron-map")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(QSize(LEFT_PX + SIDE_PX + 2, SIDE_PX + BELOW_PX + LEGEND_PX))
        self.setToolTip(
            "What the neuron says everywhere. Filled dots excite it most, hollow ones least; the ring is the current "
            "sample."
        )
        self._font = body_font(SMALL_PX)
        self._theme = LIGHT
        self._table = diverging_table(LIGHT)
        self._values: Array = np.zeros((1, 1))
        self._ends = (-1.0, 1.0)
        self._pixels = np.zeros((1, 1), np.uint32)
        self._most: Array = np.zeros((0, 2))
        self._least: Array = np.zeros((0, 2))
        self._current: Array | None = None
        self._names = ("x₁", "x₂")

    def show_answers(self, values: Array, activation: str, names: tuple[str, str]) -> None:
        """Show what the neuron says: (size, size), row 0 on top, or (size,) from left to right.

        names  what the axes are called
        """
        self._values, self._names = values, names
        finite = values[np.isfinite(values)]
        reach = float(np.abs(finite).max(initial=0.0)) or 1.0
        if activation in ZERO_TO_ONE:
            self._ends = (0.0, 1.0)
        elif activation == "tanh":
            self._ends = (-1.0, 1.0)
        elif self.is_curve:
            self._ends = round_range(float(finite.min(initial=0.0)), float(finite.max(initial=0.0)))
        else:
            self._ends = (-reach, reach)
        self._draw()

    def show_samples(self, most: Array, least: Array) -> None:
        """Show where those lie that excite it most and least, (samples, 2); of a single input (samples, 1)."""
        self._most, self._least = most, least
        self.update()

    def show_current(self, place: Array | None) -> None:
        """Ring the place of the current sample, (2,), or (1,) of a single input; None, or of another kind: no ring."""
        self._current = place
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme, self._table = theme, diverging_table(theme)
        self._draw()

    @property
    def is_curve(self) -> bool:
        """Whether it is drawn over a single input."""
        return self._values.ndim == 1

    def _draw(self) -> None:
        low, high = self._ends
        if not self.is_curve:
            scaled = (np.nan_to_num(self._values) - (low + high) / 2.0) * (2.0 / (high - low))
            self._pixels = np.ascontiguousarray(to_pixels(scaled, self._table))
        what = "a curve over" if self.is_curve else "a map over"
        self.setAccessibleName(f"What the neuron says, {what} {' and '.join(self._names)}")
        self.update()

    def area(self) -> QRectF:
        """Where the map or curve lies."""
        low, high = self._upright
        left = rooms_for(low, high, ("", ""), self._font).left
        return QRectF(left, 1, LEFT_PX + SIDE_PX - left, SIDE_PX)

    @property
    def _upright(self) -> tuple[float, float]:
        return self._ends if self.is_curve else (-REACH, REACH)

    def scales(self) -> tuple[Scale, Scale]:
        """Of the lying and of the upright axis."""
        area = self.area()
        low, high = self._upright
        return Scale(-REACH, REACH, area.left(), area.right()), Scale(low, high, area.bottom(), area.top())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            area, (across, up) = self.area(), self.scales()
            if self.is_curve:
                painter.fillRect(area, QColor(self._theme.canvas))
                paint_frame(painter, area, across, up, self._theme)
                self._paint_curve(painter, across, up)
            else:
                rows, columns = self._pixels.shape
                image = QImage(self._pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(area, image)
                self._paint_legend(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            paint_ticks(painter, area, across, up, self._theme, self._names)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(area)
            for places, is_most in ((self._least, False), (self._most, True)):
                self._paint_dots(painter, places, is_most)
            self._paint_current(painter)
        finally:
            painter.end()

    def place_of(self, place: Array) -> QPointF:
        """Where a sample lies in this widget."""
        across, up = self.scales()
        if not self.is_curve:
            return QPointF(across(float(place[0])), up(float(place[1])))
        at = np.linspace(-REACH, REACH, len(self._values))
        return QPointF(across(float(place[0])), up(float(np.interp(place[0], at, self._values))))

    def _paint_dots(self, painter: QPainter, places: Array, is_most: bool) -> None:
        painter.setPen(QPen(QColor(self._theme.ink), 1.2))
        painter.setBrush(QColor(self._theme.ink if is_most else self._theme.canvas))
        for place in places:  # a dozen
            painter.drawEllipse(self.place_of(place), DOT_PX, DOT_PX)

    def _paint_current(self, painter: QPainter) -> None:
        if self._current is None or len(self._current) != (1 if self.is_curve else 2):
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((self._theme.canvas, 4.0), (self._theme.ink, 2.0)):  # seen on every colour
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(self.place_of(self._current), RING_PX, RING_PX)

    def _paint_curve(self, painter: QPainter, across: Scale, up: Scale) -> None:
        if not np.isfinite(self._values).all():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.ink), 2.0))
        at = np.linspace(-REACH, REACH, len(self._values))
        points = [QPointF(across(x), up(y)) for x, y in zip(at.tolist(), self._values.tolist(), strict=True)]
        painter.drawPolyline(QPolygonF(points))

    def _paint_legend(self, painter: QPainter) -> None:
        area = self.area()
        bar = QRectF(area.left(), area.bottom() + BELOW_PX + 2.0, area.width(), 8.0)
        colours = np.ascontiguousarray(self._table[np.newaxis])
        painter.drawImage(bar, QImage(colours.data, colours.size, 1, colours.size * 4, QImage.Format.Format_RGB32))
        painter.setPen(QColor(self._theme.muted))
        metrics = painter.fontMetrics()
        low, high = (number_text(end) if end % 1.0 else f"{end:.0f}".replace("-", MINUS) for end in self._ends)
        painter.drawText(QPointF(bar.left(), bar.bottom() + 12.0), low)
        painter.drawText(QPointF(bar.right() - metrics.horizontalAdvance(high), bar.bottom() + 12.0), high)
        ends = max(map(metrics.horizontalAdvance, (low, high)))
        for says in ("what it says", "says"):
            left = bar.center().x() - metrics.horizontalAdvance(says) / 2.0
            if ends + GRID_PX <= left - bar.left():
                painter.drawText(QPointF(left, bar.bottom() + 12.0), says)
                break
