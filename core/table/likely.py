"""What is probably a table: by the ending of a file's name, or by the look of a text."""

import csv
from pathlib import Path

ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".parquet", ".xlsx", ".xls", ".ods")
LOOKED_AT = 4096
LINES = 6


def is_table_file(path: Path) -> bool:
    """Whether a file of this name may hold a table."""
    return path.suffix.lower() in ENDINGS


def is_table_text(text: str) -> bool:
    """Whether this is rows of cells, as spreadsheets copy them: two rows or more, each with as many cells.

    Only its beginning is looked at.
    """
    head = text[:LOOKED_AT]
    lines = [line for line in head.splitlines() if line.strip()]
    if len(text) > LOOKED_AT:
        lines = lines[:-1]  # the last one was cut off
    if len(lines) < 2 or head.lstrip()[:1] in "{[<":
        return False
    for separator in "\t;,|":
        widths = {len(row) for row in csv.reader(lines[:LINES], delimiter=separator)}
        if len(widths) == 1 and widths.pop() > 1:
            return True
    return False
