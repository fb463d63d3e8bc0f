"""How a text is laid out as a table, guessed from its first rows: separator, quotes, header, decimal comma."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from core.table.csv_rows import split_rows

SEPARATORS = ("\t", ";", "|", ",", " ")
"""The stronger ones first: a tab or a semicolon seldom stands in a cell, a comma or a space often does."""
LOOKED_AT = 300
"""So many rows are looked at."""
MOST_TITLE_LINES = 20
_COMMENTS = ("#", "%", "//")
_NUMBER = re.compile(r"[+-]?(\d+([.,'\s]\d+)*|[.,]\d+)[.,]?(e[+-]?\d+)?", re.IGNORECASE)
_COMMA, _POINT = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.I), re.compile(r"[+-]?\d*\.\d+(e[+-]?\d+)?", re.I)
_COMMA_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_POINT_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
# 1 234 and 1'234
_GAP_IN_NUMBER = re.compile(r"(?<=\d)['\u2019\s](?=\d{3})")
_SAID = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass(frozen=True)
class LayoutGuess:
    """The fields of `core.table.formats.Format` that are guessed from a text."""

    separator: str = ","
    decimal: str = "."
    has_header: bool = True
    quote: str = ""
    comment: str = ""
    skip: int = 0


def guess_layout(text: str, is_whole: bool = True) -> LayoutGuess:
    """The layout that fits best.

    text      the beginning of the table
    is_whole  whether it is all of it; else its last line may be cut
    """
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    if lines and (not lines[-1] or (not is_whole and len(lines) > 1)):
        lines.pop()
    skip = next((place for place, line in enumerate(lines) if line.strip()), 0)
    said = _SAID.fullmatch(lines[skip].strip()) if lines else None
    skip += said is not None
    quote = _guess_quote(text)
    comment, skip = _guess_comment(lines, skip)
    candidates = (said[1],) if said else SEPARATORS
    separator, width = max(
        ((one, *_fit(lines[skip:], one, quote, comment)) for one in candidates), key=lambda found: found[2]
    )[:2]
    if width < 2 and not said:
        separator = ","
    skip += _titles(lines[skip:], separator, quote, width)
    comment, skip = _comment_that_names(lines, skip, comment, separator, quote, width)
    rows = _rows(lines[skip:], separator, quote, comment)
    return LayoutGuess(separator, _guess_decimal(rows[1:], separator), _guess_header(rows), quote, comment, skip)


def _rows(lines: Sequence[str], separator: str, quote: str, comment: str) -> list[list[str]]:
    wanted = (line for place, line in enumerate(lines) if not (comment and place and line.startswith(comment)))
    found = (row for row in split_rows(wanted, separator, quote) if any(cell.strip() for cell in row))
    return list(islice(found, LOOKED_AT))


def _guess_quote(text: str) -> str:
    # A quote that begins a cell; an inch sign stands elsewhere.
    if re.search(r'(^|[\t;|, ])"', text, re.MULTILINE):
        return '"'
    singles = re.findall(r"(?:^|[\t;|,])'[^'\n]*'(?=[\t;|,\r\n]|\Z)", text, re.MULTILINE)
    return "'" if len(singles) > text.count("'") / 4 else ""


def _guess_comment(lines: Sequence[str], first: int) -> tuple[str, int]:
    """What comments begin with, and the first line that is none."""
    for comment in _COMMENTS:
        last = first
        while last < len(lines) and (lines[last].startswith(comment) or (last > first and not lines[last].strip())):
            last += 1
        if last > first and last < len(lines):
            return comment, last
    later = sum(line.startswith("#") for line in lines[first:])
    return ("#" if 0 < later <= 0.1 * len(lines) else ""), first


def _fit(lines: Sequence[str], separator: str, quote: str, comment: str) -> tuple[int, float]:
    """How many cells a row has with this separator, and how well it fits, from 0 to 1."""
    rows = _rows(lines, separator, quote, comment)
    widths = Counter(map(len, rows))
    if not rows:
        return 1, 0.0
    # Of equally frequent widths the larger one.
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width < 2:
        return 1, 0.0
    fit = count / len(rows)
    cells = [cell for row in rows[:100] for cell in row]
    stronger = SEPARATORS[: SEPARATORS.index(separator)] if separator in SEPARATORS else ()
    if stronger:
        fit *= 1.0 - 0.5 * sum(any(one in cell for one in stronger) for cell in cells) / len(cells)
    # The names must be as many as the cells, or one fewer: some programs name no column of row names.
    named = next((len(row) for row in rows if len(row) > 1), 1)
    if named not in (width, width - 1, width + 1) or (len(rows[0]) == 1 and width == 2):
        fit *= 0.5
    if separator == " ":  # words of a sentence are no cells
        fit *= 0.6 if fit > 0.9 else 0.0
    return width, fit


def _titles(lines: Sequence[str], separator: str, quote: str, width: int) -> int:
    """How many lines with a single cell come before a table of at least three columns."""
    if width < 3:
        return 0
    for place in range(min(len(lines), MOST_TITLE_LINES)):
        # Within quotes a name may go on in the next line.
        cells = next(split_rows(lines[place : place + MOST_TITLE_LINES], separator, quote), [])
        if sum(bool(cell.strip()) for cell in cells) > 1:
            return place
    return 0


def _comment_that_names(
    lines: Sequence[str], skip: int, comment: str, separator: str, quote: str, width: int
) -> tuple[str, int]:
    """A last line of comments that has as many cells as the rows, over numbers, holds their names."""
    if not (comment and skip and lines[skip - 1].startswith(comment) and width > 1):
        return comment, skip
    names, first = (
        next(split_rows([line], separator, quote), [])
        for line in (lines[skip - 1].lstrip(comment).lstrip(), lines[skip])
    )
    if len(names) == width and not any(map(_is_number, names)) and any(map(_is_number, first)):
        return comment, skip - 1
    return comment, skip


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None


def _guess_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: it holds no number, and none of its texts comes again below it."""
    if len(rows) < 2:
        return bool(rows) and not any(map(_is_number, rows[0]))
    first, rest = rows[0], rows[1:]
    numbers = [int(cell) for cell in first if cell.strip().isdecimal()]
    if any(map(_is_number, first)):
        # Columns may be named by numbers that count: pixels from 0 on, or years; a few small ones may be values.
        counts = len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        is_clear = len(numbers) >= 8 or len(numbers) < len(first)
        return counts and is_clear and len(numbers) == sum(map(_is_number, first))
    texts = [cell.strip() for cell in first if cell.strip()]
    if not texts:
        return False
    if any(_is_number(cell) for row in rest for cell in row):
        below = [[row[place] for row in rest if place < len(row)] for place in range(len(first))]
        named = [any(map(_is_number, cells)) for cells in below]
        # Text over text may be a name or not; text over numbers is one.
        return any(has and first[place].strip() for place, has in enumerate(named)) or len(first) < len(below)
    return all(
        first[place] not in {row[place] for row in rest if place < len(row)}
        for place in range(len(first))
        if first[place]
    )


def _guess_decimal(rows: Sequence[Sequence[str]], separator: str) -> str:
    commas = points = unclear = 0
    for row in rows:
        for written in row:
            cell = _GAP_IN_NUMBER.sub("", written.strip())
            if "," in cell:
                is_grouped = _COMMA_GROUPS.fullmatch(cell) is not None
                if is_grouped and "." not in cell and cell.count(",") == 1:
                    unclear += 1  # 1,234
                elif is_grouped:
                    points += 1
                elif _COMMA.fullmatch(cell) or _POINT_GROUPS.fullmatch(cell):
                    commas += 1
            elif "." in cell:
                if _POINT_GROUPS.fullmatch(cell):
                    commas += cell.count(".") > 1  # 1.234.567; 1.234 is taken for a fraction
                elif _POINT.fullmatch(cell):
                    points += 1
    if commas == points == 0:
        return "," if unclear and separator == ";" else "."
    return "," if commas > points else "."
