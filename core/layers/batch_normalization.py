"""Batch normalization: every feature with mean 0 and variance 1 over the batch, then stretched and shifted."""

from functools import partial
from typing import Any

import msgspec
import numpy as np

from core.activations import constant
from core.arrays import Array, Call
from core.errors import UserError
from core.fields import settle_fields
from core.layers.place import NormParts, Parts, Place


class BatchNormalization(msgspec.Struct, frozen=True, tag="batch_normalization", tag_field="kind"):
    """y = gamma n + beta,  n = (x - mean) / sqrt(variance + epsilon).    Ioffe and Szegedy (2015); defaults as Keras.

    In training, mean and variance (divided by the number of rows) are those of the batch, and the running ones follow:
    moving <- momentum moving + (1 - momentum) batch's. Outside training the running ones are used, which are not
    trained and stand at the end of theta.

    momentum  0 to below 1
    epsilon   above 0
    name      what a person calls the layer; None: its kind says it

    Raises UserError naming the argument that is out of its range.
    """

    momentum: float = 0.99
    epsilon: float = 1e-3
    name: str | None = None

    def __post_init__(self) -> None:
        settle_fields(self)
        if not 0.0 <= self.momentum < 1.0:
            raise UserError(
                f"The momentum of a batch normalization cannot be {self.momentum:g}.",
                "momentum lies from 0 to below 1, often 0.99.",
            )
        if not 0.0 < self.epsilon <= 1.0:
            raise UserError(
                f"The epsilon of a batch normalization cannot be {self.epsilon:g}.", "epsilon lies above 0, up to 1."
            )

    def apply(self, parts: Parts, below: Array) -> Array:
        """Its answer outside training, (units, samples)."""
        assert isinstance(parts, NormParts)
        scale = parts.gamma / np.sqrt(parts.moving_variance + constant(self.epsilon, below))
        # The mean goes first: of numbers like 2010 ± 6, float32 keeps too little once they have been multiplied.
        answer: Array = below - parts.moving_mean[:, np.newaxis]
        answer *= scale[:, np.newaxis]
        answer += parts.beta[:, np.newaxis]
        return answer

    def bind_forward(self, place: Place) -> list[Call]:
        """Calls that write y into above, with the running statistics where there is no way back."""
        parts, x, y = place.parts, place.below, place.above
        assert isinstance(parts, NormParts)
        gamma, beta = parts.gamma[:, np.newaxis], parts.beta[:, np.newaxis]
        epsilon = constant(max(self.epsilon, float(np.finfo(y.dtype).tiny)), y)
        if place.kept is None:
            spread = np.empty_like(gamma)
            return [
                partial(np.add, parts.moving_variance[:, np.newaxis], epsilon, spread),
                partial(np.sqrt, spread, spread),
                partial(np.subtract, x, parts.moving_mean[:, np.newaxis], y),
                partial(np.divide, y, spread, y),
                partial(np.multiply, y, gamma, y),
                partial(np.add, y, beta, y),
            ]
        normal, inverse = place.kept
        shares = np.full((y.shape[1], 1), 1.0 / y.shape[1], y.dtype)
        mean, variance, work = np.empty_like(inverse), np.empty_like(inverse), np.empty_like(inverse)
        calls: list[Call] = [
            partial(x.dot, shares, mean),
            partial(np.subtract, x, mean, normal),
            partial(np.multiply, normal, normal, y),
            partial(y.dot, shares, variance),
            partial(np.add, variance, epsilon, inverse),
            partial(np.sqrt, inverse, inverse),
            partial(np.divide, constant(1.0, y), inverse, inverse),
            partial(np.multiply, normal, inverse, normal),
            partial(np.multiply, normal, gamma, y),
            partial(np.add, y, beta, y),
        ]
        if place.learns:
            for moving, batch in ((parts.moving_mean, mean), (parts.moving_variance, variance)):
                column = moving[:, np.newaxis]
                calls += [
                    partial(np.multiply, column, constant(self.momentum, y), column),
                    partial(np.multiply, batch, constant(1.0 - self.momentum, y), work),
                    partial(np.add, column, work, column),
                ]
        return calls

    def bind_backward(self, place: Place) -> list[Call]:
        """Calls for the gradients and the derivative by x, with n and the means over the batch's rows:

        d gamma = sum(delta n);  d beta = sum(delta)
        d x = gamma / sqrt(variance + epsilon) (delta - mean(delta) - n mean(delta n))
        """
        parts, gradient, delta = place.parts, place.gradient, place.delta
        assert isinstance(parts, NormParts) and isinstance(gradient, NormParts)
        assert place.kept is not None and delta is not None
        normal, inverse = place.kept
        ones = np.ones(delta.shape[1], delta.dtype)
        product = np.empty_like(normal)
        calls: list[Call] = [
            partial(np.multiply, delta, normal, product),
            partial(product.dot, ones, gradient.gamma),
            partial(delta.dot, ones, gradient.beta),
        ]
        if place.delta_below is None:
            return calls
        share = constant(1.0 / delta.shape[1], delta)
        mean, factor = np.empty_like(inverse), np.empty_like(inverse)
        return [
            *calls,
            partial(np.multiply, gradient.gamma[:, np.newaxis], share, mean),
            partial(np.multiply, normal, mean, product),
            partial(np.subtract, delta, product, product),
            partial(np.multiply, gradient.beta[:, np.newaxis], share, mean),
            partial(np.subtract, product, mean, product),
            partial(np.multiply, parts.gamma[:, np.newaxis], inverse, factor),
            partial(np.multiply, product, factor, place.delta_below[:-1]),
        ]

    def replace(self, **changes: Any) -> "BatchNormalization":
        """The same layer with some fields changed."""
        return msgspec.structs.replace(self, **changes)
