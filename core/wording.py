"""How counts, signs and rows of names are written in a sentence."""

from collections.abc import Iterable, Sequence

MINUS = "\N{MINUS SIGN}"
"""Of numbers that are shown; files and fields have the hyphen that programs read."""


def numeral(number: float) -> str:
    """ "9,999"; six digits, and the sign of minus that is no hyphen."""
    return f"{number:,.6g}".replace("-", MINUS)


def short_power(text: str) -> str:
    """ "1e-7" of "1e-07": no zero before the power of ten."""
    return text.replace("e-0", "e-")


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """ "1 neuron", "3,000 neurons".    plural: where an s alone does not make it"""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def listed(names: Iterable[str]) -> str:
    """ "Hidden 1", "Hidden 1 and Hidden 2", "Hidden 1, Hidden 2 and Hidden 3"."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def first_of(names: Sequence[str], most: int) -> str:
    """ "a, b, c"; of more than `most` the first ones: "a, b and 3 more"."""
    told = ", ".join(names[:most])
    return told if len(names) <= most else f"{told} and {len(names) - most:,} more"
