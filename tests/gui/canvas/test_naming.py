"""Names typed where they stand: real events in, document or pixels out."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.data.recipes import Points, Segments
from gui import theme
from gui.canvas.cards.name_field import NameField
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.sheet import Sheet, Subject
from gui.canvas.look import Look
from gui.session.things import Neuron
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


def test_escape_and_what_no_hand_does_give_up_what_was_typed(studio):
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


def test_a_name_that_was_typed_is_kept_by_a_press_elsewhere_which_does_what_it_does(studio):
    _choose(studio, 0, 1)
    studio.key(Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "edge")
    _choose(studio, 1, 2)
    assert studio.network.dense[0].unit_names == ((1, "edge"),) and not _field(studio).isVisible()
    assert len(studio.document.history) == 1
    studio.catch_up()
    assert studio.canvas.chosen == (1, 2)


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


def _named(widths, names):
    """A network with these neurons named: {(layer, unit): name}."""
    network = stack(*widths)
    for (layer, unit), name in names.items():
        dense = network.dense[layer]
        network = network.with_dense(layer, dense.replace(unit_names=(*dense.unit_names, (unit, name))))
    return network


def _ink(image, frame):
    """How much of this frame is letters in ink."""
    crop = image.copy(frame.toRect())
    return sum(crop.pixelColor(x, y).lightness() < 110 for x in range(crop.width()) for y in range(crop.height()))


NAMES = {(0, 1): "diagon", (1, 0): "corner", (2, 0): "answer"}


@pytest.mark.parametrize(("layer", "unit"), NAMES)
def test_what_is_written_beside_a_neuron_leaves_its_name_whole(make_studio, layer, unit):
    studio = make_studio(_named((2, 4, 3, 1), NAMES), Points("circle"))
    node = studio.canvas.node_rect(layer, unit)
    line = QRectF(node.center().x() - 40, node.bottom() + 6, 80, 13)
    assert studio.canvas.drawing.numbers.spots(), "there are numbers to stand in its way"
    pictures = []
    for look in (Look(), Look(numbers="never")):
        studio.canvas.show_look(look)
        pictures.append(studio.picture().copy(line.toRect()))
    assert pictures[0] == pictures[1] and _ink(pictures[0], QRectF(pictures[0].rect())) > 20
    studio.canvas.show_look(Look())
    frame = studio.canvas.arrangement.rectangle(layer, unit)
    under = studio.canvas.drawing.numbers.under(layer, unit)
    assert under.top() >= frame[1] + frame[3] + 20, "the bias stands on the next line"


@pytest.mark.parametrize("size", [(1200, 900), (775, 360), (560, 420)])
def test_names_of_all_neurons_can_be_read_in_a_crowded_column(make_studio, size):
    studio = make_studio(_named((2, 9, 1), {(0, unit): f"name {unit}" for unit in range(9)}), size=size)
    column, canvas = studio.canvas.arrangement.column(0), studio.canvas
    has_line = column.pitch - column.node >= 20
    for unit in range(9):
        node = canvas.node_rect(0, unit)
        place = QRectF(node.center().x() - 20, node.bottom() + 6, 40, 13)
        if not has_line:
            place = QRectF(node.right() + 6, node.center().y() - 6, 44, 12)
        assert _ink(studio.picture(), place) > 20


def test_a_sheet_has_room_for_names_and_numbers(qapp):
    long = "an answer with quite a lot of words"
    network = _named((2, 4, 3, 1), {**NAMES, (2, 0): long})
    pictures = []
    for look in (Look(), Look(numbers="never")):
        sheet = Sheet(Subject("A", network, network.initial(0), Labels(("x", "y"), picture="plane"), look))
        image = QImage(sheet.size, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        sheet.paint(painter, theme.LIGHT)
        painter.end()
        x, y, side, _ = sheet.drawing.geometry.rectangle(2, 0)
        pictures.append(image.copy(QRectF(x + side / 2 - 150, y + side + 6, 300, 13).toRect()))
    assert pictures[0] == pictures[1]
    letters = [x for x in range(300) if _ink(pictures[0], QRectF(x, 0, 1, 13))]
    assert letters[-1] - letters[0] > 150, "all of it, not cut"


def test_the_field_shows_what_a_layer_is_called_now_and_enter_alone_changes_nothing(studio):
    _double_click_name(studio, 0)
    assert _field(studio).selectedText() == "Hidden 1"
    _type(studio, "")
    assert studio.document.undo_text is None
    _double_click_name(studio, 0)
    _type(studio, "Edges")
    studio.catch_up()
    _double_click_name(studio, 0)
    assert _field(studio).selectedText() == "Edges"
    _type(studio, "Hidden 1")
    assert studio.network.dense[0].name is None


def test_what_a_neuron_is_called_without_a_name_can_be_read_in_the_field(studio):
    _choose(studio, 0, 1)
    studio.key(Key.Key_F2)
    assert QApplication.focusWidget() is _field(studio)
    frame = QRectF(_field(studio).geometry()).adjusted(12, 4, -12, -4)
    letters = studio.picture().copy(frame.toRect())
    colours = [letters.pixel(x, y) for x in range(letters.width()) for y in range(letters.height())]
    assert sum(colour != QColor(theme.LIGHT.field).rgb() for colour in colours) > 40


@pytest.mark.parametrize("widths", [(2, 4, 3, 1), (2, 16, 1), (2, 40, 1)])
def test_the_field_leaves_the_neuron_to_be_seen(make_studio, widths):
    studio = make_studio(stack(*widths), Points("circle"))
    for unit in (0, widths[1] - 1):
        studio.canvas.choose(Neuron(0, unit))
        studio.key(Key.Key_F2)
        QTest.keyClicks(_field(studio), "a name of quite some length, and more")
        assert _field(studio).isVisible()
        assert not QRectF(_field(studio).geometry()).intersects(studio.canvas.node_rect(0, unit))
        assert studio.canvas.rect().contains(_field(studio).geometry())
        QTest.keyClick(_field(studio), Key.Key_Escape)
