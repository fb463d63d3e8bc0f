"""The rows of a sheet for Qt: a cell is looked up when it is seen, however many there are."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.arrays import Indices
from core.data import Table
from core.sheet import Answers, Sheet
from core.sheet.sheet import NONE, OUT
from core.specs import Project
from gui.views.rows.texts import (
    ANSWER,
    ERROR,
    LEAD,
    NOTHING,
    PART,
    TARGET,
    Cell,
    answer_text,
    decimals_of,
    lead_cell,
    number_cell,
    value_cell,
    value_text,
)

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
PICTURE = "picture"
LOOKED_AT = 40
"""So many rows say how a column looks."""


class RowsModel(QAbstractTableModel):
    """Some rows of a sheet, in some order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.answers: Answers | None = None
        self.order: Indices = np.zeros(0, np.intp)
        self.names: tuple[str, ...] = ()
        self.classes = 2
        """How many classes there are, at least two."""
        self._unused: frozenset[str] = frozenset()
        self._is_share = False
        self._decimals: tuple[int, ...] = ()
        """Of each column of a table, so that points stand below each other."""
        self._table: Table | None = None
        self._reach = 1.0
        """Of a number that is to be found out, from the smallest to the largest in training, in its own unit."""

    def show_rows(self, project: Project, sheet: Sheet, order: Indices) -> None:
        """These rows of the project's data, in this order; what the network answers comes after."""
        self.beginResetModel()
        data = project.data
        if sheet is not self.sheet:
            self.answers = None
        self._table = data if isinstance(data, Table) else None
        used = {column.name for column in self._table.columns if column.role != "ignored"} if self._table else set()
        own = sheet.cells.names or (PICTURE,)
        self._unused = frozenset(own) - used if self._table else frozenset()
        if sheet is not self.sheet:
            columns = range(len(sheet.cells.names)) if self._table else ()
            self._decimals = tuple(_decimals(sheet, column) for column in columns)
        self._reach = sheet.dataset.target_reach
        self.sheet, self.order = sheet, order
        self.classes = max(2, len(sheet.dataset.classes), sheet.dataset.y.shape[1])
        target = sheet.dataset.target_name or LEAD[TARGET]
        self.names = (target, *LEAD[1:], *own)
        self.endResetModel()

    def clear(self) -> None:
        """No rows."""
        self.beginResetModel()
        self.sheet, self.answers, self.order, self.names = None, None, np.zeros(0, np.intp), ()
        self.endResetModel()

    def show_answers(self, answers: Answers | None, is_share: bool) -> None:
        """What the network says; None: nothing, it is one for other data.

        is_share  whether outputs are shares that add up to 1
        """
        self.answers, self._is_share = answers, is_share
        if len(self.order):
            self.dataChanged.emit(self.index(0, ANSWER), self.index(len(self.order) - 1, ERROR))

    @property
    def has_pictures(self) -> bool:
        """Whether a sample is a picture."""
        return self.sheet is not None and not self.sheet.cells.names

    @property
    def given(self) -> tuple[int, ...]:
        """The columns of a table that the network is given."""
        features = {column.name for column in self._table.features} if self._table else set()
        return tuple(column for column in range(len(LEAD), len(self.names)) if self.names[column] in features)

    @property
    def answers_to_expect(self) -> list[str]:
        """As wide as answers and errors of a network that has learned something, where they are numbers."""
        sheet = self.sheet
        if sheet is None or sheet.dataset.task != "regression":
            return []
        rows = (int(row) for row in self.order[:LOOKED_AT] if sheet.samples[row] != NONE)
        values = map(sheet.target_value, rows)
        return [answer_text(-abs(value), self._reach) for value in values if isinstance(value, int | float)]

    def is_unused(self, column: int) -> bool:
        """Whether the network is not given this column."""
        return column >= len(LEAD) and self.names[column] in self._unused

    def cell(self, position: int, column: int) -> Cell:
        """What stands there."""
        sheet, row = self.sheet, int(self.order[position])
        if sheet is None:
            return NOTHING
        if column < len(LEAD):
            return lead_cell(sheet, self.answers, self._is_share, column, row, self._reach)
        if self._table is not None:
            own = column - len(LEAD)
            cell = value_cell(sheet.cells.value(own, row), self._decimals[own])
            return cell._replace(is_muted=True) if self.is_unused(column) else cell
        if self.has_pictures:
            return Cell("", picture=_pixels(sheet, row))
        return number_cell(sheet.cells.value(column - len(LEAD), row))

    def sample_at(self, position: int) -> tuple[str, int] | None:
        """The sample of a row: ("training" or "test", which); None: it is none."""
        sheet = self.sheet
        if sheet is None or not 0 <= position < len(self.order):
            return None
        sample, trained = int(sheet.samples[self.order[position]]), len(sheet.dataset.x)
        if sample == NONE:
            return None
        return ("training", sample) if sample < trained else ("test", sample - trained)

    def position_of(self, kind: str, sample: int) -> int | None:
        """Where a sample stands; None: it is not shown."""
        if self.sheet is None:
            return None
        place = sample + (len(self.sheet.dataset.x) if kind == "test" else 0)
        if not 0 <= place < len(self.sheet.rows_of):
            return None
        found = np.flatnonzero(self.order == self.sheet.rows_of[place])
        return int(found[0]) if len(found) else None

    # As Qt has it ----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.order)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.names)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Texts for those who hear or copy them; a cell's picture is painted from `cell`."""
        if not index.isValid():
            return None
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            cell = self.cell(index.row(), index.column())
            if cell.is_wrong is not None:
                return f"{'wrong' if cell.is_wrong else 'right'}, {cell.text}"
            return f"{cell.text} {cell.aside}".rstrip()
        if role == Role.ToolTipRole:
            return self._tip(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Names above, numbers on the left."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Role.DisplayRole and section < len(self.names):
                return self.names[section]
            if role == Role.ToolTipRole:
                return self._header_tip(section)
        elif role == Role.DisplayRole and self.sheet is not None and section < len(self.order):
            return f"{self.sheet.numbers[self.order[section]]:,}"
        return None

    def _header_tip(self, section: int) -> str:
        if section == ERROR:
            has_classes = self.sheet is not None and self.sheet.dataset.task != "regression"
            what = "Answer minus target."
            if has_classes:
                what = "How much the true class lacks of a full yes: 0.02 where its output is 0.98, or 98 %."
            return f"{what} Click to see the worst first."
        note = " The network is not given it." if self.is_unused(section) else ""
        return f"{self.names[section]}.{note} Click to sort."

    def _tip(self, position: int, column: int) -> str | None:
        sheet = self.sheet
        if sheet is None:
            return None
        if column == PART and sheet.parts[self.order[position]] == OUT:
            return "Left out: it has a gap that nothing stands in for."
        cell = self.cell(position, column)
        if cell.text == NOTHING.text and (column >= len(LEAD) or column == TARGET):
            return "A gap: nothing was written here."
        return cell.text or None


def _decimals(sheet: Sheet, column: int) -> int:
    """How many digits the first numbers of a column have behind the point, at most."""
    values = [sheet.cells.value(column, row) for row in range(min(LOOKED_AT, sheet.count))]
    return max((decimals_of(value_text(value)) for value in values if isinstance(value, float)), default=0)


def _pixels(sheet: Sheet, row: int) -> Any:
    sample, dataset = int(sheet.samples[row]), sheet.dataset
    trained = len(dataset.x)
    places = dataset.places if sample < trained else dataset.places_test
    assert places is not None
    return places[sample if sample < trained else sample - trained]
