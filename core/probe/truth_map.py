"""What a network reads from each of the 128 patterns that seven segments can show."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Indices
from core.data.segments import PATTERNS
from core.network import Network

NONE = -1
"""Stands where no digit is read."""


@dataclass(frozen=True, eq=False)
class TruthMap:
    """What is read from all patterns.

    outputs     (128, 10), to the bit what `Network.predict` says of `PATTERNS`
    digits      (128,) the digit that is read; NONE: none is
    confidence  (128,) the largest output, as a share of the way from no (0) to yes (1), and the middle between them
                where other outputs say yes as well; not a number where none is
    says_yes    (128, 10) whether an output is not below the middle
    """

    outputs: Array
    digits: Indices
    confidence: NDArray[np.float64]
    says_yes: NDArray[np.bool_]


def truth_map(network: Network, theta: Array, values: tuple[float, float] = (0.0, 1.0)) -> TruthMap:
    """Read every pattern by the rule of a single answer.

    The largest output decides, where it is not below the middle of `values`, what outputs are trained towards for no
    and for yes (`core.targets`); a blank pad never reads as a digit, and what is not a number is never the largest.
    Raises UserError unless the network has seven inputs; it must have ten outputs.
    """
    low, high = values
    outputs = network.predict(theta, PATTERNS)
    numbers = np.where(np.isnan(outputs), -np.inf, outputs).astype(np.float64)
    largest = numbers.max(axis=1)
    digits: Indices = np.argmax(numbers, axis=1)
    says_yes = numbers >= (low + high) / 2.0
    is_read = says_yes.any(axis=1) & PATTERNS.any(axis=1)
    confidence = np.where(np.isneginf(largest), np.nan, (largest - low) / (high - low))
    confidence[says_yes.sum(axis=1) > 1] = 0.5
    return TruthMap(outputs, np.where(is_read, digits, NONE), confidence, says_yes)
