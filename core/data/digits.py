"""The 8x8 handwritten digits, as data."""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.data.dataset import Dataset
from core.data.recipes import Digits
from core.randomness import stream

SIDE = 8
"""A picture has this many rows of this many pixels; sample (64,) is the rows one after the other."""
FULL_INK = 16.0
"""The pixel value that stands for ink alone; 0 stands for paper alone."""


@lru_cache(maxsize=1)
def pictures() -> tuple[Array, NDArray[np.uint8]]:
    """All pictures (1797, 64), 0 for paper to 1 for ink, and the digit of each (1797,); read when first asked for.

    Alpaydin and Kaynak (1998), UCI Machine Learning Repository; see resources/data/SOURCES.md.
    """
    stored = files("resources").joinpath("data", "digits.npz").read_bytes()
    with np.load(BytesIO(stored), allow_pickle=False) as arrays:
        pixels, labels = arrays["pixels"] / FULL_INK, arrays["labels"]
    for array in (pixels, labels):
        array.setflags(write=False)
    return pixels, labels


def draw_digits(recipe: Digits) -> Dataset:
    """The digits as x (samples, 64) from 0 to 1 and y (samples, 10) one-hot, split into training and test pictures.

    Of each digit the same share is trained on, so that every digit is as frequent among the test pictures. A larger
    share keeps every training picture and adds some. Both sets keep the order of the source.
    """
    pixels, labels = pictures()
    targets = np.eye(10)[labels]
    is_trained = np.zeros(len(labels), np.bool_)
    for digit in range(10):
        places = stream(recipe.seed, "split", digit).permutation(np.flatnonzero(labels == digit))
        is_trained[places[: round(len(places) * recipe.share / 100.0)]] = True
    return Dataset(
        x=pixels[is_trained],
        y=targets[is_trained],
        x_test=pixels[~is_trained],
        y_test=targets[~is_trained],
        task="classes",
        input_names=tuple(f"row {row + 1} col {column + 1}" for row in range(SIDE) for column in range(SIDE)),
        classes=tuple("0123456789"),
    )
