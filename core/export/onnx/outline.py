"""What an ONNX file holds, as lines to read: what goes in and comes out, each operator, and what is said about it."""

from typing import Any


def onnx_outline(content: bytes) -> str:
    """The graph of a file in words, without its numbers."""
    # Loading onnx takes as long as opening the window; only an export needs it.
    import onnx

    model = onnx.load_from_string(content)
    graph = model.graph
    shapes = {constant.name: tuple(constant.dims) for constant in graph.initializer}

    def told(name: str) -> str:
        return f"{name} {_shape(shapes[name])}" if name in shapes else name

    lines = [f"ONNX, opset {model.opset_import[0].version}, IR {model.ir_version}"]
    lines += [f"takes {_value(value)}" for value in graph.input]
    lines += [f"gives {_value(value)}" for value in graph.output]
    lines.append("")
    for node in graph.node:
        lines.append(f"{', '.join(node.output)} = {node.op_type}({', '.join(map(told, node.input))})")
    lines.append("")
    lines += [f"{entry.key}: {entry.value}" for entry in model.metadata_props]
    return "\n".join(lines)


def _value(value: Any) -> str:
    from onnx import helper

    kind = value.type.tensor_type
    dims = [dim.dim_param or dim.dim_value for dim in kind.shape.dim]
    return f"{value.name}: {helper.tensor_dtype_to_np_dtype(kind.elem_type)} {_shape(dims)}"


def _shape(dims: Any) -> str:
    return f"({', '.join(map(str, dims))})"
