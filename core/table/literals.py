"""What the texts of a table's cells mean: gaps, numbers, days, or the texts they are."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import polars

_WORDS = (
    "NA",
    "N/A",
    "n/a",
    "na",
    "#N/A",
    "<NA>",
    "NaN",
    "nan",
    "NAN",
    "-NaN",
    "null",
    "NULL",
    "Null",
    "?",
    "-",
    "--",
    "",
)
GAP_WORDS = tuple(word for word in _WORDS if word != "-")
"""Texts that mean that nothing is there; and "-", where it does not stand beside "+"."""
DAYS = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%Y.%m.%d",
    "%d.%m.%y",
    "%m/%d/%y",
    "%d/%m/%y",
)
TIMES = ("%H:%M:%S%.f", "%H:%M", "%H:%M:%S%.fZ", "%H:%M:%S%.f%#z")
_MAY_BE_DAY = re.compile(r"\s*(\d{4}([-./])\d{1,2}\2\d{1,2}|\d{1,2}([-./])\d{1,2}\3\d{2,4})([ T]\d{1,2}:\d\d.*)?\s*")
# 007 is no 7; 17 digits are more than a number keeps.
_CODE = r"^[+-]?(0\d+|\d{17,})$"
# Digits in groups of three, by what stands between them when this is before the fraction.
_BETWEEN = {".": r"[,'\x{2019}\s]", ",": r"[.'\x{2019}\s]"}
_GROUPED = {
    ".": rf"^[+-]?\d{{1,3}}({_BETWEEN['.']}\d{{3}})+(\.\d+)?$",
    ",": rf"^[+-]?\d{{1,3}}({_BETWEEN[',']}\d{{3}})+(,\d+)?$",
}
MOST_EXACT = 2**53
"""Whole numbers up to here are kept as they are when they become fractions."""

CellKind = Literal["empty", "whole", "number", "day", "moment", "text", "mixed"]


@dataclass(frozen=True)
class Literals:
    """How the texts of a column are read.

    kind      empty: there is none yet; whole, number; day, moment: a date without and with a time; text; mixed: text,
              but at least half of the cells are numbers
    pattern   of a day or a moment
    has_sign  whether "-" is a text like others
    """

    kind: CellKind
    pattern: str = ""
    has_sign: bool = False


def literals_of(texts: "polars.DataFrame", decimal: str, as_gaps: Collection[str] = ()) -> dict[str, Literals]:
    """How the columns are best read, from these rows.

    decimal  what stands before a number's fraction
    as_gaps  columns that are numbers, whatever else is in them
    """
    import polars

    counts = []
    for name in texts.columns:
        cell = _cleaned(polars.col(name), _WORDS)
        number = _number(cell, decimal)
        counts.append(
            polars.struct(
                cells=cell.count(),
                numbers=number.count(),
                whole=cell.cast(polars.Int64, strict=False).count(),
                codes=cell.str.contains(_CODE).sum(),
                signs=(polars.col(name).str.strip_chars() == "+").any(),
            ).alias(name)
        )
    found = texts.lazy().select(counts).collect().row(0, named=True)
    return {name: _literals(texts, name, found[name], decimal, name in as_gaps) for name in texts.columns}


def _literals(
    texts: "polars.DataFrame", name: str, counts: Mapping[str, int], decimal: str, is_number: bool
) -> Literals:
    cells, numbers = counts["cells"], counts["numbers"]
    has_sign = bool(counts["signs"])
    if is_number:
        return Literals("number")
    if not cells:
        return Literals("empty", has_sign=has_sign)
    if numbers == cells and not counts["codes"]:
        return Literals("whole" if counts["whole"] == cells else "number")
    if numbers == cells:
        return Literals("text")
    if 2 * numbers >= cells:
        return Literals("mixed", has_sign=has_sign)
    return _date_literals(texts.get_column(name), decimal) or Literals("text", has_sign=has_sign)


def _date_literals(texts: "polars.Series", decimal: str) -> Literals | None:
    """How the column is read as dates; None: it is none."""
    import polars

    first = texts.drop_nulls().head(100).to_list()
    some = next((text for text in first if text.strip() not in _WORDS), "")
    if not _MAY_BE_DAY.fullmatch(some):
        return None
    days = sorted(DAYS, key=lambda pattern: pattern.startswith("%m")) if decimal == "," else DAYS
    cleaned = texts.to_frame().select(_cleaned(polars.col(texts.name), _WORDS)).to_series()
    if ":" not in some:
        patterns: Sequence[str] = days
    else:
        between = "T" if "T" in some else " "
        patterns = [f"{day}{between}{time}" for day in days for time in TIMES]
    for pattern in patterns:
        literals = Literals("moment" if ":" in some else "day", pattern)
        if _dates(cleaned, literals).null_count() == cleaned.null_count():
            return literals
    return None


def read_literals(
    texts: "polars.DataFrame", literals: Mapping[str, Literals], decimal: str, as_gaps: Collection[str] = ()
) -> tuple["polars.DataFrame", list[str]]:
    """The columns as what they mean, and the names of those that hold something else.

    What is something else is a gap in what is given back.
    """
    import polars

    quick = texts.lazy().select([_quick(name, literals[name], decimal) for name in texts.columns]).collect()
    columns, misread = [], []
    for source, found in zip(texts.iter_columns(), quick.iter_columns(), strict=True):
        column, kind = found, literals[found.name]
        if kind.kind not in ("empty", "text", "mixed") and found.null_count() > source.null_count():
            column, strays = _careful(source, found, kind, decimal)
            if strays and source.name not in as_gaps:
                misread.append(source.name)
        columns.append(column)
    return polars.DataFrame(columns), misread


def _cleaned(cell: "polars.Expr", gaps: Sequence[str]) -> "polars.Expr":
    import polars

    stripped = cell.str.strip_chars()
    return polars.when(stripped.is_in(list(gaps)).not_()).then(stripped)


def _number(cell: "polars.Expr", decimal: str) -> "polars.Expr":
    """Numbers of all sorts that people write; null for what is none."""
    import polars

    plain = cell.str.replace("\N{MINUS SIGN}", "-", literal=True)
    grouped = plain.str.contains(_GROUPED[decimal])
    plain = polars.when(grouped).then(plain.str.replace_all(_BETWEEN[decimal], "")).otherwise(plain)
    if decimal == ",":
        has_point = plain.str.contains(".", literal=True)
        plain = polars.when(has_point.not_()).then(plain.str.replace(",", ".", literal=True))
    return plain.cast(polars.Float64, strict=False)


def _quick(name: str, literals: Literals, decimal: str) -> "polars.Expr":
    """The cells as most of them are written; null for the others."""
    import polars

    cell = polars.col(name)
    match literals.kind:
        case "whole":
            return cell.cast(polars.Int64, strict=False)
        case "number" if decimal == ",":
            has_point = cell.str.contains(".", literal=True)
            plain = polars.when(has_point.not_()).then(cell.str.replace(",", ".", literal=True))
            return plain.cast(polars.Float64, strict=False).fill_nan(None)
        case "number":
            return cell.cast(polars.Float64, strict=False).fill_nan(None)
        case "day":
            return cell.str.to_date(literals.pattern, strict=False)
        case "moment":
            return _as_moment(cell, literals.pattern)
    cleaned = _cleaned(cell, GAP_WORDS if literals.has_sign else _WORDS)
    if literals.kind == "mixed" and decimal == ",":
        # Text, but its numbers as everybody reads them.
        return polars.coalesce(_number(cleaned, decimal).cast(polars.String), cleaned).alias(name)
    return cleaned.alias(name)


def _as_moment(cell: "polars.Expr", pattern: str) -> "polars.Expr":
    found = cell.str.to_datetime(pattern, time_unit="us", strict=False)
    return found.dt.replace_time_zone(None) if pattern.endswith("z") else found


def _dates(texts: "polars.Series", literals: Literals) -> "polars.Series":
    return texts.to_frame().select(_quick(texts.name, literals, ".")).to_series().rename(texts.name)


def _careful(
    texts: "polars.Series", found: "polars.Series", literals: Literals, decimal: str
) -> tuple["polars.Series", bool]:
    """The column once more, where the quick way found nothing; and whether some cells are something else."""
    import polars

    left = (found.is_null() & texts.is_not_null()).arg_true()
    cell = polars.col(texts.name)
    cleaned = texts.gather(left).to_frame().select(_cleaned(cell, _WORDS))
    if literals.kind in ("day", "moment"):
        rest = _dates(cleaned.to_series(), literals)
    else:
        rest = cleaned.select(_number(cell, decimal).fill_nan(None)).to_series()
    strays = rest.null_count() > cleaned.to_series().null_count()
    if not rest.len() - rest.null_count():
        return found, strays
    if literals.kind == "whole":
        if ((rest == rest.floor()) & (rest.abs() < MOST_EXACT)).all():
            rest = rest.cast(polars.Int64)
        else:
            found = found.cast(polars.Float64)
    return found.scatter(left, rest), strays
