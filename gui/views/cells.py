"""Widgets that say in words what is under the pointer, and samples in cells, of which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui.theme import LIGHT, Theme

STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
"""Rows and columns that an arrow key goes."""


class Telling(QWidget):
    """Its tool tip says what is under the pointer."""

    def words_at(self, at: QPointF) -> str:
        """What there is to say about this place; empty: nothing."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Say in words what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)


class SampleCells(Telling):
    """Samples side by side, row by row: a click chooses one, arrows walk from one to the next.

    Places count the cells that are shown; each sample is known by a number of its own, which `chosen` tells.
    """

    chosen = Signal(int)
    """A person chose the sample of this number."""

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = LIGHT
        self._chosen: int | None = None

    def show_chosen(self, number: int | None) -> None:
        """Mark the sample of this number as the chosen one; None: it is none of them."""
        if number != self._chosen:
            self._chosen = number
            self._name()
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    @property
    def columns(self) -> int:
        """How many stand side by side."""
        raise NotImplementedError

    @property
    def numbers(self) -> Sequence[int]:
        """Which samples are shown, in their order."""
        raise NotImplementedError

    def cell(self, place: int) -> QRectF:
        """All that belongs to a sample; places are counted row by row."""
        raise NotImplementedError

    def sentence(self, place: int) -> str:
        """A sample in words."""
        raise NotImplementedError

    def _name(self) -> None:
        """Tell a screen reader what is shown and what is chosen."""
        raise NotImplementedError

    def _place_at(self, at: QPointF) -> int | None:
        return next((place for place in range(len(self.numbers)) if self.cell(place).contains(at)), None)

    def _chosen_place(self) -> int | None:
        return next((place for place, number in enumerate(self.numbers) if number == self._chosen), None)

    def words_at(self, at: QPointF) -> str:
        """The sample there."""
        place = self._place_at(at)
        return "" if place is None else f"{self.sentence(place)}. Click to make it the current sample."

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the sample under the pointer."""
        place = self._place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.chosen.emit(self.numbers[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk from sample to sample."""
        step, numbers = STEPS.get(Qt.Key(event.key())), self.numbers
        if step is None or not numbers:
            super().keyPressEvent(event)
            return
        place = self._chosen_place()
        to = 0 if place is None else place + step[0] * self.columns + step[1]
        if 0 <= to < len(numbers):
            self.chosen.emit(numbers[to])
