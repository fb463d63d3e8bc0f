"""The activations as ONNX operators of opset 17, in forms that ONNX Runtime computes in float32 and in float64.

It has Elu, Softplus and Erf in float32 only, and the slope of LeakyRelu is a float32 number in either case, so these
are put together from operators that know both.
"""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np

from core.activations import LEAK
from core.arrays import Array
from core.erf import FARTHEST, PIVOT, coefficients

Operand = str | float | Array
"""What another node gives, by its name, or a constant."""


class Nodes:
    """Nodes that follow each other, and the constants they need; `name` begins the names of all of them."""

    def __init__(self, name: str, dtype: str) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.dtype = np.dtype(dtype)
        self._name = name

    def add(self, operator: str, *operands: Operand, **attributes: Any) -> str:
        """Adds a node; returns the name of what it gives."""
        from onnx import helper

        name = f"{self._name}_{len(self.nodes)}"
        names = [operand if isinstance(operand, str) else self._constant(operand) for operand in operands]
        self.nodes.append(helper.make_node(operator, names, [f"{name}_result"], name, **attributes))
        return f"{name}_result"

    def _constant(self, value: float | Array) -> str:
        from onnx import numpy_helper

        array = value if isinstance(value, np.ndarray) else np.asarray(value, self.dtype)
        self.constants.append(numpy_helper.from_array(array, f"{self._name}_constant_{len(self.constants)}"))
        return f"{self._name}_constant_{len(self.constants) - 1}"


def activation_nodes(activation: str, z: str, above: str, name: str, dtype: str) -> Nodes:
    """The nodes that turn the sums called `z` into the outputs called `above`; none for linear."""
    nodes = Nodes(name, dtype)
    if activation in _FORMS:
        _FORMS[activation](nodes, z)
        nodes.nodes[-1].output[0] = above
    return nodes


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
    series = coefficients(nodes.dtype.name)
    exponents = np.arange(len(series), dtype=nodes.dtype)
    size = nodes.add("Abs", z)
    x = nodes.add("Min", nodes.add("Mul", size, sqrt(0.5)), FARTHEST)
    t = nodes.add("Div", nodes.add("Sub", x, PIVOT), nodes.add("Add", x, PIVOT))
    powers = nodes.add("Pow", nodes.add("Unsqueeze", t, np.array([-1])), exponents)
    bell = nodes.add("Exp", nodes.add("Neg", nodes.add("Mul", x, x)))
    tail = nodes.add("Mul", nodes.add("MatMul", powers, series), bell)
    return nodes.add("Sub", nodes.add("Relu", z), nodes.add("Mul", tail, nodes.add("Mul", size, 0.5)))


_FORMS: dict[str, Callable[[Nodes, str], str]] = {
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
