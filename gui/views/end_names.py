"""Names at the right ends of curves, shifted where they would lie on each other."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gui.theme import Theme, blend

NAME_PX = 13
"""The height of a name."""


class End(NamedTuple):
    """A curve's name, the pixel at which it ends, and how much ink it is written with."""

    name: str
    y_px: float
    ink: float


def spread(places: Sequence[float], low: float, high: float, gap: float) -> list[float | None]:
    """Places as near to the given ones as a gap between them and the limits allow, in the order given.

    Where there is no room for all, the first and the last of the order and as many as fit in between, evenly, have one;
    the others get None.
    """
    fits = max(1, int((high - low) / gap) + 1)
    count = len(places)
    kept = range(count) if count <= fits else sorted({round(k * (count - 1) / max(1, fits - 1)) for k in range(fits)})
    found: list[float | None] = [None] * count
    ordered = sorted(kept, key=lambda index: places[index])
    at, taken = low, []
    for index in ordered:
        at = max(at, min(max(places[index], low), high))
        taken.append(at)
        at += gap
    limit = high
    for place, index in zip(reversed(taken), reversed(ordered), strict=True):
        limit = min(place, limit)
        found[index] = limit
        limit -= gap
    return found


def paint_ends(painter: QPainter, area: QRectF, ends: Sequence[End], theme: Theme) -> None:
    """Paint the names within `area`, beside the ends of their curves, in the painter's font."""
    places = spread([end.y_px for end in ends], area.top() + NAME_PX / 2, area.bottom() - NAME_PX / 2, NAME_PX)
    for end, y in zip(ends, places, strict=True):
        if y is not None:
            painter.setPen(blend(theme.ink, theme.surface, end.ink))
            text = painter.fontMetrics().elidedText(end.name, Qt.TextElideMode.ElideRight, round(area.width()))
            box = QRectF(area.left(), y - NAME_PX / 2, area.width(), NAME_PX)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
