"""Where each layer's numbers live in the flat vector theta.

A dense layer is one block (units, inputs + 1) with the bias as its last column, so that a single product with
activations that carry a row of ones adds the bias too, and a single product gives both gradients (`core.plan`).
The order is the engine's own business: everybody else reaches theta through `views`, which share its memory.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from core.arrays import Array

if TYPE_CHECKING:
    from core.network import Network


class Slot(NamedTuple):
    """A layer's stretch of theta."""

    start: int
    stop: int
    shape: tuple[int, int]
    has_bias: bool


@lru_cache(maxsize=256)
def slots(network: "Network") -> tuple[Slot, ...]:
    """One slot per layer, in the order of the layers."""
    found: list[Slot] = []
    start = 0
    for inputs, layer in zip(network.widths, network.layers, strict=False):
        shape = layer.parameter_shape(inputs)
        stop = start + shape[0] * shape[1]
        found.append(Slot(start, stop, shape, layer.use_bias))
        start = stop
    return tuple(found)


def blocks(network: "Network", theta: Array) -> list[Array]:
    """Each layer's block (units, inputs + 1), a view of theta."""
    return [theta[slot.start : slot.stop].reshape(slot.shape) for slot in slots(network)]


def views(network: "Network", theta: Array) -> list[dict[str, Array]]:
    """Per layer {"weights": (inputs, units), "biases": (units,)}, writable views of theta."""
    found: list[dict[str, Array]] = []
    for slot, block in zip(slots(network), blocks(network, theta), strict=True):
        if slot.has_bias:
            found.append({"weights": block[:, :-1].T, "biases": block[:, -1]})
        else:
            found.append({"weights": block.T})
    return found
