"""What the canvas says of a table's rows: numbers as the table has them, beside those that the network is given."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.data import build
from gui.canvas.cards.sample_field import SampleField
from gui.canvas.drawn.drawing import Drawing
from gui.canvas.drawn.geometry import INPUTS
from gui.session.things import Edge, Neuron
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person


@pytest.fixture
def doctor(open_window: OpenWindow) -> Person:
    """A person in front of the diabetes table, with the first test row as the sample."""
    person = open_window("diabetes")
    person.canvas.setFocus()
    person.press(Qt.Key.Key_S)
    person.until(lambda: person.canvas.content.place is not None)
    return person


def own_text(drawing: Drawing, unit: int) -> str:
    """What is written below an input's name."""
    values = drawing.nodes.values
    return drawing.nodes.beside_inputs.own_text(unit, None if values is None else values[0])


def test_an_input_says_what_the_table_has_and_what_the_network_is_given(doctor: Person) -> None:
    data, drawing = build(doctor.window.session.document.project.data), doctor.canvas.drawing
    assert data.raw_test is not None and data.x_test is not None and drawing is not None
    years, scaled = data.raw_test[0, 0], data.x_test[0, 0]
    card = drawing.card(Neuron(INPUTS, 0))
    assert card.value == f"age (years) = {years:g}"
    scale = drawing.labels.scale_of(0)
    assert scale is not None
    by = f"(age - {scale.offset:.4g}) / {1 / scale.factor:.4g}"
    assert card.more == f"scaled for the network: {by} = {scaled:.3f}".replace("-", "\N{MINUS SIGN}")
    assert any(by.replace("-", "\N{MINUS SIGN}") in line for line in drawing.card(Edge(0, 0, 0)).passed_on)
    assert "inputs scaled" in drawing.card(Neuron(0, 0)).more and drawing.card(Edge(1, 0, 0)).passed_on == ()
    doctor.click_at(doctor.canvas, doctor.canvas.edge_point(0, 0, 0))
    assert by.replace("-", "\N{MINUS SIGN}") in doctor.text("weight-about")
    doctor.press(Qt.Key.Key_Escape)
    assert own_text(drawing, 0) == f"{years:g}"
    sex = drawing.labels.inputs.index("sex = 1")
    assert own_text(drawing, sex) == "" and drawing.card(Neuron(INPUTS, sex)).more == "", "it is not scaled"


def test_the_output_is_told_in_its_own_unit_on_its_cards(doctor: Person) -> None:
    data, drawing = build(doctor.window.session.document.project.data), doctor.canvas.drawing
    assert data.target_scale is not None and drawing is not None and drawing.nodes.values is not None
    own = float(data.own(drawing.nodes.values[-1])[0])
    last = len(drawing.geometry.network.dense) - 1
    assert f"= {own:.1f} in its own unit" in drawing.card(Neuron(last, 0)).more
    doctor.click_at(doctor.canvas, doctor.canvas.node_rect(last, 0).center())
    assert doctor.widget("explanation").accessibleDescription().endswith(f"in its own unit {own:.1f}")
    doctor.click_at(doctor.canvas, doctor.canvas.node_rect(0, 0).center())
    rows = doctor.widget("explanation").accessibleDescription().splitlines()
    assert any(row.startswith("(") and ") / " in row for row in rows), "scaled, and by what"


def test_a_table_that_is_not_scaled_has_nothing_to_explain(open_window: OpenWindow) -> None:
    person = open_window("sum")
    person.canvas.setFocus()
    person.press(Qt.Key.Key_S)
    drawing = person.canvas.drawing
    assert drawing is not None and own_text(drawing, 0) == "" and drawing.labels.target_scale is None
    assert "scaled" not in drawing.card(Neuron(INPUTS, 0)).more
    assert "own unit" not in drawing.card(Neuron(0, 0)).more
    person.click("page-inside")
    assert "scaled" not in person.text("inside-looks-for-words")


def test_the_sample_is_marked_on_pictures_where_the_table_has_it(open_window: OpenWindow) -> None:
    person = open_window("admission")
    person.canvas.setFocus()
    data = build(person.window.session.document.project.data)
    # One whose own numbers lie where points of a shape may be, and one whose do not.
    for row in (int(np.argmin(np.abs(data.raw - [2.0, 5.0]).sum(axis=1))), int(np.argmax(data.raw.sum(axis=1)))):
        person.window.sample.show_row("training", row)
        drawing = person.canvas.drawing
        assert drawing is not None and drawing.labels.extent is not None
        extent, (x, y) = drawing.labels.extent, data.x[row]
        node = person.canvas.node_rect(INPUTS, 0)
        at = QPointF(
            node.left() + (x - extent.left) / extent.width * node.width(),
            node.bottom() - (y - extent.bottom) / extent.height * node.height(),
        )
        image = person.canvas.grab().toImage()
        for reach in (-3.2, 3.2):
            beside = [at + QPointF(reach + dx, 0.0) for dx in (-1.0, 0.0, 1.0)]
            assert min(image.pixelColor(place.toPoint()).lightness() for place in beside) < 110, "the ring's ink"


def test_the_field_is_as_wide_as_the_name_over_it(open_window: OpenWindow) -> None:
    person = open_window("iris")
    person.canvas.setFocus()
    person.press(Qt.Key.Key_V)
    field = person.widget("sample-field")
    assert isinstance(field, SampleField)
    name = next(part for part in field.findChildren(QLabel) if part.text() == "sepal length (cm)")
    assert name.width() >= name.sizeHint().width()
    QTest.keyClick(field.focusProxy(), Qt.Key.Key_Escape)
