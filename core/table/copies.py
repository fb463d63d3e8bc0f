"""Columns that give the target away: what is to be found out stands in them already, maybe in other words."""

from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from core.arrays import Array, Indices
from core.table.cells import find_column, numbers_of
from core.table.columns import Column
from core.table.some_rows import some_of

if TYPE_CHECKING:
    import polars

ALIKE = 0.9999
"""Correlation beyond which a number is the target in another unit."""
MOST_VALUES = 100
ROWS_PER_VALUE = 4
"""A value that says the class must have come up so often on average, or it may be by chance."""

Copy = Literal["same", "recoded", "linear", "determines"]


class TargetCopies:
    """Compares columns with the target of a table.

    frame   the rows
    target  the column that is to be found out
    """

    def __init__(self, frame: "polars.DataFrame", target: Column) -> None:
        self._frame, self._target = frame, target
        self._cells = find_column(frame, target.name)
        self._some = some_of(self._cells)
        self._numbers = numbers_of(self._some) if self._cells.dtype.is_numeric() else None
        self._classes = _values_of(self._some) if target.kind == "category" else None

    def of(self, name: str) -> Copy | None:
        """In which way this column gives the target away, if it does.

        same: cell by cell; recoded: each of its values stands for one class, and the other way round; determines:
        several of its values may stand for a class; linear: target = a * column + b, nearly. Some rows can only
        say that it does not; that it does is said by all.
        """
        cells = find_column(self._frame, name)
        some = some_of(cells)
        if cells.null_count() == len(cells) or cells.dtype.is_temporal():
            return None
        is_alike = cells.dtype == self._cells.dtype and some.equals(self._some, null_equal=True)
        if is_alike and cells.equals(self._cells, null_equal=True):
            return "same"
        if self._classes is not None:
            return self._said(cells, some, self._classes)
        if self._numbers is not None and cells.dtype.is_numeric():
            return "linear" if self._follows(cells, some, self._numbers) else None
        return None

    @cached_property
    def _all_numbers(self) -> Array:
        return numbers_of(self._cells)

    def _follows(self, cells: "polars.Series", some: "polars.Series", numbers: Array) -> bool:
        found = _correlation(numbers_of(some), numbers) > ALIKE
        if not found or len(some) == len(cells):
            return found
        return _correlation(numbers_of(cells), self._all_numbers) > ALIKE

    def _said(self, cells: "polars.Series", some: "polars.Series", classes: Indices) -> Copy | None:
        if cells.dtype.is_nested() or (len(some) > 1000 and some.head(1000).n_unique() > MOST_VALUES + 1):
            return None
        found = _relation(_values_of(some), classes)
        if found is None or len(some) == len(cells):
            return found
        return _relation(_values_of(cells), _values_of(self._cells))


def _values_of(cells: "polars.Series") -> Indices:
    """Equal numbers for equal cells, (rows,); -1 for gaps."""
    if cells.dtype.is_numeric():
        numbers = numbers_of(cells)
        order = numbers.argsort()  # gaps last
        values = np.empty(len(numbers), np.intp)
        values[order] = np.cumsum(np.diff(numbers[order], prepend=np.nan) != 0.0) - 1
        values[np.isnan(numbers)] = -1
        return values
    ranks = cells.rank("dense").cast(int).fill_null(0).to_numpy()
    return ranks.astype(np.intp) - 1


def _relation(values: Indices, classes: Indices) -> Copy | None:
    known = (values >= 0) & (classes >= 0)
    values, classes = values[known], classes[known]
    if not len(values):
        return None
    different, kinds = np.count_nonzero(np.bincount(values)), np.count_nonzero(np.bincount(classes))
    if not 1 < different <= MOST_VALUES or kinds < 2 or len(values) < ROWS_PER_VALUE * different:
        return None
    pairs = np.bincount(values * (int(classes.max()) + 1) + classes)
    if np.count_nonzero(pairs) != different:
        return None
    return "recoded" if different == kinds else "determines"


def _correlation(one: Array, other: Array) -> float:
    """|Pearson's r| of the rows in which both are known; 0 for a constant."""
    known = ~(np.isnan(one) | np.isnan(other))
    one, other = one[known], other[known]
    if len(one) < 3:
        return 0.0
    # Scaled first, so that no square overflows.
    one, other = (values / (np.abs(values).max() or 1.0) for values in (one, other))
    one, other = one - one.mean(), other - other.mean()
    spread = float(np.sqrt(one.dot(one) * other.dot(other)))
    return abs(float(one.dot(other))) / spread if spread > 1e-12 else 0.0
