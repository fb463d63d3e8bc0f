"""A weight matrix to look around in: zoomed and moved by hand or keys, read by the pointer."""

import math
from collections.abc import Callable
from itertools import product

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from gui.canvas.drawn.letters import contrast, font
from gui.canvas.drawn.written import number
from gui.canvas.wide.matrix import colours, paint_matrix
from gui.theme import SMALL_PX, Theme

LARGEST_CELL_PX = 64.0
NUMBERED_CELL_PX = 46.0
"""From here on a weight's value stands in its cell."""
LINED_CELL_PX = 12.0
"""From here on cells are parted by lines."""
STEP_PX = 48.0
"""How far an arrow key moves the matrix."""
NAMES_PX = 96
"""Room for the rows' names."""
NAME_ROW_PX = 16.0
NAMES_GAP_PX = 6.0

Name = Callable[[int], str]


class MatrixView(QWidget):
    """The matrix: wheel and +/- zoom, drag and arrows move, the pointer reads."""

    pointed = Signal(int, int)
    """(row, column) under the pointer; (-1, -1): none."""
    zoomed = Signal()
    """A weight takes more or less room than before."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._weights: Array = np.zeros((1, 1))
        self._scale = 0.0
        self._row_name: Name = str
        self._column_name: Name = str
        self._cell: float | None = None
        """Pixels per weight; None: as large as all of it fits, which follows the size of the view."""
        self._corner = QPointF()
        """Where the matrix begins, against the view's room for it."""
        self._held: QPointF | None = None
        self._pointed: tuple[int, int] | None = None
        self.setObjectName("matrix-view")
        self.setAccessibleName("Weight matrix")
        self.setAccessibleDescription("Arrows move it, plus and minus zoom, 0 shows all of it, Esc closes")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def show_weights(self, weights: Array, scale: float) -> None:
        """Show these weights (inputs, units); scale: the |w| of the full colour."""
        is_other = weights.shape != self._weights.shape
        self._weights, self._scale = weights, scale
        if is_other:
            self.fit()
        self.update()

    def show_names(self, row: Name, column: Name) -> None:
        """What rows and columns are called."""
        self._row_name, self._column_name = row, column

    @property
    def _room(self) -> QRectF:
        """What there is for the matrix: right of the rows' names and below the columns'."""
        return QRectF(self.rect()).adjusted(NAMES_PX, NAME_ROW_PX, 0.0, 0.0)

    @property
    def _fitting(self) -> float:
        rows, columns = self._weights.shape
        return float(min(self._room.width() / columns, self._room.height() / rows, LARGEST_CELL_PX))

    @property
    def cell(self) -> float:
        """Pixels per weight."""
        return self._fitting if self._cell is None else self._cell

    @property
    def frame(self) -> QRectF:
        """Where the whole matrix would stand on this widget."""
        rows, columns = self._weights.shape
        start = self._room.topLeft() + self._corner
        return QRectF(start.x(), start.y(), columns * self.cell, rows * self.cell)

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a weight stands on this widget."""
        start, cell = self.frame.topLeft(), self.cell
        return QRectF(start.x() + column * cell, start.y() + row * cell, cell, cell)

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """The (row, column) at a place of this widget."""
        if not (self.frame & self._room).contains(place):
            return None
        way, (rows, columns) = (place - self.frame.topLeft()) / self.cell, self._weights.shape
        return min(int(way.y()), rows - 1), min(int(way.x()), columns - 1)

    # Moving ----------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show all of it."""
        self._cell = None
        self._move_to(QPointF())
        self.zoomed.emit()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Magnify, keeping what is at a place of this widget there; None: in the middle."""
        at = self._room.center() if at is None else at
        share = (at - self.frame.topLeft()) / self.cell
        cell = min(max(self.cell * factor, self._fitting), LARGEST_CELL_PX)
        self._cell = None if cell == self._fitting else cell
        self._move_to(at - self._room.topLeft() - share * cell)
        self.zoomed.emit()

    def show_cell(self, row: int, column: int) -> None:
        """Bring a weight into the middle, large enough to read, as if it were pointed at."""
        self.zoom_by(max(NUMBERED_CELL_PX / self.cell, 1.0))
        self.move_by(self._room.center() - self.cell_rect(row, column).center())
        self._point((row, column))

    def move_by(self, way: QPointF) -> None:
        """Move it, as far as there is more of it."""
        self._move_to(self._corner + way)

    def _move_to(self, corner: QPointF) -> None:
        """Where it is larger than its room it fills that; where it is smaller it stands in the middle."""
        room, frame = self._room, self.frame
        places: list[float] = []
        for at, has, needs in (
            (corner.x(), room.width(), frame.width()),
            (corner.y(), room.height(), frame.height()),
        ):
            places.append((has - needs) / 2 if needs <= has else min(0.0, max(at, has - needs)))
        self._corner = QPointF(*places)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Never smaller than fits, never out of sight."""
        self.zoom_by(1.0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer; sideways, move."""
        turn = event.angleDelta()
        if abs(turn.x()) > abs(turn.y()):
            self.move_by(QPointF(turn.x(), 0.0))
        else:
            self.zoom_by(1.2 ** (turn.y() / 120.0), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._held = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it along, or read what is here."""
        if self._held is not None:
            self.move_by(event.position() - self._held)
            self._held = event.position()
        self._point(self.cell_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = None
        self.unsetCursor()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._point(None)

    def _point(self, cell: tuple[int, int] | None) -> None:
        if cell != self._pointed:
            self._pointed = cell
            self.pointed.emit(*(cell or (-1, -1)))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, + and - zoom, 0 and F show all of it."""
        ways = {
            Qt.Key.Key_Left: QPointF(STEP_PX, 0.0),
            Qt.Key.Key_Right: QPointF(-STEP_PX, 0.0),
            Qt.Key.Key_Up: QPointF(0.0, STEP_PX),
            Qt.Key.Key_Down: QPointF(0.0, -STEP_PX),
        }
        key = Qt.Key(event.key())
        if key in ways:
            self.move_by(ways[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1.5)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / 1.5)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_F):
            self.fit()
        else:
            event.ignore()

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The weights, the names beside them, and the cell that is pointed at."""
        painter = QPainter(self)
        try:
            room, frame = self._room, self.frame
            painter.save()
            painter.setClipRect(room)
            paint_matrix(painter, self._theme, self._weights, self._scale, frame, room)
            if self.cell >= LINED_CELL_PX:
                self._paint_lines(painter)
            if self.cell >= NUMBERED_CELL_PX:
                self._paint_numbers(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
            painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
            if self._pointed is not None:
                painter.setPen(QPen(QColor(self._theme.ink), 2.0))
                painter.drawRect(self.cell_rect(*self._pointed).adjusted(-1, -1, 1, 1))
            painter.restore()
            self._paint_names(painter)
        finally:
            painter.end()

    def _visible(self) -> tuple[range, range]:
        """The rows and columns that are seen, wholly or in part."""
        part, start = self.frame & self._room, self.frame.topLeft()
        rows, columns = self._weights.shape
        top, left = int((part.top() - start.y()) / self.cell), int((part.left() - start.x()) / self.cell)
        bottom = min(rows, int((part.bottom() - start.y()) / self.cell) + 1)
        right = min(columns, int((part.right() - start.x()) / self.cell) + 1)
        return range(top, bottom), range(left, right)

    def _paint_lines(self, painter: QPainter) -> None:
        rows, columns = self._visible()
        frame = self.frame
        painter.setPen(QPen(QColor(self._theme.canvas), 1.0))
        for row in rows:
            y = frame.top() + row * self.cell
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        for column in columns:
            x = frame.left() + column * self.cell
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))

    def _paint_numbers(self, painter: QPainter) -> None:
        painter.setFont(font(SMALL_PX))
        rows, columns = self._visible()
        dark, light = QColor(self._theme.ink), QColor(self._theme.canvas)
        grounds = colours(self._weights[rows.start : rows.stop, columns.start : columns.stop], self._scale, self._theme)
        for row, column in product(rows, columns):
            ground = QColor(int(grounds[row - rows.start, column - columns.start]))
            painter.setPen(dark if contrast(dark, ground) >= contrast(light, ground) else light)
            text = number(float(self._weights[row, column]))
            painter.drawText(self.cell_rect(row, column), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_names(self, painter: QPainter) -> None:
        """As many as have room, and always those of the cell that is pointed at."""
        painter.setFont(font(SMALL_PX))
        metrics = QFontMetricsF(painter.font())
        rows, columns = self._visible()
        frame, room = self.frame, self._room
        pointed = (None, None) if self._pointed is None else self._pointed
        right = max(frame.left(), room.left()) - NAMES_GAP_PX
        for row in _with_room(rows, NAME_ROW_PX / self.cell, pointed[0]):
            text = metrics.elidedText(self._row_name(row), Qt.TextElideMode.ElideMiddle, NAMES_PX - NAMES_GAP_PX)
            place = QRectF(right - NAMES_PX, 0.0, NAMES_PX, NAME_ROW_PX)
            place.moveCenter(QPointF(place.center().x(), self.cell_rect(row, 0).center().y()))
            if room.top() <= place.center().y() <= room.bottom():
                painter.setPen(QColor(self._theme.ink if row == pointed[0] else self._theme.muted))
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        wide = max(metrics.horizontalAdvance(self._column_name(column)) for column in (columns[0], columns[-1]))
        top = max(frame.top(), room.top()) - NAME_ROW_PX
        for column in _with_room(columns, (wide + 2 * NAMES_GAP_PX) / self.cell, pointed[1]):
            place = QRectF(0.0, top, wide + 2 * NAMES_GAP_PX, NAME_ROW_PX)
            place.moveCenter(QPointF(self.cell_rect(0, column).center().x(), place.center().y()))
            if room.left() <= place.center().x() <= room.right():
                painter.setPen(QColor(self._theme.ink if column == pointed[1] else self._theme.muted))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._column_name(column))


def _with_room(cells: range, needed: float, pointed: int | None) -> list[int]:
    """Those cells whose names have room, each needing that of `needed` cells; the one that is pointed at goes first."""
    every = max(1, math.ceil(needed))
    regular = [cell for cell in cells if cell % every == 0 and (pointed is None or abs(cell - pointed) >= every)]
    return regular if pointed is None else [*regular, pointed]
