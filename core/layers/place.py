"""The arrays between which a layer is bound, and the parameters it finds there."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import Array


class DenseParts(NamedTuple):
    """A dense layer's stretch of a vector, as views.

    weights  (units, inputs), the transpose of the W that everybody else sees
    biases   (units,); None where the layer has none
    block    (units, inputs + 1), the weights with the biases as last column, where they are stored so; else None
    """

    weights: Array
    biases: Array | None
    block: Array | None


class NormParts(NamedTuple):
    """A batch normalization's stretches of a vector, as views of the shape (units,)."""

    gamma: Array
    beta: Array
    moving_mean: Array
    moving_variance: Array


Parts = DenseParts | NormParts | None
"""What a layer finds in a vector; None: it has no parameters."""


@dataclass(frozen=True, eq=False)
class Place:
    """Where a layer stands in a plan. Arrays are features first, (units, rows).

    parts        its parameters, views of theta
    below        what comes in, (inputs, rows)
    below_ones   the same with a row of ones under it, (inputs + 1, rows)
    above        where its answer goes, (units, rows)
    z            where a dense layer leaves its sums before its activation is applied; None: nobody asks for them
    kept         (units, rows) and (units, 1): what the way back needs to know; None: there is no way back
    gradient     the same views of the gradient; None: there is no way back
    delta        the derivative by `above`, for a dense layer by its sums z; may be overwritten
    delta_below  where the derivative by `below_ones` goes, (inputs + 1, rows); None: nothing below can use it
    generator    draws what dropout leaves out; None: it leaves out nothing
    learns       whether the statistics of the batch move those in theta
    """

    parts: Parts
    below: Array
    below_ones: Array
    above: Array
    z: Array | None = None
    kept: tuple[Array, Array] | None = None
    gradient: Parts = None
    delta: Array | None = None
    delta_below: Array | None = None
    generator: np.random.Generator | None = None
    learns: bool = False
