"""Words in a plot of pyqtgraph, on a ground through which a curve that they lie on still shows."""

import pyqtgraph
from PySide6.QtGui import QColor

from gui.theme import Theme

GROUND = 0.75
"""How much of the curve and the grid below it is hidden."""
ABOVE_CURVES = 1.5


def put_on_ground(words: pyqtgraph.TextItem, theme: Theme) -> None:
    """Write in this theme's muted colour, above the curves."""
    ground = QColor(theme.surface)
    ground.setAlphaF(GROUND)
    words.setColor(theme.muted)
    words.fill = pyqtgraph.mkBrush(ground)
    words.setZValue(ABOVE_CURVES)
