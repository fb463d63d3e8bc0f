"""A line of arithmetic as a value: the formula, the same with a place for each number, the numbers, and what comes out.

Whoever writes it chooses how numbers look; whoever checks it has them all.
"""

from typing import NamedTuple

from core.wording import MINUS

TIMES = "\N{MULTIPLICATION SIGN}"
ALPHA = "\N{GREEK SMALL LETTER ALPHA}"
SIGMA = "\N{GREEK SMALL LETTER SIGMA}"
GAMMA = "\N{GREEK SMALL LETTER GAMMA}"


class Line(NamedTuple):
    """One line of a reckoning.

    symbol     what comes out is called, "m"
    formula    how it is found, "μ v + g"
    reckoning  the formula with {} for each number
    numbers    those, in order
    result     what comes out
    """

    symbol: str
    formula: str
    reckoning: str
    numbers: tuple[float, ...]
    result: float


def times(formula: str) -> str:
    """A reckoning that is written with * and -, with the signs that are shown."""
    return formula.replace("*", TIMES).replace("-", MINUS)


def bracketed(number: str) -> str:
    """A number as a factor or a term: in brackets where it begins with a minus."""
    return f"({number})" if number.startswith(MINUS) else number
