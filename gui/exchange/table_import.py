"""Tables come in: from a file that is chosen or dropped, or as text that is pasted; through one dialog."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.data import Table
from core.edits import choose_data
from core.fresh_start import start_afresh
from core.plain_numbers import takes_plain_numbers
from core.table.likely import is_table_text
from core.table.sources import Source
from gui.colours import Colours
from gui.dialogs.file_dialog import ask_to_open
from gui.panels.data_panel import what_became
from gui.saving.files import ANY_TABLE_FILTER
from gui.session.session import Session
from gui.session.worker import IsWanted
from gui.settings import Settings

if TYPE_CHECKING:
    from gui.dialogs.table_dialog import TableDialog

PASTED = "Pasted table"


class TableImport(QObject):
    """Opens the dialog on a table; what was chosen there becomes the project's data, as one edit."""

    def __init__(self, window: QWidget, session: Session, settings: Settings, colours: Colours) -> None:
        super().__init__(window)
        self._window, self._session, self._settings, self._colours = window, session, settings, colours

    def ask(self) -> None:
        """Ask which file, and open it."""
        self._session.succeeded.emit()  # what was refused before is over
        path = ask_to_open(self._window, "Open table", self._settings.folder, [ANY_TABLE_FILTER])
        if path is not None:
            self._settings.remember_folder(path)
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open the dialog on this file."""
        self._open(path, path.name)

    def paste(self) -> None:
        """Open the dialog on what was copied, or say that it is no table."""
        text = QGuiApplication.clipboard().text()
        if is_table_text(text):
            self._open(text.encode(), PASTED)
        else:
            self._session.refused.emit(
                "What was copied is not a table.", "Copy rows and columns, with their names, in a spreadsheet first."
            )

    def _open(self, source: Source, name: str) -> None:
        # What reads tables is large: it is loaded when it is needed, and piece by piece, so that no frame is late.
        self._session.worker.ask(self, _load, lambda _loaded: self._prepare(source, name))

    def _prepare(self, source: Source, name: str) -> None:
        import gui.dialogs.table_dialog  # noqa: F401 - so that it is there in a moment

        QTimer.singleShot(0, self, partial(self._show, source, name))

    def _show(self, source: Source, name: str) -> None:
        from gui.dialogs.table_dialog import TableDialog

        if not self._window.isVisible():  # it was closed meanwhile: a dialog would keep the program from ending
            return
        if any(dialog.isVisible() for dialog in self._window.findChildren(TableDialog)):
            return  # one after the other
        session = self._session
        document = session.document
        project, shown = document.project, session.shown
        plain_for = project if shown is not None and takes_plain_numbers(project, shown.theta) else None
        # A bundled project that was only trained is no work of anybody's; weights that came without data are.
        is_untouched = plain_for is None and document.path is None and not document.must_ask(session.step)
        present = project.data if isinstance(project.data, Table) else None
        dialog = TableDialog(
            source, name, session.worker, session.reader, self._colours.theme, is_untouched, self._window, plain_for,
            present,
        )  # fmt: skip
        dialog.accepted.connect(partial(self._on_accepted, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_accepted(self, dialog: "TableDialog") -> None:
        assert dialog.recipe is not None
        # First the dialog goes, then the window takes on other data: both at once would keep it for a moment.
        QTimer.singleShot(0, self, partial(self._take, dialog.recipe, dialog.starts_afresh))

    def _take(self, recipe: Table, starts_afresh: bool) -> None:
        document = self._session.document
        old = document.project
        goes_by_data = document.path is None and old.data is not None
        title = Path(recipe.source).stem if goes_by_data else old.title
        decide = start_afresh if starts_afresh else choose_data
        self._session.apply(lambda: decide(old.replace(title=title), recipe, f"open {recipe.source}"))
        if document.project.data != recipe:
            return
        self._session.succeeded.emit()
        if document.project == old:
            self._session.noticed.emit("These are the data that were there already: nothing is changed.")
            return
        made = "New data, with a network made for them; undo brings back what was there."
        self._session.noticed.emit(made if starts_afresh else what_became(old, document.project))


def _load(_is_wanted: IsWanted) -> bool:
    """Load what reads tables."""
    import polars  # noqa: F401 - loaded for whoever needs it next

    import core.table.wishes  # noqa: F401 - the same

    return True
