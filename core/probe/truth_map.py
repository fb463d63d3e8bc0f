"""What a network reads from each of the 128 patterns that seven segments can show, and from one-segment faults."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Indices
from core.data.segments import SEGMENT_NAMES, SHAPES
from core.network import Network

NONE = -1
"""Stands where no digit is read."""


def pattern_index(values: Array) -> int:
    """Which of `PATTERNS` these segments (7,) are; lit from 0.5 on."""
    return int((np.asarray(values) >= 0.5) @ _WEIGHTS)


_WEIGHTS = 2 ** np.arange(len(SEGMENT_NAMES))[::-1]

PATTERNS: Array = np.array(list(product([0.0, 1.0], repeat=len(SEGMENT_NAMES))))
"""(128, 7): all of them, counted in binary with segment a as the highest digit; the first is blank."""
PATTERNS.setflags(write=False)

DISTANCES: Indices = np.abs(PATTERNS[:, np.newaxis] - SHAPES).sum(axis=2).astype(np.intp)
"""(128, 10): in how many segments each pattern differs from each digit's shape."""
DISTANCES.setflags(write=False)

SHAPE_PATTERNS: Indices = np.argmin(DISTANCES, axis=0)
"""(10,): which pattern is each digit's shape."""
SHAPE_PATTERNS.setflags(write=False)

FAULTS = int(np.count_nonzero(DISTANCES == 1))
"""How many faults of one segment there are: 10 shapes x 7 segments = 70."""

BEST_FAULTS = int(np.count_nonzero(DISTANCES.min(axis=1) == 1))
"""How many of the faults a reader of all ten shapes can get right at most: 43.

A reader says one digit per pattern. 14 of the faults end at another digit's shape (8 without its middle bar is 0): who
reads that shape gets them wrong. The other 56 end at 43 patterns that are nobody's shape, some of them at the same one
(the fault of two or three digits), of which one digit at most can be read: one right fault per such pattern.
"""


@dataclass(frozen=True, eq=False)
class TruthMap:
    """What is read from all patterns.

    outputs     (128, 10), to the bit what `Network.predict` says of `PATTERNS`
    digits      (128,) the digit that is read; NONE: none is
    confidence  (128,) the largest output, as a share of the way from no (0) to yes (1); not a number where none is
    """

    outputs: Array
    digits: Indices
    confidence: NDArray[np.float64]

    @property
    def faults_read(self) -> int:
        """How many of the `FAULTS` are still read as the digit they began as."""
        return int(np.count_nonzero((DISTANCES == 1) & (self.digits[:, np.newaxis] == np.arange(len(SHAPES)))))

    @property
    def shapes_read(self) -> int:
        """How many of the ten shapes are read."""
        return int(np.count_nonzero(self.digits[SHAPE_PATTERNS] == np.arange(len(SHAPES))))


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
    is_read = (largest >= (low + high) / 2.0) & PATTERNS.any(axis=1)
    confidence = np.where(np.isneginf(largest), np.nan, (largest - low) / (high - low))
    return TruthMap(outputs, np.where(is_read, digits, NONE), confidence)
