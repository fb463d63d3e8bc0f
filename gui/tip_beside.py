"""Tool tips of tiles: beside the area in which they stand, where they cover neither their own tile nor another."""

from textwrap import fill

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QToolTip, QWidget

GAP_PX = 6
BELOW_POINTER_PX = 16
"""So far below the place that it is given Qt shows a tool tip, at the least."""
TIP_LETTERS = 50
"""Longer lines are wrapped: Qt does not."""


def wrapped(tip: str) -> str:
    """A tool tip in lines that are not too long."""
    return "\n".join(fill(line, TIP_LETTERS) for line in tip.split("\n"))


def tell_beside(event: QEvent, tile: QWidget, area: QWidget) -> bool:
    """Show a tile's tool tip right of its area, as high as itself; whether the event is that which asks for one."""
    if event.type() != QEvent.Type.ToolTip:
        return False
    right = area.mapToGlobal(QPoint(area.width() + GAP_PX, 0)).x()
    QToolTip.showText(QPoint(right, tile.mapToGlobal(QPoint()).y() - BELOW_POINTER_PX), tile.toolTip(), tile)
    return True


class _Beside(QObject):
    def __init__(self, tile: QWidget, area: QWidget | None) -> None:
        super().__init__(tile)
        self._tile, self._area = tile, area
        tile.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        tile = self._tile
        return tell_beside(event, tile, self._area or tile.parentWidget() or tile)


def keep_tip_beside(tile: QWidget, area: QWidget | None = None) -> None:
    """Have this tile's tool tip stand beside its area from now on; None: the widget that it is in by then."""
    _Beside(tile, area)
