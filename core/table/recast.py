"""A column read as something else: its texts as numbers, or its numbers as categories."""

from typing import TYPE_CHECKING

from core.table.cells import numbers_of, texts_of
from core.table.columns import MOST_CATEGORIES, Column, Kind

if TYPE_CHECKING:
    import polars


def recast(series: "polars.Series", column: Column, kind: Kind) -> Column:
    """The column as another kind; categories are those that there are, in their order as numbers or as texts.

    Raises UserError for text that is no number, and for more categories than there can be.
    """
    if kind == column.kind and (kind == "number" or column.categories):
        return column
    if kind == "number":
        numbers_of(series)
        return column.replace(kind=kind, categories=())
    return column.replace(kind=kind, categories=categories_of(series))


def categories_of(series: "polars.Series") -> tuple[str, ...]:
    """The different texts of a column, in their order; of numbers in theirs. One too many where there are too many."""
    different = texts_of(series.unique()).drop_nulls().unique()
    if series.dtype.is_numeric():
        found = sorted(different.to_list(), key=float) if len(different) <= MOST_CATEGORIES else different.to_list()
    else:
        found = different.sort().to_list()
    return tuple(found)
