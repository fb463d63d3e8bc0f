"""Tests of which part each row of a table belongs to."""

import datetime
from collections import Counter

import numpy as np
import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arrays import Indices
from core.errors import UserError
from core.table.columns import Split
from core.table.splitting import TEST, TRAIN, VALIDATION, split_rows

NONE = polars.DataFrame({"x": [0.0]})


def parts_of(split: Split, count: int, classes: Indices | None = None, frame: polars.DataFrame = NONE) -> list[int]:
    return split_rows(frame, split, np.arange(count), classes).tolist()


def counts(parts: list[int]) -> tuple[int, int, int]:
    found = Counter(parts)
    return found[TRAIN], found[VALIDATION], found[TEST]


def test_rows_are_drawn_by_the_seed() -> None:
    split = Split(validation=20.0, test=30.0, stratified=False, seed=3)
    parts = parts_of(split, 50)
    assert counts(parts) == (25, 10, 15) and parts == parts_of(split, 50)
    assert parts != parts_of(split.replace(seed=4), 50) and parts != sorted(parts)


def test_each_class_is_split_by_the_same_shares() -> None:
    classes = np.array([0] * 60 + [1] * 20 + [2] * 10)
    parts = np.array(parts_of(Split(validation=10.0, test=20.0), 90, classes))
    assert [counts(parts[classes == one].tolist()) for one in range(3)] == [(42, 6, 12), (14, 2, 4), (7, 1, 2)]


@pytest.mark.parametrize(
    ("size", "split", "expected"),
    [
        (1, Split(test=30.0), (1, 0, 0)),
        (1, Split(test=90.0), (1, 0, 0)),
        (1, Split(validation=60.0, test=0.0), (1, 0, 0)),
        (2, Split(test=30.0), (1, 0, 1)),
        (2, Split(validation=45.0, test=50.0), (1, 0, 1)),
        (3, Split(validation=30.0, test=30.0), (1, 1, 1)),
        (2, Split(test=0.0), (2, 0, 0)),
    ],
)
def test_of_a_tiny_class_at_least_one_row_is_trained_on(
    size: int, split: Split, expected: tuple[int, int, int]
) -> None:
    classes = np.array([0] * 10 + [1] * size)
    assert counts(parts_of(split, 10 + size, classes)[10:]) == expected


@given(st.integers(1, 60), st.integers(1, 4), st.floats(0, 90), st.floats(0, 90), st.floats(0, 90), st.integers(0, 99))
def test_more_training_keeps_every_training_row_and_every_row_has_a_part(
    count: int, classes: int, validation: float, test: float, more: float, seed: int
) -> None:
    validation, test = min(validation, 45.0), min(test, 45.0)
    of_class = np.random.default_rng(seed).integers(0, classes, count)
    days = polars.DataFrame({"g": of_class, "t": np.random.default_rng(seed + 1).integers(0, 9, count)})
    for split in (
        Split(validation=validation, test=test, seed=seed),
        Split(validation=validation, test=test, seed=seed, stratified=False),
        Split("group", validation, test, column="g", seed=seed),
        Split("time", validation, test, column="t"),
    ):
        larger = split.replace(validation=validation * more / 90.0, test=test * more / 90.0)
        small, large = (np.array(parts_of(one, count, of_class, days)) for one in (split, larger))
        assert set(small.tolist()) <= {TRAIN, VALIDATION, TEST} and (small == TRAIN).any()
        assert (large[small == TRAIN] == TRAIN).all()


def test_the_latest_rows_test() -> None:
    days = [datetime.date(2020, 1, day) for day in (5, 1, 4, 2, 3)]
    frame = polars.DataFrame({"day": [*days, None]})
    parts = parts_of(Split("time", 20.0, 40.0, column="day"), 6, frame=frame)
    assert parts == [TEST, TRAIN, VALIDATION, TRAIN, TRAIN, TEST]


def test_rows_of_a_group_stay_together() -> None:
    frame = polars.DataFrame({"who": [f"person {row * 7 % 12:02}" for row in range(60)] + [None] * 3})
    parts = parts_of(Split("group", 20.0, 30.0, column="who", seed=1), 63, frame=frame)
    by_group: dict[object, set[int]] = {}
    for name, part in zip(frame["who"], parts, strict=True):
        by_group.setdefault(name, set()).add(part)
    assert all(len(found) == 1 for found in by_group.values())
    train, validation, test = counts(parts)
    assert 25 <= train <= 40 and 5 <= validation <= 20 and 10 <= test <= 25


def test_groups_of_one_size_are_split_by_the_shares() -> None:
    frame = polars.DataFrame({"who": [f"person {row // 3:02}" for row in range(300)]})
    for seed in range(3):
        split = Split("group", 20.0, 30.0, column="who", seed=seed)
        assert counts(parts_of(split, 300, frame=frame)) == (150, 60, 90)


def test_a_single_group_is_trained_on() -> None:
    frame = polars.DataFrame({"who": ["one"] * 9})
    assert counts(parts_of(Split("group", 0.0, 90.0, column="who"), 9, frame=frame)) == (9, 0, 0)


def test_a_column_says_the_parts() -> None:
    frame = polars.DataFrame({"part": ["Train", "test", "validation", "dev", "testing", "x"]})
    split = Split("column", column="part")
    assert parts_of(split, 5, frame=frame) == [TRAIN, TEST, VALIDATION, VALIDATION, TEST]
    with pytest.raises(UserError, match="Row 6 of the column “part” is “x”"):
        parts_of(split, 6, frame=frame)


def test_only_the_given_rows_are_split() -> None:
    frame = polars.DataFrame({"t": [9, 1, 8, 2, 7]})
    rows = np.array([0, 2, 4])
    assert split_rows(frame, Split("time", 0.0, 34.0, column="t"), rows, None).tolist() == [TEST, TRAIN, TRAIN]


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError, match="no column “day”"):
        parts_of(Split("time", column="day"), 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"test": 96.0},
        {"validation": -1.0},
        {"validation": float("nan")},
        {"seed": -1},
        {"kind": "time"},
        {"column": "day"},
    ],
)
def test_splits_that_cannot_be_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(UserError):
        Split(**changes)  # type: ignore[arg-type]
