"""The dialogs that ask for a file: what they show of a folder, and that they read in none of its files."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QAbstractFileIconProvider, QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QToolButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.dialogs.file_dialog import ALL_FILES, ask_to_open, ask_to_save
from gui.theme import DARK
from tests.gui.contrast import contrast


def shown(files: int, kinds: list[str]) -> None:
    """Once the next file dialog lists so many files, note the kinds it tells, and cancel."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        tree = None if dialog is None else dialog.findChild(QTreeView, "treeView")
        model = None if tree is None else tree.model()
        if tree is None or model is None or model.rowCount(tree.rootIndex()) < files:
            QTimer.singleShot(10, look)
            return
        root = tree.rootIndex()
        kinds.extend(str(model.index(row, 2, root).data()) for row in range(files))
        assert isinstance(dialog, QFileDialog)
        dialog.reject()

    QTimer.singleShot(0, look)


def test_a_file_dialog_tells_kinds_by_name_and_reads_no_file(qtbot: QtBot, tmp_path: Path) -> None:
    names = ("plain", "picture.png", "rows.csv")
    for name in (*names, "control"):
        (tmp_path / name).write_bytes(b"\x00some bytes")
        os.utime(tmp_path / name, (0.0, (tmp_path / name).stat().st_mtime))
    (tmp_path / "control").read_bytes()
    if (tmp_path / "control").stat().st_atime == 0.0:
        pytest.skip("this file system does not note when a file is read")
    (tmp_path / "control").unlink()
    window = QWidget()
    qtbot.addWidget(window)
    kinds: list[str] = []
    shown(len(names), kinds)
    assert ask_to_open(window, "Open", tmp_path, [ALL_FILES]) is None
    assert sorted(kinds) == ["CSV file", "PNG file", "file"]
    assert [(tmp_path / name).stat().st_atime for name in names] == [0.0, 0.0, 0.0]


def strongest(picture: QPixmap) -> QColor:
    """The colour of the pixel that covers most."""
    image = picture.toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=lambda pixel: pixel.alpha())


def test_what_is_drawn_in_a_file_dialog_is_seen_in_the_dark_theme(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    before = theme.system_theme()
    theme.apply(qapp, DARK)
    contrasts: list[float] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.reject()  # first: what goes wrong below must not leave it open
        for name in ("toParentButton", "newFolderButton", "listModeButton"):
            button = dialog.findChild(QToolButton, name)
            contrasts.append(contrast(strongest(button.icon().pixmap(QSize(16, 16))), DARK.surface))
        for name in ("lookInCombo", "fileTypeCombo"):
            arrow = dialog.findChild(QComboBox, name).findChild(QLabel)
            contrasts.append(contrast(strongest(arrow.pixmap()), DARK.surface))
        folder = dialog.iconProvider().icon(QAbstractFileIconProvider.IconType.Folder)
        chosen = folder.pixmap(QSize(16, 16), QIcon.Mode.Selected)
        contrasts.append(contrast(strongest(chosen), dialog.palette().highlight().color().name()))

    QTimer.singleShot(0, look)
    try:
        assert ask_to_save(window, "Save", tmp_path / "x.csv", [ALL_FILES], ALL_FILES) is None
    finally:
        theme.apply(qapp, before)
    assert len(contrasts) == 6
    assert min(contrasts) > 4.5
