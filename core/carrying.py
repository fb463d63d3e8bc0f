"""What a state of training becomes by an edit: all that still has a place is carried over.

theta may not be finite then: weights that ran away, or are beyond another number type, overflow on the way. Whoever
goes on with it holds it first, see `held`.
"""

from dataclasses import replace

import numpy as np

from core import layout
from core.arrays import Array
from core.data import build
from core.moves import Kept, Moves, Randomize
from core.network import Network
from core.overwrite import Overwrite, overwrite
from core.specs import Project
from core.state import State
from core.transplant import keep_locked, transplant


def moved(state: State, old: Network, project: Project, moves: Moves) -> State:
    """The state of the project's network, whose numbers have come from those of the old one by these moves."""
    # The beginning goes along like one more row of memory, unless another structure has none.
    start = state.start if _has_same_structure(old, project.network, moves) else None
    rows = state.memory if start is None else np.concatenate([state.memory, start[np.newaxis]])
    with np.errstate(all="ignore"):  # see above
        theta, rows = transplant(old, project.network, moves, state.theta, rows, project.seed, state.draws)
    if start is not None:
        rows, start = rows[:-1], held(rows[-1])
    return replace(state, theta=theta, memory=rows, start=start, draws=state.draws + 1, best=None, met={})


def overwritten(state: State, project: Project, change: Overwrite) -> State:
    """The state with other numbers in some places.

    What is typed before training began belongs to its beginning; what comes later does not, but for cuts.
    """
    with np.errstate(over="ignore"):  # the trainer refuses what is not finite
        theta, written = overwrite(project.network, change, state.theta, project.seed, state.draws)
    start, (_, gone) = state.start, layout.masks(project.network)
    if state.step == 0:
        start = None
    elif start is not None and gone is not None:
        start = start.copy()
        start[gone] = 0.0
    memory = np.where(written, 0.0, state.memory).astype(state.memory.dtype)  # of what is not there any more
    draws = state.draws + isinstance(change, Randomize)
    return replace(state, theta=theta, memory=memory, start=start, draws=draws, best=None, met={})


def in_common(state: State, old: Network, project: Project) -> State:
    """The state on another network: first weights, overwritten where both networks have a number."""
    new = project.network
    theta = new.initial(project.seed)
    for before, after in zip(old.views(state.theta), new.views(theta), strict=False):
        for name in before.keys() & after.keys():
            common = tuple(slice(min(a, b)) for a, b in zip(before[name].shape, after[name].shape, strict=True))
            with np.errstate(over="ignore"):  # see above
                after[name][common] = before[name][common]
    memory = np.zeros((0, new.size), new.dtype)
    return replace(state, theta=theta, memory=memory, start=None, best=None, met={})


def redrawn(project: Project, old: Network, theta: Array) -> Array:
    """First weights from the seed; what is locked keeps its numbers, unless another network has come.

    theta (parameters,) of the old network.
    """
    dataset = None if project.data is None else build(project.data)
    x = None if dataset is None or dataset.lacks is not None else dataset.x
    fresh = project.network.initial(project.seed, x)
    if project.network == old:
        keep_locked(project.network, theta, fresh)
    return fresh


def held(theta: Array) -> Array:
    """What is beyond the number type at its limits, what is no number at zero."""
    limit = float(np.finfo(theta.dtype).max)
    finite: Array = np.nan_to_num(theta, nan=0.0, posinf=limit, neginf=-limit)
    return finite


def _has_same_structure(old: Network, new: Network, moves: Moves) -> bool:
    """Whether each number of the old network has its place in the new one, which is the same but for their order.

    Number type, names, locks and cuts do not count.
    """
    if _bare(old) != _bare(new):
        return False
    for index, (source, inputs, units) in enumerate(zip(moves.sources, old.widths, old.widths[1:], strict=False)):
        if not isinstance(source, Kept) or source.layer != index:
            return False
        if sorted(source.inputs) != list(range(inputs)) or sorted(source.units) != list(range(units)):
            return False
    return True


def has_same_places(old: Network, new: Network, moves: Moves) -> bool:
    """Whether each weight and bias is where it was, and there are no others."""
    have_biases = [[layer.use_bias for layer in network.dense] for network in (old, new)]
    return old.widths == new.widths and have_biases[0] == have_biases[1] and moves.keep_places(new)


def _bare(network: Network) -> Network:
    """The network without number type, names, locks and cuts."""
    nothing = {"name": None, "locked": (), "cut": (), "lock_biases": False, "unit_names": (), "parameter_names": ()}
    dense = [layer.replace(**nothing) for layer in network.dense]
    return network.replace(dtype="float32").with_columns(dense, network.followers)
