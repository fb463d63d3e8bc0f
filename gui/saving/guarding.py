"""The document's file and the others who may write to it: another window, another program."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.data.table import is_other_table
from core.disk.footprint import Footprint, footprint
from core.disk.held import Hold, hold
from core.disk.previous import keep_previous
from gui.dialogs.question import ask
from gui.panels.file_line import FileLine
from gui.saving.autosaving import Seen
from gui.session.session import Session
from gui.session.worker import IsWanted
from gui.settings import Settings


class _Looked(NamedTuple):
    """What was found when somebody looked.    drive: that the file's folder is on; None: there is no such folder"""

    path: Path
    footprint: Footprint | None
    drive: int | None


class Guarding(QObject):
    """Knows whose the file is and how it was, and asks before anybody's work is replaced.

    seen  how the file was when it was last opened or saved
    """

    def __init__(self, window: QWidget, session: Session, settings: Settings, line: FileLine) -> None:
        super().__init__(window)
        self._window, self._session, self._settings, self._line = window, session, settings, line
        self.seen = Seen()
        self._path: Path | None = None
        self._held: Hold | None = None
        self._told: Footprint | None = None
        """The change that was told already."""
        self._is_gone = False
        self._drive: int | None = None
        """That the file's folder was on; where a drive is taken off, its folder may stay, empty, on another one."""
        session.document.loaded.connect(self._on_loaded)

    # Two windows -------------------------------------------------------------------------------------------------

    def is_elsewhere(self, path: Path) -> bool:
        """Whether another window has this file open."""
        lock = self._lock_of(path)
        if lock is None or (self._held is not None and lock == self._held.path):
            return False
        try:
            held = hold(lock)
        except OSError:
            return False
        if held is None:
            return True
        held.let_go()
        return False

    def ask_open(self, path: Path) -> Literal["open", "copy"] | None:
        """How to open this file, which another window may have; None: not at all."""
        if not self.is_elsewhere(path):
            return "open"
        answer = ask(
            self._window, "open-elsewhere", "Open in another window",
            f"“{path.name}” is open in another window.",
            "If both windows save, the last one replaces what the other has saved.",
            {"copy": "Open as a copy", "open": "Open anyway"},
        )  # fmt: skip
        return "copy" if answer == "copy" else "open" if answer == "open" else None

    def _lock_of(self, path: Path) -> Path | None:
        """The file that the window holds which has this project open; None: nobody is to know."""
        folder = self._settings.data_folder
        if folder is None:
            return None
        try:
            name = os.fsencode(os.path.normcase(path.resolve()))
            (folder / "open").mkdir(mode=0o700, parents=True, exist_ok=True)
        except (OSError, ValueError, RuntimeError):
            return None
        return folder / "open" / f"{hashlib.sha256(name).hexdigest()}.lock"

    def _hold(self) -> None:
        """Have the document's file, if nobody else does."""
        path = self._session.document.path
        lock = None if path is None else self._lock_of(path)
        if self._held is not None and self._held.path != lock:
            self._held.let_go()
            self._held = None
        if lock is not None and self._held is None:
            try:
                self._held = hold(lock)
            except OSError:
                self._held = None

    # Saving ------------------------------------------------------------------------------------------------------

    def ask_save(self, path: Path) -> Literal["save", "elsewhere"] | None:
        """Whether to save into this file, or to ask for another one; None: neither."""
        if not self._is_own(path):
            if not self.is_elsewhere(path):
                return "save"
            what = f"“{path.name}” is open in another window."
            more = "Saving here replaces what that window has saved, or the other way round."
            answers = {"elsewhere": "Save as…", "save": "Save anyway"}
        else:
            now = look_at(path)
            if now is None:
                self._is_gone = self.seen.footprint is not None
            else:
                self._come_back()
            if self._is_gone and _drive_of(path) not in (self._drive, None):
                answer = ask(
                    self._window, "save-over", "The drive is gone",
                    f"The drive that “{path.name}” was on is not there any more.",
                    "Connect it again, or save to another place.",
                    {"elsewhere": "Save as…", "save": "Save here anyway"},
                )  # fmt: skip
                return "save" if answer == "save" else "elsewhere" if answer == "elsewhere" else None
            if now is None or self.seen.footprint is None or now == self.seen.footprint:
                document = self._session.document
                saved = None if document.saved is None else document.saved.data
                if now is None or not is_other_table(saved, document.project.data):
                    return "save"
                what = f"“{path.name}” holds a project that learns from other data."
            else:
                what = f"“{path.name}” has changed on the disk since it was opened or saved here."
            more = "Replacing it loses what is in it now."
            if self._settings.keeps_backup:
                more = "If you replace it, what is in it now is kept as the previous version."
            answers = {"elsewhere": "Save as…", "save": "Replace"}
        answer = ask(self._window, "save-over", "Replace the file?", what, more, answers)
        return "save" if answer == "save" else "elsewhere" if answer == "elsewhere" else None

    def _is_own(self, path: Path) -> bool:
        own = self._session.document.path
        try:
            return own is not None and own.resolve() == path.resolve()  # by whatever links it is called
        except (OSError, ValueError, RuntimeError):
            return False

    def save(self, path: Path) -> bool:
        """Save into this file, with its previous version kept beside it; say what is out of the ordinary."""
        kept: list[bool] = []
        was_gone = self._is_gone and self._is_own(path)
        keep = (lambda old: kept.append(keep_previous(old))) if self._settings.keeps_backup else None
        if not self._session.save(path, keep):
            return False
        self._take(look_at(path))
        if was_gone:
            self._session.noticed.emit(f"{path.name} was gone from its folder; it is written again.")
        elif kept == [False]:
            self._session.noticed.emit(f"Saved {path.name}. Its previous version could not be kept beside it.")
        return True

    # Noticing ----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """See whether somebody else has changed the file; it may lie on a drive that takes its time."""
        path = self._session.document.path
        if path is not None and self.seen.footprint is not None:
            self._session.writer.ask(self, _looking(path), self._on_looked)

    def _on_looked(self, looked: _Looked) -> None:
        document, seen, now = self._session.document, self.seen.footprint, looked.footprint
        if looked.path != document.path or seen is None:
            return
        name = looked.path.name
        if now is None:
            if not self._is_gone:
                self._is_gone = True
                if looked.drive is None:
                    self._line.say(f"The folder of {name} is gone.", "Save as… writes it to another one.", False)
                elif looked.drive != self._drive:
                    more = "Connect it again, or use Save as…"
                    self._line.say(f"The drive that {name} was on is not there any more.", more, False)
                else:
                    self._line.say(f"{name} is not in its folder any more.", "Save writes it again.", False)
                document.mark_gone(True)  # what is on screen is all there is of it
        elif now == seen:
            self._come_back()
            self._line.hide()
        elif now != self._told:
            self._told = now
            self._come_back()
            is_edited = document.is_edited(self._session.step)
            more = "You are asked before it is replaced." if is_edited else "What is on screen is as it was before."
            self._line.say(f"{name} has changed on the disk.", more, not is_edited)

    def _come_back(self) -> None:
        if self._is_gone:
            self._is_gone = False
            self._session.document.mark_gone(False)

    def take_seen(self, seen: Footprint | None) -> None:
        """How the file was before it was read."""
        self.seen.footprint = seen

    def _on_loaded(self) -> None:
        path = self._session.document.path
        self._take(None if path is None else look_at(path))

    def _take(self, seen: Footprint | None) -> None:
        """The document has this file, and it is as it shall be."""
        self.seen.footprint, self._told, self._is_gone = seen, None, False
        self._line.hide()
        path = self._session.document.path
        self._drive = None if path is None else _drive_of(path)
        self._hold()

    def end(self) -> None:
        """The window is closed: others may have the file."""
        if self._held is not None:
            self._held.let_go()
            self._held = None


def look_at(path: Path) -> Footprint | None:
    """How the file is now; None as well where that cannot be told: it is said when somebody reads or writes it."""
    try:
        return footprint(path)
    except (OSError, ValueError):
        return None


def _drive_of(path: Path) -> int | None:
    """The drive that the file's folder is on; None: there is no such folder, as far as can be told."""
    try:
        return path.resolve().parent.stat().st_dev
    except (OSError, ValueError, RuntimeError):
        return None


def _looking(path: Path) -> Callable[[IsWanted], _Looked | None]:
    def find(_is_wanted: IsWanted) -> _Looked | None:
        try:
            return _Looked(path, footprint(path), _drive_of(path))
        except (OSError, ValueError):
            return None

    return find
