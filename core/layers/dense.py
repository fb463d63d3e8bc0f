"""The dense layer: every unit sees every input."""

import math
from functools import partial
from typing import Any

import msgspec
import numpy as np

from core.activations import activation_named
from core.arrays import Array, Call
from core.errors import UserError
from core.fields import settle_fields
from core.initializers import initializer_named
from core.layers.place import DenseParts, Parts, Place
from core.moves import BIAS
from core.wording import counted

MOST_UNITS = 100_000

LONGEST_NAME, MOST_NAMES = 40, 100_000

Connection = tuple[int, int]
"""(input, unit), counted from 0"""


class Dense(msgspec.Struct, frozen=True, tag="dense", tag_field="kind"):
    """y = f(x W + b).    x (samples, inputs), W (inputs, units), b (units,), y (samples, units)

    units             how many neurons, 1 to 100,000
    activation        a name in `core.activations.ACTIVATIONS`
    name              what a person calls the layer; None: its place says it ("Hidden 1")
    initializer       a name in `core.initializers.INITIALIZERS`, for W
    bias_initializer  the number every bias starts at
    use_bias          False: there is no b
    locked            connections whose weights training does not move; input -1: the unit's bias
    cut               connections that are not there: their weights are zero and stay zero
    lock_biases       training does not move b
    unit_names        (unit, what a person calls it), in the order of the units; the others have none
    parameter_names   (input, unit, what a person calls the weight), in order; input -1: the unit's bias

    Raises UserError naming the argument that is out of its range.
    """

    units: int
    activation: str = "linear"
    name: str | None = None
    initializer: str = "glorot_uniform"
    bias_initializer: float = 0.0
    use_bias: bool = True
    locked: tuple[Connection, ...] = ()
    cut: tuple[Connection, ...] = ()
    lock_biases: bool = False
    unit_names: tuple[tuple[int, str], ...] = ()
    parameter_names: tuple[tuple[int, int, str], ...] = ()

    def __post_init__(self) -> None:
        settle_fields(self)
        if not 1 <= self.units <= MOST_UNITS:
            raise UserError(
                f"A layer cannot have {counted(self.units, 'neuron')}.", f"units must lie between 1 and {MOST_UNITS:,}."
            )
        if not math.isfinite(self.bias_initializer):
            raise UserError(f"A bias cannot start at {self.bias_initializer}.", "bias_initializer must be finite.")
        activation_named(self.activation)
        initializer_named(self.initializer)
        if any(unit < 0 or input < BIAS for input, unit in self.locked):
            raise UserError("A connection cannot begin or end below 0.", "Count from 0; input -1 is the unit's bias.")
        if any(min(pair) < 0 for pair in self.cut):
            raise UserError("A connection cannot begin or end below 0.", "Only connections can be cut, biases cannot.")
        if both := set(self.locked) & set(self.cut):
            raise UserError(f"The connection {min(both)} cannot be both locked and cut.", "Choose one of the two.")

        self._check_names()

    def _check_names(self) -> None:
        for names, kind in ((self.unit_names, "neuron"), (self.parameter_names, "weight")):
            if len(names) > MOST_NAMES:
                raise UserError(f"A layer cannot have {len(names):,} names.", f"There may be {MOST_NAMES:,}.")
            places = [entry[:-1] for entry in names]
            if places != sorted(set(places)):
                raise UserError(f"The names of each {kind} must be in order, one each.", "Count from 0.")
            if any(entry[-2] >= self.units or entry[0] < (0 if kind == "neuron" else BIAS) for entry in names):
                raise UserError(f"There is a name for a {kind} that is not there.", "Count from 0.")
            if any(not 1 <= len(entry[-1]) <= LONGEST_NAME for entry in names):
                raise UserError(f"The name of a {kind} has 1 to {LONGEST_NAME} letters.", "Choose another one.")

    def sums(self, parts: Parts, below: Array) -> Array:
        """z = x W + b, features first: below (inputs, samples) gives (units, samples)."""
        assert isinstance(parts, DenseParts)
        z: Array = parts.weights @ below
        if parts.biases is not None:
            z += parts.biases[:, np.newaxis]
        return z

    def apply(self, parts: Parts, below: Array) -> Array:
        """f(x W + b), features first: below (inputs, samples) gives (units, samples)."""
        z = self.sums(parts, below)
        activation_named(self.activation).apply(z)
        return z

    def bind_forward(self, place: Place) -> list[Call]:
        """Calls that write f(x W + b) into above. Where the biases stand beside the weights one product adds both."""
        parts, above = place.parts, place.above
        assert isinstance(parts, DenseParts)
        calls: list[Call] = []
        if parts.block is not None:
            calls.append(partial(parts.block.dot, place.below_ones, above))
        else:
            calls.append(partial(parts.weights.dot, place.below, above))
            if parts.biases is not None:
                calls.append(partial(np.add, above, parts.biases[:, np.newaxis], above))
        if place.z is not None:
            calls.append(partial(np.copyto, place.z, above))
        return calls + activation_named(self.activation).bind(above)

    def bind_backward(self, place: Place) -> list[Call]:
        """Calls for the gradient, delta [x; 1]^T, and for what the layer below is told, W delta."""
        parts, gradient, delta = place.parts, place.gradient, place.delta
        assert isinstance(parts, DenseParts) and isinstance(gradient, DenseParts) and delta is not None
        calls: list[Call] = []
        if gradient.block is not None:
            calls.append(partial(delta.dot, place.below_ones.T, gradient.block))
        else:
            calls.append(partial(delta.dot, place.below.T, gradient.weights))
            if gradient.biases is not None:
                calls.append(partial(delta.dot, np.ones(delta.shape[1], delta.dtype), gradient.biases))
        if place.delta_below is not None:
            if parts.block is not None:  # the whole block, since a product with a part of one takes twice as long
                calls.append(partial(parts.block.T.dot, delta, place.delta_below))
            else:
                calls.append(partial(parts.weights.T.dot, delta, place.delta_below[:-1]))
        return calls

    def replace(self, **changes: Any) -> "Dense":
        """The same layer with some fields changed."""
        return msgspec.structs.replace(self, **changes)
