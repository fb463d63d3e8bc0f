"""Where the plot of runs lies: epochs across, values up, and the axes with their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.arrays import Array
from gui.theme import Theme
from gui.views.axes import Scale
from gui.views.epoch_axis import epoch_ticks, paint_epochs
from gui.views.value_axis import ValueAxis

TICK_GAP_PX = 6


@dataclass(frozen=True)
class Frame:
    """Where curves are painted.

    last  the epoch at the right edge; the left one is 0
    axis  the values, upwards
    """

    area: QRectF
    last: float
    axis: ValueAxis

    @property
    def across(self) -> Scale:
        """Where epochs lie."""
        return Scale(0.0, self.last, self.area.left(), self.area.right())

    def place(self, epoch: float, value: float) -> QPointF:
        """Where an epoch and a value lie."""
        share = float(self.axis.share(np.array([value]))[0])
        return QPointF(self.across(epoch), self.area.bottom() - share * self.area.height())

    def polygon(self, epochs: Array, values: Array) -> list[QPointF]:
        """Where a curve lies; what has no place lies below the lower edge."""
        x = self.area.left() + epochs / self.last * self.area.width()
        # What lies far outside would not fit into the painter's numbers.
        shares = np.clip(np.nan_to_num(self.axis.share(values), nan=-1.0), -1.0, 2.0)
        y = self.area.bottom() - shares * self.area.height()
        return [QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)]


def paint_axes(painter: QPainter, frame: Frame, texts: Sequence[str], theme: Theme) -> None:
    """Paint hairlines at the axis' ticks, `texts` beside them, and epochs below, in the painter's font."""
    area, align = frame.area, Qt.AlignmentFlag
    for value, text in zip(frame.axis.ticks, texts, strict=True):
        y = frame.place(0.0, value).y()
        painter.setPen(QPen(QColor(theme.hairline), 1.0))
        painter.drawLine(QPointF(area.left(), round(y) + 0.5), QPointF(area.right(), round(y) + 0.5))
        painter.setPen(QColor(theme.muted))
        place = QRectF(0.0, y - 8.0, area.left() - TICK_GAP_PX, 16.0)
        painter.drawText(place, align.AlignRight | align.AlignVCenter, text)

    marks = epoch_ticks(0.0, frame.last, area.width(), painter.fontMetrics().horizontalAdvance)
    paint_epochs(painter, area, frame.across, marks, theme)
