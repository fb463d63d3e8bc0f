"""Finds something out about each moment: what is cheap at once, what is dear by the worker, and never too often."""

import time
from collections.abc import Callable
from typing import TypeVar

from core.snapshot import Snapshot
from gui.session.worker import IsWanted, Worker

DIRECT = 5_000_000
"""Up to so many products of a weight are found out at once: about a millisecond."""
REST = 9.0
"""While training runs the worker rests so many times what a question took: at most a tenth goes there."""

T = TypeVar("T")


class Asking:
    """One slot at the worker. A question about another thing takes the place of the one under way; one about a later
    moment waits for its end, or nothing would ever be answered while training runs.
    """

    def __init__(self, worker: Worker, again: Callable[[], None], each_seconds: float = 0.0) -> None:
        """again: called when moments were missed; each_seconds: while training runs fast, no sooner than that."""
        self._worker, self._again, self._each = worker, again, each_seconds
        self._asked: tuple[Snapshot, tuple[object, ...]] | None = None
        self._next = 0.0
        self._is_behind = False

    def ask(
        self,
        snapshot: Snapshot,
        about: tuple[object, ...],
        products: float,
        find: Callable[[IsWanted], T | None],
        show: Callable[[T], None],
    ) -> bool:
        """Have what `find` comes to shown, now or later; False where it is asked of the worker about something new.

        about     what the answer depends on, besides the moment
        products  what it costs
        """
        last, now = self._asked, time.perf_counter()
        is_known = last is not None and last[1] == about
        if last is not None and is_known:
            if snapshot is last[0] or (snapshot.is_playing and now < self._next):
                return True
            if self._worker.is_busy(self):
                self._is_behind = True
                return True
        self._asked, self._is_behind = (snapshot, about), False
        each = 0.0 if snapshot.is_calm else self._each
        if products <= DIRECT:
            self._worker.give_up(self)
            found = find(lambda: True)
            self._next = now + each
            if found is not None:
                show(found)
            return True

        def answered(answer: T) -> None:
            ended = time.perf_counter()
            self._next = ended + max(each, REST * (ended - now))
            show(answer)
            if self._is_behind:
                self._again()

        self._worker.ask(self, find, answered)
        return is_known

    def rest_no_more(self) -> None:
        """The next moment may be asked about at once: the last answer took long for something else."""
        self._next = 0.0

    def forget(self) -> None:
        """Nobody waits any more, and whatever is asked next is new."""
        self._worker.give_up(self)
        self._asked, self._is_behind = None, False
