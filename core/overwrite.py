"""What Write, Fill and Randomize do to the vectors: numbers in place of numbers, the structure stays as it is."""

import numpy as np
from numpy.typing import NDArray

from core import layout
from core.arrays import Array
from core.initializers import initializer_named
from core.layers import Dense
from core.moves import BIAS, Fill, Randomize, Region, Write
from core.network import Network
from core.randomness import stream

Overwrite = Write | Fill | Randomize


def overwrite(
    network: Network, change: Overwrite, theta: Array, seed: int, draw: int
) -> tuple[Array, NDArray[np.bool_]]:
    """(theta with the new numbers, where they are), both (parameters,).

    seed, draw  which draw of the stream "new neurons" gives what is drawn anew

    What is drawn leaves alone what is locked or cut; what is cut stays zero whatever is written.
    """
    numbers, marked = theta.copy(), np.zeros(network.size, np.float32)
    views, marks = network.dense_views(numbers), network.dense_views(marked)
    is_free, gone = layout.masks(network)
    match change:
        case Write(places, values):
            for (layer, input, unit), value in zip(places, values, strict=True):
                _put(views[layer], (input,), (unit,), value)
                _put(marks[layer], (input,), (unit,), 1.0)
        case Fill(regions, value):
            for region in regions:
                _put(views[region.layer], region.inputs, region.units, value)
                _put(marks[region.layer], region.inputs, region.units, 1.0)
        case Randomize(regions):
            _draw(network, regions, views, marks, stream(seed, "new neurons", draw))
            if is_free is not None:
                marked[: network.trainable][~is_free] = 0.0
                numbers = np.where(marked > 0.0, numbers, theta)
    if gone is not None:
        numbers[gone] = 0.0
    return numbers, marked > 0.0


def _put(view: dict[str, Array], inputs: tuple[int, ...], units: tuple[int, ...], value: float) -> None:
    rows = [input for input in inputs if input != BIAS]
    view["weights"][np.ix_(rows, units)] = value
    if len(rows) < len(inputs) and "biases" in view:
        view["biases"][list(units)] = value


def _draw(
    network: Network,
    regions: tuple[Region, ...],
    views: list[dict[str, Array]],
    marks: list[dict[str, Array]],
    generator: np.random.Generator,
) -> None:
    """Each layer that a region touches is drawn as a whole: how far weights spread depends on its width."""
    drawn: dict[int, Array] = {}
    for layer in sorted({region.layer for region in regions}):
        own: Dense = network.dense[layer]
        drawn[layer] = initializer_named(own.initializer)(generator, network.widths[layer], own.units)
    for region in regions:
        rows, view = [input for input in region.inputs if input != BIAS], views[region.layer]
        where = np.ix_(rows, region.units)
        view["weights"][where] = drawn[region.layer][where]
        if len(rows) < len(region.inputs) and "biases" in view:
            view["biases"][list(region.units)] = network.dense[region.layer].bias_initializer
        _put(marks[region.layer], region.inputs, region.units, 1.0)
