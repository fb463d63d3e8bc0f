"""Autosaving: when work is saved aside while it is done, and when that goes again."""

import threading
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from core.disk.footprint import Footprint
from core.errors import UserError
from core.project import Saved
from core.project.autosave import Note, Shelf, new_shelf, note_of
from core.snapshot import Snapshot
from gui.session.session import Session
from gui.session.worker import IsWanted
from gui.settings import Settings

EDIT_SECONDS = 2.0
"""So long after the first change that is not saved aside yet; more of them are likely to follow."""
LEAST_SECONDS = 5.0
"""From one autosave to the next."""
REST = 3.0
"""And so many times what the last one took: at most a quarter of the time goes into writing."""
RETRY_SECONDS = 30.0
ANSWER_SECONDS = 30.0
"""An engine that has not answered by then is asked again."""
AT_ONCE_SECONDS = 3.0


class Seen:
    """How the document's file was when it was last opened or saved, as far as anybody has looked."""

    footprint: Footprint | None = None


class _Outcome(NamedTuple):
    """What has become of an autosave; `refusal` None: it is there."""

    version: object
    step: int
    seconds: float
    refusal: UserError | None


class Autosaving(QObject):
    """Asks the engine, has the writer write, and goes by a clock that never goes backwards.

    Nothing is written while nothing has changed, nor of what stands in the project's own file.
    """

    failing = Signal(str, str)
    """Nothing is saved aside at present: (why, what to do)."""
    works_again = Signal()

    def __init__(self, session: Session, settings: Settings, seen: Seen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings, self._seen = session, settings, seen
        self._shelf: Shelf | None = None
        self._writing = threading.Lock()
        """Held by whoever writes to the shelf, and by whoever puts another one in its place."""
        self._stored: object = None
        """The version that was saved aside last; None: none is there."""
        self._stored_step = -1
        self._asked_at: float | None = None
        self._not_before = 0.0
        self._load = object()
        """Another one for each project that was opened: what was asked of the one before is not about it."""
        self._is_unwanted = self._has_failed = False
        self.stays = False
        """Whether what is saved aside is still wanted when the window is closed."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)
        session.document.history_changed.connect(self._on_history)
        session.document.loaded.connect(self._on_loaded)
        session.clock.frame.connect(self._on_frame)

    # When --------------------------------------------------------------------------------------------------------

    def _on_frame(self, snapshot: Snapshot, _number: int) -> None:
        if snapshot.step != self._stored_step and not self._timer.isActive():
            self._plan()

    def _on_history(self) -> None:
        if not self._session.document.is_edited(self._session.step):
            self.clear()
        elif not self._timer.isActive():
            self._plan()

    def _on_loaded(self) -> None:
        self._load = object()
        self._asked_at = None
        self.clear()

    def _plan(self) -> None:
        self._timer.start(round(1000 * max(EDIT_SECONDS, self._not_before - time.monotonic())))

    def _on_timeout(self) -> None:
        session, document = self._session, self._session.document
        now = time.monotonic()
        if self._root is None or not document.is_edited(session.step):
            self.clear()
            return
        is_waiting = self._asked_at is not None and now < self._asked_at + ANSWER_SECONDS
        if is_waiting or session.writer.is_busy(self):
            self._timer.start(round(1000 * EDIT_SECONDS))
        elif document.version(session.step) != self._stored:
            self._asked_at = now
            session.ask_saved(partial(self._on_answered, self._load))

    @property
    def _root(self) -> Path | None:
        """Where all windows' autosaves lie; None: there shall be none."""
        return autosave_root(self._settings) if self._settings.autosaves else None

    # Writing -----------------------------------------------------------------------------------------------------

    def _on_answered(self, load: object, saved: Saved | None) -> None:
        if load is not self._load:
            return
        self._asked_at = None
        root = self._root
        if root is None:
            return
        if saved is None:  # an edit that the engine refused stands in between: the next one may mend that
            self._not_before = time.monotonic() + LEAST_SECONDS
            return
        version, note = self._session.document.version(saved.step), self._note(saved)

        def find(is_wanted: IsWanted) -> _Outcome | None:
            began = time.monotonic()
            with self._writing:
                if not is_wanted():
                    return None
                refusal = self._write(root, saved, note)
            return _Outcome(version, saved.step, time.monotonic() - began, refusal)

        self._is_unwanted = False
        self._session.writer.ask(self, find, self._on_written)

    def _write(self, root: Path, saved: Saved, note: Note) -> UserError | None:
        try:
            if self._shelf is None or not self._shelf.folder.is_dir():
                self._shelf = new_shelf(root)
            self._shelf.write(saved, note)
        except UserError as error:
            return error
        return None

    def _on_written(self, outcome: _Outcome) -> None:
        now = time.monotonic()
        if outcome.refusal is not None:
            self._not_before = now + RETRY_SECONDS
            if not self._has_failed:
                self._has_failed = True
                why = outcome.refusal.message.partition(": ")[2] or outcome.refusal.message
                self.failing.emit(f"The autosave could not be written: {why}", "Save the project yourself.")
            self._plan()
            return
        if self._has_failed:
            self._has_failed = False
            self.works_again.emit()
        if self._is_unwanted:  # it was saved, or another one was opened, while this was being written
            self.clear()
            return
        self._stored, self._stored_step = outcome.version, outcome.step
        self._not_before = now - outcome.seconds + max(LEAST_SECONDS, REST * outcome.seconds)
        if self._session.document.version(self._session.step) != self._stored:
            self._plan()

    def _note(self, saved: Saved) -> Note:
        document = self._session.document
        return note_of(saved, document.title, document.path, self._seen.footprint, time.time())

    # Outside -----------------------------------------------------------------------------------------------------

    def save_at_once(self) -> bool:
        """Something is wrong: save aside now, and wait for it; whether there is nothing that could be lost."""
        document, root = self._session.document, self._root
        if not document.is_edited(self._session.step):
            return True
        if root is None:
            return False
        try:
            saved = self._session.read_saved(AT_ONCE_SECONDS)
        except UserError:
            return False
        with self._writing:
            if self._write(root, saved, self._note(saved)) is not None:
                return False
        self._stored, self._stored_step = document.version(saved.step), saved.step
        return True

    def adopt(self, shelf: Shelf) -> None:
        """What lies here is on screen now: it stays there until it is saved or given up, as this window's own."""
        self._session.writer.give_up(self)
        self._is_unwanted = False
        with self._writing:  # the one before may be on its way to the disk
            if self._shelf is not None:
                self._shelf.end()
            self._shelf = shelf
        self._stored, self._stored_step = self._session.document.version(self._session.step), self._session.step

    def clear(self) -> None:
        """Nothing is to be recovered: all is saved, or given up."""
        self._timer.stop()
        self._stored, self._stored_step = None, self._session.step
        self._is_unwanted = self._session.writer.is_busy(self)
        if self._shelf is not None and not self._is_unwanted:
            self._shelf.clear()

    def end(self) -> None:
        """The window is closed, and the session with it."""
        self._timer.stop()
        if self._shelf is not None:
            if self.stays and self._stored is not None:
                self._shelf.leave()
            else:
                self._shelf.end()
            self._shelf = None


def autosave_root(settings: Settings) -> Path | None:
    """Where all windows' autosaves lie; None: nowhere, these are factory settings."""
    folder = settings.data_folder
    return None if folder is None else folder / "autosave"
