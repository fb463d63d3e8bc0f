"""A few of the kills that `tests/benchmarks/kills.py` makes by the hundred."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "benchmarks" / "kills.py"


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a signal on POSIX")
def test_a_process_that_is_killed_while_it_saves_leaves_a_file_that_opens_and_the_one_before() -> None:
    environment = {**os.environ, "PYTHONPATH": str(SCRIPT.parents[2])}
    command = [sys.executable, str(SCRIPT), "--saves", "6", "--windows", "0", "--seed", "3"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    assert "6 kills while saving, nothing lost" in run.stdout
