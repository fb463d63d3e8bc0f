"""Names typed where they stand: real events in, document or pixels out."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.data.recipes import Points, Segments
from gui import theme
from gui.canvas.cards.naming import NameField
from tests.gui.canvas.conftest import colour_at, stack

Left, Key = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def studio(make_studio, qtbot):
    studio = make_studio(stack(2, 4, 3, 1), Points("circle"))
    studio.canvas.activateWindow()
    qtbot.waitUntil(studio.canvas.isActiveWindow)
    return studio


def _field(studio) -> NameField:
    field = studio.control("name-field")
    assert isinstance(field, NameField)
    return field


def _choose(studio, layer, unit):
    QTest.mouseClick(studio.canvas, Left, pos=studio.canvas.node_rect(layer, unit).center().toPoint())


def _double_click_name(studio, layer):
    header = studio.control("inputs-header" if layer < 0 else f"layer-{layer}-header")
    QTest.mouseDClick(header, Left, pos=header.mapFrom(studio.canvas, studio.canvas.name_rect(layer).center()))


def _type(studio, text, key=Key.Key_Return):
    field = QApplication.focusWidget()
    assert field is _field(studio)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, key)


def test_f2_names_the_chosen_neuron(studio):
    _choose(studio, 0, 1)
    studio.key(Key.Key_F2)
    assert _field(studio).placeholderText() == "Hidden 1 · 2"
    _type(studio, "left edge")
    assert studio.network.dense[0].unit_names == ((1, "left edge"),)
    assert studio.document.undo_text.startswith("rename ")
    assert not _field(studio).isVisible()
    assert QApplication.focusWidget() is studio.canvas
    studio.catch_up()
    assert studio.canvas.accessibleDescription().startswith("Hidden 1 · left edge")
    studio.move(studio.canvas.node_rect(0, 1).center())
    assert studio.canvas.card.title == "Hidden 1 · left edge"


def test_a_double_click_on_a_neuron_names_it_and_an_empty_name_takes_it_back(studio):
    place = studio.canvas.node_rect(1, 2).center().toPoint()
    QTest.mouseDClick(studio.canvas, Left, pos=place)
    _type(studio, "corner")
    studio.catch_up()
    QTest.mouseDClick(studio.canvas, Left, pos=place)
    assert _field(studio).selectedText() == "corner"
    _type(studio, "", Key.Key_Backspace)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert studio.network.dense[1].unit_names == ()


def test_a_double_click_on_a_layers_name_renames_the_layer(studio):
    _double_click_name(studio, 0)
    _type(studio, "Edges")
    assert studio.network.dense[0].name == "Edges"
    studio.catch_up()
    assert studio.control("layer-0-name").text() == "Edges"


def test_f2_renames_the_layer_where_it_is_selected_by_its_name(studio):
    header = studio.control("layer-1-header")
    QTest.mouseClick(header, Left, pos=header.mapFrom(studio.canvas, studio.canvas.name_rect(1).center()))
    studio.key(Key.Key_F2)
    _type(studio, "Corners")
    assert studio.network.dense[1].name == "Corners"


def test_escape_and_leaving_give_up_what_was_typed(studio):
    _choose(studio, 0, 1)
    studio.key(Key.Key_F2)
    _type(studio, "other", Key.Key_Escape)
    assert not _field(studio).isVisible()
    assert studio.canvas.chosen == (0, 1)  # that Esc was the field's
    studio.key(Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "other")
    studio.canvas.setFocus()
    assert not _field(studio).isVisible()
    assert studio.document.undo_text is None


def test_keys_typed_into_a_name_are_not_the_canvas(studio):
    _choose(studio, 0, 1)
    studio.key(Key.Key_F2)
    field = QApplication.focusWidget()
    for key, modifiers in (
        (Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Up, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_F, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.AltModifier),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(field, key, modifiers)
    assert studio.document.undo_text is None
    assert studio.canvas.chosen == (0, 1)
    assert field.isVisible()


def test_another_network_closes_the_field(studio):
    _choose(studio, 0, 1)
    studio.key(Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "oth")
    studio.document.edit("other", studio.document.project.replace(network=stack(2, 3, 1)))
    studio.catch_up()
    assert not _field(studio).isVisible()
    assert studio.network.dense[0].unit_names == ()


@pytest.mark.parametrize(("layer", "unit"), [(-1, 0), (1, 3)])
def test_what_the_data_name_is_not_renamed(make_studio, layer, unit):
    studio = make_studio(stack(7, 4, 10), Segments())
    _choose(studio, layer, unit)
    studio.key(Key.Key_F2)
    assert not _field(studio).isVisible()
    assert studio.refusals[0][0] == "The data name the inputs and the classes."


def test_a_name_stands_below_its_neuron_and_the_field_inside_the_canvas(make_studio):
    network = stack(2, 4, 3, 1)
    named = network.with_dense(0, network.dense[0].replace(unit_names=((3, "a name of some length, and more"),)))
    studio = make_studio(named, Points("circle"))
    frame = studio.canvas.node_rect(0, 3)
    image = studio.picture(2)
    below = [QPointF(frame.center().x() + dx / 2, frame.bottom() + dy / 2) for dx in range(-80, 80) for dy in range(40)]
    assert sum(colour_at(image, at) == QColor(theme.LIGHT.ink) for at in below) > 20
    _choose(studio, 0, 3)
    studio.key(Key.Key_F2)
    assert studio.canvas.rect().contains(_field(studio).geometry())
