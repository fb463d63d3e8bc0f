"""Samples as dots: training points are filled and lifted off their ground, test points are hollow, many are a cloud."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from core.arrays import Array, Indices
from core.probe.density import density
from core.probe.extent import Extent
from gui.sample import Kind
from gui.theme import Theme, blend, rgb

RADIUS_PX = 3.5
RING_RADIUS_PX = 5.75
MOST_WIDE = 100
"""So many rings stand apart from their points."""
MARK_RADIUS_PX = 8.0
TIP = "Also show the test points, which are never trained on: hollow rings. Training points are filled."
MOST_DOTS = 2000
"""More points than these are a cloud: dots would cover each other and the map."""
CELL_PX = 2.0
"""The side of a cell of the cloud."""
THINNEST = 0.35
"""How opaque the cloud is where there is a single point."""


@dataclass(frozen=True, eq=False)
class Dots:
    """Samples in a picture's own coordinates.

    kind    which samples they are
    points  (n, 2)
    groups  (n,), which colour each has
    rows    (n,), which row of the samples each is
    """

    kind: Kind
    points: Array
    groups: Indices
    rows: Indices

    @property
    def is_cloud(self) -> bool:
        """Whether they are too many for dots."""
        return len(self.points) > MOST_DOTS

    def within(self, extent: Extent) -> Indices:
        """Which of them lie in an extent, or so near that a part of their dot does."""
        x, y = self.points.T
        across, up = 0.05 * extent.width, 0.05 * extent.height
        return np.flatnonzero(
            (x >= extent.left - across)
            & (x <= extent.right + across)
            & (y >= extent.bottom - up)
            & (y <= extent.top + up)
        )


def paint_points(
    painter: QPainter,
    places: Sequence[QPointF],
    groups: Sequence[int],
    colours: Sequence[QColor],
    ring: QColor,
    is_test: bool,
) -> None:
    """Paint one dot per place; `ring` is the colour that lifts a dot off what lies under it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, group in zip(places, groups, strict=True):
        own = colours[group]
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
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_cloud(
    painter: QPainter, clouds: Sequence[Dots], colours: Sequence[QColor], extent: Extent, area: QRectF, theme: Theme
) -> None:
    """Paint many points: each cell has the mean colour of its points, and is the more opaque the more they are."""
    columns, rows = max(1, round(area.width() / CELL_PX)), max(1, round(area.height() / CELL_PX))
    counts = np.zeros((len(colours), rows, columns), np.intp)
    for dots in clouds:
        counts += density(dots.points, dots.groups, len(colours), extent, columns, rows)
    total = counts.sum(axis=0)
    # A little ink in them, so that they stand out from a map of their own colour.
    inked = np.array([rgb(blend(colour.name(), theme.ink, 0.7).name()) for colour in colours])
    mean = np.tensordot(inked.T, counts, axes=1) / np.maximum(total, 1)
    alpha = np.where(total > 0, THINNEST + (1.0 - THINNEST) * np.log1p(total) / np.log1p(max(1, total.max())), 0.0)
    red, green, blue = np.rint(mean * alpha).astype(np.uint32)
    opacity = np.rint(255.0 * alpha).astype(np.uint32)
    pixels = np.ascontiguousarray(opacity << np.uint32(24) | red << np.uint32(16) | green << np.uint32(8) | blue)
    image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(area, image)


def paint_rings(painter: QPainter, places: Sequence[QPointF], theme: Theme, ratio: float) -> None:
    """Ring what the network gets wrong: a line in the colour of errors, on a halo."""
    side = 2.0 * RING_RADIUS_PX + 6.0
    sprite = QPixmap(round(side * ratio), round(side * ratio))
    sprite.setDevicePixelRatio(ratio)
    sprite.fill(Qt.GlobalColor.transparent)
    stamp = QPainter(sprite)
    try:
        stamp.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(side / 2.0, side / 2.0)
        # Of many wrong ones wide rings would hide the points: theirs are tight, and have no halo.
        is_wide = len(places) <= MOST_WIDE
        radius = RING_RADIUS_PX if is_wide else RADIUS_PX + 0.5
        for colour, width in (*([(theme.neutral, 3.0)] if is_wide else []), (theme.error, 1.5)):
            stamp.setPen(QPen(QColor(colour), width))
            stamp.drawEllipse(middle, radius, radius)
    finally:
        stamp.end()
    corner = QPointF(side / 2.0, side / 2.0)
    for place in places:
        painter.drawPixmap(place - corner, sprite)


def paint_mark(painter: QPainter, place: QPointF, theme: Theme) -> None:
    """Mark the current sample: a ring in ink with four short ticks, on a halo."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.canvas, 4.0), (theme.ink, 1.75)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(place, MARK_RADIUS_PX, MARK_RADIUS_PX)
        for dx, dy in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)):
            start = place + QPointF(dx, dy) * MARK_RADIUS_PX
            painter.drawLine(start, start + QPointF(dx, dy) * 4.0)
