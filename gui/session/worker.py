"""The worker: heavy questions, answered one at a time in a thread of their own; of each asker only the newest."""

import traceback
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from core.errors import UserError
from core.loop import Gate

STOP_MS = 5000

T = TypeVar("T")

IsWanted = Callable[[], bool]
"""Asked now and then by whoever answers: False means that nobody waits any more."""


class _Question(NamedTuple):
    """Something to find out, and what to do with the answer, in the window's own thread."""

    find: Callable[[IsWanted], Any]
    answered: Callable[[Any], None]
    refused: Callable[[UserError], None] | None


class _Turn(QThread):
    """One question's turn; its thread ends with it."""

    def __init__(self, asker: Hashable, question: _Question, gate: Gate, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("worker")
        self.asker, self.question = asker, question
        self._gate = gate
        self.is_given_up = False
        self.answer: Any = None
        self.refusal: UserError | None = None
        self.failure = ""

    def is_wanted(self) -> bool:
        """Wait while the window paints; then, whether somebody still waits for the answer."""
        if self._gate.is_closed:
            self._gate.pass_through()
        return not self.is_given_up

    def run(self) -> None:
        """The thread's body."""
        try:
            self._answer()
        except Exception:  # the thread's border: a bug in here must reach the window, not end in silence
            self.failure = traceback.format_exc()

    def _answer(self) -> None:
        try:
            self.answer = self.question.find(self.is_wanted)
        except UserError as error:
            if self.question.refused is None:
                raise
            self.refusal = error.with_traceback(None)  # which would keep this turn, and all that it has looked at


class Worker(QObject):
    """Each asker has one slot: a new question takes the place of its old one, be that waiting or under way.

    Between two questions there is no thread.
    """

    failed = Signal(str)
    """A bug ended a question; carries the traceback."""
    found = Signal()
    """Somebody is answered next: the screen will have work to do."""

    def __init__(self, gate: Gate, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gate = gate
        self._waiting: OrderedDict[Hashable, _Question] = OrderedDict()
        self._turn: _Turn | None = None
        self._is_closed = False

    def ask(
        self,
        asker: Hashable,
        find: Callable[[IsWanted], T | None],
        answered: Callable[[T], None],
        refused: Callable[[UserError], None] | None = None,
    ) -> None:
        """Have `find(is_wanted)` run in the thread, and `answered` called with what it comes to, unless that is None.

        asker    whose slot it is; `find` shares no array with anybody who writes to it
        refused  called instead with the UserError that `find` raises; None: it raises none

        Nothing is asked of a worker that is closed.
        """
        if self._is_closed:
            return
        self._waiting[asker] = _Question(find, answered, refused)
        if self._turn is None:
            self._start()
        else:
            self._end_turn_of(asker)

    def is_busy(self, asker: Hashable) -> bool:
        """Whether a question of this asker waits, or is under way."""
        turn = self._turn
        return asker in self._waiting or (turn is not None and turn.asker == asker and not turn.is_given_up)

    def give_up(self, asker: Hashable) -> None:
        """Nobody waits for this asker's answer any more."""
        self._waiting.pop(asker, None)
        self._end_turn_of(asker)

    def close(self) -> None:
        """Give everything up, and wait for the thread, for a bounded time."""
        self._is_closed = True
        self._waiting.clear()
        # Nothing is left to be done at its end: whoever closes the worker may let go of it, and its turn with it.
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.is_given_up = True
            self._gate.open()  # it may wait for a painting that the window's thread, which waits here, does not come to
            turn.wait(STOP_MS)

    def _end_turn_of(self, asker: Hashable) -> None:
        if self._turn is not None and self._turn.asker == asker:
            self._turn.is_given_up = True

    def _start(self) -> None:
        if not self._waiting:
            return
        asker, question = self._waiting.popitem(last=False)
        self._turn = _Turn(asker, question, self._gate, self)
        self._turn.finished.connect(self._on_finished)
        self._turn.start()

    def _on_finished(self) -> None:
        turn, self._turn = self._turn, None
        if turn is None:
            return
        turn.deleteLater()
        self._start()
        if turn.failure:
            self.failed.emit(turn.failure)
        elif turn.is_given_up:
            return
        elif turn.refusal is not None and turn.question.refused is not None:
            self.found.emit()
            turn.question.refused(turn.refusal)
        elif turn.answer is not None:
            self.found.emit()
            turn.question.answered(turn.answer)
