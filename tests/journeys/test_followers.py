"""Dropout and batch normalization with the hands alone; and a step in a hidden layer, which cannot be trained."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from core.layers import BatchNormalization, Dropout
from tests.journeys.person import Person

Control = Qt.KeyboardModifier.ControlModifier


def test_a_person_adds_changes_trains_and_undoes_dropout_and_batch_normalization(person: Person) -> None:
    session, canvas = person.window.session, person.canvas
    document = session.document
    person.choose("button-pace", "as fast as possible")
    person.drag_tile("tile-batch-norm", canvas.node_rect(0, 1).center())
    person.until_drawn()
    person.drag_tile("tile-dropout", canvas.gap_centre(1) + QPointF(0, 60))
    person.until_drawn()
    norm = BatchNormalization()
    assert document.project.network.followers == ((), (norm, Dropout(0.2)), (), ())
    assert person.action("undo").text() == "Undo add dropout to Hidden 1"

    # Another rate, from the menu and typed, while it trains.
    canvas.setFocus()
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.is_playing and session.snapshot.step > 0)
    person.choose("layer-0-follower-1", "10 %")
    person.until_drawn()
    person.choose("layer-0-follower-1", "Other…")
    field = person.widget("layer-0-follower-1-rate")
    person.bot.keyClicks(field, "2,5")
    person.bot.keyClick(field, Qt.Key.Key_Return)
    person.until_drawn()
    assert document.project.network.followers[1] == (norm, Dropout(0.025))
    step = session.snapshot.step
    person.until(lambda: session.snapshot.step > step + 100)
    assert session.is_playing
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)
    trained = session.read_state().theta
    views = document.project.network.views(trained)
    assert np.all(views[1]["moving_mean"] != 0.0), "the statistics follow the data"

    # A neuron more, and one taken off: the normalization goes along.
    person.drag_neuron_tile(canvas.node_rect(0, 0).center())
    person.until_drawn()
    wider = document.project.network.views(session.read_state().theta)[1]
    assert np.array_equal(wider["moving_mean"][:4], views[1]["moving_mean"])
    person.press(Qt.Key.Key_Z, Control)
    person.until_drawn()
    assert np.array_equal(session.read_state().theta, trained)

    # Undoing a rate leaves the weights alone; undoing the layer itself takes them back to before it.
    for rate in (0.1, 0.2):
        person.press(Qt.Key.Key_Z, Control)
        person.until_drawn()
        assert document.project.network.followers[1] == (norm, Dropout(rate))
    assert np.array_equal(session.read_state().theta, trained)
    for _ in range(2):
        person.press(Qt.Key.Key_Z, Control)
        person.until_drawn()
    assert document.project.network.followers == ((), (), (), ())
    while person.action("redo").isEnabled():
        person.press(Qt.Key.Key_Z, Control | Qt.KeyboardModifier.ShiftModifier)
    person.until_drawn()
    assert document.project.network.followers[1] == (norm, Dropout(0.025))


def test_dropout_on_the_output_is_refused_and_a_second_one_too(person: Person) -> None:
    document, canvas = person.window.session.document, person.canvas
    person.drag_tile("tile-dropout", canvas.node_rect(2, 0).center())
    assert "Dropout does nothing after the output layer." in person.text("banner-text")
    assert document.undo_text is None
    person.drag_tile("tile-dropout", canvas.node_rect(-1, 0).center())
    person.until_drawn()
    assert not person.window.banner.isVisible()
    person.drag_tile("tile-dropout", canvas.node_rect(-1, 0).center())
    assert "There is dropout after the inputs already." in person.text("banner-text")
    assert document.project.network.followers == ((Dropout(0.2),), (), (), ())


@pytest.mark.parametrize("how", ["Remove", "Delete"])
def test_after_a_pill_is_gone_space_trains(person: Person, how: str) -> None:
    session = person.window.session
    person.drag_tile("tile-dropout", person.canvas.node_rect(1, 0).center())
    person.until_drawn()
    if how == "Remove":
        person.choose("layer-1-follower-0", "Remove")
    else:
        person.widget("layer-1-follower-0").setFocus(Qt.FocusReason.TabFocusReason)
        person.press(Qt.Key.Key_Delete)
    person.until_drawn()
    assert session.document.project.network.followers == ((), (), (), ())
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.is_playing)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)


def test_a_step_in_a_hidden_layer_is_drawn_and_asked_but_training_it_is_refused(person: Person) -> None:
    session = person.window.session
    before = session.read_state().theta
    person.choose("layer-0-activation", "step\tf(z) = 1 if z ≥ 0 else 0")
    person.until_drawn()
    network = session.document.project.network
    assert [layer.activation for layer in network.dense] == ["step", "tanh", "sigmoid"]
    for start in ("button-train", "button-step", "button-epoch"):
        person.click(start)
        person.until(person.window.banner.isVisible)
        assert "nothing left of it can learn" in person.text("banner-text")
        person.until(lambda: not session.is_playing)
    state = session.read_state()
    assert state.step == 0
    assert np.array_equal(state.theta, before)
    answers = network.predict(state.theta, np.array([[0.0, 0.0], [3.0, -3.0]]))
    assert np.isfinite(answers).all()
    # Back to tanh it learns, and the sentence goes.
    person.choose("layer-0-activation", "tanh\tf(z) = tanh z")
    person.until_drawn()
    person.click("button-step")
    person.until(lambda: session.snapshot.step == 1)
    assert not person.window.banner.isVisible()
