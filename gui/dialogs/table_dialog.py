"""The dialog that opens a table: how it is read, what its columns are for, how its rows are split."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
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
from core.specs import Project
from core.table import Column, Split
from core.table.columns import Kind, Role
from core.table.formats import Format
from core.table.sources import Source
from core.table.wishes import Settled
from core.wording import counted
from gui.dialogs.table.column_form import ColumnForm
from gui.dialogs.table.columns import ColumnList
from gui.dialogs.table.draft import Draft
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


class TableDialog(QDialog):
    """Reads a source and asks what to make of it; once accepted, `recipe` is what was chosen, with its samples made.

    quick, slow  two workers: a person goes on choosing while the whole table is being read
    is_untouched whether the network that stands there is nobody's work yet, so that a fitting one may take its place
    present      the table that the network has learned; with other columns a fitting network is proposed, too
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
        present: Table | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("table-dialog")
        self.setWindowTitle(f"Open table: {name}")
        self._reading = TableReading(source, name, quick, slow, self)
        self._draft = Draft(name, plain_for)
        self._present = present
        self._is_accepted = False
        """Whether a person has said yes."""
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
            "fit: so it begins where the network is somebody's own work, unless that has learned other columns.",
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
        self._draft.begin_anew()
        self._show_doing("Reading…")
        self._reading.look(form)
        self._refresh()

    def _on_gaps_wanted(self, name: str) -> None:
        form = self._options.form
        self._on_format(replace(form, as_gaps=(*form.as_gaps, name)))

    def _on_selected(self, names: tuple[str, ...]) -> None:
        if self._draft.settled is not None:
            self._form.show_columns(self._draft.settled, names)
            self._grid.show_chosen(names[0] if names else None)

    def _on_role(self, name: str, role: Role) -> None:
        self._wish((name,), role=role)

    def _toggle(self) -> None:
        """What is selected is taken in, or left out where it is in."""
        if self._draft.settled is not None and self._list.names:
            names, role = self._draft.toggled(self._list.names)
            self._wish(names, role=role)

    def _on_task(self, kind: Kind) -> None:
        target = None if self._draft.settled is None else self._draft.settled.target
        if target is not None:
            self._wish((target.name,), kind=kind)

    def _wish(self, names: tuple[str, ...], **changes: object) -> None:
        self._draft.wish(names, **changes)
        self._settle()

    def _settle(self) -> None:
        draft = self._draft
        if draft.choosing is not None:
            draft.unsettle()
            self._reading.settle(draft.choosing, draft.wishes, draft.has_all_rows)
            self._show_possible()

    def _on_split(self, split: Split) -> None:
        self._draft.choose_split(split)
        self._show_split()
        self._show_possible()

    # Reading -----------------------------------------------------------------------------------------------------

    def _on_looked(self, looked: Looked) -> None:
        self._options.show_format(looked.form, looked.sheets)
        self._options.show_notes(looked.preview.notes)
        self._options.show_error("")
        self._show_readable(True)
        rows = counted(looked.preview.about_rows, "row")
        self._size.setText(rows if looked.preview.rows is not None else f"about {rows}")
        self._grid.show_frame(looked.preview.frame)
        self._draft.take_first(looked)
        self._settle()

    def _on_refused(self, error: UserError, form: Format | None) -> None:
        self._is_accepted = False
        if form is not None:
            self._options.show_format(form, ())
        self._options.show_error(str(error))
        self._show_readable(self._draft.settled is not None)
        self._show_doing("")
        # What the first rows have shown stays on screen, but there is nothing that could be opened.
        self._draft.begin_anew()
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
        self._draft.take_all(whole)
        self._size.setText(counted(whole.choosing.frame.height, "row"))
        self._settle()

    def _on_settled(self, settled: Settled, is_whole: bool) -> None:
        if self._present is not None and _names(settled.columns) != _names(self._present.columns):
            blocker = QSignalBlocker(self._fresh)
            self._fresh.setChecked(True)
            blocker.unblock()
        self._present = None  # proposed once: from now on it is a person's choice
        self._draft.take_settled(settled, is_whole, self.starts_afresh)
        if is_whole and not self._is_accepted:
            self._show_doing("")
        self._refresh()
        if self._is_accepted:
            self._go_on()

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
        if not (self._draft.is_whole and self._draft.has_all_rows):
            return  # the rest is still to come
        recipe = self._draft.recipe()
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

    def _refresh(self) -> None:
        """Show all that was chosen and found."""
        draft, settled = self._draft, self._draft.settled
        self._body.setEnabled(not self._is_accepted)
        for part in (self._form, self._target):
            part.setVisible(settled is not None)  # they speak of columns
        if settled is not None:
            self._list.show_columns(settled, draft.dtypes)
            self._form.show_columns(settled, self._list.names)
            self._grid.show_columns(settled.columns)
            self._target.show_target(settled)
            self._summary.setText(summary(settled, draft.is_whole, draft.about_rows))
        self._show_split()
        self._show_possible()

    def _show_split(self) -> None:
        """How rows are split, and how many each part has."""
        self._split_form.show_split(self._draft.split, self._draft.columns)
        say(self._parts, self._draft.parts_text)

    def _show_possible(self) -> None:
        """Whether the table can be opened as it is chosen now, and why not."""
        recipe = self._draft.recipe()
        is_there = self._draft.choosing is not None and self._draft.settled is not None
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


def _names(columns: Sequence[Column]) -> set[str]:
    return {column.name for column in columns}
