"""An upright axis, linear or logarithmic: where values lie on it, its ticks and what stands at them."""

import math
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.wording import MINUS, short_power
from gui.views.axes import round_range, tick_texts, ticks

MOST_TICKS = 6
FEW_DECADES = 2.0
"""Over so few powers of ten there are ticks at 2 and 5 times them, too."""
MOST_DECADES = 12.0
"""Below the highest value; what is smaller lies at the lower edge."""


@dataclass(frozen=True)
class ValueAxis:
    """Values from low to high.    is_log: by their logarithm, with low above 0"""

    low: float
    high: float
    is_log: bool = False

    def share(self, values: Array) -> Array:
        """Where values (points,) lie, from 0 at the lower end to 1 at the upper; NaN where they have no place."""
        if not self.is_log:
            with np.errstate(over="ignore"):  # what lies beyond all measure lies outside
                return (np.asarray(values, np.float64) - self.low) / (self.high - self.low)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log10(np.where(np.asarray(values) > 0.0, values, np.nan))
        low, high = math.log10(self.low), math.log10(self.high)
        found: Array = (logs - low) / (high - low)
        return found

    @property
    def ticks(self) -> list[float]:
        """Round values within it."""
        if not self.is_log:
            return ticks(self.low, self.high, MOST_TICKS)
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        factors = (1, 2, 5) if math.log10(self.high / self.low) <= FEW_DECADES else (1,)
        each = max(1, math.ceil((last - first) / MOST_TICKS))
        found = [factor * 10.0**power for power in range(first, last + 1, each) for factor in factors]
        return [value for value in found if self.low * (1 - 1e-9) <= value <= self.high * (1 + 1e-9)]

    @property
    def texts(self) -> list[str]:
        """What stands at the ticks."""
        if not self.is_log:
            return tick_texts(self.ticks)
        return [short_power(f"{value:g}").replace("-", MINUS) for value in self.ticks]


def axis_for(lowest: float, highest: float, is_log: bool) -> ValueAxis:
    """An axis that holds lowest..highest and ends on ticks; where it is logarithmic, as much of that as is above 0."""
    if not is_log:
        return ValueAxis(*round_range(lowest, highest, MOST_TICKS))
    if not highest > 0.0:
        return ValueAxis(0.1, 1.0, True)
    least = max(lowest, highest * 10.0**-MOST_DECADES) if lowest > 0.0 else highest / 10.0
    return ValueAxis(_round_down(least), _round_up(highest), True)


def _round_down(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above the value."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(factor * power for factor in (5.0, 2.0, 1.0, 0.5) if factor * power <= value * (1 + 1e-9))


def _round_up(value: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is above the value."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power > value * (1 + 1e-9))
