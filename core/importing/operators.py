"""The elementwise operators of ONNX that activations are made of, computed in float64."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from core.activations import ACTIVATIONS, LEAK
from core.importing.pieces import Numbers

Attributes = Mapping[str, Any]
Computed = Callable[..., Numbers]
Affine = Callable[..., tuple[Numbers | None, Numbers | None]]


class Operator(NamedTuple):
    """One operator.

    compute  from its operands
    factor   (scale, shift) where it is y = scale x + shift: given the operands, with None for x
    why_not  a part of a sentence, for where it turns out to be no activation of ours
    """

    compute: Computed
    factor: Affine | None = None
    why_not: str = ""


def operator_named(name: str, attributes: Attributes, operands: int) -> Operator | None:
    """The operator of this name with these attributes; None where they are not what it has, or so many operands."""
    least, most = OPERANDS.get(name, (1, 1))
    if not least <= operands <= most:
        return None
    try:
        return OPERATORS[name](attributes)
    except (TypeError, ValueError, OverflowError):  # an attribute that is no number
        return None


def erf(x: Numbers) -> Numbers:
    """The error function, number by number: it is asked about few."""
    flat = np.asarray(x, np.float64).reshape(-1).tolist()
    return np.array([math.erf(one) for one in flat]).reshape(np.shape(x))


def _named(name: str) -> Computed:
    return lambda z: ACTIVATIONS[name](np.asarray(z, np.float64)[np.newaxis])[0]


def _leaky_relu(attributes: Attributes) -> Operator:
    slope = float(attributes.get("alpha", 0.01))
    return Operator(
        lambda z: np.where(z >= 0.0, z, slope * z), None, f"its slope is {slope:.4g}, that of leaky ReLU here {LEAK}"
    )


def _elu(attributes: Attributes) -> Operator:
    alpha = float(attributes.get("alpha", 1.0))
    return Operator(
        lambda z: np.where(z > 0.0, z, alpha * np.expm1(z)), None, f"its alpha is {alpha:.4g}, that of ELU here 1"
    )


def _gelu(attributes: Attributes) -> Operator:
    if attributes.get("approximate", b"none") in (b"none", "none"):
        return Operator(_named("gelu"))
    bend = math.sqrt(2.0 / np.pi)
    return Operator(
        lambda z: 0.5 * z * (1.0 + np.tanh(bend * (z + 0.044715 * z**3))),
        None,
        "it is computed by tanh, that here is exact",
    )


def _clip(attributes: Attributes) -> Operator:
    lowest, highest = attributes.get("min"), attributes.get("max")

    def compute(z: Numbers, low: Numbers | None = None, high: Numbers | None = None) -> Numbers:
        low = np.asarray(-np.inf if lowest is None else lowest) if low is None else low
        high = np.asarray(np.inf if highest is None else highest) if high is None else high
        # What stands for no bound in older files is the largest number of float32.
        low, high = np.where(low < -3e38, -np.inf, low), np.where(high > 3e38, np.inf, high)
        return np.asarray(np.clip(z, low, high))

    return Operator(compute, None, "it keeps numbers between two bounds")


def _p_relu(attributes: Attributes) -> Operator:
    why = f"its slope is none that all units share, or another than that of leaky ReLU here, {LEAK}"
    return Operator(lambda z, slope: np.where(z >= 0.0, z, slope * z), None, why)


def _cast(attributes: Attributes) -> Operator:
    return Operator(lambda z: np.asarray(z, np.float64))


def _same(attributes: Attributes) -> Operator:
    return Operator(lambda z, *_: z)


def _plain(compute: Computed, factor: Affine | None = None) -> Callable[[Attributes], Operator]:
    return lambda attributes: Operator(compute, factor)


def _wide(number: Numbers | None) -> Numbers | None:
    return None if number is None else np.asarray(number, np.float64)


def _add(*parts: Numbers | None) -> tuple[Numbers | None, Numbers | None]:
    known = [part for part in parts if part is not None]
    return (None, known[0]) if len(known) == 1 else (None, None)


def _sub(x: Numbers | None, y: Numbers | None) -> tuple[Numbers | None, Numbers | None]:
    return (None, -y) if y is not None else (np.full((), -1.0), _wide(x))


def _mul(x: Numbers | None, y: Numbers | None) -> tuple[Numbers | None, Numbers | None]:
    return _wide(y if x is None else x), None


def _div(x: Numbers | None, y: Numbers | None) -> tuple[Numbers | None, Numbers | None]:
    return (None, None) if y is None else (1.0 / np.asarray(y, np.float64), None)


OPERANDS = {
    **dict.fromkeys(("Sub", "Mul", "Div", "Add", "Pow", "PRelu"), (2, 2)),
    **dict.fromkeys(("Greater", "GreaterOrEqual", "Less", "LessOrEqual"), (2, 2)),
    **dict.fromkeys(("Sum", "Max", "Min"), (1, 20)),
    "Where": (3, 3),
    "Clip": (1, 3),
}
"""How many operands those have that have not just one: at least, at most."""
TRUTHS = {"Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not"}
"""Those that answer yes or no."""

OPERATORS: dict[str, Callable[[Attributes], Operator]] = {
    "Identity": _same,
    "Cast": _cast,
    "Relu": _plain(lambda z: np.maximum(z, 0.0)),
    "Sigmoid": _plain(_named("sigmoid")),
    "Tanh": _plain(np.tanh),
    "Softplus": _plain(_named("softplus")),
    "Swish": lambda attributes: (
        Operator(_named("swish"))
        if float(attributes.get("alpha", 1.0)) == 1.0
        else Operator(_named("linear"), None, "its alpha is not 1")
    ),
    "LeakyRelu": _leaky_relu,
    "PRelu": _p_relu,
    "Elu": _elu,
    "Celu": _elu,
    "Gelu": _gelu,
    "Clip": _clip,
    "Exp": _plain(np.exp),
    "Log": _plain(np.log),
    "Neg": _plain(np.negative, lambda x: (np.full((), -1.0), None)),
    "Abs": _plain(np.abs),
    "Sqrt": _plain(np.sqrt),
    "Reciprocal": _plain(lambda z: 1.0 / np.asarray(z, np.float64)),
    "Erf": _plain(erf),
    "Add": _plain(np.add, _add),
    "Sum": _plain(lambda *parts: np.asarray(sum(parts)), _add),
    "Sub": _plain(np.subtract, _sub),
    "Mul": _plain(np.multiply, _mul),
    "Div": _plain(lambda x, y: np.divide(x, np.asarray(y, np.float64)), _div),
    "Pow": _plain(lambda x, y: np.power(np.asarray(x, np.float64), y)),
    "Max": _plain(lambda *parts: np.maximum.reduce(np.broadcast_arrays(*parts))),
    "Min": _plain(lambda *parts: np.minimum.reduce(np.broadcast_arrays(*parts))),
    "Greater": _plain(np.greater),
    "GreaterOrEqual": _plain(np.greater_equal),
    "Less": _plain(np.less),
    "LessOrEqual": _plain(np.less_equal),
    "Where": _plain(np.where),
    "Not": _plain(np.logical_not),
}
"""By name: from the attributes of a node to what it computes."""
