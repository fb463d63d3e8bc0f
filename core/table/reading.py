"""Reading a table from a file or from pasted text: a quick look at its first rows, and all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.table.formats import Format
from core.table.parquet import look_at_parquet, read_parquet
from core.table.sources import Source, size_of
from core.table.stored import StoredTable
from core.table.text import look_at_text, read_text
from core.table.workbooks import read_sheet

if TYPE_CHECKING:
    import polars

SHOWN_ROWS = 200
READ = 0.9
"""The share of the work that is done when the rows are there and must only be packed."""


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


def preview(source: Source, format: Format) -> Preview:
    """The first rows; of text only the beginning is read, however large the file is.

    Raises UserError where it cannot be read in this format.
    """
    size_of(source)
    if format.kind == "text":
        look = look_at_text(source, format)
        return Preview(look.frame.head(SHOWN_ROWS), look.rows, look.about_rows, look.notes)
    if format.kind == "parquet":
        frame, rows, notes = look_at_parquet(source, SHOWN_ROWS)
        return Preview(frame, rows, rows, notes)
    found = read_sheet(source, format, SHOWN_ROWS)
    assert found is not None
    return Preview(found[0], found[1], found[1], found[2])


def read_table(
    source: Source, format: Format, told: Callable[[float], None], is_wanted: Callable[[], bool]
) -> StoredTable | None:
    """The whole table; None when it is no longer wanted.

    told       is told the share that is done, from 0 to 1
    is_wanted  whether to go on

    Raises UserError where it cannot be read in this format, with row and column.
    """
    size_of(source)
    told(0.0)
    found: tuple[polars.DataFrame, tuple[str, ...]] | None
    if format.kind == "text":
        found = read_text(source, format, lambda share: told(READ * share), is_wanted)
    elif format.kind == "parquet":
        found = read_parquet(source, lambda share: told(READ * share), is_wanted)
    else:
        sheet = read_sheet(source, format, None, is_wanted)
        found = None if sheet is None else (sheet[0], sheet[2])
    if found is None or not is_wanted():
        return None
    table = StoredTable.of(found[0], found[1])
    told(1.0)
    return table if is_wanted() else None
