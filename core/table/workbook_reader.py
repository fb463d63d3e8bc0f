"""Reading a sheet of a workbook (.xlsx, .xls, .ods), in the process that is made for it (`core.table.apart`)."""

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import fastexcel
import polars

from core.disk.bounded_zip import PIECE, megabytes
from core.errors import UserError
from core.table.apart import Answer, Asked, Sheet
from core.table.damage import refusing_damage
from core.table.literals import MOST_EXACT, literals_of, read_literals
from core.table.names import column_names, numbered_names
from core.table.stored import check_size

if TYPE_CHECKING:
    from fastexcel import ExcelReader

MOST_UNPACKED = 2**30
FEW_CELLS = 1_000_000
"""A sheet of fewer cells is read once more in a moment."""
TITLE_ROWS = 20
"""So many rows may stand above the names."""


def answer_of_workbook(asked: Asked) -> Answer:
    """Writes the rows of the sheet; or, where no sheet is asked for, only says which there are.

    Raises UserError where it cannot be read.
    """
    path = Path(asked.path)
    check_unpacked(path, asked.title)
    try:
        with refusing_damage(f"{asked.title} is damaged or no workbook."):
            book = fastexcel.read_excel(path)
            sheets = tuple(book.sheet_names)
            if not isinstance(asked.what, Sheet):
                return Answer(sheets=sheets)
            sheet = sheets[0] if asked.what.sheet is None and sheets else asked.what.sheet
            if sheet not in sheets:
                raise UserError(f"{asked.title} has no sheet “{sheet}”.", f"There are {', '.join(sheets[:8])}.")
            frame, rows, notes = _read(book, sheet, asked, asked.what)
            frame.write_ipc(asked.rows)
    except fastexcel.FastExcelError as error:
        is_locked = "password" in str(error).lower()
        what = "is locked with a password" if is_locked else "is damaged or no workbook"
        hint = "Save it without a password first." if is_locked else "Open another copy, if there is one."
        raise UserError(f"{asked.title} {what}.", hint) from error
    return Answer(rows, notes, sheets)


def check_unpacked(path: Path, title: str) -> None:
    """Raises UserError for a workbook that is a zip, and unpacked larger than it may be, whatever it says of itself."""
    left = MOST_UNPACKED
    try:
        if not zipfile.is_zipfile(path):
            return
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                # What the zip says of an entry's size is not believed: all that comes out of it is counted.
                info.file_size = MOST_UNPACKED + 1
                del info.CRC
                with archive.open(info) as entry:
                    while piece := entry.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise UserError(
                                f"{title} is too large: unpacked it has more than {megabytes(MOST_UNPACKED)}.",
                                "Save the sheet as CSV or Parquet.",
                            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise UserError(f"{title} is damaged or no workbook.", "Open another copy, if there is one.") from error


def _read(book: "ExcelReader", name: str, asked: Asked, what: Sheet) -> tuple["polars.DataFrame", int, tuple[str, ...]]:
    # Without the rows that are empty at the top: the first row that is there holds the names.
    header = 0 if what.has_header else None
    sheet = book.load_sheet(name, header_row=header, n_rows=asked.most, schema_sample_rows=None)
    notes: list[str] = []
    given = [one.column_name_from == "looked_up" for one in sheet.selected_columns]
    if what.has_header and len(given) > 2 and sum(given) < 2:
        header = _header_row(book, name)
        if header:
            sheet = book.load_sheet(name, header_row=header, n_rows=asked.most, schema_sample_rows=None)
            given = [one.column_name_from == "looked_up" for one in sheet.selected_columns]
            notes.append("The lines above the names are left out.")
    # Of a sheet without anything it says that it has one row less than none.
    rows = sheet.total_height if sheet.width else 0
    if not rows or rows > 2**62:
        held = "holds only a row of names" if sheet.width and any(given) else "is empty"
        raise UserError(f"The sheet “{name}” {held}.", _other_sheet(what))
    check_size(rows, sheet.width)
    frame = sheet.to_polars()
    if header is not None:
        cells = [one if is_given else "" for one, is_given in zip(frame.columns, given, strict=True)]
        if rows * frame.width < FEW_CELLS:  # the reader has numbered names that stand twice: as they are written
            written = book.load_sheet(name, header_row=None, n_rows=header + 1, dtypes="string")
            cells = [cell or "" for cell in written.to_polars().row(-1)]
        names, said = column_names(cells)
        notes += said
    else:
        names = numbered_names(frame.width)
    frame.columns = list(names)
    # Nothing stands there; where only words for nothing stand, it is a row of gaps.
    is_empty = frame.select(polars.all_horizontal(polars.all().is_null())).to_series()
    is_used = [given[place] or column.null_count() < frame.height for place, column in enumerate(frame.iter_columns())]
    frame = frame.filter(~is_empty).select(name for name, used in zip(frame.columns, is_used, strict=True) if used)
    if empty := int(is_empty.sum()):
        notes.append("1 empty row was left out." if empty == 1 else f"{empty:,} empty rows were left out.")
    if not frame.height:
        raise UserError(f"The sheet “{name}” is empty.", _other_sheet(what))
    return _with_meaning(frame, what), rows - empty, tuple(notes)


def _other_sheet(what: Sheet) -> str:
    return "The first sheet must hold the rows." if what.is_final else "Choose another sheet."


def _header_row(book: "ExcelReader", name: str) -> int:
    """The first row with more than one cell, or 0."""
    first = book.load_sheet(name, header_row=None, n_rows=TITLE_ROWS, dtypes="string").to_polars()
    filled = first.select(polars.sum_horizontal(polars.all().is_not_null())).to_series()
    return int((filled > 1).arg_max() or 0)


def is_whole(numbers: "polars.Series") -> bool:
    """Whether all are whole: a workbook knows no other numbers than fractions."""
    known = numbers.drop_nulls()
    return bool(((known == known.floor()) & (known.abs() < MOST_EXACT)).all())


def _with_meaning(frame: "polars.DataFrame", what: Sheet) -> "polars.DataFrame":
    """Texts are read as those of a text file, and days that have no time are days."""
    texts = frame.select(polars.selectors.string())
    read = {}
    if texts.width:
        literals = literals_of(texts, what.decimal, what.as_gaps)
        read = {one.name: one for one in read_literals(texts, literals, what.decimal, what.as_gaps)[0].iter_columns()}
    for column in frame.iter_columns():
        if isinstance(column.dtype, polars.Datetime):
            days = column.cast(polars.Date)
            is_day = (days.cast(column.dtype) == column).all()
            read[column.name] = days if is_day else column.cast(polars.Datetime("us"))
        elif column.dtype.is_float() and is_whole(column):
            read[column.name] = column.cast(polars.Int64)
        elif column.dtype == polars.Null:
            read[column.name] = column.cast(polars.String)
    return frame.with_columns(read.values())
