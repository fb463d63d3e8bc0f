"""Looking back: which moment of the training is on screen instead of the present, and how one returns from there."""

import time

from PySide6.QtCore import QObject, Signal

from core.messages import (
    Adopt,
    AskHistory,
    HistoryAnswer,
    ListMoments,
    Load,
    Look,
    Looked,
    Message,
    MomentsListed,
    Swap,
)
from core.moves import Become
from core.regions import Place
from core.snapshot import Snapshot
from core.specs import Project
from gui.session.document import Document
from gui.session.engine_thread import EngineThread

LIST_SECONDS = 0.5
"""While training runs, the list of moments may be so old."""


class LookingBack(QObject):
    """Asks the engine for moments of the past, one question at a time, the newest one only.

    Training pauses while somebody looks back. Whatever changes the project or goes on training returns to now first.
    """

    shown = Signal(object)
    """A Snapshot is to be seen now: one of the past, or the present again."""
    changed = Signal()
    """Another moment is looked at, or none any more; comes before `shown`."""
    listed = Signal(object)
    """MomentsListed: what can be looked at."""
    history_found = Signal(object)
    """HistoryAnswer: what a weight has been."""
    noticed = Signal(str)
    """Something worth a line at the bottom."""

    def __init__(self, document: Document, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._token = 0
        """Changes with each return to now: what was asked before is for nobody then."""
        self._edit = 0
        """Changes with each edit."""
        self._live: Snapshot | None = None
        self._listed_for: tuple[int, int, bool] | None = None
        self._listed_at = 0.0
        self._is_listing = False
        self._to_tell: str | None = None
        self._wanted: int | None = None
        """The step to look at once the engine has answered."""
        self._asked: int | None = None
        """The step it was asked for; None: nothing is on its way."""
        self._looked: Looked | None = None
        self._wanted_history: Place | None = None
        self._asked_history = False
        document.history_changed.connect(self._tell)  # last: what was said before goes with `changed`

    # What is shown ---------------------------------------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """Whether somebody looks back, or has asked to."""
        return self._looked is not None or self._asked is not None or self._wanted is not None

    @property
    def step(self) -> int | None:
        """The step that is looked at, or will be as soon as it is there; None: the present."""
        for step in (self._wanted, self._asked):
            if step is not None:
                return step
        return None if self._looked is None or self._looked.snapshot is None else self._looked.snapshot.step

    @property
    def snapshot(self) -> Snapshot | None:
        """The moment of the past that is on screen; None: the present is."""
        return None if self._looked is None else self._looked.snapshot

    @property
    def project(self) -> Project:
        """What is on screen a moment of: the document's project, or the one of then."""
        if self._looked is None or self._looked.project is None:
            return self._document.project
        return self._looked.project

    # What can be done ------------------------------------------------------------------------------------------------

    def look(self, step: int) -> None:
        """Show the moment nearest to this step; training pauses."""
        if not self.is_on:
            self._engine.pause()
        self._wanted = step
        self._ask()

    def leave(self) -> None:
        """Show the present again."""
        if self._end() and self._live is not None:
            self.shown.emit(self._live)

    def leave_to(self, what: str) -> None:
        """Show the present again, since it is what the next thing is done to."""
        if self.is_on and self._live is not None:
            self.leave()
            self.noticed.emit(f"Back to now, epoch {self._live.epoch:,}: {what}.")

    def go_on(self) -> None:
        """Go on training from the moment shown, in place of what came after it: an edit that can be undone."""
        looked, now = self._looked, self._document.project
        if looked is None or looked.snapshot is None or looked.project is None or looked.state is None:
            return
        project = looked.project.replace(title=now.title, task=now.task, pace=now.pace)
        here, left = epoch_text(looked.snapshot), self._live
        self._document.edit(f"go on from {here}", project, Become(looked.state))
        if left is not None:
            self.noticed.emit(f"At {here} now; undo returns to {epoch_text(left)}.")

    def ask_history(self, place: Place) -> None:
        """Find out what the weight or bias at this place has been."""
        self._wanted_history = place
        self._ask_history()

    # From the engine and the document --------------------------------------------------------------------------------

    def take_live(self, snapshot: Snapshot) -> None:
        """The present, whatever is on screen."""
        self._live = snapshot
        now, state = time.perf_counter(), (self._edit, snapshot.step, snapshot.is_playing)
        is_due = not snapshot.is_playing or now - self._listed_at >= LIST_SECONDS
        if state != self._listed_for and is_due and not self._is_listing:
            self._listed_for, self._listed_at = state, now
            self._list()

    def take(self, answer: MomentsListed | Looked | HistoryAnswer) -> None:
        """What the engine says; what it says of a time before the last edit is for nobody."""
        match answer:
            case MomentsListed(token):
                self._is_listing = False
                if token == self._edit:
                    self.listed.emit(answer)
                else:
                    self._list()
            case HistoryAnswer(token):
                self._asked_history = False
                if token == self._edit and self._wanted_history is None:
                    self.history_found.emit(answer)
                self._ask_history()
            case Looked(token):
                if token == self._token:
                    self._take_looked(answer)

    def on_posted(self, message: Message) -> None:
        """Edits are of the present; another project has another past."""
        if isinstance(message, Adopt | Swap | Load):
            self._edit += 1
            was_on = self._end()
            if was_on and isinstance(message, Adopt) and not isinstance(message.vectors, Become):
                self._to_tell = "Back to now: edits are made to the network of today."
        if isinstance(message, Load):
            self._live = self._wanted_history = None

    def _tell(self) -> None:
        if self._to_tell is not None:
            self.noticed.emit(self._to_tell)
            self._to_tell = None

    def _list(self) -> None:
        self._is_listing = True
        self._engine.post(ListMoments(self._edit))

    def _take_looked(self, answer: Looked) -> None:
        self._asked = None
        if answer.snapshot is None:  # nothing is kept yet
            self.leave()
            return
        self._looked = answer
        self._ask()
        self.changed.emit()
        self.shown.emit(answer.snapshot)

    def _ask(self) -> None:
        if self._asked is None and self._wanted is not None:
            self._asked, self._wanted = self._wanted, None
            self._engine.post(Look(self._token, self._asked))

    def _ask_history(self) -> None:
        if not self._asked_history and self._wanted_history is not None:
            place, self._wanted_history = self._wanted_history, None
            self._asked_history = True
            self._engine.post(AskHistory(self._edit, place))

    def _end(self) -> bool:
        """Look at no moment any more; whether one was looked at."""
        was_on = self.is_on
        self._wanted = self._asked = self._looked = None
        if was_on:
            self._token += 1  # an answer on its way is for nobody
            self.changed.emit()
        return was_on


def epoch_text(snapshot: Snapshot) -> str:
    """ "epoch 12", or "epoch 12, step 3"."""
    within = f", step {snapshot.position:,}" if snapshot.position else ""
    return f"epoch {snapshot.epoch:,}{within}"
