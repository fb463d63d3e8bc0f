"""Tests of the lock that ends with the process that holds it."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.disk.held import hold

HOLD = """
import fcntl, os, sys, time
fcntl.flock(os.open(sys.argv[1], os.O_RDWR | os.O_CREAT), fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


def test_one_has_it_until_it_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first = hold(path)
    assert first is not None
    assert hold(path) is None
    first.let_go()
    assert not path.exists()
    second = hold(path)
    assert second is not None
    second.let_go()


@pytest.mark.skipif(sys.platform == "win32", reason="the other process uses the locks of POSIX")
def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-S", "-c", HOLD, str(path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline() == b"held\n"
        assert hold(path) is None
        other.kill()
        other.wait()
    held = hold(path)
    assert held is not None
    held.let_go()


def test_where_there_is_no_folder_it_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        hold(tmp_path / "none" / "lock")
