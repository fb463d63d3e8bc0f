"""What tells lines of one colour apart: solid, dashed, dashes and dots, dotted."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

Stroke = Literal["solid", "dashed", "dash-dot", "dotted"]
_DASHES = {"dashed": [6.0, 4.0], "dash-dot": [8.0, 3.0, 2.0, 3.0]}


def pen_of(colour: QColor, stroke: Stroke, device_ratio: float = 1.0) -> QPen:
    """One pixel wide, in pixels of the screen whatever the units of the picture are."""
    pen = QPen(colour, max(1, round(device_ratio)))
    pen.setCosmetic(True)
    if stroke == "dotted":
        pen.setStyle(Qt.PenStyle.DotLine)
    elif stroke in _DASHES:
        pen.setDashPattern(_DASHES[stroke])
    return pen
