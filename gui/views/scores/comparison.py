"""The figure with its yardsticks: how good the network is, and how good one can be without it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import BODY_PX, GRID_PX, LARGE_PX, LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.figure import Figure

FIGURE_PX = 36
ROW_PX = 20
BAR_PX = 10
MOST_NAME_PX = 150
NUMBER_PX = 58


@dataclass(frozen=True)
class Row:
    """One who answers.

    name     "this network", "logistic regression"
    numbers  its scores, one for each heading
    share    how long its bar is, 0 to 1; None: it has none
    tip      what it is, in a sentence
    """

    name: str
    numbers: tuple[str, ...]
    share: float | None = None
    tip: str = ""


@dataclass(frozen=True)
class Compared:
    """All that is shown.

    heads    what the numbers of the rows are; empty where there is but one
    rows     the network first
    ceiling  the best possible share of right answers, where one is known, and what is said of it
    """

    figure: Figure
    heads: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    ceiling: tuple[float, str] | None = None

    @property
    def sentence(self) -> str:
        """All of it in words."""
        rows = (f"{row.name} {', '.join(self._named(row))}" for row in self.rows[1:])
        ceiling = () if self.ceiling is None else (self.ceiling[1],)
        return "; ".join((self.figure.sentence, *rows, *ceiling))

    def _named(self, row: Row) -> list[str]:
        heads = self.heads or ("",) * len(row.numbers)
        return [f"{head} {number}".strip() for head, number in zip(heads, row.numbers, strict=True)]


class Comparison(QWidget):
    """The figure on one line, below it a row for each who answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparison")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._name_font, self._large_font = body_font(BODY_PX, bold=True), body_font(LARGE_PX, bold=True)
        self._font, self._bold = body_font(SMALL_PX), body_font(SMALL_PX, bold=True)
        self.compared = Compared(Figure("", "", ""))

    def show_compared(self, compared: Compared) -> None:
        """Show this."""
        if compared == self.compared:
            return
        self.compared = compared
        self.setAccessibleName(compared.sentence)
        self.setToolTip("\n".join(row.tip for row in compared.rows if row.tip))
        self.updateGeometry()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        lines = len(self.compared.rows) + bool(self.compared.heads) + (self.compared.ceiling is not None)
        return QSize(340, FIGURE_PX + ROW_PX * lines)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def bar_rect(self, row: int) -> QRectF:
        """Where the bar of a row lies, were it full."""
        left = self._name_px() + GRID_PX
        top = FIGURE_PX + ROW_PX * (row + bool(self.compared.heads)) + (ROW_PX - BAR_PX) / 2.0
        return QRectF(left, top, self.width() - left - NUMBER_PX, BAR_PX)

    def _name_px(self) -> float:
        metrics = QFontMetricsF(self._bold)
        return min(MOST_NAME_PX, max((metrics.horizontalAdvance(row.name) for row in self.compared.rows), default=0.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_figure(painter)
            self._paint_heads(painter)
            for place, row in enumerate(self.compared.rows):
                self._paint_row(painter, place, row)
            self._paint_ceiling(painter)
        finally:
            painter.end()

    def _paint_figure(self, painter: QPainter) -> None:
        figure, at = self.compared.figure, QPointF(0.0, 25.0)
        for text, font, colour in (
            (figure.name, self._name_font, self._theme.ink),
            (figure.large, self._large_font, self._theme.ink),
            (figure.counted, self._font, self._theme.muted),
        ):
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(at, metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - at.x()))
            at.setX(at.x() + metrics.horizontalAdvance(text) + (GRID_PX if text else 0))

    def _number_rect(self, line: int, column: int, columns: int) -> QRectF:
        right = self.width() - NUMBER_PX * (columns - 1 - column)
        return QRectF(right - NUMBER_PX, FIGURE_PX + ROW_PX * line, NUMBER_PX, ROW_PX)

    def _paint_heads(self, painter: QPainter) -> None:
        heads = self.compared.heads
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.muted))
        for column, head in enumerate(heads):
            painter.drawText(self._number_rect(0, column, len(heads)), _RIGHT, head)

    def _paint_row(self, painter: QPainter, place: int, row: Row) -> None:
        theme, is_own = self._theme, place == 0
        line = place + bool(self.compared.heads)
        font = self._bold if is_own else self._font
        painter.setFont(font)
        painter.setPen(QColor(theme.ink if is_own else theme.muted))
        name = QFontMetricsF(font).elidedText(row.name, Qt.TextElideMode.ElideRight, self._name_px() + 1)
        painter.drawText(QRectF(0, FIGURE_PX + ROW_PX * line, MOST_NAME_PX, ROW_PX), _LEFT, name)
        for column, number in enumerate(row.numbers):
            painter.drawText(self._number_rect(line, column, len(row.numbers)), _RIGHT, number)
        if row.share is not None:
            bar = self.bar_rect(place)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(theme.ink, theme.surface, 0.08))
            painter.drawRoundedRect(bar, 2.0, 2.0)
            bar.setWidth(bar.width() * row.share)
            painter.setBrush(QColor(theme.ink) if is_own else blend(theme.ink, theme.surface, 0.45))
            painter.drawRoundedRect(bar, 2.0, 2.0)

    def _paint_ceiling(self, painter: QPainter) -> None:
        if self.compared.ceiling is None or not self.compared.rows:
            return
        share, text = self.compared.ceiling
        first, last = self.bar_rect(0), self.bar_rect(len(self.compared.rows) - 1)
        x = round(first.left() + share * first.width()) + 0.5
        painter.setPen(QPen(QColor(self._theme.ink), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, first.top() - 3.0), QPointF(x, last.bottom() + 6.0))
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.muted))
        width = QFontMetricsF(self._font).horizontalAdvance(text) + 2.0
        left = min(max(0.0, x - width / 2.0), self.width() - width)
        painter.drawText(QRectF(left, last.bottom() + 6.0, width, ROW_PX - 4.0), _LEFT, text)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
