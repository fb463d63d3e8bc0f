"""A sheet of all 128 patterns of the seven segments, each a cell with the digit that is read from it.

Rows are the lying segments a, g, d, columns the standing ones f, e, c, b, both in Gray's order: from a cell to the next
one, and from the last to the first, exactly one segment changes. So the faults of a shape lie around it.
"""

from html import escape

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.arrays import Array, Indices
from core.data.segments import PATTERNS, SEGMENT_NAMES
from core.probe.known_shapes import KnownShapes, known_shapes, pattern_index
from core.probe.truth_map import NONE, TruthMap
from gui.pad.small_display import paint_display
from gui.painted import painted
from gui.theme import BODY_PX, LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.cells import STEPS
from gui.views.reading import NO_DIGIT
from gui.views.truth_words import pattern_words

ROWS, COLUMNS = 8, 16
LEAST_CELL_PX, CELL_PX = 14, 19
LEVELS = 24
"""So many shades can be told apart; a confidence that stays within one is not painted again."""
MOST_APART = 8
"""So many cells are brought to the screen one by one; more of them all together."""
SHAPE_PX = QSize(22, 38)
"""Of the shape beside the words about it."""
STRONGEST = 0.36
"""How much ink a sure answer's shade has: more would hide the digit on it."""


def _gray(count: int) -> list[int]:
    """0 to count - 1 in an order in which one binary digit changes from each number to the next. Gray (1953)."""
    return [number ^ (number >> 1) for number in range(count)]


def _sheet() -> Indices:
    """(8, 16): which of `PATTERNS` lies in which cell."""
    cells = np.zeros((ROWS, COLUMNS), np.intp)
    for row, lying in enumerate(_gray(ROWS)):
        for column, standing in enumerate(_gray(COLUMNS)):
            lit = {name for place, name in enumerate("dga") if lying >> place & 1}
            lit |= {name for place, name in enumerate("bcef") if standing >> place & 1}
            cells[row, column] = pattern_index(np.array([float(name in lit) for name in SEGMENT_NAMES]))
    cells.setflags(write=False)
    return cells


SHEET = _sheet()
CELLS = np.column_stack(np.unravel_index(np.argsort(SHEET, axis=None), SHEET.shape))
"""(128, 2): the row and the column of each pattern."""


class TruthSheet(QWidget):
    """Shows a `TruthMap`; one pattern is the chosen one."""

    chosen = Signal(object)
    """A person chose a pattern: its seven values, read-only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("truth-sheet")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = LIGHT
        self._chosen: int | None = None
        self._map: TruthMap | None = None
        self._is_share = False
        self._known = known_shapes()
        self._outlined = frozenset(self._known.patterns.tolist())
        self._own: dict[int, list[int]] = {}
        self._looks: Indices = np.full((len(PATTERNS), 2), NONE)
        self._picture: QPixmap | None = None
        self._rects: list[QRect] | None = None
        self._fonts = body_font(BODY_PX), body_font(BODY_PX, bold=True)
        self._shades: list[QColor] = []
        self.show_theme(LIGHT)
        self._name()

    # Showing -----------------------------------------------------------------------------------------------------

    def show_map(self, found: TruthMap, is_share: bool) -> None:
        """Show what is read, painting only the cells that look different.

        is_share  whether outputs are shares of all, and written in percent
        """
        self._map, self._is_share = found, is_share
        confidence = np.where(PATTERNS.any(axis=1), np.nan_to_num(found.confidence, posinf=1.0), 0.0)
        levels = np.rint(np.clip(confidence, 0.0, 1.0) * (LEVELS - 1)).astype(np.intp)
        looks = np.column_stack([found.digits, levels])
        changed = np.flatnonzero((looks != self._looks).any(axis=1))
        self._looks = looks
        self._repaint(changed)
        if self._chosen in changed:
            self._name()

    def show_known(self, known: KnownShapes, own: dict[int, list[int]]) -> None:
        """Outline these shapes, and with dots the patterns that somebody labelled by hand.

        own  of each such pattern the digits that it was labelled as
        """
        if known is self._known and own == self._own:
            return
        old = self._outlined | self._own.keys()
        self._known, self._own = known, own
        self._outlined = frozenset(known.patterns.tolist())
        self._repaint(np.array(sorted(old | self._outlined | own.keys()), np.intp))
        self._name()

    def show_chosen(self, values: Array | None) -> None:
        """Mark the pattern with these segments (7,) lit; None: none is."""
        chosen = None if values is None or values.shape != (len(SEGMENT_NAMES),) else pattern_index(values)
        if chosen != self._chosen:
            was, self._chosen = self._chosen, chosen
            self._repaint(np.array([place for place in (was, chosen) if place is not None], np.intp))
            self._name()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self._shades = [blend(theme.ink, theme.field, STRONGEST * at / (LEVELS - 1)) for at in range(LEVELS)]
        self._picture = None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(352, ROWS * CELL_PX + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(COLUMNS * LEAST_CELL_PX + 1, ROWS * LEAST_CELL_PX + 1)

    # Places ------------------------------------------------------------------------------------------------------

    def cell_rect(self, pattern: int) -> QRect:
        """Where a pattern's cell lies, in whole pixels; the cells fill the width and the height."""
        if self._rects is None:
            across = [at * (self.width() - 1) // COLUMNS for at in range(COLUMNS + 1)]
            down = [at * (self.height() - 1) // ROWS for at in range(ROWS + 1)]
            self._rects = [
                QRect(QPoint(across[column], down[row]), QPoint(across[column + 1] - 1, down[row + 1] - 1))
                for row, column in CELLS.tolist()
            ]
        return self._rects[pattern]

    def _pattern_at(self, at: QPoint) -> int | None:
        row, column = (at.y() * ROWS // max(1, self.height()), at.x() * COLUMNS // max(1, self.width()))
        return int(SHEET[row, column]) if 0 <= row < ROWS and 0 <= column < COLUMNS else None

    # Hands -------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the pattern under the pointer."""
        pattern = self._pattern_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and pattern is not None:
            self.chosen.emit(PATTERNS[pattern])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk from cell to cell, and over the edge to the other side: each step switches one segment."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        if self._chosen is None:
            row, column = 0, 0
        else:
            row, column = (CELLS[self._chosen] + step) % SHEET.shape
        self.chosen.emit(PATTERNS[SHEET[row, column]])

    def event(self, event: QEvent) -> bool:
        """Say in words what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            pattern = self._pattern_at(event.pos())
            words = "" if pattern is None else self._shown_words(pattern)
            QToolTip.showText(event.globalPos(), words, self, QRect() if pattern is None else self.cell_rect(pattern))
            return True
        return super().event(event)

    def words(self, pattern: int) -> str:
        """What there is to say about a pattern."""
        return pattern_words(pattern, self._map, self._is_share, self._known, self._own.get(pattern, ()))

    def _shown_words(self, pattern: int) -> str:
        """The same beside the shape: letters alone are hard to see as one."""

        def paint(painter: QPainter) -> None:
            lit, dark = self._theme.positive, self._theme.hairline
            paint_display(painter, QPointF(3.0, 3.0), SHAPE_PX.width() - 6.0, PATTERNS[pattern], lit, dark)

        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        painted(SHAPE_PX, paint).save(buffer, "PNG")
        buffer.close()
        image = bytes(held.toBase64().data()).decode()
        return (
            f'<table><tr><td><img src="data:image/png;base64,{image}"></td>'
            f'<td style="padding-left: 8px">{escape(self.words(pattern))}</td></tr></table>'
        )

    def _name(self) -> None:
        self.setAccessibleName("All 128 patterns of the seven segments, and the digit read from each")
        self.setAccessibleDescription("" if self._chosen is None else self.words(self._chosen))

    # Painting ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture = self._rects = None

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._whole_picture()
        painter = QPainter(self)
        try:
            painter.drawPixmap(QPointF(0.0, 0.0), picture)
            if self.hasFocus() and self._chosen is not None:
                painter.setPen(QPen(QColor(self._theme.ink), 1.0))
                painter.drawRect(
                    self.cell_rect(self._chosen).adjusted(-2, -2, 2, 2) & self.rect().adjusted(0, 0, -1, -1)
                )
        finally:
            painter.end()

    def _whole_picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            height = (self.height() - 1) // ROWS
            size = BODY_PX - 1 if height >= CELL_PX - 2 else SMALL_PX if height >= LEAST_CELL_PX else SMALL_PX - 1
            self._fonts = body_font(size), body_font(size, bold=True)
            self._picture.fill(QColor(self._theme.hairline))
            self._paint_cells(self._picture, np.arange(len(PATTERNS)))
        return self._picture

    def _repaint(self, patterns: Indices) -> None:
        """Paint these again."""
        if not patterns.size:
            return
        if self._picture is not None:
            self._paint_cells(self._picture, patterns)
        around = QRegion()
        for pattern in patterns[:MOST_APART].tolist():
            around += self.cell_rect(pattern).adjusted(-2, -2, 3, 3)
        self.update(around if len(patterns) <= MOST_APART else QRegion(self.rect()))

    def _paint_cells(self, picture: QPixmap, patterns: Indices) -> None:
        plain, bold = self._fonts
        painter = QPainter(picture)
        try:
            for pattern in patterns.tolist():
                is_bold = pattern in self._outlined or pattern in self._own or pattern == self._chosen
                painter.setFont(bold if is_bold else plain)
                self._paint_cell(painter, pattern)
        finally:
            painter.end()

    def _paint_cell(self, painter: QPainter, pattern: int) -> None:
        theme = self._theme
        digit, level = self._looks[pattern].tolist()
        # A hairline between the cells is what is left of the ground.
        inner = self.cell_rect(pattern).adjusted(1, 1, 0, 0)
        is_chosen = pattern == self._chosen
        painter.fillRect(inner, QColor(theme.ink) if is_chosen else self._shades[max(0, level)])
        is_own = pattern in self._own and pattern not in self._outlined
        if (is_own or pattern in self._outlined) and not is_chosen:
            painter.setPen(QPen(QColor(theme.ink), 1.0, Qt.PenStyle.DotLine if is_own else Qt.PenStyle.SolidLine))
            painter.drawRect(inner.adjusted(0, 0, -1, -1))
        painter.setPen(QColor(theme.field if is_chosen else theme.ink))
        text = NO_DIGIT if digit == NONE else str(digit)
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, text)
