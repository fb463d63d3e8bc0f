"""The fields of the panels: what a person typed is quoted as it was typed."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.panels.form import ChoiceField, NumberField, Option, parse_count


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


def test_a_drop_down_whose_list_has_gone_is_not_lit_as_if_it_were_pointed_at(qtbot: QtBot) -> None:
    """Qt keeps it lit, which on these fields looks like switched off."""
    field = ChoiceField("scaling", "Scaling", "How.", 100)
    qtbot.addWidget(field)
    field.show_choice([Option(name, name, "") for name in ("standard", "none")], "standard")
    field.show()
    box = field.box
    box.showPopup()
    qtbot.waitUntil(box.view().isVisible)
    QCursor.setPos(box.mapToGlobal(QPoint(10, 400)))
    box.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)  # as where a list lies over a popup: no leaving is told
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not box.view().isVisible())
    assert not box.underMouse()
