"""Tests of the seven-segment digits."""

from itertools import product

import numpy as np
import pytest

from core.data.recipes import Segments
from core.data.segments import SEGMENT_NAMES, SHAPES, best_possible, draw_segments, labels_of, shapes_with

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


def test_variants_are_more_clean_shapes_and_the_ten_stay_the_first() -> None:
    data = draw_segments(Segments(variants=(9, 6, 7, 6)))
    lit = ["".join(name for name, value in zip("abcdefg", row, strict=True) if value) for row in data.x[10:]]
    assert lit == ["cdefg", "abcf", "abcfg"], "6 and 9 without tail, 7 with a hook"
    assert np.argmax(data.y[10:], axis=1).tolist() == [6, 7, 9]
    assert np.array_equal(data.x[:10], SHAPES) and np.array_equal(data.y[:10], np.eye(10))
    assert len(np.unique(data.x, axis=0)) == 13
    assert shapes_with((7,)).names[-1] == "7 with a hook"


def test_a_variant_has_noisy_copies_too_and_leaves_those_of_the_others_alone() -> None:
    plain, more = draw_segments(Segments(10.0, 30, 2)), draw_segments(Segments(10.0, 30, 2, variants=(7,)))
    assert np.array_equal(more.x[11 : 11 + 300], plain.x[10:])
    assert more.x.shape == (341, 7) and more.x_test is not None and more.x_test.shape == (330, 7)
    assert more.y_test is not None and more.y_test.sum(axis=0).tolist() == [30.0] * 7 + [60.0, 30.0, 30.0]
    flipped = more.x[-30:] != np.array([1, 1, 1, 0, 0, 1, 0])
    assert 0.05 < flipped.mean() < 0.15


@pytest.mark.parametrize("variants", [(6,), (7,), (6, 7, 9)])
def test_with_variants_the_ceiling_is_still_that_of_the_best_reader(variants: tuple[int, ...]) -> None:
    shapes, probability = shapes_with(variants), 0.1
    right = 0.0
    for pattern in product([0, 1], repeat=7):
        chances = [0.0] * 10
        for values, digit in zip(shapes.values.tolist(), shapes.digits.tolist(), strict=True):
            flips = sum(one != other for one, other in zip(pattern, values, strict=True))
            chances[digit] += probability**flips * (1 - probability) ** (7 - flips) / len(shapes)
        right += max(chances)
    data = draw_segments(Segments(noise=10.0, copies=600, variants=variants))
    assert data.best_possible == pytest.approx(right)
    assert data.x_test is not None and data.y_test is not None
    flips = np.abs(data.x_test[:, None] - shapes.values).sum(axis=2)
    best = np.argmax(probability**flips * (1 - probability) ** (7 - flips) @ shapes.one_hot, axis=1)
    assert np.mean(best == data.y_test.argmax(axis=1)) == pytest.approx(right, abs=0.02)


def test_a_pattern_has_the_labels_of_its_shapes_and_of_own_ones() -> None:
    eight, odd = SHAPES[8], np.array([1.0, 0, 0, 1, 0, 0, 1])
    own = tuple((*values.tolist(), *np.eye(10)[digit]) for values, digit in ((eight, 3), (odd, 5), (odd, 5), (odd, 2)))
    data = Segments(added=own)
    assert labels_of(data, eight) == [3, 8] and labels_of(data, odd) == [2, 5]
    assert labels_of(data, SHAPES[1]) == [1] and labels_of(data, np.zeros(7)) == []
    hook = np.array([1.0, 1, 1, 0, 0, 1, 0])
    assert labels_of(data, hook) == [] and labels_of(Segments(variants=(7,)), hook) == [7]
