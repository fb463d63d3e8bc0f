"""A network: an immutable description, and what can be computed with it and a vector theta."""

from functools import cached_property
from typing import Any, Literal

import msgspec
import numpy as np

from core import layout, plan
from core.activations import activation_named
from core.arrays import Array
from core.errors import UserError
from core.initializers import initializer_named
from core.layers import Dense, Layer
from core.randomness import stream

DType = Literal["float32", "float64"]
MOST_PARAMETERS = 200_000_000


class Network(msgspec.Struct, frozen=True, dict=True):
    """A stack of layers over some inputs.

    inputs  how many numbers one sample has
    layers  the computing layers; the last one is the output
    dtype   "float32" or "float64", for every number the network computes with

    Equal values are equal networks; `theta` is not part of it. Raises UserError for a network that cannot be.
    """

    inputs: int
    layers: tuple[Layer, ...]
    dtype: DType = "float32"

    def __post_init__(self) -> None:
        if not 1 <= self.inputs <= 100_000:
            raise UserError(f"A network cannot have {self.inputs:,} inputs.", "inputs must lie between 1 and 100,000.")
        if not self.layers:
            raise UserError("A network needs at least one layer.", "The last layer is the output.")
        if self.dtype not in ("float32", "float64"):
            raise UserError(f"dtype cannot be {self.dtype!r}.", "Choose float32 or float64.")
        for layer in self.layers[:-1]:
            if not activation_named(layer.activation).is_elementwise:
                raise UserError(f"A hidden layer cannot use {layer.activation}.", "Use it on the output layer.")
        if self.size > MOST_PARAMETERS:
            raise UserError(
                f"This network would have {self.size:,} parameters.",
                f"At most {MOST_PARAMETERS:,} fit into memory with room to train them.",
            )

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Inputs first, then the units of each layer."""
        return (self.inputs, *(layer.units for layer in self.layers))

    @property
    def outputs(self) -> int:
        """The units of the last layer."""
        return self.layers[-1].units

    @cached_property
    def size(self) -> int:
        """How many parameters there are: the length of theta."""
        shapes = (layer.parameter_shape(inputs) for inputs, layer in zip(self.widths, self.layers, strict=False))
        return sum(rows * columns for rows, columns in shapes)

    def replace(self, **changes: Any) -> "Network":
        """The same network with some fields changed."""
        return msgspec.structs.replace(self, **changes)

    def with_layer(self, index: int, layer: Dense) -> "Network":
        """The same network with layer `index` replaced."""
        return self.replace(layers=(*self.layers[:index], layer, *self.layers[index + 1 :]))

    def views(self, theta: Array) -> list[dict[str, Array]]:
        """Writable views of theta, one entry per layer: "weights" (inputs, units) and "biases" (units,)."""
        return layout.views(self, theta)

    def initial(self, seed: int = 0, x: Array | None = None) -> Array:
        """First parameters, drawn from the seed.

        x  data (samples, inputs) for data-aware first weights: a ReLU neuron that would be off (or on) for nearly
           every sample starts in a corner it may never leave, so its weights are drawn again until it is on for 30 to
           90 % of them, where that can be had in a bounded number of tries.
        """
        theta = np.zeros(self.size, self.dtype)
        generator = stream(seed, "weights")
        below: Array | None = None if x is None else np.asarray(x, np.float64).T
        for inputs, layer, view in zip(self.widths, self.layers, self.views(theta), strict=False):
            draw = initializer_named(layer.initializer)
            weights = draw(generator, inputs, layer.units)
            if below is not None and layer.activation == "relu":
                weights = _balanced(weights, below, layer, generator)
            view["weights"][...] = weights
            if layer.use_bias:
                view["biases"][...] = layer.bias_initializer
            if below is not None:
                below = activation_named(layer.activation)(weights.T @ below + layer.bias_initializer)
        return theta

    def check_theta(self, theta: Array) -> Array:
        """theta (parameters,) in the network's dtype; not a copy where it has it already.

        Raises UserError when its length is not the network's size.
        """
        theta = np.asarray(theta, self.dtype)
        if theta.shape != (self.size,):
            raise UserError(
                f"theta has the shape {theta.shape}; this network has {self.size:,} parameters.",
                f"Pass a vector of the shape ({self.size},), such as network.initial().",
            )
        return theta

    def activations(self, theta: Array, columns: Array) -> list[Array]:
        """What every neuron says: one array (units, samples) per layer.    columns (inputs, samples), features first"""
        found: list[Array] = []
        below = np.asarray(columns, self.dtype)
        for layer, slot, block in zip(
            self.layers, layout.slots(self), layout.blocks(self, self.check_theta(theta)), strict=True
        ):
            if slot.has_bias:
                z = block[:, :-1] @ below
                z += block[:, -1:]
            else:
                z = block @ below
            for call in activation_named(layer.activation).bind(z):
                call()
            found.append(z)
            below = z
        return found

    def predict(self, theta: Array, x: Array) -> Array:
        """The outputs (samples, outputs) for x (samples, inputs).

        Raises UserError when x has another number of columns than the network has inputs.
        """
        x = np.asarray(x, self.dtype)
        if x.ndim != 2 or x.shape[1] != self.inputs:
            raise UserError(
                f"x has the shape {x.shape}; this network takes {self.inputs} numbers per sample.",
                f"Pass an array of the shape (samples, {self.inputs}).",
            )
        return np.ascontiguousarray(self.activations(theta, x.T)[-1].T)

    def loss_and_gradient(self, theta: Array, x: Array, y: Array, loss: str = "mse") -> tuple[float, Array]:
        """The loss over all samples and its derivative by every parameter.

        x (samples, inputs), y (samples, outputs), one-hot for classes -> (loss, gradient like theta). theta is only
        read. Raises UserError when shapes or the loss do not fit the network.
        """
        return plan.loss_and_gradient(self, theta, x, y, loss)


def _balanced(weights: Array, below: Array, layer: Dense, generator: np.random.Generator) -> Array:
    """Weights (inputs, units) with the units that are on for too few or too many samples drawn again."""
    draw = initializer_named(layer.initializer)
    for _ in range(200):
        share_on = np.mean(weights.T @ below + layer.bias_initializer > 0.0, axis=1)
        lopsided = (share_on < 0.3) | (share_on > 0.9)
        if not lopsided.any():
            break
        weights = np.where(lopsided, draw(generator, *weights.shape), weights)
    return weights
