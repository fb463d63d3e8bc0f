"""Batch normalizations go along with the neurons before them."""

import numpy as np

from core import layout
from core.arrays import Array
from core.layers import BatchNormalization, Dense
from core.layers.place import NormParts
from core.moves import Above, Joined, Kept, Moves, Source
from core.network import Network


def fill_norms(old: Network, new: Network, moves: Moves, source: Array, target: Array, is_memory: bool) -> None:
    """Write the batch normalizations of target from those of source; a new one begins as one that changes nothing.

    source, target  (parameters,) of the old and of the new network
    """
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
                    here = np.flatnonzero(kept >= 0)
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
