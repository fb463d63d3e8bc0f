"""Which characters the bytes of a text stand for, and what is no text at all."""

import codecs
import re
from collections.abc import Iterator

from core.errors import UserError
from core.table.sources import Source, name_of, read_piece, size_of

PIECE = 2**20
"""Bytes that become characters at a time: Python holds on to everything meanwhile, some milliseconds."""
_FOREIGN = (
    (b"%PDF", "is a PDF", "Copy the table out of it, or choose a CSV, TSV, Parquet or Excel file."),
    (b"\x1f\x8b", "is compressed", "Unpack it first, then choose the file inside."),
    (b"PK", "is a compressed folder", "Unpack it first, then choose the file inside."),
    (b"BZh", "is compressed", "Unpack it first, then choose the file inside."),
    (b"\xfd7zXZ", "is compressed", "Unpack it first, then choose the file inside."),
    (b"\x89PNG", "is a picture", "Choose a CSV, TSV, Parquet or Excel file."),
    (b"\xff\xd8\xff", "is a picture", "Choose a CSV, TSV, Parquet or Excel file."),
    (b"SQLite format 3", "is a data base", "Export the table as CSV, then choose that file."),
    (b"\x89HDF", "is an HDF5 file", "Export the table as CSV or Parquet, then choose that file."),
)
# What no text has: control characters besides tab, line ends, form feed and the end-of-file sign of old systems.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
_WEB_PAGE = re.compile(r"\s*<(!doctype|html|table|\?xml)", re.IGNORECASE)


def guess_encoding(head: bytes) -> str:
    """What these first bytes of a text are encoded in: utf-8, utf-16-le, utf-16-be, or cp1252 for all else."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    # Text of mostly Latin letters has every other byte 0 in UTF-16.
    some = head[:2000]
    if len(some) >= 4 and some[1::2].count(0) > 0.4 * len(some) > 10 * some[0::2].count(0):
        return "utf-16-le"
    if len(some) >= 4 and some[0::2].count(0) > 0.4 * len(some) > 10 * some[1::2].count(0):
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def check_is_text(name: str, head: bytes, encoding: str) -> None:
    """Raises UserError, which says what it is instead, for bytes that are no text."""
    for start, what, hint in _FOREIGN:
        if head.startswith(start):
            raise UserError(f"{name} {what}, no table.", hint)
    text = head[:2000].decode(encoding, "replace")
    if _WEB_PAGE.match(text):
        raise UserError(f"{name} is a web page, no table.", "Open it in a spreadsheet and save it as CSV or .xlsx.")
    looked_at = head if encoding in ("utf-8", "cp1252") else text.encode()
    if len(_CONTROL.findall(looked_at)) > 0.001 * len(looked_at):
        raise UserError(f"{name} holds bytes that are not text.", "Choose a CSV, TSV, Parquet or Excel file.")


def mark_of(head: bytes) -> bytes:
    """The byte order mark that a text begins with, or nothing."""
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return next((mark for mark in marks if head.startswith(mark)), b"")


def pieces_of(source: Source, encoding: str, first: int, size: int) -> Iterator[tuple[bytes, int]]:
    """The text in pieces of UTF-8, without a byte order mark, and how many of the source's bytes are read by then.

    encoding     as Python calls it
    first, size  of the first piece and of the others, in bytes of the source; what is decoded comes in smaller ones

    Raises UserError where the bytes are not in this encoding. Bytes that say they are UTF-8 are not looked at.
    """
    try:
        kind = codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise UserError(f"There is no encoding “{encoding}”.", "Choose UTF-8, UTF-16 or Windows-1252.") from error
    whole = size_of(source)
    mark = mark_of(read_piece(source, 0, 4))
    if mark == codecs.BOM_UTF8 and not kind.startswith("utf-8"):
        mark = b""
    if mark and mark != codecs.BOM_UTF8 and not kind.startswith("utf-16"):
        mark = b""
    is_plain = kind in ("utf-8", "utf-8-sig", "ascii")
    if kind == "utf-16":
        kind = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"
    # Some bytes stand for nothing in Windows-1252; half a character of UTF-16 is damage.
    decoder = codecs.getincrementaldecoder(kind)("strict" if kind.startswith("utf") else "replace")
    at, wanted = len(mark), first
    while at < whole:
        piece = read_piece(source, at, wanted if is_plain else min(wanted, PIECE))
        if not piece:
            return
        at += len(piece)
        wanted = size
        if is_plain:
            yield piece, at
            continue
        try:
            yield decoder.decode(piece, at >= whole).encode(errors="replace"), at
        except UnicodeDecodeError as error:
            raise UserError(
                f"{name_of(source, True)} is not encoded in {encoding}.", "Choose another encoding."
            ) from error
