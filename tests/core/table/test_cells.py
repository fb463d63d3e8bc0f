"""Tests of cells as numbers and as categories."""

import datetime

import numpy as np
import polars
import pytest

from core.errors import UserError
from core.table.cells import EMPTY, UNSEEN, codes_of, find_column, numbers_of, texts_of, written
from core.table.columns import Column

NAN = float("nan")


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (polars.Series([3, None, -1]), [3, NAN, -1]),
        (polars.Series([0.5, None, NAN, float("inf"), -1e100, 1e99]), [0.5, NAN, NAN, NAN, NAN, 1e99]),
        (polars.Series([True, False, None]), [1, 0, NAN]),
        (polars.Series(["1.5", " 2 ", "", "NA", None, "1,234"]), [1.5, 2, NAN, NAN, NAN, 1234]),
        (polars.Series([datetime.date(1970, 1, 3), None]), [2, NAN]),
        (polars.Series([datetime.datetime(1970, 1, 2, 6)]), [1.25]),
        (polars.Series([datetime.time(18)]), [0.75]),
        (polars.Series([datetime.timedelta(days=2, hours=12)]), [2.5]),
    ],
)
def test_cells_are_numbers_with_nan_for_what_is_not_known(cells: polars.Series, numbers: list[float]) -> None:
    found = numbers_of(cells)
    assert found.dtype == np.float64 and np.array_equal(found, numbers, equal_nan=True)


def test_text_among_numbers_is_named_with_its_row() -> None:
    with pytest.raises(UserError) as caught:
        numbers_of(polars.Series("price", ["1", "?", "a\nlong text that is no number", "b"]))
    assert caught.value.message == "Row 3, column “price”: “a long text that is…” is not a number."
    assert "categories" in caught.value.hint


def test_numbers_as_texts_have_no_needless_point() -> None:
    assert texts_of(polars.Series([1.0, -0.5, 1e300, None, NAN, float("inf")])).to_list() == [
        *("1", "-0.5", "1e+300"),
        *(None, None, None),
    ]
    assert texts_of(polars.Series([" a ", "", "  ", None])).to_list() == ["a", None, None, None]
    assert texts_of(polars.Series([datetime.date(2020, 1, 2)])).to_list() == ["2020-01-02"]


def test_cells_are_places_among_the_categories() -> None:
    column = Column("c", kind="category", categories=("b", "a", "2"))
    assert codes_of(polars.Series(["a", "b", None, "x", " b ", ""]), column).tolist() == [1, 0, EMPTY, UNSEEN, 0, EMPTY]
    assert codes_of(polars.Series([2.0, 1.0, None]), column).tolist() == [2, UNSEEN, EMPTY]


def test_a_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(UserError) as caught:
        find_column(polars.DataFrame({f"c{place}": [1] for place in range(10)}), "d")
    assert "“d”" in caught.value.message and caught.value.hint.endswith("c7, ….")


def test_what_is_no_text_is_written_out() -> None:
    hours = polars.Series([datetime.timedelta(hours=36), None])
    assert texts_of(hours).to_list() == ["1d 12h", None]
    at = polars.Series([datetime.datetime(2024, 3, 1, 0, 15), datetime.datetime(2024, 3, 1, 0, 15, 0, 500_000)])
    assert written(at).to_list() == ["2024-03-01 00:15:00", "2024-03-01 00:15:00.500000"]
