"""The network as JSON: all of it in words and numbers, for programs that no other form suits, and to read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from core import __version__
from core.activations import activation_named
from core.arrays import Array
from core.data import Recipe
from core.disk.atomic import replacing
from core.errors import UserError
from core.export.columns import numbers_told
from core.export.described.description import described, json_text, settings_that_count
from core.export.described.forward import answers
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.export.stack import Layer, layers_of
from core.network import Network
from core.training import Training

ABOUT = (
    "From a sample to the answer: a column's number enters as (number - offset) * factor, without these two as it is, "
    "a category as one number for each of categories, 1 for the one it is, else 0; features are made of the columns "
    "that they name. Then for each layer y = f((x - shift) W + b), where weights[input][neuron] is W. The last y is "
    "the answer, or y / factor + offset where there is a target. Of one output class 1 begins at threshold; of several "
    "the largest decides, if it reaches least."
)
FORMAT, VERSION = "neuroloom model", 1
MOST_PARAMETERS = 10_000_000
"""A JSON file of more would have more than 100 MB, and most programs that read JSON take several GB for it."""


def export_json(
    network: Network,
    theta: Array,
    path: Path | str,
    recipe: Recipe | None = None,
    *,
    training: Training | None = None,
    title: str = "",
) -> Proof:
    """Writes one JSON object and proves it: the file is read back, computed, and compared with `network.predict`.

        format, version  "neuroloom model", 1
        program          what has written it
        title            what the project is called
        dtype            "float32" or "float64": what the network computes with
        columns, features, outputs, classes, threshold, least, target, target_name
                         what it is given and what it answers, as `core.export.described.description` says it
        layers           from the inputs to the outputs: y = f((x - shift) W + b). Each has activation (the name of f),
                         formula (f in words), weights (W, a list for each input with a number for each neuron), biases
                         (b, one for each neuron; null: none) and shift (one for each input; null: none)
        about            all of this in a few sentences, and what the numbers of a sample mean
        example          a sample x and its answers y, to check a program by, within rounding; null: there is none
        training         how it is trained: the settings that count

    Every number is the shortest decimal that reads back as the same one of its dtype. Dropout is gone, batch
    normalizations are part of the layers.

    theta            (parameters,)
    recipe           the project's data; None: the columns are x1, x2..., and there are no classes
    training, title  how it is trained, and what it is called

    Raises UserError for more than 10 million parameters, when the file cannot be written, and when what it holds
    answers otherwise than the network; an old file then stays.
    """
    path = Path(path)
    if network.size > MOST_PARAMETERS:
        raise UserError(f"{network.size:,} parameters are too many for JSON.", "Export as ONNX or safetensors instead.")
    model = model_of(network, theta, recipe, training, title)
    with replacing(path) as beside:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_text(model))
        found = msgspec.json.decode(beside.read_bytes())
        difference = model.difference(answers(found, _layers(found), model.rows), is_given_rows=True)
    return Proof(path, len(model.rows), difference, run_with=f"NumPy {np.__version__}")


def _text(model: Model) -> Iterator[str]:
    """The file, piece by piece."""
    about: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "program": f"Neuroloom {__version__}",
        "title": model.title,
        "dtype": model.network.dtype,
        **described(model),
        "about": f"{ABOUT} {numbers_told(model)}".rstrip(),
        "example": _example(model),
        "training": settings_that_count(model.training),
    }
    yield "{\n"
    for name, value in about.items():
        yield f'  "{name}": {json_text(value)},\n'
    yield '  "layers": [\n'
    layers = layers_of(model)
    for layer in layers:
        yield from _layer(layer)
        yield "    }\n" if layer is layers[-1] else "    },\n"
    yield "  ]\n}\n"


def _example(model: Model) -> dict[str, list[float]] | None:
    if model.example is None:
        return None
    x, y = model.example
    return {"x": x.tolist(), "y": y.tolist()}


def _layer(layer: Layer) -> Iterator[str]:
    activation = activation_named(layer.activation)
    yield f'    {{\n      "activation": "{activation.name}",\n      "formula": {json_text(activation.formula)},\n'
    yield f'      "shift": {_numbers(layer.shift)},\n      "biases": {_numbers(layer.biases)},\n      "weights": [\n'
    for place, row in enumerate(layer.weights, 1):
        yield f"        {_numbers(row)}{',' if place < len(layer.weights) else ''}\n"
    yield "      ]\n"


def _numbers(numbers: Array | None) -> str:
    """The shortest decimals that read back as these numbers of their type."""
    # Five times as fast as Python's own way, which would take a minute for the largest networks.
    import polars

    if numbers is None:
        return "null"
    texts = polars.Series(np.ascontiguousarray(numbers)).cast(polars.String)
    return f"[{texts.str.join(', ')[0]}]"


def _layers(found: dict[str, Any]) -> list[Layer]:
    """The layers as they stand in a file that was just written."""
    dtype = found["dtype"]

    def array(numbers: list[Any] | None) -> Array | None:
        return None if numbers is None else np.array(numbers, dtype)

    return [
        Layer(np.array(layer["weights"], dtype), array(layer["biases"]), layer["activation"], array(layer["shift"]))
        for layer in found["layers"]
    ]
