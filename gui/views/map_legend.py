"""The legends below pictures of data: the scale from orange to blue, or a patch for each class."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter

from core.arrays import Pixels
from gui.theme import GRID_PX, Theme
from gui.views.cut_names import cut_to

BAR_PX = 8
ROW_PX = 15
PATCH_PX = BAR_PX + 4
WIDEST_NAME_PX, NARROW_NAME_PX, LEAST_NAME_PX = 90, 60, 30
"""How wide names of classes may be where not all have room whole; and at the least at the end of a scale."""
TEXT_GAP_PX = 6
Entry = tuple[QColor, str]


def paint_scale(
    painter: QPainter, left: float, top: float, width: float, pixels: Pixels, texts: Sequence[str], theme: Theme
) -> None:
    """A bar of these colours (n,) with a text below its left end, its middle and its right end."""
    bar = QRectF(left, top, width, BAR_PX)
    colours = np.ascontiguousarray(pixels[np.newaxis])
    painter.drawImage(bar, QImage(colours.data, colours.size, 1, colours.size * 4, QImage.Format.Format_RGB32))
    painter.setPen(QColor(theme.muted))
    align = Qt.AlignmentFlag
    low, middle, high = map(painter.fontMetrics().horizontalAdvance, texts)
    # Where both ends do not fit under the bar, they reach beyond its right end; the middle goes without a text first.
    line = QRectF(left, bar.bottom() + 2, max(width, low + TEXT_GAP_PX + high), 14)
    sides = [(texts[0], align.AlignLeft), (texts[2], align.AlignRight)]
    if 2 * max(low, high) + middle + 2 * TEXT_GAP_PX <= width:
        sides.append((texts[1], align.AlignHCenter))
    for text, side in sides:
        painter.drawText(line, side | align.AlignVCenter, text)
    name = QRectF(bar.right() + GRID_PX, bar.top() - 4, 48, 16)
    painter.drawText(name, align.AlignLeft | align.AlignVCenter, "output")


def with_names(
    texts: tuple[str, str, str], names: Sequence[str], width: float, metrics: QFontMetrics
) -> tuple[str, str, str]:
    """The texts of a scale with what its two ends stand for: "0 outer", "0.5", "1 inner".

    Names are cut where there is little room, and left out where there is none.

    width  how far the line may reach that they stand in
    """
    low, middle, high = texts
    if names[0] == low:
        return texts
    numbers = metrics.horizontalAdvance(f"{low} {high} ") + TEXT_GAP_PX
    first, second = names[:2]
    if numbers + metrics.horizontalAdvance(first) + metrics.horizontalAdvance(second) > width:
        left = (width - numbers) / 2.0
        if left < LEAST_NAME_PX:
            return texts
        first, second = cut_to((first, second), metrics, left)
    return f"{low} {first}", middle, f"{high} {second}"


def paint_classes(painter: QPainter, room: QRectF, entries: Sequence[Entry], theme: Theme) -> float:
    """A patch and a name for each class, in as many rows as there is room for; then how many more there are.

    Names are cut only where that lets more of them in. Gives the lower edge of the last row.
    """
    metrics = painter.fontMetrics()
    names = [name for _, name in entries]
    texts: list[str] = []
    places: list[tuple[float, float]] = []
    whole = room.width() - PATCH_PX
    for widest in (whole, whole / 2.0 - PATCH_PX, WIDEST_NAME_PX, NARROW_NAME_PX):
        tried = cut_to(names, metrics, widest)
        found = _places(tried, room, metrics)
        if len(found) > len(places):
            texts, places = tried, found
        if len(places) == len(entries):
            break
    for (colour, _), text, (x, y) in zip(entries, texts, places, strict=False):
        patch = QRectF(round(x), round(y + (ROW_PX - BAR_PX) / 2), BAR_PX, BAR_PX)
        painter.fillRect(patch, colour)
        painter.setPen(QColor(theme.muted))
        if colour == QColor(theme.neutral):  # it would not be seen on its ground
            painter.drawRect(patch.adjusted(0.0, 0.0, -1.0, -1.0))
        _text(painter, x + PATCH_PX, y, metrics.horizontalAdvance(text) + 2.0, text)
    if not places:
        return room.top() + ROW_PX
    x, y = places[-1]
    if len(places) < len(entries):
        painter.setPen(QColor(theme.muted))
        after = x + PATCH_PX + metrics.horizontalAdvance(texts[len(places) - 1]) + GRID_PX
        _text(painter, after, y, room.right() - after, f"+ {len(entries) - len(places):,} more")
    return y + ROW_PX


def _places(texts: Sequence[str], room: QRectF, metrics: QFontMetrics) -> list[tuple[float, float]]:
    """Where the patches of the first of these stand, of as many as have room, with how many more there are."""
    more_px = metrics.horizontalAdvance("+ 00 more") + 2 + GRID_PX
    places: list[tuple[float, float]] = []
    x, y = room.left(), room.top()
    for place, text in enumerate(texts):
        width = PATCH_PX + metrics.horizontalAdvance(text) + 2
        is_last_row = y + 2 * ROW_PX > room.bottom()
        kept = more_px if is_last_row and place < len(texts) - 1 else 0
        if x + width + kept > room.right() and x > room.left():
            if is_last_row:
                break
            x, y = room.left(), y + ROW_PX
        places.append((x, y))
        x += width + GRID_PX
    return places


def _text(painter: QPainter, x: float, y: float, width: float, text: str) -> None:
    painter.drawText(QRectF(x, y, width, ROW_PX), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
