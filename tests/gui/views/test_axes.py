"""Ticks are round, ranges end on them, and numbers say what they are."""

import math

import numpy as np
import pytest

from core.wording import MINUS
from gui.views.axes import (
    FAR_PX,
    Scale,
    epochs_text,
    exact_text,
    number_text,
    round_range,
    round_step,
    tick_texts,
    ticks,
    whole_ticks,
)


def test_ticks_are_round_and_lie_within():
    assert ticks(-6.0, 6.0) == pytest.approx([-6.0, -3.0, 0.0, 3.0, 6.0])
    assert ticks(0.0, 0.83) == pytest.approx([0.0, 0.25, 0.5, 0.75])
    assert ticks(0.0, 212.0) == pytest.approx([0.0, 100.0, 200.0])


@pytest.mark.parametrize("high", [1e-6, 0.37, 1.0, 99.9, 1234.5, 3e9])
def test_there_are_never_more_ticks_than_asked_for(high: float):
    for most in (2, 3, 5, 9):
        assert 1 <= len(ticks(0.0, high, most)) <= most


def test_ranges_hold_the_values_and_end_on_round_numbers():
    assert round_range(0.0, 0.71) == pytest.approx((0.0, 0.8))
    assert round_range(-1.1, 1.07, most=9) == pytest.approx((-1.2, 1.2))
    low, high = round_range(2.0, 2.0)
    assert low < 2.0 < high


def test_the_step_of_nothing_is_one():
    assert round_step(0.0) == round_step(math.nan) == round_step(math.inf) == 1.0


def test_tick_texts_share_their_decimals_and_know_no_minus_zero():
    assert tick_texts([-0.5, -0.0, 0.5]) == [f"{MINUS}0.5", "0.0", "0.5"]
    assert tick_texts([0.0, 0.25, 0.5]) == ["0.00", "0.25", "0.50"]
    assert tick_texts([-6.0, 0.0, 6.0]) == [f"{MINUS}6", "0", "6"]
    assert tick_texts([0.0, 2000.0]) == ["0", "2,000"]


def test_numbers_have_three_digits_that_matter():
    assert [number_text(value) for value in (0.0, 0.0264, 2.3026, 14.21)] == ["0.000", "0.026", "2.303", "14.2"]
    assert number_text(1.234e-5) == f"1.2e{MINUS}05"
    assert number_text(1.25e6) == "1.2e+06"
    assert number_text(math.nan) == "\N{EN DASH}"


def test_a_scale_may_run_upwards():
    up = Scale(-6.0, 6.0, 300.0, 0.0)
    assert (up(-6.0), up(0.0), up(6.0)) == (300.0, 150.0, 0.0)


def test_many_pixels_are_those_of_each_value_and_never_too_far_for_a_painter():
    scale = Scale(-2.0, 6.0, 100.0, 20.0)
    values = np.array([-2.0, 0.0, 6.0, 1e300, -np.inf, np.nan])
    found = scale.pixels(values)
    assert found[:3].tolist() == [scale(-2.0), scale(0.0), scale(6.0)]
    assert np.abs(found[3:]).tolist() == [FAR_PX] * 3


def test_what_is_counted_has_whole_ticks() -> None:
    assert whole_ticks(0.0, 10.0) == [0.0, 5.0, 10.0]
    assert whole_ticks(0.0, 212.0) == ticks(0.0, 212.0)
    assert whole_ticks(0.0, 4.0) == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_numbers_that_are_read_have_six_digits_a_true_minus_and_moments_their_thousands() -> None:
    assert [exact_text(value) for value in (0.6931471805, -0.5, 1.25)] == ["0.693147", f"{MINUS}0.5", "1.25"]
    assert [epochs_text(epochs) for epochs in (3.04, 12.0, 1249.0, 1_249_000.0)] == ["3.04", "12", "1,249", "1,249,000"]
