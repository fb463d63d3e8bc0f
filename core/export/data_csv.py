"""A project's data as a CSV file, in their own units: for other programs, and to be read again."""

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Array, Indices
from core.data import Recipe, Table, build
from core.data.dataset import Dataset
from core.data.questions import place_names
from core.disk.atomic import replacing
from core.samples import watched_rows
from core.table.cells import find_column, numbers_of, texts_of
from core.table.columns import Column
from core.table.labels import CLASS, NUMBER, part_name
from core.table.splitting import TEST, TRAIN, VALIDATION
from core.training import Training

if TYPE_CHECKING:
    import polars

PARTS = ("train", "validation", "test")

BLOCK = 100_000
"""So many rows are text at a time."""


def export_data(recipe: Recipe, path: Path | str, training: Training | None = None, seed: int = 0) -> int:
    """Writes the samples, one row each, and returns how many there are.

    The first column, `part`, says train, validation or test; then come the columns that a model of these data is given,
    by the names that `core.table.predicting` knows them by, and last the target: a class by its name, or a number. Of a
    table the rows stand in its order, without those that nothing is learned from; gaps are empty cells. A table of this
    file that is split by `part` gives the same samples.

    training, seed  say which samples are watched, where the data themselves do not; None: none of them

    Raises UserError where the data cannot be built, and for all that a file system refuses; an old file then stays.
    """
    path = Path(path)
    frame = data_frame(recipe, training, seed)
    with replacing(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        for first in range(0, max(1, frame.height), BLOCK):
            file.write(frame.slice(first, BLOCK).write_csv(include_header=first == 0))
    return frame.height


def data_frame(recipe: Recipe, training: Training | None = None, seed: int = 0) -> "polars.DataFrame":
    """The rows of the file; see `export_data`."""
    import polars

    data = build(recipe)
    parts = np.repeat([TRAIN, TEST], [len(data.x), 0 if data.x_test is None else len(data.x_test)])
    aside = data.aside if training is None else watched_rows(data, training, seed)
    if aside is not None:
        parts[aside] = VALIDATION
    if isinstance(recipe, Table):
        columns, parts = _table_columns(recipe), _in_order(recipe, parts)
    else:
        columns = _columns(recipe, data)
    name = part_name([column.name for column in columns])
    texts = polars.Series(PARTS, dtype=polars.String).gather(parts)
    return polars.DataFrame([texts.rename(name), *columns])


def _columns(recipe: Recipe, data: Dataset) -> list["polars.Series"]:
    """Of data that are numbers: those that are trained on first, then those that test."""
    import polars

    places = data.places if data.places_test is None else np.concatenate([data.places, data.places_test])
    y = data.y if data.y_test is None else np.concatenate([data.y, data.y_test])
    names = [unicodedata.normalize("NFKC", name) for name in place_names(recipe, data)]
    columns = [polars.Series(name, numbers) for name, numbers in zip(names, places.T.copy(), strict=True)]
    if not data.classes:
        return [*columns, polars.Series(NUMBER, data.own(y[:, 0]))]
    return [*columns, _classes(CLASS, y, data.classes)]


def _classes(name: str, y: Array, classes: tuple[str, ...]) -> "polars.Series":
    """The names of classes that targets (samples, outputs) are: 0 and 1 in one column, or one-hot."""
    import polars

    places = y[:, 0] >= 0.5 if y.shape[1] == 1 else np.argmax(y, axis=1)
    return polars.Series(name, classes, dtype=polars.String).gather(np.asarray(places, np.uint32))


def _in_order(recipe: Table, parts: Indices) -> Indices:
    """The parts of samples in the order of the table's rows; samples added by hand come last."""
    learned, added = len(recipe.prepared.rows), len(recipe.added)
    of_rows = np.concatenate([parts[:learned], parts[learned + added :]])
    return np.concatenate([of_rows[_order(recipe)], parts[learned : learned + added]])


def _order(recipe: Table) -> Indices:
    """Where the rows that are samples stand among the samples, in the table's order."""
    return np.argsort(np.concatenate([recipe.prepared.rows, recipe.prepared.rows_test]), kind="stable")


def _table_columns(recipe: Table) -> list["polars.Series"]:
    import polars

    rows = np.sort(np.concatenate([recipe.prepared.rows, recipe.prepared.rows_test]))
    added = np.array(recipe.added, np.float64).reshape(len(recipe.added), sum(recipe.ends[:2]))
    columns, first = [], 0
    for column in (*recipe.features, recipe.target):
        cells = _cells(recipe, column, rows)
        if len(added):
            last = None if column is recipe.target else first + column.width
            cells = polars.concat([cells, _added(column, added[:, first:last])])
        columns.append(cells)
        first += column.width
    return columns


def _cells(recipe: Table, column: Column, rows: Indices) -> "polars.Series":
    """The cells of these rows as they stand in the table; what counts as empty is empty."""
    import polars

    series = find_column(recipe.rows.frame, column.name).gather(rows)
    if column.kind == "category":
        return texts_of(series).rename(column.name)
    is_kept = series.dtype.is_integer() or series.dtype in (polars.Date, polars.Datetime)
    if is_kept and not recipe.added:
        return series
    return polars.Series(column.name, numbers_of(series)).fill_nan(None)


def _added(column: Column, numbers: Array) -> "polars.Series":
    """What a column has in samples that were added by hand.    numbers (samples, width)"""
    import polars

    if column.kind == "number":
        return polars.Series(column.name, numbers[:, 0])
    if numbers.shape[1] < len(column.categories):  # two classes are told apart by one number
        return _classes(column.name, numbers, column.categories)
    # A row whose category was unseen has none of them on.
    is_one = (np.count_nonzero(numbers, axis=1) == 1) & (numbers.max(axis=1) == 1.0)
    names = polars.Series(column.name, [*column.categories, None], dtype=polars.String)
    return names.gather(np.where(is_one, np.argmax(numbers, axis=1), len(column.categories)))
