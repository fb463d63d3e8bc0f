"""Boxes that say or ask something: one look, whatever is in them."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui.dialogs.about import show_about
from gui.dialogs.bug_dialog import show_bug
from gui.dialogs.question import ask
from gui.theme import GRID_PX


def edges_of(show: object) -> tuple[set[int], int, int]:
    """Where the texts begin, where the last button ends, and how wide the box is that `show` opens."""
    assert callable(show)
    found: list[tuple[set[int], int, int]] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        texts = [label for label in box.findChildren(QLabel) if label.isVisible() and label.text()]
        assert len(texts) == 2
        starts = {label.mapTo(box, label.contentsRect().topLeft()).x() for label in texts}
        end = max(button.mapTo(box, QPoint(button.width(), 0)).x() for button in box.buttons() if button.isVisible())
        found.append((starts, end, box.width()))
        QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, look)
    show()
    return found[0]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.mark.parametrize("kind", ["question", "long question", "about", "bug"])
def test_texts_begin_as_far_from_their_edge_as_buttons_end_from_theirs(window: QWidget, kind: str) -> None:
    shows = {
        "question": lambda: ask(window, "name", "Title", "Short?", "More.", {"save": "Save", "discard": "Don't save"}),
        "long question": lambda: ask(window, "name", "Title", "A question? " * 20, "And more. " * 30, {"do": "Do it"}),
        "about": lambda: show_about(window),
        "bug": lambda: show_bug("details", window, lambda: True),
    }
    starts, end, width = edges_of(shows[kind])
    assert starts == {2 * GRID_PX}
    assert end == width - 2 * GRID_PX


@pytest.mark.parametrize(("button", "answer"), [("save", "save"), ("discard", "discard")])
def test_the_answer_is_that_of_the_button_that_was_clicked(window: QWidget, button: str, answer: str) -> None:
    def click() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        QTest.mouseClick(box.findChild(QWidget, f"name-{button}"), Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, click)
    assert ask(window, "name", "Title", "Save?", "More.", {"save": "Save", "discard": "Don't save"}) == answer
