"""The history panel: what it lists, how one goes to any of it by mouse and keys, and that vectors go along."""

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView

from core.edits import choose_loss, operate
from core.state import State
from core.surgery import add_unit, insert_layer
from gui.panels.history import ROW_PX, TEXT_AT_PX
from gui.session.session import Session
from gui.theme import BODY_PX, GRID_PX, LIGHT, body_font
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

Control = Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier


def edit_three_times(session: Session) -> None:
    """A neuron, a loss, a layer: surgery, a setting, surgery."""
    session.apply(lambda: operate(session.document.project, add_unit(session.document.project.network, 0)))
    session.apply(lambda: choose_loss(session.document.project, "mse"))
    session.apply(lambda: operate(session.document.project, insert_layer(session.document.project.network, 0)))


TEXTS = ["Opened", "Add neuron to Hidden 1", "Set loss to mean squared error", "Add layer"]


def open_history(person: Person) -> QListView:
    person.press(Qt.Key.Key_H, Control)
    found = person.widget("history-list")
    assert isinstance(found, QListView)
    return found


def open_rows(person: Person) -> QListView:
    found = person.widget("history-list")
    assert isinstance(found, QListView)
    return found


def row(rows: QListView, number: int) -> QModelIndex:
    return rows.model().index(number, 0)


def listed(rows: QListView) -> list[str]:
    return [str(row(rows, number).data()) for number in range(rows.model().rowCount())]


def click(rows: QListView, number: int) -> None:
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(row(rows, number)).center())


def image_of(rows: QListView) -> QImage:
    """The list as it is seen, with the panel below it."""
    panel = rows.parentWidget()
    return panel.grab(QRect(rows.viewport().mapTo(panel, QPoint(0, 0)), rows.viewport().size())).toImage()


def darkest(rows: QListView, number: int) -> int:
    """How dark the ink of a row's text is, 0 to 255."""
    place = rows.visualRect(row(rows, number)).adjusted(36, 0, -8, 0)
    image = image_of(rows)
    return min(
        image.pixelColor(x, y).lightness()
        for x in range(place.left(), place.right())
        for y in range(place.top(), place.bottom())
    )


def test_it_lists_every_edit_and_marks_where_the_document_is(person: Person) -> None:
    edit_three_times(person.window.session)
    rows = open_history(person)
    assert listed(rows) == TEXTS
    assert rows.currentIndex().row() == 3
    person.press(Qt.Key.Key_Z, Control)
    assert rows.currentIndex().row() == 2
    assert listed(rows) == TEXTS
    assert person.text("history-note") == "The next edit replaces the muted ones."
    assert darkest(rows, 2) < darkest(rows, 3), "what was taken back steps back"
    state = [row(rows, number).data(Qt.ItemDataRole.AccessibleTextRole) for number in (1, 2, 3)]
    assert state == ["add neuron to Hidden 1", "set loss to mean squared error, now", "add layer, taken back"]


def test_before_the_first_edit_it_says_so_and_escape_closes(person: Person) -> None:
    person.press(Qt.Key.Key_H, Control)
    assert person.text("history-empty") == "Nothing edited since it was opened"
    person.press(Qt.Key.Key_Escape)
    assert person.window.history.isHidden()
    assert not person.action("history").isChecked()
    assert QApplication.focusWidget() is person.canvas


def test_a_click_goes_there_and_the_list_follows_what_is_edited_meanwhile(person: Person) -> None:
    session = person.window.session
    edit_three_times(session)
    rows = open_history(person)
    click(rows, 0)
    assert session.document.position == 0
    assert person.text("notice") == "Undone: 3 edits."
    person.until_drawn()
    click(rows, 2)
    assert session.document.position == 2
    person.click("layer-0-plus")
    assert listed(rows) == [*TEXTS[:3], "Add neuron to Hidden 1"]
    assert rows.currentIndex().row() == 3
    session.new()
    assert person.text("history-empty") == "Nothing edited since it was opened"
    assert rows.isHidden()


def test_arrows_move_and_enter_goes_there(person: Person) -> None:
    document = person.window.session.document
    edit_three_times(person.window.session)
    rows = open_history(person)
    assert QApplication.focusWidget() is rows
    person.press(Qt.Key.Key_Up)
    person.press(Qt.Key.Key_Up)
    assert (rows.currentIndex().row(), document.position) == (1, 3)
    person.press(Qt.Key.Key_Return)
    assert document.position == 1
    person.press(Qt.Key.Key_End)
    person.press(Qt.Key.Key_Enter)
    assert document.position == 3
    person.press(Qt.Key.Key_Escape)
    assert person.window.history.isHidden()
    assert QApplication.focusWidget() is person.canvas


def test_space_trains_while_the_list_has_the_keyboard(person: Person) -> None:
    session = person.window.session
    edit_three_times(session)
    open_history(person)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.is_playing)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)


def test_arrow_button_menu_and_cross_open_and_close_it(person: Person) -> None:
    panel = person.window.history
    person.click("button-history")
    assert panel.isVisible()
    person.click("button-history")
    assert panel.isHidden()
    person.choose("project-menu", "Panels", "History")
    assert panel.isVisible()
    assert person.action("history").isChecked()
    person.click("history-close")
    assert panel.isHidden()
    assert not person.action("history").isChecked()


@pytest.mark.parametrize("key", [(Qt.Key.Key_Y, Control), (Qt.Key.Key_Z, Control | Shift)])
def test_redo_has_two_shortcuts_and_its_tip_says_both(person: Person, key: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    document = person.window.session.document
    edit_three_times(person.window.session)
    document.undo()
    assert person.action("redo").toolTip() == "Redo add layer (Ctrl+Shift+Z or Ctrl+Y)"
    assert person.action("undo").toolTip() == "Undo set loss to mean squared error (Ctrl+Z)"
    person.press(*key)
    assert document.position == 3


def test_it_stays_inside_a_low_window_and_scrolls(person: Person) -> None:
    session = person.window.session
    for _ in range(40):
        edit_three_times(session)
    rows = open_history(person)
    for width, height in ((1280, 720), (1440, 900)):
        person.window.resize(width, height)
        frame = person.window.history.geometry()
        assert person.window.rect().contains(frame)
        assert frame.right() > width - 24
        assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()).center())
    assert rows.height() < 120 * ROW_PX
    person.press(Qt.Key.Key_Home)
    assert rows.viewport().rect().contains(rows.visualRect(row(rows, 0)).center())


def test_the_row_under_the_pointer_is_seen(person: Person) -> None:
    edit_three_times(person.window.session)
    rows = open_history(person)
    place = rows.visualRect(row(rows, 1))
    corner = QPoint(place.right() - 12, place.center().y())
    QTest.mouseMove(rows.viewport(), corner)
    person.until(lambda: image_of(rows).pixelColor(corner) == QColor(LIGHT.hover))


def test_the_vectors_go_along_as_with_undo_pressed_so_many_times(open_window: OpenWindow) -> None:
    def come_to(is_far: bool) -> list[State]:
        person = open_window()
        session = person.window.session
        session.apply(lambda: operate(session.document.project, add_unit(session.document.project.network, 0)))
        session.run_epoch()
        person.until(lambda: session.snapshot is not None and session.snapshot.epoch == 1)
        edit_three_times(session)
        session.run_epoch()
        person.until(lambda: session.snapshot is not None and session.snapshot.epoch == 2)
        states = []
        for position in (1, 4, 0, 2):
            if is_far:
                rows = open_history(person)
                click(rows, position)
                person.press(Qt.Key.Key_Escape)
            else:
                while session.document.position != position:
                    (session.undo if session.document.position > position else session.redo)()
            states.append(session.read_state())
        return states

    far, near = come_to(is_far=True), come_to(is_far=False)
    assert [state.epoch for state in far] == [state.epoch for state in near]
    assert len({state.theta.tobytes() for state in far}) >= 3
    for one, other in zip(far, near, strict=True):
        assert one.theta.tobytes() == other.theta.tobytes()
        assert np.array_equal(one.memory, other.memory)
        assert (one.step, one.random) == (other.step, other.random)


def test_a_long_edit_is_read_to_the_value_at_its_end(person: Person) -> None:
    document = person.window.session.document
    person.press(Qt.Key.Key_H, Control)
    narrow = person.widget("history").width()
    document.edit("set weight sepal length → Hidden 1 · 2 to 0.25", document.project.replace(title="Other"))
    rows = open_rows(person)
    room = rows.visualRect(row(rows, 1)).width() - TEXT_AT_PX - 2 * GRID_PX
    wanted = QFontMetrics(body_font(BODY_PX, bold=True)).horizontalAdvance(listed(rows)[1])
    assert narrow < person.widget("history").width()
    assert room >= wanted
    assert person.widget("history").geometry().right() < person.window.width()
