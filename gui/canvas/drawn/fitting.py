"""Names of inputs and classes in the room there is for them."""

from collections import Counter
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from gui.theme import SMALL_PX, body_font

INSIDE = 0.84
"""How much of a node's width text in it may take."""


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
def fit_inside(names: tuple[str, ...], room: float) -> bool:
    """Whether all of these can be read in so much room."""
    metrics = QFontMetricsF(body_font(SMALL_PX))
    return all(metrics.horizontalAdvance(name) <= room for name in names)


@lru_cache(maxsize=32)
def fitting_classes(names: tuple[str, ...], room: float, size_px: int) -> tuple[str, ...]:
    """The names in letters of this size; what is too wide for `room` is cut short."""
    metrics = QFontMetricsF(body_font(size_px))
    return tuple(metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) for name in names)


def _short(name: str) -> str:
    _, equals, category = name.partition(" = ")
    if equals and category:
        return category
    head, _, _ = name.rpartition(" (")
    return head if head and name.endswith(")") else name
