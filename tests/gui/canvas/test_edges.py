"""Connections: what thickness and colour say, and which one is under the pointer."""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from core.data.recipes import Points
from gui.canvas.edges import Edge, Edges, next_scale
from gui.canvas.geometry import arrange
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


def test_the_scale_is_round_and_does_not_breathe():
    assert next_scale(0.7, 0.0) == 1.0
    assert next_scale(0.9, 1.0) == 1.0
    assert next_scale(0.4, 1.0) == 1.0
    assert next_scale(1.1, 1.0) == 2.0
    assert next_scale(0.1, 1.0) == 0.1


def test_weights_that_are_all_zero_or_not_finite_still_paint(make_studio):
    network, theta = _two_lines([0.0, 0.0])
    studio = make_studio(network, Points("circle"), theta=theta)
    for value in (np.nan, np.inf, 1e30):
        studio.catch_up(np.full_like(theta, value))
        studio.picture()
    assert studio.canvas.card is None
