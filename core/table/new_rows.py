"""Rows of a file as what a network is asked: places in the units of its data, and what was odd about them."""

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Indices
from core.data import Table, build
from core.data.questions import place_names, questions_of
from core.data.recipes import Recipe
from core.errors import UserError
from core.table.cells import EMPTY, FIRST_ROW, UNSEEN, find_column, numbers_of, refuse_text, short, texts_of
from core.table.columns import Column
from core.table.fitted import cells_of, write_inputs
from core.table.literals import read_numbers
from core.table.oddities import MOST_NAMED, Beyond, Oddities
from core.wording import counted

if TYPE_CHECKING:
    import polars

Flags = NDArray[np.bool_]
Span = tuple[float, float]
CORRECT_IT = "Numbers were trained there: correct it, or leave the cell empty."


def source_of(
    recipe: Recipe, frame: "polars.DataFrame", must_all_be_numbers: bool = False
) -> "TableSource | NumbersSource":
    """The rows of this frame for a network of these data: by the names of the columns, or by their places.

    must_all_be_numbers  whether one cell that is not a number, among numbers, is refused; else most must be none

    Raises UserError for missing columns, for dates where numbers were trained, and where most cells are text there.
    """
    if isinstance(recipe, Table):
        return TableSource(recipe, frame, must_all_be_numbers)
    return NumbersSource(recipe, frame, must_all_be_numbers)


class TableSource:
    """The rows of a table, by the names of its columns."""

    def __init__(self, recipe: Table, frame: "polars.DataFrame", must_all_be_numbers: bool = False) -> None:
        self._fitted, self._frame, self.odd = recipe.prepared.fitted, frame, Oddities()
        _check_names(frame, [column.name for column in self._fitted.columns])
        trained = recipe.rows.frame
        self._numbers = {
            column.name: _Numbers(
                frame.get_column(column.name), self.odd, must_all_be_numbers, trained.get_column(column.name)
            )
            for column in self._fitted.columns
            if column.kind == "number"
        }
        for question in questions_of(recipe).columns:
            if not question.categories:
                self._numbers[question.name].range = question.low, question.high

    @property
    def numbers(self) -> tuple[str, ...]:
        """The frame's columns of numbers that are asked about."""
        return tuple(self._numbers)

    def places(self, first: int, count: int) -> tuple[Array, Indices]:
        """Places (rows, numbers), and which of these rows cannot be predicted."""
        fitted, rows, at = self._fitted, max(0, min(count, self._frame.height - first)), 0
        places = np.empty((rows, fitted.inputs))
        is_out = np.zeros(rows, np.bool_)
        for column, fill in zip(fitted.columns, fitted.fills, strict=True):
            cells: Array | Indices
            if column.kind == "number":
                cells, is_bad = self._numbers[column.name].cells(first, count)
                is_gap = np.isnan(cells) & ~is_bad
                is_out |= is_bad
            else:
                series = self._frame.get_column(column.name).slice(first, count)
                cells = cells_of(series, column)
                is_gap = cells == EMPTY
                self._look_for_unseen(column.name, series, cells == UNSEEN)
            if is_gap.any():
                self._note_gaps(column, is_gap, first, is_out)
            write_inputs(cells, column, fill, places[:, at : at + column.width])
            at += column.width
        return places, np.flatnonzero(is_out)

    def _note_gaps(self, column: Column, is_gap: Flags, first: int, is_out: Flags) -> None:
        odd = self.odd
        if column.missing == "drop":
            row = first + int(np.argmax(is_gap)) + FIRST_ROW
            odd.first_unpredicted = (
                odd.first_unpredicted or f"Row {row:,} has no prediction: its “{column.name}” is empty."
            )
            np.logical_or(is_out, is_gap, out=is_out)
        else:
            odd.filled += int(np.count_nonzero(is_gap))

    def _look_for_unseen(self, name: str, series: "polars.Series", is_unseen: Flags) -> None:
        if is_unseen.any():
            texts = texts_of(series).gather(np.flatnonzero(is_unseen)).to_list()
            self.odd.unseen_texts.setdefault(name, Counter()).update(texts)


class NumbersSource:
    """Rows of plain numbers: points, segments, pixels."""

    def __init__(self, recipe: Recipe, frame: "polars.DataFrame", must_all_be_numbers: bool = False) -> None:
        self.odd = Oddities()
        dataset = build(recipe)
        names = place_names(recipe, dataset)
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
        self._numbers = [_Numbers(frame.get_column(name), self.odd, must_all_be_numbers) for name in chosen]
        if len(dataset.x):
            for numbers, question in zip(self._numbers, questions_of(recipe).columns, strict=True):
                numbers.range = question.low, question.high

    @property
    def numbers(self) -> tuple[str, ...]:
        """The frame's columns of numbers that are asked about."""
        return tuple(numbers.name for numbers in self._numbers)

    def places(self, first: int, count: int) -> tuple[Array, Indices]:
        """Places (rows, numbers); a row with a gap cannot be predicted."""
        found = [numbers.cells(first, count) for numbers in self._numbers]
        places = np.stack([cells for cells, _ in found], axis=1)
        is_gap = np.isnan(places)
        is_empty = is_gap & ~np.stack([is_bad for _, is_bad in found], axis=1)
        if is_empty.any() and not self.odd.first_unpredicted:
            row = int(np.argmax(is_empty.any(axis=1)))
            name = self._numbers[int(np.argmax(is_empty[row]))].name
            self.odd.first_unpredicted = f"Row {first + row + FIRST_ROW:,} has no prediction: its “{name}” is empty."
        return np.where(is_gap, 0.0, places), np.flatnonzero(is_gap.any(axis=1))


class _Numbers:
    """A column of numbers, in which a few cells may hold something else: their rows cannot be predicted.

    range  the smallest and the largest number that was trained on; None: not known

    Raises UserError for what is measured otherwise than in training, and where most cells are not numbers: such a
    column is another one than it is taken for.
    """

    def __init__(
        self, series: "polars.Series", odd: Oddities, must_all_be: bool, trained: "polars.Series | None" = None
    ) -> None:
        import polars

        self.name, self._odd = series.name, odd
        self.range: Span | None = None
        self._series, self._is_bad = series, None
        if series.dtype == polars.String:
            self._series, is_bad = read_numbers(series)
            bad = int(is_bad.sum())
            if must_all_be or bad > len(series) - self._series.null_count():
                refuse_text(series, is_bad, CORRECT_IT)
            self._is_bad = is_bad.to_numpy() if bad else None
            self._texts = series
        check_measure(self._series, trained)
        self._is_measured = trained is not None and trained.dtype.is_temporal()

    def cells(self, first: int, count: int) -> tuple[Array, Flags]:
        """Numbers (rows,), NaN for a gap and for what is not a number, and which are the latter; odd ones are noted."""
        cells = numbers_of(self._series.slice(first, count))
        is_bad: Flags = np.zeros(len(cells), np.bool_)
        if self._is_bad is not None:
            is_bad = self._is_bad[first : first + count]
            self._note_bad(first, is_bad)
        if self.range is not None:
            self._note_beyond(cells, self.range)
        return cells, is_bad

    def _note_bad(self, first: int, is_bad: Flags) -> None:
        odd, places = self._odd, np.flatnonzero(is_bad)
        odd.not_numbers += len(places)
        odd.with_texts.update({self.name} if len(places) else ())
        for place in places[: max(0, MOST_NAMED - len(odd.unreadable))].tolist():
            odd.unreadable.append((first + place + FIRST_ROW, self.name, short(str(self._texts[first + place]))))

    def _note_beyond(self, cells: Array, span: Span) -> None:
        distance = np.maximum(span[0] - cells, cells - span[1])
        is_beyond = distance > 0.0  # a gap lies nowhere
        if is_beyond.any():
            found = self._odd.beyond_columns.setdefault(self.name, Beyond(None if self._is_measured else span))
            furthest = float(cells[int(np.argmax(np.where(is_beyond, distance, 0.0)))])
            found.add(int(np.count_nonzero(is_beyond)), furthest)


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
    """Raises UserError for what is not a number, or is measured otherwise than in training: here, where rows are still
    counted from the first.
    """
    import polars

    if series.dtype == polars.String:
        refuse_text(series, read_numbers(series)[1], CORRECT_IT)
    check_measure(series, trained)


def check_measure(series: "polars.Series", trained: "polars.Series | None") -> None:
    """Raises UserError for dates where numbers were trained, and the other way round."""
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
