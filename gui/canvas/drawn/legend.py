"""The legend: states the scale of thickness and colour, and what else the lines on the canvas mean."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen, QPolygonF

from core.wording import MINUS
from gui.canvas.drawn.edges import Edges
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.marks import LOCK_PX, cut_pen, paint_lock
from gui.canvas.drawn.strength import dashes, shade
from gui.canvas.look import Look
from gui.theme import SMALL_PX, Theme, blend

REACH_PX = 44.0
GAP_PX = 6.0
BETWEEN_PX = 16.0
SAMPLE_PX = 24.0
DASHED_PX = 2.5


@dataclass(frozen=True)
class Part:
    """One thing that is explained.

    width  of all of it
    paint  paints it from a place on: its left end, half its height up
    rank   where there is no room for all, those of the highest rank are left out
    """

    width: float
    paint: Callable[[QPointF], None]
    rank: int


def hidden_text(edges: Edges, connections: int, look: Look) -> str:
    """What of the connections is shown: "hidden below 0.12: 14 of 31"; empty: all of them."""
    below = f"{edges.threshold:.{max(look.digits, 2)}g}"
    if not edges.shows_all:
        text = f"{edges.count:,} of {connections:,} shown"
        return f"{text}, none below {below}" if look.weakest else text
    return f"hidden below {below}: {connections - edges.count:,} of {connections:,}" if look.weakest else ""


class Legend:
    """What is written below the network, with the painter that it is painted with."""

    def __init__(
        self, painter: QPainter, theme: Theme, edges: Edges, connections: int, look: Look, word: str = "weight"
    ) -> None:
        self._painter, self._theme, self._edges, self._word = painter, theme, edges, word
        painter.setFont(font(SMALL_PX))
        self._metrics = QFontMetricsF(painter.font())
        self._parts = [self._scale(), self._bias()]
        if look.is_dashed:
            self._parts.append(self._sample("negative", self._paint_dashed, SAMPLE_PX, rank=1))
        if edges.has_locked:
            self._parts.append(self._sample("locked", self._paint_lock, LOCK_PX, rank=2))
        if edges.has_cut and not look.weakest:  # else they are among what is hidden
            self._parts.append(self._sample("cut", self._paint_cut, SAMPLE_PX, rank=2))
        hidden = hidden_text(edges, connections, look)
        if hidden:
            self._parts.append(Part(self._width(hidden), lambda at: self._write(hidden, at), rank=0))

    def paint(self, room: QRectF, centre: float) -> None:
        """Paint as much of it as fits into the room, around the centre if it can be."""
        parts = list(self._parts)
        while len(parts) > 1 and _total(parts) > room.width() - 24:
            parts.remove(max(parts, key=lambda part: part.rank))
        total = _total(parts)
        left = max(room.left(), min(max(centre - total / 2, room.left() + 12), room.right() - 12 - total))
        at = QPointF(left, room.center().y())
        ground = QColor(self._theme.canvas)
        ground.setAlphaF(0.9)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(ground)
        self._painter.drawRoundedRect(QRectF(at.x() - 12, at.y() - 12, total + 24, 24), 12, 12)
        for part in parts:
            part.paint(at)
            at += QPointF(part.width + BETWEEN_PX, 0.0)

    def _width(self, text: str) -> float:
        return self._metrics.horizontalAdvance(text)

    def _write(self, text: str, at: QPointF) -> None:
        self._painter.setPen(QColor(self._theme.muted))
        area = QRectF(at.x(), at.y() - 9, self._width(text) + 2, 18)
        self._painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _scale(self) -> Part:
        """A taper from the strongest negative over zero to the strongest positive weight, with its ends' values."""
        word, low, high = self._word, f"{MINUS}{self._edges.scale:,g}", f"{self._edges.scale:,g}"
        to_low = self._width(word) + GAP_PX
        to_taper = to_low + self._width(low) + GAP_PX
        to_high = to_taper + 2 * REACH_PX + GAP_PX

        def paint(at: QPointF) -> None:
            self._write(word, at)
            self._write(low, at + QPointF(to_low, 0.0))
            self._paint_taper(at + QPointF(to_taper + REACH_PX, 0.0))
            self._write(high, at + QPointF(to_high, 0.0))

        return Part(to_high + self._width(high), paint, rank=0)

    def _paint_taper(self, zero: QPointF) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        half, y = self._edges.widest / 2, zero.y()
        for sign, name in ((-1, self._theme.negative), (1, self._theme.positive)):
            end = zero.x() + sign * REACH_PX
            colours = QLinearGradient(zero.x(), y, end, y)
            for share in (0.0, 0.1, 0.3, 0.6, 1.0):
                colours.setColorAt(share, blend(name, self._theme.canvas, shade(share, self._edges.faintest)))
            self._painter.setBrush(colours)
            thin = [zero - QPointF(0.0, 0.5), zero + QPointF(0.0, 0.5)]
            self._painter.drawPolygon(QPolygonF([*thin, QPointF(end, y + half), QPointF(end, y - half)]))

    def _bias(self) -> Part:
        def paint(at: QPointF) -> None:
            self._painter.setPen(QPen(QColor(self._theme.ink), 1.0))
            self._painter.setBrush(QColor(self._theme.positive))
            self._painter.drawRoundedRect(QRectF(at.x(), at.y() - 4, 8, 8), 2, 2)
            self._write("bias", at + QPointF(14.0, 0.0))

        return Part(14.0 + self._width("bias"), paint, rank=3)

    def _sample(self, word: str, paint_line: Callable[[QPointF], None], wide: float, rank: int) -> Part:
        """How a line looks, and what that means."""

        def paint(at: QPointF) -> None:
            paint_line(at)
            self._write(word, at + QPointF(wide + GAP_PX, 0.0))

        return Part(wide + GAP_PX + self._width(word), paint, rank)

    def _paint_dashed(self, at: QPointF) -> None:
        pen = QPen(QColor(self._theme.negative), DASHED_PX)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(dashes(DASHED_PX))
        self._painter.setPen(pen)
        self._painter.drawLine(at, at + QPointF(SAMPLE_PX, 0.0))

    def _paint_lock(self, at: QPointF) -> None:
        paint_lock(self._painter, self._theme, at + QPointF(LOCK_PX / 2, 0.0))

    def _paint_cut(self, at: QPointF) -> None:
        self._painter.setPen(cut_pen(self._theme))
        self._painter.drawLine(at, at + QPointF(SAMPLE_PX, 0.0))


def _total(parts: list[Part]) -> float:
    """The width of these beside each other."""
    return sum(part.width for part in parts) + BETWEEN_PX * (len(parts) - 1)
