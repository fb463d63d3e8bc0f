"""What each neuron costs, found in a thread of its own: only the newest question is answered."""

from PySide6.QtCore import QObject, QThread, Signal

from core.arrays import Array
from core.probe.costs import Costs, costs
from core.probe.knockout import Bench
from core.snapshot import Snapshot

STOP_MS = 5000


class _Question(QThread):
    """One question; its thread ends with it."""

    def __init__(self, bench: Bench, snapshot: Snapshot, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("costing")
        self._bench, self._theta = bench, snapshot.theta
        self.snapshot = snapshot
        self.answer: Costs | None = None

    def run(self) -> None:
        """The thread's body."""
        theta: Array = self._theta
        self.answer = costs(self._bench, theta, lambda: not self.isInterruptionRequested())


class Costing(QObject):
    """Asks one question at a time. Between two questions there is no thread."""

    answered = Signal(object, object)
    """(Snapshot, Costs): what was asked about, and the answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: _Question | None = None
        self._next: tuple[Bench, Snapshot] | None = None

    def ask(self, bench: Bench, snapshot: Snapshot) -> None:
        """Ask about this moment; what was asked before is given up."""
        self._next = (bench, snapshot)
        if self._running is None:
            self._start()
        else:
            self._running.requestInterruption()

    def stop(self) -> None:
        """Give up what was asked, and wait for the thread, for a bounded time."""
        self._next = None
        if self._running is not None:
            self._running.requestInterruption()
            self._running.wait(STOP_MS)

    def _start(self) -> None:
        if self._next is None:
            return
        question = _Question(*self._next, self)
        self._running, self._next = question, None
        question.finished.connect(self._on_finished)
        question.start()

    def _on_finished(self) -> None:
        question, self._running = self._running, None
        if question is None:
            return
        if question.answer is not None and self._next is None and not question.isInterruptionRequested():
            self.answered.emit(question.snapshot, question.answer)
        question.deleteLater()
        self._start()
