"""Tests of numbers as people write them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.numerals import exact, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.25", 0.25),
        ("0,25", 0.25),
        (" 7 ", 7.0),
        ("+2", 2.0),
        (".5", 0.5),
        (",5", 0.5),
        ("3.", 3.0),
        ("-1/3", -1 / 3),
        ("1 / 3", 1 / 3),
        ("1/-4", -0.25),
        ("0,5/2", 0.25),
        ("1e-3", 0.001),
        ("1,5E+2", 150.0),
        ("\u2212 2", -2.0),
        ("\u22121e\u22123", -0.001),
        ("0,125", 0.125),
        ("1,000", 1.0),
        ("0/5", 0.0),
        ("3e38", 3e38),
    ],
)
def test_decimals_with_point_or_comma_and_fractions_are_read(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no number"),
        ("abc", "not a number"),
        ("1..2", "not a number"),
        ("1 2", "not a number"),
        ("1/2/3", "not a number"),
        ("--1", "not a number"),
        ("0x10", "not a number"),
        ("1_0", "not a number"),
        ("٣", "not a number"),
        ("inf", "not a number"),
        ("nan", "not a number"),
        ("1/0", "divides by zero"),
        ("1/0,0", "divides by zero"),
        ("0/0e5", "divides by zero"),
        ("1,000.5", "two ways"),
        ("1.000,5", "two ways"),
        ("1,234,567", "two ways"),
        ("1 000", "two ways"),
        ("1e39", "too large to calculate with"),
        ("-1e999", "too large to calculate with"),
        ("1/1e-400", "too large to calculate with"),
        ("1e-60", "smaller than float32"),
        ("1" * 61, "too long"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_number(text)
    assert says in refusal.value.message and refusal.value.hint


def test_a_larger_number_type_holds_more() -> None:
    assert read_number("1e100", "float64") == 1e100


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_the_shortest_text_reads_back_as_the_same_float32(value: float) -> None:
    text = exact(np.float32(value))
    back = np.float32(read_number(text))
    assert back == np.float32(value) and math.copysign(1.0, back) == math.copysign(1.0, value)
    assert len(text) <= 16


def test_a_number_is_written_as_short_as_it_was_typed() -> None:
    assert [exact(np.float32(value)) for value in (0.1, 1.0, -2.5, 1e-7)] == ["0.1", "1", "-2.5", "1e-07"]
    assert exact(np.float64(0.1)) == "0.1" and exact(np.float64(np.float32(0.1))) == "0.10000000149011612"
