"""The page of runs: those that are kept and how they compare, and the same training from several seeds."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.run_table import csv_text
from core.snapshot import Snapshot
from core.specs import Project
from gui.panels.form import hairline, heading, note
from gui.panels.page import Page
from gui.panels.repeat import RepeatPanel
from gui.panels.run_list import RunList
from gui.saving.files import Files
from gui.session.session import Session
from gui.theme import GRID_PX, HEAD_PX, HEAD_TOP_PX, Theme
from gui.views.comparison import NOW, ComparisonView
from gui.views.run_table import RunTable

EMPTY = "Keep the training as it stands, try other settings, and see both curves in one picture."
KEEP_TIP = (
    "Keep curve, weights and settings as they are now. Reset and New weights keep what they leave by themselves. Runs "
    "are saved with the project."
)
NOTHING_TIP = "There is nothing to keep before the first training step."


class RunsPage(Page):
    """From top to bottom: the list, the curves, the table, and the repetition."""

    def __init__(self, session: Session, files: Files) -> None:
        super().__init__()
        self.setObjectName("runs-page")
        self._session, self._files = session, files
        self.kept = session.runs
        self.list, self.comparison, self.table = RunList(), ComparisonView(), RunTable()
        self.repeat = RepeatPanel(session)
        self.views = (self.comparison, self.table)
        self._keep = _button("run-keep", "Keep this run", KEEP_TIP)
        self._open = _button("run-open", "Open", "Go on from the chosen run; undo leads back (Enter).")
        self._remove = _button("run-remove", "Remove", "Take the chosen run out of the list (Delete).")
        self._back = _button("run-back", "Bring back", "Put the run back that was removed last.")
        self._export = _button("run-export", "Export CSV…", "Write the curves of the shown runs as a table.")
        self._empty = note("runs-empty", EMPTY)
        self._let_keep(False)
        self._arrange()
        self._connect()
        session.looking_back.changed.connect(self._name_now)
        self._show_runs()

    def _arrange(self) -> None:
        top, row = QHBoxLayout(), QHBoxLayout()
        top.addStrut(HEAD_PX)
        top.addWidget(heading("Runs"))
        top.addStretch(1)
        top.addWidget(self._keep)
        row.setSpacing(GRID_PX)
        for button in (self._open, self._remove, self._back):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._export)
        whole = QWidget()
        whole.setProperty("surface", True)
        column = QVBoxLayout(whole)
        column.setContentsMargins(2 * GRID_PX, HEAD_TOP_PX, GRID_PX, 2 * GRID_PX)  # the scroll bar is the rest
        column.setSpacing(GRID_PX)
        column.addLayout(top)
        column.addWidget(self._empty)
        column.addWidget(self.list)
        column.addLayout(row)
        column.addWidget(self.comparison)
        column.addWidget(self.table)
        column.addWidget(hairline())
        column.addWidget(self.repeat)
        column.addStretch(1)
        self.area = self.fill(whole, "runs-area")

    def _connect(self) -> None:
        self.kept.changed.connect(self._show_runs)
        self.list.walked.connect(self._walk_to)
        self.list.opened.connect(self._open_row)
        self.list.removed.connect(self.kept.remove)
        self.list.toggled.connect(self.kept.show)
        self.list.renamed.connect(self.kept.rename)
        self.repeat.opened.connect(self.kept.open)
        self.repeat.answered.connect(self._look_at_repeat)
        self._keep.clicked.connect(self._keep_this)
        self._open.clicked.connect(lambda: self._open_row(self.list.currentIndex().row()))
        self._remove.clicked.connect(lambda: self.kept.remove(self.list.currentIndex().row()))
        self._back.clicked.connect(self.kept.bring_back)
        self._export.clicked.connect(self._export_shown)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Tell the views, and what repeats."""
        super().show_project(project)
        self.repeat.show_project(project)

    def show_snapshot(self, snapshot: Snapshot, number: int | None = None) -> None:
        """Views at 10 frames per second; what has made no step is nothing to keep."""
        super().show_snapshot(snapshot, number)
        if self._keep.isEnabled() != (snapshot.step > 0):
            self._let_keep(snapshot.step > 0)

    def _name_now(self) -> None:
        """Somebody who looks back sees a moment that is not now; it comes with the next snapshot."""
        past = self._session.looking_back.snapshot
        name = NOW if past is None else f"epoch {past.epoch:,}"
        self.comparison.show_now_as(name)
        self.table.show_now_as(name)

    def _let_keep(self, is_possible: bool) -> None:
        self._keep.setEnabled(is_possible)
        self._keep.setToolTip(KEEP_TIP if is_possible else NOTHING_TIP)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        super().show_theme(theme)
        self.list.show_theme(theme)
        self.repeat.show_theme(theme)

    def _show_runs(self) -> None:
        kept = self.kept.all
        self.list.show_runs(kept)
        for widget in (self.list, self._open, self._remove, self._export, self.comparison):
            widget.setVisible(bool(kept))
        self._empty.setVisible(not kept)
        self.table.setVisible(bool(self.kept.shown))
        self._back.setVisible(self.kept.removed is not None)
        self._export.setEnabled(bool(self.kept.shown))
        self._show_comparison()

    def _walk_to(self, row: int) -> None:
        self._show_comparison()
        if self.list.hasFocus():
            inside = self.list.visualRect(self.list.model().index(row, 0))
            at = self.list.mapToParent(inside.center())
            self.area.ensureVisible(at.x(), at.y(), 0, inside.height())

    def _show_comparison(self) -> None:
        row = self.list.currentIndex().row()
        kept = self.kept.all
        strong = kept[row].letter if 0 <= row < len(kept) else None
        self.comparison.show_runs(self.kept.shown, strong)
        self.table.show_runs(self.kept.shown)

    def _look_at_repeat(self) -> None:
        """What was asked for comes into sight: it may lie below what the page has room for."""
        # The page has its new height once the events that wait are done with.
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.repeat))

    # Doing -----------------------------------------------------------------------------------------------------------

    def _keep_this(self) -> None:
        before = len(self.kept.all)
        self.kept.keep()
        if len(self.kept.all) > before:
            self.list.choose(before)

    def _open_row(self, row: int) -> None:
        if 0 <= row < len(self.kept.all):
            self.kept.open(self.kept.all[row].run)

    def _export_shown(self) -> None:
        runs = [kept.run for kept in self.kept.shown]
        self._files.export_table("Export curves", partial(csv_text, runs))


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
