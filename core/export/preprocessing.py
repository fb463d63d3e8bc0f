"""What an exported model does before the network begins, and after it ends: one description for all formats."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.data import Recipe, Table, build
from core.data.features import FEATURES, PLAIN, Feature, expand, labels_of
from core.data.recipes import features_of
from core.network import Network
from core.table.cells import EMPTY, find_column
from core.table.fitted import Fitted, Scale, cells_of


@dataclass(frozen=True, eq=False)
class Preprocessing:
    """How a model's columns become the network's inputs, and the network's outputs the model's answers.

    columns   how many numbers a sample given to the model has
    features  what is made of a point, one per input of the network; empty: the numbers are the inputs
    table     how the columns of a table become inputs; None: it is no table. A cell of a number is given in its own
              unit, a cell of a category as its place among the categories, counted from 0; NaN is an empty cell
    target    the scale of the outputs; None: they are the answers
    """

    columns: int
    features: tuple[Feature, ...] = ()
    table: Fitted | None = None
    target: Scale | None = None

    def __call__(self, x: Array) -> Array:
        """The network's inputs (samples, inputs), in the dtype of x.    x (samples, columns)"""
        if self.table is not None:
            return self.table.expand(_filled(self.table, x).T, x.dtype.name).T
        if not self.features:
            return x
        return expand(tuple(feature.name for feature in self.features), x.T, x.dtype.name).T

    def answers(self, outputs: Array) -> Array:
        """What the model says where the network says this, in the dtype of the outputs; computed in float64."""
        if self.target is None:
            return outputs
        return self.target.own(outputs.astype(np.float64)).astype(outputs.dtype)


def preprocessing_of(network: Network, recipe: Recipe | None) -> Preprocessing:
    """What the data of this recipe ask of a model.

    Points are given as they are, and their features made inside; the rows of a table are given as they stand in it, and
    a number that is found out is told in its own unit.
    """
    if isinstance(recipe, Table):
        fitted = recipe.prepared.fitted
        return Preprocessing(len(fitted.columns), table=fitted, target=build(recipe).target_scale)
    features = features_of(recipe)
    if features is None or features == PLAIN:
        return Preprocessing(network.inputs)
    return Preprocessing(len(PLAIN), tuple(FEATURES[name] for name in features))


def column_names(preprocessing: Preprocessing, input_names: tuple[str, ...]) -> tuple[str, ...]:
    """What the model's columns are called, where the network's inputs are called `input_names`."""
    if preprocessing.table is not None:
        return tuple(column.name for column in preprocessing.table.columns)
    return labels_of(PLAIN) if preprocessing.features else input_names


def table_rows(recipe: Table, most: int) -> Array:
    """Rows of the table as a model is given them, (rows, columns): the first that test, or that are trained on."""
    found = recipe.prepared
    rows = (found.rows_test if len(found.rows_test) else found.rows)[:most]
    frame = recipe.rows.frame[rows]
    given = np.empty((len(rows), len(found.fitted.columns)))
    for place, column in enumerate(found.fitted.columns):
        cells = cells_of(find_column(frame, column.name), column)
        given[:, place] = cells if column.kind == "number" else np.where(cells == EMPTY, np.nan, cells)
    return given


def _filled(fitted: Fitted, x: Array) -> Array:
    """The numbers of rows in their own units (rows, inputs), gaps filled.    x (rows, columns)"""
    parts = []
    for column, fill, cells in zip(fitted.columns, fitted.fills, np.asarray(x, np.float64).T, strict=True):
        known = np.where(np.isfinite(cells), cells, fill)[:, np.newaxis]
        parts.append(known if column.kind == "number" else np.equal(known, np.arange(column.width)))
    return np.concatenate(parts, axis=1, dtype=np.float64)
