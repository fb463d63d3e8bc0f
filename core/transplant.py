"""How vectors pass from one network to another: the only way they do.

Named views are moved: weights that still have a place keep their value (and their optimizer memory), a new neuron draws
incoming weights and starts with zero outgoing ones, so that the function does not change.
"""

import numpy as np

from core import layout
from core.arrays import Array
from core.initializers import initializer_named
from core.layers import BatchNormalization, Dense
from core.layers.place import NormParts
from core.moves import NEW, Above, Below, Drawn, Joined, Kept, Moves, Source
from core.network import Network
from core.randomness import stream


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
        origin, units = _inputs_origin(old, new, moves) if column == 0 else _origin(moves.sources[column - 1])
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


def _inputs_origin(old: Network, new: Network, moves: Moves) -> tuple[int | None, tuple[int, ...] | None]:
    """Whether the inputs come from the old ones (0), and which of these they are (None: all of them)."""
    first = moves.sources[0]
    if isinstance(first, Kept) and first.layer == 0:
        return 0, first.inputs
    return (0 if old.inputs == new.inputs else None), None


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
