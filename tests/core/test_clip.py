"""Tests of layers and neurons that are copied, written as text and pasted."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clip as clips
from core.clip import LayerClip, UnitsClip, copy_layer, copy_units, from_text, paste_layer, paste_units, to_text
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from tests.core.surgery.learned import DROP, NORM, difference, learned, operated, small

NETWORK = Network(
    3,
    (
        Dense(4, "relu", "Edges", locked=((0, 1),), cut=((2, 3),), unit_names=((3, "last"),)),
        NORM,
        DROP,
        Dense(3, "tanh", parameter_names=((-1, 1, "b"), (2, 0, "w"))),
        Dense(2, use_bias=False),
    ),
    "float64",
)


# Text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@given(numbers=st.data())
def test_every_number_comes_back_bit_for_bit(dtype: str, numbers: st.DataObject) -> None:
    width = 32 if dtype == "float32" else 64
    theta = np.array(
        numbers.draw(st.lists(st.floats(width=width, allow_nan=False, allow_infinity=False), min_size=8, max_size=8))
    )
    network = Network(3, (Dense(2),), dtype)
    theta = theta.astype(dtype)
    for clip in (copy_layer(network, theta, 0), copy_units(network, theta, 0, (0, 1))):
        back = from_text(to_text(clip))
        assert back == clip
        weights = np.array(back.weights, dtype)
        assert weights.tobytes() == np.ascontiguousarray(network.views(theta)[0]["weights"]).tobytes()
        assert (
            np.array(back.biases, dtype).tobytes() == np.ascontiguousarray(network.views(theta)[0]["biases"]).tobytes()
        )


def test_a_layer_is_copied_with_all_that_is_said_of_it() -> None:
    clip = copy_layer(NETWORK, learned(NETWORK)[0], 0)
    assert (clip.layer, clip.followers) == (NETWORK.dense[0], (NORM, DROP))
    assert from_text(to_text(clip)) == clip


def test_neurons_are_copied_in_the_order_they_were_chosen_in() -> None:
    theta = learned(NETWORK)[0]
    clip = copy_units(NETWORK, theta, 0, (3, 1))
    assert clip.layer == Dense(2, "relu", "Edges", locked=((0, 1),), cut=((2, 0),), unit_names=((0, "last"),))
    assert np.array_equal(clip.weights, NETWORK.views(theta)[0]["weights"][:, [3, 1]])
    assert copy_units(NETWORK, theta, 2, (1,)).biases == (), "that layer has none"


def test_the_text_can_be_read_by_a_person() -> None:
    text = to_text(copy_layer(NETWORK, learned(NETWORK)[0], 0))
    assert text.startswith('{\n  "neuroloom": "layer",\n  "layer": {"kind": "dense", "units": 4')
    assert len(text.splitlines()) == 11, "a line for each thing said, and for the weights of each input"
    assert json.loads(text)["layer"]["name"] == "Edges"


@pytest.mark.parametrize(
    "text", ["", "Hello", "{}", "[1, 2]", '{"neuroloom": null}', '"neuroloom"', "\ud800", "[" * 99_999]
)
def test_text_that_is_none_of_ours_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="no layer and no neurons") as caught:
        from_text(text)
    assert caught.value.hint


def damaged(change: dict[str, object], layer: dict[str, object] | None = None) -> str:
    said = json.loads(to_text(copy_layer(NETWORK, learned(NETWORK)[0], 0)))
    said["layer"] |= layer or {}
    return json.dumps(said | change)


@pytest.mark.parametrize(
    "text",
    [
        damaged({"neuroloom": "picture"}),
        damaged({"weights": []}),
        damaged({"weights": [[1.0, 2.0, 3.0]]}),
        damaged({"weights": [[1.0, 2.0, 3.0, 4.0], [1.0]]}),
        damaged({"biases": [1.0]}),
        damaged({"biases": [1.0, 2.0, 3.0, float("inf")]}),
        damaged({"biases": [1.0, 2.0, 3.0, None]}),
        damaged({"biases": [1.0, 2.0, 3.0, "4"]}),
        damaged({}).replace("0.1", "1e999", 1),
        damaged({}, {"units": 10**9}),
        damaged({}, {"units": 5}),
        damaged({}, {"locked": [[9, 0]]}),
        damaged({}, {"locked": [[2, 3]]}),
        damaged({}, {"cut": [[0, 0]]}),
        damaged({}, {"activation": "magic"}),
        damaged({}, {"name": "a" * 100}),
        damaged({}, {"name": "two\nlines"}),
        damaged({}, {"unit_names": [[7, "far"]]}),
        damaged({}, {"kind": "dropout"}),
        damaged({"followers": [{"kind": "dropout", "rate": 7.0}]}),
        damaged({})[:-20] + "}",
    ],
)
def test_what_is_damaged_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UserError) as caught:
        from_text(text)
    assert caught.value.message in ("The copied layer is damaged.", "What was copied is no layer and no neurons.")
    assert caught.value.hint


def test_what_is_absurdly_large_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="too long"):
        from_text(" " * (clips.MOST_LETTERS + 1))
    monkeypatch.setattr(clips, "MOST_NUMBERS", 11)
    with pytest.raises(UserError, match="12 weights are too many to copy") as caught:
        copy_layer(NETWORK, learned(NETWORK)[0], 0)
    assert caught.value.hint == "A copy holds at most 11."
    assert copy_units(NETWORK, learned(NETWORK)[0], 0, (0,)).layer.units == 1


@pytest.mark.parametrize(("layer", "units"), [(-1, (0,)), (0, ()), (0, (4,))])
def test_neurons_that_are_not_there_are_not_copied(layer: int, units: tuple[int, ...]) -> None:
    with pytest.raises(UserError) as caught:
        copy_units(NETWORK, learned(NETWORK)[0], layer, units)
    assert caught.value.hint


# Pasting ----------------------------------------------------------------------------------------------------------


def test_a_layer_is_pasted_with_its_weights_where_they_fit() -> None:
    theta = learned(NETWORK)[0]
    clip = copy_layer(NETWORK, theta, 0)
    surgery = paste_layer(NETWORK, clip, -1)
    assert surgery.network.layers == (*NETWORK.layers[:3], *NETWORK.layers)
    assert surgery.text == "paste Edges"
    assert surgery.change == "The function changed: Edges hears the pasted layer now."
    before, after = NETWORK.dense_views(theta), surgery.network.dense_views(operated(NETWORK, surgery))
    for name in ("weights", "biases"):
        assert np.array_equal(after[0][name], before[0][name])
    assert np.array_equal(after[1]["weights"][:3], before[0]["weights"]) and after[1]["weights"][3].all()
    assert np.array_equal(after[1]["biases"], before[0]["biases"])


def test_where_its_weights_do_not_fit_it_starts_as_an_inserted_layer() -> None:
    theta = learned(NETWORK)[0]
    surgery = paste_layer(NETWORK, copy_layer(NETWORK, theta, 0), 0)
    assert surgery.network.dense[1] == NETWORK.dense[0].replace(locked=(), cut=())
    assert surgery.network.followers[1:3] == ((NORM, DROP), (NORM, DROP))
    assert surgery.note == "The weights are new: what was copied had 3 inputs, and here there are 4."
    assert difference(NETWORK, surgery) < 1e-12
    narrow = paste_layer(NETWORK, LayerClip(Dense(1, "tanh"), ((1.0,),), (0.0,)), 0)
    assert narrow.text == "paste layer"
    assert narrow.note == "The weights are new: what was copied had 1 input, and here there are 4."
    assert narrow.change == "The function changed: one neuron cannot carry what the 4 before it say."


@pytest.mark.parametrize("after", [2, -2, 7])
def test_nothing_is_pasted_after_the_output(after: int) -> None:
    with pytest.raises(UserError, match="Nothing stands after the output layer") as caught:
        paste_layer(NETWORK, copy_layer(NETWORK, learned(NETWORK)[0], 0), after)
    assert caught.value.hint


def test_softmax_stays_at_the_output() -> None:
    network = Network(2, (Dense(2, "tanh"), Dense(2, "softmax")))
    with pytest.raises(UserError, match="hidden layer cannot use softmax"):
        paste_layer(network, copy_layer(network, learned(network)[0], 1), 0)


def test_neurons_are_pasted_at_the_end_and_nobody_hears_them_yet() -> None:
    theta = learned(NETWORK)[0]
    clip = copy_units(NETWORK, theta, 0, (3, 1))
    surgery = paste_units(NETWORK, clip, 0)
    assert (surgery.text, surgery.note) == ("paste 2 neurons to Edges", None)
    there = surgery.network.dense[0]
    assert there.unit_names == ((3, "last"), (4, "last")) and there.units == 6
    assert (there.locked, there.cut) == (((0, 1), (0, 5)), ((2, 3), (2, 4)))
    after = surgery.network.dense_views(operated(NETWORK, surgery))
    assert np.array_equal(after[0]["weights"][:, 4:], clip.weights)
    assert np.array_equal(after[0]["biases"][4:], clip.biases)
    assert difference(NETWORK, surgery) < 1e-14


def test_neurons_from_another_width_keep_names_and_biases_and_say_that_their_weights_are_new() -> None:
    theta = learned(NETWORK)[0]
    surgery = paste_units(NETWORK, copy_units(NETWORK, theta, 0, (3,)), 1)
    assert surgery.text == "paste neuron to Hidden 2"
    assert surgery.note == "The weights are new: what was copied had 3 inputs, and here there are 4."
    there, after = surgery.network.dense[1], surgery.network.dense_views(operated(NETWORK, surgery))[1]
    assert there.unit_names == ((3, "last"),) and there.cut == ()
    assert after["biases"][3] == NETWORK.dense_views(theta)[0]["biases"][3] and after["weights"][:, 3].all()
    assert difference(NETWORK, surgery) < 1e-14


@pytest.mark.parametrize("layer", [-1, 2])
def test_neurons_are_not_pasted_into_inputs_and_outputs(layer: int) -> None:
    with pytest.raises(UserError, match="the data decide it"):
        paste_units(NETWORK, copy_units(NETWORK, learned(NETWORK)[0], 0, (0,)), layer)


def test_numbers_too_large_for_the_number_type_are_refused() -> None:
    large = UnitsClip(Dense(1), ((1e300,), (0.0,), (0.0,)), (0.0,))
    with pytest.raises(UserError, match="too large for float32"):
        paste_units(small(dtype="float32"), large, 0)
    with pytest.raises(UserError, match="too large for float32"):
        paste_layer(small(dtype="float32"), LayerClip(large.layer, large.weights, large.biases), -1)
    assert paste_units(small(), large, 0).note is None
