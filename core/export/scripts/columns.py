"""What a script knows about a model's columns, and how it makes the network's inputs of them, as Python source.

The text is for Python 3.8 and NumPy 1.22, and newer ones. It needs numpy as np, and the network's number type as DTYPE.
"""

import unicodedata

from core.data import Table
from core.data.features import Feature
from core.export.model import Model
from core.export.scripts.literals import list_literal, text_literal
from core.table.cells import find_column
from core.table.columns import Column

COLUMNS_SAY = """\
# The columns of a table: of a number what becomes of it, (number - offset) * factor; of a category the texts there are,
# each of which is an input that is 1 for its rows and 0 for the others. An empty cell counts as `fill`."""


def columns_constants(model: Model) -> tuple[str, ...]:
    """NAMES, what the model's columns are called; before it COLUMNS, where they are those of a table."""
    if not isinstance(model.recipe, Table):
        names = (unicodedata.normalize("NFKC", name) for name in model.column_names)
        return (f"NAMES = {list_literal(map(text_literal, names))}",)
    lines = "".join(f"    {{{entry}}},\n" for entry in _columns(model, model.recipe))
    return (f"{COLUMNS_SAY}\nCOLUMNS = [\n{lines}]", 'NAMES = [column["name"] for column in COLUMNS]')


def inputs_function(model: Model) -> str:
    """inputs(x), the network's inputs, of x (rows, columns) in float64."""
    if model.preprocessing.table is not None:
        return _INPUTS_OF_TABLE
    features = model.preprocessing.features
    if features:
        return _INPUTS_OF_POINTS.replace("FEATURES", ", ".join(map(_feature, features)))
    return _INPUTS


def has_days(recipe: Table) -> bool:
    """Whether a number that the network is given is a day or a moment, which a table holds as such."""
    return any(_is_day(column, recipe) for column in recipe.features)


def _columns(model: Model, recipe: Table) -> list[str]:
    fitted = model.preprocessing.table
    assert fitted is not None
    found, first = [], 0
    for column, fill in zip(fitted.columns, fitted.fills, strict=True):
        entry = f'"name": {text_literal(column.name)}, '
        if column.kind == "category":
            entry += f'"categories": {list_literal(map(text_literal, column.categories), "    ")}, "fill": {int(fill)}'
        else:
            offset, factor = float(fitted.offset[first]), float(fitted.factor[first])
            entry += f'"offset": {offset!r}, "factor": {factor!r}, "fill": {fill!r}'
            entry += ', "is_day": True' if _is_day(column, recipe) else ""
        found.append(f'{entry}, "leaves_out": True' if column.missing == "drop" else entry)
        first += column.width
    return found


def _is_day(column: Column, recipe: Table) -> bool:
    return column.kind == "number" and find_column(recipe.rows.frame, column.name).dtype.is_temporal()


def _feature(feature: Feature) -> str:
    names = [f"x{place + 1}" for place in feature.of]
    return f"np.sin({names[0]})" if feature.operation == "sine" else " * ".join(names)


_INPUTS = '''\
def inputs(x):
    """What the network is given: the numbers themselves."""
    return x.astype(DTYPE)'''

_INPUTS_OF_POINTS = '''\
def inputs(x):
    """What the network is given of points x (rows, 2)."""
    x1, x2 = x.T
    return np.stack([FEATURES], axis=1).astype(DTYPE)'''

_INPUTS_OF_TABLE = '''\
def inputs(x):
    """What the network is given of rows x (rows, columns): gaps filled, numbers scaled, categories told apart."""
    parts = []
    for column, cells in zip(COLUMNS, x.T):
        cells = np.where(np.isfinite(cells), cells, column["fill"])[:, np.newaxis]
        if "categories" in column:
            parts.append(cells == np.arange(len(column["categories"])))
        else:
            parts.append((cells - column["offset"]) * column["factor"])
    return np.concatenate(parts, axis=1).astype(DTYPE)'''
