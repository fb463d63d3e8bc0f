"""Neurons that say the same whatever comes in: nothing is lost when the neurons above them take that over as a bias."""

import numpy as np
from numpy.typing import NDArray

from core import layout
from core.activations import activation_named
from core.arrays import Array
from core.network import Network


def constants(network: Network, theta: Array, layer: int) -> tuple[NDArray[np.bool_], Array]:
    """Which units of a layer have only zeros as incoming weights, and what every unit says where it is so, f(b).

    Truths and numbers, (units,) both. None is one where the units depend on each other, as with softmax.
    """
    view, activation = network.dense_views(theta)[layer], activation_named(network.dense[layer].activation)
    units = network.dense[layer].units
    biases = view["biases"] if "biases" in view else np.zeros(units, network.dtype)
    is_constant = np.full(units, activation.is_elementwise)
    is_constant &= ~view["weights"].any(axis=0)
    return is_constant, activation(biases[:, np.newaxis].astype(np.float64))[:, 0]


def taken_over(network: Network, theta: Array, layer: int, gone: NDArray[np.bool_]) -> Array | None:
    """What the units of `layer` have to add to their biases when these units below them go, (units,).

    gone  which units below go, as truths
    Nothing is added to a bias that is locked. None where nothing has to be added, or where it would not be the same:
    something stands in between, or there are no biases that are free.
    """
    is_free = layout.free_biases(network.dense[layer])
    if layer == 0 or network.followers[layer] or not is_free.any():
        return None
    is_constant, values = constants(network, theta, layer - 1)
    which = np.flatnonzero(gone & is_constant)
    if which.size == 0:
        return None
    passed: Array = values[which] @ network.dense_views(theta)[layer]["weights"][which].astype(np.float64)
    return np.where(is_free, passed, 0.0)
