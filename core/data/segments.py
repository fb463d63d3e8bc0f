"""The ten digits on a seven-segment display, as data."""

from itertools import product

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.data.recipes import Segments
from core.randomness import stream

SEGMENT_NAMES = "abcdefg"
"""a is the top bar, b to f follow clockwise, g is the bar in the middle."""

_LIT = ("abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg")

SHAPES: Array = np.array([[float(segment in lit) for segment in SEGMENT_NAMES] for lit in _LIT])
"""The clean shapes of the digits 0 to 9, (10, 7): 1 is lit, 0 is dark. 6 and 9 have their bars, 7 has no hook."""
SHAPES.setflags(write=False)


def draw_segments(recipe: Segments) -> Dataset:
    """The display's data: x (samples, 7) of 0 and 1, y (samples, 10) one-hot.

    The training set is the ten clean shapes, followed by `copies` noisy ones per digit where there is noise; the test
    set is as many other noisy ones. Without noise there is no test set.
    """
    digits = np.eye(len(SHAPES))
    probability = recipe.noise / 100.0
    has_noise = probability > 0.0
    copies = recipe.copies if has_noise else 0
    noisy_digits = np.repeat(digits, recipe.copies, axis=0)
    return Dataset(
        x=np.concatenate([SHAPES, _flipped(copies, probability, stream(recipe.seed, "points"))]),
        y=np.concatenate([digits, noisy_digits[: copies * len(SHAPES)]]),
        x_test=_flipped(copies, probability, stream(recipe.seed, "test shapes")) if has_noise else None,
        y_test=noisy_digits if has_noise else None,
        task="classes",
        input_names=tuple(SEGMENT_NAMES),
        classes=tuple("0123456789"),
        decides_at=0.5,
        best_possible=best_possible(probability) if has_noise else None,
    )


def best_possible(probability: float) -> float:
    """The share of noisy shapes that the best possible reader gets right, where each segment flips with `probability`.

    sum over the 128 patterns of max over the digits of P(pattern | digit) / 10,
    P(pattern | digit) = p^d (1 - p)^(7 - d), d = number of segments in which pattern and digit differ
    """
    patterns = np.array(list(product([0.0, 1.0], repeat=len(SEGMENT_NAMES))))
    flips = np.abs(patterns[:, None, :] - SHAPES[None, :, :]).sum(axis=2)
    likelihood = probability**flips * (1.0 - probability) ** (len(SEGMENT_NAMES) - flips)
    return float(likelihood.max(axis=1).sum() / len(SHAPES))


def _flipped(copies: int, probability: float, generator: np.random.Generator) -> Array:
    """`copies` of each shape, digit by digit, in which each segment has flipped with `probability`."""
    shapes = np.repeat(SHAPES, copies, axis=0)
    # One draw per segment, compared with the probability: more noise flips the same segments and some more.
    flips = generator.random(shapes.shape) < probability
    return np.where(flips, 1.0 - shapes, shapes)
