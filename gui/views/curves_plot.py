"""The plot of several curves over the epochs, drawn by pyqtgraph, which is slow to import: only `ensure_plot` does.

The curves are drawn in shares of the picture's width and height, so that a logarithmic axis and numbers of any
size are the axis's business alone; the ticks are those of our other pictures, which are cheaper and keep the outermost
numbers.
"""

import math

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.arrays import Array
from gui.theme import LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.axes import Scale, epochs_text
from gui.views.curve_kinds import Curves
from gui.views.curves_axis import linear_axis, log_axis
from gui.views.cut_mark import CutMark
from gui.views.end_names import End, paint_ends
from gui.views.envelope import envelope
from gui.views.epoch_axis import epoch_ticks, paint_epochs
from gui.views.frame import BELOW_PX, paint_ticks
from gui.views.level_line import LevelLine, Span
from gui.views.peaks import cut_peak
from gui.views.smoothing import Smoothing, smoothed
from gui.views.strokes import CURVE_PX, Stroke, pen_of
from gui.views.value_axis import ValueAxis

LEFT_PX = 42
"""Room for the ticks of the upright axis; more where the widest of them needs it."""
GAP_PX = 8
"""From those numbers to the plot, and to the edge; from the plot to the names at the ends of the curves."""
ABOVE_PX = 2
TICK_PX = 15
"""The least height for a tick's number."""
MOST_NAME_PX = 96
"""How wide a name at the end of a curve may be."""
LEAST_NAME_INK = 0.7
FAINT_INK = 0.25
"""How much ink a curve as it is has behind its smoothed one."""
DOT_PX = 6
MOST_LEVELS = 2
LEAST_EPOCHS = 4.0

_NOTHING = Curves(np.zeros(0), np.zeros(0), ())


class CurvesPlot(QWidget):
    """Curves and levels over the epochs. It is looked at, not handled: no panning, no menu, no buttons.

    The pointer reads the curves at the nearest moment there is; so do the arrow keys, Home and End where it has the
    keyboard, and Esc lets go. `row` is the moment that is read, None: none.
    """

    row_changed = Signal()
    """Another moment is read, or none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves-plot")
        # No tool tip: it would hide what is pointed at.
        self.setAccessibleDescription("Point at it, or press the arrow keys, to read the numbers of a moment.")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._font = body_font(SMALL_PX)
        self._theme = LIGHT
        self._curves, self._is_log = _NOTHING, False
        self._smoothing: Smoothing = "off"
        self._pointer_px: float | None = None
        self._epoch: float | None = None
        self.row: int | None = None
        self.axis = ValueAxis(0.0, 1.0)
        self.epochs = (0.0, LEAST_EPOCHS)
        """The first and the last epoch."""
        self.plot = _plot_widget(self)
        self._grid = self._added(pyqtgraph.PlotCurveItem(connect="pairs", skipFiniteCheck=True), -2.0)
        self.faint: list[pyqtgraph.PlotCurveItem] = []
        self.lines: list[pyqtgraph.PlotCurveItem] = []
        """One of each per line, in their order."""
        self.cut = CutMark(self.plot.getPlotItem(), self._font, self._is_crossed)
        self.levels = [LevelLine(self.plot.getPlotItem(), self._font, self._is_taken) for _ in range(MOST_LEVELS)]
        self._cross = self._added(pyqtgraph.PlotCurveItem(connect="finite"), 2.0)
        self._dots = self._added(pyqtgraph.ScatterPlotItem(size=DOT_PX, pxMode=True), 3.0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(LEFT_PX, ABOVE_PX, 0, BELOW_PX)
        self._column.addWidget(self.plot)
        self.show_theme(LIGHT)

    def show_curves(self, curves: Curves, is_log: bool = False, smoothing: Smoothing = "off") -> None:
        """Show these curves, on a linear or a logarithmic axis."""
        self._curves, self._is_log, self._smoothing = curves, is_log, smoothing
        for items, depth in ((self.faint, -1.0), (self.lines, 1.0)):
            while len(items) < len(curves.lines):
                items.append(self._added(pyqtgraph.PlotCurveItem(connect="finite"), depth))
        self._fit()
        x, is_smooth = self._across(curves.epochs), smoothing != "off"
        for line, item, faint in zip(curves.lines, self.lines, self.faint, strict=False):
            item.setPen(self._pen(line.ink, line.stroke, CURVE_PX))
            item.setData(*envelope(x, self._up(smoothed(line.values, smoothing)), line.stroke != "solid"))
            faint.setVisible(is_smooth)
            if is_smooth:
                faint.setPen(self._pen(FAINT_INK * line.ink))
                faint.setData(*envelope(x, self._up(line.values)))
            item.setVisible(True)
        for item in (*self.lines[len(curves.lines) :], *self.faint[len(curves.lines) :]):
            item.setVisible(False)
        self._read()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.plot.setBackground(theme.surface)
        self._grid.setPen(pen_of(QColor(theme.hairline), "solid", self.devicePixelRatioF()))
        self.cut.show_theme(theme)
        for level in self.levels:
            level.show_theme(theme, self.devicePixelRatioF())
        self._cross.setPen(pen_of(QColor(theme.muted), "solid", self.devicePixelRatioF()))
        self._dots.setPen(pen_of(QColor(theme.ink), "solid", self.devicePixelRatioF()))
        self._dots.setBrush(pyqtgraph.mkBrush(theme.surface))
        self.show_curves(self._curves, self._is_log, self._smoothing)
        self.update()

    def read_at(self, row: int | None) -> None:
        """Read the curves at this moment; None: let go."""
        count = len(self._curves.epochs)
        self._pointer_px = None
        self._epoch = None if row is None or not count else float(self._curves.epochs[min(max(row, 0), count - 1)])
        self._read()

    @property
    def moment(self) -> str:
        """The moment that is read: "epoch 12 · step 300"; empty where none is."""
        if self.row is None:
            return ""
        return f"epoch {epochs_text(float(self._curves.epochs[self.row]))} · step {self._curves.steps[self.row]:,.0f}"

    def sizeHint(self) -> QSize:
        return QSize(352, 190)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    # Qt's events -------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.show_theme(self._theme)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_curves(self._curves, self._is_log, self._smoothing)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._epoch, self._pointer_px = None, event.position().x()
        self._read()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._pointer_px is not None:
            self.read_at(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._epoch is not None:
            self.read_at(None)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → go to the neighbouring moment, Home and End to the first and the last, Esc lets go."""
        epochs, last = self._curves.epochs, len(self._curves.epochs) - 1
        at = math.inf if self.row is None else epochs[self.row]  # both sides of a gap are of one epoch
        before, after = int(np.searchsorted(epochs, at)) - 1, int(np.searchsorted(epochs, at, side="right"))
        rows = {Qt.Key.Key_Left: before, Qt.Key.Key_Right: min(after, last), Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if event.key() in rows and last >= 0:
            self.read_at(rows[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self.row is not None:
            self.read_at(None)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(self.plot.geometry())
        first, last = self.epochs
        across, up = Scale(first, last, area.left(), area.right()), Scale(0.0, 1.0, area.bottom(), area.top())
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            paint_ticks(painter, area, across, up, self._theme, columns=(), rows=self._tick_rows())
            marks = epoch_ticks(first, last, area.width(), painter.fontMetrics().horizontalAdvance)
            paint_epochs(painter, area, across, marks, self._theme, self._moment_box(across))
            self._paint_moment(painter, across)
            if self._curves.are_named:
                self._paint_names(painter, area, up)
            if self.hasFocus():
                painter.setPen(QPen(QColor(self._theme.ink), 1.0))
                painter.drawRect(area.adjusted(-1.0, -1.0, 0.0, 0.0))
        finally:
            painter.end()

    # Inside ------------------------------------------------------------------------------------------------------

    def _added(self, item: pyqtgraph.GraphicsObject, depth: float = 0.0) -> pyqtgraph.GraphicsObject:
        item.setZValue(depth)
        self.plot.getPlotItem().addItem(item, ignoreBounds=True)
        return item

    def _pen(self, ink: float, stroke: Stroke = "solid", width_px: float = 1.0) -> QPen:
        return pen_of(blend(self._theme.ink, self._theme.surface, ink), stroke, self.devicePixelRatioF(), width_px)

    def _across(self, epochs: Array) -> Array:
        first, last = self.epochs
        found: Array = (epochs - first) / (last - first)
        return found

    def _up(self, values: Array) -> Array:
        """Shares of the height; what is far outside comes in over an edge, without numbers that a painter chokes on."""
        found: Array = np.clip(self.axis.share(values), -1.0, 2.0)
        return found

    def _tick_rows(self) -> list[tuple[float, str]]:
        """Where the upright axis has ticks, and what stands there: fewer where there is little room."""
        shares = self.axis.share(np.array(self.axis.ticks)).tolist()
        rows = [(share, text + self._curves.unit) for share, text in zip(shares, self.axis.texts, strict=True)]
        each = (
            math.ceil(TICK_PX * (len(rows) - 1) / (self._height() * max(1e-6, shares[-1] - shares[0]))) if rows else 1
        )
        return rows[:: max(1, each)]

    def _fit(self) -> None:
        """Choose both axes so that the curves fill the picture, and make room for the numbers beside it."""
        epochs = self._curves.epochs
        first, last = (float(epochs[0]), float(epochs[-1])) if len(epochs) else (0.0, 0.0)
        self.epochs = (first, max(first + LEAST_EPOCHS, last))  # ticks at whole epochs from the start on
        self.axis = log_axis(self._curves) if self._is_log else linear_axis(self._curves, self._height())
        rows = self._tick_rows()
        self._grid.setData(np.tile([0.0, 1.0], len(rows)), np.repeat([share for share, _ in rows], 2))
        width = QFontMetricsF(self._font).horizontalAdvance
        left = max((width(text) for _, text in rows), default=0.0)
        names = [width(line.name) for line in self._curves.lines if self._curves.are_named]
        right = math.ceil(min(MOST_NAME_PX, max(names))) + GAP_PX + 2 if names else 0  # elided as soon as it just fits
        self._column.setContentsMargins(max(LEFT_PX, round(left) + 2 * GAP_PX), ABOVE_PX, right, BELOW_PX)
        self._column.activate()  # the numbers are painted beside the plot, where it is from now on
        shown = dict(enumerate(self._curves.levels))
        size = QSizeF(max(1, self.plot.width()), self._height())
        across = self._across(epochs)
        peak = cut_peak(((across, line.values) for line in self._curves.lines), self.axis.high)
        self.cut.show_peak(peak, self._curves.unit, size)
        for index, level in enumerate(self.levels):
            level.show_level(shown.get(index), self.axis, size)
        self.update()

    def _is_taken(self, across: Span, up: Span) -> bool:
        """Whether a curve or its peak's words come into this part of the plot, in shares of its width and height."""
        return self.cut.covers(across, up, self._height()) or self._is_crossed(across, up)

    def _is_crossed(self, across: Span, up: Span) -> bool:
        x = self._across(self._curves.epochs)
        first, end = np.searchsorted(x, across[0]), np.searchsorted(x, across[1], side="right")
        rows = slice(max(0, int(first) - 1), int(end) + 1)  # a line comes in from the point before
        for line in self._curves.lines:
            y = self._up(line.values[rows])
            y = y[np.isfinite(y)]
            if y.size and y.min() <= up[1] and y.max() >= up[0]:
                return True
        return False

    def _height(self) -> int:
        return max(1, self.height() - ABOVE_PX - BELOW_PX)

    def _read(self) -> None:
        """Find the moment that is pointed at, and mark it."""
        epochs, before = self._curves.epochs, self.row
        wanted = self._epoch
        if self._pointer_px is not None:
            area = self.plot.geometry()
            first, last = self.epochs
            wanted = first + (self._pointer_px - area.left()) / max(1, area.width()) * (last - first)
        self.row = None if wanted is None or not len(epochs) else self._nearest(wanted)
        if self.row is None:
            if before is not None:
                self._cross.setData([], [])
                self._dots.setData([], [])
        else:
            x = float(self._across(epochs[self.row : self.row + 1])[0])
            heights = self._up(np.array([line.values[self.row] for line in self._curves.lines]))
            heights = heights[(heights >= 0.0) & (heights <= 1.0)]  # NaN is neither
            self._cross.setData([x, x], [0.0, 1.0])
            self._dots.setData(np.full(len(heights), x), heights)
        if self.row != before:
            self.update()
            self.row_changed.emit()

    def _nearest(self, epoch: float) -> int:
        """The moment nearest to this epoch that has a number; of several the latest."""
        numbers = np.array([line.values for line in self._curves.lines])
        distances = np.where(np.isnan(numbers).all(axis=0), np.inf, np.abs(self._curves.epochs - epoch))
        return len(distances) - 1 - int(np.argmin(distances[::-1]))

    def _moment_box(self, across: Scale) -> QRectF | None:
        """Where the moment that is read is written: below its mark."""
        if self.row is None:
            return None
        width = QFontMetricsF(self._font).horizontalAdvance(self.moment) + GAP_PX
        x = across(float(self._curves.epochs[self.row])) - width / 2.0
        return QRectF(min(max(x, 0.0), self.width() - width), self.height() - BELOW_PX + 1.0, width, BELOW_PX - 2.0)

    def _paint_moment(self, painter: QPainter, across: Scale) -> None:
        box = self._moment_box(across)
        if box is not None:
            painter.setPen(QColor(self._theme.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.moment)

    def _paint_names(self, painter: QPainter, area: QRectF, up: Scale) -> None:
        ends = []
        for line in self._curves.lines:
            heights = self._up(smoothed(line.values, self._smoothing))
            heights = heights[np.isfinite(heights)]
            if len(heights):
                ends.append(End(line.name, up(float(np.clip(heights[-1], 0.0, 1.0))), max(LEAST_NAME_INK, line.ink)))
        beside = QRectF(area.right() + GAP_PX, area.top(), self.width() - area.right() - GAP_PX, area.height())
        paint_ends(painter, beside, ends, self._theme)


def _plot_widget(parent: QWidget) -> pyqtgraph.PlotWidget:
    """An empty plot from 0 to 1 both ways that keeps its hands off mouse and keyboard."""
    plot = pyqtgraph.PlotWidget(parent)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    plot.setMenuEnabled(False)
    plot.setMouseEnabled(False, False)
    plot.hideButtons()
    plot.setMinimumSize(0, 0)
    item = plot.getPlotItem()
    # pyqtgraph makes a menu that nobody sees and that belongs to nobody, so it would outlive the window.
    item.ctrlMenu.setParent(parent, item.ctrlMenu.windowFlags())
    item.hideAxis("left")
    item.hideAxis("bottom")
    box = item.getViewBox()
    box.disableAutoRange()
    box.setDefaultPadding(0.0)
    box.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0), padding=0.0, disableAutoRange=True)
    return plot
