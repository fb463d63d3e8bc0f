"""Strokes become pictures as those of the set are: place, size, pen and slant do not matter, the shape does."""

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import build
from core.data.digits import pictures
from core.data.handwriting import INK, bitmap_of, erased, picture_of
from core.trainer import Trainer
from tests.hands import HANDS, SHAPES, TEN, written


def square(strokes):
    return picture_of(strokes).reshape(8, 8)


def test_a_picture_stands_as_it_was_drawn_neither_flipped_nor_transposed():
    stem, bar, short_bar = [(0.0, 0.0), (0.0, 3.0)], [(0.0, 0.0), (2.0, 0.0)], [(0.0, 1.2), (1.3, 1.2)]
    picture = square([np.array(stem), np.array(bar), np.array(short_bar)])
    assert picture[:, 2].min() > 0.9, "the stem, on the left, from top to bottom"
    assert picture[0, 2:6].min() > 0.9 and picture[0, 6] > 0.2, "the bar on top, to the right end"
    assert picture[3, 3:5].min() > 0.5 and picture[3, 6] == 0.0, "the short bar, above the middle"
    assert picture[5:, 4:].max() == 0.0 and picture[:, 0].max() == 0.0, "nothing below it, nothing on the left"


def test_rows_are_filled_from_top_to_bottom_and_the_outer_columns_stay_empty_as_in_the_set():
    real = pictures()[0].reshape(-1, 8, 8)
    assert real[:, :, 0].mean() < 0.01 and real[:, :, 7].mean() < 0.03
    for shape in SHAPES:
        picture = square(written(shape, HANDS["plain"], np.random.default_rng(3)))
        assert picture.sum(axis=1).min() > 0.0, shape
        assert picture[:, 0].max() < 0.2, shape


def test_every_digit_has_about_as_much_ink_as_those_of_the_set():
    real = 16.0 * pictures()[0].sum(axis=1)
    assert np.mean(real) == pytest.approx(INK, rel=0.05)
    for shape in SHAPES:
        ink = bitmap_of(written(shape, HANDS["plain"], np.random.default_rng(1))).sum()
        assert ink == pytest.approx(INK, abs=2 * real.std()), shape


@pytest.mark.parametrize("shape", ["2", "4 open", "7 with bar", "1 without flag"])
def test_place_and_size_do_not_matter_nor_does_the_way_the_pen_went(shape):
    strokes = written(shape, HANDS["plain"], np.random.default_rng(5))
    picture = picture_of(strokes)
    moved = [100.0 + 7.0 * stroke for stroke in strokes]
    assert np.array_equal(picture_of(moved), picture)
    backwards = [stroke[::-1] for stroke in reversed(strokes)]
    assert np.array_equal(picture_of(backwards), picture)


def test_a_leaning_stroke_is_set_upright():
    leaning = square([np.array([(1.0, 0.0), (0.0, 3.0)])])
    upright = square([np.array([(0.0, 0.0), (0.0, 3.0)])])
    assert np.abs(leaning - upright).mean() < 0.13
    raw = np.abs(np.polyfit(np.arange(8), leaning @ np.arange(8) / leaning.sum(axis=1), 1)[0])
    assert raw < 0.2, "columns a row: it leans by less than a third of what it did"


def test_a_picture_counts_points_of_ink_in_blocks_of_four_by_four():
    strokes = written("5", HANDS["plain"], np.random.default_rng(0))
    ink, picture = bitmap_of(strokes), square(strokes)
    assert picture[2, 5] * 16 == ink[8:12, 20:24].sum()
    assert np.array_equal(picture * 16, np.rint(picture * 16))


def test_nothing_drawn_is_a_blank_picture():
    assert not picture_of([]).any() and picture_of([]).shape == (64,)
    assert not picture_of([np.empty((0, 2))]).any()


@pytest.mark.parametrize("point", [[(3.0, 4.0)], [(3.0, 4.0), (3.0, 4.0)]])
def test_a_dot_is_a_dot_in_the_middle(point):
    picture = square([np.array(point)])
    assert np.array_equal(picture, picture[::-1]) and np.array_equal(picture, picture[:, ::-1])
    assert picture[3:5, 3:5].min() == 1.0 and picture[:2].sum() == picture[:, :2].sum() == 0.0


def test_a_line_lies_and_another_stands():
    lying, standing = square([np.array([(0.0, 0.0), (1.0, 0.0)])]), square([np.array([(0.0, 0.0), (0.0, 1.0)])])
    assert lying[3:5, 2:6].min() == 1.0 and lying[:2].sum() == lying[6:].sum() == 0.0
    assert standing[:, 3:5].min() > 0.8 and standing[:, :2].sum() == standing[:, 6:].sum() == 0.0


def test_an_eraser_cuts_a_stroke_in_two_and_leaves_others_alone():
    line, other = np.array([(0.0, 0.5), (1.0, 0.5)]), np.array([(0.0, 0.9), (1.0, 0.9)])
    left = erased((line, other), np.array([(0.3, 0.4), (0.3, 0.6)]), 0.05)
    assert len(left) == 3 and left[2] is other
    assert left[0][:, 0].max() == pytest.approx(0.25, abs=0.02)
    assert left[1][:, 0].min() == pytest.approx(0.35, abs=0.02)
    assert erased((line,), np.array([(0.0, 0.5), (1.0, 0.5)]), 0.1) == ()
    dot = np.array([(0.2, 0.2)])
    assert erased((dot,), np.array([(0.2, 0.21)]), 0.05) == ()
    assert erased((dot,), np.array([(0.4, 0.4)]), 0.05)[0] is dot


@pytest.fixture(scope="module")
def reader():
    """The bundled network after 20 epochs."""
    project = open_bundled("digits")
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(epochs=20)

    def read(strokes):
        return int(np.argmax(project.network.predict(trainer.theta, picture_of(strokes)[np.newaxis])))

    return read


@pytest.mark.parametrize("hand", HANDS)
def test_ten_digits_of_every_hand_are_read_at_least_nine_times_of_ten(reader, hand):
    for seed in range(3):
        random = np.random.default_rng(seed)
        read = [reader(written(shape, HANDS[hand], random)) for shape in TEN]
        assert sum(read[digit] == digit for digit in range(10)) >= 9, read


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - set(TEN)))
def test_habits_are_read_as_well(reader, shape):
    read = [reader(written(shape, HANDS["plain"], np.random.default_rng(seed))) for seed in range(10)]
    assert read.count(int(shape[0])) >= 9, read


def test_the_bundled_network_reads_97_of_100_test_digits():
    project = open_bundled("digits")
    data = build(project.data)
    trainer = Trainer(project.network, data, project.training, seed=project.seed)
    trainer.run(epochs=30)
    answers = project.network.predict(trainer.theta, data.x_test)
    assert np.mean(np.argmax(answers, axis=1) == np.argmax(data.y_test, axis=1)) >= 0.97
