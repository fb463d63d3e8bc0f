"""Where shapes lie among the 128 patterns, and what one switched segment makes of them."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from core.arrays import Array, Indices
from core.data.segments import PATTERNS, SEGMENT_NAMES, Shapes, shapes_with

_WEIGHTS = 2 ** np.arange(len(SEGMENT_NAMES))[::-1]


def pattern_indices(values: Array) -> Indices:
    """Which of `PATTERNS` each of these is, (...); lit from 0.5 on.    values (..., 7)"""
    indices: Indices = (np.asarray(values) >= 0.5) @ _WEIGHTS
    return indices


def pattern_index(values: Array) -> int:
    """The same of one.    values (7,)"""
    return int(pattern_indices(values))


@dataclass(frozen=True, eq=False)
class KnownShapes:
    """Clean shapes and their surroundings: a fault is one of them with one segment switched."""

    shapes: Shapes

    @cached_property
    def patterns(self) -> Indices:
        """(shapes,): which pattern each shape is."""
        return pattern_indices(self.shapes.values)

    @cached_property
    def distances(self) -> Indices:
        """(128, shapes): in how many segments each pattern differs from each shape."""
        distances: Indices = np.abs(PATTERNS[:, np.newaxis] - self.shapes.values).sum(axis=2).astype(np.intp)
        return distances

    @property
    def faults(self) -> int:
        """How many faults there are: 7 of each shape, 70 of the ten usual ones."""
        return len(SEGMENT_NAMES) * len(self.shapes)

    @cached_property
    def _faults_of(self) -> Indices:
        """(128, 10): how many faults of a digit's shapes end at each pattern."""
        counted: Indices = ((self.distances == 1) @ self.shapes.one_hot).astype(np.intp)
        return counted

    @cached_property
    def _digit_there(self) -> Indices:
        """(128,): the digit whose shape each pattern is; -1: nobody's."""
        digits = np.full(len(PATTERNS), -1, np.intp)
        digits[self.patterns] = self.shapes.digits
        return digits

    @cached_property
    def misleading(self) -> int:
        """How many faults end at a shape of another digit: 14 of the 70."""
        at_shape = self._digit_there >= 0
        own = self._faults_of[at_shape, self._digit_there[at_shape]]
        return int(self._faults_of[at_shape].sum() - own.sum())

    @cached_property
    def best_faults(self) -> int:
        """How many of the faults a reader of all these shapes can get right at most: 43 of the 70.

        A reader says one digit per pattern. 14 of the faults end at another digit's shape (8 without its middle bar is
        0): who reads that shape gets them wrong. The other 56 end at 43 patterns that are nobody's shape, some of them
        at the same one (the fault of two or three digits), of which one digit at most can be read. Where a digit has
        two shapes, a fault of one may end at the other, which is read right, and two may end at one pattern.
        """
        at_shape = self._digit_there >= 0
        own = self._faults_of[at_shape, self._digit_there[at_shape]]
        return int(own.sum() + self._faults_of[~at_shape].max(axis=1).sum())

    def faults_read(self, digits: Indices) -> int:
        """How many of the faults are still read as the digit they began as.    digits (128,), -1: none is read"""
        return int(self._faults_of[np.flatnonzero(digits >= 0), digits[digits >= 0]].sum())


@lru_cache(maxsize=8)
def known_shapes(variants: tuple[int, ...] = ()) -> KnownShapes:
    """Those of `core.data.segments.shapes_with`."""
    return KnownShapes(shapes_with(variants))
