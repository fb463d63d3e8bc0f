"""A table that is text, taken apart: its names, and its rows as texts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Indices
from core.errors import UserError
from core.table.csv_rows import split_rows
from core.table.encodings import mark_of
from core.table.formats import Format
from core.table.literals import MANY
from core.table.names import column_names, numbered_names
from core.table.row_blocks import first_row_end, row_blocks
from core.table.sources import Source, name_of, read_piece
from core.table.stored import check_size

if TYPE_CHECKING:
    import polars

LOOKED_AT = 200
"""Rows that say how many cells a row has."""
_BREAK = ord("\n")


class TextRows:
    """Rows as texts, block by block, with what was odd about them.

    names  of the columns
    """

    def __init__(self, source: Source, form: Format, only: Sequence[str] | None = None) -> None:
        _check_signs(form)
        self._source, self._form, self._only = source, form, only
        rows: list[list[str]] = []
        for block, _ in row_blocks(source, form):
            lines = StringIO(block.decode(errors="replace"), newline="\n")
            found = (row for row in split_rows(lines, form.separator, form.quote) if any(map(str.strip, row)))
            rows.extend(islice(found, LOOKED_AT - len(rows)))
            if len(rows) > 1:  # a row may be longer than a block
                break
        if not rows or (form.has_header and len(rows) < 2):
            raise self.no_rows(bool(rows))
        self._name_columns(rows)
        check_size(1, len(self.names))
        self._rows, self._lines, self._empty = 0, form.skip, 0
        self._short, self._first_short = 0, (0, 0)

    def _name_columns(self, rows: Sequence[Sequence[str]]) -> None:
        data = rows[1:] if self._form.has_header else rows
        width = Counter(map(len, data)).most_common(1)[0][0]
        self._noted: tuple[str, ...] = ()
        self._nameless = 0
        if not self._form.has_header:
            self.names = numbered_names(width)
            return
        cells = list(rows[0])
        if width == len(cells) + 1:
            if any(row[-1].strip() for row in data if len(row) == width):
                self._noted = ("The first column has no name, as it is with row names: it is called “row”.",)
                cells.insert(0, "row")
            else:
                cells.append("")
        # A separator at the end of each row makes a column without name and cells.
        self._nameless = len(cells) - max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
        self.names, notes = column_names(cells[: len(cells) - self._nameless])
        self.names += column_names([*self.names, *[""] * self._nameless])[0][len(self.names) :]
        self._noted += notes

    def blocks(self) -> Iterator[tuple["polars.DataFrame", int]]:
        """Rows, each cell a text or nothing, and how many of the source's bytes are read by then.

        Raises UserError for a row with too many cells.
        """
        is_first = self._form.has_header
        for block, done in row_blocks(self._source, self._form):
            if is_first:
                end = first_row_end(block, self._form.quote.encode())
                self._lines += block.count(b"\n", 0, end)
                block = block[end:]
                is_first = False
            if not block:
                continue
            frame = self._read(block)
            self._lines += block.count(b"\n")
            if frame.height:
                self._rows += frame.height
                yield frame, done

    def _read(self, block: bytes) -> "polars.DataFrame":
        # With an odd number of marks one is open, or stands for inches.
        is_odd = bool(self._form.quote) and block.count(self._form.quote.encode()) % 2 == 1
        frame = None if is_odd else self._read_quickly(block)
        frame = self._read_slowly(block) if frame is None else self._without_empty(frame, block)
        return frame if self._only is None else frame.select(self._only)

    def _read_quickly(self, block: bytes) -> "polars.DataFrame | None":
        """None for rows with too many cells, marks where no quote begins, and bytes that are no UTF-8."""
        import polars

        is_wide = len(self.names) > MANY
        try:
            frame = polars.read_csv(
                BytesIO(block),
                has_header=False,
                separator=self._form.separator,
                quote_char=self._form.quote or None,
                schema=dict.fromkeys(self.names, polars.String),
                raise_if_empty=False,
                n_threads=1 if is_wide else None,
            )
        except (polars.exceptions.PolarsError, polars.exceptions.PanicException):
            return None
        return frame.rechunk() if is_wide else frame  # what is done to a column costs as much for each chunk of it

    def _without_empty(self, frame: "polars.DataFrame", block: bytes) -> "polars.DataFrame":
        """Without rows in which nothing stands; rows that are too short are counted."""
        import polars

        width = len(self.names)
        is_empty = None
        if all(column.null_count() for column in frame.iter_columns()):
            is_empty = frame.select(polars.all_horizontal(polars.all().is_null())).to_series()
        if width > 1 and not self._is_full(block, frame.height):
            self._find_short(_cells_per_line(block, self._form), is_empty)
        if is_empty is None or not is_empty.any():
            return frame
        self._empty += int(is_empty.sum())
        return frame.filter(~is_empty)

    def _is_full(self, block: bytes, rows: int) -> bool:
        """Whether there are as many separators as whole rows have; none has too many, so then none has too few."""
        return block.count(self._form.separator.encode()) == rows * (len(self.names) - 1)

    def _find_short(self, cells: Indices, is_empty: "polars.Series | None") -> None:
        stays = np.ones(len(cells), np.bool_)
        if is_empty is not None:
            if len(is_empty) != len(cells):
                return
            stays = ~is_empty.to_numpy()
        short = np.flatnonzero(cells[stays] < len(self.names))
        if len(short):
            if not self._short:
                self._first_short = (self._rows + int(short[0]) + 1, int(cells[stays][short[0]]))
            self._short += len(short)

    def _read_slowly(self, block: bytes) -> "polars.DataFrame":
        """Rows with separators at their end, and marks where no quote begins; what is wrong is found here too."""
        import polars

        width, form = len(self.names), self._form
        rows: list[list[str]] = []
        is_open = False
        try:
            text = block.decode()
        except UnicodeDecodeError as error:
            line = self._lines + block.count(b"\n", 0, error.start) + 1
            raise UserError(
                f"Line {line:,} of {name_of(self._source)} holds bytes that are not {form.encoding.upper()}.",
                self._hint("Save it as UTF-8", "choose Western (Windows-1252, Latin-1) as the encoding"),
            ) from error
        line = self._lines
        lines = StringIO(text, newline="\n")

        def counted() -> Iterator[str]:
            nonlocal line
            for one in lines:
                line += 1
                yield one

        for cells in split_rows(counted(), form.separator, form.quote):
            if not any(map(str.strip, cells)):
                self._empty += 1
                continue
            row = self._rows + len(rows) + 1
            is_open = bool(form.quote) and "\n" in cells[-1]
            if len(cells) > width and any(map(str.strip, cells[width:])):
                raise self._ragged(row, len(cells), line)
            if len(cells) < width:
                if not self._short:
                    self._first_short = (row, len(cells))
                self._short += 1
            rows.append([*cells[:width], *[""] * (width - len(cells))])
        if is_open and not block.rstrip().endswith(form.quote.encode()):
            raise UserError(
                f"Row {self._rows + len(rows):,} opens a quotation mark that is never closed.",
                f"Close or remove that mark in {name_of(self._source)}.",
            )
        return polars.DataFrame(rows, schema=dict.fromkeys(self.names, polars.String), orient="row")

    def _ragged(self, row: int, cells: int, line: int) -> UserError:
        width = len(self.names)
        others = "the others" if row > 1 or not self._form.has_header else "the row of names"
        return UserError(
            f"Row {row:,} has {cells:,} cells, {others} {width:,}.",
            self._hint(f"Correct line {line:,} of {name_of(self._source)}", "choose another separator"),
        )

    def _hint(self, mend: str, choose: str) -> str:
        """What can be done in the file, and what can be chosen where a person chooses how it is read."""
        return f"{mend}." if self._form.is_final else f"{mend}, or {choose}."

    def no_rows(self, has_names: bool = True) -> UserError:
        """What to say of a table in which nothing stands below the names."""
        what = "holds only a row of names" if has_names and self._form.has_header else "holds no rows"
        hint = "If its first row holds values, untick “First row has the names”."
        if self._form.is_final:
            hint = "A table needs a row of names and rows of values."
        return UserError(f"{name_of(self._source, True)} {what}.", hint if has_names else "Choose another file.")

    def without_nameless(self, frame: "polars.DataFrame") -> "polars.DataFrame":
        """Without the columns that separators at the end of the rows make."""
        last = frame.columns[len(frame.columns) - self._nameless :]
        empty = [name for name in last if frame.get_column(name).null_count() == frame.height]
        return frame.drop(empty) if self._nameless and len(empty) < frame.width else frame

    def notes(self) -> tuple[str, ...]:
        """What was odd so far."""
        notes = []
        head = read_piece(self._source, 0, 4)
        if mark_of(head):
            notes.append("It begins with a byte order mark, which is left out.")
        if self._form.encoding == "cp1252":
            notes.append("Its letters are read as Western (Windows-1252, Latin-1), since they are not UTF-8.")
        if self._form.skip:
            lines = "The first line is" if self._form.skip == 1 else f"The first {self._form.skip} lines are"
            notes.append(f"{lines} left out: the table begins below.")
        notes += self._noted
        if self._short:
            row, cells = self._first_short
            which = "1 row has" if self._short == 1 else f"{self._short:,} rows have"
            notes.append(f"{which} too few cells, the first is row {row:,} with {cells}: the others are gaps.")
        if self._empty:
            which = "1 empty row was" if self._empty == 1 else f"{self._empty:,} empty rows were"
            notes.append(f"{which} left out.")
        if len(self.names) == 1:
            notes.append("Everything stands in one column: maybe another separator fits.")
        return tuple(notes)


def _cells_per_line(block: bytes, form: Format) -> Indices:
    """How many cells each row of a block has, (rows,)."""
    signs = np.frombuffer(block if block.endswith(b"\n") else block + b"\n", np.uint8)
    counted = (signs == ord(form.separator)) | (signs == _BREAK)
    if form.quote:
        # After an odd number of quotes one is open.
        counted &= np.cumsum(signs == ord(form.quote), dtype=np.uint8) % 2 == 0
    places = np.flatnonzero(counted)
    ends = np.flatnonzero(signs[places] == _BREAK)
    return np.diff(ends, prepend=-1)


def _check_signs(form: Format) -> None:
    """Raises UserError for signs that cannot separate or quote."""
    for sign in (form.separator, *([form.quote] if form.quote else [])):
        if len(sign) != 1 or not sign.isascii() or sign in "\r\n":
            raise UserError(
                f"“{sign}” cannot stand between cells.", "A separator is one sign, such as a comma or a tab."
            )
    if form.separator == form.quote:
        raise UserError(f"“{form.separator}” cannot both separate cells and quote them.", "Choose another separator.")
