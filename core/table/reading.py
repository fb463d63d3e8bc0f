"""Reading a table from a file or from pasted text: a quick look at its first rows, and all of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import UserError
from core.table.apart import Parquet, Sheet, read_apart
from core.table.formats import Format
from core.table.sources import Source, name_of, size_of, state_of
from core.table.stored import StoredTable
from core.table.text import Preview as Preview
from core.table.text import look_at_text, read_text

if TYPE_CHECKING:
    import polars

SHOWN_ROWS = 200
READ = 0.9
"""The share of the work that is done when the rows are there and must only be packed."""


def preview(source: Source, format: Format) -> Preview:
    """The first rows; of text only the beginning is read, however large the file is.

    Raises UserError where it cannot be read in this format.
    """
    size_of(source)
    if format.kind == "text":
        look = look_at_text(source, format)
        return replace(look, frame=look.frame.head(SHOWN_ROWS))
    found = read_apart(_what(format), source, name_of(source, True), SHOWN_ROWS)
    assert found is not None
    frame, answer = found
    return Preview(frame, answer.rows, answer.rows, answer.notes)


def read_table(
    source: Source, format: Format, told: Callable[[float], None], is_wanted: Callable[[], bool]
) -> StoredTable | None:
    """The whole table; None when it is no longer wanted.

    told       is told the share that is done, from 0 to 1
    is_wanted  whether to go on

    Raises UserError where it cannot be read in this format, with row and column, or is changed meanwhile.
    """
    size_of(source)
    state = state_of(source)
    told(0.0)
    found: tuple[polars.DataFrame, tuple[str, ...]] | None
    if format.kind == "text":
        found = read_text(source, format, lambda share: told(READ * share), is_wanted)
    else:
        read = read_apart(_what(format), source, name_of(source, True), None, is_wanted)
        found = None if read is None else (read[0], read[1].notes)
        told(READ)
    if found is None or not is_wanted():
        return None
    if state_of(source) != state:
        raise UserError(f"{name_of(source, True)} was changed while it was being read.", "Open it once more.")
    table = StoredTable.of(found[0], found[1])
    told(1.0)
    return table if is_wanted() else None


def _what(format: Format) -> Parquet | Sheet:
    if format.kind == "parquet":
        return Parquet()
    return Sheet(format.sheet, format.has_header, format.decimal, format.as_gaps, format.is_final)
