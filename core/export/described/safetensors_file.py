"""The weights as a safetensors file, by the names that PyTorch gives them, with what is needed to use them."""

import json
from pathlib import Path

import numpy as np

from core.arrays import Array
from core.data import Recipe
from core.disk.atomic import replacing
from core.export.described.description import described_texts, json_text
from core.export.described.forward import answers
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.export.stack import Layer, layers_of
from core.network import Network
from core.training import Training

FORMAT, VERSION = "neuroloom", "1"


def export_safetensors(
    network: Network,
    theta: Array,
    path: Path | str,
    recipe: Recipe | None = None,
    *,
    training: Training | None = None,
    title: str = "",
) -> Proof:
    """Writes the tensors and proves them: the file is read back, computed, and compared with `network.predict`.

    Their names are those of the state dict of `torch.nn.Sequential(Linear, activation, Linear, activation, ...)`, where
    a linear activation is an Identity and dropout is not there: 0.weight (units, inputs), 0.bias (units,), 2.weight and
    so on. A layer without biases has no tensor for them. Batch normalizations are part of the layers; numbers far from
    zero that one of them moves are moved by a layer of its own, whose weights are the identity.

    All metadata are texts:

        format, version  "neuroloom", "1"
        title            what the project is called
        dtype            "float32" or "float64"
        activations      JSON: the name of each layer's activation
        columns, classes JSON: what the model's columns, and the classes, are called
        preprocessing    JSON: what it is given and what it answers, as `core.export.described.description` says it
        training         JSON: how it is trained: the settings that count

    theta            (parameters,)
    recipe           the project's data; None: the columns are x1, x2..., and there are no classes
    training, title  how it is trained, and what it is called

    Raises UserError when the file cannot be written, and when what it holds answers otherwise than the network; an old
    file then stays.
    """
    from safetensors import safe_open
    from safetensors.numpy import save

    path = Path(path)
    model = model_of(network, theta, recipe, training, title)
    layers = _plain(layers_of(model))
    tensors = {}
    for place, layer in enumerate(layers):
        tensors[f"{2 * place}.weight"] = np.ascontiguousarray(layer.weights.T)
        if layer.biases is not None:
            tensors[f"{2 * place}.bias"] = np.ascontiguousarray(layer.biases)
    with replacing(path) as beside:
        beside.write_bytes(save(tensors, _metadata(model, layers)))
        with safe_open(beside, "numpy") as file:
            metadata = file.metadata()
            names = set(file.keys())
            found = [
                Layer(
                    file.get_tensor(f"{2 * place}.weight").T,
                    file.get_tensor(f"{2 * place}.bias") if f"{2 * place}.bias" in names else None,
                    activation,
                )
                for place, activation in enumerate(json.loads(metadata["activations"]))
            ]
        difference = model.difference(
            answers(json.loads(metadata["preprocessing"]), found, model.rows), is_given_rows=True
        )
    return Proof(path, len(model.rows), difference, run_with=f"NumPy {np.__version__}")


def _plain(layers: tuple[Layer, ...]) -> list[Layer]:
    """The same layers without a shift: it is a layer of its own, x I - shift, in which nothing is rounded twice."""
    found = []
    for layer in layers:
        if layer.shift is not None:
            identity = np.eye(len(layer.shift), dtype=layer.shift.dtype)
            found.append(Layer(identity, -layer.shift, "linear"))
        found.append(Layer(layer.weights, layer.biases, layer.activation))
    return found


def _metadata(model: Model, layers: list[Layer]) -> dict[str, str]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "dtype": model.network.dtype,
        "activations": json_text([layer.activation for layer in layers]),
        **described_texts(model),
    }
