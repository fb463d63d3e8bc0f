"""The line at which a neuron fed by x1 and x2 changes sides, w1 x1 + w2 x2 + b = 0, in the data's own units.

Where a table's columns are scaled, or a batch normalization stands between the inputs and the neuron, what comes in is
stretched and shifted; the line is that of what went in, and moving it says which weights give it.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core import layout
from core.arrays import Array
from core.data.features import PLAIN
from core.data.recipes import Recipe, features_of
from core.data.table import Table
from core.errors import UserError
from core.layers import BatchNormalization, Dense
from core.layers.place import NormParts
from core.moves import BIAS
from core.network import Network
from core.probe.extent import Extent

Point = tuple[float, float]
Place = tuple[int, int, int]
SMALLEST_STRETCH = 1e-6
"""Where a batch normalization leaves less than this of an input, no weight could turn a line."""


class Given(NamedTuple):
    """What the network is given of two numbers x: x scale + shift, (2,) each."""

    scale: Array
    shift: Array


AS_THEY_ARE = Given(np.ones(2), np.zeros(2))


def given_by(data: Recipe | None) -> Given | None:
    """What the network is given of the two numbers of a place of these data; None: it is not these two alone."""
    if features_of(data) == PLAIN:
        return AS_THEY_ARE
    if isinstance(data, Table) and [column.kind for column in data.features] == ["number", "number"]:
        fitted = data.prepared.fitted
        return Given(fitted.factor, -fitted.offset * fitted.factor)
    return None


@dataclass(frozen=True)
class Line:
    """w1 x1 + w2 x2 + b = 0; where the left side is above 0 is the neuron's positive side.

    centre  a point that it always goes through, because the layer has no biases; None: it can be anywhere
    """

    w1: float
    w2: float
    b: float
    centre: Point | None = None

    @property
    def steepness(self) -> float:
        """|w|: by how much the sum grows per unit of the way across the line."""
        return math.hypot(self.w1, self.w2)

    def __call__(self, point: Point) -> float:
        """The sum w1 x1 + w2 x2 + b at a point."""
        return self.w1 * point[0] + self.w2 * point[1] + self.b

    def shifted(self, start: Point, end: Point) -> "Line":
        """The parallel line, moved along from one point to another."""
        return Line(self.w1, self.w2, self.b - self.w1 * (end[0] - start[0]) - self.w2 * (end[1] - start[1]))

    def turned(self, pivot: Point, start: Point, end: Point) -> "Line":
        """The line turned around a point on it, by the angle between the ways to start and to end; |w| stays."""
        before = math.atan2(start[1] - pivot[1], start[0] - pivot[0])
        after = math.atan2(end[1] - pivot[1], end[0] - pivot[0])
        cosine, sine = math.cos(after - before), math.sin(after - before)
        w1, w2 = self.w1 * cosine - self.w2 * sine, self.w1 * sine + self.w2 * cosine
        return Line(w1, w2, -(w1 * pivot[0] + w2 * pivot[1]), self.centre)

    def within(self, extent: Extent) -> tuple[Point, Point] | None:
        """Both ends of its part in a rectangle; None: it does not cross it, or there is no line.

        Seen from the first end towards the second one, the positive side is on the left.
        """
        length = self.steepness
        if not (math.isfinite(length) and math.isfinite(self.b)) or length == 0.0:
            return None
        normal = self.w1 / length, self.w2 / length
        foot = -self.b / length * normal[0], -self.b / length * normal[1]
        along = normal[1], -normal[0]
        low, high = -math.inf, math.inf
        sides = (extent.left, extent.right), (extent.bottom, extent.top)
        for at, step, (least, most) in zip(foot, along, sides, strict=True):
            if abs(step) < 1e-12:
                if not least <= at <= most:
                    return None
                continue
            ends = sorted(((least - at) / step, (most - at) / step))
            low, high = max(low, ends[0]), min(high, ends[1])
        if low >= high:
            return None
        first, second = ((foot[0] + t * along[0], foot[1] + t * along[1]) for t in (low, high))
        return first, second


def line_of(network: Network, theta: Array, unit: int, given: Given = AS_THEY_ARE) -> Line:
    """The line of a neuron of the first layer of a network with two inputs, over the numbers these are made of."""
    weights, bias = _found(network, theta, unit)
    scale, shift = _between(network, theta, given)
    centre: Point | None = None
    if bias is None:
        x1, x2 = np.divide(-shift, scale, out=np.zeros(2), where=scale != 0.0).tolist()
        centre = (x1, x2)
    w1, w2 = (weights * scale).tolist()
    return Line(w1, w2, float((0.0 if bias is None else bias) + weights @ shift), centre)


def numbers_for(
    network: Network, theta: Array, unit: int, line: Line, is_turned: bool, given: Given = AS_THEY_ARE
) -> tuple[tuple[Place, ...], tuple[float, ...]]:
    """Which numbers have to stand where for the neuron to have this line.

    is_turned  False: it is a parallel one, for which the weights stay what they are

    Raises UserError where the neuron cannot have this line.
    """
    scale, shift = _between(network, theta, given)
    weights, bias = _found(network, theta, unit)
    found: dict[Place, float] = {}
    if is_turned:
        if np.abs(scale / given.scale).min() < SMALLEST_STRETCH:
            raise UserError(
                "This line cannot be turned: the batch normalization leaves nothing of an input.",
                "Take the batch normalization out, or train on.",
            )
        weights = np.array([line.w1, line.w2]) / scale
        found[0, 0, unit], found[0, 1, unit] = weights.tolist()
    elif bias is None:
        raise UserError(
            "This line cannot be shifted: its layer has no biases.", "Drag one of its two ends, which turns it."
        )
    if bias is not None:
        found[0, BIAS, unit] = line.b - float(weights @ shift)
    return tuple(found), tuple(found.values())


def _found(network: Network, theta: Array, unit: int) -> tuple[Array, float | None]:
    """The neuron's own weights (2,) and bias; None: its layer has none."""
    view = network.dense_views(theta)[0]
    biases = view.get("biases")
    return view["weights"][:, unit].astype(np.float64), None if biases is None else float(biases[unit])


def _between(network: Network, theta: Array, given: Given) -> Given:
    """What reaches the first layer."""
    scale, shift = given
    for layer, own in zip(network.layers, layout.parts(network, theta), strict=True):
        if isinstance(layer, Dense):
            break
        if isinstance(layer, BatchNormalization) and isinstance(own, NormParts):
            stretch = own.gamma / np.sqrt(own.moving_variance.astype(np.float64) + layer.epsilon)
            scale, shift = scale * stretch, (shift - own.moving_mean) * stretch + own.beta
    return Given(scale, shift)
