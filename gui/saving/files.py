"""Files as a person meets them: choosing one, being asked before something is lost, recent ones."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.disk.atomic import refusal, replacing
from core.disk.footprint import Footprint
from core.disk.previous import previous_of
from core.errors import UserError
from core.project import Saved, open_project
from core.table.likely import ENDINGS
from gui.canvas.drawn.sheet import Subject
from gui.dialogs.file_dialog import ask_to_open, ask_to_save
from gui.dialogs.question import ask
from gui.saving.guarding import Guarding, look_at
from gui.session.session import Session
from gui.settings import Settings
from gui.theme import Theme

if TYPE_CHECKING:
    from core.export.formats import Format

PROJECT_FILTER = "Neuroloom project (*.neuroloom)"
TABLE_FILTER = "Table (*.csv)"
ANY_TABLE_FILTER = f"Tables ({' '.join(f'*{ending}' for ending in ENDINGS)})"
"""Whatever can be read as a table."""
PICTURE_FILTERS = {
    ".svg": "SVG picture (*.svg)",
    ".png": "PNG picture (*.png)",
    ".pdf": "PDF document (*.pdf)",
}


class Files:
    """New, open, save, export: each asks what it must, then has the session do it."""

    def __init__(self, window: QWidget, session: Session, settings: Settings, guarding: Guarding) -> None:
        self._window, self._session, self._settings, self._guarding = window, session, settings, guarding

    def new(self) -> None:
        """The smallest project, once nothing would be lost."""
        if self.may_leave():
            self._session.new(self._settings.dtype)

    def open(self) -> None:
        """Ask which file, and open it."""
        if not self.may_leave():
            return
        path = ask_to_open(self._window, "Open project", self._settings.folder, [PROJECT_FILTER])
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open this file, which another window may have; nothing changes where that fails."""
        how = self._guarding.ask_open(path)
        if how is None:
            return
        if self._session.open(path, is_copy=True) if how == "copy" else self._read(path):
            self._settings.add_recent(path)

    def _read(self, path: Path) -> bool:
        """Open this file as the document's own; False: it cannot be read, and nothing has changed."""
        seen = look_at(path)  # before it is read: whoever writes meanwhile is noticed
        is_open = self._session.open(path)
        if is_open:
            self._guarding.take_seen(seen)
        return is_open

    def begin_with(self, saved: Saved, path: Path) -> Callable[[], None]:
        """The program was started with this file; gives what there is to ask once the window is there."""
        self._settings.add_recent(path)
        if not self._guarding.is_elsewhere(path):
            self._session.load(saved, path)
            return lambda: None
        self._session.load_copy(saved, path)

        def ask() -> None:
            how = self._guarding.ask_open(path)
            if how is None:
                self._window.close()
            elif how == "open":
                self._read(path)  # while it was asked the other window may have saved

        return ask

    def open_previous(self) -> None:
        """Open the previous version of the project's file, as a change of it that is not saved."""
        path = self._session.document.path
        if path is None:
            self._session.refused.emit("This project has no file yet.", "Save it first; from then on one is kept.")
            return
        try:
            previous = previous_of(path)
            if not previous.exists():
                why = f"It is kept beside the file, as {previous.name}, when a newer one is saved."
                if not self._settings.keeps_backup:
                    why = "Keeping one is switched off in the settings."
                raise UserError(f"There is no previous version of {path.name}.", why)
            if not self.may_leave():
                return
            saved = open_project(previous)
        except UserError as error:
            self._session.refused.emit(error.message, error.hint)
        except (OSError, ValueError, RuntimeError) as error:
            refused = refusal("opened", path, error)
            self._session.refused.emit(refused.message, refused.hint)
        else:
            self.load_unsaved(saved, path, look_at(path))
            self._session.noticed.emit(f"This is the version before the one in {path.name}. It is not saved.")

    def load_unsaved(self, saved: Saved, path: Path | None, seen: Footprint | None) -> None:
        """Go on with what does not stand in its file.

        seen  how the file was when this was last in accord with it
        """
        self._session.load(saved, path)
        self._session.document.mark_unsaved()
        self._guarding.take_seen(seen)

    def open_recent(self, path: Path) -> None:
        """Open a file from the list of recent ones, once nothing would be lost."""
        if self.may_leave():
            self.open_path(path)

    def reload(self) -> None:
        """Open the project's file again, once nothing would be lost."""
        path = self._session.document.path
        if path is not None and self.may_leave():
            self.open_path(path)

    def open_bundled(self, name: str) -> None:
        """Open a bundled project, once nothing would be lost."""
        if self.may_leave():
            self._session.open_bundled(name)

    def save(self) -> bool:
        """Save into the project's file, or ask for one."""
        path = self._session.document.path
        return self.save_as() if path is None else self._save(path)

    def save_as(self) -> bool:
        """Ask for a file and save into it."""
        path = self._ask_where("Save project", {".neuroloom": PROJECT_FILTER})
        return path is not None and self._save(path)

    def ask_model(self, form: "Format", proposed: Path | str, over: QWidget) -> Path | None:
        """Ask where a model goes; None: nowhere.    proposed: a name in the usual folder, or a path"""
        kind = f"{form.label} (*{form.ending})"
        return self._ask_where(f"Export as {form.label}", {form.ending: kind}, proposed=proposed, over=over)

    def export_picture(self, subject: Subject, theme: Theme) -> None:
        """Ask how the picture of the network shall look and where it goes; `theme` is the window's."""
        # What writes pictures is loaded when it is needed: a plain start is faster without.
        from gui.dialogs.picture_dialog import PictureDialog
        from gui.drawing_file import write_drawing

        titled, last = replace(subject, title=self._session.document.title), self._settings.picture_ending
        dialog = PictureDialog(titled, theme, self._window, last if last in PICTURE_FILTERS else ".svg")
        is_wanted = dialog.exec()
        choice = dialog.choice
        dialog.deleteLater()
        if not is_wanted:
            return
        path = self._ask_where("Export picture", PICTURE_FILTERS, choice.ending)
        if path is None:
            return
        self._settings.picture_ending = path.suffix.lower()
        try:
            write_drawing(choice.sheet, path, choice.theme, choice.scale, choice.is_transparent)
        except UserError as error:
            self._session.refused.emit(error.message, error.hint)
        else:
            self._session.succeeded.emit()
            self._session.noticed.emit(f"Exported {path.name} into {path.parent}.")

    def export_table(self, title: str, text: Callable[[], str]) -> None:
        """Ask for a file and write a table in CSV into it."""
        path = self._ask_where(title, {".csv": TABLE_FILTER})
        if path is None:
            return
        try:
            with replacing(path) as beside:
                beside.write_bytes(text().encode("utf-8", "replace"))
        except UserError as error:
            self._session.refused.emit(error.message, error.hint)
        else:
            self._session.succeeded.emit()
            self._session.noticed.emit(f"Exported {path.name}.")

    def may_leave(self) -> bool:
        """Whether this project may make room: nothing would be lost, or it was saved or given up."""
        if not self._session.document.must_ask(self._session.step):
            return True
        text = f"“{self._session.document.title}” has changes that are not saved."
        answers = {"save": "Save", "discard": "Don't save"}
        answer = ask(self._window, "save-changes", "Save changes?", text, "Without saving they are lost.", answers)
        return self.save() if answer == "save" else answer == "discard"

    def may_replace(self, path: Path, over: QWidget | None = None) -> bool:
        """Whether what this file holds now may be lost; over: the window that asks, None: the main one."""
        text = f"There is a file “{path.name}” already."
        more = "Replacing it loses what is in it now."
        answers = {"replace": "Replace"}
        asked = ask(over or self._window, "replace-file", "Replace the file?", text, more, answers, is_final=True)
        return asked == "replace"

    def _save(self, path: Path) -> bool:
        how = self._guarding.ask_save(path)
        if how == "elsewhere":
            return self.save_as()
        if how is None or not self._guarding.save(path):
            return False
        self._settings.add_recent(path)
        return True

    def _ask_where(
        self,
        title: str,
        kinds: Mapping[str, str],
        ending: str | None = None,
        proposed: Path | str | None = None,
        over: QWidget | None = None,
    ) -> Path | None:
        """Ask for a file of one of these kinds.

        kinds     the dialog's filters, by ending
        ending    the one that is offered; None: the first
        proposed  the name that is offered, or the path; None: the project's title
        over      the window that asks; None: the main one
        """
        document = self._session.document
        usual = self._settings.last_folder
        if usual is None or ".neuroloom" in kinds:  # a project stays where it is
            usual = self._settings.folder if document.path is None else document.path.parent
        ending = ending or next(iter(kinds))
        name = usual / (proposed or f"{document.title}{ending}")
        answer = ask_to_save(over or self._window, title, name, list(kinds.values()), kinds[ending])
        if answer is None:
            return None
        path, chosen = answer
        self._settings.remember_folder(path)
        if path.suffix.lower() in kinds:
            return path
        # The dialog has asked about the name as it was typed; the one with the ending may belong to another file.
        ending = next((other for other, kind in kinds.items() if kind == chosen), ending)
        path = path.with_name(f"{path.name}{ending}")
        return path if not path.exists() or self.may_replace(path, over) else None
