"""A sample flows through a network: pulses with the sign and size of w times a, a front that lights neurons up."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from core.data import Digits, Points, Segments
from core.data.segments import SHAPES
from gui.canvas.drawn.pulses import MOST_PULSES, pulses_into
from tests.gui.canvas.conftest import MakeStudio, Studio, colour_at, is_negative, is_positive, stack


def flowing(make_studio: MakeStudio) -> Studio:
    """x1 = 2 meets w = 3, x2 = -1 meets w = 3: one pulse of each sign, on two blue lines."""
    network = stack(2, 1, 1)
    theta = np.zeros(network.size, network.dtype)
    network.views(theta)[0]["weights"][...] = 3.0
    network.views(theta)[1]["weights"][...] = 1.0
    studio = make_studio(network, Points("circle"), theta=theta)
    studio.canvas.show_sample(np.array([2.0, -1.0]), None, np.array([2.0, -1.0]))
    return studio


def halfway(studio: Studio, input: int) -> QPointF:
    """The middle of a line into the first layer, where its pulse is when the front is half way."""
    drawing = studio.canvas.drawing
    assert drawing is not None
    x, y = drawing.edges.along(0.5, np.array([input]))
    return QPointF(float(x[0]), float(y[0])) + studio.canvas.offset


def test_a_pulse_has_the_sign_of_what_it_carries_not_of_its_weight(make_studio: MakeStudio) -> None:
    studio = flowing(make_studio)
    assert is_positive(colour_at(studio.picture(), halfway(studio, 1))), "the line itself"
    studio.key(Qt.Key.Key_N)
    studio.key(Qt.Key.Key_N)
    flow = studio.canvas.flow
    flow.front = 0.5
    image = studio.picture()
    assert is_positive(colour_at(image, halfway(studio, 0)))
    assert is_negative(colour_at(image, halfway(studio, 1)))
    drawing = studio.canvas.drawing
    assert drawing is not None
    pulses = pulses_into(drawing, 0)
    assert dict(zip(pulses.lines.tolist(), pulses.flows.tolist(), strict=True)) == {0: 6.0, 1: -3.0}


def test_neurons_step_back_until_the_front_reaches_them(make_studio: MakeStudio) -> None:
    studio = flowing(make_studio)
    inside = studio.canvas.node_rect(0, 0).center() + QPointF(18, -8)
    plain = colour_at(studio.picture(), inside)
    studio.key(Qt.Key.Key_N)
    assert colour_at(studio.picture(), inside).lightness() > plain.lightness() + 20
    studio.canvas.flow.front = 1.0
    assert colour_at(studio.picture(), inside) == plain


def test_step_by_step_it_comes_to_each_layer_and_begins_again(make_studio: MakeStudio, qtbot: QtBot) -> None:
    studio = flowing(make_studio)
    flow = studio.canvas.flow
    for front, name in ((0.0, "Inputs"), (1.0, "Hidden 1"), (2.0, "Output"), (0.0, "Inputs")):
        studio.key(Qt.Key.Key_N)
        qtbot.waitUntil(lambda front=front: flow.front == front, timeout=5000)
        assert studio.told[-1].startswith(f"Forward: {name}.")
        assert not flow.is_playing
    studio.key(Qt.Key.Key_Escape)
    assert not flow.is_on


def test_played_it_goes_on_until_escape_and_leaves_the_picture_as_it_was(make_studio: MakeStudio, qtbot: QtBot) -> None:
    studio = flowing(make_studio)
    studio.canvas.setFocus()
    before, flow = studio.picture(), studio.canvas.flow
    studio.key(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: flow.front > 0.3, timeout=5000)
    flow.advance(3.0)
    assert flow.front < 0.0 and flow.is_playing, "the next pass"
    assert studio.picture() != before
    studio.key(Qt.Key.Key_Escape)
    assert not flow.is_playing and studio.picture() == before
    at = flow.front
    qtbot.wait(80)
    assert flow.front == at, "no timer is left behind"


def test_escape_takes_back_what_was_said_of_a_step(make_studio: MakeStudio, qtbot: QtBot) -> None:
    studio = flowing(make_studio)
    with qtbot.waitSignal(studio.canvas.noticed) as said:
        studio.key(Qt.Key.Key_N)
    assert said.args[0].startswith("Forward")
    with qtbot.waitSignal(studio.canvas.noticed) as said:
        studio.key(Qt.Key.Key_Escape)
    assert said.args == [""]


def test_hidden_it_ends(make_studio: MakeStudio) -> None:
    studio = flowing(make_studio)
    studio.key(Qt.Key.Key_P)
    studio.canvas.hide()
    assert not studio.canvas.flow.is_on


def test_it_carries_the_values_of_this_moment(make_studio: MakeStudio) -> None:
    studio = flowing(make_studio)
    studio.key(Qt.Key.Key_P)
    theta = np.zeros(studio.network.size, studio.network.dtype)
    studio.network.views(theta)[0]["weights"][...] = [[-1.0], [2.0]]
    studio.catch_up(theta)
    drawing = studio.canvas.drawing
    assert drawing is not None and sorted(pulses_into(drawing, 0).flows.tolist()) == [-2.0, -2.0]
    assert studio.canvas.flow.is_playing


@pytest.mark.parametrize(
    ("widths", "data"), [((7, 4, 10), Segments()), ((64, 32, 10), Digits()), ((784, 300, 10), None)]
)
def test_of_many_only_the_strongest_that_are_drawn(
    make_studio: MakeStudio, widths: tuple[int, ...], data: Segments | Digits | None
) -> None:
    network = stack(*widths)
    studio = make_studio(network, data)
    sample = SHAPES[8] if widths[0] == 7 else np.linspace(-1.0, 1.0, widths[0])
    studio.canvas.show_sample(sample, None)
    drawing = studio.canvas.drawing
    assert drawing is not None and drawing.nodes.values is not None
    for layer in range(2):
        pulses = pulses_into(drawing, layer)
        assert 0 < pulses.lines.size <= MOST_PULSES
        assert set(pulses.lines.tolist()) <= set(drawing.edges.drawn.tolist())
        edge = drawing.edges.edge(int(pulses.lines[-1]))
        weight = drawing.edges.weight(edge)
        assert weight is not None
        assert pulses.flows[-1] == pytest.approx(weight * drawing.nodes.values[layer][edge.input], rel=1e-6)
        assert np.abs(pulses.flows).max() == abs(pulses.flows[-1])
    studio.key(Qt.Key.Key_P)
    studio.canvas.flow.front = 1.5
    studio.picture()


def test_without_a_sample_one_is_asked_for(make_studio: MakeStudio) -> None:
    studio = make_studio(stack(2, 1, 1), Points("circle"))
    asked = []
    studio.canvas.flow.sample_wanted.connect(lambda: asked.append(True))
    studio.key(Qt.Key.Key_P)
    assert asked and not studio.canvas.flow.is_on
