"""Numbers of a column that lie far from all its others: a slip of the keyboard, a sensor's sign for "none"."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Array
from core.table.cells import numbers_of
from core.table.some_rows import some_of

if TYPE_CHECKING:
    import polars

LEAST_KNOWN = 30
"""Of fewer numbers nobody can tell what the others are like."""
FAR, FAR_FROM_SOME = 20.0, 10.0
"""So many interquartile ranges from the quartiles; and where only some rows have said what these are."""
APART = 0.75
"""How wide the way to the others must be, of the width of all others."""
MOST = 0.02
"""Share of the numbers that can lie far out; more are a kind of their own."""


@dataclass(frozen=True)
class FarOut:
    """A few numbers far from the others.

    row        where the first of them stands, counted from 0
    value      what stands there
    count      how many there are
    low, high  between which the others lie
    """

    row: int
    value: float
    count: int
    low: float
    high: float


def far_out(cells: "polars.Series") -> FarOut | None:
    """The numbers that lie far from all the others, if there are such.

    Far is 20 interquartile ranges from the quartiles. Columns with long tails, as incomes, have numbers there too,
    so the way to the others must also be nearly as wide as all of these take, in arsinh((x - median) / range): in the
    middle that is x itself, in the tails its logarithm, in which long tails are short.
    """
    least, most = cells.min(), cells.max()
    if least is None or most is None or least == most:
        return None
    some = numbers_of(some_of(cells))
    low, _, high = _fences(some, FAR_FROM_SOME)
    if float(least) >= low and float(most) <= high:  # type: ignore[arg-type]  # as nearly always, and quickly said
        return None
    numbers = numbers_of(cells)
    known = numbers[~np.isnan(numbers)]
    low, (middle, spread), high = _fences(known, FAR)
    if not spread:
        return None
    inner = known[(known >= low) & (known <= high)]

    def eased(values: Array) -> Array:
        return np.asarray(np.arcsinh((values - middle) / spread))

    below, above = (np.sort(known[known < low]), np.sort(known[known > high]))
    # The widest step outside the fences parts what is far from what is a long tail.
    lows, highs = (np.append(below, inner.min()), np.append(inner.max(), above))
    steps_down, steps_up = np.diff(eased(lows)), np.diff(eased(highs))
    under = int(np.argmax(steps_down)) + 1 if len(below) else 0
    over = len(above) - int(np.argmax(steps_up)) if len(above) else 0
    first, last = float(lows[under]), float(highs[len(above) - over])
    wide = APART * float(np.ptp(eased(np.array([first, last]))))
    bound = max(1.0, MOST * len(known))
    is_under = 0 < under <= bound and float(steps_down.max()) > wide
    is_over = 0 < over <= bound and float(steps_up.max()) > wide
    if not (is_under or is_over):
        return None
    is_far = np.zeros(len(numbers), np.bool_)
    if is_under:
        is_far |= numbers < first
    if is_over:
        is_far |= numbers > last
    others = known[(known >= first if is_under else True) & (known <= last if is_over else True)]
    row = int(np.argmax(is_far))
    return FarOut(row, float(numbers[row]), int(is_far.sum()), float(others.min()), float(others.max()))


def _fences(numbers: Array, ranges: float) -> tuple[float, tuple[float, float], float]:
    """So many interquartile ranges below the lower quartile; median and range; as many above the upper one."""
    known = numbers[~np.isnan(numbers)]
    if len(known) < LEAST_KNOWN:
        return -np.inf, (0.0, 0.0), np.inf
    first, middle, third = np.quantile(known, [0.25, 0.5, 0.75]).tolist()
    spread = third - first
    return first - ranges * spread, (middle, spread), third + ranges * spread
