"""What flickering segments show: chance, a few times a second, and only while somebody sees it."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.data.segments import SEGMENT_NAMES

FLICKER_MS = 300


class Flicker(QObject):
    """Tosses a coin for each segment of some displays, at each tick, while it runs and its widget is visible."""

    ticked = Signal()
    """The coins lie anew."""

    def __init__(self, watched: QWidget, displays: int) -> None:
        super().__init__(watched)
        self.coins: Array = np.zeros((displays, len(SEGMENT_NAMES)))
        """(displays, 7) of 0 and 1: what a segment shows that flickers."""
        self._watched = watched
        self._is_wanted = False
        self._generator = np.random.default_rng(0)
        self._timer = QTimer(self)
        self._timer.setInterval(FLICKER_MS)
        self._timer.timeout.connect(self._toss)
        watched.installEventFilter(self)

    @property
    def is_running(self) -> bool:
        """Whether coins are tossed now."""
        return self._timer.isActive()

    def run(self, is_wanted: bool) -> None:
        """Toss from now on, while the widget is visible; or no more."""
        self._is_wanted = is_wanted
        self._go_on(self._watched.isVisible())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nothing flickers where nobody sees it."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._go_on(event.type() == QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def _go_on(self, is_seen: bool) -> None:
        should_run = self._is_wanted and is_seen
        if should_run != self._timer.isActive():
            (self._timer.start if should_run else self._timer.stop)()

    def _toss(self) -> None:
        self.coins = self._generator.integers(0, 2, self.coins.shape).astype(np.float64)
        self.ticked.emit()
