"""Tests of what a person calls layers and neurons."""

import pytest

from core.errors import UserError
from core.network import layer_name, unit_name
from core.surgery import rename_layer, rename_unit
from tests.core.surgery.learned import small


def test_a_layer_and_its_neurons_get_names_and_lose_them_again() -> None:
    network = small()
    surgery = rename_layer(network, 0, " Edges ")
    assert (surgery.text, surgery.vectors) == ("rename Hidden 1 to Edges", None)
    named = rename_unit(surgery.network, 0, 2, "corner")
    assert named.text == "rename neuron 3 of Edges to corner"
    assert named.network.dense[0].unit_names == ((2, "corner"),)
    assert unit_name(named.network, 0, 2) == "corner" and unit_name(named.network, 0, 1) == "neuron 2 of Edges"
    back = rename_unit(named.network, 0, 2, None)
    assert back.text == "rename corner to neuron 3 of Edges"
    assert rename_layer(back.network, 0, "  ").network == network


def test_names_stand_in_the_order_of_the_neurons_and_may_be_equal() -> None:
    network = rename_unit(small(), 0, 3, "same").network
    network = rename_unit(network, 0, 1, "same").network
    assert network.dense[0].unit_names == ((1, "same"), (3, "same"))
    twice = rename_layer(rename_layer(network, 0, "same").network, 1, "same").network
    assert layer_name(twice, 0) == layer_name(twice, 1) == "same"


def test_outputs_can_have_names_too() -> None:
    network = rename_unit(rename_layer(small(), 2, "Answer").network, 2, 0, "yes").network
    assert layer_name(network, 2) == "Answer" and unit_name(network, 2, 0) == "yes"


@pytest.mark.parametrize("name", ["a" * 41, "two\nlines", "bell\a", "half \ud800", "a\u2028b"])
def test_names_that_cannot_be_shown_are_refused(name: str) -> None:
    for rename in (lambda: rename_layer(small(), 0, name), lambda: rename_unit(small(), 0, 0, name)):
        with pytest.raises(UserError) as caught:
            rename()
        assert caught.value.hint


def test_forty_letters_of_any_script_fit() -> None:
    name = "\N{GREEK SMALL LETTER ALPHA}" * 40
    assert rename_layer(small(), 0, name).network.dense[0].name == name
