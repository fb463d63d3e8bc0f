"""What the columns of a table are probably for: a first guess, which a person can change."""

from typing import TYPE_CHECKING

from core.errors import UserError
from core.table.cells import find_column, numbers_of, texts_of
from core.table.columns import MOST_CATEGORIES, Column

if TYPE_CHECKING:
    import polars

TARGET_NAMES = ("target", "class", "label", "species", "outcome", "diagnosis", "y", "price", "quality", "result")
MOST_CLASSES_OF_NUMBERS = 20
MOST_FEATURES = 1000


def guess_columns(frame: "polars.DataFrame") -> tuple[Column, ...]:
    """What each column is for, in the table's order."""
    columns = [_guess_feature(series) for series in frame]
    fitting = [place for place, column in enumerate(columns) if column.role == "feature"]
    named = [place for place in fitting if columns[place].name.lower().strip() in TARGET_NAMES]
    if fitting:
        place = (named or fitting)[-1]
        columns[place] = _as_target(frame, columns[place])
    features = [place for place, column in enumerate(columns) if column.role == "feature"]
    for place in features[MOST_FEATURES:]:
        columns[place] = columns[place].replace(role="ignored")
    return tuple(columns)


def as_category(frame: "polars.DataFrame", column: Column) -> Column:
    """The column with its texts as categories.

    Raises UserError for too few or too many.
    """
    return column.replace(kind="category", categories=categories_of(find_column(frame, column.name)))


def as_number(frame: "polars.DataFrame", column: Column) -> Column:
    """The column with its cells as numbers.

    Raises UserError, with the row, for text that is no number.
    """
    numbers_of(find_column(frame, column.name))
    return column.replace(kind="number", categories=())


def categories_of(series: "polars.Series") -> tuple[str, ...]:
    """The texts in a column, sorted: numbers as numbers, no before yes."""
    found = texts_of(series).drop_nulls().unique().to_list()
    try:
        return tuple(sorted(found, key=float))
    except ValueError:
        return tuple(sorted(found))


def _guess_feature(series: "polars.Series") -> Column:
    if series.dtype.is_numeric():
        return Column(series.name)
    if series.dtype.is_temporal():
        return Column(series.name, "ignored")
    categories = categories_of(series)
    if not 1 < len(categories) <= min(MOST_CATEGORIES, max(2, len(series) // 2)):
        return Column(series.name, "ignored", "category")
    return Column(series.name, "feature", "category", categories=categories)


def _as_target(frame: "polars.DataFrame", column: Column) -> Column:
    series = frame.get_column(column.name)
    if column.kind == "number" and series.dtype.is_integer() and series.n_unique() <= MOST_CLASSES_OF_NUMBERS:
        try:
            return as_category(frame, column.replace(role="target"))
        except UserError:
            pass
    return column.replace(role="target")
