"""Neurons and layers taken by the hand and put elsewhere: real events in, document or pixels out."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from core.data.recipes import Points, Segments
from core.transplant import transplant
from gui import theme
from gui.pad.pad import SegmentPad
from gui.session.things import Neuron
from tests.gui.canvas.conftest import colour_at, snapshot_of, stack

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
ESCAPE = Qt.Key.Key_Escape


def _centre(studio, layer, unit=0) -> QPointF:
    return studio.canvas.node_rect(layer, unit).center()


def _between(studio, layer, upper) -> QPointF:
    return (_centre(studio, layer, upper) + _centre(studio, layer, upper + 1)) / 2


def _empty(studio) -> QPointF:
    return studio.canvas.gap_centre(1) + QPointF(0, 250)


def _last_moves(studio):
    """The order that the last edit gave the units of each layer."""
    return [getattr(source, "units", None) for source in studio.posted[-1].vectors.sources]


@pytest.fixture
def posted(studio):
    studio.posted = []
    studio.document.posted.connect(studio.posted.append)
    return studio.posted


def _take(studio, layer, unit, to):
    """Begin to drag a neuron, and carry it to here."""
    studio.press(_centre(studio, layer, unit))
    studio.move(_centre(studio, layer, unit) + QPointF(12, 0))
    studio.move(to)


def _select(studio, *neurons):
    for number, (layer, unit) in enumerate(neurons):
        at = _centre(studio, layer, unit).toPoint()
        modifiers = SHIFT if number else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(studio.canvas, Qt.MouseButton.LeftButton, modifiers, at)


def _ink_along(studio, start, end, colour=theme.LIGHT.ink):
    """Which part of a line on the canvas has this colour."""
    image = studio.picture()
    points = [start + (end - start) * share for share in np.linspace(0.0, 1.0, 60)]
    return sum(colour_at(image, point) == QColor(colour) for point in points) / len(points)


# Within its layer ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "onto", "order"),
    [(0, 2, (1, 2, 0, 3)), (3, 0, (3, 0, 1, 2)), (1, 3, (0, 2, 3, 1)), (2, 1, (0, 2, 1, 3))],
)
def test_a_neuron_dragged_along_its_column_takes_the_place_it_is_dropped_on(studio, posted, unit, onto, order):
    studio.drag(_centre(studio, 0, unit), _centre(studio, 0, onto) + QPointF(6, 8))
    assert _last_moves(studio)[0] == order
    assert studio.document.undo_text == "move neuron in Hidden 1"


def test_what_the_network_says_is_the_same_in_the_new_order(studio, posted):
    before, theta = studio.network, studio.network.initial(seed=3)
    studio.drag(_centre(studio, 0, 0), _centre(studio, 0, 2))
    moved, _ = transplant(before, studio.network, posted[-1].vectors, theta, np.zeros((0, theta.size)), 0, 0)
    x = np.random.default_rng(0).normal(size=(5, 2))
    assert studio.network.predict(moved, x) == pytest.approx(before.predict(theta, x), abs=1e-6)


def test_the_others_make_room_before_the_drop(studio):
    bottom = studio.canvas.node_rect(0, 3)
    theta = studio.network.initial(seed=1)
    studio.network.views(theta)[0]["weights"][:, 2] = 0.0  # its picture is one colour, and no other is
    studio.network.views(theta)[0]["biases"][2] = 2.0
    studio.catch_up(theta)
    blue = colour_at(studio.picture(), _centre(studio, 0, 2))
    assert colour_at(studio.picture(), _centre(studio, 0, 1)) != blue
    _take(studio, 0, 0, _centre(studio, 0, 3) + QPointF(0, 30))
    assert colour_at(studio.picture(), _centre(studio, 0, 1)) == blue
    assert colour_at(studio.picture(), bottom.topLeft() + QPointF(8, 12)) == QColor(theme.LIGHT.canvas)
    studio.key(ESCAPE)
    assert colour_at(studio.picture(), _centre(studio, 0, 2)) == blue


def test_in_a_folded_column_a_bar_shows_where_it_goes_in(make_studio):
    studio = make_studio(stack(2, 100, 1), Points("circle"))
    column = studio.canvas.arrangement.column(0)
    y = (float(column.y[4]) + float(column.y[5])) / 2
    bar = QPointF(column.x + column.node / 2 + 2, y), QPointF(column.x + column.node / 2 + 12, y)
    assert _ink_along(studio, *bar) == 0.0
    _take(studio, 0, 1, QPointF(column.x - 4, y))
    assert _ink_along(studio, *bar) > 0.9
    studio.posted = []
    studio.document.posted.connect(studio.posted.append)
    studio.release(QPointF(column.x - 4, y))
    assert _last_moves(studio)[0][:6] == (0, 2, 3, 4, 1, 5)


# To another layer ------------------------------------------------------------------------------------------------


def test_a_neuron_dropped_on_another_hidden_column_moves_there(studio, posted):
    studio.drag(_centre(studio, 0, 2), _between(studio, 1, 0))
    assert studio.network.widths == (2, 3, 4, 1)
    assert studio.document.undo_text == "move neuron to Hidden 2"
    studio.document.undo()
    assert studio.network.widths == (2, 4, 3, 1)


def test_a_bar_shows_between_which_neurons_it_would_go_in(studio):
    middle = _between(studio, 1, 1)
    reach = studio.canvas.node_rect(1, 0).width() / 2
    bar = middle + QPointF(reach + 3, 0), middle + QPointF(reach + 14, 0)
    assert _ink_along(studio, *bar) == 0.0
    _take(studio, 0, 2, middle - QPointF(20, 0))
    assert _ink_along(studio, *bar) > 0.9
    studio.key(ESCAPE)
    assert _ink_along(studio, *bar) == 0.0


def test_all_selected_neurons_of_the_layer_travel_together(studio, posted):
    _select(studio, (0, 0), (0, 3), (1, 1))
    studio.drag(_centre(studio, 0, 3), _between(studio, 1, 0))
    assert studio.network.widths == (2, 2, 5, 1)
    assert studio.document.undo_text == "move 2 neurons to Hidden 2"


def test_a_neuron_that_is_not_selected_travels_alone(studio):
    _select(studio, (0, 0), (0, 3))
    studio.drag(_centre(studio, 0, 1), _between(studio, 1, 0))
    assert studio.network.widths == (2, 3, 4, 1)


def test_what_was_moved_is_selected_where_it_stands_then(studio):
    _select(studio, (0, 0), (0, 2))
    studio.drag(_centre(studio, 0, 2), _between(studio, 1, 0))
    assert studio.canvas.selection == {Neuron(0, 0), Neuron(0, 2)}
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(1, 1), Neuron(1, 2)}
    studio.document.undo()
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(0, 0), Neuron(0, 2)}
    studio.document.redo()
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(1, 1), Neuron(1, 2)}


# Off the canvas and refused --------------------------------------------------------------------------------------


def test_selected_neurons_dropped_on_empty_canvas_go_in_one_step(studio):
    _select(studio, (0, 0), (0, 2), (0, 3))
    studio.drag(_centre(studio, 0, 2), _empty(studio))
    assert studio.network.widths == (2, 1, 3, 1)
    studio.document.undo()
    assert studio.network.widths == (2, 4, 3, 1)


@pytest.mark.parametrize("onto", [(-1, 1), (2, 0)])
def test_a_hidden_neuron_over_either_end_is_refused_before_and_after_the_drop(studio, onto):
    column = studio.canvas.arrangement.column(onto[0])
    edge = QPointF(column.x - column.node / 2 - 5, column.top), QPointF(column.x - column.node / 2 - 5, column.bottom)
    wash = theme.blend(theme.LIGHT.error, theme.LIGHT.canvas, 0.1)
    assert _ink_along(studio, *edge, wash) == 0.0
    _take(studio, 0, 0, _centre(studio, *onto))
    assert _ink_along(studio, *edge, wash) > 0.4
    assert studio.refusals == []
    studio.release(_centre(studio, *onto))
    assert "the data decide it" in studio.refusals[0][0]
    assert studio.document.undo_text is None


@pytest.mark.parametrize("layer", [-1, 1])
def test_inputs_and_outputs_keep_their_order(make_studio, layer):
    studio = make_studio(stack(2, 3, 3))
    place = _centre(studio, layer, 1) + QPointF(0, 8)
    _take(studio, layer, 0, place)
    sign = place + QPointF(20, 20)
    assert _ink_along(studio, sign - QPointF(4, 4), sign + QPointF(4, 4), theme.LIGHT.error) > 0.5
    studio.release(place)
    assert "keep their order" in studio.refusals[0][0]


# Layers ----------------------------------------------------------------------------------------------------------


def _name(studio, layer):
    place = "inputs" if layer < 0 else f"layer-{layer}"
    return studio.control(f"{place}-header"), QPointF(studio.canvas.name_rect(layer).center())


def _drag_name(studio, layer, to, release=True):
    header, start = _name(studio, layer)
    studio.press(start, header)
    studio.move(start + QPointF(15, 0), header)
    studio.move(to, header)
    if release:
        studio.release(to, header)
    return header


@pytest.fixture
def deep(make_studio):
    return make_studio(stack(2, 4, 3, 2, 1), Points("circle"))


def _above_gap(studio, before):
    return studio.canvas.gap_centre(before) - QPointF(0, 200)


@pytest.mark.parametrize(
    ("layer", "before", "widths"),
    [(0, 2, (2, 3, 4, 2, 1)), (0, 3, (2, 3, 2, 4, 1)), (2, 0, (2, 2, 4, 3, 1)), (1, 0, (2, 3, 4, 2, 1))],
)
def test_a_layer_dragged_by_its_name_comes_to_stand_where_it_is_dropped(deep, layer, before, widths):
    _drag_name(deep, layer, _above_gap(deep, before))
    assert deep.network.widths == widths
    assert deep.document.undo_text == f"move Hidden {layer + 1}"
    assert deep.told[-1].startswith("The function changed")


@pytest.mark.parametrize(("shift", "widths"), [(-8, (2, 3, 4, 2, 1)), (8, (2, 3, 2, 4, 1))])
def test_on_a_column_the_nearer_side_decides(deep, shift, widths):
    _drag_name(deep, 0, _centre(deep, 2) + QPointF(shift, 0))
    assert deep.network.widths == widths


def test_a_layer_dropped_beside_its_own_place_stays(deep):
    for before in (0, 1):
        _drag_name(deep, 0, _above_gap(deep, before))
    assert deep.document.undo_text is None
    assert deep.refusals == []


def test_a_bar_between_two_columns_shows_where_the_layer_would_go(deep):
    x, y = deep.canvas.gap_centre(2).toTuple()
    line = QPointF(x, y - 60), QPointF(x, y + 60)
    assert _ink_along(deep, *line) < 0.1
    header = _drag_name(deep, 0, _above_gap(deep, 2) + QPointF(35, 0), release=False)
    assert _ink_along(deep, *line) > 0.9
    deep.key(ESCAPE)
    assert _ink_along(deep, *line) < 0.1
    deep.release(_above_gap(deep, 2), header)
    assert deep.document.undo_text is None


@pytest.mark.parametrize(("layer", "before"), [(-1, 2), (3, 1)])
def test_the_names_of_both_ends_refuse_before_and_after_the_drop(deep, layer, before):
    place = QPointF(_above_gap(deep, before).toPoint()) + QPointF(0, 60)  # a whole pixel: else the sign is blurred
    header = _drag_name(deep, layer, place, release=False)
    sign = place + QPointF(20, 20)
    assert _ink_along(deep, sign - QPointF(4, 4), sign + QPointF(4, 4), theme.LIGHT.error) > 0.5
    deep.release(place, header)
    assert "cannot be moved" in deep.refusals[0][0]
    assert deep.document.undo_text is None


def _below_all(studio):
    bottom = max(column.bottom for column in studio.canvas.arrangement.columns)
    return QPointF(studio.canvas.gap_centre(2).x(), bottom + 40).toPoint().toPointF()


def _above_all(studio):
    return QPointF(studio.canvas.gap_centre(2).x(), min(_name(studio, layer)[1].y() for layer in range(-1, 3)) - 50)


@pytest.mark.parametrize("off", [_below_all, _above_all])
def test_a_layer_dragged_off_the_network_is_red_and_goes(deep, off):
    _select(deep, (1, 0))
    place = off(deep)
    header = _drag_name(deep, 1, place, release=False)
    tag = place - QPointF(30, 8), place - QPointF(-30, 8)
    assert _ink_along(deep, *tag, theme.LIGHT.error_surface) > 0.9
    deep.release(place, header)
    assert deep.network.widths == (2, 4, 2, 1)
    assert deep.document.undo_text == "remove Hidden 2"
    deep.catch_up()
    assert deep.canvas.selection == frozenset()


@pytest.mark.parametrize("layer", [-1, 3])
def test_both_ends_dragged_off_the_network_are_refused(deep, layer):
    place = _below_all(deep)
    header = _drag_name(deep, layer, place, release=False)
    sign = place + QPointF(20, 20)
    assert _ink_along(deep, sign - QPointF(4, 4), sign + QPointF(4, 4), theme.LIGHT.error) > 0.5
    deep.release(place, header)
    assert "the data decide it" in deep.refusals[0][0]
    assert deep.document.undo_text is None


# The tile of a layer ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "widths"), [(0, (2, 4, 4, 3, 1)), (1, (2, 4, 4, 3, 1)), (2, (2, 4, 3, 4, 1))])
def test_a_layer_dropped_between_two_columns_has_four_neurons(studio, before, widths):
    studio.drag_tile(studio.canvas.gap_centre(before), "layer")
    assert studio.network.widths == widths
    assert studio.document.undo_text == "add layer"
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(before, unit) for unit in range(4)}


@pytest.mark.parametrize(
    ("layer", "shift", "before"), [(-1, -8, 0), (-1, 8, 0), (0, -8, 0), (0, 8, 1), (2, -8, 2), (2, 8, 2)]
)
def test_on_a_column_the_ghost_shows_on_the_side_where_the_layer_would_go(studio, layer, shift, before):
    tile = studio.control("tile-layer")
    studio.press(QPointF(tile.mapTo(studio.canvas, QPoint(20, 20))), tile)
    studio.move(_centre(studio, layer) + QPointF(shift, 0), tile)
    ghost = theme.blend(theme.LIGHT.ink, theme.LIGHT.canvas, 0.06)
    found = []
    for gap in range(3):
        x, y = studio.canvas.gap_centre(gap).toTuple()
        found.append(max(_ink_along(studio, QPointF(x - d, y - 150), QPointF(x - d, y + 150), ghost) for d in (28, 31)))
    assert [share > 0.3 for share in found] == [gap == before for gap in range(3)]
    studio.release(_centre(studio, layer) + QPointF(shift, 0), tile)
    assert studio.network.widths[before + 1] == 4
    assert len(studio.network.dense) == 4


def test_enter_on_the_layer_tile_puts_it_after_the_chosen_layer_or_before_the_output(studio):
    tile = studio.control("tile-layer")
    QTest.keyClick(tile, Qt.Key.Key_Return)
    assert studio.network.widths == (2, 4, 3, 4, 1)
    studio.catch_up()
    _select(studio, (-1, 0))
    QTest.keyClick(tile, Qt.Key.Key_Return)
    assert studio.network.widths == (2, 4, 4, 3, 4, 1)


# Nothing breaks --------------------------------------------------------------------------------------------------


def _carry_neuron(studio):
    _take(studio, 0, 2, _between(studio, 1, 0))
    return studio.canvas, _between(studio, 1, 0)


def _carry_layer(studio):
    place = _above_gap(studio, 2)
    return _drag_name(studio, 0, place, release=False), place


def _carry_tile(studio):
    tile = studio.control("tile-layer")
    studio.press(QPointF(tile.mapTo(studio.canvas, QPoint(20, 20))), tile)
    studio.move(studio.canvas.gap_centre(1), tile)
    return tile, studio.canvas.gap_centre(1)


GESTURES = [_carry_neuron, _carry_layer, _carry_tile]


@pytest.mark.parametrize("carry", GESTURES)
def test_escape_in_the_middle_changes_nothing(studio, carry):
    widget, place = carry(studio)
    assert studio.canvas.is_dragging
    studio.key(ESCAPE)
    assert not studio.canvas.is_dragging
    studio.move(place + QPointF(3, 3), widget)
    assert not studio.canvas.is_dragging
    studio.release(place, widget)
    assert studio.document.undo_text is None


@pytest.mark.parametrize("carry", GESTURES)
@pytest.mark.parametrize("place", [QPointF(-40, 300), QPointF(300, 900)])
def test_dropped_outside_the_canvas_nothing_happens(studio, carry, place):
    widget, _ = carry(studio)
    studio.move(place, widget)
    studio.release(place, widget)
    assert studio.document.undo_text is None
    assert studio.refusals == []


@pytest.mark.parametrize("carry", GESTURES)
def test_undo_in_the_middle_gives_the_gesture_up(studio, carry):
    studio.document.edit("rename", studio.document.project.replace(title="other"))
    widget, place = carry(studio)
    studio.document.undo()
    assert not studio.canvas.is_dragging
    studio.release(place, widget)
    assert studio.document.undo_text is None
    assert studio.document.redo_text == "rename"


def test_delete_in_the_middle_gives_the_gesture_up_and_deletes(studio):
    canvas, place = _carry_neuron(studio)
    studio.key(Qt.Key.Key_Delete)
    assert studio.network.widths == (2, 3, 3, 1)
    studio.release(place, canvas)
    assert studio.network.widths == (2, 3, 3, 1)


@pytest.mark.parametrize("carry", GESTURES)
def test_a_second_button_gives_the_gesture_up_and_opens_no_menu(studio, carry):
    widget, place = carry(studio)
    at = widget.mapFrom(studio.canvas, place.toPoint())
    QTest.mousePress(widget, Qt.MouseButton.RightButton, pos=at)
    menus = []

    def close_menus():
        menus.extend(studio.canvas.findChildren(QMenu, "canvas-menu"))
        for menu in menus:
            menu.close()

    QTimer.singleShot(0, close_menus)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place.toPoint(), place.toPoint())
    QApplication.sendEvent(studio.canvas, event)
    QApplication.processEvents()
    assert menus == []
    QTest.mouseRelease(widget, Qt.MouseButton.RightButton, pos=at)
    assert not studio.canvas.is_dragging
    studio.release(place, widget)
    assert studio.document.undo_text is None
    studio.drag(_centre(studio, 0, 2), _empty(studio))  # and the next gesture works
    assert studio.network.widths == (2, 3, 3, 1)


def test_the_middle_button_in_the_middle_of_a_drag_does_not_move_the_drawing(studio):
    canvas, place = _carry_neuron(studio)
    QTest.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=place.toPoint())
    assert not canvas.is_dragging
    QTest.mouseRelease(canvas, Qt.MouseButton.MiddleButton, pos=place.toPoint())
    studio.release(place)
    assert studio.document.undo_text is None


@pytest.mark.parametrize("carry", GESTURES)
def test_losing_the_keyboard_gives_the_gesture_up(studio, carry):
    widget, place = carry(studio)
    QApplication.sendEvent(studio.canvas, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert not studio.canvas.is_dragging
    studio.release(place, widget)
    assert studio.document.undo_text is None


@pytest.mark.parametrize("carry", GESTURES)
def test_hiding_the_canvas_gives_the_gesture_up(studio, carry):
    widget, place = carry(studio)
    studio.canvas.hide()
    assert not studio.canvas.is_dragging
    studio.canvas.show()
    studio.release(place, widget)
    assert studio.document.undo_text is None


@pytest.mark.parametrize("carry", GESTURES)
def test_another_network_under_the_gesture_ends_it(studio, carry):
    widget, place = carry(studio)
    studio.canvas.show_snapshot(snapshot_of(stack(2, 2, 1)))
    assert not studio.canvas.is_dragging
    studio.release(place, widget)
    assert studio.document.undo_text is None


@pytest.mark.parametrize("carry", GESTURES)
def test_training_goes_on_under_the_gesture(studio, carry):
    widget, place = carry(studio)
    for seed in (4, 5):
        studio.catch_up(studio.network.initial(seed=seed))
        studio.picture()
    assert studio.canvas.is_dragging
    studio.release(place, widget)
    assert studio.document.undo_text is not None


def test_until_the_new_order_is_drawn_nothing_can_be_taken(studio):
    studio.drag(_centre(studio, 0, 0), _centre(studio, 0, 2))
    text = studio.document.undo_text
    assert not studio.canvas.is_in_step
    studio.drag(_centre(studio, 0, 0), _empty(studio))
    assert studio.document.undo_text == text
    studio.catch_up()
    studio.drag(_centre(studio, 0, 0), _empty(studio))
    assert studio.network.widths == (2, 3, 3, 1)


def test_gestures_work_where_the_drawing_is_zoomed_and_moved(studio):
    place = _centre(studio, 0, 1)
    for _ in range(4):
        at = QPointF(studio.canvas.mapToGlobal(place.toPoint()))
        turn, none = QPoint(0, 120), Qt.KeyboardModifier.NoModifier
        phase = Qt.ScrollPhase.NoScrollPhase
        wheel = QWheelEvent(place, at, QPoint(), turn, Qt.MouseButton.NoButton, none, phase, False)
        QApplication.sendEvent(studio.canvas, wheel)
    assert studio.canvas.node_rect(0, 1).width() > 80
    studio.drag(_centre(studio, 0, 1), _centre(studio, 0, 2))
    assert studio.document.undo_text == "move neuron in Hidden 1"


def test_a_button_let_go_where_nobody_told_ends_the_gesture_at_the_next_move(studio):
    canvas, place = _carry_neuron(studio)
    at = QPointF(place.toPoint())
    no_button = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), no_button, no_button, NONE)
    QApplication.sendEvent(canvas, event)
    assert not canvas.is_dragging
    studio.drag(_centre(studio, 0, 2), _empty(studio))  # and the next gesture works
    assert studio.network.widths == (2, 3, 3, 1)


def test_the_middle_button_on_the_pad_does_not_take_hold_of_the_drawing(make_studio):
    studio = make_studio(stack(7, 4, 10), Segments())
    pad = SegmentPad()
    studio.canvas.set_left_widget(pad)
    QTest.mousePress(pad.findChild(QWidget, "segment-pad-face"), Qt.MouseButton.MiddleButton)
    assert not studio.canvas.is_dragging
