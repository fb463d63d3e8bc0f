"""What one weight or bias has been over the training, as a small line."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from gui.theme import LIGHT, SMALL_PX, Theme, body_font
from gui.views.axes import Scale, number_text

HEIGHT_PX = 68
BELOW_PX = 16
"""Room for the epochs."""
GAP_PX = 6.0
"""From the numbers at the left to the line."""
MARK_PX = 3.0


class WeightHistory(QWidget):
    """The values over the epochs, a hairline at zero, and a mark at the moment shown; hidden until there are two.

    Where the moment shown is later than the last value, the line goes on to it: training does not wait for the answer.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("weight-history")
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("What this number has been over the epochs. The dot is the moment shown.")
        self._theme = LIGHT
        self.epochs: Array = np.zeros(0)
        """When the number stood there, and which it was, both (moments,)."""
        self.values: Array = np.zeros(0)
        self._shown, self._value = 0.0, 0.0
        self.hide()

    def show_history(self, epochs: Array, values: Array) -> bool:
        """Show these values (moments,) at these epochs; whether it takes room now and did not before, or no longer."""
        self.epochs, self.values = epochs, values
        was_shown = not self.isHidden()
        is_shown = len(values) > 1 and bool(epochs[-1] > epochs[0])
        self.setVisible(is_shown)
        if is_shown:
            low, high = number_text(float(values.min())), number_text(float(values.max()))
            self.setAccessibleName(f"History: from {low} to {high} over epochs {epochs[0]:,.0f} to {epochs[-1]:,.0f}")
        self.update()
        return is_shown != was_shown

    def show_moment(self, epochs: float, value: float) -> None:
        """Mark this moment, in which this number stands there."""
        if (epochs, value) != (self._shown, self._value):
            self._shown, self._value = epochs, value
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the card."""
        return QSize(160, HEIGHT_PX)

    def line(self) -> tuple[Array, Array]:
        """Epochs and values, up to the moment shown if that is the latest."""
        if not len(self.epochs) or self._shown <= self.epochs[-1]:
            return self.epochs, self.values
        return np.append(self.epochs, self._shown), np.append(self.values, self._value)

    def scales(self) -> tuple[QRectF, Scale, Scale]:
        """Where the line is drawn, and where epochs and values lie in it."""
        epochs, values = self.line()
        low, high = float(values.min()), float(values.max())
        metrics = self.fontMetrics()
        left = max(metrics.horizontalAdvance(number_text(end)) for end in (low, high)) + GAP_PX
        area = QRectF(left, 5.0, self.width() - left - MARK_PX - 1.0, self.height() - BELOW_PX - 8.0)
        room = (high - low) or 1.0
        middle = (low + high) / 2.0
        up = Scale(middle - room / 2.0, middle + room / 2.0, area.bottom(), area.top())
        return area, Scale(float(epochs[0]), float(epochs[-1]), area.left(), area.right()), up

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, and its ends in numbers."""
        if len(self.values) < 2:
            return
        self.setFont(body_font(SMALL_PX))
        area, across, up = self.scales()
        epochs, values = self.line()
        painter = QPainter(self)
        try:
            self._paint_numbers(painter, area, up, epochs, values)
            if up.low < 0.0 < up.high:
                y = round(up(0.0)) + 0.5
                painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.ink), 1.25))
            pairs = zip(epochs.tolist(), values.tolist(), strict=True)
            painter.drawPolyline(QPolygonF([QPointF(across(x), up(y)) for x, y in pairs]))
            shown = max(self._shown, float(epochs[0]))
            value = values[-1] if shown == epochs[-1] else np.interp(shown, epochs, values)
            painter.setBrush(QColor(self._theme.ink))
            painter.drawEllipse(QPointF(across(shown), up(float(value))), MARK_PX - 0.5, MARK_PX - 0.5)
        finally:
            painter.end()

    def _paint_numbers(self, painter: QPainter, area: QRectF, up: Scale, epochs: Array, values: Array) -> None:
        align = Qt.AlignmentFlag
        low, high = float(values.min()), float(values.max())
        painter.setPen(QColor(self._theme.muted))
        for end in {low, high}:
            beside = QRectF(0.0, up(end) - 7.0, area.left() - GAP_PX, 14.0)
            painter.drawText(beside, align.AlignRight | align.AlignVCenter, number_text(end))
        below = QRectF(area.left(), self.height() - BELOW_PX, area.width() + MARK_PX, BELOW_PX)
        painter.drawText(below, align.AlignLeft | align.AlignBottom, f"epoch {_whole(epochs[0])}")
        painter.drawText(below, align.AlignRight | align.AlignBottom, _whole(epochs[-1]))


def _whole(epochs: float) -> str:
    return f"{np.floor(epochs):,.0f}"
