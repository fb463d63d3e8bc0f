"""The dialogs that ask for a file: the system's where it has some, else Qt's, drawn like the rest of the window."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileInfo, QSize
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from gui import icons

TOOLS = {
    "backButton": "back",
    "forwardButton": "forward",
    "toParentButton": "up",
    "newFolderButton": "plus",
    "listModeButton": "list",
    "detailModeButton": "details",
}
"""The icon of each of Qt's buttons: its own are black in a dark window, too."""
ALL_FILES = "All files (*)"
SIZE = QSize(760, 480)
"""Room for a file's name, size, kind and date."""


class NameIcons(QAbstractFileIconProvider):
    """A folder or a file, known by what the system says of it.

    Qt's own provider reads in each file of a folder to find out what it is, and waits forever for some (/proc/kmsg).
    """

    def __init__(self, colour: str) -> None:
        super().__init__()
        # Made here: the answers are given in a thread that must not paint.
        self._folder, self._file = icons.icon("folder", colour), icons.icon("file", colour)

    def icon(self, of: QAbstractFileIconProvider.IconType | QFileInfo) -> QIcon:
        """The icon of this file, or of this kind of place."""
        if isinstance(of, QFileInfo):
            return self._folder if of.isDir() else self._file
        return self._file if of == QAbstractFileIconProvider.IconType.File else self._folder

    def type(self, info: QFileInfo) -> str:
        """What a file is called in the column of kinds."""
        return "Folder" if info.isDir() else f"{info.suffix().upper()} file".strip()


def ask_to_open(window: QWidget, title: str, folder: Path, kinds: Sequence[str]) -> Path | None:
    """Which file is to be opened; None: none.    kinds: filters such as "Tables (*.csv *.parquet)" """
    dialog = _dialog(window, title, folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _chosen(dialog)


def ask_to_save(
    window: QWidget, title: str, proposed: Path, kinds: Sequence[str], kind: str
) -> tuple[Path, str] | None:
    """Where something is to be written, and which of the kinds was chosen with it; None: nowhere."""
    dialog = _dialog(window, title, proposed.parent, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "Folder:")
    dialog.selectNameFilter(kind)
    dialog.selectFile(proposed.name)
    path = _chosen(dialog)
    return None if path is None else (path, dialog.selectedNameFilter())


def _dialog(window: QWidget, title: str, folder: Path, kinds: Sequence[str]) -> QFileDialog:
    dialog = QFileDialog(window, title, str(folder), ";;".join(kinds))
    dialog.resize(SIZE)
    colour = dialog.palette().windowText().color().name()
    for name, icon in TOOLS.items():
        button = dialog.findChild(QToolButton, name)
        if button is not None:  # there is none where the system's own dialog is shown
            button.setIcon(icons.icon(icon, colour))
    return dialog


def _chosen(dialog: QFileDialog) -> Path | None:
    provider = NameIcons(dialog.palette().windowText().color().name())
    dialog.setIconProvider(provider)  # it does not keep it
    is_chosen = dialog.exec() == QFileDialog.DialogCode.Accepted
    names = dialog.selectedFiles()
    dialog.deleteLater()
    return Path(names[0]) if is_chosen and names else None
