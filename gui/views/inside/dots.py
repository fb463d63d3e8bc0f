"""The colours of samples by what they should come to: classes, or numbers from the lowest to the highest."""

from typing import NamedTuple

import numpy as np

from core.arrays import Array, Indices
from core.data import Dataset
from gui.theme import Theme, class_colour, diverging_table
from gui.views.axes import number_text

STEPS = 9
"""So many colours tell numbers apart."""
MOST_NAMED = 12
"""More classes are not named one by one."""


class Group(NamedTuple):
    """The samples of one colour.

    places  which of the samples they are
    name    what they have in common; empty: nothing worth saying
    """

    colour: str
    places: Indices
    name: str


def groups(data: Dataset, targets: Array, theme: Theme) -> list[Group]:
    """All samples, by colour.    targets (samples, outputs)"""
    if data.task == "two classes":
        is_yes = targets[:, 0] > 0.0
        names = data.classes or ("no", "yes")
        return [
            Group(theme.negative, np.flatnonzero(~is_yes), names[0]),
            Group(theme.positive, np.flatnonzero(is_yes), names[1]),
        ]
    if targets.shape[1] > 1 and data.task == "classes":
        own, count = np.argmax(targets, axis=1), targets.shape[1]
        return [
            Group(
                class_colour(theme, place, count).name(),
                np.flatnonzero(own == place),
                data.classes[place] if place < len(data.classes) and count <= MOST_NAMED else "",
            )
            for place in range(count)
        ]
    return _by_number(targets[:, 0], theme)


def _by_number(numbers: Array, theme: Theme) -> list[Group]:
    """By sign and size, in equal steps from minus to plus the largest size."""
    finite = numbers[np.isfinite(numbers)]
    low, high = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    most = max(-low, high) or 1.0
    steps = np.clip(np.rint((np.nan_to_num(numbers) / most + 1.0) / 2.0 * (STEPS - 1)), 0, STEPS - 1)
    table = diverging_table(theme, STEPS)
    names = {0: f"target {number_text(-most)}", STEPS // 2: "0", STEPS - 1: number_text(most)}
    return [
        Group(f"#{int(table[step]) & 0xFFFFFF:06x}", np.flatnonzero(steps == step), names.get(step, ""))
        for step in range(STEPS)
    ]
