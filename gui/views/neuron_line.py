"""A neuron's line over the map, which can be taken hold of: in the middle to shift it, near an end to turn it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.probe.extent import Extent
from core.probe.neuron_line import Line, Point
from core.wording import MINUS
from gui.theme import Theme

Part = Literal["middle", "first", "second"]
"""What of a line can be taken hold of: it itself, and its handles."""

HANDLE_PX, HANDLE_REACH_PX = 4.5, 10.0
LINE_REACH_PX = 7.0
INSET_PX = 16.0
"""From the map's edge to a handle, along the line."""
SHORTEST_PX = 60.0
"""A shorter piece of a line has no handles."""
SHORTEST_TURN_PX = 6.0
"""Nearer to the point that it turns around, the pointer gives no direction."""
ARROW_PX = 16.0


@dataclass(frozen=True)
class Ground:
    """Where the map lies: places of points in the widget, points of places, and which part of the plane it shows."""

    place_of: Callable[[float, float], QPointF]
    point_of: Callable[[QPointF], Point]
    extent: Extent

    def ends(self, line: Line) -> QLineF | None:
        """The piece of a line that is on the map; None: there is none."""
        ends = line.within(self.extent)
        return None if ends is None else QLineF(self.place_of(*ends[0]), self.place_of(*ends[1]))

    def handles(self, line: Line) -> tuple[QPointF, QPointF] | None:
        """The places of the two handles; None: the piece is too short for them."""
        piece = self.ends(line)
        if piece is None or piece.length() < SHORTEST_PX:
            return None
        share = INSET_PX / piece.length()
        return piece.pointAt(share), piece.pointAt(1.0 - share)

    def part_at(self, line: Line, place: QPointF) -> Part | None:
        """What of a line is at a place."""
        handles = self.handles(line)
        if handles is not None:
            first, second = (QLineF(place, handle).length() for handle in handles)
            if min(first, second) <= HANDLE_REACH_PX:
                return "first" if first < second else "second"
        piece = self.ends(line)
        if piece is None or piece.length() == 0.0:
            return None
        along, away = piece.p2() - piece.p1(), place - piece.p1()
        share = QPointF.dotProduct(along, away) / piece.length() ** 2
        nearest = piece.pointAt(min(max(share, 0.0), 1.0))
        return "middle" if QLineF(place, nearest).length() <= LINE_REACH_PX else None


class Drag:
    """A line that is held: where the pointer goes says which line it becomes."""

    def __init__(self, ground: Ground, line: Line, part: Part, place: QPointF) -> None:
        self._ground, self._start, self.part = ground, line, part
        self._from = place
        handles = ground.handles(line)
        self._held = self._pivot = place
        if handles is not None and part != "middle":
            self._held, other = handles if part == "first" else (handles[1], handles[0])
            self._pivot = other if line.centre is None else ground.place_of(*line.centre)
        self.line = line

    def move(self, place: QPointF) -> bool:
        """Whether the pointer's being here makes another line."""
        point_of = self._ground.point_of
        if self.part == "middle":
            line = self._start.shifted(point_of(self._from), point_of(place))
        else:
            held = self._held + place - self._from
            if QLineF(self._pivot, held).length() < SHORTEST_TURN_PX:
                return False
            line = self._start.turned(point_of(self._pivot), point_of(self._held), point_of(held))
        is_other, self.line = line != self.line, line
        return is_other


def equation(line: Line, names: tuple[str, str], digits: int = 2) -> str:
    """1.23 x1 - 0.50 x2 + 0.10 = 0, as it is written; digits: after the point."""
    if line.steepness == 0.0:
        return "no line: both weights are zero"
    if not (math.isfinite(line.steepness) and math.isfinite(line.b)):
        return "no line: a weight is not finite"
    terms = ((line.w1, f" {names[0]}"), (line.w2, f" {names[1]}"), (line.b, ""))
    first, *others = (("-" if value < 0.0 else "+", f"{_digits(abs(value), digits)}{name}") for value, name in terms)
    left = f"{'-' if first[0] == '-' else ''}{first[1]}" + "".join(f" {sign} {text}" for sign, text in others)
    return f"{left} = 0".replace("-", MINUS)


def _digits(size: float, digits: int) -> str:
    """So many digits after the point; a small number keeps so many that matter."""
    if size == 0.0 or 0.95 * 10.0 ** (1 - digits) <= size < 1e5:
        return f"{size:.{digits}f}"
    return f"{size:.{digits}g}" if 1e-4 <= size < 1.0 else f"{size:.1e}"


def paint_line(painter: QPainter, theme: Theme, ground: Ground, line: Line, part: Part | None) -> None:
    """The line in ink on a halo, its handles, and an arrow to its positive side; part: what is under the pointer."""
    piece = ground.ends(line)
    if piece is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    halo, ink = QColor(theme.canvas), QColor(theme.ink)
    halo.setAlphaF(0.85)
    strokes = [piece, *_arrow(piece)]
    for colour, wider in ((halo, 3.0), (ink, 0.0)):
        for stroke in strokes:
            is_lit = part is not None and stroke is piece
            pen = QPen(colour, (2.8 if is_lit else 1.8) + wider)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(stroke)
    for name, place in zip(("first", "second"), ground.handles(line) or (), strict=False):
        radius = HANDLE_PX + (1.5 if part == name else 0.0)
        painter.setPen(QPen(halo, 5.0))
        painter.drawEllipse(place, radius, radius)
        painter.setPen(QPen(ink, 1.8))
        painter.setBrush(QColor(theme.canvas))
        painter.drawEllipse(place, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _arrow(piece: QLineF) -> list[QLineF]:
    """From the middle of the line to its positive side, which is on its left."""
    if piece.length() < ARROW_PX:
        return []
    foot = piece.center()
    across = QPointF(piece.dy(), -piece.dx()) / piece.length()
    along = QPointF(piece.dx(), piece.dy()) / piece.length()
    tip = foot + across * ARROW_PX
    barbs = (tip - across * 5.0 + along * 4.0, tip - across * 5.0 - along * 4.0)
    return [QLineF(foot, tip), *(QLineF(tip, barb) for barb in barbs)]
