"""Reading a table that is text: a look at its first rows, or all of them, and what their texts mean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.table.formats import Format
from core.table.literals import Literals, literals_of, read_literals
from core.table.sources import Source, size_of
from core.table.stored import check_size
from core.table.text_rows import TextRows

if TYPE_CHECKING:
    import polars

READ, READ_AGAIN = 0.8, 0.9
"""Shares of the work: done when all rows are read, and when columns that turned out to be text are read again."""


@dataclass(frozen=True, eq=False)
class Preview:
    """The first rows of a table.

    frame       with types
    rows        how many the table has; None: not known yet
    about_rows  how many it has, roughly
    notes       what was odd and how it was read, one sentence each
    """

    frame: "polars.DataFrame"
    rows: int | None
    about_rows: int
    notes: tuple[str, ...] = ()


def look_at_text(source: Source, form: Format) -> Preview:
    """The first rows, read from 1 MB or, where a row is longer, from some more.

    Raises UserError where they cannot be read so.
    """
    reader = TextRows(source, form)
    texts, done = next(reader.blocks(), (None, 0))
    if texts is None:
        raise reader.no_rows()
    frame, _ = read_literals(texts, literals_of(texts, form.decimal, form.as_gaps), form.decimal, form.as_gaps)
    frame = reader.without_nameless(frame)
    size = size_of(source)
    is_whole = done >= size
    return Preview(
        frame,
        frame.height if is_whole else None,
        frame.height if is_whole else round(frame.height * size / max(1, done)),
        reader.notes(),
    )


def read_text(
    source: Source, form: Format, told: Callable[[float], None], is_wanted: Callable[[], bool]
) -> tuple["polars.DataFrame", tuple[str, ...]] | None:
    """All rows, and what was odd about them; None when they are no longer wanted.

    Raises UserError, with the row, where they cannot be read so.
    """
    import polars

    size = size_of(source)
    reader = TextRows(source, form)
    parts: list[polars.DataFrame] = []
    literals: dict[str, Literals] = {}
    again: set[str] = set()
    for texts, done in reader.blocks():
        literals = literals or literals_of(texts, form.decimal, form.as_gaps)
        if again:
            texts = texts.drop(again)
        part, misread = read_literals(texts, literals, form.decimal, form.as_gaps)
        parts.append(part)
        again.update(misread)
        told(READ * done / size)
        if not is_wanted():
            return None
        check_size(sum(part.height for part in parts), part.width)
    if not parts:
        raise reader.no_rows()
    kept = [name for name in reader.names if name not in again]
    columns = {}
    if kept:
        columns = {column.name: column for column in _joined([part.select(kept) for part in parts]).iter_columns()}
    parts.clear()
    late = [name for name in kept if literals[name].kind == "empty" and columns[name].null_count() < len(columns[name])]
    columns |= _read_again(polars.DataFrame([columns[name] for name in late]), form)
    if again:
        wholes = []
        for texts, done in TextRows(source, form, sorted(again, key=reader.names.index)).blocks():
            wholes.append(texts)
            told(READ + (READ_AGAIN - READ) * done / size)
            if not is_wanted():
                return None
        columns |= _read_again(_joined(wholes), form)
    frame = polars.DataFrame([columns[name] for name in reader.names])
    return reader.without_nameless(frame), reader.notes()


def read_as_given(
    source: Source, form: Format, names: Sequence[str], is_wanted: Callable[[], bool]
) -> "polars.DataFrame | None":
    """The rows of these columns cell by cell as they stand in the text, null for nothing; None when no longer wanted.

    Raises UserError as `read_text` does.
    """
    import polars

    parts = []
    for texts, _ in TextRows(source, form, names).blocks():
        parts.append(texts)
        if not is_wanted():
            return None
    return _joined(parts).with_columns(polars.all().replace("", None))


def _joined(parts: Sequence["polars.DataFrame"]) -> "polars.DataFrame":
    import polars

    return polars.concat(parts, how="vertical_relaxed", rechunk=True)


def _read_again(texts: "polars.DataFrame", form: Format) -> dict[str, "polars.Series"]:
    """Columns of which the first rows did not say what they are: all of their rows do."""
    if not texts.width:
        return {}
    literals = literals_of(texts, form.decimal, form.as_gaps)
    return {column.name: column for column in read_literals(texts, literals, form.decimal, form.as_gaps)[0]}
