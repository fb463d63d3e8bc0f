"""The previous version of a file: what is kept beside it when another one takes its place."""

import hashlib
import os
import shutil
from pathlib import Path

from core.disk.parts import part_in

MOST_BYTES = 255
"""The longest name a file may have, where the system does not say."""


def previous_of(path: Path) -> Path:
    """Where the previous version of this file is kept: beside the file itself, whatever links lead there.

    It is called `name~`. Where that would be too long a name, the middle of it gives way to a number made of the whole.

    Raises OSError or ValueError where the file system cannot say which file that is.
    """
    target = path.resolve()
    most = _most_bytes(target.parent)
    name = os.fsencode(target.name)
    if len(name) < most:
        return target.with_name(f"{target.name}~")
    ending = os.fsencode(f"-{hashlib.sha256(name).hexdigest()[:8]}{target.suffix}~")
    # A letter of several bytes is not cut in two: disks that ask for UTF-8 would refuse what is left of it.
    stem = os.fsencode(target.stem)[: most - len(ending)].decode("utf-8", "ignore")
    return target.with_name(stem + os.fsdecode(ending))


def keep_previous(path: Path) -> bool:
    """Keep the file at `path` as its previous version; whether that went well. The file itself stays where it is.

    At any moment the kept version is the one before or this one, whole. It is the same file under a second name where
    the file system has such, and costs nothing; else a copy.
    """
    try:
        previous, target = previous_of(path), path.resolve()
        # Where both names are the same file's already, replacing does nothing: what was beside goes with the block.
        with part_in(target.parent) as beside:
            _double(target, beside)
            beside.replace(previous)
    except (OSError, ValueError, RuntimeError):
        return False
    return True


def _double(target: Path, beside: Path) -> None:
    try:
        os.link(target, beside)
    except OSError:
        shutil.copy2(target, beside)
        with beside.open("r+b") as file:
            os.fsync(file.fileno())


def _most_bytes(folder: Path) -> int:
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):
        return MOST_BYTES
