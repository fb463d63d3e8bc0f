"""How the bytes of a table are to be read, as a value, and a first guess at it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import UserError
from core.table.apart import Sheets, read_apart
from core.table.encodings import check_is_text, guess_encoding
from core.table.layout_guess import guess_layout
from core.table.sources import Source, name_of, read_piece, size_of

FileKind = Literal["text", "parquet", "excel"]
HEAD = 2**19
"""Bytes at the beginning that are looked at for a guess."""
SPOT, SPOTS = 2**15, 8
"""So many bytes are looked at in so many other places: letters with accents may come late."""
_ZIP, _OLD_OFFICE = b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass(frozen=True)
class Format:
    """How a table is to be read.

    separator   between the cells of a row of text; runs of spaces count as one
    decimal     what stands before a number's fraction: a point, or a comma
    has_header  whether the first row names the columns
    encoding    of text, as Python calls it
    sheet       of a workbook; None: the first one
    quote       what stands around a cell that holds separators or line breaks; empty: nothing does
    comment     lines of text that begin with this are passed over; empty: there are none
    skip        so many lines of text come before the table
    as_gaps     columns in which what is no number is a gap
    is_final    whether nobody can choose another format: what cannot be read so can only be mended in the file
    """

    kind: FileKind = "text"
    separator: str = ","
    decimal: str = "."
    has_header: bool = True
    encoding: str = "utf-8"
    sheet: str | None = None
    quote: str = '"'
    comment: str = ""
    skip: int = 0
    as_gaps: tuple[str, ...] = ()
    is_final: bool = False


def guess_format(source: Source, name: str = "") -> Format:
    """The format that fits best, from no more than 1 MB of the source.

    name  of the file, where it is not the source's own

    Raises UserError for what is no table.
    """
    size = size_of(source)
    title = name or name_of(source, True)
    if not size:
        raise UserError(f"{title} is empty.", "A table needs a row of names and rows of values.")
    head = read_piece(source, 0, HEAD)
    suffix = Path(name or (source.name if isinstance(source, Path) else "")).suffix.lower()
    if head.startswith(b"PAR1"):
        return Format("parquet")
    if head.startswith(_OLD_OFFICE) or (head.startswith(_ZIP) and (suffix != ".zip" or b"xl/" in head)):
        return Format("excel")
    spots = [read_piece(source, size * spot // SPOTS, SPOT) for spot in range(1, SPOTS)] if size > HEAD else []
    encoding = guess_encoding(head)
    if encoding == "utf-8" and not all(_may_be_utf8(spot) for spot in spots):
        encoding = "cp1252"
    check_is_text(title, head, encoding)
    text = head.decode(encoding, "replace").removeprefix("\N{BYTE ORDER MARK}")
    layout = guess_layout(text, is_whole=size <= HEAD)
    return Format(
        "text", layout.separator, layout.decimal, layout.has_header, encoding, None, layout.quote, layout.comment,
        layout.skip,
    )  # fmt: skip


def sheets_of(source: Source) -> tuple[str, ...]:
    """The names of a workbook's sheets.

    Raises UserError where it cannot be read.
    """
    size_of(source)
    found = read_apart(Sheets(), source, name_of(source, True))
    assert found is not None
    return found[1].sheets


def _may_be_utf8(spot: bytes) -> bool:
    """Whether bytes from somewhere in a text can be UTF-8; it may begin and end within a character."""
    first = next((place for place in range(min(4, len(spot))) if spot[place] & 0xC0 != 0x80), 0)
    try:
        spot[first:].decode()
    except UnicodeDecodeError as error:
        return error.start >= len(spot) - first - 3 and "unexpected end" in error.reason
    return True
