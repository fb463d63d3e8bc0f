"""Tests of how a Linux desktop knows the program."""

import configparser
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from core.errors import UserError
from gui import desktop
from tests.gui.terminal import Enter

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="desktops of this kind are on Linux alone")

KIND = """
import sys
from PySide6.QtCore import QMimeDatabase
print(QMimeDatabase().mimeTypeForFile(sys.argv[1], QMimeDatabase.MatchMode.MatchExtension).name())
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder."""
    folder = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


def entry_of(data: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(data / "applications/neuroloom.desktop", "utf-8")
    return parser["Desktop Entry"]


def test_the_entry_starts_this_very_program_with_the_file_that_was_opened(data: Path, enter: Enter) -> None:
    run = enter("desktop")
    assert run.returncode == 0 and run.stderr == ""
    assert [Path(line.removeprefix("wrote ")) for line in run.stdout.splitlines()[:-1]] == [
        data / name for name in desktop.PATHS
    ]
    entry = entry_of(data)
    command, *rest = shlex.split(entry["Exec"])
    assert Path(command).is_file() and Path(command).name == "neuroloom" and rest == ["--desktop", "%f"]
    assert entry["Icon"] == "neuroloom" and entry["Type"] == "Application"
    if (check := shutil.which("desktop-file-validate")) is not None:
        subprocess.run([check, data / desktop.ENTRY_PATH], check=True)


@pytest.mark.parametrize(
    "folder", ["with space", 'q"uote', "dollar$HOME", "per%cent", "back\\slash", "tick`s", "ümläut"]
)
def test_any_path_survives_the_quoting_of_the_entry(folder: str) -> None:
    path = Path("/opt") / folder / "neuroloom"
    said = desktop._quoted(path)
    # Read as the specification says: first the escapes of a string, then those within quotes, then the field codes.
    inner = said.replace("\\\\", "\\")
    assert inner[0] == inner[-1] == '"'
    assert re.sub(r"\\(.)", r"\1", inner[1:-1].replace("%%", "%")) == str(path)


@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="nothing here reads file types")
def test_project_files_have_a_type_of_their_own(data: Path, enter: Enter, tmp_path: Path) -> None:
    enter("desktop")
    found = subprocess.run(
        [sys.executable, "-c", KIND, tmp_path / "my net.neuroloom"], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == desktop.MIME_TYPE
    assert desktop.MIME_TYPE in entry_of(data)["MimeType"].split(";")
    root = ElementTree.parse(data / desktop.TYPE_PATH).getroot()
    assert root[0].attrib["type"] == desktop.MIME_TYPE


def test_removing_takes_away_what_was_written_and_says_so(data: Path, enter: Enter) -> None:
    assert not desktop.is_on_desktop()
    assert enter("desktop", "--remove").stdout == "there was nothing to remove\n"
    enter("desktop")
    assert desktop.is_on_desktop()
    assert len(enter("desktop", "--remove").stdout.splitlines()) == len(desktop.PATHS)
    assert not any((data / name).exists() for name in desktop.PATHS) and not desktop.is_on_desktop()


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(data: Path, enter: Enter) -> None:
    data.write_text("a file where a folder should be")
    run = enter("desktop")
    assert run.returncode == 1 and run.stdout == "" and len(run.stderr.splitlines()) == 1


def test_other_systems_are_told_that_there_is_no_such_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(UserError, match="Linux alone"):
        desktop.add_to_desktop()
    assert not desktop.is_on_desktop()


def test_the_icon_is_a_picture_of_256_pixels() -> None:
    assert desktop.icon_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(desktop.icon_bytes()[16:20], "big") == 256
