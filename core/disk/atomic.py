"""Writing a file so that there is always either the old one or the whole new one."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.disk.parts import part_in
from core.errors import UserError


@contextmanager
def replacing(path: Path, before: Callable[[Path], object] | None = None) -> Iterator[Path]:
    """Gives a path beside `path` to write to; when the block ends well, that file takes the place of `path`.

    Before the name changes hands the content is on the disk (fsync), and the folder afterwards. If the block or the
    writing fails, the file beside is removed and an old file at `path` stays as it is. What a kill leaves beside it is
    removed by the next one who writes into that folder.

    before  called with an old file at `path` when all is written, just before another one takes its place

    Raises UserError for all that a file system refuses: no folder, no permission, no space, a file that is protected,
    a drive that is gone, `path` is a folder.
    """
    try:
        target = path.resolve()  # so that a link stays a link, and the file it points to is replaced
        if target.exists():
            _check_replaceable(path, target)
    except (OSError, ValueError, RuntimeError) as error:  # NUL in a name; links in a circle
        raise refusal("saved", path, error) from error
    try:
        with part_in(target.parent) as beside:
            yield beside
            if target.exists():
                with suppress(OSError):  # many drives of other systems know no modes
                    shutil.copymode(target, beside)
            _flush(beside)
            if before is not None and target.exists():
                before(target)
            beside.replace(target)
    except OSError as error:
        raise refusal("saved", path, error) from error
    _flush_folder(target.parent)


def _check_replaceable(path: Path, target: Path) -> None:
    """Taking a file's place asks only its folder: so that somebody wants it kept has to be seen here."""
    if not target.is_file():
        raise refusal("saved", path, IsADirectoryError(errno.EISDIR, "not a regular file"))
    if not target.stat().st_mode & 0o222:
        raise UserError(
            f"{path.name} cannot be saved: the file is protected against writing.",
            "Choose another name, or allow writing to it.",
        )
    os.close(os.open(target, os.O_WRONLY))  # says why, where it may not be written to


_GONE = (
    errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.ENODEV, errno.ENXIO, errno.EHOSTDOWN,
    errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH, errno.ECONNRESET,
)  # fmt: skip
_HELD_ON_WINDOWS = (32, 33)
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION, which Python tells as a missing permission."""


def refusal(done: str, path: Path, error: Exception) -> UserError:
    """What a file system's refusal means to a person.    done: what did not happen to the file, "saved" or "opened"."""
    name = path.name or str(path)
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENOENT and done == "opened":
        return UserError(f"There is no file {name}.", "It may have been moved or renamed; look for it in its folder.")
    is_gone = ("the drive does not answer", "Is it still connected? Choose a folder on another one until it is.")
    reasons = {
        errno.ENOENT: ("the folder does not exist", "Choose a folder that exists."),
        errno.ENOTDIR: ("its folder is not a folder", "Choose a folder that exists."),
        errno.EISDIR: ("that name belongs to a folder or a device", "Choose the name of a file."),
        errno.EACCES: ("you do not have the permission", "Choose another folder, or ask the owner of this one."),
        errno.EPERM: ("you do not have the permission", "Choose another folder, or ask the owner of this one."),
        errno.EROFS: ("the disk can only be read", "Choose a folder on another disk."),
        errno.ENOSPC: ("the disk is full", "Free some space, or choose another disk."),
        errno.EDQUOT: ("your share of the disk is used up", "Free some space, or choose another disk."),
        errno.EFBIG: ("the disk takes no file as large as this", "Choose a folder on another disk."),
        errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name."),
        errno.EBUSY: ("another program is using it", "Close it there, then try again."),
        **dict.fromkeys(_GONE, is_gone),
    }
    if getattr(error, "winerror", None) in _HELD_ON_WINDOWS:
        number = errno.EBUSY
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    why, hint = reasons.get(number or 0, (f"the system says: {reason}", "Choose another name or folder."))
    return UserError(f"{name} cannot be {done}: {why}.", hint)


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system offers that (POSIX)."""
    if os.name != "posix":
        return
    # The file itself is already whole and in place: a folder that cannot be flushed must not be told as a failure.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
