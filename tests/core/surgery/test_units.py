"""Tests of neurons that come, go and change places within their layer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.layers import Dense
from core.network import MOST_PARAMETERS, Network
from core.surgery import insert_layer, remove_layer, remove_neurons, remove_unit, reorder_units, set_units
from tests.core.surgery.learned import DROP, NORM, difference, learned, operated, small

NORMED = Network(2, (NORM, Dense(4, "tanh"), NORM, DROP, Dense(3, "relu"), NORM, Dense(2)), "float64")


# Several at once --------------------------------------------------------------------------------------------------


def test_several_neurons_go_in_one_step_and_the_others_keep_their_weights() -> None:
    network = small()
    surgery = remove_neurons(network, [(0, 1), (1, 0), (1, 4), (0, 1)])
    assert [layer.units for layer in surgery.network.dense] == [3, 3, 2]
    assert surgery.text == "remove 3 neurons"
    before, after = network.views(learned(network)[0]), surgery.network.views(operated(network, surgery))
    assert np.array_equal(after[0]["weights"], np.delete(before[0]["weights"], 1, 1))
    assert np.array_equal(after[1]["weights"], np.delete(np.delete(before[1]["weights"], 1, 0), [0, 4], 1))
    assert np.array_equal(after[2]["weights"], np.delete(before[2]["weights"], [0, 4], 0))


def test_one_neuron_among_several_goes_as_it_goes_alone() -> None:
    network = small()
    alone, among = remove_unit(network, 0, 2), remove_neurons(network, [(0, 2)])
    assert (among.text, among.network, among.vectors) == (alone.text, alone.network, alone.vectors)
    assert remove_neurons(network, [(0, 2)]).text == "remove neuron from Hidden 1"


def test_a_layer_that_loses_all_goes_along_as_when_it_is_removed() -> None:
    network = small("linear")
    surgery = remove_neurons(network, [(1, unit) for unit in range(5)])
    assert surgery.network == remove_layer(network, 1).network and surgery.text == "remove Hidden 2"
    assert difference(network, surgery) < 1e-12


def test_all_hidden_neurons_go_at_once() -> None:
    network = small("linear", below="linear")
    surgery = remove_neurons(network, [(layer, unit) for layer in (0, 1) for unit in range(5 if layer else 4)])
    assert surgery.network.dense == (Dense(2),) and surgery.text == "remove 9 neurons"
    assert difference(network, surgery) < 1e-12


def test_whole_layers_and_single_neurons_go_together() -> None:
    network = Network(2, (Dense(3, "linear"), Dense(2, "linear"), Dense(3, "tanh"), Dense(1)), "float64")
    surgery = remove_neurons(network, [(2, 0), (0, 0), (0, 1), (0, 2), (1, 1)])
    assert [layer.units for layer in surgery.network.dense] == [1, 2, 1]
    theta = learned(network)[0]
    views = network.views(theta)
    views[2]["weights"][1] = 0.0  # nobody hears the two that go alone
    views[3]["weights"][0] = 0.0
    assert difference(network, surgery, theta) < 1e-12


@pytest.mark.parametrize(
    ("neuron", "message"),
    [((-1, 0), "inputs keep their number"), ((2, 0), "output layer keeps its width"), ((0, 4), "has no neuron 5")],
)
def test_inputs_outputs_and_neurons_that_are_not_there_are_not_removed(neuron: tuple[int, int], message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        remove_neurons(small(), [(0, 0), neuron])
    assert caught.value.hint


def test_without_a_neuron_nothing_is_removed() -> None:
    surgery = remove_neurons(small(), [])
    assert (surgery.network, surgery.vectors) == (small(), None)


# What they always said --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "softplus", "step", "relu"])
def test_what_a_constant_neuron_said_goes_on_as_a_bias(activation: str) -> None:
    network = small(activation, below=activation)
    theta = learned(network)[0]
    views = network.views(theta)
    views[0]["weights"][:, 1] = 0.0
    views[1]["weights"][:, [0, 3]] = 0.0
    views[0]["biases"][1] = views[1]["biases"][[0, 3]] = 0.7
    surgery = remove_neurons(network, [(0, 1), (1, 0), (1, 3)])
    assert difference(network, surgery, theta) < 1e-14
    fewer = set_units(network, 1, 3)
    after = fewer.network.views(operated(network, fewer, theta))[2]["biases"]
    assert np.any(after != views[2]["biases"]), "unit 3 went, and is not forgotten"


def test_a_neuron_that_hears_only_a_constant_one_is_constant_too() -> None:
    network = Network(2, (Dense(2, "tanh"), Dense(2, "sigmoid"), Dense(1)), "float64")
    theta = learned(network)[0]
    views = network.views(theta)
    views[0]["weights"][:, 0] = views[1]["weights"][1, 0] = 0.0
    assert difference(network, remove_neurons(network, [(0, 0), (1, 0)]), theta) < 1e-14


def test_a_layer_of_constant_neurons_goes_and_the_network_says_the_same() -> None:
    network = small("sigmoid")
    theta = learned(network)[0]
    network.views(theta)[1]["weights"][...] = 0.0
    assert difference(network, remove_layer(network, 1), theta) < 1e-14


@pytest.mark.parametrize(
    "network",
    [
        Network(2, (Dense(2, "tanh"), NORM, Dense(1)), "float64"),
        Network(2, (Dense(2, "tanh"), DROP, Dense(1)), "float64"),
        Network(2, (Dense(2, "tanh"), Dense(1, lock_biases=True)), "float64"),
        Network(2, (Dense(2, "tanh"), Dense(1, use_bias=False)), "float64"),
    ],
    ids=["normalization", "dropout", "locked biases", "no biases"],
)
def test_a_constant_is_not_taken_over_where_that_is_not_the_same(network: Network) -> None:
    theta = learned(network)[0]
    network.views(theta)[0]["weights"][:, 0] = 0.0
    surgery = remove_unit(network, 0, 0)
    before, after = network.views(theta)[-1], surgery.network.views(operated(network, surgery, theta))[-1]
    assert all(np.array_equal(after[name], before[name]) for name in before if name == "biases")


# Order ------------------------------------------------------------------------------------------------------------


@given(st.permutations(range(4)), st.integers(1, 4), st.integers(0, 4), st.sampled_from([0, 1]))
def test_neurons_in_another_order_say_the_same(order: list[int], count: int, before: int, layer: int) -> None:
    width = NORMED.dense[layer].units
    units = tuple(unit for unit in order[:count] if unit < width)
    surgery = reorder_units(NORMED, layer, units, min(before, width))
    assert difference(NORMED, surgery) < 1e-13


def test_neurons_take_all_that_is_theirs_to_their_new_place() -> None:
    layer = Dense(3, "tanh", locked=((0, 0),), cut=((1, 2),), unit_names=((0, "a"), (2, "c")))
    layer = layer.replace(parameter_names=((-1, 0, "bias"), (1, 1, "weight")))
    network = Network(2, (layer, Dense(1, locked=((2, 0),))), "float64")
    surgery = reorder_units(network, 0, (2,), 0)
    first, last = surgery.network.dense
    assert first.unit_names == ((0, "c"), (1, "a")) and first.parameter_names == ((-1, 1, "bias"), (1, 2, "weight"))
    assert (first.locked, first.cut, last.locked) == (((0, 1),), ((1, 0),), ((0, 0),))
    before, after = network.views(learned(network)[0]), surgery.network.views(operated(network, surgery))
    assert np.array_equal(after[0]["weights"], before[0]["weights"][:, [2, 0, 1]])
    assert np.array_equal(after[0]["biases"], before[0]["biases"][[2, 0, 1]])
    assert np.array_equal(after[1]["weights"], before[1]["weights"][[2, 0, 1]])
    assert surgery.text == "move neuron in Hidden 1"


@pytest.mark.parametrize(("units", "before"), [((1,), 1), ((1,), 2), ((3,), 4), ((0, 1), 0), ((), 2)])
def test_an_order_that_is_there_changes_nothing(units: tuple[int, ...], before: int) -> None:
    surgery = reorder_units(small(), 0, units, before)
    assert (surgery.network, surgery.vectors) == (small(), None)


@pytest.mark.parametrize(("layer", "name"), [(-1, "inputs"), (2, "outputs")])
def test_inputs_and_outputs_keep_their_order(layer: int, name: str) -> None:
    with pytest.raises(UserError, match=f"The {name} keep their order") as caught:
        reorder_units(small(), layer, (1,), 0)
    assert caught.value.hint


# Limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("units", [10**6, 10**12])
def test_more_neurons_than_can_be_are_refused_before_anything_is_made(units: int) -> None:
    """An index of a million million places would not fit into any memory."""
    network = Network(784, (Dense(16, unit_names=((15, "last"),)), Dense(10)))
    for edit in (lambda: set_units(network, 0, units), lambda: insert_layer(network, 1, units)):
        with pytest.raises(UserError) as caught:
            edit()
        assert caught.value.message == f"A layer cannot have {units:,} neurons."
        assert caught.value.hint == "units must lie between 1 and 100,000."


def test_too_many_parameters_are_refused_with_their_number() -> None:
    with pytest.raises(UserError, match="would have 1,001,100,010 parameters") as caught:
        set_units(Network(10_000, (Dense(16), Dense(10))), 0, 100_000)
    assert f"{MOST_PARAMETERS:,}" in caught.value.hint
