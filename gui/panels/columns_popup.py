"""The columns of a table, to be switched on and off, with how each is read, scaled, and what stands in its gaps."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.column_edits import choose_target, replace_column
from core.errors import UserError
from core.table.columns import Column, Kind, Missing, Role, Scaling
from core.table.recast import recast
from core.table.stored import StoredTable
from gui.panels.check_box import CheckBox
from gui.panels.choice_field import ChoiceField, Option, without_label
from gui.panels.column_choices import KINDS, MISSING, SCALINGS
from gui.panels.form import error_note, say
from gui.panels.hover import forget_hover
from gui.text_field import TextField
from gui.theme import GRID_PX
from gui.tip_beside import keep_tip_beside

WIDTH_PX, MOST_HEIGHT_PX = 492, 460
NAME_PX, FIELD_PX, TARGET_PX = 132, 104, 180
HEAD_PX, ROW_PX, FIND_PX = 84, 33, 36
ROWS = 20
"""So many columns are shown at once; of more those whose name is looked for."""
MOST_TARGETS = 200


class _Row:
    """One column: whether the network is given it, and how."""

    def __init__(self, popup: "ColumnsPopup", grid: QGridLayout, place: int) -> None:
        self.column = Column("")
        self.is_used = CheckBox(f"column-{place}", "", "Give the network this column.")
        self.is_used.setFixedWidth(NAME_PX)
        self.kind = without_label(ChoiceField(f"column-{place}-kind", "", "How it is read.", FIELD_PX))
        self.scaling = without_label(
            ChoiceField(f"column-{place}-scaling", "", "How its numbers are scaled.", FIELD_PX)
        )
        self.gaps = without_label(ChoiceField(f"column-{place}-gaps", "", "What an empty cell means.", FIELD_PX))
        self.parts: tuple[QWidget, ...] = (self.is_used, self.kind, self.scaling, self.gaps)
        for index, part in enumerate(self.parts):
            grid.addWidget(part, place, index)
        keep_tip_beside(self.is_used, popup)  # below the pointer it would hide the next columns
        self.is_used.clicked.connect(
            lambda is_on: popup.change(self.column, self.column.replace(role="feature" if is_on else "ignored"))
        )
        self.kind.chosen.connect(lambda kind: popup.read_as(self.column, cast(Kind, kind)))
        self.scaling.chosen.connect(
            lambda scaling: popup.change(self.column, self.column.replace(scaling=cast(Scaling, scaling)))
        )
        self.gaps.chosen.connect(
            lambda missing: popup.change(self.column, self.column.replace(missing=cast(Missing, missing)))
        )

    def show_column(self, column: Column | None) -> None:
        """Stand for this column; None: for none."""
        for part in self.parts:
            part.setVisible(column is not None)
        if column is None:
            return
        self.column = column
        is_used = column.role == "feature"
        name = self.is_used.fontMetrics().elidedText(column.name, Qt.TextElideMode.ElideRight, NAME_PX - 32)
        self.is_used.setText(name)
        self.is_used.setAccessibleName(column.name)
        self.is_used.setToolTip(f"Give the network the column\n“{column.name}”.")
        self.is_used.setChecked(is_used)
        self.kind.show_choice(KINDS, column.kind)
        self.scaling.show_choice(SCALINGS, column.scaling)
        self.gaps.show_choice(MISSING, column.missing)
        for field, words in ((self.kind, "kind"), (self.scaling, "scaling"), (self.gaps, "gaps")):
            field.box.setAccessibleName(f"{column.name}: {words}")
            field.box.setEnabled(is_used)
        self.scaling.setVisible(column.kind == "number")


class ColumnsPopup(QFrame):
    """Each change is told at once, and shown when it has come about; Esc or a click elsewhere closes it."""

    changed = Signal(object)
    """The columns as somebody wants them: tuple[Column, ...]."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("columns-popup")
        self.setAccessibleName("Columns of the table")
        self.setProperty("role", "popup")
        self.setFixedWidth(WIDTH_PX)
        self._columns: tuple[Column, ...] = ()
        # As many as there have ever been columns to show: each is four controls, which a start does well without.
        self._rows: list[_Row] = []
        self._rows_of: StoredTable | None = None
        self._button: QWidget | None = None
        self._target = ChoiceField("column-target", "Find out", "The column that is to be found out.", TARGET_PX)
        self._target_kind = ChoiceField("column-target-kind", "as", "A class, or a number.", FIELD_PX)
        self._target.chosen.connect(lambda name: self._choose_target(cast(str, name)))
        self._target_kind.chosen.connect(lambda kind: self.read_as(self._found_out, cast(Kind, kind)))
        self._find = TextField()
        self._find.setObjectName("columns-find")
        self._find.setAccessibleName("Find a column")
        self._find.setPlaceholderText("Find a column")
        self._find.setToolTip("Show the columns whose name holds this.")
        self._find.textChanged.connect(self._fill)
        self._note, self._error = QLabel(), error_note("columns-error")
        self._note.setProperty("role", "muted")
        self._note.setObjectName("columns-note")
        self._arrange()

    def _arrange(self) -> None:
        top = QGridLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._target, 0, 0)
        top.addWidget(self._target_kind, 0, 1)
        top.setColumnStretch(2, 1)
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, GRID_PX, 0)
        grid.setHorizontalSpacing(GRID_PX)
        grid.setVerticalSpacing(GRID_PX // 2)
        names = QGridLayout()
        names.setContentsMargins(0, GRID_PX // 2, GRID_PX, 0)
        names.setHorizontalSpacing(GRID_PX)
        for index, (text, width) in enumerate(
            (("Given to the network", NAME_PX), ("Kind", FIELD_PX), ("Scaling", FIELD_PX), ("Gaps", FIELD_PX))
        ):
            label = QLabel(text)
            label.setProperty("role", "muted")
            label.setFixedWidth(width)
            names.addWidget(label, 0, index)
        names.setColumnStretch(4, 1)
        self._grid = grid
        grid.setRowStretch(ROWS, 1)
        grid.setColumnStretch(4, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(held)
        held.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID_PX + 4, GRID_PX, 4, GRID_PX)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(top)
        column.addWidget(self._find)
        column.addLayout(names)
        column.addWidget(area)
        column.addWidget(self._note)
        column.addWidget(self._error)

    @property
    def _found_out(self) -> Column:
        return next(column for column in self._columns if column.role == "target")

    def show_columns(self, rows: StoredTable, columns: Sequence[Column]) -> None:
        """Show what the columns of these rows are for."""
        self._rows_of, self._columns = rows, tuple(columns)
        self._error.hide()
        target = self._found_out
        named = [column.name for column in self._columns[:MOST_TARGETS]]
        if target.name not in named:
            named.append(target.name)
        self._target.show_choice([Option(name, name, "") for name in named], target.name)
        self._target_kind.show_choice(KINDS, target.kind)
        self._find.setVisible(len(self._columns) > ROWS)
        if self.isVisible():
            self._fill()

    def open_below(self, button: QWidget) -> None:
        """Open under a button."""
        self._button = button
        self._find.clear()
        self._fill()
        count = min(ROWS, len(self._columns) - 1)
        height = HEAD_PX + ROW_PX * count + (FIND_PX if len(self._columns) > ROWS else 0)
        self.resize(WIDTH_PX, min(MOST_HEIGHT_PX, height))
        self.move(button.mapToGlobal(QPoint(0, button.height() + 2)))
        self.show()
        self._rows[0].is_used.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Under the pointer is what the popup has covered."""
        super().hideEvent(event)
        if self._button is not None:
            forget_hover(self._button)

    def _fill(self) -> None:
        wanted = self._find.text().strip().lower()
        found = [column for column in self._columns if column.role != "target" and wanted in column.name.lower()]
        while len(self._rows) < min(ROWS, len(found)):
            self._rows.append(_Row(self, self._grid, len(self._rows)))
        for place, row in enumerate(self._rows):
            row.show_column(found[place] if place < len(found) else None)
        hidden = len(found) - ROWS
        say(self._note, f"and {hidden:,} more: find them by name" if hidden > 0 else "")

    # Choosing --------------------------------------------------------------------------------------------------------

    def change(self, old: Column, new: Column) -> None:
        """Somebody wants this column otherwise."""
        if new.role != "ignored" and new.kind == "category" and not new.categories:
            self.read_as(new, "category")
        else:
            self.changed.emit(replace_column(self._columns, old.name, new))

    def read_as(self, column: Column, kind: Kind) -> None:
        """Somebody wants this column read so."""
        self._recast(column, kind, column.role)

    def _choose_target(self, name: str) -> None:
        column = next(one for one in self._columns if one.name == name)
        self._recast(column, column.kind, "target")

    def _recast(self, column: Column, kind: Kind, role: Role) -> None:
        """Read the column so and use it for this; why that cannot be is said here."""
        assert self._rows_of is not None
        try:
            found = recast(self._rows_of.frame.get_column(column.name), column, kind).replace(role=role)
        except UserError as error:
            self.show_columns(self._rows_of, self._columns)
            say(self._error, str(error))
        else:
            columns = choose_target(self._columns, column.name) if role == "target" else self._columns
            self.changed.emit(replace_column(columns, column.name, found))
