"""A terminal: the program run as a person runs it, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

COMMAND = (sys.executable, "-m", "gui.app")
SECONDS = 60.0
"""Longer than anything here takes on a busy machine."""

WATCH = """
import faulthandler, sys
faulthandler.dump_traceback_later(60, exit=True)
from gui.app import main
sys.exit(main())
"""
WATCHED_COMMAND = (sys.executable, "-c", WATCH)
"""For what a test does not wait for with a limit of its own: ends itself where it would hang."""

Run = subprocess.CompletedProcess[str]
Enter = Callable[..., Run]


class Terminal:
    """Stands in a folder; every line typed is a process that ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: str, environment: Mapping[str, str | None] | None = None) -> Run:
        """`neuroloom` with these arguments; environment: variables to set, or to take away (None)."""
        variables = {**os.environ, **(environment or {})}
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env={name: value for name, value in variables.items() if value is not None},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )

    def refusal(self, *arguments: str, environment: Mapping[str, str | None] | None = None) -> str:
        """The one line on stderr where the program refuses as it should, with nothing written."""
        before = self.contents()
        run = self.run(*arguments, environment=environment)
        assert self.contents() == before
        return the_one_line(run.returncode, run.stdout, run.stderr)

    def contents(self) -> dict[str, bytes | None]:
        """All files and folders (None) here, by name."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes() if path.is_file() else None
            for path in sorted(self.folder.rglob("*"))
        }


def the_one_line(status: int, out: str, error: str) -> str:
    """What is said on stderr, once it is sure that this is how a refusal looks."""
    assert status == 1, error
    assert out == ""
    assert error.endswith("\n"), error
    lines = error.splitlines()
    assert len(lines) == 1, error
    assert lines[0][0] != " "
    assert "Traceback" not in lines[0]
    assert " " in lines[0], "a sentence has several words"
    return lines[0]
