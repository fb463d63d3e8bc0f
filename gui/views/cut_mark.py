"""The words at the upper edge of a plot of pyqtgraph: how high a curve goes whose peak lies above it."""

from collections.abc import Callable

import numpy as np
import pyqtgraph
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QFont

from gui.theme import Theme
from gui.views.curves_axis import WORDS_PX
from gui.views.level_line import Span
from gui.views.peaks import Peak, cut_text
from gui.views.words_ground import put_on_ground

GAP_PX, MOST_GAP_PX = 3.0, 60.0
"""From the peak to its words: as little as leaves the curve free where it comes in."""


class CutMark:
    """An item of a plot that runs from 0 to 1 both ways: words at its upper edge, right of the peak if there is room.

    is_crossed  whether a curve comes into this part of the plot, across and up
    """

    def __init__(self, plot: pyqtgraph.PlotItem, font: QFont, is_crossed: Callable[[Span, Span], bool]) -> None:
        self._is_crossed = is_crossed
        self.words = pyqtgraph.TextItem("")
        self.words.setFont(font)
        self.words.hide()
        self._span: Span | None = None
        plot.addItem(self.words, ignoreBounds=True)

    def show_theme(self, theme: Theme) -> None:
        """The words in this theme's colours."""
        put_on_ground(self.words, theme)

    def show_peak(self, peak: Peak | None, unit: str, size: QSizeF) -> None:
        """Show how high this peak is in a plot of this size; None: none is cut."""
        self.words.setVisible(peak is not None)
        self._span = None
        if peak is None:
            return
        text = cut_text(peak.value) + unit
        if text != self.words.toPlainText():
            self.words.setText(text)
        self._span = self._place(peak.across, size)
        self.words.setAnchor((0.0, 0.0))
        self.words.setPos(self._span[0], 1.0)

    def covers(self, across: Span, up: Span, height_px: float) -> bool:
        """Whether the words lie in this part of the plot, in shares of its width and height."""
        if self._span is None:
            return False
        return self._span[0] < across[1] and self._span[1] > across[0] and up[1] > 1.0 - WORDS_PX / height_px

    def _place(self, peak: float, size: QSizeF) -> Span:
        wide, up = self.words.boundingRect().width() / size.width(), (1.0 - WORDS_PX / size.height(), 1.0)
        gaps = np.arange(GAP_PX, MOST_GAP_PX, GAP_PX) / size.width()
        places = [left for left in [*(peak + gaps), *(peak - gaps - wide)] if 0.0 <= left <= 1.0 - wide]
        free = (left for left in places if not self._is_crossed((left, left + wide), up))
        left = float(next(free, min(max(0.0, peak), 1.0 - wide)))
        return left, left + wide
