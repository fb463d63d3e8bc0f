"""Edits as values."""

import pytest

from core.errors import UserError
from gui.canvas.edits import added_somewhere, added_unit, removed_unit, sized
from tests.gui.canvas.conftest import stack


def test_the_ends_refuse():
    network = stack(2, 3, 1)
    for edit in (added_unit(-1), removed_unit(-1, 0), sized(-1, 5), added_unit(1), removed_unit(1, 0), sized(1, 2)):
        with pytest.raises(UserError):
            edit(network)


def test_a_neuron_without_a_place_goes_to_the_last_hidden_layer_or_makes_one():
    assert added_somewhere(stack(2, 4, 3, 1), None)(stack(2, 4, 3, 1)).network.widths == (2, 4, 4, 1)
    assert added_somewhere(stack(2, 4, 3, 1), 0)(stack(2, 4, 3, 1)).network.widths == (2, 5, 3, 1)
    assert added_somewhere(stack(2, 4, 3, 1), -1)(stack(2, 4, 3, 1)).network.widths == (2, 4, 4, 1)
    assert added_somewhere(stack(2, 1), None)(stack(2, 1)).network.widths == (2, 1, 1)
