"""Tests of a table made ready for a network, against numbers worked by hand."""

from typing import Any

import numpy as np
import polars
import pytest

from core.data import build
from core.data.table import Table
from core.errors import UserError
from core.table.columns import Column, Split
from core.table.fitted import Scale, fit_scale
from core.table.prepared import prepared
from core.table.stored import StoredTable

PARTS = ["train", "train", "train", "validation", "test", "test"]
FRAME = polars.DataFrame(
    {
        "x": [1.0, 3.0, None, 10.0, 7.0, None],
        "town": ["Oslo", "Oslo", "Rome", None, "Bern", "Rome"],
        "on": [True, False, True, None, False, True],
        "y": ["b", "a", "c", "a", "b", "d"],
        "part": PARTS,
    }
)
X = Column("x")
TOWN = Column("town", kind="category", categories=("Oslo", "Rome"))
Y = Column("y", "target", "category", categories=("a", "b", "c"))
AS_TOLD = Split("column", column="part")


def recipe(frame: polars.DataFrame, *columns: Column, split: Split = AS_TOLD) -> Table:
    return Table(StoredTable.of(frame), columns, split)


def test_a_table_worked_by_hand() -> None:
    """x: of 1, 3 and a gap the mean 2; with it filled the standard deviation sqrt(2 / 3)."""
    table = recipe(FRAME, X, TOWN, Column("on"), Y)
    dataset, found = build(table), table.prepared
    assert dataset.input_names == ("x", "town = Oslo", "town = Rome", "on")
    assert (dataset.classes, dataset.task, dataset.target_name) == (("a", "b", "c"), "classes", "y")
    assert found.rows.tolist() == [0, 1, 2, 3] and found.aside.tolist() == [3] and found.rows_test.tolist() == [4]
    assert found.dropped == 1  # the class d is none that is known
    assert dataset.raw is not None and dataset.raw_test is not None and dataset.x_test is not None
    # The town is missing once: Oslo is the most frequent one. Bern is none of them. on: the mean of 1, 0 and 1.
    assert dataset.raw.tolist() == [[1, 1, 0, 1], [3, 1, 0, 0], [2, 0, 1, 1], [10, 1, 0, 2 / 3]]
    assert dataset.raw_test.tolist() == [[7, 0, 0, 0]]
    spread = (2 / 3) ** 0.5
    assert np.allclose(dataset.x[:, 0], [-1 / spread, 1 / spread, 0, 8 / spread], rtol=1e-15)
    assert np.allclose(dataset.x_test[0], [5 / spread, 0, 0, -(2 / 3) / (2 / 9) ** 0.5], rtol=1e-15)
    assert dataset.y.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 0, 0]]
    assert dataset.aside is not None and dataset.aside.tolist() == [3]


def test_min_max_none_and_a_constant() -> None:
    frame = polars.DataFrame({"a": [2, 6, 4, 8], "b": [2, 6, 4, 8], "c": [0.1] * 4, "y": [1.0, 2.0, 3.0, 4.0]})
    columns = (Column("a", scaling="min-max"), Column("b", scaling="none"), Column("c"), Column("y", "target"))
    dataset = build(recipe(frame, *columns, split=Split(test=0.0)))
    assert dataset.x.tolist() == [[0, 2, 0], [2 / 3, 6, 0], [1 / 3, 4, 0], [1, 8, 0]]
    assert dataset.x_test is None and dataset.task == "regression"
    # y: mean 2.5, standard deviation sqrt(5 / 4)
    assert np.allclose(dataset.y[:, 0], np.array([-1.5, -0.5, 0.5, 1.5]) / 1.25**0.5, rtol=1e-15)
    assert dataset.target_scale is not None
    assert np.allclose(dataset.target_scale.own(dataset.y[:, 0]), [1, 2, 3, 4], rtol=1e-15)


def test_two_classes_are_one_column_of_zero_and_one() -> None:
    frame = FRAME.with_columns(y=polars.Series(["no", "yes", "yes", "no", "yes", None]))
    target = Column("y", "target", "category", categories=("no", "yes"))
    table = recipe(frame, X, target)
    assert build(table).y.tolist() == [[0], [1], [1], [0]] and build(table).task == "two classes"
    assert (table.ends.outputs, table.ends.activation) == (1, "sigmoid")


def test_rows_with_gaps_are_dropped_where_a_column_says_so() -> None:
    found = recipe(FRAME, X.replace(missing="drop"), TOWN.replace(missing="drop"), Y).prepared
    # Rows 2 (x) and 3 (town) have gaps, row 5 a class that is none; Bern is no gap.
    assert found.rows.tolist() == [0, 1] and found.rows_test.tolist() == [4] and found.dropped == 3


def test_infinite_numbers_are_gaps() -> None:
    frame = FRAME.with_columns(x=polars.Series([1.0, 3.0, float("inf"), 10.0, float("nan"), -1e200]))
    dataset = build(recipe(frame, X, Y))
    assert np.isfinite(dataset.x).all() and dataset.raw is not None and dataset.raw[:, 0].tolist() == [1, 3, 2, 10]


def test_a_column_without_anything_to_train_on_is_nought() -> None:
    frame = FRAME.with_columns(x=polars.Series([None, None, None, 4.0, 5.0, None]))
    dataset = build(recipe(frame, X, TOWN, Y))
    assert dataset.raw is not None and dataset.raw[:, 0].tolist() == [0, 0, 0, 4]


# What is fitted sees the training rows alone ---------------------------------------------------------------------


def many_rows(seed: int = 0) -> polars.DataFrame:
    generator = np.random.default_rng(seed)
    count = 90
    return polars.DataFrame(
        {
            "x": np.where(generator.random(count) < 0.2, np.nan, generator.normal(5.0, 2.0, count)),
            "m": generator.lognormal(size=count),
            "town": generator.choice(["Oslo", "Rome", "Bern"], count),
            "n": generator.normal(size=count),
            "who": generator.integers(0, 20, count),
        }
    ).with_columns(polars.col("x").fill_nan(None))


COLUMNS = (
    Column("x"),
    Column("m", scaling="min-max"),
    Column("town", kind="category", categories=("Bern", "Oslo", "Rome")),
    Column("n", "target"),
)


@pytest.mark.parametrize(
    "split",
    [
        Split(validation=20.0, test=30.0),
        Split("group", 20.0, 30.0, column="who"),
        Split("time", 20.0, 30.0, column="who"),
    ],
)
def test_rows_that_test_or_are_watched_change_nothing_that_is_fitted(split: Split) -> None:
    frame = many_rows()
    before = recipe(frame, *COLUMNS, split=split).prepared
    trained = np.delete(before.rows, before.aside)
    others = np.setdiff1d(np.arange(frame.height), trained)
    assert len(others) > 20
    is_other = polars.Series(np.isin(np.arange(frame.height), others))
    when = polars.when(is_other)
    changed = frame.with_columns(
        when.then(1e6).otherwise(polars.col("x")).alias("x"),
        when.then(-1e9).otherwise(polars.col("m")).alias("m"),
        when.then(polars.lit("Rome")).otherwise(polars.col("town")).alias("town"),
        when.then(777.0).otherwise(polars.col("n")).alias("n"),
    )
    after = recipe(changed, *COLUMNS, split=split).prepared
    one, other = before.fitted, after.fitted
    assert (one.fills, one.target) == (other.fills, other.target)
    assert one.offset.tobytes() == other.offset.tobytes() and one.factor.tobytes() == other.factor.tobytes()
    assert after.raw.tolist() != before.raw.tolist()


def test_parts_are_disjoint_and_complete() -> None:
    found = recipe(many_rows(), *COLUMNS, split=Split(validation=15.0, test=25.0)).prepared
    rows = np.concatenate([found.rows, found.rows_test])
    assert sorted(rows.tolist()) == list(range(90)) and found.rows.tolist() == sorted(found.rows.tolist())
    assert found.raw.shape == (len(found.rows), 5) and found.raw_test.shape == (len(found.rows_test), 5)
    assert len(set(found.aside.tolist())) == len(found.aside) and max(found.aside) < len(found.rows)


def test_new_rows_become_the_same_numbers() -> None:
    frame = many_rows()
    found = recipe(frame, *COLUMNS, split=Split(validation=15.0, test=25.0)).prepared
    fitted = found.fitted
    assert np.array_equal(fitted.encode(frame, found.rows), found.raw)
    assert np.array_equal(fitted.encode(frame)[found.rows_test], found.raw_test)
    raw = fitted.encode(frame)
    assert np.array_equal(fitted.expand(raw.T), fitted.scale(raw).T)
    assert fitted.expand(raw.T, "float32").dtype == np.float32


def test_what_is_built_cannot_be_written_to() -> None:
    table = recipe(FRAME, X, TOWN, Y)
    dataset, fitted = build(table), table.prepared.fitted
    for array in (dataset.x, dataset.y, dataset.raw, dataset.x_test, fitted.offset, fitted.factor):
        assert array is not None and not array.flags.writeable


# What cannot be --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (FRAME.drop("x"), "no column “x”"),
        (
            FRAME.with_columns(x=polars.Series(["1", "2", "abc", "4", "5", "6"])),
            "Row 3, column “x”: “abc” is not a number",
        ),
        (FRAME.with_columns(y=polars.lit("z")), "No row is left to learn from"),
        (FRAME.with_columns(part=polars.lit("test")), "No row is left to train on"),
    ],
)
def test_tables_that_cannot_be_learned_from_are_refused(frame: polars.DataFrame, told: str) -> None:
    with pytest.raises(UserError, match=told):
        build(recipe(frame, X, Y))


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ((X,), "no target"),
        ((X, Y, Y.replace(name="z")), "2 target"),
        ((Y,), "no column"),
        ((X, X, Y), "named twice"),
        (
            (*(TOWN.replace(name=str(n), categories=tuple(map(str, range(100)))) for n in range(21)), Y),
            "2,100 inputs",
        ),
    ],
)
def test_recipes_that_cannot_be_are_refused(columns: tuple[Column, ...], told: str) -> None:
    with pytest.raises(UserError, match=told):
        recipe(FRAME, *columns)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"categories": ("a",)}, "only one value"),
        ({"categories": ()}, "no value"),
        ({"categories": ("a", "a")}, "twice"),
        ({"categories": tuple(map(str, range(101)))}, "101 different"),
    ],
)
def test_targets_that_cannot_be_are_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(UserError, match=told):
        Y.replace(**changes)


@pytest.mark.parametrize(
    ("values", "scaling", "expected"),
    [
        ([], "standard", Scale()),
        ([5.0, 5.0], "standard", Scale(5.0)),
        ([0.1, 0.1, 0.1], "standard", Scale(0.1)),
        ([5.0, 5.0], "min-max", Scale(5.0)),
        ([5.0, 9.0], "none", Scale()),
        ([5.0, 9.0], "min-max", Scale(5.0, 0.25)),
        ([5.0, 9.0], "standard", Scale(7.0, 0.5)),
        ([1e9, 1e9 + 2**-20], "min-max", Scale(1e9, 2.0**20)),
        ([0.0, 5e-324], "min-max", Scale(0.0, 1.0)),
    ],
)
def test_scales_worked_by_hand(values: list[float], scaling: Any, expected: Scale) -> None:
    assert fit_scale(np.array(values), scaling) == expected


def test_what_was_made_ready_is_kept() -> None:
    table = recipe(FRAME, X, Y)
    again = recipe(FRAME, X, Y)
    assert prepared(table.rows, table.columns, table.split) is again.prepared


def test_four_that_were_made_ready_are_kept_together() -> None:
    tables = [recipe(FRAME, X, Y).replace(split=Split(test=test)) for test in (10.0, 20.0, 30.0, 40.0)]
    first = [table.prepared for table in tables]
    assert all(table.prepared is one for table, one in zip(tables, first, strict=True))
