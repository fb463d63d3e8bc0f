"""Points drawn from a shape: two classes in the plane, or a number over one or two inputs.

The places of the points, their noise and the split into training and test points come from three random streams of one
seed. So a change of the noise moves the same points a little and leaves each on its side of the split.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.data.features import REACH as REACH
from core.data.features import labels_of
from core.data.recipes import Points, PointsKind
from core.randomness import stream

Draw = Callable[[np.random.Generator, int], Array]
"""(generator, count) -> places (count, inputs)"""


@dataclass(frozen=True)
class Cloud:
    """Two classes of points (x1, x2).

    positive, negative  draw the places of class 1 and of class 0
    jitter              how far 100 % noise moves a point along each axis, at most
    classes             what class 0 and class 1 are called
    """

    positive: Draw
    negative: Draw
    jitter: float
    classes: tuple[str, str]


@dataclass(frozen=True)
class Curve:
    """A number over x, for x drawn evenly from [-6, 6] on each axis.

    target  x (samples, inputs) -> y (samples, 1), within [-1, 1]
    """

    inputs: int
    target: Callable[[Array], Array]


def _around(radius: Array, angle: Array) -> Array:
    """Places (count, 2) at a radius and an angle, both (count,), the angle in radians clockwise from the top."""
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])


def _disc(nearest: float, farthest: float) -> Draw:
    """Every radius between the two is as likely as any other, so points crowd at the middle of a full disc."""

    def draw(generator: np.random.Generator, count: int) -> Array:
        radius = generator.uniform(nearest, farthest, count)
        return _around(radius, generator.uniform(0.0, 2.0 * np.pi, count))

    return draw


def _quadrants(sign_of_product: float) -> Draw:
    """Two opposite quadrants, with a gap of 0.3 to either side of both axes."""

    def draw(generator: np.random.Generator, count: int) -> Array:
        sizes = generator.uniform(0.3, 5.3, (count, 2))
        first = generator.choice([-1.0, 1.0], count)
        signs: Array = np.column_stack([first, first * sign_of_product])
        return sizes * signs

    return draw


def _blob(middle: float) -> Draw:
    """A normal cloud of variance 0.5 around (middle, middle)."""

    def draw(generator: np.random.Generator, count: int) -> Array:
        return generator.normal(middle, np.sqrt(0.5), (count, 2))

    return draw


def _beside_line(side: float) -> Draw:
    """An oval of points to one side of the line 0.6 x1 + 0.8 x2 = 1: between 0.5 and 3.5 away from it, evenly.

    side  1 or -1: up and to the right of the line, or down and to the left
    """
    across = np.array([0.6, 0.8])
    along = np.array([0.8, -0.6])

    def draw(generator: np.random.Generator, count: int) -> Array:
        radius, angle = np.sqrt(generator.uniform(0.0, 1.0, count)), generator.uniform(0.0, 2.0 * np.pi, count)
        away = side * (2.0 + 1.5 * radius * np.cos(angle))
        places: Array = across * (1.0 + away)[:, np.newaxis] + along * (4.5 * radius * np.sin(angle))[:, np.newaxis]
        return places

    return draw


def _arm(start: float) -> Draw:
    """One arm of a spiral: one and three quarter turns from the middle out to radius 5."""

    def draw(generator: np.random.Generator, count: int) -> Array:
        along = generator.uniform(0.0, 1.0, count)
        return _around(5.0 * along, start + 1.75 * 2.0 * np.pi * along)

    return draw


def _moon(sign: float) -> Draw:
    """A half circle of radius 3.5: the upper one for sign 1; the lower one for -1, with one tip inside the upper."""

    def draw(generator: np.random.Generator, count: int) -> Array:
        half_circle = _around(np.full(count, 3.5), generator.uniform(-np.pi / 2.0, np.pi / 2.0, count))
        moved: Array = half_circle - np.array([1.75, 0.875])
        return sign * moved

    return draw


CLOUDS: dict[PointsKind, Cloud] = {
    "circle": Cloud(_disc(0.0, 2.5), _disc(3.5, 5.0), 5.0, ("outer", "inner")),
    "xor": Cloud(_quadrants(1.0), _quadrants(-1.0), 5.0, ("signs differ", "signs agree")),
    "gauss": Cloud(_blob(2.0), _blob(-2.0), 6.5, ("lower left", "upper right")),
    # Noise of p % moves a point by up to 0.6 * 3.5 p / 100 + 0.8 * 3.5 p / 100 towards the line: 0.49 at 10 %.
    "clouds": Cloud(_beside_line(1.0), _beside_line(-1.0), 3.5, ("below", "above")),
    "spiral": Cloud(_arm(0.0), _arm(np.pi), 1.0, ("second arm", "first arm")),
    "moons": Cloud(_moon(1.0), _moon(-1.0), 4.0, ("lower", "upper")),
}

CURVES: dict[PointsKind, Curve] = {
    "plane": Curve(2, lambda x: x.sum(axis=1, keepdims=True) / (2.0 * REACH)),
    "sine": Curve(1, np.sin),
}


def draw_points(recipe: Points) -> Dataset:
    """The points of this recipe, in float64 and in a shuffled order: their places, and as x the features of these.

    Classes are half 0 and half 1 (one more 0 where the number is odd). Noise of p percent moves a point of a class
    along each axis by up to p / 100 times the jitter of its shape, and keeps its class; for a regression it changes the
    target by up to p / 100, while x stays.
    """
    places, noise = stream(recipe.seed, "points", 0), stream(recipe.seed, "points", 1)
    share_of_noise = recipe.noise / 100.0
    classes: tuple[str, ...] = ()
    if recipe.shape in CLOUDS:
        cloud = CLOUDS[recipe.shape]
        ones = recipe.samples // 2
        zeros = recipe.samples - ones
        raw = np.concatenate([cloud.positive(places, ones), cloud.negative(places, zeros)])
        raw = _mirrored(raw + cloud.jitter * share_of_noise * noise.uniform(-1.0, 1.0, raw.shape))
        y = np.concatenate([np.ones((ones, 1)), np.zeros((zeros, 1))])
        classes = cloud.classes
    else:
        curve = CURVES[recipe.shape]
        raw = places.uniform(-REACH, REACH, (recipe.samples, curve.inputs))
        y = curve.target(raw) + share_of_noise * noise.uniform(-1.0, 1.0, (recipe.samples, 1))

    # The split takes the first ones of one order: a larger share keeps every training point and adds some.
    order = stream(recipe.seed, "split").permutation(recipe.samples)
    trained = round(recipe.samples * recipe.share / 100.0)
    train, test = order[:trained], order[trained:]
    x = recipe.expand(raw.T).T
    return Dataset(
        x[train],
        y[train],
        x[test],
        y[test],
        task="two classes" if classes else "regression",
        input_names=labels_of(recipe.features) if recipe.is_planar else ("x",),
        classes=classes,
        raw=raw[train],
        raw_test=raw[test],
    )


def _mirrored(x: Array) -> Array:
    """x with what noise has thrown over the border of the picture folded back into it."""
    return np.where(np.abs(x) > REACH, np.clip(np.sign(x) * 2.0 * REACH - x, -REACH, REACH), x)
