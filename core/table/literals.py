"""What the texts of a table's cells mean: gaps, numbers, days, or the texts they are."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from core.arrays import Indices

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
# One such group and nothing more may as well be a fraction.
_EITHER = {".": r"^\s*[+-]?\d{1,3},\d{3}\s*$", ",": r"^\s*[+-]?\d{1,3}\.\d{3}\s*$"}
_CELLS = "cells"
_NONE: Indices = np.zeros(0, np.intp)
MANY = 60
"""More columns than this are read as one long one: each costs as much as many cells."""
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

    stripped = _together(texts).to_frame().select(polars.col(_CELLS).str.strip_chars())
    cell = polars.col(_CELLS)
    cleaned = stripped.select(polars.when(cell.is_in(_WORDS).not_()).then(cell))
    masks = cleaned.select(
        cells=cell.is_not_null(),
        numbers=_number(cell, decimal).is_not_null(),
        whole=cell.cast(polars.Int64, strict=False).is_not_null(),
        codes=cell.str.contains(_CODE).fill_null(False),
        signs=stripped.to_series().eq("+").fill_null(False),
    )
    counts = {
        mask.name: mask.to_numpy().reshape(texts.width, texts.height).sum(axis=1).tolist()
        for mask in masks.iter_columns()
    }
    return {
        name: _literals(texts, name, {what: of[place] for what, of in counts.items()}, decimal, name in as_gaps)
        for place, name in enumerate(texts.columns)
    }


def _literals(
    texts: "polars.DataFrame", name: str, counts: Mapping[str, int], decimal: str, is_number: bool
) -> Literals:
    cells, numbers = counts["cells"], counts["numbers"]
    has_sign = counts["signs"] > 0
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
) -> tuple["polars.DataFrame", set[str]]:
    """The columns as what they mean, and the names of those that hold something else, which is a gap in them."""
    import polars

    groups: dict[Literals, list[str]] = {}
    for name in texts.columns:
        groups.setdefault(literals[name], []).append(name)
    columns: dict[str, polars.Series] = {}
    misread: set[str] = set()
    single: list[str] = []
    for kind, names in groups.items():
        left = _read_together(texts, names, kind, decimal, columns, misread) if len(names) > MANY else names
        single += left
    quick = texts.lazy().select([_quick(polars.col(name), literals[name], decimal) for name in single]).collect()
    for found in quick.iter_columns():
        read = _careful(texts.get_column(found.name), found, literals[found.name], decimal)
        columns[found.name] = read.cells
        if len(read.strays):
            misread.add(found.name)
    return polars.DataFrame([columns[name] for name in texts.columns]), misread.difference(as_gaps)


def _read_together(
    texts: "polars.DataFrame",
    names: Sequence[str],
    literals: Literals,
    decimal: str,
    columns: "dict[str, polars.Series]",
    misread: set[str],
) -> list[str]:
    """Reads many columns of one kind as one long column, and says which must be read by themselves."""
    import polars

    rows = texts.height
    cells = _together(texts.select(names))
    found = cells.to_frame().select(_quick(polars.col(_CELLS), literals, decimal)).to_series()
    read = _careful(cells, found, literals, decimal)
    alone = set((read.fractions // rows).tolist())
    if alone:  # few whole columns have fractions: the others stay whole
        rest = [name for place, name in enumerate(names) if place not in alone]
        left = _read_together(texts, rest, literals, decimal, columns, misread) if rest else []
        return left + [names[place] for place in sorted(alone)]
    for place, name in enumerate(names):
        columns[name] = read.cells.slice(place * rows, rows).rename(name)
    misread.update(names[place] for place in set((read.strays // rows).tolist()))
    return []


def read_numbers(texts: "polars.Series") -> tuple["polars.Series", "polars.Series"]:
    """The texts as numbers with a decimal point, null where there is none; and whether something else stands there."""
    import polars

    name = texts.name
    found = texts.cast(polars.Float64, strict=False)
    read = _careful(texts, found, Literals("number"), ".")
    is_stray = np.zeros(len(texts), np.bool_)
    is_stray[read.strays] = True
    return read.cells.rename(name), polars.Series(name, is_stray)


def decimal_told(texts: "polars.DataFrame", decimal: str) -> str:
    """A sentence about the decimal sign, where the other sign stands in these numbers and might be it; else nothing."""
    import polars

    for column in texts.iter_columns():
        cell = polars.col(column.name)
        met = column.to_frame().filter(cell.str.contains(_EITHER[decimal])).head(1)
        if met.height:
            number = met.select(_number(cell.str.strip_chars(), decimal)).item()
            sign = "comma" if decimal == "," else "point"
            return f"The decimal sign is a {sign}, so “{met.item().strip()}” is read as {number:.0f}."
    return ""


def _together(texts: "polars.DataFrame") -> "polars.Series":
    """All columns, one below the other."""
    import polars

    return polars.concat(list(texts.iter_columns()), rechunk=True).rename(_CELLS)


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


def _quick(cell: "polars.Expr", literals: Literals, decimal: str) -> "polars.Expr":
    """The cells as most of them are written; null for the others."""
    import polars

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
        return polars.coalesce(_number(cleaned, decimal).cast(polars.String).str.strip_suffix(".0"), cleaned)
    return cleaned


def _as_moment(cell: "polars.Expr", pattern: str) -> "polars.Expr":
    found = cell.str.to_datetime(pattern, time_unit="us", strict=False)
    return found.dt.replace_time_zone(None) if pattern.endswith("z") else found


def _dates(texts: "polars.Series", literals: Literals) -> "polars.Series":
    import polars

    return texts.to_frame().select(_quick(polars.col(texts.name), literals, ".")).to_series()


@dataclass(frozen=True, eq=False)
class _Careful:
    """A column read once more where the quick way found nothing.

    strays     (cells,) places of what is something else
    fractions  (cells,) places of numbers that are not whole, in a column that was
    """

    cells: "polars.Series"
    strays: Indices
    fractions: Indices


def _careful(texts: "polars.Series", found: "polars.Series", literals: Literals, decimal: str) -> _Careful:
    import polars

    if literals.kind in ("empty", "text", "mixed") or found.null_count() == texts.null_count():
        return _Careful(found, _NONE, _NONE)
    places = (found.is_null() & texts.is_not_null()).arg_true()
    cell = polars.col(texts.name)
    cleaned = texts.gather(places).to_frame().select(_cleaned(cell, _WORDS))
    if literals.kind in ("day", "moment"):
        rest = _dates(cleaned.to_series(), literals)
    else:
        rest = cleaned.select(_number(cell, decimal).fill_nan(None)).to_series()
    strays = places.filter(rest.is_null() & cleaned.to_series().is_not_null()).to_numpy().astype(np.intp)
    is_known = rest.is_not_null()
    places, rest = places.filter(is_known), rest.filter(is_known)
    fractions = _NONE
    if literals.kind == "whole":
        is_whole = (rest == rest.floor()) & (rest.abs() < MOST_EXACT)
        fractions = places.filter(~is_whole).to_numpy().astype(np.intp)
        if len(fractions):
            found = found.cast(polars.Float64)
        else:
            rest = rest.cast(polars.Int64)
    return _Careful(found.scatter(places, rest) if len(rest) else found, strays, fractions)
