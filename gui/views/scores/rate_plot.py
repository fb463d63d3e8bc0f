"""A curve over all thresholds, from 0 to 1 on both axes: ROC, or precision against recall."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.detection import Curve
from core.probe.samples import spread
from gui.theme import LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.axes import Scale
from gui.views.frame import paint_upwards

LEFT_PX, TOP_PX, BELOW_PX = 28.0, 18.0, 18.0
DOT_PX = 4.0
MOST_POINTS, MOST_CORNERS = 6000, 1500
"""Of a curve with more points, so many are looked at for drawing; it has no more corners than could be told apart."""
NEAR_PX = 24.0


class RatePlot(QWidget):
    """The network's curve in ink, a baseline's thin and muted, chance dotted; the threshold in use is a dot."""

    pointed = Signal(object)
    """The pointer is near the point of this index; None: near none."""
    chosen = Signal(float)
    """A person chose the threshold of a point."""

    def __init__(self, name: str, across: str, up: str, has_steps: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._font = body_font(SMALL_PX)
        self._names = across, up
        self._has_steps = has_steps
        self._title = ""
        self._chance: tuple[float, float] | None = None
        self.curve: Curve | None = None
        self._baseline: Curve | None = None
        self._lines: tuple[QPolygonF, QPolygonF] = (QPolygonF(), QPolygonF())
        self._at: int | None = None
        self._hovered: int | None = None

    def show_curve(self, curve: Curve, baseline: Curve | None, chance: tuple[float, float], title: str) -> None:
        """Show this curve, and a baseline's; chance alone runs from chance[0] on the left to chance[1] on the right."""
        self.curve, self._baseline, self._chance, self._title = curve, baseline, chance, title
        self._hover(None)  # the points are others
        self.setAccessibleName(title)
        self._draw_lines()
        self.update()

    def show_threshold(self, threshold: float) -> None:
        """Mark the point at which so much or more is called a yes."""
        if self.curve is None:
            return
        # The thresholds descend: the last point whose threshold is not below this one.
        self._at = int(np.searchsorted(-self.curve.thresholds, -threshold, side="right")) - 1
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    # Places ----------------------------------------------------------------------------------------------------------

    def area(self) -> QRectF:
        """Where the plot itself lies."""
        return QRectF(LEFT_PX, TOP_PX, max(1.0, self.width() - LEFT_PX - 5.0), self.height() - TOP_PX - BELOW_PX)

    def place_of(self, index: int) -> QPointF:
        """Where a point of the curve lies."""
        assert self.curve is not None
        across, up = self._scales()
        return QPointF(across(float(self.curve.across[index])), up(float(self.curve.up[index])))

    def _scales(self) -> tuple[Scale, Scale]:
        area = self.area()
        return Scale(0.0, 1.0, area.left(), area.right()), Scale(0.0, 1.0, area.bottom(), area.top())

    def sizeHint(self) -> QSize:
        return QSize(168, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_lines()

    # Hands -----------------------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The nearest point is read."""
        self._hover(self._nearest(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The nearest point's threshold is taken."""
        found = self._nearest(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None and self.curve is not None:
            self.chosen.emit(float(self.curve.thresholds[found]))

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.pointed.emit(index)
            self.update()

    def _nearest(self, at: QPointF) -> int | None:
        if self.curve is None:
            return None
        area = self.area()
        x = area.left() + self.curve.across * area.width() - at.x()
        y = area.bottom() - self.curve.up * area.height() - at.y()
        distance = np.hypot(x, y)
        nearest = int(np.argmin(distance))
        return nearest if distance[nearest] <= NEAR_PX else None

    # Painting --------------------------------------------------------------------------------------------------------

    def _draw_lines(self) -> None:
        self._lines = (self._line(self.curve), self._line(self._baseline))

    def _line(self, curve: Curve | None) -> QPolygonF:
        if curve is None:
            return QPolygonF()
        across, up = corners(curve, self._has_steps, self.area().width())
        area = self.area()
        xs = (area.left() + across * area.width()).tolist()
        ys = (area.bottom() - up * area.height()).tolist()
        return QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            self._paint_frame(painter)
            if self.curve is None:
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ink, muted = QColor(self._theme.ink), QColor(self._theme.muted)
            across, up = self._scales()
            if self._chance is not None:
                painter.setPen(QPen(muted, 1.0, Qt.PenStyle.DotLine))
                left, right = self._chance
                painter.drawLine(QPointF(across(0.0), up(left)), QPointF(across(1.0), up(right)))
            painter.setPen(QPen(muted, 1.0))
            painter.drawPolyline(self._lines[1])
            painter.setPen(QPen(ink, 1.75))
            painter.drawPolyline(self._lines[0])
            if self._hovered is not None and self._hovered < len(self.curve.across):
                painter.setPen(QPen(ink, 1.5))
                painter.setBrush(QColor(self._theme.canvas))
                painter.drawEllipse(self.place_of(self._hovered), DOT_PX, DOT_PX)
            if self._at is not None and self._at < len(self.curve.across):
                painter.setPen(QPen(QColor(self._theme.canvas), 1.5))
                painter.setBrush(ink)
                painter.drawEllipse(self.place_of(self._at), DOT_PX + 1.0, DOT_PX + 1.0)
        finally:
            painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        theme, area, align = self._theme, self.area(), Qt.AlignmentFlag
        painter.setPen(QColor(theme.ink))
        painter.drawText(QRectF(0, 0, self.width(), TOP_PX - 2.0), align.AlignLeft | align.AlignVCenter, self._title)
        painter.fillRect(area, QColor(theme.canvas))
        painter.setPen(QPen(blend(theme.hairline, theme.canvas, 0.8), 1.0))
        for share in (0.25, 0.5, 0.75):
            x, y = round(area.left() + share * area.width()), round(area.bottom() - share * area.height())
            painter.drawLine(x, round(area.top()), x, round(area.bottom()))
            painter.drawLine(round(area.left()), y, round(area.right()), y)
        painter.setPen(QPen(QColor(theme.hairline), 1.0))
        painter.drawRect(area.adjusted(-1, -1, 0, 0))
        below = QRectF(area.left(), area.bottom() + 3.0, area.width(), 14.0)
        painter.setPen(QColor(theme.muted))
        painter.drawText(below, align.AlignLeft | align.AlignTop, "0")
        painter.drawText(below, align.AlignRight | align.AlignTop, "1")
        beside = QRectF(0.0, area.top() - 2.0, area.left() - 5.0, area.height() + 4.0)
        painter.drawText(beside, align.AlignRight | align.AlignTop, "1")
        painter.drawText(beside, align.AlignRight | align.AlignBottom, "0")
        painter.setPen(QColor(theme.ink))
        painter.drawText(below, align.AlignHCenter | align.AlignTop, self._names[0])
        paint_upwards(painter, QRectF(4.0, area.top(), 14.0, area.height()), align.AlignCenter, self._names[1])


def corners(curve: Curve, has_steps: bool, width_px: float) -> tuple[Array, Array]:
    """What is drawn of a curve: (across, up), as steps or straight from point to point, without what no pixel shows."""
    some = np.append(spread(len(curve.across), MOST_POINTS), len(curve.across) - 1)
    across, up = curve.across[some], curve.up[some]
    if has_steps:  # what holds at a point holds from the one before it on
        across, up = np.repeat(across, 2)[:-1], np.repeat(up, 2)[1:]
    pixels = np.rint(np.stack([across, up]) * max(1.0, 2.0 * width_px))
    is_other = np.append(True, (np.diff(pixels, axis=1) != 0.0).any(axis=0))
    is_other[-1] = True
    across, up = across[is_other], up[is_other]
    some = spread(len(across), MOST_CORNERS)
    return across[some], up[some]
