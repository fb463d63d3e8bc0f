"""The answer: no digit where there is none, and no percent where there is no share."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from core.data import Segments
from core.data.segments import SHAPES
from gui.theme import DARK, LIGHT
from gui.views.answer import NO_DIGIT, AnswerView, reading

ONES = np.ones(7)


@pytest.fixture
def view(qtbot):
    view = AnswerView()
    qtbot.addWidget(view)
    view.resize(352, 310)
    view.show()
    return view


def outputs(**of):
    values = np.zeros(10)
    for digit, value in of.items():
        values[int(digit[1:])] = value
    return values


def logits(values):
    return np.log(values / (1.0 - values)).tolist()


def bar_place(view, digit, share):
    bar = view.picture.bar_rect(digit)
    return view.picture.mapTo(view, QPointF(bar.left() + share * bar.width(), bar.center().y()))


def test_the_largest_output_from_one_half_on_is_read():
    read = reading(outputs(d6=0.98, d8=0.03), ONES, is_share=False)
    assert read.big == "6"
    assert read.lines == ("output 0.98", "next: 8 with 0.03")
    assert reading(outputs(d6=0.5), ONES, is_share=False).winner == 6


def test_below_one_half_everywhere_no_digit_is_read():
    read = reading(outputs(d6=0.49, d8=0.31), ONES, is_share=False)
    assert read.winner is None
    assert read.big == NO_DIGIT
    assert read.lines == ("every output is below 0.50", "highest: 6 with 0.49")


def test_a_blank_pad_never_reads_as_a_digit():
    read = reading(outputs(d1=0.99), np.zeros(7), is_share=False)
    assert (read.winner, read.big) == (None, NO_DIGIT)


def test_outputs_that_are_not_numbers_read_as_no_digit():
    assert reading(np.full(10, np.nan), ONES, is_share=False).winner is None


def test_where_no_and_yes_are_minus_one_and_one_a_digit_is_read_from_zero_on():
    values = outputs(d6=0.02) + np.where(np.arange(10) == 6, 0.0, -0.7)
    read = reading(values, ONES, is_share=False, values=(-1.0, 1.0))
    assert (read.winner, read.lines) == (6, ("output 0.02", "next: 0 with \N{MINUS SIGN}0.70"))
    read = reading(values - 0.03, ONES, is_share=False, values=(-1.0, 1.0))
    assert (read.winner, read.lines[0]) == (None, "every output is below 0.00")


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


def test_only_shares_are_written_in_percent():
    assert "%" not in " ".join(reading(outputs(d6=0.98), ONES, is_share=False).lines)
    assert reading(outputs(d6=0.98, d8=0.02), ONES, is_share=True).lines == ("output 98.0 %", "next: 8 with 2.0 %")


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
    assert "no digit" in view.picture.accessibleName()
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
