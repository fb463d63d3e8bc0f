"""The confusion matrix: which class was taken for which; rows are true, columns are what the network decided."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Indices, Pixels
from core.wording import counted
from gui.theme import LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.cells import STEPS, Telling
from gui.views.figure import share_text
from gui.views.frame import paint_upwards
from gui.views.reading import NO_DIGIT

MOST_WITH_NUMBERS = 12
MOST_NAME_PX = 84
CAPTION_PX, NAME_PX = 16.0, 16.0
"""Room above the cells: for what the columns are, and for their names."""
GAP_PX = 6.0
FEW = 4
TALL_PX, FLAT_PX = 40.0, 28.0
"""The height of a cell: of a few classes, and of many."""
LEVELS = 128
DARKEST = 0.36
"""How much ink a full cell has: numbers in ink can still be read on it."""
Cell = tuple[int, int]
"""(true class, decided class); the decided class -1: no answer"""


class ConfusionMatrix(Telling):
    """Counts in cells, shaded by their share of the row; up to 12 classes with numbers, more as a map of heat."""

    chosen = Signal(object)
    """A person chose this cell, (true, decided); None: none any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._font, self._bold = body_font(SMALL_PX), body_font(SMALL_PX, bold=True)
        self._names: tuple[str, ...] = ()
        self.matrix: Indices = np.zeros((0, 0), np.intp)
        self._at: tuple[int, int] = (0, 0)
        """Row and column of the cell that the keyboard is on."""
        self._open: Cell | None = None
        self._left = self._head = 0.0
        """Where the cells begin."""
        self._are_upright = False
        """Whether the columns' names do not fit lying."""

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_matrix(self, matrix: Indices, names: tuple[str, ...]) -> None:
        """Show these counts; one column more than rows: the last one counts what got no answer."""
        if names == self._names and np.array_equal(matrix, self.matrix):
            return
        is_other_size = matrix.shape != self.matrix.shape or names != self._names
        self.matrix, self._names = matrix, names
        if is_other_size:
            rows, columns = matrix.shape
            self._at = (min(self._at[0], rows - 1), min(self._at[1], columns - 1))
            self._settle()
        self._name()
        self.update()

    def show_open(self, cell: Cell | None) -> None:
        """Mark the cell whose samples are shown; None: none."""
        self._open = cell
        self._name()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sentence(self, row: int, column: int) -> str:
        """What a cell says, in words."""
        count, total = int(self.matrix[row, column]), int(self.matrix[row].sum())
        true = f"“{self._names[row]}”"
        samples = counted(count, "sample")
        if column == len(self.matrix):
            what = f"True {true}, without an answer: {samples}"
        elif row == column:
            what = f"True {true}, decided so: {samples}"
        else:
            what = f"True {true}, decided as “{self._names[column]}”: {samples}"
        return what if not total else f"{what}, {share_text(count, total)} of all that are {true}"

    # Places ----------------------------------------------------------------------------------------------------------

    @property
    def has_numbers(self) -> bool:
        """Whether each cell says its count; of many classes they are a map of heat."""
        return len(self.matrix) <= MOST_WITH_NUMBERS

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell lies."""
        width, height = self._cell_size()
        return QRectF(self._left + column * width, self._head + row * height, width, height)

    def _settle(self) -> None:
        """Make room for the names, and be as high as the cells need; of a map of heat that depends on the width."""
        metrics = QFontMetricsF(self._font)
        widest = max((metrics.horizontalAdvance(name) for name in self._names), default=0.0)
        named = float(round(min(MOST_NAME_PX, widest + 1.0)))
        self._left = CAPTION_PX + GAP_PX + (named if self.has_numbers else 0.0)
        # A few wide cells have room for a part of a name; in many narrow ones nothing would be left of it.
        self._are_upright = self.has_numbers and len(self.matrix) > FEW and widest > self._cell_size()[0] - 2.0
        self._head = CAPTION_PX + (named + 2.0 if self._are_upright else NAME_PX if self.has_numbers else 2.0)
        height = round(self._head + len(self.matrix) * self._cell_size()[1]) + 2
        if height != self.height():
            self.setFixedHeight(height)

    def _cell_size(self) -> tuple[float, float]:
        rows, columns = self.matrix.shape
        width = max(1.0, (self.width() - self._left - 1.0) / max(1, columns))
        if not self.has_numbers:
            return width, width
        return float(int(width)), TALL_PX if rows <= FEW else FLAT_PX

    def _cell_at(self, at: QPointF) -> tuple[int, int] | None:
        width, height = self._cell_size()
        row, column = int((at.y() - self._head) // height), int((at.x() - self._left) // width)
        rows, columns = self.matrix.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def sizeHint(self) -> QSize:
        return QSize(340, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.height())

    # Hands -----------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a cell asks for its samples; on the one whose samples are shown, for none."""
        place = self._cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self._at = place
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from cell to cell, Enter asks for the samples of one, Esc puts them away."""
        rows, columns = self.matrix.shape
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None and rows:
            row, column = self._at[0] + step[0], self._at[1] + step[1]
            self._at = (min(max(row, 0), rows - 1), min(max(column, 0), columns - 1))
            self._name()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and rows:
            self._choose()
        elif event.key() == Qt.Key.Key_Escape and self._open is not None:
            self.chosen.emit(None)
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        cell = self._cell(*self._at)
        self.chosen.emit(None if cell == self._open else cell)

    def _cell(self, row: int, column: int) -> Cell:
        return row, -1 if column == len(self.matrix) else column

    def words_at(self, at: QPointF) -> str:
        """The samples of the cell there."""
        place = self._cell_at(at)
        return "" if place is None else f"{self.sentence(*place)}. Click to see them."

    def _name(self) -> None:
        rows, columns = self.matrix.shape
        self.setAccessibleName(f"Confusion matrix, {rows} classes: rows are true, columns are decided")
        if rows and columns:
            self.setAccessibleDescription(self.sentence(*self._at))

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if not len(self.matrix):
            return
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            self._paint_names(painter)
            self._paint_shades(painter)
            if self.has_numbers:
                self._paint_counts(painter)
            self._paint_marks(painter)
        finally:
            painter.end()

    def _paint_names(self, painter: QPainter) -> None:
        theme, metrics = self._theme, QFontMetricsF(self._font)
        rows, columns = self.matrix.shape
        left, (width, height) = self._left, self._cell_size()
        painter.setPen(QColor(theme.muted))
        centred = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(left, 0, columns * width, CAPTION_PX), centred, "decided")
        paint_upwards(painter, QRectF(0, self._head, CAPTION_PX, rows * height), centred, "true")
        if not self.has_numbers:
            return
        painter.setPen(QColor(theme.ink))
        elide = Qt.TextElideMode.ElideRight
        for row, name in enumerate(self._names):
            cell = self.cell_rect(row, 0)
            frame = QRectF(CAPTION_PX, cell.top(), left - CAPTION_PX - GAP_PX, cell.height())
            text = metrics.elidedText(name, elide, frame.width())
            painter.drawText(frame, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        for column in range(columns):
            cell = self.cell_rect(0, column)
            name = NO_DIGIT if column == rows else self._names[column]
            frame = QRectF(cell.left(), CAPTION_PX, cell.width(), self._head - CAPTION_PX - 1.0)
            if self._are_upright:
                beginning = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                paint_upwards(painter, frame, beginning, metrics.elidedText(name, elide, frame.height()))
            else:
                painter.drawText(frame, centred, metrics.elidedText(name, elide, cell.width() - 2.0))

    def _paint_shades(self, painter: QPainter) -> None:
        """The share of each cell in its row; the root lets a few mistakes among many samples be seen."""
        rows, columns = self.matrix.shape
        shares = self.matrix / np.maximum(1, self.matrix.sum(axis=1, keepdims=True))
        darkest = DARKEST if self.has_numbers else 1.0
        levels = np.rint((LEVELS - 1) * darkest * np.sqrt(shares)).astype(np.intp)
        pixels = np.ascontiguousarray(_shades(self._theme)[levels])
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        whole = self.cell_rect(0, 0).united(self.cell_rect(rows - 1, columns - 1))
        painter.drawImage(whole, image)
        painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
        painter.drawRect(whole)

    def _paint_counts(self, painter: QPainter) -> None:
        rows, columns = self.matrix.shape
        ink, muted = QColor(self._theme.ink), QColor(self._theme.muted)
        for row, counts in enumerate(self.matrix.tolist()):
            for column, count in enumerate(counts):
                if count or rows <= FEW:
                    painter.setFont(self._bold if row == column else self._font)
                    painter.setPen(ink if count else muted)
                    cell = self.cell_rect(row, column)
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, _fitting(count, painter, cell.width()))
        painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
        right, bottom = self.cell_rect(rows - 1, columns - 1).right(), self.cell_rect(rows - 1, 0).bottom()
        for row in range(1, rows):
            y = self.cell_rect(row, 0).top()
            painter.drawLine(QPointF(self._left, y), QPointF(right, y))
        for column in range(1, columns):
            x = self.cell_rect(0, column).left()
            painter.drawLine(QPointF(x, self._head), QPointF(x, bottom))

    def _paint_marks(self, painter: QPainter) -> None:
        """What is right is outlined; so is the cell whose samples are shown, and the one the keyboard is on."""
        rows, _ = self.matrix.shape
        ink, muted = QColor(self._theme.ink), QColor(self._theme.muted)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.has_numbers:
            painter.setPen(QPen(muted, 1.0))
            for row in range(rows):
                painter.drawRect(self.cell_rect(row, row))
        if self._open is not None:
            column = rows if self._open[1] < 0 else self._open[1]
            if self._open[0] < rows and column < self.matrix.shape[1]:
                painter.setPen(QPen(ink, 2.0))
                painter.drawRect(self.cell_rect(self._open[0], column).adjusted(1, 1, 0, 0))
        if self.hasFocus():
            painter.setPen(QPen(ink, 1.0, Qt.PenStyle.DashLine))
            painter.drawRect(self.cell_rect(*self._at).adjusted(3, 3, -3, -3))


@lru_cache(maxsize=4)
def _shades(theme: Theme) -> Pixels:
    return np.array([blend(theme.ink, theme.canvas, at / (LEVELS - 1)).rgb() for at in range(LEVELS)], np.uint32)


def _fitting(count: int, painter: QPainter, width: float) -> str:
    """A count, in thousands where all of it has no room."""
    text = f"{count:,}"
    return text if painter.fontMetrics().horizontalAdvance(text) <= width - 2.0 else f"{count / 1000:.0f}k"
