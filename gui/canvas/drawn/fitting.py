"""Names of inputs and classes in the room there is for them."""

from collections import Counter
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from gui.theme import BODY_PX, body_font

SMALLEST_PX = 9


@lru_cache(maxsize=32)
def fitting_names(names: tuple[str, ...], room: float, size_px: int) -> tuple[str, ...]:
    """The names, each no wider than `room` in letters of this size.

    What is too wide goes without the unit in parentheses at its end, or of "island = Dream" without the column, unless
    that could be another one too; where this is not enough its middle is left out.
    """
    metrics = QFontMetricsF(body_font(size_px))
    bare = [_short(name) for name in names]
    counts = Counter(bare)

    def fitting(name: str, short: str) -> str:
        if metrics.horizontalAdvance(name) <= room:
            return name
        return metrics.elidedText(short if counts[short] == 1 else name, Qt.TextElideMode.ElideMiddle, room)

    return tuple(map(fitting, names, bare))


@lru_cache(maxsize=32)
def fitting_classes(names: tuple[str, ...], room: float, largest_px: int) -> tuple[int, tuple[str, ...]]:
    """The size of letters in which all of these fit into `room`, and the names; too wide in the smallest, cut short."""
    for size_px in range(min(largest_px, BODY_PX), SMALLEST_PX, -1):
        metrics = QFontMetricsF(body_font(size_px))
        if all(metrics.horizontalAdvance(name) <= room for name in names):
            return size_px, names
    metrics = QFontMetricsF(body_font(SMALLEST_PX))
    return SMALLEST_PX, tuple(metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) for name in names)


def _short(name: str) -> str:
    _, equals, category = name.partition(" = ")
    if equals and category:
        return category
    head, _, _ = name.rpartition(" (")
    return head if head and name.endswith(")") else name
