"""The loss plot itself: the only place that imports pyqtgraph.

pyqtgraph draws the curves; the axes are those of our other pictures, which are cheaper and keep the outermost numbers.
"""

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.arrays import Array
from gui.theme import LIGHT, SMALL_PX, Theme, body_font
from gui.views.axes import Scale, number_text, round_range, tick_texts, ticks
from gui.views.frame import BELOW_PX, paint_ticks

LEFT_PX = 42
"""Room for the ticks of the upright axis; more where the widest of them needs it."""
TICK_GAP_PX = 8
"""From those numbers to the plot, and to the edge."""
ABOVE_PX = 2
MOST_ABOVE = 10.0
"""How many times as high as the later half of a curve its start may be to be shown as a whole."""
WORDS = "knows nothing"
WORDS_PX = 16
"""The height of the words at the dotted line."""
_DASHES = {Qt.PenStyle.DashLine: [6.0, 4.0], Qt.PenStyle.DashDotLine: [8.0, 3.0, 2.0, 3.0]}


def envelope(x: Array, y: Array, stretches: int = 150) -> tuple[Array, Array]:
    """The curve with at most some 3 points per stretch: the first, lowest and highest of each, so that peaks stay.

    A wide dashed line is dear, and a plot has no more columns of pixels than these. NaN stay NaN.
    """
    each = len(x) // stretches
    if each <= 3:
        return x, y
    starts = np.arange(0, len(x), each)
    filled = np.where(np.isnan(y), np.inf, y)
    blocks = np.pad(filled, (0, -len(x) % each), constant_values=np.inf).reshape(-1, each)
    lowest = starts + np.argmin(blocks, axis=1)
    highest = starts + np.argmax(np.where(np.isinf(blocks), -np.inf, blocks), axis=1)
    kept = np.unique(np.concatenate([starts, lowest, highest, [len(x) - 1]]))
    return x[kept], y[kept]


def _highest(curve: Array) -> float:
    """The highest loss in epochs and losses (points, 4); 0.0 for none."""
    losses = curve[:, 1:]
    return float(losses.max(initial=0.0, where=np.isfinite(losses)))


class LossPlot(QWidget):
    """Three curves over the epochs and a dotted line. It is looked at, not handled: no panning, no menu, no buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loss-plot")
        self.setToolTip(
            "The loss after each epoch. Solid: training samples. Dashed: test samples. Dashes and dots: validation "
            "samples."
        )
        self._font = body_font(SMALL_PX)
        self._theme = LIGHT
        self._baseline: float | None = None
        self._curve: Array = np.zeros((0, 4))
        self.range = (0.0, 1.0, 1.0)
        """The first and the last epoch, and the highest loss that fits in."""
        self.plot = pyqtgraph.PlotWidget(self)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(False, False)
        self.plot.hideButtons()
        self.plot.setMinimumSize(0, 0)
        item = self.plot.getPlotItem()
        # pyqtgraph makes a menu that nobody sees and that belongs to nobody, so it would outlive the window.
        item.ctrlMenu.setParent(self, item.ctrlMenu.windowFlags())
        item.hideAxis("left")
        item.hideAxis("bottom")
        self._box = item.getViewBox()
        self._box.disableAutoRange()
        self._box.setDefaultPadding(0.0)
        self._grid = pyqtgraph.PlotCurveItem(connect="pairs", skipFiniteCheck=True)
        self.test = pyqtgraph.PlotCurveItem(connect="finite")
        self.validation = pyqtgraph.PlotCurveItem(connect="finite")
        self.train = pyqtgraph.PlotCurveItem(connect="finite")
        self.nothing = pyqtgraph.InfiniteLine(angle=0)
        self.words = pyqtgraph.TextItem(WORDS, anchor=(1.0, 1.0))
        self.words.setFont(self._font)
        self.words.setZValue(1.0)
        for thing in (self._grid, self.nothing, self.test, self.validation, self.train, self.words):
            item.addItem(thing, ignoreBounds=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(LEFT_PX, ABOVE_PX, 0, BELOW_PX)
        self._column.addWidget(self.plot)
        self.show_theme(LIGHT)
        self.show_baseline(None)

    def show_baseline(self, loss: float | None) -> None:
        """Show what knowing nothing costs; None: not known."""
        self._baseline = loss
        self._fit()

    def show_curve(self, curve: Array) -> None:
        """Show epoch, train, test and validation loss (points, 4); NaN leaves a gap."""
        self._curve = curve
        for column, item in enumerate((self.train, self.test, self.validation), start=1):
            item.setData(*envelope(curve[:, 0], curve[:, column]))
        self._fit()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.plot.setBackground(theme.surface)
        self._grid.setPen(self._pen(theme.hairline, Qt.PenStyle.SolidLine))
        self.train.setPen(self._pen(theme.ink, Qt.PenStyle.SolidLine))
        self.test.setPen(self._pen(theme.ink, Qt.PenStyle.DashLine))
        self.validation.setPen(self._pen(theme.ink, Qt.PenStyle.DashDotLine))
        self.nothing.setPen(self._pen(theme.muted, Qt.PenStyle.DotLine))
        self.words.setColor(theme.muted)
        self.words.fill = pyqtgraph.mkBrush(theme.surface)  # curves pass below the words
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(352, 190)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.show_theme(self._theme)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(self.plot.geometry())
        first, last, top = self.range
        across, up = Scale(first, last, area.left(), area.right()), Scale(0.0, top, area.bottom(), area.top())
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            paint_ticks(painter, area, across, up, self._theme)
        finally:
            painter.end()

    def _fit(self) -> None:
        """From 0 to a round number above the curve's highest point, from its first epoch to now.

        What is far above the rest does not press it to the floor: a start from more than MOST_ABOVE times the highest
        point of the later half comes in over the upper edge, and the dotted line has no say once there is a curve.
        """
        later = self._curve[len(self._curve) // 2 :]
        highest = min(_highest(self._curve), MOST_ABOVE * _highest(later)) or self._baseline or 1.0
        _, top = round_range(0.0, highest * 1.02, most=9)
        baseline, height = self._baseline, self.height() - ABOVE_PX - BELOW_PX
        if baseline is not None and baseline <= top and height > 3 * WORDS_PX:
            # The words stand above their line: below it they would hide where the curve is now.
            _, top = round_range(0.0, max(top, baseline / (1.0 - WORDS_PX / height)), most=9)
        first, last = (float(self._curve[0, 0]), float(self._curve[-1, 0])) if len(self._curve) else (0.0, 0.0)
        last = max(first + 4.0, last)  # ticks at whole epochs from the start on
        if self.range != (first, last, top):
            self.range = (first, last, top)
            self._box.setRange(xRange=(first, last), yRange=(0.0, top), padding=0.0, disableAutoRange=True)
            rows = ticks(0.0, top)
            self._grid.setData(np.tile([first, last], len(rows)), np.repeat(rows, 2))
            widest = max(QFontMetricsF(self._font).horizontalAdvance(text) for text in tick_texts(rows))
            self._column.setContentsMargins(max(LEFT_PX, round(widest) + 2 * TICK_GAP_PX), ABOVE_PX, 0, BELOW_PX)
            self.update()
        self._place_words()

    def _place_words(self) -> None:
        """At the right end of the dotted line: above it where there is room.

        Where the line lies above all that is shown, the words stand at the upper edge and say how high it is.
        """
        _, last, top = self.range
        baseline = self._baseline
        is_within = baseline is not None and baseline <= top
        self.nothing.setVisible(is_within)
        self.words.setVisible(baseline is not None)
        if baseline is None:
            return
        text = WORDS if is_within else f"{WORDS}: {number_text(baseline)}"
        if text != self.words.toPlainText():
            self.words.setText(text)
        if is_within:
            self.nothing.setPos(baseline)
        at = min(baseline, top)
        room_px = (1.0 - at / top) * (self.height() - ABOVE_PX - BELOW_PX)
        self.words.setAnchor((1.0, 1.0 if room_px >= WORDS_PX else 0.0))
        self.words.setPos(last, at)

    def _pen(self, colour: str, style: Qt.PenStyle) -> QPen:
        # Cosmetic: the width is in pixels, not in epochs; but in those of the screen.
        pen = QPen(QColor(colour), max(1, round(self.devicePixelRatioF())), style)
        pen.setCosmetic(True)
        if style in _DASHES:
            pen.setDashPattern(_DASHES[style])
        return pen
