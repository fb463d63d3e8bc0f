"""A model computed from its description alone: what proves a file that only holds numbers.

It shares no formula with `core.activations` and no plan with the engine, so that both must be right to agree.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from core.arrays import Array
from core.export.stack import Layer


def _shares(powers: Array) -> Array:
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


_ERFC = np.vectorize(math.erfc, otypes=[np.float64])

FORMULAS: dict[str, Callable[[Array], Array]] = {
    "linear": lambda z: z,
    "step": lambda z: np.asarray(z >= 0.0, z.dtype),
    "sigmoid": lambda z: np.exp(-np.logaddexp(0.0, -z)),
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0.0, z, 0.0),
    "leaky_relu": lambda z: np.where(z > 0.0, z, 0.2 * z),
    "elu": lambda z: np.where(z > 0.0, z, np.expm1(z)),
    "gelu": lambda z: 0.5 * z * _ERFC(-z / math.sqrt(2.0)),
    "swish": lambda z: z * np.exp(-np.logaddexp(0.0, -z)),
    "softplus": lambda z: np.logaddexp(0.0, z),
    "softmax": lambda z: _shares(np.exp(z - z.max(axis=1, keepdims=True))),
}
"""f(z) for sums z (rows, units), by the activation's name."""


def answers(description: Mapping[str, Any], layers: Sequence[Layer], x: Array) -> Array:
    """What the model says to rows x (rows, columns): (rows, outputs), in the dtype of its weights.

    description  as `core.export.described.description` has it
    """
    dtype = layers[0].weights.dtype
    with np.errstate(all="ignore"):
        y = _inputs(description, np.asarray(x, np.float64)).astype(dtype)
        for layer in layers:
            z = (y if layer.shift is None else y - layer.shift) @ layer.weights
            y = FORMULAS[layer.activation](z if layer.biases is None else z + layer.biases).astype(dtype)
        target = description["target"]
        if target is None:
            return y
        own: Array = y.astype(np.float64) / target["factor"] + target["offset"]
        return own.astype(dtype)


def _inputs(description: Mapping[str, Any], x: Array) -> Array:
    if description["features"]:
        return np.stack([_feature(feature, x.T) for feature in description["features"]], axis=1)
    parts = []
    for column, numbers in zip(description["columns"], x.T, strict=True):
        known = np.where(np.isfinite(numbers), numbers, column.get("fill", numbers))[:, np.newaxis]
        if column["kind"] == "category":
            parts.append(np.asarray(known == np.arange(len(column["categories"])), np.float64))
        else:
            parts.append((known - column.get("offset", 0.0)) * column.get("factor", 1.0))
    return np.concatenate(parts, axis=1)


def _feature(feature: Mapping[str, Any], x: Array) -> Array:
    of = x[feature["of"]]
    if feature["operation"] == "sine":
        return np.asarray(np.sin(of[0]))
    return np.asarray(np.prod(of, axis=0) if feature["operation"] == "product" else of[0])
