"""The ten digits on a seven-segment display, as data."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from core.arrays import Array, Indices
from core.data.dataset import Dataset
from core.data.recipes import Segments
from core.randomness import stream

SEGMENT_NAMES = "abcdefg"
"""a is the top bar, b to f follow clockwise, g is the bar in the middle."""

_LIT = ("abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg")
_VARIANTS = {6: ("without its tail", "cdefg"), 7: ("with a hook", "abcf"), 9: ("without its tail", "abcfg")}


def _values(lit: tuple[str, ...]) -> Array:
    values = np.array([[float(segment in each) for segment in SEGMENT_NAMES] for each in lit])
    values.setflags(write=False)
    return values


SHAPES: Array = _values(_LIT)
"""The clean shapes of the digits 0 to 9, (10, 7): 1 is lit, 0 is dark. 6 and 9 have their bars, 7 has no hook."""

PATTERNS: Array = np.array(list(product([0.0, 1.0], repeat=len(SEGMENT_NAMES))))
"""(128, 7): all that seven segments can show, counted in binary with a as the highest digit; the first is blank."""
PATTERNS.setflags(write=False)


@dataclass(frozen=True, eq=False)
class Shapes:
    """Clean shapes, of some digits more than one: the ten usual ones come first.

    values  (shapes, 7) of 0 and 1
    digits  (shapes,): what each is
    names   one per shape: "6", "6 without its tail"
    """

    values: Array
    digits: Indices
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.digits)

    @property
    def one_hot(self) -> Array:
        """(shapes, 10): 1 where a shape is of that digit."""
        return np.eye(len(SHAPES))[self.digits]


@lru_cache(maxsize=8)
def shapes_with(variants: tuple[int, ...] = ()) -> Shapes:
    """The ten shapes, and the other common one of each digit in `variants`: 6 and 9 without tail, 7 with a hook."""
    digits = np.array([*range(len(SHAPES)), *variants], np.intp)
    digits.setflags(write=False)
    names = (*map(str, range(len(SHAPES))), *(f"{digit} {_VARIANTS[digit][0]}" for digit in variants))
    return Shapes(_values((*_LIT, *(_VARIANTS[digit][1] for digit in variants))), digits, names)


def draw_segments(recipe: Segments) -> Dataset:
    """The display's data: x (samples, 7) of 0 and 1, y (samples, 10) one-hot.

    The training set is the clean shapes, followed by `copies` noisy ones of each where there is noise; the test set is
    as many other noisy ones. Without noise there is no test set.
    """
    shapes = shapes_with(recipe.variants)
    probability = recipe.noise / 100.0
    has_noise = probability > 0.0
    copies = recipe.copies if has_noise else 0
    noisy_digits = np.repeat(shapes.one_hot, recipe.copies, axis=0)
    return Dataset(
        x=np.concatenate([shapes.values, _flipped(shapes, copies, probability, stream(recipe.seed, "points"))]),
        y=np.concatenate([shapes.one_hot, noisy_digits[: copies * len(shapes)]]),
        x_test=_flipped(shapes, copies, probability, stream(recipe.seed, "test shapes")) if has_noise else None,
        y_test=noisy_digits if has_noise else None,
        task="classes",
        input_names=tuple(SEGMENT_NAMES),
        classes=tuple("0123456789"),
        decides_at=0.5,
        best_possible=best_possible(probability, shapes) if has_noise else None,
    )


def best_possible(probability: float, shapes: Shapes | None = None) -> float:
    """The share of noisy shapes that the best possible reader gets right, where each segment flips with `probability`.

    sum over the 128 patterns of max over the digits of P(pattern, digit),
    P(pattern, digit) = sum over the digit's shapes of p^d (1 - p)^(7 - d) / number of shapes,
    d = number of segments in which pattern and shape differ

    shapes  those that are copied, all equally often; None: the ten usual ones
    """
    shapes = shapes_with() if shapes is None else shapes
    flips = np.abs(PATTERNS[:, None, :] - shapes.values[None, :, :]).sum(axis=2)
    likelihood = probability**flips * (1.0 - probability) ** (len(SEGMENT_NAMES) - flips)
    return float((likelihood @ shapes.one_hot).max(axis=1).sum() / len(shapes))


def labels_of(recipe: Segments, pattern: Array) -> list[int]:
    """The digits that this pattern (7,) is trained to be read as, each once: by its clean shapes and by own ones."""
    shapes = shapes_with(recipe.variants)
    found = set(shapes.digits[(shapes.values == pattern).all(axis=1)].tolist())
    if recipe.added:
        rows = np.array(recipe.added)
        same = (rows[:, : len(SEGMENT_NAMES)] == pattern).all(axis=1)
        found |= set(np.argmax(rows[same, len(SEGMENT_NAMES) :], axis=1).tolist())
    return sorted(found)


def _flipped(shapes: Shapes, copies: int, probability: float, generator: np.random.Generator) -> Array:
    """`copies` of each shape, one after the other, in which each segment has flipped with `probability`."""
    copied = np.repeat(shapes.values, copies, axis=0)
    # One draw per segment, compared with the probability: more noise flips the same segments and some more.
    flips = generator.random(copied.shape) < probability
    return np.where(flips, 1.0 - copied, copied)
