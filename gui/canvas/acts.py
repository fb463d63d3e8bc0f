"""What the canvas' commands do with what is selected."""

from collections.abc import Callable

from core.network import Network
from core.surgery import Surgery
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.drawn.labels import Labels
from gui.canvas.editing import EditedNetwork
from gui.canvas.edits import moved_layer, new_ones, next_ones, removed, reordered, sized
from gui.session.things import Neuron, Selection, neurons_of

Choose = Callable[[Surgery], Selection]
"""What is selected after an edit."""


def remove_selected(canvas: EditedNetwork) -> None:
    """Take the selected neurons away, all in one step; of an input that is a feature, the feature."""
    neurons = neurons_of(canvas.selection)
    if canvas.chosen_feature is not None and len(neurons) == 1:
        canvas.switch_feature(canvas.chosen_feature, False)
    elif neurons and canvas.arrangement is not None and canvas.is_in_step:
        network = canvas.arrangement.network
        gone = _gone(network, canvas.content.labels, neurons[0]) if len(neurons) == 1 else ""
        canvas.edit(removed(neurons), next_ones(network, neurons))
        if not canvas.is_in_step:  # it was not refused
            canvas.explaining.close()  # what is selected next was not asked about
            if gone:
                canvas.noticed.emit(gone)


def remove_layer(canvas: EditedNetwork) -> None:
    """Take the chosen thing's hidden layer away."""
    layer = hidden_layer(canvas)
    if layer is not None and canvas.arrangement is not None and canvas.is_in_step:
        network = canvas.arrangement.network
        neurons = [Neuron(layer, unit) for unit in range(network.dense[layer].units)]
        canvas.edit(removed(neurons), next_ones(network, neurons))


def _gone(network: Network, labels: Labels, neuron: Neuron) -> str:
    """That this neuron goes, and what is called as it was from then on; empty where its layer goes along."""
    if neuron.layer == INPUTS or network.dense[neuron.layer].units == 1:
        return ""
    name = labels.neuron(network, neuron.layer, neuron.unit)
    has_own_names = bool(network.dense[neuron.layer].unit_names)
    if has_own_names or neuron.unit == network.dense[neuron.layer].units - 1:
        return f"{name} is removed."
    after = labels.neuron(network, neuron.layer, neuron.unit + 1)
    return f"{name} is removed. What was {after} is called {name} now."


def size_chosen(canvas: EditedNetwork, more: int) -> None:
    """So many neurons more in the chosen neuron's layer; where the chosen one goes, the one before it is chosen."""
    if canvas.chosen is None or canvas.arrangement is None or not canvas.has_same_layers:
        return
    (layer, unit), network = canvas.chosen, canvas.arrangement.network
    choose: Choose | None = new_ones if more > 0 else None
    if more < 0 and layer != INPUTS and unit >= network.dense[layer].units + more:
        choose = next_ones(network, [Neuron(layer, unit)])
    canvas.edit(sized(layer, more=more), choose)


def select_layer(canvas: EditedNetwork, layer: int, adds: bool = False) -> None:
    """Select all neurons of a layer; `adds`: besides what is selected."""
    if canvas.arrangement is not None:
        neurons = frozenset(Neuron(layer, unit) for unit in range(canvas.arrangement.column(layer).units))
        before = canvas.selection if adds else frozenset()
        chosen = canvas.chosen_thing if canvas.chosen_thing in neurons | before else None
        canvas.select(before | neurons, chosen or Neuron(layer, 0))


def select_all(canvas: EditedNetwork) -> None:
    """Select all hidden neurons."""
    if canvas.arrangement is not None:
        hidden = canvas.arrangement.network.dense[:-1]
        neurons = [Neuron(layer, unit) for layer, dense in enumerate(hidden) for unit in range(dense.units)]
        canvas.select(frozenset(neurons), canvas.chosen_thing if canvas.chosen_thing in neurons else neurons[0])


def has_hidden(canvas: EditedNetwork) -> bool:
    """Whether there is a hidden layer."""
    return canvas.arrangement is not None and len(canvas.arrangement.network.dense) > 1


def hidden_layer(canvas: EditedNetwork) -> int | None:
    """The hidden layer that the chosen thing is in; None: in none."""
    chosen, drawn = canvas.chosen_thing, canvas.arrangement
    if chosen is None or drawn is None or not INPUTS < chosen.layer < len(drawn.network.dense) - 1:
        return None
    return chosen.layer


def whole_layer(canvas: EditedNetwork) -> int | None:
    """The layer whose neurons, and nothing else, are selected; None: there is none."""
    neurons = neurons_of(canvas.selection)
    layers = {thing.layer for thing in canvas.selection}
    if canvas.arrangement is None or len(layers) != 1 or len(neurons) != len(canvas.selection):
        return None
    layer = layers.pop()
    return layer if len(neurons) == canvas.arrangement.column(layer).units else None


def units_of_chosen(canvas: EditedNetwork) -> tuple[int, ...]:
    """The selected neurons of the chosen neuron's layer, in order."""
    if canvas.chosen is None:
        return ()
    return tuple(neuron.unit for neuron in neurons_of(canvas.selection) if neuron.layer == canvas.chosen[0])


def shift_neurons(canvas: EditedNetwork, way: int) -> None:
    """Move the selected neurons of the chosen one's layer one place down, or up where `way` is below 0."""
    units = units_of_chosen(canvas)
    if canvas.chosen is None or canvas.arrangement is None or not canvas.is_in_step:
        return
    layer = canvas.chosen[0]
    others = [unit for unit in range(canvas.arrangement.column(layer).units) if unit not in units]
    above = sum(unit < units[0] for unit in others)
    place = above - 1 if way < 0 else sum(unit < units[-1] for unit in others) + 1
    if 0 <= place <= len(others):
        before = others[place] if place < len(others) else canvas.arrangement.column(layer).units
        canvas.edit(reordered(layer, units, before))


def shift_layer(canvas: EditedNetwork, way: int) -> None:
    """Move the chosen layer one place to the right, or to the left where `way` is below 0."""
    if canvas.chosen_thing is None or canvas.arrangement is None or not canvas.is_in_step:
        return
    layer, last = canvas.chosen_thing.layer, len(canvas.arrangement.network.dense) - 1
    if layer in (INPUTS, last) or 0 <= layer + way < last:
        canvas.edit(moved_layer(layer, layer + 2 if way > 0 else layer - 1))
