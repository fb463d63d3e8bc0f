"""Tests of writing a file whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from core.disk.atomic import refusal, replacing
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


def test_a_refusal_names_the_file_without_its_folders() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    assert refusal("saved", Path("folder") / "a.txt", full).message == "a.txt cannot be saved: the disk is full."
    assert refusal("opened", Path("/"), full).message == f"{Path('/')} cannot be opened: the disk is full."


@pytest.mark.parametrize("number", [32, 33])
def test_what_another_program_holds_on_windows_is_no_missing_permission(number: int) -> None:
    """ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION come with the number of a missing permission."""
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = number  # type: ignore[attr-defined,unused-ignore]
    assert "another program is using it" in refusal("saved", Path("a.txt"), error).message


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


def test_what_a_kill_has_left_goes_with_the_next_save_into_that_folder(tmp_path: Path) -> None:
    with replacing(tmp_path / "file") as beside:
        beside.write_bytes(b"half")
        left, others = beside.with_name(f"{beside.stem[:-2]}00.part"), tmp_path / ".neuroloom-of-others.part"
        left.write_bytes(b"half")
        others.write_bytes(b"half")
    with replacing(tmp_path / "other") as beside:
        beside.write_bytes(b"new")
        assert not left.exists() or os.name != "posix"
    assert others.exists(), "another machine may be writing it"


@pytest.mark.skipif(os.name != "posix", reason="elsewhere what was left stays")
def test_what_somebody_is_writing_stays_while_others_save_beside_it(tmp_path: Path) -> None:
    with replacing(tmp_path / "one") as one:
        one.write_bytes(b"1")
        with replacing(tmp_path / "other") as other:
            other.write_bytes(b"2")
            assert one.exists()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"one": b"1", "other": b"2"}


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
@pytest.mark.parametrize("mode", [0o444, 0o555])
def test_a_file_that_is_protected_stays_as_it_is(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(mode)
    with pytest.raises(UserError, match="protected against writing"), replacing(path) as beside:
        beside.write_bytes(b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix", reason="the limit is one of POSIX")
def test_a_disk_that_takes_no_large_file_is_told_in_words(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "file"
    path.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(UserError, match="no file as large"), replacing(path) as beside:
            beside.write_bytes(bytes(2000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ETIMEDOUT])
def test_a_drive_that_goes_while_something_is_written_is_told_in_words(tmp_path: Path, number: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(UserError, match="drive does not answer"), replacing(path) as beside:
        beside.write_bytes(b"half")
        raise OSError(number, os.strerror(number))
    assert path.read_bytes() == b"old"


def test_a_folder_that_goes_while_something_is_written_is_told_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(UserError, match="folder does not exist"), replacing(folder / "file") as beside:
        beside.write_bytes(b"new")
        beside.unlink()
        folder.rmdir()


@pytest.mark.parametrize("name", ["with a space", "Übung ß", "🧠🕸️", "n" * 255, "ü" * 127])
def test_any_name_that_the_disk_takes_will_do(tmp_path: Path, name: str) -> None:
    for content in (b"old", b"new"):
        with replacing(tmp_path / name) as beside:
            beside.write_bytes(content)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"new"


def test_before_the_name_changes_hands_the_old_file_can_be_had(tmp_path: Path) -> None:
    path, seen = tmp_path / "file", []
    for content in (b"old", b"new"):
        with replacing(path, lambda old: seen.append(old.read_bytes())) as beside:
            beside.write_bytes(content)
    assert seen == [b"old"]


@pytest.mark.skipif(os.name != "posix", reason="folders can be opened on POSIX")
def test_nothing_stays_open_after_a_file_was_written(tmp_path: Path) -> None:
    def lowest_free() -> int:
        descriptor = os.open(os.devnull, os.O_RDONLY)
        os.close(descriptor)
        return descriptor

    before = lowest_free()
    with replacing(tmp_path / "file") as beside:
        beside.write_bytes(b"new")
    assert lowest_free() == before
