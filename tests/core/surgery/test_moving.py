"""Tests of neurons that leave their layer for another one."""

import numpy as np
import pytest

from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.surgery import Surgery, move_units, remove_layer, remove_neurons
from core.transplant import transplant
from tests.core.surgery.learned import NORM, difference, learned, operated, points, small

FOUR = Network(2, (Dense(3, "tanh"), Dense(4, "tanh"), Dense(3, "tanh"), Dense(2)), "float64")


@pytest.mark.parametrize(("layer", "onto"), [(0, 1), (1, 0), (0, 2), (2, 0), (2, 1)])
def test_neurons_keep_their_names_and_biases_and_nobody_hears_them_yet(layer: int, onto: int) -> None:
    named = FOUR.dense[layer].replace(unit_names=((0, "first"), (2, "third")), parameter_names=((-1, 2, "bias"),))
    network = FOUR.with_dense(layer, named)
    surgery = move_units(network, layer, (2, 0), onto, 1)
    widths = list(network.widths[1:])
    widths[layer], widths[onto] = widths[layer] - 2, widths[onto] + 2
    assert list(surgery.network.widths[1:]) == widths
    assert surgery.text == f"move 2 neurons to Hidden {onto + 1}"
    there = surgery.network.dense[onto]
    assert there.unit_names == ((1, "third"), (2, "first")) and there.parameter_names == ((-1, 1, "bias"),)
    assert surgery.network.dense[layer].unit_names == ()
    before, after = network.views(learned(network)[0]), surgery.network.views(operated(network, surgery))
    assert np.array_equal(after[onto]["biases"][1:3], before[layer]["biases"][[2, 0]])
    assert np.array_equal(np.delete(after[onto]["biases"], [1, 2]), before[onto]["biases"])
    assert not after[onto + 1]["weights"][1:3].any() and after[onto]["weights"][:, 1:3].all()


@pytest.mark.parametrize(("layer", "onto"), [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2)])
@pytest.mark.parametrize("units", [(0,), (2, 1)])
def test_the_network_says_what_it_says_without_them(layer: int, onto: int, units: tuple[int, ...]) -> None:
    moved, removed = move_units(FOUR, layer, units, onto, 0), remove_neurons(FOUR, [(layer, unit) for unit in units])
    x = points(FOUR)
    wanted = removed.network.predict(operated(FOUR, removed), x)
    assert np.allclose(moved.network.predict(operated(FOUR, moved), x), wanted, rtol=0, atol=1e-12)


def test_one_neuron_is_called_one() -> None:
    surgery = move_units(FOUR, 0, (1,), 1, 4)
    assert surgery.text == "move neuron to Hidden 2" and surgery.network.widths == (2, 2, 5, 3, 2)


def merged(network: Network, surgery: Surgery) -> tuple[list[dict[str, np.ndarray]], list[dict[str, np.ndarray]]]:
    theta, memory = learned(network)
    fresh, moved = transplant(network, surgery.network, surgery.vectors, theta, memory, 1, 0)
    return surgery.network.views(fresh), surgery.network.views(moved[0])


def test_a_layer_that_merges_with_the_next_one_still_hears_what_it_heard() -> None:
    first = FOUR.dense[0].replace(locked=((1, 2),), cut=((0, 0),), parameter_names=((1, 1, "w"),))
    network = FOUR.with_dense(0, first)
    surgery = move_units(network, 0, (0, 1, 2), 1, 2)
    assert surgery.network.widths == (2, 7, 3, 2)
    before = network.views(learned(network)[0])
    after, memory = merged(network, surgery)
    assert np.array_equal(after[0]["weights"][:, 2:5], before[0]["weights"])
    assert np.array_equal(after[0]["biases"][2:5], before[0]["biases"])
    assert np.array_equal(memory[0]["weights"][:, 2:5], 2.0 * before[0]["weights"])
    assert np.array_equal(memory[0]["biases"][2:5], 2.0 * before[0]["biases"])
    joined = np.delete(after[0]["weights"], [2, 3, 4], 1)
    assert np.allclose(joined, before[0]["weights"] @ before[1]["weights"], rtol=0, atol=1e-15)
    assert not after[1]["weights"][2:5].any()
    there = surgery.network.dense[0]
    assert (there.locked, there.cut, there.parameter_names) == (((1, 4),), ((0, 2),), ((1, 3, "w"),))


def test_a_layer_that_merges_with_the_one_before_it_is_still_heard_as_it_was() -> None:
    network = FOUR.with_dense(2, FOUR.dense[2].replace(locked=((3, 1),), parameter_names=((0, 2, "w"),)))
    surgery = move_units(network, 1, (3, 0, 1, 2), 0, 1)
    assert surgery.network.widths == (2, 7, 3, 2)
    before = network.views(learned(network)[0])
    after, memory = merged(network, surgery)
    assert np.array_equal(after[1]["weights"][1:5], before[2]["weights"][[3, 0, 1, 2]])
    assert np.array_equal(memory[1]["weights"][1:5], 2.0 * before[2]["weights"][[3, 0, 1, 2]])
    assert np.array_equal(after[0]["biases"][1:5], before[1]["biases"][[3, 0, 1, 2]])
    joined = np.delete(after[1]["weights"], [1, 2, 3, 4], 0)
    assert np.allclose(joined, before[1]["weights"] @ before[2]["weights"], rtol=0, atol=1e-15)
    there = surgery.network.dense[1]
    assert (there.locked, there.parameter_names) == (((1, 1),), ((2, 2, "w"),))


def test_a_layer_that_loses_its_last_neuron_goes_with_what_follows_it() -> None:
    network = Network(2, (Dense(1, "tanh"), NORM, Dense(2, "relu"), NORM, Dense(3, "tanh"), Dense(1)), "float64")
    surgery = move_units(network, 0, (0,), 2, 3)
    assert surgery.network.widths == (2, 2, 4, 1) and surgery.network.followers == ((), (NORM,), (), ())
    bare = remove_layer(network, 0)
    x = points(network)
    wanted = bare.network.predict(operated(network, bare), x)
    assert np.allclose(surgery.network.predict(operated(network, surgery), x), wanted, rtol=0, atol=1e-12)


def test_a_normalization_where_neurons_arrive_leaves_them_as_they_are() -> None:
    network = Network(2, (Dense(3, "tanh"), NORM, Dense(2, "tanh"), NORM, Dense(1)), "float64")
    surgery = move_units(network, 0, (1,), 1, 1)
    before, after = network.views(learned(network)[0]), surgery.network.views(operated(network, surgery))
    for name, fresh in (("gamma", 1.0), ("beta", 0.0), ("moving_mean", 0.0), ("moving_variance", 1.0 - 1e-3)):
        assert np.array_equal(after[1][name], np.delete(before[1][name], 1))
        assert np.array_equal(after[3][name], np.insert(before[3][name], 1, fresh))


def test_within_its_own_layer_a_neuron_only_changes_its_place() -> None:
    assert difference(small(), move_units(small(), 0, (0,), 0, 3)) < 1e-13


@pytest.mark.parametrize(("layer", "onto"), [(-1, 0), (0, -1), (2, 0), (0, 2)])
def test_nothing_moves_from_or_to_inputs_and_outputs(layer: int, onto: int) -> None:
    with pytest.raises(UserError) as caught:
        move_units(small(), layer, (0,), onto, 0)
    assert caught.value.hint
