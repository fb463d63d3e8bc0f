"""The form for one row: a field for each column, and a search where there are many."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.arrays import Array
from core.data.questions import Questions
from gui.panels.form import note
from gui.text_field import TextField
from gui.theme import GRID_PX
from gui.views.ask.fields import CategoryRow, NumberRow, row_for

SEARCH_FROM = 20
"""More columns than these are searched."""
MOST_ROWS = 30
"""So many fields stand there at once; the search finds the others."""


class AskForm(QWidget):
    """Shows a place, and tells of another one that a person wants."""

    changed = Signal(object)
    """The place (numbers,) that a person wants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ask-form")
        self.questions: Questions | None = None
        self.place: Array = np.zeros(0)
        self.is_open: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._dtype = "float32"
        self._rows: dict[int, NumberRow | CategoryRow] = {}
        self.search = TextField()
        self.search.setObjectName("ask-search")
        self.search.setAccessibleName("Find a column")
        self.search.setPlaceholderText("Find a column")
        self.search.setToolTip("Show only the columns whose name has this in it.")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._choose)
        self._found = note("ask-found")
        self._fields = QVBoxLayout()
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setSpacing(GRID_PX // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.search)
        column.addLayout(self._fields)
        column.addWidget(self._found)

    def show_questions(self, questions: Questions | None, dtype: str) -> None:
        """Other columns; None: there is nothing to ask."""
        self._dtype = dtype
        if questions is self.questions:
            return
        self.questions = questions
        for row in self._rows.values():
            row.hide()
            row.deleteLater()
        self._rows = {}
        count = 0 if questions is None else len(questions.columns)
        self.search.clear()
        self.search.setVisible(count > SEARCH_FROM)
        if questions is not None:
            self.show_average()
            self._choose()

    def show_average(self) -> None:
        """An average row: each column is left open."""
        assert self.questions is not None
        self.place = self.questions.average
        self.is_open = np.ones(len(self.questions.columns), np.bool_)
        self._show_values()

    def show_place(self, place: Array) -> None:
        """This place; what was left open in the same place before stays open."""
        assert self.questions is not None
        if not np.array_equal(place, self.place):
            self.place = np.array(place, np.float64)
            self.is_open = np.zeros(len(self.questions.columns), np.bool_)
        self._show_values()

    def row(self, index: int) -> NumberRow | CategoryRow:
        """The field of a column; made when it is first seen."""
        assert self.questions is not None
        if index not in self._rows:
            row = row_for(index, self.questions.columns[index], self._dtype)
            row.changed.connect(lambda values, index=index: self._on_changed(index, values))
            self._rows[index] = row
            self._show_row(index)
        return self._rows[index]

    def _show_values(self) -> None:
        for index in self._rows:
            self._show_row(index)

    def _show_row(self, index: int) -> None:
        assert self.questions is not None
        part = self.questions.columns[index].part
        self._rows[index].show_values(self.place[part], bool(self.is_open[index]))

    def _choose(self) -> None:
        """Show the fields that are searched for, in the columns' order."""
        if self.questions is None:
            return
        wanted = self.search.text().strip().casefold()
        found = [index for index, one in enumerate(self.questions.columns) if wanted in one.name.casefold()]
        shown = found[:MOST_ROWS]
        for index, row in self._rows.items():
            row.setVisible(index in shown)
        for place, index in enumerate(shown):
            row = self.row(index)
            self._fields.insertWidget(place, row)
            row.show()
        self._keep_tab_order([self.row(index) for index in shown])
        said = ""
        if not found:
            said = f"No column has “{self.search.text().strip()}” in its name."
        elif len(found) > len(shown):
            said = f"{len(shown)} of {len(found):,} columns; the search finds the others."
        self._found.setText(said)
        self._found.setVisible(bool(said))

    def _keep_tab_order(self, rows: list[NumberRow | CategoryRow]) -> None:
        """From field to field, whichever was made first, as a row of numbers is typed; then from slider to slider."""
        fields = [row.number.field if isinstance(row, NumberRow) else row.choice.box for row in rows]
        sliders = [row.slider for row in rows if isinstance(row, NumberRow)]
        before: QWidget = self.search
        for control in (*fields, *sliders):
            QWidget.setTabOrder(before, control)
            before = control

    def _on_changed(self, index: int, values: Array | None) -> None:
        assert self.questions is not None
        part = self.questions.columns[index].part
        place, is_open = self.place.copy(), self.is_open.copy()
        place[part] = self.questions.average[part] if values is None else values
        is_open[index] = values is None
        self.place, self.is_open = place, is_open
        self._show_row(index)
        self.changed.emit(place)
