"""The chips above the columns."""

import itertools

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from core.activations import ACTIVATIONS
from core.bundled import open_bundled
from core.data.features import FEATURES
from core.data.recipes import Digits, Points, Segments
from core.layers import BatchNormalization, Dropout
from gui.canvas.chips.header import Header
from tests.gui.canvas.conftest import stack


def _click(studio, name):
    QTest.mouseClick(studio.control(name), Qt.MouseButton.LeftButton)


def _choose(studio, layer, activation):
    action = studio.canvas.findChild(QAction, f"layer-{layer}-activation-{activation}")
    assert action.isVisible()
    action.trigger()


def test_plus_and_minus_size_the_layer_in_one_undo_step_each(make_studio):
    studio = make_studio(stack(2, 4, 3, 1))
    _click(studio, "layer-0-plus")
    assert studio.network.widths == (2, 5, 3, 1)
    assert studio.document.undo_text == "add neuron to Hidden 1"
    studio.catch_up()
    _click(studio, "layer-1-minus")
    assert studio.network.widths == (2, 5, 2, 1)


def _click_where_it_is(studio, at):
    """Moves to a place of the canvas and clicks what is there."""
    window = studio.canvas.windowHandle()
    QTest.mouseMove(window, at)
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=at)
    studio.catch_up()


@pytest.mark.parametrize(("sign", "counts"), [("minus", (5, 4, 3)), ("plus", (7, 8, 9))])
def test_the_sign_that_is_clicked_stays_under_the_pointer_until_it_leaves(make_studio, sign, counts):
    studio = make_studio(stack(2, 6, 1), Points("circle"))
    button = studio.control(f"layer-0-{sign}")
    at = button.mapTo(studio.canvas, button.rect().center())
    for units in counts:
        _click_where_it_is(studio, at)
        assert studio.network.widths == (2, units, 1)
    nodes = [studio.canvas.node_rect(0, unit) for unit in range(counts[-1])]
    header = QRectF(studio.control("layer-0-header").geometry())
    assert header.bottom() < nodes[0].top() and nodes[-1].bottom() < studio.canvas.height() - 40
    assert not any(a.intersects(b) for a, b in itertools.pairwise(nodes))
    QApplication.sendEvent(studio.control("layer-0-header"), QEvent(QEvent.Type.Leave))
    plain = make_studio(stack(2, counts[-1], 1), Points("circle"))
    assert studio.canvas.node_rect(0, 0) == plain.canvas.node_rect(0, 0)


def test_minus_says_which_neuron_it_takes(make_studio):
    studio = make_studio(stack(2, 6, 1, 1))
    assert "the last one, Hidden 1 · 6 " in studio.control("layer-0-minus").toolTip()
    assert "the layer with it" in studio.control("layer-1-minus").toolTip()


def test_two_clicks_before_the_next_snapshot_both_count(make_studio):
    studio = make_studio(stack(2, 4, 1))
    _click(studio, "layer-0-plus")
    _click(studio, "layer-0-plus")
    assert studio.network.widths == (2, 6, 1)


def test_minus_on_the_last_neuron_takes_the_layer(make_studio):
    studio = make_studio(stack(2, 1, 3, 1))
    _click(studio, "layer-0-minus")
    assert studio.network.widths == (2, 3, 1)
    studio.catch_up()
    assert len(studio.canvas.findChildren(Header)) == 3


def test_a_typed_number_is_taken_by_enter_and_given_up_by_escape(make_studio):
    studio = make_studio(stack(2, 4, 1))
    field = studio.control("layer-0-count")
    field.selectAll()
    QTest.keyClicks(field, "12")
    assert studio.network.widths == (2, 4, 1)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert studio.network.widths == (2, 12, 1)
    studio.catch_up()
    field.selectAll()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "12"
    assert studio.network.widths == (2, 12, 1)


def test_a_number_being_typed_survives_snapshots(make_studio):
    studio = make_studio(stack(2, 4, 1))
    field = studio.control("layer-0-count")
    field.selectAll()
    QTest.keyClicks(field, "1")
    studio.catch_up()
    QTest.keyClicks(field, "6")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert studio.network.widths == (2, 16, 1)


def test_ctrl_up_and_down_work_from_any_control_of_a_chip(make_studio):
    studio = make_studio(stack(2, 4, 1))
    QTest.keyClick(studio.control("layer-0-activation"), Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert studio.network.widths == (2, 5, 1)
    QTest.keyClick(studio.control("layer-0-plus"), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(studio.control("layer-0-count"), Qt.Key.Key_Down)
    assert studio.network.widths == (2, 3, 1)


def test_an_activation_is_chosen_from_the_menu_without_touching_vectors(make_studio):
    studio = make_studio(stack(2, 4, 1), Points("circle"), loss="binary_crossentropy")
    posted = []
    studio.document.posted.connect(posted.append)
    _choose(studio, 0, "relu")
    assert studio.network.dense[0].activation == "relu"
    assert studio.document.undo_text == "set Hidden 1 to ReLU"
    assert posted[0].vectors is None


def test_the_output_takes_its_loss_along_in_the_same_undo_step(make_studio):
    studio = make_studio(stack(2, 4, 1), Points("circle"), loss="binary_crossentropy")
    before = studio.document.project
    _choose(studio, 1, "tanh")
    assert studio.document.project.training.loss == "mse"
    studio.document.undo()
    assert studio.document.project == before


def test_all_eleven_activations_are_on_the_menu_with_their_formulas_in_one_column(make_studio):
    studio = make_studio(stack(7, 4, 10), Segments())
    menu = studio.canvas.findChild(QMenu, "layer-1-activation-menu")
    offered = [action.text().split("\t") for action in menu.actions() if action.isVisible()]
    assert [name for name, _ in offered] == [activation.label for activation in ACTIVATIONS.values()]
    assert all(formula.startswith("f(z)") for _, formula in offered)
    assert len(offered) == 11


def test_softmax_is_offered_only_to_an_output_of_several_units(make_studio):
    studio = make_studio(stack(7, 4, 10), Segments())
    assert studio.canvas.findChild(QAction, "layer-1-activation-softmax").isVisible()
    assert not studio.canvas.findChild(QAction, "layer-0-activation-softmax").isVisible()
    studio = make_studio(stack(2, 4, 1))
    assert not studio.canvas.findChild(QAction, "layer-1-activation-softmax").isVisible()


def test_both_ends_have_no_plus_and_no_minus(make_studio):
    studio = make_studio(stack(7, 4, 10), Segments())
    for name in ("inputs-plus", "inputs-count", "inputs-activation", "layer-1-plus", "layer-1-minus", "layer-1-count"):
        assert not studio.control(name).isVisible()
    assert studio.control("layer-1-activation").isVisible()
    assert studio.control("inputs-name").text() == "Segments"
    assert studio.control("inputs-width").text() == "7 inputs"
    assert studio.control("layer-1-name").text() == "Digits"


def test_where_there_is_no_room_for_the_words_the_number_of_inputs_stands_alone(make_studio):
    studio = make_studio(stack(64, 32, 10), Digits())
    assert studio.control("inputs-width").text() == "64 inputs"
    studio.canvas.resize(370, 630)
    label = studio.control("inputs-width")
    assert label.text() == "64"
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    studio.canvas.resize(775, 760)
    assert label.text() == "64 inputs"


ALL_PILLS = (BatchNormalization(), Dropout(0.125))


@pytest.mark.parametrize("pills", [(), ALL_PILLS[:1], ALL_PILLS])
@pytest.mark.parametrize("size", [(775, 760), (646, 630), (600, 600), (466, 550)])
@pytest.mark.parametrize(
    "widths",
    [
        *((1, 1), (2, 1), (2, 8, 1), (2, 4, 3, 1), (7, 4, 10), (2, 8, 8, 8, 1), (2, 8, 8, 8, 8, 1)),
        *((2, 8, 8, 8, 8, 8, 8, 1), (2, *[3] * 14, 1), (64, 32, 10), (7, 8, 8, 1), (7, *[3] * 6, 1)),
    ],
)
def test_chips_cover_neither_each_other_nor_nodes_nor_the_strip(make_studio, widths, size, pills):
    network = stack(*widths, activation="leaky_relu", after=dict.fromkeys(range(-1, len(widths) - 2), pills))
    has_features = widths[-1] == 1 < widths[0]
    data = Points("circle", features=tuple(FEATURES)[: widths[0]]) if has_features else None
    studio = make_studio(network, data, size=size)
    chips = [QRectF(chip.geometry()) for chip in studio.canvas.findChildren(Header)]
    nodes = [
        studio.canvas.node_rect(layer - 1, unit) for layer, units in enumerate(widths) for unit in range(min(units, 10))
    ]
    strip = QRectF(studio.control("parts").geometry())
    for first, second in itertools.combinations(chips, 2):
        assert not first.intersects(second)
    for chip in chips:
        assert not any(chip.intersects(node) for node in nodes)
        assert not chip.intersects(strip)
        assert chip.top() >= 8
    assert not any(node.intersects(strip) for node in nodes)
    for chip in studio.canvas.findChildren(Header):
        parts = [part for part in chip.children() if isinstance(part, QWidget) and part.isVisible()]
        for first, second in itertools.combinations(parts, 2):
            if not isinstance(first, QMenu) and not isinstance(second, QMenu):
                assert not first.geometry().intersects(second.geometry())


def test_names_of_inputs_keep_clear_of_the_strip(make_studio):
    studio = make_studio(stack(9, 4, 1))
    strip = studio.control("parts").geometry()
    assert studio.canvas.arrangement.names_from > strip.right()
    studio = make_studio(stack(2, 4, 1))
    assert studio.canvas.arrangement.names_from < strip.left()


def test_where_a_canvas_becomes_narrow_names_of_inputs_are_cut_and_do_not_get_below_the_strip(make_studio):
    """As a panel beside it opens; what has no room is on the right."""
    studio = make_studio(stack(13, 6, 3, output="softmax"), open_bundled("wine").data, loss="categorical_crossentropy")
    canvas, strip = studio.canvas, studio.control("parts").geometry()
    canvas.resize(646, 630)
    wide = canvas.arrangement.columns[0].x
    canvas.resize(370, 600)
    arrangement = canvas.arrangement
    assert arrangement.columns[0].x < wide - 20, "the names have less room"
    assert strip.right() < arrangement.names_from
    assert canvas.node_rect(-1, 0).center().x() == pytest.approx(arrangement.columns[0].x, abs=1.0), "nothing is moved"
    assert canvas.node_rect(1, 2).right() < canvas.width()


def test_a_chip_stands_directly_above_its_top_node(make_studio):
    studio = make_studio(stack(2, 6, 3, 1))
    for layer, name in enumerate(("layer-0", "layer-1", "layer-2")):
        chip = studio.control(f"{name}-header").geometry()
        top = studio.canvas.node_rect(layer, 0)
        assert abs(chip.center().x() - top.center().x()) <= 2
        assert 4 <= top.top() - chip.bottom() <= 12


def test_every_control_says_what_it_is(make_studio):
    studio = make_studio(stack(2, 4, 1, after={0: (Dropout(0.2),)}))
    names = ["layer-0-plus", "layer-0-minus", "layer-0-count", "layer-0-activation"]
    for name in [*names, "tile-neuron", "tile-dropout", "tile-batch-norm", "layer-0-follower-0"]:
        control = studio.control(name)
        assert control.toolTip() and control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_chip_lets_the_middle_button_move_the_drawing_and_let_it_go(make_studio):
    studio = make_studio(stack(2, 4, 1))
    canvas, header = studio.canvas, studio.control("layer-0-header")
    canvas.zoom_by(2.0)
    x = canvas.node_rect(0, 0).x()
    middle = header.rect().center()
    QTest.mousePress(header, Qt.MouseButton.MiddleButton, pos=middle)
    assert canvas.is_dragging
    QTest.mouseMove(header, middle - QPoint(60, 0))
    QTest.mouseRelease(header, Qt.MouseButton.MiddleButton, pos=middle)
    assert not canvas.is_dragging
    assert canvas.node_rect(0, 0).x() < x


@pytest.mark.parametrize("typed", ["1000000", "999999999999999999999"])
def test_too_many_neurons_are_refused_with_the_limit_and_not_cut_short(make_studio, typed):
    studio = make_studio(stack(2, 4, 1))
    field = studio.control("layer-0-count")
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert studio.network.widths == (2, 4, 1)
    assert [hint for _, hint in studio.refusals] == ["units must lie between 1 and 100,000."]
    assert field.text() == "4"
