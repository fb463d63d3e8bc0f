"""The same training from several seeds while the window goes on: how many reach the goal, and the band of their curves.

It speaks of the project as it was when it was started, whatever is edited meanwhile.
"""

import time
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.band import band_of
from core.curve import EPOCH
from core.errors import UserError
from core.kept_runs import MOST_BYTES
from core.repeat import Attempt, Goal, Outcome, seeds, tally
from core.runs import COLUMN, lightened, watched_kind, what_it_is
from core.specs import Project
from core.wording import counted
from gui.panels.form import heading
from gui.panels.goal_form import GoalForm, goal_text
from gui.panels.seed_list import SeedList
from gui.session.session import Session
from gui.session.worker import IsWanted
from gui.theme import GRID_PX, LIGHT, Theme
from gui.views.run_lines import Line
from gui.views.run_plot import RunPlot

STRETCH_SECONDS = 0.2
"""So long the worker trains before others get their turn."""
SHOW_MS = 100


class RepeatPanel(QWidget):
    """Asks the worker for one stretch of training after the other; the result of each seed shows as it comes."""

    opened = Signal(object)
    """A `core.runs.Run` is to be opened."""
    answered = Signal()
    """The first seed is done: from now on there is something to see."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("repeat")
        self._session = session
        self._project: Project | None = None
        self._goal = Goal("score", 1.0, 1)
        self._waiting: list[Project] = []
        self._count = 0
        self._attempt: Attempt | None = None
        self._theme = LIGHT
        self.outcomes: list[Outcome] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        self._form = GoalForm()
        self._start = QPushButton("Repeat")
        self._start.setObjectName("repeat-start")
        self._start.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._start.clicked.connect(self._on_start)
        self._progress, self._verdict, self._what = QLabel(), QLabel(), QLabel()
        for label, name in ((self._progress, "progress"), (self._verdict, "verdict"), (self._what, "what")):
            label.setObjectName(f"repeat-{name}")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(1)
        for label in (self._verdict, self._what):
            label.setWordWrap(True)
        for label in (self._progress, self._what):
            label.setProperty("role", "muted")
        self.plot = RunPlot("repeat-plot")
        self.plot.setAccessibleName("Band of the curves of all seeds")
        self.plot.setToolTip(
            "All seeds together. Line: the median. Dark: half of the seeds. Light: all of them. A run that has ended "
            "counts with its last value."
        )
        self._list = SeedList()
        self._list.opened.connect(lambda row: self.opened.emit(self.outcomes[row].run))
        self._list.walked.connect(lambda _row: self._show())
        self._arrange()
        self._show()
        session.document.loaded.connect(self._clear)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        row.addWidget(self._start)
        row.addWidget(self._progress, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(heading("Repeat with other seeds"))
        column.addWidget(self._form)
        column.addLayout(row)
        for widget in (self._verdict, self._what, self.plot, self._list):
            column.addWidget(widget)

    def show_project(self, project: Project) -> None:
        """Offer a goal that fits."""
        self._form.show_project(project)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.plot.show_theme(theme)
        self._list.show_theme(theme)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self._show()

    @property
    def is_running(self) -> bool:
        """Whether seeds are being trained, or wait for it."""
        return bool(self._waiting)

    # Training --------------------------------------------------------------------------------------------------------

    def _on_start(self) -> None:
        if self.is_running:
            self._stop()
        elif not self._form.is_refused:
            self._begin(self._session.document.project)

    def _begin(self, project: Project) -> None:
        self._project, self._goal = project, self._form.goal
        self._waiting, self._count = seeds(project, self._form.seeds), self._form.seeds
        self._attempt = None
        self.outcomes = []
        self._session.succeeded.emit()
        self._ask()
        self._show()

    def _ask(self) -> None:
        project, goal, attempt = self._waiting[0], self._goal, self._attempt

        def find(is_wanted: IsWanted) -> _Answer:
            return _stretch(project, goal, attempt, is_wanted)

        self._session.worker.ask(self, find, self._on_answered, self._on_refused)

    def _on_answered(self, answer: "_Answer") -> None:
        if not self._waiting:
            return
        self._attempt, outcome = answer.attempt, answer.outcome
        if outcome is not None:
            self._attempt = None
            self._waiting.pop(0)
            runs = lightened([*(done.run for done in self.outcomes), outcome.run], MOST_BYTES)
            done = [*self.outcomes, outcome]
            self.outcomes = [Outcome(run, one.reached, one.is_over) for run, one in zip(runs, done, strict=True)]
        is_first = outcome is not None and len(self.outcomes) == 1
        if is_first or not self._waiting:
            self._show()
        if is_first:
            self.answered.emit()
        if not self._waiting:
            return
        self._ask()
        if not self._timer.isActive():
            self._timer.start(SHOW_MS)

    def _on_refused(self, error: UserError) -> None:
        if self._waiting:
            self._stop()
            self._session.refused.emit(error.message, error.hint)

    def _stop(self) -> None:
        """What is done so far stays."""
        self._waiting.clear()
        self._attempt = None
        self._session.worker.give_up(self)
        self._show()

    def _clear(self) -> None:
        self.outcomes = []
        self._count = 0
        self._stop()

    # Showing ---------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._start.setText("Stop" if self.is_running else "Repeat")
        self._start.setToolTip(
            "Stop here; what is done so far stays." if self.is_running
            else "Train the project as it is now from several seeds, aside: the training on screen goes on as it is."
        )  # fmt: skip
        self._progress.setText(self._progress_text())
        there = bool(self.outcomes)
        for widget in (self._verdict, self._what, self.plot, self._list):
            widget.setVisible(there)
        self._list.show_outcomes(self.outcomes)
        if there and self.isVisible():
            self._show_band()

    def _progress_text(self) -> str:
        if not self._count:
            return ""
        done = f"{len(self.outcomes)} of {self._count}"
        if not self.is_running:
            return "" if len(self.outcomes) == self._count else f"stopped after {done}"
        epoch = 0 if self._attempt is None else self._attempt.epoch
        return f"{done} · seed {self._waiting[0].seed}, epoch {epoch:,}"

    def _show_band(self) -> None:
        assert self._project is not None
        run = self.outcomes[0].run
        kind = watched_kind(run.scores)
        is_share = not run.is_regression
        self._verdict.setText(verdict(self.outcomes, self._goal, is_share, kind))
        self._what.setText(f"{what_it_is(self._project)} · {kind} curves: median, half, all")
        column = COLUMN[self._goal.measure, kind]
        band = band_of([outcome.run.curve for outcome in self.outcomes], column)
        lines = []
        if band is not None:
            lines.append(Line("median", band.epochs, band.median, self._theme.ink))
        row = self._list.currentIndex().row()
        if 0 <= row < len(self.outcomes):
            chosen = self.outcomes[row].run
            name = str(chosen.project.seed)
            lines.append(Line(name, chosen.curve[:, EPOCH], chosen.curve[:, column], self._theme.muted, dash=1))
        self.plot.show_scale(False, self._goal.measure == "score" and is_share)
        self.plot.show_lines(lines, band, self._goal.value, strong="median")


def verdict(outcomes: list[Outcome], goal: Goal, is_share: bool, kind: str) -> str:
    """The whole of it in one sentence."""
    found, what = tally(outcomes), goal_text(goal, is_share, kind)
    if found.fewest is None or found.most is None or found.median is None:
        return f"None of {found.count} reached {what}."
    many = f"{found.reached} of {found.count} reached {what}"
    if found.fewest == found.most:
        return f"{many}, after {counted(found.fewest, 'epoch')}."
    return f"{many}, after {found.fewest:,} to {found.most:,} epochs (median {found.median:,g})."


class _Answer(NamedTuple):
    """What a stretch has come to: the attempt to go on with, and maybe its outcome."""

    attempt: Attempt
    outcome: Outcome | None


def _stretch(project: Project, goal: Goal, attempt: Attempt | None, is_wanted: IsWanted) -> _Answer:
    """In the worker's thread: go on for a while."""
    attempt = Attempt(project, goal) if attempt is None else attempt
    until = time.perf_counter() + STRETCH_SECONDS
    return _Answer(attempt, attempt.go_on(lambda: is_wanted() and time.perf_counter() < until))
