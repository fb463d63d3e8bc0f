"""A plain start, and how it ends."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from core.bundled import open_bundled
from core.errors import UserError
from core.project import Saved, save_project
from gui.start import _report_to, _show, open_named
from tests.gui.terminal import SECONDS, WATCHED_COMMAND, Terminal
from tests.journeys.person import Person


def started(terminal: Terminal, name: str, loaded: str) -> tuple[list[str], int]:
    """What a start with this file loads and says, and its exit status: Ctrl+C ends it once this module is loaded."""
    lines: list[str] = []
    with subprocess.Popen(
        [WATCHED_COMMAND[0], "-X", "importtime", *WATCHED_COMMAND[1:], name],
        cwd=terminal.folder, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        for line in process.stderr:
            lines.append(line.rpartition("|")[2].strip())
            if lines[-1] == loaded:
                process.send_signal(signal.SIGINT)
        return lines, process.wait(SECONDS)


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is a signal on POSIX")
def test_a_plain_start_imports_no_command_line_library_and_ctrl_c_closes_its_window(terminal: Terminal) -> None:
    save_project(Saved(open_bundled("xor")), terminal.folder / "mine.neuroloom")
    imported, status = started(terminal, "mine.neuroloom", "pyqtgraph")  # loaded once the window has been painted
    assert status == 0
    assert not any(line.startswith(("Traceback", "KeyboardInterrupt")) for line in imported)
    assert imported.index("gui.window.main_window") < imported.index("pyqtgraph")
    assert not {"typer", "click", "rich", "gui.cli"} & set(imported)
    # Nor what writes pictures, and models, and what reads them.
    assert not {"gui.drawing_file", "core.export", "core.importing"} & set(imported)
    # The file that was named is remembered, and the window.
    remembered = (Path(os.environ["XDG_CONFIG_HOME"]) / "neuroloom" / "neuroloom.ini").read_text()
    assert "mine.neuroloom" in remembered
    assert "window=" in remembered


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is a signal on POSIX")
def test_a_table_that_is_named_opens_its_dialog_over_the_window(terminal: Terminal) -> None:
    (terminal.folder / "rows.csv").write_text("a,b\n1,x\n2,y\n3,x\n")
    lines, status = started(terminal, "rows.csv", "gui.dialogs.table_dialog")
    assert status == 0
    assert "gui.dialogs.table_dialog" in lines
    assert "no file missing.csv" in terminal.refusal("missing.csv")


def test_a_name_means_the_file_then_the_bundled_project(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(terminal.folder)
    assert open_named("circle").project.title == "Circle"
    save_project(Saved(open_bundled("xor")), "circle")
    assert open_named("circle").project.title == "Xor"
    with pytest.raises(UserError, match="no file triangle"):
        open_named("triangle")


def test_a_window_too_large_for_the_screen_fills_it_until_somebody_gave_it_a_size(person: Person) -> None:
    window = person.window
    window.hide()
    window.resize(window.screen().availableSize() + QSize(1, 1))
    _show(window)
    assert window.isMaximized()
    window.settings.set_bytes("window", window.saveGeometry())
    window.hide()
    window.setWindowState(Qt.WindowState.WindowNoState)
    _show(window)
    assert not window.isMaximized()


def test_a_bug_is_told_once_can_be_copied_and_leaves_the_window_open(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    report = _report_to(person.window)
    asked: list[str] = []

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, QMessageBox)
        asked.append(dialog.text())
        report(ValueError, ValueError("a second one, from a timer say"), None)  # does not open a second dialog
        copy = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy details")
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        assert "ValueError: the first one" in QGuiApplication.clipboard().text()
        QTest.mouseClick(dialog.button(QMessageBox.StandardButton.Close), Qt.MouseButton.LeftButton)

    person.answer_dialog(act)
    report(ValueError, ValueError("the first one"), None)
    assert len(asked) == 1
    assert person.window.isVisible()
    told = capsys.readouterr().err
    assert "the first one" in told
    assert "a second one" in told


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is a signal on POSIX")
def test_a_model_that_cannot_be_imported_is_told_in_a_window(terminal: Terminal) -> None:
    (terminal.folder / "text.onnx").write_text("once upon a time")
    lines, _ = started(terminal, "text.onnx", "gui.window.signals")
    told = [line for line in lines if line.startswith("text.onnx")]
    assert "gui.window.signals" in lines and len(told) == 1 and told[0].startswith("text.onnx cannot be imported.")
    assert "no file missing.onnx" in terminal.refusal("missing.onnx")
