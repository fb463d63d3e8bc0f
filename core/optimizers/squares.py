"""The optimizers that divide each gradient by the root of its own squares so far."""

from functools import partial
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from core.activations import constant
from core.arrays import Array, Call
from core.optimizers.optimizer import Clock, Optimizer, Rule, Stretch, divisor

if TYPE_CHECKING:
    from core.training import Training

ADAGRAD_START = 0.1
"""What Adagrad's sum begins with, as Keras's initial_accumulator_value."""


def _divided_by_root(stretch: Stretch, squares: Array, offset: Array, rate: Array) -> list[Call]:
    """theta <- theta - rate g / sqrt(squares + offset)"""
    change = stretch.spare[0]
    return [
        partial(np.add, squares, offset, change),
        partial(np.sqrt, change, change),
        partial(np.divide, stretch.gradient, change, change),
        partial(np.multiply, change, rate, change),
        partial(np.subtract, stretch.theta, change, stretch.theta),
    ]


def _adagrad(settings: "Training", clock: Clock, like: Array) -> Rule:
    """s <- s + g^2;  theta <- theta - lr g / sqrt(0.1 + s + epsilon).    Duchi, Hazan and Singer (2011); as Keras

    Keras's sum begins at 0.1; here it begins at 0 and the 0.1 is added where it is used, so that what never moves
    leaves nothing in memory.
    """
    offset, rate = divisor(ADAGRAD_START + settings.epsilon, like), constant(0.0, like)

    def begin() -> None:
        clock.updates += 1
        rate[()] = clock.rate

    def bind(stretch: Stretch) -> list[Call]:
        gradient, total, change = stretch.gradient, stretch.memory[0], stretch.spare[0]
        return [
            partial(np.multiply, gradient, gradient, change),
            partial(np.add, total, change, total),
            *_divided_by_root(stretch, total, offset, rate),
        ]

    return Rule(begin, bind)


def _rmsprop(settings: "Training", clock: Clock, like: Array) -> Rule:
    """v <- rho v + (1 - rho) g^2;  theta <- theta - lr g / sqrt(v + epsilon).    Hinton (2012), lecture 6e; as Keras

    The memory keeps V = v / (1 - rho), so that V <- rho V + g^2 is one call shorter; with it
    theta <- theta - lr / sqrt(1 - rho) g / sqrt(V + epsilon / (1 - rho)).
    """
    unit = 1.0 - settings.rho
    rho, offset, alpha = constant(settings.rho, like), divisor(settings.epsilon / unit, like), constant(0.0, like)
    share = 1.0 / sqrt(unit)

    def begin() -> None:
        clock.updates += 1
        alpha[()] = clock.rate * share

    def bind(stretch: Stretch) -> list[Call]:
        gradient, square, change = stretch.gradient, stretch.memory[0], stretch.spare[0]
        return [
            partial(np.multiply, gradient, gradient, change),
            partial(np.multiply, square, rho, square),
            partial(np.add, square, change, square),
            *_divided_by_root(stretch, square, offset, alpha),
        ]

    return Rule(begin, bind)


ADAGRAD = Optimizer(
    "adagrad",
    "Adagrad",
    "s ← s + g²;  θ ← θ \u2212 η g / √(0.1 + s + ε)",
    ("sum",),
    False,
    ("epsilon",),
    lambda settings: (1.0,),
    _adagrad,
)
RMSPROP = Optimizer(
    "rmsprop",
    "RMSprop",
    "v ← rho v + (1 \u2212 rho) g²;  θ ← θ \u2212 η g / √(v + ε)",
    ("square",),
    False,
    ("rho", "epsilon"),
    lambda settings: (1.0 - settings.rho,),
    _rmsprop,
)
