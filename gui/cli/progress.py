"""Signs of life of commands that take their time: on a terminal alone, and never in the output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, ProgressColumn


def bar_of(*columns: ProgressColumn) -> Progress:
    """A bar on the terminal that goes away when all is done."""
    # What is printed is the output, wherever it goes: rich would send it to the terminal while the bar is there.
    return Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, disable=not _is_watched()
    )


@contextmanager
def working(text: str) -> Iterator[None]:
    """Within the block, which prints nothing, the terminal shows what goes on where its end cannot be told.

    It is a plain line: Ctrl+C may end the program at once, and the terminal must then be as it was.
    """
    if not _is_watched():
        yield
        return
    line = f"{text}…"
    print(line, end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        print(f"\r{' ' * len(line)}\r", end="", file=sys.stderr, flush=True)


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
