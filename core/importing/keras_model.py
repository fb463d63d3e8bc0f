"""A model saved by Keras as a stack of pieces: a `.keras` file, or a whole model in HDF5 as older versions write it."""

import re
from collections.abc import Callable, Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from core.disk.bounded_zip import read_entries
from core.errors import UserError
from core.importing.hdf5 import MOST_BYTES, Variable, read_hdf5
from core.importing.keras_config import Layer, layers_of
from core.importing.pieces import Activate, Drop, Linear, Normal, Numbers, Scale, Stack, shown
from core.surgery.names import settled_name

CONFIG, WEIGHTS = "config.json", "model.weights.h5"
MOST = {CONFIG: 32 * 1024**2, WEIGHTS: MOST_BYTES}
ACTIVATIONS = {
    "linear": "linear", "relu": "relu", "sigmoid": "sigmoid", "tanh": "tanh", "softmax": "softmax", "elu": "elu",
    "gelu": "gelu", "swish": "swish", "silu": "swish", "softplus": "softplus", "leaky_relu": "leaky_relu",
}  # fmt: skip
"""Keras's names and ours."""
LEFT_OUT = ("GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization", "SpatialDropout1D")
"""Layers that do something in training only, and that are none of ours."""


def read_keras(path: Path) -> Stack:
    """The pieces of the model in this `.keras` file. Raises UserError, and nothing else, as `read_onnx` does."""
    entries = read_entries(path, MOST)
    for name in MOST:
        if name not in entries:
            raise UserError(f"It holds no {name}, as a file that Keras has saved does.", "Save the whole model.")
    arrays, _ = read_hdf5(entries[WEIGHTS])
    return stack_of(entries[CONFIG], arrays)


def read_keras_hdf5(path: Path) -> Stack:
    """The same of a whole model in HDF5, which may also be the weights alone: that is refused."""
    arrays, config = read_hdf5(path)
    if not config:
        raise UserError(
            "It holds weights alone, and not what the layers are.", 'Save all of it: model.save("model.keras").'
        )
    return stack_of(config, arrays)


def stack_of(config: str | bytes, arrays: Mapping[Variable, Numbers]) -> Stack:
    """The pieces of a model with this configuration and these arrays. Raises UserError as `read_keras` does."""
    layers, loss = layers_of(config)
    reading = _Reading(_by_layer(layers, arrays))
    reading.stack.loss = loss
    for layer in layers:
        reading.add(layer)
    return reading.stack


def _by_layer(layers: list[Layer], arrays: Mapping[Variable, Numbers]) -> dict[str, dict[str, Numbers]]:
    """The variables of each layer by its name: of "vars/0" the name is "0", of "dense/kernel:0" it is "kernel"."""
    by_group = {layer.group: layer.name for layer in layers}
    known = {layer.name for layer in layers}
    found: dict[str, dict[str, Numbers]] = {}
    for variable, values in arrays.items():
        parts = variable.path.split("/")
        name = variable.layer if variable.layer in known else ""
        if not variable.layer and parts[-1] == "vars" and len(parts) > 1:
            name = by_group.get(parts[-2], "")
        if not name and len(parts) > 2 and parts[1] == "model_weights":
            name = parts[2] if parts[2] in known else ""
        if name:
            found.setdefault(name, {})[variable.name.split(":")[0]] = values
    return found


class _Reading:
    """Takes one layer after the other."""

    def __init__(self, variables: Mapping[str, Mapping[str, Numbers]]) -> None:
        self.stack = Stack()
        self._variables = variables
        self._shape: tuple[int | None, ...] | None = None
        self._kinds: dict[str, Callable[[Layer], None]] = {
            "InputLayer": self._input,
            "Dense": self._dense,
            "Activation": lambda layer: self._activate(layer, layer.config.get("activation")),
            "ReLU": self._relu,
            "LeakyReLU": self._leaky_relu,
            "ELU": self._elu,
            "Softmax": self._softmax,
            "Dropout": lambda layer: self.stack.pieces.append(Drop(layer.number("rate", 0.0))),
            "BatchNormalization": self._batch_normalization,
            "Flatten": self._flatten,
            "Reshape": self._reshape,
            "Rescaling": self._rescaling,
            "Normalization": self._normalization,
            **dict.fromkeys(LEFT_OUT, self._leave_out),
        }

    def add(self, layer: Layer) -> None:
        """One more layer. Raises UserError for one that is none of ours."""
        if self._shape is None and layer.kind != "InputLayer":  # older files say it at the first layer
            self._say_shape(layer, layer.config.get("batch_input_shape"))
        if layer.kind not in self._kinds:
            why = "it runs code of its own" if layer.kind in ("Lambda", "TFOpLambda") else "there is none like it here"
            raise layer.cannot(why)
        self._kinds[layer.kind](layer)

    def _input(self, layer: Layer) -> None:
        if self.stack.pieces:
            raise layer.cannot("it is a second input")
        self._say_shape(layer, layer.config.get("batch_shape") or layer.config.get("batch_input_shape"))
        if layer.name and not layer.name.startswith(("input", "keras_tensor")) and self.stack.inputs == 1:
            self.stack.input_names = (layer.name,)

    def _say_shape(self, layer: Layer, shape: Any) -> None:
        if shape is None:
            return
        if not isinstance(shape, list) or len(shape) < 2:
            raise layer.cannot("its shape is that of no row of numbers")
        sizes = tuple(size if isinstance(size, int) and size > 0 else None for size in shape[1:])
        self._shape = sizes
        known = [size for size in sizes if size is not None]
        self.stack.inputs = prod(known) if len(known) == len(sizes) else None

    def _dense(self, layer: Layer) -> None:
        if self._shape is not None and len(self._shape) > 1:
            raise layer.cannot("each of its samples has more than one dimension", "Put a Flatten before it.")
        use_bias = layer.config.get("use_bias", True) is not False
        kernel = self._variable(layer, "kernel", 0)
        bias = self._variable(layer, "bias", 1) if use_bias else None
        if kernel.ndim != 2 or kernel.dtype.kind != "f" or not kernel.size:
            raise layer.cannot(f"its weights have the shape {list(kernel.shape)} in {kernel.dtype}")
        if bias is not None and bias.shape != kernel.shape[1:]:
            raise layer.cannot(f"its biases have the shape {list(bias.shape)}")
        self.stack.pieces.append(Linear(kernel, bias, _own_name(layer)))
        self._shape = (kernel.shape[1],)
        self._activate(layer, layer.config.get("activation"))

    def _activate(self, layer: Layer, activation: Any) -> None:
        if isinstance(activation, dict):
            kind, config = activation.get("class_name"), activation.get("config")
            if kind in ("ReLU", "LeakyReLU", "ELU", "Softmax") and isinstance(config, dict):
                self._kinds[kind](Layer(kind, layer.name, config))
                return
            activation = config if kind == "function" else kind
        name = "linear" if activation is None else ACTIVATIONS.get(str(activation))
        if name is None:
            raise layer.cannot(f"the activation “{shown(activation)}” is not one of those here")
        self.stack.pieces.append(Activate(name, layer.what))

    def _relu(self, layer: Layer) -> None:
        slope = layer.number("negative_slope", 0.0)
        if layer.config.get("max_value") is not None or layer.number("threshold", 0.0) or slope not in (0.0, 0.2):
            raise layer.cannot("it has a bound, a threshold or a slope that ReLU here does not have")
        self.stack.pieces.append(Activate("leaky_relu" if slope else "relu", layer.what))

    def _leaky_relu(self, layer: Layer) -> None:
        slope = layer.number("negative_slope", layer.number("alpha", 0.3))
        if abs(slope - 0.2) > 1e-6:
            raise layer.cannot(f"its slope is {slope:.4g}, that of leaky ReLU here 0.2")
        self.stack.pieces.append(Activate("leaky_relu", layer.what))

    def _elu(self, layer: Layer) -> None:
        if layer.number("alpha", 1.0) != 1.0:
            raise layer.cannot(f"its alpha is {layer.number('alpha', 1.0):.4g}, that of ELU here 1")
        self.stack.pieces.append(Activate("elu", layer.what))

    def _softmax(self, layer: Layer) -> None:
        if layer.config.get("axis", -1) not in (-1, 1, [-1], [1]):
            raise layer.cannot("it runs over another axis than the outputs")
        self.stack.pieces.append(Activate("softmax", layer.what))

    def _batch_normalization(self, layer: Layer) -> None:
        if layer.config.get("axis", -1) not in (-1, 1, [-1], [1]):
            raise layer.cannot("it runs over another axis than the units")
        has_scale = layer.config.get("scale", True) is not False
        has_center = layer.config.get("center", True) is not False
        names = ["gamma"] * has_scale + ["beta"] * has_center + ["moving_mean", "moving_variance"]
        parts = {name: self._variable(layer, name, place) for place, name in enumerate(names)}
        mean = parts["moving_mean"]
        if any(part.shape != mean.shape or part.ndim != 1 or part.dtype.kind != "f" for part in parts.values()):
            raise layer.cannot("its numbers have different shapes")
        self.stack.pieces.append(
            Normal(
                parts.get("gamma", np.ones_like(mean)),
                parts.get("beta", np.zeros_like(mean)),
                mean,
                parts["moving_variance"],
                layer.number("epsilon", 1e-3),
                layer.number("momentum", 0.99),
            )
        )

    def _flatten(self, layer: Layer) -> None:
        if self._shape is None or len(self._shape) == 1:
            return
        known = [size for size in self._shape if size is not None]
        if len(known) < len(self._shape):
            raise layer.cannot("the sizes of its input are not said")
        told = " x ".join(map(str, known))
        self.stack.note(f"The {told} numbers of a sample are taken as one row of {prod(known):,}.")
        self._shape = (prod(known),)

    def _reshape(self, layer: Layer) -> None:
        target = layer.config.get("target_shape")
        if not isinstance(target, list) or len(target) != 1:
            raise layer.cannot("it gives each sample more than one dimension")
        self._flatten(layer)
        if self._shape is not None and target[0] not in (-1, self._shape[0]):
            raise layer.cannot("its size is another than that of its input")

    def _rescaling(self, layer: Layer) -> None:
        self.stack.pieces.append(Scale(layer.numbers("scale", 1.0), layer.numbers("offset", 0.0), layer.what))

    def _normalization(self, layer: Layer) -> None:
        if layer.config.get("axis", -1) not in (-1, 1, [-1], [1], None) or layer.config.get("invert"):
            raise layer.cannot("it runs over another axis than the inputs, or backwards")
        mean, variance = layer.numbers("mean", None), layer.numbers("variance", None)
        if mean is None or variance is None:
            mean = self._variable(layer, "mean", 0)
            variance = self._variable(layer, "variance", 1)
        deviation = np.maximum(np.sqrt(np.maximum(variance.astype(np.float64), 0.0)), 1e-7).reshape(-1)
        scale = (1.0 / deviation).reshape(() if deviation.size == 1 else -1)
        shift = -mean.astype(np.float64).reshape(() if mean.size == 1 else -1) * scale
        self.stack.pieces.append(Scale(scale, shift, layer.what))

    def _leave_out(self, layer: Layer) -> None:
        self.stack.note(f"{layer.what} is left out: it works in training only, and there is none like it here.")

    def _variable(self, layer: Layer, name: str, place: int) -> Numbers:
        """A variable of a layer, by its name in older files, else by its place."""
        variables = self._variables.get(layer.name, {})
        found = variables.get(name, variables.get(str(place)))
        if found is None:
            raise layer.cannot(f"its {name} is missing from the file", "Save the whole model, with its weights.")
        return found


def _own_name(layer: Layer) -> str | None:
    """What a person has called it, not Keras."""
    if re.fullmatch(r"dense(_\d+)?", layer.name):
        return None
    try:
        return settled_name(layer.name)
    except UserError:
        return None
