"""Edits as values."""

import pytest

from core.errors import UserError
from core.layers import BatchNormalization, Dropout
from gui.canvas.edits import (
    added_follower,
    added_somewhere,
    added_unit,
    followed_somewhere,
    removed,
    sized,
    typed_rate,
)
from gui.session.things import Neuron
from tests.gui.canvas.conftest import stack


def test_the_ends_refuse():
    network = stack(2, 3, 1)
    for edit in (
        added_unit(-1),
        removed([Neuron(-1, 0)]),
        sized(-1, 5),
        added_unit(1),
        removed([Neuron(1, 0)]),
        sized(1, 2),
    ):
        with pytest.raises(UserError):
            edit(network)


def test_a_neuron_without_a_place_goes_to_the_last_hidden_layer_or_makes_one():
    assert added_somewhere(stack(2, 4, 3, 1), None)(stack(2, 4, 3, 1)).network.widths == (2, 4, 4, 1)
    assert added_somewhere(stack(2, 4, 3, 1), 0)(stack(2, 4, 3, 1)).network.widths == (2, 5, 3, 1)
    assert added_somewhere(stack(2, 4, 3, 1), -1)(stack(2, 4, 3, 1)).network.widths == (2, 4, 4, 1)
    assert added_somewhere(stack(2, 1), None)(stack(2, 1)).network.widths == (2, 1, 1)


@pytest.mark.parametrize(("chosen", "column"), [(None, 1), (0, 0), (-1, -1), (2, 1)])
def test_a_layer_without_neurons_goes_after_the_chosen_column_or_the_last_hidden_one(chosen, column):
    network = stack(2, 4, 3, 1)
    found = followed_somewhere(network, chosen, Dropout(0.2))(network).network.followers
    assert found == tuple((Dropout(0.2),) if place == column else () for place in range(-1, 3))


def test_where_nothing_is_hidden_it_goes_after_the_inputs():
    assert followed_somewhere(stack(2, 1), None, Dropout(0.2))(stack(2, 1)).network.followers == ((Dropout(0.2),), ())


def test_a_second_one_of_its_kind_is_refused_and_another_kind_is_not():
    network = stack(2, 4, 1, after={0: (Dropout(0.5),)})
    with pytest.raises(UserError, match="dropout after Hidden 1 already"):
        added_follower(0, Dropout(0.2))(network)
    both = added_follower(0, BatchNormalization())(network).network
    assert both.followers[1] == (Dropout(0.5), BatchNormalization())
    with pytest.raises(UserError, match="batch normalization after Hidden 1 already"):
        added_follower(0, BatchNormalization())(both)


def test_a_typed_rate_keeps_what_else_the_dropout_is():
    network = stack(2, 4, 1, after={0: (Dropout(0.5, name="Rain"),)})
    assert typed_rate(0, 0, "12,5")(network).network.followers[1] == (Dropout(0.125, name="Rain"),)
