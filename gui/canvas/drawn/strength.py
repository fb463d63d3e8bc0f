"""How the strength of a weight looks: on a scale of its own, in steps of width and colour."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.theme import Theme, blend

STEPS = 24
"""Steps of width and colour per sign; step 0 is a weight of exactly zero."""
DASH_PX, GAP_PX = 5.0, 4.0
"""Of dashed lines, besides what their width adds."""
MOST_SHRINK = 10.0
"""While training goes on, the scale stays until the weights would fit into a scale this many times smaller."""
SCALES = tuple(mantissa * 10.0**power for power in range(-3, 38) for mantissa in (1.0, 2.0, 5.0))
FINE_SCALES = tuple(mantissa * 10.0**power for power in range(-12, -3) for mantissa in (1.0, 2.0, 5.0)) + SCALES
"""Of what may be much smaller than weights."""


def next_scale(strongest: float, scale: float, scales: tuple[float, ...] = SCALES) -> float:
    """The |w| drawn at full width: the smallest of 1, 2 and 5 times a power of ten that the strongest weight fits into.

    scale  what was drawn a step of the same training before; 0.0: nothing, and the weights alone decide. It grows at
           once, but hardly shrinks: lines do not flicker, nor get thicker while their weights get smaller
    """
    if strongest == 0.0:  # there is nothing to be measured by, and biases to be drawn
        return scale or 1.0
    fitting = next((step for step in scales if step >= strongest), scales[-1])
    return scale if fitting <= scale < MOST_SHRINK * fitting else fitting


def shade(amount: float, faintest: float) -> float:
    """How much colour a weight of this share of the scale has."""
    return faintest + (1.0 - faintest) * float(amount**0.7)


@lru_cache(maxsize=64)
def pens_of(theme: Theme, widest: float, faintest: float, strength: float, is_dashed: bool = False) -> tuple[QPen, ...]:
    """2 STEPS + 1 pens: negative strong ... weak, zero, positive weak ... strong.

    widest    pixels, of a weight as strong as the scale
    faintest  how much colour the weakest weight has, and
    strength  how much of that is left of lines that step back, both 0 to 1
    """
    pens: list[QPen] = []
    for step in range(-STEPS, STEPS + 1):
        amount = abs(step) / STEPS
        name = theme.positive if step > 0 else theme.negative if step < 0 else theme.muted
        pen = QPen(blend(name, theme.canvas, strength * shade(amount, faintest)), 1.01 + (widest - 1.01) * amount)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if is_dashed and step < 0:
            pen.setDashPattern(dashes(pen.widthF()))
        pens.append(pen)
    return tuple(pens)


def dotted(theme: Theme) -> QPen:
    """What is off: it has a weight, but says nothing."""
    pen = QPen(blend(theme.muted, theme.canvas, 0.7), 1.2)
    pen.setDashPattern([1.0, 3.0])
    return pen


def dashes(width: float) -> list[float]:
    """The pattern of a dashed line of this width, in its widths."""
    return [DASH_PX / width + 1.6, GAP_PX / width + 0.6]
