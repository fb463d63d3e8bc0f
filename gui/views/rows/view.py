"""The sheet of rows: which are shown, in what order, and what the network says to each, as of a moment of training."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.data import build
from core.sheet import Sheet, Sorting, Wanted, write_rows
from core.sheet.ordering import Key
from core.snapshot import Snapshot
from core.specs import Project
from core.wording import counted
from gui.panels.form import note
from gui.session.sample import Sample, noun_of
from gui.session.worker import IsWanted, Worker
from gui.theme import GRID_PX, Theme
from gui.views.asking import Asking
from gui.views.rows.bar import RowsBar
from gui.views.rows.finding import Found, Question, find
from gui.views.rows.table import RowsTable
from gui.views.rows.texts import ANSWER, ERROR, LEAD, PART, TARGET, judged_text
from gui.views.view import View

MANY = 200_000
"""Of more samples those in sight are answered first, and while training goes on only they."""
EACH_SECONDS = 0.3
"""While training runs fast, answers come no sooner after each other: what is read holds still."""
MOST_COPIED = 100_000
NO_DATA = "No data yet.\nChoose a data set on the left to see its rows."
KEYS: dict[int, Key] = {TARGET: "target", ANSWER: "answer", ERROR: "error", PART: "part"}
"""By what a click on one of the first columns sorts."""


class RowsView(View):
    """Filter, search, table; a row that is chosen is the current sample, and the other way round."""

    chosen = Signal(str, int)
    """A person chose a sample: ("training" or "test", row)."""
    export_ready = Signal(object)
    """The rows that are shown, as they shall be written (a function that gives the text)."""
    noticed = Signal(str)
    """Something worth a line, such as how many rows were copied."""
    wide_wanted = Signal(bool)
    """The page should have more room, or as much as the others."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rows-view")
        self._worker, self._asking = worker, Asking(worker, self._catch_up, EACH_SECONDS)
        self._sheet: Sheet | None = None
        self._key: tuple[object, ...] = ()
        self._sample: Sample | None = None
        self._wanted = Wanted()
        self._ordered: tuple[Wanted, Snapshot | None] | None = None
        """What the order on screen was asked for, and at which moment."""
        self._seen_of: Snapshot | None = None
        """The moment of which those in sight have their answers."""
        self.table = RowsTable()
        self._nothing = note("rows-nothing", NO_DATA)
        self._counted, self._judged = QLabel(), QLabel()
        self.bar = RowsBar()
        self._arrange()
        self._connect()
        self._show_having(False)

    # Building --------------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        line = QHBoxLayout()
        for label, name in ((self._counted, "rows-counted"), (self._judged, "rows-judged")):
            label.setObjectName(name)
            label.setProperty("role", "muted")
        line.addWidget(self._counted)
        line.addStretch(1)
        line.addWidget(self._judged)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.bar)
        column.addLayout(line)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.table.walked.connect(self._on_walked)
        self.table.sort_wanted.connect(self._on_sort)
        self.table.copy_wanted.connect(self.copy_rows)
        self.table.scrolled.connect(self._on_scrolled)
        bar = self.bar
        bar.show_wanted.connect(lambda shown: self._want(self._wanted._replace(show=shown)))
        bar.searched.connect(lambda text: self._want(self._wanted._replace(text=text)))
        bar.wide_wanted.connect(self.wide_wanted)
        bar.copy_wanted.connect(self.copy_rows)
        bar.export_wanted.connect(self._export_rows)
        bar.worst_wanted.connect(lambda: self._want_sorting(Sorting("error", is_descending=True)))
        bar.plain_wanted.connect(lambda: self._want_sorting(Sorting()))

    # What there is ---------------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Show its data; other data, another split of them or another seed make another sheet."""
        key = (project.data, project.validation_share, project.seed)
        if key != self._key:
            is_other = not self._key or type(self._key[0]) is not type(project.data)
            self._key, self._sheet, self._ordered = key, None, None
            self._asking.forget()
            if is_other:
                self._forget_wishes()
            self._show_having(project.data is not None)
        super().show_project(project)
        self._catch_up()

    def show_sample(self, sample: Sample | None) -> None:
        """The current sample is chosen here, too."""
        self._sample = sample
        if self.isVisible():
            self._show_current()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for an answer; whoever comes back sees the newest moment."""
        super().hideEvent(event)
        self._asking.forget()
        self._worker.give_up(self)
        self._is_behind = True

    def _forget_wishes(self) -> None:
        self._wanted = Wanted()
        self.bar.forget()
        self.table.names.show_sorting(-1, False)

    def _show_having(self, has_data: bool) -> None:
        self._nothing.setVisible(not has_data)
        for widget in (self.bar, self.table, self._counted, self._judged):
            widget.setVisible(has_data)
        if not has_data:
            self.table.rows.clear()

    # A moment --------------------------------------------------------------------------------------------------------

    def _catch_up(self) -> None:
        self._is_behind = not self.isVisible()
        if not self._is_behind:
            self._ask()

    def _draw_theme(self, theme: Theme) -> None:
        self.table.show_theme(theme)

    def _ask(self) -> None:
        project, snapshot = self.project, self.snapshot
        if project is None or project.data is None:
            return
        is_playing = snapshot is not None and snapshot.is_playing
        wanted: Wanted | None = self._wanted
        if self._ordered is not None and self._ordered[0] == wanted:
            # While training goes on the rows stay where they are, under the pointer.
            is_moved = self._wanted.needs_answers and not is_playing and self._ordered[1] is not snapshot
            wanted = self._wanted if is_moved else None
        needs_all = wanted is not None and wanted.needs_answers
        sheet = self._sheet
        dataset = build(project.data)
        is_many = len(dataset.x) + (0 if dataset.x_test is None else len(dataset.x_test)) > MANY
        is_whole = needs_all or not is_many or (not is_playing and self._seen_of is snapshot)
        seen = None if is_whole else self.table.seen
        question = Question(project, sheet, snapshot, wanted, self.table.rows.order, seen)
        about = (self._key, wanted, is_whole)

        def answered(found: Found) -> None:
            self._on_found(found, wanted, snapshot, is_whole)

        def look(is_wanted: IsWanted) -> Found | None:
            return find(question, is_wanted)

        if snapshot is None:
            self._worker.ask(self, look, answered)
        else:
            self._asking.ask(snapshot, about, float("inf"), look, answered)

    def _on_found(self, found: Found, wanted: Wanted | None, snapshot: Snapshot | None, is_whole: bool) -> None:
        project, rows = self.project, self.table.rows
        if project is None:
            return
        is_new_sheet = found.sheet is not rows.sheet
        if found.order is not None and wanted is not None:
            was_asked = self._ordered is None or self._ordered[0] != wanted
            self._ordered = (wanted, snapshot)
            at = self.table.verticalScrollBar().value()
            rows.show_rows(project, found.sheet, found.order)
            if is_new_sheet:
                self.table.settle_sizes()
                shown = self.bar.show_sheet(found.sheet, noun_of(project), self._wanted.show)
                self._wanted = self._wanted._replace(show=shown)
            self.table.verticalScrollBar().setValue(0 if was_asked else at)
        self._sheet = found.sheet
        rows.show_answers(found.answers, found.is_share)
        self._show_sums(found)
        if found.order is not None:
            self._show_current(is_brought_up=is_new_sheet)
        self._seen_of = snapshot
        if is_new_sheet:
            self._asking.rest_no_more()  # how long a sheet takes is no measure of how often its answers can come
        if not is_whole and snapshot is not None and not snapshot.is_playing:
            self._catch_up()  # now the others

    def _show_sums(self, found: Found) -> None:
        sheet, answers, order = found.sheet, found.answers, self.table.rows.order
        noun = "row" if self.project is None else noun_of(self.project)
        shown, total = len(order), sheet.count
        many = f"{noun}{'' if total == 1 else 's'}"
        self._counted.setText(f"{total:,} {many}" if shown == total else f"{shown:,} of {total:,} {many}")
        if answers is None or answers.known is not None:
            self._judged.setText("")
            return
        order = order[sheet.samples[order] >= 0]
        self._judged.setText(judged_text(answers, sheet.samples[order], sheet.parts[order].astype(np.intp)))

    # Choosing --------------------------------------------------------------------------------------------------------

    def _show_current(self, is_brought_up: bool = True) -> None:
        """Stand on the current sample, where it is one of the rows."""
        sample = self._sample
        row = None if sample is None else sample.row
        position = None if row is None else self.table.rows.position_of(*row)
        bar = self.table.verticalScrollBar()
        at = bar.value()
        self.table.choose(position)
        if not is_brought_up:
            bar.setValue(at)

    def _on_walked(self, position: int) -> None:
        found = self.table.rows.sample_at(position)
        if self._sheet is not self.table.rows.sheet:
            return  # rows of other data, that will be gone in a moment
        if found is not None and (self._sample is None or self._sample.row != found):
            self.chosen.emit(*found)

    def _on_scrolled(self) -> None:
        answers = self.table.rows.answers
        if answers is not None and answers.known is not None:
            self._seen_of = None
            self._asking.forget()
            self._catch_up()

    # Order -----------------------------------------------------------------------------------------------------------

    def _on_sort(self, column: int) -> None:
        key: Key = "number" if column < 0 else KEYS.get(column, "column")
        own = max(0, column - len(LEAD)) if key == "column" else 0
        if key == "column" and self.table.rows.has_pictures:
            return
        last = self._wanted.sorting
        is_same = (last.key, last.column) == (key, own)
        # Of errors the worst are wanted first.
        is_descending = not last.is_descending if is_same else key == "error"
        self._want_sorting(Sorting(key, is_descending, own))

    def _want_sorting(self, sorting: Sorting) -> None:
        of_key = {key: column for column, key in KEYS.items()} | {"number": -1}
        column = of_key.get(sorting.key, sorting.column + len(LEAD))
        self.table.names.show_sorting(column, sorting.is_descending)
        self._ordered = None  # asked for again: by the answers of now
        self._want(self._wanted._replace(sorting=sorting))

    def _want(self, wanted: Wanted) -> None:
        if wanted != self._wanted or self._ordered is None:
            self._wanted = wanted
            self._asking.forget()
            self._catch_up()

    # Taking away -----------------------------------------------------------------------------------------------------

    def copy_rows(self) -> None:
        """Copy the chosen rows for a spreadsheet: with tabs, and the names above."""
        rows, sheet = self.table.rows, self.table.rows.sheet
        chosen = rows.order[self.table.chosen_rows()]
        if sheet is None or not len(chosen):
            self.noticed.emit("No row is chosen: click one, or press Ctrl+A.")
        elif len(chosen) > MOST_COPIED:
            self.noticed.emit(f"{len(chosen):,} rows are too many to copy: export them.")
        else:
            answers = rows.answers if rows.answers is not None and rows.answers.known is None else None
            QGuiApplication.clipboard().setText(write_rows(sheet, answers, chosen, "\t"))
            self.noticed.emit(f"Copied {counted(len(chosen), 'row')}.")

    def _export_rows(self) -> None:
        project, sheet, snapshot, order = self.project, self._sheet, self.snapshot, self.table.rows.order
        if project is None or sheet is None:
            return
        question = Question(project, sheet, snapshot, None, order, None)

        def write(is_wanted: IsWanted) -> Callable[[], str] | None:
            found = find(question, is_wanted)
            return None if found is None else partial(str, write_rows(sheet, found.answers, order))

        self._worker.ask(self.bar, write, self.export_ready.emit)
