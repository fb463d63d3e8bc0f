"""Tests of the previous version that is kept beside a file."""

import errno
import os
from pathlib import Path

import pytest

from core.disk.atomic import replacing
from core.disk.previous import keep_previous, previous_of


def write(path: Path, content: bytes) -> None:
    with replacing(path, keep_previous) as beside:
        beside.write_bytes(content)


def test_the_version_before_stands_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.neuroloom"
    write(path, b"1")
    assert not previous_of(path).exists()
    write(path, b"2")
    write(path, b"3")
    assert path.read_bytes() == b"3"
    assert previous_of(path) == tmp_path / "a.neuroloom~"
    assert previous_of(path).read_bytes() == b"2"
    assert len(list(tmp_path.iterdir())) == 2


def test_kept_twice_in_a_row_it_is_the_same_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"1")
    assert keep_previous(path) and keep_previous(path)  # as after a kill between the two
    assert sorted(tmp_path.iterdir()) == [path, previous_of(path)]
    assert previous_of(path).read_bytes() == b"1"


def test_where_a_file_cannot_have_two_names_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_names: object) -> None:
        raise OSError(errno.EPERM, "as FAT does")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a"
    write(path, b"1")
    write(path, b"2")
    assert previous_of(path).read_bytes() == b"1" and path.read_bytes() == b"2"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_is_saved_where_its_previous_version_cannot_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"1")
    previous_of(path).mkdir()
    assert not keep_previous(path)
    write(path, b"2")
    assert path.read_bytes() == b"2"


@pytest.mark.parametrize("stem", ["n" * 245, "n" * 244, "ü" * 122 + "n", "🧠" * 61])
def test_of_the_longest_names_the_middle_gives_way(tmp_path: Path, stem: str) -> None:
    path = tmp_path / f"{stem}.neuroloom"
    other = tmp_path / f"{stem[:-1]}m.neuroloom"
    write(path, b"1")
    write(path, b"2")
    previous = previous_of(path)
    assert previous.read_bytes() == b"1"
    assert previous.name.endswith(".neuroloom~") and previous.name.encode()
    assert previous_of(other) != previous


@pytest.mark.skipif(os.name != "posix", reason="links are those of POSIX")
def test_of_a_link_the_version_is_kept_beside_the_file_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    path, link = tmp_path / "there" / "a", tmp_path / "link"
    path.write_bytes(b"1")
    link.symlink_to(path)
    write(link, b"2")
    assert link.is_symlink() and path.read_bytes() == b"2"
    assert previous_of(link) == tmp_path / "there" / "a~"
    assert previous_of(link).read_bytes() == b"1"
