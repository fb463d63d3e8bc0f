"""The runs that are kept for comparison, as long as this project is open and in its file."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.errors import UserError
from core.kept_runs import LONGEST_NAME, MOST_AUTOMATIC, MOST_BYTES, MOST_RUNS, Kept, free_mark, last_number
from core.moves import Become
from core.runs import Run, lightened, run_of
from core.specs import Project
from core.state import State

if TYPE_CHECKING:
    from gui.session.session import Session


class KeptRuns(QObject):
    """Keeps, names, shows and opens runs. Reset and New weights lose none: what they leave is kept by itself."""

    changed = Signal()
    """Other runs, other names, or others of them are shown."""

    def __init__(self, session: "Session", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kept: list[Kept] = []
        self._numbers = count(1)
        self.removed: tuple[int, Kept] | None = None
        """The one that was removed last, and where it stood; None: none, or it is back."""
        session.document.loaded.connect(self._clear)
        session.leaving.connect(self._keep_before_reset)

    @property
    def all(self) -> Sequence[Kept]:
        """Oldest first."""
        return tuple(self._kept)

    @property
    def shown(self) -> Sequence[Kept]:
        """Those that are compared."""
        return tuple(kept for kept in self._kept if kept.is_shown)

    # Keeping ---------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the training as it stands now, or say why it cannot be."""
        try:
            if len(self._kept) >= MOST_RUNS:
                raise UserError(f"{MOST_RUNS} runs are kept already.", "Remove one first.")
            state, project = self._session.read_state(), self._session.document.project
            trained, then = self._session.read_trained()
            if _differ_in_training_alone(trained, project) and np.array_equal(then.theta, state.theta):
                project, state = trained, then  # a setting that not a step was made with
            run = run_of(self._next_name(), project, state, self._session.why_ended(state.step))
        except UserError as error:
            self._session.refused.emit(error.message, error.hint)
            return
        self._session.succeeded.emit()
        self._add(Kept(run, free_mark(self._kept)))
        self._session.document.note_runs()

    def _keep_before_reset(self) -> None:
        snapshot = self._session.snapshot
        if snapshot is None or snapshot.epoch < 1:
            return
        automatic = [kept for kept in self._kept if kept.is_automatic]
        if len(self._kept) >= MOST_RUNS and not automatic:
            return
        try:
            project, state = self._session.read_trained()
            if self._has(state):
                return
            run = run_of(self._next_name(), project, state)
        except UserError:
            return  # an edit that the engine refused stands in between: the reset mends that, and undo leads back
        if len(automatic) >= MOST_AUTOMATIC or len(self._kept) >= MOST_RUNS:
            self._kept.remove(automatic[0])
        self._add(Kept(run, free_mark(self._kept), is_automatic=True))

    def _has(self, state: State) -> bool:
        """Whether this very moment is kept already."""
        states = (kept.run.state for kept in self._kept if kept.run.step == state.step)
        return any(other is not None and np.array_equal(other.theta, state.theta) for other in states)

    def _next_name(self) -> str:
        taken = {kept.run.name for kept in self._kept}
        return next(name for name in (f"Run {number}" for number in self._numbers) if name not in taken)

    def _add(self, kept: Kept) -> None:
        self._kept.append(kept)
        self._lighten()
        self.changed.emit()

    def _lighten(self) -> None:
        before = [kept.run for kept in self._kept]
        after = lightened(before, MOST_BYTES)
        lost = [old.name for old, new in zip(before, after, strict=True) if old is not new]
        self._kept = [
            kept if kept.run is run else replace(kept, run=run) for kept, run in zip(self._kept, after, strict=True)
        ]
        if lost:
            names, whose = (lost[0], "its") if len(lost) == 1 else (f"{len(lost)} runs", "their")
            self._session.noticed.emit(f"The weights of {names} made room for newer ones; {whose} curves stay.")

    # The list --------------------------------------------------------------------------------------------------------

    def rename(self, place: int, name: str) -> None:
        """Another name; one that another run has gets a number, and no name changes nothing."""
        kept, name = self._kept[place], " ".join(name.split())[:LONGEST_NAME]
        if not name or name == kept.run.name:
            return
        taken = {other.run.name for other in self._kept if other is not kept}
        names = (name if number == 1 else f"{name} ({number})" for number in count(1))
        name = next(free for free in names if free not in taken)
        self._kept[place] = replace(kept, run=replace(kept.run, name=name), is_automatic=False)
        self.changed.emit()
        self._session.document.note_runs()

    def show(self, place: int, is_shown: bool) -> None:
        """Compare this run's curve, or do not."""
        if self._kept[place].is_shown != is_shown:
            self._kept[place] = replace(self._kept[place], is_shown=is_shown)
            self.changed.emit()

    def remove(self, place: int) -> None:
        """Take a run out of the list; the last one can be brought back."""
        self.removed = place, self._kept.pop(place)
        self.changed.emit()
        self._session.document.note_runs()

    def bring_back(self) -> None:
        """Put the run back that was removed last."""
        if self.removed is None:
            return
        (place, kept), self.removed = self.removed, None
        is_free = kept.mark not in {other.mark for other in self._kept}
        self._kept.insert(place, kept if is_free else replace(kept, mark=free_mark(self._kept)))
        self._lighten()
        self.changed.emit()
        self._session.document.note_runs()

    def take(self, runs: Sequence[Kept]) -> None:
        """These are the runs now: another project was opened."""
        self._kept = list(runs)
        self.removed, self._numbers = None, count(last_number(runs) + 1)
        self.changed.emit()

    def _clear(self) -> None:
        self.take(())

    # Opening ---------------------------------------------------------------------------------------------------------

    def open(self, run: Run) -> None:
        """Go on from this run: its network, data, settings, seed and vectors, as one edit that can be undone."""
        session, document = self._session, self._session.document
        if run.state is None:
            session.refused.emit(
                f"The weights of {run.name} are no longer kept: they made room for newer ones.",
                "Its curve and its settings can still be compared.",
            )
            return
        here, left = document.project, session.snapshot
        session.engine.pause()
        session.succeeded.emit()
        project = run.project.replace(title=here.title, pace=here.pace, task=here.task)
        document.edit(f"open {run.name}", project, Become(run.state))
        back = "" if left is None else f"; undo returns to epoch {left.epoch:,}"
        session.noticed.emit(f"{run.name} is open, at epoch {run.epoch:,}{back}.")


def _differ_in_training_alone(one: Project, other: Project) -> bool:
    """Whether network, data and seed are the same; what is no part of training does not count."""
    return one.replace(training=other.training, title=other.title, pace=other.pace, task=other.task) == other
