"""How numbers are written on the canvas: figures of one width, a true minus, never a minus before zero."""

import math

import numpy as np

from core.table.fitted import Scale
from core.wording import MINUS
from gui.amounts import amount
from gui.canvas.drawn.labels import Labels

KNOWN_SPREADS = 10.0
"""Numbers of a column reach over a few times what they are scaled by: two digits of that are told."""
LONGEST_SCALED = 16
"""Of a longer name of a column the beginning is enough, where its scale stands beside it."""
MOST_PLAIN = 999_999.5
"""From here on a number is written with its power of ten."""


def fixed(value: float, digits: int) -> str:
    """With this many digits after the point."""
    if not math.isfinite(value):
        return f"{value}".replace("-", MINUS)
    text = f"{value:.{digits}f}" if abs(value) < MOST_PLAIN else f"{value:.{digits}e}"
    return text.replace("-", MINUS) if float(text) else text.removeprefix("-")


def number(value: float, digits: int = 2) -> str:
    """In or beside a node: this many digits after the point, fewer with larger numbers, so that it stays as short."""
    size = abs(value)
    before = sum(size >= limit - 0.5 * 10.0 ** (before - digits) for before, limit in enumerate((10.0, 100.0, 1_000.0)))
    text = f"{value:.0e}" if size >= 99_999.5 else f"{value:.{max(digits - before, 0)}f}"
    return text.replace("-", MINUS) if float(text) else text.removeprefix("-")


def amounts(labels: Labels, output: float, target: float | None) -> str:
    """What an output of a scaled number amounts to, and what it should: "= 148.2, target 151.0"."""
    said = f"= {labels.amount(output)}"
    return said if target is None else f"{said}, target {labels.amount(target)}"


def given(scale: Scale, value: float) -> str:
    """An input as the table has it: "32", "0.2"."""
    text = amount(float(scale.own(np.array(value))), KNOWN_SPREADS / scale.factor)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def scaled(scale: Scale, name: str) -> str:
    """A column as the network is given it, with the numbers it is scaled by: "(b + 3) / 0.5"."""
    name = name.split(" (")[0]
    name = name if len(name) <= LONGEST_SCALED else f"{name[: LONGEST_SCALED - 1]}…"
    sign = "+" if scale.offset < 0.0 else MINUS
    shifted = f"({name} {sign} {_known(abs(scale.offset))})" if scale.offset else name
    return shifted if scale.factor == 1.0 else f"{shifted} / {_known(1.0 / scale.factor)}"


def _known(value: float) -> str:
    """Four digits that matter."""
    return f"{value:.0f}" if 1e4 <= value < 1e9 else f"{value:.4g}".replace("-", MINUS)


def widest(digits: int, before: int = 1) -> str:
    """A number of so many digits after and before the point, with a minus, to make room for."""
    return f"{MINUS}{'8' * before}.{'8' * digits}"
