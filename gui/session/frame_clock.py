"""The frame clock: sixty times a second it takes what the engine has, and says so."""

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.messages import Answer
from core.snapshot import Snapshot
from gui.session.engine_thread import EngineThread

FRAME_SECONDS = 1 / 60


class FrameClock(QObject):
    """Ticks on an absolute schedule; each tick holds the engine until its painting is done."""

    frame = Signal(object, int)
    """(Snapshot, frame number): the newest moment; comes only when there is a new one."""
    answered = Signal(object)
    """An answer of the engine, in order."""
    ticked = Signal(float)
    """Every tick; carries the moment it was due, in seconds of time.perf_counter (what the benchmarks measure)."""

    def __init__(self, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._number = 0
        self._due = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Tick from now on."""
        self._due = time.perf_counter()
        self._timer.start(0)

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def _tick(self) -> None:
        due = self._due
        answers, snapshot = self._take()
        for answer in answers:
            self.answered.emit(answer)
        if snapshot is not None:
            self._number += 1
            self.frame.emit(snapshot, self._number)
        self.ticked.emit(due)
        now = time.perf_counter()
        # Frames that were missed are left out, not made up for.
        self._due += FRAME_SECONDS * max(1, -(-(now - self._due) // FRAME_SECONDS))
        self._timer.start(max(0, round((self._due - now) * 1000)))

    def _take(self) -> tuple[list[Answer], Snapshot | None]:
        answers, snapshot = self._engine.take()
        if snapshot is not None or answers:
            self._engine.hold()
        return answers, snapshot
