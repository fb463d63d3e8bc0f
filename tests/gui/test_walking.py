"""One training step walked at the real window: its numbers, its drawing, and the very step that it ends with."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from core.data import build
from core.layers import Dense
from core.network import Network
from core.reckoning import TIMES
from core.samples import watched_rows
from core.specs import Project
from core.training import Training
from core.weights import write
from core.wording import MINUS
from gui.session.things import Bias, Edge, Neuron
from gui.walk.page import FORWARD, GRADIENT, LOSS, UPDATE
from tests.core.pocket_calculator import worked_out
from tests.core.test_trainer import two_two_two
from tests.gui.canvas.conftest import colour_at, is_negative, is_positive
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person


def walk(person: Person) -> None:
    """Ctrl+T."""
    person.canvas.setFocus()
    person.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: person.window.walking.walk is not None)


def go_on(person: Person, times: int = 1) -> None:
    for _ in range(times):
        person.click("walk-next")


def trained(person: Person, steps: int) -> None:
    """So many steps by hand."""
    for _ in range(steps):
        step = person.window.session.step
        person.action("step").trigger()
        person.until(lambda step=step: person.window.session.step == step + 1)


class Painted(QObject):
    """What a widget says and how high it is, each time it is painted."""

    def __init__(self, widget: QLabel) -> None:
        super().__init__(widget)
        self.seen: list[tuple[str, int]] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QLabel):
            self.seen.append((watched.text(), watched.height()))
        return False


def test_what_is_said_after_the_step_is_never_painted_in_the_room_of_what_was_said_before(person: Person) -> None:
    walk(person)
    go_on(person, 3)
    labels = [person.widget("walk-text"), person.widget("walk-numbers")]
    before = [(label.text(), label.height()) for label in labels]
    painted = [Painted(label) for label in labels]
    go_on(person)
    person.until(lambda: all(one.seen and one.seen[-1][0] != was[0] for one, was in zip(painted, before, strict=True)))
    for _ in range(5):  # whatever is laid out and painted after that
        QApplication.processEvents()
    for one, was in zip(painted, before, strict=True):
        heights = {height for text, height in one.seen if text != was[0]}
        assert len(heights) == 1 and was[1] not in heights


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_the_walk_through_a_batch_ends_in_the_very_step_that_was_shown(person: Person, optimizer: str) -> None:
    session, walking = person.window.session, person.window.walking
    training = session.document.project.training.replace(optimizer=optimizer, l2=0.001, clip_norm=0.5)
    session.document.edit("set it up", session.document.project.replace(training=training))
    trained(person, 2)
    walk(person)
    shown = walking.walk
    assert shown is not None and shown.count == 10 and walking.phase == FORWARD
    for phase in (LOSS, GRADIENT, UPDATE):
        go_on(person)
        assert walking.phase == phase
    history = session.document.history
    go_on(person)
    person.until(lambda: session.step == 3 and walking.walk is not None and walking.walk.step == 3)
    assert np.array_equal(session.read_state().theta, shown.new_theta)
    assert session.document.history == history, "training is no edit"
    assert walking.phase == FORWARD, "and the next step begins"


def test_a_step_on_the_current_sample_is_an_edit_that_undo_takes_back(person: Person) -> None:
    session, walking = person.window.session, person.window.walking
    trained(person, 1)
    before = session.read_state()
    person.window.sample.show_row("training", 3)
    walk(person)
    person.click("walk-alone")
    shown = walking.walk
    assert shown is not None and shown.count == 1
    go_on(person, 4)
    person.until(lambda: session.step == 2)
    after = session.read_state()
    assert np.array_equal(after.theta, shown.new_theta) and after.position == before.position
    data = build(session.document.project.data)
    network, loss = session.document.project.network, "binary_crossentropy"
    _, gradient = network.loss_and_gradient(before.theta, data.x[3:4], data.y[3:4], loss)
    assert after.theta == pytest.approx(before.theta - 0.1 * gradient, abs=1e-6)
    assert session.document.undo_text == "step on training point 4"
    session.undo()
    person.until(lambda: session.step == 1)
    assert np.array_equal(session.read_state().theta, before.theta)


def test_the_book_can_be_walked_with_its_numbers(person: Person) -> None:
    network, theta, _ = two_two_two()
    window = person.window
    project = Project("book", network, Training("half_squared_error", "sgd", 0.5), None)
    window.session.document.load(project, None, None)
    person.until_drawn()
    places = [(0, i, j) for j in range(2) for i in (0, 1, -1)] + [(1, i, j) for j in range(2) for i in (0, 1, -1)]
    views = network.views(theta)
    values = [float(views[a]["biases"][j] if i < 0 else views[a]["weights"][i, j]) for a, i, j in places]
    window.session.apply(lambda: write(window.session.document.project, places, values))
    window.sample.show_place(np.array([0.05, 0.10]), np.array([0.01, 0.99]), "typed")
    person.canvas.setFocus()
    person.press(Qt.Key.Key_T)
    person.click("walk-alone")
    person.until(lambda: window.walking.walk is not None)
    panel = window.walk_panel
    assert [number for _, number in panel.page.rows] == [
        *(f"0.15 {TIMES} 0.05 = 0.0075", f"0.2 {TIMES} 0.1 = 0.02", "0.35"),
        *("0.751", "0.773"),
    ]
    assert panel.page.reckonings[0] == ("z = their sum", "0.3775")
    assert panel.page.reckonings[1][1].endswith("= 0.5933")
    go_on(person)
    assert "0.298 added up" in panel.text
    assert [number for _, number in panel.page.rows] == ["0.751 for 0.010: 0.275", "0.773 for 0.990: 0.024"]
    go_on(person)
    assert panel.page.sections[-1].heading == "all 12 gradients"
    assert dict(panel.page.rows)["Hidden 1 · 1 → Output · 1"] == "0.082"
    assert dict(panel.page.rows)["bias of Output · 1"] == "0.138"
    formulas = dict(panel.page.reckonings)
    assert formulas[f"∂L/∂a = a {MINUS} y"] == f"0.7514 {MINUS} 0.01 = 0.7414"
    assert formulas[f"δ = ∂L/∂a {TIMES} f'(z)"] == f"0.7414 {TIMES} 0.1868 = 0.1385"
    person.canvas.select(frozenset({Edge(1, 0, 0)}), Edge(1, 0, 0))
    assert dict(panel.page.reckonings)[f"∂L/∂w = δ {TIMES} what comes in"] == f"0.1385 {TIMES} 0.5933 = 0.08217"
    person.canvas.select(frozenset({Neuron(0, 0)}), Neuron(0, 0))
    assert panel.page.rows[:2] == [
        ("Output · 1", f"0.4 {TIMES} 0.1385 = 0.05540"),
        ("Output · 2", f"0.5 {TIMES} ({MINUS}0.03810) = {MINUS}0.01905"),
    ]
    assert dict(panel.page.reckonings)[f"δ = ∂L/∂a {TIMES} f'(z)"] == f"0.03635 {TIMES} 0.2413 = 0.008771"
    go_on(person)
    assert dict(panel.page.rows)["Hidden 1 · 1 → Output · 1"] == "0.400 → 0.359"


def by_hand(person: Person) -> dict[str, float]:
    """Types the weights of a network 2-2-3, and reckons a step of Adam on one sample in float64."""
    network = Network(2, (Dense(2, "sigmoid"), Dense(3, "softmax")))
    w1, b1 = np.array([[0.3, -1.25], [0.7, 2.1]]), np.array([0.1, -0.4])
    w2, b2 = np.array([[1.7, -0.8, 0.25], [-3.3, 0.6, 1.1]]), np.array([0.6, -0.2, 0.05])
    window = person.window
    project = Project("by hand", network, Training("categorical_crossentropy", "adam", 0.05), None)
    window.session.document.load(project, None, None)
    person.until_drawn()
    places = [(0, i, j) for i in (0, 1, -1) for j in range(2)] + [(1, i, j) for i in (0, 1, -1) for j in range(3)]
    values = np.concatenate([w1.ravel(), b1, w2.ravel(), b2]).tolist()
    window.session.apply(lambda: write(window.session.document.project, places, values))
    x, y = np.array([0.9, -1.3]), np.array([0.0, 1.0, 0.0])
    window.sample.show_place(x, y, "typed")
    z1 = x @ w1 + b1
    a1 = 1.0 / (1.0 + np.exp(-z1))
    powers = np.exp(a1 @ w2 + b2)
    delta = powers / powers.sum() - y
    by_a = float(w2[1] @ delta)
    slope = float(a1[1] * (1.0 - a1[1]))
    gradient = by_a * slope * float(x[0])
    after = -1.25 - 0.05 * np.sqrt(1.0 - 0.999) / (1.0 - 0.9) * 0.1 * gradient / (
        np.sqrt(0.001 * gradient**2) + window.session.document.project.training.epsilon
    )
    return {"z": z1[1], "a": a1[1], "by_a": by_a, "slope": slope, "gradient": gradient, "after": float(after)}


def last(text: str) -> str:
    """What a line comes to."""
    return text.rpartition(" = ")[2].replace(MINUS, "-")


@pytest.mark.parametrize("digits", [3, 6])
def test_each_digit_that_is_shown_is_that_of_a_reckoning_by_hand(person: Person, digits: int) -> None:
    wanted = by_hand(person)
    person.canvas.show_look(person.canvas.look.replace(digits=digits))
    count = min(6, digits + 1)
    person.canvas.setFocus()
    person.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    person.click("walk-alone")
    person.until(lambda: person.window.walking.walk is not None)
    person.canvas.select(frozenset({Edge(0, 0, 1)}), Edge(0, 0, 1))
    forward = dict(person.window.walk_panel.page.reckonings)
    person.click("walk-phase-3")
    back = {what.partition(" = ")[0]: number for what, number in person.window.walk_panel.page.reckonings}
    person.click("walk-phase-4")
    update = {what.partition(" ← ")[0]: number for what, number in person.window.walk_panel.page.reckonings}
    for text, value in (
        (forward["z = their sum"], wanted["z"]),
        (forward["a = 1 / (1 + e⁻ᶻ)"], wanted["a"]),
        (back["∂L/∂a"], wanted["by_a"]),
        (back["f'(z)"], wanted["slope"]),
        (back["∂L/∂w"], wanted["gradient"]),
        (update["θ"], wanted["after"]),
    ):
        assert float(last(text)) == float(f"{value:.{count}g}"), text
    # What is reckoned on from the numbers that stand there comes to what stands there.
    assert worked_out(back["f'(z)"].rpartition(" = ")[0]) == pytest.approx(
        wanted["slope"], rel=0.6 * 10.0 ** (1 - count)
    )


def test_the_lines_show_the_gradient_and_then_the_weights_again(person: Person) -> None:
    walk(person)
    go_on(person, 2)
    shown, canvas = person.window.walking.walk, person.canvas
    assert shown is not None and canvas.drawing is not None and canvas.drawing.lens is not None
    assert canvas.drawing.lens.word == "gradient"
    pull = shown.network.dense_views(shown.pull)[1]["weights"]
    weights = shown.network.dense_views(shown.theta)[1]["weights"]
    differs = np.argwhere((pull * weights < 0.0) & (np.abs(pull) > 0.3 * np.abs(pull).max()))
    assert len(differs), "a line whose gradient has another sign than its weight proves that it is the gradient"
    input, unit = differs[0].tolist()
    image = canvas.grab().toImage()
    at = canvas.edge_point(1, input, unit)
    is_signed = is_positive if pull[input, unit] > 0 else is_negative
    assert is_signed(colour_at(image, at))
    person.click("walk-close")
    image = canvas.grab().toImage()
    at = canvas.edge_point(1, input, unit)
    assert (is_negative if pull[input, unit] > 0 else is_positive)(colour_at(image, at))


def test_an_edit_in_between_begins_the_walk_anew(person: Person) -> None:
    session, walking = person.window.session, person.window.walking
    walk(person)
    first = walking.walk
    go_on(person, 3)
    project = session.document.project
    session.document.edit("set rate", project.replace(training=project.training.replace(learning_rate=0.01)))
    person.until(lambda: walking.walk is not None and walking.walk is not first)
    assert walking.phase == FORWARD and walking.walk.rate == 0.01
    go_on(person, 2)
    person.action("step").trigger()
    person.until(lambda: walking.walk is not None and walking.walk.step == 1)
    assert walking.phase == FORWARD
    go_on(person, 2)
    second = walking.walk
    session.reset()
    person.until(lambda: walking.walk is not None and walking.walk is not second and walking.walk.step == 0)
    assert walking.phase == FORWARD


def test_while_training_goes_on_there_is_nothing_to_walk_and_the_pause_begins_anew(person: Person) -> None:
    session, walking = person.window.session, person.window.walking
    walk(person)
    person.click("button-train")
    person.until(lambda: session.is_playing and walking.walk is None)
    assert "Pause" in person.window.walk_panel.text
    assert not person.widget("walk-next").isEnabled()
    assert person.canvas.content.lens is None
    person.click("button-train")
    person.until(lambda: not session.is_playing and walking.walk is not None)
    assert walking.walk.step == session.step > 0


def test_another_network_is_walked_with_its_own_numbers(person: Person) -> None:
    session, walking = person.window.session, person.window.walking
    walk(person)
    go_on(person, 2)
    network = session.document.project.network
    person.drag_neuron_tile(person.canvas.node_rect(0, 1).center())
    person.until(lambda: session.document.project.network != network)
    person.until_drawn()
    person.until(lambda: walking.walk is not None and walking.walk.network == session.document.project.network)
    assert walking.phase == FORWARD


def test_a_sample_without_a_target_says_what_is_missing(person: Person) -> None:
    walk(person)
    person.click("walk-alone")
    assert "No sample is chosen" in person.window.walk_panel.text
    person.window.sample.show_place(np.array([1.0, 2.0]))
    assert "no target" in person.window.walk_panel.text
    assert not person.widget("walk-next").isEnabled()
    person.window.sample.show_row("test", 0)
    assert person.window.walking.walk is not None and person.widget("walk-next").isEnabled()


def boundary(person: Person) -> QImage:
    """The picture of the decision boundary, at rest."""
    view = person.window.pictures.boundary
    person.until(lambda: not person.window.session.worker.is_busy(view))
    return view.grab().toImage()


def test_each_sample_of_the_batch_can_be_looked_at_and_all_pictures_speak_of_it(person: Person) -> None:
    person.window.sample.show_row("test", 3)
    before = boundary(person)
    walk(person)
    shown, canvas = person.window.walking.walk, person.canvas
    person.click("walk-row-after")
    assert shown is not None and shown.rows is not None
    words = f"training point {shown.rows[1] + 1}"
    assert person.text("walk-row") == f"{words}, 2 of 10"
    walked = boundary(person)
    assert walked != before
    person.click("walk-row-after")
    assert boundary(person) != walked
    person.click("walk-row-before")
    person.click("walk-close")
    person.until(lambda: boundary(person) == before)
    walk(person)
    shown = person.window.walking.walk
    person.click("walk-row-after")
    drawing = canvas.drawing
    assert shown is not None and drawing is not None and drawing.nodes.values is not None
    assert drawing.nodes.values[-1][0] == pytest.approx(shown.activations[-1][0, 1], rel=1e-6)
    go_on(person)
    assert drawing.lens is not None and drawing.lens.losses is not None
    assert drawing.lens.losses[0] == pytest.approx(shown.loss_of(1))
    page = person.window.walk_panel.page
    assert re.search(r"The mean over all 10 points of the batch is 0\.\d{3}", page.text)
    losses = [float(number) for _, number in page.rows[-11:]]
    assert losses[-1] == pytest.approx(sum(losses[:-1]) / 10, abs=1e-3)


def test_rows_have_their_names_where_others_are_kept_aside_to_watch(person: Person) -> None:
    document = person.window.session.document
    document.edit("watch", document.project.with_validation_share(20.0))
    person.until_drawn()
    walk(person)
    shown, project = person.window.walking.walk, document.project
    assert shown is not None and shown.rows is not None and project.data is not None
    dataset = build(project.data)
    assert not set(shown.rows) & set(watched_rows(dataset, project.training, project.seed))
    for row in range(3):
        at = shown.rows[row]
        assert person.text("walk-row") == f"training point {at + 1}, {row + 1} of 10"
        assert dataset.x[at] == pytest.approx(shown.samples.x[row], rel=1e-6)
        person.click("walk-row-after")


def test_the_display_shows_the_row_that_is_walked_and_then_what_was_lit_by_hand(open_window: OpenWindow) -> None:
    person = open_window("segments")
    pad = person.window.pad
    pad.show_digit(8)
    walk(person)
    shown = person.window.walking.walk
    assert shown is not None
    for row in range(3):
        assert pad.values.tolist() == shown.samples.x[row].tolist()
        person.click("walk-row-after")
    person.click("walk-close")
    assert pad.digit == 8 and pad.values.tolist() == [1.0] * 7 and not pad.is_given
    walk(person)
    pad.show_digit(1)
    assert pad.digit == 1, "what is lit meanwhile stays"
    person.click("walk-close")
    assert pad.digit == 1


def test_keys_lead_through_it_and_escape_leaves_everything_as_it_was(person: Person) -> None:
    session, walking = person.window.session, person.window.walking
    before = session.read_state()
    walk(person)
    for key, phase in ((Qt.Key.Key_Right, LOSS), (Qt.Key.Key_Right, GRADIENT), (Qt.Key.Key_Left, LOSS)):
        QTest.keyClick(person.window.walk_panel, key)
        assert walking.phase == phase
    QTest.keyClick(person.window.walk_panel, Qt.Key.Key_Escape)
    assert not walking.is_shown and person.canvas.content.lens is None
    assert not person.action("walk").isChecked()
    assert np.array_equal(session.read_state().theta, before.theta) and session.step == 0


def test_without_data_the_batch_says_so(person: Person) -> None:
    document = person.window.session.document
    document.load(
        Project("empty", Network(2, (Dense(2, "tanh"), Dense(1, "sigmoid"))), Training("mse"), None), None, None
    )
    person.until_drawn()
    person.canvas.setFocus()
    person.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert "no data" in person.window.walk_panel.text


def test_a_step_that_would_leave_the_finite_numbers_is_not_made(person: Person) -> None:
    session, walking = person.window.session, person.window.walking
    training = session.document.project.training.replace(learning_rate=1e38, l2=10.0)
    session.document.edit("far too much", session.document.project.replace(training=training))
    person.window.sample.show_place(np.array([6.0, 6.0]), np.array([0.0]), "typed")
    walk(person)
    person.click("walk-alone")
    assert walking.walk is not None and not np.isfinite(walking.walk.new_theta).all()
    before = session.document.history
    go_on(person, 4)
    assert "smaller learning rate" in person.window.walk_panel.text
    assert session.document.history == before and session.step == 0


def test_looking_back_there_is_nothing_to_walk_and_back_at_the_present_it_begins(person: Person) -> None:
    session, walking = person.window.session, person.window.walking
    person.action("epoch").trigger()
    person.until(lambda: session.step == 25)
    walk(person)
    session.looking_back.look(0)
    person.until(lambda: session.looking_back.snapshot is not None and walking.walk is None)
    assert "earlier moment" in person.window.walk_panel.text
    assert not person.widget("walk-next").isEnabled()
    assert person.canvas.content.lens is None, "the drawing is that of then"
    person.click("past-back")
    person.until(lambda: walking.walk is not None)
    assert walking.walk.step == 25


def test_a_batch_of_one_is_named_where_the_current_sample_is(open_window: OpenWindow) -> None:
    person = open_window("perceptron")
    walk(person)
    button = person.canvas.sample_bar.button
    for phase in (FORWARD, LOSS, GRADIENT, UPDATE):
        assert person.window.walking.phase == phase
        assert button.text() == "batch: 1 of 1"
        assert person.canvas.drawing.nodes.values is not None
        if phase != UPDATE:
            go_on(person)


@pytest.mark.parametrize("name", ["circle", "spiral", "segments", "digits"])
def test_beside_the_walk_in_a_small_window_the_bar_covers_no_neuron(open_window: OpenWindow, name: str) -> None:
    person = open_window(name)
    person.window.resize(1280, 720)
    person.until(lambda: person.window.size().toTuple() == (1280, 720))
    walk(person)
    canvas = person.canvas
    person.until(lambda: canvas.width() < 400)
    bar = canvas.sample_bar.geometry()
    lowest = max(column.bottom for column in canvas.drawing.geometry.columns) + canvas.offset.y()
    assert lowest < bar.top()
    assert not person.window.pad.isVisible(), "there is no room for it"
    person.click("walk-close")
    person.until(lambda: canvas.width() > 500)
    assert person.window.pad.isVisible() == (name == "segments")


def test_a_scaled_output_and_its_target_are_told_in_their_own_unit(open_window: OpenWindow) -> None:
    person = open_window("diabetes")
    walk(person)
    shown, data = person.window.walking.walk, build(person.window.session.document.project.data)
    assert shown is not None
    said, wanted = float(data.own(shown.activations[-1])[0, 0]), float(data.own(shown.samples.y)[0, 0])
    assert any(f"= {said:.1f}" in number for _, number in person.window.walk_panel.page.rows)
    go_on(person)
    assert f"in their own unit they are {said:.1f} and {wanted:.1f}" in person.text("walk-text")


@pytest.mark.parametrize(
    ("name", "optimizer"), [("xor", "nesterov"), ("xor", "adamw"), ("xor", "nadam"), ("segments", "sgd")]
)
def test_a_pocket_calculator_finds_each_number_of_the_page(open_window: OpenWindow, name: str, optimizer: str) -> None:
    person = open_window(name)
    document, panel = person.window.session.document, person.window.walk_panel
    training = document.project.training.replace(optimizer=optimizer, l2=0.01, clip_norm=0.2, schedule="exponential")
    document.edit("set it up", document.project.replace(training=training))
    trained(person, 1)
    walk(person)
    person.canvas.select(frozenset({Neuron(0, 2)}), Neuron(0, 2))
    count = 0
    for phase in (FORWARD, LOSS, GRADIENT, UPDATE):
        person.click(f"walk-phase-{phase + 1}")
        for _, text in [*panel.page.reckonings, *panel.page.rows]:
            reckoning, is_one, result = text.rpartition(" = ")
            if is_one and not reckoning.startswith("z"):
                shown = float(result.replace(MINUS, "-"))
                assert worked_out(reckoning) == pytest.approx(shown, rel=5e-3, abs=2e-4), text
                count += 1
    assert count > 15


def test_each_quick_press_of_the_key_goes_on_by_a_phase(person: Person) -> None:
    walk(person)
    for _ in range(3):
        person.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert person.window.walking.phase == UPDATE


def test_one_way_of_counting_in_header_panel_and_message(person: Person) -> None:
    trained(person, 1)
    walk(person)
    counts = f"{person.text('epoch')}, {person.text('step')}"
    assert counts == "epoch 0, step 1 of 25"
    assert person.text("walk-about") == f"The next step after {counts}; on 10 points."
    told: list[str] = []
    person.window.walking.noticed.connect(told.append)
    go_on(person, 4)
    person.until(lambda: bool(told))
    assert told == ["The step is made: epoch 0, step 2 of 25."]
    assert (person.text("epoch"), person.text("step")) == ("epoch 0", "step 2 of 25")


def test_a_frame_from_before_the_step_does_not_pass_for_it(person: Person) -> None:
    trained(person, 1)
    walk(person)
    told: list[str] = []
    person.window.walking.noticed.connect(told.append)
    session = person.window.session
    before = session.snapshot
    assert before is not None
    go_on(person, 4)
    session.frame.emit(replace(before, theta=before.theta.copy()), 0)
    person.until(lambda: bool(told))
    assert told == ["The step is made: epoch 0, step 2 of 25."]


def test_a_gradient_is_not_called_a_weight(person: Person) -> None:
    walk(person)
    go_on(person, 2)
    drawing, shown = person.canvas.drawing, person.window.walking.walk
    assert drawing is not None and shown is not None
    gradient = shown.network.dense_views(shown.slope)[0]["weights"][1, 2]
    assert drawing.card(Edge(0, 1, 2)).value == f"∂L/∂w = {gradient:.3f}".replace("-", MINUS)


def test_the_formula_beside_a_neuron_follows_the_row_of_the_batch(person: Person) -> None:
    walk(person)
    shown = person.window.walking.walk
    person.click_at(person.canvas, person.canvas.node_rect(0, 1).center())
    person.click("walk-row-after")
    person.click("walk-phase-4")
    assert shown is not None
    said = f"{shown.activations[0][1, 1]:.3f}".replace("-", MINUS)
    assert person.widget("explanation").accessibleDescription().splitlines()[-1].endswith(said)


def test_more_parameters_than_can_be_listed_say_how_many_there_are(open_window: OpenWindow) -> None:
    person = open_window("digits")
    walk(person)
    go_on(person, 2)
    heading = person.window.walk_panel.page.sections[-1].heading
    assert re.fullmatch(r"64 of [\d,]+ gradients, the steepest first", heading)


def test_where_both_numbers_have_no_room_a_line_says_what_its_weight_becomes(open_window: OpenWindow) -> None:
    person = open_window("xor")
    network = Network(2, (Dense(2, "tanh"), Dense(1, "sigmoid")))
    document, canvas = person.window.session.document, person.canvas
    document.load(document.project.replace(network=network), None, None)
    person.until_drawn()
    person.window.resize(1440, 900)
    person.until(lambda: person.window.size().toTuple() == (1440, 900))
    canvas.show_look(canvas.look.replace(names=True, digits=6))
    walk(person)
    person.click("walk-phase-4")
    person.until_drawn()
    assert canvas.drawing is not None
    spots = canvas.drawing.numbers.spots()
    assert len(spots) == 6 and {form for _, _, form in spots.values()} <= {"after", "bare"}


def test_one_weight_is_followed_through_the_steps_until_another_is_clicked(person: Person) -> None:
    session, walking, panel = person.window.session, person.window.walking, person.window.walk_panel
    training = session.document.project.training.replace(optimizer="adam", learning_rate=0.1)
    session.document.edit("set it up", session.document.project.replace(training=training))

    def worked() -> str:
        return next(section.heading for section in panel.page.sections if section.is_worked)

    walk(person)
    person.click_at(person.canvas, person.canvas.node_rect(0, 1).center())
    person.click("walk-phase-4")
    first, steepest = worked(), set()
    assert f"Below is {first.removeprefix('θ = ')}: the steepest of this neuron when first looked at" in panel.text
    for step in range(1, 9):
        shown = walking.shown
        assert shown is not None
        view = shown.network.dense_views(shown.slope)[0]
        steepest.add(int(np.argmax(np.abs([*view["weights"][:, 1], view["biases"][1]]))))
        go_on(person)
        person.until(lambda step=step: walking.walk is not None and walking.walk.step == step)
        person.click("walk-phase-4")
        assert worked() == first
    assert len(steepest) > 1, "else it would have stayed by itself"
    person.click_at(person.canvas, person.canvas.node_rect(0, 2).center())
    assert worked() != first
    person.canvas.select(frozenset({Edge(0, 0, 2)}), Edge(0, 0, 2))
    clicked = worked()
    person.click_at(person.canvas, person.canvas.node_rect(0, 2).center())
    assert worked() == clicked and "as before" in panel.text
    person.click("walk-phase-3")
    assert any(section.heading == f"gradient of {clicked.removeprefix('θ = ')}" for section in panel.page.sections)


def test_a_followed_bias_that_is_gone_gives_way_to_another_weight(person: Person) -> None:
    document, panel = person.window.session.document, person.window.walk_panel
    walk(person)
    person.canvas.select(frozenset({Bias(0, 1)}), Bias(0, 1))
    person.click("walk-phase-4")
    assert "θ = bias of Hidden 1 · 2" in [section.heading for section in panel.page.sections]
    network = document.project.network
    with_none = network.with_dense(0, network.dense[0].replace(use_bias=False))
    document.load(document.project.replace(network=with_none), None, None)
    person.until_drawn()
    person.until(lambda: person.window.walking.walk is not None)
    person.click("walk-phase-4")
    assert not any("bias of Hidden" in section.heading for section in panel.page.sections)


@pytest.mark.parametrize(("digits", "name"), [(3, "circle"), (6, "circle"), (6, "segments"), (6, "penguins")])
def test_the_list_of_all_updates_is_a_table_no_line_of_which_is_broken(
    open_window: OpenWindow, digits: int, name: str
) -> None:
    person = open_window(name)
    person.window.resize(1280, 720)
    person.canvas.show_look(person.canvas.look.replace(digits=digits))
    walk(person)
    person.click("walk-phase-4")
    section = person.window.walk_panel.page.sections[-1]
    document = QTextDocument()
    label = person.widget("walk-numbers")
    assert isinstance(label, QLabel)
    document.setDefaultFont(label.font())
    document.setDocumentMargin(0)
    document.setHtml(label.text())
    document.setTextWidth(label.width())
    cells = [[text for text in line if text] for line in section.cells]
    assert cells[0] == ["before", "after"] and len(cells) > len(section.rows)
    assert document.idealWidth() <= label.width()
    lines, block = [], document.begin()
    while block.isValid():
        lines.append((block.text(), block.layout().lineCount()))
        block = block.next()
    table = lines[lines.index(("before", 1)) :]
    assert [text for text, count in table if count > 1] == []
    numbers = [text for line in section.cells[1:] for text in line[1:]]
    assert [text for text, _ in table if text in numbers] == numbers, "none has given way"
