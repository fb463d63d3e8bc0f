"""The card beside a neuron that says how it gets from its inputs to its answer."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPoint, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.canvas.cards.explanation import Explanation, Row
from gui.canvas.cards.surface import covered, inside, paint_surface
from gui.canvas.drawn.letters import font
from gui.panels.close_button import CloseButton
from gui.theme import BODY_PX, Theme

INSET_PX, TOP_PX, TITLE_PX, ROW_PX, RULE_PX = 14, 6, 24, 18, 9
COLUMN_GAP_PX = 14
CROSS_PX = 22
WIDEST_NAME_PX = 230.0
AWAY_PX = 18.0
"""From the neuron to its card."""


class ExplanationCard(QWidget):
    """Shows an explanation, and says when it shall go."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._theme = theme
        self._explanation: Explanation | None = None
        self._widths = (0.0, 0.0, 0.0)
        self.setObjectName("explanation")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._close = CloseButton("explanation-close", "Close the formula", "Close the formula (Esc).")
        self._close.setParent(self)
        self._close.resize(CROSS_PX, CROSS_PX)
        self._close.clicked.connect(self.closed)
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self._close.show_theme(theme)
        self.update()

    def show_explanation(self, explanation: Explanation) -> None:
        """Show this; the card grows where it must, and never shrinks while it shows the same neuron."""
        if self._explanation is None or self._explanation.kind != explanation.kind:
            self._widths = (0.0, 0.0, 0.0)
        self._explanation = explanation
        metrics = QFontMetricsF(font(BODY_PX))
        # What stands alone in its line makes the card wider, but not the column of names.
        parts = [(row.name, row.reckoning, row.result) for row in explanation.rows if row.reckoning or row.result]
        widths = [max(map(metrics.horizontalAdvance, texts)) for texts in zip(*parts, strict=True)]
        name, reckoning, result = (max(pair) for pair in zip(self._widths, widths, strict=True))
        self._widths = min(name, WIDEST_NAME_PX), reckoning, result
        self.setAccessibleName(f"How {explanation.title} is reckoned")
        self.setAccessibleDescription(explanation.text)
        if self.sizeHint() != self.size():
            self.resize(self.sizeHint())
            self._close.move(self.width() - CROSS_PX - 5, 5)
        self.update()

    def sizeHint(self) -> QSize:
        """As large as what is said."""
        if self._explanation is None:
            return QSize(0, 0)
        gaps = COLUMN_GAP_PX * (sum(width > 0 for width in self._widths) - 1)
        title = QFontMetricsF(font(BODY_PX, True)).horizontalAdvance(self._explanation.title) + CROSS_PX
        alone = max(map(QFontMetricsF(font(BODY_PX)).horizontalAdvance, (row.name for row in self._explanation.rows)))
        width = max(sum(self._widths) + gaps, title, alone) + 2 * INSET_PX
        rules = RULE_PX * any(row.is_total for row in self._explanation.rows)
        high = TOP_PX + TITLE_PX + ROW_PX * len(self._explanation.rows) + rules + TOP_PX + 4
        return QSize(round(width) + 1, round(high))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet surface with the title and the rows."""
        if self._explanation is None:
            return
        theme = self._theme
        painter = QPainter(self)
        try:
            paint_surface(painter, theme, self, theme.muted)
            painter.setFont(font(BODY_PX, True))
            painter.setPen(QColor(theme.ink))
            title = QRectF(INSET_PX, TOP_PX, self.width() - 2 * INSET_PX, TITLE_PX)
            painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self._explanation.title)
            top = float(TOP_PX + TITLE_PX)
            for row in self._explanation.rows:
                if row.is_total:
                    painter.setPen(QPen(QColor(theme.hairline), 1.0))
                    middle = top + RULE_PX / 2
                    painter.drawLine(QLineF(INSET_PX, middle, self.width() - INSET_PX, middle))
                    top += RULE_PX
                self._paint_row(painter, row, top)
                top += ROW_PX
        finally:
            painter.end()

    def _paint_row(self, painter: QPainter, row: Row, top: float) -> None:
        name, reckoning, result = self._widths
        painter.setFont(font(BODY_PX))
        metrics = QFontMetricsF(painter.font())
        ink, muted = QColor(self._theme.ink), QColor(self._theme.muted)
        left, right = float(INSET_PX), float(self.width() - INSET_PX)
        is_alone = not row.reckoning and not row.result
        text = row.name if is_alone else metrics.elidedText(row.name, Qt.TextElideMode.ElideMiddle, WIDEST_NAME_PX)
        painter.setPen(ink)
        painter.drawText(QRectF(left, top, right - left, ROW_PX), Qt.AlignmentFlag.AlignVCenter, text)
        if row.reckoning:
            if result:
                area = QRectF(right - result - COLUMN_GAP_PX - reckoning, top, reckoning, ROW_PX)
                painter.setPen(muted)
                flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            else:
                area = QRectF(left + name + COLUMN_GAP_PX, top, reckoning + 1, ROW_PX)
                flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area, flags, row.reckoning)
        painter.setPen(ink)
        if row.result:
            area = QRectF(right - result, top, result, ROW_PX)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.result)


def free_place(size: QSizeF, neuron: QRectF, room: QRectF, taken: Sequence[QRectF]) -> QPoint:
    """Where a card of this size beside the neuron covers as little as possible of what is taken."""
    middle = neuron.center() - QRectF(0, 0, size.width(), size.height()).center()
    rights, lefts = neuron.right() + AWAY_PX, neuron.left() - AWAY_PX - size.width()
    above, below = neuron.top() - AWAY_PX - size.height(), neuron.bottom() + AWAY_PX
    level, high, low = middle.y(), neuron.bottom() - size.height(), neuron.top()
    places = [
        *((x, y) for y in (level, low, high) for x in (rights, lefts)),
        *((x, y) for y in (below, above) for x in (middle.x(), rights, lefts)),
        *((x, y) for x in (room.right(), room.left()) for y in (room.top(), room.bottom())),
    ]  # fmt: skip
    best, least = QRectF(), float("inf")
    for x, y in places:
        frame = inside(QRectF(x, y, size.width(), size.height()), room)
        cost = covered(frame, taken) + 20.0 * covered(frame, [neuron.adjusted(-6, -6, 6, 6)])
        cost += (frame.center() - neuron.center()).manhattanLength()
        if cost < least:
            best, least = frame, cost
    return best.topLeft().toPoint()
