"""Where a table comes from: a file, or text that was pasted."""

from pathlib import Path

from core.disk.atomic import refusal
from core.errors import UserError

Source = Path | bytes
"""A file, or what a person has pasted."""


def name_of(source: Source, begins: bool = False) -> str:
    """What to call it in a sentence, or where one begins."""
    if isinstance(source, Path):
        return source.name or str(source)
    return "The pasted text" if begins else "the pasted text"


def size_of(source: Source) -> int:
    """How many bytes it has.

    Raises UserError where there is no such file, it is none, or it cannot be read.
    """
    if isinstance(source, bytes):
        return len(source)
    try:
        if source.exists() and not source.is_file():
            raise UserError(f"{name_of(source, True)} is not a file.", "Choose a file, not a folder.")
        with source.open("rb") as file:
            return file.seek(0, 2)
    except (OSError, ValueError) as error:  # ValueError: NUL in a name
        raise refusal("opened", source, error) from error


def state_of(source: Source) -> tuple[int, int]:
    """What changes when somebody writes to it: its size, and when it was last written.

    Raises UserError where it cannot be read.
    """
    if isinstance(source, bytes):
        return len(source), 0
    try:
        found = source.stat()
    except (OSError, ValueError) as error:
        raise refusal("opened", source, error) from error
    return found.st_size, found.st_mtime_ns


def read_piece(source: Source, first: int, size: int) -> bytes:
    """At most `size` bytes from the byte `first` on.

    Raises UserError where they cannot be read.
    """
    if isinstance(source, bytes):
        return source[first : first + size]
    try:
        with source.open("rb") as file:
            file.seek(first)
            return file.read(size)
    except (OSError, ValueError) as error:
        raise refusal("opened", source, error) from error
