"""What an ONNX graph computes from constants alone, done here: a transposed matrix of weights, a shape put together."""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from core.importing.onnx_graph import Node
from core.importing.onnx_tensors import FLOATS, tensor_array
from core.importing.pieces import Numbers


def fold(node: Node, operands: list[Numbers]) -> Numbers:
    """What this node of FOLDED comes to.

    Raises UserError where it cannot be computed, or would be larger than all it is made of.
    """
    try:
        with np.errstate(all="ignore"):
            found = np.asarray(FOLDED[node.operator](node, *operands))
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise node.cannot(f"its constants do not fit together ({str(error)[:80]})") from error
    if found.size > sum(operand.size for operand in operands) and node.operator != "Constant":
        raise node.cannot("it would make more numbers than there are")
    return found


def _constant(node: Node) -> Numbers:
    for name, value in node.attributes.items():
        if value is None or isinstance(value, bytes):
            continue
        if name == "value" and hasattr(value, "raw_data"):
            return tensor_array(value, node.name or node.outputs[0])
        if name in ("value_float", "value_floats"):
            return np.array(value, np.float32)
        if name in ("value_int", "value_ints"):
            return np.array(value, np.int64)
    raise ValueError("no numbers")


def _cast(node: Node, values: Numbers) -> Numbers:
    kind = {**FLOATS, 6: "int32", 7: "int64", 9: "bool"}.get(node.whole("to", 0))
    if kind is None:
        raise ValueError("a type that is not read")
    return values.astype(kind)


def _transpose(node: Node, values: Numbers) -> Numbers:
    order = node.attributes.get("perm")
    return values.transpose() if order is None else values.transpose(order)


def _reshape(node: Node, values: Numbers, shape: Numbers) -> Numbers:
    sizes = [
        values.shape[place] if size == 0 and not node.attributes.get("allowzero") else size
        for place, size in enumerate(shape.tolist())
    ]
    return values.reshape(sizes)


def _axes(node: Node, axes: Numbers | None) -> tuple[int, ...]:
    """Axes have become an operand in opset 13."""
    return tuple(node.attributes.get("axes", ())) if axes is None else tuple(axes.reshape(-1).tolist())


def _squeeze(node: Node, values: Numbers, axes: Numbers | None = None) -> Numbers:
    return values.squeeze(_axes(node, axes) or None)


def _unsqueeze(node: Node, values: Numbers, axes: Numbers | None = None) -> Numbers:
    return np.expand_dims(values, _axes(node, axes))


def _gather(node: Node, values: Numbers, places: Numbers) -> Numbers:
    if prod(places.shape) > values.size:
        raise ValueError("too many places")
    return np.take(values, places, axis=node.whole("axis", 0))


def _concat(node: Node, *parts: Numbers) -> Numbers:
    return np.concatenate(parts, axis=node.whole("axis", 0))


def _elementwise(compute: Callable[..., Any]) -> Callable[..., Numbers]:
    def computed(_node: Node, *operands: Numbers) -> Numbers:
        largest = max(operand.size for operand in operands)
        if prod(np.broadcast_shapes(*(operand.shape for operand in operands))) > largest:
            raise ValueError("shapes that grow")
        return np.asarray(compute(*operands))

    return computed


FOLDED: dict[str, Callable[..., Numbers]] = {
    "Constant": _constant,
    "Identity": lambda _node, values: values,
    "Cast": _cast,
    "Transpose": _transpose,
    "Reshape": _reshape,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Gather": _gather,
    "Concat": _concat,
    "Neg": _elementwise(np.negative),
    "Sqrt": _elementwise(np.sqrt),
    "Reciprocal": _elementwise(np.reciprocal),
    "Add": _elementwise(np.add),
    "Sub": _elementwise(np.subtract),
    "Mul": _elementwise(np.multiply),
    "Div": _elementwise(np.divide),
}
"""By operator: from the node and its operands to an array."""
