"""The pills under the chips: what follows a column."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from core.data.recipes import Points
from core.layers import BatchNormalization, Dropout
from gui import theme
from gui.canvas.chips.pill import Pill
from tests.gui.canvas.conftest import stack


@pytest.fixture
def studio(make_studio):
    return make_studio(stack(2, 4, 3, 1, after={0: (BatchNormalization(), Dropout(0.2))}), Points("circle"))


def _choose(studio, pill, text):
    menu = studio.canvas.findChild(QMenu, f"{pill}-menu")
    action = next(action for action in menu.actions() if action.text() == text)
    menu.popup(studio.canvas.mapToGlobal(studio.canvas.rect().center()))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def _type_rate(studio, pill, text, end=Qt.Key.Key_Return):
    _choose(studio, pill, "Other…")
    field = studio.canvas.findChild(QLineEdit, f"{pill}-rate")
    assert field.isVisible()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, end)
    assert not field.isVisible()


def test_a_rate_is_chosen_from_the_menu_in_one_undo_step_without_touching_vectors(studio):
    posted = []
    studio.document.posted.connect(posted.append)
    _choose(studio, "layer-0-follower-1", "50 %")
    assert studio.network.followers[1] == (BatchNormalization(), Dropout(0.5))
    assert studio.document.undo_text == "change dropout of Hidden 1"
    assert posted[0].vectors is None
    studio.catch_up()
    assert studio.control("layer-0-follower-1").text() == "Dropout 50 %"
    studio.document.undo()
    assert studio.network.followers[1] == (BatchNormalization(), Dropout(0.2))


def test_the_rate_that_is_there_already_is_no_edit(studio):
    _choose(studio, "layer-0-follower-1", "20 %")
    assert studio.document.undo_text is None


@pytest.mark.parametrize(("text", "rate"), [("35", 0.35), ("12,5", 0.125), ("7.5", 0.075)])
def test_another_rate_is_typed_over_the_pill(studio, text, rate):
    _type_rate(studio, "layer-0-follower-1", text)
    assert studio.network.followers[1][1].rate == pytest.approx(rate)


@pytest.mark.parametrize("text", ["100", "-5", "much"])
def test_a_rate_that_cannot_be_is_refused_with_a_sentence(studio, text):
    _type_rate(studio, "layer-0-follower-1", text)
    assert studio.document.undo_text is None
    assert studio.refusals == [
        (f"The dropout rate cannot be “{text}” percent.", "It is a number from 0 to below 100, often 20.")
    ]


def test_escape_gives_up_the_rate_that_was_typed(studio):
    _type_rate(studio, "layer-0-follower-1", "35", end=Qt.Key.Key_Escape)
    assert studio.document.undo_text is None
    assert studio.refusals == []


@pytest.mark.parametrize("way", ["press", "tab"])
def test_a_rate_that_was_typed_counts_where_its_field_is_left(studio, way):
    _choose(studio, "layer-0-follower-1", "Other…")
    field = studio.canvas.findChild(QLineEdit, "layer-0-follower-1-rate")
    QTest.keyClicks(field, "35")
    if way == "tab":
        QTest.keyClick(field, Qt.Key.Key_Tab)
    else:
        QTest.mouseClick(studio.canvas, Qt.MouseButton.LeftButton, pos=studio.canvas.rect().bottomRight())
    assert studio.network.followers[1][1].rate == pytest.approx(0.35)
    assert not field.isVisible() and studio.document.history == ("change dropout of Hidden 1",)


def test_a_rate_that_was_only_looked_at_is_no_edit_where_its_field_is_left(studio):
    _choose(studio, "layer-0-follower-1", "Other…")
    field = studio.canvas.findChild(QLineEdit, "layer-0-follower-1-rate")
    QTest.mouseClick(studio.canvas, Qt.MouseButton.LeftButton, pos=studio.canvas.rect().bottomRight())
    assert not field.isVisible() and studio.document.undo_text is None


def test_a_momentum_is_chosen_from_the_menu(studio):
    _choose(studio, "layer-0-follower-0", "Momentum 0.9")
    assert studio.network.followers[1] == (BatchNormalization(momentum=0.9), Dropout(0.2))


@pytest.mark.parametrize(("pill", "left"), [(0, (Dropout(0.2),)), (1, (BatchNormalization(),))])
def test_remove_and_delete_take_it_out(make_studio, pill, left):
    for act in (
        lambda studio, name: _choose(studio, name, "Remove"),
        lambda studio, name: QTest.keyClick(studio.control(name), Qt.Key.Key_Delete),
    ):
        studio = make_studio(stack(2, 4, 1, after={0: (BatchNormalization(), Dropout(0.2))}))
        act(studio, f"layer-0-follower-{pill}")
        assert studio.network.followers[1] == left
        studio.catch_up()
        assert len(studio.canvas.findChildren(Pill)) == 1


def test_two_deletes_before_the_next_snapshot_take_out_one(studio):
    for _ in range(2):
        QTest.keyClick(studio.control("layer-0-follower-0"), Qt.Key.Key_Delete)
    assert studio.network.followers[1] == (Dropout(0.2),)


def test_enter_opens_the_choices(studio):
    QTest.keyClick(studio.control("layer-0-follower-1"), Qt.Key.Key_Return)
    menu = studio.canvas.findChild(QMenu, "layer-0-follower-1-menu")
    assert menu.isVisible()
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["20 %"]
    menu.hide()


def test_pills_follow_their_chip_in_the_order_of_the_tab_key(studio):
    control, names = studio.control("layer-0-plus"), []
    for _ in range(3):
        control = control.nextInFocusChain()
        while not control.focusPolicy() & Qt.FocusPolicy.TabFocus or not control.isVisible():
            control = control.nextInFocusChain()
        names.append(control.objectName())
    assert names == ["layer-0-follower-0", "layer-0-follower-1", "layer-1-activation"]


def test_delete_on_a_focused_pill_leaves_the_keyboard_with_nobody_else(studio):
    studio.canvas.activateWindow()
    pill = studio.control("layer-0-follower-1")
    pill.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(pill, Qt.Key.Key_Delete)
    studio.catch_up()
    assert not isinstance(QApplication.focusWidget(), Pill)


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_a_pill_is_drawn_in_ink_on_canvas_with_a_hairline(make_studio, look):
    studio = make_studio(stack(2, 4, 1, after={0: (Dropout(0.2),)}), Points("circle"), look=look)
    pill = studio.control("layer-0-follower-0")
    picture = pill.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(pill.width()) for y in range(pill.height())}
    assert {QColor(look.canvas).name(), QColor(look.hairline).name()} <= colours
    assert min(abs(QColor(name).lightness() - QColor(look.ink).lightness()) for name in colours) < 25
    for name in colours:
        colour = QColor(name)
        assert abs(colour.red() - colour.blue()) < 40, "no blue, no orange"


def test_the_narrower_the_shorter_the_name(make_studio):
    network = stack(2, *[3] * 8, 1, after={0: (Dropout(0.2),)})
    wide, narrow = make_studio(network, size=(1800, 700)), make_studio(network, size=(500, 700))
    widths = [studio.control("layer-0-follower-0").width() for studio in (wide, narrow)]
    assert widths[0] > 1.3 * widths[1]
    chip = narrow.control("layer-0-header")
    assert widths[1] <= chip.width()


def test_the_card_of_a_neuron_follows_its_normalization_live(studio):
    theta = studio.network.initial(seed=1)
    view = studio.network.views(theta)[1]
    view["moving_mean"][2], view["gamma"][2], view["beta"][2] = 0.13, 1.02, 0.03
    view["moving_variance"][2] = 0.42**2 - 1e-3
    studio.catch_up(theta)
    studio.move(studio.canvas.node_rect(0, 2).center())
    assert studio.canvas.card.passed_on == (
        "then normalized: mean 0.13, deviation 0.42 → gamma 1.02, beta 0.03",
        "20 % of these are left out in each training step",
    )
    theta = theta.copy()
    studio.network.views(theta)[1]["beta"][2] = np.float32(0.5)
    studio.catch_up(theta)
    assert "beta 0.50" in studio.canvas.card.passed_on[0]
    studio.move(studio.canvas.node_rect(1, 0).center())
    assert studio.canvas.card.passed_on == ()
