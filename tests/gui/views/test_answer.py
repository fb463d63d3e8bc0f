"""The answer: no digit where there is none, and no percent where there is no share."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from core.data import Digits, Segments
from core.data.segments import SHAPES
from gui.theme import DARK, LIGHT
from gui.views.answer import AnswerView


@pytest.fixture
def view(qtbot):
    view = AnswerView()
    qtbot.addWidget(view)
    view.resize(352, 310)
    view.show()
    return view


def logits(values):
    return np.log(values / (1.0 - values)).tolist()


def bar_place(view, digit, share):
    bar = view.picture.bar_rect(digit)
    return view.picture.mapTo(view, QPointF(bar.left() + share * bar.width(), bar.center().y()))


def test_the_loss_decides_where_the_bars_begin(view, make_project, make_snapshot, picture, is_close):
    """-0.2 is a bar of 40 % behind hinge, and none at all behind squared errors."""
    values = np.full(10, -0.9)
    values[7] = -0.2
    view.show_sample(SHAPES[7])
    view.show_project(make_project(Segments(), "hinge"))
    view.show_snapshot(make_snapshot(np.zeros((7, 10)), values, "linear"))
    seen = picture(view, 1)
    assert is_close(seen.at(bar_place(view, 7, 0.37)), LIGHT.muted)
    assert is_close(seen.at(bar_place(view, 7, 0.43)), LIGHT.hairline)
    assert (view.picture.middle_text, view.picture.reading.winner) == ("0", None)
    assert "reaches 0." in view.picture.toolTip()
    view.show_project(make_project(Segments(), "mse"))
    assert is_close(picture(view, 1).at(bar_place(view, 7, 0.02)), LIGHT.hairline)
    assert view.picture.middle_text == "0.5"
    assert "reaches 0.5." in view.picture.toolTip()


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_bars_are_as_long_as_their_outputs_and_the_winner_is_ink(view, make_snapshot, picture, is_close, ratio, theme):
    """Ten different outputs: an upside-down or shifted column of bars would show."""
    values = np.array([0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.9, 0.4, 0.45])
    view.show_theme(theme)
    view.show_sample(SHAPES[7])
    view.show_snapshot(make_snapshot(np.zeros((7, 10)), logits(values)))
    seen = picture(view, ratio)
    for digit, value in enumerate(values):
        assert is_close(seen.at(bar_place(view, digit, value - 0.03)), theme.ink if digit == 7 else theme.muted), digit
        assert is_close(seen.at(bar_place(view, digit, value + 0.03)), theme.hairline), digit


def test_digits_stand_in_order_from_the_top(view):
    tops = [view.picture.bar_rect(digit).top() for digit in range(10)]
    assert tops == sorted(tops)


def test_the_answer_follows_the_sample(view, make_snapshot):
    """Output k is on for segment k alone (0 to 6)."""
    weights = np.hstack([20.0 * np.eye(7), np.zeros((7, 3))])
    view.show_snapshot(make_snapshot(weights, [-10.0] * 10))
    assert view.picture.reading is None
    view.show_sample(np.eye(7)[3])
    assert view.picture.reading.winner == 3
    view.show_sample(np.eye(7)[5])
    assert view.picture.reading.winner == 5
    assert "5" in view.picture.accessibleName()
    view.show_sample(np.zeros(7))
    assert view.picture.reading.winner is None
    assert "no answer" in view.picture.accessibleName()
    view.show_sample(None)
    assert view.picture.reading is None


def test_the_sample_is_the_views_own_copy(view, make_snapshot):
    weights = np.hstack([20.0 * np.eye(7), np.zeros((7, 3))])
    sample = np.eye(7)[3].copy()
    view.show_sample(sample)
    sample[:] = np.eye(7)[1]
    view.show_snapshot(make_snapshot(weights, [-10.0] * 10))
    assert view.picture.reading.winner == 3


def test_softmax_outputs_are_shares(view, make_snapshot):
    view.show_sample(SHAPES[2])
    biases = np.zeros(10)
    biases[2] = 10.0
    view.show_snapshot(make_snapshot(np.zeros((7, 10)), biases, "softmax"))
    assert view.picture.reading.lines[0] == "output 100.0 %"


def test_a_digit_is_read_beside_its_own_picture_however_small_its_output(view, make_project, make_snapshot):
    picture, target = np.linspace(0.0, 1.0, 64), np.eye(10)[3]
    view.show_project(make_project(Digits()))
    biases = np.zeros(10)
    biases[8] = 0.5
    view.show_snapshot(make_snapshot(np.zeros((64, 10)), biases, "softmax"))
    view.show_sample(picture, target)
    assert (view.picture.reading.winner, view.picture.reading.is_wrong) == (8, True)
    assert view.picture.reading.lines[0] == "15.5 % sure, but it is a 3"  # exp(0.5) / (exp(0.5) + 9)
    assert "but it is a 3" in view.picture.accessibleName()


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_picture_that_is_read_stands_upright_and_unsmoothed(
    view, make_project, make_snapshot, picture, is_close, ratio, theme
):
    """One inked pixel off both diagonals: a flipped, turned or blurred picture would show."""
    values = np.zeros((8, 8))
    values[1, 5] = 1.0
    view.show_theme(theme)
    view.show_project(make_project(Digits()))
    view.show_sample(values.ravel(), np.eye(10)[3])
    view.show_snapshot(make_snapshot(np.zeros((64, 10)), np.zeros(10), "softmax"))
    seen, frame = picture(view, ratio), view.picture.ink_rect()
    for row in range(8):
        for column in range(8):
            for within in (0.1, 0.5, 0.9):
                place = frame.topLeft() + QPointF(column + within, row + within) * (frame.width() / 8.0)
                colour = theme.ink if (row, column) == (1, 5) else theme.field
                assert is_close(seen.at(view.picture.mapTo(view, place)), colour, within=0), (row, column, within)


def test_other_data_take_the_picture_away(view, make_project, make_snapshot):
    view.show_project(make_project(Digits()))
    view.show_sample(np.ones(64), np.eye(10)[3])
    assert not view.picture.ink_rect().isEmpty()
    view.show_project(make_project(Segments()))
    assert view.picture.ink_rect().isEmpty()
    view.show_sample(SHAPES[2], np.eye(10)[2])
    view.show_snapshot(make_snapshot(np.zeros((7, 10)), [-10.0] * 10))
    assert view.picture.ink_rect().isEmpty() and view.picture.reading.winner is None


def test_a_network_of_other_data_gives_no_answer(view, make_snapshot):
    view.show_sample(SHAPES[2])
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    assert view.picture.reading is None


def test_a_hidden_view_waits(view, make_snapshot):
    view.hide()
    view.show_sample(np.eye(7)[3])
    view.show_snapshot(make_snapshot(np.hstack([20.0 * np.eye(7), np.zeros((7, 3))]), [-10.0] * 10))
    assert view.picture.reading is None
    view.show()
    assert view.picture.reading.winner == 3
