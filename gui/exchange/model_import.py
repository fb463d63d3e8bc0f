"""Models of other programs come in: from a file that is chosen or dropped, as a new project."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.disk.model_files import ENDINGS, REFUSED
from core.errors import UserError
from core.wording import counted
from gui.dialogs.file_dialog import ask_to_open
from gui.saving.files import Files
from gui.session.session import Session
from gui.session.worker import IsWanted
from gui.settings import Settings

if TYPE_CHECKING:
    from core.importing import Imported

MODEL_FILTER = f"Models ({' '.join(f'*{ending}' for ending in ENDINGS)})"
PICKLES_FILTER = f"PyTorch and pickle, to see how to convert them ({' '.join(f'*{ending}' for ending in REFUSED)})"


class ModelImport(QObject):
    """Reads one model at a time, beside the window; what it becomes takes the project's place."""

    told = Signal(str, str)
    """A model is open now: (what it is, what was left out or changed and what to do next)."""

    def __init__(self, window: QWidget, session: Session, settings: Settings, files: Files) -> None:
        super().__init__(window)
        self._window, self._session, self._settings, self._files = window, session, settings, files

    def ask(self) -> None:
        """Ask which file, and import it."""
        path = ask_to_open(self._window, "Import model", self._settings.folder, [MODEL_FILTER, PICKLES_FILTER])
        if path is not None:
            self._settings.remember_folder(path)
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Import this file; nothing changes where that fails."""

        def find(_is_wanted: IsWanted) -> "Imported":
            # What reads models is slow to load: that is done here, where nobody waits for the next frame.
            from core.importing import import_model

            return import_model(path)

        self._session.noticed.emit(f"Reading {path.name}…")
        self._session.reader.ask(self, find, partial(self._on_read, path), self._on_refused)

    def take(self, found: "Imported", path: Path) -> None:
        """The model becomes the project, which has no file yet, and its notes are told."""
        self._session.load(found.saved, None)
        self.told.emit(*words(found, path))

    def _on_read(self, path: Path, found: "Imported") -> None:
        self._session.succeeded.emit()  # it is read: whatever is asked now, nobody waits for that
        if self._files.may_leave():
            self.take(found, path)

    def _on_refused(self, error: UserError) -> None:
        self._session.succeeded.emit()  # it is read no more
        self._session.refused.emit(error.message, error.hint)


def words(found: "Imported", path: Path) -> tuple[str, str]:
    """(what was imported, what was left out or changed and what to do next)."""
    network = found.project.network
    ends = f"{counted(network.inputs, 'input')} and {counted(network.outputs, 'output')}"
    then = "" if found.project.data is not None else f"To train it, choose data with {ends}: its weights stay."
    return f"Imported {path.name}, with {ends}.", " ".join((*found.notes, then)).strip()
