"""Copies of layers and neurons on the real clipboard: keys in, document out."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from core.data.recipes import Points
from core.transplant import transplant
from gui.session.things import Neuron
from tests.gui.canvas.conftest import stack

Left, Key = Qt.MouseButton.LeftButton, Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def studio(make_studio):
    studio = make_studio(stack(2, 4, 3, 1), Points("circle"))
    studio.posted = []
    studio.document.posted.connect(studio.posted.append)
    QGuiApplication.clipboard().clear()
    return studio


def _click(studio, layer, unit, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(studio.canvas, Left, modifiers, studio.canvas.node_rect(layer, unit).center().toPoint())


def _click_name(studio, layer):
    header = studio.control(f"layer-{layer}-header")
    QTest.mouseClick(header, Left, pos=header.mapFrom(studio.canvas, studio.canvas.name_rect(layer).center()))


def test_a_layer_selected_by_its_name_is_copied_and_pasted_after_the_chosen_one(studio):
    _click_name(studio, 1)
    studio.key(Key.Key_C, CTRL)
    assert '"neuroloom": "layer"' in QGuiApplication.clipboard().text()
    assert studio.told == ["Copied Hidden 2, with weights."]
    _click(studio, 0, 1)
    studio.key(Key.Key_V, CTRL)
    assert studio.network.widths == (2, 4, 3, 3, 1)
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(1, unit) for unit in range(3)}


def test_pasted_weights_are_those_that_were_copied(studio):
    theta = studio.network.initial(seed=8)
    studio.catch_up(theta)
    before = studio.network
    _click_name(studio, 1)
    studio.key(Key.Key_C, CTRL)
    _click(studio, 0, 1)
    studio.key(Key.Key_V, CTRL)
    pasted, _ = transplant(before, studio.network, studio.posted[-1].vectors, theta, np.zeros((0, theta.size)), 0, 0)
    weights = studio.network.dense_views(pasted)[1]["weights"]
    assert np.array_equal(weights, before.dense_views(theta)[1]["weights"])


def test_copied_neurons_are_pasted_into_the_chosen_layer(studio):
    _click(studio, 0, 0)
    _click(studio, 0, 2, SHIFT)
    studio.key(Key.Key_C, CTRL)
    assert studio.told == ["Copied 2 neurons of Hidden 1, with weights."]
    studio.key(Key.Key_V, CTRL)
    assert studio.network.widths == (2, 6, 3, 1)
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(0, 4), Neuron(0, 5)}
    _click(studio, 1, 0)
    studio.key(Key.Key_V, CTRL)
    assert studio.network.widths == (2, 6, 5, 1)
    assert "The weights are new" in studio.told[-1]


def test_with_nothing_chosen_it_goes_before_the_output(studio):
    _click(studio, 0, 0)
    for unit in (1, 2, 3):
        _click(studio, 0, unit, SHIFT)
    studio.key(Key.Key_C, CTRL)
    studio.key(Key.Key_Escape)
    studio.key(Key.Key_V, CTRL)
    assert studio.network.widths == (2, 4, 3, 4, 1)


def test_ctrl_d_duplicates_the_chosen_neurons_layer(studio):
    _click(studio, 0, 2)
    studio.key(Key.Key_D, CTRL)
    assert studio.network.widths == (2, 4, 4, 3, 1)
    assert studio.document.undo_text == "duplicate Hidden 1"


@pytest.mark.parametrize("text", ["", "my holiday in Rome", '{"neuroloom": "layer"}', "[1, 2"])
def test_what_is_no_copy_of_ours_is_refused_with_one_sentence(studio, text):
    QGuiApplication.clipboard().setText(text)
    studio.key(Key.Key_V, CTRL)
    assert len(studio.refusals) == 1
    assert all(studio.refusals[0])
    assert studio.document.undo_text is None


@pytest.mark.parametrize("unit", [(2, 0), (-1, 0)])
def test_neurons_pasted_into_either_end_are_refused(studio, unit):
    _click(studio, 0, 0)
    studio.key(Key.Key_C, CTRL)
    _click(studio, *unit)
    studio.key(Key.Key_V, CTRL)
    assert "the data decide it" in studio.refusals[0][0]


def test_where_no_layer_is_hidden_neurons_are_refused(make_studio, studio):
    _click(studio, 0, 0)
    studio.key(Key.Key_C, CTRL)
    small = make_studio(stack(2, 1))
    small.key(Key.Key_V, CTRL)
    assert small.refusals == [("There is no hidden layer that could take neurons.", "Add a layer first.")]


def test_neurons_of_several_layers_and_inputs_are_not_copied(studio):
    _click(studio, 0, 0)
    _click(studio, 1, 0, SHIFT)
    studio.key(Key.Key_C, CTRL)
    _click(studio, -1, 0)
    studio.key(Key.Key_C, CTRL)
    assert [message for message, _ in studio.refusals] == [
        "Neurons of several layers cannot be copied at once.",
        "There is no neuron to copy.",
    ]
    assert QGuiApplication.clipboard().text() == ""
