"""What the absence of each neuron costs: how much higher the loss is, and how many answers more or less are right.

One pass gives what every neuron says. Then each neuron's part is taken out of the sums z of the next layer, which is a
change of rank one, z' = z - w a, and only the layers above are computed again: for several neurons at a time, their
samples side by side.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from core import layout
from core.activations import activation_named
from core.arrays import Array, Indices
from core.layers import Dense
from core.layers.place import DenseParts, Parts
from core.losses import loss_named
from core.network import Network
from core.probe.knockout import INPUTS, Bench, Kind
from core.probe.samples import spread

MOST_VALUES = 400_000
"""How many sums or activations of one layer are held at a time: what fits into a processor's cache."""
MOST_PRODUCTS, LEAST_SAMPLES = 20_000_000_000, 50
"""Where all samples would need more products than this (about a second), fewer of them are looked at."""


class Cost(NamedTuple):
    """What the absence of one neuron or input costs.

    layer, unit      which one; layer -1: an input
    loss_rise        how much higher the loss is without it; below 0: the network does better without
    accuracy_change  by how much the share of right answers changes, -1 to 1; None for numbers
    """

    layer: int
    unit: int
    loss_rise: float
    accuracy_change: float | None


@dataclass(frozen=True)
class Costs:
    """The costs of all inputs and hidden neurons, the dearest first.

    kind       on which samples
    looked_at  on how many of them, of `count` that there are
    """

    kind: Kind
    looked_at: int
    count: int
    ranked: tuple[Cost, ...]


def _always() -> bool:
    return True


@np.errstate(all="ignore")  # parameters that ran away show as losses that are not finite
def costs(bench: Bench, theta: Array, is_wanted: Callable[[], bool] = _always) -> Costs | None:
    """The costs on what is watched; of very wide networks on a fixed choice of it.

    is_wanted  asked now and then; where nobody waits any more the answer is None
    """
    network = bench.network
    kind, samples = bench.watched
    count = len(samples.x)
    rows = spread(count, max(LEAST_SAMPLES, MOST_PRODUCTS // _products(network)))
    x, y = samples.x[rows].T, samples.y[rows].T.astype(np.float64)
    found: list[Cost] = []
    for layer, units, judged in _judged(bench, theta, x, y, is_wanted):
        found += [Cost(layer, unit, *cost) for unit, cost in zip(units, judged, strict=True)]
    if not is_wanted():
        return None
    found.sort(key=lambda cost: -np.inf if np.isnan(cost.loss_rise) else cost.loss_rise, reverse=True)
    return Costs(kind, len(rows), count, tuple(found))


Judged = tuple[float, float | None]
"""(how much higher the loss is, by how much the share of right answers changes)"""


def _judged(
    bench: Bench, theta: Array, x: Array, y: Array, is_wanted: Callable[[], bool]
) -> Iterator[tuple[int, range, list[Judged]]]:
    """(layer, some of its units, what the absence of each costs), until nobody waits any more."""
    network = bench.network
    own = layout.parts(network, network.check_theta(theta))
    places = [index for index, layer in enumerate(network.layers) if isinstance(layer, Dense)]
    below, sums = _passed(network, own, x)
    judge = _Judge(bench, sums[-1], y)
    samples = x.shape[1]
    for column, (place, said, z) in enumerate(zip(places, below, sums, strict=True)):
        widest = max(network.widths[column + 1 :])
        at_once = max(1, MOST_VALUES // (widest * samples))
        parts = own[place]
        assert isinstance(parts, DenseParts)
        for start in range(0, len(said), at_once):
            if not is_wanted():
                return
            units = range(start, min(start + at_once, len(said)))
            part = slice(units.start, units.stop)
            changed = z[:, np.newaxis, :] - parts.weights[:, part, np.newaxis] * said[np.newaxis, part]
            outputs = _onwards(network, own, place, changed.reshape(len(z), -1))
            yield column + INPUTS, units, judge(outputs, len(units))


def _passed(network: Network, own: list[Parts], x: Array) -> tuple[list[Array], list[Array]]:
    """What comes into each dense layer and what it adds up, (inputs, samples) and (units, samples)."""
    below, sums = [], []
    passed = np.asarray(x, network.dtype)
    for layer, parts in zip(network.layers, own, strict=True):
        if isinstance(layer, Dense):
            below.append(passed)
            sums.append(layer.sums(parts, passed))
            passed = activation_named(layer.activation)(sums[-1])
        else:
            passed = layer.apply(parts, passed)
    return below, sums


def _onwards(network: Network, own: list[Parts], place: int, z: Array) -> Array:
    """The sums of the output layer, given those of the layer at `place`."""
    for index in range(place + 1, len(network.layers)):
        before, layer = network.layers[index - 1], network.layers[index]
        below = activation_named(before.activation)(z) if isinstance(before, Dense) else z
        z = layer.sums(own[index], below) if isinstance(layer, Dense) else layer.apply(own[index], below)
    return z


class _Judge:
    """Compares the sums of the output layer with those of the whole network."""

    def __init__(self, bench: Bench, z: Array, y: Array) -> None:
        self._bench, self._y = bench, y
        self._loss = loss_named(bench.training.loss)
        self._activation = activation_named(bench.network.output.activation)
        self._classes = bench.classes(y)
        (self._whole,) = self._found(z, 1)

    def __call__(self, z: Array, networks: int) -> list[Judged]:
        """z (outputs, networks * samples)"""
        loss, right = self._whole
        return [
            (other - loss, None if others_right is None or right is None else others_right - right)
            for other, others_right in self._found(z, networks)
        ]

    def _found(self, z: Array, networks: int) -> list[Judged]:
        """The loss and the share of right answers of each network."""
        a = self._activation(z)
        samples = self._y.shape[1]
        parts = [slice(start * samples, (start + 1) * samples) for start in range(networks)]
        losses = [
            self._loss.value(z[:, part].astype(np.float64), a[:, part].astype(np.float64), self._y) for part in parts
        ]
        if self._classes is None:
            return [(loss, None) for loss in losses]
        decided = self._bench.classes(a)
        assert decided is not None
        right = self._right(decided.reshape(networks, samples), self._classes)
        return list(zip(losses, right, strict=True))

    @staticmethod
    def _right(decided: Indices, wanted: Indices) -> list[float]:
        shares: list[float] = np.mean(decided == wanted, axis=1).tolist()
        return shares


def _products(network: Network) -> int:
    """How many products one sample needs: for each neuron the change of the next sums, and all layers above."""
    widths = network.widths
    above, total = 0, 0
    for inputs, units in reversed(list(pairwise(widths))):
        total += inputs * (4 * units + above)  # a change of the sums is limited by memory, not by products
        above += inputs * units
    return total
