"""The network as a Python script that needs nothing but NumPy: to read, to call, and to run on a CSV file."""

from pathlib import Path
from string import Template
from typing import Any

import numpy as np

from core.arrays import Array
from core.data import Recipe
from core.disk.atomic import replacing
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.export.scripts.about import command_name, import_line, rows_said, title_of
from core.export.scripts.activations import FUNCTIONS, call
from core.export.scripts.columns import answers, constants_source, predict_says, prepare
from core.export.scripts.command import RUN
from core.export.scripts.file import check_name, check_size
from core.export.scripts.python_source import (
    are_readable,
    array_function,
    array_literal,
    docstring,
    heading,
    joined,
    standard_imports,
)
from core.export.scripts.rows import reading
from core.export.scripts.task import Task, task_of
from core.export.scripts.writing import writing
from core.export.stack import Layer, layers_of
from core.network import Network
from core.training import Training


def export_numpy(
    network: Network,
    theta: Array,
    path: Path | str,
    recipe: Recipe | None = None,
    *,
    training: Training | None = None,
    title: str = "",
) -> Proof:
    """Writes the script and proves it: its `predict` is run on test data and compared with `network.predict`.

    `predict(x)` takes x (rows, columns) and gives the answers (rows, outputs) in the network's dtype. Of points, x is
    their places, and the script makes the features; of a table it has one column for each that the network is given: a
    number in its own unit, a category as its place among the categories, NaN for an empty cell; a number that is found
    out comes in its own unit. Run on a CSV file, the script answers as `core.table.predicting` does.

    Weights of small networks stand there as they are, of larger ones in base64. Dropout leaves nothing behind; batch
    normalizations become part of the dense layers that follow them.

    theta            (parameters,)
    recipe           the project's data; None: the columns are x1, x2..., and there are no classes
    training, title  how it is trained, and what it is called

    Raises UserError for more weights than fit into a script, for the name of a module that the script needs, when the
    file cannot be written, and when it answers otherwise than the network; an old file then stays.
    """
    path = Path(path)
    check_name(path)
    check_size(network)
    model = model_of(network, theta, recipe, training, title)
    with replacing(path) as beside:
        beside.write_text(source(model, path.name), "utf-8", newline="\n")
        difference = model.difference(run_here(beside.read_text("utf-8"), model.rows), is_given_rows=True)
    return Proof(path, len(model.rows), difference, run_with=f"NumPy {np.__version__}")


def run_here(text: str, x: Array) -> Array:
    """What the `predict` of a script says to x (rows, columns), in a module of its own."""
    module: dict[str, Any] = {"__name__": "model"}
    # Source that this module has just written: every name and number in it is a literal.
    exec(compile(text, "model.py", "exec"), module)
    found: Array = np.asarray(module["predict"](x))
    return found


def source(model: Model, file: str) -> str:
    """The whole script.    file  its name"""
    task, layers = task_of(model), layers_of(model)
    arrays = [array for layer in layers for array in _arrays(layer).values()]
    parts = [
        constants_source(task),
        heading("The network"),
        *(FUNCTIONS[name] for name in FUNCTIONS if any(layer.activation == name for layer in layers)),
        _network(layers),
        prepare(task),
        PREDICT.substitute(says=predict_says(task), answers=answers(model, "network(prepare(x))")),
        heading("Files of rows"),
        *reading(task),
        *writing(task),
        heading("The command line"),
        MAIN,
        heading("The weights"),
        array_function(arrays),
    ]
    weights = _weights(layers, are_readable(arrays))
    imports = f"{standard_imports([*parts, RUN])}\n\nimport numpy as np"
    return joined([docstring(_about(task, file)), imports, *parts, weights, RUN])


def _about(task: Task, file: str) -> str:
    return ABOUT.substitute(
        title=title_of(task), file=command_name(file), rows=rows_said(task), line=import_line(file, "predict")
    )


def _arrays(layer: Layer) -> dict[str, Array]:
    """The numbers of a layer, by what they are called in a script."""
    found = {"mean": layer.shift, "W": layer.weights, "b": layer.biases}
    return {name: array for name, array in found.items() if array is not None}


def _weights(layers: tuple[Layer, ...], is_readable: bool) -> str:
    """One name for each array, the layers numbered from 1."""
    lines = ["# The weights W (inputs, neurons) and biases b (neurons,) of each layer."]
    for number, layer in enumerate(layers, 1):
        for name, array in _arrays(layer).items():
            begin = f"{name}{number} = array_of("
            lines.append(f"{begin}{array_literal(array, is_readable, ahead=len(begin) + 1)})")
    return "\n".join(lines)


def _network(layers: tuple[Layer, ...]) -> str:
    lines = []
    for number, layer in enumerate(layers, 1):
        below = "x" if layer.shift is None else f"(x - mean{number})"
        sums = f"{below} @ W{number}" + ("" if layer.biases is None else f" + b{number}")
        lines.append(f"    x = {call(layer.activation, sums)}")
    return NETWORK.substitute(lines="\n".join(lines))


ABOUT = Template("""\
$title

It needs Python 3.8 and NumPy 1.22, or newer ones:  pip install numpy

    python $file rows.csv -o answers.csv

$rows

In Python:  $line
""")

NETWORK = Template('''\
def network(x):
    """The outputs (rows, outputs) for inputs x (rows, inputs); the weights stand at the end of this file."""
$lines
    return x
''')

PREDICT = Template('''\
@np.errstate(all="ignore")  # what is not finite shows as such
def predict(x):
    """What the network answers.

    $says
    """
    $answers
''')

MAIN = """\
def main():
    parser = argparse.ArgumentParser(description="A neural network: ask it about the rows of a CSV file.")
    parser.add_argument("rows", help="a CSV file whose first row names its columns")
    parser.add_argument("-o", "--out", help="a CSV file for the answers; without it, they are printed")
    options = parser.parse_args()
    write_answers(options.rows, options.out)
"""
