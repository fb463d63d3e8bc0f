"""Reading a zip that may be damaged or lie about itself, without unpacking more than was agreed."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from core.disk.atomic import refusal
from core.errors import UserError

PIECE = 1024**2
"""Bytes that are read at a time."""
MOST_SQUEEZED = 256 * PIECE
"""So much may come out of squeezed entries together: a thousandth of it is enough to write that down. What is stored
as it is takes as much room in the file as it claims."""

# What zipfile and zlib raise for bytes that are not what they should be: NotImplementedError for versions and packings
# they do not know, RuntimeError for encrypted entries, ValueError and OverflowError for offsets outside the file.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
    OverflowError,
)


class _PiecewiseFile(io.FileIO):
    """A file that refuses to be read in one go.

    zipfile takes the whole directory at once, as large as the file claims it is; this is where that has an end.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes; all that is left for -1. Raises BadZipFile for more than one piece."""
        if size is None or size < 0:
            here = self.tell()
            size = self.seek(0, io.SEEK_END) - here
            self.seek(here)
        if size > PIECE:
            raise zipfile.BadZipFile("its directory is too large")
        return super().read(size) or b""


def read_entries(path: Path, most_bytes: Mapping[str, int]) -> dict[str, bytes]:
    """The contents of those entries of the zip at `path` that are named in `most_bytes`; others are passed over.

    Raises UserError, and nothing else, when there is no such file, it is not a whole zip, or an entry would be larger
    than `most_bytes` allows it. The sizes in the zip's directory are looked at first, and not trusted afterwards.
    """
    try:
        if path.exists() and not path.is_file():
            raise UserError(f"{path.name or path} is not a file.", "Choose a file, not a folder.")
        with _PiecewiseFile(path) as file:
            start = file.read(2)
            if start != b"PK":
                what = "is not a project file" if start else "is empty"
                raise UserError(f"{path.name} {what}.", "Choose a file that was saved as a project.")
            with zipfile.ZipFile(file) as archive:
                found = [info for info in archive.infolist() if info.filename in most_bytes]
                for info in found:
                    if info.file_size > most_bytes[info.filename]:
                        raise _too_large(path, info.filename, most_bytes[info.filename])
                    # Only these two can be unpacked in pieces; nothing else is ever written.
                    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                        raise zipfile.BadZipFile(f"{info.filename} is packed in an unknown way")
                squeezed = [info for info in found if info.compress_type == zipfile.ZIP_DEFLATED]
                if sum(info.file_size for info in squeezed) > MOST_SQUEEZED:
                    raise _too_large(path, squeezed[0].filename, MOST_SQUEEZED)
                if len(found) != len({info.filename for info in found}):
                    raise zipfile.BadZipFile("it holds an entry twice")
                return {info.filename: _unpack(archive, info) for info in found}
    except OSError as error:
        raise refusal("opened", path, error) from error
    except MemoryError as error:
        raise UserError(f"{path.name} does not fit into memory.", "Close other programs, then try again.") from error
    except _DAMAGE as error:
        raise UserError(
            f"{path.name} is damaged or incomplete.", f"Open another copy, if there is one ({str(error)[:200]})."
        ) from error


def megabytes(size: int) -> str:
    """A size in bytes as people say it."""
    return f"{size / 1024**2:,.0f} MB"


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    pieces: list[bytes] = []
    size = 0
    with archive.open(info) as entry:
        while size <= info.file_size and (piece := entry.read(PIECE)):
            pieces.append(piece)
            size += len(piece)
    if size != info.file_size:
        raise zipfile.BadZipFile(f"{info.filename} has another size than the file says")
    return b"".join(pieces)


def _too_large(path: Path, entry: str, most: int) -> UserError:
    return UserError(f"{path.name} is too large: its {entry} may have {megabytes(most)}.", "Save a smaller network.")
