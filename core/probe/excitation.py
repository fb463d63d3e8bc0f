"""What a neuron looks for: the samples that excite it most and least, and its strongest incoming weights."""

from collections.abc import Callable

import numpy as np

from core.arrays import Array, Indices
from core.network import Network

MOST_VALUES = 500_000
"""How many activations are held at a time."""


def ranked(sums: Array, activations: Array, count: int = 12) -> tuple[Indices, Indices]:
    """The places of the `count` samples that excite a neuron most, and of those that do least, each strongest first.

    By the activation a = f(z); where a is the same (a ReLU that is off, a sigmoid at its end) by the sum z, then by
    place. A sample whose z or a is not a number is in neither.    sums, activations (samples,)
    """
    places = np.flatnonzero(np.isfinite(sums) & np.isfinite(activations))
    z, a = sums[places], activations[places]
    most = places[np.lexsort((places, -z, -a))[:count]]
    least = places[np.lexsort((places, z, a))[:count]]
    return most, least


def first_of_each(x: Array) -> Indices:
    """The rows of x (samples, inputs) that no earlier row is the same as, ascending."""
    _, first = np.unique(x, axis=0, return_index=True)
    return np.sort(first)


def strongest(weights: Array, count: int = 20) -> Indices:
    """The places of the `count` largest |w|, largest first; what is not a number comes before all others.

    weights (inputs,)
    """
    size = np.where(np.isnan(weights), np.inf, np.abs(weights))
    order: Indices = np.argsort(-size, kind="stable")[:count]
    return order


@np.errstate(over="ignore", invalid="ignore")  # what is not finite shows as such
def answers_of(
    network: Network, theta: Array, x: Array, layer: int, unit: int, is_wanted: Callable[[], bool] = lambda: True
) -> tuple[Array, Array] | None:
    """What one neuron adds up and says for x (samples, inputs): two arrays (samples,); None: given up on the way.

    In pieces of bounded memory; before each `is_wanted` is asked whether somebody still waits.
    """
    z, a = np.empty(len(x), network.dtype), np.empty(len(x), network.dtype)
    at_once = max(1, MOST_VALUES // (network.inputs + sum(own.units for own in network.dense)))
    for start in range(0, len(x), at_once):
        if not is_wanted():
            return None
        piece = slice(start, start + at_once)
        sums, activations = network.sums_and_activations(theta, x[piece].T)
        z[piece], a[piece] = sums[layer][unit], activations[layer][unit]
    return z, a
