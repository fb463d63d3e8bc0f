"""What holds for the whole house, whichever room one works in."""

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QFontDatabase, QGuiApplication

import core
from core.activations import ACTIVATIONS
from core.initializers import INITIALIZERS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES

REPOSITORY = Path(__file__).parent.parent

IMPORT_ALL_OF_CORE = """
import importlib, pkgutil, sys
import core
for module in pkgutil.walk_packages(core.__path__, "core."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"PySide6", "shiboken6", "pyqtgraph", "gui"}))
"""

LEAVES_THREADS = """
import threading
from PySide6.QtCore import QThread

def test_python_thread():
    threading.Thread(target=threading.Event().wait, daemon=True).start()

def test_qt_thread():
    QThread().start()

def test_thread_that_ends():
    thread = QThread()
    thread.start()
    thread.quit()
    thread.wait()
"""


def test_none_keeps_its_reference_count_over_void_calls_into_qt() -> None:
    """PySide6 6.12.0 lost one reference a call, until CPython 3.11 aborted. From 3.12 on None cannot be lost."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("thing")
    assert abs(sys.getrefcount(None) - before) < 100


def test_core_imports_no_screen() -> None:
    run = subprocess.run([sys.executable, "-c", IMPORT_ALL_OF_CORE], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == []


def test_the_version_stands_once() -> None:
    assert importlib.metadata.version("neuroloom") == core.__version__


def test_text_has_real_fonts(qapp: QGuiApplication) -> None:
    """Without fonts Qt draws boxes for letters and does not say a word."""
    assert set(QFontDatabase.families()) - {"Monospace", "Sans Serif", "Serif"}


def test_the_example_in_the_readme_learns_xor(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (REPOSITORY / "README.md").read_text("utf-8"), re.DOTALL)
    exec(example, {})
    answers = [float(number) for number in re.findall(r"[\d.e+-]+", capsys.readouterr().out)]
    assert [round(answer) for answer in answers] == [0, 1, 1, 0]


def test_a_thread_left_behind_fails_its_test(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text((Path(__file__).parent / "conftest.py").read_text())
    (tmp_path / "test_leaves_threads.py").write_text(LEAVES_THREADS)
    command = [sys.executable, "-m", "pytest", "--rootdir", ".", "-p", "no:cacheprovider"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "3 passed, 2 errors" in run.stdout, run.stdout + run.stderr
    assert "still running at the end: QThread" in run.stdout


def test_formulas_are_written_with_minus_signs_not_hyphens() -> None:
    tables = (ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES, INITIALIZERS)
    formulas = [entry.formula for table in tables for entry in table.values()]
    assert len(formulas) > 30
    assert not [formula for formula in formulas if "-" in formula]
    assert sum("\N{MINUS SIGN}" in formula for formula in formulas) > 15
