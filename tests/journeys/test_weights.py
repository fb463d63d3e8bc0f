"""Weights typed, nudged, locked and cut in the real window, while its engine trains."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from core.messages import RunSteps
from core.moves import BIAS
from core.regions import number_at
from gui.session.things import Bias, Edge
from tests.journeys.person import Person

EDGE = Edge(0, 1, 2)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def click(person: Person, weight: Edge | Bias) -> QLineEdit:
    """Click a weight; the field of its card."""
    person.click_at(person.canvas, person.canvas.point_of(weight))
    field = person.widget("weight-value")
    assert isinstance(field, QLineEdit)
    return field


def type_value(person: Person, weight: Edge | Bias, text: str) -> None:
    click(person, weight)
    person.bot.keyClicks(person.widget("weight-value"), text)
    person.press(Qt.Key.Key_Return)


def value(person: Person, layer: int, input: int, unit: int) -> np.floating:
    """A weight in the engine's state."""
    session = person.window.session
    return number_at(session.document.project.network, session.read_state().theta, (layer, input, unit))


def train(person: Person, steps: int) -> None:
    session = person.window.session
    target = session.read_state().step + steps
    session.engine.post(RunSteps(steps))
    person.until(lambda: session.step == target and not session.is_playing)


def test_a_typed_fraction_is_what_the_network_computes_with_and_is_saved(person: Person, tmp_path: Path) -> None:
    type_value(person, EDGE, "1/3")
    type_value(person, Bias(1, 0), "-0,5")
    assert value(person, 0, 1, 2) == np.float32(1 / 3) and value(person, 1, BIAS, 0) == np.float32(-0.5)
    assert "not saved" in person.window.windowTitle() and person.window.session.document.must_ask(0)
    field = click(person, EDGE)
    person.until(lambda: field.text() == "0.33333334")
    person.click("weight-lock")
    person.until_drawn()
    person.press(Qt.Key.Key_Escape)
    click(person, Edge(1, 0, 0))
    person.click("weight-cut")
    person.until_drawn()
    person.press(Qt.Key.Key_Escape)
    train(person, 20)
    assert value(person, 0, 1, 2) == np.float32(1 / 3) and value(person, 1, 0, 0) == 0.0
    before = person.window.session.read_state()
    person.save(tmp_path / "typed.neuroloom")
    assert not person.window.session.document.must_ask(20)
    train(person, 5)
    type_value(person, EDGE, "7")
    assert person.window.session.open(tmp_path / "typed.neuroloom")
    person.until_drawn()
    after = person.window.session.read_state()
    assert after.theta.tobytes() == before.theta.tobytes()
    first, second = person.window.session.document.project.network.dense[:2]
    assert first.locked == ((1, 2),) and second.cut == ((0, 0),)


def test_nudges_while_training_are_one_step_that_undo_takes_back_bit_for_bit(person: Person) -> None:
    session = person.window.session
    train(person, 30)
    before = session.read_state()
    field = click(person, EDGE)
    person.press(Qt.Key.Key_Up)
    session.engine.play()
    person.until(lambda: session.step > 32)
    for modifiers in (SHIFT, CTRL):
        person.press(Qt.Key.Key_Up, modifiers)
        step = session.step
        person.until(lambda step=step: session.step > step + 1)
    assert session.is_playing and field.isVisible()
    session.engine.pause()
    person.until(lambda: not session.is_playing)
    after = session.read_state()
    person.press(Qt.Key.Key_Escape)  # in the card, undo is the field's own
    person.press(Qt.Key.Key_Z, CTRL)
    undone = session.read_state()
    person.press(Qt.Key.Key_Z, CTRL | SHIFT)
    redone = session.read_state()
    for one, other in ((undone, before), (redone, after)):
        assert one.theta.tobytes() == other.theta.tobytes() and one.memory.tobytes() == other.memory.tobytes()
        assert (one.step, one.random) == (other.step, other.random)
    assert after.step > before.step and session.document.redo_text is None


def test_typing_does_not_stop_training_and_space_trains_again_after_it(person: Person) -> None:
    session = person.window.session
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.is_playing)
    field = click(person, EDGE)
    seen = {field.text()}
    person.until(lambda: bool(seen.add(field.text())) or len(seen) > 3)  # it follows
    person.bot.keyClicks(field, "3")
    step = session.step
    person.until(lambda: session.step > step + 5)
    assert field.text() == "3"
    person.press(Qt.Key.Key_Return)
    person.until(lambda: abs(value(person, 0, 1, 2) - 3.0) < 0.5)
    assert session.is_playing and not field.isVisible()
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)
