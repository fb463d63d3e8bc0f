"""Reading what strangers have made in a process of its own.

Readers of workbooks and of Parquet hold up every other thread for as long as they take, cannot be stopped, and end the
whole program where a few bytes ask them for more memory than there is. A process can be ended, and has a bound.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec

from core import own_process
from core.errors import UserError
from core.table.sources import Source

if TYPE_CHECKING:
    import polars

LONGEST_S = 600.0
"""A file that takes longer than this is never done."""


class Sheet(msgspec.Struct, tag=True):
    """A sheet of a workbook (None: the first), as `core.table.formats.Format` says."""

    sheet: str | None
    has_header: bool
    decimal: str
    as_gaps: tuple[str, ...]
    is_final: bool = False


class Sheets(msgspec.Struct, tag=True):
    """The names of a workbook's sheets, and no rows."""


class Parquet(msgspec.Struct, tag=True):
    """A Parquet file; columns that no table has are left out."""


class Stored(msgspec.Struct, tag=True):
    """A Parquet file that a project keeps: it has none such."""


class Asked(msgspec.Struct):
    """What is asked of the process.

    what   is wanted
    path   of the file
    title  what to call it where a sentence begins
    rows   where to write the rows, in Arrow's format
    most   so many of them; None: all
    """

    what: Sheet | Sheets | Parquet | Stored
    path: str
    title: str
    rows: str
    most: int | None = None


class Answer(msgspec.Struct):
    """What it answers: how many rows there are, what was odd, the sheets; or why the file cannot be read."""

    rows: int = 0
    notes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    message: str = ""
    hint: str = ""


def read_apart(
    what: Sheet | Sheets | Parquet | Stored,
    source: Source,
    title: str,
    most: int | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> "tuple[polars.DataFrame, Answer] | None":
    """The rows, and what else is to say; None when they are no longer wanted.

    Raises UserError where they cannot be read.
    """
    import polars

    with TemporaryDirectory(prefix="neuroloom-") as folder:
        rows = Path(folder) / "rows.arrow"
        if isinstance(source, Path):
            path = source.resolve()
        else:
            path = Path(folder) / "source"
            path.write_bytes(source)
        answer = _ask(Asked(what, str(path), title, str(rows), most), is_wanted)
        if answer is None:
            return None
        if answer.message:
            raise UserError(answer.message, answer.hint)
        frame = polars.read_ipc(rows, memory_map=False) if rows.exists() else polars.DataFrame()
        return frame, answer


def _ask(asked: Asked, is_wanted: Callable[[], bool]) -> Answer | None:
    said = own_process.ask("core.table.reader_process", msgspec.json.encode(asked), LONGEST_S, is_wanted)
    if said is None:
        return None
    try:
        return msgspec.json.decode(said, type=Answer)
    except msgspec.DecodeError:  # ended by its own reader, or by what bounds it
        return Answer(
            message=f"{asked.title} is damaged, or asks for too much memory.",
            hint="Open another copy, if there is one, or save the table as CSV.",
        )
