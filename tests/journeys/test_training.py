"""Training set up by hand: every setting while it trains, digits and seed, validation, and how training ends."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QScrollArea

from core.data import build
from core.messages import RunSteps
from core.specs import Project
from core.state import State
from tests.gui.drop_down import pick
from tests.journeys.person import Person


def project_of(person: Person) -> Project:
    return person.window.session.document.project


def set_up(person: Person, **changes: object) -> None:
    """Settings that a test begins with."""
    project = project_of(person)
    training = project.training.replace(**changes)
    person.window.session.document.edit("set up", project.replace(training=training, pace=None))


def train_steps(person: Person, count: int) -> State:
    """Exactly so many more steps, and the state then."""
    session = person.window.session
    wanted = session.read_state().step + count
    session.engine.post(RunSteps(count))
    person.until(lambda: session.step == wanted and not session.is_playing)
    return session.read_state()


def train_button(person: Person) -> str:
    button = person.widget("button-train")
    assert isinstance(button, QPushButton)
    return button.text().strip()


def test_settings_are_changed_while_it_trains_and_what_was_learned_stays(person: Person) -> None:
    session = person.window.session
    person.click("training-more")
    person.click("button-train")
    person.until(lambda: session.step > 5)
    pick(person.window, "optimizer", "Momentum")
    for name, text in (
        ("learning-rate", "0,05"),
        ("momentum", "0.8"),
        ("l2", "0.0001"),
        ("clip-norm", "5"),
        ("warmup-steps", "3"),
        ("validation-share", "10"),
    ):
        before = session.read_state()
        person.type_into(name, text)
        after = session.read_state()
        assert after.step >= before.step, name
        assert after.step - before.step < 20, name  # so few steps do not carry weights far
        assert np.abs(after.theta - before.theta).max() < 0.5, name
        assert after.start is not None and (after.start == before.start).all(), name
    pick(person.window, "schedule", "Cosine")
    pick(person.window, "class-weight", "Balanced")
    pick(person.window, "initializer", "He uniform")
    step = session.read_state().step
    person.until(lambda: session.step > step + 5)
    assert session.is_playing
    assert not person.window.banner.isVisible()
    training = project_of(person).training
    assert (training.optimizer, training.schedule, training.class_weight) == ("momentum", "cosine", "balanced")
    assert (training.learning_rate, training.momentum, training.validation_share) == (0.05, 0.8, 10.0)


def test_the_dtype_changes_while_it_trains(person: Person) -> None:
    session = person.window.session
    person.click("button-train")
    person.until(lambda: session.step > 5)
    before = session.read_state()
    person.choose("dtype", "float64: twice the digits, for checking by hand; slower for large networks")
    person.until(lambda: session.snapshot is not None and session.snapshot.theta.dtype == np.float64)
    after = session.read_state()
    assert session.is_playing
    assert after.step >= before.step
    assert (after.theta.dtype, after.memory.dtype) == (np.float64, np.float64)


def test_undo_brings_the_old_digits_back(person: Person) -> None:
    session = person.window.session
    before = train_steps(person, 30)
    person.choose("dtype", "float64: twice the digits, for checking by hand; slower for large networks")
    widened = session.read_state()
    assert (widened.theta == before.theta).all()
    later = train_steps(person, 10)
    assert later.theta.dtype == np.float64
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    back = session.read_state()
    assert back.theta.dtype == np.float32
    assert back.theta.tobytes() == before.theta.tobytes()
    assert back.step == before.step
    person.action("redo").trigger()
    assert session.read_state().theta.tobytes() == later.theta.tobytes()


def test_a_seed_typed_at_the_bottom_draws_other_weights_and_undo_returns(person: Person) -> None:
    session = person.window.session
    before = train_steps(person, 30)
    person.click("bottom-seed-button")
    field = person.widget("bottom-seed")
    assert isinstance(field, QLineEdit)
    person.until(field.hasSelectedText)
    QTest.keyClicks(field, "11")
    QTest.keyClick(field, Qt.Key.Key_Return)
    drawn = session.read_state()
    data = project_of(person).data
    assert data is not None
    assert (drawn.theta == project_of(person).network.initial(11, build(data).x)).all()
    assert drawn.step == 0
    session.undo()
    assert session.read_state().theta.tobytes() == before.theta.tobytes()
    assert project_of(person).seed == 7


def test_an_initializer_waits_for_new_weights(person: Person) -> None:
    session = person.window.session
    person.click("training-more")
    before = session.read_state().theta
    pick(person.window, "initializer", "Zeros")
    assert (session.read_state().theta == before).all()
    person.click("new-weights")
    assert not session.read_state().theta.any()


def test_early_stopping_ends_training_and_says_so_until_it_is_read(person: Person) -> None:
    session, banner = person.window.session, person.window.banner
    set_up(person, optimizer="adam", learning_rate=0.05)
    person.type_into("patience", "2")
    assert project_of(person).training.validation_share == 20.0
    assert person.text("notice").startswith("Early stopping watches 20 % of the training samples, kept aside")
    assert person.text("notice").endswith("from now on: the large figure is now of these.")
    person.click("button-train")
    person.until(banner.isVisible)
    sentence = banner.accessibleName()
    assert sentence.startswith("Stopped after epoch ")
    assert "validation loss has not become better for 2 epochs. The weights of epoch" in sentence
    ended = session.read_state().step
    person.until(lambda: session.step == ended and not session.is_playing)  # so fast that no frame saw it begin
    assert train_button(person) == "Train"
    # The weights that are back are those with the lowest validation loss there was.
    snapshot = session.snapshot
    assert snapshot is not None and snapshot.validation is not None
    assert snapshot.validation.loss == pytest.approx(np.nanmin(snapshot.curve[:, 6]), rel=1e-6)
    assert person.window.pictures.figure.figure.counted.endswith("of 50 validation points")
    # It stays through an edit, and goes when training goes on.
    person.type_into("batch-size", "20")
    assert banner.accessibleName() == sentence and banner.isVisible()
    person.click("button-train")
    assert not banner.isVisible()


def refuse_a_hidden_step(person: Person) -> None:
    """The first hidden layer is a step, and Train says why that cannot be trained."""
    project = project_of(person)
    step = project.network.dense[0].replace(activation="step")
    person.window.session.document.edit("a step", project.replace(network=project.network.with_dense(0, step)))
    person.click("button-train")
    person.until(person.window.banner.isVisible)


def test_train_is_not_left_pressed_where_training_is_refused(person: Person) -> None:
    session, banner = person.window.session, person.window.banner
    refuse_a_hidden_step(person)
    assert "whose slope is zero everywhere, so nothing left of it can learn" in banner.accessibleName()
    person.until(lambda: not session.is_playing and train_button(person) == "Train")
    assert session.step == 0
    # A way out: the banner goes, and it trains.
    person.click("banner-remedy")
    assert project_of(person).network.dense[0].activation == "sigmoid" and not banner.isVisible()
    session.undo()
    session.undo()
    person.click("button-train")
    person.until(lambda: session.step > 0 and train_button(person) == "Pause")
    assert not banner.isVisible()


def test_a_loss_that_does_not_fit_is_told_where_training_is_asked_for(person: Person) -> None:
    session, banner = person.window.session, person.window.banner
    project = project_of(person)
    linear = project.network.with_dense(2, project.network.output.replace(activation="linear"))
    session.document.edit("a linear output", project.replace(network=linear))
    person.click("button-train")
    person.until(banner.isVisible)
    assert "binary_crossentropy" in banner.accessibleName()
    person.until(lambda: not session.is_playing and train_button(person) == "Train")


@pytest.mark.parametrize("size", [(1280, 720), (1100, 640)])
def test_all_of_the_training_panel_can_be_seen_in_a_low_window(person: Person, size: tuple[int, int]) -> None:
    person.window.resize(*size)
    set_up(person, optimizer="adamw", schedule="exponential", patience=1000, l2=1e-5)
    person.click("training-more")
    area = person.window.findChild(QScrollArea, "left")
    # What was opened is in sight at once, without scrolling.
    person.until(lambda: not person.widget("beta-1").visibleRegion().isEmpty())
    for kind in (QLineEdit, QComboBox, QPushButton):
        for control in person.window.training_panel.findChildren(kind):
            if not control.isVisible():
                continue
            left, right = (control.mapTo(area.viewport(), QPoint(x, 0)).x() for x in (0, control.width()))
            assert 0 <= left < right <= area.viewport().width(), control.objectName()
            if isinstance(control, QLineEdit):
                assert control.fontMetrics().horizontalAdvance(control.text()) <= control.width() - 18
    # The keys lead to the end, and what has the focus is brought into sight.
    person.widget("seed").setFocus(Qt.FocusReason.TabFocusReason)
    person.press(Qt.Key.Key_Tab)
    seen = person.widget("new-weights").visibleRegion().boundingRect()
    assert seen.height() == person.widget("new-weights").height()


def wheel(person: Person, name: str) -> None:
    """Turn the wheel three notches down over the middle of a control."""
    control = person.widget(name)
    place = control.rect().center()
    window = person.window.windowHandle()
    for _ in range(3):
        QTest.wheelEvent(window, QPointF(control.mapTo(person.window, place)), QPoint(0, -120))
        QApplication.processEvents()


@pytest.mark.parametrize("name", ["noise", "training-share", "optimizer", "learning-rate", "loss"])
@pytest.mark.parametrize("has_focus", [False, True], ids=["passing", "with the focus"])
def test_the_wheel_over_a_control_scrolls_the_panel_and_changes_nothing(
    person: Person, name: str, has_focus: bool
) -> None:
    person.window.resize(1100, 640)
    person.click("training-more")
    area = person.window.findChild(QScrollArea, "left")
    bar = area.verticalScrollBar()
    person.until(lambda: bar.maximum() > 200)
    person.until(lambda: bar.value() > 0)  # what was opened is brought up
    bar.setValue(0)
    control = person.widget(name)
    if has_focus:
        control.setFocus(Qt.FocusReason.TabFocusReason)
    bar.setValue(min(bar.maximum(), max(0, control.mapTo(area.widget(), QPoint(0, 0)).y() - 200)))
    project, before = project_of(person), bar.value()
    wheel(person, name)
    assert project_of(person) == project
    assert bar.value() > before


def end_early(person: Person) -> None:
    """Train until early stopping has ended it and said so."""
    set_up(person, optimizer="adam", learning_rate=0.05, validation_share=20.0, patience=2)
    person.click("button-train")
    person.until(person.window.banner.isVisible)
    assert person.window.banner.accessibleName().startswith("Stopped after epoch ")
    ended = person.window.session.read_state().step
    person.until(lambda: person.window.session.step == ended and not person.window.session.is_playing)


@pytest.mark.parametrize("way", ["seed", "new weights", "reset", "undo", "step", "another project"])
def test_the_end_of_training_is_told_no_longer_than_its_weights_stand(person: Person, way: str) -> None:
    session, banner = person.window.session, person.window.banner
    person.click("training-more")
    if way == "undo":
        person.click("new-weights")
    end_early(person)
    match way:
        case "seed":
            person.type_into("seed", "11")
        case "new weights":
            person.click("new-weights")
        case "reset":
            person.click("button-reset")
        case "undo":
            person.action("undo").trigger()  # the settings, which leave the weights
            assert banner.isVisible()
            person.action("undo").trigger()
        case "step":
            person.click("button-step")
        case _:
            session.open_bundled("xor")
    assert not banner.isVisible()


def test_a_refused_hidden_step_is_told_until_the_layer_is_none_any_more(person: Person) -> None:
    project, banner = project_of(person), person.window.banner
    refuse_a_hidden_step(person)
    person.choose("layer-0-activation", "tanh\tf(z) = tanh z")
    assert project_of(person).network == project.network
    assert not banner.isVisible()


def test_that_the_function_changed_is_told_once_something_was_learned(person: Person) -> None:
    session, canvas = person.window.session, person.canvas
    person.drag_neuron_tile(canvas.gap_centre(0))
    person.until_drawn()
    assert session.document.project.network.widths == (2, 1, 4, 3, 1)
    assert person.text("notice") == ""
    person.action("undo").trigger()
    person.until_drawn()
    person.train(1)
    person.drag_neuron_tile(canvas.gap_centre(0))
    person.until_drawn()
    assert person.text("notice") == "The function changed: one neuron cannot carry what the 2 before it say."


def test_a_new_seed_says_what_is_left_and_that_undo_returns_to_it(person: Person) -> None:
    session = person.window.session
    person.click("training-more")
    person.type_into("seed", "8")
    assert person.text("notice") == ""  # nothing was learned yet
    person.click("button-epoch")
    person.until(lambda: session.snapshot is not None and session.snapshot.epoch == 1 and not session.is_playing)
    person.type_into("seed", "9")
    assert person.text("notice") == "Seed 9: first weights drawn anew, at epoch 0; undo returns to epoch 1."
    person.until(lambda: session.snapshot is not None and session.snapshot.epoch == 0)
    person.action("undo").trigger()
    person.until(lambda: session.snapshot is not None and session.snapshot.epoch == 1)
    person.click("new-weights")
    assert person.text("notice") == "Seed 9: first weights drawn anew, at epoch 0; undo returns to epoch 1."


def test_trying_other_points_costs_nothing_of_what_was_learned(person: Person) -> None:
    session = person.window.session
    person.train(5)
    learned, curve = session.read_state().theta, session.read_state().curve
    for tile in ("data-xor", "data-plane", "data-sine"):
        person.click(tile)
        person.train(2)
    for undone in ("Sine", "Plane", "Xor"):
        person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        said = f"Undone: choose {undone} with its training: back at epoch "
        person.until(lambda said=said: person.text("notice").startswith(said))
    state = session.read_state()
    assert (state.theta == learned).all() and np.array_equal(state.curve, curve, equal_nan=True)


def test_what_was_undone_is_not_told_any_more_once_training_starts(person: Person) -> None:
    person.click("data-xor")
    person.action("undo").trigger()
    assert person.text("notice") == "Undone: choose Xor."
    person.click("button-train")
    assert person.text("notice") == ""


def test_an_output_that_takes_the_loss_along_says_so_and_choosing_it_again_is_nothing(person: Person) -> None:
    session = person.window.session
    person.choose("layer-2-activation", "linear\tf(z) = z")
    person.until_drawn()
    assert person.text("notice") == "The output is now linear and the loss mean squared error: they go together."
    pick(person.window, "loss", "Half squared error")
    before = project_of(person)
    told = session.document.undo_text
    person.choose("layer-2-activation", "linear\tf(z) = z")
    assert (project_of(person), session.document.undo_text) == (before, told)
    pick(person.window, "loss", "Log-loss (binary)")
    assert "they go together" in person.text("notice")
    session.undo()
    assert person.text("notice").startswith("Undone: ")


def test_the_learning_rate_of_this_moment_stands_under_its_field_where_a_schedule_moves_it(person: Person) -> None:
    rate = person.window.findChild(QLabel, "learning-rate-note")
    assert rate.isHidden()
    set_up(person, schedule="cosine", learning_rate=0.02, decay_steps=40)
    assert rate.isVisible() and rate.text() == "now 0.02"
    train_steps(person, 20)
    assert rate.text() == "now 0.01"  # half way down the cosine
    train_steps(person, 30)
    assert rate.text() == "now 0: the schedule has run out"
    set_up(person, schedule="constant", warmup_steps=100)
    assert rate.text() == "now 0.0102"  # 51 of 100 steps
    set_up(person, warmup_steps=0)
    assert rate.isHidden()
