"""Freehand strokes, without a screen: along the segments, and as people write."""

import numpy as np
import pytest

from core.data.segments import SHAPES
from gui.pad.freehand import meant
from gui.pad.segments_geometry import NAMES, Place
from tests.gui.pad.hands import ALONG, WRITTEN, trembling

LIT = ["".join(name for name, value in zip(NAMES, shape, strict=True) if value) for shape in SHAPES]


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("points_apart", [0.03, 0.4])
def test_a_digit_along_the_segments_lights_exactly_those_however_much_the_hand_trembles(
    digit: int, points_apart: float
) -> None:
    for seed in range(12):
        strokes = trembling(ALONG[digit], np.random.default_rng(seed), 0.07, points_apart)
        assert meant(strokes).lit == LIT[digit], seed


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("points_apart", [0.03, 0.3])
def test_a_digit_is_read_as_people_write_it(name: str, points_apart: float) -> None:
    for seed in range(10):
        strokes = trembling(WRITTEN[name], np.random.default_rng(seed), 0.03, points_apart)
        assert meant(strokes).lit == LIT[int(name[0])], seed


def test_a_digit_may_be_written_small_and_beside_the_middle() -> None:
    for name, strokes in WRITTEN.items():
        smaller = [[(0.15 + 0.6 * x, 0.2 + 0.7 * y) for x, y in stroke] for stroke in strokes]
        assert meant(smaller).lit == LIT[int(name[0])], name


@pytest.mark.parametrize("lit", ["a", "d", "g", "fe", "bc", "ad", "gd", "fge", "abgf", "cdeg"])
def test_segments_that_are_no_digit_can_be_lit_too(lit: str) -> None:
    ends = {
        "a": ((0, 0), (1, 0)), "b": ((1, 0), (1, 1)), "c": ((1, 1), (1, 2)), "d": ((0, 2), (1, 2)),
        "e": ((0, 1), (0, 2)), "f": ((0, 0), (0, 1)), "g": ((0, 1), (1, 1)),
    }  # fmt: skip
    for seed in range(10):
        strokes: list[list[Place]] = [list(ends[name]) for name in lit]
        found = meant(trembling(strokes, np.random.default_rng(seed), 0.05, 0.1))
        assert set(found.lit) == set(lit), seed


def test_next_to_no_ink_stands_for_nothing() -> None:
    assert meant([]).lit == "" and meant([[(0.4, 0.5), (0.55, 0.5)]]).lit == ""
