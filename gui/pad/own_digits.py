"""The digits that a person drew and labelled, small, with what the network reads from each now."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array, Indices
from core.wording import counted
from gui.theme import SMALL_PX, body_font
from gui.views.cells import STEPS, SampleCells
from gui.views.ink import ink_image
from gui.views.reading import NO_ANSWER, with_article

PICTURE_PX = 24
"""Whole pixels, 3 for each of a picture's own."""
RING_PX = 4
LINE_PX = 13
ROW_PX = PICTURE_PX + LINE_PX + 2 * RING_PX
CELL_PX = PICTURE_PX + 2 * RING_PX
BADGE_PX = 12
BAR_PX, BAR_ROOM_PX = 3, 6
"""The bar at the right edge that says that there are more, and what is kept free for it."""
NOT_READ = -1
REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class OwnDigits(SampleCells):
    """The newest first; a click chooses one, its cross removes it, the wheel or the bar leads to the older ones."""

    removed = Signal(int)
    """This one is to go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("own-digits", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._font = body_font(SMALL_PX, bold=True)
        self._pictures: Array = np.empty((0, 64))
        self._truth: Indices = np.empty(0, np.intp)
        self._read: Indices = np.empty(0, np.intp)
        self._first_row, self._row_count = 0, 1
        self._pointed: int | None = None
        """The place that the pointer is on."""
        self._name()

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_digits(self, pictures: Array, truth: Indices) -> None:
        """Show these (digits, 64), in the order in which they were drawn, and what each is said to be (digits,)."""
        if len(pictures) > len(self._pictures):
            self._first_row = 0
        self._pictures, self._truth = pictures, truth
        self._read = np.full(len(truth), NOT_READ)
        self._scroll_to(self._first_row)
        self._name()
        self.update()

    def show_read(self, read: Indices) -> None:
        """Show what is read from each (digits,); -1: nothing."""
        if not np.array_equal(read, self._read):
            self._read = read
            self._name()
            self.update()

    def show_rows(self, count: int) -> None:
        """Show so many rows at a time."""
        if count != self._row_count:
            self._row_count = count
            self._scroll_to(self._first_row)
            self.updateGeometry()

    @property
    def pictures(self) -> Array:
        """All of them, (digits, 64), in the order in which they were drawn."""
        return self._pictures

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._truth)

    @property
    def wrong(self) -> int:
        """How many of them are read wrong."""
        return int(np.count_nonzero(self._is_wrong))

    @property
    def _is_wrong(self) -> Array:
        is_wrong: Array = (self._read != NOT_READ) & (self._read != self._truth)
        return is_wrong

    # Places ----------------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        """How many stand side by side."""
        return max(1, (self.width() - BAR_ROOM_PX) // CELL_PX)

    @property
    def numbers(self) -> Sequence[int]:
        """Those in view, the newest first."""
        first = self._first_row * self.columns
        return range(self.count)[::-1][first : first + self._row_count * self.columns]

    def cell(self, place: int) -> QRectF:
        """All that belongs to a place: picture, ring and what is read."""
        row, column = divmod(place, self.columns)
        across = (self.width() - BAR_ROOM_PX - CELL_PX) / max(1, self.columns - 1)
        return QRectF(round(column * across), row * ROW_PX, CELL_PX, ROW_PX)

    def picture_rect(self, place: int) -> QRectF:
        """Where its picture lies."""
        corner = self.cell(place).topLeft() + QPointF(RING_PX, RING_PX)
        return QRectF(corner, QSize(PICTURE_PX, PICTURE_PX))

    def corner_rect(self, place: int) -> QRectF:
        """Where it stands what one that is read wrong truly is, and, under the pointer, the cross that removes it."""
        picture = self.picture_rect(place)
        return QRectF(picture.right() + RING_PX - BADGE_PX, picture.top() - RING_PX, BADGE_PX, BADGE_PX)

    @property
    def bar(self) -> QRectF | None:
        """What of the right edge stands for those in view, of all from top to bottom; None: all are in view."""
        rows = self._rows
        if rows <= self._row_count:
            return None
        high = self.height() / rows
        return QRectF(self.width() - BAR_PX, self._first_row * high, BAR_PX, self._row_count * high)

    @property
    def _rows(self) -> int:
        return -(-self.count // self.columns)

    def sentence(self, place: int) -> str:
        """One of them in words."""
        number = self.numbers[place]
        truth, read = int(self._truth[number]), int(self._read[number])
        if read == NOT_READ:
            return f"Taught as {with_article(truth)}, {NO_ANSWER}"
        return f"Taught as {with_article(truth)}, {'wrongly ' if read != truth else ''}read as {with_article(read)}"

    def words_at(self, at: QPointF) -> str:
        """The digit there."""
        place = self._place_at(at)
        if self._is_on_bar(at):
            return f"{counted(self.count, 'digit')}, the newest first: the wheel leads to the older ones."
        if place is None:
            return ""
        if self.corner_rect(place).contains(at):
            return "Teach this digit no more: it leaves the training data (Delete)."
        return f"{self.sentence(place)}. Click to make it the current sample."

    def sizeHint(self) -> QSize:
        return QSize(5 * CELL_PX, self._row_count * ROW_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(CELL_PX, self._row_count * ROW_PX)

    def _scroll_to(self, row: int) -> None:
        self._first_row = min(max(0, row), max(0, self._rows - self._row_count))
        self.update()

    # Mouse and keys --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self._is_on_bar(event.position()):
            self._drag_bar(event.position())
        elif is_left and place is not None and self.corner_rect(place).contains(event.position()):
            self.removed.emit(self.numbers[place])
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if is_held and self._is_on_bar(event.position()):
            self._drag_bar(event.position())
        self._point_at(self._place_at(event.position()))

    def _is_on_bar(self, at: QPointF) -> bool:
        return self.bar is not None and at.x() >= self.width() - BAR_ROOM_PX

    def _drag_bar(self, at: QPointF) -> None:
        """The rows that this place stands for come into view."""
        self._scroll_to(int(at.y() / self.height() * self._rows))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def _point_at(self, place: int | None) -> None:
        if place != self._pointed:
            self._pointed = place
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Towards the older ones, and back."""
        event.accept()
        self._scroll_to(self._first_row - (1 if event.angleDelta().y() > 0 else -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk from digit to digit, Delete removes the chosen one."""
        key, count = Qt.Key(event.key()), self.count
        if key in REMOVES and self._chosen is not None:
            self.removed.emit(self._chosen)
        elif key in STEPS and count:
            down, right = STEPS[key]
            to = 0 if self._chosen is None else count - 1 - self._chosen + down * self.columns + right
            if 0 <= to < count:
                row = to // self.columns
                self._scroll_to(min(max(self._first_row, row - self._row_count + 1), row))
                self.chosen.emit(count - 1 - to)
        else:
            super().keyPressEvent(event)

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            for place, number in enumerate(self.numbers):
                self._paint_digit(painter, place, number)
            if self.bar is not None:
                self._paint_bar(painter, self.bar)
        finally:
            painter.end()

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(bar.left(), 0.0, bar.width(), self.height())
        for part, colour in ((whole, self._theme.hairline), (bar, self._theme.muted)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(part, BAR_PX / 2, BAR_PX / 2)

    def _paint_digit(self, painter: QPainter, place: int, number: int) -> None:
        theme, frame = self._theme, self.picture_rect(place)
        is_wrong = bool(self._is_wrong[number])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawImage(frame, ink_image(self._pictures[number], theme))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.error if is_wrong else theme.hairline), 1.0))
        painter.drawRect(frame.adjusted(-1.0, -1.0, 0.0, 0.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if number == self._chosen:
            painter.setPen(QPen(QColor(theme.ink), 2.0 if self.hasFocus() else 1.5))
            painter.drawRoundedRect(frame.adjusted(-3.0, -3.0, 3.0, 3.0), 3.0, 3.0)
        painter.setFont(self._font)
        if place == self._pointed:
            self._paint_cross(painter, self.corner_rect(place))
        elif is_wrong:
            corner = self.corner_rect(place)
            painter.fillRect(corner, QColor(theme.error))
            painter.setPen(QColor(theme.field))
            painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, str(int(self._truth[number])))
        read = int(self._read[number])
        painter.setPen(QColor(theme.error if is_wrong else theme.ink))
        below = QRectF(frame.left(), frame.bottom() + RING_PX + 0.5, PICTURE_PX, LINE_PX)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, "\N{EN DASH}" if read == NOT_READ else str(read))

    def _paint_cross(self, painter: QPainter, corner: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.ink))
        painter.drawRoundedRect(corner, 3.0, 3.0)
        painter.setPen(QPen(QColor(self._theme.field), 1.5))
        inner = corner.adjusted(3.5, 3.5, -3.5, -3.5)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())

    def _name(self) -> None:
        chosen = self._chosen if self._chosen is not None and self._chosen < self.count else None
        said = "" if chosen is None else f"; chosen: {with_article(int(self._truth[chosen]))}"
        self.setAccessibleName(f"{counted(self.count, 'digit')} taught, {self.wrong} of them read wrong{said}")
