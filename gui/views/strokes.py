"""What tells lines of one colour apart: solid, dashed, dashes and dots, dotted."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

Stroke = Literal["solid", "dashed", "dash-dot", "dotted"]
_DASHES = {"dashed": [6.0, 4.0], "dash-dot": [8.0, 3.0, 2.0, 3.0]}
"""In pixels, of dashes and gaps by turns."""
CURVE_PX = 2.0
"""How wide a curve is, so that it is told apart by its dashes from the back of a room, too."""


def pen_of(colour: QColor, stroke: Stroke, device_ratio: float = 1.0, width_px: float = 1.0) -> QPen:
    """So wide in pixels of the screen, whatever the units of the picture are."""
    pen = QPen(colour, max(1, round(width_px * device_ratio)))
    pen.setCosmetic(True)
    if stroke == "dotted":
        pen.setStyle(Qt.PenStyle.DotLine)
    elif stroke in _DASHES:
        pen.setDashPattern([part / width_px for part in _DASHES[stroke]])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
