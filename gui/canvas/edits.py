"""The edits that the canvas can make, as values decided before anything changes."""

from collections.abc import Callable

from core.errors import UserError
from core.layers import Dropout, Follower
from core.network import Network, layer_name
from core.surgery import Surgery, add_follower, add_unit, insert_layer, remove_unit, set_follower, set_units
from gui.canvas.followers import rate_of
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
        return set_units(network, layer, (network.dense[layer].units if units is None else units) + more)

    return edit


def inserted_layer(before: int) -> Edit:
    """A layer of one neuron before layer `before`."""
    return lambda network: insert_layer(network, before)


def added_somewhere(network: Network, chosen: int | None) -> Edit:
    """One more neuron in the chosen layer if it is hidden, else in the last hidden one, else in a new layer."""
    hidden = len(network.dense) - 1
    if chosen is not None and 0 <= chosen < hidden:
        return added_unit(chosen)
    return added_unit(hidden - 1) if hidden else inserted_layer(0)


def added_follower(layer: int, follower: Follower) -> Edit:
    """A layer without neurons after this column. A second one of its kind refuses: it would add nothing."""

    def edit(network: Network) -> Surgery:
        surgery = add_follower(network, layer, follower)
        if any(type(other) is type(follower) for other in network.followers[layer + 1]):
            is_dropout = isinstance(follower, Dropout)
            name = "the inputs" if layer == INPUTS else layer_name(network, layer)
            raise UserError(
                f"There is {'dropout' if is_dropout else 'a batch normalization'} after {name} already.",
                "Click its pill to change or remove it.",
            )
        return surgery

    return edit


def changed_follower(layer: int, place: int, follower: Follower | None) -> Edit:
    """The layer without neurons at this place with other settings; None: gone."""
    return lambda network: set_follower(network, layer, place, follower)


def typed_rate(layer: int, place: int, text: str) -> Edit:
    """The dropout at this place with a rate typed in percent; what cannot be one refuses."""

    def edit(network: Network) -> Surgery:
        return set_follower(network, layer, place, network.followers[layer + 1][place].replace(rate=rate_of(text)))

    return edit


def followed_somewhere(network: Network, chosen: int | None, follower: Follower) -> Edit:
    """A layer without neurons after the chosen column if it is not the output, else after the last hidden one."""
    last_hidden = len(network.dense) - 2
    return added_follower(last_hidden if chosen is None or chosen > last_hidden else chosen, follower)


def _refuse_inputs(layer: int) -> None:
    if layer == INPUTS:
        raise UserError(
            "The inputs keep their number: the data decide it.",
            "Choose other data, for points other features, or change a hidden layer.",
        )
