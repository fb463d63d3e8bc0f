"""What a network can be given of a point (x1, x2): its two numbers, and functions of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.arrays import Array
from core.errors import UserError

REACH = 6.0
"""Points lie within [-6, 6] on each axis, the range that pictures of them show."""
Operation = Literal["number", "product", "sine"]


@dataclass(frozen=True)
class Feature:
    """One number made of a point; whoever exports a model says the same operations in another language.

    name       as recipes and files say it
    label      as it is shown
    operation  number: one of the point's numbers as it is; product: of two of them; sine: of one, in radians
    of         which of the point's numbers go into it, counted from 0
    """

    name: str
    label: str
    operation: Operation
    of: tuple[int, ...]

    def __call__(self, raw: Array) -> Array:
        """Its value at each point, (points,).    raw (2, points)"""
        values: Array = raw[self.of[0]]
        match self.operation:
            case "product":
                values = values * raw[self.of[1]]
            case "sine":
                values = np.sin(values)
        return values


FEATURES = {
    feature.name: feature
    for feature in (
        Feature("x1", "x₁", "number", (0,)),
        Feature("x2", "x₂", "number", (1,)),
        Feature("x1^2", "x₁²", "product", (0, 0)),
        Feature("x2^2", "x₂²", "product", (1, 1)),
        Feature("x1*x2", "x₁x₂", "product", (0, 1)),
        Feature("sin x1", "sin x₁", "sine", (0,)),
        Feature("sin x2", "sin x₂", "sine", (1,)),
    )
}
"""By name, in the order in which they stand as inputs."""

PLAIN = ("x1", "x2")
"""The features that are the point itself."""


def labels_of(features: Iterable[str]) -> tuple[str, ...]:
    """How these features are shown."""
    return tuple(FEATURES[name].label for name in features)


def expand(features: tuple[str, ...], raw: Array, dtype: str = "float64") -> Array:
    """These features of points, (features, points).    raw (2, points)

    Computed in float64 and rounded once, so that they are the same whatever a network computes with.
    """
    raw = np.asarray(raw, np.float64)
    found = np.empty((len(features), raw.shape[1]), dtype)
    for row, name in zip(found, features, strict=True):
        row[...] = FEATURES[name](raw)
    return found


def check_features(features: tuple[str, ...]) -> None:
    """Raises UserError unless these are some of the features, at least one, each once and in their order."""
    if not features:
        raise UserError("A network needs at least one input.", "Switch on a feature.")
    for name in features:
        if name not in FEATURES:
            raise UserError(f"There is no feature {name!r}.", f"There are {', '.join(FEATURES)}.")
    if features != tuple(name for name in FEATURES if name in features):
        raise UserError(
            f"The features cannot stand as {', '.join(features)}.",
            f"Each stands once, in the order {', '.join(FEATURES)}.",
        )
