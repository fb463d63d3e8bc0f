"""Peaks of curves that lie above their picture, and what is said of them."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from core.arrays import Array
from gui.views.axes import number_text


class Peak(NamedTuple):
    """Where the highest point lies across, and its value."""

    across: float
    value: float


def cut_peak(curves: Iterable[tuple[Array, Array]], high: float) -> Peak | None:
    """The highest of all points that lie above `high`; None: none does.

    curves  where their points lie across, and their values, both (points,); NaN for gaps
    """
    found: Peak | None = None
    for across, values in curves:
        finite = np.where(np.isfinite(values), values, -np.inf)
        if len(finite) and finite.max() > (high if found is None else found.value):
            at = int(np.argmax(finite))
            found = Peak(float(across[at]), float(finite[at]))
    return found


def cut_text(value: float) -> str:
    """What is written at a peak of this value."""
    return f"↑ {number_text(value)}"
