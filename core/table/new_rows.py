"""Rows of a file as what a network is asked: places in the units of its data, and what was odd about them."""

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Indices
from core.data import Table, build
from core.data.questions import place_names
from core.data.recipes import Recipe
from core.errors import UserError
from core.table.cells import EMPTY, FIRST_ROW, UNSEEN, find_column, numbers_of, short, texts_of
from core.table.columns import Column
from core.table.fitted import cells_of, write_inputs
from core.wording import counted

if TYPE_CHECKING:
    import polars

MOST_NAMED = 8
"""So many columns are named in a sentence."""

Flags = NDArray[np.bool_]


@dataclass
class Oddities:
    """What was odd about new rows: how often, and where first, each row counted from 1.

    unseen         cells with a category that was not there in training: none of its inputs is on
    filled         gaps that were filled as in training
    unpredicted    rows without a prediction: a gap where training has left such rows out, or no answer
    first_unseen, first_unpredicted  a sentence about the first of them; empty where there is none
    read           what was odd when the file was read
    by_place       that the columns were not found by their names; empty where they were
    """

    unseen: int = 0
    filled: int = 0
    unpredicted: int = 0
    first_unseen: str = ""
    first_unpredicted: str = ""
    read: tuple[str, ...] = ()
    by_place: str = ""

    @property
    def counts(self) -> str:
        """What there is, in short: "unseen categories: 3, gaps filled: 2"; empty where nothing was odd."""
        named = (
            ("unseen categories", self.unseen),
            ("gaps filled", self.filled),
            ("without a prediction", self.unpredicted),
        )
        return ", ".join(f"{name}: {count:,}" for name, count in named if count)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was odd in the file, and the first of each kind that has a place."""
        return tuple(text for text in (*self.read, self.by_place, self.first_unseen, self.first_unpredicted) if text)


def source_of(recipe: Recipe, frame: "polars.DataFrame") -> "TableSource | NumbersSource":
    """The rows of this frame for a network of these data: by the names of the columns, or by their places.

    Raises UserError for missing columns, for dates where numbers were trained, and for text there, with row and column.
    """
    return TableSource(recipe, frame) if isinstance(recipe, Table) else NumbersSource(recipe, frame)


class TableSource:
    """The rows of a table, by the names of its columns."""

    def __init__(self, recipe: Table, frame: "polars.DataFrame") -> None:
        self._fitted, self._frame, self.odd = recipe.prepared.fitted, frame, Oddities()
        _check_names(frame, [column.name for column in self._fitted.columns])
        trained = recipe.rows.frame
        for column in self._fitted.columns:
            if column.kind == "number":
                check_numbers(frame.get_column(column.name), trained.get_column(column.name))

    def places(self, first: int, count: int) -> tuple[Array, Indices]:
        """Places (rows, numbers), and which of these rows cannot be predicted."""
        fitted, part, at = self._fitted, self._frame.slice(first, count), 0
        places = np.empty((part.height, fitted.inputs))
        is_out = np.zeros(part.height, np.bool_)
        for column, fill in zip(fitted.columns, fitted.fills, strict=True):
            series = part.get_column(column.name)
            cells = cells_of(series, column)
            is_gap = np.isnan(cells) if column.kind == "number" else cells == EMPTY
            self._look(column, series, cells, is_gap, first, is_out)
            write_inputs(cells, column, fill, places[:, at : at + column.width])
            at += column.width
        return places, np.flatnonzero(is_out)

    def _look(
        self, column: Column, series: "polars.Series", cells: Array | Indices, is_gap: Flags, first: int, is_out: Flags
    ) -> None:
        odd = self.odd
        if is_gap.any():
            if column.missing == "drop":
                row = first + int(np.argmax(is_gap)) + FIRST_ROW
                odd.first_unpredicted = (
                    odd.first_unpredicted or f"Row {row:,} has no prediction: its “{column.name}” is empty."
                )
                np.logical_or(is_out, is_gap, out=is_out)
            else:
                odd.filled += int(np.count_nonzero(is_gap))
        is_unseen = cells == UNSEEN if column.kind == "category" else np.zeros(0, np.bool_)
        if is_unseen.any():
            row = int(np.argmax(is_unseen))
            text = short(str(texts_of(series)[row]))
            odd.first_unseen = odd.first_unseen or (
                f"Row {first + row + FIRST_ROW:,}, column “{column.name}”: “{text}” was not seen in training."
            )
            odd.unseen += int(np.count_nonzero(is_unseen))


class NumbersSource:
    """Rows of plain numbers: points, segments, pixels."""

    def __init__(self, recipe: Recipe, frame: "polars.DataFrame") -> None:
        self.odd = Oddities()
        names = place_names(recipe, build(recipe))
        found = {_plain(name): name for name in reversed(frame.columns)}
        missing = [name for name in names if _plain(name) not in found]
        # A name in another place than its own says that the order is another one.
        is_ordered = all(
            name in missing or _plain(name) == _plain(given) for name, given in zip(names, frame.columns, strict=False)
        )
        if not missing:
            chosen = [found[_plain(name)] for name in names]
        elif frame.width == len(names) and is_ordered:
            chosen = list(frame.columns)
            self.odd.by_place = f"The columns are taken in their order, as {_listed(names)}."
        else:
            by_place = "" if frame.width == len(names) else f", or give exactly {len(names)}"
            raise UserError(
                f"There is no column “{_plain(missing[0])}”.",
                f"The network is given {_listed(names)}: name the columns so{by_place}.",
            )
        self._series = [frame.get_column(name) for name in chosen]
        for series in self._series:
            check_numbers(series)

    def places(self, first: int, count: int) -> tuple[Array, Indices]:
        """Places (rows, numbers); a row with a gap cannot be predicted."""
        places = np.stack([numbers_of(series.slice(first, count)) for series in self._series], axis=1)
        is_gap = np.isnan(places)
        is_out = is_gap.any(axis=1)
        if is_out.any() and not self.odd.first_unpredicted:
            row = int(np.argmax(is_out))
            name = self._series[int(np.argmax(is_gap[row]))].name
            self.odd.first_unpredicted = f"Row {first + row + FIRST_ROW:,} has no prediction: its “{name}” is empty."
        return np.where(is_gap, 0.0, places), np.flatnonzero(is_out)


def _check_names(frame: "polars.DataFrame", names: list[str]) -> None:
    """Raises UserError that names the columns that are missing."""
    missing = [name for name in names if name not in frame.columns]
    if len(missing) == 1:
        find_column(frame, missing[0])
    if missing:
        said = ", ".join(f"“{name}”" for name in missing[:MOST_NAMED])
        more = f", and {counted(len(missing) - MOST_NAMED, 'other')}" if len(missing) > MOST_NAMED else ""
        given = ", ".join(frame.columns[:MOST_NAMED]) + (", …" if frame.width > MOST_NAMED else "")
        raise UserError(f"There are no columns {said}{more}.", f"There are {given}.")


def check_numbers(series: "polars.Series", trained: "polars.Series | None" = None) -> None:
    """Raises UserError for what is no number, or is measured otherwise than in training: here, where rows are still
    counted from the first.
    """
    import polars

    if series.dtype == polars.String:
        try:
            numbers_of(series)
        except UserError as error:
            hint = "Numbers were trained there: correct it, or leave the cell empty."
            raise UserError(error.message, hint) from error
    given, wanted = _measure(series), "numbers" if trained is None else _measure(trained)
    if given != wanted and series.null_count() < len(series):
        raise UserError(
            f"The column “{series.name}” holds {given}, where {wanted} were trained.",
            "Write them as in the table of training, or leave the cells empty.",
        )


def _measure(series: "polars.Series") -> str:
    """What numbers are made of: days and times become numbers that mean something else than numbers."""
    import polars

    if series.dtype in (polars.Date, polars.Datetime):
        return "dates"
    if series.dtype == polars.Time:
        return "times of day"
    return "durations" if series.dtype == polars.Duration else "numbers"


def _plain(name: str) -> str:
    """A name without what cannot be typed: x₁ is x1."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _listed(names: tuple[str, ...]) -> str:
    plain = [_plain(name) for name in names]
    return ", ".join(plain) if len(plain) <= 8 else f"{plain[0]}, {plain[1]}, … {plain[-1]}"
