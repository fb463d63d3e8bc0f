"""The weights that a network begins with, and whether weights are still these."""

import numpy as np

from core.arrays import Array
from core.data import Recipe, build
from core.network import Network


def first_weights(network: Network, seed: int, recipe: Recipe | None) -> Array:
    """(parameters,), drawn from the seed for these data."""
    return network.initial(seed, None if recipe is None else build(recipe).x)


def are_first_weights(network: Network, theta: Array, seed: int, recipe: Recipe | None) -> bool:
    """Whether these are they; others may come from another program, from a person's hands, or from training."""
    return np.array_equal(theta, first_weights(network, seed, recipe))
