"""Tests of biases that are locked one by one: whatever is done to the network around them, they keep their numbers."""

from collections.abc import Callable

import numpy as np
import pytest

from core.bundled import new_project
from core.data.recipes import Digits, Points, Recipe, Segments
from core.edits import choose_data, set_features
from core.layers import Dense
from core.moves import BIAS, Moves
from core.network import Network
from core.specs import Project
from core.surgery import Surgery, insert_layer, move_units, remove_layer, remove_unit
from core.transplant import transplant
from tests.core.surgery.learned import difference, learned, operated

NETWORK = Network(2, (Dense(3, "sigmoid"), Dense(3, "tanh"), Dense(2)), "float64")


def locked_at(network: Network, layer: int, *units: int) -> Network:
    return network.with_dense(layer, network.dense[layer].replace(locked=tuple((BIAS, unit) for unit in units)))


def biases(network: Network, theta: np.ndarray, layer: int) -> np.ndarray:
    return network.dense_views(theta)[layer]["biases"]


def constant(network: Network, layer: int, unit: int) -> np.ndarray:
    """What was learned, but for one neuron that hears nothing."""
    theta = learned(network)[0]
    network.dense_views(theta)[layer]["weights"][:, unit] = 0.0
    return theta


@pytest.mark.parametrize(
    "edit",
    [lambda network: remove_layer(network, 1), lambda network: insert_layer(network, 2, 6, "sigmoid")],
    ids=["remove", "insert"],
)
def test_a_layer_that_comes_or_goes_leaves_locked_biases_alone(edit: Callable[[Network], Surgery]) -> None:
    network = locked_at(NETWORK, 2, 1)
    surgery = edit(network)
    theta = learned(network)[0]
    after = biases(surgery.network, operated(network, surgery, theta), -1)
    assert surgery.network.output.locked == ((BIAS, 1),)
    assert after[1] == biases(network, theta, 2)[1]


def test_what_a_neuron_always_said_goes_on_in_the_biases_that_are_free() -> None:
    network = locked_at(NETWORK, 2, 1)
    theta = constant(network, 1, 0)
    before = biases(network, theta, 2)
    surgery = remove_unit(network, 1, 0)
    after = biases(surgery.network, operated(network, surgery, theta), 2)
    assert after[1] == before[1] and after[0] != before[0]
    assert difference(NETWORK, remove_unit(NETWORK, 1, 0), constant(NETWORK, 1, 0)) < 1e-12


def test_a_layer_that_merges_locks_each_bias_once() -> None:
    network = locked_at(NETWORK, 0, 0, 2)
    surgery = move_units(network, 0, (0, 1, 2), 1, 0)
    assert sorted(surgery.network.dense[0].locked) == [(BIAS, 0), (BIAS, 2)]
    theta = learned(network)[0]
    moved = biases(surgery.network, operated(network, surgery, theta), 0)
    assert np.array_equal(moved[:3], biases(network, theta, 0))


def project(network: Network, data: Recipe) -> Project:
    return new_project().replace(network=network, data=data)


def test_other_data_can_be_chosen_where_a_bias_of_an_output_is_locked() -> None:
    network = Network(7, (Dense(4, "tanh"), Dense(10, "sigmoid", lock_biases=True)))
    network = locked_at(network, 1, 3, 9)
    edit = choose_data(project(network, Segments()), Points("circle"), "choose circle")
    assert edit.project.network.output.locked == ()
    assert choose_data(project(network, Segments()), Digits(), "").project.network.output.locked == (
        (BIAS, 3),
        (BIAS, 9),
    )


@pytest.mark.parametrize("hold", [{"locked": ((BIAS, 1),)}, {"lock_biases": True}])
def test_a_first_layer_that_is_drawn_anew_keeps_its_locked_biases(hold: dict[str, object]) -> None:
    network = Network(2, (Dense(3, "tanh", **hold), Dense(1, "sigmoid")))
    edit = choose_data(project(network, Points("circle")), Points("sine"), "choose sine")
    assert isinstance(edit.vectors, Moves)
    theta, memory = learned(network)
    fresh, _ = transplant(network, edit.project.network, edit.vectors, theta, memory, 1, 0)
    before, after = biases(network, theta, 0), biases(edit.project.network, fresh, 0)
    assert after[1] == before[1] != 0.0
    assert (after[0] == before[0]) == ("lock_biases" in hold)


def test_a_feature_that_goes_and_comes_back_leaves_locks_of_biases_where_they_are() -> None:
    network = Network(2, (Dense(3, "tanh", locked=((BIAS, 2), (0, 0), (1, 1)), cut=((1, 0),)), Dense(1, "sigmoid")))
    without = set_features(project(network, Points("circle")), ("x2",)).project
    assert set(without.network.dense[0].locked) == {(BIAS, 2), (0, 1)} and without.network.dense[0].cut == ((0, 0),)
    again = set_features(without, ("x1", "x2")).project
    assert set(again.network.dense[0].locked) == {(BIAS, 2), (1, 1)} and again.network.dense[0].cut == ((1, 0),)
