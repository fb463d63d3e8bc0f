"""Tests of typing while the engine runs: numbers, locks and cuts between two steps, and back again bit for bit."""

from dataclasses import replace

import numpy as np
import pytest

from core.bundled import new_project
from core.data.recipes import Digits
from core.edits import Edit, choose_data, operate
from core.layers import Dense
from core.loop import Loop
from core.messages import Adopt, Play, Refused, RunSteps, Swap
from core.moves import BIAS, Kept, Moves, Randomize, Redraw, Region, Reset, Write
from core.network import Network
from core.regions import whole
from core.specs import Project
from core.state import State
from core.surgery import insert_layer, set_units
from core.weight_names import rename_parameter
from core.weights import cut, fill, lock, randomize, restore, write
from tests.core.test_loop import PROJECT, running, trainer_of

ROW = Region(0, (BIAS, 0, 1), (2,))


def weight(state: State, layer: int, input: int, unit: int, network: Network = PROJECT.network) -> float:
    view = network.dense_views(state.theta)[layer]
    return float(view["biases"][unit] if input == BIAS else view["weights"][input, unit])


def bits(state: State) -> tuple[bytes, ...]:
    start = b"" if state.start is None else state.start.tobytes()
    return state.theta.tobytes(), state.memory.tobytes(), start, state.random.encode(), str(state.step).encode()


def test_a_typed_number_is_there_and_its_memory_is_not() -> None:
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(10))
        outside.edit(write(PROJECT, [(0, 1, 2), (1, BIAS, 0)], [1 / 3, -2.0]), 1)
        after = outside.state()
        assert weight(after, 0, 1, 2) == np.float32(1 / 3) and weight(after, 1, BIAS, 0) == -2.0
        assert (after.theta != before.theta).sum() == 2
        assert ((after.memory == 0.0) & (before.memory != 0.0)).sum() == 4, "two rows of Adam's"
        assert after.step == 10 and after.random == before.random and after.draws == before.draws


def test_typing_while_training_goes_on_does_not_stop_it() -> None:
    locked = lock(PROJECT, [Region(0, (0,), (0,))]).project
    with running(locked) as outside:
        outside.post(Play())
        outside.until(lambda: outside.snapshots and outside.snapshots[-1].step > 5)
        outside.edit(write(locked, [(0, 0, 0)], [0.75]), 1)
        step = outside.state().step
        outside.until(lambda: outside.snapshots[-1].step > step and outside.snapshots[-1].is_playing)
        assert weight(outside.state(), 0, 0, 0) == 0.75, "hands move what training does not"


def test_undo_of_merged_nudges_while_training_restores_bit_for_bit() -> None:
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(7))
        for number, value in ((1, 0.1), (None, 0.2), (None, 0.3)):
            edit = write(PROJECT, [(0, 0, 0)], [value])
            outside.post(Adopt(edit.project, edit.vectors, number), RunSteps(4))
            outside.until_paused()
        after = outside.state()
        outside.post(Swap(PROJECT, 1))
        assert bits(outside.state()) == bits(before)
        outside.post(Swap(PROJECT, 1))
        assert bits(outside.state()) == bits(after) and after.step == 19


def test_reset_brings_what_was_typed_before_training_and_not_what_came_later() -> None:
    with running(PROJECT) as outside:
        outside.edit(write(PROJECT, [(0, 0, 0)], [0.5]), 1)
        outside.run(RunSteps(5))
        outside.edit(write(PROJECT, [(0, 0, 0)], [3.0]), 2)
        locked = rename_parameter(lock(PROJECT, [ROW]).project, (0, 0, 0), "k").project
        outside.post(Adopt(locked))
        outside.run(RunSteps(5))
        outside.post(Adopt(locked, Reset(), 3))
        state = outside.state()
        assert weight(state, 0, 0, 0) == 0.5 and state.step == 0


def test_a_number_typed_after_train_but_before_its_first_step_belongs_to_the_beginning() -> None:
    first = trainer_of(PROJECT).state()
    with running(Loop(PROJECT, replace(first, start=first.theta))) as outside:
        outside.edit(write(PROJECT, [(0, 0, 0)], [0.5]), 1)
        outside.run(RunSteps(5))
        outside.post(Adopt(PROJECT, Reset(), 2))
        assert weight(outside.state(), 0, 0, 0) == 0.5


def test_a_cut_takes_the_weight_away_from_the_beginning_too_and_undo_brings_it_back() -> None:
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(5))
        gone = cut(PROJECT, [ROW])
        outside.edit(gone, 1)
        state = outside.run(RunSteps(20))
        assert weight(state, 0, 0, 2) == weight(state, 0, 1, 2) == 0.0 != weight(state, 0, BIAS, 2)
        assert state.start is not None
        start = PROJECT.network.dense_views(state.start)[0]["weights"]
        assert not start[:, 2].any() and start[:, :2].all()
        back = restore(gone.project, [ROW])
        outside.edit(back, 2)
        assert weight(outside.state(), 0, 0, 2) == 0.0
        assert weight(outside.run(RunSteps(3)), 0, 0, 2) != 0.0, "training moves it again"
        outside.post(Swap(gone.project, 2), Swap(PROJECT, 1))
        assert bits(outside.state()) == bits(before)


def test_zero_and_random_reach_whole_regions_and_draws_differ() -> None:
    everything = whole(PROJECT.network)
    with running(PROJECT) as outside:
        outside.run(RunSteps(5))
        outside.edit(fill(PROJECT, everything, 0.0), 1)
        state = outside.state()
        assert not state.theta.any() and not state.memory.any() and state.draws == 0
        outside.edit(randomize(PROJECT, everything), 2)
        first = outside.state()
        outside.edit(randomize(PROJECT, everything), 3)
        second = outside.state()
        weights = PROJECT.network.dense_views((first.theta == second.theta).astype(np.float32))[0]["weights"]
        assert not weights.any() and second.draws == 2
        assert second.start is not None and second.start.any(), "the beginning stays"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_numbers_are_held_in_the_networks_type(dtype: str) -> None:
    project = PROJECT.replace(network=PROJECT.network.replace(dtype=dtype))
    with running(project) as outside:
        outside.edit(write(project, [(0, 0, 0)], [0.1]), 1)
        state = outside.state()
        assert state.theta.dtype == dtype and state.memory.dtype == dtype
        assert weight(state, 0, 0, 0) == float(np.dtype(dtype).type(0.1))


def test_a_number_that_is_not_finite_is_refused_and_changes_nothing() -> None:
    with running(PROJECT) as outside:
        before = outside.state()
        outside.post(Adopt(PROJECT, Write(((0, 0, 0),), (1e39,)), 1))
        assert bits(outside.state()) == bits(before) and len(outside.of(Refused)) == 1


def test_the_beginning_is_rearranged_with_its_neurons() -> None:
    order = (2, 0, 3, 1)
    moves = Moves((Kept(0, (0, 1), order), Kept(1, order, (0,))))
    with running(PROJECT) as outside:
        before = outside.run(RunSteps(5))
        outside.post(Adopt(PROJECT, moves, 1))
        after = outside.state()
        assert before.start is not None and after.start is not None
        old, new = (PROJECT.network.dense_views(state.start)[0]["weights"] for state in (before, after))
        assert np.array_equal(new, old[:, order])


def test_new_weights_leave_a_locked_bias_alone() -> None:
    project = lock(PROJECT, [Region(0, (BIAS,), (1,))]).project
    with running(project) as outside:
        outside.edit(write(project, [(0, BIAS, 1), (0, BIAS, 2)], [0.5, 0.5]), 1)
        outside.post(Adopt(project.replace(seed=9), Redraw(), 2))
        state = outside.state()
        assert weight(state, 0, BIAS, 1) == 0.5 and weight(state, 0, BIAS, 2) == 0.0


def test_a_wide_layer_is_written_and_drawn_as_one_region() -> None:
    project = PROJECT.replace(network=Network(2, (Dense(300, "tanh"), Dense(200, "tanh"), Dense(1, "sigmoid"))))
    wide = Region(1, (BIAS, *range(300)), tuple(range(200)))
    with running(project) as outside:
        outside.edit(fill(project, [wide], 0.25), 1)
        views = project.network.dense_views(outside.state().theta)
        assert (views[1]["weights"] == 0.25).all() and (views[1]["biases"] == 0.25).all()
        assert (views[2]["weights"] != 0.25).all()
        outside.post(Adopt(project, Randomize((wide,)), 2))
        views = project.network.dense_views(outside.state().theta)
        assert (views[1]["weights"] != 0.25).all() and not views[1]["biases"].any()


# A layer put into a network that is nobody's work yet ------------------------------------------------------------


def put_in_digits() -> tuple[Project, list[Edit]]:
    """A new project, and what leads to 64-32-10: the data, a layer of four between them, and its width typed."""
    start = new_project()
    data = choose_data(start, Digits(), "choose data")
    layer = operate(data.project, insert_layer(data.project.network, 0, 4, "tanh"))
    return start, [data, layer, operate(layer.project, set_units(layer.project.network, 0, 32))]


def test_a_layer_put_into_a_network_that_nobody_trained_starts_with_ordinary_first_weights() -> None:
    start, (data, layer, wider) = put_in_digits()
    with running(start) as outside:
        outside.edit(data, 1)
        outside.edit(layer, 2)
        outside.post(Swap(data.project, 2))
        outside.edit(layer, 2)  # once more, after undo
        outside.edit(wider, 3)
        deeper = operate(wider.project, insert_layer(wider.project.network, 1, 16, "tanh"))
        outside.edit(deeper, 4)
        outside.run(RunSteps(3))
        outside.edit(Edit("reset", deeper.project, Reset()), 5)
        state = outside.state()
    for index, view in enumerate(deeper.project.network.dense_views(state.theta)):
        limit = np.sqrt(6.0 / (deeper.project.network.widths[index] + 4.0))  # Glorot, of the narrowest that it has been
        assert 0.1 < np.abs(view["weights"]).max() <= limit, index


def test_a_layer_carries_on_what_was_trained_or_typed_before_it() -> None:
    typed = write(PROJECT, [(1, 0, 0)], [2.5])
    layer = operate(PROJECT, insert_layer(PROJECT.network, 1, 12, "relu"))
    x = np.random.default_rng(0).uniform(-3.0, 3.0, (50, 2))
    for edit in (typed, None):
        with running(PROJECT) as outside:
            if edit is None:
                outside.run(RunSteps(5))
            else:
                outside.edit(edit, 1)
            before = outside.state()
            outside.edit(layer, 2)
            after = outside.state()
        said, says = (
            network.predict(state.theta, x)
            for network, state in ((PROJECT.network, before), (layer.project.network, after))
        )
        assert np.allclose(said, says, atol=1e-5)
