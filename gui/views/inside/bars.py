"""Incoming weights as bars: a name, a bar to the left or right of zero, the value."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, SMALL_PX, Theme, body_font
from gui.views.axes import number_text

ROW_PX = 16
BAR_PX = 9
VALUE_PX = 50
MOST_NAME_PX = 110
NOT_A_NUMBER = "not a number"


class Bar(NamedTuple):
    """One weight; `said` stands in the place of its value."""

    name: str
    value: float
    said: str = ""


class WeightBars(QWidget):
    """As many rows as there are bars; the longest bar is the largest of them."""

    def __init__(self, name: str = "weight-bars", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._font = body_font(SMALL_PX)
        self._theme = LIGHT
        self.bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show these from top to bottom."""
        if bars == self.bars:
            return
        is_other_height, self.bars = len(bars) != len(self.bars), bars
        if is_other_height:
            self.updateGeometry()
        self.setAccessibleName("; ".join(f"{bar.name} {self._text(bar)}" for bar in bars))
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, ROW_PX * max(1, len(self.bars)))

    def minimumSizeHint(self) -> QSize:
        return QSize(140, self.sizeHint().height())

    def bar_rect(self, row: int) -> QRectF:
        """Where a bar lies; of no width for zero."""
        left = self._names_px()
        room = QRectF(left, row * ROW_PX + (ROW_PX - BAR_PX) / 2.0, max(8.0, self.width() - left - VALUE_PX), BAR_PX)
        finite = [abs(bar.value) for bar in self.bars if np.isfinite(bar.value)]
        most, value = max(finite, default=0.0), self.bars[row].value
        share = value / most if most > 0.0 and np.isfinite(value) else 0.0
        middle, half = room.center().x(), room.width() / 2.0 - 2.0
        return QRectF(min(middle, middle + share * half), room.top(), abs(share) * half, room.height())

    def _names_px(self) -> float:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(bar.name) for bar in self.bars), default=0)
        return float(min(widest, MOST_NAME_PX) + 6)

    @staticmethod
    def _text(bar: Bar) -> str:
        return bar.said or (number_text(bar.value) if np.isfinite(bar.value) else NOT_A_NUMBER)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        align, theme = Qt.AlignmentFlag, self._theme
        try:
            painter.setFont(self._font)
            left = self._names_px()
            middle = left + max(8.0, self.width() - left - VALUE_PX) / 2.0
            painter.setPen(QPen(QColor(theme.hairline), 1.0))
            painter.drawLine(round(middle), 0, round(middle), self.height())
            metrics = painter.fontMetrics()
            for row, bar in enumerate(self.bars):
                line = QRectF(0.0, row * ROW_PX, left - 6.0, ROW_PX)
                painter.setPen(QColor(theme.ink))
                name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideMiddle, round(left - 4.0))
                painter.drawText(line, align.AlignLeft | align.AlignVCenter, name)
                painter.fillRect(self.bar_rect(row), QColor(theme.positive if bar.value >= 0.0 else theme.negative))
                painter.setPen(QColor(theme.muted))
                room = QRectF(self.width() - VALUE_PX - 40, line.top(), VALUE_PX + 40, ROW_PX)
                painter.drawText(room, align.AlignRight | align.AlignVCenter, self._text(bar))
        finally:
            painter.end()
