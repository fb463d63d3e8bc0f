"""What a network answers everywhere: its outputs over a square grid of places (x1, x2), or along one input.

The grid is a picture's, so that its answers can be painted without turning them: row 0 is the top (x2 highest), column
0 the left (x1 lowest), and each point is the middle of its pixel. Seen as (size, size), x1 grows to the right and x2
grows upwards.
"""

import numpy as np

from core.arrays import Array
from core.network import DType, Network

Bounds = float | tuple[float, float]
"""One number for both axes, or one for x1 and one for x2."""


def grid_columns(low: Bounds, high: Bounds, size: int, dtype: DType = "float32") -> Array:
    """The middles of size * size pixels that fill low..high: (2, size * size), features first, row by row from the top.

    Pixel (row, column) is at index row * size + column.
    """
    (low_1, low_2), (high_1, high_2) = np.broadcast_to(low, 2), np.broadcast_to(high, 2)
    middles = (np.arange(size) + 0.5) / size
    x1 = low_1 + (high_1 - low_1) * middles
    x2 = high_2 - (high_2 - low_2) * middles
    grid = np.empty((2, size, size), dtype)
    grid[0] = x1[np.newaxis, :]
    grid[1] = x2[:, np.newaxis]
    return grid.reshape(2, size * size)


def boundary(network: Network, theta: Array, grid: Array) -> Array:
    """The outputs over a grid, ready to be painted: (outputs, size, size), row 0 on top.

    grid  (inputs, size * size), what the network is given at the places of `grid_columns` or `plane_columns`
    """
    size = round(grid.shape[1] ** 0.5)
    return network.activations(theta, grid)[-1].reshape(network.outputs, size, size)


def line_columns(low: float, high: float, size: int, dtype: DType = "float32") -> Array:
    """`size` values of a single input from low to high, both included: (1, size), features first."""
    return np.linspace(low, high, size, dtype=dtype)[np.newaxis]


def curve(network: Network, theta: Array, line: Array) -> Array:
    """The outputs along a line of `line_columns`: (outputs, size), from left to right."""
    return network.activations(theta, line)[-1]


def affordable_size(network: Network, largest: int = 100, smallest: int = 20, products: float = 20e6) -> int:
    """How fine a grid may be so that asking this network costs milliseconds.

    A product of a weight counts 1, an activation 10; more than `products` in all make the grid coarser.
    """
    per_point = network.size + 10 * sum(layer.units for layer in network.dense)
    return int(np.clip((products / per_point) ** 0.5, smallest, largest))
