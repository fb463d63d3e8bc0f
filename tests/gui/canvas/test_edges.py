"""Connections: what thickness and colour say, and which one is under the pointer."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from core.data.recipes import Points
from core.moves import Reset
from gui.canvas.drawn.edges import Edges
from gui.canvas.drawn.geometry import arrange
from gui.session.things import Edge
from tests.gui.canvas.conftest import colour_at, is_negative, is_positive, snapshot_of, stack


def _two_lines(weights):
    network = stack(2, 1)
    theta = np.zeros(network.size, network.dtype)
    network.views(theta)[0]["weights"][:, 0] = weights
    return network, theta


def _thickness(image, place: QPointF) -> float:
    """How much of the column of pixels through a place is line, in logical pixels; the canvas is white."""
    ratio = image.devicePixelRatio()
    x = round(place.x() * ratio)
    around = range(round((place.y() - 25) * ratio), round((place.y() + 25) * ratio))
    return sum(image.pixelColor(x, y) != QColor("#ffffff") for y in around) / ratio


@pytest.mark.parametrize("ratio", [1, 2])
def test_blue_is_positive_orange_negative_and_thick_is_strong(make_studio, ratio):
    network, theta = _two_lines([5.0, -0.5])
    studio = make_studio(network, theta=theta)
    image = studio.picture(ratio)
    strong, weak = studio.canvas.edge_point(0, 0, 0), studio.canvas.edge_point(0, 1, 0)
    assert is_positive(colour_at(image, strong))
    weak_colours = [colour_at(image, weak + QPointF(0, dy / 2)) for dy in range(-4, 5)]
    assert any(is_negative(colour) for colour in weak_colours)
    assert _thickness(image, strong) > 2 * _thickness(image, weak)


@pytest.mark.parametrize("widths", [(2, 4, 1), (6, 10, 10, 4), (20, 20, 4)])
def test_curved_and_straight_lines_pass_through_the_points_given_for_them(make_studio, widths):
    network = stack(*widths)
    studio = make_studio(network)
    image = studio.picture()
    for layer in range(len(network.dense)):
        weights = network.views(snapshot_of(network).theta)[layer]["weights"]
        strongest = np.unravel_index(np.argmax(np.abs(weights)), weights.shape)
        place = studio.canvas.edge_point(layer, int(strongest[0]), int(strongest[1]))
        found = [colour_at(image, place + QPointF(0, dy)) for dy in (-1, 0, 1)]
        is_right = is_positive if weights[strongest] > 0 else is_negative
        assert any(is_right(colour) for colour in found)


def test_the_connection_under_the_pointer_is_found_all_along_it():
    geometry = arrange(stack(1, 1), 775, 760)
    edges = Edges(geometry)
    edges.set_weights([{"weights": np.array([[1.0]])}])
    left, right = geometry.columns
    for x in np.linspace(left.x + 30, right.x - 30, 9):
        assert edges.at(x, left.y[0] + 3) == Edge(0, 0, 0)
        assert edges.at(x, left.y[0] + 15) is None
    assert edges.at(left.x - 60, left.y[0]) is None


@pytest.mark.parametrize("widths", [(2, 4, 3, 1), (7, 4, 10), (9, 9, 9)])
def test_each_connection_of_a_small_network_can_be_pointed_at(widths):
    network = stack(*widths)
    edges = Edges(arrange(network, 775, 760))
    edges.set_weights(network.views(network.initial(seed=1)))
    wanted = [
        Edge(layer, below, unit)
        for layer, (inputs, units) in enumerate(itertools.pairwise(network.widths))
        for below in range(inputs)
        for unit in range(units)
    ]
    found = [edges.at(*edges.point(edge)) for edge in wanted]
    assert sum(a == b for a, b in zip(found, wanted, strict=True)) >= 0.97 * len(wanted)


def test_a_large_network_draws_only_the_strongest_connections():
    network = stack(784, 512, 10)
    edges = Edges(arrange(network, 775, 760))
    theta = network.initial(seed=1)
    network.views(theta)[0]["weights"][3, 2] = 9.0
    edges.set_weights(network.views(theta))
    assert not edges.shows_all
    assert edges.count <= 600
    x, y = edges.point(Edge(0, 3, 2))
    assert edges.at(x, y) == Edge(0, 3, 2)


def _two_equal(network, weight):
    theta = np.zeros(network.size, network.dtype)
    network.views(theta)[0]["weights"][:, 0] = weight
    return theta


def _shown(studio, network, weight, step, is_playing=False):
    """The canvas's picture of two equal weights at this step."""
    theta = _two_equal(network, weight)
    studio.canvas.show_snapshot(replace(snapshot_of(network, theta), step=step, is_playing=is_playing))
    return studio.picture()


def _load(studio):
    studio.document.load(studio.document.project.replace(title="another"), None, None)


def _undo_and_redo(studio):
    studio.document.edit("new weights", studio.document.project, Reset())
    studio.document.undo()


@pytest.mark.parametrize(
    ("before", "meanwhile", "after"),
    [
        ((4.0, 5, False), None, (1.8, 0, False)),  # reset, or another project
        ((4.0, 5, False), _load, (1.8, 9, False)),  # a project that was trained for longer
        ((4.0, 5, False), _undo_and_redo, (1.8, 9, False)),
        ((4.0, 5, True), None, (1.8, 9, False)),  # a pause
    ],
)
def test_the_same_weights_at_rest_look_the_same_whatever_was_shown_before(make_studio, before, meanwhile, after):
    network = stack(2, 1)
    fresh = make_studio(network, theta=_two_equal(network, after[0])).picture()
    studio = make_studio(network)
    _shown(studio, network, *before)
    if meanwhile is not None:
        meanwhile(studio)
    assert _shown(studio, network, *after) == fresh


@pytest.mark.parametrize("is_playing", [True, False])
def test_lines_do_not_get_thicker_while_their_weights_get_smaller_from_step_to_step(make_studio, is_playing):
    network = stack(2, 1)
    studio = make_studio(network)
    thick = []
    for step, strongest in enumerate((0.9, 0.45, 0.28, 0.19)):
        image = _shown(studio, network, strongest, step, is_playing)
        thick.append(_thickness(image, studio.canvas.edge_point(0, 0, 0)))
    assert thick == sorted(thick, reverse=True)
    assert thick[0] > 2 * thick[-1]


def test_weights_that_are_all_zero_or_not_finite_still_paint(make_studio):
    network, theta = _two_lines([0.0, 0.0])
    studio = make_studio(network, Points("circle"), theta=theta)
    for value in (np.nan, np.inf, 1e30):
        studio.catch_up(np.full_like(theta, value))
        studio.picture()
    assert studio.canvas.card is None
