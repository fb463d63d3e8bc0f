"""Tests of surgery: what was learned stays, whatever is edited."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.added import Ends
from core.data.recipes import Points, Segments
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.moves import NEW
from core.network import Network, layer_name
from core.surgery import (
    Surgery,
    add_follower,
    add_unit,
    fit_ends,
    insert_layer,
    remove_layer,
    remove_unit,
    set_follower,
    set_inputs,
    set_units,
)
from core.transplant import transplant

layers = st.builds(
    Dense,
    units=st.integers(1, 5),
    activation=st.sampled_from(["linear", "tanh", "relu", "sigmoid"]),
    use_bias=st.booleans(),
    bias_initializer=st.sampled_from([0.0, 0.5]),
)
networks = st.builds(
    Network,
    inputs=st.integers(1, 4),
    layers=st.lists(layers, min_size=1, max_size=4).map(tuple),
    dtype=st.just("float64"),
)
with_hidden = networks.filter(lambda network: len(network.dense) > 1)


def learned(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """theta and two rows of memory, no two numbers alike and none of them zero."""
    generator = np.random.default_rng(network.size)
    numbers = generator.normal(size=(3, network.size)).astype(network.dtype)
    return numbers[0], numbers[1:]


def operated(network: Network, surgery: Surgery) -> tuple[np.ndarray, np.ndarray]:
    theta, memory = learned(network)
    before = theta.copy(), memory.copy()
    result = transplant(network, surgery.network, surgery.vectors, theta, memory, 1, 0)
    assert np.array_equal(theta, before[0]) and np.array_equal(memory, before[1]), "the old vectors are only read"
    assert result[0].shape == (surgery.network.size,) and result[1].shape == (2, surgery.network.size)
    assert result[0].dtype == result[1].dtype == np.dtype(network.dtype)
    return result


def pairs(network: Network, theta: np.ndarray, memory: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, bool]]:
    """(before, after, whether it is memory): theta, then each row of the optimizer's memory."""
    old_theta, old_memory = learned(network)
    return [(old_theta, theta, False), *((old, new, True) for old, new in zip(old_memory, memory, strict=True))]


def points(network: Network) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(20, network.inputs))


def same_layer(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


def some_hidden(data: st.DataObject, network: Network) -> int:
    return data.draw(st.integers(0, len(network.dense) - 2), "layer")


# Neurons ----------------------------------------------------------------------------------------------------------


@given(with_hidden, st.data())
def test_a_new_neuron_does_not_change_what_the_network_says(network: Network, data: st.DataObject) -> None:
    surgery = add_unit(network, some_hidden(data, network))
    theta, _ = operated(network, surgery)
    x = points(network)
    assert np.allclose(surgery.network.predict(theta, x), network.predict(learned(network)[0], x), rtol=0, atol=1e-12)


@given(with_hidden, st.data(), st.integers(1, 3))
def test_more_neurons_leave_every_weight_where_it_was(network: Network, data: st.DataObject, more: int) -> None:
    at = some_hidden(data, network)
    units = network.dense[at].units
    surgery = set_units(network, at, units + more)
    theta, memory = operated(network, surgery)
    for old, new, is_memory in pairs(network, theta, memory):
        before, after = network.views(old), surgery.network.views(new)
        for index in range(len(before)):
            if index not in (at, at + 1):
                assert same_layer(before[index], after[index])
        assert np.array_equal(after[at]["weights"][:, :units], before[at]["weights"])
        assert np.array_equal(after[at + 1]["weights"][:units], before[at + 1]["weights"])
        assert not after[at + 1]["weights"][units:].any(), "nobody listens to a new neuron yet"
        added = after[at]["weights"][:, units:]
        assert not added.any() if is_memory else added.all(), "its own weights are drawn, its memory is empty"
        for place, wanted in ((at, "start"), (at + 1, "stay")):
            if "biases" in before[place]:
                assert np.array_equal(after[place]["biases"][: len(before[place]["biases"])], before[place]["biases"])
                if wanted == "start":
                    start = 0.0 if is_memory else network.dense[at].bias_initializer
                    assert np.all(after[at]["biases"][units:] == start)


@given(with_hidden, st.data())
def test_the_others_do_not_notice_that_a_neuron_goes(network: Network, data: st.DataObject) -> None:
    at = some_hidden(data, network)
    units = network.dense[at].units
    gone = data.draw(st.integers(0, units - 1), "unit")
    if units == 1:
        return
    surgery = remove_unit(network, at, gone)
    theta, memory = operated(network, surgery)
    for old, new, _ in pairs(network, theta, memory):
        before, after = network.views(old), surgery.network.views(new)
        for index in range(len(before)):
            expected = dict(before[index])
            if index == at:
                expected = {name: np.delete(array, gone, axis=-1) for name, array in expected.items()}
            elif index == at + 1:
                expected["weights"] = np.delete(expected["weights"], gone, axis=0)
            assert same_layer(expected, after[index])


@given(with_hidden, st.data())
def test_a_silent_neuron_can_go_and_the_network_says_the_same(network: Network, data: st.DataObject) -> None:
    at = some_hidden(data, network)
    wider = add_unit(network, at)
    theta, memory = operated(network, wider)
    back = remove_unit(wider.network, at, network.dense[at].units)
    assert back.network == network
    restored, restored_memory = transplant(wider.network, network, back.vectors, theta, memory, 1, 1)
    assert np.array_equal(restored, learned(network)[0]) and np.array_equal(restored_memory, learned(network)[1])


def test_fewer_neurons_are_taken_from_the_end() -> None:
    network = Network(2, (Dense(5, "tanh"), Dense(1)), "float64")
    surgery = set_units(network, 0, 3)
    theta, _ = operated(network, surgery)
    before, after = network.views(learned(network)[0]), surgery.network.views(theta)
    assert np.array_equal(after[0]["weights"], before[0]["weights"][:, :3])
    assert np.array_equal(after[1]["weights"], before[1]["weights"][:3])


@pytest.mark.parametrize("edit", [lambda net: remove_unit(net, 0, 0), lambda net: set_units(net, 0, 0)])
def test_the_last_neuron_takes_its_layer_along(edit: Callable[[Network], Surgery]) -> None:
    network = Network(2, (Dense(1, "tanh"), Dense(3, "relu"), Dense(1)))
    surgery = edit(network)
    assert surgery.network == Network(2, (Dense(3, "relu"), Dense(1)))
    assert surgery.text == "remove Hidden 1"


def test_each_new_neuron_is_another_and_each_draw_the_same() -> None:
    network = Network(3, (Dense(2, "tanh"), Dense(1)), "float64")
    surgery = set_units(network, 0, 4)
    theta, memory = learned(network)

    def drawn(seed: int, draw: int) -> np.ndarray:
        result, _ = transplant(network, surgery.network, surgery.vectors, theta, memory, seed, draw)
        return surgery.network.views(result)[0]["weights"][:, 2:]

    assert np.array_equal(drawn(1, 0), drawn(1, 0))
    columns = [*drawn(1, 0).T, *drawn(1, 1).T, *drawn(2, 0).T]
    assert not any(np.array_equal(one, other) for one, other in itertools.combinations(columns, 2))


# Layers -----------------------------------------------------------------------------------------------------------


@given(networks, st.data())
def test_a_linear_layer_that_is_wide_enough_does_not_change_what_the_network_says(
    network: Network, data: st.DataObject
) -> None:
    before = data.draw(st.integers(0, len(network.dense) - 1), "before")
    enough = min(network.widths[before], network.dense[before].units)
    units = data.draw(st.integers(enough, enough + 2), "units")
    surgery = insert_layer(network, before, units, "linear")
    theta, memory = operated(network, surgery)
    x = points(network)
    assert np.allclose(surgery.network.predict(theta, x), network.predict(learned(network)[0], x), rtol=0, atol=1e-10)
    self_and_next = (before, before + 1)
    others = [view for index, view in enumerate(surgery.network.views(theta)) if index not in self_and_next]
    kept = [view for index, view in enumerate(network.views(learned(network)[0])) if index != before]
    assert all(same_layer(one, other) for one, other in zip(others, kept, strict=True))
    for row in memory:
        parts = surgery.network.views(row)
        assert not any(array.any() for index in self_and_next for array in parts[index].values())


def test_a_layer_too_narrow_comes_as_near_as_its_width_allows() -> None:
    network = Network(4, (Dense(3, "linear", use_bias=False),), "float64")
    theta, _ = operated(network, insert_layer(network, 0, 2, "linear"))
    below, above = insert_layer(network, 0, 2, "linear").network.views(theta)
    wanted = network.views(learned(network)[0])[0]["weights"]
    distance = np.linalg.norm(wanted - below["weights"] @ above["weights"])
    assert distance == pytest.approx(np.linalg.svd(wanted)[1][2]), "the singular value that found no room"
    assert np.linalg.norm(below["weights"]) == pytest.approx(np.linalg.norm(above["weights"])), "shared evenly"


@given(with_hidden, st.data())
def test_a_linear_layer_goes_and_the_network_says_the_same(network: Network, data: st.DataObject) -> None:
    at = some_hidden(data, network)
    linear = network.with_dense(at, network.dense[at].replace(activation="linear"))
    next_has_bias = linear.dense[at + 1].use_bias
    if linear.dense[at].use_bias and not next_has_bias:
        return  # its biases find no place
    surgery = remove_layer(linear, at)
    theta, memory = operated(linear, surgery)
    x = points(network)
    assert np.allclose(surgery.network.predict(theta, x), linear.predict(learned(linear)[0], x), rtol=0, atol=1e-10)
    before, after = linear.views(learned(linear)[0]), surgery.network.views(theta)
    kept = [view for index, view in enumerate(before) if index not in (at, at + 1)]
    others = [view for index, view in enumerate(after) if index != at]
    assert all(same_layer(one, other) for one, other in zip(others, kept, strict=True))
    assert not any(array.any() for row in memory for array in surgery.network.views(row)[at].values())


def test_a_new_layer_takes_its_activation_from_its_neighbour() -> None:
    network = Network(2, (Dense(3, "relu"), Dense(3, "sigmoid"), Dense(1)))
    assert [insert_layer(network, before).network.dense[before].activation for before in range(3)] == [
        "relu",
        "sigmoid",
        "sigmoid",
    ]
    assert insert_layer(Network(2, (Dense(1),)), 0).network.dense == (Dense(1, "tanh"), Dense(1))


# Ends -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edit",
    [
        lambda net: set_units(net, 1, 3),
        lambda net: set_units(net, 1, 0),
        lambda net: add_unit(net, 1),
        lambda net: remove_unit(net, 1, 0),
        lambda net: remove_layer(net, 1),
    ],
)
def test_the_output_keeps_its_width_and_its_place(edit: Callable[[Network], Surgery]) -> None:
    with pytest.raises(UserError, match="output layer keeps its width") as caught:
        edit(Network(2, (Dense(2), Dense(2))))
    assert caught.value.hint


@given(networks, st.integers(1, 5), st.integers(1, 5))
def test_other_ends_leave_hidden_weights_alone(network: Network, inputs: int, outputs: int) -> None:
    surgery = fit_ends(network, Ends(inputs, outputs, "linear", "mse", 0.25), "choose data")
    if surgery is None:
        assert (network.inputs, network.outputs, network.dense[-1].activation) == (inputs, outputs, "linear")
        return
    new = surgery.network
    assert (new.inputs, new.outputs, new.dense[-1].activation) == (inputs, outputs, "linear")
    assert [layer.units for layer in new.dense[:-1]] == [layer.units for layer in network.dense[:-1]]
    theta, memory = operated(network, surgery)
    last = len(new.dense) - 1
    for old, fresh, is_memory in pairs(network, theta, memory):
        for index, (before, after) in enumerate(zip(network.views(old), new.views(fresh), strict=True)):
            is_drawn = (index == 0 and inputs != network.inputs) or (index == last and outputs != network.outputs)
            if not is_drawn:
                assert same_layer(before, after)
            elif is_memory:
                assert not any(array.any() for array in after.values())
            else:
                assert after["weights"].all()
                if index == last and outputs != network.outputs and "biases" in after:
                    assert np.all(after["biases"] == 0.25)


def test_names_of_outputs_and_weights_go_where_the_data_want_others() -> None:
    output = Dense(3, unit_names=((2, "third"),), parameter_names=((-1, 2, "bias"), (0, 1, "weight")))
    hidden = Dense(4, "tanh", unit_names=((3, "last"),), parameter_names=((1, 0, "weight"),))
    surgery = fit_ends(Network(2, (hidden, output)), Ends(1, 1, "linear", "mse", 0.0), "")
    assert surgery is not None
    first, last = surgery.network.dense
    assert (first.unit_names, first.parameter_names) == (((3, "last"),), ())
    assert (last.unit_names, last.parameter_names) == ((), ())


def test_ends_that_fit_need_no_surgery() -> None:
    assert fit_ends(Network(2, (Dense(4), Dense(1, "sigmoid"))), Points("circle").ends, "") is None
    assert fit_ends(Network(2, (Dense(4), Dense(1, "sigmoid"))), Segments().ends, "") is not None


# Locks and cuts ---------------------------------------------------------------------------------------------------

MARKED = Network(
    2,
    (
        Dense(3, "tanh", locked=((0, 0), (1, 2)), cut=((0, 2), (1, 1)), lock_biases=True),
        Dense(2, "relu", locked=((0, 1), (2, 0)), cut=((1, 0), (2, 1))),
        Dense(1, locked=((1, 0),)),
    ),
    "float64",
)


def test_a_neuron_takes_its_locks_and_cuts_along_and_those_behind_it_move_up() -> None:
    first, second, last = remove_unit(MARKED, 0, 1).network.dense
    # Unit 2 is unit 1 now, on the way in and on the way out.
    assert (first.locked, first.cut) == (((0, 0), (1, 1)), ((0, 1),))
    assert (second.locked, second.cut) == (((0, 1), (1, 0)), ((1, 1),))
    assert first.lock_biases and last == MARKED.dense[2]


def test_a_new_neuron_is_free_and_leaves_locks_and_cuts_where_they_are() -> None:
    first, second, last = add_unit(MARKED, 0).network.dense
    assert (first.locked, first.cut) == (MARKED.dense[0].locked, MARKED.dense[0].cut)
    assert (second.locked, second.cut) == (MARKED.dense[1].locked, MARKED.dense[1].cut)
    assert last == MARKED.dense[2]
    assert remove_unit(add_unit(MARKED, 0).network, 0, 3).network == MARKED


@pytest.mark.parametrize("edit", [add_unit, lambda net, layer: remove_unit(net, layer, 0)])
def test_locked_weights_keep_their_numbers_and_cut_ones_their_zeros(edit: Callable[..., Surgery]) -> None:
    surgery = edit(MARKED, 0)
    theta, memory = learned(MARKED)
    for layer, view in zip(MARKED.dense, MARKED.views(theta), strict=True):
        for input, unit in layer.cut:
            view["weights"][input, unit] = 0.0
    fresh, _ = transplant(MARKED, surgery.network, surgery.vectors, theta, memory, 1, 0)
    shift = 0 if edit is add_unit else 1
    before, after = MARKED.views(theta), surgery.network.views(fresh)
    for index, layer in enumerate(surgery.network.dense):
        for input, unit in layer.cut:
            assert after[index]["weights"][input, unit] == 0.0
        for input, unit in layer.locked:
            old = (input, unit + shift) if index == 0 else (input + shift, unit) if index == 1 else (input, unit)
            assert after[index]["weights"][input, unit] == before[index]["weights"][old] != 0.0


def test_a_layer_put_in_or_taken_out_frees_only_the_connections_that_are_no_more() -> None:
    inserted = insert_layer(MARKED, 1).network.dense
    assert [(layer.locked, layer.cut) for layer in inserted[1:3]] == [((), ()), ((), ())]
    assert (inserted[0], inserted[3]) == (MARKED.dense[0], MARKED.dense[2])
    removed = remove_layer(MARKED, 0).network.dense
    assert (removed[0].locked, removed[0].cut, removed[1]) == ((), (), MARKED.dense[2])


# Layers without neurons -------------------------------------------------------------------------------------------

NORM, DROP = BatchNormalization(), Dropout(0.25)
NORMED = Network(2, (NORM, Dense(3, "tanh"), NORM, DROP, Dense(2, "relu"), DROP, NORM, Dense(1)), "float64")
"""Views 0, 2 and 4 are batch normalizations, 1, 3 and 5 dense layers."""


def learned_norms(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """As `learned`, with running statistics that can be: variances above 0, and no memory of what is not trained."""
    theta, memory = learned(network)
    for view in network.views(theta):
        if "moving_variance" in view:
            view["moving_variance"][...] = np.abs(view["moving_variance"]) + 0.1
    memory[:, network.trainable :] = 0.0
    return theta, memory


def after(network: Network, surgery: Surgery) -> tuple[np.ndarray, np.ndarray]:
    if surgery.vectors is None:
        return learned_norms(network)
    return transplant(network, surgery.network, surgery.vectors, *learned_norms(network), 1, 0)


@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("more", [1, 3])
def test_a_new_neuron_in_a_normalised_column_does_not_change_what_the_network_says(layer: int, more: int) -> None:
    surgery = set_units(NORMED, layer, NORMED.dense[layer].units + more)
    theta, memory = after(NORMED, surgery)
    x = points(NORMED)
    wanted = NORMED.predict(learned_norms(NORMED)[0], x)
    assert np.allclose(surgery.network.predict(theta, x), wanted, rtol=0, atol=1e-12)
    norm = surgery.network.views(theta)[2 * layer + 2]
    old = NORMED.views(learned_norms(NORMED)[0])[2 * layer + 2]
    for name, fresh in (("gamma", 1.0), ("beta", 0.0), ("moving_mean", 0.0), ("moving_variance", 1.0 - 1e-3)):
        assert np.array_equal(norm[name][:-more], old[name])
        assert np.all(norm[name][-more:] == fresh)
    for row in memory:
        assert not any(array[-more:].any() for array in surgery.network.views(row)[2 * layer + 2].values())


@pytest.mark.parametrize("unit", [0, 1, 2])
def test_a_neuron_takes_its_normalization_along(unit: int) -> None:
    surgery = remove_unit(NORMED, 0, unit)
    (old_theta, old_memory), (theta, memory) = learned_norms(NORMED), after(NORMED, surgery)
    for old, new in ((old_theta, theta), *zip(old_memory, memory, strict=True)):
        before, there = NORMED.views(old), surgery.network.views(new)
        assert same_layer(there[2], {name: np.delete(array, unit) for name, array in before[2].items()})
        assert same_layer(there[0], before[0]) and same_layer(there[4], before[4])


def test_a_layer_put_in_stands_behind_what_follows_the_column_before_it() -> None:
    surgery = insert_layer(NORMED, 1, 3, "linear")
    assert surgery.network.followers == ((NORM,), (NORM, DROP), (), (DROP, NORM), ())
    theta, _ = after(NORMED, surgery)
    x = points(NORMED)
    wanted = NORMED.predict(learned_norms(NORMED)[0], x)
    assert np.allclose(surgery.network.predict(theta, x), wanted, rtol=0, atol=1e-12)


def test_a_layer_takes_what_follows_it_along_and_the_others_keep_their_numbers() -> None:
    surgery = remove_layer(NORMED, 0)
    assert surgery.network.followers == ((NORM,), (DROP, NORM), ())
    theta, _ = after(NORMED, surgery)
    before, there = NORMED.views(learned_norms(NORMED)[0]), surgery.network.views(theta)
    assert same_layer(there[0], before[0]) and same_layer(there[2], before[4])


@pytest.mark.parametrize("column", [-1, 0, 1])
@pytest.mark.parametrize("follower", [NORM, DROP])
def test_a_new_layer_without_neurons_does_not_change_what_the_network_says(
    column: int, follower: BatchNormalization | Dropout
) -> None:
    surgery = add_follower(NORMED, column, follower)
    assert surgery.network.followers[column + 1] == (*NORMED.followers[column + 1], follower)
    theta, _ = after(NORMED, surgery)
    x = points(NORMED)
    wanted = NORMED.predict(learned_norms(NORMED)[0], x)
    assert np.allclose(surgery.network.predict(theta, x), wanted, rtol=0, atol=1e-12)
    name, kind = ("the inputs", "Hidden 1", "Hidden 2")[column + 1], "dropout" if follower == DROP else "batch norm"
    assert surgery.text.startswith(f"add {kind}") and surgery.text.endswith(f" to {name}")


@pytest.mark.parametrize("follower", [NORM, DROP])
def test_nothing_stands_after_the_output(follower: BatchNormalization | Dropout) -> None:
    with pytest.raises(UserError, match="does nothing after the output layer") as caught:
        add_follower(NORMED, 2, follower)
    assert caught.value.hint


@pytest.mark.parametrize(
    "surgery",
    [
        add_follower(NORMED, -1, DROP),
        set_follower(NORMED, 0, 1, Dropout(0.5)),
        set_follower(NORMED, 1, 0, None),
        set_follower(NORMED, 1, 1, BatchNormalization(0.9)),
    ],
)
def test_dropout_and_other_settings_have_no_numbers_to_move(surgery: Surgery) -> None:
    theta, _ = learned_norms(NORMED)
    assert surgery.vectors is None
    before, there = NORMED.views(theta), surgery.network.views(theta)
    assert all(same_layer(one, other) for one, other in zip(before, there, strict=True))
    x = points(NORMED)
    assert np.array_equal(surgery.network.predict(theta, x), NORMED.predict(theta, x))


def test_edits_of_layers_without_neurons_say_what_they_do_and_to_what() -> None:
    assert set_follower(NORMED, 0, 1, Dropout(0.5)).text == "change dropout of Hidden 1"
    assert set_follower(NORMED, 0, 1, None).text == "remove dropout from Hidden 1"


@pytest.mark.parametrize("gone", [0, 1])
def test_of_two_normalizations_the_one_that_stays_keeps_its_numbers(gone: int) -> None:
    twice = Network(2, (Dense(3, "tanh"), NORM, DROP, NORM, Dense(1)), "float64")
    surgery = set_follower(twice, 0, 2 * gone, None)
    (old_theta, old_memory), (theta, memory) = learned_norms(twice), after(twice, surgery)
    for old, new in ((old_theta, theta), *zip(old_memory, memory, strict=True)):
        before, there = twice.views(old), surgery.network.views(new)
        assert [same_layer(there[1], before[place]) for place in (1, 2)] == [gone == 1, gone == 0]
        assert same_layer(there[0], before[0]) and same_layer(there[2], before[3])


def test_other_outputs_leave_the_normalised_inputs_alone_and_other_inputs_do_not() -> None:
    network = Network(2, (NORM, Dense(1, "sigmoid")), "float64")
    more_outputs = fit_ends(network, Ends(2, 3, "softmax", "categorical_crossentropy", 0.0), "")
    more_inputs = fit_ends(network, Ends(4, 1, "sigmoid", "binary_crossentropy", 0.0), "")
    theta, _ = after(network, more_outputs)
    assert same_layer(more_outputs.network.views(theta)[0], network.views(learned_norms(network)[0])[0])
    theta, _ = after(network, more_inputs)
    fresh = more_inputs.network.views(theta)[0]
    assert np.all(fresh["gamma"] == 1.0) and not fresh["moving_mean"].any()


# Inputs -----------------------------------------------------------------------------------------------------------


def test_an_input_more_changes_nothing_that_the_network_says() -> None:
    """To the last bit, with normalizations and dropout after the inputs, too."""
    network = Network(2, (NORM, DROP, Dense(3, "tanh"), NORM, Dense(1)), "float64")
    x = np.random.default_rng(2).normal(0.0, 3.0, (50, 3))
    for kept, old in (((0, NEW, 1), [0, 2]), ((NEW, 0, 1), [1, 2]), ((0, 1, NEW), [0, 1])):
        surgery = set_inputs(network, kept, "switch on")
        theta, memory = after(network, surgery)
        assert surgery.network.widths == (3, 3, 1)
        assert np.array_equal(surgery.network.predict(theta, x), network.predict(learned_norms(network)[0], x[:, old]))
        _, old_memory = learned_norms(network)
        for before, row in zip(old_memory, memory, strict=True):
            weights, moved = network.dense_views(before)[0]["weights"], surgery.network.dense_views(row)[0]["weights"]
            assert np.array_equal(moved[old], weights) and not np.delete(moved, old, axis=0).any()


def test_an_input_fewer_takes_its_own_weights_along_and_leaves_the_others() -> None:
    layer = Dense(
        2, "tanh", locked=((0, 1), (2, 0)), cut=((1, 0),), unit_names=((0, "edge"),),
        parameter_names=((-1, 0, "b"), (0, 0, "first"), (2, 1, "last")),
    )  # fmt: skip
    network = Network(3, (NORM, layer, Dense(1)), "float64")
    surgery = set_inputs(network, (0, 2), "switch off")
    first = surgery.network.dense[0]
    assert (first.locked, first.cut) == (((0, 1), (1, 0)), ())
    assert first.parameter_names == ((-1, 0, "b"), (0, 0, "first"), (1, 1, "last")) and first.unit_names == (
        (0, "edge"),
    )
    (old, _), (theta, _) = learned_norms(network), after(network, surgery)
    before, there = network.views(old), surgery.network.views(theta)
    assert np.array_equal(there[1]["weights"], before[1]["weights"][[0, 2]])
    assert all(np.array_equal(there[0][name], before[0][name][[0, 2]]) for name in before[0])
    assert same_layer(there[2], before[2])
    back = set_inputs(surgery.network, (0, NEW, 1), "switch on").network
    assert back.dense[0].locked == layer.locked and back.dense[0].parameter_names == layer.parameter_names


# Sequences --------------------------------------------------------------------------------------------------------


@given(networks, st.data())
@settings(max_examples=60)
def test_any_sequence_of_edits_leaves_finite_numbers_of_the_right_length(network: Network, data: st.DataObject) -> None:
    theta, memory = learned(network)
    for draw in range(data.draw(st.integers(1, 8), "edits")):
        surgery = data.draw(some_surgery(network), "surgery")
        theta, memory = transplant(network, surgery.network, surgery.vectors, theta, memory, 3, draw)
        network = surgery.network
        assert theta.shape == (network.size,) and memory.shape == (2, network.size)
        assert np.isfinite(theta).all() and np.isfinite(memory).all()
        assert np.isfinite(network.predict(theta, points(network))).all()


@st.composite
def some_surgery(draw: st.DrawFn, network: Network) -> Surgery:
    """Any edit that this network allows."""
    hidden = len(network.dense) - 1
    if hidden == 0 or draw(st.integers(0, 4)) == 0:
        return insert_layer(network, draw(st.integers(0, hidden)), draw(st.integers(1, 3)))
    at = draw(st.integers(0, hidden - 1))
    unit = draw(st.integers(0, network.dense[at].units - 1))
    return draw(
        st.sampled_from(
            [
                add_unit(network, at),
                remove_unit(network, at, unit),
                set_units(network, at, draw(st.integers(0, 6))),
                remove_layer(network, at),
            ]
        )
    )


def test_layers_are_called_by_their_name_or_their_place() -> None:
    network = Network(2, (Dense(4, name="Eyes"), Dense(3), Dense(1)))
    assert [layer_name(network, index) for index in range(3)] == ["Eyes", "Hidden 2", "Output"]
    assert add_unit(network, 0).text == "add neuron to Eyes"
    assert remove_unit(network, 1, 0).text == "remove neuron from Hidden 2"
    assert set_units(network, 1, 9).text == "set Hidden 2 to 9 neurons"
