"""Axes without a screen: round tick values, ranges that end on them, and numbers as people write them."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.wording import MINUS

Advance = Callable[[str], float]
FAR_PX = 1e4
"""Further outside a picture nothing need be exact."""


@dataclass(frozen=True)
class Scale:
    """Where the values from low to high lie between two pixels (from_px may be the larger one: y runs upwards)."""

    low: float
    high: float
    from_px: float
    to_px: float

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        return self.from_px + (value - self.low) / (self.high - self.low) * (self.to_px - self.from_px)

    def pixels(self, values: Array) -> Array:
        """The pixels of many values, no further away than a painter can bear."""
        with np.errstate(over="ignore", invalid="ignore"):
            share = (values.astype(np.float64) - self.low) / (self.high - self.low)
            found: Array = self.from_px + share * (self.to_px - self.from_px)
        return np.clip(np.nan_to_num(found, nan=-FAR_PX), -FAR_PX, FAR_PX)

    def value(self, pixel: float) -> float:
        """The value at a pixel."""
        return self.low + (pixel - self.from_px) / (self.to_px - self.from_px) * (self.high - self.low)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """At most `most` multiples of 1, 2, 3 or 5 times a power of ten within low..high, evenly spaced."""
    step = round_step((high - low) / max(1, most - 1))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def whole_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """As `ticks`, of what is counted: as many of them as are whole numbers, or two at the most."""
    marks = ticks(low, high, most)
    is_whole = all(mark == round(mark) for mark in marks)
    return marks if is_whole or most <= 2 else whole_ticks(low, high, most - 1)


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 3 and 5 times a power of ten that is not below `least`; 1 for nothing."""
    if not (least > 0.0 and math.isfinite(least)):
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1.0, 2.0, 2.5, 3.0, 5.0, 10.0) if factor * power >= least * (1.0 - 1e-9))


def round_range(low: float, high: float, most: int = 5) -> tuple[float, float]:
    """A range that holds low..high and ends on ticks, never empty."""
    if not high > low:
        low, high = low - 0.5, high + 0.5
    step = round_step((high - low) / max(1, most - 1))
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def tick_texts(values: list[float]) -> list[str]:
    """The values with the digits that tell them apart, the same number for all, and a true minus sign."""
    step = values[1] - values[0] if len(values) > 1 else abs(values[0]) if values else 1.0
    if step <= 0.0 or not 1e-5 <= step < 1e6:
        return [f"{value:.3g}".replace("-", MINUS) for value in values]
    decimals = next(count for count in range(8) if abs(round(step, count) - step) < 1e-6 * step)
    # Adding 0.0 turns -0.0 into 0.0.
    return [f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", MINUS) for value in values]


def exact_text(value: float) -> str:
    """All digits that anybody reads, six, and no more zeros than it needs: 0.693147, 1.2e+06."""
    return f"{value:.6g}".replace("-", MINUS)


def epochs_text(epochs: float) -> str:
    """A moment in epochs: 12, 1,249, 3.04."""
    return f"{epochs:,.9g}"


def number_text(value: float) -> str:
    """Three digits that matter: 0.026, 2.303, 14.2, 1.2e+06."""
    if not math.isfinite(value):
        return "\N{EN DASH}"
    size = abs(value)
    if size >= 1e5 or 0.0 < size < 0.0005:
        return f"{value:.1e}".replace("-", MINUS)
    return f"{value:.{3 if size < 10 else 1}f}".replace("-", MINUS)
