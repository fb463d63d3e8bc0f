"""What a layer makes of the data: the samples in a plane of its space, and the bent grid of inputs."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.arrays import Array
from core.data import PointRecipe
from core.data.features import expand
from core.data.points import REACH
from core.network import DType, Network, layer_name
from core.probe.representation import Plane, layer_activations, main_plane, neuron_plane, plane_grid
from core.snapshot import Snapshot
from gui.panels.choice_field import ChoiceField, Option
from gui.session.worker import IsWanted, Worker
from gui.theme import GRID_PX, Theme
from gui.views.inside.dots import groups
from gui.views.inside.section import Section
from gui.views.inside.space_plot import SpacePlot
from gui.views.inside.subject import Look, NeuronPlace, Subject, products

FOLLOWS = "follows"
MAIN = -1
"""The choice of a main component, in the place of a neuron's number."""
GRID_LINES = 13
FINEST, COARSEST = 61, 13
GRID_PRODUCTS = 20_000_000
BOX_PX, AXIS_PX = 200, 122
MOST_LISTED = 100
"""Of a wider layer so many neurons can be chosen here, and the one that is chosen on the canvas."""


@dataclass(frozen=True, eq=False)
class _Found:
    """What is seen at one moment: None where there is none, or it is not a number.

    points (2, samples), grid (2, lines, points along each), current (2,)
    """

    plane: Plane | None
    points: Array
    grid: Array | None
    current: Array | None


class RepresentationSection(Section):
    """Follows the chosen neuron's layer, unless another one is chosen here."""

    chosen = Signal(str, int)
    """A person chose this sample: (kind, row)."""

    def __init__(self, subject: Subject, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__("inside-representation", "What the layer makes of the data", subject, worker, parent=parent)
        self.layer_field = ChoiceField(
            "representation-layer", "Layer", "The layer in whose space the samples are shown.", BOX_PX
        )
        self.across_field = ChoiceField("representation-across", "Across", "What the lying axis is.", AXIS_PX)
        self.up_field = ChoiceField("representation-up", "Up", "What the upright axis is.", AXIS_PX)
        self.plot = SpacePlot()
        axes = QHBoxLayout()
        axes.setSpacing(2 * GRID_PX)
        axes.addWidget(self.across_field)
        axes.addWidget(self.up_field)
        self.column.addWidget(self.layer_field)
        self.column.addLayout(axes)
        self.column.addWidget(self.plot)
        self.column.addWidget(self.words)
        self.column.setSpacing(GRID_PX // 2)
        self._layer: object = FOLLOWS
        self._axes = [MAIN, MAIN]
        self._plane: Plane | None = None
        self._plane_for: tuple[object, ...] = ()
        self._look: Look | None = None
        self._choices_for: tuple[object, ...] = ()
        self.layer_field.chosen.connect(self._on_layer)
        self.across_field.chosen.connect(lambda value: self._on_axis(0, value))
        self.up_field.chosen.connect(lambda value: self._on_axis(1, value))
        self.plot.chosen.connect(self._on_chosen)

    def _on_layer(self, layer: object) -> None:
        self._layer, self._axes = layer, [MAIN, MAIN]
        self.refresh()

    def _on_axis(self, axis: int, value: object) -> None:
        assert isinstance(value, int)
        before, self._axes[axis] = self._axes[axis], value
        other = self._axes[1 - axis]
        if value == MAIN:
            other = MAIN
        elif other == MAIN:  # a neuron stands beside a neuron
            other = 0 if value else 1
        elif other == value:  # and beside another one
            other = before
        self._axes[1 - axis] = other
        self.refresh()

    def _on_chosen(self, place: int) -> None:
        if self._look is not None:
            self.chosen.emit(self.subject.kind, int(self._look.rows[place]))

    def _draw_theme(self, theme: Theme) -> None:
        self.plot.show_theme(theme)
        self.refresh()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network, subject = snapshot.network, self.subject
        layer = self._shown_layer(network)
        units = network.widths[layer + 1]
        if any(axis >= units for axis in self._axes) or units == 1:
            self._axes = [MAIN, MAIN]
        self._show_choices(network, layer, units)
        look = self._look = subject.look(snapshot)
        if look is None:
            self.asking.forget()
            self.plot.hide()
            self._say("No data to show: choose a data set.")
            return
        self.plot.show()
        last = self._plane if self._plane_for == (layer, units, subject.dataset, subject.kind) else None
        axes, column, inputs = tuple(self._axes), subject.current(snapshot), self._grid(network)

        def find(is_wanted: IsWanted) -> _Found:
            return _find(look, layer, axes, last, column, inputs)

        def show(found: _Found) -> None:
            if found.plane is None:
                self._show_nothing("What this layer says is not a number.")
                return
            if found.plane.shares is not None:
                self._plane, self._plane_for = found.plane, (layer, units, subject.dataset, subject.kind)
            assert subject.dataset is not None
            colours = groups(subject.dataset, look.targets, self.theme)
            names, kind = self._names(network, layer, found.plane), (layer, units, *axes)
            self.plot.show_points(found.points, colours, found.grid, names, found.current, kind)
            self._say(self._said(look, units, found.grid is not None))

        about = (layer, axes, subject.kind, subject.dataset, subject.sample, self.theme)
        cost = look.products + units * units * min(len(look.rows), units)
        cost += 0 if inputs is None else inputs.shape[1] * products(network)
        self.asking.ask(snapshot, about, cost, find, show)

    def _shown_layer(self, network: Network) -> int:
        if isinstance(self._layer, int) and self._layer < len(network.dense):
            return self._layer
        self._layer = FOLLOWS
        return self.subject.neuron_in(network).layer

    def _show_choices(self, network: Network, layer: int, units: int) -> None:
        neuron = self.subject.neuron_in(network)
        listed = list(range(min(units, MOST_LISTED))) if units > 1 else []
        if neuron.layer == layer and neuron.unit >= MOST_LISTED:
            listed.append(neuron.unit)
        listed += [axis for axis in self._axes if axis >= MOST_LISTED and axis not in listed]
        key = (network, self.subject.project, layer, neuron.layer, self._layer, tuple(listed), tuple(self._axes))
        if key == self._choices_for:
            return
        self._choices_for = key
        options = [
            Option(
                FOLLOWS,
                f"chosen: {layer_name(network, neuron.layer)}",
                "The layer of the neuron that is chosen on the canvas.",
            ),
            Option(-1, "Inputs", "The samples as the network is given them."),
            *(
                Option(place, layer_name(network, place), f"{own.units:,} neurons.")
                for place, own in enumerate(network.dense)
            ),
        ]
        self.layer_field.show_choice(options, self._layer)
        kind = "input" if layer < 0 else "neuron"
        name = self.subject.name_in
        names = [(unit, name(network, NeuronPlace(layer, unit))) for unit in listed]
        for axis, field in enumerate((self.across_field, self.up_field)):
            neurons = [Option(unit, text, f"What this {kind} says.") for unit, text in names]
            main = Option(
                MAIN,
                f"direction {axis + 1}",
                "Of the plane in which the samples differ most (the two main components).",
            )
            field.show_choice([main, *neurons], self._axes[axis])
            field.setEnabled(units > 1)

    def _grid(self, network: Network) -> Array | None:
        """The lines of the input plane as the network is given them, (inputs, 2 lines points); None: it is no plane."""
        project = self.subject.project
        data = None if project is None else project.data
        if not isinstance(data, PointRecipe) or not data.is_planar:
            return None
        points = int(np.clip(GRID_PRODUCTS // (2 * GRID_LINES * products(network)), COARSEST, FINEST))
        return _grid_columns(data.features, points, network.dtype)

    def _names(self, network: Network, layer: int, plane: Plane) -> tuple[str, str]:
        if plane.shares is None:
            across, up = (self.subject.name_in(network, NeuronPlace(layer, axis)) for axis in self._axes)
            return across, up
        across, up = (f"{100.0 * share:.0f} % of the spread" for share in plane.shares)
        return f"main direction 1: {across}", f"main direction 2: {up}"

    def _said(self, look: Look, units: int, has_grid: bool) -> str:
        said = f"{self.subject.counted(len(look.rows), look.of)}."
        said = said[0].upper() + said[1:]
        if units == 1:
            said += " A single neuron: all of them lie on one line."
        if has_grid:
            said += " Grey: the straight grid of (x₁, x₂) from \N{MINUS SIGN}6 to 6, as the layer bends it."
        return said

    def _show_nothing(self, why: str) -> None:
        self.plot.show_nothing(why)
        self._say("")

    def _say(self, text: str) -> None:
        if text != self.words.text():
            self.words.setText(text)


@lru_cache(maxsize=4)
def _grid_columns(features: tuple[str, ...], points: int, dtype: DType) -> Array:
    return expand(features, plane_grid(-REACH, REACH, GRID_LINES, points), dtype)


@np.errstate(all="ignore")  # training that ran away is shown, too
def _find(
    look: Look, layer: int, axes: tuple[int, ...], last: Plane | None, column: Array | None, inputs: Array | None
) -> _Found:
    """Where samples, current sample (inputs, 1) and grid (inputs, points) lie in the plane of these axes."""
    network, theta = look.snapshot.network, look.snapshot.theta
    values = look.columns if layer < 0 else look.activations[layer]
    plane = None
    if np.isfinite(values).all():
        plane = main_plane(values, last) if axes[0] == MAIN else neuron_plane(len(values), *axes)
    if plane is None:
        return _Found(None, np.zeros((2, 0)), None, None)

    def seen(columns: Array | None) -> Array | None:
        found = None if columns is None else plane(layer_activations(network, theta, columns, layer))
        return found if found is not None and np.isfinite(found).all() else None

    current, grid = seen(column), seen(inputs)
    return _Found(
        plane,
        plane(values),
        None if grid is None else grid.reshape(2, 2 * GRID_LINES, -1),
        None if current is None else current[:, 0],
    )
