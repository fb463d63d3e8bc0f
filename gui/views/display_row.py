"""Small displays in a row, each over the digit that is read on it and how sure the network is of it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.data.segments import SEGMENT_NAMES
from gui.pad.small_display import paint_display
from gui.theme import CORNER_PX, LARGE_PX, LIGHT, SMALL_PX, Theme, body_font
from gui.views.reading import Reading

MOST_DIGITS = 10
"""One for each digit there is."""
CELL_PX = 36.0
"""The widest that a display's column gets: ten fill the view."""
LENGTH_PX = 18.0
"""Of a segment."""
TOP_PX = 10.0
DIGIT_PX = 28
"""The line with the digit that is read, below its display."""
LINE_PX = 16
HEIGHT_PX = round(2 * TOP_PX + 2 * LENGTH_PX + DIGIT_PX + LINE_PX + 4)


class DisplayRow(QWidget):
    """Small displays beside each other, each over the digit that is read on it and its output."""

    chosen = Signal(int)
    """A person chose this display."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("number-displays")
        self.setAccessibleName("Displays")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("Click one to put its digit on the pad (arrows and Enter do, too).")
        self._theme = LIGHT
        self._digit_font = body_font(LARGE_PX, bold=True)
        self._small_font = body_font(SMALL_PX)
        self._lit: Array = np.zeros((0, len(SEGMENT_NAMES)))
        self._arriving: Array = self._lit
        self.readings: list[Reading] = []
        self.sure: list[str] = []
        self._digits: list[int] = []
        self._at = 0

    def show_readings(
        self, lit: Array, arriving: Array, readings: list[Reading], sure: list[str], digits: list[int]
    ) -> None:
        """Show these displays and what is read on each; painted only where something is another.

        lit, arriving  (displays, 7) of 0 and 1
        sure           the largest output of each, as text
        digits         what was typed
        """
        winners = [each.winner for each in readings]
        is_same = (
            np.array_equal(lit, self._lit)
            and np.array_equal(arriving, self._arriving)
            and winners == [each.winner for each in self.readings]
            and sure == self.sure
        )
        self._lit, self._arriving, self.readings, self.sure = lit, arriving, readings, sure
        self._digits = list(digits)
        if not is_same:
            self._at = min(self._at, max(0, len(readings) - 1))
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(352, HEIGHT_PX)

    def cell_rect(self, place: int) -> QRectF:
        """Where a display and what is read on it stand."""
        width = min(CELL_PX, self.width() / MOST_DIGITS)
        return QRectF(place * width, 0.0, width, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the display under the pointer."""
        for place in range(len(self.readings)):
            if self.cell_rect(place).contains(event.position()):
                self._at = place
                self.update()
                self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk, Enter chooses."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._at = max(0, min(len(self.readings) - 1, self._at + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.readings:
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, each in enumerate(self.readings):
                self._paint_display(painter, place)
                self._paint_reading(painter, place, each)
        finally:
            painter.end()

    def _paint_display(self, painter: QPainter, place: int) -> None:
        theme, cell = self._theme, self.cell_rect(place)
        card = QRectF(cell.left(), 0.0, cell.width() - 3.0, TOP_PX * 2.0 + 2.0 * LENGTH_PX)
        has_keyboard = self.hasFocus() and place == self._at
        painter.setPen(QPen(QColor(theme.ink), 1.0) if has_keyboard else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.notice_surface))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), CORNER_PX / 2.0, CORNER_PX / 2.0)
        corner = QPointF(card.center().x() - LENGTH_PX / 2.0, TOP_PX)
        lit, arriving = self._lit[place], self._arriving[place]
        paint_display(painter, corner, LENGTH_PX, arriving, theme.positive, theme.hairline, lit != arriving, theme.ink)

    def _paint_reading(self, painter: QPainter, place: int, each: Reading) -> None:
        """The digit, in the colour of errors where another one was typed; a dash where none is read; and how sure."""
        theme, cell = self._theme, self.cell_rect(place)
        left, width = cell.left(), cell.width() - 3.0
        top = TOP_PX * 2.0 + 2.0 * LENGTH_PX + 2.0
        is_wrong = each.winner not in (None, self._digits[place])
        painter.setPen(QColor(theme.error if is_wrong else theme.muted if each.winner is None else theme.ink))
        painter.setFont(self._digit_font)
        painter.drawText(QRectF(left, top, width, DIGIT_PX), Qt.AlignmentFlag.AlignCenter, each.big)
        painter.setPen(QColor(theme.muted))
        painter.setFont(self._small_font)
        below = QRectF(left - 2.0, top + DIGIT_PX, width + 4.0, LINE_PX)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.sure[place])
