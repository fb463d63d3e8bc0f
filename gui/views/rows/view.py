"""The sheet of rows: which are shown, in what order, and what the network says to each, as of a moment of training."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from core.arrays import Indices
from core.data import build
from core.sheet import Answers, Sheet, Sorting, Wanted, write_rows
from core.sheet.sheet import Mask
from core.snapshot import Snapshot
from core.specs import Project
from core.table.splitting import VALIDATION
from gui.panels.form import ChoiceField, Option, note, without_label
from gui.panels.menu_button import MenuButton
from gui.sample import Sample, noun_of
from gui.text_field import TextField
from gui.theme import GRID_PX, Theme
from gui.views.asking import Asking
from gui.views.axes import number_text
from gui.views.figure import share_text
from gui.views.rows.finding import Found, Question, find
from gui.views.rows.table import RowsTable
from gui.views.rows.texts import ANSWER, ERROR, LEAD, PART, TARGET
from gui.views.title import quiet_button
from gui.views.view import View
from gui.worker import IsWanted, Worker

MANY = 200_000
"""Of more samples those in sight are answered first, and while training goes on only they."""
EACH_SECONDS = 0.3
"""While training runs fast, answers come no sooner after each other: what is read holds still."""
MOST_COPIED = 100_000
SHOW_PX = 116
NO_DATA = "No data yet.\nChoose a data set on the left to see its rows."
KEYS = {TARGET: "target", ANSWER: "answer", ERROR: "error", PART: "part"}


class RowsView(View):
    """Filter, search, table; a row that is chosen is the current sample, and the other way round."""

    chosen = Signal(str, int)
    """A person chose a sample: ("training" or "test", row)."""
    export_ready = Signal(object)
    """The rows that are shown, as they shall be written (a function that gives the text)."""
    told = Signal(str)
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
        self._make_controls()
        self._arrange()
        self._connect()
        self._show_having(False)

    # Building --------------------------------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self.show_field = without_label(ChoiceField("rows-show", "", "Which rows are shown.", SHOW_PX))
        self.show_field.box.setAccessibleName("Which rows are shown")
        self.search = TextField()
        self.search.setObjectName("rows-search")
        self.search.setAccessibleName("Find rows")
        self.search.setPlaceholderText("Find")
        self.search.setToolTip("Show the rows that hold this text in any column, or have this number.")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(100)
        self.wide = quiet_button("rows-wide", "Wider", "Give the rows more room, or give it back.")
        self.wide.setCheckable(True)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self._copy = self._act("copy", "Copy rows\tCtrl+C", "Copy the chosen rows, for a spreadsheet.")
        self._export = self._act("export", "Export CSV…", "Write the shown rows with their answers.")
        self._worst = self._act("worst", "Worst first", "Sort by how far off the answers are.")
        self._plain = self._act("plain", "In the order of the data", "Sort by number.")
        self._menu_button = MenuButton("rows-menu", "quiet", "Copy, export, sort.", self.menu)
        self._menu_button.setText("More")
        self._menu_button.setAccessibleName("More about the rows")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(200)

    def _arrange(self) -> None:
        top, line = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(GRID_PX // 2)
        top.addWidget(self.show_field)
        top.addWidget(self.search, 1)
        top.addWidget(self.wide)
        top.addWidget(self._menu_button)
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
        column.addLayout(top)
        column.addLayout(line)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.table.walked.connect(self._on_walked)
        self.table.sort_wanted.connect(self._on_sort)
        self.table.copy_wanted.connect(self.copy_rows)
        self.table.scrolled.connect(self._on_scrolled)
        self.show_field.chosen.connect(lambda value: self._want(self._wanted._replace(show=value)))
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(lambda: self._want(self._wanted._replace(text=self.search.text())))
        self.wide.toggled.connect(self.wide_wanted)
        self.wide.toggled.connect(lambda is_wide: self.wide.setText("Narrower" if is_wide else "Wider"))
        self._copy.triggered.connect(self.copy_rows)
        self._export.triggered.connect(self._export_rows)
        self._worst.triggered.connect(lambda: self._want_sorting(Sorting("error", is_descending=True)))
        self._plain.triggered.connect(lambda: self._want_sorting(Sorting()))

    def _act(self, name: str, text: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"rows-{name}")
        action.setToolTip(tip)
        self.menu.addAction(action)
        return action

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
        self.search.clear()
        self._typing.stop()
        self.table.names.show_sorting(-1, False)

    def _show_having(self, has_data: bool) -> None:
        self._nothing.setVisible(not has_data)
        for widget in (self.show_field, self.search, self.wide, self._menu_button, self.table, self._counted):
            widget.setVisible(has_data)
        self._judged.setVisible(has_data)
        if not has_data:
            self.table.rows.clear()

    def _show_choice(self, sheet: Sheet) -> None:
        nouns = f"{'rows' if self.project is None else noun_of(self.project) + 's'}"
        options = [Option("all", f"All {nouns}", ""), Option("training", "Training", "What the network learns from.")]
        if (sheet.parts == VALIDATION).any():
            options.append(Option("validation", "Validation", "What is kept aside, to watch while tuning."))
        if sheet.dataset.x_test is not None:
            options.append(Option("test", "Test", "What is never trained on."))
        if sheet.dataset.task != "regression":
            options.append(Option("wrong", "Wrong", "What the network gets wrong."))
        if self._wanted.show not in [option.value for option in options]:
            self._wanted = self._wanted._replace(show="all")
        self.show_field.show_choice(options, self._wanted.show)

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
        is_new = self._ordered is None or self._ordered[0] != self._wanted
        # While training goes on the rows stay where they are, under the pointer.
        is_moved = self._wanted.needs_answers and not is_playing and (is_new or self._ordered[1] is not snapshot)  # type: ignore[index]
        wanted = self._wanted if is_new or is_moved else None
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
                self._show_choice(found.sheet)
            self.table.verticalScrollBar().setValue(0 if was_asked else at)
        self._sheet = found.sheet
        rows.show_answers(found.answers, found.is_share)
        self._show_sums(found)
        if found.order is not None:
            self._show_current(is_brought_up=is_new_sheet)
        self._seen_of = snapshot
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
        samples = sheet.samples[order]
        samples = samples[samples >= 0]
        self._judged.setText(_judged(answers, samples))

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
        key = "number" if column < 0 else KEYS.get(column, "column")
        own = max(0, column - len(LEAD)) if key == "column" else 0
        if key == "column" and self.table.rows.has_pictures:
            return
        last = self._wanted.sorting
        is_same = (last.key, last.column) == (key, own)
        # Of errors the worst are wanted first.
        is_descending = not last.is_descending if is_same else key == "error"
        self._want_sorting(Sorting(key, is_descending, own))  # type: ignore[arg-type]

    def _want_sorting(self, sorting: Sorting) -> None:
        column = {"number": -1, "target": TARGET, "answer": ANSWER, "error": ERROR, "part": PART}.get(
            sorting.key, sorting.column + len(LEAD)
        )
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
            self.told.emit("No row is chosen: click one, or press Ctrl+A.")
        elif len(chosen) > MOST_COPIED:
            self.told.emit(f"{len(chosen):,} rows are too many to copy: export them.")
        else:
            answers = rows.answers if rows.answers is not None and rows.answers.known is None else None
            QGuiApplication.clipboard().setText(write_rows(sheet, answers, chosen, "\t"))
            self.told.emit(f"Copied {len(chosen):,} row{'' if len(chosen) == 1 else 's'}.")

    def _export_rows(self) -> None:
        project, sheet, snapshot, order = self.project, self._sheet, self.snapshot, self.table.rows.order
        if project is None or sheet is None:
            return
        question = Question(project, sheet, snapshot, None, order, None)

        def write(is_wanted: IsWanted) -> Callable[[], str] | None:
            found = find(question, is_wanted)
            return None if found is None else partial(str, write_rows(sheet, found.answers, order))

        self._worker.ask(self._export, write, self.export_ready.emit)


def _judged(answers: Answers, samples: Indices) -> str:
    """How good these answers are: "3 wrong (2.0 %)", "root mean squared error 4.1"."""
    if not len(samples):
        return ""
    if answers.wrong is None:
        with np.errstate(all="ignore"):
            error = float(np.sqrt(np.mean(np.square(answers.errors[samples], dtype=np.float64))))
        return f"root mean squared error {number_text(error)}"
    wrong: Mask = answers.wrong[samples]
    count = int(np.count_nonzero(wrong))
    return f"{count:,} wrong ({share_text(count, len(samples))})" if count else "none wrong"
