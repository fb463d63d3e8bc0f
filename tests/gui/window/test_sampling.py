"""The current sample on the canvas: walked with arrows and keys, typed at inputs and outputs, said by every neuron."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from core.data import Points, build
from core.data.typed import read_target
from core.edits import set_features
from core.errors import UserError
from gui.session.things import Neuron
from tests.gui.canvas.conftest import colour_at
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person


def tag(person: Person, layer: int, unit: int) -> QPointF:
    """Where a neuron's value stands on the canvas."""
    drawing = person.canvas.drawing
    assert drawing is not None
    return drawing.sample_tags.frame(layer, unit).center() + person.canvas.offset


def target(person: Person, unit: int = 0) -> QPointF:
    drawing = person.canvas.drawing
    assert drawing is not None
    return drawing.sample_tags.target_frame(unit).center() + person.canvas.offset


def type_text(text: str, *keys: Qt.Key) -> None:
    """Into the field that has the keyboard, over what stands there."""
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit), field
    field.selectAll()
    QTest.keyClicks(field, text)
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def test_arrows_walk_the_test_points_and_then_the_training_points(person: Person) -> None:
    sample = person.window.sample
    assert sample.sample is None and person.window.canvas.sample_bar.button.text() == "no sample"
    person.click("sample-after")
    assert sample.sample.words == "test point 1"
    person.click("sample-before")
    assert sample.sample.words == "training point 250"
    person.click("sample-after")
    person.canvas.setFocus()
    person.press(Qt.Key.Key_S)
    assert sample.sample.words == "test point 2" == person.canvas.sample_bar.button.text()
    person.press(Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert sample.sample.words == "test point 1"
    person.choose("sample", "First training point")
    assert sample.sample.words == "training point 1"
    person.choose("sample", "No sample")
    assert sample.sample is None


def test_every_neuron_says_its_value_of_the_point_beside_its_picture(person: Person) -> None:
    person.window.sample.show_row("test", 7)
    project, snapshot = person.window.session.document.project, person.window.session.snapshot
    assert snapshot is not None and person.canvas.drawing is not None
    tags = person.canvas.drawing.sample_tags
    x = build(project.data).x_test[7:8]
    output = project.network.predict(snapshot.theta, x)[0, 0]
    assert tags.text(2, 0) == f"{output:.3f}"
    hidden = project.network.activations(snapshot.theta, x.T)[0][3, 0]
    assert tags.text(0, 3) == f"{hidden:.3f}".replace("-", "\u2212")
    assert tags.text(-1, 1) == f"{x[0, 1]:.3f}".replace("-", "\u2212")


def test_the_point_is_marked_on_the_pictures_the_right_way_round(person: Person) -> None:
    person.window.sample.show_place(np.array([4.0, -3.0]))
    node = person.canvas.node_rect(0, 0)
    at = QPointF(node.center().x() + node.width() / 2 * 4 / 6, node.center().y() + node.height() / 2 * 3 / 6)
    person.window.show_theme_named("light")
    image = person.canvas.grab().toImage()

    def darkest(middle: QPointF) -> int:
        return min(colour_at(image, middle + QPointF(dx, dy)).lightness() for dx in range(-4, 5) for dy in range(-4, 5))

    assert darkest(at) < 70 < darkest(QPointF(at.x(), 2 * node.center().y() - at.y()))


def test_numbers_are_typed_where_they_stand_and_tab_goes_on_to_the_target(person: Person) -> None:
    sample = person.window.sample
    sample.show_row("test", 7)
    person.click_at(person.canvas, tag(person, -1, 0))
    type_text("2,5", Qt.Key.Key_Tab)
    assert sample.sample.words == "typed" and sample.sample.place[0] == 2.5
    assert sample.sample.target is None, "what was right at another place need not be right here"
    type_text("-1/4", Qt.Key.Key_Tab)
    assert sample.sample.x.tolist() == [2.5, -0.25]
    type_text("inner", Qt.Key.Key_Return)
    assert sample.sample.target.tolist() == [1.0]
    assert QApplication.focusWidget() is person.canvas and not person.canvas.typing.field.isVisible()
    drawing = person.canvas.drawing
    assert drawing is not None and drawing.nodes.target.tolist() == [1.0]
    person.click_at(person.canvas, target(person))
    assert sample.sample.target.tolist() == [0.0], "a click chooses the other class"
    person.click_at(person.canvas, tag(person, -1, 1))
    type_text("1", Qt.Key.Key_Return)
    assert sample.sample.target.tolist() == [0.0], "what was typed stays"


def test_what_cannot_be_read_is_said_at_the_field_and_nothing_is_lost(person: Person) -> None:
    sample = person.window.sample
    sample.show_row("test", 7)
    before = sample.sample
    person.canvas.setFocus()
    person.press(Qt.Key.Key_V)
    type_text("two", Qt.Key.Key_Return)
    field = person.canvas.typing.field
    assert field.isVisible() and field.text == "two" and "is not a number" in field.error
    assert sample.sample is before
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not field.isVisible() and sample.sample is before


def test_features_follow_what_is_typed_and_are_not_typed_themselves(person: Person) -> None:
    document, sample = person.window.session.document, person.window.sample
    edit = set_features(document.project, ("x1", "x2", "x1^2"))
    document.edit(edit.text, edit.project, edit.vectors)
    person.until_drawn()
    sample.show_row("test", 7)
    person.click_at(person.canvas, tag(person, -1, 0))
    type_text("3", Qt.Key.Key_Return)
    assert sample.sample.x.tolist() == [3.0, sample.sample.place[1], 9.0]
    person.click_at(person.canvas, tag(person, -1, 2))
    assert not person.canvas.typing.field.isVisible()
    assert "made of" in person.text("banner-text")


@pytest.mark.parametrize("key", [Qt.Key.Key_V, Qt.Key.Key_Return])
def test_segments_take_any_number_and_a_class_by_a_click(open_window: OpenWindow, key: Qt.Key) -> None:
    person = open_window("segments")
    sample = person.window.sample
    person.canvas.setFocus()
    person.canvas.choose(Neuron(-1, 3))
    person.press(key)
    type_text("0.7", Qt.Key.Key_Return)
    assert sample.sample.x[3] == 0.7 and sample.sample.words == "typed"
    person.canvas.choose(Neuron(1, 4))
    person.press(Qt.Key.Key_V)
    type_text("7", Qt.Key.Key_Return)
    assert sample.sample.target.tolist() == np.eye(10)[7].tolist()
    person.click_at(person.canvas, target(person, 4))
    assert sample.sample.target.tolist() == np.eye(10)[4].tolist()
    assert sample.sample.x[3] == 0.7


def test_a_sample_can_be_typed_in_every_project(open_window: OpenWindow) -> None:
    for name in ("sine", "digits", "perceptron"):
        person = open_window(name)
        person.canvas.setFocus()
        person.press(Qt.Key.Key_V)
        type_text("0.5", Qt.Key.Key_Return)
        assert person.window.sample.sample.words == "typed"
        assert person.window.sample.sample.place[0] == 0.5


def test_targets_are_read_as_the_data_hold_them() -> None:
    circle, sine = build(Points("circle")), build(Points("sine"))
    assert read_target(" Outer ", circle, 1, 0, None).tolist() == [0.0]
    assert read_target("1", circle, 1, 0, None).tolist() == [1.0]
    assert read_target("-0,5", sine, 1, 0, None).tolist() == [-0.5]
    assert read_target("2", None, 3, 1, np.array([5.0, 6.0, 7.0])).tolist() == [5.0, 2.0, 7.0]
    with pytest.raises(UserError, match="no class"):
        read_target("0.5", circle, 1, 0, None)


def test_what_was_typed_is_added_to_the_data_and_the_network_goes_on(person: Person) -> None:
    session, sample = person.window.session, person.window.sample
    person.action("epoch").trigger()
    person.until(lambda: session.step == 25)
    before = session.read_state().theta
    sample.show_place(np.array([1.0, -2.0]), None, "typed")
    assert not person.canvas.can_add_sample
    person.click_at(person.canvas, target(person))
    assert person.canvas.can_add_sample
    person.click("sample-add-button")
    data = session.document.project.data
    assert data.added == ((1.0, -2.0, 1.0),)
    assert "251 points to train (1 of your own), 250 to test." in person.window.data_panel._note.text()
    assert sample.sample.words == "typed" and sample.sample.target.tolist() == [1.0], "it stays the current one"
    state = session.read_state()
    assert np.array_equal(state.theta, before) and len(state.order) == 251
    person.press(Qt.Key.Key_A)
    assert len(session.document.project.data.added) == 2
    person.choose("sample", "Remove 2 of your own")
    assert session.document.project.data.added == ()
    session.undo()
    assert len(session.document.project.data.added) == 2
    person.click("data-xor")
    assert session.document.project.data == Points("xor", noise=10.0)
    session.undo()
    assert len(session.document.project.data.added) == 2


def test_a_row_of_the_data_is_not_added_twice(person: Person) -> None:
    person.window.sample.show_row("test", 3)
    assert not person.canvas.can_add_sample
    person.canvas.setFocus()
    person.press(Qt.Key.Key_A)
    assert person.window.session.document.project.data.added == ()


def test_a_sample_of_your_own_is_shown_until_it_is_removed(person: Person) -> None:
    document, sample = person.window.session.document, person.window.sample
    sample.show_place(np.array([1.0, -2.0]), np.array([1.0]), "typed")
    person.canvas.setFocus()
    person.press(Qt.Key.Key_A)
    sample.show_row("training", 250)
    assert sample.sample.place.tolist() == [1.0, -2.0]
    sample_before = sample.sample
    document.undo()
    assert sample.sample is None
    sample.show_row("training", 7)
    document.redo()
    assert sample.sample is not None and sample.sample.row == ("training", 7) and sample_before is not None
