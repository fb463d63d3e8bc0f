"""Where no window can be opened, one sentence says why, and Qt does not abort."""

import socket
from pathlib import Path

import pytest

from core.errors import UserError
from gui.display import APT_LINE, check_display, check_platform
from tests.gui.terminal import Terminal

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="other systems always have a display")

BARE = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None, "XDG_SESSION_TYPE": None}
NO_LIBRARY = 'raise ImportError("{}: cannot open shared object file: No such file or directory")\n'


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No display of any kind."""
    for name in BARE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return monkeypatch


@pytest.mark.parametrize(
    "display", [{}, {"DISPLAY": ":4093"}, {"QT_QPA_PLATFORM": "wayland"}, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ""}],
    ids=str,
)  # fmt: skip
def test_without_a_display_other_ways_are_named(terminal: Terminal, display: dict[str, str]) -> None:
    said = terminal.refusal(environment={**BARE, **display})
    assert said.startswith("There is no display to open a window on. ")
    for way in ("neuroloom train", "neuroloom screenshot", "virtual screen"):
        assert way in said


def test_a_file_that_is_not_there_is_told_before_the_display_that_is_not_there(terminal: Terminal) -> None:
    assert "no file nowhere.neuroloom" in terminal.refusal("nowhere.neuroloom", environment=BARE)


def test_a_platform_that_qt_does_not_have_is_told(terminal: Terminal) -> None:
    said = terminal.refusal(environment={**BARE, "QT_QPA_PLATFORM": "teletype"})
    assert "'teletype'" in said
    assert "offscreen" in said


@pytest.mark.parametrize("line", [[], ["screenshot", "circle", "out.png"]], ids=["window", "screenshot"])
def test_a_system_library_that_is_missing_is_told_with_the_packages_that_bring_it(
    terminal: Terminal, tmp_path: Path, line: list[str]
) -> None:
    package = tmp_path / "without" / "PySide6"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "QtWidgets.py").write_text(NO_LIBRARY.format("libEGL.so.1"))
    said = terminal.refusal(*line, environment={"PYTHONPATH": str(package.parent)})
    assert "the system library libEGL.so.1 is missing" in said
    assert said.endswith(APT_LINE)


def test_a_qt_that_is_broken_in_another_way_is_not_called_a_system_library(terminal: Terminal, tmp_path: Path) -> None:
    package = tmp_path / "without" / "PySide6"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    said = terminal.refusal(environment={"PYTHONPATH": str(package.parent)})
    assert "No module named 'PySide6.QtWidgets'" in said
    assert "system library" not in said


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:port=5999", "wayland;offscreen"])
def test_a_platform_that_needs_no_display_is_let_through(bare: pytest.MonkeyPatch, platform: str) -> None:
    bare.setenv("QT_QPA_PLATFORM", platform)
    check_display()
    check_platform()


def test_a_wayland_socket_that_nobody_listens_at_is_no_display(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left_behind:
        left_behind.bind(str(tmp_path / "wayland-7"))
    bare.setenv("WAYLAND_DISPLAY", "wayland-7")
    with pytest.raises(UserError, match="no display"):
        check_display()
