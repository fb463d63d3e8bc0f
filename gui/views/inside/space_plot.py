"""Samples in a plane of a layer's space, coloured by class, with the input plane's grid as the layer bends it."""

from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6.Shiboken import wrapInstance

from core.arrays import Array
from gui.theme import GRID_PX, LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.axes import Scale, round_range, tick_texts, ticks
from gui.views.frame import BELOW_PX, LEFT_PX, paint_frame, rooms_for
from gui.views.inside.dots import Group

LEGEND_PX = 36
NAME_PX = 16
MOST_SIDE_PX = 320
DOT_PX = 6.0
REACH_PX = 8.0
SHRINK = 0.5
"""An axis shrinks once less than this share of it is needed, and so stays calm while training."""
GRID_STRENGTH = 0.5


class SpacePlot(QWidget):
    """Each axis has a range of its own; it stays while samples and grid fill it well."""

    chosen = Signal(int)
    """A person chose the sample at this place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("space-plot")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setToolTip("Click a sample to make it the current one.")
        self._font = body_font(SMALL_PX)
        self._theme = LIGHT
        self.points: Array = np.zeros((2, 0))
        self._groups: list[Group] = []
        self.grid: Array | None = None
        self.names = ("", "")
        self._current: Array | None = None
        self._nothing = ""
        self._range = ((-1.0, 1.0), (-1.0, 1.0))
        self._kind: object = None

    def show_points(
        self,
        points: Array,
        groups: list[Group],
        grid: Array | None,
        names: tuple[str, str],
        current: Array | None,
        kind: object,
    ) -> None:
        """Show these points (2, samples).

        grid     (2, lines, points along each); None: no inputs to draw a grid of
        names    of the axes
        current  (2,) where the current sample lies; None: nowhere
        kind     what the plane is; of another kind, the ranges are chosen anew
        """
        self.points, self._groups, self.grid, self.names = points, groups, grid, names
        self._current, self._nothing = current, ""
        is_other, self._kind = kind != self._kind, kind
        parts = [points] + ([] if grid is None else [grid.reshape(2, -1)])
        reach = np.concatenate(parts, axis=1)
        if reach.size:
            lows, highs = reach.min(axis=1), reach.max(axis=1)
            self._range = (
                _range(float(lows[0]), float(highs[0]), None if is_other else self._range[0]),
                _range(float(lows[1]), float(highs[1]), None if is_other else self._range[1]),
            )
        self._name()
        self.update()

    def show_nothing(self, why: str) -> None:
        """Say why there is nothing to see."""
        self.points, self._groups, self.grid, self._current = np.zeros((2, 0)), [], None, None
        self._nothing, self._kind = why, None
        self._name()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def _name(self) -> None:
        across, up = self.names
        said = self._nothing or f"{self.points.shape[1]:,} samples over {across} and {up}"
        self.setAccessibleName(f"What the layer makes of the data: {said}")

    # Places ----------------------------------------------------------------------------------------------------------

    def area(self) -> QRectF:
        """Where the samples are drawn."""
        left = rooms_for(*self._range[1], ("", ""), self._font).left
        width = max(1.0, self.width() - left - 8.0)
        height = max(1.0, self.height() - NAME_PX - BELOW_PX - LEGEND_PX)
        return QRectF(left, NAME_PX, width, min(height, MOST_SIDE_PX))

    def scales(self) -> tuple[Scale, Scale]:
        """Of the lying and of the upright axis."""
        area = self.area()
        return (
            Scale(*self._range[0], area.left(), area.right()),
            Scale(*self._range[1], area.bottom(), area.top()),
        )

    def place_of(self, across: float, up: float) -> QPointF:
        """Where a point of the plane lies in this widget."""
        lying, upright = self.scales()
        return QPointF(lying(across), upright(up))

    def _pixels(self, points: Array) -> Array:
        """Where these (2, ...) lie in this widget."""
        found = np.empty(points.shape, np.float64)
        for axis, scale in enumerate(self.scales()):
            share = (points[axis] - scale.low) / (scale.high - scale.low)
            found[axis] = scale.from_px + share * (scale.to_px - scale.from_px)
        return found

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        side = min(MOST_SIDE_PX, max(160, round((width - LEFT_PX) * 0.82)))
        return side + NAME_PX + BELOW_PX + LEGEND_PX

    def sizeHint(self) -> QSize:
        return QSize(352, self.heightForWidth(352))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 160 + NAME_PX + BELOW_PX + LEGEND_PX)

    # Hands -----------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the sample under the pointer."""
        if event.button() != Qt.MouseButton.LeftButton or not self.points.size:
            return
        x, y = self._pixels(self.points)
        away = np.hypot(x - event.position().x(), y - event.position().y())
        nearest = int(np.argmin(away))
        if away[nearest] <= REACH_PX:
            self.chosen.emit(nearest)

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            area = self.area()
            painter.fillRect(area, QColor(self._theme.canvas))
            if self._nothing:
                painter.setPen(QColor(self._theme.muted))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(area.adjusted(16, 0, -16, 0), flags, self._nothing)
                return
            across, up = self.scales()
            paint_frame(painter, area, across, up, self._theme)
            self._paint_ticks(painter, across, up)
            painter.save()
            painter.setClipRect(area)
            self._paint_grid(painter)
            self._paint_points(painter)
            painter.restore()
            self._paint_legend(painter)
        finally:
            painter.end()

    def _paint_ticks(self, painter: QPainter, across: Scale, up: Scale) -> None:
        area, align, metrics = self.area(), Qt.AlignmentFlag, painter.fontMetrics()
        painter.setPen(QColor(self._theme.muted))
        columns, rows = ticks(across.low, across.high), ticks(up.low, up.high)
        for mark, text in zip(columns, tick_texts(columns), strict=True):
            width = metrics.horizontalAdvance(text)
            left = min(max(across(mark) - width / 2.0, 0.0), self.width() - width - 1.0)
            painter.drawText(QRectF(left, area.bottom() + 3, width + 2, 14), align.AlignLeft, text)
        for mark, text in zip(rows, tick_texts(rows), strict=True):
            y = min(max(up(mark), area.top() + 5), area.bottom() - 2)
            painter.drawText(QRectF(0, y - 8, area.left() - 5, 16), align.AlignRight | align.AlignVCenter, text)
        painter.setPen(QColor(self._theme.ink))
        painter.drawText(QRectF(0, -1, self.width(), NAME_PX), align.AlignLeft, f"↑ {self.names[1]}")
        below = QRectF(0, area.bottom() + BELOW_PX - 1, area.right() + 4, NAME_PX)
        painter.drawText(below, align.AlignRight, f"{self.names[0]} →")

    def _paint_grid(self, painter: QPainter) -> None:
        if self.grid is None:
            return
        pixels = np.clip(self._pixels(self.grid), -1e5, 1e5)  # a painter must not meet numbers beyond its range
        ends = np.moveaxis(pixels, 0, -1)
        # Qt reads the lines from the array's memory, without a copy.
        lines = np.ascontiguousarray(np.concatenate([ends[:, :-1], ends[:, 1:]], axis=-1).reshape(-1, 4))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(blend(self._theme.muted, self._theme.canvas, GRID_STRENGTH), 1.0))
        painter.drawLines(cast(QLineF, wrapInstance(lines.ctypes.data, QLineF)), len(lines))

    def _paint_points(self, painter: QPainter) -> None:
        pixels = np.clip(self._pixels(self.points), -1e5, 1e5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for group in self._groups:
            x, y = pixels[:, group.places]
            dots = QPolygonF([QPointF(*at) for at in zip(x.tolist(), y.tolist(), strict=True)])
            for colour, wide in ((self._ring_colour(), DOT_PX + 1.5), (group.colour, DOT_PX)):
                painter.setPen(QPen(QColor(colour), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawPoints(dots)
        if self._current is not None:
            place = self.place_of(float(self._current[0]), float(self._current[1]))
            painter.setPen(QPen(QColor(self._theme.ink), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, 6.0, 6.0)

    def _ring_colour(self) -> QColor:
        """What lifts a dot off the ground; one whose colour is the ground's own is still seen by it."""
        return blend(self._theme.muted, self._theme.canvas, 0.5)

    def _paint_legend(self, painter: QPainter) -> None:
        """The classes by name, under the lower axis."""
        metrics, x = painter.fontMetrics(), self.area().left()
        y = self.area().bottom() + BELOW_PX + NAME_PX + GRID_PX
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for group in self._groups:
            if not group.name:
                continue
            painter.setPen(QPen(self._ring_colour(), 1.0))
            painter.setBrush(QColor(group.colour))
            painter.drawEllipse(QPointF(x + 4.0, y), DOT_PX / 2.0 + 0.5, DOT_PX / 2.0 + 0.5)
            painter.setPen(QColor(self._theme.muted))
            width = metrics.horizontalAdvance(group.name)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(x + 11.0, y - 8.0, width + 2.0, 16.0), flags, group.name)
            x += 11.0 + width + 1.5 * GRID_PX


def _range(low: float, high: float, old: tuple[float, float] | None) -> tuple[float, float]:
    """A round range that holds low..high: the old one, where it does and is not much too wide."""
    if old is not None and old[0] <= low and high <= old[1] and high - low >= SHRINK * (old[1] - old[0]):
        return old
    least = 1e-9 * max(abs(low), abs(high)) or 0.5
    if high - low < least:
        low, high = low - least, high + least
    margin = 0.03 * (high - low)
    return round_range(low - margin, high + margin, 6)
