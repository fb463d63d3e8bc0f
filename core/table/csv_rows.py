"""Rows of text taken apart one after the other: for the first rows, and where the fast reader gives up."""

import csv
import re
from collections.abc import Iterable, Iterator

# A cell may be as long as what is looked at; Python's own limit of 128 KB is for the whole process.
_LONGEST = 2**30
_LONE_RETURN = re.compile(r"\r(?!\n|\Z)")


def split_rows(lines: Iterable[str], separator: str, quote: str) -> Iterator[list[str]]:
    """The cells of each row; a blank line has none.

    Spaces after a separator are passed over, so that a run of spaces separates like one.

    lines  with their ends
    """
    csv.field_size_limit(_LONGEST)
    has_quotes = bool(quote)
    return csv.reader(
        (_LONE_RETURN.sub(" ", line.replace("\0", "")) for line in lines),
        delimiter=separator,
        quotechar=quote if has_quotes else None,
        quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE,
        skipinitialspace=True,
    )
