"""The picture of an activation: f and f' over z, where the samples land on it, and the current sample's point."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.activations import activation_named
from core.arrays import Array, Indices
from core.probe.landing import curve_and_slope
from gui.theme import GRID_PX, LIGHT, SMALL_PX, Theme, body_font
from gui.views.axes import Scale, number_text, round_range, tick_texts, ticks
from gui.views.frame import BELOW_PX, paint_frame, rooms_for

RIGHT_PX = 26
"""Room for the ticks of f'."""
PLOT_PX, LANDED_PX, LEGEND_PX = 132, 46, 34
BINS = 60
LEAST_REACH = 2.5
"""So far around 0 the bend of an activation is always in the picture."""
SHRINK = 0.5
"""The axis of z shrinks once less than this share of it is needed, and so stays calm while training."""
CURVE_POINTS = 161
TINY = 1e-300
NARROWEST = 1e-12
"""Of what the numbers themselves are: a narrower range cannot be told apart in them."""


@dataclass(frozen=True, eq=False)
class Landed:
    """Where samples of one colour land: the sums of those above the line, or below it."""

    z: Array
    colour: str
    is_above: bool = True


class Point(NamedTuple):
    """The current sample's sum and what the neuron says to it."""

    z: float
    a: float


class ActivationPlot(QWidget):
    """Slope 1 is drawn as high as the largest tick of f, or 1; its own axis on the right says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activation-plot")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("Bars: how many samples have which sum. The ring is the current sample.")
        self._font = body_font(SMALL_PX)
        self._theme = LIGHT
        self._activation = "linear"
        self._axis = "z"
        self.landed: tuple[Landed, ...] = ()
        self._counts: list[Indices] = []
        self._samples = ""
        self.point: Point | None = None
        self.z_range = (-LEAST_REACH, LEAST_REACH)
        self.a_range = (0.0, 1.0)
        self.unit_slope_at = 1.0
        self._curve_for: tuple[object, ...] = ()
        self._curves: tuple[Array, Array, Array] = (np.zeros(0), np.zeros(0), np.zeros(0))

    def show_landing(
        self, activation: str, axis: str, landed: tuple[Landed, ...], samples: str, point: Point | None
    ) -> None:
        """Show this activation over what `axis` says, and where samples land on it; `samples` says how many."""
        is_other = (activation, axis) != (self._activation, self._axis)
        self._activation, self._axis, self.landed, self._samples = activation, axis, landed, samples
        self.point = point
        self._choose_range(is_other)
        self._counts = [np.histogram(each.z, BINS, self.z_range)[0].astype(np.intp) for each in landed]
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def _choose_range(self, is_other: bool) -> None:
        least = 0.0 if self._activation == "linear" else LEAST_REACH
        numbers = [each.z for each in self.landed if each.z.size]
        low = min([-least, *(float(z.min()) for z in numbers)])
        high = max([least, *(float(z.max()) for z in numbers)])
        if self.point is not None:
            low, high = min(low, self.point.z), max(high, self.point.z)
        middle = (low + high) / 2.0
        half = max((high - low) / 2.0, NARROWEST * abs(middle))
        old_low, old_high = self.z_range
        is_within = old_low <= low and high <= old_high
        if is_other or not is_within or high - low < SHRINK * (old_high - old_low):
            self.z_range = round_range(middle - half, middle + half, 7)
        if (self._activation, self.z_range) != self._curve_for:
            self._curve_for = (self._activation, self.z_range)
            z = np.linspace(*self.z_range, CURVE_POINTS)
            if self._activation in ("relu", "leaky_relu", "step"):  # the corner, or the jump, is at 0 itself
                z = np.sort(np.concatenate([z, [-TINY, 0.0, TINY]]))
            self._curves = (z, *curve_and_slope(self._activation, z))
            self.a_range = round_range(float(self._curves[1].min()), float(self._curves[1].max()), 5)
            self.unit_slope_at = max(1.0, self.a_range[1])

    # Places ----------------------------------------------------------------------------------------------------------

    def area(self) -> QRectF:
        """Where f and f' are drawn."""
        left = rooms_for(*self.a_range, ("", ""), self._font).left
        return QRectF(left, 6, max(1, self.width() - left - RIGHT_PX), PLOT_PX - 6)

    def landed_area(self) -> QRectF:
        """Where it is drawn how many samples land where."""
        area = self.area()
        return QRectF(area.left(), area.bottom() + GRID_PX // 2, area.width(), LANDED_PX - GRID_PX // 2)

    def scales(self) -> tuple[Scale, Scale, Scale]:
        """Of z, of f, and of f'."""
        area = self.area()
        unit, slopes = self.unit_slope_at, self._curves[2]
        low = min(self.a_range[0], unit * float(slopes.min(initial=0.0)))
        high = max(self.a_range[1], unit * float(slopes.max(initial=1.0)))
        return (
            Scale(*self.z_range, area.left(), area.right()),
            Scale(low, high, area.bottom(), area.top()),
            Scale(low / unit, high / unit, area.bottom(), area.top()),
        )

    def sizeHint(self) -> QSize:
        return QSize(352, PLOT_PX + LANDED_PX + BELOW_PX + LEGEND_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            area = self.area()
            across, up, slope = self.scales()
            painter.fillRect(area, QColor(self._theme.canvas))
            paint_frame(painter, area, across, up, self._theme)
            self._paint_ticks(painter, across, up, slope)
            painter.save()
            painter.setClipRect(area.adjusted(-1, -2, 1, 2))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            z, f, slopes = self._curves
            painter.setPen(QPen(QColor(self._theme.muted), 1.5, Qt.PenStyle.DashLine))
            painter.drawPolyline(_line(across, slope, z, slopes))
            painter.setPen(QPen(QColor(self._theme.ink), 2.0))
            painter.drawPolyline(_line(across, up, z, f))
            painter.restore()
            self._paint_landed(painter)
            self._paint_point(painter)
            self._paint_legend(painter)
        finally:
            painter.end()

    def _paint_ticks(self, painter: QPainter, across: Scale, up: Scale, slope: Scale) -> None:
        area, landed, align = self.area(), self.landed_area(), Qt.AlignmentFlag
        painter.setPen(QColor(self._theme.muted))
        columns = ticks(*self.z_range, 7)
        metrics = painter.fontMetrics()
        for mark, text in zip(columns, tick_texts(columns), strict=True):
            width = metrics.horizontalAdvance(text)
            left = min(max(across(mark) - width / 2.0, 0.0), self.width() - width)
            painter.drawText(QRectF(left, landed.bottom() + 2, width + 2, 14), align.AlignLeft, text)
        rows = ticks(up.low, up.high, 4)
        for mark, text in zip(rows, tick_texts(rows), strict=True):
            y = min(max(up(mark), area.top() + 5), area.bottom() - 2)
            painter.drawText(QRectF(0, y - 8, area.left() - 6, 16), align.AlignRight | align.AlignVCenter, text)
        for mark in (0.0, 1.0):
            if slope.low <= mark <= slope.high:
                y = min(max(slope(mark), area.top() + 5), area.bottom() - 2)
                room = QRectF(area.right() + 6, y - 8, RIGHT_PX - 6, 16)
                painter.drawText(room, align.AlignLeft | align.AlignVCenter, f"{mark:.0f}")
        # Zero is what a neuron's sum is measured against.
        if self.z_range[0] < 0.0 < self.z_range[1]:
            painter.setPen(QPen(QColor(self._theme.muted), 1.0))
            painter.drawLine(QPointF(round(across(0.0)), area.top()), QPointF(round(across(0.0)), landed.bottom()))

    def _paint_landed(self, painter: QPainter) -> None:
        area = self.landed_area()
        most = max([1, *(int(counts.max(initial=0)) for counts in self._counts)])
        has_two = any(not each.is_above for each in self.landed)
        base = area.center().y() if has_two else area.bottom()
        height = area.height() / 2.0 if has_two else area.height()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
        painter.drawLine(QPointF(area.left(), round(base)), QPointF(area.right(), round(base)))
        width = area.width() / BINS
        for each, counts in zip(self.landed, self._counts, strict=True):
            colour = QColor(each.colour)
            for place in np.flatnonzero(counts).tolist():
                tall = max(1.5, counts[place] / most * (height - 1.0))  # one sample among many is still seen
                top = base - tall if each.is_above else base + 1.0
                painter.fillRect(QRectF(area.left() + place * width + 0.5, top, max(1.0, width - 1.0), tall), colour)

    def _paint_point(self, painter: QPainter) -> None:
        if self.point is None:
            return
        place = self.place_of(*self.point)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.ink), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(place, QPointF(place.x(), self.landed_area().bottom()))
        painter.setPen(QPen(QColor(self._theme.ink), 2.0))
        painter.setBrush(QColor(self._theme.canvas))
        painter.drawEllipse(place, 5.0, 5.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def place_of(self, z: float, a: float) -> QPointF:
        """Where a point of the curve lies in this widget."""
        across, up, _ = self.scales()
        return QPointF(across(z), up(a))

    def _paint_legend(self, painter: QPainter) -> None:
        """What lines and bars are, and the name of the axis at its end."""
        area, align = self.area(), Qt.AlignmentFlag
        metrics = painter.fontMetrics()
        top = self.landed_area().bottom() + BELOW_PX
        painter.setPen(QColor(self._theme.ink))
        width = metrics.horizontalAdvance(self._axis)
        painter.drawText(QRectF(area.right() - width, top - 1, width + 2, 15), align.AlignLeft, self._axis)
        own = activation_named(self._activation)
        formula = "1 / (1 + e⁻ᵈ)" if self._activation == "softmax" else own.formula.partition(" = ")[2]
        x, y = area.left(), top + 8.0
        for text, pen in (
            (f"f = {formula}", QPen(QColor(self._theme.ink), 2.0)),
            ("f\N{PRIME}, axis on the right", QPen(QColor(self._theme.muted), 1.5, Qt.PenStyle.DashLine)),
        ):
            painter.setPen(pen)
            painter.drawLine(QPointF(x, y), QPointF(x + 16, y))
            painter.setPen(QColor(self._theme.muted))
            wide = metrics.horizontalAdvance(text)
            painter.drawText(QRectF(x + 20, y - 8, wide + 2, 16), align.AlignLeft | align.AlignVCenter, text)
            x += 20 + wide + GRID_PX * 1.5
        said = f"bars: {self._samples}" if self._samples else ""
        if self.point is not None:
            said += "; " if said else ""
            said += f"ring: {self._axis} = {number_text(self.point.z)}, a = {number_text(self.point.a)}"
        said = metrics.elidedText(said, Qt.TextElideMode.ElideRight, self.width())
        wide = metrics.horizontalAdvance(said)
        left = min(area.left(), self.width() - wide)
        painter.drawText(QRectF(left, y + 8, wide + 2, 16), align.AlignLeft, said)


def _line(across: Scale, up: Scale, x: Array, y: Array) -> QPolygonF:
    left = across.from_px + (x - across.low) / (across.high - across.low) * (across.to_px - across.from_px)
    top = up.from_px + (y - up.low) / (up.high - up.low) * (up.to_px - up.from_px)
    return QPolygonF([QPointF(px, py) for px, py in zip(left.tolist(), top.tolist(), strict=True)])
