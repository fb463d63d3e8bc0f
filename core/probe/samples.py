"""The samples a probe looks at: numbers that fit the network, and no more of them than it can afford."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, Indices
from core.errors import UserError
from core.network import Network

GOLDEN = (5**0.5 - 1) / 2


def check_samples(network: Network, x: ArrayLike) -> NDArray[Any]:
    """x (samples, inputs) as it stands, to be cut up and passed to `columns`.

    Raises UserError unless it has at least one row and as many numbers per row as the network has inputs.
    """
    array = network.check_x(np.asarray(x))
    if array.dtype.kind not in "biuf":
        raise UserError(f"x holds {array.dtype}, not numbers.", "Pass an array of numbers.")
    if array.shape[0] == 0:
        raise UserError("x holds no samples.", "At least one row is needed.")
    return array


def columns(network: Network, x: NDArray[Any]) -> Array:
    """Rows of checked samples in the network's dtype and features first: (inputs, samples).

    Raises UserError for a number that is not finite, or not in that dtype.
    """
    with np.errstate(over="ignore"):  # what is beyond float32 is refused below
        rows: Array = np.asarray(x, network.dtype)
    if not np.isfinite(rows).all():
        raise UserError("x holds a number that is not finite.", "Remove or replace NaN and infinity first.")
    return rows.T


def spread(count: int, most: int) -> Indices:
    """At most `most` different indices below `count`, ascending and evenly spread: all of them where they are few.

    One from each of `most` equal stretches, k phi mod 1 of the way along stretch k. An even stride would fall into step
    with data that repeat (ten digits in turn, the rows of a matrix) and look at a few of the kinds only.
    """
    if count <= most:
        return np.arange(count)
    starts = np.arange(most + 1) * count // most
    along = np.arange(most) * GOLDEN % 1.0
    return starts[:-1] + (along * np.diff(starts)).astype(np.intp)
