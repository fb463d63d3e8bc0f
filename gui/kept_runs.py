"""The runs that are kept for comparison, for as long as this project is open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.errors import UserError
from core.moves import Become
from core.runs import Run, lightened, run_of
from core.state import State
from gui.session import Session

MOST_RUNS = 50
MOST_AUTOMATIC = 5
"""So many of those that were kept at a reset; of more the oldest go."""
MOST_BYTES = 64 * 2**20
"""How much memory their states may hold; the oldest make room, and only their curves stay."""
LONGEST_NAME = 60


@dataclass(frozen=True, eq=False)
class Kept:
    """A run in the list.

    mark          which letter and colour it has
    is_shown      whether its curve is compared
    is_automatic  kept because a reset would have lost it, and not named since
    """

    run: Run
    mark: int
    is_shown: bool = True
    is_automatic: bool = False

    @property
    def letter(self) -> str:
        """A to Z, then A2 to Z2."""
        again, place = divmod(self.mark, 26)
        return f"{chr(ord('A') + place)}{again + 1 if again else ''}"


class KeptRuns(QObject):
    """Keeps, names, shows and opens runs. Reset and New weights lose none: what they leave is kept by itself."""

    changed = Signal()
    """Other runs, other names, or others of them are shown."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kept: list[Kept] = []
        self._numbers = count(1)
        self._ended = ""
        """Why training came to its end by itself; empty: it did not, or goes on."""
        self.removed: tuple[int, Kept] | None = None
        """The one that was removed last, and where it stood; None: none, or it is back."""
        session.document.loaded.connect(self._clear)
        session.ended.connect(self._on_ended)
        session.succeeded.connect(self._on_begun)
        session.state_replaced.connect(self._on_begun)
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
            state = self._session.read_state()
            run = run_of(f"Run {next(self._numbers)}", self._session.document.project, state, self._ended)
        except UserError as error:
            self._session.refused.emit(error.message, error.hint)
            return
        self._session.succeeded.emit()
        self._add(Kept(run, self._free_mark()))

    def _keep_before_reset(self) -> None:
        snapshot = self._session.snapshot
        if snapshot is None or snapshot.epoch < 1:
            return
        automatic = [kept for kept in self._kept if kept.is_automatic]
        if len(self._kept) >= MOST_RUNS and not automatic:
            return
        try:
            state = self._session.read_state()
            if self._has(state):
                return
            run = run_of(f"Run {next(self._numbers)}", self._session.document.project, state)
        except UserError:
            return  # an edit that the engine refused stands in between: the reset mends that, and undo leads back
        if len(automatic) >= MOST_AUTOMATIC or len(self._kept) >= MOST_RUNS:
            self._kept.remove(automatic[0])
        self._add(Kept(run, self._free_mark(), is_automatic=True))

    def _has(self, state: State) -> bool:
        """Whether this very moment is kept already."""
        states = (kept.run.state for kept in self._kept if kept.run.step == state.step)
        return any(other is not None and np.array_equal(other.theta, state.theta) for other in states)

    def _free_mark(self) -> int:
        taken = {kept.mark for kept in self._kept}
        return next(mark for mark in count() if mark not in taken)

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

    def show(self, place: int, is_shown: bool) -> None:
        """Compare this run's curve, or do not."""
        if self._kept[place].is_shown != is_shown:
            self._kept[place] = replace(self._kept[place], is_shown=is_shown)
            self.changed.emit()

    def remove(self, place: int) -> None:
        """Take a run out of the list; the last one can be brought back."""
        self.removed = place, self._kept.pop(place)
        self.changed.emit()

    def bring_back(self) -> None:
        """Put the run back that was removed last."""
        if self.removed is None:
            return
        (place, kept), self.removed = self.removed, None
        is_free = kept.mark not in {other.mark for other in self._kept}
        self._kept.insert(place, kept if is_free else replace(kept, mark=self._free_mark()))
        self._lighten()
        self.changed.emit()

    def _on_ended(self, reason: str) -> None:
        self._ended = reason

    def _on_begun(self) -> None:
        self._ended = ""

    def _clear(self) -> None:
        self._kept.clear()
        self.removed, self._numbers = None, count(1)
        self.changed.emit()

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
