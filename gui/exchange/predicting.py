"""Predicting a file of new rows from the window: which file, whether to replace what is there, and how it went."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.specs import Project
from core.wording import counted
from gui.dialogs.file_dialog import ALL_FILES, ask_to_open
from gui.saving.files import ANY_TABLE_FILTER, Files
from gui.session.session import Session
from gui.session.worker import IsWanted
from gui.settings import Settings

if TYPE_CHECKING:
    from core.table.prediction_file import Written


class PredictingFile(QObject):
    """One file at a time, by the worker for what takes seconds; asked for again while it is under way, it stops."""

    progressed = Signal(int)
    """So many percent are done."""
    told = Signal(str)
    """How it goes, or how it went: stays where it is shown until there is something else to say."""
    running = Signal(bool)
    """Whether a file is under way."""

    def __init__(self, window: QWidget, session: Session, settings: Settings, files: Files) -> None:
        super().__init__(window)
        self._window, self._session, self._settings, self._files = window, session, settings, files
        self._rows: Path | None = None
        self._epoch = 0
        """Of which epoch the weights are that predict it."""
        self.words = ""
        """What was told last."""
        self.progressed.connect(self._on_progressed)  # told in the worker's thread, heard in the window's
        session.document.loaded.connect(self._forget)
        session.document.changed.connect(self._on_changed)

    @property
    def is_running(self) -> bool:
        """Whether a file is under way."""
        return self._rows is not None

    def ask(self) -> None:
        """Ask for a file of new rows and predict it; the file under way is given up instead, if there is one."""
        if self._rows is not None:
            self._end(f"Stopped: nothing was written of {self._rows.name}.")
            return
        if self._session.document.project.data is None:
            self._session.refused.emit(
                "This project has no data, which would say what the columns are.", "Choose data on the left first."
            )
            return
        self._session.succeeded.emit()  # what was refused before is over
        document = self._session.document
        folder = document.path.parent if document.path is not None else self._settings.folder
        path = ask_to_open(self._window, "Predict a file of new rows", folder, [ANY_TABLE_FILTER, ALL_FILES])
        if path is not None:
            self.predict(path)

    def predict(self, rows: Path) -> None:
        """Write the predictions beside this file, once nothing is replaced that a person wants to keep.

        The network is asked as it is on screen now, whatever training makes of it in the meantime.
        """
        out = path_beside(rows)
        snapshot, project = self._session.shown, self._session.looking_back.project
        if snapshot is None or snapshot.network != project.network:
            self._session.refused.emit("The network has just changed.", "Try again in a moment.")
            return
        if out.exists() and not self._files.may_replace(out):
            return
        theta, self._epoch = snapshot.theta, snapshot.epoch
        percent = -1

        def told(share: float) -> None:
            nonlocal percent
            if int(100 * share) > percent:
                percent = int(100 * share)
                self.progressed.emit(percent)

        def find(is_wanted: IsWanted) -> "Written | None":
            # What reads tables is slow to load: that is done here, where nobody waits for the next frame.
            from core.table.prediction_file import predict_file

            return predict_file(project, theta, rows, out, told, is_wanted)

        self._rows = rows
        self.running.emit(True)
        self._tell(f"Predicting {rows.name}…")
        self._session.succeeded.emit()
        self._session.reader.ask(self, find, self._on_written, self._on_refused)

    def _tell(self, words: str) -> None:
        self.words = words
        self.told.emit(words)

    def _on_progressed(self, percent: int) -> None:
        if self._rows is not None:
            self._tell(f"Predicting {self._rows.name}: {percent} %.")

    def _on_refused(self, error: UserError) -> None:
        self._end("")
        self._session.refused.emit(error.message, error.hint)

    def _on_written(self, written: "Written") -> None:
        rows, odd = written.rows, written.odd
        said = f"Predicted {counted(rows, 'row')} into {written.path.name}, with the weights of epoch {self._epoch:,}"
        said += f"; {odd.counts}." if odd.counts else "."
        self._end("\n".join((said, *odd.sentences)))  # a line each: many columns may be odd
        self._session.noticed.emit(said)

    def _end(self, said: str) -> None:
        self._session.reader.give_up(self)
        self._rows = None
        self.running.emit(False)
        self._tell(said)

    def _on_changed(self, old: Project, new: Project) -> None:
        """Of a network for other data, what was said of a file is not true any more."""
        if old.data != new.data and not self.is_running:
            self._tell("")

    def _forget(self) -> None:
        """Another project: what was said of a file is not about it."""
        self._end("")


def path_beside(rows: Path) -> Path:
    """Where the predictions for a file of rows go: beside it, as <name>-predictions.csv."""
    return rows.with_name(f"{rows.stem}-predictions.csv")
