"""The window for a journey, open as after a plain start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from gui.session.session import Session
from gui.settings import Settings
from gui.window.main_window import MainWindow
from tests.gui.conftest import nothing_left as nothing_left
from tests.journeys.person import Person


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    """A person in front of the window, open on circle as after a plain start."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    session = Session(open_bundled("circle"))
    settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    window = MainWindow(session, settings)
    session.start()
    session.open_bundled("circle")
    window.resize(1440, 900)
    window.show()
    person = Person(qtbot, window)
    person.until_drawn()
    yield person
    session.close()
    window.hide()  # a window that is still there takes the pointer from the next test
    window.deleteLater()
