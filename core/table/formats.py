"""How the bytes of a table are to be read, as a value, and a first guess at it."""

import codecs
import csv
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Literal

from core.errors import UserError
from core.table.sources import Source, name_of, read_piece, size_of

FileKind = Literal["text", "parquet", "excel"]
SEPARATORS = (",", ";", "\t", "|", " ")
HEAD = 2**19
"""Bytes that are looked at for a guess."""


@dataclass(frozen=True)
class Format:
    """How a table is to be read.

    separator   between the cells of a row of text
    decimal     what stands before a number's fraction: a point, or a comma
    has_header  whether the first row names the columns
    encoding    of text, as Python calls it
    sheet       of a workbook; None: the first one
    as_gaps     columns in which what is no number is a gap
    """

    kind: FileKind = "text"
    separator: str = ","
    decimal: str = "."
    has_header: bool = True
    encoding: str = "utf-8"
    sheet: str | None = None
    as_gaps: tuple[str, ...] = ()


def guess_format(source: Source, name: str = "") -> Format:
    """The format that fits best; only the beginning is looked at.

    name  of the file, where it is not the source's own

    Raises UserError for what is no table.
    """
    if not size_of(source):
        raise UserError(f"{name or name_of(source)} is empty.", "A table needs a row of names and rows of values.")
    head = read_piece(source, 0, HEAD)
    suffix = Path(name or (source.name if isinstance(source, Path) else "")).suffix.lower()
    if head[:4] == b"PAR1":
        return Format("parquet")
    if head[:4] == b"PK\x03\x04" or head[:8] == bytes.fromhex("D0CF11E0A1B11AE1") or suffix in (".xlsx", ".ods"):
        return Format("excel")
    encoding = _guess_encoding(head)
    text = head.decode(encoding, "replace")
    if "\0" in text:
        raise UserError(f"{name or name_of(source)} is no table.", "Choose a CSV, TSV, Parquet or Excel file.")
    separator = _guess_separator(text)
    rows = list(csv.reader(StringIO(text), delimiter=separator))[:200]
    decimal = "," if separator != "," and _has_commas(rows) else "."
    has_header = bool(rows) and not any(_is_number(cell, decimal) for cell in rows[0])
    return Format("text", separator, decimal, has_header, encoding)


def sheets_of(source: Source) -> tuple[str, ...]:
    """The names of a workbook's sheets.

    Raises UserError where it cannot be read.
    """
    import fastexcel

    try:
        return tuple(fastexcel.read_excel(source).sheet_names)
    except fastexcel.FastExcelError as error:
        raise UserError(f"{name_of(source)} is damaged or no workbook.", f"Open another copy ({error}).") from error


def _guess_encoding(head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _guess_separator(text: str) -> str:
    lines = text.splitlines()[:50]
    best, most = ",", 0.0
    for separator in SEPARATORS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
        width, count = max(widths.items(), key=lambda item: item[1], default=(1, 0))
        if width > 1 and count * (0.5 if separator == " " else 1.0) > most:
            best, most = separator, float(count)
    return best


def _has_commas(rows: list[list[str]]) -> bool:
    commas = sum(_is_number(cell, ",") and "," in cell for row in rows[1:] for cell in row)
    points = sum(_is_number(cell, ".") and "." in cell for row in rows[1:] for cell in row)
    return commas > points


def _is_number(cell: str, decimal: str) -> bool:
    try:
        float(cell.replace(".", "").replace(",", ".") if decimal == "," else cell)
    except ValueError:
        return False
    return True
