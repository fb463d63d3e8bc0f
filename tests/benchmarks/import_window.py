"""How alive the window stays while a large table comes in.

    uv run python tests/benchmarks/import_window.py                      1,000,000 rows of 20 columns
    uv run python tests/benchmarks/import_window.py --rows 100000 --seconds 2

The real window, offscreen: the file is dropped on it, the dialog reads and guesses, Open is clicked, the window shows
the data, trains for a while, and takes the edit back. A timer of 5 ms notes when it was served; the longest time it had
to wait says how long the window could have stood still. Told are the longest gaps of each part, its time, and the
largest memory that the process ever held. The time counts from the drop to the data being on screen.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from core.bundled import open_bundled
from core.data import Table
from gui.session.session import Session
from gui.settings import Settings
from gui.start import prepare_qt, settle
from gui.window.main_window import MainWindow

TICK_MS = 5
PATIENCE_SECONDS = 60.0


class Ticks:
    """Notes when a timer was served: the longest gap since it was asked last."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._gaps: list[float] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._gaps.append((now - self._last) * 1000)
        self._last = now

    def longest_ms(self) -> list[float]:
        """The three longest gaps since the last call."""
        found, self._gaps = sorted(self._gaps, reverse=True)[:3], []
        return found


def spin(seconds: float) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def until(is_so: object, seconds: float = PATIENCE_SECONDS) -> None:
    """Let the event loop run until something is so."""
    assert callable(is_so)
    end = time.perf_counter() + seconds
    while not is_so():
        if time.perf_counter() > end:
            sys.exit("It took too long.")
        spin(0.01)


def peak_megabytes() -> float:
    """The most memory that this process ever held."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def write_table(path: Path, rows: int, columns: int) -> None:
    """Numbers, a text column of three colours, gaps, and a class that hangs on some of them."""
    import polars

    generator = np.random.default_rng(7)
    frame = {f"x{place}": generator.normal(place, 1.0 + place, rows).round(4) for place in range(columns - 2)}
    frame["colour"] = np.array(["red", "green", "blue"])[generator.integers(0, 3, rows)]
    score = frame["x0"] + (frame["x1"] - 1.0) / 2.0 + generator.normal(0.0, 0.3, rows)
    frame["kind"] = np.array(["low", "high"])[(score > 0.0).astype(int)]
    table = polars.DataFrame(frame)
    is_gap = polars.Series(generator.random(rows) < 0.02)
    table = table.with_columns(polars.when(~is_gap).then(polars.col("x2")).alias("x2"))
    table.write_csv(path)


def main() -> None:
    """Measure once, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long it trains")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        # In a process of its own: what it takes to make the table is none of the window's memory.
        if os.fork() == 0:
            write_table(path, arguments.rows, arguments.columns)
            os._exit(0)
        os.wait()
        measure(path, arguments.seconds)


def measure(path: Path, seconds: float) -> None:
    """Open the window, and drop this file on it."""
    prepare_qt()
    application = QApplication([])
    session = Session(open_bundled("circle"))
    window = MainWindow(session, Settings(None))
    session.start()
    session.open_bundled("circle")
    window.show()
    spin(2.0)
    settle()
    print(f"{path.stat().st_size / 2**20:,.0f} MB; window open: {peak_megabytes():,.0f} MB")
    ticks = Ticks()

    def tell(part: str, began: float) -> None:
        gaps = ", ".join(f"{gap:.0f}" for gap in ticks.longest_ms())
        print(f"{part:32} {time.perf_counter() - began:6.2f} s   longest gaps {gaps} ms   {peak_megabytes():,.0f} MB")

    spin(1.0)
    ticks.longest_ms()
    start = began = time.perf_counter()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, nothing = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    application.sendEvent(window, QDragEnterEvent(QPoint(600, 400), copy, mime, left, nothing))
    application.sendEvent(window, QDropEvent(QPointF(600, 400), copy, mime, left, nothing))
    session.failed.connect(print)
    until(lambda: window.findChild(QDialog, "table-dialog") is not None)
    dialog = window.findChild(QDialog, "table-dialog")
    button = dialog.findChild(QPushButton, "table-open")
    until(button.isEnabled)
    tell("first rows on screen", began)
    began = time.perf_counter()
    until(lambda: not dialog.findChild(QLabel, "table-doing").isVisible())
    tell("all rows read and looked at", began)
    began = time.perf_counter()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    until(lambda: isinstance(session.document.project.data, Table))
    tell("samples made, edit done", began)
    began = time.perf_counter()
    widths = session.document.project.network.widths
    until(lambda: session.snapshot is not None and session.snapshot.network.widths == widths)
    tell("network on screen", began)
    print(f"{'from the drop to the data':32} {time.perf_counter() - start:6.2f} s")
    began = time.perf_counter()
    spin(5.0)
    tell("at rest", began)
    began = time.perf_counter()
    window.actions_by_id["train"].trigger()
    spin(seconds)
    tell("training", began)
    for name in ("ask", "data", "runs", "inside", "scores", "picture"):
        began = time.perf_counter()
        window.right_column.bring_up(name)
        spin(2.0)
        tell(name, began)
    window.actions_by_id["train"].trigger()
    began = time.perf_counter()
    window.actions_by_id["undo"].trigger()
    spin(2.0)
    tell("undo", began)
    began = time.perf_counter()
    window.actions_by_id["redo"].trigger()
    spin(3.0)
    tell("redo", began)
    session.close()


if __name__ == "__main__":
    main()
