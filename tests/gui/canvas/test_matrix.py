"""Weight matrices: which pixel is which weight, small between the columns and large over the canvas."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from core.wording import MINUS
from gui.canvas.wide.matrix import blocks, colours, paint_matrix, pooled
from gui.session.things import Edge, Neuron
from gui.theme import DARK, LIGHT, blend
from tests.gui.canvas.conftest import colour_at, snapshot_of, stack

WEIGHTS = np.array([[0.5, -0.1, 0.0], [0.0, 0.25, -1.0]])
"""Neither row is a column, nor is it its own mirror image."""


def _colour(weight: float, scale: float, look=LIGHT) -> QColor:
    """As a weight is drawn: colour by sign, strength by size."""
    name = look.positive if weight > 0 else look.negative
    return blend(name, look.canvas, min(abs(weight) / scale, 1.0) ** 0.7)


def _is_like(a: QColor, b: QColor) -> bool:
    return max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue())) <= 2


# Pixels --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_colours_are_those_of_the_weights(look):
    pixels = colours(WEIGHTS, 1.0, look)
    for place, weight in np.ndenumerate(WEIGHTS):
        assert _is_like(QColor(int(pixels[place])), _colour(weight, 1.0, look))
    odd = [QColor(int(pixel)) for pixel in colours(np.array([np.nan, np.inf, -np.inf]), 1.0, look)]
    assert odd == [QColor(look.canvas), QColor(look.positive), QColor(look.negative)]


def test_of_the_weights_that_share_a_pixel_the_strongest_is_seen():
    weights = np.zeros((6, 4))
    weights[1, 0], weights[1, 1] = 0.3, -0.4
    weights[5, 3] = 0.2
    found = pooled(weights, blocks(6, 3), blocks(4, 2))
    assert found.tolist() == [[-0.4, 0.0], [0.0, 0.0], [0.0, 0.2]]


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_each_cell_stands_where_its_row_and_column_are(ratio, look):
    image = QImage(90 * ratio, 60 * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#00ff00"))
    painter = QPainter(image)
    frame = QImage(90, 60, QImage.Format.Format_RGB32).rect().toRectF()
    paint_matrix(painter, look, WEIGHTS, 1.0, frame, frame)
    painter.end()
    for (row, column), weight in np.ndenumerate(WEIGHTS):
        for share in (0.05, 0.5, 0.95):
            place = QPointF((column + share) * 30, (row + share) * 30)
            assert _is_like(colour_at(image, place), _colour(weight, 1.0, look))


# Between the columns -------------------------------------------------------------------------------------------------


def _one_strong(row: int, column: int, widths=(784, 512, 10)):
    network = stack(*widths)
    theta = np.zeros(network.size, network.dtype)
    network.views(theta)[0]["weights"][row, column] = -1.0
    return network, theta


@pytest.mark.parametrize("ratio", [1, 2])
def test_the_tile_shows_one_strong_weight_of_400_000(make_studio, ratio):
    network, theta = _one_strong(77, 400)
    studio = make_studio(network, theta=theta)
    tile = studio.control("layer-0-matrix")
    image = studio.picture(ratio)
    inner = tile.geometry().adjusted(4, 4, -4, -4)
    place = QPointF(inner.left() + inner.width() * 400 / 512, inner.top() + inner.height() * 77 / 784)
    near = [place + QPointF(dx / 2, dy / 2) for dx in range(-3, 4) for dy in range(-3, 4)]
    assert QColor(LIGHT.negative) in [colour_at(image, at) for at in near]
    mirrored = QPointF(inner.left() + inner.width() * 77 / 784, inner.top() + inner.height() * 400 / 512)
    assert colour_at(image, mirrored) == QColor(LIGHT.canvas)


def test_tiles_stand_where_not_every_connection_is_drawn(make_studio):
    studio = make_studio(stack(2, 4, 1))
    assert not studio.canvas.findChild(QWidget, "layer-0-matrix").isVisible()
    studio = make_studio(stack(64, 48, 5, 10))
    shown = [studio.control(f"layer-{layer}-matrix").isVisible() for layer in range(3)]
    assert shown == [True, False, False], "of 240 connections each is drawn"
    tile = studio.control("layer-0-matrix")
    assert tile.accessibleName() == "Weight matrix Inputs → Hidden 1"
    assert "strongest" in tile.toolTip()


def test_tiles_give_way_to_what_is_carried(make_studio):
    studio = make_studio(stack(64, 48, 10))
    matrix, strip = studio.control("layer-0-matrix"), studio.control("tile-neuron")
    studio.press(QPointF(strip.mapTo(studio.canvas, QPoint(20, 20))), strip)
    studio.move(studio.canvas.gap_centre(0), strip)
    assert not matrix.isVisible()
    studio.key(Qt.Key.Key_Escape)
    assert matrix.isVisible()


# Over the canvas -----------------------------------------------------------------------------------------------------


def _cell_place(studio, row, column) -> QPointF:
    view = studio.control("matrix-view")
    return QPointF(view.mapTo(studio.canvas, view.cell_rect(row, column).center().toPoint()))


def _said(studio) -> str:
    label = studio.control("matrix-value")
    assert isinstance(label, QLabel)
    return label.text()


@pytest.fixture
def small(make_studio):
    """An open matrix of two inputs and three units, by key M."""
    network = stack(2, 3, 1)
    theta = np.zeros(network.size, network.dtype)
    network.views(theta)[0]["weights"][...] = WEIGHTS
    studio = make_studio(network, theta=theta)
    studio.canvas.choose(Neuron(0, 1))
    studio.key(Qt.Key.Key_M)
    return studio


def test_rows_are_inputs_and_columns_are_units(small):
    image = small.picture()
    for (row, column), weight in np.ndenumerate(WEIGHTS):
        place = _cell_place(small, row, column) + QPointF(0, 18)
        assert _is_like(colour_at(image, place), _colour(weight, 1.0))


def test_the_pointer_reads_a_weight_and_the_reading_is_live(small):
    view = small.control("matrix-view")
    QTest.mouseMove(view, view.cell_rect(1, 2).center().toPoint())
    assert _said(small) == f"x₂ → Hidden 1 · 3: w = {MINUS}1.000"
    theta = np.zeros(small.network.size, small.network.dtype)
    small.network.views(theta)[0]["weights"][1, 2] = 0.75
    small.canvas.show_snapshot(snapshot_of(small.network, theta))
    assert _said(small) == "x₂ → Hidden 1 · 3: w = 0.750"
    assert _is_like(colour_at(small.picture(), _cell_place(small, 1, 2) + QPointF(0, 18)), _colour(0.75, 1.0))


@pytest.mark.parametrize("key", [Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End])
def test_walking_keys_that_the_matrix_has_no_use_for_choose_no_neuron_below_it(small, key):
    before = small.canvas.selection
    QTest.keyClick(small.canvas.focusWidget(), key)
    assert small.canvas.selection == before


def test_the_matrix_has_the_keyboard_and_escape_gives_it_back(small):
    assert QApplication.focusWidget() is small.control("matrix-view")
    QTest.keyClick(small.control("matrix-view"), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is small.control("matrix-close")
    QTest.keyClick(small.control("matrix-close"), Qt.Key.Key_Escape)
    assert not small.control("matrix").isVisible()
    assert QApplication.focusWidget() is small.canvas
    assert small.canvas.chosen == (0, 1)


def test_the_close_button_closes(small):
    QTest.mouseClick(small.control("matrix-close"), Qt.MouseButton.LeftButton)
    assert not small.control("matrix").isVisible()


@pytest.fixture
def large(make_studio):
    """A large matrix, opened by its tile."""
    network = stack(784, 512, 10)
    studio = make_studio(network, theta=network.initial(seed=3))
    QTest.mouseClick(studio.control("layer-0-matrix"), Qt.MouseButton.LeftButton)
    return studio


def test_the_wheel_zooms_to_the_pointer_and_a_drag_moves(large):
    view = large.control("matrix-view")
    at = view.cell_rect(300, 200).center()
    turn = QWheelEvent(
        at, at, QPoint(), QPoint(0, 2400), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, turn)
    assert view.cell > 20.0
    assert view.cell_at(at) == (300, 200)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at.toPoint())
    QTest.mouseMove(view, (at + QPointF(-view.cell, 2 * view.cell)).toPoint())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=(at + QPointF(-view.cell, 2 * view.cell)).toPoint())
    assert view.cell_at(at) == (298, 201)
    weight = float(large.network.views(large.network.initial(seed=3))[0]["weights"][298, 201])
    QTest.mouseMove(view, at.toPoint())
    assert _said(large) == f"x₂₉₉ → Hidden 1 · 202: w = {weight:.3f}".replace("-", MINUS)


def test_keys_zoom_and_move_and_it_never_leaves_its_room(large):
    view = large.control("matrix-view")
    for _ in range(9):
        QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.cell > 10.0
    before = view.frame.topLeft()
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.frame.left() < before.x() and view.frame.top() > before.y()
    for _ in range(400):
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.frame.bottom() == pytest.approx(view.height())
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.cell_rect(783, 511).bottom() <= view.height() + 0.01 and view.cell_rect(0, 0).top() >= 0


def test_it_says_when_a_pixel_stands_for_many(large):
    assert "the strongest of its weights" in large.control("matrix-size").text()
    large.control("matrix-view").zoom_by(5.0)
    assert large.control("matrix-size").text().endswith("512 columns")


def test_a_chosen_connection_is_found_in_the_matrix(make_studio):
    studio = make_studio(stack(300, 200, 4))
    studio.canvas.choose(Edge(0, 17, 150))
    studio.key(Qt.Key.Key_M)
    assert _said(studio).startswith("x₁₈ → Hidden 1 · 151: w = ")


def test_the_matrix_of_a_layer_that_is_gone_closes(make_studio):
    studio = make_studio(stack(3, 4, 2))
    studio.canvas.choose(Neuron(1, 0))
    studio.key(Qt.Key.Key_M)
    studio.canvas.show_snapshot(snapshot_of(stack(3, 2)))
    assert not studio.control("matrix").isVisible()
