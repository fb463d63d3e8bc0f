"""Tests of noticing that a file was changed."""

import os
import shutil
from pathlib import Path

import pytest

from core.bundled import open_bundled
from core.disk.footprint import TAIL, footprint
from core.project import Saved, save_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.neuroloom"
    save_project(Saved(open_bundled("circle")), path)
    return path


def test_a_file_that_is_touched_copied_or_saved_again_as_it_was_is_the_same(path: Path) -> None:
    before = footprint(path)
    assert before is not None and before == footprint(path)
    os.utime(path, ns=(0, 0))  # a clock that went backwards, or a drive that keeps no times
    assert before == footprint(path)
    shutil.copy(path, path.with_suffix(".copy"))
    path.with_suffix(".copy").replace(path)
    assert before == footprint(path)
    save_project(Saved(open_bundled("circle")), path)
    assert before == footprint(path)


def test_another_content_of_the_same_size_and_time_is_another(path: Path) -> None:
    before, status = footprint(path), path.stat()
    content = bytearray(path.read_bytes())
    content[-40] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert before is not None and before != footprint(path)


def test_the_end_of_a_large_project_tells_of_a_change_at_its_beginning(tmp_path: Path) -> None:
    """The checksum of each entry stands in the directory of the zip, which is its end."""
    path, project = tmp_path / "a.neuroloom", open_bundled("circle")
    found = []
    for title in ("Circle 1", "Circle 2"):
        save_project(Saved(project.replace(title=title)), path)
        found.append(footprint(path))
    assert path.stat().st_size < TAIL
    first, second = found
    assert first is not None and first != second


def test_no_file_has_none(tmp_path: Path) -> None:
    assert footprint(tmp_path / "none") is None
    with pytest.raises(OSError):
        footprint(tmp_path)
