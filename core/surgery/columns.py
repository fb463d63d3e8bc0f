"""Whole layers that come, go and change places, near to what the network said before."""

from core.errors import UserError
from core.layers import Dense, Follower
from core.moves import DRAWN, Above, Below, Joined, Kept, Moves, Source
from core.network import Network, layer_name
from core.stand_in import why_not
from core.surgery.surgery import Surgery, refuse_output, relocked, said, same, set_free, unchanged, unlocked


def insert_layer(network: Network, before: int, units: int = 1, activation: str | None = None) -> Surgery:
    """A hidden layer put before layer `before`; None: the activation of a neighbouring hidden layer, or tanh.

    With what is left of the layer above, it says what that one said, as near as its width and activation allow
    (`core.stand_in`); `change` tells where it cannot. Raises UserError for a layer that cannot be.
    """
    if activation is None:
        hidden = network.dense[:-1]
        activation = hidden[min(before, len(hidden) - 1)].activation if hidden else "tanh"
    return put_in(network, before, Dense(units, activation), (), "add layer")


def put_in(
    network: Network, before: int, layer: Dense, followers: tuple[Follower, ...], text: str, note: str | None = None
) -> Surgery:
    """This layer, about whose weights nothing is known, put with its followers before layer `before`."""
    dense = (*network.dense[:before], layer, unlocked(network.dense[before]), *network.dense[before + 1 :])
    standing = (*network.followers[: before + 1], followers, *network.followers[before + 1 :])
    new = network.with_columns(dense, standing)
    why = why_not(network, before, layer)
    freed = set_free(network.dense[before : before + 1], new.dense[before + 1 : before + 2])
    sources: tuple[Source, ...] = (
        *same(network, 0, before),
        Below(before),
        Above(before),
        *same(network, before + 1),
    )
    return Surgery(text, new, Moves(sources), said(note, freed), why and f"The function changed: {why}")


def remove_layer(network: Network, layer: int) -> Surgery:
    """The network without this hidden layer, and without what stands right after it.

    Raises UserError for the output layer.
    """
    refuse_output(network, layer)
    dense = (*network.dense[:layer], unlocked(network.dense[layer + 1]), *network.dense[layer + 2 :])
    followers = network.followers[: layer + 1] + network.followers[layer + 2 :]
    sources: tuple[Source, ...] = (*same(network, 0, layer), Joined(layer), *same(network, layer + 2))
    freed = set_free(network.dense[layer + 1 : layer + 2], dense[layer : layer + 1])
    text = f"remove {layer_name(network, layer)}"
    return Surgery(text, network.with_columns(dense, followers), Moves(sources), freed)


def duplicate_layer(network: Network, layer: int) -> Surgery:
    """A copy of this hidden layer right after it, with all but its weights: it starts as an inserted layer does.

    Raises UserError for inputs and the output layer.
    """
    _refuse_end(network, layer, "copied")
    copy = network.dense[layer].replace(locked=(), cut=(), lock_biases=False, parameter_names=())
    text = f"duplicate {layer_name(network, layer)}"
    return put_in(network, layer + 1, copy, network.followers[layer + 1], text)


def move_layer(network: Network, layer: int, before: int) -> Surgery:
    """This hidden layer put before layer `before`, with all that is its own.

    Every layer keeps its weights where it has as many inputs as before, else those that overlap; the rest is drawn.
    Raises UserError for inputs and the output layer.
    """
    _refuse_end(network, layer, "moved")
    hidden = len(network.dense) - 1
    order = [index for index in range(hidden) if index != layer]
    order.insert(sum(index < before for index in order), layer)
    if order == list(range(hidden)):
        return unchanged(network)
    dense: list[Dense] = []
    sources: list[Source] = []
    width = network.inputs
    for index in (*order, hidden):
        old = network.dense[index]
        overlap = min(width, network.widths[index])
        inputs = tuple(range(overlap)) + (DRAWN,) * (width - overlap)
        dense.append(relocked(old, inputs=inputs))
        sources.append(Kept(index, inputs, tuple(range(old.units))))
        width = old.units
    followers = [network.followers[0], *(network.followers[index + 1] for index in (*order, hidden))]
    name, freed = layer_name(network, layer), set_free(network.dense, dense)
    changed = f"The function changed: {name} hears other neurons now, and is heard by others."
    return Surgery(
        f"move {name}",
        network.with_columns(dense, followers),
        Moves(tuple(sources)),
        freed,
        changed,
    )


def _refuse_end(network: Network, layer: int, done: str) -> None:
    if not 0 <= layer < len(network.dense) - 1:
        name = "inputs" if layer < 0 else "output layer"
        raise UserError(f"The {name} cannot be {done}: the data decide it.", "Choose a hidden layer.")
