"""A table into a file: CSV, TSV or Parquet, as the name's ending says."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from core.disk.atomic import replacing
from core.errors import UserError
from core.table.cells import written
from core.table.formats import Format

if TYPE_CHECKING:
    import polars

ENDINGS = (".csv", ".tsv", ".parquet")


def check_ending(path: Path) -> None:
    """Raises UserError for a name whose ending is none of those that can be written."""
    if path.suffix.lower() not in ENDINGS:
        what = f"“{path.suffix}” cannot be written" if path.suffix else "the name has no ending that says the format"
        raise UserError(f"{path.name}: {what}.", "Use .csv, .tsv or .parquet; spreadsheets open .csv.")


def is_text(path: Path) -> bool:
    """Whether a file of this name is text, which keeps cells as they were written; else it holds values."""
    return path.suffix.lower() != ".parquet"


def write_table(frame: "polars.DataFrame", path: Path, like: Format | None = None) -> None:
    """Write the table, whole or not at all.

    like  text with these separators and decimals, for .csv; None: comma and point

    Raises UserError for another ending, and for all that a file system refuses.
    """
    check_ending(path)
    with replacing(path) as beside:
        if is_text(path):
            _write_text(frame, beside, "\t" if path.suffix.lower() == ".tsv" else None, like)
        else:
            frame.write_parquet(beside)


def text_of(frame: "polars.DataFrame", like: Format | None = None) -> bytes:
    """The table as text, UTF-8: a row of names, then the rows; an empty cell is nothing at all."""
    buffer = BytesIO()
    _write_text(frame, buffer, None, like)
    return buffer.getvalue()


def as_written(frame: "polars.DataFrame") -> "polars.DataFrame":
    """The table with its dates and times as people write them: 2025-07-28 14:00:00."""
    return frame.with_columns(written(column) for column in frame.iter_columns() if column.dtype.is_temporal())


def _write_text(frame: "polars.DataFrame", to: Path | BytesIO, separator: str | None, like: Format | None) -> None:
    decimal = "."
    if like is not None and like.kind == "text":
        decimal, separator = like.decimal, separator or like.separator
    frame.write_csv(to, separator=separator or ",", decimal_comma=decimal == ",")
