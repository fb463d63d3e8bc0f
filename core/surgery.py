"""Edits of a network that keep what was learned.

Each edit is decided here before anything changes, and comes out as a value: the new network, and for every new layer
where its numbers come from (`core.moves`), which `core.transplant` follows.
"""

import msgspec

from core.data.recipes import Ends
from core.errors import UserError
from core.layers import BatchNormalization, Connection, Dense, Dropout, Follower
from core.moves import BIAS, NEW, Above, Below, Drawn, Joined, Kept, Moves, Source
from core.network import DType, Network, layer_name


class Surgery(msgspec.Struct, frozen=True):
    """A possible edit: what it is called, the network after it, and how the vectors get there (None: they stay)."""

    text: str
    network: Network
    vectors: Moves | None


def set_units(network: Network, layer: int, units: int) -> Surgery:
    """The layer with this many units; more are added at the end, fewer taken from the end, 0 removes the layer.

    Raises UserError for the output layer, whose width follows the data.
    """
    _refuse_output(network, layer)
    if units <= 0:
        return remove_layer(network, layer)
    old = network.dense[layer].units
    kept = tuple(range(min(units, old))) + (NEW,) * max(0, units - old)
    text = (
        f"set {layer_name(network, layer)} to {units}"
        if abs(units - old) != 1
        else (f"{'add neuron to' if units > old else 'remove neuron from'} {layer_name(network, layer)}")
    )
    return _with_units(network, layer, kept, text)


def add_unit(network: Network, layer: int) -> Surgery:
    """One more neuron at the end of the layer.

    Raises UserError for the output layer.
    """
    return set_units(network, layer, network.dense[layer].units + 1)


def remove_unit(network: Network, layer: int, unit: int) -> Surgery:
    """The layer without this neuron; the last one takes the layer along.

    Raises UserError for the output layer.
    """
    _refuse_output(network, layer)
    units = network.dense[layer].units
    if units == 1:
        return remove_layer(network, layer)
    kept = tuple(index for index in range(units) if index != unit)
    return _with_units(network, layer, kept, f"remove neuron from {layer_name(network, layer)}")


def insert_layer(network: Network, before: int, units: int = 1, activation: str | None = None) -> Surgery:
    """A hidden layer put before layer `before`; None: the activation of a neighbouring hidden layer, or tanh.

    The matrix it replaces is split by its singular values, so the new pair comes as near to it as its width allows.
    """
    if activation is None:
        hidden = network.dense[:-1]
        activation = hidden[min(before, len(hidden) - 1)].activation if hidden else "tanh"
    dense = (
        *network.dense[:before],
        Dense(units, activation),
        _unlocked(network.dense[before]),
        *network.dense[before + 1 :],
    )
    followers = (*network.followers[: before + 1], (), *network.followers[before + 1 :])
    sources: tuple[Source, ...] = (
        *_same(network, 0, before),
        Below(before),
        Above(before),
        *_same(network, before + 1),
    )
    return Surgery("add layer", network.with_columns(dense, followers), Moves(sources))


def remove_layer(network: Network, layer: int) -> Surgery:
    """The network without this hidden layer, and without what stands right after it.

    Raises UserError for the output layer.
    """
    _refuse_output(network, layer)
    dense = (*network.dense[:layer], _unlocked(network.dense[layer + 1]), *network.dense[layer + 2 :])
    followers = network.followers[: layer + 1] + network.followers[layer + 2 :]
    sources: tuple[Source, ...] = (*_same(network, 0, layer), Joined(layer), *_same(network, layer + 2))
    return Surgery(f"remove {layer_name(network, layer)}", network.with_columns(dense, followers), Moves(sources))


def fit_ends(network: Network, ends: Ends, text: str) -> Surgery | None:
    """The network with the ends these data ask for; None where it has them already.

    Hidden weights stay; a first or last layer of another width is drawn anew.
    """
    last = network.output
    output = last.replace(units=ends.outputs, activation=ends.activation)
    if output == last and ends.inputs == network.inputs:
        return None
    dense = [*network.dense[:-1], output]
    if last.units != ends.outputs:
        dense[-1] = _unlocked(output.replace(bias_initializer=ends.output_bias))
    if network.inputs != ends.inputs:
        dense[0] = _unlocked(dense[0])
    new = network.with_columns([_unlocked(layer) for layer in dense], network.followers)
    new = new.replace(inputs=ends.inputs).with_columns(dense, network.followers)
    sources: list[Source] = list(_same(network, 0))
    if ends.inputs != network.inputs:
        sources[0] = Drawn()
    if ends.outputs != network.outputs:
        sources[-1] = Drawn()
    return Surgery(text, new, Moves(tuple(sources)))


def set_inputs(network: Network, kept: tuple[int, ...], text: str) -> Surgery:
    """The network with these of its inputs, in this order; a NEW one weighs nothing, so that it changes nothing."""
    first, *others = network.dense
    dense = (_relocked(first, inputs=kept), *others)
    new = network.with_columns((_unlocked(first), *others), network.followers)
    new = new.replace(inputs=len(kept)).with_columns(dense, network.followers)
    sources = (Kept(0, kept, tuple(range(first.units))), *_same(network, 1))
    return Surgery(text, new, Moves(sources))


def add_follower(network: Network, column: int, follower: Follower) -> Surgery:
    """One more layer without neurons, right after this column; -1: after the inputs.

    Raises UserError at the output, whose numbers go to no further layer.
    """
    if column == len(network.dense) - 1:
        raise UserError(
            f"{_kind(follower)} does nothing after the output layer.", "Put it between two columns of neurons."
        )
    standing = (*network.followers[column + 1], follower)
    moves = Moves(_same(network, 0)) if isinstance(follower, BatchNormalization) else None
    return _with_followers(network, column, standing, f"add {_kind(follower).lower()} to", moves)


def set_follower(network: Network, column: int, place: int, follower: Follower | None) -> Surgery:
    """The layer without neurons at `place` after this column (-1: the inputs) with other settings; None: taken out."""
    standing = list(network.followers[column + 1])
    old = standing[place]
    assert follower is None or type(follower) is type(old), "one kind does not turn into the other"
    moves = None
    if follower is None and isinstance(old, BatchNormalization):
        number = sum(isinstance(other, BatchNormalization) for other in standing[:place])
        moves = Moves(_same(network, 0), gone_norm=(column + 1, number))
    standing[place : place + 1] = [] if follower is None else [follower]
    text = f"remove {_kind(old).lower()} from" if follower is None else f"change {_kind(old).lower()} of"
    return _with_followers(network, column, tuple(standing), text, moves)


def set_dtype(network: Network, dtype: DType) -> Surgery:
    """The same network in another number type."""
    return Surgery(f"set numbers to {dtype}", network.replace(dtype=dtype), Moves(_same(network, 0)))


def _with_followers(
    network: Network, column: int, standing: tuple[Follower, ...], text: str, moves: Moves | None
) -> Surgery:
    followers = list(network.followers)
    followers[column + 1] = standing
    name = "the inputs" if column < 0 else layer_name(network, column)
    return Surgery(f"{text} {name}", network.with_columns(network.dense, followers), moves)


def _kind(follower: Follower) -> str:
    """What a layer without neurons is called."""
    match follower:
        case Dropout():
            return "Dropout"
        case BatchNormalization():
            return "Batch normalization"


def _with_units(network: Network, layer: int, kept: tuple[int, ...], text: str) -> Surgery:
    above = layer + 1
    dense = list(network.dense)
    dense[layer] = _relocked(dense[layer].replace(units=len(kept)), units=kept)
    dense[above] = _relocked(dense[above], inputs=kept)
    new = network.with_columns(dense, network.followers)
    sources: list[Source] = list(_same(network, 0))
    sources[layer] = Kept(layer, tuple(range(network.widths[layer])), kept)
    sources[above] = Kept(above, kept, tuple(range(network.dense[above].units)))
    return Surgery(text, new, Moves(tuple(sources)))


def _same(network: Network, start: int, stop: int | None = None) -> tuple[Kept, ...]:
    """Layers start to stop as they are."""
    indices = range(len(network.dense))[start:stop]
    return tuple(
        Kept(index, tuple(range(network.widths[index])), tuple(range(network.dense[index].units))) for index in indices
    )


def _unlocked(layer: Dense) -> Dense:
    """The layer with connections that nothing is known of."""
    return layer.replace(locked=(), cut=(), parameter_names=())


def _relocked(layer: Dense, inputs: tuple[int, ...] | None = None, units: tuple[int, ...] | None = None) -> Dense:
    """The layer with locks and cuts where its old inputs or units are now; those that are gone take theirs along."""

    def places(kept: tuple[int, ...] | None, old: int) -> list[int]:
        return [old] if kept is None else [new for new, index in enumerate(kept) if index == old]

    def moved(pairs: tuple[Connection, ...]) -> tuple[Connection, ...]:
        return tuple((i, u) for input, unit in pairs for i in places(inputs, input) for u in places(units, unit))

    names = sorted((new, name) for unit, name in layer.unit_names for new in places(units, unit))
    parameters = sorted(
        (i, u, name)
        for input, unit, name in layer.parameter_names
        for i in ([BIAS] if input == BIAS else places(inputs, input))
        for u in places(units, unit)
    )
    return layer.replace(
        locked=moved(layer.locked),
        cut=moved(layer.cut),
        unit_names=tuple(names),
        parameter_names=tuple(parameters),
    )


def _refuse_output(network: Network, layer: int) -> None:
    if layer == len(network.dense) - 1:
        raise UserError(
            "The output layer keeps its width: the data decide it.", "Choose other data, or change a hidden layer."
        )
