"""The entries of a project file: what they are called, how large they may be, and how they are packed."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import safetensors
import safetensors.numpy

from core.arrays import Array
from core.disk.atomic import replacing
from core.disk.bounded_zip import megabytes
from core.errors import UserError

JSON, ARRAYS = "project.json", "arrays.safetensors"
TIMELINE, TIMELINE_ARRAYS = "timeline.json", "timeline.safetensors"
RUNS, RUNS_ARRAYS = "runs.json", "runs.safetensors"
_TEXT, _NUMBERS = 32 * 1024**2, 1024**3
MOST_BYTES = {
    JSON: _TEXT,
    ARRAYS: _NUMBERS,
    TIMELINE: _TEXT,
    TIMELINE_ARRAYS: _NUMBERS,
    RUNS: _TEXT,
    RUNS_ARRAYS: _NUMBERS,
}
MOST_SIGNS = {b"{": 40_000, b"[": 700_000, b",": 3_000_000}
"""How many objects, lists and members JSON may have; indented, more than these are over its size anyhow."""
MOST_TABLE_BYTES = 4 * 1024**3


def is_simple(text: bytes) -> bool:
    """Whether this JSON has no more parts than can be looked at within seconds, each of which has a sign."""
    return all(text.count(sign) <= most for sign, most in MOST_SIGNS.items())


def table_entry(name: str) -> str:
    """Where the rows of this table are."""
    return f"tables/{name}.parquet"


def nbytes_of(arrays: Mapping[str, Array]) -> int:
    """How large these arrays are as an entry; its header takes some 100 bytes per array."""
    return sum(array.nbytes + 200 for array in arrays.values())


def fits(text: bytes, text_entry: str, arrays: Mapping[str, Array], arrays_entry: str) -> bool:
    """Whether both are within what their entries may hold."""
    return len(text) <= MOST_BYTES[text_entry] and is_simple(text) and nbytes_of(arrays) <= MOST_BYTES[arrays_entry]


def write_entries(
    path: Path,
    texts: Mapping[str, bytes],
    arrays: Mapping[str, Mapping[str, Array]],
    tables: Mapping[str, bytes],
    before: Callable[[Path], object] | None = None,
) -> None:
    """Writes these entries by their names, in this order, whole or not at all.    before: as in `replacing`

    Raises UserError when one would be too large or the file cannot be written; an old file then stays as it was.
    """
    sizes = {name: len(text) for name, text in texts.items()}
    sizes |= {name: nbytes_of(some) for name, some in arrays.items()}
    for name, size in sizes.items():
        _check_size(path, name, size, MOST_BYTES[name])
    if not all(map(is_simple, texts.values())):
        raise UserError(f"{path.name} cannot be saved: the project has too many parts.", "Make the network smaller.")
    _check_size(path, "tables", sum(map(len, tables.values())), MOST_TABLE_BYTES)
    with replacing(path, before) as beside, zipfile.ZipFile(beside, "x") as archive:
        for name, text in texts.items():
            archive.writestr(_entry(name), text, zipfile.ZIP_DEFLATED)
        for name, some in arrays.items():
            # Weights look like noise: squeezing them takes seconds and saves a few percent.
            archive.writestr(_entry(name), safetensors.numpy.save(dict(some)), zipfile.ZIP_STORED)
        for name, packed in tables.items():
            archive.writestr(_entry(name), packed, zipfile.ZIP_STORED)


def read_arrays(name: str, entries: Mapping[str, bytes]) -> dict[str, Any]:
    """The arrays in the entry of this name.

    Raises UserError where it is missing or damaged.
    """
    if name not in entries:
        raise UserError(f"Its {name} is missing.", "Open another copy, if there is one.")
    try:
        arrays: dict[str, Array] = safetensors.numpy.load(entries[name])
    # LookupError, TypeError: number types that NumPy does not have.
    except (safetensors.SafetensorError, LookupError, TypeError, ValueError) as error:
        raise UserError(f"Its {name} is damaged.", f"Open another copy, if there is one ({error}).") from error
    return arrays


def _check_size(path: Path, name: str, size: int, most: int) -> None:
    if size > most:
        raise UserError(
            f"{path.name} cannot be saved: its {name} would take {megabytes(size)}.",
            f"There may be {megabytes(most)}. Make the network or the table smaller.",
        )


def _entry(name: str) -> zipfile.ZipInfo:
    """A fixed time, so that a file changes only when what it holds does."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    return entry
