"""Samples as dots: training points are filled and lifted off their ground, test points are hollow, many are a cloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from core.arrays import Array, Indices
from core.probe.density import density
from core.probe.extent import Extent
from gui.painted import Paint, painted
from gui.session.sample import Kind
from gui.theme import Theme, blend, rgb

RADIUS_PX = 3.5
RING_RADIUS_PX = 5.75
MOST_WIDE = 100
"""So many rings stand apart from their points."""
MARK_RADIUS_PX = 8.0
STAMP = QSize(18, 18)
STAMP_MIDDLE = QPointF(STAMP.width() / 2.0, STAMP.height() / 2.0)
MOST_DOTS = 2000
"""More points than these are a cloud: dots would cover each other and the map."""
MOST_SEEN = 100_000
"""Of still more samples so many are seen, evenly spread: the cloud looks the same, and the window stays quick."""
CELL_PX = 2.0
"""The side of a cell of the cloud."""
THINNEST = 0.35
"""How opaque the cloud is where there is a single point."""


def test_tip(noun: str) -> str:
    """What the button over a picture does that shows the test samples, too."""
    return f"Also show the test {noun}s, which are never trained on: hollow rings. Training {noun}s are filled."


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
    ratio = painter.device().devicePixelRatio()
    stamps = {group: _stamp(ratio, partial(_paint_dot, colours[group], ring, is_test)) for group in set(groups)}
    for place, group in zip(places, groups, strict=True):
        painter.drawPixmap(place - STAMP_MIDDLE, stamps[group])


def _paint_dot(own: QColor, ring: QColor, is_test: bool, painter: QPainter) -> None:
    painter.setPen(QPen(ring, 1.0))
    painter.setBrush(ring if is_test else own)
    if is_test:
        # Inside and around it the ring's colour, so that it shows on a map of its own colour too.
        painter.drawEllipse(STAMP_MIDDLE, RADIUS_PX + 0.5, RADIUS_PX + 0.5)
        painter.setPen(QPen(own, 1.5))
        painter.drawEllipse(STAMP_MIDDLE, RADIUS_PX - 0.75, RADIUS_PX - 0.75)
    else:
        painter.drawEllipse(STAMP_MIDDLE, RADIUS_PX, RADIUS_PX)


def _stamp(ratio: float, paint: Paint) -> QPixmap:
    """What is painted many times is painted once, in the middle of a small pixmap, and then copied."""
    return painted(STAMP, paint, ratio)


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


def paint_rings(painter: QPainter, places: Sequence[QPointF], theme: Theme) -> None:
    """Ring what the network gets wrong: a line in the colour of errors, on a halo.

    Of many wrong ones wide rings would hide the points: theirs are tight, and have no halo.
    """
    is_wide = len(places) <= MOST_WIDE
    radius = RING_RADIUS_PX if is_wide else RADIUS_PX + 0.5
    strokes = [(theme.neutral, 3.0), (theme.error, 1.5)] if is_wide else [(theme.error, 1.5)]

    def paint_ring(stamp: QPainter) -> None:
        for colour, width in strokes:
            stamp.setPen(QPen(QColor(colour), width))
            stamp.drawEllipse(STAMP_MIDDLE, radius, radius)

    stamp = _stamp(painter.device().devicePixelRatio(), paint_ring)
    for place in places:
        painter.drawPixmap(place - STAMP_MIDDLE, stamp)


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
