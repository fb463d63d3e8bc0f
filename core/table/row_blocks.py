"""A large text cut where rows end, so that it can be read a piece at a time."""

import re
from collections.abc import Iterator
from io import StringIO

from core.errors import UserError
from core.table.csv_rows import split_rows
from core.table.encodings import PIECE, pieces_of
from core.table.formats import Format
from core.table.sources import Source, size_of

FIRST_BLOCK, BLOCK = 2**20, 4 * 2**20
"""Bytes that are read at a time; the first ones are what a look at the table takes."""
LONGEST_ROW = 2**26
"""Bytes of a row; a longer one comes from a quotation mark that nobody closed."""


def row_blocks(source: Source, form: Format) -> Iterator[tuple[bytes, int]]:
    """The text in blocks of whole rows, UTF-8, each with how many of the source's bytes are read by then.

    The lines before the table are left out, lines of comments too, and a run of spaces that separates is one.

    Raises UserError for a row without an end, or where the bytes are not encoded as the format says.
    """
    quote = form.quote.encode()
    # What goes through a block line by line holds up everybody else.
    size = PIECE if form.separator == " " or form.comment else BLOCK
    whole = size_of(source)
    left, skip, is_old, done, is_first = b"", form.skip, None, 0, True
    for piece, done in pieces_of(source, form.encoding, FIRST_BLOCK, size):
        if is_old is None:
            is_old = b"\n" not in piece and b"\r" in piece  # lines ended so on old Macintoshes
        left += piece.replace(b"\r", b"\n") if is_old else piece
        if skip:
            left, skip = _without_lines(left, skip)
        end = len(left) if done >= whole else _last_row_end(left, quote)
        if not end and len(left) >= 2 * BLOCK:
            end = _last_row_end_by_rows(left, form)
        if end:
            yield _tidied(left[:end], form, is_first and form.has_header), done
            left, is_first = left[end:], False
        elif len(left) > LONGEST_ROW:
            raise UserError(
                f"A row of the table has no end within {LONGEST_ROW // 2**20} MB.",
                "Maybe a quotation mark is opened and never closed, or the file is not a table.",
            )
    if left:
        yield _tidied(left, form, is_first and form.has_header), done


def first_row_end(block: bytes, quote: bytes) -> int:
    """Where the second row begins; blank lines before the first one belong to it."""
    end, is_open = 0, False
    while (found := block.find(b"\n", end)) >= 0:
        if quote:
            is_open ^= block.count(quote, end, found) % 2 == 1
        end = found + 1
        if not is_open and block[:end].strip():
            return end
    return len(block)


def _last_row_end(block: bytes, quote: bytes) -> int:
    """After the last line end that no quotes enclose; 0: there is none."""
    end = block.rfind(b"\n") + 1
    if not quote or not end:
        return end
    is_open = block.count(quote, 0, end) % 2 == 1
    while is_open and end:
        before = block.rfind(b"\n", 0, end - 1) + 1
        is_open ^= block.count(quote, before, end) % 2 == 1
        end = before
    return end


def _last_row_end_by_rows(block: bytes, form: Format) -> int:
    """The same, row by row: marks within a cell, as for inches, open no quote."""
    lines = StringIO(block.decode(errors="replace"), newline="\n")
    read, ends = [0], [0]

    def counted() -> Iterator[str]:
        for line in lines:
            read[0] += len(line.encode())
            yield line

    ends.extend(read[0] for _ in split_rows(counted(), form.separator, form.quote))
    return ends[-2] if len(ends) > 1 else 0


def _without_lines(block: bytes, count: int) -> tuple[bytes, int]:
    """Without so many lines; and how many of them are still to come."""
    end = 0
    for done in range(count):
        found = block.find(b"\n", end)
        if found < 0:
            return b"", count - done
        end = found + 1
    return block[end:], 0


def _tidied(block: bytes, form: Format, has_names: bool) -> bytes:
    separator, quote = form.separator.encode(), form.quote.encode()
    comment = form.comment.encode()
    if comment and comment in block:
        if has_names:  # what looks like a comment there holds the names
            block = block.removeprefix(comment).lstrip(b" ")
        begin = first_row_end(block, quote) if has_names else 0
        block = block[:begin] + re.sub(rb"(?m)^" + re.escape(comment) + rb".*(\n|\Z)", b"", block[begin:])
    if form.separator == " ":
        block = re.sub(rb"[ \t]+", b" ", block)
        block = re.sub(rb"(?m)^ | (?=\r?$)", b"", block)
    elif quote:  # "a", "b"
        block = block.replace(separator + b" " + quote, separator + quote)
        block = block.replace(quote + b" " + separator, quote + separator)
    return block
