"""The activations: each is written once, in place on pre-activations, and knows its slope from its own output.

Arrays are features first, (units, samples). An activation hands out *bound calls* (see `core.plan`): what it costs to
decide is paid when the plan is made, not in a training step.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.arrays import Array, Call
from core.tables import entry_named


@dataclass(frozen=True)
class Activation:
    """One activation a = f(z).

    bind(z)           calls that turn z into f(z) in place
    bind_slope(a, d)  calls that write f'(z) into d, given a = f(z); None where the slope is 1 everywhere (linear),
                      zero everywhere (step) or not elementwise (softmax)
    """

    name: str
    label: str
    formula: str
    bind: Callable[[Array], list[Call]]
    bind_slope: Callable[[Array, Array], list[Call]] | None = None
    can_learn: bool = True
    is_elementwise: bool = True

    def __call__(self, z: Array) -> Array:
        """f(z) as a new array.    z (units, samples)"""
        a = np.array(z, order="C")
        for call in self.bind(a):
            call()
        return a


def constant(value: float, like: Array) -> Array:
    """A 0-d array: NumPy takes it as an operand nearly twice as fast as a Python float, and never changes the dtype."""
    return np.asarray(value, dtype=like.dtype)


def _linear(z: Array) -> list[Call]:
    """f(z) = z.    f'(z) = 1"""
    return []


def _step(z: Array) -> list[Call]:
    """f(z) = 1 for z >= 0, else 0.    f'(z) = 0, so nothing below it can learn."""
    return [partial(np.greater_equal, z, constant(0.0, z), z)]


def _sigmoid(z: Array) -> list[Call]:
    """f(z) = 1 / (1 + exp(-z)), computed as tanh(z/2)/2 + 1/2, which no finite z can overflow."""
    half = constant(0.5, z)
    return [
        partial(np.multiply, z, half, z),
        partial(np.tanh, z, z),
        partial(np.multiply, z, half, z),
        partial(np.add, z, half, z),
    ]


def _sigmoid_slope(a: Array, d: Array) -> list[Call]:
    """f'(z) = a (1 - a)"""
    return [partial(np.subtract, constant(1.0, a), a, d), partial(np.multiply, d, a, d)]


def _tanh(z: Array) -> list[Call]:
    """f(z) = tanh(z)"""
    return [partial(np.tanh, z, z)]


def _tanh_slope(a: Array, d: Array) -> list[Call]:
    """f'(z) = 1 - a^2"""
    return [partial(np.multiply, a, a, d), partial(np.subtract, constant(1.0, a), d, d)]


def _relu(z: Array) -> list[Call]:
    """f(z) = max(z, 0)"""
    # A full array of zeros: `maximum` with a scalar takes a slow path that is three times slower on wide layers.
    return [partial(np.maximum, z, np.zeros_like(z), out=z)]


def _relu_slope(a: Array, d: Array) -> list[Call]:
    """f'(z) = 1 for z > 0, else 0 (so f'(0) = 0); sign(a) says the same, since a >= 0."""
    return [partial(np.sign, a, d)]


def _softmax(z: Array) -> list[Call]:
    """f(z)_k = exp(z_k - max z) / sum_j exp(z_j - max z), over the units of each sample."""
    row = np.empty((1, z.shape[1]), z.dtype)
    return [
        partial(np.maximum.reduce, z, axis=0, out=row, keepdims=True),
        partial(np.subtract, z, row, z),
        partial(np.exp, z, z),
        partial(np.add.reduce, z, axis=0, out=row, keepdims=True),
        partial(np.divide, z, row, z),
    ]


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("linear", "linear", "f(z) = z", _linear),
        Activation("step", "step", "f(z) = 1 if z ≥ 0 else 0", _step, can_learn=False),
        Activation("sigmoid", "sigmoid", "f(z) = 1 / (1 + e⁻ᶻ)", _sigmoid, _sigmoid_slope),
        Activation("tanh", "tanh", "f(z) = tanh z", _tanh, _tanh_slope),
        Activation("relu", "ReLU", "f(z) = max(0, z)", _relu, _relu_slope),
        Activation("softmax", "softmax", "f(z)ₖ = eᶻₖ / Σ eᶻ", _softmax, is_elementwise=False),
    )
}


def activation_named(name: str) -> Activation:
    """The activation of this name.

    Raises UserError for a name that is not in the table.
    """
    return entry_named(ACTIVATIONS, name, "activation")
