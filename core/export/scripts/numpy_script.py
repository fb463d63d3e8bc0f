"""The network as a Python script that needs nothing but NumPy: to read, to call, and to run on a CSV file."""

import sys
from keyword import iskeyword
from pathlib import Path
from typing import Any

import numpy as np

from core import __version__
from core.arrays import Array
from core.atomic import replacing
from core.data import Recipe
from core.errors import UserError
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.export.scripts.columns import columns_constants, inputs_function
from core.export.scripts.literals import MOST_READABLE, UNPACK, array_literal, in_docstring, packed_literal
from core.export.scripts.numpy_activations import FUNCTIONS, call
from core.export.scripts.rows import rows_source
from core.export.stack import Layer, layers_of
from core.network import Network
from core.training import Training

MOST_BYTES = 32 * 1024**2
"""So many bytes of weights a script may hold: Python takes seconds to read larger ones."""


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

    Raises UserError for weights of more than 32 MB, for the name of a module that Python has itself, when the
    file cannot be written, and when it answers otherwise than the network; an old file then stays.
    """
    path = Path(path)
    if path.stem in {*sys.stdlib_module_names, "numpy"}:
        raise UserError(
            f"A script called {path.name} would stand in the way of Python's own module {path.stem}.",
            "Choose another name.",
        )
    model = model_of(network, theta, recipe, training, title)
    size = network.size * np.dtype(network.dtype).itemsize
    if size > MOST_BYTES:
        raise UserError(
            f"{network.size:,} parameters are too many for a script.", "Export as ONNX or safetensors instead."
        )
    with replacing(path) as beside:
        beside.write_text(script(model, path.name), "utf-8", newline="\n")
        difference = model.difference(answers(beside.read_text("utf-8"), model.questions))
    return Proof(path, len(model.questions), difference)


def answers(source: str, x: Array) -> Array:
    """What the `predict` of a script says to x (rows, columns), in a module of its own."""
    module: dict[str, Any] = {"__name__": "model"}
    # Source that this module has just written: every name and number in it is a literal.
    exec(compile(source, "model.py", "exec"), module)
    found: Array = np.asarray(module["predict"](x))
    return found


def script(model: Model, name: str) -> str:
    """The whole text.    name  of its file"""
    layers = layers_of(model)
    rows = rows_source(model)
    is_packed = model.network.size > MOST_READABLE
    activations = [name for name in FUNCTIONS if any(layer.activation == name for layer in layers)]
    imports = {*rows.imports, *(["base64"] if is_packed else []), *(["math"] if "gelu" in activations else [])}
    target = model.preprocessing.target
    constants = [f"DTYPE = np.{model.network.dtype}", "\n".join(columns_constants(model)), "\n".join(rows.constants)]
    if target is not None:
        constants.append(f'TARGET = {{"offset": {target.offset!r}, "factor": {target.factor!r}}}')
    modules = "\n".join(f"import {module}" for module in sorted(imports))
    parts = [
        "\n\n".join([_head(model, name), modules, "import numpy as np", *constants]),
        *([UNPACK] if is_packed else []),
        _weights(layers, is_packed),
        *(FUNCTIONS[name] for name in activations),
        inputs_function(model),
        _network(layers),
        _predict(model),
        *rows.functions,
        'if __name__ == "__main__":\n    main()',
    ]
    return "\n\n\n".join(parts) + "\n"


def _head(model: Model, name: str) -> str:
    """What the script is, and how it is used."""
    title = in_docstring(model.title) or "A neural network"
    inputs, *units = model.network.widths
    layers = f"{inputs:,} input{'s' if inputs > 1 else ''} and layers of {', '.join(map(str, units))} neurons"
    file = in_docstring(name if " " not in name else f'"{name}"')
    stem = Path(name).stem
    module = stem if stem.isidentifier() and not iskeyword(stem) else "model"
    hint = "" if module == stem else f"  # with this file called {module}.py"
    return f'''\
"""{title}: a neural network with {layers}, written by Neuroloom {__version__}.

It needs Python 3.8 and NumPy 1.22, or newer ones. Run it on a CSV file whose first row names the columns (NAMES):

    python {file} rows.csv -o answers.csv

or call it:

    from {module} import predict{hint}
    answers = predict(rows)
"""'''


def _weights(layers: tuple[Layer, ...], is_packed: bool) -> str:
    """One name for each array, the layers numbered from 1."""
    literal = packed_literal if is_packed else array_literal
    lines = ["# The weights W (inputs, neurons) and biases b (neurons,) of each layer."]
    for number, layer in enumerate(layers, 1):
        if layer.shift is not None:
            lines.append(f"mean{number} = {literal(layer.shift)}")
        lines.append(f"W{number} = {literal(layer.weights)}")
        if layer.biases is not None:
            lines.append(f"b{number} = {literal(layer.biases)}")
    return "\n".join(lines)


def _network(layers: tuple[Layer, ...]) -> str:
    lines = []
    for number, layer in enumerate(layers, 1):
        below = "x" if layer.shift is None else f"(x - mean{number})"
        sums = f"{below} @ W{number}" + ("" if layer.biases is None else f" + b{number}")
        lines.append(f"    x = {call(layer.activation, sums)}")
    return "\n".join(
        [
            "def network(x):",
            '    """The outputs (rows, outputs) for inputs x (rows, inputs)."""',
            *lines,
            "    return x",
        ]
    )


def _predict(model: Model) -> str:
    preprocessing = model.preprocessing
    table, target = preprocessing.table, preprocessing.target
    cells = "in the columns' own units"
    if table is not None and any(column.kind == "category" for column in table.columns):
        cells = "numbers in their own units, of a category its place among the categories from 0 on"
    gaps = "; NaN is an empty cell" if table is not None else ""
    own = "return network(inputs(x))"
    if target is not None:
        own = """\
y = network(inputs(x)).astype(np.float64)
        return (y / TARGET["factor"] + TARGET["offset"]).astype(DTYPE)  # in its own unit"""
    return f'''\
def predict(x):
    """The answers (rows, {model.network.outputs}) to x (rows, {preprocessing.columns}).

    x        one column for each of NAMES: {cells}{gaps}
    answers  {_answers(model)}
    """
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 2 or x.shape[1] != len(NAMES):
        raise ValueError(f"x has the shape {{x.shape}}, not (rows, {{len(NAMES)}})")
    with np.errstate(all="ignore"):  # what is not finite shows as such
        {own}'''


def _answers(model: Model) -> str:
    """What the columns of the answers are, for a docstring."""
    names = [in_docstring(name) for name in model.output_names]
    said = ", ".join(names) if sum(map(len, names)) < 80 else f"{names[0]} and so on to {names[-1]}"
    if model.classes and model.network.outputs == 1:
        yes, no = in_docstring(model.classes[1]), in_docstring(model.classes[0])
        return f"{said}: from {model.threshold:g} on it is {yes}, below {no}"
    return said
