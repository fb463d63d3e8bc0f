"""Some rows of a long table, which are looked at before all of them are."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Indices
from core.randomness import stream

if TYPE_CHECKING:
    import polars

SAMPLE = 20_000


def some_of(cells: "polars.Series") -> "polars.Series":
    """SAMPLE cells in their order, always of the same rows; all of them where there are not many more."""
    return cells.gather(_rows(len(cells))) if len(cells) > 2 * SAMPLE else cells


@lru_cache(maxsize=2)
def _rows(count: int) -> Indices:
    """Drawn, not every k-th: where channels take turns, every k-th row may be of the same one."""
    return np.sort(stream(0, "looked at").choice(count, SAMPLE, replace=False, shuffle=False)).astype(np.intp)
