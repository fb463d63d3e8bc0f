"""The edits that the canvas can make, as values decided before anything changes."""

from collections.abc import Callable

from core.errors import UserError
from core.network import Network
from core.surgery import Surgery, add_unit, insert_layer, remove_unit, set_units
from gui.canvas.geometry import INPUTS

Edit = Callable[[Network], Surgery]


def added_unit(layer: int) -> Edit:
    """One more neuron there; inputs refuse."""

    def edit(network: Network) -> Surgery:
        _refuse_inputs(layer)
        return add_unit(network, layer)

    return edit


def removed_unit(layer: int, unit: int) -> Edit:
    """This neuron gone; inputs refuse."""

    def edit(network: Network) -> Surgery:
        _refuse_inputs(layer)
        return remove_unit(network, layer, unit)

    return edit


def sized(layer: int, units: int | None = None, more: int = 0) -> Edit:
    """The layer with this many neurons; without a number, with `more` than it has. Inputs refuse."""

    def edit(network: Network) -> Surgery:
        _refuse_inputs(layer)
        return set_units(network, layer, (network.layers[layer].units if units is None else units) + more)

    return edit


def inserted_layer(before: int) -> Edit:
    """A layer of one neuron before layer `before`."""
    return lambda network: insert_layer(network, before)


def added_somewhere(network: Network, chosen: int | None) -> Edit:
    """One more neuron in the chosen layer if it is hidden, else in the last hidden one, else in a new layer."""
    hidden = len(network.layers) - 1
    if chosen is not None and 0 <= chosen < hidden:
        return added_unit(chosen)
    return added_unit(hidden - 1) if hidden else inserted_layer(0)


def _refuse_inputs(layer: int) -> None:
    if layer == INPUTS:
        raise UserError(
            "The inputs keep their number: the data decide it.", "Choose other data, or change a hidden layer."
        )
