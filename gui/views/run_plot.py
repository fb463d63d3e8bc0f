"""Curves of several runs over one axis of epochs, and the band of many; they are read by pointer or arrow keys.

What stands still is painted once into a picture; only the curve that grows is painted anew each time.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.band import Band
from gui.theme import LIGHT, SMALL_PX, Theme, body_font
from gui.views.axes import epochs_text, exact_text, round_range, tick_texts
from gui.views.peaks import cut_peak
from gui.views.run_frame import TICK_GAP_PX, Frame, paint_axes
from gui.views.run_lines import PLAIN_PX, STRONG_PX, Line, paint_band, paint_cut, paint_goal, paint_labels, paint_line
from gui.views.run_readings import paint_readings, readings
from gui.views.value_axis import ValueAxis, axis_for

ABOVE_PX, BELOW_PX = 6, 20
LABEL_GAP_PX = 8
LEAST_LEFT_PX, LEAST_RIGHT_PX = 42.0, 18.0
"""Room for numbers at the left edge, and for the letters at the ends of the curves at the right one."""
LEAST_EPOCHS = 4.0
MOST_ABOVE = 10.0
"""How many times as high as the later half of a curve its start may be to be shown as a whole."""
MOST_ABOVE_UPPER = 3.0
"""How many times as high as its upper quarter a band is shown at most."""
WORST_SHARE = 0.9
"""Shares are shown from here on, or from lower where curves are."""


class RunPlot(QWidget):
    """Kept lines, maybe one that grows, maybe a band; shares are written in percent."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._font, self._bold = body_font(SMALL_PX), body_font(SMALL_PX, bold=True)
        self._theme = LIGHT
        self._lines: tuple[Line, ...] = ()
        self._now: Line | None = None
        self._band: Band | None = None
        self._goal: float | None = None
        self._strong: str | None = None
        self._is_log = self._is_share = False
        self._still: QPixmap | None = None
        self._left_px, self._right_px = LEAST_LEFT_PX, LEAST_RIGHT_PX
        self._last, self._axis = LEAST_EPOCHS, ValueAxis(0.0, 1.0)
        self.read_at: float | None = None
        """The epoch that is being read; None: none is."""

    # What is shown ---------------------------------------------------------------------------------------------------

    def show_lines(
        self, lines: Sequence[Line], band: Band | None = None, goal: float | None = None, strong: str | None = None
    ) -> None:
        """Show these, which do not grow.

        goal    a dotted line across at this value
        strong  the label of the line that comes forward
        """
        self._lines, self._band, self._goal, self._strong = tuple(lines), band, goal, strong
        self._still = None
        self._fit()

    def show_now(self, line: Line | None) -> None:
        """Show the one that grows; None: there is none."""
        self._now = line
        self._fit()

    def show_scale(self, is_log: bool, is_share: bool) -> None:
        """Whether values lie by their logarithm, and whether they are shares of 1."""
        if (is_log, is_share) != (self._is_log, self._is_share):
            self._is_log, self._is_share = is_log, is_share
            self._still = None
            self._fit()

    def show_theme(self, theme: Theme) -> None:
        """Change colours; the lines' own come with them."""
        self._theme = theme
        self._still = None
        self.update()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that can be read."""
        return self._lines if self._now is None else (*self._lines, self._now)

    @property
    def frame(self) -> Frame:
        """Where things lie."""
        width = self.width() - self._left_px - self._right_px
        area = QRectF(self._left_px, ABOVE_PX, max(1.0, width), max(1.0, self.height() - ABOVE_PX - BELOW_PX))
        return Frame(area, self._last, self._axis)

    def value_text(self, value: float) -> str:
        """A value with all the digits that anybody reads."""
        return f"{100.0 * value:.2f} %" if self._is_share else exact_text(value)

    # Fitting ---------------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Axes that hold all of it and end on ticks, so that they stand still for a while as a curve grows."""
        curves = [(line.epochs, line.values) for line in self.lines]
        if self._band is not None:
            # One seed that ran away does not press the others to the floor.
            highest = np.minimum(self._band.highest, MOST_ABOVE_UPPER * self._band.upper.max())
            curves += [(self._band.epochs, self._band.lowest), (self._band.epochs, highest)]
        last = max((float(epochs[-1]) for epochs, _ in curves if len(epochs)), default=0.0)
        last = round_range(0.0, max(LEAST_EPOCHS, last))[1]
        axis = self._axis_for([values for _, values in curves])
        if (axis, last) != (self._axis, self._last):
            self._axis, self._last, self._still = axis, last, None
            self._left_px = max(LEAST_LEFT_PX, _widest(self._font, self._texts()) + 2.0 * TICK_GAP_PX)
        right = max(LEAST_RIGHT_PX, _widest(self._bold, [line.label for line in self.lines]) + LABEL_GAP_PX)
        if right != self._right_px:
            self._right_px, self._still = right, None
        self.update()

    def _axis_for(self, curves: Sequence[Array]) -> ValueAxis:
        least = 0.0 if self._is_log else -np.inf
        found = [shown for values in curves if len(shown := values[np.isfinite(values) & (values > least)])]
        goal = [] if self._goal is None else [self._goal]
        lowest = min([*(float(values.min()) for values in found), *goal], default=0.1)
        highest = max([*(float(values.max()) for values in found), *goal], default=1.0)
        if self._is_log:
            return axis_for(lowest, highest, True)
        if self._is_share:
            return axis_for(min(lowest, WORST_SHARE), 1.0, False)
        # A start far above all the rest comes in over the upper edge, as in the plot of the loss.
        later = max((float(values[len(values) // 2 :].max()) for values in found), default=highest)
        return axis_for(0.0, max([min(highest, MOST_ABOVE * later), *goal]) or 1.0, False)

    def _texts(self) -> list[str]:
        if self._is_share:
            return [f"{text} %" for text in tick_texts([100.0 * value for value in self._axis.ticks])]
        return self._axis.texts

    # Reading ---------------------------------------------------------------------------------------------------------

    def read(self, epoch: float | None) -> None:
        """Read the values at an epoch; None: no more."""
        self.read_at = None if epoch is None or not self.lines else min(max(epoch, 0.0), self._last)
        found = [] if self.read_at is None else readings(self.lines, self.read_at)
        said = (f"{line.label} {self.value_text(value)} at epoch {epochs_text(at)}" for line, at, value in found)
        self.setAccessibleDescription(", ".join(said))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What lies under the pointer is read."""
        is_inside = self.frame.area.adjusted(-4, -4, 4, 4).contains(event.position())
        self.read(self.frame.across.value(event.position().x()) if is_inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is read any more."""
        self.read(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move what is read, Esc ends it."""
        step = max(1.0, round(self._last / 100.0))
        at = -step if self.read_at is None else round(self.read_at)
        match event.key():
            case Qt.Key.Key_Right:
                self.read(at + step)
            case Qt.Key.Key_Left:
                self.read(at - step)
            case Qt.Key.Key_Home:
                self.read(0.0)
            case Qt.Key.Key_End:
                self.read(self._last)
            case Qt.Key.Key_Escape if self.read_at is not None:
                self.read(None)
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard has gone elsewhere, and what it read with it."""
        super().focusOutEvent(event)
        self.read(None)

    # Painting --------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(348, 190)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 150)

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio, frame = self.devicePixelRatioF(), self.frame
        if self._still is None or self._still.size() != self.size() * ratio:
            self._still = self._paint_still(frame, ratio)
        painter = QPainter(self)
        try:
            painter.drawPixmap(0, 0, self._still)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._now is not None:
                paint_line(painter, frame, self._now, STRONG_PX)
            painter.setFont(self._bold)
            paint_labels(painter, frame, self.lines, self._theme)
            peak = cut_peak(((line.epochs, line.values) for line in self.lines), self._axis.high)
            if peak is not None and self.read_at is None:
                painter.setFont(self._font)
                paint_cut(painter, frame, peak, self._theme)
            if self.read_at is not None:
                paint_readings(painter, frame, self.lines, self.read_at, self.value_text, self._theme, self.width())
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(self._theme.ink), 1.0))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0)
        finally:
            painter.end()

    def _paint_still(self, frame: Frame, ratio: float) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.surface))
        painter = QPainter(picture)
        try:
            painter.setFont(self._font)
            paint_axes(painter, frame, self._texts(), self._theme)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._band is not None:
                paint_band(painter, frame, self._band, self._theme)
            if self._goal is not None:
                paint_goal(painter, frame, self._goal, self._theme)
            for line in sorted(self._lines, key=lambda line: line.label == self._strong):
                paint_line(painter, frame, line, STRONG_PX if line.label == self._strong else PLAIN_PX)
        finally:
            painter.end()
        return picture


def _widest(font: QFont, texts: Sequence[str]) -> float:
    metrics = QFontMetricsF(font)
    return float(np.ceil(max((metrics.horizontalAdvance(text) for text in texts), default=0.0)))
