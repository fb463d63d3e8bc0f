"""How a layer put before another one starts: so that the two say what the one said.

The matrix W is written as D E: either D is the identity, where there is room for it, or the singular values say which
few directions matter most (Eckart and Young). Each direction u = x D is carried by one neuron or by a pair of them, in
whichever way the activation f lets a number pass:

as it is   f(u) = u: linear ones, and those that cut off what is below zero, over what is never below zero
in pairs   f(u) - f(-u) = c u, exactly: ReLU, Leaky ReLU, GELU, Swish and softplus
shifted    f(u + a) ~ u + a, so far to the right that f is straight there
gently     f(g u) ~ f(0) + f'(0) g u for a small gain g: tanh and sigmoid are straight around zero. Two neurons, one a
           little to the left and one to the right, are much straighter: their bends cancel. Wherever there is room for
           that it is done; else the gain is not made as small as it could be, since weights above that make up for
           small gains upset the training that follows. A single sigmoid or tanh above hears no difference between
           large numbers: there f need be straight only around its middle, and the weights stay small
as steps   a step tells only on which side of its mean a direction is
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core import layout
from core.activations import LEAK, activation_named
from core.arrays import Array
from core.layers import BatchNormalization, Dense
from core.network import Network

SAMPLES = 1000
LARGE = 400
"""Of larger matrices the strongest directions are found only nearly."""
MARGIN = 0.5
"""How much further than the samples reach, as a share of that, a shift leaves room for."""
STRAIGHT = 0.5
"""How far tanh is used to both sides of zero: it is straight there to within STRAIGHT^2 / 12, a fiftieth of that.

Nearer to zero it would be straighter, at the price of weights above so large that the next steps throw everything over:
with 0.1 the loss directly afterwards is the same, and within 20 epochs it is many times as high.
"""
STRAIGHT_IN_TWO, APART, SLOPE_IN_TWO = 0.4, 0.68125, 0.649582
"""The same for (tanh(z - APART) + tanh(z + APART)) / 2 ~ SLOPE_IN_TWO z, to within 0.00014 of how far it is used."""
ENOUGH = {"sigmoid": (8.0, 6.0), "tanh": (5.0, 4.0)}
"""How far c tanh(z / c) has to reach for one neuron above with this activation to say the same to within 0.01, and for
two, which do so to within 0.001: c (tanh(z / c - APART) + tanh(z / c + APART)) / (2 SLOPE_IN_TWO)."""

_Way = Literal["as it is", "in pairs", "shifted", "gently", "as steps", "bent"]
_PAIR_SLOPES = {"relu": 1.0, "leaky_relu": 1.0 + LEAK, "gelu": 1.0, "swish": 1.0, "softplus": 1.0}
_STRAIGHT_FROM = {"relu": 0.0, "leaky_relu": 0.0, "elu": 0.0, "gelu": 4.0, "swish": 12.0, "softplus": 9.0}
"""From where on f(z) = z to within 0.0002."""
_REACHES = {
    "relu": (0.0, np.inf),
    "softplus": (0.0, np.inf),
    "sigmoid": (0.0, 1.0),
    "softmax": (0.0, 1.0),
    "step": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "elu": (-1.0, np.inf),
}
"""What an activation never falls below and never rises above."""


@dataclass(frozen=True)
class StandIn:
    """x W + b ~ f(x below + biases) above + b + shift, with the first `used` neurons of the new layer.

    below (inputs, used), biases (used,), above (used, units), shift (units,), which is left out where biases are locked
    """

    below: Array
    biases: Array
    above: Array
    shift: Array

    @property
    def used(self) -> int:
        """How many neurons it takes; the others are free."""
        return len(self.biases)


def why_not(network: Network, before: int, layer: Dense) -> str | None:
    """One sentence on why this layer, put before layer `before`, cannot repeat what is said there; None: it can."""
    inputs = network.widths[before]
    one = "one neuron" if layer.units == 1 else f"{layer.units:,} neurons"
    if layer.units < _rank(network, before):
        return f"{one} cannot carry what the {inputs:,} before {'it' if layer.units == 1 else 'them'} say."
    label = activation_named(layer.activation).label
    match _way(network, before, layer):
        case "as steps":
            return "step neurons say only 0 or 1."
        case "bent":
            return f"{one} with {label} cannot repeat what those before say without biases that are free."
        case _:
            return None


def stand_in(network: Network, theta: Array, before: int, layer: Dense, generator: np.random.Generator) -> StandIn:
    """Where this layer starts when it is put before layer `before`, whose biases stay.

    theta      (parameters,) of the network as it was
    generator  draws samples to see how far the numbers there reach
    """
    weights = network.dense_views(theta)[before]["weights"].astype(np.float64)
    way = _way(network, before, layer)
    if way == "in pairs":
        return _in_pairs(*_directions(weights, layer.units // 2, generator), _PAIR_SLOPES[layer.activation])
    if way == "gently":
        return _gently(weights, network, theta, before, layer, generator)
    directions, rest = _directions(weights, layer.units, generator)
    if way in ("as it is", "bent"):
        return StandIn(directions, np.zeros(len(rest)), rest, np.zeros(weights.shape[1]))
    said = directions.T @ _heard(network, theta, before, generator)
    if way == "shifted":
        lowest = _lowest(said, directions, _reach(network, before))
        return _shifted(directions, rest, lowest, said.max(axis=1), _STRAIGHT_FROM[layer.activation])
    return _as_steps(directions, rest, said, layer.use_bias)


def _in_pairs(directions: Array, rest: Array, slope: float) -> StandIn:
    zeros = np.zeros(2 * len(rest)), np.zeros(rest.shape[1])
    return StandIn(np.hstack((directions, -directions)), zeros[0], np.vstack((rest, -rest)) / slope, zeros[1])


def _shifted(directions: Array, rest: Array, low: Array, high: Array, start: float) -> StandIn:
    """Each direction so far to the right that all from `low` on lies beyond `start`."""
    wide = high - low
    # What is left of the bend is small beside numbers that reach over at least 2.
    is_narrow = (wide > 0.0) & (wide < 2.0) & (start > 0.0)
    gain = np.where(is_narrow, 2.0 / np.where(is_narrow, wide, 2.0), 1.0)
    biases = np.maximum(0.0, start - gain * low)
    above = rest / gain[:, np.newaxis]
    return StandIn(directions * gain, biases, above, -biases @ above)


def _gently(
    weights: Array, network: Network, theta: Array, before: int, layer: Dense, generator: np.random.Generator
) -> StandIn:
    """The strongest directions by two neurons each, as many as there is room for, the others by one."""
    room, rank = layer.units, min(weights.shape)
    has_room_for_one_each = room >= 2 * len(weights) or room == len(weights) == rank
    directions, rest = _directions(weights, room if has_room_for_one_each else min(room, rank), generator)
    said = directions.T @ _heard(network, theta, before, generator)
    low, high = said.min(axis=1), said.max(axis=1)
    is_centred = layer.use_bias and has_free_biases(network, before)
    middle = (low + high) / 2.0 if is_centred else np.zeros_like(low)
    far = np.maximum(high - middle, middle - low)
    in_two = np.arange(len(rest)) < (room - len(rest) if layer.use_bias else 0)
    gain = np.where(in_two, STRAIGHT_IN_TWO, STRAIGHT) / np.where(far > 0.0, far, 1.0)
    # For one, the straight line that is never further from tanh than STRAIGHT^3 / 12 (Chebyshev).
    slope = gain * np.where(in_two, 2.0 * SLOPE_IN_TWO, 1.0 - STRAIGHT**2 / 4.0)
    reach = ENOUGH.get(network.dense[before].activation) if is_centred and rest.shape == (1, 1) else None
    if reach is not None and abs(rest[0, 0]) / reach[int(in_two[0])] > gain[0]:
        gain = np.abs(rest[:, 0]) / reach[int(in_two[0])]
        slope = gain * (2.0 * SLOPE_IN_TWO if in_two[0] else 1.0)
        middle = -_biases(network, theta, before) / rest[:, 0]  # where that neuron is undecided
    above = rest / slope[:, np.newaxis]
    apart = APART * in_two
    below = np.hstack((directions * gain, (directions * gain)[:, in_two]))
    biases = np.concatenate((-gain * middle - apart, (-gain * middle + apart)[in_two]))
    above = np.vstack((above, above[in_two]))
    if layer.activation == "tanh":
        return StandIn(below, biases, above, middle @ rest)
    # sigmoid(z) = 1/2 + tanh(z / 2) / 2
    return StandIn(2.0 * below, 2.0 * biases, 2.0 * above, middle @ rest - above.sum(axis=0))


def _as_steps(directions: Array, rest: Array, said: Array, has_biases: bool) -> StandIn:
    """Each direction as two numbers: its mean on this side of its own mean, and on the other."""
    middle = said.mean(axis=1) if has_biases else np.zeros(len(rest))
    is_high = said >= middle[:, np.newaxis]
    count = is_high.sum(axis=1)
    high = (said * is_high).sum(axis=1) / np.maximum(count, 1)
    low = (said * ~is_high).sum(axis=1) / np.maximum(said.shape[1] - count, 1)
    return StandIn(directions, -middle, (high - low)[:, np.newaxis] * rest, low @ rest)


def _biases(network: Network, theta: Array, layer: int) -> Array:
    view = network.dense_views(theta)[layer]
    return np.asarray(view["biases"], np.float64) if "biases" in view else np.zeros(network.dense[layer].units)


def has_free_biases(network: Network, layer: int) -> bool:
    """Whether an edit may add to all biases of this layer: those that are locked keep their numbers."""
    return bool(layout.free_biases(network.dense[layer]).all())


def _rank(network: Network, before: int) -> int:
    """How many directions the matrix of layer `before` has at most."""
    return min(network.widths[before], network.dense[before].units)


def _way(network: Network, before: int, layer: Dense) -> _Way:
    name, inputs = layer.activation, network.widths[before]
    can_shift = has_free_biases(network, before)
    is_passed = name in ("relu", "leaky_relu", "elu") and _reach(network, before)[0] >= 0.0 and layer.units >= inputs
    if name == "linear" or is_passed:
        return "as it is"
    if name in _PAIR_SLOPES and layer.units >= 2 * _rank(network, before):
        return "in pairs"
    if name in _STRAIGHT_FROM and layer.use_bias and can_shift:
        return "shifted"
    if name == "tanh" or (name == "sigmoid" and can_shift):
        return "gently"
    return "as steps" if name == "step" else "bent"


def _directions(weights: Array, room: int, generator: np.random.Generator) -> tuple[Array, Array]:
    """D (inputs, directions) and E (directions, units) with D E = W, or the nearest that this much room allows."""
    if room >= len(weights):
        return np.eye(len(weights)), weights
    if min(weights.shape) > LARGE:
        return _nearly_strongest(weights, min(room, *weights.shape), generator)
    u, s, v = np.linalg.svd(weights, full_matrices=False)
    rank = min(room, s.size)
    root = np.sqrt(s[:rank])
    return u[:, :rank] * root, root[:, np.newaxis] * v[:rank]


def _nearly_strongest(weights: Array, count: int, generator: np.random.Generator) -> tuple[Array, Array]:
    """As many directions, near to the strongest: those in which W W^T W takes random ones.

    Halko, Martinsson and Tropp (2011), section 4.5. All singular values would take a minute, and the engine with it.
    """
    found = weights
    if count < weights.shape[1]:
        found = weights @ (weights.T @ (weights @ generator.normal(size=(weights.shape[1], count))))
    found, _ = np.linalg.qr(found)
    return found, found.T @ weights


def _reach(network: Network, before: int) -> tuple[float, float]:
    """Between which numbers everything lies that comes to layer `before`, whatever the weights."""
    normed = any(isinstance(follower, BatchNormalization) for follower in network.followers[before])
    if before == 0 or normed:
        return -np.inf, np.inf
    return _REACHES.get(network.dense[before - 1].activation, (-np.inf, np.inf))


def _heard(network: Network, theta: Array, before: int, generator: np.random.Generator) -> Array:
    """What comes to layer `before` for inputs of mean 0 and variance 1, (inputs, SAMPLES)."""
    below: Array = generator.normal(size=(network.inputs, SAMPLES)).astype(network.dtype)
    dense = 0
    for layer, parts in zip(network.layers, layout.parts(network, theta), strict=True):
        if isinstance(layer, Dense):
            if dense == before:
                break
            dense += 1
        below = layer.apply(parts, below)
    return below.astype(np.float64)


def _lowest(said: Array, directions: Array, reach: tuple[float, float]) -> Array:
    """Below what no direction is expected to fall: somewhat below all samples, but not below what can be."""
    low: Array = said.min(axis=1) - MARGIN * (said.max(axis=1) - said.min(axis=1))
    if np.isfinite(reach).any():
        ends = [np.where(directions == 0.0, 0.0, np.where(directions == 0.0, 1.0, directions) * end) for end in reach]
        low = np.maximum(low, np.minimum(*ends).sum(axis=0))
    return low
