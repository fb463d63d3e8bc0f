"""The dense layer: every unit sees every input."""

import math
from typing import Any

import msgspec

from core.activations import activation_named
from core.errors import UserError
from core.initializers import initializer_named

MOST_UNITS = 100_000


class Dense(msgspec.Struct, frozen=True, tag="dense", tag_field="kind"):
    """y = f(x W + b).    x (samples, inputs), W (inputs, units), b (units,), y (samples, units)

    units             how many neurons, 1 to 100,000
    activation        a name in `core.activations.ACTIVATIONS`
    name              what a person calls the layer; None: its place says it ("Hidden 1")
    initializer       a name in `core.initializers.INITIALIZERS`, for W
    bias_initializer  the number every bias starts at
    use_bias          False: there is no b

    Raises UserError naming the argument that is out of its range.
    """

    units: int
    activation: str = "linear"
    name: str | None = None
    initializer: str = "glorot_uniform"
    bias_initializer: float = 0.0
    use_bias: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.units <= MOST_UNITS:
            raise UserError(
                f"A layer cannot have {self.units:,} neurons.", f"units must lie between 1 and {MOST_UNITS:,}."
            )
        if not math.isfinite(self.bias_initializer):
            raise UserError(f"A bias cannot start at {self.bias_initializer}.", "bias_initializer must be finite.")
        activation_named(self.activation)
        initializer_named(self.initializer)

    def parameter_shape(self, inputs: int) -> tuple[int, int]:
        """The layer's place in theta, (units, inputs + 1): its weights with the bias as last column."""
        return (self.units, inputs + 1 if self.use_bias else inputs)

    def replace(self, **changes: Any) -> "Dense":
        """The same layer with some fields changed."""
        return msgspec.structs.replace(self, **changes)
