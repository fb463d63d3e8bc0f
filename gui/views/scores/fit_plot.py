"""Numbers: what was predicted against what is true, with the line on which both are the same."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.arrays import Array
from core.wording import counted
from gui.theme import LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.axes import Scale, number_text, round_range
from gui.views.frame import BELOW_PX, paint_frame, paint_ticks, paint_upwards

LEFT_PX = 50.0
MOST_DOTS = 2000
"""More samples than this are drawn as density."""
CELLS = 80
"""How finely the density is drawn, along each axis."""
DOT_PX = 4.0
NEAR_PX = 10.0


class FitPlot(QWidget):
    """One dot per sample (and output); arrows walk from dot to dot, by what is true."""

    chosen = Signal(int)
    """A person chose the sample at this place among those shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fit-plot")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._font = body_font(SMALL_PX)
        self._true: Array = np.zeros(0)
        self._predicted: Array = np.zeros(0)
        self._samples = 0
        self._marked: int | None = None
        self._range = (-1.0, 1.0)
        self._dots = QPolygonF()
        self._density: QImage | None = None

    def show_answers(self, true: Array, predicted: Array) -> None:
        """Show these, (outputs, samples) each, every number finite."""
        self._samples = true.shape[1]
        self._true, self._predicted = true.ravel().astype(np.float64), predicted.ravel().astype(np.float64)
        low = min(float(self._true.min()), float(self._predicted.min()))
        high = max(float(self._true.max()), float(self._predicted.max()))
        self._range = round_range(low, high, most=9)
        count = f"{len(self._true):,} answers" if len(self._true) != self._samples else counted(self._samples, "sample")
        self.setAccessibleName(f"Predicted against true, {count}")
        self._draw()

    def show_marked(self, place: int | None) -> None:
        """Ring this sample; None: none."""
        if place != self._marked:
            self._marked = place
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self._draw()

    def sentence(self, answer: int) -> str:
        """What one dot says."""
        return f"true {number_text(self._true[answer])}, predicted {number_text(self._predicted[answer])}"

    # Places ----------------------------------------------------------------------------------------------------------

    def area(self) -> QRectF:
        """Where the plot itself lies."""
        return QRectF(LEFT_PX, 1.0, max(1.0, self.width() - LEFT_PX - 1.0), self.height() - 2.0 * BELOW_PX)

    def place_of(self, answer: int) -> QPointF:
        """Where a dot lies: true across, predicted up."""
        across, up = self._scales()
        return QPointF(across(float(self._true[answer])), up(float(self._predicted[answer])))

    def _scales(self) -> tuple[Scale, Scale]:
        area = self.area()
        return Scale(*self._range, area.left(), area.right()), Scale(*self._range, area.bottom(), area.top())

    def _places(self) -> tuple[Array, Array]:
        area, (low, high) = self.area(), self._range
        return (
            area.left() + (self._true - low) / (high - low) * area.width(),
            area.bottom() - (self._predicted - low) / (high - low) * area.height(),
        )

    def sizeHint(self) -> QSize:
        return QSize(340, 250)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 250)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    # Hands -----------------------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        found = self._nearest(event.position())
        self.setToolTip("" if found is None else self.sentence(found))
        if found is None:
            QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the sample under the pointer."""
        found = self._nearest(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self.chosen.emit(found % self._samples)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk to what is truly less or more."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not len(self._true):
            super().keyPressEvent(event)
            return
        order = np.argsort(self._true[: self._samples], kind="stable")  # of the first output
        at = np.flatnonzero(order == self._marked) if self._marked is not None else order[:0]
        to = int(at[0]) + step if len(at) else 0
        if 0 <= to < len(order):
            self.chosen.emit(int(order[to]))
            self.setAccessibleDescription(self.sentence(int(order[to])))

    def _nearest(self, at: QPointF) -> int | None:
        if not len(self._true):
            return None
        x, y = self._places()
        distance = np.hypot(x - at.x(), y - at.y())
        nearest = int(np.argmin(distance))
        return nearest if distance[nearest] <= NEAR_PX else None

    # Painting --------------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        self._dots, self._density = QPolygonF(), None
        if len(self._true) > MOST_DOTS:
            self._density = self._drawn_density()
        else:
            x, y = self._places()
            self._dots = QPolygonF([QPointF(*place) for place in zip(x.tolist(), y.tolist(), strict=True)])
        self.update()

    def _drawn_density(self) -> QImage:
        """The more samples in a cell, the more ink, by the logarithm: single ones can still be seen."""
        low, high = self._range
        across, up = (
            np.minimum((given - low) * (CELLS / (high - low)), CELLS - 1.0).astype(np.intp)
            for given in (self._true, self._predicted)
        )
        counts = np.bincount((CELLS - 1 - up) * CELLS + across, minlength=CELLS * CELLS).reshape(CELLS, CELLS)
        ink = np.where(counts > 0, 0.15 + 0.85 * np.log1p(counts) / np.log1p(counts.max()), 0.0)
        table = np.array([blend(self._theme.ink, self._theme.canvas, at / 63.0).rgb() for at in range(64)], np.uint32)
        pixels = np.ascontiguousarray(table[np.rint(63.0 * ink).astype(np.intp)])
        # The copy has its own memory: the array's goes at the end of this function.
        return QImage(pixels.data, CELLS, CELLS, 4 * CELLS, QImage.Format.Format_RGB32).copy()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, area, (across, up) = self._theme, self.area(), self._scales()
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            painter.fillRect(area, QColor(theme.canvas))
            if self._density is not None:
                painter.drawImage(area, self._density)
            paint_frame(painter, area, across, up, theme)
            paint_ticks(painter, area, across, up, theme)
            below = QRectF(area.left(), area.bottom() + BELOW_PX - 1.0, area.width(), 14.0)
            beside = QRectF(0.0, area.top(), 14.0, area.height())
            painter.setPen(QColor(theme.ink))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, "true")
            paint_upwards(painter, beside, Qt.AlignmentFlag.AlignCenter, "predicted")
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.muted), 1.0, Qt.PenStyle.DashLine))
            painter.drawLine(area.bottomLeft(), area.topRight())
            pen = QPen(blend(theme.ink, theme.canvas, 0.6), DOT_PX)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(self._dots)
            if self._marked is not None and self._marked < len(self._true):
                painter.setPen(QPen(QColor(theme.ink), 2.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(self.place_of(self._marked), 7.0, 7.0)
            if self.hasFocus():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.setPen(QPen(QColor(theme.ink), 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area.adjusted(-1, -1, 0, 0))
        finally:
            painter.end()
