"""A growing ONNX graph: nodes, the constants they need, and names that say which layer they belong to."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array

Operand = str | float | Array
"""What another node gives, by its name, or a constant."""


class Nodes:
    """Nodes in the order in which they are computed.

    dtype  of every constant that is no index
    scope  begins the names of what is added from now on, such as "layer_0"
    """

    def __init__(self, dtype: str) -> None:
        self.dtype = np.dtype(dtype)
        self.scope = ""
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._taken: dict[str, int] = {}

    def add(self, operator: str, *operands: Operand, **attributes: Any) -> str:
        """Adds a node; returns the name of what it gives."""
        # Loading onnx takes as long as opening the window; only an export needs it.
        from onnx import helper

        name = self._free(operator.lower())
        names = [operand if isinstance(operand, str) else self.constant("constant", operand) for operand in operands]
        self.nodes.append(helper.make_node(operator, names, [name], name, **attributes))
        return name

    def constant(self, word: str, value: float | Array) -> str:
        """Adds numbers that belong to the model; returns their name, which ends in `word`."""
        return self._store(word, np.ascontiguousarray(value, self.dtype))

    def double(self, word: str, value: float | Array) -> str:
        """Adds numbers as float64, whatever the model computes with; returns their name, which ends in `word`."""
        return self._store(word, np.ascontiguousarray(value, np.float64))

    def cast(self, below: str, dtype: str) -> str:
        """Adds the same numbers in this dtype, "float32" or "float64"; returns their name."""
        from onnx import TensorProto

        return self.add("Cast", below, to=TensorProto.FLOAT if dtype == "float32" else TensorProto.DOUBLE)

    def index(self, word: str, *places: int) -> str:
        """Adds whole numbers that say where something is; returns their name, which ends in `word`."""
        return self._store(word, np.array(places, np.int64))

    def _store(self, word: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        name = self._free(word)
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def name_last(self, name: str) -> None:
        """Calls what the last node gives `name`."""
        self.nodes[-1].output[0] = name

    def _free(self, word: str) -> str:
        """`word` in the scope, with a number from the second time on."""
        name = f"{self.scope}_{word}"
        count = self._taken[name] = self._taken.get(name, 0) + 1
        return name if count == 1 else f"{name}_{count}"
