"""The optimizers that go a step down the gradient, with or without a velocity; they take lr g ready-made."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from core.activations import constant
from core.arrays import Array, Call
from core.optimizers.optimizer import Clock, Optimizer, Rule, Stretch

if TYPE_CHECKING:
    from core.training import Training


def _sgd(settings: "Training", clock: Clock, like: Array) -> Rule:
    """theta <- theta - lr g.    Robbins and Monro (1951)"""

    def bind(stretch: Stretch) -> list[Call]:
        return [partial(np.subtract, stretch.theta, stretch.gradient, stretch.theta)]

    return Rule(None, bind)


def _momentum(settings: "Training", clock: Clock, like: Array) -> Rule:
    """v <- mu v - lr g;  theta <- theta + v.    Polyak (1964); as Keras's SGD(momentum=mu)"""
    mu = constant(settings.momentum, like)

    def bind(stretch: Stretch) -> list[Call]:
        theta, velocity = stretch.theta, stretch.memory[0]
        return [
            partial(np.multiply, velocity, mu, velocity),
            partial(np.subtract, velocity, stretch.gradient, velocity),
            partial(np.add, theta, velocity, theta),
        ]

    return Rule(None, bind)


def _nesterov(settings: "Training", clock: Clock, like: Array) -> Rule:
    """v <- mu v - lr g;  theta <- theta + mu v - lr g.    Nesterov (1983), in the form of Sutskever et al. (2013)

    theta is where the velocity will carry it, so that g is taken there. As Keras's SGD(momentum=mu, nesterov=True).
    """
    mu = constant(settings.momentum, like)

    def bind(stretch: Stretch) -> list[Call]:
        theta, velocity, change = stretch.theta, stretch.memory[0], stretch.spare[0]
        return [
            partial(np.multiply, velocity, mu, velocity),
            partial(np.subtract, velocity, stretch.gradient, velocity),
            partial(np.multiply, velocity, mu, change),
            partial(np.subtract, change, stretch.gradient, change),
            partial(np.add, theta, change, theta),
        ]

    return Rule(None, bind)


SGD = Optimizer("sgd", "SGD", "θ ← θ \u2212 η g", (), True, (), lambda settings: (), _sgd)
MOMENTUM = Optimizer(
    "momentum",
    "Momentum",
    "v ← μ v \u2212 η g;  θ ← θ + v",
    ("velocity",),
    True,
    ("momentum",),
    lambda settings: (1.0,),
    _momentum,
)
NESTEROV = Optimizer(
    "nesterov",
    "Nesterov",
    "v ← μ v \u2212 η g;  θ ← θ + μ v \u2212 η g",
    ("velocity",),
    True,
    ("momentum",),
    lambda settings: (1.0,),
    _nesterov,
)
