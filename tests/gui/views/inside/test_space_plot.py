"""Samples in a layer's space: each where it is, in its class's colour, the grid under them, chosen by a click."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.data import Dataset
from core.probe.histograms import Histogram
from gui.theme import LIGHT, class_colour
from gui.views.inside.dots import Group, groups
from gui.views.inside.histogram_rows import HistogramRows, Row
from gui.views.inside.space_plot import SpacePlot
from tests.gui.views.conftest import Picture

IsClose = Callable[..., bool]

POINTS = np.array([[0.0, 4.0, 1.0], [0.0, 0.5, 3.0]])
GROUPS = [
    Group(LIGHT.negative, np.array([1]), "outer"),
    Group(LIGHT.positive, np.array([0, 2]), "inner"),
]
NAMES = ("one", "other")


@pytest.fixture
def plot(qtbot: QtBot) -> SpacePlot:
    """A plot of three samples."""
    plot = SpacePlot()
    qtbot.addWidget(plot)
    plot.resize(360, plot.heightForWidth(360))
    plot.show_points(POINTS, GROUPS, None, NAMES, None, "kind")
    plot.show()
    return plot


def test_samples_are_where_they_are_in_their_classes_colours(plot: SpacePlot, is_close: IsClose) -> None:
    image = Picture(plot, 1.0)
    assert plot.place_of(4.0, 0.5).x() > plot.place_of(1.0, 3.0).x()
    assert plot.place_of(4.0, 0.5).y() > plot.place_of(1.0, 3.0).y()
    assert is_close(image.at(plot.place_of(4.0, 0.5)), LIGHT.negative)
    assert is_close(image.at(plot.place_of(1.0, 3.0)), LIGHT.positive)
    assert is_close(image.at(plot.place_of(3.0, 1.0)), LIGHT.canvas)  # where a transposed one would be


def test_a_click_chooses_the_sample_that_is_there_and_nothing_where_there_is_none(plot: SpacePlot) -> None:
    told: list[int] = []
    plot.chosen.connect(told.append)
    for place in (plot.place_of(1.0, 3.0), plot.place_of(2.5, 2.5), plot.place_of(4.0, 0.5)):
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=(place + QPointF(2.0, -2.0)).toPoint())
    assert told == [2, 1]


def test_the_grid_bends_as_it_is_told(plot: SpacePlot, is_close: IsClose) -> None:
    grid = np.array([[[0.0, 2.0, 2.0]], [[2.0, 2.0, 1.0]]])  # one line: to the right, then down
    plot.show_points(POINTS, GROUPS, grid, NAMES, None, "kind")
    image = Picture(plot, 1.0)
    for across, up, is_on in ((1.2, 2.0, True), (2.0, 1.4, True), (2.8, 2.6, False), (0.4, 1.4, False)):
        around = [image.at(plot.place_of(across, up) + QPointF(dx, dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        darkest = min(colour.lightness() for colour in around)
        assert (darkest < 215) == is_on


def test_the_current_sample_has_a_ring(plot: SpacePlot, is_close: IsClose) -> None:
    plot.show_points(POINTS, GROUPS, None, NAMES, np.array([4.0, 0.5]), "kind")
    around = plot.place_of(4.0, 0.5) + QPointF(6.0, 0.0)
    assert is_close(Picture(plot, 1.0).at(around), LIGHT.ink, 80)


def test_ranges_stay_while_samples_fill_them_and_grow_at_once(plot: SpacePlot) -> None:
    corner = plot.place_of(0.0, 0.0)
    plot.show_points(POINTS * 0.9, GROUPS, None, NAMES, None, "kind")
    assert plot.place_of(0.0, 0.0) == corner
    plot.show_points(POINTS * 10.0, GROUPS, None, NAMES, None, "kind")
    assert plot.area().contains(plot.place_of(40.0, 30.0))
    plot.show_points(POINTS * 0.9, GROUPS, None, NAMES, None, "another kind")
    assert plot.place_of(3.6, 0.0).x() > plot.area().center().x()


@pytest.mark.parametrize("scale", [0.0, 1e-12, 1e12])
def test_no_spread_a_tiny_and_a_huge_one_are_drawn(plot: SpacePlot, scale: float) -> None:
    plot.show_points(POINTS * scale, GROUPS, POINTS[:, np.newaxis] * scale, NAMES, POINTS[:, 0] * scale, scale)
    assert plot.area().contains(plot.place_of(*(POINTS[:, 1] * scale).tolist()))
    Picture(plot, 1.0)


def test_why_there_is_nothing_to_see_is_said(plot: SpacePlot) -> None:
    plot.show_nothing("What this layer says is not a number.")
    assert "not a number" in plot.accessibleName()
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.area().center().toPoint())
    Picture(plot, 1.0)


def test_classes_and_numbers_have_their_colours() -> None:
    x = np.zeros((3, 1))
    two = Dataset(x, np.array([[1.0], [0.0], [1.0]]), task="two classes", classes=("outer", "inner"))
    assert [(g.colour, g.places.tolist(), g.name) for g in groups(two, two.y, LIGHT)] == [
        (LIGHT.negative, [1], "outer"),
        (LIGHT.positive, [0, 2], "inner"),
    ]
    many = Dataset(x, np.eye(12)[[11, 0, 11]], task="classes", classes=tuple("abcdefghijkl"))
    found = [group for group in groups(many, many.y, LIGHT) if group.places.size]
    assert [(g.colour, g.places.tolist(), g.name) for g in found] == [
        (class_colour(LIGHT, 0, 12).name(), [1], "a"),
        (class_colour(LIGHT, 11, 12).name(), [0, 2], "l"),
    ]
    assert len({class_colour(LIGHT, index, 20).name() for index in range(20)}) == 20
    numbers = Dataset(x, np.array([[-0.5], [0.0], [1.0]]), task="regression")
    found = [group for group in groups(numbers, numbers.y, LIGHT) if group.places.size]
    assert [group.places.tolist() for group in found] == [[0], [1], [2]]
    assert int(found[2].colour[5:7], 16) > int(found[2].colour[1:3], 16)  # blue above zero


def test_histograms_mark_zero_name_their_range_and_count_what_is_beyond(qtbot: QtBot, is_close: IsClose) -> None:
    lopsided = Histogram(np.array([0, 0, 1, 0, 9]), np.linspace(-2.5, 2.5, 6), 12, 12, 0, outside=2)
    says = Histogram(np.array([4, 2]), np.array([0.0, 0.5, 1.0]), 7, 7, 1)
    rows = HistogramRows()
    qtbot.addWidget(rows)
    rows.show_rows((Row("Hidden 1", lopsided, None, says, "no neuron is dead"),))
    rows.resize(360, rows.sizeHint().height())
    image, chart = Picture(rows, 1.0), rows.chart_rect(0, 0)
    assert is_close(image.at(QPointF(chart.right() - 8.0, chart.bottom() - 20.0)), LIGHT.positive)
    assert is_close(image.at(QPointF(chart.left() + 8.0, chart.bottom() - 5.0)), LIGHT.canvas)
    assert is_close(image.at(QPointF(round(chart.center().x()), chart.top() + 5.0)), LIGHT.muted, 60)
    minus = "\N{MINUS SIGN}"
    assert rows.accessibleName() == (
        f"Hidden 1, weights from {minus}2.500 to 2.500, 2 beyond, activations from 0 to 1, 1 not a number, "
        "no neuron is dead"
    )


def test_long_numbers_beside_the_upright_axis_have_room(plot: SpacePlot) -> None:
    before = plot.area()
    plot.show_points(POINTS * [[1.0], [-0.01]], GROUPS, None, NAMES, None, "kind")
    image = Picture(plot, 1.0)
    lowest = plot.scales()[1].low
    assert lowest < 0.0
    assert plot.area().left() > before.left()
    edge = [image.at(QPointF(0.0, y)) for y in range(round(plot.area().top()), round(plot.area().bottom()))]
    assert len({colour.name() for colour in edge}) == 1  # no digit or sign is cut by the edge
