"""How networks are drawn: what is hidden, dashes, digits and colours, and the panel where they are chosen."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QWidget

from core.data.recipes import Points
from gui import theme
from gui.canvas.drawn.legend import hidden_text
from gui.canvas.drawn.letters import contrast
from gui.canvas.look import Look
from gui.session.things import Edge
from tests.gui.canvas.conftest import colour_at, is_negative, is_positive, stack


def _two(make_studio, weights=(4.0, -0.5), data=None):
    network = stack(2, 1)
    theta = np.zeros(network.size, network.dtype)
    network.views(theta)[0]["weights"][:, 0] = weights
    return make_studio(network, data, theta=theta)


def _has(studio, unit, is_colour) -> bool:
    """Whether the line from this input has its colour somewhere across its number's way."""
    place = studio.canvas.edge_point(0, unit, 0)
    image = studio.picture()
    return any(is_colour(colour_at(image, place + QPointF(0, dy / 2))) for dy in range(-8, 9))


def test_what_is_weaker_than_the_slider_says_is_neither_drawn_nor_pointed_at(make_studio):
    studio = _two(make_studio)
    place = studio.canvas.edge_point(0, 1, 0)
    studio.move(place)
    assert studio.canvas.card.title.startswith("x₂")
    studio.move(QPointF(3, 300))
    studio.canvas.show_look(Look(weakest=0.2, numbers="never"))
    assert not _has(studio, 1, is_negative)
    assert _has(studio, 0, is_positive)
    studio.move(place)
    assert studio.canvas.card is None


def test_a_neuron_that_is_pointed_at_shows_what_is_hidden_of_it(make_studio):
    studio = _two(make_studio)
    studio.canvas.show_look(Look(weakest=0.2, numbers="never"))
    studio.move(studio.canvas.node_rect(0, 0).center())
    assert _has(studio, 1, is_negative)


def test_the_legend_says_how_many_are_hidden_and_below_what(make_studio):
    studio = _two(make_studio)
    edges = studio.canvas.drawing.edges
    assert hidden_text(edges, 2, Look()) == ""
    studio.canvas.show_look(Look(weakest=0.2))
    assert hidden_text(edges, 2, studio.canvas.look) == "hidden below 1: 1 of 2"
    studio = make_studio(stack(64, 32, 10))
    assert hidden_text(studio.canvas.drawing.edges, 2368, Look()) == "600 of 2,368 shown"
    studio.canvas.show_look(Look(weakest=0.4))
    text = hidden_text(studio.canvas.drawing.edges, 2368, studio.canvas.look)
    assert text.endswith(" of 2,368 shown, none below 0.2") and not text.startswith("600")


@pytest.mark.parametrize("widths", [(2, 1), (12, 12)])
def test_negative_weights_can_be_dashed_and_positive_ones_are_not(make_studio, widths):
    network = stack(*widths)
    theta = np.zeros(network.size, network.dtype)
    weights = network.views(theta)[0]["weights"]
    weights[0, 0], weights[-1, -1] = 3.0, -3.0
    studio = make_studio(network, theta=theta)

    def breaks(edge, is_colour):
        """How often the line is interrupted along its level parts."""
        studio.canvas.show_look(Look(is_dashed=True, numbers="never"))
        image = studio.picture()
        edges = studio.canvas.drawing.edges
        place = next(at for at in range(edges.weights.size) if edges.edge(at) == edge)
        seen = []
        for t in np.linspace(0.02, 0.98, 250).tolist():
            x, y = edges.along(t, np.array([place]))
            seen.append(is_colour(colour_at(image, QPointF(float(x[0]), float(y[0])))))
        return sum(a and not b for a, b in pairwise(seen))

    assert breaks(Edge(0, 0, 0), is_positive) <= 1
    assert breaks(Edge(0, widths[0] - 1, widths[1] - 1), is_negative) >= 8


def test_cards_and_outputs_have_as_many_digits_as_wanted(make_studio):
    studio = _two(make_studio, (1.23456789, -0.5))
    place = studio.canvas.edge_point(0, 0, 0)
    for digits, text in ((2, "w = 1.23"), (6, "w = 1.234568")):
        studio.canvas.show_look(Look(digits=digits))
        studio.move(QPointF(3, 300))
        studio.move(place)
        assert studio.canvas.card.value == text


def test_the_legend_keeps_clear_of_the_network_and_the_button_in_a_small_window(make_studio):
    network = stack(7, 4, 10)
    studio = make_studio(network, size=(646, 630))
    studio.canvas.show_look(Look(is_dashed=True, weakest=0.3, digits=6))
    room = studio.canvas.standing.legend_room
    assert room.left() > studio.control("look").geometry().right()
    assert room.top() >= max(studio.canvas.node_rect(1, unit).bottom() for unit in range(10))
    image = studio.picture()
    colours = {colour_at(image, QPointF(x, room.center().y())).name() for x in range(int(room.right()), 646)}
    assert colours == {theme.LIGHT.canvas}


# The panel -----------------------------------------------------------------------------------------------------------


def _open(studio):
    QTest.mouseClick(studio.control("look"), Qt.MouseButton.LeftButton)
    return studio.control("look-panel")


def test_the_panel_opens_above_its_button_and_esc_closes_it(make_studio):
    studio = make_studio(stack(2, 3, 1), size=(646, 630))
    panel = _open(studio)
    assert panel.isVisible() and studio.canvas.rect().contains(panel.geometry())
    assert panel.geometry().bottom() < studio.control("look").geometry().top()
    slider = studio.control("look-weakest")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Escape)
    assert not panel.isVisible() and studio.canvas.focusWidget() is studio.control("look")
    _open(studio)
    studio.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_esc_closes_the_panel_before_it_gives_up_the_selection(make_studio):
    studio = make_studio(stack(2, 3, 1))
    panel = _open(studio)
    studio.canvas.choose(Edge(0, 0, 0))
    studio.key(Qt.Key.Key_Escape)
    assert not panel.isVisible() and studio.canvas.selection == {Edge(0, 0, 0)}
    studio.key(Qt.Key.Key_Escape)
    assert not studio.canvas.selection
    _open(studio)
    for name in ("tile-neuron", "layer-0-activation", "layer-0-plus", "look"):
        control = studio.control(name)
        control.setFocus()
        QTest.keyClick(control, Qt.Key.Key_Escape)
        assert not panel.isVisible(), name
        _open(studio)


def test_a_cross_in_its_corner_closes_the_panel(make_studio):
    studio = make_studio(stack(2, 3, 1))
    panel, cross = _open(studio), studio.control("look-close")
    assert cross.accessibleName() and "Esc" in cross.toolTip()
    place = cross.mapTo(panel, cross.rect().topRight())
    assert panel.width() - place.x() <= 10 and place.y() <= 16
    at = cross.mapTo(studio.canvas, cross.rect().center())
    QTest.mouseClick(studio.canvas.windowHandle(), Qt.MouseButton.LeftButton, pos=at)  # whatever lies there
    assert not panel.isVisible() and not studio.control("look").isChecked()


def test_all_of_it_can_be_done_by_keyboard(make_studio):
    studio = make_studio(stack(2, 3, 1))
    studio.control("look").setFocus()
    QTest.keyClick(studio.control("look"), Qt.Key.Key_Space)
    reached = set()
    for _ in range(40):
        reached.add(studio.canvas.focusWidget().objectName())
        QTest.keyClick(studio.canvas.focusWidget(), Qt.Key.Key_Tab)
    for name in ("look-weakest", "look-numbers-room", "look-digits-3", "look-palette-blue-orange", "look-names"):
        assert name in reached


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Home])
def test_walking_keys_that_a_control_of_the_panel_cannot_use_choose_no_neuron(make_studio, key):
    studio = make_studio(stack(2, 3, 1))
    _open(studio)
    for name in ("look-numbers-room", "look-numbers-never", "look-digits-2", "look-names"):
        control = studio.control(name)
        control.setFocus()
        for _ in range(5):
            QTest.keyClick(studio.canvas.focusWidget(), key)
        assert not studio.canvas.selection
        assert studio.control("look-panel").isAncestorOf(studio.canvas.focusWidget())


def test_opened_with_the_mouse_the_panel_has_the_keyboard_and_esc_closes_it_from_each_of_its_controls(make_studio):
    studio = make_studio(stack(2, 3, 1))
    _open(studio)
    assert studio.canvas.focusWidget() is studio.control("look-weakest")
    panel = studio.control("look-panel")
    for control in panel.findChildren(QWidget):
        if control.focusPolicy() & Qt.FocusPolicy.TabFocus:
            studio.control("look").setChecked(True)
            control.setFocus()
            QTest.keyClick(control, Qt.Key.Key_Escape)
            assert not panel.isVisible(), control.objectName()


def test_a_chosen_entry_with_the_keyboard_keeps_its_border_and_has_a_ring_besides(make_studio, qapp):
    theme.apply(qapp, theme.LIGHT)
    studio = make_studio(stack(2, 3, 1))
    studio.canvas.activateWindow()
    assert QTest.qWaitForWindowActive(studio.canvas)
    _open(studio)
    button = studio.control("look-digits-3")

    def edge() -> list[bool]:
        """Which of the outermost pixels are dark."""
        image = button.grab().toImage()
        return [image.pixelColor(x, button.height() // 2).lightness() < 128 for x in range(6)]

    assert edge() == [True, True, False, False, False, False]
    button.setFocus()
    assert edge() == [True, True, False, True, True, False]


def test_each_control_asks_for_its_look(make_studio):
    studio = make_studio(stack(2, 3, 1))
    _open(studio)
    looks: list[Look] = []
    studio.canvas.look_changed.connect(looks.append)
    slider = studio.control("look-weakest")
    assert isinstance(slider, QSlider)
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    for name in ("look-numbers-always", "look-digits-5", "look-palette-violet-gold", "look-names", "look-dashed"):
        QTest.mouseClick(studio.control(name), Qt.MouseButton.LeftButton)
    wanted = Look(5, "always", True, 0.1, "violet-gold", True)
    assert looks[-1] == wanted == studio.canvas.look
    assert studio.control("look-weakest-value").text().startswith("|w| = 0.")


def test_a_press_on_the_panel_does_nothing_to_the_network_behind(make_studio):
    studio = make_studio(stack(2, 3, 1))
    panel = _open(studio)
    before = studio.document.project
    studio.drag(QPointF(10, 8), QPointF(400, 300), panel)
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(10, 8))
    assert studio.document.project == before and not studio.canvas.is_dragging and studio.canvas.chosen is None


# Colours -------------------------------------------------------------------------------------------------------------

SEEN = {  # what is left of linear red, green and blue, after Machado, Oliveira and Fernandes (2009)
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def _lab(colour: str, seen=None) -> np.ndarray:
    parsed = QColor(colour)
    parts = np.array([parsed.redF(), parsed.greenF(), parsed.blueF()])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    if seen is not None:
        linear = np.clip(np.array(seen) @ linear, 0.0, 1.0)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ linear / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("name", theme.PALETTES)
@pytest.mark.parametrize("base", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_positive_and_negative_differ_for_everybody_and_can_be_seen(name, base):
    worn = theme.with_palette(base, name)
    for seen in (None, *SEEN.values()):
        assert np.linalg.norm(_lab(worn.positive, seen) - _lab(worn.negative, seen)) > 40
    for colour in (worn.positive, worn.negative):
        assert contrast(QColor(colour), QColor(worn.canvas)) > 2.9


@pytest.mark.parametrize("base", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_without_colours_zero_lies_between_negative_and_positive(base):
    table = theme.diverging_table(theme.with_palette(base, "black-grey"))
    lightness = [_lab(QColor(int(pixel)).name())[0] for pixel in table[::5]]
    steps = np.sign(np.diff(lightness))
    assert abs(steps.sum()) >= 0.9 * steps.size


def test_the_first_palette_is_that_of_the_themes():
    assert [theme.with_palette(base, theme.DEFAULT_PALETTE) for base in theme.THEMES.values()] == [
        theme.LIGHT,
        theme.DARK,
    ]


def test_a_palette_colours_lines_neurons_and_biases_alike(make_studio):
    studio = _two(make_studio, data=Points("circle"))
    studio.canvas.show_theme(theme.with_palette(theme.LIGHT, "green-purple"))
    studio.canvas.show_look(Look(numbers="never"))
    image = studio.picture()
    found = {image.pixelColor(x, y).name() for x in range(0, 775, 2) for y in range(120, 760, 2)}
    assert not found & {theme.LIGHT.positive, theme.LIGHT.negative}
    assert any(QColor(name).green() > QColor(name).blue() + 40 for name in found)
