"""A network: an immutable description, and what can be computed with it and a vector theta."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Literal

import msgspec
import numpy as np

from core import layout, plan
from core.activations import activation_named
from core.arrays import Array, as_numbers
from core.errors import UserError
from core.fields import settle_fields
from core.initializers import initializer_named
from core.layers import Dense, Follower, Layer
from core.layers.place import DenseParts, NormParts, Parts
from core.randomness import stream

DType = Literal["float32", "float64"]
MOST_PARAMETERS = 200_000_000
MOST_LOOKED_AT = 1000
MOST_TRIES, MOST_IN_VAIN = 200, 30


class Network(msgspec.Struct, frozen=True, dict=True):
    """A stack of layers over some inputs.

    inputs  how many numbers one sample has
    layers  from the inputs to the output, which is a Dense one; a Dropout or BatchNormalization changes what comes in
    dtype   "float32" or "float64", for every number the network computes with
    input_names
            what the inputs are called where no data say it, such as those of an import; empty: x₁, x₂...

    Equal values are equal networks; `theta` is not part of it. Raises UserError for a network that cannot be.
    """

    inputs: int
    layers: tuple[Layer, ...]
    dtype: DType = "float32"
    input_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        settle_fields(self, "inputs")
        # NumPy's own names for the two number types are understood.
        dtype = getattr(self.dtype, "name", getattr(self.dtype, "__name__", self.dtype))
        if dtype not in ("float32", "float64"):
            raise UserError(f"dtype cannot be {self.dtype!r}.", "Choose float32 or float64.")
        msgspec.structs.force_setattr(self, "dtype", dtype)
        if isinstance(self.layers, Layer):
            msgspec.structs.force_setattr(self, "layers", (self.layers,))
        if not isinstance(self.layers, tuple | list) or not all(isinstance(layer, Layer) for layer in self.layers):
            raise UserError("layers of Network holds something else than layers.", "Pass a tuple such as (Dense(4),).")
        msgspec.structs.force_setattr(self, "layers", tuple(self.layers))
        if not 1 <= self.inputs <= 100_000:
            raise UserError(f"A network cannot have {self.inputs:,} inputs.", "inputs must lie between 1 and 100,000.")
        # Names of other inputs than there are now are nobody's.
        names = tuple(self.input_names) if len(self.input_names) == self.inputs else ()
        msgspec.structs.force_setattr(self, "input_names", names)
        if not self.layers:
            raise UserError("A network needs at least one layer.", "The last layer is the output.")
        if not isinstance(self.layers[-1], Dense):
            raise UserError("The last layer has to be a Dense one.", "Put Dropout and BatchNormalization before it.")
        for layer in self.dense[:-1]:
            if not activation_named(layer.activation).is_elementwise:
                raise UserError(f"A hidden layer cannot use {layer.activation}.", "Use it on the output layer.")
        for number, (inputs, layer) in enumerate(zip(self.widths, self.dense, strict=False), start=1):
            for input, unit in layer.locked + layer.cut:
                if input >= inputs or unit >= layer.units:
                    raise UserError(
                        f"Dense layer {number} has no connection {(input, unit)}: it has {inputs:,} inputs and "
                        f"{layer.units:,} units.",
                        "locked and cut hold (input, unit), counted from 0; input -1 is a unit's bias.",
                    )
            if any(input >= inputs for input, _, _ in layer.parameter_names):
                raise UserError(f"Dense layer {number} has a name for a weight that is not there.", "Count from 0.")
        if self.size > MOST_PARAMETERS:
            raise UserError(
                f"This network would have {self.size:,} parameters.",
                f"At most {MOST_PARAMETERS:,} fit into memory with room to train them.",
            )

    @cached_property
    def dense(self) -> tuple[Dense, ...]:
        """The layers that have neurons, in order; the others only change what these pass on."""
        return tuple(layer for layer in self.layers if isinstance(layer, Dense))

    @cached_property
    def followers(self) -> tuple[tuple[Follower, ...], ...]:
        """What stands between two columns of neurons: after the inputs, after the first dense layer, and so on."""
        found: list[list[Follower]] = [[]]
        for layer in self.layers:
            if isinstance(layer, Dense):
                found.append([])
            else:
                found[-1].append(layer)
        return tuple(tuple(some) for some in found)

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Inputs first, then the units of each dense layer."""
        return (self.inputs, *(layer.units for layer in self.dense))

    @property
    def unnamed(self) -> "Network":
        """The same network, where nobody has given names."""
        layers = (
            layer.replace(name=None, unit_names=(), parameter_names=())
            if isinstance(layer, Dense)
            else layer.replace(name=None)
            for layer in self.layers
        )
        return self.replace(layers=tuple(layers), input_names=())

    @property
    def outputs(self) -> int:
        """The units of the last layer."""
        return self.dense[-1].units

    @property
    def output(self) -> Dense:
        """The last layer."""
        return self.dense[-1]

    @cached_property
    def trainable(self) -> int:
        """How many of the parameters are trained: the first part of theta."""
        return self._sizes[0]

    @cached_property
    def size(self) -> int:
        """How many parameters there are: the length of theta."""
        return sum(self._sizes)

    @cached_property
    def _sizes(self) -> tuple[int, int]:
        """Trained numbers and running statistics."""
        counts = [
            layout.sizes(layer, inputs)
            for inputs, dense, followers in zip(self.widths, (*self.dense, None), self.followers, strict=True)
            for layer in (*followers, dense)
        ]
        return sum(trained for trained, _ in counts), sum(running for _, running in counts)

    def replace(self, **changes: Any) -> "Network":
        """The same network with some fields changed."""
        return msgspec.structs.replace(self, **changes)

    def with_dense(self, index: int, layer: Dense) -> "Network":
        """The same network with the dense layer `index`, counted among the dense ones, replaced."""
        return self.with_columns((*self.dense[:index], layer, *self.dense[index + 1 :]), self.followers)

    def with_columns(self, dense: Sequence[Dense], followers: Sequence[tuple[Follower, ...]]) -> "Network":
        """The same inputs and dtype over these dense layers; `followers` as in the property of that name."""
        layers: list[Layer] = list(followers[0])
        for layer, after in zip(dense, followers[1:], strict=True):
            layers += [layer, *after]
        return self.replace(layers=tuple(layers))

    def views(self, theta: Array) -> list[dict[str, Array]]:
        """Writable views of theta, one entry per layer with parameters, in the order of the layers.

        A dense layer has "weights" (inputs, units) and "biases" (units,), a batch normalization "gamma", "beta",
        "moving_mean" and "moving_variance" (units,).
        """
        return layout.views(self, theta)

    def dense_views(self, theta: Array) -> list[dict[str, Array]]:
        """The same views, of the dense layers alone."""
        return layout.dense_views(self, theta)

    def initial(self, seed: int = 0, x: Array | None = None) -> Array:
        """First parameters, drawn from the seed.

        x  data (samples, inputs) for data-aware first weights: a ReLU neuron that would be off (or on) for nearly
           every sample starts in a corner it may never leave, so its weights are drawn again until it is on for 30 to
           90 % of them, where that can be had in a bounded number of tries. At most 1,000 samples are looked at.
        Raises UserError when x does not fit the network's inputs.
        """
        theta = np.zeros(self.size, self.dtype)
        generator = stream(seed, "weights")
        below = None if x is None else self._looked_at(x)
        for layer, found in zip(self.layers, layout.parts(self, theta), strict=True):
            if isinstance(found, NormParts):
                found.gamma[...] = found.moving_variance[...] = 1.0
            elif isinstance(layer, Dense) and isinstance(found, DenseParts):
                weights = initializer_named(layer.initializer)(generator, found.weights.shape[1], layer.units)
                if below is not None and layer.activation == "relu":
                    weights = balanced(weights, below, layer, generator)
                found.weights[...] = weights.T
                if found.biases is not None:
                    found.biases[...] = layer.bias_initializer
                for input, unit in layer.cut:
                    found.weights[unit, input] = 0.0
            if below is not None:
                below = layer.apply(_in_float64(found), below)
        return theta

    def _looked_at(self, x: Array) -> Array:
        """Some samples, evenly spread, features first and more exact than they are kept."""
        x = self.check_x(as_numbers("x", x, "float64"))
        if len(x) == 0 or not np.isfinite(x).all():
            raise UserError("x holds no samples, or a number that is not finite.", "Pass training data, or None.")
        return x[:: -(-len(x) // MOST_LOOKED_AT)].T

    def check_x(self, x: Array) -> Array:
        """x (samples, inputs) as it stands.

        Raises UserError when it has another number of columns than the network has inputs.
        """
        if x.ndim != 2 or x.shape[1] != self.inputs:
            raise UserError(
                f"x has the shape {x.shape}; this network takes {self.inputs} numbers per sample.",
                f"Pass an array of the shape (samples, {self.inputs}).",
            )
        return x

    def check_theta(self, theta: Array) -> Array:
        """theta (parameters,) in the network's dtype; not a copy where it has it already.

        Raises UserError when its length is not the network's size.
        """
        theta = as_numbers("theta", theta, self.dtype)
        if theta.shape != (self.size,):
            raise UserError(
                f"theta has the shape {theta.shape}; this network has {self.size:,} parameters.",
                f"Pass a vector of the shape ({self.size},), such as network.initial().",
            )
        return theta

    @np.errstate(over="ignore", invalid="ignore")  # sums of very large parameters show as not finite
    def activations(self, theta: Array, columns: Array) -> list[Array]:
        """What every neuron says: one array (units, samples) per dense layer.    columns (inputs, samples)"""
        found: list[Array] = []
        below = np.asarray(columns, self.dtype)
        for layer, own in zip(self.layers, layout.parts(self, self.check_theta(theta)), strict=True):
            below = layer.apply(own, below)
            if isinstance(layer, Dense):
                found.append(below)
        return found

    @np.errstate(over="ignore", invalid="ignore")  # sums of very large parameters show as not finite
    def entering(self, theta: Array, columns: Array, layer: int) -> Array:
        """What reaches dense layer `layer`, after what follows the column below it (units below, samples).

        columns (inputs, samples)
        """
        below = np.asarray(columns, self.dtype)
        dense = -1
        for own, parts in zip(self.layers, layout.parts(self, self.check_theta(theta)), strict=True):
            dense += isinstance(own, Dense)
            if dense == layer:
                break
            below = own.apply(parts, below)
        return below

    def sums_and_activations(self, theta: Array, columns: Array) -> tuple[list[Array], list[Array]]:
        """What every neuron adds up, z = W^T below + b, and what it says, f(z): as in `activations`."""
        sums: list[Array] = []
        activations: list[Array] = []
        below = np.asarray(columns, self.dtype)
        for layer, own in zip(self.layers, layout.parts(self, self.check_theta(theta)), strict=True):
            if isinstance(layer, Dense):
                sums.append(layer.sums(own, below))
                below = activation_named(layer.activation)(sums[-1])
                activations.append(below)
            else:
                below = layer.apply(own, below)
        return sums, activations

    def predict(self, theta: Array, x: Array) -> Array:
        """The outputs (samples, outputs) for x (samples, inputs).

        A number that is not finite, in x or on the way, shows in the outputs of its row. Raises UserError when x has
        another number of columns than the network has inputs.
        """
        x = self.check_x(as_numbers("x", x, self.dtype))
        with np.errstate(all="ignore"):
            return np.ascontiguousarray(self.activations(theta, x.T)[-1].T)

    def loss_and_gradient(self, theta: Array, x: Array, y: Array, loss: str = "mse") -> tuple[float, Array]:
        """The loss over all samples and its derivative by every parameter.

        x (samples, inputs), y (samples, outputs), one-hot for classes -> (loss, gradient like theta). theta is only
        read. Raises UserError when shapes or the loss do not fit the network.
        """
        return plan.loss_and_gradient(self, theta, x, y, loss)


def layer_name(network: Network, index: int) -> str:
    """What layer `index` is called: its own name, else its place: "Hidden 1", "Output"."""
    name = network.dense[index].name
    if name is not None:
        return name
    return "Output" if index == len(network.dense) - 1 else f"Hidden {index + 1}"


def unit_name(network: Network, layer: int, unit: int) -> str:
    """What neuron `unit` of layer `layer` is called: its own name, else its place: "neuron 3 of Hidden 1"."""
    own = dict(network.dense[layer].unit_names).get(unit)
    return f"neuron {unit + 1} of {layer_name(network, layer)}" if own is None else own


def _in_float64(parts: Parts) -> Parts:
    """First weights are looked at more exactly than they are kept."""
    if isinstance(parts, DenseParts):
        biases = None if parts.biases is None else parts.biases.astype(np.float64)
        return DenseParts(parts.weights.astype(np.float64), biases, None)
    return parts if parts is None else NormParts(*(part.astype(np.float64) for part in parts))


def balanced(weights: Array, below: Array, layer: Dense, generator: np.random.Generator) -> Array:
    """Weights (inputs, units) of which the units that are on for too few or too many samples are drawn again.

    below (inputs, samples); the biases are where the layer starts them. 30 to 90 % of the samples are wanted, and not
    had where a bounded number of draws does not give them.
    """
    draw = initializer_named(layer.initializer)
    lopsided = np.arange(weights.shape[1])
    in_vain = 0
    for _ in range(MOST_TRIES):
        share_on = np.mean(weights[:, lopsided].T @ below + layer.bias_initializer > 0.0, axis=1)
        left = lopsided[(share_on < 0.3) | (share_on > 0.9)]
        in_vain = in_vain + 1 if len(left) == len(lopsided) else 0
        lopsided = left
        if len(left) == 0 or in_vain > MOST_IN_VAIN:
            break
        weights[:, lopsided] = draw(generator, *weights.shape)[:, lopsided]
    return weights
