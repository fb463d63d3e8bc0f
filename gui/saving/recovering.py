"""Recovering: what a crash or a kill has left is offered, and opened as work that is not saved."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.project import Saved
from core.project.autosave import Autosave, Shelf, left_behind
from core.wording import counted
from gui.colours import Colours
from gui.dialogs.question import ask
from gui.dialogs.recovery_dialog import RecoveryDialog, told_of
from gui.saving.autosaving import Autosaving, autosave_root
from gui.saving.files import Files
from gui.saving.guarding import Guarding
from gui.session.session import Session
from gui.settings import Settings


class Recovering:
    """While something is offered here, no other window is offered it; what is not taken stays for the next one."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        settings: Settings,
        files: Files,
        guarding: Guarding,
        autosaving: Autosaving,
        colours: Colours,
    ) -> None:
        self._window, self._session, self._settings, self._files = window, session, settings, files
        self._guarding, self._autosaving, self._colours = guarding, autosaving, colours

    def ask(self) -> None:
        """Offer what there is, or say that there is nothing."""
        if not self.offer():
            self._session.noticed.emit("There is no unsaved work to recover.")

    def offer(self) -> bool:
        """Offer what windows have left that are no more; whether there is anything."""
        root = autosave_root(self._settings)
        shelves = [] if root is None or not self._window.isVisible() else left_behind(root)
        if not shelves:
            return False
        # What belongs to the file that was asked for comes first.
        shelves.sort(key=lambda shelf: not _is_of(shelf, self._session.document.path))
        dialog = RecoveryDialog(shelves, self._colours.theme, self._window)
        dialog.exec()
        chosen, discarded = dialog.chosen, dialog.discarded
        dialog.deleteLater()
        others = len(shelves) - len(discarded) - 1
        for shelf in shelves:
            if shelf in discarded:
                shelf.end()
            elif shelf is not chosen or not self._recover(shelf, others):
                shelf.leave()
        return True

    def _recover(self, shelf: Shelf, others: int) -> bool:
        """Open what lies on this shelf, and go on saving there; False: it stays where it is.

        others  of how many more windows there is work
        """
        if not self._files.may_leave():
            return False
        opened = self._open(shelf)
        if opened is None:
            return False
        autosave, saved = opened
        path, seen = autosave.note.path, autosave.note.seen
        if path is not None:
            how = self._guarding.ask_open(path)
            if how is None:
                return False
            if how == "copy":
                title = f"{path.stem} copy"
                path, seen, saved = None, None, replace(saved, project=saved.project.replace(title=title))
        self._files.load_unsaved(saved, path, seen)
        self._autosaving.adopt(shelf)
        where = told_of(autosave.note)
        if saved.timeline is None and saved.step > 0:  # it was too large to be saved aside every few seconds
            where += ", without the timeline up to here"
        title = self._session.document.title
        rest = f" The project's menu has {counted(others, 'more', 'more')} to recover." if others else ""
        self._session.noticed.emit(f"Recovered {title} ({where}): not saved yet, undo begins anew.{rest}")
        return True

    def _open(self, shelf: Shelf) -> tuple[Autosave, Saved] | None:
        """The newest autosave that is whole, if a person wants one that is not the newest."""
        autosaves = shelf.autosaves
        for number, autosave in enumerate(autosaves):
            try:
                return autosave, autosave.open()
            except UserError as error:
                title = autosave.note.title or "this project"
                older = autosaves[number + 1 : number + 2]
                if not older:
                    self._session.refused.emit(f"No autosave of {title} can be read.", error.hint)
                    return None
                before = older[0].note
                answer = ask(
                    self._window, "older-autosave", "The autosave is damaged",
                    f"The last autosave of “{title}” is damaged.",
                    f"The one before it is of {told_of(before)}." if before.when else "There is one before it.",
                    {"older": "Recover that one"},
                )  # fmt: skip
                if answer is None:
                    return None
        return None


def _is_of(shelf: Shelf, path: Path | None) -> bool:
    autosaves = shelf.autosaves
    return path is not None and bool(autosaves) and autosaves[0].note.path == path.absolute()
