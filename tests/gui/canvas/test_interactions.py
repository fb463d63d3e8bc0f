"""Layers without neurons carried from the strip: real events in, document or pixels out."""

import itertools

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from core.data.recipes import Points
from core.layers import BatchNormalization, Dropout
from gui import theme
from gui.canvas.gestures.interactions import followed_at
from tests.gui.canvas.conftest import colour_at, stack

TILES = {"dropout": Dropout(0.2), "batch-norm": BatchNormalization()}


def _centre(studio, layer, unit=0):
    return studio.canvas.node_rect(layer, unit).center()


def _begin(studio, name, place):
    tile = studio.control(f"tile-{name}")
    studio.press(QPointF(tile.mapTo(studio.canvas, QPoint(20, 20))), tile)
    studio.move(place, tile)
    return tile


def _washed(studio, layer, colour):
    """Which part of the edge of the column's highlight is washed in this colour."""
    column = studio.canvas.arrangement.column(layer)
    image = studio.picture()
    wash = theme.blend(colour, theme.LIGHT.canvas, 0.1)
    x = column.x - column.node / 2 - 5
    down = range(round(column.top), round(column.bottom))
    there = [colour_at(image, QPointF(x, y)) for y in down]
    return sum(abs(a.red() - wash.red()) + abs(a.blue() - wash.blue()) < 4 for a in there) / len(down)


@pytest.mark.parametrize("name", TILES)
@pytest.mark.parametrize("layer", [-1, 0, 1])
def test_dropped_on_a_column_it_stands_after_it(studio, name, layer):
    studio.drag_tile(_centre(studio, layer, 1), name)
    expected = tuple((TILES[name],) if place == layer else () for place in range(-1, 3))
    assert studio.network.followers == expected
    kind = {"dropout": "dropout", "batch-norm": "batch normalization"}[name]
    where = ("the inputs", "Hidden 1", "Hidden 2")[layer + 1]
    assert studio.document.undo_text == f"add {kind} to {where}"
    studio.document.undo()
    assert studio.network == stack(2, 4, 3, 1)


@pytest.mark.parametrize("before", [0, 1, 2])
def test_dropped_into_a_gap_it_stands_after_the_column_before_it(studio, before):
    studio.drag_tile(studio.canvas.gap_centre(before) + QPointF(0, 100), "dropout")
    assert studio.network.followers[before] == (Dropout(0.2),)


@pytest.mark.parametrize("shift", [0, 70])
def test_over_the_output_and_behind_it_it_is_refused_before_and_after_the_drop(studio, shift):
    place = _centre(studio, 2) + QPointF(shift, 60)
    assert _washed(studio, 2, theme.LIGHT.error) == 0.0
    tile = _begin(studio, "dropout", place)
    assert _washed(studio, 2, theme.LIGHT.error) > 0.4
    assert studio.refusals == []
    studio.release(place, tile)
    assert studio.refusals[0][0] == "Dropout does nothing after the output layer."
    assert studio.document.undo_text is None


def test_a_second_one_of_its_kind_is_red_before_the_drop_and_refused_after_it(make_studio):
    studio = make_studio(stack(2, 4, 1, after={0: (Dropout(0.5),)}), Points("circle"))
    tile = _begin(studio, "dropout", _centre(studio, 0, 2))
    assert _washed(studio, 0, theme.LIGHT.error) > 0.4
    studio.release(_centre(studio, 0, 2), tile)
    assert "already" in studio.refusals[0][0]
    studio.drag_tile(_centre(studio, 0, 2), "batch-norm")
    assert studio.network.followers[1] == (Dropout(0.5), BatchNormalization())


@pytest.mark.parametrize("layer", [-1, 0, 1])
def test_the_column_is_marked_in_ink_before_the_drop(studio, layer):
    tile = _begin(studio, "batch-norm", _centre(studio, layer, 1) + QPointF(0, 30))
    assert [_washed(studio, other, theme.LIGHT.ink) > 0.4 for other in (-1, 0, 1)] == [
        other == layer for other in (-1, 0, 1)
    ]
    studio.key(Qt.Key.Key_Escape)
    assert _washed(studio, layer, theme.LIGHT.ink) == 0.0
    studio.release(_centre(studio, layer, 1), tile)
    assert studio.document.undo_text is None


def test_dropped_left_of_the_inputs_or_back_on_the_strip_nothing_happens(studio):
    for place in (QPointF(30, 40), QPointF(20, 600), QPointF(-50, 300)):
        studio.drag_tile(place, "dropout")
    assert studio.document.undo_text is None
    assert studio.refusals == []


def test_while_the_drawing_is_behind_nothing_can_be_carried(studio):
    QTest.mouseClick(studio.control("layer-0-plus"), Qt.MouseButton.LeftButton)
    text = studio.document.undo_text
    studio.drag_tile(_centre(studio, 0, 1), "dropout")
    assert studio.document.undo_text == text


def test_enter_on_a_tile_puts_it_after_the_chosen_column_or_the_last_hidden_one(studio):
    QTest.keyClick(studio.control("tile-dropout"), Qt.Key.Key_Return)
    assert studio.network.followers == ((), (), (Dropout(0.2),), ())
    studio.catch_up()
    studio.press(_centre(studio, -1))
    studio.release(_centre(studio, -1))
    QTest.keyClick(studio.control("tile-batch-norm"), Qt.Key.Key_Enter)
    assert studio.network.followers == ((BatchNormalization(),), (), (Dropout(0.2),), ())


def test_a_column_owns_the_gap_behind_it(studio):
    geometry = studio.canvas.arrangement
    xs = [column.x for column in geometry.columns]
    assert [followed_at(geometry, x) for x in xs] == [-1, 0, 1, 2]
    assert [followed_at(geometry, (a + b) / 2) for a, b in itertools.pairwise(xs)] == [-1, 0, 1]
    assert followed_at(geometry, xs[0] - 60) is None
    assert followed_at(geometry, xs[-1] + 60) == 2
