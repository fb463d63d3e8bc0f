"""Where things go when an edit moves neurons."""

import pytest

from core.surgery import insert_layer, move_layer, move_units, remove_layer, remove_neurons, reorder_units, set_units
from gui.canvas.following import born, destination, origin
from gui.session.things import Neuron
from tests.gui.canvas.conftest import stack

NETWORK = stack(2, 4, 3, 2, 1)
EDITS = [
    set_units(NETWORK, 1, 5),
    set_units(NETWORK, 0, 2),
    remove_neurons(NETWORK, [(0, 1), (1, 0), (1, 1), (1, 2)]),
    reorder_units(NETWORK, 0, (3, 1), 0),
    move_units(NETWORK, 0, (1, 2), 1, 2),
    move_units(NETWORK, 1, (0, 1, 2), 0, 4),
    move_layer(NETWORK, 0, 3),
    insert_layer(NETWORK, 1, 4),
    remove_layer(NETWORK, 1),
]


@pytest.mark.parametrize("surgery", EDITS, ids=lambda surgery: surgery.text)
def test_both_ways_lead_to_the_same_neurons(surgery):
    after = surgery.network
    new = [(layer, unit) for layer in range(-1, len(after.dense)) for unit in range(after.widths[layer + 1])]
    old = [(layer, unit) for layer in range(-1, len(NETWORK.dense)) for unit in range(NETWORK.widths[layer + 1])]
    back = {place: origin(surgery.vectors, *place) for place in new}
    there = {place: destination(surgery.vectors, *place) for place in old}
    assert {place: was for place, was in back.items() if was is not None} == {
        now: place for place, now in there.items() if now is not None
    }
    assert born(surgery.vectors, after) == {Neuron(*place) for place, was in back.items() if was is None}


def test_neurons_that_move_to_another_layer_are_followed():
    surgery = move_units(NETWORK, 0, (1, 2), 1, 2)
    assert [destination(surgery.vectors, 0, unit) for unit in range(4)] == [(0, 0), (1, 2), (1, 3), (0, 1)]
    assert destination(surgery.vectors, 1, 2) == (1, 4)


def test_a_whole_layer_that_merges_with_the_next_is_followed():
    surgery = move_units(NETWORK, 0, (0, 1, 2, 3), 1, 0)
    assert destination(surgery.vectors, 0, 3) == (0, 3)
    assert destination(surgery.vectors, 1, 0) == (0, 4)
    assert destination(surgery.vectors, 3, 0) == (2, 0)
