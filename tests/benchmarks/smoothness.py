"""How smoothly the window runs while a small network trains, and how much of the headless speed is left.

    uv run python tests/benchmarks/smoothness.py                        frames and speed of four bundled projects
    uv run python tests/benchmarks/smoothness.py --projects circle --runs 1
    uv run python tests/benchmarks/smoothness.py --only epochs          epochs per second as one sees them
    uv run python tests/benchmarks/smoothness.py --only long            ten million steps: memory and frames stay flat

Each run measures, in one process and one after another: the headless speed of the trainer, the window painting without
training (the machine's noise), and the window while it trains as fast as possible, with all panels that are open at
first. A frame's work is the time from the moment its tick was due to the end of the painting it caused. A run counts
when the window without training has a 99th percentile of at most 10 ms; medians over the runs that count.
"""

import argparse
import json
import os
import resource
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core.bundled import open_bundled
from core.data import Points, build
from core.layers import Dense
from core.network import Network
from core.specs import Project
from core.trainer import Trainer
from core.training import Training
from gui.session.session import Session
from gui.settings import Settings
from gui.start import prepare_qt
from gui.window.main_window import MainWindow

QUIET_MS = 10.0
PROJECTS = ("circle", "spiral", "segments", "digits")
PLAYGROUND = {"2-4-2-1": (10, 27.0, 40), "2-8-8-1": (30, 11.5, 100), "2-8-8-8-8-8-8-1": (10, 4.5, 150)}
"""Batch, epochs per second of TensorFlow Playground in Chromium on such a machine, and how many times that we want."""
MANY_STEPS = 10_000_000


class Frames:
    """Collects, per frame, the milliseconds from when it was due to when its painting was done."""

    def __init__(self, session: Session) -> None:
        self.work_ms: list[float] = []
        self._due: float | None = None
        self._has_frame = False
        session.frame.connect(self._on_frame)
        session.clock.ticked.connect(self._on_tick)
        session.engine.went_on.connect(self._on_painted)

    def _on_frame(self, _snapshot: object, _number: int) -> None:
        self._has_frame = True

    def _on_tick(self, due: float) -> None:
        if self._has_frame:
            self._due, self._has_frame = due, False

    def _on_painted(self) -> None:
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


def resident_megabytes() -> float:
    """The memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


@contextmanager
def open_window(project: Project) -> Iterator[tuple[MainWindow, Frames]]:
    """The window on this project, unpaced, settled."""
    session = Session(project.replace(pace=None))
    window = MainWindow(session, Settings(None))
    frames = Frames(session)
    session.start()
    window.show()
    spin(1.5)
    try:
        yield window, frames
    finally:
        session.close()
        window.hide()
        window.deleteLater()


def headless_rate(project: Project, seconds: float) -> float:
    """Steps per second of the trainer alone."""
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(steps=500)
    began, first = time.perf_counter(), trainer.step
    while time.perf_counter() - began < seconds:
        trainer.run(steps=1000)
    return (trainer.step - first) / (time.perf_counter() - began)


def one_run(window: MainWindow, frames: Frames, project: Project, seconds: float) -> dict[str, float]:
    """One headless, one quiet and one training stretch."""
    session = window.session
    session.engine.pause()
    headless = headless_rate(project, min(1.5, seconds))

    # Painting without training: the same snapshot again and again, told to be playing so that it is drawn as such.
    still = replace(session.snapshot, is_playing=True)
    numbers = iter(range(1, 10**9))

    def paint_again(_due: float) -> None:
        session.engine.hold()
        session.frame.emit(still, next(numbers))

    replay = session.clock.ticked.connect(paint_again)
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


def measure_project(name: str, runs: int, seconds: float) -> dict[str, float]:
    """The medians over the runs that count, and how many did."""
    project = open_bundled(name)
    with open_window(project) as (window, frames):
        found = [one_run(window, frames, project, seconds) for _ in range(runs)]
    counted = [run for run in found if run["quiet_p99_ms"] <= QUIET_MS]
    medians = {key: statistics.median(run[key] for run in counted or found) for key in found[0]}
    return medians | {"runs_that_count": len(counted)}


def epochs_per_second(widths: str, batch: int, seconds: float) -> float:
    """Epochs per second on 250 training points, everything visible."""
    inputs, *units = map(int, widths.split("-"))
    layers = [Dense(count, "tanh") for count in units[:-1]] + [Dense(units[-1], "sigmoid")]
    training = Training("binary_crossentropy", "sgd", 0.03, batch)
    project = Project(widths, Network(inputs, tuple(layers)), training, Points("circle", noise=10.0, samples=500))
    with open_window(project) as (window, _):
        window.session.engine.play()
        spin(0.7)
        first, began = window.session.snapshot.step, time.perf_counter()
        spin(seconds)
        made, took = window.session.snapshot.step - first, time.perf_counter() - began
        return made / window.session.snapshot.steps_per_epoch / took


def long_training(seconds_between: float) -> Iterator[dict[str, float]]:
    """Ten million steps of circle: memory and frames of each stretch."""
    with open_window(open_bundled("circle")) as (window, frames):
        window.session.engine.play()
        while window.session.step < MANY_STEPS:
            frames.work_ms.clear()
            spin(seconds_between)
            yield {
                "million_steps": window.session.step / 1e6,
                "resident_megabytes": resident_megabytes(),
                "p50_ms": percentile(frames.work_ms, 0.5),
                "p99_ms": percentile(frames.work_ms, 0.99),
                "frames_per_second": len(frames.work_ms) / seconds_between,
            }


def _row(name: str, figures: dict[str, float]) -> str:
    return f"{name:16}" + "  ".join(f"{key} {value:,.2f}" for key, value in figures.items())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--projects", nargs="+", default=list(PROJECTS))
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=("frames", "epochs", "long"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare_qt()
    application = QApplication([])
    found: dict[str, object] = {}

    def tell(kind: str, name: str, figures: dict[str, float]) -> None:
        found[f"{kind} {name}"] = figures
        if not options.json:
            print(_row(name, figures), flush=True)

    if options.only in (None, "frames"):
        for name in options.projects:
            tell("frames", name, measure_project(name, options.runs, options.seconds))
    if options.only in (None, "epochs"):
        for widths, (batch, theirs, times) in PLAYGROUND.items():
            ours = statistics.median(epochs_per_second(widths, batch, options.seconds) for _ in range(3))
            tell("epochs", widths, {"epochs_per_second": ours, "times_playground": ours / theirs, "wanted": times})
    if options.only == "long":
        for figures in long_training(10.0):
            tell("long", f"{figures['million_steps']:.1f} million", figures)
    if options.json:
        print(json.dumps(found))
    application.quit()


if __name__ == "__main__":
    main()
