"""Samples as dots: training points are filled and ringed, test points are hollow."""

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen

from core.arrays import Array

RADIUS_PX = 3.5
TIP = "Also show the test points, which are never trained on: hollow rings. Training points are filled."

Colour = Callable[[float], QColor]
"""The colour of a sample, by its target."""


def paint_points(
    painter: QPainter, places: list[QPointF], targets: Array, colour: Colour, ring: QColor, is_test: bool
) -> None:
    """Paint one dot per place; `ring` is the colour that lifts a dot off what lies under it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, target in zip(places, targets, strict=True):
        own = colour(float(target))
        if is_test:
            # Inside and around it the ring's colour, so that it shows on a map of its own colour too.
            painter.setPen(QPen(ring, 1.0))
            painter.setBrush(ring)
            painter.drawEllipse(place, RADIUS_PX + 0.5, RADIUS_PX + 0.5)
            painter.setPen(QPen(own, 1.5))
            painter.drawEllipse(place, RADIUS_PX - 0.75, RADIUS_PX - 0.75)
        else:
            painter.setPen(QPen(ring, 1.0))
            painter.setBrush(own)
            painter.drawEllipse(place, RADIUS_PX, RADIUS_PX)
