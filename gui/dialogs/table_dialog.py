"""The dialog that opens a table: how it is read, what its columns are for, how its rows are split."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.data import Table
from core.errors import UserError
from core.fresh_start import fitting_start
from core.plain_numbers import fits, unscaled
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.table.columns import Kind, Role
from core.table.formats import Format
from core.table.sources import Source
from core.table.wishes import Choosing, Settled, Wishes, wish
from core.wording import counted
from gui.dialogs.table.column_form import ColumnForm
from gui.dialogs.table.columns import ColumnList
from gui.dialogs.table.grid import PreviewGrid
from gui.dialogs.table.options import ReadingOptions
from gui.dialogs.table.reading import Looked, TableReading, Whole
from gui.dialogs.table.target import TargetStrip
from gui.dialogs.table.words import summary
from gui.panels.check_box import CheckBox
from gui.panels.form import error_note, hairline, heading, note, say
from gui.panels.split_form import SplitForm
from gui.session.worker import Worker
from gui.theme import GRID_PX, Theme

WIDTH_PX, HEIGHT_PX = 1120, 672
LIST_PX = 336
SPLIT = Split(validation=15.0, test=15.0)
ALL_TRAIN = Split(validation=0.0, test=0.0)
FEW_ROWS = 10
"""Of fewer rows none can be spared for a test that would say anything, as in a truth table."""
NOWHERE = StoredTable("")
"""Stands for the rows while they are being read."""


class TableDialog(QDialog):
    """Reads a source and asks what to make of it; once accepted, `recipe` is what was chosen, with its samples made.

    quick, slow  two workers: a person goes on choosing while the whole table is being read
    is_untouched whether the network that stands there is nobody's work yet, so that a fitting one may take its place
    plain_for    whose network takes numbers as they stand: a table that fits it is not scaled, unless somebody wants it
    """

    def __init__(
        self,
        source: Source,
        name: str,
        quick: Worker,
        slow: Worker,
        theme: Theme,
        is_untouched: bool,
        parent: QWidget,
        plain_for: Project | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("table-dialog")
        self.setWindowTitle(f"Open table: {name}")
        self._name, self._plain_for = name, plain_for
        self._reading = TableReading(source, name, quick, slow, self)
        self._choosing: Choosing | None = None
        self._table: StoredTable | None = None
        self._about_rows = 0
        self._wishes: Wishes = {}
        self._split = SPLIT
        self._has_split = False
        """Whether a person has chosen how rows are split."""
        self._settled: Settled | None = None
        self._is_whole = self._is_accepted = False
        """Whether `_settled` is of the whole table; whether a person has said yes."""
        self.recipe: Table | None = None

        self._title, self._size = heading(name), note("table-size")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._options = ReadingOptions()
        self._list, self._form = ColumnList(theme), ColumnForm()
        self._grid, self._target = PreviewGrid(theme), TargetStrip(theme)
        self._split_form = SplitForm("table-", is_wide=True)
        self._parts = note("table-parts")
        self._parts.setWordWrap(False)
        self._fresh = CheckBox(
            "table-fresh",
            "Start with a network for this table",
            "One hidden layer made for this table. Otherwise the hidden layers stay, and only both ends are made to "
            "fit: so it begins where the network is somebody's own work.",
        )
        self._fresh.setChecked(is_untouched)
        self._summary = QLabel()
        self._summary.setObjectName("table-summary")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._error = error_note("table-error")
        self._progress = QProgressBar()
        self._progress.setObjectName("table-progress")
        self._progress.setAccessibleName("How much of the table is read")
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        self._progress.setFixedWidth(120)
        self._doing = note("table-doing")
        self._doing.setWordWrap(False)
        self._open = QPushButton("Open")
        self._open.setObjectName("table-open")
        self._open.setProperty("role", "primary")
        self._open.setToolTip("Make these columns the project's data. Undo brings back what was there.")
        self._open.setDefault(True)
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName("table-cancel")
        self._cancel.setToolTip("Leave everything as it is (Esc).")
        self._arrange()
        self._connect()
        self._show_doing("Reading…")
        self._refresh()
        self.resize(WIDTH_PX, HEIGHT_PX)
        self._list.list.setFocus()
        self._reading.look(None)

    @property
    def starts_afresh(self) -> bool:
        """Whether the network is to be one made for this table."""
        return self._fresh.isChecked()

    # Arranging ---------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self._body = QWidget()
        titles = QHBoxLayout()
        titles.setSpacing(GRID_PX)
        titles.addWidget(self._title)
        self._size.setWordWrap(False)
        titles.addWidget(self._size)
        titles.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(GRID_PX)
        left.addWidget(self._list, 1)
        left.addWidget(hairline())
        left.addWidget(self._form)
        side = QWidget()
        side.setFixedWidth(LIST_PX)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setObjectName("table-frame")
        within = QVBoxLayout(frame)
        within.setContentsMargins(1, 1, 1, 1)
        within.addWidget(self._grid)
        right = QVBoxLayout()
        right.setSpacing(GRID_PX)
        right.addWidget(frame, 1)
        right.addWidget(self._target)
        self._middle = QWidget()
        middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(2 * GRID_PX)
        middle.addWidget(side)
        middle.addLayout(right, 1)
        self._nothing = QWidget()
        """Keeps the place of a table that cannot be read."""
        self._nothing.hide()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GRID_PX + 4)
        body.addLayout(titles)
        body.addWidget(self._options)
        body.addWidget(self._middle, 1)
        body.addWidget(self._nothing, 1)
        body.addWidget(self._split_form)
        below = QHBoxLayout()
        below.addWidget(self._fresh)
        below.addStretch(1)
        below.addWidget(self._parts)
        body.addLayout(below)
        last = QHBoxLayout()
        last.setSpacing(GRID_PX)
        last.addWidget(self._summary)
        last.addStretch(1)
        for part in (self._doing, self._progress, self._cancel, self._open):
            last.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        whole.setSpacing(GRID_PX + 4)
        whole.addWidget(self._body, 1)
        whole.addWidget(hairline())
        whole.addWidget(self._error)
        whole.addLayout(last)

    def _connect(self) -> None:
        reading = self._reading
        reading.looked.connect(self._on_looked)
        reading.refused.connect(self._on_refused)
        reading.told.connect(self._on_told)
        reading.read.connect(self._on_read)
        reading.settled.connect(self._on_settled)
        reading.built.connect(self._on_built)
        self._options.changed.connect(self._on_format)
        self._list.selected.connect(self._on_selected)
        self._list.toggled.connect(self._toggle)
        self._form.changed.connect(lambda field, value: self._wish(self._list.names, **{field: value}))
        self._form.gaps_wanted.connect(self._on_gaps_wanted)
        self._grid.role_chosen.connect(self._on_role)
        self._grid.column_clicked.connect(lambda name: self._list.select((name,)))
        self._target.kind_chosen.connect(self._on_task)
        self._split_form.changed.connect(self._on_split)
        self._fresh.toggled.connect(self._settle)
        self._open.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.reject)

    # Choosing ----------------------------------------------------------------------------------------------------

    def _on_format(self, form: Format) -> None:
        self._choosing = self._table = None
        self._is_whole = False
        self._show_doing("Reading…")
        self._reading.look(form)
        self._refresh()

    def _on_gaps_wanted(self, name: str) -> None:
        form = self._options.form
        self._on_format(replace(form, as_gaps=(*form.as_gaps, name)))

    def _on_selected(self, names: tuple[str, ...]) -> None:
        if self._settled is not None:
            self._form.show_columns(self._settled, names)
            self._grid.show_chosen(names[0] if names else None)

    def _on_role(self, name: str, role: Role) -> None:
        self._wish((name,), role=role)

    def _toggle(self) -> None:
        """What is selected is taken in, or left out where it is in."""
        if self._settled is None or not self._list.names:
            return
        by_name = {column.name: column for column in self._settled.columns}
        is_out = by_name[self._list.names[0]].role == "ignored"
        names = tuple(name for name in self._list.names if by_name[name].role != "target")
        self._wish(names, role="feature" if is_out else "ignored")

    def _on_task(self, kind: Kind) -> None:
        target = None if self._settled is None else self._settled.target
        if target is not None:
            self._wish((target.name,), kind=kind)

    def _wish(self, names: tuple[str, ...], **changes: object) -> None:
        self._wishes = wish(self._wishes, names, **changes)
        self._settle()

    def _settle(self) -> None:
        if self._choosing is not None:
            self._is_whole = False
            self._reading.settle(self._choosing, self._wishes, self._table is not None)
            self._show_possible()

    def _on_split(self, split: Split) -> None:
        self._split, self._has_split = split, True
        self._show_parts()
        self._split_form.show_split(split, self._columns)
        self._show_possible()

    # Reading -----------------------------------------------------------------------------------------------------

    def _on_looked(self, looked: Looked) -> None:
        self._options.show_format(looked.form, looked.sheets)
        self._options.show_notes(looked.preview.notes)
        self._options.show_error("")
        self._show_readable(True)
        self._about_rows = looked.preview.about_rows
        rows = counted(self._about_rows, "row")
        self._size.setText(rows if looked.preview.rows is not None else f"about {rows}")
        self._grid.show_frame(looked.preview.frame)
        self._choosing = looked.choosing
        self._settle()

    def _on_refused(self, error: UserError, form: Format | None) -> None:
        self._is_accepted = False
        if form is not None:
            self._options.show_format(form, ())
        self._options.show_error(str(error))
        self._show_readable(self._settled is not None)
        self._show_doing("")
        # What the first rows have shown stays on screen, but there is nothing that could be opened.
        self._choosing = self._table = None
        self._is_whole = False
        self._refresh()

    def _show_readable(self, is_readable: bool) -> None:
        """Where nothing could be read there is nothing to choose but how to read it."""
        self._middle.setVisible(is_readable)
        self._nothing.setVisible(not is_readable)
        self._split_form.setVisible(is_readable)
        self._fresh.setVisible(is_readable)

    def _on_told(self, share: float) -> None:
        self._progress.setValue(round(1000 * share))

    def _on_read(self, whole: Whole) -> None:
        self._table, self._choosing = whole.table, whole.choosing
        self._size.setText(counted(whole.choosing.frame.height, "row"))
        self._settle()

    def _on_settled(self, settled: Settled, is_whole: bool) -> None:
        self._settled, self._is_whole = self._for_plain_network(settled), is_whole
        if is_whole and not self._is_accepted:
            self._show_doing("")
        self._refresh()
        if self._is_accepted:
            self._go_on()

    def _for_plain_network(self, settled: Settled) -> Settled:
        """The columns unscaled, where the network stays and takes them so; but as a person wants a column."""
        if self._plain_for is None or self.starts_afresh:
            return settled
        try:
            table = Table(NOWHERE, settled.columns)
        except UserError:  # no target yet: nothing could be opened so
            return settled
        if not fits(self._plain_for, table):
            return settled
        is_wanted = {name for name, wish in self._wishes.items() if wish.scaling is not None}
        pairs = zip(settled.columns, unscaled(table).columns, strict=True)
        return replace(settled, columns=tuple(own if own.name in is_wanted else plain for own, plain in pairs))

    def _on_built(self, found: Table | UserError) -> None:
        if isinstance(found, UserError):
            self._is_accepted = False
            self._show_doing("")
            self._refresh()
            self._show_error(str(found))
        else:
            self.recipe = found
            super().accept()

    # Ending ------------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Read the table to its end, make its samples, then close; where that fails, say why and stay."""
        if self._is_accepted or not self._open.isEnabled():
            return
        self._is_accepted = True
        self._refresh()
        self._go_on()

    def _go_on(self) -> None:
        if not (self._is_whole and self._table is not None):
            return  # the rest is still to come
        recipe = self._possible()
        if isinstance(recipe, Table):
            self._show_doing("Preparing the rows…")
            self._reading.build(recipe)
        else:  # what the whole table has come to cannot be
            self._is_accepted = False
            self._refresh()

    def done(self, result: int) -> None:
        """Nothing goes on once it is closed."""
        self._reading.give_up()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, else it opens the table."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    # Showing -----------------------------------------------------------------------------------------------------

    @property
    def _columns(self) -> tuple[Column, ...]:
        return () if self._settled is None else self._settled.columns

    def _possible(self) -> Table | UserError:
        """The recipe as it is chosen now, or why there can be none."""
        try:
            return Table(self._table or NOWHERE, self._columns, self._split, self._name)
        except UserError as error:
            return error

    def _refresh(self) -> None:
        """Show all that was chosen and found."""
        settled = self._settled
        self._body.setEnabled(not self._is_accepted)
        for part in (self._form, self._target):
            part.setVisible(settled is not None)  # they speak of columns
        if settled is not None:
            dtypes = {} if self._choosing is None else _dtypes(self._choosing)
            self._list.show_columns(settled, dtypes)
            self._form.show_columns(settled, self._list.names)
            self._grid.show_columns(settled.columns)
            self._target.show_target(settled)
            self._summary.setText(summary(settled, self._is_whole, self._about_rows))
            if not self._has_split:
                self._split = ALL_TRAIN if self._rows < FEW_ROWS else SPLIT
            self._split = _fitting(self._split, settled.columns)
            self._show_parts()
        self._split_form.show_split(self._split, self._columns)
        self._show_possible()

    @property
    def _rows(self) -> int:
        """How many rows there are, as far as that is known."""
        return self._about_rows if self._table is None or self._choosing is None else self._choosing.frame.height

    def _show_parts(self) -> None:
        """How many rows each part of the split has."""
        split, rows = self._split, self._rows
        if split.kind == "column" or self._settled is None:
            say(self._parts, "")
        elif not split.validation and not split.test:
            say(self._parts, f"{'So few rows' if rows < FEW_ROWS else 'All rows'} train; none tests.")
        else:
            validation, test = (round(rows * share / 100.0) for share in (split.validation, split.test))
            say(self._parts, f"about {rows - validation - test:,} train, {validation:,} are watched, {test:,} test")

    def _show_possible(self) -> None:
        """Whether the table can be opened as it is chosen now, and why not."""
        recipe = self._possible()
        is_there = self._choosing is not None and self._settled is not None
        self._show_error(str(recipe) if is_there and isinstance(recipe, UserError) else "")
        self._open.setEnabled(is_there and isinstance(recipe, Table) and not self._is_accepted)
        widths = ""
        if isinstance(recipe, Table):
            widths = " → ".join(f"{width:,}" for width in fitting_start(recipe, 1).network.widths)
        self._fresh.setText(f"Start with a network for this table{f' ({widths})' if widths else ''}")

    def _show_error(self, text: str) -> None:
        say(self._error, text)

    def _show_doing(self, text: str) -> None:
        """What is going on; nothing: it is all there."""
        say(self._doing, text)
        self._progress.setVisible(text == "Reading…")
        self._progress.setValue(0)


def _dtypes(choosing: Choosing) -> dict[str, str]:
    return {name: str(kind) for name, kind in choosing.frame.schema.items()}


def _fitting(split: Split, columns: tuple[Column, ...]) -> Split:
    """The split, unless it goes by a column that is no longer there."""
    names = {column.name for column in columns}
    return split if split.column is None or split.column in names else split.replace(kind="random", column=None)
