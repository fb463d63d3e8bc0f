"""Tests of the settings: chosen through the dialog, taken on at once, and remembered."""

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QDialogButtonBox, QLabel

from gui import desktop
from gui.canvas.look import Look
from gui.panels.side_by_side import PARTS_PX
from gui.settings import Settings
from tests.gui.conftest import Person
from tests.gui.drop_down import pick


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder: never that of whoever runs the tests."""
    folder = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


def opened(person: Person) -> QDialog:
    """The dialog, by its keys."""
    QTest.keyClick(person.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = person.window.findChild(QDialog, "settings-dialog")
    assert isinstance(dialog, QDialog)
    person.until(dialog.isVisible)
    return dialog


def click(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_is_chosen_counts_at_once_and_is_remembered(person: Person, settings: Settings) -> None:
    window = person.window
    dialog = opened(person)
    pick(dialog, "settings-theme", "Dark")
    assert window.colours.theme.name == "dark" and settings.theme == "dark"
    pick(dialog, "settings-digits", "5")
    click(dialog, "settings-dashed")
    assert window.canvas.look == Look(digits=5, is_dashed=True) == settings.look
    pick(dialog, "settings-numbers", "float64")
    for name in ("settings-autosave", "settings-previous"):
        click(dialog, name)
    assert not settings.autosaves and not settings.keeps_backup
    close = dialog.findChild(QDialogButtonBox)
    assert close is not None
    QTest.mouseClick(close.button(QDialogButtonBox.StandardButton.Close), Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert window.session.document.project.network.dtype == "float32", "only projects to come"
    window.actions_by_id["new"].trigger()
    assert window.session.document.project.network.dtype == "float64"
    assert not window.session.document.is_edited(0)


def test_factory_settings_bring_back_the_first_start_and_leave_the_recent_files(
    person: Person, settings: Settings, tmp_path: Path
) -> None:
    window, recent = person.window, tmp_path / "mine.neuroloom"
    recent.touch()
    settings.add_recent(recent)
    panel = window.project_menu.findChild(QAction, "panel-left")
    assert panel is not None
    panel.trigger()
    assert not window.data_panel.isVisibleTo(window) and settings.hidden_panels == {"left"}
    window.actions_by_id["doctor"].trigger()
    dialog = opened(person)
    pick(dialog, "settings-theme", "Dark")
    pick(dialog, "settings-numbers", "float64")
    click(dialog, "settings-autosave")
    click(dialog, "settings-reset")
    assert settings.autosaves
    assert settings.theme == "system" and settings.dtype == "float32" and settings.look == Look()
    assert settings.hidden_panels == set() and settings.has_doctor and settings.recent == [recent]
    assert window.colours.name == "system" and window.canvas.look == Look()
    assert window.data_panel.isVisibleTo(window) and window.side_by_side.sizes()[0] == PARTS_PX[0]
    dialog.reject()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="such a menu is on Linux alone")
def test_the_program_goes_into_the_applications_menu_and_out_again(person: Person, data: Path) -> None:
    dialog = opened(person)
    button = dialog.findChild(QAbstractButton, "settings-desktop")
    assert button is not None and button.text() == "Add to the applications menu"
    click(dialog, "settings-desktop")
    assert (data / desktop.ENTRY_PATH).is_file() and button.text() == "Remove from the applications menu"
    click(dialog, "settings-desktop")
    assert not (data / desktop.ENTRY_PATH).exists()
    shutil.rmtree(data)
    data.write_text("a file in the way")
    click(dialog, "settings-desktop")
    refusal = dialog.findChild(QLabel, "settings-error")
    assert refusal is not None and refusal.isVisible() and "cannot be saved" in refusal.text()
    dialog.reject()
