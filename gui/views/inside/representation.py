"""What a layer makes of the data: the samples in a plane of its space, and the bent grid of inputs."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.arrays import Array
from core.data import Points
from core.data.points import REACH
from core.network import Network, layer_name
from core.probe.representation import Plane, layer_activations, main_plane, neuron_plane, plane_grid
from core.snapshot import Snapshot
from gui.panels.form import ChoiceField, Option
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


class RepresentationSection(Section):
    """Follows the chosen neuron's layer, unless another one is chosen here."""

    chosen = Signal(str, int)
    """A person chose this sample: (kind, row)."""

    def __init__(self, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__("inside-representation", "What the layer makes of the data", subject, parent)
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
        self._axes[axis] = value
        if value == MAIN:
            self._axes = [MAIN, MAIN]
        elif self._axes[1 - axis] == MAIN:  # a neuron stands beside a neuron
            self._axes[1 - axis] = 0 if value else 1
        self.refresh()

    def _on_chosen(self, place: int) -> None:
        if self._look is not None:
            self.chosen.emit(self.subject.kind, int(self._look.rows[place]))

    def _draw_theme(self, theme: Theme) -> None:
        self.plot.show_theme(theme)
        self.refresh()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network = snapshot.network
        layer = self._shown_layer(network)
        units = network.widths[layer + 1]
        if any(axis >= units for axis in self._axes) or units == 1:
            self._axes = [MAIN, MAIN]
        self._show_choices(network, layer, units)
        look = self._look = self.subject.look(snapshot)
        if look is None:
            self._show_nothing("No data to show: choose a data set that fits the network.")
            return
        values = look.columns if layer < 0 else look.activations[layer]
        plane = self._plane_of(values, network, layer, units)
        if plane is None or not np.isfinite(values).all():
            self._show_nothing("What this layer says is not a number.")
            return
        data, column = self.subject.dataset, self.subject.current(snapshot)
        assert data is not None
        current = None
        if column is not None:
            found = plane(layer_activations(network, snapshot.theta, column, layer))[:, 0]
            current = found if np.isfinite(found).all() else None
        grid = self._grid(snapshot, plane, layer)
        names = self._names(network, layer, plane)
        kind = (layer, units, *self._axes)
        self.plot.show_points(plane(values), groups(data, look.targets, self.theme), grid, names, current, kind)
        self.words.setText(self._said(look, units, grid is not None))

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
            main = Option(MAIN, f"component {axis + 1}", "A direction along which the samples differ most.")
            field.show_choice([main, *neurons], self._axes[axis])
            field.setEnabled(units > 1)

    def _plane_of(self, values: Array, network: Network, layer: int, units: int) -> Plane | None:
        if self._axes[0] != MAIN:
            return neuron_plane(units, *self._axes)
        key = (layer, units, self.subject.dataset, self.subject.kind)
        self._plane = main_plane(values, self._plane if key == self._plane_for else None)
        self._plane_for = key
        return self._plane

    def _grid(self, snapshot: Snapshot, plane: Plane, layer: int) -> Array | None:
        project, network = self.subject.project, snapshot.network
        data = None if project is None else project.data
        if not isinstance(data, Points) or not data.is_planar:
            return None
        points = int(np.clip(GRID_PRODUCTS // (2 * GRID_LINES * products(network)), COARSEST, FINEST))
        columns = data.expand(plane_grid(-REACH, REACH, GRID_LINES, points), network.dtype)
        bent = plane(layer_activations(network, snapshot.theta, columns, layer))
        return bent.reshape(2, 2 * GRID_LINES, points) if np.isfinite(bent).all() else None

    def _names(self, network: Network, layer: int, plane: Plane) -> tuple[str, str]:
        if plane.shares is None:
            across, up = (self.subject.name_in(network, NeuronPlace(layer, axis)) for axis in self._axes)
            return across, up
        across, up = (f"{100.0 * share:.0f} % of the spread" for share in plane.shares)
        return f"component 1: {across}", f"component 2: {up}"

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
        self.words.setText("")
