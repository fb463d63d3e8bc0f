"""Columns that give the target away: what is to be found out stands in them already, maybe in other words."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from core.arrays import Array
from core.table.cells import find_column, numbers_of
from core.table.columns import Column

if TYPE_CHECKING:
    import polars

ALIKE = 0.9999
"""Correlation beyond which a number is the target in another unit."""
MOST_VALUES = 100
ROWS_PER_VALUE = 4
"""A value that says the class must have come up so often on average, or it may be by chance."""
SAMPLE = 20_000
"""So many rows, evenly spread, are looked at first."""

Copy = Literal["same", "recoded", "linear", "determines"]


class TargetCopies:
    """Compares columns with the target of a table.

    frame   the rows
    target  the column that is to be found out
    """

    def __init__(self, frame: "polars.DataFrame", target: Column) -> None:
        self._frame, self._target = frame, target
        self._cells = find_column(frame, target.name)
        self._some = self._spread(self._cells)
        self._numbers = numbers_of(self._some) if self._cells.dtype.is_numeric() else None

    def of(self, name: str) -> Copy | None:
        """In which way this column gives the target away, if it does.

        same: cell by cell; recoded: each of its values stands for one class, and the other way round; determines:
        several of its values may stand for a class; linear: target = a * column + b, nearly
        """
        cells = find_column(self._frame, name)
        some = self._spread(cells)
        if cells.null_count() == len(cells) or cells.dtype.is_temporal():
            return None
        if cells.dtype == self._cells.dtype and some.equals(self._some, null_equal=True):
            return "same" if cells.equals(self._cells, null_equal=True) else None
        if self._target.kind == "category":
            return self._said(cells, some)
        if self._numbers is not None and cells.dtype.is_numeric():
            return "linear" if _correlation(numbers_of(some), self._numbers) > ALIKE else None
        return None

    def _spread(self, cells: "polars.Series") -> "polars.Series":
        return cells.gather_every(max(1, len(cells) // SAMPLE)) if len(cells) > 2 * SAMPLE else cells

    def _said(self, cells: "polars.Series", some: "polars.Series") -> Copy | None:
        if some.head(1000).n_unique() > MOST_VALUES + 1:
            return None
        for one, other in ((some, self._some), (cells, self._cells)):
            pairs = one.rename("value").to_frame().with_columns(other.rename("class")).drop_nulls()
            values, classes = pairs["value"].n_unique(), pairs["class"].n_unique()
            if not 1 < values <= MOST_VALUES or classes < 2 or pairs.height < ROWS_PER_VALUE * values:
                return None
            if pairs.n_unique() != values:
                return None
        return "recoded" if values == classes else "determines"


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
