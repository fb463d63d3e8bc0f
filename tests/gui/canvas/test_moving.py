"""Looking around: zoom, pan, minimap, and a view that is never lost."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.data.recipes import Digits
from core.wording import MINUS
from gui import theme
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.edits import inserted_layer, sized
from gui.session.things import Edge, Neuron
from tests.gui.canvas.conftest import colour_at, stack

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _wheel(studio, place: QPointF, turn: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(studio.canvas, event)


def _zoom(studio) -> float:
    return studio.canvas.arrangement.zoom


def _is_seen(studio, layer, unit) -> bool:
    return QRectF(studio.canvas.rect()).contains(studio.canvas.node_rect(layer, unit))


# Zoom ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("widths", [(2, 4, 3, 1), (784, 512, 10), (1, 1)])
@pytest.mark.parametrize("turns", [(120,), (120, 120, 120), (120, 240, -120)])
def test_the_wheel_keeps_the_point_under_the_pointer(make_studio, widths, turns):
    studio = make_studio(stack(*widths))
    node = studio.canvas.node_rect(0, 0)
    place = node.center() + QPointF(0.2, 0.3) * node.width()
    for turn in turns:
        _wheel(studio, place, turn)
    large = studio.canvas.node_rect(0, 0)
    assert large.width() > 1.1 * node.width()
    under = large.center() + QPointF(0.2, 0.3) * large.width()
    assert (under - place).manhattanLength() < 3.0


def test_plus_and_minus_zoom_to_the_chosen_neuron_and_ctrl_0_is_the_plain_size(studio):
    studio.canvas.choose(Neuron(0, 2))
    place = studio.canvas.node_rect(0, 2).center()
    studio.key(Qt.Key.Key_Plus, SHIFT)
    studio.key(Qt.Key.Key_Equal)
    assert _zoom(studio) == pytest.approx(1.25**2)
    assert (studio.canvas.node_rect(0, 2).center() - place).manhattanLength() < 3.0
    studio.key(Qt.Key.Key_Minus)
    assert _zoom(studio) == pytest.approx(1.25)
    studio.key(Qt.Key.Key_0, CTRL)
    assert _zoom(studio) == 1.0


def test_z_fills_the_view_with_a_layer_and_once_more_shows_all(studio):
    studio.canvas.choose(Neuron(1, 0))
    studio.key(Qt.Key.Key_Z)
    assert _zoom(studio) >= 1.6
    assert abs(studio.canvas.node_rect(1, 0).center().x() - studio.canvas.width() / 2) < 3.0
    studio.key(Qt.Key.Key_Z)
    assert _zoom(studio) == 1.0


def test_a_double_click_on_the_empty_room_of_a_column_zooms_to_it(studio):
    one, two = (studio.canvas.node_rect(0, unit).center() for unit in (1, 2))
    QTest.mouseDClick(studio.canvas, Qt.MouseButton.LeftButton, pos=((one + two) / 2).toPoint())
    assert _zoom(studio) > 1.5
    assert abs(studio.canvas.node_rect(0, 1).center().x() - studio.canvas.width() / 2) < 3.0


def test_two_fingers_pinch_to_zoom(studio):
    place = studio.canvas.node_rect(0, 1).center()
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2, place, place, place,
        0.5, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(studio.canvas, event)
    assert _zoom(studio) == pytest.approx(1.5)
    assert (studio.canvas.node_rect(0, 1).center() - place).manhattanLength() < 3.0


def test_fit_shows_all_of_a_deep_network(make_studio):
    studio = make_studio(stack(2, *[4] * 25, 1))
    assert not _is_seen(studio, 25, 0)
    studio.key(Qt.Key.Key_F)
    assert _zoom(studio) < 1.0
    assert _is_seen(studio, INPUTS, 0) and _is_seen(studio, 25, 0)
    assert not studio.control("minimap").isVisible()
    studio.key(Qt.Key.Key_0, CTRL)
    assert _zoom(studio) == 1.0


def test_text_is_sharp_at_every_zoom(make_studio):
    """An outline is as thin as ever: it is drawn again, not blown up."""
    studio = make_studio(stack(2, 1))
    studio.canvas.choose(Neuron(0, 0))
    for _ in range(2):
        studio.picture()
        studio.canvas.zoom_by(2.0)
    image, frame = studio.picture(), studio.canvas.node_rect(0, 0)
    assert frame.width() > 150
    across = [colour_at(image, QPointF(frame.right() + dx, frame.center().y() + 40)).lightness() for dx in range(-6, 7)]
    assert sum(light < 128 for light in across) <= 3


# Never lost ----------------------------------------------------------------------------------------------------------


def test_the_drawing_cannot_be_moved_out_of_view(studio):
    studio.canvas.zoom_by(3.0)
    for way in (QPointF(1e5, 1e5), QPointF(-1e5, -1e5), QPointF(1e5, -1e5)):
        studio.canvas.pan_by(way)
        nodes = [studio.canvas.node_rect(*node) for node in ((INPUTS, 0), (0, 0), (0, 3), (2, 0))]
        network = QRectF(QPointF(nodes[0].left(), nodes[1].top()), QPointF(nodes[3].right(), nodes[2].bottom()))
        seen = network & QRectF(studio.canvas.rect())
        assert seen.width() > 0.5 * studio.canvas.width() and seen.height() > 0.5 * studio.canvas.height()


def test_what_is_in_the_middle_stays_there_when_the_window_changes_its_size(studio):
    studio.canvas.choose(Neuron(1, 1))
    studio.key(Qt.Key.Key_Z)
    for size in ((900, 500), (500, 800), (775, 760)):
        studio.canvas.resize(*size)
        middle = QRectF(studio.canvas.rect()).center()
        assert (studio.canvas.node_rect(1, 1).center() - middle).manhattanLength() < 60.0


def test_edits_leave_something_to_see(studio):
    studio.canvas.choose(Neuron(2, 0))
    studio.key(Qt.Key.Key_Z)
    for edit in (inserted_layer(0), inserted_layer(0), sized(0, 0), sized(0, 0)):
        studio.canvas.edit(edit)
        studio.catch_up()
        geometry = studio.canvas.arrangement
        assert any(_is_seen(studio, c.layer, int(u)) for c in geometry.columns for u in c.shown)


# The map -------------------------------------------------------------------------------------------------------------


def test_the_map_is_there_only_where_not_all_is_seen(studio):
    minimap = studio.control("minimap")
    assert not minimap.isVisible()
    studio.canvas.zoom_by(2.0)
    assert minimap.isVisible()
    assert studio.canvas.rect().contains(minimap.geometry())
    studio.canvas.resize(600, 500)
    assert studio.canvas.rect().contains(minimap.geometry())
    studio.key(Qt.Key.Key_F)
    assert not minimap.isVisible()


def test_a_click_on_the_map_moves_the_view_and_a_drag_moves_it_along(studio):
    studio.canvas.zoom_by(4.0)
    minimap, geometry = studio.control("minimap"), studio.canvas.arrangement
    for layer, unit in ((INPUTS, 0), (0, 3), (2, 0)):
        column = geometry.column(layer)
        at = minimap.place_of(QPointF(column.x, float(column.y[unit])))
        QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=at.toPoint())
        assert _is_seen(studio, layer, unit)
    QTest.mousePress(minimap, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    before = studio.canvas.node_rect(0, 0).center()
    QTest.mouseMove(minimap, minimap.rect().center())
    assert studio.canvas.node_rect(0, 0).center() != before
    QTest.mouseRelease(minimap, Qt.MouseButton.LeftButton, pos=minimap.rect().center())


def test_a_neuron_reached_by_keyboard_is_not_below_the_map(make_studio):
    studio = make_studio(stack(10, *[10] * 14, 10))
    studio.canvas.choose(Neuron(0, 9))
    minimap = studio.control("minimap")
    for _ in range(14):
        studio.key(Qt.Key.Key_Right)
        frame = studio.canvas.node_rect(*studio.canvas.chosen)
        assert QRectF(studio.canvas.rect()).contains(frame)
        assert not QRectF(minimap.geometry()).intersects(frame)


# Told ----------------------------------------------------------------------------------------------------------------


def test_what_is_chosen_is_described_with_the_numbers_that_it_has_now(studio):
    network = studio.network
    theta = np.zeros(network.size, network.dtype)
    network.views(theta)[0]["biases"][2] = 0.25
    studio.canvas.choose(Neuron(0, 2))
    studio.catch_up(theta)
    assert studio.canvas.accessibleDescription() == "Hidden 1 · 3: tanh, b = 0.250"
    theta = theta.copy()
    network.views(theta)[0]["weights"][1, 2] = -1.5
    studio.canvas.choose(Edge(0, 1, 2))
    studio.catch_up(theta)
    assert studio.canvas.accessibleDescription().startswith(f"x₂ → Hidden 1 · 3: w = {MINUS}1.500")
    studio.key(Qt.Key.Key_Escape)
    assert studio.canvas.accessibleDescription() == ""


def test_the_value_of_what_is_chosen_follows_the_sample(make_studio):
    studio = make_studio(stack(64, 5, 10, output="softmax"), Digits())
    studio.canvas.choose(Neuron(INPUTS, 0))
    studio.canvas.show_sample(np.full(64, 0.5), None)
    assert studio.canvas.accessibleDescription() == "Input: row 1 col 1 = 0.500"


# Digits --------------------------------------------------------------------------------------------------------------


def test_pixels_are_named_by_rows(make_studio):
    studio = make_studio(stack(64, 10, output="softmax"), Digits())
    image, (left, *_) = studio.picture(), studio.canvas.arrangement.columns
    shift = studio.canvas.node_rect(INPUTS, 0).center() - QPointF(left.x, left.y[0])

    def inked(one: int, other: int) -> int:
        """How many dark pixels stand left of the middle between two inputs."""
        centre = QPointF(left.x, (left.y[one] + left.y[other]) / 2) + shift
        places = [centre + QPointF(dx, dy) for dx in range(-60, -20) for dy in range(-5, 6)]
        return sum(colour_at(image, place).lightness() < 170 for place in places)

    assert inked(3, 4) > 20, "the middle of the first row carries its name"
    assert inked(0, 1) == inked(7, 8) == 0
    assert theme.LIGHT.hairline in {
        colour_at(image, QPointF(left.x - left.node / 2 - dx, left.y[0]) + shift).name() for dx in range(3, 9)
    }


# Two screens ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ratio", [1, 2])
def test_the_map_is_drawn_for_the_screen_that_it_is_on(studio, ratio):
    studio.canvas.zoom_by(2.0)
    image, minimap = studio.picture(ratio), studio.control("minimap")
    column = studio.canvas.arrangement.column(0)
    place = QPointF(minimap.pos()) + minimap.place_of(QPointF(column.x, float(column.y[1])))
    bar = [image.pixelColor(round(place.x() * ratio) + dx, round(place.y() * ratio)).name() for dx in range(-20, 21)]
    assert theme.LIGHT.muted in bar
