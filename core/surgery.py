"""Edits of a network that keep what was learned.

Each edit is decided here before anything changes, and comes out as a value: the new network, and for every new layer
where its numbers come from. Vectors pass from one network to another only through `transplant`, which moves named
views: weights that still have a place keep their value (and their optimizer memory), a new neuron draws incoming
weights and starts with zero outgoing ones, so that the function does not change.
"""

import msgspec
import numpy as np

from core.arrays import Array
from core.data.recipes import Ends
from core.errors import UserError
from core.initializers import initializer_named
from core.layers import Dense
from core.network import Network
from core.randomness import stream

NEW = -1
"""Stands in an index where a new input or unit has no old one."""


class Kept(msgspec.Struct, frozen=True, tag="kept"):
    """From old layer `layer`: its inputs and units in this order, NEW for new ones."""

    layer: int
    inputs: tuple[int, ...]
    units: tuple[int, ...]


class Below(msgspec.Struct, frozen=True, tag="below"):
    """The lower half of old layer `layer`, split by a layer put before it: W ~ (U sqrt(S)) (sqrt(S) V)."""

    layer: int


class Above(msgspec.Struct, frozen=True, tag="above"):
    """The upper half of old layer `layer`, which keeps its biases."""

    layer: int


class Joined(msgspec.Struct, frozen=True, tag="joined"):
    """Old layers `layer` and `layer` + 1 as one: W = W1 W2, b = b1 W2 + b2, exact where the first was linear."""

    layer: int


class Drawn(msgspec.Struct, frozen=True, tag="drawn"):
    """Drawn anew from the seed."""


Source = Kept | Below | Above | Joined | Drawn


class Moves(msgspec.Struct, frozen=True, tag="moves"):
    """Where the numbers of each layer of the new network come from."""

    sources: tuple[Source, ...]


class Reset(msgspec.Struct, frozen=True, tag="reset"):
    """Epoch 0 with the weights that stood when training began."""


class Redraw(msgspec.Struct, frozen=True, tag="redraw"):
    """Epoch 0 with first weights drawn from the project's seed."""


Vectors = Moves | Reset | Redraw
"""What an edit does to the vectors."""


class Surgery(msgspec.Struct, frozen=True):
    """A possible edit: what it is called, the network after it, and how the vectors get there."""

    text: str
    network: Network
    vectors: Moves


def layer_name(network: Network, index: int) -> str:
    """What layer `index` is called: its own name, else its place: "Hidden 1", "Output"."""
    name = network.layers[index].name
    if name is not None:
        return name
    return "Output" if index == len(network.layers) - 1 else f"Hidden {index + 1}"


def set_units(network: Network, layer: int, units: int) -> Surgery:
    """The layer with this many units; more are added at the end, fewer taken from the end, 0 removes the layer.

    Raises UserError for the output layer, whose width follows the data.
    """
    _refuse_output(network, layer)
    if units <= 0:
        return remove_layer(network, layer)
    old = network.layers[layer].units
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
    return set_units(network, layer, network.layers[layer].units + 1)


def remove_unit(network: Network, layer: int, unit: int) -> Surgery:
    """The layer without this neuron; the last one takes the layer along.

    Raises UserError for the output layer.
    """
    _refuse_output(network, layer)
    units = network.layers[layer].units
    if units == 1:
        return remove_layer(network, layer)
    kept = tuple(index for index in range(units) if index != unit)
    return _with_units(network, layer, kept, f"remove neuron from {layer_name(network, layer)}")


def insert_layer(network: Network, before: int, units: int = 1, activation: str | None = None) -> Surgery:
    """A hidden layer put before layer `before`; None: the activation of a neighbouring hidden layer, or tanh.

    The matrix it replaces is split by its singular values, so the new pair comes as near to it as its width allows.
    """
    if activation is None:
        hidden = network.layers[:-1]
        activation = hidden[min(before, len(hidden) - 1)].activation if hidden else "tanh"
    layer = Dense(units, activation)
    layers = (*network.layers[:before], layer, *network.layers[before:])
    sources: tuple[Source, ...] = (
        *_same(network, 0, before),
        Below(before),
        Above(before),
        *_same(network, before + 1),
    )
    return Surgery("add layer", network.replace(layers=layers), Moves(sources))


def remove_layer(network: Network, layer: int) -> Surgery:
    """The network without this hidden layer.

    Raises UserError for the output layer.
    """
    _refuse_output(network, layer)
    layers = network.layers[:layer] + network.layers[layer + 1 :]
    sources: tuple[Source, ...] = (*_same(network, 0, layer), Joined(layer), *_same(network, layer + 2))
    return Surgery(f"remove {layer_name(network, layer)}", network.replace(layers=layers), Moves(sources))


def fit_ends(network: Network, ends: Ends, text: str) -> Surgery | None:
    """The network with the ends these data ask for; None where it has them already.

    Hidden weights stay; a first or last layer of another width is drawn anew.
    """
    last = network.layers[-1]
    output = last.replace(units=ends.outputs, activation=ends.activation)
    if output == last and ends.inputs == network.inputs:
        return None
    if last.units != ends.outputs:
        output = output.replace(bias_initializer=ends.output_bias)
    new = network.replace(inputs=ends.inputs, layers=(*network.layers[:-1], output))
    sources: list[Source] = list(_same(network, 0))
    if ends.inputs != network.inputs:
        sources[0] = Drawn()
    if ends.outputs != network.outputs:
        sources[-1] = Drawn()
    return Surgery(text, new, Moves(tuple(sources)))


def transplant(
    old: Network, new: Network, moves: Moves, theta: Array, memory: Array, seed: int, draw: int
) -> tuple[Array, Array]:
    """theta and optimizer memory (rows, parameters) of the new network, from those of the old.

    seed, draw  which draw of the stream "new neurons" gives the incoming weights of new neurons
    """
    generator = stream(seed, "new neurons", draw)
    fresh = np.zeros(new.size, new.dtype)
    _fill(old, new, moves, theta, fresh, generator)
    moved = np.zeros((memory.shape[0], new.size), new.dtype)
    for row_old, row_new in zip(memory, moved, strict=True):
        _fill(old, new, moves, row_old, row_new, None)
    return fresh, moved


def _fill(
    old: Network, new: Network, moves: Moves, source: Array, target: Array, generator: np.random.Generator | None
) -> None:
    """Write target from source; without a generator (optimizer memory) whatever is new stays zero."""
    old_views, new_views = old.views(source), new.views(target)
    for index, (move, view) in enumerate(zip(moves.sources, new_views, strict=True)):
        layer = new.layers[index]
        if isinstance(move, Kept):
            _keep(old_views[move.layer], view, move, layer, new.widths[index], generator)
        elif generator is None:
            continue
        elif isinstance(move, Drawn):
            view["weights"][...] = initializer_named(layer.initializer)(generator, new.widths[index], layer.units)
            if layer.use_bias:
                view["biases"][...] = layer.bias_initializer
        elif isinstance(move, Joined):
            first, second = old_views[move.layer], old_views[move.layer + 1]
            view["weights"][...] = first["weights"] @ second["weights"]
            if layer.use_bias:
                passed_on = first["biases"] @ second["weights"] if "biases" in first else 0.0
                view["biases"][...] = passed_on + second.get("biases", 0.0)
        else:
            below, above = _halves(old_views[move.layer]["weights"], _split_width(new, moves, index))
            view["weights"][...] = below if isinstance(move, Below) else above
            if isinstance(move, Above) and layer.use_bias:
                view["biases"][...] = old_views[move.layer].get("biases", 0.0)


def _keep(
    old: dict[str, Array],
    new: dict[str, Array],
    move: Kept,
    layer: Dense,
    inputs: int,
    generator: np.random.Generator | None,
) -> None:
    units = np.array(move.units)
    rows = np.array(move.inputs)
    here, there = np.flatnonzero(units != NEW), np.flatnonzero(rows != NEW)
    if generator is not None and here.size < units.size:
        added = np.flatnonzero(units == NEW)
        new["weights"][:, added] = initializer_named(layer.initializer)(generator, inputs, layer.units)[:, added]
        if layer.use_bias:
            new["biases"][added] = layer.bias_initializer
    # Inputs that are new keep the zeros the vector was made with: the function does not change.
    new["weights"][np.ix_(np.flatnonzero(rows == NEW), here)] = 0.0
    new["weights"][np.ix_(there, here)] = old["weights"][np.ix_(rows[there], units[here])]
    if layer.use_bias and "biases" in old:
        new["biases"][here] = old["biases"][units[here]]


def _split_width(new: Network, moves: Moves, index: int) -> int:
    """The width of the layer put in between: the lower half's units."""
    return new.layers[index if isinstance(moves.sources[index], Below) else index - 1].units


def _halves(weights: Array, width: int) -> tuple[Array, Array]:
    """(inputs, width) and (width, units) whose product is the best approximation of that rank (Eckart and Young)."""
    u, s, v = np.linalg.svd(weights.astype(np.float64), full_matrices=False)
    rank = min(width, s.size)
    below = np.zeros((weights.shape[0], width))
    above = np.zeros((width, weights.shape[1]))
    root = np.sqrt(s[:rank])
    below[:, :rank] = u[:, :rank] * root
    above[:rank] = root[:, np.newaxis] * v[:rank]
    return below, above


def _with_units(network: Network, layer: int, kept: tuple[int, ...], text: str) -> Surgery:
    new = network.with_layer(layer, network.layers[layer].replace(units=len(kept)))
    sources: list[Source] = list(_same(network, 0))
    sources[layer] = Kept(layer, tuple(range(network.widths[layer])), kept)
    above = layer + 1
    sources[above] = Kept(above, kept, tuple(range(network.layers[above].units)))
    return Surgery(text, new, Moves(tuple(sources)))


def _same(network: Network, start: int, stop: int | None = None) -> tuple[Kept, ...]:
    """Layers start to stop as they are."""
    indices = range(len(network.layers))[start:stop]
    return tuple(
        Kept(index, tuple(range(network.widths[index])), tuple(range(network.layers[index].units))) for index in indices
    )


def _refuse_output(network: Network, layer: int) -> None:
    if layer == len(network.layers) - 1:
        raise UserError(
            "The output layer keeps its width: the data decide it.", "Choose other data, or change a hidden layer."
        )
