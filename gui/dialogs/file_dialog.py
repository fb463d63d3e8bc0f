"""The dialogs that ask for a file: the system's where it has some, else Qt's, drawn like the rest of the window."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileInfo, QSize, Qt
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QToolButton, QWidget

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
ARROW_PX = 14


class NameIcons(QAbstractFileIconProvider):
    """A folder or a file, known by what the system says of it.

    Qt's own provider reads in each file of a folder to find out what it is, and waits forever for some (/proc/kmsg).
    """

    def __init__(self, colour: str, selected: str) -> None:
        super().__init__()
        # Made here: the answers are given in a thread that must not paint.
        self._folder = icons.icon("folder", colour, selected=selected)
        self._file = icons.icon("file", colour, selected=selected)

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
    dialog = _FileDialog(window, title, folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _chosen(dialog)


def ask_to_save(
    window: QWidget, title: str, proposed: Path, kinds: Sequence[str], kind: str
) -> tuple[Path, str] | None:
    """Where something is to be written, and which of the kinds was chosen with it; None: nowhere."""
    dialog = _FileDialog(window, title, proposed.parent, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "Folder:")
    dialog.selectNameFilter(kind)
    dialog.selectFile(proposed.name)
    path = _chosen(dialog)
    return None if path is None else (path, dialog.selectedNameFilter())


class _FileDialog(QFileDialog):
    def __init__(self, window: QWidget, title: str, folder: Path, kinds: Sequence[str]) -> None:
        super().__init__(window, title)
        self.resize(SIZE)
        colour = self.palette().windowText().color().name()
        # The dialog does not keep it.
        self._provider = NameIcons(colour, self.palette().highlightedText().color().name())
        self.setIconProvider(self._provider)
        self.setDirectory(str(folder))  # only now: its icon is asked for once
        self.setNameFilters(kinds)
        for name, icon in TOOLS.items():
            button = self.findChild(QToolButton, name)
            if button is not None:  # there is none where the system's own dialog is shown
                button.setIcon(icons.icon(icon, colour))
        for combo in self.findChildren(QComboBox):
            self._show_arrow(combo, colour)

    def _show_arrow(self, combo: QComboBox, colour: str) -> None:
        """A list that can be opened shows that it can."""
        arrow = QLabel()
        arrow.setPixmap(icons.pixmap("down", colour, ARROW_PX, self.devicePixelRatioF()))
        arrow.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(combo)
        row.addStretch()
        row.addWidget(arrow)


def _chosen(dialog: QFileDialog) -> Path | None:
    is_chosen = dialog.exec() == QFileDialog.DialogCode.Accepted
    names = dialog.selectedFiles()
    dialog.deleteLater()
    return Path(names[0]) if is_chosen and names else None
