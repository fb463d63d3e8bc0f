"""Tests of the 8x8 handwritten digits."""

from importlib.resources import files

import numpy as np
import pytest

from core.data.digits import draw_digits, pictures
from core.data.recipes import Digits

HOW_OFTEN = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
"""Of each digit 0 to 9, as the source's own description counts them."""

FIRST_PICTURE = """
 0  0  5 13  9  1  0  0
 0  0 13 15 10 15  5  0
 0  3 15  2  0 11  8  0
 0  4 12  0  0  8  8  0
 0  5  8  0  0  9  8  0
 0  4 11  0  1 12  7  0
 0  2 14  5 10 12  0  0
 0  0  6 13 10  0  0  0
"""
"""As scikit-learn's documentation prints it."""


def rows_of(data: np.ndarray) -> set[bytes]:
    return {row.tobytes() for row in data}


def test_the_first_picture_is_a_nought_the_right_way_up() -> None:
    pixels, labels = pictures()
    assert (16.0 * pixels[0]).tolist() == [float(value) for value in FIRST_PICTURE.split()]
    assert labels[:12].tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]


def test_pixels_go_from_paper_to_ink_in_sixteenths() -> None:
    pixels, labels = pictures()
    assert pixels.shape == (1797, 64) and labels.shape == (1797,)
    assert (pixels.min(), pixels.max()) == (0.0, 1.0)
    assert np.array_equal(pixels * 16.0, np.rint(pixels * 16.0))
    assert np.bincount(labels).tolist() == HOW_OFTEN


@pytest.mark.parametrize("share", [10.0, 50.0, 70.0, 90.0])
def test_the_same_share_of_every_digit_is_trained_on(share: float) -> None:
    data = draw_digits(Digits(share))
    assert data.x_test is not None and data.y_test is not None
    assert len(data.x) + len(data.x_test) == 1797
    assert np.allclose(data.y.sum(axis=0), np.array(HOW_OFTEN) * share / 100.0, atol=0.5)
    assert np.array_equal(data.y.sum(axis=0) + data.y_test.sum(axis=0), HOW_OFTEN)


def test_no_picture_is_both_trained_on_and_tested() -> None:
    data = draw_digits(Digits())
    assert data.x_test is not None
    everything = np.concatenate([data.x, data.x_test])
    assert len(rows_of(everything)) == len(rows_of(pictures()[0])), "the source has no two equal pictures"
    assert not rows_of(data.x) & rows_of(data.x_test)


def test_every_picture_keeps_its_digit() -> None:
    pixels, labels = pictures()
    digit_of = {row.tobytes(): digit for row, digit in zip(pixels, labels.tolist(), strict=True)}
    data = draw_digits(Digits(30.0, seed=5))
    assert data.x_test is not None and data.y_test is not None
    for x, y in ((data.x, data.y), (data.x_test, data.y_test)):
        assert [digit_of[row.tobytes()] for row in x] == np.argmax(y, axis=1).tolist()
        assert np.array_equal(y.sum(axis=1), np.ones(len(y)))


def test_a_larger_share_keeps_the_pictures_that_were_trained_on_and_a_seed_draws_others() -> None:
    some, more, others = (rows_of(draw_digits(recipe).x) for recipe in (Digits(40.0), Digits(60.0), Digits(40.0, 1)))
    assert some < more
    assert some != others and len(some) == len(others)


def test_names_and_task_are_told() -> None:
    data = draw_digits(Digits())
    assert (data.task, data.classes) == ("classes", tuple("0123456789"))
    assert (data.input_names[0], data.input_names[8], data.input_names[63]) == (
        "row 1 col 1",
        "row 2 col 1",
        "row 8 col 8",
    )
    assert len(set(data.input_names)) == 64


def test_the_sources_are_named_with_their_licence() -> None:
    text = files("resources").joinpath("data", "SOURCES.md").read_text("utf-8")
    for part in ("digits.npz", "Alpaydin", "Kaynak", "UCI", "scikit-learn", "CC BY 4.0"):
        assert part in text
