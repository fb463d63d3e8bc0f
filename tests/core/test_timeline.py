"""Tests of the timeline: what is kept is what was, however it is thinned, and going on from there is going on."""

import pickle
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.bundled import open_bundled
from core.curve import STEP, TRAIN_LOSS
from core.data import build
from core.data.dataset import Dataset
from core.data.recipes import Points
from core.edits import Edit, operate
from core.errors import UserError
from core.layers import Dense, Dropout
from core.loop import Loop
from core.messages import (
    Adopt,
    Answer,
    AskHistory,
    HistoryAnswer,
    ListMoments,
    Load,
    Look,
    Looked,
    MomentsListed,
    RunEpochs,
    RunSteps,
    Swap,
)
from core.moves import BIAS, Become, Reset
from core.network import Network
from core.regions import Place, number_at
from core.specs import Project
from core.surgery import add_unit, move_units, set_dtype
from core.timeline import MOMENTS, Timeline
from core.trainer import Trainer
from core.training import Training
from core.weights import write
from tests.core.test_loop import Outside, running, same_state

PROJECT = Project(
    "Test",
    Network(2, (Dense(4, "tanh"), Dropout(0.25), Dense(1, "sigmoid"))),
    Training("binary_crossentropy", "adam", 0.01, 10),
    Points("circle", samples=46),
    seed=3,
)
"""Dropout and Adam: everything there is to go on with. Three steps an epoch."""


def trainer_of(project: Project, timeline: Timeline | None = None) -> Trainer:
    assert project.data is not None
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.timeline = timeline
    return trainer


def trained(project: Project, timeline: Timeline | None = None, steps: int = 0, epochs: int = 0) -> Trainer:
    trainer = trainer_of(project, timeline)
    trainer.run(steps, epochs)
    return trainer


def kept(trainer: Trainer) -> Timeline:
    assert trainer.timeline is not None
    return trainer.timeline


class Asker:
    """Asks a loop about its past."""

    def __init__(self, outside: Outside) -> None:
        self.outside = outside

    def answer(self, question: ListMoments | Look | AskHistory) -> Answer:
        self.outside.state()  # so that all that was posted before is answered
        count = len(self.outside.answers)
        self.outside.post(question)
        self.outside.until(lambda: len(self.outside.answers) > count)
        return self.outside.answers[-1]

    def moments(self) -> MomentsListed:
        found = self.answer(ListMoments(7))
        assert isinstance(found, MomentsListed) and found.token == 7
        return found

    def look(self, step: int) -> Looked:
        found = self.answer(Look(8, step))
        assert isinstance(found, Looked) and found.token == 8
        return found

    def history(self, *place: int) -> HistoryAnswer:
        layer, input, unit = place
        found = self.answer(AskHistory(9, (layer, input, unit)))
        assert isinstance(found, HistoryAnswer) and found.place == place
        return found


# Keeping --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("epochs", [1, 2, 77, 640, 1000])
def test_the_moment_of_an_epoch_is_a_fresh_training_stopped_there(epochs: int) -> None:
    trainer = trained(PROJECT, Timeline(PROJECT), epochs=1100)
    timeline = kept(trainer)
    assert timeline.stride > 8, "thinned several times"
    moment = timeline.nearest(3 * epochs)
    assert moment is not None and moment.epochs == moment.state.epoch
    fresh = trained(PROJECT, steps=moment.step)
    assert moment.state.theta.tobytes() == fresh.theta.tobytes()
    state = moment.whole(trainer.curve, trainer.stride)
    on = Trainer(PROJECT.network, build(PROJECT.data), PROJECT.training, seed=3, state=state)
    for trainer in (on, fresh):
        trainer.run(steps=40)
    assert same_state(
        replace(on.state(), curve=np.empty(0), stride=1), replace(fresh.state(), curve=np.empty(0), stride=1)
    )


def test_training_is_the_same_with_and_without_a_timeline() -> None:
    for project in (PROJECT, PROJECT.replace(training=PROJECT.training.replace(batch_size=100))):
        assert same_state(trained(project, Timeline(project), steps=1001).state(), trained(project, steps=1001).state())


def test_however_long_it_trains_the_moments_are_few_and_the_first_stays() -> None:
    project = PROJECT.replace(training=PROJECT.training.replace(batch_size=100))  # a step is an epoch
    timeline = Timeline(project)
    sizes = []
    trainer = trainer_of(project, timeline)
    for _ in range(30):
        trainer.run(epochs=97)
        timeline = kept(trainer)
        sizes.append(len(timeline.moments))
        steps = [moment.step for moment in timeline.moments]
        assert steps[0] == 0 and steps == sorted(set(steps))
        assert all(step % timeline.stride == 0 for step in steps), "thinned evenly"
        assert trainer.step - steps[-1] < timeline.stride, "the newest is near"
        assert timeline.nbytes == sum(moment.nbytes for moment in timeline.moments)
    assert max(sizes) <= MOMENTS and min(sizes[5:]) >= MOMENTS // 2


def test_ten_million_steps_leave_the_same_few_moments() -> None:
    state = trained(PROJECT, steps=3).state()
    timeline = Timeline(PROJECT)
    epoch = 0
    while epoch < 10_000_000:
        timeline = timeline.with_moment(replace(state, step=3 * epoch, epoch=epoch), float(epoch))
        epoch += timeline.stride
    assert MOMENTS // 2 <= len(timeline.moments) <= MOMENTS
    assert timeline.moments[0].step == 0 and timeline.moments[-1].step > 29_000_000


def test_large_networks_keep_fewer_and_always_the_first() -> None:
    size = kept(trained(PROJECT, Timeline(PROJECT), steps=3)).moments[0].nbytes
    for room, most in ((10.5, 10), (1.5, 1), (0.1, 1)):
        timeline = kept(trained(PROJECT, Timeline(PROJECT, most_bytes=round(size * room)), epochs=200))
        assert 1 <= len(timeline.moments) <= most and timeline.moments[0].step == 0
        assert timeline.nbytes <= max(size, timeline.most_bytes)
    assert timeline.stride > 100, "what does not fit is not tried at each epoch"


def test_what_comes_before_the_first_step_is_part_of_the_first_moment() -> None:
    trainer = trainer_of(PROJECT, Timeline(PROJECT))
    trainer.run(epochs=0)
    trainer.theta[0] = 2.5
    trainer.run(epochs=2)
    first = kept(trainer).moments[0]
    assert first.step == 0 and first.state.theta[0] == 2.5


def test_moments_beyond_the_last_finite_state_are_gone() -> None:
    network = Network(2, (Dense(4, "relu"), Dense(1, "linear")))
    training = Training("mse", "sgd", 3.0, 100)  # a step is an epoch; it runs away within a few dozen of them
    project = PROJECT.replace(network=network, training=training, data=Points("plane", samples=40))
    trainer = trainer_of(project, Timeline(project))
    with pytest.raises(UserError, match="too large to calculate with"):
        trainer.run(steps=2000)
    moments = kept(trainer).moments
    assert len(moments) > 2 and moments[-1].step <= trainer.step
    assert all(np.isfinite(moment.state.theta).all() for moment in moments)


def test_moments_after_the_optimizers_memory_overflowed_are_gone_once_that_is_found() -> None:
    network = Network(1, (Dense(1, "linear"),))
    dataset = Dataset(np.full((4, 1), 1e9, np.float32), np.full((4, 1), 1e12, np.float32))
    # The square of a gradient of 1e21 is none in float32: Adam's memory is infinite, and no weight moves any more.
    trainer = Trainer(network, dataset, Training("mse", "adam", 0.01, 4), np.zeros(2, np.float32))
    trainer.timeline = Timeline(PROJECT)
    with pytest.raises(UserError, match="too large to calculate with"):
        trainer.run(steps=1000)
    assert [moment.step for moment in kept(trainer).moments] == [0] == [trainer.step]


# Looking --------------------------------------------------------------------------------------------------------------


def test_a_look_shows_network_scores_and_curve_of_then() -> None:
    with running(PROJECT) as outside:
        asker = Asker(outside)
        outside.run(RunEpochs(40))
        looked = asker.look(36)
        fresh = trained(PROJECT, steps=36).snapshot(is_playing=False, steps_per_second=0.0)
        shown = looked.snapshot
        assert shown is not None and looked.project == PROJECT
        assert (shown.step, shown.epoch, shown.position, shown.steps_per_epoch) == (36, 12, 0, 3)
        assert np.array_equal(shown.theta, fresh.theta) and not shown.theta.flags.writeable
        assert shown.train is not None and fresh.train is not None and shown.train.loss == fresh.train.loss
        assert shown.test is not None and fresh.test is not None and shown.test.correct == fresh.test.correct
        assert np.array_equal(shown.curve, fresh.curve, equal_nan=True) and not shown.is_playing
        assert outside.state().step == 120, "nothing has moved"
        assert pickle.loads(pickle.dumps(looked)).state.step == 36


def test_the_list_names_each_moment_its_loss_and_last_the_present() -> None:
    with running(PROJECT) as outside:
        outside.run(RunSteps(20))
        found = Asker(outside).moments()
        assert found.steps.tolist() == [0, 3, 6, 9, 12, 15, 18, 20]
        assert found.epochs.tolist() == pytest.approx([0, 1, 2, 3, 4, 5, 6, 6 + 2 / 3])
        curve = outside.state().curve
        assert found.losses[:-1].tolist() == curve[:, TRAIN_LOSS].tolist() and np.isnan(found.losses[-1])


def test_before_the_first_step_there_is_nothing_but_the_present() -> None:
    for project in (PROJECT, PROJECT.replace(data=None)):
        with running(project) as outside:
            asker = Asker(outside)
            assert asker.moments().steps.tolist() == [0]
            assert asker.look(0).snapshot is None
            assert len(asker.history(0, 0, 0).values) == 1


def test_a_question_makes_no_new_picture() -> None:
    with running(PROJECT) as outside:
        outside.run(RunSteps(20))
        outside.until_paused()
        outside.take()
        snapshots, answers = len(outside.snapshots), len(outside.answers)
        outside.post(*(Look(1, step) for step in range(0, 20, 3)), ListMoments(2), AskHistory(3, (0, 0, 0)))
        outside.until(lambda: len(outside.answers) == answers + 9)
        outside.take()
        assert len(outside.snapshots) == snapshots


def test_moments_before_a_structure_edit_show_the_network_of_then() -> None:
    wider = operate(PROJECT, add_unit(PROJECT.network, 0))
    with running(PROJECT) as outside:
        asker = Asker(outside)
        outside.run(RunSteps(9))
        outside.edit(wider, 1)
        outside.run(RunSteps(9))
        before, after = asker.look(6), asker.look(15)
        assert before.snapshot is not None and before.snapshot.network == PROJECT.network
        assert before.project == PROJECT and after.project == wider.project
        fresh = trained(PROJECT, steps=6)
        assert np.array_equal(before.snapshot.theta, fresh.theta)


def test_another_loss_begins_another_curve_and_the_old_moments_keep_theirs() -> None:
    other = PROJECT.replace(training=PROJECT.training.replace(loss="mse"))
    with running(PROJECT) as outside:
        asker = Asker(outside)
        old = outside.run(RunSteps(9)).curve
        outside.post(Adopt(other))
        outside.run(RunSteps(9))
        looked, now = asker.look(6), asker.look(15)
        assert looked.snapshot is not None and looked.state is not None
        assert np.array_equal(looked.snapshot.curve, old[:3], equal_nan=True)
        assert np.array_equal(looked.state.curve, old[:3], equal_nan=True) and looked.state.stride == 1
        assert now.snapshot is not None and now.snapshot.curve[0, STEP] == 9
        go_on(asker, 6, 1)
        assert asker.moments().steps.tolist() == [0, 3, 6]


def test_the_history_of_a_weight_is_exact() -> None:
    places: list[Place] = [(0, 1, 2), (1, 3, 0), (1, BIAS, 0)]
    with running(PROJECT) as outside:
        asker = Asker(outside)
        outside.run(RunSteps(20))
        for place in places:
            found = asker.history(*place)
            assert found.epochs.tolist() == pytest.approx([0, 1, 2, 3, 4, 5, 6, 6 + 2 / 3])
            for steps, value in zip((0, 3, 6, 9, 12, 15, 18, 20), found.values, strict=True):
                fresh = trained(PROJECT, steps=steps)
                assert value == number_at(PROJECT.network, fresh.theta, place)
        assert len(asker.history(0, 5, 0).values) == 0, "no such place"


def test_a_history_begins_anew_where_neurons_move_and_comes_back_with_undo() -> None:
    moved = operate(PROJECT, move_units(PROJECT.network, 0, (0,), 0, 3))
    with running(PROJECT) as outside:
        asker = Asker(outside)
        outside.run(RunSteps(9))
        outside.edit(moved, 1)
        assert len(asker.history(0, 0, 0).values) == 1
        outside.run(RunSteps(6))
        assert asker.history(0, 0, 0).epochs.tolist() == [4, 5]
        outside.post(Swap(PROJECT, 1))
        assert asker.history(0, 0, 0).epochs.tolist() == [0, 1, 2, 3]
        wide = operate(PROJECT, set_dtype(PROJECT.network, "float64"))
        outside.edit(wide, 2)
        assert len(asker.history(0, 0, 0).values) == 4, "another number type leaves each weight in its place"


# Going back -----------------------------------------------------------------------------------------------------------


def go_on(asker: Asker, step: int, number: int) -> Looked:
    """Go on from the moment nearest to a step, as an edit of this number."""
    looked = asker.look(step)
    assert looked.project is not None and looked.state is not None
    asker.outside.edit(Edit("go on", looked.project, Become(looked.state)), number)
    return looked


def test_going_on_from_a_moment_cuts_what_came_later_and_undo_brings_it_back() -> None:
    with running(PROJECT) as outside:
        asker = Asker(outside)
        outside.run(RunEpochs(10))
        all_of_it = asker.moments()
        go_on(asker, 12, 1)
        assert asker.moments().steps.tolist() == [0, 3, 6, 9, 12]
        state = outside.run(RunEpochs(3))
        fresh = trained(PROJECT, epochs=7)
        assert same_state(state, replace(fresh.state(), start=state.start))
        outside.post(Swap(PROJECT, 1))
        back = asker.moments()
        assert np.array_equal(back.steps, all_of_it.steps) and np.array_equal(back.losses, all_of_it.losses)
        outside.post(Swap(PROJECT, 1))
        assert asker.moments().steps.tolist() == [0, 3, 6, 9, 12, 15, 18, 21]


def test_reset_empties_it_and_undo_brings_it_back() -> None:
    with running(PROJECT) as outside:
        asker = Asker(outside)
        outside.run(RunEpochs(5))
        outside.edit(Edit("reset", PROJECT, Reset()), 1)
        assert asker.moments().steps.tolist() == [0]
        outside.run(RunEpochs(2))
        outside.post(Swap(PROJECT, 1))
        assert asker.moments().steps.tolist() == [0, 3, 6, 9, 12, 15]


def test_undo_of_an_edit_goes_back_to_the_moments_of_then() -> None:
    edit = write(PROJECT, [(0, 0, 0)], [1.5])
    with running(PROJECT) as outside:
        asker = Asker(outside)
        outside.run(RunEpochs(2))
        outside.edit(edit, 1)
        outside.run(RunEpochs(3))
        outside.post(Swap(PROJECT, 1))
        assert asker.moments().steps.tolist() == [0, 3, 6]
        outside.post(Swap(PROJECT, 1))
        assert asker.moments().steps.tolist() == [0, 3, 6, 9, 12, 15]


def test_another_run_shares_only_the_moments_before_it_parted() -> None:
    faster = PROJECT.replace(training=PROJECT.training.replace(learning_rate=0.2))
    other, foreign, ahead = (
        trained(PROJECT, epochs=4),
        trained(PROJECT.replace(seed=4), epochs=4),
        trained(PROJECT, epochs=9),
    )
    parted = Trainer(PROJECT.network, build(PROJECT.data), faster.training, seed=3, state=other.state())
    parted.run(epochs=3)
    for number, (state, steps) in enumerate(
        [
            (parted.state(), [0, 3, 6, 9, 12, 21]),
            (foreign.state(), [12]),
            (ahead.state(), [0, 3, 6, 9, 12, 15, 18, 27]),
        ]
    ):
        with running(PROJECT) as outside:
            outside.run(RunEpochs(6))
            outside.edit(Edit("open run", PROJECT, Become(state)), number)
            assert Asker(outside).moments().steps.tolist() == steps


def test_a_moment_of_a_curve_of_its_own_goes_on_at_the_stride_of_that_curve() -> None:
    trainer = trained(PROJECT, Timeline(PROJECT), epochs=2)
    older = trainer.curve.copy()
    older[:, TRAIN_LOSS] = 7.0
    own = kept(trainer).with_curve(older, 4).moments[1].whole(trainer.curve, 9)
    of_today = kept(trainer).moments[1].whole(trainer.curve, 9)
    assert own.stride == 4 and own.curve[:, TRAIN_LOSS].tolist() == [7.0, 7.0]
    assert of_today.stride == 9 and of_today.curve.tobytes() == trainer.curve[:2].tobytes()


def test_two_trainings_part_at_the_last_point_that_both_curves_have_and_that_is_alike() -> None:
    """One curve has a point for each epoch of three steps, the other one, which became longer, for fewer."""
    trainer = trained(PROJECT, Timeline(PROJECT), epochs=8)
    every, steps = trainer.curve, trainer.curve[:, STEP]
    other = every[steps <= 18].copy()
    other[other[:, STEP] >= 15, TRAIN_LOSS] += 1.0
    state = replace(trainer.state(), curve=other, step=18, theta=trainer.theta + 1.0)
    assert kept(trainer).back_at(state, every).moments[-1].step == 12
    assert kept(trainer).back_at(state, every[steps % 2 == 0]).moments[-1].step == 12
    assert kept(trainer).back_at(state, every[steps % 9 == 0]).moments[-1].step == 9


def test_another_project_forgets_the_moments_of_the_one_before() -> None:
    with running(PROJECT) as outside:
        asker = Asker(outside)
        state = outside.run(RunEpochs(5))
        asker.look(3)
        outside.post(Load(PROJECT, state))
        assert asker.moments().steps.tolist() == [15]
        outside.run(RunEpochs(2))
        assert asker.moments().steps.tolist() == [15, 18, 21], "they begin where the file's training had come to"


def test_what_was_cut_is_bounded_and_its_states_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    size = kept(trained(PROJECT, Timeline(PROJECT), steps=3)).moments[0].nbytes
    monkeypatch.setattr("core.kept_states.BYTES", 9 * size)
    with running(PROJECT) as outside:
        asker = Asker(outside)
        for number in range(3):
            outside.run(RunEpochs(5))
            outside.edit(Edit("reset", PROJECT, Reset()), number)
        found = []
        for number in (2, 1, 0):
            outside.post(Swap(PROJECT, number))
            found.append(asker.moments().steps.tolist())
        assert found == [[0, 3, 6, 9, 12, 15], [15], [15]], "the newest has its moments, all have their state"


@given(st.lists(st.tuples(st.sampled_from(["run", "back", "reset", "undo", "redo"]), st.integers(0, 40)), max_size=14))
@settings(max_examples=25)
def test_each_moment_leads_to_the_next_one_whatever_was_gone_back_to(acts: list[tuple[str, int]]) -> None:
    with running(PROJECT) as outside:
        asker = Asker(outside)
        done = undone = 0
        for act, number in acts:
            if act == "run":
                outside.run(RunSteps(1 + number))
            elif act in ("back", "reset"):
                steps = asker.moments().steps
                if act == "reset":
                    outside.edit(Edit("reset", PROJECT, Reset()), done)
                elif len(steps) > 1:
                    go_on(asker, int(steps[number % (len(steps) - 1)]), done)
                else:
                    continue
                done, undone = done + 1, 0
            elif act == "undo" and done:
                done, undone = done - 1, undone + 1
                outside.post(Swap(PROJECT, done))
            elif act == "redo" and undone:
                outside.post(Swap(PROJECT, done))
                done, undone = done + 1, undone - 1
        steps = asker.moments().steps.tolist()
        now = outside.state()
        assert steps[-1] == now.step and steps == sorted(set(steps))
        for step, after in pairwise(steps):
            looked = asker.look(step)
            assert looked.state is not None and looked.state.step == step
            trainer = Trainer(PROJECT.network, build(PROJECT.data), PROJECT.training, seed=3, state=looked.state)
            trainer.run(steps=after - step)
            then = now.theta if after == now.step else asker.look(after).state.theta  # type: ignore[union-attr]
            assert np.array_equal(trainer.theta, then)


def test_every_bundled_project_can_be_looked_back_at() -> None:
    for name in ("circle", "segments", "digits", "sine"):
        project = open_bundled(name).replace(pace=None)
        with running(Loop(project)) as outside:
            asker = Asker(outside)
            outside.run(RunEpochs(3))
            shown = asker.look(1).snapshot
            fresh = trainer_of(project).snapshot(is_playing=False, steps_per_second=0.0)
            assert shown is not None and shown.train is not None and fresh.train is not None
            assert shown.step in (0, 1)
            if shown.step == 0:
                assert np.array_equal(shown.theta, fresh.theta) and shown.train.loss == fresh.train.loss
