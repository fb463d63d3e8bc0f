"""Tests of whole layers that come and change places."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.surgery import Surgery, duplicate_layer, insert_layer, move_layer, remove_layer, remove_neurons
from core.transplant import transplant
from tests.core.surgery.learned import DROP, NORM, difference, learned, operated, small

HIDDEN = [name for name, activation in ACTIVATIONS.items() if activation.is_elementwise]


# Copies -----------------------------------------------------------------------------------------------------------


def test_a_copy_has_all_but_the_weights_of_the_original() -> None:
    layer = Dense(4, "relu", "Edges", "he_normal", 0.1, locked=((0, 1),), cut=((1, 1),), lock_biases=True)
    layer = layer.replace(unit_names=((2, "corner"),), parameter_names=((0, 0, "w"),))
    network = Network(2, (layer, NORM, DROP, Dense(1)), "float64")
    surgery = duplicate_layer(network, 0)
    copy = layer.replace(locked=(), cut=(), lock_biases=False, parameter_names=())
    assert surgery.network.layers == (layer, NORM, DROP, copy, NORM, DROP, Dense(1))
    assert surgery.text == "duplicate Edges"


@pytest.mark.parametrize("activation", [name for name in HIDDEN if name != "step"])
def test_a_copy_changes_little_of_what_the_network_says(activation: str) -> None:
    network = small(activation, "float32")
    for layer in (0, 1):
        surgery = duplicate_layer(network, layer)
        is_bent = surgery.network.dense[layer].activation in ("tanh", "sigmoid")
        assert surgery.change is None and difference(network, surgery) < (5e-2 if is_bent else 2e-3)


def test_a_copy_of_what_is_never_negative_changes_nothing_at_all() -> None:
    network = small("relu", "float32")
    surgery = duplicate_layer(network, 1)
    assert difference(network, surgery) == 0.0
    assert np.array_equal(surgery.network.views(operated(network, surgery))[2]["weights"], np.eye(5))


# Locks ------------------------------------------------------------------------------------------------------------


def test_locks_and_cuts_that_go_with_the_connections_they_stood_on_are_told_of() -> None:
    layers = (Dense(3, "tanh"), Dense(2, "tanh"), Dense(1, locked=((0, 0),), cut=((1, 0),)))
    network = Network(2, layers, "float64")
    gone = "1 lock and 1 cut of weights are gone: other neurons are heard there now."
    for surgery in (duplicate_layer(network, 1), remove_layer(network, 1), remove_neurons(network, ((1, 0), (1, 1)))):
        assert (surgery.note, surgery.change) == (gone, None)
    assert remove_layer(network, 0).note is None and remove_neurons(network, ((1, 0),)).note is None
    stepped = insert_layer(network, 2, 1, "step")
    assert stepped.note == gone and (stepped.change or "").endswith("say only 0 or 1.")


# Places -----------------------------------------------------------------------------------------------------------

MANY = Network(
    3,
    (
        NORM,
        Dense(3, "tanh", "A", unit_names=((1, "a"),)),
        DROP,
        Dense(3, "relu", "B", locked=((0, 1),)),
        NORM,
        Dense(5, "sigmoid", "C"),
        Dense(2),
    ),
    "float64",
)


def test_a_layer_takes_all_that_is_its_own_to_its_new_place() -> None:
    surgery = move_layer(MANY, 1, 0)
    a, b = MANY.dense[0], MANY.dense[1]
    assert surgery.network.layers == (NORM, b, NORM, a, DROP, MANY.dense[2], MANY.dense[3])
    assert surgery.text == "move B"
    before, after = MANY.views(learned(MANY)[0]), surgery.network.views(operated(MANY, surgery))
    # Views of MANY: normalization, A, B, normalization, C, output.
    for new, old in ((0, 0), (1, 2), (2, 3), (3, 1), (4, 4), (5, 5)):
        assert all(np.array_equal(after[new][name], before[old][name]) for name in before[old]), "all widths fit"


@pytest.mark.parametrize(("layer", "before", "order"), [(0, 3, "BCA"), (2, 0, "CAB"), (0, 2, "BAC"), (2, 1, "ACB")])
def test_layers_stand_in_the_order_that_was_asked_for(layer: int, before: int, order: str) -> None:
    surgery = move_layer(MANY, layer, before)
    assert "".join(dense.name or "" for dense in surgery.network.dense) == order
    assert surgery.change == f"The function changed: {'ABC'[layer]} hears other neurons now, and is heard by others."


def test_where_the_width_below_is_another_what_overlaps_is_kept_and_the_rest_is_drawn() -> None:
    surgery = move_layer(MANY, 2, 0)  # C hears 3 inputs as before, A hears 5 instead of 3, the output 3 instead of 5
    theta, memory = learned(MANY)
    fresh, moved = transplant(MANY, surgery.network, surgery.vectors, theta, memory, 1, 0)
    before, after = MANY.dense_views(theta), surgery.network.dense_views(fresh)
    assert np.array_equal(after[0]["weights"], before[2]["weights"])
    assert np.array_equal(after[1]["weights"][:3], before[0]["weights"]) and after[1]["weights"][3:].all()
    assert np.array_equal(after[3]["weights"], before[3]["weights"][:3])
    row = surgery.network.dense_views(moved[1])[1]["weights"]
    assert np.array_equal(row[:3], 3.0 * before[0]["weights"]) and not row[3:].any()


@pytest.mark.parametrize(("layer", "before"), [(0, 0), (0, 1), (2, 3), (1, 1), (2, 4)])
def test_a_place_that_is_its_own_changes_nothing(layer: int, before: int) -> None:
    surgery = move_layer(MANY, layer, before)
    assert (surgery.network, surgery.vectors, surgery.change) == (MANY, None, None)


def test_a_constant_neuron_is_not_passed_on_to_layers_that_never_heard_it() -> None:
    theta = learned(MANY)[0]
    MANY.dense_views(theta)[2]["weights"][...] = 0.0
    surgery = move_layer(MANY, 2, 0)
    after = surgery.network.dense_views(operated(MANY, surgery, theta))
    assert np.array_equal(after[3]["biases"], MANY.dense_views(theta)[3]["biases"])


@pytest.mark.parametrize("edit", [duplicate_layer, lambda network, layer: move_layer(network, layer, 0)])
@pytest.mark.parametrize(("layer", "name"), [(-1, "inputs"), (2, "output layer")])
def test_inputs_and_outputs_are_neither_copied_nor_moved(edit: object, layer: int, name: str) -> None:
    assert callable(edit)
    with pytest.raises(
        UserError, match=rf"^The {name} cannot be (duplicated|moved|copied): the data decide it"
    ) as caught:
        edit(small(), layer)
    assert caught.value.hint


# Layers put in ----------------------------------------------------------------------------------------------------


def test_a_layer_too_narrow_says_so() -> None:
    one, three = insert_layer(small(), 1, 1), insert_layer(small(), 1, 3)
    assert one.change == "The function changed: one neuron cannot carry what the 4 before it say."
    assert three.change == "The function changed: 3 neurons cannot carry what the 4 before them say."
    assert insert_layer(small(), 1, 4).change is None
    assert insert_layer(small(), 2, 2).change is None, "two outputs need no more than two numbers"


def test_steps_say_that_they_are_steps() -> None:
    assert insert_layer(small(), 1, 4, "step").change == "The function changed: step neurons say only 0 or 1."


def test_neurons_that_are_not_needed_are_drawn_and_nobody_hears_them_yet() -> None:
    network = small()
    surgery = insert_layer(network, 2, 7, "softplus")
    below, above = surgery.network.views(operated(network, surgery))[2:]
    assert below["weights"].all(), "they can learn"
    heard = above["weights"].any(axis=1)
    assert heard.tolist() == [True] * 4 + [False] * 3


def test_biases_keep_their_names_when_a_layer_is_put_in_before_them() -> None:
    network = small()
    network = network.with_dense(1, network.dense[1].replace(parameter_names=((-1, 2, "b"), (0, 0, "w"))))
    surgery: Surgery = insert_layer(network, 1, 4)
    assert surgery.network.dense[2].parameter_names == ((-1, 2, "b"),)
