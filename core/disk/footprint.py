"""What a file looked like, so that a change made by somebody else is noticed."""

import hashlib
import os
from pathlib import Path

import msgspec

TAIL = 64 * 1024
"""A project file ends with its directory, where the checksum of everything in it stands: who has this end has read the
whole. (PKWARE, APPNOTE.TXT 6.3.10, section 4.3.12)"""


class Footprint(msgspec.Struct, frozen=True):
    """A file at one moment, whatever its name and its times: equal ones have the same content, as far as can be told.

    size    in bytes
    digest  SHA-256 of its last 64 KiB
    """

    size: int
    digest: str


def footprint(path: Path) -> Footprint | None:
    """The file at `path` as it is now; None: there is none.

    Raises OSError where that cannot be told.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - TAIL))
            digest = hashlib.sha256(file.read(TAIL)).hexdigest()
    except FileNotFoundError:
        return None
    return Footprint(size, digest)
