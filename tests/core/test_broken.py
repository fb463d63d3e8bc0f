"""Broken segments: what arrives of what is lit, and how much of it anybody could still read."""

from itertools import product

import numpy as np
import pytest

from core.broken import Broken
from core.data.segments import PATTERNS, SEGMENT_NAMES, SHAPES, Shapes, shapes_with
from core.errors import UserError
from core.probe.known_shapes import known_shapes, pattern_index


def broken_of(**states: str) -> Broken:
    broken = Broken()
    for name, state in states.items():
        broken = broken.with_state(name, state)  # type: ignore[arg-type]
    return broken


def test_stuck_segments_say_the_same_of_everything_and_flickering_ones_what_the_coin_says() -> None:
    broken = broken_of(b="off", e="on", f="flickers")
    heads, tails = np.ones(7), np.zeros(7)
    assert broken.arriving(SHAPES[8], heads).tolist() == [1, 0, 1, 1, 1, 1, 1]
    assert broken.arriving(SHAPES[8], tails).tolist() == [1, 0, 1, 1, 1, 0, 1]
    assert broken.arriving(np.zeros(7), tails).tolist() == [0, 0, 0, 0, 1, 0, 0]
    many = broken.arriving(SHAPES, np.tile(heads, (10, 1)))
    assert np.array_equal(many[3], broken.arriving(SHAPES[3], heads))
    assert np.array_equal(Broken().arriving(SHAPES, heads), SHAPES)


def test_it_is_said_in_words() -> None:
    assert Broken().words == "" and Broken().is_whole
    broken = broken_of(b="off", a="off", e="on", f="flickers")
    assert broken.words == "a and b stuck off, e stuck on, f flickers"
    assert broken_of(d="flickers", g="flickers").words == "d and g flicker"
    assert broken.state("e") == "on" and broken.names_of("on", "flickers") == "ef"
    assert broken.flickers and not broken.is_whole


def test_what_no_segment_can_be_is_refused() -> None:
    with pytest.raises(UserError, match="cannot be"):
        Broken(("works",) * 6)
    with pytest.raises(UserError, match="cannot be"):
        broken_of(a="loose")


def expected_best(broken: Broken, shapes: Shapes) -> float:
    """By going through all coins and all answers one by one."""
    flickering = [index for index, name in enumerate(SEGMENT_NAMES) if broken.state(name) == "flickers"]
    ways = list(product((0.0, 1.0), repeat=len(flickering)))
    arrived: dict[tuple[float, ...], list[int]] = {}
    for way in ways:
        for values, digit in zip(shapes.values, shapes.digits.tolist(), strict=True):
            seen = [{"on": 1.0, "off": 0.0}.get(broken.state(name), value)
                    for name, value in zip(SEGMENT_NAMES, values.tolist(), strict=True)]  # fmt: skip
            for index, value in zip(flickering, way, strict=True):
                seen[index] = value
            arrived.setdefault(tuple(seen), []).append(digit)
    right = sum(max(map(digits.count, digits)) for pattern, digits in arrived.items() if any(pattern))
    return right / len(ways)


@pytest.mark.parametrize(
    ("states", "known"),
    [
        ({}, 10.0),
        ({"b": "off"}, 8.0),  # 8 arrives as 6, and 9 as 5
        ({"g": "on"}, 9.0),  # 0 arrives as 8
        ({"b": "off", "c": "off"}, None),  # 1 arrives blank
        ({"a": "flickers"}, 9.0),  # 7 arrives as 1 half of the time, and 1 as 7
        ({"a": "on", "d": "flickers", "f": "off"}, None),
        (dict.fromkeys(SEGMENT_NAMES, "off"), 0.0),
        (dict.fromkeys(SEGMENT_NAMES, "on"), 1.0),
    ],
)
@pytest.mark.parametrize("variants", [(), (6, 7, 9)])
def test_the_ceiling_is_what_the_best_reader_gets_right(
    states: dict[str, str], known: float | None, variants: tuple[int, ...]
) -> None:
    broken, shapes = broken_of(**states), shapes_with(variants)
    assert broken.best(shapes) == pytest.approx(expected_best(broken, shapes))
    if known is not None and not variants:
        assert broken.best(shapes) == known


def test_a_reader_of_the_nearest_shape_is_counted_through_the_display() -> None:
    known = known_shapes()
    digits = np.argmin(known.distances, axis=1)
    digits[0] = -1
    assert Broken().read(known.shapes, digits) == 10.0
    assert broken_of(b="off").read(known.shapes, digits) == sum(
        digits[pattern_index(SHAPES[digit] * [1, 0, 1, 1, 1, 1, 1])] == digit for digit in range(10)
    )
    halves = broken_of(g="flickers").read(known.shapes, digits)
    on, off = (broken_of(g=state).read(known.shapes, digits) for state in ("on", "off"))
    assert halves == (on + off) / 2.0
    assert len(PATTERNS) == 128
