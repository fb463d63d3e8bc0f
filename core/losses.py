"""The losses: what they are, and what they say back to the output layer.

Arrays are features first, (outputs, samples). Values are computed in float64 from pre-activations z and outputs a, so
that they stay finite for any z that float32 can hold. `delta` is the loss's derivative by the output layer's
pre-activations, before the division by the number of samples that the caller's `scale` holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.activations import activation_named, constant
from core.arrays import Array, Call
from core.errors import UserError
from core.tables import entry_named

SMALLEST = 1e-30
"""What stands between "no" and "yes" in a label, so that 0 belongs to "no"."""


@dataclass(frozen=True)
class Loss:
    """One loss.

    value(z, a, y)  the mean over the samples, a float
    share(outputs)  what the derivative below weighs, apart from 1 / samples
    bind_derivative calls for (a, y, delta, scratch) that write the derivative by a into delta; for a loss that acts on
                    z, those for (z, y, delta, scratch) and the derivative by z
    outputs         the output activations it has a meaning behind, its own first; empty: all that have a slope
    fused_with      the output activation with which the derivative by z is simply a - y; None: derive through f'
    acts_on_z       whether it looks at the pre-activations, whatever stands after them
    is_for_classes  whether it asks for labels instead of numbers
    """

    name: str
    label: str
    formula: str
    value: Callable[[Array, Array, Array], float]
    share: Callable[[int], float]
    bind_derivative: Callable[[Array, Array, Array, Array], list[Call]]
    outputs: tuple[str, ...] = ()
    fused_with: str | None = None
    acts_on_z: bool = False
    is_for_classes: bool = False

    def fits(self, activation: str) -> bool:
        """Whether this loss can train an output layer with this activation."""
        return activation in self.outputs if self.outputs else activation_named(activation).can_learn

    def check_fits(self, activation: str) -> None:
        """Raises UserError when this loss has no meaning behind an output layer with this activation."""
        if self.fits(activation):
            return
        if not self.outputs:
            raise UserError(
                f"The loss {self.name} cannot train a {activation} output, whose slope is zero everywhere.",
                "Choose the loss perceptron, or another output activation such as sigmoid.",
            )
        *others, last = self.outputs
        needed = f"{', '.join(others)} or {last}" if others else last
        other_loss = "mse" if activation_named(activation).can_learn else "perceptron"
        raise UserError(
            f"The loss {self.name} needs a {needed} output; this network ends in {activation}.",
            f"Set the output's activation to {self.outputs[0]}, or the loss to {other_loss}.",
        )

    def needs_z(self, activation: str) -> bool:
        """Whether `bind_delta` reads a copy of the output's pre-activations, because a does not tell them."""
        if self.acts_on_z:
            return activation != "linear"
        return activation_named(activation).needs_z

    def needs_slope(self, activation: str) -> bool:
        """Whether `bind_delta` reads f'(z) of the output's activation."""
        if self.acts_on_z or activation in (self.fused_with, "linear"):
            return False
        return activation_named(activation).bind_slope is not None

    def bind_delta(
        self, activation: str, z: Array | None, a: Array, y: Array, delta: Array, slope: Array, scale: Array
    ) -> list[Call]:
        """Calls that write scale * dL/dz into delta.

        z, a, y, delta, slope (outputs, samples); z is only read where `needs_z` says so; slope holds f'(z) where
        `needs_slope` says so, else it is scratch; scale is 0-d
        """
        if self.acts_on_z and activation != "linear":
            assert z is not None
            calls = self.bind_derivative(z, y, delta, slope)
        else:
            calls = self.bind_derivative(a, y, delta, slope)
        calls.append(partial(np.multiply, delta, scale, delta))
        if self.acts_on_z or activation in (self.fused_with, "linear"):
            return calls
        if self.needs_slope(activation):
            return [*calls, partial(np.multiply, delta, slope, delta)]
        return calls + _through_softmax(a, delta, slope)


def _through_softmax(a: Array, delta: Array, scratch: Array) -> list[Call]:
    """Calls that turn g = dL/da into dL/dz_k = a_k (g_k - sum_j g_j a_j), in place."""
    row = np.empty((1, a.shape[1]), a.dtype)
    return [
        partial(np.multiply, delta, a, scratch),
        partial(np.add.reduce, scratch, axis=0, out=row, keepdims=True),
        partial(np.subtract, delta, row, delta),
        partial(np.multiply, delta, a, delta),
    ]


def _difference(a: Array, y: Array, delta: Array, scratch: Array) -> list[Call]:
    """a - y"""
    return [partial(np.subtract, a, y, delta)]


def _mean_over_outputs(outputs: int) -> float:
    return 1.0 / outputs


def _mse(z: Array, a: Array, y: Array) -> float:
    """L = mean over samples and outputs of (a - y)^2."""
    return float(np.mean(np.square(a - y)))


def _half_squared_error(z: Array, a: Array, y: Array) -> float:
    """L = mean over samples of 1/2 sum over outputs of (a - y)^2, the textbook's."""
    return float(0.5 * np.sum(np.square(a - y)) / a.shape[1])


def _mae(z: Array, a: Array, y: Array) -> float:
    """L = mean over samples and outputs of |a - y|.    dL/da = sign(a - y), 0 where they are equal"""
    return float(np.mean(np.abs(a - y)))


def _mae_derivative(a: Array, y: Array, delta: Array, scratch: Array) -> list[Call]:
    return [partial(np.subtract, a, y, delta), partial(np.sign, delta, delta)]


def _huber(z: Array, a: Array, y: Array) -> float:
    """L = mean over samples and outputs of e^2 / 2 for |e| <= 1, else |e| - 1/2, with e = a - y.    Huber (1964)

    dL/da = e, held between -1 and 1. Keras's delta is 1 too.
    """
    error = np.abs(a - y)
    inside = np.minimum(error, 1.0)
    return float(np.mean(inside * (error - 0.5 * inside)))


def _huber_derivative(a: Array, y: Array, delta: Array, scratch: Array) -> list[Call]:
    return [
        partial(np.subtract, a, y, delta),
        partial(np.minimum, delta, np.full_like(delta, 1.0), out=delta),
        partial(np.maximum, delta, np.full_like(delta, -1.0), out=delta),
    ]


def _binary_crossentropy(z: Array, a: Array, y: Array) -> float:
    """L = mean of -(y ln a + (1 - y) ln(1 - a)), written as ln(1 + e^z) - y z, which is finite for any finite z."""
    return float(np.mean(np.logaddexp(0.0, z) - y * z))


def _categorical_crossentropy(z: Array, a: Array, y: Array) -> float:
    """L = mean over samples of -sum_k y_k ln a_k, written as ln(sum_j e^z_j) - sum_k y_k z_k (y sums to 1)."""
    top = z.max(axis=0, keepdims=True)
    log_total = top[0] + np.log(np.sum(np.exp(z - top), axis=0))
    return float(np.mean(log_total - np.sum(y * z, axis=0)))


def _signs(y: Array) -> Array:
    """t = +1 where y > 0, else -1: labels may be 0 and 1, or -1 and +1."""
    return np.where(y > 0.0, 1.0, -1.0)


def _hinge(z: Array, a: Array, y: Array) -> float:
    """L = mean over samples and outputs of max(0, 1 - t z), with t = -1 or +1.    Cortes and Vapnik (1995)

    dL/dz = -t where t z < 1, else 0.
    """
    return float(np.mean(np.maximum(0.0, 1.0 - _signs(y) * z)))


def _hinge_derivative(z: Array, y: Array, delta: Array, scratch: Array) -> list[Call]:
    return [
        # The sign of this is -t.
        partial(np.subtract, constant(SMALLEST, delta), y, scratch),
        partial(np.copysign, constant(1.0, delta), scratch, scratch),
        partial(np.multiply, scratch, z, delta),
        partial(np.greater, delta, constant(-1.0, delta), delta),
        partial(np.multiply, delta, scratch, delta),
    ]


def _perceptron(z: Array, a: Array, y: Array) -> float:
    """L = mean over samples and outputs of max(0, -t z), with t = -1 or +1.    Rosenblatt (1958)

    dL/dz = [z >= 0] - [t > 0]: with a step output that is a - y, so a step of SGD with the rate lr on one sample is the
    textbook's rule, w <- w + lr (y - step(w x + b)) x, and a sample on the right side moves nothing.
    """
    return float(np.mean(np.maximum(0.0, -_signs(y) * z)))


def _perceptron_derivative(z: Array, y: Array, delta: Array, scratch: Array) -> list[Call]:
    return [
        partial(np.greater_equal, z, constant(0.0, delta), delta),
        partial(np.greater, y, constant(0.0, delta), scratch),
        partial(np.subtract, delta, scratch, delta),
    ]


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss("mse", "Mean squared error", "mean (a \u2212 y)²", _mse, lambda outputs: 2.0 / outputs, _difference),
        Loss(
            "half_squared_error",
            "Half squared error",
            "½ Σ (a \u2212 y)²",
            _half_squared_error,
            lambda _: 1.0,
            _difference,
        ),
        Loss("mae", "Mean absolute error", "mean |a \u2212 y|", _mae, _mean_over_outputs, _mae_derivative),
        Loss(
            "huber",
            "Huber",
            "mean of ½ e² if |e| ≤ 1 else |e| \u2212 ½, with e = a \u2212 y",
            _huber,
            _mean_over_outputs,
            _huber_derivative,
        ),
        Loss(
            "binary_crossentropy",
            "Log-loss (binary)",
            "\u2212(y ln a + (1 \u2212 y) ln(1 \u2212 a))",
            _binary_crossentropy,
            _mean_over_outputs,
            _difference,
            outputs=("sigmoid",),
            fused_with="sigmoid",
            is_for_classes=True,
        ),
        Loss(
            "categorical_crossentropy",
            "Log-loss (softmax)",
            "\u2212Σ y ln a",
            _categorical_crossentropy,
            lambda _: 1.0,
            _difference,
            outputs=("softmax",),
            fused_with="softmax",
            is_for_classes=True,
        ),
        Loss(
            "hinge",
            "Hinge",
            "mean max(0, 1 \u2212 t z), with t = ±1",
            _hinge,
            _mean_over_outputs,
            _hinge_derivative,
            outputs=("linear", "tanh", "sigmoid", "step"),
            acts_on_z=True,
            is_for_classes=True,
        ),
        Loss(
            "perceptron",
            "Perceptron criterion",
            "mean max(0, \u2212t z), with t = ±1",
            _perceptron,
            _mean_over_outputs,
            _perceptron_derivative,
            outputs=("step", "linear", "tanh", "sigmoid"),
            acts_on_z=True,
            is_for_classes=True,
        ),
    )
}


def loss_named(name: str) -> Loss:
    """The loss of this name.

    Raises UserError for a name that is not in the table.
    """
    return entry_named(LOSSES, name, "loss")


def loss_for(activation: str) -> str:
    """The loss that goes with this output activation alone, else mean squared error; perceptron where no slope is."""
    if not activation_named(activation).can_learn:
        return "perceptron"
    return next((loss.name for loss in LOSSES.values() if loss.fused_with == activation), "mse")
