"""Independent random streams from one seed, so that drawing more of one never changes another."""

from typing import Literal

import numpy as np

from core.errors import UserError

MOST_SEED = 2**32 - 1
Stream = Literal[
    "weights",
    "shuffling",
    "dropout",
    "new neurons",
    "points",
    "split",
    "test shapes",
    "validation",
    "scored",
    "painting",
    "looked at",
]

# A stream's number is part of what a seed means: append, never renumber.
_NUMBERS: dict[Stream, int] = {
    "weights": 0,
    "shuffling": 1,
    "dropout": 2,
    "new neurons": 3,
    "points": 4,
    "split": 5,
    "test shapes": 6,
    "validation": 7,
    "scored": 8,
    "painting": 9,
    "looked at": 10,
}


def check_seed(seed: int) -> None:
    """Raises UserError for a seed that cannot be."""
    if not 0 <= seed <= MOST_SEED:
        raise UserError(f"The seed cannot be {seed}.", f"It is a whole number from 0 to {MOST_SEED:,}.")


def stream(seed: int, name: Stream, index: int = 0) -> np.random.Generator:
    """The generator called `name` of `seed`; `index` tells apart several of one name (draw 0, draw 1, ...)."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, _NUMBERS[name], index])))
