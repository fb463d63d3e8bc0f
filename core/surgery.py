"""Edits of a network that keep what was learned.

Each edit is decided here before anything changes, and comes out as a value: the new network, and for every new layer
where its numbers come from. Vectors pass from one network to another only through `transplant`, which moves named
views: weights that still have a place keep their value (and their optimizer memory), a new neuron draws incoming
weights and starts with zero outgoing ones, so that the function does not change.
"""

import msgspec
import numpy as np

from core import layout
from core.arrays import Array
from core.data.recipes import Ends
from core.errors import UserError
from core.initializers import initializer_named
from core.layers import BatchNormalization, Connection, Dense, Dropout, Follower
from core.layers.place import NormParts
from core.network import DType, Network
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
    """Where the numbers of each layer of the new network come from.

    sources    one per dense layer; a batch normalization goes along with the column that it stands after
    gone_norm  (column, place): which of a column's batch normalizations is taken out, counted among themselves; the
               inputs are column 0
    """

    sources: tuple[Source, ...]
    gone_norm: tuple[int, int] | None = None


class Reset(msgspec.Struct, frozen=True, tag="reset"):
    """Epoch 0 with the weights that stood when training began."""


class Redraw(msgspec.Struct, frozen=True, tag="redraw"):
    """Epoch 0 with first weights drawn from the project's seed."""


Vectors = Moves | Reset | Redraw
"""What an edit does to the vectors."""


class Surgery(msgspec.Struct, frozen=True):
    """A possible edit: what it is called, the network after it, and how the vectors get there (None: they stay)."""

    text: str
    network: Network
    vectors: Moves | None


def layer_name(network: Network, index: int) -> str:
    """What layer `index` is called: its own name, else its place: "Hidden 1", "Output"."""
    name = network.dense[index].name
    if name is not None:
        return name
    return "Output" if index == len(network.dense) - 1 else f"Hidden {index + 1}"


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


def keep_locked(network: Network, old: Array, new: Array) -> None:
    """Give what is locked its numbers back.    old, new (parameters,); new is written"""
    for layer, before, after in zip(network.dense, network.dense_views(old), network.dense_views(new), strict=True):
        if layer.locked:
            pairs = tuple(np.array(layer.locked).T)
            after["weights"][pairs] = before["weights"][pairs]
        if layer.lock_biases and layer.use_bias:
            after["biases"][...] = before["biases"]


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
    _fill_norms(old, new, moves, source, target, is_memory=generator is None)
    old_views, new_views = old.dense_views(source), new.dense_views(target)
    for index, (move, view) in enumerate(zip(moves.sources, new_views, strict=True)):
        layer = new.dense[index]
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


def _fill_norms(old: Network, new: Network, moves: Moves, source: Array, target: Array, is_memory: bool) -> None:
    """Batch normalizations go along with the neurons before them; a new one begins as one that changes nothing."""
    before, after = _norms(old, source), _norms(new, target)
    if moves.gone_norm is not None:
        column, place = moves.gone_norm
        del before[column][place]
    for column, norms in enumerate(after):
        if column == 0:
            origin, units = (0 if old.inputs == new.inputs else None), None
        else:
            origin, units = _origin(moves.sources[column - 1])
        for place, (norm, layer) in enumerate(norms):
            if not is_memory:
                norm.gamma[...] = 1.0
                norm.moving_variance[...] = 1.0 - layer.epsilon  # so that the root is 1
            if origin is None or place >= len(before[origin]):
                continue
            for mine, theirs in zip(norm, before[origin][place][0], strict=True):
                if units is None:
                    mine[...] = theirs
                else:
                    kept = np.array(units)
                    here = np.flatnonzero(kept != NEW)
                    mine[here] = theirs[kept[here]]


def _norms(network: Network, vector: Array) -> list[list[tuple[NormParts, BatchNormalization]]]:
    """The batch normalizations after each column, the inputs' first."""
    found: list[list[tuple[NormParts, BatchNormalization]]] = [[]]
    for part, layer in zip(layout.parts(network, vector), network.layers, strict=True):
        if isinstance(layer, Dense):
            found.append([])
        elif isinstance(layer, BatchNormalization) and isinstance(part, NormParts):
            found[-1].append((part, layer))
    return found


def _origin(source: Source) -> tuple[int | None, tuple[int, ...] | None]:
    """The old column (inputs 0) that a layer's neurons come from, and which of its units (None: all of them)."""
    match source:
        case Kept(layer, _, units):
            return layer + 1, units
        case Above(layer):
            return layer + 1, None
        case Joined(layer):
            return layer + 2, None
        case _:
            return None, None


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
    return new.dense[index if isinstance(moves.sources[index], Below) else index - 1].units


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
    return layer.replace(locked=(), cut=())


def _relocked(layer: Dense, inputs: tuple[int, ...] | None = None, units: tuple[int, ...] | None = None) -> Dense:
    """The layer with locks and cuts where its old inputs or units are now; those that are gone take theirs along."""

    def places(kept: tuple[int, ...] | None, old: int) -> list[int]:
        return [old] if kept is None else [new for new, index in enumerate(kept) if index == old]

    def moved(pairs: tuple[Connection, ...]) -> tuple[Connection, ...]:
        return tuple((i, u) for input, unit in pairs for i in places(inputs, input) for u in places(units, unit))

    return layer.replace(locked=moved(layer.locked), cut=moved(layer.cut))


def _refuse_output(network: Network, layer: int) -> None:
    if layer == len(network.dense) - 1:
        raise UserError(
            "The output layer keeps its width: the data decide it.", "Choose other data, or change a hidden layer."
        )
