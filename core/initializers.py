"""Where the first weights come from: how far they spread, by the number of inputs and units of their layer.

Glorot asks that signals keep their size forward and gradients backward, He the same behind a ReLU, which halves them,
LeCun forward only. The normal ones are plain: Keras cuts theirs off at two standard deviations and widens them so that
the variance is the same.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.tables import entry_named

CONSTANT = 0.1
"""Keras's Constant is 0 unless told otherwise, which is what `zeros` is for."""
SPREAD = 0.05


@dataclass(frozen=True)
class Initializer:
    """One initializer.

    draw  (generator, inputs, units) -> weights of shape (inputs, units)
    """

    name: str
    label: str
    formula: str
    draw: Callable[[np.random.Generator, int, int], Array]

    def __call__(self, generator: np.random.Generator, inputs: int, units: int) -> Array:
        """First weights of shape (inputs, units)."""
        return self.draw(generator, inputs, units)


def _zeros(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W = 0. Nothing reaches a hidden layer and nothing comes back, so only the last biases learn.

    One layer alone learns all the same.
    """
    return np.zeros((inputs, units))


def _constant(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W = 0.1. All neurons of a layer start equal, get equal gradients and stay equal: the symmetry that chance breaks.

    Rumelhart, Hinton and Williams (1986).
    """
    return np.full((inputs, units), CONSTANT)


def _uniform(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ U(-0.05, 0.05).    As Keras's RandomUniform"""
    return generator.uniform(-SPREAD, SPREAD, (inputs, units))


def _normal(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ N(0, 0.05^2).    As Keras's RandomNormal"""
    return generator.normal(0.0, SPREAD, (inputs, units))


def _glorot_uniform(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ U(-r, r), r = sqrt(6 / (inputs + units)).    Glorot and Bengio (2010)"""
    limit = np.sqrt(6.0 / (inputs + units))
    return generator.uniform(-limit, limit, (inputs, units))


def _glorot_normal(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ N(0, s^2), s = sqrt(2 / (inputs + units)).    Glorot and Bengio (2010)"""
    return generator.normal(0.0, np.sqrt(2.0 / (inputs + units)), (inputs, units))


def _he_uniform(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ U(-r, r), r = sqrt(6 / inputs).    He et al. (2015)"""
    limit = np.sqrt(6.0 / inputs)
    return generator.uniform(-limit, limit, (inputs, units))


def _he_normal(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ N(0, s^2), s = sqrt(2 / inputs).    He et al. (2015)"""
    return generator.normal(0.0, np.sqrt(2.0 / inputs), (inputs, units))


def _lecun_uniform(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ U(-r, r), r = sqrt(3 / inputs).    LeCun et al. (1998), section 4.6"""
    limit = np.sqrt(3.0 / inputs)
    return generator.uniform(-limit, limit, (inputs, units))


def _lecun_normal(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ N(0, s^2), s = sqrt(1 / inputs).    LeCun et al. (1998), section 4.6; Klambauer et al. (2017) for SELU"""
    return generator.normal(0.0, np.sqrt(1.0 / inputs), (inputs, units))


INITIALIZERS: dict[str, Initializer] = {
    initializer.name: initializer
    for initializer in (
        Initializer("zeros", "Zeros", "W = 0", _zeros),
        Initializer("constant", "Constant", f"W = {CONSTANT:g}", _constant),
        Initializer("uniform", "Uniform", f"W ~ U(\u2212{SPREAD:g}, {SPREAD:g})", _uniform),
        Initializer("normal", "Normal", f"W ~ N(0, {SPREAD:g}²)", _normal),
        Initializer(
            "glorot_uniform", "Glorot uniform", "W ~ U(\u2212r, r), r = √(6 / (inputs + units))", _glorot_uniform
        ),
        Initializer("glorot_normal", "Glorot normal", "W ~ N(0, s²), s = √(2 / (inputs + units))", _glorot_normal),
        Initializer("he_uniform", "He uniform", "W ~ U(\u2212r, r), r = √(6 / inputs)", _he_uniform),
        Initializer("he_normal", "He normal", "W ~ N(0, s²), s = √(2 / inputs)", _he_normal),
        Initializer("lecun_uniform", "LeCun uniform", "W ~ U(\u2212r, r), r = √(3 / inputs)", _lecun_uniform),
        Initializer("lecun_normal", "LeCun normal", "W ~ N(0, s²), s = √(1 / inputs)", _lecun_normal),
    )
}


def initializer_named(name: str) -> Initializer:
    """The initializer of this name.

    Raises UserError for a name that is not in the table.
    """
    return entry_named(INITIALIZERS, name, "initializer")
