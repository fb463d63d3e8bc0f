"""What the canvas can do to a network, as operations decided before anything changes."""

from collections.abc import Callable, Collection

from core.errors import UserError
from core.layers import Dropout, Follower
from core.network import Network, layer_name
from core.surgery import (
    Surgery,
    add_follower,
    add_unit,
    duplicate_layer,
    insert_layer,
    move_layer,
    move_units,
    remove_neurons,
    rename_layer,
    rename_unit,
    reorder_units,
    set_follower,
    set_units,
)
from gui.canvas.drawn.followers import rate_of
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.following import born
from gui.session.things import Neuron, Selection

Operation = Callable[[Network], Surgery]

NEW_UNITS = 4
"""How many neurons a layer from the strip of parts has."""


def added_unit(layer: int) -> Operation:
    """One more neuron there; inputs refuse."""

    def operation(network: Network) -> Surgery:
        _refuse_inputs(layer)
        return add_unit(network, layer)

    return operation


def removed(neurons: Collection[Neuron]) -> Operation:
    """These neurons gone, all or none; both ends refuse."""
    return lambda network: remove_neurons(network, [(neuron.layer, neuron.unit) for neuron in neurons])


def reordered(layer: int, units: tuple[int, ...], before: int) -> Operation:
    """These neurons before another one of their layer; both ends refuse."""

    def operation(network: Network) -> Surgery:
        if not INPUTS < layer < len(network.dense) - 1:
            name = "inputs" if layer == INPUTS else "outputs"
            raise UserError(f"The {name} keep their order: the data decide it.", "Reorder a hidden layer.")
        return reorder_units(network, layer, units, before)

    return operation


def moved_units(layer: int, units: tuple[int, ...], onto: int, before: int) -> Operation:
    """These neurons of one layer in another one, before this neuron there; both ends refuse."""
    return lambda network: move_units(network, layer, units, onto, before)


def moved_layer(layer: int, before: int) -> Operation:
    """This layer before another one; both ends refuse."""
    return lambda network: move_layer(network, layer, before)


def sized(layer: int, units: int | None = None, more: int = 0) -> Operation:
    """The layer with this many neurons; without a number, with `more` than it has. Inputs refuse."""

    def operation(network: Network) -> Surgery:
        _refuse_inputs(layer)
        return set_units(network, layer, (network.dense[layer].units if units is None else units) + more)

    return operation


def renamed_layer(layer: int, name: str | None) -> Operation:
    """The layer with this name; None: its place says it."""
    return lambda network: rename_layer(network, layer, name)


def renamed_unit(layer: int, unit: int, name: str | None) -> Operation:
    """The neuron with this name; None: its place says it."""
    return lambda network: rename_unit(network, layer, unit, name)


def duplicated_layer(layer: int) -> Operation:
    """The layer once more, right after it; both ends refuse."""
    return lambda network: duplicate_layer(network, layer)


def inserted_layer(before: int, units: int = 1) -> Operation:
    """A layer of so many neurons before layer `before`."""
    return lambda network: insert_layer(network, before, units)


def inserted_somewhere(network: Network, chosen: int | None) -> Operation:
    """A layer after the chosen column if that is not the output, else before the output."""
    last = len(network.dense) - 1
    return inserted_layer(last if chosen is None else min(chosen + 1, last), NEW_UNITS)


def new_ones(surgery: Surgery) -> Selection:
    """The neurons that an edit makes."""
    return born(surgery.vectors, surgery.network) if surgery.vectors is not None else frozenset()


def next_ones(network: Network, neurons: Collection[Neuron]) -> Callable[[Surgery], Selection]:
    """The neuron of the same layer that comes to stand where these were; none where the layer goes along.

    What would be next then is in another layer, and deleting once more would take what nobody meant.
    """
    first = min(neurons, key=lambda neuron: (neuron.layer, neuron.unit))
    left = network.dense[first.layer].units - sum(neuron.layer == first.layer for neuron in neurons)
    return lambda _surgery: frozenset((Neuron(first.layer, min(first.unit, left - 1)),) if left else ())


def added_somewhere(network: Network, chosen: int | None) -> Operation:
    """One more neuron in the chosen layer if it is hidden, else in the last hidden one, else in a new layer."""
    hidden = len(network.dense) - 1
    if chosen is not None and 0 <= chosen < hidden:
        return added_unit(chosen)
    return added_unit(hidden - 1) if hidden else inserted_layer(0)


def added_follower(layer: int, follower: Follower) -> Operation:
    """A layer without neurons after this column. A second one of its kind refuses: it would add nothing."""

    def operation(network: Network) -> Surgery:
        surgery = add_follower(network, layer, follower)
        if any(type(other) is type(follower) for other in network.followers[layer + 1]):
            is_dropout = isinstance(follower, Dropout)
            name = "the inputs" if layer == INPUTS else layer_name(network, layer)
            raise UserError(
                f"There is {'dropout' if is_dropout else 'a batch normalization'} after {name} already.",
                "Click its pill to change or remove it.",
            )
        return surgery

    return operation


def changed_follower(layer: int, place: int, follower: Follower | None) -> Operation:
    """The layer without neurons at this place with other settings; None: gone."""
    return lambda network: set_follower(network, layer, place, follower)


def typed_rate(layer: int, place: int, text: str) -> Operation:
    """The dropout at this place with a rate typed in percent; what cannot be one refuses."""

    def operation(network: Network) -> Surgery:
        return set_follower(network, layer, place, network.followers[layer + 1][place].replace(rate=rate_of(text)))

    return operation


def followed_somewhere(network: Network, chosen: int | None, follower: Follower) -> Operation:
    """A layer without neurons after the chosen column if it is not the output, else after the last hidden one."""
    last_hidden = len(network.dense) - 2
    return added_follower(last_hidden if chosen is None or chosen > last_hidden else chosen, follower)


def _refuse_inputs(layer: int) -> None:
    if layer == INPUTS:
        raise UserError(
            "The inputs keep their number: the data decide it.",
            "Choose other data, for points other features, or change a hidden layer.",
        )
