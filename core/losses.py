"""The losses: what they are, and what they say back to the output layer.

Arrays are features first, (outputs, samples). Values are computed in float64 from pre-activations z and outputs a, so
that they stay finite for any finite z. `delta` is the loss's derivative by the output layer's pre-activations, before
the division by the number of samples that the caller's `scale` holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.activations import Activation, activation_named, constant
from core.arrays import Array, Call
from core.errors import UserError
from core.tables import entry_named


@dataclass(frozen=True)
class Loss:
    """One loss.

    value(z, a, y)  the mean over the samples, a float
    share(outputs)  what one unit of (a - y) weighs in the derivative by a, apart from 1 / samples
    fused_with      the output activation with which the derivative by z is simply a - y; None: derive through f'
    """

    name: str
    label: str
    formula: str
    value: Callable[[Array, Array, Array], float]
    share: Callable[[int], float]
    fused_with: str | None = None

    def check_fits(self, activation: str) -> None:
        """Raises UserError when this loss has no meaning behind an output layer with this activation."""
        if self.fused_with is not None and activation != self.fused_with:
            raise UserError(
                f"The loss {self.name} needs a {self.fused_with} output; this network ends in {activation}.",
                f"Set the output's activation to {self.fused_with}, or the loss to mse.",
            )

    def bind_delta(self, activation: str, a: Array, y: Array, delta: Array, slope: Array, scale: Array) -> list[Call]:
        """Calls that write scale * dL/dz into delta.    a, y, delta, slope (outputs, samples); scale 0-d"""
        calls: list[Call] = [partial(np.subtract, a, y, delta), partial(np.multiply, delta, scale, delta)]
        if activation == self.fused_with or activation == "linear":
            return calls
        return calls + _through(activation_named(activation), a, delta, slope)


def _through(activation: Activation, a: Array, delta: Array, slope: Array) -> list[Call]:
    """Calls that turn dL/da into dL/dz, in place."""
    if activation.bind_slope is not None:
        return [*activation.bind_slope(a, slope), partial(np.multiply, delta, slope, delta)]
    if activation.name == "softmax":
        # dL/dz_k = a_k (g_k - sum_j g_j a_j), with g = dL/da
        row = np.empty((1, a.shape[1]), a.dtype)
        return [
            partial(np.multiply, delta, a, slope),
            partial(np.add.reduce, slope, axis=0, out=row, keepdims=True),
            partial(np.subtract, delta, row, delta),
            partial(np.multiply, delta, a, delta),
        ]
    return [partial(np.multiply, delta, constant(0.0, delta), delta)]


def _mse(z: Array, a: Array, y: Array) -> float:
    """L = mean over samples and outputs of (a - y)^2."""
    return float(np.mean(np.square(a - y)))


def _half_squared_error(z: Array, a: Array, y: Array) -> float:
    """L = mean over samples of 1/2 sum over outputs of (a - y)^2, the textbook's."""
    return float(0.5 * np.sum(np.square(a - y)) / a.shape[1])


def _binary_crossentropy(z: Array, a: Array, y: Array) -> float:
    """L = mean of -(y ln a + (1 - y) ln(1 - a)), written as ln(1 + e^z) - y z, which is finite for any finite z."""
    return float(np.mean(np.logaddexp(0.0, z) - y * z))


def _categorical_crossentropy(z: Array, a: Array, y: Array) -> float:
    """L = mean over samples of -sum_k y_k ln a_k, written as ln(sum_j e^z_j) - sum_k y_k z_k (y sums to 1)."""
    top = z.max(axis=0, keepdims=True)
    log_total = top[0] + np.log(np.sum(np.exp(z - top), axis=0))
    return float(np.mean(log_total - np.sum(y * z, axis=0)))


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss("mse", "Mean squared error", "mean (a - y)²", _mse, lambda outputs: 2.0 / outputs),
        Loss("half_squared_error", "Half squared error", "½ Σ (a - y)²", _half_squared_error, lambda outputs: 1.0),
        Loss(
            "binary_crossentropy",
            "Log-loss (binary)",
            "-(y ln a + (1 - y) ln(1 - a))",
            _binary_crossentropy,
            lambda outputs: 1.0 / outputs,
            fused_with="sigmoid",
        ),
        Loss(
            "categorical_crossentropy",
            "Log-loss (softmax)",
            "-Σ y ln a",
            _categorical_crossentropy,
            lambda outputs: 1.0,
            fused_with="softmax",
        ),
    )
}


def loss_named(name: str) -> Loss:
    """The loss of this name.

    Raises UserError for a name that is not in the table.
    """
    return entry_named(LOSSES, name, "loss")
