"""The legends below pictures of data: the scale from orange to blue, or a patch for each class."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter

from core.arrays import Pixels
from gui.theme import GRID_PX, Theme

BAR_PX = 8
ROW_PX = 15
WIDEST_NAME_PX = 90
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
    """The texts of a scale with what its two ends stand for, where there is room: "0 outer", "0.5", "1 inner"."""
    low, middle, high = texts
    room = (width - metrics.horizontalAdvance(middle)) / 2.0 - 2 * GRID_PX
    ends = [f"{low} {names[0]}", f"{high} {names[1]}"]
    if names[0] == low or max(map(metrics.horizontalAdvance, ends)) > room:
        return texts
    return ends[0], middle, ends[1]


def paint_classes(painter: QPainter, room: QRectF, entries: Sequence[Entry], theme: Theme) -> float:
    """A patch and a name for each class, in as many rows as there is room for; then how many more there are.

    Gives the lower edge of the last row.
    """
    metrics = painter.fontMetrics()
    texts = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, WIDEST_NAME_PX) for _, name in entries]
    x, y = room.left(), room.top()
    more_px = metrics.horizontalAdvance("+ 00 more") + 2
    for place, ((colour, _), text) in enumerate(zip(entries, texts, strict=True)):
        width = BAR_PX + 4 + metrics.horizontalAdvance(text) + 2
        is_last_row = y + 2 * ROW_PX > room.bottom()
        kept = more_px + GRID_PX if is_last_row and place < len(entries) - 1 else 0
        if x + width + kept > room.right() and x > room.left():
            if is_last_row:
                painter.setPen(QColor(theme.muted))
                _text(painter, x, y, more_px, f"+ {len(entries) - place} more")
                return y + ROW_PX
            x, y = room.left(), y + ROW_PX
        patch = QRectF(round(x), round(y + (ROW_PX - BAR_PX) / 2), BAR_PX, BAR_PX)
        painter.fillRect(patch, colour)
        painter.setPen(QColor(theme.muted))
        if colour == QColor(theme.neutral):  # it would not be seen on its ground
            painter.drawRect(patch.adjusted(0.0, 0.0, -1.0, -1.0))
        _text(painter, x + BAR_PX + 4, y, width, text)
        x += width + GRID_PX
    return y + ROW_PX


def _text(painter: QPainter, x: float, y: float, width: float, text: str) -> None:
    painter.drawText(QRectF(x, y, width, ROW_PX), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
