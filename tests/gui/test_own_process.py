"""Tests of processes of our own where there is no interpreter to start: the stand-alone program starts itself."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from core import own_process
from core.table.apart import Answer
from tests.gui.terminal import Enter

COMMAND = Path(sys.executable).with_name("neuroloom")


@pytest.mark.skipif(not COMMAND.is_file(), reason="the command is not installed here")
def test_the_stand_alone_program_reads_strangers_files_in_a_process_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(COMMAND))
    process = own_process.start("core.table.reader_process", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    question = {
        "what": {"type": "Parquet"}, "path": str(tmp_path / "no.parquet"), "title": "no.parquet",
        "rows": str(tmp_path / "rows.arrow"), "most": 10,
    }  # fmt: skip
    said, _ = process.communicate(msgspec.json.encode(question))
    assert msgspec.json.decode(said, type=Answer).message


def test_nothing_but_our_own_modules_is_run(enter: Enter) -> None:
    run = enter(own_process.FLAG, "this")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
