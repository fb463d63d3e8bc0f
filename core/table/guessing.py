"""What the columns of a table are probably for: a first guess, which a person can change."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.errors import UserError
from core.table.cells import find_column, is_infinite, numbers_of, texts_of
from core.table.columns import MOST_CATEGORIES, Column
from core.table.splitting import TRAIN
from core.table.splitting import WORDS as PARTS

if TYPE_CHECKING:
    import polars

TARGET_NAMES = (
    "target", "label", "class", "outcome", "species", "diagnosis", "response", "survived", "admitted", "churn",
    "default", "fraud", "result", "y", "quality", "price", "ziel", "klasse", "preis",
)  # fmt: skip
"""What people call the column that is to be found out, the clearer ones first."""
AMOUNTS = ("price", "preis", "amount", "cost", "count", "age", "quantity", "income", "salary")
"""Whole numbers under these names are amounts, however few different ones there are."""
ID_NAMES = ("id", "index", "idx", "nr", "no", "row", "key", "uuid", "unnamed", "rownames", "identifier")
_ID_ENDINGS = ("id", "nr", "nummer", "number")
"""What ends the name of a numbering that is one word, such as kundennr."""
MOST_CLASSES_OF_NUMBERS = 20
MOST_FEATURES = 1000
"""Inputs that are chosen at first; a person may choose more."""
LONGEST_CATEGORY = 200
"""Characters; longer texts were written to be read."""
_SOME = 10_000
_NO_AND_YES = (
    ("no", "yes"), ("n", "y"), ("false", "true"), ("f", "t"), ("negative", "positive"), ("neg", "pos"), ("-", "+"),
    ("off", "on"), ("absent", "present"), ("benign", "malignant"), ("b", "m"), ("fail", "pass"), ("nein", "ja"),
    ("non", "oui"), ("ham", "spam"), ("rejected", "admitted"), ("healthy", "ill"),
)  # fmt: skip


def guess_columns(frame: "polars.DataFrame") -> tuple[Column, ...]:
    """What each column is for, in the table's order; one is the target where any can be."""
    columns = [_guess_feature(series) for series in frame.iter_columns()]
    columns = _without_numbering(frame, columns)
    place = _guess_target(columns)
    if place is not None:
        columns[place] = _as_target(frame.get_column(columns[place].name), columns[place])
    left = MOST_FEATURES
    for place, column in enumerate(columns):
        if column.role == "feature":
            left -= column.width
            if left < 0:
                columns[place] = column.replace(role="ignored")
    return tuple(columns)


def as_category(frame: "polars.DataFrame", column: Column) -> Column:
    """The column with its texts as categories.

    Raises UserError for more than there may be, and for too few of a target.
    """
    series = find_column(frame, column.name)
    if not has_few_values(series):
        raise UserError(
            f"The column “{column.name}” has more than {MOST_CATEGORIES} different values.",
            "Leave the column out, or read it as numbers.",
        )
    return column.replace(kind="category", categories=categories_of(series))


def as_number(frame: "polars.DataFrame", column: Column) -> Column:
    """The column with its cells as numbers.

    Raises UserError, with the row, for text that is no number.
    """
    numbers_of(find_column(frame, column.name))
    return column.replace(kind="number", categories=())


def categories_of(series: "polars.Series") -> tuple[str, ...]:
    """The different texts in a column, sorted as people do: no before yes, 2 before 10."""
    found: list[str] = texts_of(series.unique()).drop_nulls().unique().to_list()
    pair = {text.lower() for text in found}
    if len(found) == 2 and len(pair) == 2:
        for order in _NO_AND_YES:
            if pair == set(order):
                return tuple(sorted(found, key=lambda text: order.index(text.lower())))
    return tuple(sorted(found, key=_natural))


def has_few_values(series: "polars.Series", most: int = MOST_CATEGORIES) -> bool:
    """Whether there are no more different values than that, besides gaps; a look at some rows says no quickly."""
    return series.head(_SOME).n_unique() <= most + 1 and series.drop_nulls().n_unique() <= most


def is_constant(series: "polars.Series") -> bool:
    """Whether all cells that hold something hold the same."""
    if len(series) > 1 and None not in (first := (series[0], series[1])) and first[0] != first[1]:
        return False  # as nearly always
    return series.head(_SOME).n_unique() <= 2 and series.drop_nulls().n_unique() == 1


def words_of(name: str) -> tuple[str, ...]:
    """The words in a column's name: of “SalePrice (EUR)” sale, price and eur."""
    return tuple(re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-zäöü])(?=[A-Z])", " ", name).lower()))


def _natural(text: str) -> tuple[float, list[str | float], str]:
    """Numbers first, by their size; then texts, numbers in them by their size."""
    try:
        number = float(text)
    except ValueError:
        number = float("inf")
    parts = re.split(r"(\d{1,15})", text.casefold())
    # Every second part is a number, so that like is compared with like.
    pieces = [float(part) if place % 2 else part for place, part in enumerate(parts)]
    return (number if number == number else float("inf"), pieces, text)


def _guess_feature(series: "polars.Series") -> Column:
    kind = series.dtype
    name = series.name
    rows = len(series) - series.null_count()
    if kind.is_temporal():
        return Column(name, "ignored")
    if not rows or is_infinite(series) or is_constant(series):
        return Column(name, "ignored", "number" if kind.is_numeric() else "category")
    if kind.is_numeric():
        # No and yes are on one scale already, and so 0 stays 0 on screen.
        return Column(name, scaling="none" if _is_no_and_yes(series) else "standard")
    most = min(MOST_CATEGORIES, max(2, rows // 2))
    if not has_few_values(series, most):
        return Column(name, "ignored", "category")
    categories = categories_of(series)
    if len(categories) < 2 or max(map(len, categories)) > LONGEST_CATEGORY or says_parts(categories):
        return Column(name, "ignored", "category")
    return Column(name, "feature", "category", categories=categories)


def _is_no_and_yes(series: "polars.Series") -> bool:
    return has_few_values(series, 2) and set(series.drop_nulls().unique().to_list()) == {0, 1}


def says_parts(categories: Sequence[str]) -> bool:
    """Whether these texts say which rows are for training and which for testing."""
    parts = {PARTS.get(text.lower()) for text in categories}
    return len(parts) > 1 and TRAIN in parts and None not in parts


def is_numbering(series: "polars.Series", is_first: bool) -> bool:
    """Whether whole numbers only number the rows: they are called so, or the first column counts from 0 or 1 on."""
    if not series.dtype.is_integer() or series.null_count() or len(series) < 3:
        return False
    some, words = series.head(_SOME), words_of(series.name)
    if not set(words).isdisjoint(ID_NAMES):
        return some.n_unique() == len(some) and series.n_unique() == len(series)
    if words and words[-1].endswith(_ID_ENDINGS):  # other words end so, too: those numbers stand in any order
        return bool((some.diff().drop_nulls() > 0).all()) and bool((series.diff().drop_nulls() > 0).all())
    if not is_first or not re.fullmatch(r"column 1|", series.name):
        return False
    return some[0] in (0, 1) and bool((some.diff().drop_nulls() == 1).all())


def _without_numbering(frame: "polars.DataFrame", columns: list[Column]) -> list[Column]:
    return [
        column.replace(role="ignored")
        if column.role == "feature"
        and column.kind == "number"
        and is_numbering(frame.get_column(column.name), is_first=place == 0)
        else column
        for place, column in enumerate(columns)
    ]


def _guess_target(columns: Sequence[Column]) -> int | None:
    fitting = [place for place, column in enumerate(columns) if column.role == "feature"]
    named = [(place, words_of(columns[place].name)) for place in fitting]
    for name in TARGET_NAMES:
        for place, words in reversed(named):
            if words == (name,):
                return place
    for name in TARGET_NAMES:
        for place, words in reversed(named):
            if name in words and len(name) > 1:
                return place
    return fitting[-1] if fitting else None


def _as_target(series: "polars.Series", column: Column) -> Column:
    """The column to be found out: whole numbers of which there are few are classes."""
    if column.kind == "number" and not set(words_of(column.name)) & set(AMOUNTS):
        rows = len(series) - series.null_count()
        most = min(MOST_CLASSES_OF_NUMBERS, max(2, rows // 5))
        if has_few_values(series, most):
            values = series.drop_nulls().unique()
            if series.dtype.is_integer() or bool((values.is_finite() & (values == values.floor())).all()):
                return Column(column.name, "target", "category", categories=categories_of(series))
    return column.replace(role="target")
