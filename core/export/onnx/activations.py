"""The activations as ONNX operators of opset 17, in forms that ONNX Runtime computes in float32 and in float64.

It has Elu, Softplus and Erf in float32 only, and the slope of LeakyRelu is a float32 number in either case, so these
are put together from operators that know both.
"""

from collections.abc import Callable
from math import sqrt

import numpy as np

from core.activations import LEAK
from core.erf import PIVOT, VANISHES, coefficients
from core.export.onnx.nodes import Nodes, Operand


def _step(nodes: Nodes, z: str) -> str:
    from onnx import helper

    return nodes.add("Cast", nodes.add("GreaterOrEqual", z, 0.0), to=helper.np_dtype_to_tensor_dtype(nodes.dtype))


def _elu(nodes: Nodes, z: str) -> str:
    """max(z, 0) + (exp(min(z, 0)) - 1)"""
    below = nodes.add("Sub", nodes.add("Exp", nodes.add("Min", z, 0.0)), 1.0)
    return nodes.add("Add", nodes.add("Relu", z), below)


def _softplus(nodes: Nodes, z: str) -> str:
    """max(z, 0) + ln(1 + exp(-|z|))"""
    small = nodes.add("Exp", nodes.add("Neg", nodes.add("Abs", z)))
    return nodes.add("Add", nodes.add("Relu", z), nodes.add("Log", nodes.add("Add", small, 1.0)))


def _gelu(nodes: Nodes, z: str) -> str:
    """z (1 + erf(z / sqrt 2)) / 2; in float64 max(z, 0) - |z|/2 erfc(|z| / sqrt 2) with the series of `core.erf`"""
    if nodes.dtype == np.float32:
        doubled = nodes.add("Add", nodes.add("Erf", nodes.add("Mul", z, sqrt(0.5))), 1.0)
        return nodes.add("Mul", nodes.add("Mul", z, 0.5), doubled)
    size = nodes.add("Abs", z)
    x = nodes.add("Min", nodes.add("Mul", size, sqrt(0.5)), VANISHES)
    t = nodes.add("Div", nodes.add("Sub", x, PIVOT), nodes.add("Add", x, PIVOT))
    # From the inside out (Horner): Pow would need an array with all powers, and a logarithm for each.
    *lower, highest = coefficients(nodes.dtype.name).tolist()
    total: Operand = highest
    for coefficient in reversed(lower):
        total = nodes.add("Add", nodes.add("Mul", total, t), coefficient)
    bell = nodes.add("Exp", nodes.add("Neg", nodes.add("Mul", x, x)))
    tail = nodes.add("Mul", total, bell)
    return nodes.add("Sub", nodes.add("Relu", z), nodes.add("Mul", tail, nodes.add("Mul", size, 0.5)))


FORMS: dict[str, Callable[[Nodes, str], str]] = {
    "linear": lambda nodes, z: z,
    "step": _step,
    "sigmoid": lambda nodes, z: nodes.add("Sigmoid", z),
    "tanh": lambda nodes, z: nodes.add("Tanh", z),
    "relu": lambda nodes, z: nodes.add("Relu", z),
    "leaky_relu": lambda nodes, z: nodes.add("Max", z, nodes.add("Mul", z, LEAK)),
    "elu": _elu,
    "gelu": _gelu,
    "swish": lambda nodes, z: nodes.add("Mul", z, nodes.add("Sigmoid", z)),
    "softplus": _softplus,
    "softmax": lambda nodes, z: nodes.add("Softmax", z, axis=-1),
}
"""By the activation's name."""


def add_activation(activation: str, nodes: Nodes, z: str) -> str:
    """Adds the nodes that turn the sums called `z` into outputs, none for linear; returns the name of these."""
    return FORMS[activation](nodes, z)
