"""Adam and its kin: the mean of the gradients over the root of the mean of their squares, or over the largest.

m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2, both beginning at 0, so that after t updates they are too small by
1 - b1^t and 1 - b2^t. The memory keeps M = m / (1 - b1) and V = v / (1 - b2): then M <- b1 M + g and V <- b2 V + g^2,
and whatever else stands in a formula goes into a few numbers that `begin` sets once for each update.
"""

from functools import partial
from itertools import accumulate
from math import sqrt
from operator import mul
from typing import TYPE_CHECKING

import numpy as np

from core.activations import constant
from core.arrays import Array, Call
from core.optimizers.optimizer import Clock, Optimizer, Rule, Stretch, divisor

if TYPE_CHECKING:
    from core.training import Training


def _move_moments(stretch: Stretch, beta_1: float, beta_2: float) -> list[Call]:
    """M <- b1 M + g;  V <- b2 V + g^2"""
    gradient, memory, (mean, square) = stretch.gradient, stretch.memory, stretch.memory
    if stretch.terms is not None:
        betas = np.empty_like(memory)
        betas[0], betas[1] = beta_1, beta_2
        return [
            partial(np.multiply, gradient, gradient, stretch.terms[1]),
            partial(np.multiply, memory, betas, memory),
            partial(np.add, memory, stretch.terms, memory),
        ]
    squared = stretch.spare[0]
    return [
        partial(np.multiply, mean, constant(beta_1, mean), mean),
        partial(np.add, mean, gradient, mean),
        partial(np.multiply, gradient, gradient, squared),
        partial(np.multiply, square, constant(beta_2, square), square),
        partial(np.add, square, squared, square),
    ]


def _adam(settings: "Training", clock: Clock, like: Array) -> Rule:
    """theta <- theta - lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + epsilon).    Kingma and Ba (2015), section 2

    As Keras, with epsilon outside the bias correction. In terms of M and V:
    theta <- theta - alpha M / (sqrt(V) + epsilon / sqrt(1 - b2)),
    alpha = lr sqrt(1 - b2^t) / (1 - b1^t) (1 - b1) / sqrt(1 - b2).
    """
    beta_1, beta_2 = settings.beta_1, settings.beta_2
    epsilon, alpha = divisor(settings.epsilon / sqrt(1.0 - beta_2), like), constant(0.0, like)
    share = (1.0 - beta_1) / sqrt(1.0 - beta_2)

    def begin() -> None:
        clock.updates = t = clock.updates + 1
        alpha[()] = clock.rate * share * sqrt(1.0 - beta_2**t) / (1.0 - beta_1**t)

    def bind(stretch: Stretch) -> list[Call]:
        theta, (mean, square), change = stretch.theta, stretch.memory, stretch.spare[0]
        return [
            *_move_moments(stretch, beta_1, beta_2),
            partial(np.sqrt, square, change),
            partial(np.add, change, epsilon, change),
            partial(np.divide, mean, change, change),
            partial(np.multiply, change, alpha, change),
            partial(np.subtract, theta, change, theta),
        ]

    return Rule(begin, bind)


def _adamw(settings: "Training", clock: Clock, like: Array) -> Rule:
    """theta <- theta - lr weight_decay theta, then as Adam.    Loshchilov and Hutter (2019); as Keras

    The decay passes the moments by ("decoupled"): it is no part of the gradient.
    """
    adam, decay = _adam(settings, clock, like), constant(0.0, like)
    begin_adam, weight_decay = adam.begin, settings.weight_decay
    assert begin_adam is not None

    def begin() -> None:
        decay[()] = clock.rate * weight_decay
        begin_adam()

    def bind(stretch: Stretch) -> list[Call]:
        # Not theta times 1 - decay: in float32 that number keeps the first digits of a small decay only, or none.
        theta, change = stretch.theta, stretch.spare[0]
        masked = [] if stretch.mask is None else [partial(np.multiply, change, stretch.mask, change)]
        return [
            partial(np.multiply, theta, decay, change),
            *masked,
            partial(np.subtract, theta, change, theta),
            *adam.bind(stretch),
        ]

    return Rule(begin, bind)


def _adamax(settings: "Training", clock: Clock, like: Array) -> Rule:
    """u <- max(b2 u, |g|);  theta <- theta - lr / (1 - b1^t) m / (u + epsilon).    Kingma and Ba (2015), section 7.1

    As Keras. m is kept as M = m / (1 - b1), u as it is.
    """
    beta_1 = settings.beta_1
    forget, decay = constant(beta_1, like), constant(settings.beta_2, like)
    epsilon, alpha = divisor(settings.epsilon, like), constant(0.0, like)
    share = 1.0 - beta_1

    def begin() -> None:
        clock.updates = t = clock.updates + 1
        alpha[()] = clock.rate * share / (1.0 - beta_1**t)

    def bind(stretch: Stretch) -> list[Call]:
        theta, gradient, (mean, largest), change = stretch.theta, stretch.gradient, stretch.memory, stretch.spare[0]
        return [
            partial(np.multiply, mean, forget, mean),
            partial(np.add, mean, gradient, mean),
            partial(np.multiply, largest, decay, largest),
            partial(np.absolute, gradient, change),
            partial(np.maximum, largest, change, out=largest),
            partial(np.add, largest, epsilon, change),
            partial(np.divide, mean, change, change),
            partial(np.multiply, change, alpha, change),
            partial(np.subtract, theta, change, theta),
        ]

    return Rule(begin, bind)


_PRODUCTS = tuple(accumulate((1.0 - 0.5 * 0.96**t for t in range(1, 1001)), mul, initial=1.0))
"""The products of 1 - 0.96^i / 2 over i = 1..t, at place t; beyond t = 1000 a further factor is 1 to the last bit."""


def momentum_product(beta_1: float, updates: int) -> float:
    """U_t = u_1 u_2 ... u_t after t updates, with u_t = b1 (1 - 0.96^t / 2)."""
    return float(beta_1**updates * _PRODUCTS[min(updates, len(_PRODUCTS) - 1)])


def _nadam(settings: "Training", clock: Clock, like: Array) -> Rule:
    """Adam with Nesterov's look ahead.    Dozat (2016), with the momentum schedule that Keras takes from it

    u_t = b1 (1 - 0.96^t / 2);  U_t = u_1 u_2 ... u_t, which is b1^t times a fixed product and so asks t alone
    m^ = u_{t+1} m / (1 - U_{t+1}) + (1 - u_t) g / (1 - U_t);  v^ = v / (1 - b2^t)
    theta <- theta - lr m^ / (sqrt(v^) + epsilon)

    In terms of M and V, with r = sqrt((1 - b2) / (1 - b2^t)), so that sqrt(v^) = r sqrt(V):
    theta <- theta - alpha (g + ahead M) / (sqrt(V) + epsilon / r),
    alpha = lr (1 - u_t) / (1 - U_t) / r;  ahead = (1 - b1) u_{t+1} / (1 - U_{t+1}) (1 - U_t) / (1 - u_t).
    """
    beta_1, beta_2, offset = settings.beta_1, settings.beta_2, divisor(settings.epsilon, like)
    alpha, ahead, epsilon = constant(0.0, like), constant(0.0, like), float(offset)
    share = 1.0 - beta_1

    def begin() -> None:
        clock.updates = t = clock.updates + 1
        rest = 1.0 - beta_1 * (1.0 - 0.5 * 0.96**t)
        coming = beta_1 * (1.0 - 0.5 * 0.96 ** (t + 1))
        product = momentum_product(beta_1, t)
        unit = sqrt((1.0 - beta_2) / (1.0 - beta_2**t))
        gain = rest / (1.0 - product)
        alpha[()] = clock.rate * gain / unit
        ahead[()] = share * coming / (1.0 - product * coming) / gain
        offset[()] = epsilon / unit

    def bind(stretch: Stretch) -> list[Call]:
        theta, (mean, square), (root, change) = stretch.theta, stretch.memory, stretch.spare
        return [
            *_move_moments(stretch, beta_1, beta_2),
            partial(np.sqrt, square, root),
            partial(np.add, root, offset, root),
            partial(np.multiply, mean, ahead, change),
            partial(np.add, change, stretch.gradient, change),
            partial(np.divide, change, root, change),
            partial(np.multiply, change, alpha, change),
            partial(np.subtract, theta, change, theta),
        ]

    return Rule(begin, bind)


def _units(settings: "Training") -> tuple[float, float]:
    return 1.0 - settings.beta_1, 1.0 - settings.beta_2


_BETAS = ("beta_1", "beta_2", "epsilon")
_CORRECTED = "θ ← θ \u2212 η √(1 \u2212 β₂ᵗ) / (1 \u2212 β₁ᵗ) m / (√v + ε)"
ADAM = Optimizer("adam", "Adam", _CORRECTED, ("mean", "square"), False, _BETAS, _units, _adam)
ADAMW = Optimizer(
    "adamw",
    "AdamW",
    f"θ ← θ \u2212 η λ θ;  {_CORRECTED}",
    ("mean", "square"),
    False,
    (*_BETAS, "weight_decay"),
    _units,
    _adamw,
)
ADAMAX = Optimizer(
    "adamax",
    "Adamax",
    "u ← max(β₂ u, |g|);  θ ← θ \u2212 η / (1 \u2212 β₁ᵗ) m / (u + ε)",
    ("mean", "largest"),
    False,
    _BETAS,
    lambda settings: (1.0 - settings.beta_1, 1.0),
    _adamax,
)
NADAM = Optimizer(
    "nadam",
    "Nadam",
    "M ← m and g, one step ahead;  V ← v / (1 \u2212 β₂ᵗ);  θ ← θ \u2212 η M / (√V + ε)",
    ("mean", "square"),
    False,
    _BETAS,
    _units,
    _nadam,
)
