"""The bottom line: size, speed, and what just happened for a while; seed and dtype, which are changed there."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.curve import COLUMNS
from core.layers import BatchNormalization, Dense
from core.messages import Adopt
from core.moves import Moves, Redraw
from core.network import Network
from core.snapshot import Snapshot
from gui import theme
from gui.panels import bottom_line
from gui.panels.bottom_line import BottomLine
from gui.session.session import Session
from tests.gui.panels.conftest import click, control, said, type_into

Show = Callable[[BottomLine], BottomLine]


@pytest.fixture
def line(session: Session, show: Show) -> BottomLine:
    return show(BottomLine(session))


def button(line: BottomLine, name: str) -> QToolButton:
    found = control(line, name)
    assert isinstance(found, QToolButton)
    return found


def choose_dtype(line: BottomLine, number: int) -> None:
    """Choose an entry of the dtype's menu with a click."""
    menu = button(line, "dtype").menu()
    menu.popup(QPoint(0, 0))  # the menu's own event loop would keep the test waiting
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[number]).center())


@pytest.fixture
def popup(line: BottomLine) -> QWidget:
    """The seed's popup, opened."""
    click(line, "bottom-seed-button")
    popup = control(line, "seed-popup")
    assert popup.isVisible()
    return popup


def test_size_seed_and_dtype_follow_the_project(session: Session, line: BottomLine) -> None:
    assert said(line, "parameters") == "31 parameters"
    assert (button(line, "bottom-seed-button").text(), button(line, "dtype").text()) == ("seed 7", "float32")
    project = session.document.project
    one = Network(1, (Dense(1, use_bias=False),), dtype="float64")
    session.document.load(project.replace(network=one, data=None, seed=8), None, None)
    assert said(line, "parameters") == "1 parameter"
    assert (button(line, "bottom-seed-button").text(), button(line, "dtype").text()) == ("seed 8", "float64")
    assert [action.isChecked() for action in button(line, "dtype").menu().actions()] == [False, True]


def test_what_is_counted_is_explained_where_more_is_than_weights_and_biases(session: Session, line: BottomLine) -> None:
    document = session.document
    plain = Network(2, (Dense(3, "tanh"), Dense(1, "sigmoid")))
    document.edit("plain", document.project.replace(network=plain))
    line.show_project(document.project)
    assert control(line, "parameters").toolTip() == "Weights and biases of the network: what training changes."
    normal = Network(2, (Dense(3, "tanh"), BatchNormalization(), Dense(1, "sigmoid")))
    line.show_project(document.project.replace(network=normal))
    # 2*3 + 3 and 3*1 + 1; gamma, beta, mean and variance of 3 neurons.
    assert said(line, "parameters") == "25 parameters"
    tip = control(line, "parameters").toolTip()
    assert "13 weights and biases" in tip and "6 scales and shifts" in tip and "6 running means and variances" in tip


def test_the_dtype_is_chosen_and_the_weights_go_along(session: Session, line: BottomLine) -> None:
    posted: list[Adopt] = []
    session.document.posted.connect(posted.append)
    before = session.document.project
    choose_dtype(line, 1)
    assert session.document.project == before.replace(network=before.network.replace(dtype="float64"))
    assert session.document.undo_text == "set numbers to float64"
    assert isinstance(posted[-1].vectors, Moves)
    assert button(line, "dtype").text() == "float64"
    choose_dtype(line, 1)  # what it is already
    session.document.undo()
    assert session.document.project == before
    assert session.document.undo_text is None
    assert button(line, "dtype").text() == "float32"


def test_a_seed_is_typed_over_the_line(session: Session, line: BottomLine, popup: QWidget) -> None:
    posted: list[Adopt] = []
    session.document.posted.connect(posted.append)
    field = control(popup, "bottom-seed")
    assert isinstance(field, QLineEdit)
    assert field.text() == "7"
    type_into(popup, "bottom-seed", "11")
    assert session.document.project.seed == 11
    assert isinstance(posted[-1].vectors, Redraw)
    assert not popup.isVisible()
    assert button(line, "bottom-seed-button").text() == "seed 11"


def test_a_seed_that_cannot_be_keeps_the_popup_open_and_says_why(session: Session, popup: QWidget) -> None:
    before = session.document.project
    type_into(popup, "bottom-seed", "-3")
    assert popup.isVisible()
    assert "The seed cannot be -3" in (said(popup, "bottom-seed-error") or "")
    assert session.document.project == before


def test_esc_and_enter_leave_a_seed_that_was_not_changed(session: Session, line: BottomLine, popup: QWidget) -> None:
    field = control(popup, "bottom-seed")
    QTest.keyClick(field, Qt.Key.Key_9)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    click(line, "bottom-seed-button")
    assert popup.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert session.document.undo_text is None


def test_new_weights_can_be_drawn_again_and_again(session: Session, line: BottomLine, popup: QWidget) -> None:
    for seed in (8, 9):
        click(popup, "bottom-new-weights")
        assert session.document.project.seed == seed
        assert popup.isVisible()
    field = control(popup, "bottom-seed")
    assert isinstance(field, QLineEdit)
    assert field.text() == "9"


@pytest.mark.parametrize("name", ["bottom-seed-button", "dtype"])
def test_seed_and_dtype_look_like_text_until_the_keyboard_is_there(line: BottomLine, name: str) -> None:
    line.setStyleSheet(theme.style_sheet(theme.LIGHT))
    one = button(line, name)
    one.setFocus()
    one.clearFocus()
    assert one.accessibleName().split(": ")[1] in one.text()
    assert one.focusPolicy() == Qt.FocusPolicy.TabFocus

    def edge() -> set[str]:
        image = line.grab(one.geometry()).toImage()
        return {image.pixelColor(x, 0).name() for x in range(6, image.width() - 6)}

    assert edge() == {QColor(theme.LIGHT.canvas).name()}
    one.setFocus(Qt.FocusReason.TabFocusReason)
    assert QColor(theme.LIGHT.ink).name() in edge()


def test_the_popup_opens_with_the_keys(line: BottomLine) -> None:
    one = button(line, "bottom-seed-button")
    one.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(one, Qt.Key.Key_Space)
    popup = control(line, "seed-popup")
    assert popup.isVisible()
    assert popup.focusWidget() is control(popup, "bottom-seed")
    popup.close()


@pytest.mark.parametrize(("rate", "told"), [(50.0, "50 steps/s"), (123456.0, "123,000 steps/s"), (0.2, "0.2 steps/s")])
def test_the_speed_is_told_in_three_digits_while_it_trains(
    session: Session, line: BottomLine, rate: float, told: str
) -> None:
    network = session.document.project.network
    curve = np.zeros((0, COLUMNS))
    line.show_snapshot(Snapshot(network, network.initial(0), 1, 0, 1, 25, True, rate, None, None, curve))
    assert said(line, "steps-per-second") == told
    line.show_snapshot(Snapshot(network, network.initial(0), 1, 0, 1, 25, False, 0.0, None, None, curve))
    assert said(line, "steps-per-second") == "paused"


def test_a_notice_goes_away_by_itself(line: BottomLine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bottom_line, "NOTICE_MS", 20)
    line.show_notice("Saved.")
    assert said(line, "notice") == "Saved."
    (timer,) = line.findChildren(QTimer)
    qtbot.waitSignal(timer.timeout).wait()
    assert said(line, "notice") == ""


def test_a_notice_that_is_too_long_is_heard_whole_and_stands_in_its_tip(line: BottomLine) -> None:
    text = "New data: " + "the first layer is drawn anew for 7 inputs; " * 20
    line.show_notice(text)
    notice = line.findChild(QLabel, "notice")
    assert notice.accessibleName() == notice.toolTip() == text
    assert notice.width() < notice.fontMetrics().horizontalAdvance(text) and notice.geometry().right() < line.width()


def test_a_notice_can_be_taken_back_and_leaves_the_timeline_as_it_is(line: BottomLine) -> None:
    line.resize(1200, line.height())
    before = line.timeline.geometry()
    line.show_notice("Forward: Hidden 1. " * 20)
    notice = line.findChild(QLabel, "notice")
    assert not notice.geometry().intersects(line.timeline.geometry()) and line.timeline.geometry() == before
    line.show_notice("")
    assert said(line, "notice") == "" and notice.toolTip() == "" and line.timeline.geometry() == before
