"""A table made ready to be learned from: its rows sorted out and split, what must be fitted fitted."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Indices
from core.errors import UserError
from core.kept import Kept
from core.table.cells import UNSEEN, find_column
from core.table.columns import Column, Split
from core.table.fitted import Fitted, Scale, cells_of, fit_column, fit_scale, write_inputs
from core.table.splitting import TEST, TRAIN, VALIDATION, split_rows
from core.table.stored import StoredTable


@dataclass(frozen=True, eq=False)
class Prepared:
    """The rows of a table that can be learned from.

    fitted        how they become inputs
    rows          (samples,) which rows of the table are trained on or watched, in the table's order
    aside         (watched,) which of these samples are watched
    rows_test     (tests,) which rows test
    target        (samples,) their target: a number in its own unit, or the place of a class
    target_test   (tests,)
    raw, raw_test (samples, inputs), (tests, inputs): their numbers in their own units
    dropped       how many rows were left out for a gap
    """

    fitted: Fitted
    rows: Indices
    aside: Indices
    rows_test: Indices
    target: Array
    target_test: Array
    raw: Array
    raw_test: Array
    dropped: int

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        arrays = (self.rows, self.aside, self.rows_test, self.target, self.target_test, self.raw, self.raw_test)
        return sum(array.nbytes for array in arrays)


_KEPT: Kept[tuple[StoredTable, tuple[Column, ...], Split], Prepared] = Kept(
    4, 512 * 1024**2, lambda found: found.nbytes
)


def prepared(table: StoredTable, columns: tuple[Column, ...], split: Split) -> Prepared:
    """The table made ready; kept for a while, since it is asked for again and again.

    Raises UserError where no row is left to train on, or a column does not hold what it should.
    """
    return _KEPT.get((table, columns, split), lambda: _prepare(table, columns, split))


def _prepare(table: StoredTable, columns: tuple[Column, ...], split: Split) -> Prepared:
    frame = table.frame
    target_column = next(column for column in columns if column.role == "target")
    features = tuple(column for column in columns if column.role == "feature")
    target = cells_of(find_column(frame, target_column.name), target_column)
    is_kept = _is_known(target, target_column)
    for column in features:
        if column.missing == "drop":
            cells = cells_of(find_column(frame, column.name), column)
            # An unseen category is no gap: the row stays, with none of the inputs on.
            is_kept &= _is_known(cells, column) | (False if column.kind == "number" else cells == UNSEEN)
    rows = np.flatnonzero(is_kept)
    if not len(rows):
        raise UserError(
            "No row is left to learn from: each has a gap.", "Fill the gaps, or leave the column with the most out."
        )
    has_classes = target_column.kind == "category"
    parts = split_rows(frame, split, rows, target[rows].astype(np.intp) if has_classes else None)
    trained = rows[parts == TRAIN]
    if not len(trained):
        raise UserError("No row is left to train on.", "Choose another split.")

    learned, tested = rows[parts != TEST], rows[parts == TEST]
    width = sum(column.width for column in features)
    raw, raw_test = np.empty((len(learned), width)), np.empty((len(tested), width))
    fills: list[float] = []
    scales: list[Scale] = []
    for column in features:
        cells = cells_of(find_column(frame, column.name), column)
        fill, made = fit_column(cells.take(trained), column)
        places = slice(len(scales), len(scales) + column.width)
        write_inputs(cells.take(learned), column, fill, raw[:, places])
        write_inputs(cells.take(tested), column, fill, raw_test[:, places])
        fills.append(fill)
        scales += made
    fitted = Fitted(
        features,
        tuple(fills),
        np.array([scale.offset for scale in scales]),
        np.array([scale.factor for scale in scales]),
        Scale() if has_classes else fit_scale(target[trained], target_column.scaling),
    )
    found = Prepared(
        fitted=fitted,
        rows=learned,
        aside=np.flatnonzero(parts[parts != TEST] == VALIDATION),
        rows_test=tested,
        target=target[learned].astype(np.float64),
        target_test=target[tested].astype(np.float64),
        raw=raw,
        raw_test=raw_test,
        dropped=frame.height - len(rows),
    )
    for array in (raw, raw_test, fitted.offset, fitted.factor):
        array.setflags(write=False)
    return found


def _is_known(cells: Array | Indices, column: Column) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = ~np.isnan(cells) if column.kind == "number" else cells >= 0
    return found
