"""The optimizers: each is its formula, once over the flat vector theta.

`memory` holds one row per vector an optimizer keeps between steps, each as long as theta. `bind` gives the calls of one
update; where `wants_step` is true the gradient arrives already multiplied by the learning rate (it is folded into the
output's delta, which is a handful of numbers, instead of into the gradient, which is as long as theta).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.activations import constant
from core.arrays import Array, Call
from core.tables import entry_named


class Clock:
    """How many updates have been made, and how large they are: what an update needs besides its vectors."""

    def __init__(self, rate: float, momentum: float) -> None:
        self.rate = rate
        self.momentum = momentum
        self.updates = 0


@dataclass(frozen=True)
class Optimizer:
    """One optimizer: how many vectors it remembers, and its update as bound calls (theta, gradient, memory, clock)."""

    name: str
    label: str
    formula: str
    memory_rows: int
    wants_step: bool
    bind: Callable[[Array, Array, Array, Clock], list[Call]]
    has_momentum: bool = False


def _sgd(theta: Array, step: Array, memory: Array, clock: Clock) -> list[Call]:
    """theta <- theta - lr g.    `step` is lr g."""
    return [partial(np.subtract, theta, step, theta)]


def _momentum(theta: Array, step: Array, memory: Array, clock: Clock) -> list[Call]:
    """v <- mu v - lr g;  theta <- theta + v.    Polyak (1964); as Keras's SGD(momentum=mu)."""
    velocity = memory[0]
    return [
        partial(np.multiply, velocity, constant(clock.momentum, theta), velocity),
        partial(np.subtract, velocity, step, velocity),
        partial(np.add, theta, velocity, theta),
    ]


ADAM_BETA_1, ADAM_BETA_2, ADAM_EPSILON = 0.9, 0.999, 1e-7


def _adam(theta: Array, gradient: Array, memory: Array, clock: Clock) -> list[Call]:
    """Kingma and Ba (2015), with Keras's epsilon 1e-7 outside the bias correction.

    m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2
    theta <- theta - lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + epsilon)

    The memory keeps M = m / (1 - b1) and V = v / (1 - b2), so that M <- b1 M + g and V <- b2 V + g^2: both rows move in
    two calls, and the missing factors go into the two numbers `alpha` and `epsilon`.
    """
    terms = np.empty((2, theta.size), theta.dtype)
    betas = np.empty_like(terms)
    betas[0], betas[1] = ADAM_BETA_1, ADAM_BETA_2
    change = np.empty_like(theta)
    alpha = constant(0.0, theta)
    epsilon = constant(ADAM_EPSILON / np.sqrt(1.0 - ADAM_BETA_2), theta)

    def set_alpha() -> None:
        clock.updates += 1
        correction = (1.0 - ADAM_BETA_2**clock.updates) ** 0.5 / (1.0 - ADAM_BETA_1**clock.updates)
        alpha[...] = clock.rate * correction * (1.0 - ADAM_BETA_1) / (1.0 - ADAM_BETA_2) ** 0.5

    return [
        set_alpha,
        partial(np.copyto, terms[0], gradient),
        partial(np.multiply, gradient, gradient, terms[1]),
        partial(np.multiply, memory, betas, memory),
        partial(np.add, memory, terms, memory),
        partial(np.sqrt, memory[1], change),
        partial(np.add, change, epsilon, change),
        partial(np.divide, memory[0], change, change),
        partial(np.multiply, change, alpha, change),
        partial(np.subtract, theta, change, theta),
    ]


OPTIMIZERS: dict[str, Optimizer] = {
    optimizer.name: optimizer
    for optimizer in (
        Optimizer("sgd", "SGD", "θ ← θ - η g", 0, True, _sgd),
        Optimizer("momentum", "Momentum", "v ← μ v - η g;  θ ← θ + v", 1, True, _momentum, has_momentum=True),
        Optimizer("adam", "Adam", "θ ← θ - η m̂ / (√v̂ + ε)", 2, False, _adam),
    )
}


def optimizer_named(name: str) -> Optimizer:
    """The optimizer of this name.

    Raises UserError for a name that is not in the table.
    """
    return entry_named(OPTIMIZERS, name, "optimizer")
