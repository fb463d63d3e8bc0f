"""Looking into a folded column: where its window of neurons goes, and the gesture that scrolls it."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from core.network import Network
from gui.canvas.drawn.geometry import INPUTS, Column, Gap, Geometry
from gui.theme import Theme


def scrolled(column: Column, by: int) -> int:
    """The unit around which the column stands open after its window went down by so many units."""
    if column.window is None:
        return column.units // 2 + by
    first, stop = column.window
    return first + by + (stop - first) // 2


def revealing(column: Column, unit: int) -> int | None:
    """The unit around which the column must be open to show this one; None: it is shown already.

    The window goes no further than it must where it stands beside the unit.
    """
    if column.place_of(unit) is not None:
        return None
    if column.window is not None and unit == column.window[1]:
        return scrolled(column, 1)
    if column.window is not None and unit == column.window[0] - 1:
        return scrolled(column, -1)
    return unit


def carried(windows: Mapping[int, int], old: Network, new: Network) -> dict[int, int]:
    """The windows (layer: unit in the middle) of the layers that the new network still has.

    Layers are the same ones where as many stand before or behind them that are as wide as they were.
    """
    if old.inputs != new.inputs:
        windows = {layer: unit for layer, unit in windows.items() if layer != INPUTS}
    before, after = [layer.units for layer in old.dense], [layer.units for layer in new.dense]
    more = len(after) - len(before)
    if not more:
        return dict(windows)
    head, tail = _alike(before, after), _alike(before[::-1], after[::-1])
    kept = {layer: unit for layer, unit in windows.items() if layer < head}
    behind = len(before) - tail
    return {layer + more: unit for layer, unit in windows.items() if layer >= max(behind, head)} | kept


def _alike(these: list[int], those: list[int]) -> int:
    """How many of the first are the same."""
    pairs = enumerate(zip(these, those, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(these), len(those)))


class Folds(Protocol):
    """What scrolling a window sees and does."""

    @property
    def arrangement(self) -> Geometry | None:
        """Where everything stands."""

    def open_window(self, layer: int, unit: int) -> None:
        """Open the folded column around this unit."""


class ScrollWindow:
    """A gap taken hold of: let go at once, the window opens in the middle of what it hides; dragged, it scrolls."""

    is_edit = False

    def __init__(self, stage: Folds, layer: int, gap: Gap) -> None:
        self._stage = stage
        self._layer = layer
        self._gap = gap
        self._start = 0.0
        self._from: int | None = None
        """The unit that the window stood around when the drag began; None: it has not."""

    def start(self, place: QPointF) -> None:
        """Taken hold of."""
        self._start = place.y()

    def move(self, place: QPointF) -> None:
        """As far as the hand goes along the column, so far the window goes along the units."""
        geometry = self._stage.arrangement
        if geometry is None:
            return
        column = geometry.column(self._layer)
        way = place.y() - self._start
        if self._from is None:
            if abs(way) < QApplication.startDragDistance():
                return
            self._from = scrolled(column, 0)
        self._stage.open_window(self._layer, self._from + round(way / (column.bottom - column.top) * column.units))

    def end(self, place: QPointF) -> None:
        """Let go."""
        if self._from is None:
            self._stage.open_window(self._layer, (self._gap.first + self._gap.stop) // 2)

    def cancel(self) -> None:
        """Let go: what is shown is no part of the project."""

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Nothing to show."""

    def paint_above(self, painter: QPainter, theme: Theme) -> None:
        """Nothing to show."""
