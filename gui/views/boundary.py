"""The decision map: what a network answers at every place of a plane through its inputs, with the data on top."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QHideEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array
from core.data import Dataset, Points, Table
from core.network import DType, Network
from core.probe.extent import Extent
from core.probe.grid import affordable_size, boundary
from core.probe.neuron_line import given_by, line_of
from core.probe.plane import Plane, fine_boundary, plane_columns, plane_of_components, plane_of_inputs
from core.probe.samples import spread
from core.snapshot import Snapshot
from core.specs import Project
from core.weight_names import unit_in_words
from gui.menus import Menu
from gui.panels.tab_order import let_tab_follow
from gui.session.sample import Kind, Sample
from gui.session.worker import IsWanted, Worker
from gui.views.colouring import Colouring, dot_groups, scale_of
from gui.views.data_view import UNKNOWN, DataView
from gui.views.decision_map import PLANE, DecisionMap
from gui.views.plane_chooser import PlaneChooser
from gui.views.points import MOST_SEEN, Dots

FINE = 300
"""How fine the map is once nothing moves any more."""
FINE_PRODUCTS = 4e9
"""What that may cost: a second or so of the worker's time."""
MOST_NUMBERS = 4_000_000
"""A grid of very many inputs is coarser, so that it does not hold more numbers than these."""
QUICK_PRODUCTS = 30_000_000
"""The main components are found at once where that takes some milliseconds only; else by the worker."""


@dataclass(frozen=True, eq=False)
class _Seen:
    """A plane, and the samples as they are seen on it: (samples, 2) each, of very many samples only some."""

    plane: Plane
    training: Array
    test: Array | None


class BoundaryView(DataView):
    """The map over (x1, x2), or over a plane through more inputs; shows nothing for other data or networks."""

    plot: DecisionMap

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        self.map = DecisionMap(Colouring(UNKNOWN, scale_of(UNKNOWN)))
        super().__init__("boundary-view", "Decision boundary", self.map, worker, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._chooser: PlaneChooser | None = None
        self._discrete = self._act(
            "discrete", "Decided answer only", "Without shades: the class that is decided, or bands of numbers."
        )
        self._discrete.setCheckable(True)
        self._discrete.toggled.connect(self._colour)
        self._outputs = Menu("Output shown", self)
        self._output_group = QActionGroup(self)
        self.menu.insertAction(self.rings, self._discrete)
        self.menu.insertMenu(self.rings, self._outputs)
        self._plane_asker = QObject(self)
        self._seen: _Seen | None = None
        self._chosen: tuple[int, int] | None = None
        self._chosen_output = 0
        self._grid: tuple[tuple[Plane, Extent, int, DType], Array] | None = None
        self._show_outputs()
        self._arrange()
        self._draw_theme(self.theme)

    @property
    def chooser(self) -> PlaneChooser:
        """What chooses the plane through more than two inputs; made for the first data that have so many."""
        if self._chooser is None:
            self._chooser = PlaneChooser()
            column = self.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(1, self._chooser)
            let_tab_follow(self.title, self._chooser)
            self._chooser.show_sample(self._sample)
            self._chooser.changed.connect(self._on_plane)
        return self._chooser

    # The line of a neuron --------------------------------------------------------------------------------------------

    def show_chosen(self, chosen: tuple[int, int] | None) -> None:
        """The chosen neuron (layer, unit): one of the first layer shows its line; None: no neuron is chosen."""
        self._chosen = chosen
        self._show_line()

    @property
    def chosen_unit(self) -> int | None:
        """The unit of the first layer whose line is shown; None: no line is."""
        snapshot, chosen = self.snapshot, self._chosen
        if snapshot is None or chosen is None or self.project is None or given_by(self.project.data) is None:
            return None
        layer, unit = chosen
        network = snapshot.network
        is_fed_by_both = layer == 0 and network.inputs == 2 and unit < network.dense[0].units
        return unit if is_fed_by_both else None

    def _show_line(self) -> None:
        unit, snapshot, project = self.chosen_unit, self.snapshot, self.project
        if unit is None or snapshot is None or project is None:
            self.map.show_line(None, "")
        else:
            given = given_by(project.data)
            assert given is not None
            line = line_of(snapshot.network, snapshot.theta, unit, given)
            self.map.show_line(line, unit_in_words(project, 0, unit))

    # The data --------------------------------------------------------------------------------------------------------

    def show_sample(self, sample: Sample | None) -> None:
        """Mark the current sample; where the other inputs follow it, show the plane through it."""
        if self._chooser is not None:
            self._chooser.show_sample(sample)
        super().show_sample(sample)

    def _takes(self, project: Project) -> bool:
        return project.data is not None

    def _arrange(self) -> None:
        dataset, table = self.dataset, self._table
        self.worker.give_up(self._plane_asker)
        self._seen = None  # it was a plane of other data
        has_choice = self.numbers > 2
        self._show_heading()
        if has_choice or self._chooser is not None:
            self.chooser.setVisible(has_choice)
            self.chooser.show_data(dataset if has_choice else None, () if table is None else table.features)
        self._show_outputs()
        self._show_plane()

    def _show_plane(self) -> None:
        """The plane that is wanted, with the samples on it; the components of much data come later."""
        dataset = self.dataset
        if dataset is None:
            self._show_seen(_Seen(plane_of_inputs(0, 1, np.zeros(2), PLANE), np.zeros((0, 2)), None))
        elif self.numbers == 2:
            is_of_points = self.project is not None and isinstance(self.project.data, Points)
            self._show_seen(
                _seen(plane_of_inputs(0, 1, np.zeros(2), PLANE if is_of_points else dataset.input_names), dataset)
            )
        elif self.numbers < 2:
            self._show_seen(None)
        elif self.chooser.plane is not None:
            self._show_seen(_seen(self.chooser.plane, dataset))
        else:
            self._ask_for_components(dataset)

    @property
    def _table(self) -> Table | None:
        """The table whose rows are shown; None: they are of other data."""
        data = None if self.project is None else self.project.data
        return data if isinstance(data, Table) and self.dataset is not None else None

    def _ask_for_components(self, dataset: Dataset) -> None:
        # In their own units the numbers of a table could not be compared: grams would outweigh centimetres.
        factor = None if self._table is None else self._table.prepared.fitted.factor

        def find(is_wanted: IsWanted) -> _Seen | None:
            plane = plane_of_components(dataset.places, is_wanted, factor)
            return None if plane is None else _seen(plane, dataset)

        rows, numbers = dataset.places.shape
        if rows * numbers**2 <= QUICK_PRODUCTS:
            self._show_seen(find(lambda: True))
        else:
            self._show_seen(None)
            self.worker.ask(self._plane_asker, find, self._on_components)

    def _on_components(self, seen: _Seen) -> None:
        if self._is_arranged:  # else there are other data by now
            self._show_seen(seen)
            self._catch_up()

    def _show_seen(self, seen: _Seen | None) -> None:
        self._seen = seen
        dots: list[Dots] = []
        home = self._home(np.zeros((0, 2)))
        if seen is not None and self.dataset is not None:
            sets: list[tuple[Kind, Array | None, Array | None]] = [
                ("training", seen.training, self.dataset.y), ("test", seen.test, self.dataset.y_test)
            ]  # fmt: skip
            scale = scale_of(self.meaning, self._output)
            for kind, points, y in sets:
                if points is not None and y is not None:
                    rows = spread(len(y), MOST_SEEN)
                    groups = dot_groups(self.meaning, scale, y[rows], self._output)
                    dots.append(Dots(kind, points, groups, rows))
            everything = seen.training if seen.test is None else np.concatenate([seen.training, seen.test])
            home = self._home(everything, is_even=seen.plane.axes is None)
        self.map.show_axes(PLANE if seen is None else seen.plane.names)
        self.map.show_dots(dots, home)
        if seen is None:
            self.map.show_answers(None)
        self._show_mark()

    def _on_plane(self, has_other_axes: bool) -> None:
        if has_other_axes:
            self._show_plane()
        elif self._seen is not None and self.chooser.plane is not None:
            self._seen = _Seen(self.chooser.plane, self._seen.training, self._seen.test)
        self._catch_up()

    # What the network says -------------------------------------------------------------------------------------------

    def _draw_project(self, project: Project) -> None:
        super()._draw_project(project)
        self._show_line()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        self._show_line()
        super()._draw_snapshot(snapshot)

    def _draw_answers(self, snapshot: Snapshot) -> None:
        if self._seen is None:
            return
        network, plane, extent = snapshot.network, self._seen.plane, self.map.extent
        grid = self._grid_of(network, plane, extent)
        self.map.show_answers(boundary(network, snapshot.theta, grid))
        self.worker.give_up(self)
        quick = round(grid.shape[1] ** 0.5)
        fine = affordable_size(network, FINE, quick, FINE_PRODUCTS)
        if not snapshot.is_playing and fine > quick:
            expand, theta = self.expand, snapshot.theta

            def find(is_wanted: IsWanted) -> Array | None:
                return fine_boundary(network, theta, plane, extent, fine, expand, is_wanted)

            self.worker.ask(self, find, self.map.show_answers)

    def _grid_of(self, network: Network, plane: Plane, extent: Extent) -> Array:
        """What the network is given at the places of the map, as long as it is the same."""
        numbers = max(network.inputs, plane.origin.size)
        size = min(affordable_size(network), max(20, int((MOST_NUMBERS / numbers) ** 0.5)))
        key = plane, extent, size, network.dtype
        if self._grid is None or self._grid[0] != key:
            places = plane_columns(plane, extent, size)
            self._grid = key, np.asarray(self.expand(places), network.dtype)
        return self._grid[1]

    def _show_meaning(self) -> None:
        self.rings.setEnabled(self.meaning.kind != "numbers")
        self._show_heading()
        self._colour()
        if self._is_arranged:  # else it is still the plane of other data
            self._show_seen(self._seen)

    def _show_heading(self) -> None:
        flat = "Network output" if self.meaning.kind == "numbers" else "Decision boundary"
        self.title.heading.setText(flat if self.numbers <= 2 else "Map")

    def _colour(self) -> None:
        scale = scale_of(self.meaning, self._output)
        self.map.show_colouring(Colouring(self.meaning, scale, self._discrete.isChecked(), self._output))

    @property
    def _output(self) -> int:
        return self._chosen_output if self.meaning.kind == "numbers" else 0

    def _show_outputs(self) -> None:
        """Offer the outputs of a regression, where there are several."""
        count = 1 if self.dataset is None or self.meaning.kind != "numbers" else self.dataset.y.shape[1]
        if self._chosen_output >= count:
            self._choose_output(0)
        if len(self._outputs.actions()) != count:
            self._outputs.clear()
            for output in range(count):
                action = QAction(f"Output {output + 1}", self._output_group)
                action.setObjectName(f"boundary-view-output-{output + 1}")
                action.setCheckable(True)
                action.setChecked(output == self._chosen_output)
                action.triggered.connect(lambda _checked=False, output=output: self._choose_output(output))
                self._outputs.addAction(action)
        self._outputs.menuAction().setVisible(count > 1)

    def _choose_output(self, output: int) -> None:
        self._chosen_output = output
        self._show_meaning()
        self._catch_up()

    # Places ----------------------------------------------------------------------------------------------------------

    def _place_at(self, point: tuple[float, float]) -> Array | None:
        if self._seen is None:
            return None
        place: Array = self._seen.plane.places(np.array(point)[:, np.newaxis])[:, 0]
        return place

    def _point_of(self, sample: Sample) -> tuple[float, float] | None:
        if self._seen is None:
            return None
        x, y = self._seen.plane.points(sample.place[np.newaxis])[0].tolist()
        return x, y

    def _axis_names(self) -> tuple[str, ...]:
        if self._seen is None:
            return PLANE
        plane = self._seen.plane
        return plane.names if plane.axes is not None else tuple(name.split(" (")[0] for name in plane.names)

    def hideEvent(self, event: QHideEvent) -> None:
        """The panel goes along."""
        super().hideEvent(event)
        if self._chooser is not None:
            self._chooser.panel.hide()


def _seen(plane: Plane, dataset: Dataset) -> _Seen:
    training, test = dataset.places, dataset.places_test
    return _Seen(
        plane,
        plane.points(training[spread(len(training), MOST_SEEN)]),
        None if test is None else plane.points(test[spread(len(test), MOST_SEEN)]),
    )
