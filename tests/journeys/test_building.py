"""A person builds with the hands at the real window, while the engine trains and between undo and redo."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from gui.canvas.things import Neuron
from tests.journeys.person import Left, Person

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def _centre(person: Person, layer: int, unit: int) -> QPointF:
    return person.canvas.node_rect(layer, unit).center()


def _begin(person: Person, start: QPointF, to: QPointF) -> None:
    canvas = person.canvas
    QTest.mousePress(canvas, Left, NONE, start.toPoint())
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(canvas, (start + (to - start) * share).toPoint())
    assert canvas.is_dragging


def test_neurons_are_moved_while_it_trains_and_the_training_goes_on(person: Person) -> None:
    session, canvas = person.window.session, person.canvas
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.step > 20)
    between = (_centre(person, 1, 0) + _centre(person, 1, 1)) / 2
    person.stroke(canvas, _centre(person, 0, 1), between)
    person.until_drawn()
    assert person.drawn_widths() == (2, 3, 4, 1)
    assert canvas.selection == {Neuron(1, 1)}
    step = session.step
    person.until(lambda: session.step > step + 20)
    person.stroke(canvas, _centre(person, 1, 1), _centre(person, 1, 3))
    person.until(lambda: canvas.is_in_step)
    assert canvas.selection == {Neuron(1, 3)}
    assert session.is_playing


def test_undo_in_the_middle_of_a_drag_undoes_and_nothing_else(person: Person) -> None:
    person.click("layer-0-plus")
    person.until_drawn()
    place = person.canvas.gap_centre(1) + QPointF(0, 200)
    _begin(person, _centre(person, 0, 1), place)
    person.press(Qt.Key.Key_Z, CTRL)
    assert not person.canvas.is_dragging
    QTest.mouseRelease(person.canvas, Left, NONE, place.toPoint())
    person.until_drawn()
    assert person.drawn_widths() == (2, 4, 3, 1)
    assert person.window.session.document.redo_text == "add neuron to Hidden 1"


def test_space_in_the_middle_of_a_drag_does_not_train(person: Person) -> None:
    place = person.canvas.gap_centre(1) + QPointF(0, 200)
    _begin(person, _centre(person, 0, 1), place)
    person.press(Qt.Key.Key_Space)
    person.press(Qt.Key.Key_Escape)
    QTest.mouseRelease(person.canvas, Left, NONE, place.toPoint())
    assert person.window.session.document.undo_text is None
    assert not person.window.session.is_playing


def test_what_an_edit_could_not_keep_is_told_on_the_bottom_line(person: Person) -> None:
    person.click_at(person.canvas, _centre(person, 0, 1))
    person.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    person.until_drawn()
    assert person.drawn_widths() == (2, 3, 4, 1)
    assert person.text("notice").startswith("The function changed")


def test_copied_and_pasted_by_keys(person: Person) -> None:
    person.click_at(person.canvas, _centre(person, 0, 1))
    person.press(Qt.Key.Key_C, CTRL)
    person.press(Qt.Key.Key_V, CTRL)
    person.until_drawn()
    assert person.drawn_widths() == (2, 5, 3, 1)
    person.press(Qt.Key.Key_A, CTRL)
    person.press(Qt.Key.Key_Delete)
    person.until_drawn()
    assert person.drawn_widths() == (2, 1)
