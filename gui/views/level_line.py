"""A dotted line at one value of a plot, and its words: what knowing nothing costs, where training is to end."""

import math
from collections.abc import Callable

import numpy as np
import pyqtgraph
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QFont

from gui.theme import Theme
from gui.views.axes import number_text
from gui.views.curve_kinds import Level
from gui.views.curves_axis import WORDS_PX
from gui.views.strokes import pen_of
from gui.views.value_axis import ValueAxis
from gui.views.words_ground import put_on_ground

PLACES = 9
"""At so many places along its line there may be room for the words."""
Span = tuple[float, float]
"""From and to, as shares of the width or the height."""


class LevelLine:
    """Two items of a plot that runs from 0 to 1 both ways. What knowing nothing costs is told at the right, a goal at
    the left, or as near to there as no curve runs through the words.

    is_taken  whether a curve or other words come into this part of the plot, across and up
    """

    def __init__(self, plot: pyqtgraph.PlotItem, font: QFont, is_taken: Callable[[Span, Span], bool]) -> None:
        self._is_taken = is_taken
        self.line = pyqtgraph.InfiniteLine(angle=0)
        self.words = pyqtgraph.TextItem("")
        self.words.setFont(font)
        self.line.setZValue(-0.5)
        plot.addItem(self.line, ignoreBounds=True)
        plot.addItem(self.words, ignoreBounds=True)

    def show_theme(self, theme: Theme, device_ratio: float) -> None:
        """The line and its words in this theme's colours."""
        self.line.setPen(pen_of(QColor(theme.muted), "dotted", device_ratio))
        put_on_ground(self.words, theme)

    def show_level(self, level: Level | None, axis: ValueAxis, size: QSizeF) -> None:
        """Show this level in a plot of this size; None: none.

        The words stand above the line, or below it where only there nothing runs through them, else further along it.
        Where the line lies outside of what is shown, they stand at that edge and say where it is.
        """
        share = math.nan if level is None else float(axis.share(np.array([level.value]))[0])
        self.line.setVisible(0.0 <= share <= 1.0)
        self.words.setVisible(level is not None)
        if level is None:
            return
        text = level.words if self.line.isVisible() else f"{level.words}: {number_text(level.value)}"
        if text != self.words.toPlainText():
            self.words.setText(text)
        at = min(max(share, 0.0), 1.0) if math.isfinite(share) else 0.0  # 0 has no place on a logarithmic axis
        self.line.setPos(at)
        left, is_below = self._place(at, level.is_goal, size)
        self.words.setAnchor((0.0, 0.0 if is_below else 1.0))
        self.words.setPos(left, at + (-1.0 if is_below else 1.0) / size.height())  # their ground is not on the line

    def _place(self, at: float, from_left: bool, size: QSizeF) -> tuple[float, bool]:
        """Where the words begin, and whether they stand below the line."""
        room, wide = WORDS_PX / size.height(), self.words.boundingRect().width() / size.width()
        if at < room:
            sides = {False: (at, at + room)}
        elif 1.0 - at < room:
            sides = {True: (at - room, at)}
        else:
            sides = {False: (at, at + room), True: (at - room, at)}
        way = np.linspace(0.0, max(0.0, 1.0 - wide), PLACES)
        for left in (way if from_left else way[::-1]).tolist():
            for is_below, up in sides.items():
                if not self._is_taken((left, left + wide), up):
                    return left, is_below
        return (0.0 if from_left else 1.0 - wide), next(iter(sides))
