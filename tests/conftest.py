"""What holds for every test: no screen, nobody's settings, no thread left behind."""

import os
import sys
from pathlib import Path

# Where no bytecode is wanted beside the sources, each of the processes that tests start would compile everything anew.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # python -B says so without it

# Both are read once: when Qt loads its platform, and when it first paints.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")

import gc
import threading
from collections.abc import Iterator

import pytest
from hypothesis import settings
from PySide6.QtCore import QPoint, QSettings, QStandardPaths, QThread, QThreadPool
from PySide6.QtGui import QCursor, QGuiApplication
from shiboken6 import isValid

AWAY = QPoint(5000, 5000)
settings.register_profile("house", deadline=None)  # that a machine is busy is no bug
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """All that was collected stays to the end: it is not gone through for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty home for each test: settings, recent files and autosave of the person at this machine stay theirs."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))
    for variable in ("APPDATA", "LOCALAPPDATA", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    if "XDG_RUNTIME_DIR" not in os.environ:  # Qt warns where a machine without a session has none
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(home))
    QStandardPaths.setTestModeEnabled(True)
    for file_format in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(file_format, QSettings.Scope.UserScope, str(home / "settings"))


@pytest.fixture(autouse=True)
def pointer_away() -> None:
    """The pointer is over nothing: where the last test left it, a button would be lit, and a move to there is none."""
    if QGuiApplication.instance() is not None:
        QCursor.setPos(AWAY)


@pytest.fixture(autouse=True)
def no_thread_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test that ends while a thread it started still runs: nothing that is closed may go on working."""
    before = set(threading.enumerate())
    started: list[QThread] = []
    start = QThread.start

    def remember_and_start(thread: QThread, *arguments: QThread.Priority) -> None:
        # QThread keeps no list of its threads. A reference also keeps a running one from being destroyed, which aborts.
        started.append(thread)
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", remember_and_start)
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before and not _is_foreign(thread)]
    for thread in started:
        if isValid(thread) and thread.isRunning():
            left.append(thread.objectName() or type(thread).__name__)
            thread.requestInterruption()
            thread.quit()
            thread.wait(1000)
    if QThreadPool.globalInstance().activeThreadCount():
        left.append("a task in Qt's thread pool")
    if left:
        pytest.fail(f"still running at the end: {', '.join(left)}", pytrace=False)


def _is_foreign(thread: threading.Thread) -> bool:
    """Python invents a Thread for a thread of somebody else's (a QThread, say) and may keep it after its end."""
    return isinstance(thread, threading._DummyThread)
