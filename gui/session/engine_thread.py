"""The engine in a thread of its own, behind five methods: play, pause, post, take, close."""

import sys
import traceback

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QObject, QThread, Signal

from core.loop import Gate, Loop
from core.messages import Answer, Message
from core.snapshot import Snapshot
from core.specs import Project
from core.state import State

CLOSE_MS = 5000
AFTER_PAINTING = QEvent.Type(QEvent.registerEventType())
LAST = -1000
"""The priority of an event that comes after all others that are posted; what asks for painting has -1."""


class EngineThread(QThread):
    """Runs `core.loop.Loop`. Nothing here carries data per step: the window asks `take` once per frame."""

    failed = Signal(str)
    """A bug stopped training; carries the traceback. The engine goes on serving: what was learned can be saved."""

    went_on = Signal()
    """What it was held for has been painted; until now it stood still."""

    def __init__(self, project: Project, state: State | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("engine")
        self._loop = Loop(project, state)
        # The interpreter lock changes hands at this interval; Python's default of 5 ms would cost whole frames.
        sys.setswitchinterval(0.0005)
        self._dispatcher: QAbstractEventDispatcher | None = QAbstractEventDispatcher.instance()
        if self._dispatcher is not None:
            self._dispatcher.aboutToBlock.connect(self._on_about_to_block)
        self._is_awaited = False
        """Whether the event that comes after the painting is on its way."""

    @property
    def gate(self) -> Gate:
        """Closed while the screen paints: other threads wait there, too."""
        return self._loop.gate

    def run(self) -> None:
        """The thread's body."""
        while True:
            try:
                self._loop.run()
                return
            except Exception:  # the thread's border: a bug in here must reach the window, not end a thread in silence
                self.failed.emit(traceback.format_exc())

    def play(self) -> None:
        """Make step after step until paused."""
        self._loop.play()

    def pause(self) -> None:
        """Make no further step."""
        self._loop.pause()

    def post(self, message: Message) -> None:
        """Have this done between two steps, in the order of posting."""
        self._loop.post(message)

    def take(self) -> tuple[list[Answer], Snapshot | None]:
        """What was answered since the last take, in order, and the newest snapshot if there is a new one."""
        return self._loop.take()

    def close(self) -> None:
        """End the thread and wait for it, for a bounded time. Once closed, closing again does nothing."""
        if self._dispatcher is not None:
            self._dispatcher.aboutToBlock.disconnect(self._on_about_to_block)
            self._dispatcher = None
        self._loop.close()
        self.wait(CLOSE_MS)

    def hold(self) -> None:
        """Ask the engine to stand still until this turn of the event loop is over: the screen has work to do.

        It goes on when the event dispatcher is about to block, that is after everything queued has been painted. GLib's
        dispatcher says so, too early, before each round (Qt 6.8 to 6.11, QEventDispatcherGlib::processEvents); so what
        it says counts only once an event has come back that is delivered after the painting.
        """
        self._loop.gate.close()
        if not self._is_awaited:
            self._is_awaited = True
            QCoreApplication.postEvent(self, QEvent(AFTER_PAINTING), LAST)

    def customEvent(self, event: QEvent) -> None:
        """What was queued when the engine was held is painted."""
        if event.type() == AFTER_PAINTING:
            self._is_awaited = False

    def _on_about_to_block(self) -> None:
        if self._loop.gate.is_closed and not self._is_awaited:
            self._loop.gate.open()
            self.went_on.emit()
