"""Writing a file so that there is always either the old one or the whole new one."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import UserError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a path beside `path` to write to; when the block ends well, that file takes the place of `path`.

    Before the name changes hands the content is on the disk (fsync), and the folder afterwards. If the block or the
    writing fails, the file beside is removed and an old file at `path` stays as it is.

    Raises UserError for all that a file system refuses: no folder, no permission, no space, `path` is a folder.
    """
    try:
        target = path.resolve()  # so that a link stays a link, and the file it points to is replaced
        if target.exists() and not target.is_file():
            raise refusal("saved", path, IsADirectoryError(errno.EISDIR, "not a regular file"))
        beside = target.with_name(f".neuroloom-{secrets.token_hex(8)}.part")
    except (OSError, ValueError, RuntimeError) as error:  # NUL in a name; links in a circle
        raise refusal("saved", path, error) from error
    try:
        yield beside
        if target.exists():
            shutil.copymode(target, beside)
        _flush(beside)
        beside.replace(target)
    except OSError as error:
        raise refusal("saved", path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    _flush_folder(target.parent)


def refusal(done: str, path: Path, error: Exception) -> UserError:
    """What a file system's refusal means to a person.    done: what did not happen to the file, "saved" or "opened"."""
    name = path.name or str(path)
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENOENT and done == "opened":
        return UserError(f"There is no file {name}.", "It may have been moved or renamed; look for it in its folder.")
    reasons = {
        errno.ENOENT: ("the folder does not exist", "Choose a folder that exists."),
        errno.ENOTDIR: ("its folder is not a folder", "Choose a folder that exists."),
        errno.EISDIR: ("that name belongs to a folder or a device", "Choose the name of a file."),
        errno.EACCES: ("you do not have the permission", "Choose another folder, or ask the owner of this one."),
        errno.EPERM: ("you do not have the permission", "Choose another folder, or ask the owner of this one."),
        errno.EROFS: ("the disk can only be read", "Choose a folder on another disk."),
        errno.ENOSPC: ("the disk is full", "Free some space, or choose another disk."),
        errno.EDQUOT: ("your share of the disk is used up", "Free some space, or choose another disk."),
        errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name."),
    }
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
