"""Any edits one after another: whatever is left keeps its number, its name, its lock and its memory."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clip import copy_layer, copy_units, from_text, paste_layer, paste_units, to_text
from core.layers import Dense
from core.network import Network
from core.surgery import (
    Surgery,
    add_follower,
    duplicate_layer,
    insert_layer,
    move_layer,
    move_units,
    remove_layer,
    remove_neurons,
    reorder_units,
    set_units,
)
from core.transplant import transplant
from tests.core.surgery.learned import DROP, NORM, check_labels, labelled, points

layers = st.builds(
    Dense,
    units=st.integers(1, 4),
    activation=st.sampled_from(["linear", "tanh", "relu", "sigmoid", "gelu", "step"]),
    use_bias=st.booleans(),
)
networks = st.builds(
    Network,
    inputs=st.integers(1, 3),
    layers=st.lists(layers, min_size=2, max_size=4).map(tuple),
    dtype=st.just("float64"),
)


@st.composite
def some_units(draw: st.DrawFn, network: Network, layer: int) -> tuple[int, ...]:
    width = network.dense[layer].units
    return tuple(draw(st.lists(st.integers(0, width - 1), min_size=1, max_size=width, unique=True)))


@st.composite
def some_surgery(draw: st.DrawFn, network: Network) -> Surgery:
    """Any edit that moves, takes or adds, on a hidden layer if there is one."""
    hidden = len(network.dense) - 1
    if hidden == 0:
        return insert_layer(network, 0, draw(st.integers(1, 4)))
    layer, onto = draw(st.integers(0, hidden - 1)), draw(st.integers(0, hidden - 1))
    units = draw(some_units(network, layer))
    place = draw(st.integers(0, network.dense[onto].units))
    match draw(st.integers(0, 9)):
        case 0:
            return set_units(network, layer, draw(st.integers(0, 5)))
        case 1:
            return remove_neurons(network, [(layer, unit) for unit in units] + [(onto, 0)])
        case 2:
            return reorder_units(network, onto, draw(some_units(network, onto)), place)
        case 3 | 4:
            return move_units(network, layer, units, onto, place)
        case 5:
            return move_layer(network, layer, onto)
        case 6:
            return duplicate_layer(network, layer)
        case 7:
            return insert_layer(
                network, layer, draw(st.integers(1, 6)), draw(st.sampled_from(["tanh", "relu", "step"]))
            )
        case 8:
            return remove_layer(network, layer)
        case _:
            return add_follower(network, layer, draw(st.sampled_from([NORM, DROP])))


@given(networks, st.data())
@settings(max_examples=150)
def test_what_is_left_after_any_edits_keeps_all_that_is_its_own(network: Network, data: st.DataObject) -> None:
    was, tags = labelled(network)
    network, theta, memory, has_copies = was, tags, np.stack((2.0 * tags, 3.0 * tags)), False
    for draw in range(data.draw(st.integers(1, 6), "edits")):
        surgery = data.draw(some_surgery(network), "surgery")
        if surgery.vectors is not None:
            theta, memory = transplant(network, surgery.network, surgery.vectors, theta, memory, 3, draw)
        network = surgery.network
        has_copies |= surgery.text.startswith(("add layer", "duplicate"))
        assert theta.shape == (network.size,) and memory.shape == (2, network.size)
        assert np.isfinite(network.predict(theta, points(network, 5))).all()
        check_labels(network, theta, memory, was, tags, has_copies)


@given(networks, st.data())
@settings(max_examples=40)
def test_what_is_copied_and_pasted_brings_its_names_and_locks(network: Network, data: st.DataObject) -> None:
    network, theta = labelled(network)
    hidden = len(network.dense) - 1
    layer, onto = data.draw(st.integers(0, hidden - 1), "layer"), data.draw(st.integers(-1, hidden - 1), "onto")
    if onto < 0 or data.draw(st.booleans(), "whole"):
        clip = copy_layer(network, theta, layer)
        surgery = paste_layer(network, from_text(to_text(clip)), onto)
    else:
        some = copy_units(network, theta, layer, data.draw(some_units(network, layer), "units"))
        surgery = paste_units(network, from_text(to_text(some)), onto)
    fresh, _ = transplant(network, surgery.network, surgery.vectors, theta, np.zeros((0, network.size)), 3, 0)
    for layer, view in zip(surgery.network.dense, surgery.network.dense_views(fresh), strict=True):
        assert all(name == repr(float(view["weights"][i, u])) for i, u, name in layer.parameter_names)
        assert {(i, u) for i, u, _ in layer.parameter_names} >= set(layer.locked)
