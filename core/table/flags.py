"""What one should know about the columns of a table before a network learns from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.table.cells import FIRST_ROW, LARGEST, count_infinite, find_column, is_infinite, short, texts_of
from core.table.columns import Column
from core.table.copies import Copy, TargetCopies
from core.table.far_out import far_out
from core.table.guessing import LONGEST_CATEGORY, MOST_FEATURES, has_few_values, is_constant, is_numbering, says_parts
from core.table.splitting import WORDS as PARTS
from core.wording import counted, first_of, numeral

if TYPE_CHECKING:
    import polars

MANY_GAPS = 0.2
"""Share of empty cells that is worth a word."""
MANY_TEXTS, FEW_ROWS = 20, 5
"""From so many texts on, each in fewer rows than that on average, a column tells one row from the other."""
UNEQUAL = 10
"""How many times rarer than the most frequent class one is worth a word."""
MOST_NAMED = 3
_SOME = 10_000
_INFINITE = f"infinite, or beyond {LARGEST:g}".replace("e+", "e")
_COPIES: dict[Copy, str] = {
    "same": "It is the target itself: a network given it has nothing to find out.",
    "recoded": "It is the target in other words, class by class: a network given it has nothing to find out.",
    "determines": "Each of its values stands for one class only, so it gives the target away.",
    "linear": "It is nearly the target in another unit (correlation above 0.9999), so it gives the target away.",
}


@dataclass(frozen=True)
class Flag:
    """One thing to know about a column, in one sentence.

    kind  empty, constant, unique (each row has a text of its own), long (texts to be read), points (numbers with a
          point where the file has commas), number (it numbers the rows), groups (many texts, each in few rows), date,
          parts (it says which rows train), mixed (numbers, but some texts), infinite, far out (a few numbers far from
          all others), case (texts that differ only in case), gaps, left out (more columns than are chosen at first);
          same, recoded, determines, linear (it gives the target away); deposed (it was the target before); of the
          target: no target (rows without one), rare class (one with a single row), unequal classes, one value
    """

    column: str
    kind: str
    message: str


def flags_of(frame: "polars.DataFrame", columns: tuple[Column, ...], decimal: str = "") -> tuple[Flag, ...]:
    """What stands out, in the order of the columns.

    decimal  what stands before a fraction in the text that the table was; empty: it was none
    """
    target = next((column for column in columns if column.role == "target"), None)
    copies = None if target is None else TargetCopies(frame, target)
    flags: list[Flag] = []
    for place, column in enumerate(columns):
        series = find_column(frame, column.name)
        flags += (Flag(column.name, kind, text) for kind, text in _odd(series, column, place == 0, decimal))
        if column is target:
            flags += (Flag(column.name, kind, text) for kind, text in _odd_target(frame, column))
        elif copies is not None and (copy := copies.of(column.name)):
            flags.append(Flag(column.name, copy, _COPIES[copy]))
    left_out = [column.name for column in columns if column.role == "ignored"]
    chosen = sum(column.width for column in columns if column.role == "feature")
    if chosen >= MOST_FEATURES - 100 and left_out:
        flags.append(
            Flag(
                left_out[-1],
                "left out",
                f"{len(left_out):,} columns are not used: about {MOST_FEATURES:,} inputs are chosen at first.",
            )
        )
    return tuple(flags)


def balance_of(frame: "polars.DataFrame", column: Column) -> tuple[tuple[str, int], ...]:
    """Each class and how many rows have it."""
    counts = find_column(frame, column.name).value_counts()
    names, rows = texts_of(counts.to_series(0)).to_list(), counts.to_series(1).to_list()
    found: dict[str, int] = {}
    for name, count in zip(names, rows, strict=True):
        found[name] = found.get(name, 0) + count
    return tuple((name, found.get(name, 0)) for name in column.categories)


def _odd(series: "polars.Series", column: Column, is_first: bool, decimal: str) -> Iterator[tuple[str, str]]:
    kind, rows = series.dtype, len(series)
    known = rows - series.null_count()
    if not known:
        yield "empty", "Every cell is empty."
        return
    if is_infinite(series):
        yield "infinite", f"Every number is {_INFINITE}, and counts as empty."
        return
    if is_constant(series):
        value = str(texts_of(series.drop_nulls().head(1))[0])
        yield "constant", f"Every cell is “{short(value)}”, so there is nothing to learn from it."
    elif kind.is_temporal():
        yield "date", "It holds dates: a network cannot use them, but rows can be split by them."
    elif not kind.is_numeric() and kind.is_nested() is False:
        yield from _odd_text(series, known, decimal)
        if column.role == "feature" and column.width >= MANY_TEXTS and known < FEW_ROWS * column.width:
            yield (
                "groups",
                f"It has {column.width:,} different texts in {known:,} rows, which the network may learn by heart. "
                "Rows can be split by it, so that equal ones stay together.",
            )
    elif is_numbering(series, is_first):
        yield "number", "It only numbers the rows, so there is nothing to learn from it."
    elif infinite := count_infinite(series):
        which = f"1 number is {_INFINITE}, and counts"
        if infinite > 1:
            which = f"{infinite:,} numbers are {_INFINITE}, and count"
        yield "infinite", f"{which} as empty."
    if column.role != "ignored":
        yield from _odd_cells(series, column)
    if rows - known > MANY_GAPS * rows:
        yield "gaps", f"{rows - known:,} of {rows:,} cells are empty."


def _odd_cells(series: "polars.Series", column: Column) -> Iterator[tuple[str, str]]:
    """Cells of a column that is used which look like slips."""
    if column.kind == "category":
        yield from _odd_cases(column)
    elif series.dtype.is_numeric() and (far := far_out(series)):
        others = f"the others lie between {numeral(far.low)} and {numeral(far.high)}"
        where = f"Row {far.row + FIRST_ROW:,} holds {numeral(far.value)}"
        if far.count > 1:
            where += f", and {counted(far.count - 1, 'more number')} {'lies' if far.count == 2 else 'lie'} far out"
        yield "far out", f"{where}; {others}."


def _odd_cases(column: Column) -> Iterator[tuple[str, str]]:
    alike: dict[str, list[str]] = {}
    for text in column.categories:
        alike.setdefault(text.casefold(), []).append(text)
    told = [" and ".join(f"“{short(text)}”" for text in texts) for texts in alike.values() if len(texts) > 1]
    if told:
        what = "classes" if column.role == "target" else "categories"
        yield "case", f"{first_of(told, MOST_NAMED)} differ only in case, and are {what} of their own."


def _odd_text(series: "polars.Series", known: int, decimal: str) -> Iterator[tuple[str, str]]:
    import polars

    if series.dtype != polars.String:
        return
    some = series.drop_nulls().head(_SOME)
    if has_few_values(some, 3 * len(PARTS)) and says_parts(some.unique().to_list()):
        yield "parts", "It says which rows are for training and which for testing: rows can be split by it."
        return
    if 2 * some.cast(polars.Float64, strict=False).count() >= len(some):
        is_text = series.cast(polars.Float64, strict=False).is_null() & series.is_not_null()
        texts = int(is_text.sum())
        if texts:
            row = int(is_text.arg_max() or 0)
            which = "1 is text" if texts == 1 else f"{texts:,} are text"
            first = "in" if texts == 1 else "first in"
            yield (
                "mixed",
                f"Of {known:,} cells {which}, {first} row {row + FIRST_ROW:,}: “{short(series[row])}”. "
                "The others are numbers.",
            )
            return
        if decimal == "," and series.str.contains(".", literal=True).any():
            yield (
                "points",
                "It has numbers with a point, where the file has a comma before fractions: it is read as text.",
            )
            return
    if some.n_unique() == len(some) > 2 and series.drop_nulls().n_unique() == known:
        yield "unique", "Each row has a text of its own, so there is nothing to learn from it."
    elif not has_few_values(series) or float(some.str.len_chars().max() or 0) > LONGEST_CATEGORY:  # type: ignore[arg-type]
        yield "long", "It holds many different texts, which a network cannot read."


def _odd_target(frame: "polars.DataFrame", column: Column) -> Iterator[tuple[str, str]]:
    series = find_column(frame, column.name)
    if gaps := series.null_count():
        which = "1 row has" if gaps == 1 else f"{gaps:,} rows have"
        yield "no target", f"{which} no target and cannot be used."
    if column.kind != "category":
        return
    balance = [(name, count) for name, count in balance_of(frame, column) if count]
    if len(balance) < 2:
        yield "one value", "There is only one class in these rows, so there is nothing to find out."
        return
    rare = [name for name, count in balance if count == 1]
    if rare:
        verb = "does" if len(rare) == 2 else "do"
        more = f", as {verb} {counted(len(rare) - 1, 'other')}" if len(rare) > 1 else ""
        yield "rare class", f"“{short(rare[0])}” has a single row{more}: it cannot be both learned and tested."
    (least, few), (most, many) = (chosen(balance, key=lambda item: item[1]) for chosen in (min, max))
    if many > UNEQUAL * few:
        yield (
            "unequal classes",
            f"“{short(most)}” has {many:,} rows, “{short(least)}” {few:,}: accuracy alone says little here.",
        )
