"""What a network is given of a table's rows, and what its answers are in the table's own units.

What is fitted (means, scales, what stands in gaps) is fitted on the rows that are trained on, and on no others.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Array, Indices
from core.table.cells import EMPTY, codes_of, find_column, numbers_of
from core.table.columns import Column, Scaling

if TYPE_CHECKING:
    import polars


LEAST_SPREAD = 1e-300


@dataclass(frozen=True)
class Scale:
    """A number in its own unit, and as the network has it: scaled = (own - offset) * factor."""

    offset: float = 0.0
    factor: float = 1.0

    def scaled(self, own: Array) -> Array:
        """As the network has it."""
        return (own - self.offset) * self.factor

    def own(self, scaled: Array) -> Array:
        """In its own unit: scaled / factor + offset."""
        return scaled / self.factor + self.offset


@dataclass(frozen=True, eq=False)
class Fitted:
    """How the rows of a table become a network's inputs.

    columns  those that are features, in their order
    fills    of each, what stands in its gaps: a number, or the place of a category
    offset   (inputs,), and
    factor   (inputs,): input = (number - offset) * factor; 0 and 1 for categories
    target   the scale of a target that is a number
    """

    columns: tuple[Column, ...]
    fills: tuple[float, ...]
    offset: Array
    factor: Array
    target: Scale

    @property
    def inputs(self) -> int:
        """How many inputs the network has."""
        return len(self.offset)

    @property
    def is_scaling(self) -> bool:
        """Whether any input is another number than the table's own."""
        return bool(self.offset.any() or (self.factor != 1.0).any())

    def encode(self, frame: "polars.DataFrame", rows: Indices | None = None) -> Array:
        """The numbers of these rows (None: all) in their own units, (rows, inputs); gaps filled, categories one-hot.

        Raises UserError for a missing column, and for text where there were numbers.
        """
        raw = np.empty((frame.height if rows is None else len(rows), self.inputs))
        first = 0
        for column, fill in zip(self.columns, self.fills, strict=True):
            cells = cells_of(find_column(frame, column.name), column)
            write_inputs(cells if rows is None else cells[rows], column, fill, raw[:, first : first + column.width])
            first += column.width
        return raw

    def scale(self, raw: Array) -> Array:
        """(raw - offset) * factor.    raw (rows, inputs)"""
        scaled = np.asarray(raw, np.float64) - self.offset
        scaled *= self.factor
        return scaled

    def expand(self, raw: Array, dtype: str = "float64") -> Array:
        """The network's inputs, (inputs, rows).    raw (inputs, rows), as `encode` gives it, transposed"""
        return self.scale(raw.T).T.astype(dtype, copy=False)


def cells_of(series: "polars.Series", column: Column) -> Array | Indices:
    """Numbers with NaN for gaps, or the codes of categories, (rows,)."""
    return numbers_of(series) if column.kind == "number" else codes_of(series, column)


def write_inputs(cells: Array | Indices, column: Column, fill: float, out: Array) -> None:
    """Writes the inputs that a column makes of its cells: gaps filled, categories one-hot.    out (rows, width)"""
    if column.kind == "number":
        np.copyto(out[:, 0], cells)
        np.copyto(out[:, 0], fill, where=np.isnan(cells))
        return
    for place in range(column.width):
        np.equal(cells, place, out=out[:, place])
    np.copyto(out[:, int(fill)], 1.0, where=cells == EMPTY)


def fit_scale(values: Array, scaling: Scaling) -> Scale:
    """The scale of these numbers, without gaps; a constant is only moved to 0.

    standard: mean and 1 / standard deviation; min-max: smallest and 1 / (largest - smallest)
    """
    if scaling == "none" or not len(values):
        return Scale()
    least, most = float(values.min()), float(values.max())
    if least == most:  # whose standard deviation can come out as a rounding error
        return Scale(least)
    offset, spread = (float(values.mean()), float(values.std())) if scaling == "standard" else (least, most - least)
    # Of a spread as small as that there is no finite inverse.
    return Scale(offset, 1.0 / spread if spread > LEAST_SPREAD else 1.0)


def fit_column(cells: Array | Indices, column: Column) -> tuple[float, list[Scale]]:
    """What stands in the gaps of a feature, and the scale of each input it makes; cells of the training rows alone."""
    if column.kind == "number":
        known = cells[~np.isnan(cells)]
        mean = float(known.mean()) if len(known) else 0.0
        filled: Array = np.where(np.isnan(cells), mean, cells)
        return mean, [fit_scale(filled, column.scaling)]
    counts = np.bincount(cells[cells >= 0].astype(np.intp), minlength=column.width)
    return float(np.argmax(counts)), [Scale()] * column.width
