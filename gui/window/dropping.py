"""Files that are dropped on the window: a project, a table or a model, each opened where its kind is."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from core.disk.model_files import is_model_file
from core.errors import UserError
from core.table.likely import is_table_file
from gui.exchange.model_import import ModelImport
from gui.exchange.table_import import TableImport
from gui.saving.files import Files
from gui.session.session import Session


class Dropping:
    """Opens the file that was dropped, or says why not."""

    def __init__(self, session: Session, files: Files, table_import: TableImport, model_import: ModelImport) -> None:
        self._session, self._files, self._tables, self._models = session, files, table_import, model_import

    def welcome(self, event: QDragEnterEvent) -> None:
        """Files are welcome, of whatever kind: what they are is told once they are dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def take(self, event: QDropEvent) -> None:
        """Open the file."""
        event.acceptProposedAction()
        try:
            path = _dropped(event)
        except UserError as error:
            self._session.refused.emit(error.message, error.hint)
            return
        if is_model_file(path):
            open_path = self._models.open_path
        else:
            open_path = self._tables.open_path if is_table_file(path) else self._files.open_recent
        QTimer.singleShot(0, partial(open_path, path))  # it may ask, and whoever dropped is waiting


def _dropped(event: QDropEvent) -> Path:
    """The project file, the table or the model that was dropped.

    Raises UserError where it is several files, or something else.
    """
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    if len(paths) != 1:
        raise UserError(f"{len(paths):,} files were dropped at once.", "Drop one project, table or model.")
    (path,) = paths
    if path.suffix != ".neuroloom" and not is_table_file(path) and not is_model_file(path):
        raise UserError(
            f"{path.name} is neither a project, a table nor a model.",
            "Drop a .neuroloom file, a CSV, TSV, Parquet or Excel file, or a model in ONNX, .keras or .safetensors.",
        )
    return path
