"""Hands on the canvas: real events in, document or pixels out."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.data.recipes import Points, Segments
from core.data.segments import SHAPES
from core.layers import BatchNormalization
from gui import theme
from gui.session.things import Neuron
from tests.gui.canvas.conftest import colour_at, snapshot_of, stack

CTRL = Qt.KeyboardModifier.ControlModifier


def _centre(studio, layer, unit) -> QPointF:
    return studio.canvas.node_rect(layer, unit).center()


def _beside(studio, layer, unit) -> QPointF:
    """Empty canvas, between this column and the next."""
    here, there = _centre(studio, layer, unit), _centre(studio, layer + 1, 0)
    return QPointF((here.x() + there.x()) / 2, here.y() + 40)


# The tile --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layer", "widths"), [(0, (2, 5, 3, 1)), (1, (2, 4, 4, 1))])
def test_a_tile_on_a_column_adds_a_neuron(studio, layer, widths):
    studio.drag_tile(_centre(studio, layer, 1))
    assert studio.network.widths == widths
    assert studio.document.undo_text == f"add neuron to Hidden {layer + 1}"


@pytest.mark.parametrize(("before", "widths"), [(0, (2, 1, 4, 3, 1)), (1, (2, 4, 1, 3, 1)), (2, (2, 4, 3, 1, 1))])
def test_a_tile_between_two_columns_adds_a_layer(studio, before, widths):
    studio.drag_tile(studio.canvas.gap_centre(before))
    assert studio.network.widths == widths
    studio.document.undo()
    assert studio.network.widths == (2, 4, 3, 1)


@pytest.mark.parametrize("layer", [-1, 2])
def test_a_tile_on_either_end_is_refused_with_a_sentence(studio, layer):
    studio.drag_tile(_centre(studio, layer, 0))
    assert studio.network.widths == (2, 4, 3, 1)
    assert "the data decide it" in studio.refusals[0][0]


def test_a_tile_dropped_beside_the_network_or_back_on_the_strip_does_nothing(studio):
    studio.drag_tile(QPointF(30, 40))
    studio.drag_tile(QPointF(770, 700))
    studio.drag_tile(QPointF(-50, 300))
    assert studio.network.widths == (2, 4, 3, 1)
    assert studio.document.undo_text is None
    assert studio.refusals == []


def test_a_ghost_column_shows_before_the_drop(studio):
    tile = studio.control("tile-neuron")
    place = studio.canvas.gap_centre(1)
    before = studio.picture()
    studio.press(QPointF(tile.mapTo(studio.canvas, QPoint(20, 20))), tile)
    studio.move(place + QPointF(0, 120), tile)
    ghost = theme.blend(theme.LIGHT.ink, theme.LIGHT.canvas, 0.06)
    during = studio.picture()
    column = [place + QPointF(dx, dy) for dx in (-32, 32) for dy in range(-150, 150, 5)]
    assert sum(colour_at(before, at) == ghost for at in column) == 0
    assert sum(colour_at(during, at) == ghost for at in column) > len(column) / 2
    assert studio.network.widths == (2, 4, 3, 1)
    studio.release(QPointF(30, 40), tile)


@pytest.mark.parametrize("hidden", [3, 4, 6])
def test_what_a_drop_would_add_leaves_the_last_neuron_and_its_bias_to_be_read(make_studio, hidden):
    studio = make_studio(stack(2, hidden, 1), Points("circle"), size=(645, 630))
    tile, canvas = studio.control("tile-neuron"), studio.canvas
    last = canvas.node_rect(0, hidden - 1)
    studio.move(QPointF(5, 400))
    before = studio.picture()
    studio.press(QPointF(tile.mapTo(canvas, QPoint(20, 20))), tile)
    studio.move(_centre(studio, 0, 0), tile)
    during = studio.picture()
    studio.release(QPointF(-50, 300), tile)
    written = [QPointF(last.center().x() + x, last.bottom() + y) for x in range(-22, 23) for y in range(3, 16)]
    places = [QPointF(last.center().x(), y) for y in range(int(last.top()) + 4, int(last.bottom()) - 3)]
    if any(colour_at(before, at) != theme.LIGHT.canvas for at in written):
        places += written
    # The column is shaded a little; what is covered becomes something else.
    for at in places:
        assert abs(QColor(colour_at(before, at)).lightness() - QColor(colour_at(during, at)).lightness()) < 30, at


def test_escape_cancels_a_drag_of_the_tile(studio):
    tile = studio.control("tile-neuron")
    calm = studio.picture()
    studio.press(QPointF(tile.mapTo(studio.canvas, QPoint(20, 20))), tile)
    studio.move(studio.canvas.gap_centre(1), tile)
    assert studio.canvas.is_dragging
    studio.key(Qt.Key.Key_Escape)
    assert not studio.canvas.is_dragging
    studio.release(studio.canvas.gap_centre(1), tile)
    assert studio.document.undo_text is None
    assert colour_at(studio.picture(), studio.canvas.gap_centre(1)) == colour_at(calm, studio.canvas.gap_centre(1))


def test_enter_on_the_tile_adds_to_the_chosen_layer_or_the_last_hidden_one(studio):
    tile = studio.control("tile-neuron")
    QTest.keyClick(tile, Qt.Key.Key_Return)
    assert studio.network.widths == (2, 4, 4, 1)
    studio.catch_up()
    studio.press(_centre(studio, 0, 0))
    studio.release(_centre(studio, 0, 0))
    QTest.keyClick(tile, Qt.Key.Key_Enter)
    assert studio.network.widths == (2, 5, 4, 1)


def test_enter_on_the_tile_makes_a_layer_where_there_is_none(make_studio):
    studio = make_studio(stack(2, 1))
    QTest.keyClick(studio.control("tile-neuron"), Qt.Key.Key_Return)
    assert studio.network.widths == (2, 1, 1)


# Neurons ---------------------------------------------------------------------------------------------------------


def test_a_neuron_dragged_onto_empty_canvas_goes(studio):
    studio.drag(_centre(studio, 0, 2), _beside(studio, 0, 2))
    assert studio.network.widths == (2, 3, 3, 1)
    assert studio.document.undo_text == "remove neuron from Hidden 1"


def test_which_neuron_goes_is_the_one_that_was_dragged(studio):
    posted = []
    studio.document.posted.connect(posted.append)
    studio.drag(_centre(studio, 0, 2), _beside(studio, 0, 2))
    assert posted[0].vectors.sources[0].units == (0, 1, 3)


def test_the_last_neuron_of_a_layer_takes_the_layer(make_studio):
    studio = make_studio(stack(2, 1, 3, 1), Points("circle"))
    studio.drag(_centre(studio, 0, 0), _beside(studio, 0, 0))
    assert studio.network.widths == (2, 3, 1)


@pytest.mark.parametrize(("layer", "unit"), [(-1, 0), (2, 0)])
def test_a_neuron_of_either_end_is_refused(studio, layer, unit):
    start = _centre(studio, layer, unit)
    studio.drag(start, QPointF((_centre(studio, 0, 0).x() + _centre(studio, -1, 0).x()) / 2, 600))
    assert studio.network.widths == (2, 4, 3, 1)
    assert "the data decide it" in studio.refusals[0][0]


def test_a_neuron_put_back_on_its_place_stays(studio):
    studio.drag(_centre(studio, 0, 1), _centre(studio, 0, 1) + QPointF(0, 40))
    studio.drag(_centre(studio, 0, 1), _centre(studio, 0, 1) + QPointF(3, 2))
    assert studio.document.undo_text is None


def test_a_neuron_is_red_before_it_goes(studio):
    place = _beside(studio, 0, 2)
    red = QColor(theme.LIGHT.error)

    def reds():
        image = studio.picture()
        around = [place + QPointF(dx, dy) for dx in range(-30, 31) for dy in range(-30, 31)]
        return sum(colour_at(image, at) == red for at in around)

    assert reds() == 0
    studio.press(_centre(studio, 0, 2))
    studio.move(_centre(studio, 0, 2) + QPointF(12, 0))
    assert reds() == 0
    studio.move(place)
    assert reds() > 50
    studio.key(Qt.Key.Key_Escape)
    assert reds() == 0
    studio.release(place)
    assert studio.document.undo_text is None


def test_gestures_say_when_they_start(studio):
    said = []
    studio.canvas.gesture_started.connect(lambda: said.append("start"))
    studio.press(_centre(studio, 0, 2))
    assert said == []
    studio.move(_centre(studio, 0, 2) + QPointF(40, 0))
    studio.release(_beside(studio, 0, 2))
    assert said == ["start"]


# What is drawn is what the snapshot says -------------------------------------------------------------------------


def test_a_structure_shows_with_the_snapshot_that_brings_it(studio):
    QTest.mouseClick(studio.control("layer-0-plus"), Qt.MouseButton.LeftButton)
    assert studio.canvas.arrangement.network.widths == (2, 4, 3, 1)
    studio.catch_up()
    assert studio.canvas.arrangement.network.widths == (2, 5, 3, 1)


@pytest.mark.parametrize("name", ["layer-0-plus", "layer-0-activation", "tile-neuron"])
@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_removes_a_neuron_only_where_the_canvas_has_the_keyboard(studio, qtbot, name, key):
    studio.canvas.activateWindow()
    qtbot.waitUntil(studio.canvas.isActiveWindow)
    QTest.mouseClick(studio.canvas, Qt.MouseButton.LeftButton, pos=_centre(studio, 0, 2).toPoint())
    while QApplication.focusWidget() is not studio.control(name):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), key)
    assert studio.network.widths == (2, 4, 3, 1)
    QTest.mouseClick(studio.canvas, Qt.MouseButton.LeftButton, pos=_centre(studio, 0, 2).toPoint())
    QTest.keyClick(QApplication.focusWidget(), key)
    assert studio.network.widths == (2, 3, 3, 1)


def test_gestures_are_ignored_while_the_drawing_is_behind(studio):
    QTest.mouseClick(studio.control("layer-0-plus"), Qt.MouseButton.LeftButton)
    text = studio.document.undo_text
    studio.drag(_centre(studio, 0, 2), _beside(studio, 0, 2))
    studio.drag_tile(studio.canvas.gap_centre(1))
    studio.press(_centre(studio, 0, 2))
    studio.move(_beside(studio, 0, 2))
    assert not studio.canvas.is_dragging
    studio.release(_centre(studio, 0, 2))
    studio.key(Qt.Key.Key_Delete)
    assert studio.document.undo_text == text
    assert studio.network.widths == (2, 5, 3, 1)
    studio.catch_up()
    studio.key(Qt.Key.Key_Delete)
    assert studio.network.widths == (2, 4, 3, 1)


def test_an_edit_made_during_a_drag_keeps_the_drop_from_hitting_another_neuron(studio):
    studio.press(_centre(studio, 0, 2))
    studio.move(_beside(studio, 0, 2))
    QTest.mouseClick(studio.control("layer-0-minus"), Qt.MouseButton.LeftButton)
    studio.release(_beside(studio, 0, 2))
    assert studio.network.widths == (2, 3, 3, 1)


def test_another_structure_under_a_drag_ends_it_with_nothing_changed(studio):
    studio.press(_centre(studio, 0, 2))
    studio.move(_beside(studio, 0, 2))
    studio.canvas.show_snapshot(snapshot_of(stack(2, 2, 1)))
    assert not studio.canvas.is_dragging
    studio.release(QPointF(300, 600))
    assert studio.document.undo_text is None


def test_new_weights_are_painted(studio):
    place = studio.canvas.edge_point(1, 0, 0)
    theta = studio.network.initial(seed=1)
    theta[:] = 1.0
    studio.catch_up(theta)
    blue = colour_at(studio.picture(), place)
    studio.catch_up(-theta)
    assert blue.blue() > blue.red() + 60
    orange = colour_at(studio.picture(), place)
    assert orange.red() > orange.blue() + 60


def test_names_change_together_with_the_network_they_are_for(make_studio):
    studio = make_studio(stack(2, 4, 1), Points("circle"))
    project = studio.document.project.replace(network=stack(7, 4, 10), data=Segments())
    studio.document.edit("choose Digits", project)
    studio.canvas.show_project(project)
    assert studio.control("inputs-name").text() == "Inputs"
    studio.catch_up()
    assert studio.control("inputs-name").text() == "Segments"
    studio.canvas.show_sample(SHAPES[3], np.eye(10)[3])
    studio.picture()


def test_weights_that_came_while_hidden_show_afterwards(studio):
    theta = studio.network.initial(seed=1)
    theta[:] = 1.0
    studio.canvas.hide()
    studio.catch_up(theta)
    studio.canvas.show()
    place = studio.canvas.edge_point(1, 0, 0)
    colour = colour_at(studio.picture(), place)
    assert colour.blue() > colour.red() + 60


# Keyboard --------------------------------------------------------------------------------------------------------


def test_arrows_walk_from_neuron_to_neuron(studio):
    walk = [studio.canvas.chosen]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up):
        studio.key(key)
        walk.append(studio.canvas.chosen)
    assert walk == [None, (0, 0), (0, 1), (1, 0), (2, 0), (1, 1), (1, 0)]
    assert studio.canvas.accessibleDescription().startswith("Hidden 2 · 1")


def test_arrows_stop_at_the_borders(studio):
    for _ in range(9):
        studio.key(Qt.Key.Key_Left)
    assert studio.canvas.chosen == (-1, 0)
    for _ in range(9):
        studio.key(Qt.Key.Key_Up)
    assert studio.canvas.chosen == (-1, 0)


def test_arrows_bring_a_neuron_outside_into_view(make_studio):
    studio = make_studio(stack(2, *[3] * 14, 1), size=(600, 600))
    assert studio.canvas.node_rect(14, 0).left() > 600
    for _ in range(16):
        studio.key(Qt.Key.Key_Right)
    assert studio.canvas.chosen == (14, 0)
    assert studio.canvas.node_rect(14, 0).right() < 600


def test_delete_removes_the_chosen_neuron_and_the_ends_refuse(studio):
    studio.key(Qt.Key.Key_Right)
    studio.key(Qt.Key.Key_Delete)
    assert studio.network.widths == (2, 3, 3, 1)
    studio.catch_up()
    for _ in range(2):
        studio.key(Qt.Key.Key_Right)
    studio.key(Qt.Key.Key_Delete)
    assert studio.network.widths == (2, 3, 3, 1)
    assert len(studio.refusals) == 1


def test_ctrl_up_and_down_size_the_chosen_layer(studio):
    studio.key(Qt.Key.Key_Right)
    studio.key(Qt.Key.Key_Up, CTRL)
    studio.key(Qt.Key.Key_Up, CTRL)
    assert studio.network.widths == (2, 6, 3, 1)
    studio.catch_up()
    studio.key(Qt.Key.Key_Down, CTRL)
    assert studio.network.widths == (2, 5, 3, 1)


def test_ctrl_down_again_and_again_takes_the_layers_last_neuron_each_time(studio):
    """The chosen one may be the last: then the one before it is chosen, and the keys go on."""
    studio.key(Qt.Key.Key_Right)
    studio.key(Qt.Key.Key_Up, CTRL)
    studio.catch_up()
    for units in (4, 3, 2):
        studio.key(Qt.Key.Key_Down, CTRL)
        studio.catch_up()
        assert studio.network.widths == (2, units, 3, 1)
        assert studio.canvas.chosen == (0, units - 1)


def test_the_chosen_neuron_has_a_ring_in_ink(studio):
    studio.press(_centre(studio, 1, 1))
    studio.release(_centre(studio, 1, 1))
    frame = studio.canvas.node_rect(1, 1)
    image = studio.picture(2)
    above = [colour_at(image, QPointF(frame.center().x(), frame.top() - 4 + dy / 2)) for dy in range(-4, 5)]
    assert QColor(theme.LIGHT.ink) in above
    studio.key(Qt.Key.Key_Escape)  # the formula
    studio.key(Qt.Key.Key_Escape)
    assert studio.canvas.chosen is None


class _Window(QWidget):
    """What the space bar comes to when the canvas does not keep it."""

    def __init__(self):
        super().__init__()
        self.released = 0

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.released += 1


def test_space_reaches_the_window_unless_it_moved_the_drawing(make_studio, qtbot):
    studio = make_studio(stack(2, *[3] * 14, 1), size=(600, 600))
    window = _Window()
    qtbot.addWidget(window)
    studio.canvas.setParent(window)
    studio.canvas.show()
    studio.key(Qt.Key.Key_Space)
    assert window.released == 1
    before = studio.canvas.node_rect(0, 0)
    QTest.keyPress(studio.canvas, Qt.Key.Key_Space)
    studio.drag(QPointF(300, 590), QPointF(200, 590))
    QTest.keyRelease(studio.canvas, Qt.Key.Key_Space)
    assert window.released == 1
    assert studio.canvas.panned_with_space
    assert studio.canvas.node_rect(0, 0).left() == pytest.approx(before.left() - 100, abs=1)
    studio.key(Qt.Key.Key_Space)
    assert window.released == 2
    studio.canvas.setParent(None)


# The pointer -----------------------------------------------------------------------------------------------------


def test_the_card_says_the_weight_and_follows_it_live(studio):
    theta = studio.network.initial(seed=1)
    theta[:] = 0.1
    studio.network.views(theta)[2]["weights"][1, 0] = -5.817
    studio.catch_up(theta)
    studio.move(studio.canvas.edge_point(2, 1, 0))
    assert studio.canvas.card.line == "Hidden 2 · 2 → Output: w = \u22125.817"
    studio.network.views(theta)[2]["weights"][1, 0] = 4.25
    studio.catch_up(theta.copy())
    assert studio.canvas.card.value == "w = 4.250"
    studio.move(QPointF(700, 740))
    assert studio.canvas.card is None


def test_the_card_says_bias_neuron_and_input(studio):
    theta = studio.network.initial(seed=1)
    studio.network.views(theta)[0]["biases"][2] = 0.412
    studio.catch_up(theta)
    studio.move(studio.canvas.bias_point(0, 2))
    assert studio.canvas.card.line == "Bias of Hidden 1 · 3: b = 0.412"
    studio.move(_centre(studio, 0, 2))
    assert (studio.canvas.card.title, studio.canvas.card.value) == ("Hidden 1 · 3", "tanh")
    studio.move(_centre(studio, -1, 0))
    assert studio.canvas.card.line == "Input: x₁"


def test_hovering_a_neuron_makes_other_connections_step_back(studio):
    theta = studio.network.initial(seed=1)
    theta[:] = 1.0
    studio.catch_up(theta)
    away, near = studio.canvas.edge_point(0, 0, 0), studio.canvas.edge_point(2, 0, 0)
    before = studio.picture()
    studio.move(_centre(studio, 2, 0))
    after = studio.picture()
    assert colour_at(after, near) == colour_at(before, near)
    assert colour_at(after, away).red() > colour_at(before, away).red() + 80


def test_the_wheel_zooms_to_the_pointer_and_f_fits(studio):
    before = studio.canvas.node_rect(1, 1)
    place = before.center()
    for _ in range(3):
        wheel = QWheelEvent(
            place,
            QPointF(studio.canvas.mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(studio.canvas, wheel)
    after = studio.canvas.node_rect(1, 1)
    assert after.width() > 1.5 * before.width()
    assert (after.center() - place).manhattanLength() < 30
    studio.key(Qt.Key.Key_F)
    assert studio.canvas.node_rect(1, 1) == before


# The widget at the left ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(775, 760), (600, 600)])
def test_a_left_widget_stands_left_of_the_inputs(make_studio, size):
    studio = make_studio(stack(7, 4, 10), Segments(), size=size)
    pad = QWidget()
    pad.setFixedSize(147, 222)
    studio.canvas.set_left_widget(pad)
    first = studio.canvas.node_rect(-1, 3)
    assert pad.parent() is studio.canvas
    assert pad.geometry().left() > 0 and pad.geometry().right() < first.left() - 20
    assert abs(pad.geometry().center().y() - first.center().y()) < 3
    assert studio.canvas.node_rect(1, 0).right() < size[0] - 90
    studio.canvas.set_left_widget(None)
    assert pad.isHidden()
    assert studio.canvas.node_rect(-1, 3).left() < first.left()


def test_a_canvas_without_a_snapshot_is_empty_and_deaf(qtbot, studio):
    canvas = type(studio.canvas)(studio.document)
    qtbot.addWidget(canvas)
    canvas.resize(400, 400)
    canvas.show()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas, key)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert canvas.node_rect(0, 0).isEmpty()
    assert canvas.chosen is None


def test_what_is_chosen_is_told_with_its_normalization_whenever_the_canvas_is_arranged_anew(make_studio):
    studio = make_studio(stack(2, 4, 1, after={0: (BatchNormalization(),)}))
    canvas = studio.canvas
    canvas.choose(Neuron(0, 1))
    told = canvas.accessibleDescription()
    assert "then normalized" in told
    canvas.resize(700, 700)
    assert canvas.accessibleDescription() == told
