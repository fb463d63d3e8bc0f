"""Where the keyboard goes: after whatever a person did, Space trains and digits reach the pad."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMessageBox, QSlider

from tests.journeys.person import Person


def type_a_rate(person: Person) -> None:
    field = person.widget("learning-rate")
    person.click("learning-rate")
    person.bot.waitUntil(lambda: bool(field.selectedText()))  # a click marks what stands there
    person.bot.keyClicks(field, "0,05")
    person.press(Qt.Key.Key_Return)
    assert person.window.session.document.project.training.learning_rate == 0.05


def give_up_a_batch_size(person: Person) -> None:
    before = person.window.session.document.project
    field = person.widget("batch-size")
    person.click("batch-size")
    person.bot.keyClicks(field, "999")
    person.press(Qt.Key.Key_Escape)
    assert person.window.session.document.project == before
    assert field.text() == str(before.training.batch_size)


def drag_the_noise(person: Person) -> None:
    slider = person.widget("noise")
    assert isinstance(slider, QSlider)
    middle = slider.height() / 2
    person.stroke(slider, QPointF(slider.width() * 0.2, middle), QPointF(slider.width() * 0.6, middle))
    assert person.window.session.document.project.data.noise > 20


def drag_the_share_and_choose_digits(person: Person) -> None:
    slider = person.widget("training-share")
    middle = slider.height() / 2
    person.stroke(slider, QPointF(slider.width() * 0.5, middle), QPointF(slider.width() * 0.7, middle))
    person.click("data-segments")  # the slider under the pointer goes
    person.until_drawn()


def open_an_example_and_discard(person: Person) -> None:
    person.click("layer-0-plus")
    person.until_drawn()
    person.click_in_question(QMessageBox.StandardButton.Discard)
    person.choose("project-menu", "Examples", "Seven-segment digits")
    person.until(lambda: person.drawn_widths() == (7, 4, 10))


def clear_the_pad(person: Person) -> None:
    person.choose("project-menu", "Examples", "Seven-segment digits")
    person.until(lambda: person.drawn_widths() == (7, 4, 10))
    person.click("segment-pad-clear")
    assert not person.window.pad.values.any()


@pytest.mark.parametrize(
    "act",
    [
        type_a_rate,
        give_up_a_batch_size,
        drag_the_noise,
        drag_the_share_and_choose_digits,
        open_an_example_and_discard,
        clear_the_pad,
    ],
)
def test_space_trains_after_it(person: Person, act: Callable[[Person], None]) -> None:
    session = person.window.session
    act(person)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.is_playing)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)


def test_what_broke_training_is_told_until_it_is_mended_and_then_that_the_weights_are_not(person: Person) -> None:
    session, banner = person.window.session, person.window.banner
    for text in ("1e30", "0.05"):
        field = person.widget("learning-rate")
        person.click("learning-rate")
        field.selectAll()
        person.bot.keyClicks(field, text)
        person.press(Qt.Key.Key_Return)
        if text == "1e30":
            person.press(Qt.Key.Key_Space)
            person.until(banner.isVisible)
    # The rate is mended, and is not blamed any more; the weights are not.
    assert session.document.project.training.learning_rate == 0.05
    assert not banner.isVisible()
    doctor = person.window.doctor_line
    person.until(doctor.isVisible)
    assert doctor.finding is not None and doctor.finding.kind == "left behind"
    person.click("button-reset")
    person.until(lambda: not doctor.isVisible())


def test_a_refused_edit_is_told_until_the_next_edit(person: Person) -> None:
    canvas, banner = person.canvas, person.window.banner
    person.stroke(canvas, canvas.node_rect(2, 0).center(), QPointF(canvas.width() - 30, canvas.height() - 60))
    assert banner.isVisible()
    person.click("layer-0-plus")
    assert not banner.isVisible()


def test_undo_and_redo_say_what_they_did(person: Person) -> None:
    person.click("layer-0-plus")
    person.until_drawn()
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert person.text("notice") == "Undone: add neuron to Hidden 1."
    person.until_drawn()
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert person.text("notice") == "Redone: add neuron to Hidden 1."
    person.until_drawn()
