"""What the plot of runs is made of: lines, a band, a goal, and the letters where lines end."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from core.arrays import Array
from core.band import Band
from gui.theme import RUN_COLOURS, Theme, blend
from gui.views.envelope import envelope
from gui.views.peaks import Peak, cut_text
from gui.views.run_frame import Frame

DASHES: tuple[list[float] | None, ...] = (None, [6.0, 3.0], [1.5, 2.5])
"""Solid, dashed, dotted."""
STRONG_PX, PLAIN_PX = 2.0, 1.0
OUTER, INNER = 0.14, 0.3
"""How strong a band is: as far as the outermost curves go, and where half of them lie."""
LABEL_PX = 12.0
"""The least distance of two letters, from line to line."""
CUT_GAP_PX = 10.0
"""From a peak that is cut to its words."""


@dataclass(frozen=True, eq=False)
class Line:
    """A curve: epochs and values (points,), NaN leaves a gap.

    label  stands where it ends
    dash   which of DASHES it is drawn with
    """

    label: str
    epochs: Array
    values: Array
    colour: str
    dash: int = 0

    def nearest(self, epoch: float) -> tuple[float, float] | None:
        """Epoch and value of the point next to this epoch; None: it has none."""
        if not np.isfinite(self.values).any():
            return None
        at = int(np.argmin(np.where(np.isfinite(self.values), np.abs(self.epochs - epoch), np.inf)))
        return float(self.epochs[at]), float(self.values[at])


def look_of(mark: int, theme: Theme) -> tuple[str, int]:
    """Colour and dashes of the run with this mark: first all colours in one piece, then dashed, then dotted."""
    colours = RUN_COLOURS[theme.name]
    return colours[mark % len(colours)], mark // len(colours) % len(DASHES)


def line_pen(colour: str, dash: int, width_px: float) -> QPen:
    """What a line of this colour is drawn with."""
    pen = QPen(QColor(colour), width_px)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    dashes = DASHES[dash]
    if dashes is not None:
        pen.setDashPattern(dashes)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def paint_line(painter: QPainter, frame: Frame, line: Line, width_px: float) -> None:
    """Paint a curve, in pieces where it has gaps."""
    is_dashed = DASHES[line.dash] is not None
    painter.setPen(line_pen(line.colour, line.dash, width_px))
    painter.setClipRect(frame.area.adjusted(-1.0, -2.0, 2.0, 2.0))
    epochs, values = envelope(line.epochs, line.values, is_dashed)
    has_place = np.isfinite(frame.axis.share(values))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], has_place, [False]]).astype(np.int8)))
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        piece = frame.polygon(epochs[first:end], values[first:end])
        if len(piece) == 1:
            painter.drawPoint(piece[0])
        elif is_dashed or width_px * painter.device().devicePixelRatio() <= 1.0:
            painter.drawPolyline(piece)
        else:
            # Qt takes 20 times as long for the outline of a wide polyline (6.10).
            painter.drawLines([QLineF(*ends) for ends in pairwise(piece)])
    painter.setClipping(False)


def paint_band(painter: QPainter, frame: Frame, band: Band, theme: Theme) -> None:
    """Paint how far the outermost curves go, and where half of them lie."""
    painter.setClipRect(frame.area.adjusted(0.0, -2.0, 0.0, 2.0))
    painter.setPen(Qt.PenStyle.NoPen)
    for low, high, strength in ((band.lowest, band.highest, OUTER), (band.lower, band.upper, INNER)):
        painter.setBrush(blend(theme.muted, theme.surface, strength))
        painter.drawPolygon(
            QPolygonF([*frame.polygon(band.epochs, high), *frame.polygon(band.epochs[::-1], low[::-1])])
        )
    painter.setClipping(False)


def paint_cut(painter: QPainter, frame: Frame, peak: Peak, theme: Theme) -> None:
    """Say at the upper edge how high the peak goes that lies above it, in the painter's font."""
    text, area = cut_text(peak.value), frame.area
    wide, x = painter.fontMetrics().horizontalAdvance(text) + 4.0, frame.across(peak.across)
    left = x + CUT_GAP_PX if x + CUT_GAP_PX + wide <= area.right() else x - CUT_GAP_PX - wide
    _write(painter, QRectF(left, area.top() + 1.0, wide, LABEL_PX + 1.0), text, theme)


def paint_goal(painter: QPainter, frame: Frame, goal: float, theme: Theme) -> None:
    """Paint a dotted line across at what shall be reached, and say so at its left end, in the painter's font."""
    area, y = frame.area, frame.place(0.0, goal).y()
    painter.setPen(line_pen(theme.muted, 2, 1.0))
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    room = QRectF(area.left() + 2.0, y + 1.0, painter.fontMetrics().horizontalAdvance("goal") + 4.0, LABEL_PX + 1.0)
    if room.bottom() > area.bottom():
        room.moveBottom(y - 1.0)
    _write(painter, room, "goal", theme)


def _write(painter: QPainter, room: QRectF, text: str, theme: Theme) -> None:
    """On a ground, for lines pass there."""
    painter.fillRect(room, QColor(theme.surface))
    painter.setPen(QColor(theme.muted))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def paint_labels(painter: QPainter, frame: Frame, lines: Sequence[Line], theme: Theme) -> None:
    """Paint letters where the curves end, moved apart where they would lie on each other, in the painter's font.

    A curve that goes on below a letter is interrupted there, so that both can be told.
    """
    area, metrics = frame.area, painter.fontMetrics()
    ends: list[tuple[float, float, Line]] = []
    for line in lines:
        end = line.nearest(float(line.epochs[-1])) if line.label and len(line.epochs) else None
        if end is not None:
            place = frame.place(*end)
            lowest = area.bottom() - LABEL_PX / 2  # the axis has its name and its numbers below
            y = lowest if np.isnan(place.y()) else min(max(place.y(), area.top()), lowest)
            ends.append((y, place.x() + 5.0, line))
    taken: list[QRectF] = []
    # From below: what lies at the floor stays above the axis.
    for y, x, line in sorted(ends, key=lambda end: end[:2], reverse=True):
        room = QRectF(x, y - LABEL_PX / 2, metrics.horizontalAdvance(line.label) + 2.0, LABEL_PX)
        for other in taken:
            if room.intersects(other):
                room.moveBottom(other.top())
        taken.append(room)
        if room.left() < area.right():
            painter.fillRect(room, QColor(theme.surface))
        painter.setPen(QColor(line.colour))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line.label)
