"""The upright axis that suits several curves and the levels among them."""

from collections.abc import Iterable

import numpy as np

from core.arrays import Array
from gui.views.axes import round_range
from gui.views.curve_kinds import Curves
from gui.views.value_axis import ValueAxis, axis_for

MOST_ABOVE = 10.0
"""How many times as high as the later half of a curve its start may be to be shown as a whole."""
MOST_DECADES_TO_GOAL = 3.0
"""How far below the curves a goal may lie to be shown with them."""
WORDS_PX = 16
"""The height of the words at a level."""


def linear_axis(curves: Curves, height_px: float) -> ValueAxis:
    """From 0, or from below the lowest where there is a highest value, to a round number above the highest point.

    What is far above the rest does not press it to the floor: a start from more than MOST_ABOVE times the highest point
    of the later half comes in over the upper edge, and a level has no say once there is a curve.
    """
    every = _ends(line.values for line in curves.lines)
    later = _ends(line.values[len(line.values) // 2 :] for line in curves.lines)
    levels = [level.value for level in curves.levels]
    if curves.most is not None:
        low, _ = round_range(min([*every, *levels, 0.9 * curves.most]), curves.most)
        return ValueAxis(max(0.0, low), curves.most)
    highest = min(max(every, default=0.0), MOST_ABOVE * max(later, default=0.0))
    highest = highest if highest > 0.0 else max(levels, default=0.0) or 1.0
    _, top = round_range(0.0, highest * 1.02, most=9)
    room = WORDS_PX / height_px
    for level in levels:
        if level <= top and room < 1.0 / 3.0:
            # The words stand above their line: below it they would hide where the curve is now.
            _, top = round_range(0.0, max(top, level / (1.0 - room)), most=9)
    return ValueAxis(0.0, top)


def log_axis(curves: Curves) -> ValueAxis:
    """Round numbers around all that is above 0, with what is near of the levels."""
    every = _ends(line.values[line.values > 0.0] for line in curves.lines)
    levels = [level for level in curves.levels if level.value > 0.0]
    if not every:
        every = [level.value for level in levels] or [1.0]
    lowest, highest = min(every), max(every)
    for level in levels:
        if level.is_goal and level.value >= lowest / 10.0**MOST_DECADES_TO_GOAL:
            lowest = min(lowest, level.value)
        if highest < level.value <= MOST_ABOVE * highest:
            highest = level.value
    axis = axis_for(lowest, highest, is_log=True)
    most = curves.most
    return axis if most is None or axis.high <= most else ValueAxis(min(axis.low, most / 10.0), most, is_log=True)


def _ends(arrays: Iterable[Array]) -> list[float]:
    """The lowest and the highest finite number of each array that has one."""
    found: list[float] = []
    for values in arrays:
        values = values[np.isfinite(values)]
        if len(values):
            found += [float(values.min()), float(values.max())]
    return found
