"""A lock that ends with the process that holds it, however it ends: by it the living are told from the dead."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)


class Hold:
    """This process, or this part of it, has the file at `path`; nobody else does until it lets go."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path, self._descriptor = path, descriptor

    def let_go(self) -> None:
        """Remove the file, and let others have the name."""
        # On Windows an open file cannot be removed; elsewhere one that is not held any more may be somebody else's.
        if sys.platform != "win32":
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        with suppress(OSError):
            os.close(self._descriptor)
        if sys.platform == "win32":
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def hold(path: Path) -> Hold | None:
    """Take the file at `path`, made if there is none; None where somebody else has it.

    Where the file system knows no locks everybody gets it: what is left behind is then still found.

    Raises OSError where it cannot be made.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                os.close(descriptor)
                return None
        # Whoever had it may have removed it between the two: then the lock is on a file that has no name any more.
        try:
            if sys.platform == "win32" or os.path.samestat(os.fstat(descriptor), path.stat()):
                return Hold(path, descriptor)
        except OSError:
            pass
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Raises OSError where somebody else has it."""
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
