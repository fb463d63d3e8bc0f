"""The axis of epochs: whole numbers below a picture, and what they count in the corner at their left."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.theme import Theme
from gui.views.axes import Advance, Scale, tick_texts, whole_ticks

NAME = "epoch"
NAME_GAP_PX = 4.0
"""From the name to the first number, at the least."""
BELOW_PX, HEIGHT_PX = 3.0, 14.0
"""From the picture to the numbers, and how high they are."""


def epoch_ticks(low: float, high: float, width_px: float, advance: Advance) -> list[float]:
    """Two whole numbers or more, as many as an axis of this width has room for.

    advance  how wide a text is, in pixels
    """
    for most in (5, 4, 3, 2):
        marks = whole_ticks(low, high, most)
        if len(marks) > 1:
            room = (marks[1] - marks[0]) / (high - low) * width_px
            if room >= 1.5 * max(map(advance, tick_texts(marks))) + 2.0 * NAME_GAP_PX:  # the last ends at its mark
                return marks
    return [float(math.ceil(low)), float(math.floor(high))]


def paint_epochs(
    painter: QPainter, area: QRectF, across: Scale, marks: Sequence[float], theme: Theme, read: QRectF | None = None
) -> None:
    """Paint the numbers of an axis below `area`, and its name at the left edge, in the painter's font.

    read  where something is written that goes before both
    """
    advance, top = painter.fontMetrics().horizontalAdvance, area.bottom() + BELOW_PX
    name, align = QRectF(0.0, top, advance(NAME), HEIGHT_PX), Qt.AlignmentFlag
    painter.setPen(QColor(theme.muted))
    for mark, text in zip(marks, tick_texts(list(marks)), strict=True):
        width = advance(text)
        # None begins below the name or ends beyond the picture.
        left = max(min(across(mark) - width / 2.0, area.right() - width), name.right() + NAME_GAP_PX)
        box = QRectF(left - 1.0, top, width + 2.0, HEIGHT_PX)
        if read is None or not box.adjusted(-NAME_GAP_PX, 0.0, NAME_GAP_PX, 0.0).intersects(read):
            painter.drawText(box, align.AlignHCenter | align.AlignTop, text)
    if read is None or not name.intersects(read):
        painter.setPen(QColor(theme.ink))
        painter.drawText(name.adjusted(0.0, 0.0, 2.0, 0.0), align.AlignLeft | align.AlignTop, NAME)
