"""The drop-down: once its list has gone, it looks like one that nobody points at."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.panels.choice_field import ChoiceField, Option


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
