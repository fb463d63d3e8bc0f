"""Tests of writing a file whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from core.atomic import refusal, replacing
from core.errors import UserError


def test_the_written_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with replacing(path) as beside:
        beside.write_bytes(b"new")
        assert path.read_bytes() == b"old"
        assert beside.parent == tmp_path
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [RuntimeError("a bug"), UserError("refused"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(type(error)), replacing(path) as beside:
        beside.write_bytes(b"half of the n")
        raise error
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with pytest.raises(UserError, match="disk is full"), replacing(path) as beside:
        beside.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_the_full_device_of_linux_is_a_full_disk() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no such device here")
    with pytest.raises(UserError, match="disk is full"), replacing(Path("/tmp/never-written")), full.open("wb") as file:
        file.write(b"x")
    assert not Path("/tmp/never-written").exists()


def test_a_missing_folder_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder does not exist"), replacing(tmp_path / "none" / "file") as beside:
        beside.write_bytes(b"new")


def test_a_file_in_place_of_the_folder_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match="not a folder"), replacing(tmp_path / "file" / "other") as beside:
        beside.write_bytes(b"new")


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="belongs to a folder"), replacing(tmp_path):
        raise AssertionError("nothing should be written")


def test_a_device_is_not_replaced() -> None:
    if not Path("/dev/null").exists():
        pytest.skip("there is no such device here")
    with pytest.raises(UserError, match="device"), replacing(Path("/dev/null")):
        raise AssertionError("nothing should be written")
    assert not Path("/dev/null").is_file()


def test_an_impossible_name_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be saved"), replacing(tmp_path / "a\0b") as beside:
        beside.write_bytes(b"new")
    with pytest.raises(UserError, match="name is too long"), replacing(tmp_path / ("n" * 300)) as beside:
        beside.write_bytes(b"new")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_permission_is_told_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UserError, match="permission"), replacing(tmp_path / "file") as beside:
        beside.write_bytes(b"new")


def test_each_refusal_has_a_hint() -> None:
    for number in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EIO, errno.ENOENT):
        error = refusal("opened", Path("a.neuroloom"), OSError(number, os.strerror(number)))
        assert "a.neuroloom" in error.message and error.hint.endswith(".")


@pytest.mark.skipif(os.name != "posix", reason="links and modes are those of POSIX")
def test_a_link_stays_a_link_and_the_mode_stays_as_it_was(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    with replacing(link) as beside:
        beside.write_bytes(b"new")
    assert link.is_symlink() and path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix", reason="links are those of POSIX")
def test_links_in_a_circle_are_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(UserError, match="cannot be saved"), replacing(tmp_path / "a" / "file") as beside:
        beside.write_bytes(b"new")
