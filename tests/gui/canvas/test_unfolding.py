"""Folded columns: opened, scrolled and walked through, until each neuron has been seen."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from gui import theme
from gui.canvas.drawn.geometry import INPUTS, arrange
from gui.canvas.edits import added_unit, inserted_layer
from gui.canvas.wide.unfolding import carried, revealing, scrolled
from gui.session.things import Neuron
from tests.gui.canvas.conftest import colour_at, is_positive, snapshot_of, stack


@pytest.fixture
def studio(make_studio):
    return make_studio(stack(784, 40, 10))


def _column(studio, layer=INPUTS):
    return studio.canvas.arrangement.column(layer)


def _gap_place(studio, which=0, layer=INPUTS) -> QPointF:
    column = _column(studio, layer)
    x = studio.canvas.node_rect(layer, 0).center().x()
    y = studio.canvas.node_rect(layer, 0).center().y() - column.y[0]
    return QPointF(x, column.gaps[which].middle + y)


def _click(studio, place: QPointF) -> None:
    studio.press(place)
    studio.release(place)


def _wheel(studio, place: QPointF, turn: int) -> None:
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(studio.canvas, event)


# By mouse ------------------------------------------------------------------------------------------------------------


def test_a_click_on_a_gap_opens_the_middle_of_what_it_hides(studio):
    (gap,) = _column(studio).gaps
    _click(studio, _gap_place(studio))
    first, stop = _column(studio).window
    assert abs((first + stop) / 2 - (gap.first + gap.stop) / 2) <= 1
    assert len(_column(studio).gaps) == 2
    assert studio.canvas.selection == frozenset()
    assert studio.document.undo_text is None


def test_clicking_gaps_reaches_neuron_400_of_784(studio):
    for _ in range(12):
        column = _column(studio)
        which = next((at for at, gap in enumerate(column.gaps) if gap.first <= 400 < gap.stop), None)
        if which is None:
            break
        _click(studio, _gap_place(studio, which))
    _click(studio, studio.canvas.node_rect(INPUTS, 400).center())
    assert studio.canvas.chosen == (INPUTS, 400)


def test_the_wheel_over_the_window_scrolls_it_and_elsewhere_it_zooms(studio):
    _click(studio, _gap_place(studio))
    first, _ = _column(studio).window
    place = studio.canvas.node_rect(INPUTS, first + 5).center()
    _wheel(studio, place, -240)
    assert _column(studio).window[0] == first + 6
    _wheel(studio, place, 120)
    assert _column(studio).window[0] == first + 3
    assert studio.canvas.arrangement.zoom == 1.0
    _wheel(studio, studio.canvas.gap_centre(0) + QPointF(0, 90), 120)
    assert studio.canvas.arrangement.zoom > 1.1


def test_dragging_a_gap_scrolls_the_window_to_the_last_neuron(studio):
    start = _gap_place(studio)
    studio.drag(start, start + QPointF(0, 600))
    column = _column(studio)
    assert column.window is not None and len(column.gaps) == 1
    assert column.gaps[0].stop == column.window[0]
    assert np.array_equal(column.shown[column.shown > 700], np.arange(column.window[0], 784))
    assert not studio.canvas.is_dragging


def test_the_tooltip_of_a_gap_says_what_it_hides(studio):
    layer, gap = studio.canvas.gap_at(_gap_place(studio))
    assert studio.canvas.gap_text(layer, gap).startswith(f"Inputs: {gap.first + 1} to {gap.stop} are folded away.")


def test_connections_of_neurons_in_the_window_are_drawn_and_can_be_pointed_at(make_studio):
    network = stack(784, 40, 10)
    theta = np.zeros(network.size, network.dtype)
    network.views(theta)[0]["weights"][400, 3] = 2.0
    studio = make_studio(network, theta=theta)
    assert studio.canvas.edge_point(0, 400, 3) == QPointF()
    studio.canvas.open_window(INPUTS, 400)
    place = studio.canvas.edge_point(0, 400, 3)
    assert is_positive(colour_at(studio.picture(), place))
    studio.move(place)
    assert studio.canvas.card.line == "x₄₀₁ → Hidden 1 · 4: w = 2.000"


# By keyboard ---------------------------------------------------------------------------------------------------------


def test_arrow_keys_reach_every_neuron_of_784(studio):
    studio.canvas.choose(Neuron(INPUTS, 0))
    seen = {0}
    for _ in range(783):
        studio.key(Qt.Key.Key_Down)
        chosen = studio.canvas.chosen
        assert _column(studio).place_of(chosen[1]) is not None
        seen.add(chosen[1])
    assert seen == set(range(784))
    studio.key(Qt.Key.Key_Down)
    assert studio.canvas.chosen == (INPUTS, 783)
    studio.key(Qt.Key.Key_Up)
    assert studio.canvas.chosen == (INPUTS, 782)


def test_home_end_and_pages_walk_far(studio):
    studio.canvas.choose(Neuron(INPUTS, 5))
    studio.key(Qt.Key.Key_End)
    assert studio.canvas.chosen == (INPUTS, 783)
    studio.key(Qt.Key.Key_PageUp)
    assert 700 < studio.canvas.chosen[1] < 783
    assert _column(studio).place_of(studio.canvas.chosen[1]) is not None
    studio.key(Qt.Key.Key_Home)
    assert studio.canvas.chosen == (INPUTS, 0)


def _go_to(studio, text: str) -> QLineEdit:
    studio.key(Qt.Key.Key_G)
    field = studio.control("go-to-number")
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    return field


def test_go_to_neuron_shows_and_chooses_it(studio):
    studio.canvas.choose(Neuron(INPUTS, 0))
    field = _go_to(studio, "401")
    assert studio.canvas.chosen == (INPUTS, 400)
    assert _column(studio).place_of(400) is not None
    assert not field.isVisible()
    assert studio.canvas.accessibleDescription().startswith("Input: x₄₀₁")


@pytest.mark.parametrize(
    ("text", "words"), [("785", "There is no neuron 785"), ("0", "no neuron 0"), ("x", "not a number")]
)
def test_going_to_a_neuron_that_is_not_there_is_answered_with_a_sentence(studio, text, words):
    studio.canvas.choose(Neuron(INPUTS, 7))
    field = _go_to(studio, text)
    error = studio.control("go-to-error")
    assert isinstance(error, QLabel) and error.isVisible()
    assert words in error.text() and "Inputs has 784" in error.text()
    assert studio.canvas.chosen == (INPUTS, 7)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert QApplication.focusWidget() is studio.canvas


def test_fold_closes_the_window(studio):
    studio.canvas.choose(Neuron(INPUTS, 0))
    _go_to(studio, "300")
    studio.key(Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert _column(studio).window is None


# Kept ----------------------------------------------------------------------------------------------------------------


def test_the_window_stays_while_training_and_over_edits_of_other_layers(studio):
    studio.canvas.open_window(INPUTS, 400)
    window = _column(studio).window
    studio.canvas.show_snapshot(snapshot_of(studio.network, studio.network.initial(seed=5)))
    assert _column(studio).window == window
    studio.canvas.edit(added_unit(0))
    studio.catch_up()
    assert studio.canvas.arrangement.network.widths == (784, 41, 10)
    assert _column(studio).window == window
    studio.document.undo()
    studio.catch_up()
    assert _column(studio).window == window


def test_the_window_goes_along_with_its_layer(make_studio):
    studio = make_studio(stack(4, 100, 200, 3))
    studio.canvas.open_window(1, 120)
    studio.canvas.edit(inserted_layer(1))
    studio.catch_up()
    assert studio.canvas.arrangement.network.widths == (4, 100, 1, 200, 3)
    assert _column(studio, 1).window is None
    assert abs(sum(_column(studio, 2).window) / 2 - 120) <= 1


def test_another_project_opens_folded_and_whole(studio):
    studio.canvas.open_window(INPUTS, 400)
    studio.canvas.zoom_by(3.0)
    studio.document.load(studio.document.project.replace(title="another"), None, None)
    assert _column(studio).window is None
    assert studio.canvas.arrangement.zoom == 1.0


@pytest.mark.parametrize(
    ("old", "new", "windows", "kept"),
    [
        ((9, 5, 6, 2), (9, 5, 7, 2), {-1: 3, 1: 4}, {-1: 3, 1: 4}),
        ((9, 5, 6, 2), (9, 5, 1, 6, 2), {0: 3, 1: 4}, {0: 3, 2: 4}),
        ((9, 5, 6, 2), (9, 6, 2), {0: 3, 1: 4}, {0: 4}),
        ((9, 5, 6, 2), (8, 5, 6, 2), {-1: 3, 1: 4}, {1: 4}),
        ((9, 5, 5, 2), (9, 5, 2), {0: 3, 1: 4}, {0: 3}),
    ],
)
def test_windows_follow_their_layers(old, new, windows, kept):
    assert carried(windows, stack(*old), stack(*new)) == kept


def test_a_window_goes_no_further_than_it_must():
    column = arrange(stack(784, 10), 775, 760, windows={INPUTS: 400}).column(INPUTS)
    first, stop = column.window
    assert revealing(column, first) is None
    for unit, way in ((stop, 1), (first - 1, -1)):
        moved = arrange(stack(784, 10), 775, 760, windows={INPUTS: revealing(column, unit)}).column(INPUTS)
        assert moved.window == (first + way, stop + way)
    assert revealing(column, 700) == 700
    assert scrolled(column, 0) in (399, 400, 401)


def test_a_gap_is_written_on_the_canvas(studio):
    place = _gap_place(studio)
    image = studio.picture()
    row = [colour_at(image, place + QPointF(dx, 0)).name() for dx in range(-30, 31)]
    assert theme.LIGHT.canvas in row and any(colour < "#808080" for colour in row)
    assert studio.canvas.card is None
    studio.move(place)
    assert studio.canvas.card is None, "connections that pass below a gap are not pointed at"
