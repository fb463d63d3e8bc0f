"""The card at the pointer: it covers neither what it is about nor what lies over the drawing."""

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gui import theme
from gui.canvas.drawn.notes import place_beside
from gui.session.things import Neuron
from tests.gui.canvas.conftest import colour_at, stack

ROOM = QRectF(0, 0, 400, 300)
SIZE = QSizeF(100, 60)


@pytest.mark.parametrize("at", [(30, 30), (370, 30), (30, 270), (370, 270), (200, 150)])
def test_the_card_stays_in_the_room_and_off_its_own_neuron(at):
    neuron = QRectF(at[0] - 25, at[1] - 25, 50, 50)
    frame = place_beside(QPointF(*at), SIZE, neuron, ROOM, [])
    assert ROOM.contains(frame)
    assert not frame.intersects(neuron)


def test_the_card_goes_where_nothing_is_taken():
    neuron, tile = QRectF(175, 125, 50, 50), QRectF(180, 180, 200, 100)
    frame = place_beside(QPointF(200, 150), SIZE, neuron, ROOM, [tile])
    assert not frame.intersects(tile) and not frame.intersects(neuron)


def test_the_card_of_a_line_stands_beside_the_pointer():
    pointer = QPointF(390, 290)
    frame = place_beside(pointer, SIZE, QRectF(), ROOM, [])
    assert ROOM.contains(frame) and not frame.contains(pointer)


def test_the_bias_of_the_neuron_that_is_pointed_at_can_be_read(make_studio):
    studio = make_studio(stack(2, 3, 1))
    studio.move(studio.canvas.node_rect(0, 1).center())
    written = studio.canvas.frame_of(Neuron(0, 1))
    assert written.height() > studio.canvas.node_rect(0, 1).height()
    picture = studio.picture()
    corner = QPointF(written.center().x() + 22, written.bottom() - 2)
    assert colour_at(picture, corner).name() == theme.LIGHT.canvas


def test_the_card_of_a_neuron_says_what_a_click_does_and_that_of_an_input_does_not(make_studio):
    studio = make_studio(stack(2, 3, 1))
    studio.move(QPointF(3, 300))
    studio.move(studio.canvas.node_rect(0, 1).center())
    assert studio.canvas.card.hint == "click for its formula"
    studio.canvas.choose(Neuron(0, 1))
    assert "click" not in studio.canvas.accessibleDescription()
    studio.move(studio.canvas.node_rect(-1, 1).center())
    assert studio.canvas.card.hint == ""
