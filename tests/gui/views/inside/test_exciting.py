"""The samples that excite a neuron: each upright in its place, chosen by click and arrows."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.data.points import REACH
from core.data.segments import SHAPES
from gui.theme import LIGHT, diverging_table
from gui.views.inside.exciting import Excited, ExcitingGrid
from gui.views.inside.neuron_map import NeuronMap
from tests.gui.views.conftest import Picture

IsClose = Callable[..., bool]


@pytest.fixture
def grid(qtbot: QtBot) -> ExcitingGrid:
    """A grid of nothing yet, as wide as the column."""
    grid = ExcitingGrid("grid", "Samples")
    qtbot.addWidget(grid)
    grid.resize(360, 140)
    grid.show()
    return grid


def excited(row: int, x: np.ndarray, words: str = "") -> Excited:
    return Excited(row, x, words, "0.970", "a 3", LIGHT.positive)


def test_a_digit_stands_upright(grid: ExcitingGrid, is_close: IsClose) -> None:
    x = np.zeros(64)
    x[1 * 8 + 6] = 1.0
    grid.show_samples("picture", (excited(4, np.zeros(64)), excited(9, x)))
    frame, image = grid.picture_rect(1), Picture(grid, 1.0)
    assert is_close(image.at(frame.topLeft() + QPointF(6.5 * 5, 1.5 * 5)), LIGHT.ink)
    assert is_close(image.at(frame.topLeft() + QPointF(1.5 * 5, 6.5 * 5)), LIGHT.field)


def test_a_shape_stands_upright(grid: ExcitingGrid, is_close: IsClose) -> None:
    grid.show_samples("segments", (excited(0, SHAPES[7]),))  # a, b, c
    frame, image = grid.picture_rect(0), Picture(grid, 1.0)
    middle, right = frame.center().x(), frame.right()
    assert is_close(image.at(QPointF(middle, frame.top())), LIGHT.ink, 60)
    assert is_close(image.at(QPointF(right, frame.top() + frame.height() * 0.75)), LIGHT.ink, 60)
    assert not is_close(image.at(QPointF(middle, frame.bottom())), LIGHT.ink, 60)
    assert not is_close(image.at(QPointF(frame.left(), frame.top() + frame.height() * 0.25)), LIGHT.ink, 60)


def test_a_click_chooses_the_sample_under_it_and_arrows_walk(qtbot: QtBot, grid: ExcitingGrid) -> None:
    grid.show_samples("words", tuple(excited(row, np.zeros(2), "(1.00, 2.00)") for row in (31, 7, 50, 2)))
    told: list[int] = []
    grid.chosen.connect(told.append)
    grid.chosen.connect(grid.show_chosen)
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(2).center().toPoint())
    assert told == [50]
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(grid, key)
    assert told == [50, 31, 7, 2]  # the last step would lead out of the grid
    assert grid.accessibleDescription() == "a 3, (1.00, 2.00): the neuron says 0.970"


def test_while_others_are_looked_for_the_old_ones_cannot_be_chosen_and_nothing_moves(grid: ExcitingGrid) -> None:
    grid.show_samples("words", tuple(excited(row, np.zeros(2)) for row in range(12)))
    height, told = grid.sizeHint().height(), []
    grid.chosen.connect(told.append)
    grid.show_waiting()
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(2).center().toPoint())
    assert told == [] and grid.sizeHint().height() == height


def test_the_map_is_upright_and_samples_lie_on_it(qtbot: QtBot, is_close: IsClose) -> None:
    shown = NeuronMap()
    qtbot.addWidget(shown)
    values = np.zeros((4, 4))
    values[0, 3], values[3, 0] = 1.0, -0.5  # upper right, lower left
    shown.show_answers(values, "tanh", ("x₁", "x₂"))
    shown.show_samples(np.array([[3.0, -4.0]]), np.array([[-1.0, 5.0]]))
    image, table = Picture(shown, 1.0), diverging_table(LIGHT)
    assert is_close(image.at(shown.place_of(np.array([5.5, 5.5]))), f"#{int(table[-1]) & 0xFFFFFF:06x}")
    assert image.at(shown.place_of(np.array([-5.5, -5.5]))).red() > 200
    assert is_close(image.at(shown.place_of(np.array([-5.5, 5.5]))), LIGHT.neutral)
    assert is_close(image.at(shown.place_of(np.array([3.0, -4.0]))), LIGHT.ink)
    assert is_close(image.at(shown.place_of(np.array([-1.0, 5.0]))), LIGHT.canvas)
    area = shown.area()
    assert shown.place_of(np.array([REACH, REACH])) == QPointF(area.right(), area.top())


def test_over_one_input_samples_lie_on_the_curve(qtbot: QtBot, is_close: IsClose) -> None:
    shown = NeuronMap()
    qtbot.addWidget(shown)
    values = np.linspace(0.0, 1.0, 97) ** 2
    shown.show_answers(values, "sigmoid", ("x", "a"))
    place = shown.place_of(np.array([3.0]))
    across, up = shown.scales()
    assert up.value(place.y()) == pytest.approx(0.75**2, abs=0.01) and across.value(place.x()) == pytest.approx(3.0)
    assert is_close(Picture(shown, 1.0).at(place), LIGHT.ink, 60)
    shown.show_answers(np.full(97, np.nan), "relu", ("x", "a"))
    Picture(shown, 1.0)
