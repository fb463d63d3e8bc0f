"""What a file looked like, so that a change made by somebody else is noticed."""

import hashlib
import os
from pathlib import Path

import msgspec

TAIL = 64 * 1024
"""A project file ends with its directory, where the checksum of everything in it stands: who has this end has read the
whole. (PKWARE, APPNOTE.TXT 6.3.10, section 4.3.12)"""


class Footprint(msgspec.Struct, frozen=True):
    """A file at one moment.

    device, inode  which file it was
    size           in bytes
    mtime_ns       when it was written last, by its own disk's clock
    digest         SHA-256 of its last 64 KiB
    """

    device: int
    inode: int
    size: int
    mtime_ns: int
    digest: str

    def is_like(self, other: "Footprint | None") -> bool:
        """Whether the other has the same content, as far as can be told; the disk may have renamed or touched it."""
        return other is not None and (self.size, self.digest) == (other.size, other.digest)


def footprint(path: Path) -> Footprint | None:
    """The file at `path` as it is now; None: there is none.

    Raises OSError where that cannot be told.
    """
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            file.seek(max(0, status.st_size - TAIL))
            digest = hashlib.sha256(file.read(TAIL)).hexdigest()
    except FileNotFoundError:
        return None
    return Footprint(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, digest)
