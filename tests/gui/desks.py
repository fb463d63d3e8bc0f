"""A session with its files and no window to speak of: for what needs nothing of the rest, it takes no time."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from core.project import open_project
from core.specs import Project
from gui.colours import Colours
from gui.panels.file_line import FileLine
from gui.saving.autosaving import Autosaving
from gui.saving.files import Files
from gui.saving.guarding import Guarding
from gui.saving.recovering import Recovering
from gui.session.session import Session
from gui.settings import Settings
from tests.journeys.person import Person


class Desk:
    """What a person's files go through, and what was said of them."""

    def __init__(self, qtbot: QtBot, settings: Settings) -> None:
        self._qtbot, self.settings = qtbot, settings
        self.window, self.line = QWidget(), FileLine()
        self.session = Session(open_bundled("circle"))
        self.guarding = Guarding(self.window, self.session, settings, self.line)
        self.files = Files(self.window, self.session, settings, self.guarding)
        self.autosaving = Autosaving(self.session, settings, self.guarding.seen, self.window)
        self.recovering = Recovering(
            self.window,
            self.session,
            settings,
            self.files,
            self.guarding,
            self.autosaving,
            Colours(settings, self.window),
        )
        self.notices: list[str] = []
        self.refusals: list[str] = []
        self.session.noticed.connect(self.notices.append)
        self.session.refused.connect(lambda message, _hint: self.refusals.append(message))
        self.session.start()
        self.session.open_bundled("circle")
        self.window.show()

    def until(self, is_so: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(is_so()), timeout=20_000)

    def edit(self, title: str) -> None:
        """An edit that can be told by the project's title."""
        document = self.session.document
        document.edit("rename", document.project.replace(title=title))

    @property
    def project(self) -> Project:
        return self.session.document.project

    def close(self) -> None:
        self.session.close()
        self.autosaving.end()
        self.guarding.end()
        self.window.hide()
        self.window.deleteLater()
        self.session.deleteLater()


def answer(text: str, asked: list[str]) -> None:
    """In the next question click the button with this text; what is asked is kept."""

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, QMessageBox)
        asked.append(dialog.text())
        button = next(button for button in dialog.findChildren(QPushButton) if button.text() == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    Person.answer_dialog(act)


def title_of(path: Path) -> str:
    """The title of the project in this file."""
    return open_project(path).project.title
