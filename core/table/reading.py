"""Reading a table from a file or from pasted text: a quick look at its first rows, and all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from core.errors import UserError
from core.table.formats import Format
from core.table.sources import Source, name_of, read_piece, size_of
from core.table.stored import StoredTable

if TYPE_CHECKING:
    import polars

SHOWN_ROWS = 200
LOOKED_AT = 2**20
GAPS = ("", "na", "n/a", "nan", "null", "none", "-", "?")


@dataclass(frozen=True, eq=False)
class Preview:
    """The first rows of a table.

    frame       with types
    rows        how many the table has; None: not known yet
    about_rows  how many it has, roughly
    notes       what was found odd and how it was read, one sentence each
    """

    frame: "polars.DataFrame"
    rows: int | None
    about_rows: int
    notes: tuple[str, ...] = ()


def preview(source: Source, form: Format) -> Preview:
    """The first rows, read in a moment however large the file is.

    Raises UserError where it cannot be read in this format.
    """
    size = size_of(source)
    if form.kind != "text":
        frame = _read_binary(source, form)
        return Preview(frame.head(SHOWN_ROWS), frame.height, frame.height)
    piece = read_piece(source, 0, LOOKED_AT)
    is_whole = len(piece) == size
    if not is_whole:
        piece = piece[: piece.rfind(b"\n") + 1]
    frame, notes = _read_text(piece, form)
    rows = frame.height
    return Preview(
        frame.head(SHOWN_ROWS), rows if is_whole else None, rows if is_whole else round(rows * size / len(piece)), notes
    )


def read_table(
    source: Source, form: Format, told: Callable[[float], None], is_wanted: Callable[[], bool]
) -> StoredTable | None:
    """The whole table; None when it is no longer wanted.

    told       is told the share that is done, from 0 to 1
    is_wanted  whether to go on

    Raises UserError where it cannot be read in this format, with row and column.
    """
    told(0.0)
    if form.kind == "text":
        frame, _ = _read_text(read_piece(source, 0, size_of(source)), form)
    else:
        frame = _read_binary(source, form)
    if not is_wanted():
        return None
    table = StoredTable.of(frame)
    told(1.0)
    return table if is_wanted() else None


def _read_text(packed: bytes, form: Format) -> tuple["polars.DataFrame", tuple[str, ...]]:
    import polars

    text = packed.decode(form.encoding, "replace").encode()
    try:
        frame = polars.read_csv(BytesIO(text), separator=form.separator, has_header=form.has_header, infer_schema=False)
    except polars.exceptions.PolarsError as error:
        raise UserError("The table cannot be read.", f"Choose another separator ({error}).") from error
    if not frame.height:
        raise UserError("The table has no rows.", "It needs a row of names and at least one row of values.")
    return polars.DataFrame([_typed(series, form) for series in frame]), ()


def _typed(series: "polars.Series", form: Format) -> "polars.Series":
    import polars

    texts = series.str.strip_chars()
    texts = texts.set(texts.str.to_lowercase().is_in(GAPS), None)
    numbers = texts.str.replace_all(".", "", literal=True).str.replace(",", ".") if form.decimal == "," else texts
    found = numbers.cast(polars.Float64, strict=False)
    is_lost = (found.is_null() & texts.is_not_null()).any()
    if texts.null_count() == len(texts) or (is_lost and series.name not in form.as_gaps):
        days = texts.str.to_date("%Y-%m-%d", strict=False)
        return texts if (days.is_null() & texts.is_not_null()).any() else days
    whole = numbers.cast(polars.Int64, strict=False)
    return found if whole.null_count() > found.null_count() else whole


def _read_binary(source: Source, form: Format) -> "polars.DataFrame":
    import fastexcel
    import polars

    try:
        if form.kind == "parquet":
            return polars.read_parquet(BytesIO(source) if isinstance(source, bytes) else source)
        sheet = fastexcel.read_excel(source).load_sheet(form.sheet or 0, header_row=0 if form.has_header else None)
        return sheet.to_polars()
    except (polars.exceptions.PolarsError, fastexcel.FastExcelError) as error:
        raise UserError(f"{name_of(source)} cannot be read.", f"Open another copy ({error}).") from error
