"""The tensors of an ONNX file as arrays: what they claim is compared with what is there before anything is made."""

import math
from typing import Any

import numpy as np

from core.errors import UserError
from core.importing.pieces import Numbers, damaged, shown

MOST_DIMENSIONS = 8
FLOATS = {1: "float32", 10: "float16", 11: "float64", 16: "float32"}
"""Decimal types by their number in TensorProto, as they are kept here: bfloat16 is widened."""


def tensor_array(tensor: Any, name: str = "") -> Numbers:
    """The numbers of a TensorProto, in its own type; bfloat16 as float32.

    Raises UserError, and nothing else, for numbers in another file, of a type that weights do not have, and where there
    are more or fewer of them than its shape says.
    """
    from onnx import TensorProto, numpy_helper

    what = f"the tensor “{shown(name or tensor.name)}”"
    if tensor.data_location == TensorProto.EXTERNAL or len(tensor.external_data):
        where = next((entry.value for entry in tensor.external_data if entry.key == "location"), "another file")
        raise UserError(
            f"The numbers of {what} are in another file, “{shown(where)}”, which is not followed.",
            "Write a file that holds all: python -c \"import onnx; onnx.save(onnx.load('model.onnx'), 'whole.onnx')\"",
        )
    kinds = {
        TensorProto.FLOAT: ("float32", 4, "float_data"),
        TensorProto.DOUBLE: ("float64", 8, "double_data"),
        TensorProto.FLOAT16: ("float16", 2, "int32_data"),
        TensorProto.BFLOAT16: ("bfloat16", 2, "int32_data"),
        TensorProto.INT64: ("int64", 8, "int64_data"),
        TensorProto.INT32: ("int32", 4, "int32_data"),
        TensorProto.BOOL: ("bool", 1, "int32_data"),
    }
    if tensor.data_type not in kinds:
        raise UserError(
            f"{what[0].upper()}{what[1:]} holds numbers of a type that cannot be read.",
            "Weights have to be float32, float64 or half precision; quantised ones cannot be imported.",
        )
    kind, size, field = kinds[tensor.data_type]
    dims = tuple(tensor.dims)
    if len(dims) > MOST_DIMENSIONS or any(dim < 0 for dim in dims):
        raise damaged(f"{what} has the shape {list(dims[:MOST_DIMENSIONS])}")
    wanted = math.prod(dims)
    found = len(tensor.raw_data) / size if tensor.HasField("raw_data") else len(getattr(tensor, field))
    if found != wanted:
        raise damaged(f"{what} should hold {wanted:,} numbers and holds {found:,.6g}")
    if kind == "bfloat16":
        halves = (
            np.frombuffer(tensor.raw_data, "<u2")
            if tensor.HasField("raw_data")
            else np.array(tensor.int32_data, np.int64).astype(np.uint16)
        )
        return (halves.astype(np.uint32) << 16).view(np.float32).reshape(dims)
    try:
        array: Numbers = numpy_helper.to_array(tensor)
    except (ValueError, TypeError, OverflowError) as error:
        raise damaged(f"{what} cannot be read, {error}") from error
    return array
