"""What drawing costs: repainting while frames of training flow, panning, drops and edits until they are seen, opening.

    uv run python tests/benchmarks/canvas.py [--frames 40] [--profile repaint|pan|edit|open]

The canvas alone has 1440x900 pixels; edits and opening are measured in a whole window of that size, with its engine.
All networks are drawn without data; drops and typed weights come from mouse and keys, the time begins with the last of
these. What is opened is a saved file. Cells are median and 95th percentile in milliseconds.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from core.curve import COLUMNS
from core.layers import Dense
from core.network import Network
from core.snapshot import Snapshot
from core.specs import Project
from core.training import Training
from gui.canvas.canvas import Canvas
from gui.session.document import Document
from gui.session.session import Session
from gui.session.things import Edge
from gui.settings import Settings
from gui.start import prepare_qt
from gui.window.main_window import MainWindow

SIZE = (1440, 900)
SHAPES = {(2, 8, 8, 1): 8.0, (20, 50, 50, 30): 16.0, (784, 512, 512, 10): 16.0}
"""Widths, and the milliseconds that a repaint may take while frames flow."""
EDITED = ((2, 8, 8, 1), (64, 96, 32, 10))
EDIT_MS = 33.0
OPENED = ((784, 512, 512, 10),)
OPEN_MS = 1000.0


def project_of(widths: tuple[int, ...]) -> Project:
    """A project without data."""
    hidden = tuple(Dense(units, "relu") for units in widths[1:-1])
    return Project("benchmark", Network(widths[0], (*hidden, Dense(widths[-1], "sigmoid"))), Training(), None)


def frames(network: Network, count: int) -> Iterator[Snapshot]:
    """Moments of a training that goes on."""
    theta = network.initial(seed=1)
    nudge = np.random.default_rng(1).normal(0.0, 0.002, theta.size).astype(theta.dtype)
    for step in range(1, count + 1):
        yield Snapshot(network, theta + step * nudge, step, 0, 0, 1, True, 1000.0, None, None, np.zeros((0, COLUMNS)))


class Painted(QObject):
    """Sees which moment of training a canvas painted last."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self.moment: Snapshot | None = canvas.moment
        canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look on."""
        if event.type() == QEvent.Type.Paint:
            self.moment = self._canvas.moment
        return False


def spin(is_done: Callable[[], bool], most_s: float = 5.0) -> None:
    """Handle events until it is so."""
    end = time.perf_counter() + most_s
    while not is_done():
        if time.perf_counter() > end:
            raise TimeoutError("It did not happen.")
        QApplication.processEvents()


def rest(seconds: float) -> None:
    """Handle events for a while."""
    end = time.perf_counter() + seconds
    spin(lambda: time.perf_counter() > end)


def told(what: str, values_ms: list[float], limit_ms: float | None = None) -> None:
    """One line of the result."""
    median = statistics.median(values_ms)
    late = sorted(values_ms)[min(len(values_ms) - 1, int(0.95 * len(values_ms)))]
    verdict = "" if limit_ms is None else f"  (limit {limit_ms:g}{'' if median <= limit_ms else ': TOO SLOW'})"
    print(f"{what:48} {median:8.1f} {late:8.1f}{verdict}", flush=True)


def repaints(count: int) -> None:
    """While frames flow, plain; the same drawn as at rest; and moved by the hand when it is zoomed in."""
    for widths, limit in SHAPES.items():
        project = project_of(widths)
        connections = sum(a * b for a, b in pairwise(widths))
        canvas = Canvas(Document(project))
        canvas.resize(*SIZE)
        canvas.show()
        canvas.show_snapshot(next(frames(project.network, 1)))
        rest(0.3)
        plain, smooth = [], []
        for snapshot in frames(project.network, count):
            began = time.perf_counter()
            canvas.show_snapshot(snapshot)
            canvas.repaint()
            plain.append((time.perf_counter() - began) * 1000)
        for snapshot in list(frames(project.network, 5)):
            canvas.show_snapshot(replace(snapshot, step=snapshot.step + count))
            canvas.repaint()
            rest(0.2)
            began = time.perf_counter()
            canvas.repaint()
            smooth.append((time.perf_counter() - began) * 1000)
        told(f"repaint, {connections:,} weights, plain", plain, limit)
        told(f"repaint, {connections:,} weights, smooth", smooth)
        canvas.close()


def pans(count: int) -> None:
    """A drag of the zoomed drawing: from the move of the hand to the paint."""
    for widths, limit in SHAPES.items():
        project = project_of(widths)
        canvas = Canvas(Document(project))
        canvas.resize(*SIZE)
        canvas.show()
        canvas.show_snapshot(next(frames(project.network, 1)))
        canvas.zoom_by(3.0)
        rest(0.3)
        moved = []
        for step in range(count):
            began = time.perf_counter()
            canvas.pan_by(QPointF(-3.0 if step < count / 2 else 3.0, 2.0))
            canvas.repaint()
            moved.append((time.perf_counter() - began) * 1000)
        told(f"pan at 300 %, {sum(a * b for a, b in pairwise(widths)):,} weights", moved, limit)
        canvas.close()


@contextmanager
def window_on(project: Project) -> Iterator[MainWindow]:
    """A shown window with its engine."""
    session = Session(project)
    window = MainWindow(session, Settings(None))
    window.resize(*SIZE)
    session.start()
    window.show()
    rest(1.0)
    try:
        yield window
    finally:
        session.close()
        window.close()


def seen_ms(window: MainWindow, make: Callable[[], object]) -> float:
    """From a change to the end of the painting that shows it."""
    painted, before = Painted(window.canvas), window.canvas.moment
    began = time.perf_counter()
    make()
    spin(lambda: painted.moment is not before)
    took = (time.perf_counter() - began) * 1000
    window.canvas.removeEventFilter(painted)
    rest(0.3)
    return took


def drop(canvas: Canvas, widget: QWidget, start: QPoint, to: QPoint) -> Callable[[], object]:
    """Carry something on the canvas from one place to another; the answer lets it go."""
    start, to = widget.mapFrom(canvas, start), widget.mapFrom(canvas, to)
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.1, 0.5, 1.0):
        QTest.mouseMove(widget, start + (to - start) * share)
    return lambda: QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=to)


def drop_tile(canvas: Canvas) -> Callable[[], object]:
    """A neuron of the strip over the first hidden layer."""
    tile = canvas.findChild(QWidget, "tile-neuron")
    return drop(canvas, tile, tile.mapTo(canvas, tile.rect().center()), canvas.node_rect(0, 0).center().toPoint())


def drop_neuron(canvas: Canvas) -> Callable[[], object]:
    """The first neuron of the first hidden layer over the second one."""
    places = [canvas.node_rect(layer, 0).center().toPoint() for layer in (0, 1)]
    return drop(canvas, canvas, *places)


def add_neuron(canvas: Canvas) -> Callable[[], object]:
    """The plus of the first hidden layer."""
    return canvas.findChild(QWidget, "layer-0-plus").click


def type_weight(canvas: Canvas) -> Callable[[], object]:
    """Another number for a weight, up to Enter."""
    edge = Edge(0, 0, 0)
    canvas.weights.open(edge)
    field = canvas.findChild(QLineEdit, "weight-value")
    field.selectAll()
    QTest.keyClicks(field, f"{np.random.default_rng().normal():.3f}")
    return lambda: QTest.keyClick(field, Qt.Key.Key_Return)


def edits() -> None:
    """From a drop, an edit or its undo to the paint that shows it."""
    for widths in EDITED:
        weights = sum(a * b for a, b in pairwise(widths))
        with window_on(project_of(widths)) as window:
            canvas = window.canvas
            makers: dict[str, Callable[[], Callable[[], object]]] = {
                "drop a tile": partial(drop_tile, canvas),
                "drop a neuron": partial(drop_neuron, canvas),
                "add a neuron": partial(add_neuron, canvas),
                "type a weight": partial(type_weight, canvas),
            }
            for what, maker in makers.items():
                made, undone = [], []
                for _ in range(8):
                    made.append(seen_ms(window, maker()))
                    undone.append(seen_ms(window, window.session.undo))
                told(f"{what}, {weights:,} weights", made, EDIT_MS)
                told(f"undo it, {weights:,} weights", undone, EDIT_MS)


def openings() -> None:
    """From a file to the paint that shows what is in it."""
    with TemporaryDirectory() as folder, window_on(project_of((2, 3, 1))) as window:
        document = window.session.document
        for widths in OPENED:
            path = Path(folder) / "saved.neuroloom"
            seen_ms(window, partial(document.load, project_of(widths), None, None))
            window.session.save(path)
            took = []
            for _ in range(3):
                seen_ms(window, partial(document.load, project_of((2, 3, 1)), None, None))
                took.append(seen_ms(window, partial(window.session.open, path)))
            told(f"open {'-'.join(map(str, widths))}", took, OPEN_MS)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=40)
    parser.add_argument("--profile", choices=("repaint", "pan", "edit", "open"))
    options = parser.parse_args()
    prepare_qt()
    application = QApplication([])
    parts: dict[str, Callable[[], None]] = {
        "repaint": lambda: repaints(options.frames),
        "pan": lambda: pans(options.frames),
        "edit": edits,
        "open": openings,
    }
    if options.profile is None:
        print(f"{'':48} {'median':>8} {'p95':>8}")
        for part in parts.values():
            part()
    else:
        profile = cProfile.Profile()
        profile.runcall(parts[options.profile])
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
    application.quit()


if __name__ == "__main__":
    main()
