"""Which neurons have stopped taking part: dead ones, and saturated ones that hardly learn.

Off is not dead: a ReLU neuron that says 0 is off for this sample; it is dead when it is on for none of them. So every
sample is looked at, however many there are; the cost is one forward pass over them, in pieces of bounded memory.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array
from core.network import Network
from core.probe.samples import check_samples, columns

MOST_VALUES = 2_000_000
"""How many activations are held at a time."""

FLAT: dict[str, tuple[float, float]] = {"sigmoid": (0.02, 0.98), "tanh": (-0.96, 0.96)}
"""Outputs outside of these bounds are saturated: there the slope is below 8 % of the steepest.

sigmoid  a (1 - a) = 0.0196 of 0.25;    tanh  1 - a^2 = 0.0784 of 1;    both at the same z, since tanh z = 2 s(2 z) - 1
"""


@dataclass(frozen=True, eq=False)
class LayerHealth:
    """How the neurons of one dense layer fare over some samples; None where the notion has no meaning.

    dead       (units,) True: on for no sample. Only ReLU can die: the others let some slope through everywhere
    saturated  (units,) the share of samples for which the output lies where sigmoid or tanh is flat. In a hidden layer
               that stops learning; at the output it is how a sure answer looks
    """

    dead: NDArray[np.bool_] | None
    saturated: NDArray[np.float64] | None

    @property
    def saturated_share(self) -> float | None:
        """The share of (neuron, sample) pairs that are saturated."""
        return None if self.saturated is None else float(self.saturated.mean())

    @property
    def always_saturated(self) -> NDArray[np.bool_] | None:
        """(units,) True: saturated for every sample."""
        return None if self.saturated is None else self.saturated == 1.0


@np.errstate(over="ignore", invalid="ignore")
def health(network: Network, theta: Array, x: ArrayLike) -> list[LayerHealth]:
    """One entry per dense layer, over all samples of x (samples, inputs).

    A neuron whose output is not a number counts as neither dead nor saturated. Raises UserError for x of a wrong shape,
    without samples or with a number that is not finite, and for a theta that is not this network's.
    """
    samples = check_samples(network, x)
    layers = network.dense
    flat = [np.zeros(layer.units, np.intp) for layer in layers]
    off = [np.zeros(layer.units, np.intp) for layer in layers]
    at_once = max(1, MOST_VALUES // (network.inputs + sum(layer.units for layer in layers)))
    for start in range(0, len(samples), at_once):
        activations = network.activations(theta, columns(network, samples[start : start + at_once]))
        for index, (layer, a) in enumerate(zip(layers, activations, strict=True)):
            if layer.activation == "relu":
                off[index] += np.count_nonzero(a <= 0.0, axis=1)
            elif layer.activation in FLAT:
                low, high = FLAT[layer.activation]
                flat[index] += np.count_nonzero((a < low) | (a > high), axis=1)
    return [
        LayerHealth(
            dead=off[index] == len(samples) if layer.activation == "relu" else None,
            saturated=flat[index] / len(samples) if layer.activation in FLAT else None,
        )
        for index, layer in enumerate(layers)
    ]
