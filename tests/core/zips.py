"""Zips as tests take them apart and put them together."""

import zipfile
from pathlib import Path


def entries_of(path: Path) -> dict[str, bytes]:
    """Each entry by its name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_zip(path: Path, entries: dict[str, bytes]) -> None:
    """A zip of these entries, as they are."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
