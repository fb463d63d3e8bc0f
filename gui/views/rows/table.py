"""The table of rows: walked with arrows, sorted by a click on a name, copied with Ctrl+C."""

import numpy as np
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolButton, QWidget

from core.sheet.sheet import PART_NAMES, Mask
from gui.theme import SMALL_PX, Theme, body_font
from gui.views.reading import NO_ANSWER
from gui.views.rows.cells import PAD_PX, CellPainter, text_width
from gui.views.rows.header import HEIGHT_PX, RowsHeader
from gui.views.rows.model import LOOKED_AT, Index, RowsModel
from gui.views.rows.texts import ANSWER, ERROR, LEAD, PART, TARGET

ROW_PX, PICTURE_PX = 26, 40
LEAST_PX, MOST_PX = 52, 150
DOT_ROOM_PX, BESIDE_NAME_PX, LEAST_NAME_PX = 14, 66, 28
"""Beside a class's name: its dot; dot and share of the answer. So much of a name is kept where room is short."""
MOST_SQUEEZED_PX = 80
"""Columns that lie further beyond the edge are scrolled to, and names stay whole."""
FEW_GIVEN = 3
"""So many inputs stand before the target; more would push the answer out of sight."""
WALKING = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip


class RowsTable(QTableView):
    """Tells which row is chosen and what is wanted; shows what it is told."""

    walked = Signal(int)
    """The row where the choice stands now."""
    sort_wanted = Signal(int)
    """By this column; -1: by the rows' numbers."""
    copy_wanted = Signal()
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rows-table")
        self.setAccessibleName("Rows of the data")
        self.rows = RowsModel(self)
        self._wanted_px: dict[int, int] = {}
        self._squeezed_px: dict[int, int] = {}
        self.setModel(self.rows)
        self.painter_of_cells = CellPainter(self.rows, self)
        self.setItemDelegate(self.painter_of_cells)
        self.names = RowsHeader(self.rows, self)
        self.setHorizontalHeader(self.names)
        self.names.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.names.sectionClicked.connect(self.sort_wanted)
        numbers = self.verticalHeader()
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setDefaultSectionSize(ROW_PX)
        numbers.setMinimumSectionSize(ROW_PX)
        numbers.setHighlightSections(False)
        numbers.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        numbers.setFont(body_font(SMALL_PX))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # nothing moves when it is needed
        self.verticalScrollBar().valueChanged.connect(self.scrolled)
        self.by_number = QToolButton(self)
        self.by_number.setObjectName("rows-by-number")
        self.by_number.setProperty("role", "text")
        self.by_number.setText("No.")
        self.by_number.setToolTip("In the order of the data: click to sort by number.")
        self.by_number.setAccessibleName("Sort by number")
        self.by_number.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.by_number.clicked.connect(lambda: self.sort_wanted.emit(-1))

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self.painter_of_cells.show_theme(theme)
        self.names.show_theme(theme)
        self.verticalHeader().setStyleSheet(
            f"QHeaderView {{ background: {theme.surface}; }}"
            f"QHeaderView::section {{ background: {theme.surface}; color: {theme.muted}; border: none; "
            f"padding-right: 6px; font-size: {SMALL_PX}px; }}"
        )
        self.viewport().update()

    def settle_sizes(self) -> None:
        """As wide and high as what the columns hold needs, within bounds; called when there are other columns."""
        rows = self.rows
        self.verticalHeader().setDefaultSectionSize(PICTURE_PX if rows.has_pictures else ROW_PX)
        most = 0 if rows.sheet is None else int(rows.sheet.numbers.max(initial=0))
        self.verticalHeader().setFixedWidth(max(36, text_width(body_font(SMALL_PX), f"{most:,}") + 16))
        small, font = body_font(SMALL_PX, bold=True), self.painter_of_cells.font
        seen = range(min(LOOKED_AT, len(rows.order)))
        for column, name in enumerate(rows.names):
            widest = text_width(small, name) + 12
            for position in seen if column not in (ANSWER, ERROR) else ():
                cell = rows.cell(position, column)
                widest = max(widest, text_width(font, cell.text) + (14 if cell.dot >= 0 else 0))
            if column in (ANSWER, ERROR):  # in the target's unit, and below zero
                widest = max([widest, *(text_width(font, text) for text in rows.answers_to_expect)])
            least = {ANSWER: 92, ERROR: 64}.get(column, LEAST_PX)
            if column in (TARGET, ANSWER) and rows.sheet is not None and rows.sheet.dataset.classes:
                names = rows.sheet.dataset.classes  # the first rows may be all of one class
                beside = BESIDE_NAME_PX if column == ANSWER else DOT_ROOM_PX
                widest = max(widest, max(text_width(font, text) for text in names[:LOOKED_AT]) + beside)
            if column == ANSWER and rows.classes > 2 and not rows.has_pictures:
                widest = max(widest, text_width(font, NO_ANSWER) + BESIDE_NAME_PX - DOT_ROOM_PX)
            if column == PART and rows.sheet is not None:
                parts = {PART_NAMES[part] for part in np.unique(rows.sheet.parts).tolist()}
                widest = max([widest, *(text_width(font, text) for text in parts)])
            self.setColumnWidth(column, min(max(widest + 2 * round(PAD_PX), least), MOST_PX))
        for column in range(len(rows.names)):
            self.names.moveSection(self.names.visualIndex(column), column)
        if rows.has_pictures:  # the picture is what the sample is
            self.names.moveSection(len(LEAD), 0)
        given = rows.given
        if len(given) <= FEW_GIVEN:  # a few inputs are in sight beside what is made of them
            for place, column in enumerate(given):
                self.names.moveSection(self.names.visualIndex(column), place)
        self._wanted_px = {column: self.columnWidth(column) for column in range(len(rows.names))}
        self._squeezed_px = dict(self._wanted_px)
        self._squeeze()
        self._place_corner()

    def _squeeze(self) -> None:
        """Where the first columns nearly fit, the names of classes give way, so that the last of them is read whole.

        A width that somebody has chosen stays.
        """
        lead = self._wanted_px.keys() & {TARGET, ANSWER, ERROR, PART}
        before = [column for column in self._wanted_px if column in lead or self._stands_before(column)]
        beyond = sum(self._wanted_px[column] for column in before) - self.viewport().width()
        sheet = self.rows.sheet
        has_names = sheet is not None and bool(sheet.dataset.classes)
        left = beyond if has_names and 0 < beyond <= MOST_SQUEEZED_PX else 0
        rooms = {TARGET: LEAST_NAME_PX + DOT_ROOM_PX, ANSWER: LEAST_NAME_PX + BESIDE_NAME_PX}
        spare = {
            column: max(0, self._wanted_px[column] - room - 2 * round(PAD_PX))
            for column, room in rooms.items()
            if column in lead and self.columnWidth(column) == self._squeezed_px[column]
        }
        while spare:  # the same from both, unless one has no more to give
            column, own = spare.popitem()
            others = sum(spare.values())
            given = min(own, max((left + 1) // 2, left - others) if others else left)
            self._squeezed_px[column] = self._wanted_px[column] - given
            self.setColumnWidth(column, self._squeezed_px[column])
            left -= given

    def _stands_before(self, column: int) -> bool:
        return self.names.visualIndex(column) < self.names.visualIndex(PART)

    def choose(self, position: int | None) -> None:
        """Stand on this row, and bring it into sight; None: on none. A choice of several rows with it stays."""
        model = self.selectionModel()
        if position is None:
            model.clear()
            return
        column = max(0, self.currentIndex().column())
        index = self.rows.index(position, column)
        if index != self.currentIndex() or not model.isSelected(index):
            flags = QItemSelectionModel.SelectionFlag
            model.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        first, after = self.seen
        hints = QAbstractItemView.ScrollHint
        self.scrollTo(index, hints.EnsureVisible if first <= position < after else hints.PositionAtCenter)

    @property
    def seen(self) -> tuple[int, int]:
        """The first row in sight, and the one after the last; where there are none yet, those that will be."""
        high = self.verticalHeader().defaultSectionSize()
        first = self.verticalScrollBar().value() // high if len(self.rows.order) else 0
        return first, first + self.viewport().height() // high + 2

    def chosen_rows(self) -> Mask:
        """Which rows are chosen, (rows,)."""
        chosen = np.zeros(len(self.rows.order), np.bool_)
        selection = self.selectionModel().selection()
        for part in map(selection.at, range(selection.count())):
            chosen[part.top() : part.bottom() + 1] = True
        return chosen

    # Hands -----------------------------------------------------------------------------------------------------------

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Where the choice stands is told; by the mouse it is made last."""
        super().selectionChanged(selected, deselected)
        self._tell()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """With the keys the choice is made first."""
        super().currentChanged(current, previous)
        self._tell()

    def _tell(self) -> None:
        index = self.currentIndex()
        if index.isValid() and self.selectionModel().isSelected(index):
            self.walked.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, S sorts by the column with the frame; keys that mean nothing here go to the window."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll) or event.key() in WALKING:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_S and not event.modifiers() and self.currentIndex().isValid():
            self.sort_wanted.emit(self.currentIndex().column())
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Ctrl+C is offered to the window first: here it means the rows."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._squeeze()
        self._place_corner()

    def _place_corner(self) -> None:
        self.by_number.setGeometry(1, 1, self.verticalHeader().width(), HEIGHT_PX - 1)
