"""Edits as values."""

import pytest

from core.data.recipes import Points, Segments
from core.errors import UserError
from core.specs import Project
from core.training import Training
from gui.canvas.edits import activation_text, added_somewhere, added_unit, removed_unit, sized, with_activation
from tests.gui.canvas.conftest import stack


def _project(network, loss, data=None):
    return Project("test", network, Training(loss=loss), data)


@pytest.mark.parametrize(
    ("loss", "activation", "expected"),
    [
        ("binary_crossentropy", "tanh", "mse"),
        ("binary_crossentropy", "softmax", "categorical_crossentropy"),
        ("categorical_crossentropy", "sigmoid", "binary_crossentropy"),
        ("categorical_crossentropy", "linear", "mse"),
        ("mse", "tanh", "mse"),
        ("half_squared_error", "linear", "half_squared_error"),
    ],
)
def test_the_loss_follows_the_output_where_it_must(loss, activation, expected):
    changed = with_activation(_project(stack(4, 3, 3), loss), 1, activation)
    assert changed.training.loss == expected
    assert changed.network.layers[1].activation == activation


def test_the_data_bring_their_own_loss_back():
    start = _project(stack(2, 3, 1), "binary_crossentropy", Points("circle"))
    assert with_activation(with_activation(start, 1, "tanh"), 1, "sigmoid") == start


def test_a_hidden_activation_leaves_the_loss_alone():
    start = _project(stack(7, 4, 10), "mse", Segments())
    changed = with_activation(start, 0, "sigmoid")
    assert changed.training == start.training
    assert activation_text(start, "Hidden 1", 0, "relu") == "set Hidden 1 to ReLU"


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
