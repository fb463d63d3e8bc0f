"""Where the first weights come from: how far they spread, by the number of inputs and units of their layer."""

from collections.abc import Callable

import numpy as np

from core.arrays import Array
from core.tables import entry_named

Initializer = Callable[[np.random.Generator, int, int], Array]
"""(generator, inputs, units) -> weights of shape (inputs, units)"""


def glorot_uniform(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ U(-r, r), r = sqrt(6 / (inputs + units)).    Glorot and Bengio (2010)."""
    limit = np.sqrt(6.0 / (inputs + units))
    return generator.uniform(-limit, limit, (inputs, units))


def glorot_normal(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ N(0, s^2), s = sqrt(2 / (inputs + units)).    Glorot and Bengio (2010)."""
    return generator.normal(0.0, np.sqrt(2.0 / (inputs + units)), (inputs, units))


def he_uniform(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ U(-r, r), r = sqrt(6 / inputs).    He et al. (2015)."""
    limit = np.sqrt(6.0 / inputs)
    return generator.uniform(-limit, limit, (inputs, units))


def he_normal(generator: np.random.Generator, inputs: int, units: int) -> Array:
    """W ~ N(0, s^2), s = sqrt(2 / inputs).    He et al. (2015)."""
    return generator.normal(0.0, np.sqrt(2.0 / inputs), (inputs, units))


INITIALIZERS: dict[str, Initializer] = {
    "glorot_uniform": glorot_uniform,
    "glorot_normal": glorot_normal,
    "he_uniform": he_uniform,
    "he_normal": he_normal,
}


def initializer_named(name: str) -> Initializer:
    """The initializer of this name.

    Raises UserError for a name that is not in the table.
    """
    return entry_named(INITIALIZERS, name, "initializer")
