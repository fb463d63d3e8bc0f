"""What a script knows about a model's columns, and how it makes the network's inputs of them, as Python source.

The text is for Python 3.8 and NumPy 1.22, and newer ones. It needs numpy as np, and the network's number type as DTYPE.
"""

from string import Template

from core.data.features import Feature
from core.export.described.description import described_columns
from core.export.model import Model
from core.export.scripts.python_source import Value, constants
from core.export.scripts.task import Task
from core.table.literals import GAP_WORDS
from core.table.predicting import CHUNK

COLUMNS_SAY = """\
# The columns that the network is given. Of a number it is given (number - offset) * factor; of a category one input for
# each of its texts: 1 for the text that it is, 0 for the others. The smallest and the largest number in training are
# `trained`. An empty cell counts as `fill`."""
LEFT_OUT_SAY = ", but where\n# something is to be left_out, the row has no prediction."


def constants_of_data(task: Task) -> dict[str, Value]:
    """The constants that say what the data are, by name."""
    scale = task.model.preprocessing.target
    found: dict[str, Value] = {"DTYPE": task.model.network.dtype, "COLUMNS": described(task)}
    if task.table is None and task.ranges:
        found["TRAINED"] = list(task.ranges.values())
    if task.classes:
        found["CLASSES"] = list(task.classes)
    found["OUTPUTS"] = list(task.outputs)
    if scale is not None:
        found |= {"TARGET_OFFSET": scale.offset, "TARGET_FACTOR": scale.factor}
    return found


def constants_source(task: Task) -> str:
    """These constants and those of reading, with what they are."""
    data = constants_of_data(task)
    columns, outputs = {"COLUMNS": data.pop("COLUMNS")}, {"OUTPUTS": data.pop("OUTPUTS")}
    say = "# The columns that the network is given, in their order."
    if "TRAINED" in data:
        columns["TRAINED"] = data.pop("TRAINED")
        say = f"{say[:-1]}, and the smallest and the largest number of each in training."
    if task.table is not None:
        say = COLUMNS_SAY
        if task.drops:
            say = say[:-1] + LEFT_OUT_SAY
    return "\n\n".join(
        [
            constants({"DTYPE": data.pop("DTYPE")}),
            f"{say}\n{constants(columns)}",
            f"# What is told.\n{constants({**data, **outputs})}",
            f"# What stands in a cell that holds nothing.\n{constants({'GAPS': ['', '-', *filter(None, GAP_WORDS)]})}",
            f"# So many rows are answered at a time.\n{constants({'CHUNK': CHUNK})}",
        ]
    )


def described(task: Task) -> Value:
    """The columns: their names, and of a table what becomes of each and what was trained."""
    if task.table is None:
        return list(task.columns)
    found: dict[str, Value] = {}
    ranges = task.ranges
    for column in described_columns(task.model):
        entry: dict[str, Value] = {
            word: column[word] for word in ("categories", "offset", "factor", "fill") if word in column
        }
        if task.is_day(column["name"]):
            entry["is_day"] = True
        if column["missing"] == "drop":
            entry["left_out"] = True
        if column["name"] in ranges:
            entry["trained"] = ranges[column["name"]]
        found[column["name"]] = entry
    return found


def prepare(task: Task) -> str:
    """def prepare(x), which makes the network's inputs."""
    preprocessing = task.model.preprocessing
    if preprocessing.table is not None:
        return PREPARE.substitute(what=_TABLE_SAYS, made=_OF_TABLE)
    if preprocessing.features:
        terms = ", ".join(map(_feature, preprocessing.features))
        return PREPARE.substitute(what="functions of the points", made=_OF_POINTS.substitute(terms=terms))
    return PREPARE.substitute(what="the numbers as they are", made="    return x.astype(DTYPE)")


def answers(model: Model, outputs: str) -> str:
    """What becomes of the outputs at the end of `predict`.    outputs  an expression"""
    if model.preprocessing.target is None:
        return f"return {outputs}"
    return f"""\
outputs = {outputs}
    return (outputs.astype(np.float64) / TARGET_FACTOR + TARGET_OFFSET).astype(DTYPE)"""


def predict_says(task: Task) -> str:
    """What is asked and answered, for the docstring of `predict`."""
    network, columns = task.model.network, len(task.columns)
    asked = "one number for each of COLUMNS"
    if task.categories:
        asked = "for each of COLUMNS a number in its own unit, or a category's place from 0 on"
    elif task.table is not None:
        asked = "one number for each of COLUMNS, in its own unit"
    said = "one number for each of OUTPUTS"
    if task.model.preprocessing.target is not None:
        said += ", in its own unit"
    gaps = "; NaN for a gap" if task.table is not None else ""
    return f"x        (rows, {columns}): {asked}{gaps}\n    returns  (rows, {network.outputs}): {said}"


def _feature(feature: Feature) -> str:
    names = [f"x{place + 1}" for place in feature.of]
    return f"np.sin({names[0]})" if feature.operation == "sine" else " * ".join(names)


PREPARE = Template('''\
def prepare(x):
    """The network's inputs (rows, inputs) for x (rows, columns): $what."""
    x = np.asarray(x, np.float64)
    if x.ndim != 2 or x.shape[1] != len(COLUMNS):
        raise ValueError(f"x has the shape {x.shape}, not (rows, {len(COLUMNS)})")
$made
''')

_TABLE_SAYS = "gaps filled, numbers scaled, categories one-hot"

_OF_TABLE = """\
    parts = []
    for column, cells in zip(COLUMNS.values(), x.T):
        cells = np.where(np.isfinite(cells), cells, column["fill"])[:, np.newaxis]
        if "categories" in column:
            parts.append(cells == np.arange(len(column["categories"])))
        else:
            parts.append((cells - column["offset"]) * column["factor"])
    return np.concatenate(parts, axis=1).astype(DTYPE)"""

_OF_POINTS = Template("""\
    x1, x2 = x.T
    return np.stack([$terms], axis=1).astype(DTYPE)""")
