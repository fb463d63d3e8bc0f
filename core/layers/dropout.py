"""Dropout: in each training step, chance decides which of the numbers from below are left out."""

from functools import partial
from typing import Any

import msgspec
import numpy as np

from core.activations import constant
from core.arrays import Array, Call
from core.errors import UserError
from core.fields import settle_fields
from core.layers.place import Parts, Place


class Dropout(msgspec.Struct, frozen=True, tag="dropout", tag_field="kind"):
    """y = x m / (1 - rate), each m 0 with probability `rate`, else 1; y = x outside training.

    Dividing by 1 - rate ("inverted") keeps the expected sum, so that nothing has to be done when the network is asked.
    Srivastava et al. (2014).

    rate  0 to below 1
    name  what a person calls the layer; None: its kind says it

    Raises UserError for a rate out of its range.
    """

    rate: float = 0.5
    name: str | None = None

    def __post_init__(self) -> None:
        settle_fields(self)
        if not 0.0 <= self.rate < 1.0:
            raise UserError(f"The dropout rate cannot be {self.rate:g}.", "rate lies from 0 to below 1, often 0.2.")

    def apply(self, parts: Parts, below: Array) -> Array:
        """Its answer outside training: what comes in."""
        return below

    def bind_forward(self, place: Place) -> list[Call]:
        """Calls that draw a mask and write what it lets through into above."""
        if place.generator is None or place.kept is None:
            return [partial(np.copyto, place.above, place.below)]
        mask, _ = place.kept
        drawn = np.empty(mask.shape, mask.dtype)
        return [
            partial(place.generator.random, dtype=drawn.dtype.type, out=drawn),
            partial(np.greater_equal, drawn, constant(self.rate, drawn), mask),
            partial(np.multiply, mask, constant(1.0 / (1.0 - self.rate), mask), mask),
            partial(np.multiply, place.below, mask, place.above),
        ]

    def bind_backward(self, place: Place) -> list[Call]:
        """Calls that pass the derivative on where the mask let the numbers through."""
        if place.delta_below is None or place.delta is None:
            return []
        if place.generator is None or place.kept is None:
            return [partial(np.copyto, place.delta_below[:-1], place.delta)]
        return [partial(np.multiply, place.delta, place.kept[0], place.delta_below[:-1])]

    def replace(self, **changes: Any) -> "Dropout":
        """The same layer with some fields changed."""
        return msgspec.structs.replace(self, **changes)
