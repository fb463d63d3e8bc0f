"""Small histograms, a row per layer: weights, biases, and what the neurons say."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.probe.histograms import Histogram
from core.wording import MINUS
from gui.theme import GRID_PX, LIGHT, SMALL_PX, Theme, body_font
from gui.views.axes import number_text

TITLE_PX, CHART_PX, ENDS_PX = 18, 36, 16
ROW_PX = TITLE_PX + CHART_PX + ENDS_PX + GRID_PX // 2
HEAD_PX = 16
GAP_PX = 14
COLUMNS = ("weights", "biases", "activations")


@dataclass(frozen=True, eq=False)
class Row:
    """One layer; None: it has no biases, or there are no samples for it to speak to.

    words  how its neurons fare
    """

    name: str
    weights: Histogram
    biases: Histogram | None
    says: Histogram | None
    words: str

    @property
    def charts(self) -> tuple[Histogram | None, Histogram | None, Histogram | None]:
        """From left to right."""
        return self.weights, self.biases, self.says


class HistogramRows(QWidget):
    """Bars are as high as their count, relative to the highest of their own chart; zero is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("histogram-rows")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("How many lie where: orange below zero, blue above. Each chart has a height of its own.")
        self._font, self._bold = body_font(SMALL_PX), body_font(SMALL_PX, bold=True)
        self._theme = LIGHT
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these from top to bottom."""
        is_other_height = len(rows) != len(self.rows)
        self.rows = rows
        if is_other_height:
            self.updateGeometry()
        self.setAccessibleName("; ".join(self.sentence(row) for row in range(len(rows))))
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sentence(self, row: int) -> str:
        """What a row says, in words."""
        own = self.rows[row]
        said = [
            f"{column} from {_end(chart, 0)} to {_end(chart, -1)}{', ' if beyond_text(chart) else ''}"
            f"{beyond_text(chart)}"
            for column, chart in zip(COLUMNS, own.charts, strict=True)
            if chart is not None
        ]
        return ", ".join([own.name, *said, *([own.words] if own.words else [])])

    def sizeHint(self) -> QSize:
        return QSize(352, HEAD_PX + ROW_PX * len(self.rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def chart_rect(self, row: int, column: int) -> QRectF:
        """Where the bars of a chart lie."""
        width = (self.width() - (len(COLUMNS) - 1) * GAP_PX) / len(COLUMNS)
        return QRectF(column * (width + GAP_PX), HEAD_PX + row * ROW_PX + TITLE_PX, width, CHART_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        align = Qt.AlignmentFlag
        try:
            painter.setFont(self._font)
            for column, name in enumerate(COLUMNS if self.rows else ()):
                rect = self.chart_rect(0, column)
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(QRectF(rect.left(), 0, rect.width(), HEAD_PX), align.AlignLeft, name)
            for place, row in enumerate(self.rows):
                if not event.rect().intersects(QRectF(0, HEAD_PX + place * ROW_PX, self.width(), ROW_PX).toRect()):
                    continue
                self._paint_title(painter, place, row)
                for column, chart in enumerate(row.charts):
                    if chart is not None:
                        self._paint_chart(painter, self.chart_rect(place, column), chart)
        finally:
            painter.end()

    def _paint_title(self, painter: QPainter, place: int, row: Row) -> None:
        line = QRectF(0.0, HEAD_PX + place * ROW_PX, self.width(), TITLE_PX)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._bold)
        painter.setPen(QColor(self._theme.ink))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, 130)
        painter.drawText(line, flags, name)
        left = painter.fontMetrics().horizontalAdvance(name) + GRID_PX
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.muted))
        words = painter.fontMetrics().elidedText(row.words, Qt.TextElideMode.ElideRight, round(line.width() - left))
        painter.drawText(line.adjusted(left, 0, 0, 0), flags, words)

    def _paint_chart(self, painter: QPainter, rect: QRectF, chart: Histogram) -> None:
        theme, align = self._theme, Qt.AlignmentFlag
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(rect, QColor(theme.canvas))
        edges, most = chart.edges, max(1, int(chart.counts.max(initial=0)))
        scale = rect.width() / (edges[-1] - edges[0])
        for place in np.flatnonzero(chart.counts).tolist():
            left, right = (rect.left() + (edges[place + more] - edges[0]) * scale for more in (0, 1))
            tall = max(1.5, chart.counts[place] / most * (rect.height() - 2.0))
            middle = (edges[place] + edges[place + 1]) / 2.0
            is_zero = edges[place] < 0.0 < edges[place + 1]
            colour = theme.muted if is_zero else theme.positive if middle > 0.0 else theme.negative
            painter.fillRect(QRectF(left, rect.bottom() - tall, max(1.0, right - left - 0.5), tall), QColor(colour))
        painter.setPen(QPen(QColor(theme.hairline), 1.0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QColor(theme.muted))
        ends = QRectF(rect.left(), rect.bottom() + 2.0, rect.width(), ENDS_PX)
        low, high = _end(chart, 0), _end(chart, -1)
        painter.drawText(ends, align.AlignLeft, low)
        painter.drawText(ends, align.AlignRight, high)
        if edges[0] < 0.0 < edges[-1]:
            zero = round(rect.left() - edges[0] * scale)
            painter.drawLine(QPointF(zero, rect.top()), QPointF(zero, rect.bottom() + 3.0))
        beyond = beyond_text(chart)
        if beyond:
            painter.setPen(QColor(theme.ink))
            painter.drawText(rect.adjusted(2, 0, -2, 0), align.AlignRight | align.AlignTop, beyond)


def beyond_text(chart: Histogram) -> str:
    """What lies in none of the bars."""
    parts = []
    if chart.outside:
        parts.append(f"{chart.outside:,} beyond")
    if chart.not_finite:
        parts.append(f"{chart.not_finite:,} not a number")
    return ", ".join(parts)


def _end(chart: Histogram, end: int) -> str:
    value = float(chart.edges[end])
    return f"{value:.0f}".replace("-", MINUS) if value in (-1.0, 0.0, 1.0) else number_text(value)
