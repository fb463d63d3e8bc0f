"""ONNX files by hand, as small as a test needs them."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Numbers = NDArray[Any]
GENERATOR = np.random.default_rng(5)
W = GENERATOR.normal(size=(3, 4)).astype(np.float32)
B = GENERATOR.normal(size=4).astype(np.float32)
W2 = GENERATOR.normal(size=(4, 2)).astype(np.float32)
X = GENERATOR.normal(size=(20, 3)).astype(np.float32)


def node(operator: str, inputs: str, output: str, name: str = "", **attributes: Any) -> onnx.NodeProto:
    """A node; inputs are names with blanks between them, "-" is one that is left out."""
    names = ["" if one == "-" else one for one in inputs.split()]
    return helper.make_node(operator, names, [output], name, **attributes)


def model(
    nodes: list[onnx.NodeProto],
    constants: dict[str, Any],
    shape: Any = ("n", 3),
    kind: int = TensorProto.FLOAT,
    opset: int = 17,
    outputs: int = 1,
) -> onnx.ModelProto:
    """A model from "x" to "y"."""
    tensors = [
        one if isinstance(one, onnx.TensorProto) else numpy_helper.from_array(np.asarray(one), name)
        for name, one in constants.items()
    ]
    ends = [helper.make_tensor_value_info(name, kind, None) for name in ("y", "z")[:outputs]]
    graph = helper.make_graph(nodes, "made", [helper.make_tensor_value_info("x", kind, shape)], ends, tensors)
    ids = [helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", 3)]
    return helper.make_model(graph, opset_imports=ids, ir_version=8)


def answers(made: onnx.ModelProto, x: Numbers = X) -> Numbers:
    """What the reference implementation of ONNX says."""
    from onnx.reference import ReferenceEvaluator

    with np.errstate(all="ignore"):
        return np.asarray(ReferenceEvaluator(made).run(None, {"x": x})[0])
