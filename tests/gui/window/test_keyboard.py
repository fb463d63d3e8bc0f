"""Keys in the whole window: what has the keyboard keeps the keys that are its own, and gives it back."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu

from gui.session.things import Edge, Neuron
from tests.journeys.person import Person

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _open_weight(person: Person) -> None:
    person.canvas.choose(Edge(0, 0, 0))
    person.press(Key.Key_Return)


def _open_name(person: Person) -> None:
    person.canvas.choose(Neuron(0, 0))
    person.press(Key.Key_F2)


def _open_seed(person: Person) -> None:
    person.click("bottom-seed-button")
    person.widget("bottom-seed").setFocus()


FIELDS = {
    "weight": _open_weight,
    "name": _open_name,
    "go to": lambda person: person.press(Key.Key_G),
    "count": lambda person: person.widget("layer-0-count").setFocus(),
    "rate": lambda person: person.widget("learning-rate").setFocus(),
    "seed": _open_seed,
}


@pytest.mark.parametrize("field", FIELDS)
def test_undo_and_redo_in_a_field_are_the_fields(person: Person, field: str) -> None:
    document = person.window.session.document
    for title in ("one", "two"):
        document.edit(f"call it {title}", document.project.replace(title=title))
    document.undo()
    before = document.undo_text, document.redo_text
    FIELDS[field](person)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit), line
    keys = ((Key.Key_Y, CTRL), (Key.Key_Z, CTRL | SHIFT), (Key.Key_Z, CTRL))
    for key, modifiers in keys:
        person.press(key, modifiers)
        assert (document.undo_text, document.redo_text) == before
    text = line.text()
    line.end(False)
    person.press(Key.Key_7)
    person.press(Key.Key_Z, CTRL)
    assert line.text() == text
    for key, modifiers in keys[:2]:
        person.press(key, modifiers)
        assert line.text() == f"{text}7"
        person.press(Key.Key_Z, CTRL)
    assert (document.undo_text, document.redo_text) == before


@pytest.mark.parametrize("field", ["weight", "name", "go to", "count"])
def test_the_menu_key_in_a_field_opens_no_menu_of_the_network(person: Person, field: str) -> None:
    FIELDS[field](person)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit), line
    opened: list[QMenu] = []

    def close() -> None:
        opened.extend(person.window.findChildren(QMenu, "canvas-menu"))
        for menu in opened:
            menu.close()

    QTimer.singleShot(0, close)
    place = line.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, line.mapToGlobal(place))
    QApplication.sendEvent(line, event)
    QApplication.processEvents()
    assert not opened and QApplication.focusWidget() is line


def test_enter_works_where_space_does_on_a_button(person: Person) -> None:
    look = person.widget("look")
    assert isinstance(look, QAbstractButton)
    look.setFocus()
    person.press(Key.Key_Return)
    assert look.isChecked()
    person.widget("look-numbers-never").setFocus()
    person.press(Key.Key_Enter)
    assert person.canvas.look.numbers == "never"
    widths = person.window.session.document.project.network.widths
    person.widget("layer-0-plus").setFocus()
    person.press(Key.Key_Return)
    assert person.window.session.document.project.network.widths[1] == widths[1] + 1
    opened: list[QMenu] = []

    def close() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            opened.append(menu)
            menu.close()

    QTimer.singleShot(0, close)
    person.widget("layer-0-activation").setFocus()
    person.press(Key.Key_Return)
    assert opened


def test_the_ranking_takes_the_keyboard_and_esc_closes_it(person: Person) -> None:
    person.press(Key.Key_K, CTRL)
    ranking = person.widget("ranking")
    assert QApplication.focusWidget() is person.widget("ranking-rows")
    for key in (Key.Key_Up, Key.Key_Left, Key.Key_End, Key.Key_Down):
        person.press(key)
    assert not person.canvas.selection
    person.press(Key.Key_Escape)
    assert not ranking.isVisible() and person.canvas.hasFocus()
    assert not person.window.actions_by_id["ranking"].isChecked()


def test_f6_goes_through_the_areas_and_shift_f6_back(person: Person) -> None:
    window = person.window
    areas = [window.canvas, window.right_column, window.bottom_line, window.top_bar, window.data_panel]

    def here() -> int:
        focus = QApplication.focusWidget()
        return next(at for at, area in enumerate(areas) if area is focus or area.isAncestorOf(focus))

    assert here() == 0
    way = []
    for _ in areas:
        person.press(Key.Key_F6)
        way.append(here())
    assert way == [1, 2, 3, 4, 0]
    person.press(Key.Key_F6, SHIFT)
    assert here() == 4


def menu_begins_at(person: Person, button: str, key: Qt.Key, *further: Qt.Key) -> str:
    """The entry that is lit when this key has opened the button's menu, and further ones were pressed in there; it is
    closed again.
    """
    begun: list[str] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for one in further:
            QTest.keyClick(menu, one)
        begun.append(menu.activeAction().text())
        menu.close()

    person.widget(button).setFocus()
    QTimer.singleShot(50, look)
    person.press(key)
    return begun[0]


@pytest.mark.parametrize("key", [Key.Key_F10, Key.Key_Space])
def test_a_menu_that_a_key_opens_begins_at_its_first_entry(person: Person, key: Qt.Key) -> None:
    assert menu_begins_at(person, "project-menu", key) == "New"


@pytest.mark.parametrize(
    ("button", "first", "last"), [("button-pace", "1 step/s", "as fast as possible"), ("project-menu", "New", "Quit")]
)
def test_home_and_end_lead_to_the_first_and_last_entry_of_a_menu(
    person: Person, button: str, first: str, last: str
) -> None:
    assert menu_begins_at(person, button, Key.Key_Space, Key.Key_End) == last
    assert menu_begins_at(person, button, Key.Key_Space, Key.Key_End, Key.Key_Home) == first


def test_a_menu_of_choices_begins_at_the_one_that_holds(person: Person) -> None:
    assert menu_begins_at(person, "button-pace", Key.Key_Down) == "50 steps/s"


def test_shift_end_selects_the_column_from_the_chosen_neuron_on(person: Person) -> None:
    person.canvas.choose(Neuron(0, 1))
    person.press(Key.Key_End, SHIFT)
    assert person.canvas.selection == {Neuron(0, unit) for unit in (1, 2, 3)}


def test_enter_takes_a_typed_count_and_opens_no_formula_of_the_neurons_that_are_chosen(person: Person) -> None:
    canvas = person.canvas
    header = person.widget("layer-0-header")
    person.click_at(header, QPointF(header.mapFrom(canvas, canvas.name_rect(0).center())))
    assert canvas.selection
    person.type_into("layer-0-count", "12")
    assert person.window.session.document.project.network.dense[0].units == 12
    person.until_drawn()
    assert canvas.explaining.neuron is None
    assert canvas.hasFocus(), "Space trains again"


@pytest.mark.parametrize("act", ["button-train", "button-step", "data-spiral", "Ctrl+."])
def test_a_rate_that_was_typed_counts_for_what_is_done_next(person: Person, act: str) -> None:
    """The buttons take no keyboard, so Qt would go on waiting for Enter, and train with another rate than it shows."""
    session = person.window.session
    person.click("learning-rate")
    person.press(Key.Key_A, CTRL)
    QTest.keyClicks(person.widget("learning-rate"), "0.7")
    assert session.document.project.training.learning_rate != 0.7
    if act == "Ctrl+.":
        person.press(Key.Key_Period, CTRL)
    else:
        person.click(act)
    assert session.document.project.training.learning_rate == 0.7


def test_a_weight_that_was_typed_counts_for_the_step_made_next(person: Person) -> None:
    _open_weight(person)
    QTest.keyClicks(person.widget("weight-value"), "0.7")
    person.click("button-train")
    assert person.window.session.document.undo_text.endswith("to 0.7")
    assert not person.window.canvas.findChild(QLineEdit, "weight-value").isVisible()


@pytest.mark.parametrize("act", ["button-train", "data-xor", "tab"])
def test_a_count_that_was_typed_counts_for_what_is_done_next(person: Person, act: str) -> None:
    person.click("layer-0-count")
    QTest.keyClicks(person.widget("layer-0-count"), "7")
    if act == "tab":
        person.press(Key.Key_Tab)
    else:
        person.click(act)
    assert person.window.session.document.project.network.dense[0].units == 7


@pytest.mark.parametrize("act", ["button-train", "data-xor", "tab", "Ctrl+."])
@pytest.mark.parametrize("is_layer", [True, False])
def test_a_name_that_was_typed_counts_for_what_is_done_next(person: Person, is_layer: bool, act: str) -> None:
    canvas = person.canvas
    if is_layer:
        header = person.widget("layer-0-header")
        person.click_at(header, QPointF(header.mapFrom(canvas, canvas.name_rect(0).center())))
    else:
        canvas.choose(Neuron(0, 1))
    person.press(Key.Key_F2)
    QTest.keyClicks(person.widget("name-field"), "edges")
    if act == "tab":
        person.press(Key.Key_Tab)
    elif act == "Ctrl+.":
        person.press(Key.Key_Period, CTRL)
    else:
        person.click(act)
    layer = person.window.session.document.project.network.dense[0]
    assert layer.name == "edges" if is_layer else layer.unit_names == ((1, "edges"),)
    assert not canvas.name_field.isVisible()


def test_a_double_click_marks_a_whole_number(person: Person) -> None:
    field = person.widget("learning-rate")
    assert isinstance(field, QLineEdit)
    field.setText("12.75")
    person.click("learning-rate")
    QTest.mouseDClick(field, Qt.MouseButton.LeftButton)
    assert field.selectedText() == "12.75"


def test_who_gets_the_keyboard_from_outside_is_scrolled_into_sight(person: Person) -> None:
    person.window.resize(1280, 720)
    person.canvas.setFocus()
    person.press(Key.Key_Backtab, SHIFT)
    control, left = QApplication.focusWidget(), person.widget("left")
    assert control is not None and left.isAncestorOf(control)
    top = control.mapTo(left, QPoint()).y()
    assert top >= 0 and top + control.height() <= left.height()
