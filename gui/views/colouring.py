"""What outputs and targets look like: a scale from orange to blue, or a colour for each class, paler where unsure."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from core.arrays import Array, Indices, Pixels
from core.probe.meaning import Meaning
from core.wording import MINUS
from gui.theme import Theme, blend, class_colour, class_table, diverging_table, to_pixels
from gui.views.axes import round_range

AT_MOST, AT_LEAST = "\N{LESS-THAN OR EQUAL TO}", "\N{GREATER-THAN OR EQUAL TO}"
BANDS = 8
"""Into how many bands a map of numbers is cut."""
LEVELS = 33
"""In how many shades the dots of a regression are painted."""


@dataclass(frozen=True)
class ColourScale:
    """Which outputs are orange (low), neutral (in the middle) and blue (high).

    is_open  whether there may be outputs beyond both, which get the same colours
    """

    low: float
    high: float
    is_open: bool

    @property
    def middle(self) -> float:
        """The output that is neutral; for two classes the threshold between them."""
        return self.low / 2.0 + self.high / 2.0

    @property
    def texts(self) -> tuple[str, str, str]:
        """What the legend says of low, middle and high."""
        low, middle, high = (f"{value:g}".replace("-", MINUS) for value in (self.low, self.middle, self.high))
        return (f"{AT_MOST} {low}", middle, f"{AT_LEAST} {high}") if self.is_open else (low, middle, high)

    @np.errstate(over="ignore", invalid="ignore")  # answers that ran away are shown, too
    def __call__(self, outputs: Array) -> Array:
        """Outputs as -1 (low) to 1 (high)."""
        return (outputs - self.middle) * (2.0 / (self.high - self.low))


def scale_of(meaning: Meaning, output: int = 0) -> ColourScale:
    """The scale of one output: from no to yes, or over the targets of a regression.

    Where targets lie on both sides of zero, zero is neutral and both ends are as far from it: colours mean the sign.
    """
    if meaning.kind != "numbers":
        return ColourScale(*meaning.values, meaning.is_open)
    sets = [y for y in (meaning.dataset.y, meaning.dataset.y_test) if y is not None and output < y.shape[1]]
    wanted = meaning.own(np.concatenate([y[:, output] for y in sets])) if sets else np.zeros(0)
    wanted = wanted[np.isfinite(wanted)]
    low, high = (float(wanted.min()), float(wanted.max())) if wanted.size else (-1.0, 1.0)
    if low <= 0.0 <= high:
        reach = max(-low, high)
        low, high = (-reach, reach) if reach > 0.0 else (-1.0, 1.0)
    elif high - low <= 1e-9 * max(-low, high):  # all alike, or as good as that
        low, high = low - abs(low) / 2.0, high + abs(high) / 2.0
    low, high = round_range(low, high, most=11)
    return ColourScale(low, high, is_open=True)


@dataclass(frozen=True)
class Colouring:
    """How a map is painted.

    is_discrete  no shades: the class that is decided, or bands of numbers
    output       which output of a regression
    """

    meaning: Meaning
    scale: ColourScale
    is_discrete: bool = False
    output: int = 0

    def fits(self, answers: Array) -> bool:
        """Whether these answers (outputs, rows, columns) are of a network that is read in this way."""
        if self.meaning.kind == "classes":
            return len(answers) > 1
        return self.output < len(answers) and (self.meaning.kind == "numbers" or len(answers) == 1)

    def table(self, theme: Theme) -> Pixels:
        """The colours that `pixels` looks up."""
        if self.meaning.kind == "classes":
            return class_table(theme, class_count(self.meaning))
        return diverging_table(theme)

    def levels(self, numbers: Array) -> Array:
        """Where on the scale each of these numbers (n,), in their own unit, of the output that is shown is, -1 to 1."""
        along = self.scale(numbers)
        if not self.is_discrete:
            return along
        if self.meaning.kind == "two classes":
            return np.where(np.isfinite(along), np.where(along >= 0.0, 1.0, -1.0), 0.0)
        cells: Array = np.clip(np.floor((along + 1.0) * (BANDS / 2.0)), 0.0, BANDS - 1.0)
        middles: Array = (2.0 * cells + 1.0) / BANDS - 1.0
        return middles

    def bar(self, table: Pixels) -> Pixels:
        """The scale itself as a row of a picture, from low to high."""
        return np.ascontiguousarray(
            to_pixels(self.levels(np.linspace(self.scale.low, self.scale.high, table.size)), table)
        )

    def pixels(self, answers: Array, table: Pixels) -> tuple[Pixels, Indices | None]:
        """Answers (outputs, rows, columns) as a picture (rows, columns), 0xffRRGGBB, and which classes it shows.

        None: it shows one output, and no classes of several.
        """
        if self.meaning.kind != "classes":
            return np.ascontiguousarray(to_pixels(self.levels(self.meaning.own(answers[self.output])), table)), None
        flat = answers.reshape(len(answers), -1)
        chosen, sure = self.meaning.decided_and_sureness(flat)
        steps = table.shape[1] - 1
        level = np.where(chosen >= 0, steps if self.is_discrete else np.rint(sure * steps), 0.0).astype(np.intp)
        pixels: Pixels = table[chosen % len(table), level].reshape(answers.shape[1:])
        shown = np.flatnonzero(np.bincount(chosen[chosen >= 0], minlength=1))
        return np.ascontiguousarray(pixels), shown


def dot_groups(meaning: Meaning, scale: ColourScale, y: Array, output: int = 0) -> Indices:
    """Which of `dot_colours` each sample has, (samples,).    y (samples, outputs)"""
    if meaning.kind == "numbers":
        level = np.nan_to_num(np.clip(scale(meaning.own(y[:, output])), -1.0, 1.0))
        return np.asarray(np.rint((level + 1.0) * ((LEVELS - 1) / 2)), np.intp)
    return meaning.truth(y)


def dot_colours(meaning: Meaning, theme: Theme) -> list[QColor]:
    """The colours of the dots: one per class, or shades from orange over neutral to blue."""
    if meaning.kind == "numbers":
        levels = [2.0 * step / (LEVELS - 1) - 1.0 for step in range(LEVELS)]
        return [
            blend(theme.positive if level >= 0.0 else theme.negative, theme.neutral, math.sqrt(abs(level)))
            for level in levels
        ]
    count = class_count(meaning)
    return [class_colour(theme, index, count) for index in range(count)]


def class_count(meaning: Meaning) -> int:
    """How many classes there are."""
    return 2 if meaning.kind == "two classes" else max(2, meaning.dataset.y.shape[1], len(meaning.dataset.classes))
