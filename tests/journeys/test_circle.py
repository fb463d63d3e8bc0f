"""From the first look to a trained, saved, reopened, exported network, with the hands alone."""

from pathlib import Path

import numpy as np
import onnxruntime
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from core.project import open_project
from tests.gui.taking import take_away
from tests.journeys.person import Person

Control = Qt.KeyboardModifier.ControlModifier
GRID = np.stack(np.meshgrid(np.linspace(-6, 6, 21), np.linspace(-6, 6, 21)), axis=-1).reshape(-1, 2)


def test_a_person_builds_trains_undoes_saves_reopens_and_exports(person: Person, tmp_path: Path) -> None:
    session, canvas = person.window.session, person.canvas
    assert session.document.project.network.widths == (2, 4, 3, 1)

    # Two neurons into the first hidden layer, one between the two hidden layers.
    for count in (5, 6):
        person.drag_neuron_tile(canvas.node_rect(0, 0).center())
        person.until_drawn()
        assert session.document.project.network.widths == (2, count, 3, 1)
    person.drag_neuron_tile(canvas.gap_centre(1))
    person.until_drawn()
    assert session.document.project.network.widths == (2, 6, 1, 3, 1)
    assert person.action("undo").text() == "Undo add layer"
    # One neuron in between lets too little through; five more with the plus of its header.
    for _ in range(5):
        person.click("layer-1-plus")
        person.until_drawn()
    assert session.document.project.network.widths == (2, 6, 6, 3, 1)

    # Faster, then Space trains and pauses.
    person.choose("button-pace", "as fast as possible")
    canvas.setFocus()

    def is_good() -> bool:
        test = session.snapshot.test
        return test.correct / test.count >= 0.98

    # The accuracy jumps about a little, so the moment of the pause may miss a good one: then on again.
    for _ in range(20):
        person.press(Qt.Key.Key_Space)
        person.until(lambda: session.is_playing and is_good())
        person.press(Qt.Key.Key_Space)
        person.until(lambda: not session.is_playing)
        if is_good():
            break
    assert is_good()
    test = session.snapshot.test
    assert f"{test.correct} of {test.count} test points" in person.widget("figure-view").accessibleName()

    # Three steps back, one forward: structure and weights.
    trained = session.read_state()
    for _ in range(3):
        person.press(Qt.Key.Key_Z, Control)
        person.until_drawn()
    assert session.document.project.network.widths == (2, 6, 4, 3, 1)
    person.press(Qt.Key.Key_Z, Control | Qt.KeyboardModifier.ShiftModifier)
    person.until_drawn()
    assert session.document.project.network.widths == (2, 6, 5, 3, 1)
    while person.action("redo").isEnabled():
        person.press(Qt.Key.Key_Z, Control | Qt.KeyboardModifier.ShiftModifier)
    person.until_drawn()
    assert np.array_equal(session.read_state().theta, trained.theta)

    # Save, go elsewhere, come back.
    file = tmp_path / "my circle.neuroloom"
    person.save(file)
    assert person.text("saved-word") == "· saved"
    before = session.document.project.network.predict(session.read_state().theta, GRID)
    person.press(Qt.Key.Key_N, Control)
    person.until(lambda: person.drawn_widths() == (2, 1))
    person.open(file)
    person.until_drawn()
    network = session.document.project.network
    assert network.widths == (2, 6, 6, 3, 1)
    assert np.array_equal(network.predict(session.snapshot.theta, GRID), before)
    saved = open_project(file)
    assert np.array_equal(network.predict(saved.theta, GRID), before)

    # And away with it.
    model = tmp_path / "my circle.onnx"
    person.answer_dialog(lambda dialog: take_away(person, dialog, "ONNX", model))
    person.choose("button-export", "Take the model away…")
    answers = onnxruntime.InferenceSession(model).run(None, {"x": GRID.astype(np.float32)})[0]
    assert np.abs(answers - before).max() <= 1e-5


def test_a_neuron_is_dragged_off_and_the_last_one_takes_its_layer_along(person: Person) -> None:
    session, canvas = person.window.session, person.canvas
    away = QPointF(canvas.width() - 40, canvas.height() - 60)
    for widths in ((2, 4, 2, 1), (2, 4, 1, 1), (2, 4, 1)):
        person.stroke(canvas, canvas.node_rect(1, 0).center(), away)
        person.until_drawn()
        assert session.document.project.network.widths == widths
    # The output layer refuses, and says why.
    person.stroke(canvas, canvas.node_rect(1, 0).center(), away)
    assert session.document.project.network.widths == (2, 4, 1)
    assert "output layer keeps its width" in person.text("banner-text")


def test_editing_while_training_goes_on_training_and_keeps_what_was_learned(person: Person) -> None:
    session, canvas = person.window.session, person.canvas
    person.choose("button-pace", "as fast as possible")
    person.click("button-train")
    person.until(lambda: session.snapshot.test.correct / session.snapshot.test.count >= 0.98)
    step, loss = session.snapshot.step, session.snapshot.train.loss
    person.drag_neuron_tile(canvas.node_rect(0, 0).center())
    person.until_drawn()
    assert session.document.project.network.widths == (2, 5, 3, 1)
    person.until(lambda: session.snapshot.step > step)
    assert session.is_playing
    assert session.snapshot.train.loss < max(0.2, 3 * loss)
    person.click("button-train")
    person.until(lambda: not session.is_playing)


def test_a_rate_that_is_too_high_stops_training_and_keeps_finite_weights(person: Person) -> None:
    session = person.window.session
    field = person.widget("learning-rate")
    person.bot.mouseDClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    person.bot.keyClicks(field, "1e30")
    person.bot.keyClick(field, Qt.Key.Key_Return)
    person.click("button-train")
    person.until(lambda: person.window.banner.isVisible())
    assert "Training stopped in epoch" in person.text("banner-text")
    person.until(lambda: person.window.banner.findChild(QAbstractButton, "banner-remedy").isVisible())
    assert person.window.banner.findChild(QAbstractButton, "banner-remedy").text().startswith("Learning rate 1e+30 →")
    person.until(lambda: not session.is_playing)
    assert np.isfinite(session.read_state().theta).all()


def test_closing_asks_only_when_something_would_be_lost(person: Person) -> None:
    window, session = person.window, person.window.session
    # Trained only: a bundled project does not ask.
    person.click("button-epoch")
    person.until(lambda: session.snapshot.epoch == 1 and not session.is_playing)
    assert window.files.may_leave()
    # Edited: it asks, and Cancel keeps the window open.
    person.click("layer-0-plus")
    person.until_drawn()
    person.click_in_question(QMessageBox.StandardButton.Cancel)
    assert not window.close()
    assert window.isVisible()
    person.click_in_question(QMessageBox.StandardButton.Discard)
    assert window.close()


def test_a_file_that_is_no_project_is_told_and_changes_nothing(person: Person, tmp_path: Path) -> None:
    session = person.window.session
    broken = tmp_path / "broken.neuroloom"
    broken.write_bytes(b"PK\x03\x04 but not really")
    project, theta = session.document.project, session.read_state().theta
    person.open(broken)
    assert "broken.neuroloom" in person.text("banner-text")
    assert session.document.project == project
    assert np.array_equal(session.read_state().theta, theta)
