"""Tests of the seven-segment digits."""

import numpy as np
import pytest

from core.data.recipes import Segments
from core.data.segments import SEGMENT_NAMES, SHAPES, best_possible, draw_segments

PICTURES = (
    " _     _  _     _  _  _  _  _ ",
    "| |  | _| _||_||_ |_   ||_||_|",
    "|_|  ||_  _|  | _||_|  ||_| _|",
)


def read_pictures() -> np.ndarray:
    """The shapes (10, 7) as they are drawn above."""
    places = {"a": (0, 1), "b": (1, 2), "c": (2, 2), "d": (2, 1), "e": (2, 0), "f": (1, 0), "g": (1, 1)}
    return np.array(
        [
            [float(PICTURES[row][3 * digit + column] != " ") for row, column in (places[name] for name in "abcdefg")]
            for digit in range(10)
        ]
    )


def test_the_shapes_are_those_of_a_display() -> None:
    assert np.array_equal(SHAPES, read_pictures())


def test_all_shapes_differ() -> None:
    assert SHAPES.shape == (10, len(SEGMENT_NAMES))
    assert len(np.unique(SHAPES, axis=0)) == 10


def test_fourteen_of_seventy_single_faults_are_another_digit() -> None:
    faults = np.abs(SHAPES[:, None, :] - np.eye(7)[None])
    shapes = {tuple(shape) for shape in SHAPES}
    assert sum(tuple(fault) in shapes for fault in faults.reshape(70, 7)) == 14


def test_without_noise_there_are_ten_clean_shapes_and_no_test_set() -> None:
    data = draw_segments(Segments())
    assert np.array_equal(data.x, SHAPES) and np.array_equal(data.y, np.eye(10))
    assert data.x_test is None and data.y_test is None and data.best_possible is None


def test_with_noise_the_clean_shapes_stay_and_noisy_copies_follow() -> None:
    data = draw_segments(Segments(noise=10.0, copies=30, seed=2))
    assert data.x.shape == (310, 7) and data.y.shape == (310, 10)
    assert np.array_equal(data.x[:10], SHAPES) and np.array_equal(data.y[:10], np.eye(10))
    assert data.x_test is not None and data.y_test is not None
    assert data.x_test.shape == (300, 7)
    assert np.array_equal(data.y_test.sum(axis=0), np.full(10, 30.0))
    assert not np.array_equal(data.x[10:], data.x_test), "test shapes are others"


def test_segments_flip_as_often_as_the_noise_says() -> None:
    data = draw_segments(Segments(noise=20.0, copies=500))
    assert data.x_test is not None and data.y_test is not None
    for x, y in ((data.x[10:], data.y[10:]), (data.x_test, data.y_test)):
        flipped = x != SHAPES[np.argmax(y, axis=1)]
        assert np.allclose(flipped.mean(axis=0), 0.2, atol=0.03)


def test_the_same_seed_flips_the_same_segments() -> None:
    first, again = draw_segments(Segments(noise=10.0, seed=5)), draw_segments(Segments(noise=10.0, seed=5))
    assert np.array_equal(first.x, again.x)
    assert not np.array_equal(first.x, draw_segments(Segments(noise=10.0, seed=6)).x)


@pytest.mark.parametrize(("noise", "expected"), [(10.0, 0.74), (5.0, 0.87)])
def test_the_ceiling_is_the_known_one(noise: float, expected: float) -> None:
    data = draw_segments(Segments(noise=noise))
    assert data.best_possible == pytest.approx(expected, abs=0.005)


def test_the_ceiling_is_one_without_flips_and_a_tenth_with_coins() -> None:
    assert best_possible(0.0) == 1.0
    assert best_possible(0.5) == pytest.approx(0.1)


def test_the_most_likely_digit_reaches_the_ceiling_on_many_drawn_shapes() -> None:
    data = draw_segments(Segments(noise=10.0, copies=1000))
    assert data.x_test is not None and data.y_test is not None
    flips = np.abs(data.x_test[:, None] - SHAPES[None]).sum(axis=2)
    right = np.mean(np.argmin(flips, axis=1) == np.argmax(data.y_test, axis=1))
    assert data.best_possible is not None
    assert right == pytest.approx(data.best_possible, abs=0.02)


def test_names_task_and_threshold_are_told() -> None:
    data = draw_segments(Segments())
    assert data.task == "classes" and data.decides_at == 0.5
    assert "".join(data.input_names) == "abcdefg" and "".join(data.classes) == "0123456789"
