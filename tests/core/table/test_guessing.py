"""Tests of the guess what the columns of a table are for."""

import datetime

import polars
import pytest

from core.errors import UserError
from core.table.columns import Column
from core.table.guessing import MOST_FEATURES, as_category, as_number, categories_of, guess_columns


def roles(**columns: list[object]) -> dict[str, str]:
    return {column.name: column.role for column in guess_columns(polars.DataFrame(columns))}


def target_of(**columns: list[object]) -> Column:
    (target,) = (column for column in guess_columns(polars.DataFrame(columns)) if column.role == "target")
    return target


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("a", "b", "c"), "c"),
        (("species", "b", "c"), "species"),
        (("a", "Class", "c"), "Class"),
        (("y", "label", "c"), "label"),
        (("x", "y", "z"), "y"),
        (("a", "SalePrice", "c"), "SalePrice"),
        (("price", "is_target", "c"), "price"),
        (("yield", "b", "c"), "c"),
    ],
)
def test_the_target_is_the_column_that_is_called_so_or_else_the_last(names: tuple[str, ...], expected: str) -> None:
    columns = {name: [float(row * place) + 0.5 for row in range(9)] for place, name in enumerate(names, 1)}
    assert target_of(**columns).name == expected


def test_whole_numbers_of_which_there_are_few_are_classes() -> None:
    x = [row / 3 for row in range(40)]
    few = target_of(x=x, grade=[row % 4 + 1 for row in range(40)])
    assert (few.kind, few.categories) == ("category", ("1", "2", "3", "4"))
    assert target_of(x=x, hit=[float(row % 2) for row in range(40)]).categories == ("0", "1")
    assert target_of(x=x, count=[row % 4 for row in range(40)]).kind == "number"
    assert target_of(x=x, many=list(range(100, 140))).kind == "number"
    assert target_of(x=x, share=[row % 4 / 4 for row in range(40)]).kind == "number"
    assert target_of(x=x[:5], n=[1, 2, 3, 4, 5]).kind == "number"


def test_texts_are_categories_where_they_come_again() -> None:
    rows = 30
    found = roles(
        city=["Rome", "Oslo", "Bern"] * 10,
        name=[f"person {row}" for row in range(rows)],
        note=["word " * 50 + str(row % 2) for row in range(rows)],
        day=[datetime.date(2020, 1, 1 + row) for row in range(rows)],
        same=["x"] * rows,
        none=[None] * rows,
        part=["train", "train", "test"] * 10,
        x=[row / 7 for row in range(rows)],
    )
    ignored = {name for name, role in found.items() if role == "ignored"}
    assert ignored == {"name", "note", "day", "same", "none", "part"}
    assert (found["city"], found["x"]) == ("feature", "target")


def test_what_only_numbers_the_rows_is_ignored() -> None:
    counted, x = list(range(1, 31)), [row / 7 for row in range(30)]
    assert roles(customer_id=[row * 17 % 31 for row in counted], x=x, y=x)["customer_id"] == "ignored"
    assert roles(**{"column 1": counted, "x": x, "y": x})["column 1"] == "ignored"
    # A number that happens to count is one: of y = x squared nothing else is known.
    assert roles(x=counted, y=[row**2 for row in counted]) == {"x": "feature", "y": "target"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["10", "9", "2"], ("2", "9", "10")),
        (["yes", "no"], ("no", "yes")),
        (["True", "False"], ("False", "True")),
        (["Y", "N"], ("N", "Y")),
        (["positive", "negative"], ("negative", "positive")),
        (["+", "-"], ("-", "+")),
        (["class 10", "class 2", "Class 1"], ("Class 1", "class 2", "class 10")),
        (["b", "a", "nan", "1e3"], ("1e3", "a", "b", "nan")),
        (["-1", "1", "-1.5"], ("-1.5", "-1", "1")),
    ],
)
def test_categories_stand_in_the_order_people_give_them(texts: list[str], expected: tuple[str, ...]) -> None:
    assert categories_of(polars.Series(texts)) == expected


def test_truths_and_whole_floats_are_categories_without_a_point() -> None:
    assert categories_of(polars.Series([True, False, None])) == ("false", "true")
    assert categories_of(polars.Series([2.0, 10.0, None, float("nan"), float("inf"), 0.5])) == ("0.5", "2", "10")


def test_no_more_inputs_are_chosen_than_a_network_takes_well() -> None:
    names = [f"c{place}" for place in range(3000)]
    frame = polars.DataFrame({name: [place + 0.5, 2.25, 3.25, 0.5] for place, name in enumerate(names)})
    columns = guess_columns(frame)
    assert [column.name for column in columns if column.role == "feature"] == names[:MOST_FEATURES]
    assert columns[-1].role == "target"


def test_a_column_is_read_the_other_way() -> None:
    frame = polars.DataFrame({"n": [3, 1, None, 3], "t": ["1.5", "x", None, "2"], "m": ["1.5", "NA", None, "2"]})
    assert as_category(frame, Column("n", "target")).categories == ("1", "3")
    assert as_number(frame, Column("m", "feature", "category", categories=("1.5", "2"))) == Column("m")
    with pytest.raises(UserError, match="Row 2, column “t”: “x” is not a number"):
        as_number(frame, Column("t"))
    many = polars.DataFrame({"id": [str(row) for row in range(1000)]})
    with pytest.raises(UserError, match="more than 100"):
        as_category(many, Column("id", "ignored"))
    with pytest.raises(UserError, match="only one value"):
        as_category(polars.DataFrame({"a": ["x", "x"]}), Column("a", "target"))


def test_a_table_without_anything_to_find_out_has_no_target() -> None:
    assert roles(a=["x"] * 4, b=[None] * 4) == {"a": "ignored", "b": "ignored"}
