"""Tests of the engine's loop, in a plain thread: messages in order, swapped states, the pace, and what goes wrong."""

import dataclasses
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.bundled import open_bundled
from core.curve import EPOCH, TRAIN_LOSS, gaps
from core.data import build
from core.data.recipes import Points, Segments
from core.edits import Edit, choose_data, new_weights, operate
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.loop import GATE_SECONDS, Gate, Loop
from core.messages import (
    Adopt,
    Answer,
    Ask,
    Load,
    Message,
    Pause,
    Play,
    Refused,
    RunEpochs,
    RunSteps,
    StateAnswer,
    Stopped,
    Swap,
    Swapped,
)
from core.moves import Become, Redraw, Reset, Write
from core.network import DType, Network
from core.snapshot import Snapshot
from core.specs import Project
from core.state import State
from core.surgery import (
    Surgery,
    add_follower,
    add_unit,
    insert_layer,
    move_units,
    remove_layer,
    remove_unit,
    set_dtype,
    set_units,
)
from core.timeline import Timeline
from core.trainer import Trainer
from core.training import Training

PATIENCE_SECONDS = 20.0
"""What a wait may last before a test fails; none is expected to last a tenth of it."""

PROJECT = Project(
    "Test",
    Network(2, (Dense(4, "tanh"), Dense(1, "sigmoid"))),
    Training("binary_crossentropy", "adam", 0.01, 10),
    Points("circle", samples=46),
    seed=3,
)
"""23 samples to train on: three steps an epoch. As fast as possible."""


class Outside:
    """Whoever stands outside of the loop: posts, takes, and remembers what it was given."""

    def __init__(self, loop: Loop, thread: threading.Thread) -> None:
        self.loop, self._thread = loop, thread
        self.answers: list[Answer] = []
        self.snapshots: list[Snapshot] = []
        self._tokens = 0

    def take(self) -> None:
        answers, snapshot = self.loop.take()
        self.answers += answers
        if snapshot is not None:
            self.snapshots.append(snapshot)

    def until(self, is_so: Callable[[], object]) -> None:
        """Take until something is so."""
        end = time.perf_counter() + PATIENCE_SECONDS
        while not is_so():
            assert time.perf_counter() < end, "in vain"
            assert self._thread.is_alive(), "the loop has ended"
            self.take()
            self._thread.join(0.0005)

    def post(self, *messages: Message) -> None:
        for message in messages:
            self.loop.post(message)

    def state(self) -> State:
        """The state once all that was posted is done."""
        self._tokens += 1
        token = self._tokens
        self.loop.post(Ask(token))
        self.until(lambda: any(isinstance(one, StateAnswer) and one.token == token for one in self.answers))
        (answer,) = (one for one in self.answers if isinstance(one, StateAnswer) and one.token == token)
        return answer.state

    def trained(self) -> tuple[Project, State] | None:
        """What was trained last, where edits have come since."""
        self.state()
        return next(one.trained for one in reversed(self.answers) if isinstance(one, StateAnswer))

    def run(self, message: RunSteps | RunEpochs) -> State:
        """The state after these steps."""
        self.loop.post(message)
        self.until_paused()
        return self.state()

    def until_paused(self) -> Snapshot:
        """The next snapshot of a paused loop that has done all that was posted."""
        self.state()
        for _ in range(2):  # one may have been made before that; the next one comes into an empty slot
            count = len(self.snapshots)
            self.state()
            self.until(lambda count=count: len(self.snapshots) > count)
        self.until(lambda: not self.snapshots[-1].is_playing)
        return self.snapshots[-1]

    def edit(self, edit: Edit, number: int | None = None) -> None:
        self.loop.post(Adopt(edit.project, edit.vectors, number))

    def of(self, kind: type[Swapped] | type[Refused]) -> list[Answer]:
        return [answer for answer in self.answers if isinstance(answer, kind)]


@contextmanager
def running(loop: Loop | Project) -> Iterator[Outside]:
    """The loop in a thread of its own, closed at the end."""
    if isinstance(loop, Project):
        loop = Loop(loop)
    thread = threading.Thread(target=loop.run, name="loop")
    thread.start()
    try:
        yield Outside(loop, thread)
    finally:
        loop.close()
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()


def trainer_of(project: Project, state: State | None = None) -> Trainer:
    assert project.data is not None
    return Trainer(project.network, build(project.data), project.training, seed=project.seed, state=state)


def same_state(one: State, other: State) -> bool:
    """Whether all fields are equal, arrays bit for bit."""
    for field in dataclasses.fields(State):
        first, second = getattr(one, field.name), getattr(other, field.name)
        if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
            if first.shape != second.shape or first.tobytes() != second.tobytes():
                return False
        elif (first is not None and second is not None and first != second) or (first is None) != (second is None):
            return False
    return True


# Training ---------------------------------------------------------------------------------------------------------


def test_there_is_a_snapshot_before_anything_is_asked() -> None:
    with running(PROJECT) as outside:
        outside.until(lambda: outside.snapshots)
        snapshot = outside.snapshots[0]
        assert snapshot.step == 0 and not snapshot.is_playing and snapshot.steps_per_second == 0.0
        assert np.array_equal(snapshot.theta, trainer_of(PROJECT).theta)


def test_play_goes_on_until_pause_and_after_pause_nothing_moves() -> None:
    with running(PROJECT) as outside:
        outside.until(lambda: outside.snapshots)
        for least in (100, 500):
            outside.loop.play()
            # Under load many steps are made before the pause is heard, so the last one may be beyond `least` already.
            outside.until(lambda least=least: outside.snapshots[-1].step >= least and outside.snapshots[-1].is_playing)
            outside.loop.pause()
            paused = outside.until_paused()
            assert paused.steps_per_second == 0.0
            assert outside.state().step == outside.state().step == paused.step


def test_what_the_loop_trains_is_what_the_trainer_trains() -> None:
    with running(PROJECT) as outside:
        outside.loop.play()
        outside.until(lambda: outside.snapshots and outside.snapshots[-1].step >= 200)
        outside.loop.pause()
        state = outside.state()
    trainer = trainer_of(PROJECT)
    trainer.run(steps=state.step)
    assert same_state(trainer.state(), state)


def test_steps_are_counted_exactly_and_then_it_pauses() -> None:
    with running(PROJECT) as outside:
        assert [outside.run(RunSteps(count)).step for count in (1, 1, 5, 300)] == [1, 2, 7, 307]


def test_an_epoch_goes_to_its_end() -> None:
    with running(PROJECT) as outside:
        assert outside.run(RunSteps(4)).step == 4
        assert outside.run(RunEpochs(1)).step == 6
        assert outside.run(RunEpochs(1)).step == 9
        assert outside.run(RunEpochs(10)).epoch == 13


@pytest.mark.parametrize("message", [RunSteps(1), RunSteps(0), RunEpochs(0)])
def test_steps_asked_for_while_playing_are_the_last_ones(message: RunSteps | RunEpochs) -> None:
    with running(PROJECT) as outside:
        outside.loop.play()
        outside.post(message)
        paused = outside.until_paused()
        assert outside.state().step == paused.step


def test_no_step_is_seen_too_late() -> None:
    """A step at a time, each must come to the screen: the last snapshot may not get lost between loop and take."""
    with running(PROJECT) as outside:
        for step in range(1, 200):
            outside.post(RunSteps(1))
            outside.until(lambda step=step: outside.snapshots and outside.snapshots[-1].step == step)


def test_playing_and_pausing_all_the_time_loses_neither() -> None:
    with running(PROJECT) as outside:
        outside.until(lambda: outside.snapshots)
        for _ in range(100):
            before = outside.snapshots[-1].step
            outside.post(RunSteps(1))
            outside.loop.play()
            outside.until(lambda before=before: outside.snapshots[-1].step > before + 1)
            outside.loop.pause()
            outside.until(lambda: not outside.snapshots[-1].is_playing)


# Messages ---------------------------------------------------------------------------------------------------------


def before_the_start(*messages: Message) -> Loop:
    """A loop that finds all of these in its post box."""
    loop = Loop(PROJECT)
    for message in messages:
        loop.post(message)
    return loop


def test_answers_come_in_the_order_of_the_questions() -> None:
    with running(before_the_start(*(Ask(token) for token in range(50)))) as outside:
        outside.until(lambda: len(outside.answers) == 50)
        assert [answer.token for answer in outside.answers if isinstance(answer, StateAnswer)] == list(range(50))


def test_a_pause_holds_for_what_was_posted_before_it() -> None:
    loop = Loop(PROJECT)
    loop.post(RunSteps(1000))
    loop.pause()
    with running(loop) as outside:
        assert outside.until_paused().step == 0


def test_play_holds_for_the_project_that_was_loaded_before_it() -> None:
    loop = Loop(PROJECT)
    loop.post(Load(PROJECT.replace(seed=9)))
    loop.play()
    with running(loop) as outside:
        outside.until(lambda: outside.snapshots and outside.snapshots[-1].step > 10)


def test_loading_pauses_and_forgets() -> None:
    with running(PROJECT) as outside:
        outside.edit(operate(PROJECT, add_unit(PROJECT.network, 0)), 1)
        outside.loop.play()
        other = PROJECT.replace(seed=9)
        outside.post(Load(other))
        state = outside.state()
        assert state.step == 0 and np.array_equal(state.theta, trainer_of(other).theta)
        outside.post(Swap(other, 1))
        assert outside.state().step == 0
        assert [swapped.found for swapped in outside.answers if isinstance(swapped, Swapped)] == [False]


def test_loading_a_state_goes_on_from_it() -> None:
    trainer = trainer_of(PROJECT)
    trainer.run(steps=8)
    with running(before_the_start(Load(PROJECT, trainer.state()))) as outside:
        assert same_state(outside.state(), trainer.state())
        trainer.run(steps=50)
        assert same_state(outside.run(RunSteps(50)), trainer.state())


def test_messages_and_answers_can_be_pickled() -> None:
    """A process could stand where the thread stands."""
    state = trainer_of(PROJECT).state()
    moves = operate(PROJECT, add_unit(PROJECT.network, 0))
    said: list[Message | Answer] = [
        Adopt(moves.project, moves.vectors, 4),
        Adopt(PROJECT, Reset(), 5),
        Adopt(PROJECT, Redraw(), 6),
        Swap(PROJECT, 4),
        Play(),
        Pause(),
        RunSteps(3),
        RunEpochs(2),
        Ask(1),
        Swapped(4, 10, 2, True),
        Refused("What", "How"),
    ]
    assert pickle.loads(pickle.dumps(said)) == said
    load, answer = pickle.loads(pickle.dumps((Load(PROJECT, state), StateAnswer(1, state, Timeline(PROJECT)))))
    assert same_state(load.state, state) and same_state(answer.state, state)


@pytest.mark.parametrize("is_playing", [False, True])
def test_a_message_that_cannot_be_followed_is_refused_and_nothing_changes(is_playing: bool) -> None:
    foreign = trainer_of(open_bundled("spiral")).state()
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(5))
        if is_playing:
            outside.loop.play()
        outside.post(Load(PROJECT.replace(title="Another"), foreign))
        outside.until(lambda: outside.of(Refused))
        paused = outside.until_paused()
        state = outside.state()
        assert state.step == paused.step and (is_playing or same_state(state, before))
        assert outside.run(RunSteps(2)).step == state.step + 2, "it goes on serving"


def test_without_data_play_says_what_is_missing_and_pauses() -> None:
    with running(PROJECT.replace(data=None)) as outside:
        outside.loop.play()
        outside.until(lambda: outside.of(Refused))
        (refused,) = outside.of(Refused)
        assert isinstance(refused, Refused) and "no data" in refused.message and refused.hint
        assert not outside.until_paused().is_playing


def test_data_that_settings_do_not_fit_are_told_and_the_edits_that_follow_find_their_network() -> None:
    unfit = PROJECT.replace(training=PROJECT.training.replace(class_weight=(1.0, 2.0, 3.0)))
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(5))
        outside.post(Adopt(unfit))
        outside.until(lambda: outside.of(Refused))
        (refused,) = outside.of(Refused)
        assert isinstance(refused, Refused) and "3 numbers" in refused.message and refused.as_it_stands
        project = unfit
        for number, surgery in enumerate((add_unit(project.network, 0), insert_layer(project.network, 0, 3, "tanh"))):
            project = unfit.replace(network=surgery.network)
            outside.edit(Edit("", project, surgery.vectors), number)
            assert outside.state().theta.size == project.network.size
            outside.post(Swap(unfit, number))
            assert same_vectors(outside.state(), before)
        outside.loop.play()
        outside.until(lambda: len(outside.of(Refused)) > 5)
        assert not outside.until_paused().is_playing
        outside.post(Adopt(PROJECT))
        assert outside.run(RunSteps(2)).step == 7


def same_vectors(one: State, other: State) -> bool:
    return one.theta.tobytes() == other.theta.tobytes() and one.memory.tobytes() == other.memory.tobytes()


def test_a_bug_in_a_message_leaves_a_loop_that_can_be_run_again() -> None:
    loop = Loop(PROJECT)
    loop.play()
    loop.post(Adopt(None))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        loop.run()
    with running(loop) as outside:
        assert outside.until_paused().step == 0
        assert outside.run(RunSteps(3)).step == 3


def test_a_bug_in_a_step_does_not_come_back_by_itself() -> None:
    loop = Loop(PROJECT)
    course, loop._trainer._course = loop._trainer._course, None
    loop.post(RunSteps(2))
    with pytest.raises(AssertionError):
        loop.run()
    loop._trainer._course = course
    with running(loop) as outside:
        assert outside.state().step == 0
        assert outside.run(RunSteps(3)).step == 3


# Edits ------------------------------------------------------------------------------------------------------------


def test_an_edit_between_two_steps_keeps_what_was_learned_and_goes_on() -> None:
    edit = operate(PROJECT, add_unit(PROJECT.network, 0))
    with running(PROJECT) as outside:
        outside.run(RunSteps(100))
        before = outside.snapshots[-1]
        outside.loop.play()
        outside.edit(edit, 1)
        outside.until(lambda: outside.snapshots[-1].network == edit.project.network)
        after = outside.snapshots[-1]
        assert after.step >= before.step and after.is_playing
        outside.until(lambda: outside.snapshots[-1].step > after.step)


def test_a_paused_edit_does_not_change_what_the_network_says() -> None:
    edit = operate(PROJECT, add_unit(PROJECT.network, 0))
    x = build(Points("circle", samples=46)).x
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(100))
        outside.edit(edit, 1)
        after = outside.state()
        said = [PROJECT.network.predict(before.theta, x), edit.project.network.predict(after.theta, x)]
        assert np.allclose(*said, rtol=0, atol=1e-6)
        assert (after.step, after.epoch, after.start) == (100, before.epoch, None)


def test_an_edit_of_several_steps_arrives_whole_and_training_goes_on() -> None:
    deep = PROJECT.replace(network=Network(2, (Dense(4, "tanh"), Dense(3, "tanh"), Dense(1, "sigmoid"))))
    with running(deep) as outside:
        before = outside.run(RunSteps(20))
        edit = operate(deep, move_units(deep.network, 0, (0, 2), 1, 1))
        assert edit.vectors is not None and edit.vectors == pickle.loads(pickle.dumps(edit.vectors))
        outside.edit(edit, 1)
        later = outside.run(RunSteps(20))
        assert later.step == 40 and later.theta.shape == (edit.project.network.size,) and not outside.of(Refused)
        outside.post(Swap(deep, 1))
        assert same_state(outside.state(), before)


def test_undo_returns_to_the_stored_bits_and_redo_to_the_later_ones() -> None:
    edit = operate(PROJECT, remove_unit(PROJECT.network, 0, 1))
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(100))
        outside.edit(edit, 7)
        later = outside.run(RunSteps(200))
        outside.post(Swap(PROJECT, 7))
        assert same_state(outside.state(), before)
        outside.post(Swap(edit.project, 7))
        assert same_state(outside.state(), later)
        outside.post(Swap(PROJECT, 7))
        assert same_state(outside.state(), before)
        assert outside.of(Swapped) == [
            Swapped(7, later.epoch, before.epoch, True, 300, 100),
            Swapped(7, before.epoch, later.epoch, True, 100, 300),
            Swapped(7, later.epoch, before.epoch, True, 300, 100),
        ]
        trainer = trainer_of(PROJECT, before)
        trainer.run(steps=50)
        assert same_state(outside.run(RunSteps(50)), trainer.state()), "training goes on from there bit for bit"


@st.composite
def some_edits(draw: st.DrawFn) -> list[Edit]:
    """Edits that follow each other, most of them of the network."""
    project, edits = PROJECT, []
    for _ in range(draw(st.integers(1, 5))):
        hidden = len(project.network.dense) - 1
        kinds = ["insert", "follow", "data", "weights", "reset"] + ["add", "remove", "set"] * 2 * (hidden > 0)
        kind = draw(st.sampled_from(kinds))
        at = draw(st.integers(0, max(0, hidden - 1)))
        if kind == "insert":
            edit = operate(project, insert_layer(project.network, at, draw(st.integers(1, 3))))
        elif kind == "follow":
            follower = draw(st.sampled_from([Dropout(0.2), BatchNormalization()]))
            edit = operate(project, add_follower(project.network, at - 1, follower))
        elif kind == "add":
            edit = operate(project, add_unit(project.network, at))
        elif kind == "remove":
            edit = operate(project, remove_unit(project.network, at, 0))
        elif kind == "set":
            edit = operate(project, set_units(project.network, at, draw(st.integers(0, 6))))
        elif kind == "data":
            recipe = draw(st.sampled_from([Points("xor", samples=40), Points("sine", samples=40), Segments()]))
            edit = choose_data(project, recipe, "choose data")
        elif kind == "weights":
            edit = new_weights(project)
        else:
            edit = Edit("reset", project, Reset())
        edits.append(edit)
        project = edit.project
    return edits


@given(some_edits(), st.integers(0, 9))
@settings(max_examples=25)
def test_undo_all_the_way_and_redo_all_the_way_pass_the_same_bits(edits: list[Edit], steps: int) -> None:
    with running(PROJECT) as outside:
        projects = [PROJECT, *(edit.project for edit in edits)]
        outside.run(RunSteps(steps))
        ends = []
        for number, edit in enumerate(edits):
            before = outside.state()
            outside.edit(edit, number)
            outside.run(RunSteps(steps))
            ends.append((before, outside.state()))
        numbered = [number for number, edit in enumerate(edits) if edit.vectors is not None]
        for number in reversed(range(len(edits))):
            outside.post(Swap(projects[number], number) if number in numbered else Adopt(projects[number]))
            if numbered and number == numbered[0]:
                assert same_state(outside.state(), ends[number][0])
        for number in range(len(edits)):
            outside.post(Swap(projects[number + 1], number) if number in numbered else Adopt(projects[number + 1]))
        if numbered and numbered[-1] == len(edits) - 1:
            assert same_state(outside.state(), ends[-1][1])
        assert outside.state().theta.shape == (projects[-1].network.size,)
        assert not outside.of(Refused)
        assert all(answer.found for answer in outside.answers if isinstance(answer, Swapped))


def test_states_kept_for_undo_are_bounded_and_the_oldest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    size = trainer_of(PROJECT).state().nbytes
    monkeypatch.setattr("core.kept_states.KEPT_BYTES", 6 * size)
    projects = [PROJECT]
    for _ in range(12):
        projects.append(operate(projects[-1], add_unit(projects[-1].network, 0)).project)
    with running(PROJECT) as outside:
        for number in range(12):
            outside.edit(operate(projects[number], add_unit(projects[number].network, 0)), number)
        last = outside.state()
        for number in reversed(range(12)):
            outside.post(Swap(projects[number], number))
        first = outside.state()
        found = [swapped.found for swapped in outside.answers if isinstance(swapped, Swapped)]
        assert found == sorted(found, reverse=True) and 1 <= sum(found) <= 6, "newest kept, oldest gone"
        # What still has a place was carried over: each edit had only added a neuron.
        assert np.array_equal(first.theta, trainer_of(PROJECT).theta)
        for number in range(12):
            outside.post(Swap(projects[number + 1], number))
        again = outside.state()
        assert again.theta.shape == last.theta.shape and not outside.of(Refused)


def test_a_single_state_is_kept_however_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.kept_states.KEPT_BYTES", 1)
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(10))
        outside.edit(operate(PROJECT, remove_unit(PROJECT.network, 0, 0)), 1)
        outside.run(RunSteps(10))
        outside.post(Swap(PROJECT, 1))
        assert same_state(outside.state(), before)


def test_what_an_undo_could_not_find_a_redo_still_returns_from() -> None:
    wider = operate(PROJECT, add_unit(PROJECT.network, 0)).project
    with running(wider) as outside:
        here = outside.run(RunSteps(10))
        outside.post(Swap(PROJECT, 99))
        carried = outside.state()
        assert carried.theta.shape == (PROJECT.network.size,) and carried.step == 10
        outside.post(Swap(wider, 99))
        assert same_state(outside.state(), here)
        assert [swapped.found for swapped in outside.answers if isinstance(swapped, Swapped)] == [False, True]


def test_reset_is_epoch_zero_with_the_weights_that_stood_when_training_began() -> None:
    typed = trainer_of(PROJECT).state()
    typed = dataclasses.replace(typed, theta=np.full_like(typed.theta, 0.125))
    with running(before_the_start(Load(PROJECT, typed))) as outside:
        trained = outside.run(RunSteps(10))
        outside.post(Adopt(PROJECT, Reset(), 1))
        state = outside.state()
        assert (state.step, state.epoch, state.position, len(state.curve)) == (0, 0, 0, 0)
        assert np.array_equal(state.theta, typed.theta) and not state.memory.any()
        again = outside.run(RunSteps(10))
        assert np.array_equal(again.theta, trained.theta), "equal seeds, equal bits"
        outside.post(Adopt(PROJECT, Reset(), 2))
        assert np.array_equal(outside.state().theta, typed.theta), "and once more"


def test_reset_before_the_first_step_leaves_the_weights() -> None:
    edit = operate(PROJECT, add_unit(PROJECT.network, 0))
    with running(PROJECT) as outside:
        outside.edit(edit, 1)
        before = outside.state().theta
        outside.post(Adopt(edit.project, Reset(), 2))
        assert np.array_equal(outside.state().theta, before)


def test_reset_draws_from_the_seed_where_the_structure_has_changed_since() -> None:
    edit = operate(PROJECT, add_unit(PROJECT.network, 0))
    with running(PROJECT) as outside:
        outside.run(RunSteps(10))
        outside.edit(edit, 1)
        outside.run(RunSteps(10))
        outside.post(Adopt(edit.project, Reset(), 2))
        state = outside.state()
        assert state.step == 0 and np.array_equal(state.theta, trainer_of(edit.project).theta)


def test_new_weights_are_drawn_from_the_seed_at_epoch_zero() -> None:
    edit = new_weights(PROJECT)
    with running(PROJECT) as outside:
        outside.run(RunSteps(10))
        outside.edit(edit, 1)
        assert same_state(outside.state(), trainer_of(edit.project).state())


def test_a_snapshot_tells_whether_its_weights_are_as_they_were_drawn() -> None:
    edit = operate(PROJECT, add_unit(PROJECT.network, 0))
    anew = new_weights(edit.project)
    with running(PROJECT) as outside:
        assert outside.until_paused().is_drawn
        outside.edit(edit, 1)
        assert outside.until_paused().is_drawn, "an edit makes nobody's work somebody's"
        outside.run(RunSteps(1))
        assert not outside.until_paused().is_drawn
        outside.edit(anew, 2)
        assert outside.until_paused().is_drawn
        outside.post(Adopt(anew.project, Write(((0, 0, 0),), (0.5,)), 3))
        assert not outside.until_paused().is_drawn


def test_a_state_of_another_time_is_gone_on_from_bit_for_bit_and_undo_returns() -> None:
    with running(PROJECT) as outside:
        then = outside.run(RunSteps(7))
        later = outside.run(RunSteps(20))
        outside.edit(Edit("go on from step 7", PROJECT, Become(then)), 1)
        assert same_state(outside.state(), then)
        assert same_state(outside.run(RunSteps(20)), later)
        outside.post(Swap(PROJECT, 1))
        assert same_state(outside.state(), later)


def test_a_state_of_another_network_is_refused_and_nothing_changes() -> None:
    other = PROJECT.replace(network=PROJECT.network.with_dense(0, PROJECT.network.dense[0].replace(units=7)))
    with running(PROJECT) as outside, running(other) as elsewhere:
        foreign, before = elsewhere.run(RunSteps(3)), outside.run(RunSteps(3))
        outside.edit(Edit("go on", PROJECT, Become(foreign)), 1)
        assert same_state(outside.state(), before)
        assert outside.of(Refused)


@pytest.mark.parametrize("samples", [46, 60])
def test_other_data_of_the_same_shape_keep_the_weights_and_training_goes_on(samples: int) -> None:
    other = choose_data(PROJECT, Points("xor", samples=samples), "choose xor").project
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(10))
        outside.post(Adopt(other))
        after = outside.state()
        assert np.array_equal(after.theta, before.theta) and np.array_equal(after.memory, before.memory)
        assert (after.step, after.epoch, after.position) == (10, 3, 0) and len(after.order) == samples // 2
        assert outside.run(RunEpochs(1)).step == 13


def test_another_batch_size_begins_an_epoch() -> None:
    with running(PROJECT) as outside:
        outside.run(RunSteps(10))
        outside.post(Adopt(PROJECT.replace(training=PROJECT.training.replace(batch_size=5))))
        state = outside.state()
        assert (state.step, state.epoch, state.position) == (10, 3, 0)
        assert outside.run(RunEpochs(1)).step == 15


@pytest.mark.parametrize(
    "edited",
    [
        PROJECT.replace(title="Renamed", pace=50.0),
        PROJECT.replace(training=PROJECT.training.replace(learning_rate=0.5)),
        PROJECT.replace(network=PROJECT.network.with_dense(0, Dense(4, "relu"))),
    ],
)
def test_an_edit_of_a_setting_leaves_the_state_as_it_is(edited: Project) -> None:
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(10))
        outside.post(Adopt(edited))
        after = outside.state()
        assert same_state(replace(after, since=before.since), before)
        trainer = trainer_of(edited, after)
        trainer.run(steps=5)
        assert same_state(outside.run(RunSteps(5)), trainer.state()), "and holds from the next step on"


def test_undo_of_another_shape_brings_back_the_training_that_it_interrupted() -> None:
    edit = choose_data(PROJECT, Points("xor", samples=46), "choose xor")
    with running(PROJECT) as outside:
        before = outside.run(RunEpochs(10))
        outside.edit(edit, 1)
        later = outside.run(RunEpochs(10))
        assert later.curve[0, EPOCH] == before.epoch, "the losses of two tasks are not one curve"
        outside.post(Swap(PROJECT, 1))
        assert same_state(outside.state(), before)
        outside.post(Swap(edit.project, 1))
        assert same_state(outside.state(), later)


def test_other_points_of_the_same_shape_leave_a_gap_in_the_curve() -> None:
    with running(PROJECT) as outside:
        before = outside.run(RunEpochs(10)).curve
        for noise in (10.0, 20.0, 30.0):  # as a slider that is dragged
            outside.post(Adopt(choose_data(PROJECT, Points("circle", noise, samples=46), "noisier").project))
        curve = outside.run(RunEpochs(5)).curve
        (gap,) = np.flatnonzero(gaps(curve))
        assert np.array_equal(curve[:gap], before, equal_nan=True)
        assert curve[gap + 1, EPOCH] == 10 and curve[gap + 1, TRAIN_LOSS] != before[-1, TRAIN_LOSS]
        assert np.isfinite(curve[gap + 1 :, TRAIN_LOSS]).all() and len(curve) == gap + 7


def test_what_was_trained_last_is_known_whatever_was_edited_since() -> None:
    hasty = PROJECT.replace(training=PROJECT.training.replace(learning_rate=0.5))
    wider = operate(hasty, add_unit(hasty.network, 0))
    with running(PROJECT) as outside:
        state = outside.run(RunSteps(10))
        assert outside.trained() is None
        outside.post(Adopt(hasty))
        outside.edit(wider, 1)
        for _ in range(2):
            trained = outside.trained()
            assert trained is not None and trained[0] == PROJECT and same_state(trained[1], state)
            outside.post(Swap(hasty, 1), Swap(wider.project, 1))
        outside.run(RunSteps(1))
        assert outside.trained() is None


@pytest.mark.parametrize(
    "edited",
    [
        PROJECT.replace(training=PROJECT.training.replace(optimizer="adam")),
        PROJECT.replace(training=PROJECT.training.replace(batch_size=5)),
        PROJECT.replace(training=PROJECT.training.replace(loss="mse")),
        choose_data(PROJECT, Points("circle", 20.0, samples=46), "noisier").project,
    ],
)
def test_edits_that_lead_back_to_what_was_trained_lead_back_to_its_state(edited: Project) -> None:
    momentum = PROJECT.replace(training=PROJECT.training.replace(optimizer="momentum"))
    edited = edited.replace(training=edited.training.replace(learning_rate=0.01))
    wider = operate(edited, add_unit(edited.network, 0))
    with running(momentum) as outside:
        before = outside.run(RunSteps(10))
        outside.post(Adopt(edited))
        outside.edit(wider, 1)
        assert not same_state(outside.state(), before)
        outside.post(Swap(edited, 1), Adopt(momentum))
        assert same_state(outside.state(), before)
        outside.post(Adopt(edited))
        outside.run(RunSteps(1))
        outside.post(Adopt(momentum))
        assert outside.state().step == 11, "what was trained meanwhile stays"


def test_a_state_knows_since_when_it_is_trained_as_it_is_now() -> None:
    training, network = PROJECT.training, PROJECT.network
    other = PROJECT.replace(training=training.replace(optimizer="momentum"))
    named = tuple(layer.replace(name=f"Layer {number}") for number, layer in enumerate(network.layers))
    renamed = other.replace(network=network.replace(layers=named), title="B")
    goal = renamed.replace(training=renamed.training.replace(stop_epochs=900, patience=800), pace=1e6)
    wider = operate(goal, add_unit(goal.network, 0))
    with running(PROJECT) as outside:
        outside.post(Adopt(other), Adopt(PROJECT))
        first = outside.run(RunEpochs(3))
        assert first.since is None, "what is edited before the first step is the start"
        outside.post(Adopt(other))
        assert outside.state().since == 3
        outside.post(Adopt(PROJECT))
        assert outside.state().since is None, "nothing was trained in between"
        outside.post(Adopt(other))
        assert outside.run(RunEpochs(2)).since == 3
        outside.post(Adopt(renamed), Adopt(goal))
        assert outside.run(RunEpochs(2)).since == 3, "names and what ends a training make no other steps"
        outside.edit(wider, 1)
        state = outside.run(RunEpochs(1))
        assert (state.since, outside.until_paused().since) == (7, 7)
        outside.post(Swap(goal, 1))
        assert outside.state().since == 3
        outside.post(Adopt(goal, Become(first), 2))
        assert outside.state().since is None
        outside.run(RunEpochs(1))
        outside.post(Adopt(goal, Reset(), 3))
        assert outside.run(RunEpochs(1)).since is None


def test_another_loss_begins_another_curve_and_changes_nothing_else() -> None:
    edited = PROJECT.replace(training=PROJECT.training.replace(loss="mse"))
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(10))
        assert len(before.curve)
        outside.post(Adopt(edited))
        after = outside.state()
        assert not len(after.curve) and after.stride == 1
        assert same_state(replace(after, curve=before.curve, stride=before.stride, since=before.since), before)
        assert outside.run(RunEpochs(1)).curve[0, 1] == before.epoch


# Numbers that are not finite --------------------------------------------------------------------------------------


def test_no_snapshot_ever_holds_a_number_that_is_not_finite() -> None:
    wild = PROJECT.replace(
        network=Network(2, (Dense(4, "relu"), Dense(1))), data=Points("plane"), training=Training("mse", "sgd", 1e4, 10)
    )
    with running(wild) as outside:
        outside.until(lambda: outside.snapshots)
        outside.loop.play()
        outside.until(lambda: outside.of(Refused))
        paused = outside.until_paused()
        for snapshot in outside.snapshots:
            assert np.isfinite(snapshot.theta).all()
            assert snapshot.train is not None and np.isfinite(snapshot.train.loss)
        (refused,) = outside.of(Refused)
        assert isinstance(refused, Refused) and "The weights before that step are kept" in refused.hint
        assert f"epoch {paused.epoch}, step {paused.position + 1} of" in refused.message
        careful = wild.replace(training=wild.training.replace(learning_rate=1e-3))
        outside.post(Adopt(careful), Adopt(careful, Reset(), 1))
        assert outside.run(RunSteps(5)).step == 5, "with a smaller rate, from the start, it goes on"


RUN_AWAY = PROJECT.replace(network=Network(2, (Dense(3, "relu"), Dense(3, "relu"), Dense(1, "sigmoid"))))


def run_away(project: Project, most: float) -> State:
    """Weights as training may leave them that broke off one step before it would have been told of."""
    state = trainer_of(project).state()
    numbers = np.random.default_rng(0).uniform(-1.0, 1.0, project.network.size) * most
    return replace(state, theta=numbers.astype(project.network.dtype), step=30, epoch=10)


@pytest.mark.parametrize(("dtype", "most"), [("float32", 3e38), ("float64", 1e308)])
@pytest.mark.parametrize(
    "operation",
    [
        lambda network: insert_layer(network, 0, 1, "sigmoid"),
        lambda network: insert_layer(network, 1, 7, "gelu"),
        lambda network: insert_layer(network, 2, 2, "tanh"),
        lambda network: insert_layer(network, 1, 3, "step"),
        lambda network: remove_layer(network, 0),
        lambda network: move_units(network, 0, (0, 1, 2), 1, 0),
    ],
)
def test_the_engine_follows_an_edit_of_weights_that_ran_away(
    dtype: DType, most: float, operation: Callable[[Network], Surgery]
) -> None:
    project = RUN_AWAY.replace(network=RUN_AWAY.network.replace(dtype=dtype))
    before = run_away(project, most)
    first = operate(project, operation(project.network))
    with running(Loop(project, before)) as outside:
        outside.edit(first, 1)
        assert np.isfinite(outside.state().theta).all()
        second = operate(first.project, add_unit(first.project.network, 0))
        outside.edit(second, 2)
        assert outside.until_paused().network == second.project.network
        outside.post(Swap(first.project, 2), Swap(project, 1))
        assert np.array_equal(outside.state().theta, before.theta)
        assert all("stand at its limits" in answer.message for answer in outside.of(Refused))


def test_weights_and_memory_beyond_another_number_type_stand_at_its_limits_and_undo_brings_them_back() -> None:
    project = PROJECT.replace(network=PROJECT.network.replace(dtype="float64"))
    before = trainer_of(project).state()
    wild = {"theta": before.theta * 1e40, "memory": before.memory + 1e60}
    before = replace(before, **wild, updates=5, step=5, start=before.theta)
    edit = operate(project, set_dtype(project.network, "float32"))
    with running(Loop(project, before)) as outside:
        outside.edit(edit, 1)
        state = outside.state()
        assert outside.until_paused().network.dtype == "float32" and len(outside.of(Refused)) == 1
        assert np.isfinite(state.theta).all() and np.abs(state.theta).max() == np.finfo(np.float32).max
        assert not state.memory.any() and state.updates == 0
        outside.post(Swap(project, 1))
        assert np.array_equal(outside.state().theta, before.theta)


# Time -------------------------------------------------------------------------------------------------------------


def test_the_pace_is_kept_roughly() -> None:
    with running(PROJECT.replace(pace=200.0)) as outside:
        began = time.perf_counter()
        outside.loop.play()
        outside.until(lambda: outside.snapshots and outside.snapshots[-1].step >= 100)
        seconds = time.perf_counter() - began
        assert 100 / 200 / 3 <= seconds <= 100 / 200 * 3
        rates = [snapshot.steps_per_second for snapshot in outside.snapshots if snapshot.steps_per_second > 0.0]
        assert min(rates) >= 200 / 3 and max(rates) <= 200 * 3, "from the first figure that is shown"


def test_a_slow_pace_does_not_keep_messages_waiting() -> None:
    with running(PROJECT.replace(pace=0.1)) as outside:
        outside.loop.play()
        outside.until(lambda: outside.snapshots and outside.snapshots[-1].step == 1)
        began = time.perf_counter()
        for _ in range(50):
            assert outside.state().step == 1
        assert time.perf_counter() - began < 5.0, "the next step is due in ten seconds"


def test_edits_make_no_steps_of_their_own() -> None:
    project = PROJECT.replace(pace=0.1)
    with running(project) as outside:
        outside.loop.play()
        for index in range(50):
            training = project.training.replace(learning_rate=0.01 + index / 1000)
            outside.post(Adopt(project.replace(training=training, title=f"Title {index}")))
            assert outside.state().step <= 1


def test_a_faster_pace_does_not_wait_for_the_next_step_of_the_slower_one() -> None:
    with running(PROJECT.replace(pace=0.1)) as outside:
        outside.loop.play()
        outside.until(lambda: outside.snapshots and outside.snapshots[-1].step == 1)
        began = time.perf_counter()
        outside.post(Adopt(PROJECT.replace(pace=1000.0)))
        outside.until(lambda: outside.snapshots[-1].step > 20)
        assert time.perf_counter() - began < 5.0


def test_a_pause_is_not_made_up_for() -> None:
    with running(PROJECT.replace(pace=20.0)) as outside:
        outside.loop.play()
        outside.until(lambda: outside.snapshots and outside.snapshots[-1].step >= 2)
        outside.loop.pause()
        paused = outside.until_paused()
        end = time.perf_counter() + 0.6
        outside.until(lambda: time.perf_counter() > end)
        outside.loop.play()
        outside.until(lambda: outside.snapshots[-1].step > paused.step)
        assert outside.snapshots[-1].step <= paused.step + 6, "twelve steps were due in that time"


def test_steps_asked_for_one_by_one_do_not_wait_for_the_pace() -> None:
    with running(PROJECT.replace(pace=0.1)) as outside:
        began = time.perf_counter()
        assert outside.run(RunSteps(20)).step == 20
        assert time.perf_counter() - began < 5.0


def test_a_slow_pace_is_measured_as_what_it_is() -> None:
    with running(PROJECT.replace(pace=5.0)) as outside:
        outside.until(lambda: outside.snapshots)
        outside.loop.play()
        outside.until(lambda: outside.snapshots and outside.snapshots[-1].step >= 8)
        # On a busy machine a late step and the next one come together: what is shown mostly is what counts.
        rates = [snapshot.steps_per_second for snapshot in outside.snapshots if snapshot.steps_per_second > 0.0]
        assert np.median(rates) < 8.0


# The gate ---------------------------------------------------------------------------------------------------------


def test_a_closed_gate_holds_steps_back_but_not_for_ever() -> None:
    loop = Loop(PROJECT)
    loop.gate.close()
    loop.play()
    began = time.perf_counter()
    with running(loop) as outside:
        outside.until(lambda: outside.snapshots and outside.snapshots[-1].step >= 1)
        assert time.perf_counter() - began >= 0.9 * GATE_SECONDS
        outside.until(lambda: outside.snapshots[-1].step >= 1000)
        assert time.perf_counter() - began < 200 * GATE_SECONDS, "an opening that never comes is waited for once"


def test_who_opens_the_gate_need_not_wait_for_it() -> None:
    gate = Gate()
    gate.close()
    opener = threading.Thread(target=gate.open)
    began = time.perf_counter()
    opener.start()
    gate.pass_through()
    opener.join()
    assert time.perf_counter() - began < GATE_SECONDS and not gate.is_closed


def test_an_open_gate_is_passed_through_at_once() -> None:
    gate = Gate()
    for _ in range(2):
        began = time.perf_counter()
        gate.pass_through()
        assert time.perf_counter() - began < GATE_SECONDS
        gate.close()
        assert gate.is_closed
        gate.open()
        assert not gate.is_closed


@pytest.mark.parametrize("is_gate_closed", [False, True])
@pytest.mark.parametrize("pace", [None, 0.1])
def test_it_ends_soon_once_closed(is_gate_closed: bool, pace: float | None) -> None:
    with running(PROJECT.replace(pace=pace)) as outside:
        outside.loop.play()
        outside.until(lambda: outside.snapshots and outside.snapshots[-1].step >= 1)
        if is_gate_closed:
            outside.loop.gate.close()
        began = time.perf_counter()
        outside.loop.close()
        outside._thread.join(PATIENCE_SECONDS)
        assert not outside._thread.is_alive() and time.perf_counter() - began < 2.0


def test_a_project_that_cannot_be_is_refused_at_once() -> None:
    with pytest.raises(UserError, match="theta has the shape"):
        Loop(PROJECT, trainer_of(open_bundled("spiral")).state())


# Ending by itself, locks, number types ----------------------------------------------------------------------------

WATCHED = PROJECT.replace(training=PROJECT.training.replace(patience=1000))
STOPPING = PROJECT.replace(training=PROJECT.training.replace(learning_rate=5.0, validation_share=20.0, patience=3))


def test_early_stopping_pauses_and_says_why() -> None:
    with running(STOPPING) as outside:
        outside.loop.play()
        outside.until(lambda: any(isinstance(answer, Stopped) for answer in outside.answers))
        (answer,) = (answer for answer in outside.answers if isinstance(answer, Stopped))
        assert "the validation loss has not become better for 3 epochs" in answer.reason
        paused = outside.until_paused()
        assert not paused.is_playing and paused.validation is not None
        assert outside.state().step == paused.step
        outside.loop.play()
        outside.until(lambda: outside.snapshots[-1].step > paused.step)


LOCKED = PROJECT.replace(
    network=Network(2, (Dense(4, "tanh", locked=((0, 1),), cut=((1, 2),)), Dense(1, "sigmoid", lock_biases=True)))
)


@pytest.mark.parametrize(
    ("edited", "is_kept"),
    [
        (WATCHED.replace(training=WATCHED.training.replace(learning_rate=0.02)), True),
        (WATCHED.replace(training=WATCHED.training.replace(validation_share=20.0)), False),
        (WATCHED.replace(data=Points("xor", samples=46)), False),
    ],
    ids=["learning rate", "validation share", "data"],
)
def test_the_best_moment_is_forgotten_where_other_samples_are_watched(edited: Project, is_kept: bool) -> None:
    with running(WATCHED) as outside:
        before = outside.run(RunSteps(30))
        assert before.best is not None
        outside.post(Adopt(edited))
        assert outside.state().best is (before.best if is_kept else None)


@pytest.mark.parametrize("is_after_surgery", [False, True])
def test_what_is_locked_or_cut_keeps_its_numbers_when_weights_are_drawn_anew(is_after_surgery: bool) -> None:
    network = LOCKED.network
    theta = np.linspace(0.5, 1.5, network.size, dtype=np.float32)
    trainer = Trainer(network, build(Points("circle", samples=46)), LOCKED.training, theta, 3)
    trainer.run(steps=5)
    with running(Loop(LOCKED, trainer.state())) as outside:
        project = LOCKED
        if is_after_surgery:
            edit = operate(LOCKED, add_unit(network, 0))
            outside.edit(edit, 1)
            project = edit.project
        vectors = Reset() if is_after_surgery else Redraw()
        outside.loop.post(Adopt(project.replace(seed=4), vectors, 2))
        state = outside.state()
    assert state.step == 0
    before, after = network.views(trainer.theta), project.network.views(state.theta)
    assert after[0]["weights"][0, 1] == before[0]["weights"][0, 1]
    assert after[0]["weights"][1, 2] == 0.0 and np.array_equal(after[1]["biases"], before[1]["biases"])
    assert after[0]["weights"][0, 0] != before[0]["weights"][0, 0]


def test_another_number_type_goes_on_and_undo_brings_the_old_digits_back() -> None:
    exact = PROJECT.replace(network=PROJECT.network.replace(dtype="float64"))
    with running(exact) as outside:
        before = outside.run(RunSteps(50))
        edit = operate(exact, set_dtype(exact.network, "float32"))
        outside.edit(edit, 1)
        single = outside.state()
        assert single.theta.dtype == single.memory.dtype == np.float32 and single.step == 50
        assert np.array_equal(single.theta, before.theta.astype(np.float32)) and single.memory.any()
        assert single.start is not None and before.start is not None
        assert np.array_equal(single.start, before.start.astype(np.float32)), "reset leads back to the same weights"
        outside.run(RunSteps(10))
        outside.post(Swap(exact, 1))
        assert np.array_equal(outside.state().theta, before.theta)
