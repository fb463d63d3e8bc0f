"""A model's layers in the network's own number type, as every form holds them that has nothing but dense layers."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.errors import UserError
from core.export.model import Model
from core.export.steps import DenseStep, ShiftStep


@dataclass(frozen=True, eq=False)
class Layer:
    """y = f((x - shift) W + b), in the network's dtype.

    weights     W, (inputs, units)
    biases      b, (units,); None: there are none
    activation  f, by its name
    shift       (inputs,), subtracted ahead of everything else; None: nothing is
    """

    weights: Array
    biases: Array | None
    activation: str
    shift: Array | None = None


def layers_of(model: Model) -> tuple[Layer, ...]:
    """The layers from the network's inputs to its outputs: dropout is gone, batch normalizations are folded.

    Raises UserError where a folded number is beyond what the network's dtype can hold.
    """
    dtype = model.network.dtype
    found: list[Layer] = []
    shift: Array | None = None
    for step in model.steps():
        if isinstance(step, ShiftStep):
            shift = _held(step.mean, dtype)
        elif isinstance(step, DenseStep):
            biases = None if step.biases is None else _held(step.biases, dtype)
            found.append(Layer(_held(step.weights, dtype), biases, step.activation, shift))
            shift = None
    return tuple(found)


def _held(numbers: Array, dtype: str) -> Array:
    with np.errstate(over="ignore"):
        held: Array = numbers.astype(dtype)
    if not np.isfinite(held).all():
        raise UserError(
            f"A weight is beyond what {dtype} can hold once the batch normalization is folded into it.",
            "Nothing was written; try float64." if dtype == "float32" else "Nothing was written.",
        )
    return held
