"""The residuals: how many answers are how much too high or too low."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array, Indices
from gui.theme import LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.axes import Scale, number_text, round_range, tick_texts, whole_ticks
from gui.views.cells import Telling
from gui.views.frame import BELOW_PX, paint_frame, paint_ticks, paint_upwards

LEFT_PX = 50.0
BINS = 31
"""Odd: the middle one is around zero."""


class Residuals(Telling):
    """A histogram of predicted minus true, with zero in its middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("residuals")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._font = body_font(SMALL_PX)
        self.counts: Indices = np.zeros(BINS, np.intp)
        self._reach = 1.0

    def show_residuals(self, residuals: Array) -> None:
        """Show these, whatever their shape; every number finite."""
        largest = float(np.abs(residuals).max(initial=0.0))
        self._reach = round_range(-largest, largest)[1] if largest > 0.0 else 1.0
        self.counts = np.histogram(residuals, BINS, (-self._reach, self._reach))[0]
        above, below = int(np.count_nonzero(residuals > 0.0)), int(np.count_nonzero(residuals < 0.0))
        self.setAccessibleName(f"Residuals: {above:,} answers too high, {below:,} too low")
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def area(self) -> QRectF:
        """Where the plot itself lies."""
        return QRectF(LEFT_PX, 1.0, max(1.0, self.width() - LEFT_PX - 1.0), self.height() - 2.0 * BELOW_PX)

    def bar_rect(self, place: int) -> QRectF:
        """Where a bar lies."""
        area = self.area()
        width = area.width() / BINS
        height = area.height() * float(self.counts[place]) / self._most()
        return QRectF(area.left() + place * width, area.bottom() - height, width, height)

    def sentence(self, place: int) -> str:
        """What a bar says."""
        edges = np.linspace(-self._reach, self._reach, BINS + 1)
        low, high = number_text(float(edges[place])), number_text(float(edges[place + 1]))
        return f"{int(self.counts[place]):,} answers: predicted \N{MINUS SIGN} true from {low} to {high}"

    def sizeHint(self) -> QSize:
        return QSize(340, 140)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 140)

    def words_at(self, at: QPointF) -> str:
        """The samples of the bar there."""
        place = int((at.x() - LEFT_PX) // (self.area().width() / BINS))
        return self.sentence(place) if 0 <= place < BINS else ""

    def _most(self) -> float:
        return round_range(0.0, float(max(1, self.counts.max())), most=4)[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, area = self._theme, self.area()
        across = Scale(-self._reach, self._reach, area.left(), area.right())
        up = Scale(0.0, self._most(), area.bottom(), area.top())
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            painter.fillRect(area, QColor(theme.canvas))
            whole = whole_ticks(0.0, self._most())
            paint_frame(painter, area, across, up, theme, whole)
            paint_ticks(painter, area, across, up, theme, rows=list(zip(whole, tick_texts(whole), strict=True)))
            below = QRectF(area.left(), area.bottom() + BELOW_PX - 1.0, area.width(), 14.0)
            painter.setPen(QColor(theme.ink))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, "predicted \N{MINUS SIGN} true")
            paint_upwards(
                painter, QRectF(0.0, area.top(), 14.0, area.height()), Qt.AlignmentFlag.AlignCenter, "answers"
            )
            for place in range(BINS):
                painter.fillRect(
                    self.bar_rect(place).adjusted(0.5, 0.0, -0.5, 0.0), blend(theme.ink, theme.canvas, 0.7)
                )
            painter.setPen(QPen(QColor(theme.ink), 1.0))
            x = round(across(0.0)) + 0.5
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        finally:
            painter.end()
