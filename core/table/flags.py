"""What one should know about the columns of a table before a network learns from them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.table.cells import find_column, texts_of
from core.table.columns import Column

if TYPE_CHECKING:
    import polars


@dataclass(frozen=True)
class Flag:
    """One thing to know about a column, in one sentence."""

    column: str
    kind: str
    message: str


def flags_of(frame: "polars.DataFrame", columns: tuple[Column, ...]) -> tuple[Flag, ...]:
    """What stands out, in the order of the columns."""
    flags: list[Flag] = []
    for column in columns:
        series = find_column(frame, column.name)
        texts = texts_of(series).drop_nulls()
        if not len(texts):
            flags.append(Flag(column.name, "empty", "Every cell is empty."))
        elif series.dtype.is_temporal():
            flags.append(Flag(column.name, "date", "It holds dates."))
        elif texts.n_unique() == 1:
            flags.append(Flag(column.name, "constant", f"Every cell is “{texts[0]}”."))
        elif not series.dtype.is_numeric() and texts.n_unique() == len(texts) > 2:
            flags.append(Flag(column.name, "unique", "Each row has a text of its own."))
        if column.role == "target" and column.kind == "category":
            for name, count in balance_of(frame, column):
                if count == 1:
                    flags.append(Flag(column.name, "rare class", f"“{name}” occurs once."))
    return tuple(flags)


def balance_of(frame: "polars.DataFrame", column: Column) -> tuple[tuple[str, int], ...]:
    """Each class and how many rows have it."""
    counts = texts_of(find_column(frame, column.name)).value_counts()
    found = dict(counts.iter_rows())
    return tuple((name, found.get(name, 0)) for name in column.categories)
