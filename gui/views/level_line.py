"""A dotted line at one value of a plot, and its words: what knowing nothing costs, where training is to end."""

import math

import numpy as np
import pyqtgraph
from PySide6.QtGui import QColor, QFont

from gui.theme import Theme
from gui.views.axes import number_text
from gui.views.curve_kinds import Level
from gui.views.curves_axis import WORDS_PX
from gui.views.strokes import pen_of
from gui.views.value_axis import ValueAxis


class LevelLine:
    """Two items of a plot that runs from 0 to 1 both ways. What knowing nothing costs is told at the right, a goal at
    the left.
    """

    def __init__(self, plot: pyqtgraph.PlotItem, font: QFont) -> None:
        self.line = pyqtgraph.InfiniteLine(angle=0)
        self.words = pyqtgraph.TextItem("")
        self.words.setFont(font)
        self.line.setZValue(-0.5)
        self.words.setZValue(1.0)
        plot.addItem(self.line, ignoreBounds=True)
        plot.addItem(self.words, ignoreBounds=True)

    def show_theme(self, theme: Theme, device_ratio: float) -> None:
        """The line and its words in this theme's colours."""
        self.line.setPen(pen_of(QColor(theme.muted), "dotted", device_ratio))
        self.words.setColor(theme.muted)
        self.words.fill = pyqtgraph.mkBrush(theme.surface)  # curves pass below the words

    def show_level(self, level: Level | None, axis: ValueAxis, height_px: float) -> None:
        """Show this level; None: none.

        The words stand above the line where there is room. Where the line lies outside of what is shown, they stand at
        that edge and say where it is.
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
        self.words.setAnchor((end, 1.0 if (1.0 - at) * height_px >= WORDS_PX else 0.0))
        self.words.setPos(end, at)
