"""What is said of a table and its columns, in words."""

from core.table.columns import Column, Role
from core.table.flags import Flag
from core.table.wishes import Settled
from core.wording import counted, numeral

ROLES: dict[Role, str] = {"target": "target", "feature": "input", "ignored": "left out"}
USELESS = {"constant", "unique", "long", "number", "date", "same", "recoded", "determines", "linear"}
"""Flags on columns that are better left out."""


def kind_text(column: Column, dtype: str) -> str:
    """What a column holds: "number", "3 categories", "text".    dtype  what the table itself says"""
    if column.kind == "number":
        return "date" if dtype.startswith("Date") else "time" if dtype == "Time" else "number"
    if column.categories:
        return counted(len(column.categories), "category", "categories")
    return "text"


def task_text(column: Column) -> str:
    """What a network learns where this is the target: "2 classes", "a number"."""
    return "a number" if column.kind == "number" else counted(len(column.categories), "class", "classes")


def done_text(flag: Flag, column: Column) -> str:
    """What was found out about a column, and what is done about it."""
    if column.role == "target" or flag.kind == "left out":
        return flag.message
    if column.role == "ignored":
        return f"{flag.message} It is left out."
    return f"{flag.message} It is an input all the same." if flag.kind in USELESS else flag.message


def gaps_text(column: Column, gaps: int) -> str:
    """What becomes of a column's gaps; nothing where there are none."""
    if not gaps:
        return ""
    if column.role == "ignored":
        return counted(gaps, "gap")
    if column.role == "target" or column.missing == "drop":
        return f"{counted(gaps, 'gap')}: rows left out"
    return f"{counted(gaps, 'gap')} filled"


def summary(settled: Settled, is_all: bool, about: int) -> str:
    """The whole table in one line: "5 columns (1 left out) → 8 inputs, 2 classes, 1,204 rows, 37 rows with gaps".

    is_all  whether the whole table has been looked at
    about   how many rows it has, roughly
    """
    target = settled.target
    what = "no target" if target is None else "1 number" if target.kind == "number" else task_text(target)
    rows = counted(settled.rows, "row") if is_all else f"about {about:,} rows"
    parts = [counted(settled.inputs, "input"), what, rows]
    if is_all and settled.gap_rows:
        left_out = f" ({settled.dropped:,} left out)" if settled.dropped else ""
        parts.append(f"{counted(settled.gap_rows, 'row')} with gaps{left_out}")
    out = sum(column.role == "ignored" for column in settled.columns)
    left_out = f" ({out:,} left out)" if out else ""
    return f"{counted(len(settled.columns), 'column')}{left_out} → {', '.join(parts)}"


def span_text(span: tuple[float, float] | None) -> str:
    """From where to where the numbers of a target go."""
    return "It holds no number." if span is None else f"from {numeral(span[0])} to {numeral(span[1])}"
