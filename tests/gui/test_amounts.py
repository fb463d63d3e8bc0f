"""A number in its own unit has the digits that matter beside others of its kind, in whatever place it is told."""

import numpy as np
import pytest

from core.data import Table, build
from core.probe.answering import answering
from core.table import Column, StoredTable
from gui.amounts import amount, signed_amount
from gui.canvas.drawn.labels import labels_of
from gui.views.ask.words import told
from gui.views.readout import read
from tests.gui.birds import birds, project_of


@pytest.mark.parametrize(
    ("value", "reach", "text"),
    [
        (152.34, 321.0, "152.3"),
        (0.31, 1.0, "0.310"),
        (-3906.2, 2858.0, "\N{MINUS SIGN}3,906"),
        (-0.0001, 1.0, "0.000"),
        (-1008494.625, 1.0, "\N{MINUS SIGN}1,008,495"),
        (1234.5678, 0.1, "1,234.568"),
    ],
)
def test_a_number_has_the_digits_that_tell_a_thousandth_of_its_reach(value: float, reach: float, text: str) -> None:
    assert amount(value, reach) == text
    has_no_plus = text.startswith("\N{MINUS SIGN}") or text == "0.000"  # what is rounded to nothing goes neither way
    assert signed_amount(value, reach) == (text if has_no_plus else f"+{text}")


@pytest.mark.parametrize("scaling", ["standard", "min-max", "none"])
def test_canvas_map_and_form_tell_the_same_answer(scaling: str) -> None:
    target = Column("bill", role="target").replace(scaling=scaling)
    recipe = Table(StoredTable.of(birds()), (Column("flippers"), Column("mass"), target))
    project, x = project_of(recipe), build(recipe).x[:1]
    network, theta = project.network, project.network.initial(1)
    asked = answering(network, theta, recipe, project.training)
    assert asked is not None
    outputs = network.predict(theta, x)[0]
    in_form = told(asked, asked.meaning.own(outputs), None).big
    _, ((_, on_map),) = read(network, theta, x[0], asked.meaning)
    assert labels_of(project).amount(float(outputs[0])) == on_map == in_form
    assert np.isclose(float(in_form), float(asked.meaning.own(outputs)[0]), atol=0.005)
