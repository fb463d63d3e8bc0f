"""How the numbers of a walk are written: as the canvas does, and in reckonings with as many digits as they need."""

import math

from core.reckoning import Line, bracketed
from core.wording import MINUS, short_power
from gui.canvas.drawn.written import fixed

LEAST_FIGURES = 4
SHORT = 6
"""No more figures: float32 carries hardly more. A number that so many tell exactly, as a setting does, has them all."""
EXACT = 1e-12
MOST_NEAR = 6


def plain(value: float, digits: int) -> str:
    """With this many digits after the point; what would be 0 and is not, with its power of ten."""
    text = fixed(value, digits)
    if value != 0.0 and math.isfinite(value) and float(text.replace(MINUS, "-")) == 0.0:
        return f"{value:.1e}".replace("-", MINUS)
    return text


def figures(value: float, digits: int, more: int = 0) -> str:
    """With as many figures that matter: what is multiplied or divided by a small number must keep them.

    more  so many on top
    """
    text = f"{value:.{SHORT}g}"
    if not _is_short(value):
        count = min(SHORT, max(LEAST_FIGURES, digits + 1)) + more
        text = f"{value:#.{count}g}".removesuffix(".")  # zeros at the end are figures, too
    text = short_power(text).replace("e+0", "e+")
    return "0" if text == "-0" else text.replace("-", MINUS)


def in_numbers(line: Line, digits: int) -> str:
    """The arithmetic and what comes out; of a line without a reckoning that alone.

    Where something is taken from 1 or 1 from it, the numbers near 1 have as many figures of the distance: the result
    could not be found from the others. So has an answer a, of which slopes are made.
    """
    is_taken = MINUS in line.reckoning
    more = max(map(_near, line.numbers), default=0) if is_taken else 0
    result = figures(line.result, digits, _near(line.result) if line.symbol == "a" else 0)
    if not line.reckoning or line.reckoning == "{}":
        return result
    numbers = (bracketed(figures(number, digits, more)) for number in line.numbers)
    return f"{line.reckoning.format(*numbers)} = {result}"


def _is_short(value: float) -> bool:
    """Whether a few figures tell it exactly."""
    return not math.isfinite(value) or math.isclose(float(f"{value:.{SHORT}g}"), value, rel_tol=EXACT)


def _near(value: float) -> int:
    """How many figures go to what it has in common with 1 or -1."""
    if _is_short(value) or not 0.5 < abs(value) < 1.0:
        return 0
    return min(math.floor(-math.log10(1.0 - abs(value))), MOST_NEAR)
