"""With the keys alone: Tab stops at what is chosen, however it was chosen, and the arrows lead on from there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def stops(person: Person, *prefixes: str) -> list[str]:
    """What of these names the Tab key comes by, once around the window."""
    person.canvas.setFocus()
    found: list[QWidget] = []
    for _ in range(120):
        person.press(Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in found:
            break
        found.append(focus)
    return [widget.objectName() for widget in found if widget.objectName().startswith(prefixes)]


def until_visible(person: Person, name: str) -> None:
    person.until(lambda: any(widget.isVisible() for widget in person.window.findChildren(QWidget, name)))


def test_tab_stops_at_the_page_in_front_however_it_came_there(person: Person) -> None:
    assert stops(person, "page-") == ["page-picture"]
    person.press(Key.Key_3, Ctrl)
    until_visible(person, "inside")
    assert stops(person, "page-") == ["page-inside"]
    person.click("page-scores")
    assert stops(person, "page-") == ["page-scores"]


def test_the_arrows_turn_the_pages(person: Person) -> None:
    person.press(Key.Key_2, Ctrl)
    until_visible(person, "scores")
    person.widget("page-scores").setFocus()
    person.press(Key.Key_Right)
    until_visible(person, "inside")
    assert QApplication.focusWidget() is person.widget("page-inside")
    person.press(Key.Key_Left)
    person.press(Key.Key_Left)
    until_visible(person, "pictures")
    assert stops(person, "page-") == ["page-picture"]


@pytest.mark.parametrize("name", ["circle", "digits"])
def test_tab_stops_at_the_data_that_are_trained_on(name: str, open_window: OpenWindow) -> None:
    assert stops(open_window(name), "data-") == [f"data-{name}"]


def test_the_curves_come_after_their_own_controls(person: Person) -> None:
    until_visible(person, "curves-plot")
    assert stops(person, "curves-", "timeline") == ["curves-title", "curves-log", "curves-plot", "timeline"]


def test_the_focus_of_a_page_that_is_left_goes_to_the_name_of_the_new_one(person: Person) -> None:
    person.widget("decision-map").setFocus()
    person.press(Key.Key_3, Ctrl)
    until_visible(person, "inside")
    assert QApplication.focusWidget() is person.widget("page-inside")
    person.press(Key.Key_2, Ctrl)
    until_visible(person, "scores")
    assert QApplication.focusWidget() is person.widget("page-scores"), "and on to the next one's name"
    person.press(Key.Key_3, Ctrl)
    until_visible(person, "inside")
    person.press(Key.Key_Tab)
    assert QApplication.focusWidget() is person.widget("inside-samples")


def test_the_focus_stays_where_it_is_beside_the_pages(person: Person) -> None:
    person.canvas.setFocus()
    person.press(Key.Key_3, Ctrl)
    until_visible(person, "inside")
    assert QApplication.focusWidget() is person.canvas
