"""The activations: each is written once, in place on pre-activations, and knows its slope.

Arrays are features first, (units, samples). An activation hands out *bound calls* (see `core.plan`): what it costs to
decide is paid when the plan is made, not in a training step. None of them overflows for any finite z. Slopes come from
the output a = f(z), which is there anyway; only where a does not tell z (GELU and Swish fall and rise) a copy of z is
needed too. Defaults are those of Keras. Minima and maxima are taken with full arrays: with a scalar NumPy takes a slow
path, three times slower on wide layers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import pi, sqrt

import numpy as np

from core.arrays import Array, Call
from core.erf import bind_erfc
from core.tables import entry_named

LEAK = 0.2
"""The slope of the leaky ReLU below zero."""


@dataclass(frozen=True)
class Activation:
    """One activation a = f(z).

    bind(z)              calls that turn z into f(z) in place
    bind_slope(z, a, d)  calls that write f'(z) into d, given a = f(z); None where the slope is 1 everywhere (linear),
                         zero everywhere (step) or not elementwise (softmax). z is a copy of the pre-activations where
                         `needs_z` says so, else it may be None. All three may be views, of several layers at once
    can_learn            False where the slope is zero everywhere
    is_elementwise       False where the units of a layer depend on each other
    needs_z              whether the slope cannot be found from a alone
    """

    name: str
    label: str
    formula: str
    bind: Callable[[Array], list[Call]]
    bind_slope: Callable[[Array | None, Array, Array], list[Call]] | None = None
    can_learn: bool = True
    is_elementwise: bool = True
    needs_z: bool = False
    has_binary_slope: bool = False

    def __call__(self, z: Array) -> Array:
        """f(z) as a new array.    z (units, samples)"""
        a = np.array(z, order="C")
        self.apply(a)
        return a

    def apply(self, z: Array) -> None:
        """Turn z into f(z) in place."""
        # Two finite numbers can be further apart than the largest one: softmax's difference is minus infinity then, and
        # exp of that is right.
        with np.errstate(over="ignore"):
            for call in self.bind(z):
                call()


def constant(value: float, like: Array) -> Array:
    """A 0-d array: NumPy takes it as an operand nearly twice as fast as a Python float, and never changes the dtype."""
    return np.asarray(value, dtype=like.dtype)


def _linear(z: Array) -> list[Call]:
    """f(z) = z.    f'(z) = 1"""
    return []


def _step(z: Array) -> list[Call]:
    """f(z) = 1 for z >= 0, else 0.    f'(z) = 0, so nothing before it can learn.    McCulloch and Pitts (1943)"""
    return [partial(np.greater_equal, z, constant(0.0, z), z)]


def _sigmoid(z: Array) -> list[Call]:
    """f(z) = 1 / (1 + exp(-z)), computed as tanh(z/2)/2 + 1/2, which no finite z can overflow."""
    return _bind_sigmoid(z, z)


def _bind_sigmoid(z: Array, a: Array) -> list[Call]:
    """Calls that write sigmoid(z) into a, which may be z."""
    half = constant(0.5, z)
    return [
        partial(np.multiply, z, half, a),
        partial(np.tanh, a, a),
        partial(np.multiply, a, half, a),
        partial(np.add, a, half, a),
    ]


def _sigmoid_slope(z: Array | None, a: Array, d: Array) -> list[Call]:
    """f'(z) = a (1 - a)"""
    return [partial(np.subtract, constant(1.0, a), a, d), partial(np.multiply, d, a, d)]


def _tanh(z: Array) -> list[Call]:
    """f(z) = tanh(z)"""
    return [partial(np.tanh, z, z)]


def _tanh_slope(z: Array | None, a: Array, d: Array) -> list[Call]:
    """f'(z) = 1 - a^2"""
    return [partial(np.multiply, a, a, d), partial(np.subtract, constant(1.0, a), d, d)]


def _relu(z: Array) -> list[Call]:
    """f(z) = max(z, 0).    Nair and Hinton (2010)"""
    return [partial(np.maximum, z, np.zeros_like(z), out=z)]


def _relu_slope(z: Array | None, a: Array, d: Array) -> list[Call]:
    """f'(z) = 1 for z > 0, else 0 (so f'(0) = 0); sign(a) says the same, since a >= 0.

    A d of bools is filled by a comparison: on wide layers that is twice as fast, on small ones half.
    """
    if d.dtype == np.bool_:
        return [partial(np.greater, a, constant(0.0, a), d)]
    return [partial(np.sign, a, d)]


def _leaky_relu(z: Array) -> list[Call]:
    """f(z) = z for z > 0, else 0.2 z; that is max(z, 0.2 z).    Maas, Hannun and Ng (2013); 0.2 as in Keras"""
    leaked = np.empty_like(z)
    return [partial(np.multiply, z, constant(LEAK, z), leaked), partial(np.maximum, z, leaked, out=z)]


def _leaky_relu_slope(z: Array | None, a: Array, d: Array) -> list[Call]:
    """f'(z) = 1 for z > 0, else 0.2 (so f'(0) = 0.2); a has the sign of z."""
    return [partial(np.sign, a, d), partial(np.maximum, d, np.full_like(d, LEAK), out=d)]


def _elu(z: Array) -> list[Call]:
    """f(z) = z for z > 0, else exp(z) - 1, which is never below z.    Clevert, Unterthiner and Hochreiter (2016)"""
    below = np.empty_like(z)
    return [
        partial(np.minimum, z, np.zeros_like(z), out=below),
        partial(np.expm1, below, below),
        partial(np.maximum, z, below, out=z),
    ]


def _elu_slope(z: Array | None, a: Array, d: Array) -> list[Call]:
    """f'(z) = 1 for z > 0, else exp(z); that is min(a, 0) + 1."""
    return [partial(np.minimum, a, np.zeros_like(a), out=d), partial(np.add, d, constant(1.0, a), d)]


def _gelu(z: Array) -> list[Call]:
    """f(z) = z Phi(z) = z (1 + erf(z / sqrt 2)) / 2, exact, not by tanh.    Hendrycks and Gimpel (2016)

    Computed as max(z, 0) - |z|/2 erfc(|z| / sqrt 2), whose tails are right: nothing cancels where Phi is tiny.
    """
    x, tail = np.empty(z.shape, z.dtype), np.empty(z.shape, z.dtype)
    return [
        partial(np.multiply, z, constant(sqrt(0.5), z), x),
        partial(np.absolute, x, x),
        *bind_erfc(x.reshape(-1), tail.reshape(-1)),
        partial(np.absolute, z, x),
        partial(np.multiply, x, constant(0.5, z), x),
        partial(np.multiply, x, tail, tail),
        partial(np.maximum, z, np.full_like(z, -0.0), out=z),
        partial(np.subtract, z, tail, z),
    ]


def _gelu_slope(z: Array | None, a: Array, d: Array) -> list[Call]:
    """f'(z) = Phi(z) + z phi(z), with phi(z) = exp(-z^2 / 2) / sqrt(2 pi) and Phi(z) = a / z.

    The quotient is taken as (a + tiny/2) / (z + tiny), tiny with the sign of z, which is 1/2 at 0, as it must be. The
    exponential is 0 beyond 40, so larger z need not be squared.
    """
    assert z is not None
    bell = np.empty(a.shape, a.dtype)
    return [
        partial(np.copysign, constant(1e-30, a), z, bell),
        partial(np.add, z, bell, d),
        partial(np.multiply, bell, constant(0.5, a), bell),
        partial(np.add, a, bell, bell),
        partial(np.divide, bell, d, d),
        partial(np.absolute, z, bell),
        partial(np.minimum, bell, constant(40.0, a), out=bell),
        partial(np.multiply, bell, bell, bell),
        partial(np.multiply, bell, constant(-0.5, a), bell),
        partial(np.exp, bell, bell),
        partial(np.multiply, bell, constant(1.0 / sqrt(2.0 * pi), a), bell),
        partial(np.multiply, bell, z, bell),
        partial(np.add, d, bell, d),
    ]


def _swish(z: Array) -> list[Call]:
    """f(z) = z sigmoid(z), computed as z/2 (1 + tanh(z/2)).    Ramachandran, Zoph and Le (2017); also called SiLU"""
    doubled = np.empty_like(z)
    return [
        partial(np.multiply, z, constant(0.5, z), z),
        partial(np.tanh, z, doubled),
        partial(np.add, doubled, constant(1.0, z), doubled),
        partial(np.multiply, z, doubled, z),
    ]


def _swish_slope(z: Array | None, a: Array, d: Array) -> list[Call]:
    """f'(z) = s + a (1 - s), with s = sigmoid(z)"""
    assert z is not None
    rest = np.empty(a.shape, a.dtype)
    return [
        *_bind_sigmoid(z, d),
        partial(np.subtract, constant(1.0, a), d, rest),
        partial(np.multiply, rest, a, rest),
        partial(np.add, d, rest, d),
    ]


def _softplus(z: Array) -> list[Call]:
    """f(z) = ln(1 + exp(z)), computed as max(z, 0) + ln(1 + exp(-|z|)).    Dugas et al. (2001)"""
    # `logaddexp` would be one call, but is thirteen times slower on wide layers.
    rest = np.empty_like(z)
    return [
        partial(np.copysign, z, constant(-1.0, z), rest),
        partial(np.exp, rest, rest),
        partial(np.log1p, rest, rest),
        partial(np.maximum, z, np.zeros_like(z), out=z),
        partial(np.add, z, rest, z),
    ]


def _softplus_slope(z: Array | None, a: Array, d: Array) -> list[Call]:
    """f'(z) = sigmoid(z) = 1 - exp(-a)"""
    return [partial(np.negative, a, d), partial(np.expm1, d, d), partial(np.negative, d, d)]


def _softmax(z: Array) -> list[Call]:
    """f(z)_k = exp(z_k - max z) / sum_j exp(z_j - max z), over the units of each sample.    Bridle (1990)"""
    row = np.empty((1, z.shape[1]), z.dtype)
    return [
        partial(np.maximum.reduce, z, axis=0, out=row, keepdims=True),
        partial(np.subtract, z, row, z),
        partial(np.exp, z, z),
        partial(np.ones((1, z.shape[0]), z.dtype).dot, z, row),  # a product sums faster than a reduction
        partial(np.divide, z, row, z),
    ]


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("linear", "linear", "f(z) = z", _linear),
        Activation("step", "step", "f(z) = 1 if z ≥ 0 else 0", _step, can_learn=False),
        Activation("sigmoid", "sigmoid", "f(z) = 1 / (1 + e⁻ᶻ)", _sigmoid, _sigmoid_slope),
        Activation("tanh", "tanh", "f(z) = tanh z", _tanh, _tanh_slope),
        Activation("relu", "ReLU", "f(z) = max(0, z)", _relu, _relu_slope, has_binary_slope=True),
        Activation("leaky_relu", "Leaky ReLU", "f(z) = max(0.2 z, z)", _leaky_relu, _leaky_relu_slope),
        Activation("elu", "ELU", "f(z) = z if z > 0 else eᶻ \u2212 1", _elu, _elu_slope),
        Activation("gelu", "GELU", "f(z) = z Φ(z)", _gelu, _gelu_slope, needs_z=True),
        Activation("swish", "Swish", "f(z) = z / (1 + e⁻ᶻ)", _swish, _swish_slope, needs_z=True),
        Activation("softplus", "Softplus", "f(z) = ln(1 + eᶻ)", _softplus, _softplus_slope),
        Activation("softmax", "softmax", "f(z)ₖ = eᶻₖ / Σ eᶻ", _softmax, is_elementwise=False),
    )
}


def activation_named(name: str) -> Activation:
    """The activation of this name.

    Raises UserError for a name that is not in the table.
    """
    return entry_named(ACTIVATIONS, name, "activation")
