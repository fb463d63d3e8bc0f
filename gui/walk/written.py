"""How the numbers of a walk are written: as the canvas does, and in reckonings with as many digits as they need."""

import math

from core.reckoning import Line
from core.wording import MINUS
from gui.canvas.drawn.written import fixed

LEAST_FIGURES = 4
SHORT = 6
"""A number that so many figures tell exactly, as a setting does, is written with all of them."""

MOST_FIGURES, MOST_NEAR = 6, 8
"""What float32 has beyond six figures depends on the order of a sum: whoever calculates along finds others there. Of
numbers near 1 it has eight at most."""


def plain(value: float, digits: int) -> str:
    """With this many digits after the point; what would be 0 and is not, with its power of ten."""
    text = fixed(value, digits)
    if value != 0.0 and math.isfinite(value) and float(text.replace(MINUS, "-")) == 0.0:
        return f"{value:.1e}".replace("-", MINUS)
    return text


def figures(value: float, digits: int) -> str:
    """With as many figures that matter: what is multiplied or divided by a small number must keep them.

    Near 1 as many of its distance from 1, which slopes such as a (1 - a) are made of.
    """
    text = f"{value:.{SHORT}g}"
    if float(text) != value and math.isfinite(value):
        near = math.floor(-math.log10(1.0 - abs(value))) if 0.5 < abs(value) < 1.0 else 0
        count = min(max(LEAST_FIGURES, digits + 1), MOST_FIGURES)
        text = f"{value:.{max(count, min(count + near, MOST_NEAR))}g}"
    text = text.replace("e-0", "e-").replace("e+0", "e+")
    return "0" if text == "-0" else text.replace("-", MINUS)


def in_numbers(line: Line, digits: int) -> str:
    """The arithmetic and what comes out; of a line without a reckoning that alone."""
    numbers = [figures(number, digits) for number in line.numbers]
    result = figures(line.result, digits)
    if not line.reckoning or line.reckoning == "{}":
        return result
    shown = (f"({number})" if number.startswith(MINUS) else number for number in numbers)
    return f"{line.reckoning.format(*shown)} = {result}"
