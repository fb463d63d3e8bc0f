"""The sheet of keys: what opens and closes it, and that what it says is so."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from gui.actions import TABLE
from gui.canvas.commands import COMMANDS
from gui.dialogs.keys_dialog import KeysDialog
from tests.journeys.person import Person

Key = Qt.Key


def sheet() -> KeysDialog | None:
    """The sheet on screen."""
    shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, KeysDialog)]
    return next((dialog for dialog in shown if dialog.isVisible()), None)


def said(dialog: KeysDialog) -> list[str]:
    """All words and keys on it."""
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_f1_and_a_question_mark_open_it_and_close_it(person: Person) -> None:
    for key in (Key.Key_F1, Key.Key_Question):
        person.press(key)
        dialog = sheet()
        assert dialog is not None
        person.until(lambda dialog=dialog: QApplication.activeWindow() is dialog)
        QTest.keyClick(dialog, key)
        assert sheet() is None
        person.window.activateWindow()
        person.until(lambda: QApplication.activeWindow() is person.window)
    person.press(Key.Key_F1)
    dialog = sheet()
    assert dialog is not None
    QTest.keyClick(dialog, Key.Key_Escape)
    assert sheet() is None


def test_a_question_mark_in_a_field_is_typed(person: Person) -> None:
    person.press(Key.Key_G)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClick(field, Key.Key_Question)
    assert sheet() is None


def test_every_action_with_a_key_and_every_command_of_the_canvas_is_on_it(person: Person) -> None:
    person.window.actions_by_id["keys"].trigger()
    dialog = sheet()
    assert dialog is not None
    words = said(dialog)
    for row in TABLE:
        keys = person.window.actions_by_id[row.id].shortcuts()
        for key in keys:
            assert key.toString(QKeySequence.SequenceFormat.NativeText) in words
        if keys:
            assert row.text.removesuffix("…") in words
    for command in COMMANDS:
        if command.keys:
            assert command.general_text.removesuffix("…") in words
            assert QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) in words
    assert "" not in words
    dialog.reject()


def test_all_of_it_can_be_read_in_the_smallest_window(person: Person) -> None:
    person.window.resize(1100, 640)
    person.window.actions_by_id["keys"].trigger()
    dialog = sheet()
    assert dialog is not None
    assert dialog.height() < 640
    for label in dialog.findChildren(QLabel):
        assert label.width() >= label.minimumSizeHint().width(), label.text()
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    close = dialog.findChild(QPushButton)
    assert close is not None
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert sheet() is None
