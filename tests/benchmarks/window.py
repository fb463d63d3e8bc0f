"""How smoothly the window runs while a small network trains, and how much of the headless speed is left.

    uv run python tests/benchmarks/window.py [--project circle] [--seconds 3] [--runs 5] [--json]

Each run measures, in one process and one after another: the headless speed of the trainer, the window painting without
training (the machine's noise), and the window while it trains as fast as possible. A frame's work is the time from the
moment its tick was due to the end of the painting it caused. A run counts when the window without training has a 99th
percentile of at most 10 ms; medians over the runs that count.
"""

import argparse
import json
import os
import statistics
import time
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core.bundled import open_bundled
from core.data import build
from core.trainer import Trainer
from gui.main_window import MainWindow
from gui.session import Session
from gui.settings import Settings
from gui.start import prepare_qt

QUIET_MS = 10.0


class Frames:
    """Collects, per frame, the milliseconds from when it was due to when its painting was done."""

    def __init__(self, session: Session) -> None:
        self.work_ms: list[float] = []
        self._due: float | None = None
        self._has_frame = False
        session.frame.connect(self._on_frame)
        session.clock.ticked.connect(self._on_tick)
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.aboutToBlock.connect(self._on_idle)

    def _on_frame(self, _snapshot: object, _number: int) -> None:
        self._has_frame = True

    def _on_tick(self, due: float) -> None:
        if self._has_frame:
            self._due, self._has_frame = due, False

    def _on_idle(self) -> None:
        if self._due is not None:
            self.work_ms.append((time.perf_counter() - self._due) * 1000)
            self._due = None


def spin(seconds: float) -> None:
    """Let the event loop run, blocking between events as a real one does."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def headless_rate(name: str, seconds: float) -> float:
    """Steps per second of the trainer alone."""
    project = open_bundled(name)
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(steps=500)
    began, first = time.perf_counter(), trainer.step
    while time.perf_counter() - began < seconds:
        trainer.run(steps=1000)
    return (trainer.step - first) / (time.perf_counter() - began)


def one_run(window: MainWindow, frames: Frames, name: str, seconds: float) -> dict[str, float]:
    """One headless, one quiet and one training stretch."""
    session = window.session
    session.engine.pause()
    headless = headless_rate(name, min(1.5, seconds))

    # Painting without training: the same snapshot again and again, told to be playing so that it is drawn as such.
    still = replace(session.snapshot, is_playing=True)
    numbers = iter(range(1, 10**9))
    replay = session.clock.ticked.connect(lambda _due: session.frame.emit(still, next(numbers)))
    spin(0.3)
    frames.work_ms.clear()
    spin(seconds)
    quiet = list(frames.work_ms)
    session.clock.ticked.disconnect(replay)

    session.engine.play()
    spin(0.7)
    frames.work_ms.clear()
    first, began = session.snapshot.step, time.perf_counter()
    spin(seconds)
    steps, took = session.snapshot.step - first, time.perf_counter() - began
    busy = list(frames.work_ms)
    session.engine.pause()
    spin(0.2)
    return {
        "quiet_p99_ms": percentile(quiet, 0.99),
        "frames_per_second": len(busy) / took,
        "p50_ms": percentile(busy, 0.5),
        "p95_ms": percentile(busy, 0.95),
        "p99_ms": percentile(busy, 0.99),
        "steps_per_second": steps / took,
        "headless_steps_per_second": headless,
        "share_of_headless": steps / took / headless,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--project", default="circle")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    prepare_qt()
    application = QApplication([])
    project = open_bundled(options.project).replace(pace=None)
    session = Session(project)
    window = MainWindow(session, Settings(None))
    frames = Frames(session)
    session.start()
    window.show()
    spin(1.0)
    try:
        runs = [one_run(window, frames, options.project, options.seconds) for _ in range(options.runs)]
    finally:
        session.close()
    counted = [run for run in runs if run["quiet_p99_ms"] <= QUIET_MS]
    medians = {key: statistics.median(run[key] for run in counted or runs) for key in runs[0]}
    if options.json:
        print(json.dumps({"runs": runs, "counted": len(counted), "medians": medians}))
    else:
        for number, run in enumerate(runs, start=1):
            print(f"run {number}: " + "  ".join(f"{key} {value:,.2f}" for key, value in run.items()))
        print(f"\nmedians of the {len(counted)} of {len(runs)} runs that count:")
        for key, value in medians.items():
            print(f"  {key:28} {value:,.2f}")
    application.quit()


if __name__ == "__main__":
    main()
