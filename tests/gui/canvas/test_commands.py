"""The commands of the canvas by key and by context menu: real events in, document out."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from gui.canvas.commands import COMMANDS, menu_of
from gui.session.things import Bias, Edge, Neuron
from tests.gui.canvas.conftest import entries, stack

Left, Key = Qt.MouseButton.LeftButton, Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def _click(studio, layer, unit, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(studio.canvas, Left, modifiers, studio.canvas.node_rect(layer, unit).center().toPoint())


def _menu(studio, place, act=lambda menu: None):
    """Open the context menu at a place, do something with it, and give its texts."""
    texts = []

    def look():
        menu = studio.canvas.findChild(QMenu, "canvas-menu")
        texts.extend(action.text() for action in entries(menu))
        act(menu)
        menu.close()

    QTimer.singleShot(0, look)
    at = place.toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, studio.canvas.mapToGlobal(at))
    QApplication.sendEvent(studio.canvas, event)
    return texts


def _triggers(text):
    return lambda menu: next(action for action in entries(menu) if action.text() == text).trigger()


def test_the_menu_of_a_neuron_has_what_can_be_done_with_it(studio):
    texts = _menu(studio, studio.canvas.node_rect(0, 1).center())
    assert studio.canvas.selection == {Neuron(0, 1)}
    assert {"Rename neuron…", "Rename layer…", "Copy neuron", "Copy layer", "Delete neuron", "Move up"} <= set(texts)
    assert len(texts) == len(set(texts))


def test_the_menu_of_a_neuron_deletes_its_layer_and_undo_brings_it_back(studio):
    widths = studio.network.widths
    _menu(studio, studio.canvas.node_rect(0, 1).center(), _triggers("Delete layer"))
    assert studio.network.widths == (widths[0], *widths[2:])
    studio.catch_up()
    assert studio.canvas.selection == frozenset()
    studio.document.undo()
    assert studio.network.widths == widths
    studio.catch_up()
    _click(studio, 0, 1)
    studio.key(Qt.Key.Key_Delete, SHIFT)
    assert studio.network.widths == (widths[0], *widths[2:])


def test_the_menu_acts_on_all_that_is_selected(studio):
    _click(studio, 0, 0)
    _click(studio, 0, 3, SHIFT)
    texts = _menu(studio, studio.canvas.node_rect(0, 3).center(), _triggers("Delete 2 neurons"))
    assert "Copy 2 neurons" in texts
    assert studio.network.widths == (2, 2, 3, 1)


def test_the_menu_of_a_layers_name_is_about_the_layer(studio):
    header = studio.control("layer-0-header")
    texts = _menu(studio, header.geometry().center().toPointF(), _triggers("Delete layer"))
    assert {"Rename layer…", "Copy layer", "Duplicate layer"} <= set(texts)
    assert texts.count("Copy layer") == texts.count("Rename layer…") == 1
    assert studio.network.widths == (2, 3, 1)


def test_the_menu_of_empty_canvas_offers_what_needs_no_selection(studio):
    _click(studio, 0, 0)
    place = studio.canvas.rect().bottomRight().toPointF() / 1.02
    assert _menu(studio, place) == [
        "Paste", "Select all neurons", "Go to neuron…", "Copy all weights as table", "Weight matrix",
        "Next weight", "Previous weight",
        "Type a sample…", "Walk one training step", "Watch it flow", "Flow to the next layer",
        "Next sample", "Sample before", "Fit", "Zoom to layer", "Zoom in", "Zoom out", "Normal size",
    ]  # fmt: skip
    assert studio.canvas.selection == frozenset()


def _groups(canvas):
    """The texts of the context menu, its lines, and the names of the menus inside it."""
    menu = menu_of(canvas)
    texts = [action.text() for action in menu.actions()]
    menu.deleteLater()
    return texts


def test_menus_inside_the_menu_stand_below_what_is_in_it(studio):
    studio.canvas.choose(Neuron(0, 1))
    texts = _groups(studio.canvas)
    assert texts[-5:] == ["", "Weights", "Sample", "Layer and order", "View"]
    assert "Fit" not in texts


def test_the_menu_of_a_weight_has_what_is_done_with_weights_at_hand(studio):
    studio.canvas.choose(Edge(0, 0, 1))
    assert _groups(studio.canvas)[:7] == ["Set value…", "Rename…", "", "Lock", "Cut", "Set to zero", "Randomize"]


@pytest.mark.parametrize("thing", [None, Neuron(-1, 0), Neuron(0, 1), Neuron(2, 0), Edge(0, 0, 1), Bias(1, 1)], ids=str)
def test_no_key_means_two_things(studio, thing):
    studio.canvas.choose(thing)
    keys = [key for command in COMMANDS if command.is_possible(studio.canvas) for key in command.keys]
    assert len(keys) == len(set(keys))


def test_alt_and_up_or_down_move_the_selected_neurons_one_place(studio):
    posted = []
    studio.document.posted.connect(posted.append)
    _click(studio, 0, 1)
    _click(studio, 0, 2, SHIFT)
    studio.key(Key.Key_Down, ALT)
    assert posted[-1].vectors.sources[0].units == (0, 3, 1, 2)
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(0, 2), Neuron(0, 3)}
    studio.key(Key.Key_Down, ALT)
    assert len(posted) == 1  # there is no place further down
    for _ in range(2):
        studio.key(Key.Key_Up, ALT)
        studio.catch_up()
    assert studio.canvas.selection == {Neuron(0, 0), Neuron(0, 1)}


def test_alt_and_left_or_right_move_the_layer_and_what_is_selected_goes_along(studio):
    _click(studio, 0, 1)
    studio.key(Key.Key_Right, ALT)
    assert studio.network.widths == (2, 3, 4, 1)
    studio.catch_up()
    assert studio.canvas.selection == {Neuron(1, 1)}
    studio.key(Key.Key_Right, ALT)
    assert studio.network.widths == (2, 3, 4, 1)
    studio.key(Key.Key_Left, ALT)
    assert studio.network.widths == (2, 4, 3, 1)


@pytest.mark.parametrize("layer", [-1, 2])
def test_both_ends_refuse_to_be_moved(make_studio, layer):
    studio = make_studio(stack(2, 4, 3, 2))
    _click(studio, layer, 1)
    studio.key(Key.Key_Up, ALT)
    studio.key(Key.Key_Left, ALT)
    assert [message.split(":")[1] for message, _ in studio.refusals] == [" the data decide it."] * 2
    assert studio.document.undo_text is None


def test_the_menus_of_inputs_and_outputs_offer_nothing_that_they_can_but_refuse(studio):
    refused = {"Copy neuron", "Copy layer", "Duplicate layer", "Delete neuron", "Add neuron to layer", "Move up"}
    for layer, offered in ((-1, set()), (2, {"Copy layer"})):
        texts = set(_menu(studio, studio.canvas.node_rect(layer, 0).center()))
        assert "What each neuron is worth" in texts and texts & refused == offered
    studio.canvas.select(frozenset((Neuron(-1, 0), Neuron(-1, 1))), Neuron(-1, 0))
    assert not set(_menu(studio, studio.canvas.node_rect(-1, 0).center())) & refused


@pytest.mark.parametrize("thing", [Edge(1, 0, 1), Bias(0, 1)], ids=str)
def test_the_menu_of_a_weight_does_not_copy_its_layer(studio, thing):
    studio.canvas.choose(thing)
    menu = menu_of(studio.canvas)
    texts = {action.text() for action in entries(menu)}
    menu.deleteLater()
    assert "Set value…" in texts and not texts & {"Copy layer", "Duplicate layer"}


@pytest.mark.parametrize("thing", [Neuron(0, 1), Edge(1, 0, 2), Bias(1, 1)])
def test_the_menu_key_opens_the_menu_at_the_chosen_thing(studio, thing):
    studio.canvas.choose(thing)
    places = []

    def look():
        menu = studio.canvas.findChild(QMenu, "canvas-menu")
        places.append(studio.canvas.mapFromGlobal(menu.pos()))
        menu.close()

    QTimer.singleShot(0, look)
    middle = studio.canvas.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, studio.canvas.mapToGlobal(middle))
    QApplication.sendEvent(studio.canvas, event)
    at = studio.canvas.node_rect(0, 1).center() if isinstance(thing, Neuron) else studio.canvas.point_of(thing)
    screen = studio.canvas.screen().availableGeometry()
    # Near the edge of the screen a menu turns to the other side of its place; its left border stays there.
    assert abs(places[0].x() - at.x()) <= 1 or screen.right() - studio.canvas.mapToGlobal(at).x() < 400
    assert places[0].y() <= at.y() + 1


def test_w_with_nothing_chosen_begins_at_the_first_neuron_and_says_each_value(studio):
    studio.canvas.choose(None)
    studio.key(Key.Key_W)
    assert studio.canvas.chosen_thing == Edge(0, 0, 0)
    assert studio.told[-1].startswith("x₁ → ") and "w = " in studio.told[-1]
    assert studio.told[-1] in studio.canvas.accessibleDescription()


@pytest.mark.parametrize(("key", "neuron"), [(Key.Key_Left, Neuron(0, 3)), (Key.Key_Right, Neuron(1, 2))])
def test_arrows_lead_from_a_connection_to_its_ends(studio, key, neuron):
    studio.canvas.choose(Edge(1, 3, 2))
    studio.key(key)
    assert studio.canvas.chosen_thing == neuron


def test_walking_the_weights_and_copying_a_layer_are_in_the_menu_with_their_keys(studio):
    studio.canvas.choose(Neuron(0, 1))
    keys = {action.text(): action.shortcut().toString() for action in entries(menu_of(studio.canvas))}
    assert (keys["Next weight"], keys["Previous weight"], keys["Copy layer"]) == ("W", "Shift+W", "Ctrl+Alt+C")
    studio.key(Key.Key_C, ALT | Qt.KeyboardModifier.ControlModifier)
    assert studio.told[-1] == "Copied Hidden 1, with weights."


@pytest.mark.parametrize(("hold", "press"), [(Key.Key_X, Key.Key_R), (Key.Key_L, Key.Key_R), (Key.Key_X, Key.Key_Z)])
def test_where_no_number_can_change_nothing_is_done_and_the_reason_is_said(studio, hold, press):
    studio.canvas.choose(Edge(0, 0, 1))
    studio.key(hold)
    studio.catch_up()
    before = studio.document.undo_text
    studio.key(press, SHIFT if press == Key.Key_Z else Qt.KeyboardModifier.NoModifier)
    assert studio.document.undo_text == before
    assert len(studio.refusals) == 1
