"""The doctor in the window: it looks while training goes on, speaks over the canvas, and its button helps."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from core.bundled import open_bundled
from core.data import Points
from core.layers import Dense
from core.messages import RunEpochs
from core.moves import Write
from core.network import Network
from core.specs import Project
from core.training import Training
from gui.settings import Settings
from tests.journeys.person import Person

CIRCLE = open_bundled("circle")
PLANE = Project(
    "Plane",
    Network(2, (Dense(8, "tanh"), Dense(1, "linear"))),
    Training("mse", "sgd", 0.9, 10),
    Points("plane"),
    seed=1,
    pace=2000.0,
)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor looks more often than people read."""
    monkeypatch.setattr("gui.window.consulting.LOOK_MS", 30)
    monkeypatch.setattr("gui.window.consulting.LOOK_EACH", 0.0)


@pytest.fixture
def load(open_window: Callable[..., Person]) -> Callable[[Project], Person]:
    """A person in front of the window with this project open."""

    def load(project: Project) -> Person:
        person = open_window()
        person.window.session.document.load(project, None, None)
        person.until_drawn()
        person.until(lambda: person.window.session.snapshot is not None)
        return person

    return load


def says(person: Person) -> str:
    """The kind of what is told, once it is to be seen."""
    line = person.window.doctor_line
    return line.finding.kind if line.finding is not None and line.isVisible() else ""


def loss(person: Person) -> float:
    snapshot = person.window.session.snapshot
    return np.inf if snapshot is None or snapshot.train is None else snapshot.train.loss


def button(person: Person, name: str) -> QPushButton:
    found = person.widget(name)
    assert isinstance(found, QPushButton)
    return found


def test_a_rate_that_is_too_small_is_noticed_and_the_keyboard_mends_it(load: Callable[[Project], Person]) -> None:
    slow = CIRCLE.replace(training=CIRCLE.training.replace(learning_rate=1e-7), pace=None)
    person = load(slow)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: says(person) == "no progress")
    before = loss(person)
    remedy = button(person, "doctor-remedy")
    for _ in range(60):
        person.press(Qt.Key.Key_Tab)
        if remedy.hasFocus():
            break
    assert remedy.hasFocus()
    person.press(Qt.Key.Key_Return)
    assert person.window.session.document.project.training.learning_rate == 0.1
    assert says(person) == "" and "undo takes it back" in person.text("notice")
    person.until(lambda: loss(person) < 0.5 * before)
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert person.window.session.document.project == slow


def test_dead_neurons_are_counted_and_woken_by_the_button(load: Callable[[Project], Person]) -> None:
    """Space, a click, and training goes on with neurons that are alive; undo brings the dead ones back."""
    network = Network(2, (Dense(6, "relu", initializer="he_uniform"), Dense(1, "sigmoid")))
    training = Training("binary_crossentropy", "adam", 0.02, 10)
    person = load(Project("Xor", network, training, Points("xor", noise=5.0), seed=1))
    document, session = person.window.session.document, person.window.session
    places = tuple((0, -1, unit) for unit in range(6))
    document.edit("set 6 biases", document.project, Write(places, (-100.0,) * 6))
    person.press(Qt.Key.Key_Space)
    person.until(lambda: says(person) == "dead neurons")
    assert "6 of 6 neurons of Hidden 1 are off for every training sample" in person.text("doctor-text")
    assert button(person, "doctor-remedy").text() == "Leaky ReLU in Hidden 1, 6 neurons drawn anew"
    person.click("doctor-remedy")
    person.until(lambda: loss(person) < 0.1)
    assert document.project.network.dense[0].activation == "leaky_relu" and says(person) == ""
    session.undo()
    assert document.project.network.dense[0].activation == "relu"


def test_a_gradient_that_explodes_is_told_of_before_the_first_step(load: Callable[[Project], Person]) -> None:
    person = load(PLANE.replace(training=PLANE.training.replace(learning_rate=0.01)))
    document, doctor = person.window.session.document, person.window.consulting.doctor
    document.edit("set 2 weights", document.project, Write(((1, 0, 0), (1, 1, 0)), (90000.0, 90000.0)))
    person.until(lambda: says(person) == "exploding gradient")
    person.click("doctor-remedy")
    assert document.project.training.clip_norm == 1.0 and not person.window.doctor_line.isVisible()
    person.window.session.undo()
    person.until(lambda: says(person) == "exploding gradient")
    person.click("doctor-close")
    assert not person.window.doctor_line.isVisible() and not doctor.findings, "what is closed stays closed"


def test_a_training_that_ran_away_is_one_message_with_its_remedy(load: Callable[[Project], Person]) -> None:
    person = load(PLANE)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: person.window.banner.isVisible())
    label = person.widget("banner-text")
    assert isinstance(label, QLabel) and "Training stopped in epoch" in label.text()
    assert "A learning rate of 0.9 is too large here." in label.text()
    assert button(person, "banner-remedy").text() == "Learning rate 0.9 → 0.09, start anew"
    assert not person.window.doctor_line.isVisible(), "it is said once"
    person.click("banner-remedy")
    assert not person.window.banner.isVisible()
    person.until(lambda: person.window.session.step == 0)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: loss(person) < 0.01)
    assert not person.window.banner.isVisible() and says(person) == ""


def test_the_doctor_can_be_switched_off_and_that_is_remembered(
    open_window: Callable[..., Person], tmp_path: Path
) -> None:
    person = open_window()
    window = person.window
    assert window.consulting.is_on and person.action("doctor").isChecked()
    person.action("doctor").trigger()
    assert not window.consulting.is_on and not window.settings.has_doctor
    window.session.document.load(PLANE, None, None)
    person.until_drawn()
    person.press(Qt.Key.Key_Space)
    person.until(lambda: window.banner.isVisible())
    assert "smaller learning rate" in person.text("banner-text")
    assert not [found for found in window.findChildren(QPushButton, "banner-remedy") if found.isVisible()]
    again = open_window(with_settings=window.settings).window
    assert not again.consulting.is_on and not again.actions_by_id["doctor"].isChecked()
    person.action("doctor").trigger()
    assert window.consulting.is_on and window.settings.has_doctor


def test_factory_settings_have_the_doctor_and_can_do_without(tmp_path: Path) -> None:
    assert Settings(None).has_doctor
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    Settings(store).has_doctor = False
    assert not Settings(store).has_doctor


def test_a_rate_that_is_undone_keeps_the_way_out_and_the_network_does_not_move(
    load: Callable[[Project], Person],
) -> None:
    person = load(CIRCLE.replace(pace=None))
    window, session = person.window, person.window.session
    document, header = session.document, person.widget("layer-0-header")
    before = header.geometry()
    person.train(20)
    person.until(lambda: "Done by epoch " in window.task_line.accessibleName())
    person.until(lambda: (good := window.consulting.doctor.good) is not None and good.loss < 0.2)
    training = document.project.training
    document.edit("set learning rate to 1000", document.project.replace(training=training.replace(learning_rate=1e3)))
    person.train(12)
    person.until(lambda: says(person) == "divergence")
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: says(person) == "left behind")
    assert header.geometry() == before, "what is said over it moves nothing"
    assert button(person, "doctor-remedy").text().startswith("Back to epoch ")
    person.click("doctor-remedy")
    person.until(lambda: loss(person) < 0.2)
    assert document.project.training.learning_rate == 0.1


def test_why_training_stopped_goes_when_what_it_was_made_with_is_undone(load: Callable[[Project], Person]) -> None:
    person = load(PLANE.replace(training=PLANE.training.replace(learning_rate=0.01)))
    window, document = person.window, person.window.session.document
    faster = document.project.training.replace(learning_rate=0.9)
    document.edit("set learning rate to 0.9", document.project.replace(training=faster))
    person.press(Qt.Key.Key_Space)
    person.until(window.banner.isVisible)
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not window.banner.isVisible()


def test_while_one_looks_back_nothing_is_told_of_now(load: Callable[[Project], Person]) -> None:
    slow = CIRCLE.replace(training=CIRCLE.training.replace(learning_rate=1e-7), pace=None)
    person = load(slow)
    session = person.window.session
    person.train(60)
    person.until(lambda: says(person) == "no progress")
    session.looking_back.look(25)
    person.until(lambda: session.looking_back.snapshot is not None)
    assert not says(person)
    person.press(Qt.Key.Key_Escape)
    assert says(person) == "no progress"


def test_what_train_does_while_looking_back_stands_on_its_button(load: Callable[[Project], Person]) -> None:
    person = load(CIRCLE)
    session = person.window.session
    train = button(person, "button-train")
    width = train.width()
    session.engine.post(RunEpochs(3))
    person.until(lambda: session.snapshot is not None and session.snapshot.epoch == 3)
    session.looking_back.look(25)
    person.until(lambda: session.looking_back.snapshot is not None)
    assert train.text().strip() == "Train from now" and "Go on from here" in train.toolTip()
    assert train.width() == width, "the bar stays where it is"
    person.press(Qt.Key.Key_Escape)
    assert train.text().strip() == "Train"


def test_a_rate_that_was_too_large_from_the_start_is_told_of_though_the_loss_leaps_about(
    load: Callable[[Project], Person],
) -> None:
    person = load(CIRCLE.replace(pace=1500.0, task=None))
    document, header = person.window.session.document, person.widget("layer-0-header")
    before = header.geometry()
    training = document.project.training.replace(learning_rate=1000.0)
    document.edit("set learning rate to 1000", document.project.replace(training=training))
    person.press(Qt.Key.Key_Space)
    person.until(lambda: says(person) == "divergence")
    assert "The training loss jumps between " in person.text("doctor-text")
    assert header.geometry() == before, "there was room for it"
