"""Neurons that come and go within a layer, with the weights of all others where they were."""

from collections.abc import Iterable
from functools import partial

from core.errors import UserError
from core.moves import NEW, Kept, Moves, Source
from core.network import Network, layer_name
from core.surgery.columns import remove_layer
from core.surgery.surgery import Surgery, in_turn, refuse_ends, refuse_output, relocked, same, unchanged


def set_units(network: Network, layer: int, units: int) -> Surgery:
    """The layer with this many units; more are added at the end, fewer taken from the end, 0 removes the layer.

    Raises UserError for the output layer, whose width follows the data, and for more units than there can be.
    """
    refuse_output(network, layer)
    if units <= 0:
        return remove_layer(network, layer)
    old = network.dense[layer].units
    if units > old:
        network.dense[layer].replace(units=units)  # refuses before an index of this length is made
    kept = tuple(range(min(units, old))) + (NEW,) * max(0, units - old)
    text = (
        f"set {layer_name(network, layer)} to {units:,} neurons"
        if abs(units - old) != 1
        else (f"{'add neuron to' if units > old else 'remove neuron from'} {layer_name(network, layer)}")
    )
    return with_units(network, layer, kept, text)


def add_unit(network: Network, layer: int) -> Surgery:
    """One more neuron at the end of the layer.

    Raises UserError for the output layer.
    """
    return set_units(network, layer, network.dense[layer].units + 1)


def remove_unit(network: Network, layer: int, unit: int) -> Surgery:
    """The layer without this neuron; the last one takes the layer along.

    Raises UserError for the output layer.
    """
    refuse_output(network, layer)
    units = network.dense[layer].units
    if units == 1:
        return remove_layer(network, layer)
    kept = tuple(index for index in range(units) if index != unit)
    return with_units(network, layer, kept, f"remove neuron from {layer_name(network, layer)}")


def remove_neurons(network: Network, neurons: Iterable[tuple[int, int]]) -> Surgery:
    """The network without these neurons (layer, unit), as one edit; a layer that loses its last one goes along.

    Raises UserError for inputs (layer -1), outputs, and neurons that are not there.
    """
    gone: dict[int, set[int]] = {}
    for layer, unit in neurons:
        refuse_ends(network, layer)
        refuse_missing(network, layer, (unit,))
        gone.setdefault(layer, set()).add(unit)
    if not gone:
        return unchanged(network)
    edits, whole = [], 0
    for layer in sorted(gone):
        units = network.dense[layer].units
        if len(gone[layer]) == units:
            edits.append(partial(remove_layer, layer=layer - whole))
            whole += 1
        else:
            kept = tuple(unit for unit in range(units) if unit not in gone[layer])
            edits.append(partial(with_units, layer=layer - whole, kept=kept, text=""))
    count, first = sum(len(units) for units in gone.values()), min(gone)
    if len(gone) == whole == 1:
        text = f"remove {layer_name(network, first)}"
    elif count == 1:
        text = f"remove neuron from {layer_name(network, first)}"
    else:
        text = f"remove {count:,} neurons"
    return in_turn(network, text, edits)


def reorder_units(network: Network, layer: int, units: tuple[int, ...], before: int) -> Surgery:
    """These neurons of the layer, in this order, put before old place `before` (the layer's width: at the end).

    All that is theirs travels along, so that the network says the same. Raises UserError for inputs, the output layer,
    and neurons that are not there.
    """
    if not 0 <= layer < len(network.dense) - 1:
        name = "inputs" if layer < 0 else "outputs"
        raise UserError(f"The {name} keep their order: the data decide it.", "Choose neurons of a hidden layer.")
    refuse_missing(network, layer, units)
    width = network.dense[layer].units
    moving = tuple(dict.fromkeys(units))
    resting = [unit for unit in range(width) if unit not in set(moving)]
    place = sum(unit < before for unit in resting)
    order = (*resting[:place], *moving, *resting[place:])
    if order == tuple(range(width)):
        return unchanged(network)
    count = "neuron" if len(moving) == 1 else f"{len(moving):,} neurons"
    return with_units(network, layer, order, f"move {count} in {layer_name(network, layer)}")


def with_units(network: Network, layer: int, kept: tuple[int, ...], text: str) -> Surgery:
    """The layer with these of its units, in this order; NEW stands for a new one."""
    dense, sources = list(network.dense), list[Source](same(network, 0))
    dense[layer] = relocked(dense[layer], units=kept)
    dense[layer + 1] = relocked(dense[layer + 1], inputs=kept)
    new = network.with_columns(dense, network.followers)
    sources[layer] = Kept(layer, tuple(range(network.widths[layer])), kept)
    sources[layer + 1] = Kept(layer + 1, kept, tuple(range(network.dense[layer + 1].units)))
    return Surgery(text, new, Moves(tuple(sources)))


def refuse_missing(network: Network, layer: int, units: Iterable[int]) -> None:
    """Raises UserError where one of the units is not one of the layer's."""
    for unit in units:
        if not 0 <= unit < network.dense[layer].units:
            raise UserError(f"{layer_name(network, layer)} has no neuron {unit + 1}.", "Choose one that is there.")
