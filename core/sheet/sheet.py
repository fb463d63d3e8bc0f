"""The samples of some data as the rows of a sheet: a table's as they were read, of other data their numbers."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Indices
from core.data.build import build
from core.data.dataset import Dataset
from core.data.questions import place_names
from core.data.recipes import Digits
from core.data.table import Table
from core.errors import UserError
from core.samples import watched_rows
from core.specs import Project
from core.table.splitting import TEST, TRAIN, VALIDATION

if TYPE_CHECKING:
    import polars

OUT = 3
"""The part of a row that is left out, for a gap."""
PART_NAMES = ("training", "validation", "test", "left out")
NONE = -1
"""Stands where a row is no sample."""

NUMERAL = set("0123456789.-+einfa")
"""What the text of a number can be made of."""

Mask = NDArray[np.bool_]
Parts = NDArray[np.int8]


class Cells(Protocol):
    """What stands in the columns of a sheet besides target and answer."""

    names: tuple[str, ...]

    def value(self, column: int, row: int) -> object:
        """A number, a text, a truth or a day; None: a gap."""
        ...

    def order(self, column: int, is_descending: bool) -> Indices:
        """All rows by this column, gaps last; equal ones as they stand."""
        ...

    def holds(self, column: int, text: str) -> Mask:
        """In which rows the column holds this text, in whatever case."""
        ...

    def frame(self, rows: Indices) -> "polars.DataFrame":
        """These rows."""
        ...


@dataclass(frozen=True, eq=False)
class Sheet:
    """Rows to be read.

    dataset  the samples
    cells    what stands in the columns
    parts    (rows,) whether each is trained on, watched, tests, or is left out
    samples  (rows,) which sample each is, those that test counted after the others; NONE: it is none
    rows_of  (samples,) the other way round
    numbers  (rows,) what number each is called by
    target   the target as it was read, of a table; None: as the data set has it
    """

    dataset: Dataset
    cells: Cells
    parts: Parts
    samples: Indices
    rows_of: Indices
    numbers: Indices
    target: Cells | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.parts)

    @property
    def targets(self) -> Array:
        """The target of each sample (samples,): a number in its own unit, or the place of a class."""
        dataset = self.dataset
        y = dataset.y if dataset.y_test is None else np.concatenate([dataset.y, dataset.y_test])
        return dataset.own(y[:, 0]) if dataset.task == "regression" else _classes(y).astype(np.float64)

    def target_value(self, row: int) -> object:
        """The target of a row: a number in its own unit, or the name of a class; None: a gap."""
        if self.target is not None:
            return self.target.value(0, row)
        y, dataset = self._y(int(self.samples[row])), self.dataset
        if dataset.task == "regression":
            return float(dataset.own(y[0, :1])[0])
        return dataset.class_name(int(_classes(y)[0]))

    def class_of(self, row: int) -> int:
        """The place of the row's class; NONE: it has none, or the targets are numbers."""
        sample, dataset = int(self.samples[row]), self.dataset
        if dataset.task == "regression":
            return NONE
        if sample == NONE:  # left out for a gap, but its class may be known
            read = str(self.target_value(row))
            return dataset.classes.index(read) if read in dataset.classes else NONE
        return int(_classes(self._y(sample))[0])

    def _y(self, sample: int) -> Array:
        """The target of one sample as the data set has it, (1, outputs)."""
        dataset, trained = self.dataset, len(self.dataset.y)
        if sample < trained or dataset.y_test is None:
            return dataset.y[[sample]]
        return dataset.y_test[[sample - trained]]


def _classes(y: Array) -> Indices:
    """The place of the class of each of these targets (samples, outputs)."""
    return np.asarray(y[:, 0] >= 0.5 if y.shape[1] == 1 else np.argmax(y, axis=1), np.intp)


def sheet_of(project: Project) -> Sheet | None:
    """The rows of the project's data; None: it has none."""
    data = project.data
    if data is None:
        return None
    dataset = build(data)
    trained, tests = len(dataset.x), 0 if dataset.x_test is None else len(dataset.x_test)
    parts = np.full(trained + tests, TRAIN, np.int8)
    with suppress(UserError):  # no more can be watched than there are: training says so, the rows are still to be seen
        parts[watched_rows(dataset, project.training, project.seed)] = VALIDATION
    parts[trained:] = TEST
    if isinstance(data, Table):
        return _of_table(data, dataset, parts)
    places = dataset.places
    if dataset.places_test is not None:
        places = np.concatenate([places, dataset.places_test])
    return Sheet(
        dataset,
        Numbers(places, () if isinstance(data, Digits) else place_names(data, dataset)),
        parts,
        np.arange(trained + tests),
        np.arange(trained + tests),
        np.concatenate([np.arange(trained), np.arange(tests)]) + 1,
    )


def _of_table(table: Table, dataset: Dataset, sample_parts: Parts) -> Sheet:
    """All rows of the table in its order, also those that are left out; samples added by hand stand at the end."""
    frame, prepared = table.rows.frame, table.prepared
    own = len(table.added)
    count = frame.height + own
    # The samples: those of the table that are learned from, those added by hand, those that test.
    added = np.arange(frame.height, count)
    rows_of = np.concatenate([prepared.rows, added, prepared.rows_test])
    parts = np.full(count, OUT, np.int8)
    parts[rows_of] = sample_parts
    samples = np.full(count, NONE, np.intp)
    samples[rows_of] = np.arange(len(rows_of))
    names = tuple(name for name in frame.columns if name != table.target.name)
    whole = _with_own(table, frame) if own else frame
    return Sheet(
        dataset,
        Read(whole.select(names)),
        parts,
        samples,
        rows_of,
        np.arange(count) + 1,
        Read(whole.select(table.target.name)),
    )


def _with_own(table: Table, frame: "polars.DataFrame") -> "polars.DataFrame":
    """The table with the samples added by hand below it, as far as they say what stands in its columns."""
    import polars

    numbers = np.array(table.added)
    columns: dict[str, polars.Series] = {}
    first = 0
    for column in (*table.features, table.target):
        width = column.width if column.role == "feature" else numbers.shape[1] - first
        own = numbers[:, first : first + width]
        first += width
        if column.kind == "number":
            found = polars.Series(own[:, 0])
        else:
            chosen = (own[:, 0] >= 0.5).astype(np.intp) if width == 1 < len(column.categories) else own.argmax(axis=1)
            found = polars.Series([column.categories[place] for place in chosen.tolist()])
        kind = frame.schema[column.name]
        if not (kind.is_numeric() and found.dtype.is_numeric()) and found.dtype != kind:
            # What the column cannot say in its own way is a gap there.
            whole = found == "true" if kind == polars.Boolean else found.cast(kind, strict=False)
            found = polars.Series([None] * len(own), dtype=kind) if kind.is_temporal() else whole
        columns[column.name] = found
    return polars.concat([frame, polars.DataFrame(columns)], how="diagonal_relaxed")


class Read:
    """Columns of a table, as they were read."""

    def __init__(self, frame: "polars.DataFrame") -> None:
        self._columns = frame.get_columns()
        self._frame = frame
        self.names = tuple(frame.columns)

    def value(self, column: int, row: int) -> object:
        """As it was read; None: a gap."""
        found = self._columns[column][row]
        return None if found is None or found != found or found == "" else found

    def order(self, column: int, is_descending: bool) -> Indices:
        """All rows by this column, gaps last; equal ones as they stand."""
        series = self._columns[column]
        if series.dtype.is_float():
            series = series.fill_nan(None)
        frame = series.to_frame("key").with_row_index("row")
        found = frame.sort("key", descending=is_descending, nulls_last=True, maintain_order=True)
        return np.asarray(found.get_column("row").to_numpy(), np.intp)

    def holds(self, column: int, text: str) -> Mask:
        """In which rows the column holds this text, in whatever case."""
        import polars

        series = self._columns[column]
        if series.dtype.is_numeric() and not set(text) <= NUMERAL:
            return np.zeros(len(series), np.bool_)
        series = series.cast(polars.String)
        found = series.str.to_lowercase().str.contains(text.lower(), literal=True).fill_null(False)
        return np.asarray(found.to_numpy(), np.bool_)

    def frame(self, rows: Indices) -> "polars.DataFrame":
        """These rows."""
        return self._frame[rows]


class Numbers:
    """The numbers that samples are made of.

    places  (rows, numbers)
    names   one per number; none: they are no columns, but one picture
    """

    def __init__(self, places: Array, names: tuple[str, ...]) -> None:
        self.places, self.names = places, names

    def value(self, column: int, row: int) -> object:
        """The number."""
        return float(self.places[row, column])

    def order(self, column: int, is_descending: bool) -> Indices:
        """All rows by this column; equal ones as they stand."""
        values = self.places[:, column]
        return np.argsort(-values if is_descending else values, kind="stable")

    def holds(self, column: int, text: str) -> Mask:
        """In which rows the number, with three digits behind the point, holds this text."""
        found: Mask = np.char.find(np.char.mod("%.3f", self.places[:, column]), text) >= 0
        return found

    def frame(self, rows: Indices) -> "polars.DataFrame":
        """These rows; of a picture its pixels."""
        import polars

        names = self.names or tuple(f"pixel {place + 1}" for place in range(self.places.shape[1]))
        return polars.DataFrame({name: self.places[rows, place] for place, name in enumerate(names)})
