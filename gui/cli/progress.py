"""Signs of life of commands that take their time: on a terminal alone, and never in the output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, ProgressColumn


def bar_of(*columns: ProgressColumn) -> Progress:
    """A bar on the terminal that goes away when all is done."""
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not _is_watched())


@contextmanager
def working(text: str) -> Iterator[None]:
    """Within the block the terminal shows what goes on, where its end cannot be told."""
    if not _is_watched():
        yield
        return
    with Console(stderr=True).status(text):
        yield


def time_told(seconds: float) -> str:
    """How long something took: "0.8 s", "2 min 5 s", "1 h 12 min"."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _is_watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
