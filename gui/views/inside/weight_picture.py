"""The weights into a neuron as the picture that the inputs are: seven segments, or 8x8 pixels."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.data.digits import SIDE
from gui.pad.segments_geometry import NAMES, SEGMENTS
from gui.theme import LIGHT, SMALL_PX, Theme, body_font, diverging_table, to_pixels
from gui.views.axes import number_text

SIZE_PX = QSize(136, 172)
LEGEND_PX = 32
PIXEL_PX = 17
THICK = 0.26
"""How thick a segment is, as a share of its length."""
READABLE = 0.55
"""From this strength on a segment is too dark, or too light, for ink."""


class WeightPicture(QWidget):
    """Colours say sign and size, on a scale from minus to plus the largest weight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weight-picture")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(SIZE_PX)
        self._font = body_font(SMALL_PX)
        self._theme = LIGHT
        self._table = diverging_table(LIGHT)
        self.weights: Array = np.zeros(0)

    def show_weights(self, weights: Array) -> None:
        """Show these: (7,) as segments a to g, (64,) as pixels row by row from the upper left."""
        if not np.array_equal(weights, self.weights):
            self.weights = np.array(weights, np.float64)
            what = "seven segments" if len(weights) == len(NAMES) else f"{SIDE}x{SIDE} pixels"
            self.setAccessibleName(f"Incoming weights as {what}, from {self.texts[0]} to {self.texts[2]}")
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme, self._table = theme, diverging_table(theme)
        self.update()

    @property
    def most(self) -> float:
        """The largest size of a weight; 1 where all are 0."""
        finite = np.abs(self.weights[np.isfinite(self.weights)])
        return float(finite.max(initial=0.0)) or 1.0

    @property
    def texts(self) -> tuple[str, str, str]:
        """What the legend says."""
        most = number_text(self.most)
        return f"\N{MINUS SIGN}{most}", "0", most

    def colour(self, weight: float) -> QColor:
        """The colour of a weight; one that is not a number has that of the surface around."""
        if not np.isfinite(weight):
            return QColor(self._theme.hairline)
        return QColor(int(to_pixels(np.array([weight / self.most]), self._table)[0]))

    def pixel_rect(self, row: int, column: int) -> QRectF:
        """Where a pixel of an 8x8 picture lies."""
        left = (self.width() - SIDE * PIXEL_PX) / 2.0
        return QRectF(left + column * PIXEL_PX, 1.0 + row * PIXEL_PX, PIXEL_PX, PIXEL_PX)

    def segment_rect(self, name: str) -> QRectF:
        """Where a segment lies."""
        length = (self.height() - LEGEND_PX - 2.0) / (2.0 + THICK)
        corner = QPointF((self.width() - length) / 2.0, 1.0 + THICK * length / 2.0)
        left, top, right, bottom = SEGMENTS[name].box(THICK / 2.0 + 0.03, THICK / 2.0)
        return QRectF(
            corner + QPointF(left, top) * length, corner + QPointF(right, bottom) * length
        )  # Qt takes two corners

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            if len(self.weights) == len(NAMES):
                self._paint_segments(painter)
            elif len(self.weights) == SIDE * SIDE:
                self._paint_pixels(painter)
            self._paint_legend(painter)
        finally:
            painter.end()

    def _paint_segments(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for name, weight in zip(NAMES, self.weights.tolist(), strict=True):
            box = self.segment_rect(name)
            radius = 0.3 * min(box.width(), box.height())
            painter.setPen(QColor(self._theme.muted))
            painter.setBrush(self.colour(weight))
            painter.drawRoundedRect(box, radius, radius)
            is_strong = abs(weight) / self.most > READABLE
            painter.setPen(QColor(self._theme.canvas if is_strong else self._theme.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_pixels(self, painter: QPainter) -> None:
        for place, weight in enumerate(self.weights.tolist()):
            painter.fillRect(self.pixel_rect(*divmod(place, SIDE)), self.colour(weight))
        painter.setPen(QColor(self._theme.hairline))
        painter.drawRect(self.pixel_rect(0, 0).united(self.pixel_rect(SIDE - 1, SIDE - 1)).adjusted(-1, -1, 0, 0))

    def _paint_legend(self, painter: QPainter) -> None:
        bar = QRectF(8.0, self.height() - LEGEND_PX + 8.0, self.width() - 16.0, 8.0)
        colours = np.ascontiguousarray(self._table[np.newaxis])
        painter.drawImage(bar, QImage(colours.data, colours.size, 1, colours.size * 4, QImage.Format.Format_RGB32))
        painter.setPen(QColor(self._theme.muted))
        align = Qt.AlignmentFlag
        line = QRectF(bar.left() - 8.0, bar.bottom() + 2.0, bar.width() + 16.0, 14.0)
        for text, side in zip(self.texts, (align.AlignLeft, align.AlignHCenter, align.AlignRight), strict=True):
            painter.drawText(line, side | align.AlignVCenter, text)
