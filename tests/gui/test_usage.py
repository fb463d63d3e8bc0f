"""The pages of --help, of one hand, and what is said of commands that were used otherwise."""

import shlex

import pytest

from gui.app import COMMANDS
from gui.cli.progress import time_told
from tests.gui.terminal import Enter


@pytest.mark.parametrize("command", COMMANDS)
def test_every_page_says_what_when_and_how(enter: Enter, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run = enter(command, "--help")
    assert run.returncode == 0 and run.stderr == ""
    head, _, rest = run.stdout.partition("\n\n")
    assert head.startswith(f"Usage: neuroloom {command} ") and head.endswith("[OPTIONS]")
    what, when, *_ = rest.split("\n\n")
    assert what.endswith(".") and when.endswith(".") and "<" not in run.stdout and "{" not in run.stdout
    example = run.stdout.splitlines()[-1].removeprefix("Example: ")
    assert shlex.split(example)[:2] == ["neuroloom", command] and len(example) < 72
    assert enter("help", command).stdout == run.stdout


def test_the_first_page_lists_commands_on_the_way_through_the_program(enter: Enter) -> None:
    run = enter("help")
    assert run.stdout == enter("--help").stdout
    listed = [line.split()[0] for line in run.stdout.splitlines() if line[:2] == "  " and line[2:3].isalpha()]
    assert [word for word in listed if word in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.04, "0.0 s"), (59.94, "59.9 s"), (59.96, "1 min 0 s"), (125.2, "2 min 5 s"), (4321.0, "1 h 12 min")],
)
def test_time_is_told_in_units_that_fit(seconds: float, said: str) -> None:
    assert time_told(seconds) == said
