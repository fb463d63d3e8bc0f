"""Tool tips of tiles: beside the area in which they stand, where they cover neither their own tile nor another."""

from textwrap import fill

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QToolButton, QToolTip, QWidget

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


class TileButton(QToolButton):
    """A tile among others, all in one widget."""

    def event(self, event: QEvent) -> bool:
        """Say beside all of them what it is."""
        return tell_beside(event, self, self.parentWidget() or self) or super().event(event)
