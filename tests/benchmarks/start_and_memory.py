"""How long the program takes to start, and how much memory it holds.

    uv run python tests/benchmarks/start_and_memory.py                  start-up, and each bundled project
    uv run python tests/benchmarks/start_and_memory.py --only start
    uv run python tests/benchmarks/start_and_memory.py --only memory
    uv run python tests/benchmarks/start_and_memory.py --only hour      an hour of training with all panels open

Start-up is the real command, from the making of its process to the first painting of the window, the second time and
later ("warm"); complete is when the plots stand as well. Each is the median of the runs. Memory is what the process
holds (resident) with the window open: after opening, after ten seconds of training as fast as possible, and when each
page has been seen. The hour trains circle as fast as possible, with the ranking and the doctor, and goes to another
page every ten seconds.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PAGES = ("picture", "scores", "inside", "runs", "data", "ask")
CHILD = """
import os, sys, time
from PySide6.QtCore import QTimer
import gui.window.main_window as module
began = float(sys.argv.pop(1))

def told(name):
    print(name, time.time() - began, flush=True)

class Told(module.MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not hasattr(self, "seen"):
            self.seen = True
            told("painted")
            self.painted.connect(self.complete)  # after all else that waits for it

    def complete(self):
        if self.pictures.curves.findChild(object, "curves-plot") is None:
            QTimer.singleShot(1, self.complete)
            return
        told("complete")
        sys.stdout.flush()
        os._exit(0)

module.MainWindow = Told
from gui.app import main
main()
"""


def resident_megabytes() -> float:
    """The memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def start(runs: int) -> None:
    """Tell how long a start takes."""
    painted, complete = [], []
    for _ in range(runs + 1):
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
            command = [sys.executable, "-c", CHILD, str(time.time())]
            told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        seconds = dict(line.split() for line in told.splitlines())
        painted.append(float(seconds["painted"]))
        complete.append(float(seconds["complete"]))
    # The first one has filled the caches of files and of compiled Python.
    print(f"start to the first painted window: {statistics.median(painted[1:]):.2f} s, least {min(painted[1:]):.2f} s")
    print(
        f"complete, with plots:              {statistics.median(complete[1:]):.2f} s, least {min(complete[1:]):.2f} s"
    )


def in_own_process(*arguments: str) -> str:
    """What this file prints when it is run with these arguments."""
    return subprocess.run(
        [sys.executable, __file__, *arguments], capture_output=True, text=True, check=True, env=dict(os.environ)
    ).stdout


def memory() -> None:
    """Tell what the process holds with each bundled project."""
    from core.bundled import NAMES

    print("project              opened   trained 10 s   all pages seen   (MB)")
    for name in NAMES:
        held = json.loads(in_own_process("--only", f"one:{name}"))
        print(f"{name:18} {held[0]:8.0f} {held[1]:14.0f} {held[2]:16.0f}", flush=True)


def one(name: str) -> None:
    """Print what a process holds that opens, trains and shows this project."""
    with opened(name) as (window, spin):
        spin(2.0)
        held = [resident_megabytes()]
        window.session.engine.play()
        spin(10.0)
        held.append(resident_megabytes())
        for page in PAGES:
            window.right_column.bring_up(page)
            spin(1.5)
        held.append(resident_megabytes())
    print(json.dumps(held))


def hour(minutes: float) -> None:
    """Train circle, with everything open, and tell the memory every few minutes."""
    with opened("circle") as (window, spin):
        window.actions_by_id["ranking"].trigger()
        window.session.engine.play()
        began = time.monotonic()
        told = -1
        while (now := (time.monotonic() - began) / 60.0) < minutes:
            for page in PAGES:
                window.right_column.bring_up(page)
                spin(10.0)
            if int(now) // 5 != told:
                told = int(now) // 5
                snapshot = window.session.snapshot
                print(f"minute {now:5.1f}: {resident_megabytes():6.1f} MB, step {snapshot.step:,}", flush=True)


@contextmanager
def opened(name: str) -> Iterator[tuple["MainWindow", Callable[[float], None]]]:
    """The window on a bundled project, unpaced, and what lets it run for some seconds."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from core.bundled import open_bundled
    from gui.session.session import Session
    from gui.settings import Settings
    from gui.start import prepare_qt
    from gui.window.main_window import MainWindow

    def spin(seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    prepare_qt()
    application = QApplication.instance() or QApplication([])
    session = Session(open_bundled(name).replace(pace=None))
    window = MainWindow(session, Settings(None))
    session.start()
    window.show()
    spin(1.5)
    try:
        yield window, spin
    finally:
        session.close()
        window.hide()
        del application


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="start,memory", help="start, memory or hour")
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--minutes", type=float, default=60.0)
    chosen = parser.parse_args()
    if chosen.only.startswith("one:"):
        one(chosen.only.removeprefix("one:"))
        return
    if "start" in chosen.only:
        start(chosen.runs)
    if "memory" in chosen.only:
        memory()
    if "hour" in chosen.only:
        hour(chosen.minutes)


if __name__ == "__main__":
    main()
