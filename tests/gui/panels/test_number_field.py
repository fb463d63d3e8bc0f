"""The field for a number: what a person typed is quoted as it was typed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.panels.number_field import NumberField, parse_count


def test_what_was_typed_is_quoted_letter_by_letter(qtbot: QtBot) -> None:
    """Qt would take the typed tags for markup, and show none of them."""
    taken: list[int] = []
    field = NumberField("layers", "Layers", "How many.", lambda typed: taken.append(parse_count(typed, "Layers")))
    qtbot.addWidget(field)
    field.show()
    field.field.setFocus()
    QTest.keyClicks(field.field, "<b>3</b>")
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    error = field.findChild(QLabel, "layers-error")
    assert error is not None and error.isVisible()
    assert taken == [] and "<b>3</b>" in error.text() and error.textFormat() == Qt.TextFormat.PlainText
