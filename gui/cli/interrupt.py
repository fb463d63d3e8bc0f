"""Ctrl+C in the middle of a long command: it comes to an end in order, with all that was done so far."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

ENDING = (signal.SIGINT, signal.SIGTERM)
"""What ends it: Ctrl+C, and a system that shuts down or a scheduler whose time is up."""


class Interrupt:
    """Whether somebody wants the command to end, and by which signal."""

    def __init__(self) -> None:
        self.signal: int | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether it is to end."""
        return self.signal is not None

    @property
    def status(self) -> int:
        """The exit status, as shells have it: 128 + the signal's number."""
        return 0 if self.signal is None else 128 + self.signal


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Within the block the first Ctrl+C is only noticed; the second one ends the program as ever.

    Where Ctrl+C is ignored, as by a program that was started in the background, it stays so.
    """
    interrupt = Interrupt()
    before = {number: signal.getsignal(number) for number in ENDING}

    def notice(number: int, _frame: FrameType | None) -> None:
        interrupt.signal = number
        _put_back(before)

    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, notice)
    try:
        yield interrupt
    finally:
        _put_back(before)


def _put_back(handlers: Mapping[signal.Signals, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)
