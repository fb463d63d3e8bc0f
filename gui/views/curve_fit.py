"""The curves a network with one input draws, one per output, through the points it is to learn."""

from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QWidget

from core import targets
from core.arrays import Array
from core.data import Drawn, build
from core.data.drawn import HEIGHT
from core.network import Network
from core.probe.grid import curve, line_columns
from core.probe.meaning import Meaning
from core.probe.samples import spread
from core.snapshot import Snapshot
from core.specs import Project
from gui.session.sample import Kind, Sample
from gui.session.worker import Worker
from gui.views.axes import round_range
from gui.views.curve_plot import CurvePlot
from gui.views.data_view import DataView
from gui.views.points import MOST_SEEN, Dots

POINTS_ON_CURVE = 241
ROOM = 0.1
"""Above and below the values for no and yes, as a share of the way between them."""


class CurveFitView(DataView):
    """The outputs over one input; shows nothing for other data or networks."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        self.plot: CurvePlot = CurvePlot()
        super().__init__("curve-fit-view", "Curve fit", self.plot, worker, parent)
        self._draw_theme(self.theme)

    def _takes(self, project: Project) -> bool:
        return project.data is not None and build(project.data).places.shape[1] == 1

    def fits(self, network: Network) -> bool:
        """Whether this network is one for these data, which have one number per sample."""
        return self.dataset is not None and self.numbers == 1 and super().fits(network)

    def _arrange(self) -> None:
        dataset = self.dataset
        dots: list[Dots] = []
        home = self._home(np.zeros((0, 2)))
        outputs, axis = 1, "x"
        if dataset is not None and self.numbers == 1:
            outputs, axis = dataset.y.shape[1], self._axis_names()[0]
            sets: list[tuple[Kind, Array | None, Array | None]] = [
                ("training", dataset.places, dataset.y), ("test", dataset.places_test, dataset.y_test)
            ]  # fmt: skip
            dots = [_dots(kind, x, y, self.meaning) for kind, x, y in sets if x is not None and y is not None]
            points = np.concatenate([each.points for each in dots])
            is_board = self.project is not None and isinstance(self.project.data, Drawn)
            # A board stays as it is while points come.
            bottom, top = (-HEIGHT, HEIGHT) if is_board else _range(points[:, 1], self.meaning)
            home = replace(self._home(points), bottom=bottom, top=top)
        self.plot.show_meaning(self.meaning, outputs, axis)
        self.plot.show_dots(dots, home)
        self._show_mark()

    def _draw_answers(self, snapshot: Snapshot) -> None:
        extent = self.plot.extent
        line = line_columns(extent.left, extent.right, POINTS_ON_CURVE, snapshot.network.dtype)
        inputs = self.expand(line).astype(line.dtype)
        self.plot.show_answers(self.meaning.own(curve(snapshot.network, snapshot.theta, inputs)))

    def _show_meaning(self) -> None:
        self.rings.setEnabled(self.meaning.kind != "numbers")
        self._arrange()

    def _place_at(self, point: tuple[float, float]) -> Array:
        return np.array(point[:1])

    def _point_of(self, sample: Sample) -> tuple[float, float] | None:
        """At what it should come to; where that is not known, at what the network says."""
        x = float(sample.place[0])
        if sample.target is not None:
            return x, float(_heights(sample.target[np.newaxis], self.meaning)[0, 0])
        snapshot = self._fitting
        if snapshot is None:
            return None
        y = float(self.meaning.own(snapshot.network.predict(snapshot.theta, sample.x[np.newaxis])[0]).max())
        return (x, y) if np.isfinite(y) else None

    def _axis_names(self) -> tuple[str, ...]:
        return self.dataset.input_names[:1] if self.dataset is not None and self.dataset.input_names else ("x",)


def _heights(y: Array, meaning: Meaning) -> Array:
    """Where the dots of targets (samples, outputs) stand: numbers as they are, a class at its own curve's yes."""
    if meaning.kind == "numbers":
        return meaning.own(y)
    low, high = meaning.values
    if meaning.kind == "two classes":
        return targets.encode(y, low, high)
    return np.full((len(y), 1), high)


def _dots(kind: Kind, x: Array, y: Array, meaning: Meaning) -> Dots:
    """One dot per sample; of a regression with several outputs one for each of them."""
    rows = spread(len(x), MOST_SEEN)
    x, y = x[rows], y[rows]
    heights = _heights(y, meaning)
    samples, columns = heights.shape
    points = np.column_stack([np.repeat(x[:, 0], columns), heights.ravel()])
    groups = np.tile(np.arange(columns), samples) if meaning.kind == "numbers" else meaning.truth(y)
    return Dots(kind, points, groups, np.repeat(rows, columns))


def _range(heights: Array, meaning: Meaning) -> tuple[float, float]:
    """From where to where the upright axis reaches."""
    if meaning.kind == "numbers":
        finite = heights[np.isfinite(heights)]
        return round_range(float(finite.min()), float(finite.max()), most=9) if finite.size else (-1.0, 1.0)
    low, high = meaning.values
    return low - ROOM * (high - low), high + ROOM * (high - low)
