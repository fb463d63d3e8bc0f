"""Files that are written beside the one they will replace: their names, and what a kill has left of them."""

import errno
import os
import platform
import secrets
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

LOCK_TRIES, LOCK_SECONDS = 20, 0.005
"""Whoever clears away holds the folder for a moment; nobody waits for a folder that somebody else keeps for himself."""


def _prefix() -> str:
    """How the names of this machine's parts begin: what others write into a shared folder is theirs to clear away."""
    return f".neuroloom-{zlib.crc32(platform.node().encode('utf-8', 'replace')):08x}-"


@contextmanager
def part_in(folder: Path) -> Iterator[Path]:
    """The name of a new file in this folder, of 40 characters whatever the file is called that it will replace.

    Whoever is inside holds a shared lock on the folder, which ends with the process. So where the folder can be had for
    oneself, nobody writes there: the parts that lie about belong to processes that were killed, and go. Where a file
    system has no such locks, or on Windows, they stay.

    Raises OSError where there is no such folder.
    """
    descriptor = _hold(folder)
    part = folder / f"{_prefix()}{secrets.token_hex(7)}.part"
    try:
        yield part
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if descriptor is not None:
            os.close(descriptor)


def _hold(folder: Path) -> int | None:
    """Clear the folder if nobody writes there, and share it from now on; None where that cannot be."""
    if sys.platform == "win32":
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):  # one may write into a folder that one may not list
            return None
        raise
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for part in folder.glob(f"{_prefix()}*.part"):
            part.unlink(missing_ok=True)
    for _ in range(LOCK_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            time.sleep(LOCK_SECONDS)
        except OSError:  # no locks here: nobody else can clear anything away either
            break
    return descriptor
