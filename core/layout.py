"""Where each layer's numbers live in the flat vector theta.

First what is trained, layer by layer, then the running statistics of batch normalizations, which optimizers and
penalties never see. A small dense layer is one block (units, inputs + 1) with the biases as last column, so that one
product with activations that carry a row of ones adds the biases too, and one product gives both gradients; a wide one
is the block (units, inputs) followed by its biases, because matrix products are faster on rows of even length.
The order is the engine's own business: everybody else reaches theta through `views`, which share its memory.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.layers import BatchNormalization, Connection, Dense
from core.layers.place import DenseParts, NormParts, Parts
from core.moves import BIAS

if TYPE_CHECKING:
    from core.network import Network

WIDE_FROM = 16_384
"""A dense layer with this many weights keeps its biases apart: two calls more, each product up to 7 % faster."""


class Slot(NamedTuple):
    """A layer's stretches of theta: its trained numbers, and its running statistics (empty for most)."""

    start: int
    stop: int
    tail_start: int
    tail_stop: int


@lru_cache(maxsize=256)
def slots(network: "Network") -> tuple[Slot, ...]:
    """One slot per layer, in the order of the layers."""
    start, tail = 0, network.trainable
    found: list[Slot] = []
    for inputs, layer in _with_inputs(network):
        trained, running = sizes(layer, inputs)
        found.append(Slot(start, start + trained, tail, tail + running))
        start, tail = start + trained, tail + running
    return tuple(found)


def sizes(layer: object, inputs: int) -> tuple[int, int]:
    """How many trained numbers and how many running statistics a layer has over this many inputs."""
    match layer:
        case Dense():
            return layer.units * (inputs + layer.use_bias), 0
        case BatchNormalization():
            return 2 * inputs, 2 * inputs
        case _:
            return 0, 0


def parts(network: "Network", theta: Array) -> list[Parts]:
    """What each layer finds in this vector, in the order of the layers, as views."""
    found: list[Parts] = []
    for (inputs, layer), slot in zip(_with_inputs(network), slots(network), strict=True):
        stretch = theta[slot.start : slot.stop]
        match layer:
            case Dense():
                found.append(_dense_parts(layer, inputs, stretch))
            case BatchNormalization():
                tail = theta[slot.tail_start : slot.tail_stop]
                found.append(NormParts(*stretch.reshape(2, inputs), *tail.reshape(2, inputs)))
            case _:
                found.append(None)
    return found


def _dense_parts(layer: Dense, inputs: int, stretch: Array) -> DenseParts:
    weights = layer.units * inputs
    if not layer.use_bias:
        return DenseParts(stretch.reshape(layer.units, inputs), None, None)
    if weights >= WIDE_FROM:
        return DenseParts(stretch[:weights].reshape(layer.units, inputs), stretch[weights:], None)
    block = stretch.reshape(layer.units, inputs + 1)
    return DenseParts(block[:, :-1], block[:, -1], block)


def views(network: "Network", theta: Array) -> list[dict[str, Array]]:
    """Writable views of theta, one entry per layer that has parameters: see `Network.views`."""
    return [_named(found) for found in parts(network, theta) if found is not None]


def dense_views(network: "Network", theta: Array) -> list[dict[str, Array]]:
    """Writable views of theta, one entry per dense layer."""
    return [_named(found) for found in parts(network, theta) if isinstance(found, DenseParts)]


def _named(found: DenseParts | NormParts) -> dict[str, Array]:
    if isinstance(found, NormParts):
        return found._asdict()
    named = {"weights": found.weights.T}
    if found.biases is not None:
        named["biases"] = found.biases
    return named


def places(pairs: tuple[Connection, ...]) -> list[tuple[str, tuple[NDArray[np.intp], ...]]]:
    """Where connections and biases (input BIAS) stand in the views of their layer: (kind of view, index into it)."""
    inputs, units = np.array(pairs, np.intp).reshape(-1, 2).T
    is_bias = inputs == BIAS
    return [("weights", (inputs[~is_bias], units[~is_bias])), ("biases", (units[is_bias],))]


def free_biases(layer: Dense) -> NDArray[np.bool_]:
    """Which biases of a layer may be others after an edit that is not about them: there, and not locked. (units,)"""
    is_free = np.full(layer.units, layer.use_bias and not layer.lock_biases)
    for kind, (*_, units) in places(layer.locked):
        if kind == "biases":
            is_free[units] = False
    return is_free


@lru_cache(maxsize=16)
def masks(network: "Network") -> tuple[NDArray[np.bool_] | None, NDArray[np.intp] | None]:
    """(what training may move, as truths over the trained numbers; the places of cut connections), read-only.

    None where nothing is locked or cut.
    """
    dense = network.dense
    if not any(layer.locked or layer.cut or layer.lock_biases for layer in dense):
        return None, None
    free, gone = np.ones(network.size, np.float32), np.zeros(network.size, np.float32)
    for layer, here, there in zip(dense, dense_views(network, free), dense_views(network, gone), strict=True):
        for pairs, view, value in ((layer.locked, here, 0.0), (layer.cut, here, 0.0), (layer.cut, there, 1.0)):
            for kind, index in places(pairs):
                if kind in view:
                    view[kind][index] = value
        if layer.lock_biases and "biases" in here:
            here["biases"][...] = 0.0
    is_free, cut = free[: network.trainable] > 0.0, np.flatnonzero(gone)
    is_free.flags.writeable = cut.flags.writeable = False
    return is_free, cut if cut.size else None


@lru_cache(maxsize=16)
def weights_only(network: "Network") -> NDArray[np.bool_]:
    """Which of the trained numbers are weights of connections: what penalties are on. Read-only."""
    marked = np.zeros(network.size, np.float32)
    for view in dense_views(network, marked):
        view["weights"][...] = 1.0
    is_weight: NDArray[np.bool_] = marked[: network.trainable] > 0.0
    is_weight.flags.writeable = False
    return is_weight


def _with_inputs(network: "Network") -> Iterator[tuple[int, object]]:
    """Each layer with the number of its inputs."""
    width = network.inputs
    for layer in network.layers:
        yield width, layer
        if isinstance(layer, Dense):
            width = layer.units
