"""How vectors pass from one network to another: the only way they do.

Named views are moved: weights that still have a place keep their value (and their optimizer memory), a new neuron draws
incoming weights and starts with zero outgoing ones, so that the function does not change.
"""

import numpy as np

from core import layout
from core.arrays import Array, Indices
from core.constants import constants, taken_over
from core.initializers import initializer_named
from core.moves import DRAWN, NEW, Below, Drawn, Given, Joined, Kept, Moves
from core.network import Network
from core.norms import fill_norms
from core.randomness import stream
from core.stand_in import has_free_biases, stand_in

Views = list[dict[str, Array]]


def keep_locked(network: Network, old: Array, new: Array) -> None:
    """Give what is locked its numbers back.    old, new (parameters,); new is written"""
    for layer, before, after in zip(network.dense, network.dense_views(old), network.dense_views(new), strict=True):
        for kind, index in layout.places(layer.locked):
            if kind in after:
                after[kind][index] = before[kind][index]
        if layer.lock_biases and layer.use_bias:
            after["biases"][...] = before["biases"]


def transplant(
    old: Network, new: Network, moves: Moves, theta: Array, memory: Array, seed: int, draw: int
) -> tuple[Array, Array]:
    """theta and optimizer memory (rows, parameters) of the new network, from those of the old.

    seed, draw  which draw of the stream "new neurons" gives the incoming weights of new neurons
    """
    generator = stream(seed, "new neurons", draw)
    for network, step in [*((step.network, step.moves) for step in moves.before), (new, moves)]:
        fresh = np.zeros(network.size, network.dtype)
        _fill(old, network, step, theta, fresh, generator)
        moved = np.zeros((memory.shape[0], network.size), network.dtype)
        for row_old, row_new in zip(memory, moved, strict=True):
            _fill(old, network, step, row_old, row_new, None)
        old, theta, memory = network, fresh, moved
    return theta, memory


def _fill(
    old: Network, new: Network, moves: Moves, source: Array, target: Array, generator: np.random.Generator | None
) -> None:
    """Write target from source; without a generator (optimizer memory) whatever is new stays zero."""
    fill_norms(old, new, moves, source, target, is_memory=generator is None)
    views, new_views = old.dense_views(source), new.dense_views(target)
    for index, (move, view) in enumerate(zip(moves.sources, new_views, strict=True)):
        match move:
            case Kept():
                _keep(views, new, index, move, view, generator)
                if generator is not None:
                    _take_over(old, source, moves, index, view)
            case Joined():
                _join(old, source, views, move, view, is_memory=generator is None)
            case Drawn() if generator is not None:
                _draw(new, index, view, generator)
                _hold_biases(old, new, index, views, view)
            case Given() if generator is not None:
                _draw(new, index, view, generator)
                _write(view, move, slice(None))
            case Below(layer) if generator is not None:
                _put_in(old, new, index, source, layer, new_views, generator)


def _draw(network: Network, index: int, view: dict[str, Array], generator: np.random.Generator) -> None:
    """First weights and biases, as the layer says."""
    layer = network.dense[index]
    view["weights"][...] = initializer_named(layer.initializer)(generator, network.widths[index], layer.units)
    if layer.use_bias:
        view["biases"][...] = layer.bias_initializer


def _hold_biases(old: Network, new: Network, index: int, views: Views, view: dict[str, Array]) -> None:
    """Locked biases of neurons that are the same ones keep their numbers when the weights are drawn."""
    before, after = old.dense[index], new.dense[index]
    if before.units == after.units and before.use_bias and after.use_bias:
        held = ~layout.free_biases(after)
        view["biases"][held] = views[index]["biases"][held]


def _write(view: dict[str, Array], given: Given, units: Indices | slice) -> None:
    """What is given of these units, in their order."""
    if given.weights:
        view["weights"][:, units] = given.weights
    if given.biases and "biases" in view:
        view["biases"][units] = given.biases


def _keep(
    views: Views,
    network: Network,
    index: int,
    move: Kept,
    view: dict[str, Array],
    generator: np.random.Generator | None,
) -> None:
    """Inputs and units that are still there keep their numbers; new inputs the zeros the vector was made with."""
    old, rows, units = views[move.layer], np.array(move.inputs), np.array(move.units)
    here, added = np.flatnonzero(units >= 0), np.flatnonzero(units == NEW)
    there, drawn = np.flatnonzero(rows >= 0), np.flatnonzero(rows == DRAWN)
    if generator is not None and (added.size or drawn.size):
        fresh = {name: np.zeros_like(array) for name, array in view.items()}
        _draw(network, index, fresh, generator)
        if move.given is not None:
            _write(fresh, move.given, added)
        view["weights"][:, added] = fresh["weights"][:, added]
        view["weights"][drawn] = fresh["weights"][drawn]
        if "biases" in view:
            view["biases"][added] = fresh["biases"][added]
    view["weights"][np.ix_(there, here)] = old["weights"][np.ix_(rows[there], units[here])]
    if "biases" not in view:
        return
    if "biases" in old:
        view["biases"][here] = old["biases"][units[here]]
    for unit, layer, lender in move.lent:
        if "biases" in views[layer]:
            view["biases"][unit] = views[layer]["biases"][lender]


def _take_over(old: Network, theta: Array, moves: Moves, index: int, view: dict[str, Array]) -> None:
    """What neurons below always said, and say no more, goes on as a bias."""
    move, below = moves.sources[index], moves.sources[index - 1] if index > 0 else None
    if not isinstance(move, Kept) or not isinstance(below, Kept) or below.layer != move.layer - 1:
        return
    gone = ~np.isin(np.arange(old.widths[move.layer]), move.inputs)
    if not gone.any():
        return
    passed = taken_over(old, theta, move.layer, gone)
    if passed is not None and "biases" in view:
        units = np.array(move.units)
        here = np.flatnonzero(units >= 0)
        view["biases"][here] = view["biases"][here].astype(np.float64) + passed[units[here]]


def _join(old: Network, vector: Array, views: Views, move: Joined, view: dict[str, Array], is_memory: bool) -> None:
    first, second = views[move.layer], views[move.layer + 1]
    mine, theirs = (np.array(side, np.intp).reshape(-1, 2).T for side in (move.units, move.inputs))
    if not is_memory:
        view["weights"][...] = first["weights"] @ second["weights"]
    view["weights"][:, mine[0]] = first["weights"][:, mine[1]]
    view["weights"][theirs[0]] = second["weights"][theirs[1]]
    if "biases" not in view:
        return
    own = second["biases"]
    if not is_memory:
        passed = first["biases"] if "biases" in first else np.zeros(old.dense[move.layer].units, old.dtype)
        if not old.followers[move.layer + 1]:
            is_constant, values = constants(old, vector, move.layer)
            passed = np.where(is_constant, values, passed)
        is_free = layout.free_biases(old.dense[move.layer + 1])
        view["biases"][...] = np.where(is_free, passed @ second["weights"], 0.0) + own
    view["biases"][mine[0]] = own[mine[0]]


def _put_in(
    old: Network, new: Network, index: int, theta: Array, layer: int, views: Views, generator: np.random.Generator
) -> None:
    """The new layer and the one above it; neurons that are not needed are drawn, and nobody hears them yet."""
    stand = stand_in(old, theta, layer, new.dense[index], generator)
    below, above = views[index], views[index + 1]
    _draw(new, index, below, generator)
    below["weights"][:, : stand.used] = stand.below
    if "biases" in below:
        below["biases"][: stand.used] = stand.biases
    above["weights"][: stand.used] = stand.above
    if "biases" in above:
        shift = stand.shift if has_free_biases(old, layer) else 0.0
        above["biases"][...] = old.dense_views(theta)[layer]["biases"] + shift
