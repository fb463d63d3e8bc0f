"""Tool tips of tiles cover no tile."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person


def tip_over(tile: QWidget) -> QRect:
    """Where on the screen the tool tip stands that the pointer on this tile brings up."""
    at = tile.rect().center()
    QApplication.sendEvent(tile, QHelpEvent(QEvent.Type.ToolTip, at, tile.mapToGlobal(at)))
    assert QToolTip.text() == tile.toolTip() != ""
    label = next(widget for widget in QApplication.topLevelWidgets() if widget.inherits("QTipLabel"))
    return label.geometry()


@pytest.mark.parametrize(
    ("name", "others"),
    [("data-circle", ("data-xor", "data-spiral")), ("data-spiral", ("data-circle", "data-moons")),
     ("tile-neuron", ("tile-layer", "tile-dropout")), ("tile-layer", ("tile-neuron", "tile-batch-norm"))],
)  # fmt: skip
def test_a_tiles_tip_stands_beside_all_tiles_as_high_as_its_own(
    person: Person, name: str, others: tuple[str, ...]
) -> None:
    tile = person.widget(name)
    found = tip_over(tile)
    for other in (name, *others):
        widget = person.widget(other)
        assert not QRect(widget.mapToGlobal(QPoint()), widget.size()).intersects(found), other
    top = tile.mapToGlobal(QPoint()).y()
    assert top - 2 <= found.top() <= top + tile.height() + 2
    assert found.width() < 420, "long tips are wrapped"


def test_the_tip_of_a_column_in_the_list_of_columns_covers_none_of_them(open_window: OpenWindow) -> None:
    person = open_window("iris")
    person.click("table-columns")
    popup = person.window.findChild(QWidget, "columns-popup")
    assert popup is not None
    box = popup.findChild(QWidget, "column-1")
    assert box is not None
    popup.move(0, popup.y())  # a screen has room beside it
    found = tip_over(box)
    assert not QRect(popup.mapToGlobal(QPoint()), popup.size()).intersects(found)
