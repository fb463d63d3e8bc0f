"""Readings: no digit where there is none, and no percent where there is no share."""

import numpy as np

from gui.views.reading import NO_DIGIT, reading, reading_of_picture

ONES = np.ones(7)


def outputs(**of):
    values = np.zeros(10)
    for digit, value in of.items():
        values[int(digit[1:])] = value
    return values


def test_the_largest_output_from_one_half_on_is_read():
    read = reading(outputs(d6=0.98, d8=0.03), ONES, is_share=False)
    assert read.big == "6"
    assert read.lines == ("output 0.98", "next: 8 with 0.03")
    assert reading(outputs(d6=0.5), ONES, is_share=False).winner == 6


def test_below_one_half_everywhere_no_digit_is_read():
    read = reading(outputs(d6=0.49, d8=0.31), ONES, is_share=False)
    assert read.winner is None
    assert read.big == NO_DIGIT
    assert read.lines == ("no answer", "every output is below 0.50")
    assert read.sentence == "no answer, every output is below 0.50"


def test_a_blank_pad_never_reads_as_a_digit():
    read = reading(outputs(d1=0.99), np.zeros(7), is_share=False)
    assert (read.winner, read.big) == (None, NO_DIGIT)


def test_outputs_that_are_not_numbers_read_as_no_digit():
    read = reading(np.full(10, np.nan), ONES, is_share=False)
    assert (read.winner, read.lines) == (None, ("no answer", "the outputs are not numbers"))


def test_where_no_and_yes_are_minus_one_and_one_a_digit_is_read_from_zero_on():
    values = outputs(d6=0.02) + np.where(np.arange(10) == 6, 0.0, -0.7)
    read = reading(values, ONES, is_share=False, values=(-1.0, 1.0))
    assert (read.winner, read.lines) == (6, ("output 0.02", "next: 0 with \N{MINUS SIGN}0.70"))
    read = reading(values - 0.03, ONES, is_share=False, values=(-1.0, 1.0))
    assert (read.winner, read.lines[1]) == (None, "every output is below 0.00")


def test_where_several_outputs_say_yes_the_largest_is_read_and_it_is_said_that_it_is_not_sure():
    read = reading(outputs(d4=1.0, d3=0.9, d5=0.5), ONES, is_share=False)
    assert (read.big, read.others) == ("4", (3, 5))
    assert read.lines == ("not sure: 4, 3 or 5", "outputs from 0.50 to 1.00")
    assert reading(outputs(d4=1.0, d5=0.6), ONES, is_share=False).lines == ("not sure: 4 or 5", "outputs 1.00 and 0.60")
    assert reading(np.full(10, 0.9), ONES, is_share=False).lines[0] == "not sure: one of 10"


def test_only_shares_are_written_in_percent():
    assert "%" not in " ".join(reading(outputs(d6=0.98), ONES, is_share=False).lines)
    assert reading(outputs(d6=0.98, d8=0.02), ONES, is_share=True).lines == ("output 98.0 %", "next: 8 with 2.0 %")


def test_a_picture_is_read_as_the_largest_output_however_small_it_is():
    read = reading_of_picture(outputs(d6=0.18, d8=0.12), 6, is_share=True)
    assert (read.winner, read.is_wrong) == (6, False)
    assert read.lines == ("18.0 % sure", "next: 8 with 12.0 %")


def test_a_picture_read_wrong_says_what_it_is():
    read = reading_of_picture(outputs(d6=0.9, d8=0.1), 8, is_share=True)
    assert (read.winner, read.truth, read.is_wrong) == (6, 8, True)
    assert read.lines[0] == "90.0 % sure, but it is an 8"


def test_what_is_no_share_is_no_sureness():
    assert reading_of_picture(outputs(d6=0.9, d8=0.1), 6, is_share=False).lines == ("output 0.90", "next: 8 with 0.10")


def test_a_picture_whose_outputs_are_not_numbers_is_not_read():
    read = reading_of_picture(np.full(10, np.nan), 6, is_share=True)
    assert (read.winner, read.big, read.is_wrong) == (None, NO_DIGIT, False)
