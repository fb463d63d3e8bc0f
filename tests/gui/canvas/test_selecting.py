"""What is selected: by clicks, a frame, keys and edits. Real events in, the selection or pixels out."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from core.data.recipes import Points
from gui import theme
from gui.canvas.edits import inserted_layer, removed
from gui.session.things import Bias, Edge, Neuron
from tests.gui.canvas.conftest import colour_at, stack

Left, Key = Qt.MouseButton.LeftButton, Qt.Key
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
HIDDEN = {Neuron(0, unit) for unit in range(4)} | {Neuron(1, unit) for unit in range(3)}


def _centre(studio, layer, unit) -> QPointF:
    return studio.canvas.node_rect(layer, unit).center()


def _click(studio, at, modifiers=NONE):
    QTest.mouseClick(studio.canvas, Left, modifiers, at.toPoint())


def _click_neuron(studio, layer, unit, modifiers=NONE):
    _click(studio, _centre(studio, layer, unit), modifiers)


def _frame(studio, start, end, modifiers=NONE, release=True):
    QTest.mousePress(studio.canvas, Left, modifiers, start.toPoint())
    for share in (0.2, 0.6, 1.0):
        studio.move(start + (end - start) * share)
    if release:
        QTest.mouseRelease(studio.canvas, Left, modifiers, end.toPoint())


def _around(studio, first, last):
    """From beside the first neuron to beyond the last one."""
    return _centre(studio, *first) - QPointF(45, 40), _centre(studio, *last) + QPointF(45, 40)


# Clicks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modifier", [SHIFT, CTRL])
def test_a_click_selects_one_and_with_a_modifier_one_more_or_fewer(studio, modifier):
    canvas = studio.canvas
    _click_neuron(studio, 0, 1)
    _click_neuron(studio, 1, 2, modifier)
    _click_neuron(studio, -1, 0, modifier)
    assert canvas.selection == {Neuron(0, 1), Neuron(1, 2), Neuron(-1, 0)}
    assert canvas.chosen == (-1, 0)
    assert canvas.accessibleDescription().startswith("3 selected, ")
    _click_neuron(studio, -1, 0, modifier)
    assert canvas.selection == {Neuron(0, 1), Neuron(1, 2)}
    assert canvas.chosen in ((0, 1), (1, 2))
    _click_neuron(studio, 0, 1)
    assert canvas.selection == {Neuron(0, 1)}


def test_a_click_on_empty_canvas_selects_nothing_and_with_a_modifier_leaves_what_is(studio):
    _click_neuron(studio, 0, 1)
    _click(studio, QPointF(400, 730), SHIFT)
    assert studio.canvas.selection == {Neuron(0, 1)}
    _click(studio, QPointF(400, 730))
    assert studio.canvas.selection == frozenset()


def test_connections_and_biases_are_selected_by_a_click(studio):
    canvas = studio.canvas
    _click(studio, canvas.edge_point(1, 0, 0))
    assert canvas.selection == {Edge(1, 0, 0)}
    assert canvas.chosen is None
    _click(studio, canvas.bias_point(0, 2), SHIFT)
    _click_neuron(studio, 0, 3, CTRL)
    assert canvas.selection == {Edge(1, 0, 0), Bias(0, 2), Neuron(0, 3)}


def test_selected_connections_and_biases_come_forward_in_ink(studio):
    canvas = studio.canvas
    edge, bias = canvas.edge_point(1, 3, 0), canvas.bias_point(0, 2)

    def inks(place):
        image = studio.picture(2)
        around = [place + QPointF(dx / 2, dy / 2) for dx in range(-24, 25) for dy in range(-24, 25)]
        return sum(colour_at(image, at) == QColor(theme.LIGHT.ink) for at in around)

    before = inks(edge), inks(bias)
    _click(studio, edge)
    _click(studio, bias, SHIFT)
    studio.move(QPointF(400, 735))
    assert inks(edge) > before[0] + 40
    assert inks(bias) > before[1] + 40


@pytest.mark.parametrize(("layer", "count"), [(-1, 2), (0, 4), (2, 1)])
def test_a_click_on_a_layers_name_selects_its_neurons(studio, layer, count):
    header = studio.control("inputs-header" if layer < 0 else f"layer-{layer}-header")
    QTest.mouseClick(header, Left, NONE, header.mapFrom(studio.canvas, studio.canvas.name_rect(layer).center()))
    assert studio.canvas.selection == {Neuron(layer, unit) for unit in range(count)}
    assert studio.canvas.hasFocus() or not studio.canvas.isActiveWindow()
    assert studio.document.undo_text is None


# The frame -------------------------------------------------------------------------------------------------------


def test_a_frame_selects_the_neurons_inside_already_while_it_is_drawn(studio):
    start, end = _around(studio, (0, 0), (1, 1))
    _frame(studio, start, end, release=False)
    inside = {Neuron(0, 0), Neuron(0, 1), Neuron(1, 0), Neuron(1, 1)}
    assert studio.canvas.selection == inside
    y = round(end.y())
    image = studio.picture()
    line = [colour_at(image, QPointF(x, row)) for x in range(round(start.x()), round(end.x())) for row in (y - 1, y)]
    assert sum(colour == QColor(theme.LIGHT.ink) or colour.lightness() < 160 for colour in line) > 50
    QTest.mouseRelease(studio.canvas, Left, NONE, end.toPoint())
    assert studio.canvas.selection == inside
    assert studio.document.undo_text is None


def test_with_shift_a_frame_adds_and_without_it_begins_anew(studio):
    _click_neuron(studio, 0, 3)
    _frame(studio, *_around(studio, (1, 0), (1, 1)), SHIFT)
    assert studio.canvas.selection == {Neuron(0, 3), Neuron(1, 0), Neuron(1, 1)}
    assert studio.canvas.chosen == (0, 3)
    _frame(studio, *_around(studio, (1, 2), (1, 2)))
    assert studio.canvas.selection == {Neuron(1, 2)}


def test_escape_brings_back_what_was_selected_before_the_frame(studio):
    _click_neuron(studio, 0, 3)
    start, end = _around(studio, (1, 0), (1, 1))
    _frame(studio, start, end, release=False)
    studio.key(Key.Key_Escape)
    assert studio.canvas.selection == {Neuron(0, 3)}
    QTest.mouseRelease(studio.canvas, Left, NONE, end.toPoint())
    assert studio.canvas.selection == {Neuron(0, 3)}


def test_without_a_neuron_inside_a_frame_selects_the_connections_that_it_holds(make_studio):
    studio = make_studio(stack(2, 2, 1), Points("circle"))
    left, right = studio.canvas.node_rect(0, 0), studio.canvas.node_rect(1, 0)
    top, bottom = min(left.top(), right.top()) + 5, max(left.bottom(), right.bottom()) - 5
    _frame(studio, QPointF(left.right() - 6, top - 60), QPointF(right.left() + 6, bottom))
    assert studio.canvas.selection == {Edge(1, 0, 0)}


def test_a_frame_around_a_folded_column_holds_the_neurons_that_are_not_drawn_too(make_studio):
    studio = make_studio(stack(2, 200, 1), Points("circle"))
    x = studio.canvas.arrangement.column(0).x
    _frame(studio, QPointF(x - 50, 740), QPointF(x + 50, 20))
    assert len(studio.canvas.selection) == 200


def test_a_frame_can_be_drawn_while_the_drawing_is_behind(studio):
    QTest.mouseClick(studio.control("layer-0-plus"), Left)
    _frame(studio, *_around(studio, (1, 0), (1, 1)))
    assert studio.canvas.selection == {Neuron(1, 0), Neuron(1, 1)}


# Keys ------------------------------------------------------------------------------------------------------------


def test_ctrl_a_selects_all_hidden_neurons(studio):
    studio.key(Key.Key_A, CTRL)
    assert studio.canvas.selection == HIDDEN


def test_shift_and_arrows_extend_and_take_back(studio):
    _click_neuron(studio, 0, 1)
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Right):
        studio.key(key, SHIFT)
    grown = {Neuron(0, 1), Neuron(0, 2), Neuron(0, 3), Neuron(1, 2)}
    assert studio.canvas.selection == grown
    studio.key(Key.Key_Left, SHIFT)
    assert studio.canvas.selection == grown - {Neuron(1, 2)}
    studio.key(Key.Key_Up)
    assert studio.canvas.selection == {
        Neuron(0, 1)
    }  # it had come half way between 2 and 3, where the upper one is next


def test_home_and_end_lead_to_the_ends_of_the_column(studio):
    _click_neuron(studio, 1, 1)
    studio.key(Key.Key_End)
    assert studio.canvas.chosen == (1, 2)
    studio.key(Key.Key_Home)
    assert studio.canvas.chosen == (1, 0)


def test_delete_takes_all_selected_neurons_away_in_one_step(studio):
    _click_neuron(studio, 0, 1)
    for neuron in ((0, 2), (1, 0), (1, 1), (1, 2)):
        _click_neuron(studio, *neuron, SHIFT)
    studio.key(Key.Key_Delete)
    assert studio.network.widths == (2, 2, 1)
    studio.document.undo()
    assert studio.network.widths == (2, 4, 3, 1)


def test_where_one_of_them_is_refused_all_of_them_stay(studio):
    _click_neuron(studio, 0, 1)
    _click_neuron(studio, 2, 0, SHIFT)
    studio.key(Key.Key_Delete)
    assert studio.document.undo_text is None
    assert "the data decide it" in studio.refusals[0][0]
    assert studio.canvas.selection == {Neuron(0, 1), Neuron(2, 0)}


# After edits -----------------------------------------------------------------------------------------------------


def test_after_removing_the_next_neuron_is_chosen(studio):
    _click_neuron(studio, 0, 1)
    chosen = []
    for _ in range(5):
        studio.key(Key.Key_Delete)
        studio.catch_up()
        chosen.append(studio.canvas.chosen)
    assert chosen == [(0, 1), (0, 1), (0, 0), None, None]
    assert studio.network.widths == (2, 3, 1)  # the next layer was not meant


def test_after_removing_a_layer_nothing_is_chosen(studio):
    for unit in range(4):
        _click_neuron(studio, 0, unit, SHIFT)
    for _ in range(2):
        studio.key(Key.Key_Delete)
        studio.catch_up()
    assert studio.canvas.selection == frozenset()
    assert studio.network.widths == (2, 3, 1)


def test_after_adding_the_new_neuron_is_chosen(studio):
    _click_neuron(studio, 0, 1)
    studio.key(Key.Key_Up, CTRL)
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(0, 4)}
    studio.drag_tile(_centre(studio, 1, 1))
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(1, 3)}


def test_what_is_selected_stays_selected_where_others_go(studio):
    _click_neuron(studio, 0, 2)
    _click(studio, studio.canvas.edge_point(1, 3, 1), SHIFT)
    _click(studio, studio.canvas.bias_point(1, 2), SHIFT)
    studio.canvas.edit(removed([Neuron(0, 0), Neuron(1, 0)]))
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(0, 1), Edge(1, 2, 0), Bias(1, 1)}
    studio.document.undo()
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(0, 2), Edge(1, 3, 1), Bias(1, 2)}


def test_dragged_away_the_next_neuron_is_chosen(studio):
    studio.drag(_centre(studio, 0, 1), QPointF(400, 720))
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(0, 1)}


def test_a_layer_put_in_shifts_what_is_selected_behind_it(studio):
    _click(studio, studio.canvas.edge_point(2, 1, 0))
    _click_neuron(studio, 1, 2, SHIFT)
    studio.canvas.edit(inserted_layer(0))
    assert studio.canvas.selection == {Edge(2, 1, 0), Neuron(1, 2)}
    studio.catch_up()
    assert studio.canvas.selection == {Edge(3, 1, 0), Neuron(2, 2)}
    studio.document.undo()
    studio.catch_up()
    assert studio.canvas.selection == {Edge(2, 1, 0), Neuron(1, 2)}


def test_two_edits_that_come_with_one_snapshot_are_both_followed(studio):
    _click_neuron(studio, 0, 3)
    QTest.mouseClick(studio.control("layer-0-plus"), Left)
    QTest.mouseClick(studio.control("layer-1-plus"), Left)
    studio.document.undo()
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(0, 3)}
    assert studio.canvas.is_in_step


def test_another_project_has_nothing_selected(studio):
    _click_neuron(studio, 0, 1)
    studio.document.load(studio.document.project, None, None)
    studio.catch_up()
    assert studio.canvas.selection == frozenset()
