"""Looking back at the training: with mouse and keys on the timeline, seen in all pictures, and led back from."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from core.data import build
from core.edits import operate
from core.messages import RunEpochs
from core.regions import number_at
from core.surgery import add_unit, remove_layer
from core.trainer import Trainer
from core.weights import write
from gui.panels.timeline import TimelineSlider
from gui.session.knockout import Reduced
from gui.session.things import Edge, Neuron
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

Key = Qt.Key


def train(person: Person, epochs: int) -> None:
    person.train(epochs)
    until_listed(person)


def until_listed(person: Person) -> None:
    """The timeline knows of everything up to the present."""
    session, timeline = person.window.session, timeline_of(person)
    person.until(lambda: session.snapshot is not None and timeline.steps[-1] == session.snapshot.step)


def timeline_of(person: Person) -> TimelineSlider:
    return person.window.bottom_line.timeline


@pytest.fixture
def trained(person: Person) -> Person:
    """In front of circle after 40 epochs, paused."""
    train(person, 40)
    return person


def place_of(person: Person, epoch: int) -> QPoint:
    timeline = timeline_of(person)
    index = int(np.argmin(np.abs(timeline.epochs - epoch)))
    assert timeline.epochs[index] == epoch
    return timeline.place_of(index).toPoint()


def look_at(person: Person, epoch: int) -> None:
    """Click the timeline at this epoch, and wait until it is there."""
    QTest.mouseClick(timeline_of(person), Qt.MouseButton.LeftButton, pos=place_of(person, epoch))
    until_shown(person, epoch)


def until_shown(person: Person, epoch: int) -> None:
    session = person.window.session
    person.until(lambda: session.shown is not None and session.shown.epoch == epoch)
    person.until(lambda: person.canvas.moment is session.shown or isinstance(session.shown, Reduced))


def theta_after(person: Person, epochs: int) -> np.ndarray:
    project = person.window.session.document.project
    assert project.data is not None
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(epochs=epochs)
    return trainer.theta


def grab(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def says(person: Person, name: str) -> str:
    return person.text(name)


def is_hidden(person: Person, name: str) -> bool:
    widget = person.window.findChild(QWidget, name)
    assert widget is not None
    return not widget.isVisible()


# Looking --------------------------------------------------------------------------------------------------------------


def test_a_click_on_the_timeline_shows_all_pictures_of_then(trained: Person) -> None:
    window, session = trained.window, trained.window.session
    pictures = window.pictures
    parts = (trained.canvas, pictures.boundary.map, pictures.figure, pictures.curves)
    trained.until(lambda: not session.worker.is_busy(pictures.boundary))  # at rest the map is drawn finer
    before = {part: grab(part) for part in parts}
    look_at(trained, 6)
    fresh = theta_after(trained, 6)
    moment = trained.canvas.moment
    assert moment is not None and np.array_equal(moment.theta, fresh)
    for view in (pictures.boundary, pictures.figure, pictures.curves):
        assert view.snapshot is moment, "of one moment"
    for part, picture in before.items():
        assert grab(part) != picture, part.objectName()
    assert (says(trained, "epoch"), says(trained, "step")) == ("epoch 6", "looking back")
    assert says(trained, "past-text") == "epoch 6 of 40"
    assert session.step == 1000 and not session.is_playing, "the present is where it was"
    loss = pictures.curves.legend.text

    trained.press(Key.Key_Escape)
    assert says(trained, "epoch") == "epoch 40" and is_hidden(trained, "past-bar")
    assert pictures.curves.legend.text != loss
    QTest.mouseMove(trained.canvas, QPoint(5, 5))
    trained.until(lambda: not session.worker.is_busy(pictures.boundary))
    for part, picture in before.items():
        assert grab(part) == picture, part.objectName()


def test_dragging_pauses_training_and_shows_the_newest_place(person: Person) -> None:
    session, timeline = person.window.session, timeline_of(person)
    session.document.edit("go fast", session.document.project.replace(pace=None))
    person.click("button-train")
    person.until(lambda: len(timeline.epochs) > 20)
    across = [QPointF(timeline.width() * share, 10.0) for share in (0.9, 0.2, 0.6, 0.3)]
    person.stroke(timeline, *across)
    person.until(lambda: not session.is_playing and session.snapshot is not None)
    wanted = session.looking_back.step
    assert wanted is not None
    person.until(lambda: session.shown is not None and session.shown.step == wanted)
    shown, now = session.shown, session.snapshot
    assert shown is not None and now is not None
    assert 0.1 * now.step < shown.step < 0.6 * now.step
    assert person.canvas.moment is shown and says(person, "epoch") == f"epoch {shown.epoch:,}"


def test_keys_walk_from_moment_to_moment(trained: Person) -> None:
    timeline = timeline_of(trained)
    timeline.setFocus()
    for key, epoch in (
        (Key.Key_Left, 39), (Key.Key_Left, 38), (Key.Key_PageDown, 28), (Key.Key_Right, 29), (Key.Key_Home, 0),
        (Key.Key_PageUp, 10), (Key.Key_Up, 11),
    ):  # fmt: skip
        trained.press(key)
        until_shown(trained, epoch)
        assert timeline.accessibleName() == f"Timeline: epoch {epoch} of 40"
    trained.press(Key.Key_End)
    assert not trained.window.session.looking_back.is_on and says(trained, "epoch") == "epoch 40"
    trained.press(Key.Key_Left)
    until_shown(trained, 39)
    trained.press(Key.Key_Escape)
    assert timeline.accessibleName() == "Timeline: epoch 40 of 40"


def test_a_moment_looks_the_same_whichever_way_one_came_to_it(person: Person) -> None:
    document, canvas = person.window.session.document, person.canvas
    # A weight that gets smaller: the scale of the lines would stay while a training goes on.
    document.edit("penalty", document.project.replace(training=document.project.training.replace(l2=0.02)))
    edit = write(document.project, [(0, 0, 0)], [4.0])
    document.edit(edit.text, edit.project, edit.vectors)
    train(person, 20)
    look_at(person, 10)
    from_later = grab(canvas)
    look_at(person, 0)
    assert grab(canvas) != from_later
    look_at(person, 10)
    assert grab(canvas) == from_later


def test_while_somebody_looks_back_the_present_stays_off_the_screen(trained: Person) -> None:
    session = trained.window.session
    look_at(trained, 6)
    count = len(timeline_of(trained).steps)
    session.engine.post(RunEpochs(1))  # asked for by nobody who knows of the past
    trained.until(lambda: session.snapshot is not None and session.snapshot.epoch == 41)
    until_listed(trained)
    assert trained.canvas.moment is session.shown and says(trained, "epoch") == "epoch 6"
    assert len(timeline_of(trained).steps) == count + 1
    trained.click("past-back")
    assert says(trained, "epoch") == "epoch 41"


def test_before_training_there_is_nothing_to_look_at_and_a_notice_stands_beside_the_timeline(person: Person) -> None:
    session, timeline = person.window.session, timeline_of(person)
    assert timeline.is_empty and timeline.accessibleName() == "Timeline: no training yet"
    empty = grab(timeline)
    notice = person.widget("notice")
    assert isinstance(notice, QLabel) and notice.text() == ""
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=timeline.rect().center())
    trained_before = session.looking_back.is_on
    person.press(Key.Key_Home)
    assert not trained_before and not session.looking_back.is_on
    train(person, 3)
    assert grab(timeline) != empty
    person.window.bottom_line.show_notice("Saved x.")
    assert notice.text() == "Saved x." and not timeline.geometry().intersects(notice.geometry())
    look_at(person, 1)
    person.window.actions_by_id["reset"].trigger()
    person.until(lambda: timeline.is_empty)


# Leading back ---------------------------------------------------------------------------------------------------------


def test_going_on_from_the_past_is_an_edit_that_undo_takes_back(trained: Person) -> None:
    session, timeline = trained.window.session, timeline_of(trained)
    session.document.edit("rename", session.document.project.replace(title="Other"))
    now = session.read_state()
    look_at(trained, 12)
    trained.click("past-go-on")
    assert session.document.undo_text == "go on from epoch 12" and session.document.project.title == "Other"
    trained.until(lambda: session.snapshot is not None and session.snapshot.epoch == 12)
    until_listed(trained)
    assert is_hidden(trained, "past-bar") and not session.looking_back.is_on
    assert len(timeline.steps) == 13 and "undo returns to epoch 40" in says(trained, "notice")
    trained.click("button-epoch")
    trained.until(lambda: session.snapshot is not None and session.snapshot.epoch == 13)
    assert np.array_equal(session.read_state().theta, theta_after(trained, 13))
    session.undo()
    trained.until(lambda: session.snapshot is not None and session.snapshot.epoch == 40)
    until_listed(trained)
    assert np.array_equal(session.read_state().theta, now.theta) and len(timeline.steps) == 41
    session.redo()
    trained.until(lambda: session.snapshot is not None and session.snapshot.epoch == 13)
    until_listed(trained)
    assert len(timeline.steps) == 14


@pytest.mark.parametrize(
    ("button", "is_so"), [("button-train", lambda step: step > 1000), ("button-step", lambda step: step == 1001)]
)
def test_training_goes_on_from_now_and_says_so(trained: Person, button: str, is_so) -> None:
    session = trained.window.session
    look_at(trained, 6)
    trained.click(button)
    assert not session.looking_back.is_on and says(trained, "notice").startswith("Back to now, epoch 40: ")
    trained.until(lambda: is_so(session.step))
    trained.until(lambda: trained.canvas.moment is session.snapshot)


def test_an_edit_is_made_to_the_network_of_today(trained: Person) -> None:
    session = trained.window.session
    look_at(trained, 6)
    session.apply(lambda: operate(session.document.project, add_unit(session.document.project.network, 0)))
    assert not session.looking_back.is_on and says(trained, "notice").startswith("Back to now: ")
    trained.until_drawn()
    assert session.read_state().step == 1000


def test_undo_and_another_project_leave_the_past(trained: Person) -> None:
    session = trained.window.session
    look_at(trained, 6)
    trained.window.actions_by_id["reset"].trigger()
    trained.until(lambda: session.step == 0)
    session.undo()
    trained.until(lambda: session.step == 1000)
    until_listed(trained)
    look_at(trained, 7)
    session.open_bundled("segments")
    assert is_hidden(trained, "past-bar")
    trained.until_drawn()
    trained.until(lambda: timeline_of(trained).is_empty)
    assert says(trained, "step").startswith("step ")


def test_a_moment_before_a_structure_edit_is_shown_with_the_network_of_then(trained: Person) -> None:
    session, canvas = trained.window.session, trained.canvas
    before = session.document.project
    session.apply(lambda: operate(before, remove_layer(before.network, 1)))
    train(trained, 10)
    look_at(trained, 20)
    assert canvas.arrangement is not None and canvas.arrangement.network == before.network
    assert trained.window.pictures.boundary.snapshot is canvas.moment is session.shown
    edits = session.document.position
    trained.stroke(canvas, canvas.node_rect(1, 0).center(), canvas.node_rect(0, 0).center())
    assert session.document.position == edits, "the hands reach only what is there today"
    trained.press(Key.Key_Escape)  # first what is selected
    trained.press(Key.Key_Escape)
    assert not session.looking_back.is_on
    assert canvas.arrangement.network == session.document.project.network
    look_at(trained, 20)
    trained.click("past-go-on")
    assert session.document.project == before
    trained.until(lambda: session.snapshot is not None and session.snapshot.epoch == 20)
    assert canvas.arrangement.network == before.network
    session.undo()
    trained.until(lambda: session.snapshot is not None and session.snapshot.epoch == 50)
    trained.until_drawn()


def test_a_moment_before_other_data_is_shown_with_the_data_of_then(trained: Person) -> None:
    session = trained.window.session
    trained.click("data-sine")
    trained.until_drawn()
    train(trained, 5)
    look_at(trained, 20)
    boundary = trained.window.pictures.boundary
    assert boundary.isVisible() and boundary.project is not None
    assert boundary.project.data == session.looking_back.project.data != session.document.project.data
    trained.click("past-back")
    assert not boundary.isVisible() and trained.window.pictures.curve_fit.isVisible()


def test_what_is_off_is_off_in_the_past_too_and_the_bar_stands_clear_of_all(trained: Person) -> None:
    window, session = trained.window, trained.window.session
    look_at(trained, 12)
    whole = window.pictures.figure.figure.large
    window.knock_out.toggle([Neuron(0, 1)])
    shown = window.pictures.figure.snapshot
    assert isinstance(shown, Reduced) and shown.whole is session.shown
    assert window.pictures.figure.figure.below == (f"without Hidden 1 · 2; with all {whole}",)
    bar, line = trained.widget("past-bar").geometry(), trained.widget("off-line").geometry()
    assert not bar.intersects(line) and not bar.intersects(trained.widget("look").geometry())
    window.knock_out.clear()
    window.resize(1280, 720)
    bar, canvas = trained.widget("past-bar").geometry(), trained.canvas
    assert canvas.rect().contains(bar) and not bar.intersects(canvas.standing.legend_room.toRect())
    trained.click("past-back")
    assert canvas.standing.legend_room.right() > bar.left()


# A weight's history ---------------------------------------------------------------------------------------------------


def test_a_weights_card_shows_what_it_has_been(trained: Person) -> None:
    session, canvas = trained.window.session, trained.canvas
    edge = Edge(1, 2, 0)
    trained.click_at(canvas, canvas.point_of(edge))
    history = trained.window.findChild(QWidget, "weight-history")
    assert history is not None
    trained.until(history.isVisible)
    network = session.document.project.network
    assert history.epochs.tolist() == list(range(41))
    for epoch in (0, 7, 40):
        assert history.values[epoch] == number_at(network, theta_after(trained, epoch), (1, 2, 0))
    card = trained.widget("weight-editor")
    assert canvas.rect().contains(card.geometry())
    at_now = grab(history)
    session.looking_back.look(300)
    until_shown(trained, 12)
    assert trained.widget("weight-history") is history and grab(history) != at_now, "the mark moved"


def test_a_card_that_is_open_follows_training_and_edits(person: Person) -> None:
    session, canvas = person.window.session, person.canvas
    person.click_at(canvas, canvas.point_of(Edge(1, 2, 0)))
    history = person.window.findChild(QWidget, "weight-history")
    assert history is not None and not history.isVisible(), "not trained yet"
    session.run_epoch()
    person.until(lambda: history.isVisible() and history.epochs.tolist() == [0, 1])
    person.press(Key.Key_Up)
    person.until(lambda: history.epochs.tolist() == [0, 1, 1])
    assert history.values[2] > history.values[1]
    session.undo()
    person.until(lambda: history.epochs.tolist() == [0, 1])


def test_in_a_narrow_canvas_the_bar_stands_above_the_current_sample(open_window: OpenWindow) -> None:
    person = open_window("circle")
    session, window = person.window.session, person.window
    window.resize(1280, 720)
    person.action("epoch").trigger()
    person.until(lambda: session.step == 25)
    person.canvas.select(frozenset({Neuron(0, 0)}), Neuron(0, 0))
    person.canvas.setFocus()
    person.press(Qt.Key.Key_O)
    session.looking_back.look(0)
    person.until(lambda: window.past_bar.isVisible() and window.off_line.isVisible())
    assert window.past_bar.geometry().bottom() < window.off_line.geometry().top()
    person.canvas.setFocus()
    person.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: person.canvas.width() < 400)
    for part in (person.canvas.sample_bar, person.canvas.flow_button):
        assert not part.geometry().intersects(window.past_bar.geometry())
