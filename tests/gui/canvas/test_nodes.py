"""Neurons: their pictures, values and bias marks."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from core.data import Digits, Drawn, Points, Segments
from core.data.segments import SHAPES
from gui import theme
from gui.canvas.drawn.beside_outputs import CLASS_DISC_PX, VALUES_GAP_PX
from gui.canvas.drawn.letters import contrast
from gui.canvas.drawn.nodes import _fill
from gui.canvas.drawn.written import number
from tests.gui.canvas.conftest import colour_at, is_negative, is_positive, stack


def _inside(studio, layer, unit, across, down):
    """A place in a node, in parts of its side from its upper left corner."""
    frame = studio.canvas.node_rect(layer, unit)
    return QPointF(frame.left() + across * frame.width(), frame.top() + down * frame.height())


@pytest.mark.parametrize("ratio", [1, 2])
def test_inputs_show_the_plane_the_right_way_round(make_studio, ratio):
    studio = make_studio(stack(2, 3, 1), Points("circle"))
    image = studio.picture(ratio)
    assert is_negative(colour_at(image, _inside(studio, -1, 0, 0.15, 0.5)))
    assert is_positive(colour_at(image, _inside(studio, -1, 0, 0.85, 0.5)))
    assert is_positive(colour_at(image, _inside(studio, -1, 1, 0.5, 0.15)))
    assert is_negative(colour_at(image, _inside(studio, -1, 1, 0.5, 0.85)))


@pytest.mark.parametrize("ratio", [1, 2])
def test_a_neuron_shows_what_it_does_over_the_plane(make_studio, ratio):
    network = stack(2, 2, 1)
    theta = np.zeros(network.size, network.dtype)
    hidden = network.views(theta)[0]
    # On only in the upper right corner, and only in the lower left one: no flip or turn can pass for the other.
    hidden["weights"][...] = [[2.0, -2.0], [2.0, -2.0]]
    hidden["biases"][...] = [-12.0, -12.0]
    studio = make_studio(network, Points("circle"), theta=theta)
    image = studio.picture(ratio)
    assert is_positive(colour_at(image, _inside(studio, 0, 0, 0.85, 0.15)))
    assert is_negative(colour_at(image, _inside(studio, 0, 0, 0.15, 0.15)))
    assert is_negative(colour_at(image, _inside(studio, 0, 0, 0.85, 0.85)))
    assert is_positive(colour_at(image, _inside(studio, 0, 1, 0.2, 0.75)))
    assert is_negative(colour_at(image, _inside(studio, 0, 1, 0.85, 0.15)))


@pytest.mark.parametrize("data", [Points("circle"), None])
def test_every_computing_neuron_shows_the_sign_of_its_bias(make_studio, data):
    network = stack(2, 2, 1)
    theta = network.initial(seed=1)
    network.views(theta)[0]["biases"][...] = [3.0, -3.0]
    # A picture of the other colour all around.
    network.views(theta)[0]["weights"][...] = 0.0
    studio = make_studio(network, data, theta=theta)
    image = studio.picture()
    assert is_positive(colour_at(image, studio.canvas.bias_point(0, 0)))
    assert is_negative(colour_at(image, studio.canvas.bias_point(0, 1)))


def test_a_larger_bias_has_a_larger_mark(make_studio):
    network = stack(3, 2, 1)
    theta = network.initial(seed=1)
    network.views(theta)[0]["biases"][...] = [5.0, 0.05]
    studio = make_studio(network, theta=theta)
    image = studio.picture(2)

    def blue_around(unit):
        centre = studio.canvas.bias_point(0, unit)
        steps = [QPointF(x / 2, y / 2) for x in range(-14, 15) for y in range(-14, 15)]
        positive = QColor(theme.LIGHT.positive)
        return sum(colour_at(image, centre + step) == positive for step in steps)

    assert blue_around(0) > 3 * blue_around(1) > 0


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_a_lit_segment_lights_its_input(make_studio, look):
    studio = make_studio(stack(7, 4, 10), Segments(), look=look)
    studio.canvas.show_sample(SHAPES[6], np.eye(10)[6])
    image = studio.picture()
    for unit, value in enumerate(SHAPES[6]):
        colour = colour_at(image, _inside(studio, -1, unit, 0.5, 0.12))
        assert colour == QColor(look.positive if value else look.canvas)


@pytest.mark.parametrize("size", [(775, 760), (648, 630)])
def test_pixels_of_ink_light_their_inputs_in_a_folded_column_and_the_card_names_them(make_studio, size):
    studio = make_studio(stack(64, 32, 10, output="softmax"), Digits(), size=size)
    sample = np.linspace(0.0, 1.0, 64)
    studio.canvas.show_sample(sample, np.eye(10)[3])
    column = studio.canvas.arrangement.column(-1)
    assert column.is_folded and column.units == 64
    image = studio.picture()
    paper, ink = (colour_at(image, _inside(studio, -1, unit, 0.5, 0.5)) for unit in (0, 63))
    assert paper == QColor(theme.LIGHT.canvas) and ink == QColor(theme.LIGHT.positive)
    for unit, words in ((0, "Input: row 1 col 1 = 0.000"), (63, "Input: row 8 col 8 = 1.000")):
        studio.move(studio.canvas.node_rect(-1, unit).center())
        assert studio.canvas.card.line == words


def test_without_a_sample_no_input_is_lit(make_studio):
    studio = make_studio(stack(7, 4, 10), Segments())
    studio.canvas.show_sample(SHAPES[8], None)
    studio.canvas.show_sample(None, None)
    image = studio.picture()
    assert colour_at(image, _inside(studio, -1, 0, 0.5, 0.12)) == QColor(theme.LIGHT.canvas)


@pytest.mark.parametrize("palette", theme.PALETTES)
@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_text_in_nodes_can_be_read_on_every_fill(look, palette):
    for level in range(-32, 33):
        fill, text = _fill(theme.with_palette(look, palette), level)
        assert contrast(fill, text) >= 4.5


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0.00"), (-0.99, "\u22120.99"), (12.34, "12.3"), (-123.4, "\u2212123"), (1e7, "1e+07")]
)
def test_numbers_in_nodes_are_short(value, text):
    assert number(value) == text


def test_a_step_shows_its_two_sides_in_the_two_colours(make_studio):
    network = stack(2, 1, 1, activation="step")
    theta = np.zeros(network.size, network.dtype)
    network.views(theta)[0]["weights"][...] = [[1.0], [0.0]]
    studio = make_studio(network, Points("circle"), theta=theta)
    image = studio.picture()
    assert is_negative(colour_at(image, _inside(studio, 0, 0, 0.25, 0.3)))
    assert is_positive(colour_at(image, _inside(studio, 0, 0, 0.75, 0.3)))


@pytest.mark.parametrize("loss", ["hinge", "perceptron"])
def test_targets_stand_beside_the_outputs_as_they_are_trained_towards(make_studio, loss):
    network = stack(7, 4, 10, output="linear")
    studio = make_studio(network, Segments(), loss=loss)
    six = np.eye(10)[6]
    studio.canvas.show_sample(SHAPES[6], six)
    shown = studio.picture()
    studio.canvas.show_sample(SHAPES[6], 2.0 * six - 1.0)
    assert studio.picture() == shown
    project = studio.document.project
    studio.canvas.show_project(project.replace(training=project.training.replace(loss="mse")))
    studio.canvas.show_sample(SHAPES[6], six)
    as_zero_and_one = studio.picture()
    assert as_zero_and_one != shown
    studio.canvas.show_project(project)
    assert studio.picture() == shown


@pytest.mark.parametrize("size", [(808, 820), (648, 640), (468, 560)])
@pytest.mark.parametrize("value", [-1.79, -12.34, 0.5])
def test_values_do_not_run_into_the_targets(make_studio, size, value):
    network = stack(7, 4, 10, output="linear")
    theta = np.zeros(network.size, network.dtype)
    network.views(theta)[1]["biases"][:] = value
    studio = make_studio(network, Segments(), theta=theta, size=size, loss="hinge")
    studio.canvas.show_sample(SHAPES[6], None)
    alone = studio.picture()
    studio.canvas.show_sample(SHAPES[6], np.eye(10)[6])
    both = studio.picture()
    node = studio.canvas.node_rect(1, 0)
    columns = range(round(node.right()) + 4, size[0])
    rows = range(round(node.center().y()) - 8, round(node.center().y()) + 8)
    paper = QColor(theme.LIGHT.canvas)
    ink = [x for x in columns if any(alone.pixelColor(x, y) != paper for y in rows)]
    target = [x for x in columns if any(alone.pixel(x, y) != both.pixel(x, y) for y in rows)]
    assert target, "there is room for the target"
    assert min(target) >= max(ink) + 5
    assert max(target) < size[0] - 2


def test_outputs_for_several_classes_carry_the_colour_that_the_map_has_for_each(make_studio):
    drawing = Drawn(((1.0, 2.0, 0.0), (-3.0, 4.0, 2.0)), ("left", "up", "right"))
    studio = make_studio(stack(2, 2, 3), drawing)
    image = studio.picture()
    for unit in range(3):
        node = studio.canvas.node_rect(1, unit)
        at = QPointF(node.right() + VALUES_GAP_PX + CLASS_DISC_PX / 2, node.center().y())
        wanted = theme.class_colour(theme.LIGHT, unit, 3)
        assert colour_at(image, at).getRgb() == wanted.getRgb(), unit
