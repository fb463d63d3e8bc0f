"""A walked step as somebody reckons it by hand: in float64, from the numbers that are read in the window.

float32 carries about 7 digits, and the last of them is noise after a sum or two. Whoever checks a line on paper or with
NumPy shall find each digit that is shown.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from core.arrays import Array
from core.probe.walk import Walk, generator_of, walked
from core.samples import Samples
from core.state import State

READ_DIGITS = 7
"""So many digits of a float32 are read and typed: 0.3 is meant, not the 0.300000012 that is nearest to it."""
SAME = 1e-4
"""Share of the largest number in an array that rounding may move another one by."""


def by_hand(walk: Walk, state: State) -> Walk:
    """The same step in float64; the engine's own where its rounding decides something, such as on which side of 0 a sum
    is.

    state  the one it was walked from
    """
    network = walk.network
    if network.dtype == "float64":
        return walk
    samples = walk.samples
    weights = None if samples.weights is None else as_read(samples.weights)
    samples = Samples(as_read(samples.x), as_read(samples.y), weights, samples.rows)
    before = replace(state, theta=as_read(walk.theta), memory=state.memory.astype(np.float64))
    found = walked(network.replace(dtype="float64"), walk.training, samples, before, _draws)
    return replace(found, network=network) if _is_same(walk, found) else walk


def as_read(numbers: Array) -> Array:
    """float32 as float64: the number of a few digits that is stored as this one, where there is one."""
    values = numbers.astype(np.float64)
    with np.errstate(all="ignore"):
        unit = 10.0 ** (np.floor(np.log10(np.abs(values))) + 1 - READ_DIGITS)
        short = np.round(values / unit) * unit
        read: Array = np.where(short.astype(np.float32) == numbers, short, values)
    return read


def _draws(state: State) -> np.random.Generator:
    return _Float32Draws(generator_of(state).bit_generator)


class _Float32Draws(np.random.Generator):
    """Draws as for float32, so that dropout leaves out the same."""

    def random(self, size: Any = None, dtype: Any = np.float32, out: Any = None) -> Any:
        """Uniform from 0 to below 1."""
        drawn = super().random(size if out is None else out.shape, np.float32)
        if out is None:
            return drawn
        out[...] = drawn
        return out


def _is_same(walk: Walk, other: Walk) -> bool:
    """Whether both agree besides rounding."""
    pairs = [
        (walk.slope, other.slope),
        (walk.change, other.change),
        *zip(walk.sums, other.sums, strict=True),
        *zip(walk.activations, other.activations, strict=True),
        *zip(walk.deltas, other.deltas, strict=True),
    ]
    return all(_is_near(one, two) for one, two in pairs)


def _is_near(one: Array, other: Array) -> bool:
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        return False
    largest = float(np.abs(one).max(initial=0.0))
    return bool((np.abs(one.astype(np.float64) - other) <= SAME * largest).all())
