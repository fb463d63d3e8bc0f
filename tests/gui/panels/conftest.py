"""Panels on their own: a document under them, shown after each change, and no engine running."""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from core.specs import Project
from gui.session.session import Session
from gui.theme import LIGHT

Left = Qt.MouseButton.LeftButton


class Panel(Protocol):
    """What all panels have in common."""

    def show_project(self, project: Project) -> None:
        """Show what the project says."""


APanel = TypeVar("APanel", bound=Panel)


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    """A session open on circle. Its engine is not started: what is tested is what the document comes to."""
    session = Session(open_bundled("circle"))
    yield session
    session.close()


@pytest.fixture
def show(qtbot: QtBot, session: Session) -> Callable[[APanel], APanel]:
    """Show a panel that follows the session's document, as the window has it do."""

    def show(panel: APanel) -> APanel:
        assert isinstance(panel, QWidget)
        qtbot.addWidget(panel)
        session.document.changed.connect(lambda _old, new: panel.show_project(new))
        panel.show_project(session.document.project)
        if hasattr(panel, "show_theme"):
            panel.show_theme(LIGHT)
        panel.show()
        panel.activateWindow()
        qtbot.waitUntil(panel.isActiveWindow)
        return panel

    return show


def control(panel: QWidget, name: str) -> QWidget:
    """The control of this name."""
    found = panel.findChild(QWidget, name)
    assert found is not None, name
    return found


def said(panel: QWidget, name: str) -> str | None:
    """What the label of this name says; None: it is hidden."""
    label = control(panel, name)
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else None


def click(panel: QWidget, name: str) -> None:
    """Click the middle of a control."""
    QTest.mouseClick(control(panel, name), Left)


def type_into(panel: QWidget, name: str, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Click into a field, replace what is in it, and end with a key."""
    field = control(panel, name)
    QTest.mouseClick(field, Left)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, end)
