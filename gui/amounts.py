"""A number in its own unit, with as many digits as matter beside others of its kind, wherever it stands."""

import math

from core.wording import MINUS

NO_AMOUNT = "\N{EN DASH}"
"""Stands for what is not a finite number."""
MOST_DIGITS = 7
"""float32 holds no more."""


def decimals_of(reach: float) -> int:
    """How many digits behind the point tell a thousandth of this reach."""
    return max(0, min(9, math.ceil(-math.log10(reach / 1000.0)))) if reach > 0.0 else 3


def amount(value: float, reach: float) -> str:
    """A number with as many digits as tell a thousandth of the reach of its kind, and no more than float32 holds.

    reach  from the least to the greatest number of this kind; 0.0: there is but one, or none
    """
    if not math.isfinite(value):
        return NO_AMOUNT
    if abs(value) >= 1e9 or (value != 0.0 and reach < 1e-6):
        return f"{value:.4g}".replace("-", MINUS)
    decimals = decimals_of(reach)
    if abs(value) >= 1.0:
        decimals = min(decimals, max(0, MOST_DIGITS - 1 - math.floor(math.log10(abs(value)))))
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", MINUS)


def signed_amount(value: float, reach: float) -> str:
    """The same with its sign: +0.21; what is rounded to 0 has none."""
    text = amount(value, reach)
    is_signed = text.startswith(MINUS) or text in (NO_AMOUNT, amount(0.0, reach))
    return text if is_signed else f"+{text}"
