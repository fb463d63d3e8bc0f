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

Span = tuple[float, float]
"""From and to, as shares of the width or the height."""


class LevelLine:
    """Two items of a plot that runs from 0 to 1 both ways. What knowing nothing costs is told at the right, a goal at
    the left.

    is_crossed  whether a curve comes into this part of the plot, across and up
    """

    def __init__(self, plot: pyqtgraph.PlotItem, font: QFont, is_crossed: Callable[[Span, Span], bool]) -> None:
        self._is_crossed = is_crossed
        self.line = pyqtgraph.InfiniteLine(angle=0)
        self.words = pyqtgraph.TextItem("")
        self.words.setFont(font)
        self.line.setZValue(-0.5)
        self.words.setZValue(0.5)
        plot.addItem(self.line, ignoreBounds=True)
        plot.addItem(self.words, ignoreBounds=True)

    def show_theme(self, theme: Theme, device_ratio: float) -> None:
        """The line and its words in this theme's colours."""
        self.line.setPen(pen_of(QColor(theme.muted), "dotted", device_ratio))
        self.words.setColor(theme.muted)
        self.words.fill = pyqtgraph.mkBrush(theme.surface)  # the grid passes below the words, curves above

    def show_level(self, level: Level | None, axis: ValueAxis, size: QSizeF) -> None:
        """Show this level in a plot of this size; None: none.

        The words stand above the line, or below it where only there no curve runs through them. Where the line lies
        outside of what is shown, they stand at that edge and say where it is.
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
        end = 0.0 if level.is_goal else 1.0
        self.words.setAnchor((end, 0.0 if self._goes_below(at, end, size) else 1.0))
        self.words.setPos(end, at)

    def _goes_below(self, at: float, end: float, size: QSizeF) -> bool:
        room, wide = WORDS_PX / size.height(), self.words.boundingRect().width() / size.width()
        across = (0.0, wide) if end == 0.0 else (1.0 - wide, 1.0)
        if at < room or 1.0 - at < room:
            return at >= room
        return self._is_crossed(across, (at, at + room)) and not self._is_crossed(across, (at - room, at))
