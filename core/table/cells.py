"""The cells of a column as numbers, or as places in a list of categories."""

from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Array, Indices
from core.errors import UserError
from core.table.columns import Column
from core.table.literals import read_numbers

if TYPE_CHECKING:
    import polars

EMPTY, UNSEEN = -1, -2
"""Codes of a cell that holds nothing, and of one that holds none of the categories."""
LARGEST = 1e100
"""Numbers from here on count as infinite: their squares would be."""
FIRST_ROW = 1
"""Rows are counted from here when a person is told of one."""


def find_column(frame: "polars.DataFrame", name: str) -> "polars.Series":
    """The column of this name.

    Raises UserError where there is none.
    """
    import polars

    try:
        return frame.get_column(name)
    except polars.exceptions.ColumnNotFoundError as error:
        names = ", ".join(frame.columns[:8]) + (", …" if frame.width > 8 else "")
        raise UserError(f"There is no column “{name}”.", f"There are {names}.") from error


def numbers_of(series: "polars.Series") -> Array:
    """The cells as float64 (rows,), NaN for an empty one or an infinite one; days are counted from 1970, times in days.

    Raises UserError, with the row, for text that is no number.
    """
    import polars

    kind = series.dtype
    if kind == polars.String:
        found, is_bad = read_numbers(series)
        refuse_text(series, is_bad, "Correct it, leave the cell empty, or read the column as categories.")
    elif kind == polars.Datetime:
        found = series.dt.epoch("ms").cast(polars.Float64) / 86_400_000.0
    elif kind == polars.Time:
        found = series.cast(polars.Int64).cast(polars.Float64) / 86_400e9
    elif kind == polars.Date:
        found = series.cast(polars.Int32).cast(polars.Float64)
    elif kind == polars.Duration:
        found = series.dt.total_seconds().cast(polars.Float64) / 86_400.0
    else:
        found = series.cast(polars.Float64)
    numbers = np.array(found.to_numpy(), np.float64)
    np.putmask(numbers, ~(np.abs(numbers) < LARGEST), np.nan)
    return numbers


def refuse_text(series: "polars.Series", is_bad: "polars.Series", hint: str) -> None:
    """Raises UserError, with the row, for the first cell that is not a number; `is_bad` says which are none."""
    if is_bad.any():
        row = int(is_bad.arg_max() or 0)
        raise UserError(
            f"Row {row + FIRST_ROW:,}, column “{series.name}”: “{short(series[row])}” is not a number.", hint
        )


def count_infinite(series: "polars.Series") -> int:
    """How many numbers count as empty, since they are infinite or as good as that."""
    if not series.dtype.is_float():
        return 0
    least, most = series.min(), series.max()
    if isinstance(least, float) and isinstance(most, float) and least > -LARGEST and most < LARGEST:
        return 0  # as nearly always
    return int(((series.abs() >= LARGEST) & series.is_not_nan()).sum())


def is_infinite(series: "polars.Series") -> bool:
    """Whether there are numbers, but all of them count as empty."""
    if not series.dtype.is_float() or (len(series) and series[0] is not None and abs(series[0]) < LARGEST):
        return False  # as nearly always
    infinite = count_infinite(series)
    return infinite > 0 and infinite == len(series) - series.null_count()


def texts_of(series: "polars.Series") -> "polars.Series":
    """The cells as texts, null for an empty one; a whole number has no point: 1.0 is "1"."""
    import polars

    if series.dtype.is_float():
        whole = series.cast(polars.Int64, strict=False)
        is_whole = series.is_finite() & (whole.cast(polars.Float64) == series.cast(polars.Float64))
        texts = whole.cast(polars.String).zip_with(is_whole.fill_null(False), series.cast(polars.String))
        return texts.zip_with(series.is_finite().fill_null(False), polars.Series([None], dtype=polars.String))
    return written(series).str.strip_chars().replace("", None)


def written(series: "polars.Series") -> "polars.Series":
    """The cells as they are written out: times without a fraction where it is 0, durations as "1d 12h"."""
    import polars

    if series.dtype == polars.Duration:
        return series.dt.to_string("polars")
    texts = series.cast(polars.String)
    return texts.str.strip_suffix(".000000") if series.dtype.is_temporal() else texts


def codes_of(series: "polars.Series", column: Column) -> Indices:
    """The place of each cell (rows,) in the column's categories; EMPTY or UNSEEN where it has none."""
    import polars

    texts = texts_of(series)
    codes = texts.replace_strict(
        polars.Series(column.categories, dtype=polars.String),
        polars.Series(range(len(column.categories)), dtype=polars.Int32),
        default=polars.Series([UNSEEN], dtype=polars.Int32),
        return_dtype=polars.Int32,
    )
    found: Indices = codes.to_numpy().astype(np.intp)
    np.putmask(found, texts.is_null().to_numpy(), EMPTY)
    return found


def short(text: str) -> str:
    """As much of a cell as fits into a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= 20 else f"{text[:19]}…"
