"""The places of weights and biases in a vector like theta: all in order, or the largest few."""

import numpy as np

from core.arrays import Array, Indices
from core.moves import BIAS
from core.network import Network

Place = tuple[int, int, int]
"""(layer, input, unit), counted among the dense layers; input BIAS is the unit's bias."""


def every_place(network: Network) -> int:
    """How many there are."""
    pairs = zip(network.widths, network.dense, strict=False)
    return sum(inputs * layer.units + layer.units * layer.use_bias for inputs, layer in pairs)


def in_order(network: Network) -> list[Place]:
    """Neuron by neuron, the weights of each before its bias."""
    return [
        (index, input, unit)
        for index, (inputs, layer) in enumerate(zip(network.widths, network.dense, strict=False))
        for unit in range(layer.units)
        for input in (*range(inputs), *([BIAS] if layer.use_bias else []))
    ]


def number_at(network: Network, vector: Array, place: Place) -> float:
    """The number of a place in a vector like theta."""
    layer, input, unit = place
    view = network.dense_views(vector)[layer]
    return float(view["biases"][unit] if input == BIAS else view["weights"][input, unit])


def strongest(network: Network, vector: Array, most: int) -> list[Place]:
    """The places of the largest numbers, the largest first; none that is 0."""
    found: list[tuple[float, Place]] = []
    for layer, view in enumerate(network.dense_views(vector)):
        for kind, numbers in view.items():
            sizes = np.nan_to_num(np.abs(numbers.ravel().astype(np.float64)), posinf=1e300)
            for index in _top(sizes, most).tolist():
                input, unit = (BIAS, index) if kind == "biases" else divmod(index, numbers.shape[1])
                found.append((float(sizes[index]), (layer, input, unit)))
    found.sort(key=lambda entry: -entry[0])
    return [place for size, place in found[:most] if size > 0.0]


def _top(sizes: Array, most: int) -> Indices:
    some = np.arange(sizes.size) if sizes.size < 10_000 else np.argpartition(sizes, -most)[-most:]
    ordered: Indices = some[np.argsort(-sizes[some], kind="stable")][:most]
    return ordered
