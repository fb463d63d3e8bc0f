"""What tests of the whole program share: a terminal, and windows opened as after a plain start."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from core.loop import Gate
from gui.app import main
from gui.session.session import Session
from gui.session.worker import Worker
from gui.settings import Settings
from gui.window.main_window import MainWindow
from tests.gui.desks import Desk
from tests.gui.terminal import Enter, Run, Terminal
from tests.journeys.person import Person

OpenWindow = Callable[..., Person]


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """What a test has opened goes with it, and buttons it held are let go.

    A window or menu that stays takes pointer and keyboard from the next test; a button that stays down is part of its
    presses, too (QTest remembers), and a slider, for one, ignores a press while another button is down.
    """

    def windows() -> set[QWidget]:
        return {widget for widget in qapp.topLevelWidgets() if widget.isVisible()}

    before = windows()
    yield
    for window in windows() - before:
        window.hide()
    nobody = QWidget()
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
        QTest.mouseRelease(nobody, button)
    # Nobody's loop runs between tests, so what is to be deleted would stay, and every change of theme would reach it.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # As at the start of the program; else each widget that is put into another has its looks worked out once more.
    qapp.setStyleSheet("")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal in an empty folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    return Terminal(folder)


@pytest.fixture
def enter(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Enter:
    """The entry of the program without a process of its own, where that is not what is tested: it takes no time."""

    def enter(*arguments: str) -> Run:
        monkeypatch.chdir(terminal.folder)
        monkeypatch.setattr(sys, "argv", ["neuroloom", *arguments])
        status = main()
        return Run(arguments, status, *capsys.readouterr())

    return enter


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings in a file of this test's."""
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def make_desk(qtbot: QtBot, settings: Settings) -> Iterator[Callable[[], Desk]]:
    """Makes a session with its files, without a window."""
    made: list[Desk] = []

    def make() -> Desk:
        made.append(Desk(qtbot, settings))
        return made[-1]

    yield make
    for desk in made:
        desk.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def desk(make_desk: Callable[[], Desk]) -> Desk:
    """A session with its files, open on circle, without a window."""
    return make_desk()


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    """A worker with nothing to do yet."""
    worker = Worker(Gate())
    yield worker
    worker.close()


@pytest.fixture
def open_window(qtbot: QtBot, settings: Settings) -> Iterator[OpenWindow]:
    """Opens the window on a bundled project; gives the person in front of it."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    opened: list[MainWindow] = []

    def open_it(name: str = "circle", with_settings: Settings = settings) -> Person:
        session = Session(open_bundled(name))
        window = MainWindow(session, with_settings)
        opened.append(window)
        session.start()
        session.open_bundled(name)
        window.show()
        window.activateWindow()
        person = Person(qtbot, window)
        person.until_drawn()
        person.until(window.isActiveWindow)
        return person

    yield open_it
    for window in opened:
        window.session.close()
        window.hide()  # a window that is still there takes the pointer from the next test
        window.deleteLater()
        window.session.deleteLater()
    # At once, and here: what is left for Python to collect may end in another thread, which Qt's objects cannot bear.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def person(open_window: OpenWindow) -> Person:
    """A person in front of the window, open on circle."""
    return open_window()
