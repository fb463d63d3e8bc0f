"""Tests of the session: training, undo and files as a person meets them, without a window."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from pytestqt.qtbot import QtBot

from core.bundled import NAMES, new_project, open_bundled
from core.data import build
from core.data.recipes import Segments
from core.edits import Edit, choose_data, new_weights, operate
from core.errors import UserError
from core.export.formats import FORMATS
from core.layers import Dense
from core.messages import RunSteps
from core.project import open_project
from core.snapshot import Snapshot
from core.state import State
from core.surgery import add_unit, insert_layer, remove_unit
from core.trainer import Trainer
from gui.session.session import Session

CIRCLE = open_bundled("circle").replace(pace=None)


class Visit:
    """A session, and everything it has said."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session, self._qtbot = session, qtbot
        self.notices: list[str] = []
        self.refusals: list[tuple[str, str]] = []
        self.frames: list[Snapshot] = []
        session.noticed.connect(self.notices.append)
        session.refused.connect(lambda message, hint: self.refusals.append((message, hint)))
        session.stopped.connect(lambda message, hint: self.refusals.append((message, hint)))
        session.frame.connect(lambda snapshot, number: self.frames.append(snapshot))

    def until(self, is_so: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(is_so()), timeout=20_000)

    def until_step(self, least: int) -> None:
        self.until(lambda: self.session.step >= least)

    def train(self, steps: int) -> State:
        """The state after exactly so many more steps."""
        before = self.session.read_state().step
        self.session.engine.post(RunSteps(steps))
        self.until(lambda: self.session.step == before + steps and not self.session.is_playing)
        return self.session.read_state()

    def apply(self, decide: Callable[[], Edit]) -> None:
        self.session.apply(decide)


@pytest.fixture
def visit(qtbot: QtBot) -> Iterator[Visit]:
    session = Session(CIRCLE)
    session.start()
    yield Visit(session, qtbot)
    session.close()


def same_state(one: State, other: State) -> bool:
    """Whether all fields are equal, arrays bit for bit."""
    for field in dataclasses.fields(State):
        first, second = getattr(one, field.name), getattr(other, field.name)
        if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
            if first.dtype != second.dtype or first.shape != second.shape or first.tobytes() != second.tobytes():
                return False
        elif first is not second and first != second:
            return False
    return True


def never_stopped(steps: int) -> State:
    assert CIRCLE.data is not None
    trainer = Trainer(CIRCLE.network, build(CIRCLE.data), CIRCLE.training, seed=CIRCLE.seed)
    trainer.run(steps=steps)
    return trainer.state()


# Training ---------------------------------------------------------------------------------------------------------


def test_training_is_toggled_and_seen_in_frames(visit: Visit) -> None:
    visit.until(lambda: visit.session.snapshot is not None)
    assert not visit.session.is_playing and visit.session.step == 0
    visit.session.toggle_training()
    visit.until_step(100)
    assert visit.session.is_playing
    visit.session.toggle_training()
    visit.until(lambda: not visit.session.is_playing)
    step = visit.session.step
    assert visit.session.read_state().step == step and visit.frames[-1].step == step


def test_a_step_and_an_epoch_are_made_and_no_more(visit: Visit) -> None:
    visit.session.run_step()
    visit.until_step(1)
    visit.session.run_epoch()
    visit.until(lambda: visit.session.snapshot is not None and visit.session.snapshot.epoch == 1)
    assert same_state(visit.session.read_state(), never_stopped(25))


def test_reset_goes_back_to_where_training_began_and_can_be_undone(visit: Visit) -> None:
    began = visit.session.read_state()
    trained = visit.train(60)
    visit.session.toggle_training()
    visit.session.reset()
    visit.until(lambda: visit.session.step == 0 and not visit.session.is_playing)
    assert np.array_equal(visit.session.read_state().theta, began.theta)
    assert visit.session.document.undo_text == "reset"
    visit.session.undo()
    visit.until(lambda: visit.session.step >= 60)
    state = visit.session.read_state()
    trainer = Trainer(CIRCLE.network, build(CIRCLE.data), CIRCLE.training, state=trained)  # type: ignore[arg-type]
    trainer.run(steps=state.step - 60)
    assert same_state(state, trainer.state())
    assert "Undone: reset: at epoch " in visit.notices[-1] and "redo returns to 0." in visit.notices[-1]


def test_new_weights_can_be_undone(visit: Visit) -> None:
    trained = visit.train(60)
    visit.apply(lambda: new_weights(visit.session.document.project))
    assert visit.session.read_state().step == 0
    visit.session.document.undo()
    assert same_state(visit.session.read_state(), trained)


def test_undo_says_where_it_led_to_and_redo_returns(visit: Visit) -> None:
    visit.train(50)
    visit.apply(lambda: operate(CIRCLE, remove_unit(CIRCLE.network, 0, 1)))
    later = visit.train(100)
    visit.session.undo()
    what = "remove neuron from Hidden 1 with its training"
    visit.until(lambda: f"Undone: {what}: back at epoch 2; redo returns to 6." in visit.notices)
    visit.session.redo()
    visit.until(lambda: f"Redone: {what}: at epoch 6 again; undo returns to 2." in visit.notices)
    assert same_state(visit.session.read_state(), later)


def test_undo_of_a_setting_says_that_what_was_trained_with_it_stays(visit: Visit) -> None:
    visit.train(50)
    hasty = CIRCLE.replace(training=CIRCLE.training.replace(learning_rate=10.0))
    visit.apply(lambda: Edit("set learning rate to 10", hasty))
    visit.session.undo()
    assert visit.notices[-1] == "Undone: set learning rate to 10."
    visit.session.redo()
    visit.train(25)
    visit.session.undo()
    undone = "Undone: set learning rate to 10. The training since epoch 2 stays."
    assert visit.notices[-1] == undone


def test_undo_within_an_epoch_counts_steps(visit: Visit) -> None:
    visit.train(3)
    visit.apply(lambda: operate(CIRCLE, add_unit(CIRCLE.network, 0)))
    visit.train(4)
    visit.session.undo()
    what = "Undone: add neuron to Hidden 1 with its training"
    visit.until(lambda: visit.notices[-1] == f"{what}: back at step 3; redo returns to 7.")


def test_an_edit_while_training_keeps_what_was_learned_and_goes_on(visit: Visit) -> None:
    visit.session.toggle_training()
    visit.until_step(200)
    visit.apply(lambda: operate(CIRCLE, add_unit(CIRCLE.network, 0)))
    network = visit.session.document.project.network
    visit.until(lambda: visit.session.snapshot is not None and visit.session.snapshot.network == network)
    assert visit.session.is_playing
    visit.until_step(visit.session.step + 100)


def test_an_edit_that_cannot_be_is_said_and_changes_nothing(visit: Visit) -> None:
    visit.apply(lambda: operate(CIRCLE, add_unit(CIRCLE.network, 2)))
    assert visit.session.document.project == CIRCLE and visit.session.document.undo_text is None
    ((message, hint),) = visit.refusals
    assert "output layer keeps its width" in message and hint


def test_a_rate_that_is_too_high_is_said_and_finite_weights_are_kept(visit: Visit) -> None:
    document = visit.session.document
    # A network that can grow without bound: squashed ones saturate and stand still.
    network = CIRCLE.network.replace(layers=(Dense(4, "relu"), Dense(1, "sigmoid")))
    training = CIRCLE.training.replace(loss="mse", learning_rate=1e38, optimizer="momentum")
    document.load(CIRCLE.replace(network=network, training=training), None, None)
    visit.session.toggle_training()
    visit.until(lambda: visit.refusals)
    assert "Training stopped in epoch" in visit.refusals[0][0]
    visit.until(lambda: not visit.session.is_playing)
    assert np.isfinite(visit.session.read_state().theta).all()
    assert all(np.isfinite(snapshot.theta).all() for snapshot in visit.frames)


def test_training_that_ends_by_itself_says_why_and_is_no_failure(visit: Visit) -> None:
    ends: list[str] = []
    visit.session.ended.connect(ends.append)
    training = CIRCLE.training.replace(patience=1, learning_rate=5.0)
    visit.session.document.edit("set up", CIRCLE.replace(training=training))
    visit.session.toggle_training()
    visit.until(lambda: ends and not visit.session.is_playing)
    assert ends[0].startswith("Stopped after epoch ")
    assert visit.refusals == []


def test_a_goal_ends_training_and_pressing_train_again_goes_on(visit: Visit) -> None:
    ends: list[str] = []
    visit.session.ended.connect(ends.append)
    visit.session.document.edit("set a goal", CIRCLE.replace(training=CIRCLE.training.replace(stop_epochs=3)))
    visit.session.toggle_training()
    visit.until(lambda: ends and not visit.session.is_playing)
    assert ends == ["Stopped after epoch 3: that was the goal."]
    assert visit.session.read_state().epoch == 3
    assert visit.notices == []
    visit.session.toggle_training()
    assert visit.notices == ["The epoch goal of 3 was reached before: training goes on past it."]
    visit.until(lambda: visit.frames[-1].epoch >= 5)
    assert visit.session.is_playing and len(ends) == 1


def test_a_state_is_read_while_training_and_training_goes_on(visit: Visit) -> None:
    visit.session.toggle_training()
    visit.until_step(50)
    for _ in range(2):
        state = visit.session.read_state()
        assert same_state(state, never_stopped(state.step))
    visit.until_step(state.step + 50)
    assert visit.session.is_playing


def test_an_engine_that_does_not_run_does_not_answer(qtbot: QtBot) -> None:
    session = Session(CIRCLE)
    with pytest.raises(UserError, match="engine does not answer"):
        session.read_state()
    session.close()


# Files ------------------------------------------------------------------------------------------------------------


def test_saved_and_opened_training_goes_on_as_if_never_stopped(visit: Visit, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.neuroloom"
    state = visit.train(37)
    assert visit.session.save(path) and visit.notices == ["Saved a.neuroloom."]
    other = Session(new_project())
    other.start()
    try:
        opened = Visit(other, qtbot)
        assert other.open(path)
        assert other.document.project == CIRCLE and other.document.path == path
        assert same_state(other.read_state(), state)
        assert same_state(opened.train(100), never_stopped(137))
    finally:
        other.close()


def test_saved_while_training_is_one_moment_of_it(visit: Visit, tmp_path: Path) -> None:
    visit.session.toggle_training()
    visit.until_step(50)
    assert visit.session.save(tmp_path / "a.neuroloom")
    saved = open_project(tmp_path / "a.neuroloom")
    assert saved.project == CIRCLE and saved.state is not None
    assert same_state(saved.state, never_stopped(saved.state.step))
    visit.until_step(saved.state.step + 1)
    assert visit.session.document.must_ask(visit.session.step), "it went on since"


def test_a_saved_project_after_surgery_comes_back_whole(visit: Visit, tmp_path: Path) -> None:
    visit.train(20)
    visit.apply(lambda: operate(CIRCLE, add_unit(CIRCLE.network, 0)))
    visit.apply(lambda: choose_data(visit.session.document.project, Segments(), "choose digits"))
    state = visit.train(30)
    visit.session.save(tmp_path / "a.neuroloom")
    visit.session.new()
    assert visit.session.open(tmp_path / "a.neuroloom")
    assert same_state(visit.session.read_state(), state)


def test_a_damaged_file_changes_nothing(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "a.neuroloom"
    visit.session.save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    visit.session.document.edit("rename", CIRCLE.replace(title="Mine"))
    state = visit.train(30)
    assert not visit.session.open(path) and not visit.session.open(tmp_path / "none.neuroloom")
    assert len(visit.refusals) == 2 and all(message for message, _ in visit.refusals)
    assert visit.session.document.project.title == "Mine" and visit.session.document.undo_text == "rename"
    assert same_state(visit.session.read_state(), state)


def test_a_file_that_cannot_be_written_is_said_and_still_unsaved(visit: Visit, tmp_path: Path) -> None:
    visit.session.document.edit("rename", CIRCLE.replace(title="Mine"))
    assert not visit.session.save(tmp_path / "none" / "a.neuroloom")
    assert len(visit.refusals) == 1 and visit.session.document.path is None
    assert visit.session.document.must_ask(visit.session.step)


def test_an_export_is_written_by_the_worker_and_said_with_its_epoch_and_proof(visit: Visit, tmp_path: Path) -> None:
    visit.train(30)
    path = tmp_path / "mein Netz ü.onnx"
    visit.session.export(FORMATS["onnx"], path)
    assert not path.exists()  # it is written by the worker: nobody waits for it
    visit.until(lambda: not visit.session.exporting.is_running)
    assert path.stat().st_size > 0 and not visit.refusals
    assert re.fullmatch(
        r"Exported mein Netz ü\.onnx, epoch 1: it agrees with this network to .+ on 250 test points\.",
        visit.notices[-1],
    )


def test_an_export_that_cannot_be_written_is_said_and_leaves_nothing(visit: Visit, tmp_path: Path) -> None:
    visit.session.export(FORMATS["onnx"], tmp_path / "none" / "a.onnx")
    visit.until(lambda: not visit.session.exporting.is_running)
    assert len(visit.refusals) == 1 and "folder does not exist" in visit.refusals[0][0]
    assert not list(tmp_path.iterdir())


def test_the_weights_of_the_moment_are_exported_whatever_training_does_meanwhile(visit: Visit, tmp_path: Path) -> None:
    visit.train(30)
    moment = visit.session.moment()
    visit.train(300)
    visit.session.export(FORMATS["onnx"], tmp_path / "a.onnx", moment)
    visit.until(lambda: not visit.session.exporting.is_running)
    x = np.random.default_rng(0).normal(size=(50, 2)).astype(np.float32)
    (answers,) = onnxruntime.InferenceSession(tmp_path / "a.onnx").run(None, {"x": x})
    network = CIRCLE.network
    assert np.abs(answers - network.predict(moment.theta, x)).max() < 1e-5
    assert np.abs(answers - network.predict(visit.session.read_state().theta, x)).max() > 1e-3


def test_what_is_looked_back_at_is_what_is_exported(visit: Visit) -> None:
    visit.train(300)
    visit.session.looking_back.look(0)
    visit.until(lambda: visit.session.looking_back.snapshot is not None)
    assert visit.session.moment().when == "first weights, not trained"
    visit.session.looking_back.leave()
    assert visit.session.moment().step == 300


@pytest.mark.parametrize("name", NAMES)
def test_a_bundled_project_asks_after_an_edit_and_not_after_training(visit: Visit, name: str) -> None:
    visit.session.open_bundled(name)
    document = visit.session.document
    assert document.project == open_bundled(name) and document.is_bundled
    visit.train(10)
    assert not document.must_ask(visit.session.step)
    visit.apply(lambda: operate(document.project, insert_layer(document.project.network, 0, 2)))
    assert document.must_ask(visit.session.step)
    document.undo()
    assert not document.must_ask(visit.session.step)


def test_a_file_that_was_trained_asks_until_it_is_saved(visit: Visit, tmp_path: Path) -> None:
    document = visit.session.document
    visit.session.save(tmp_path / "a.neuroloom")
    visit.session.open(tmp_path / "a.neuroloom")
    assert not document.must_ask(visit.session.step)
    visit.train(10)
    assert document.must_ask(visit.session.step)
    visit.session.save(tmp_path / "a.neuroloom")
    assert not document.must_ask(visit.session.step)


def test_the_moment_a_file_is_open_nothing_is_edited(visit: Visit, tmp_path: Path) -> None:
    """Until its first frame has come, the step of the last one would be another project's."""
    visit.train(10)
    visit.session.save(tmp_path / "ten.neuroloom")
    visit.train(25)
    visit.session.open(tmp_path / "ten.neuroloom")
    assert visit.session.step == 10 and not visit.session.document.is_edited(visit.session.step)
    visit.session.new()
    assert visit.session.step == 0 and not visit.session.document.is_edited(visit.session.step)


def test_opening_something_else_pauses(visit: Visit) -> None:
    visit.session.toggle_training()
    visit.until_step(20)
    visit.session.open_bundled("xor")
    network = open_bundled("xor").network
    visit.until(lambda: visit.session.snapshot is not None and visit.session.snapshot.network == network)
    assert not visit.session.is_playing and visit.session.read_state().step == 0


def test_a_jump_over_several_edits_says_one_true_sentence(visit: Visit) -> None:
    for unit in (1, 0):
        visit.train(50)
        visit.apply(lambda unit=unit: operate(visit.session.document.project, remove_unit(CIRCLE.network, 0, unit)))
    visit.train(50)
    visit.session.go_to(0)
    visit.session.go_to(2)
    visit.until(lambda: "at epoch 6 again" in visit.notices[-1])
    assert visit.notices[-4:] == [
        "Undone: 2 edits.",
        "Redone: 2 edits.",
        "Undone: 2 edits: back at epoch 2; redo returns step by step.",
        "Redone: 2 edits: at epoch 6 again; undo returns step by step.",
    ]
    visit.session.undo()
    visit.until(lambda: "back at epoch 4; redo returns to 6." in visit.notices[-1])
