"""Taking the model away as a person does, in the dialog that is open."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListView, QProgressBar, QPushButton, QWidget

from tests.journeys.person import Person


class Waits(Protocol):
    """Who waits until something is so."""

    def until(self, is_so: Callable[[], bool], /) -> None: ...


def button(dialog: QWidget, name: str) -> QPushButton:
    """The button of this name."""
    found = dialog.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def said(dialog: QWidget, name: str) -> str:
    """What a label of the dialog says; nothing where it is hidden or not there."""
    found = dialog.findChild(QLabel, name)
    return found.text() if isinstance(found, QLabel) and found.isVisible() else ""


def choose(dialog: QWidget, label: str) -> None:
    """Walk to this form by keyboard."""
    forms = dialog.findChild(QListView, "export-forms")
    assert isinstance(forms, QListView)
    labels = [forms.model().index(row, 0).data() for row in range(forms.model().rowCount())]
    forms.setFocus()
    QTest.keyClick(forms, Qt.Key.Key_Home)
    for _ in range(labels.index(label)):
        QTest.keyClick(forms, Qt.Key.Key_Down)
    assert forms.currentIndex().data() == label


def is_running(dialog: QWidget) -> bool:
    """Whether an export is under way."""
    progress = dialog.findChild(QProgressBar, "export-progress")
    assert isinstance(progress, QProgressBar)
    return progress.isVisible()


def take_away(person: Waits, dialog: QWidget, label: str, path: Path) -> None:
    """Choose the form, press Export, type the name, and wait for what comes of it."""
    choose(dialog, label)
    Person.type_file(path)
    QTest.mouseClick(button(dialog, "export-export"), Qt.MouseButton.LeftButton)
    person.until(lambda: not is_running(dialog))
