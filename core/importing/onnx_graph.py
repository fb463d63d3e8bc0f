"""An ONNX file as a plain graph: nodes in an order in which they can be computed, constants, what comes in and out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from core.errors import UserError
from core.importing.onnx_bytes import check_fields
from core.importing.own import Preprocessing
from core.importing.pieces import damaged, listed, shown
from core.wording import counted

MOST_NODES = 10_000
OLDEST_OPSET = 7
DOMAINS = ("", "ai.onnx", "ai.onnx.ml")
"""Operators of others could mean anything."""


@dataclass(frozen=True)
class Node:
    """One operator; `place` counts the file's nodes from 1."""

    place: int
    operator: str
    domain: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: dict[str, Any]

    @property
    def what(self) -> str:
        """How a sentence names it."""
        name = f" “{shown(self.name)}”" if self.name else ""
        return f"Node {self.place}, {shown(self.operator)}{name},"

    def number(self, name: str, default: float) -> float:
        """An attribute that is a number. Raises UserError where it is something else."""
        value = self.attributes.get(name, default)
        if not isinstance(value, int | float):
            raise self.cannot(f"its {name} is no number")
        return float(value)

    def whole(self, name: str, default: int) -> int:
        """An attribute that is a whole number. Raises UserError where it is something else."""
        value = self.attributes.get(name, default)
        if not isinstance(value, int):
            raise self.cannot(f"its {name} is no whole number")
        return value

    def cannot(self, why: str, hint: str = "") -> UserError:
        """The refusal of this node."""
        return UserError(f"{self.what} cannot be read: {why}.", hint)


@dataclass(frozen=True)
class Graph:
    """What a file holds.

    nodes     as they stand in it; `in_order` says which are needed, and when
    tensors   the TensorProto of each constant that stands in the file, by name
    input     the name of what it is given
    shape     of one sample; None where a dimension is not said
    output    the name of what it answers
    classes   what the file calls the classes; empty: it does not say
    notes     what was left out of it, as sentences
    around    what our own exports do before the network and after it, once these nodes are gone; None: nothing
    """

    nodes: tuple[Node, ...]
    tensors: dict[str, Any]
    input: str
    shape: tuple[int | None, ...]
    output: str
    opset: int
    metadata: dict[str, str]
    classes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    input_names: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    around: Preprocessing | None = None


def read_graph(content: bytes) -> Graph:
    """The graph of the model that these bytes are.

    Raises UserError where they are none, or one that cannot be a stack of layers; UnicodeDecodeError for a name in it
    that is no text.
    """
    # Loading onnx takes as long as opening the window; only an import needs it.
    import onnx
    from google.protobuf.message import DecodeError

    check_fields(content, onnx.ModelProto.DESCRIPTOR)
    try:
        model = onnx.load_model_from_string(content)
    except (DecodeError, RecursionError) as error:
        raise damaged("it is no ONNX model, or not a whole one") from error
    graph = model.graph
    if not len(graph.node):
        raise damaged("it holds no nodes, as a model does")
    if len(graph.node) > MOST_NODES:
        raise UserError(f"It has {len(graph.node):,} nodes.", f"Up to {MOST_NODES:,} can be read.")
    opset = max((one.version for one in model.opset_import if one.domain in DOMAINS[:2]), default=1)
    if not OLDEST_OPSET <= opset <= 1000:
        raise UserError(
            f"It is written for opset {opset}, which cannot be read.", f"Export it for opset {OLDEST_OPSET} or newer."
        )
    tensors: dict[str, Any] = {}
    for tensor in graph.initializer:
        if tensor.name in tensors:
            raise damaged(f"it holds the tensor “{shown(tensor.name)}” twice")
        tensors[tensor.name] = tensor
    if sparse := [one.values.name for one in graph.sparse_initializer]:
        raise UserError(
            f"It holds a sparse tensor, “{shown(sparse[0])}”, which cannot be read.", "Export it with dense weights."
        )
    inputs = [one for one in graph.input if one.name not in tensors]
    if len(inputs) != 1:
        names = f" ({listed(tuple(one.name for one in inputs), 5)})" if inputs else ""
        raise UserError(f"It has {len(inputs)} inputs{names}; one can be read.", "Export a model with one input.")
    return Graph(
        nodes=tuple(_node(place, node) for place, node in enumerate(graph.node, start=1)),
        tensors=tensors,
        input=inputs[0].name,
        shape=_sample_shape(inputs[0]),
        output=_output(graph.output),
        opset=opset,
        metadata={entry.key: entry.value for entry in model.metadata_props},
    )


def metadata_list(metadata: dict[str, str], key: str) -> tuple[Any, ...]:
    """What our own exports write as a JSON list; empty where there is none."""
    try:
        found = json.loads(metadata.get(key, "[]"))
    except (ValueError, RecursionError):
        return ()
    return tuple(found) if isinstance(found, list) else ()


def in_order(graph: Graph) -> tuple[Node, ...]:
    """The nodes that the output hangs on, each after those it takes from.

    Raises UserError for a value that nobody computes, or two nodes do, and for nodes that wait for each other.
    """
    given = {graph.input, *graph.tensors}
    maker: dict[str, Node] = {}
    for node in graph.nodes:
        for name in filter(None, node.outputs):
            if name in maker or name in given:
                raise damaged(f"node {node.place} computes “{shown(name)}”, which is there already")
            maker[name] = node
    needed: dict[int, list[int]] = {}
    waiting = [(graph.output, 0)]
    while waiting:
        name, wanted_by = waiting.pop()
        if not name or name in given:
            continue
        maker_of = maker.get(name)
        if maker_of is None:
            by = f"node {wanted_by} asks for" if wanted_by else "its output is"
            raise damaged(f"{by} “{shown(name)}”, which nothing computes")
        place = maker_of.place
        if wanted_by:
            needed[wanted_by].append(place)
        if place not in needed:
            needed[place] = []
            waiting += [(below, place) for below in maker_of.inputs]
    by_place = {node.place: node for node in graph.nodes}
    try:
        return tuple(by_place[place] for place in TopologicalSorter(needed).static_order())
    except CycleError as error:
        places = sorted(set(error.args[1]))
        told = ", ".join(f"{place} ({shown(by_place[place].operator)})" for place in places[:6])
        raise UserError(
            f"Its nodes {told} wait for each other in a loop.", "A stack of layers has no loops."
        ) from error


def _output(outputs: Sequence[Any]) -> str:
    """The one that is answered in numbers: others may say the class, which is clear from the numbers."""
    from onnx import TensorProto

    numbers = (TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.FLOAT16, TensorProto.BFLOAT16, TensorProto.UNDEFINED)
    found = [
        one.name for one in outputs if not one.type.HasField("tensor_type") or one.type.tensor_type.elem_type in numbers
    ]
    if len(found) != 1:
        names = f" ({listed(tuple(found), 5)})" if found else ""
        raise UserError(
            f"It has {len(found)} outputs of decimal numbers{names}; one can be read.",
            "Export a model with one output.",
        )
    return str(found[0])


def _sample_shape(value: Any) -> tuple[int | None, ...]:
    from onnx import TensorProto

    name = shown(value.name)
    tensor = value.type.tensor_type
    if not value.type.HasField("tensor_type") or tensor.elem_type not in (
        TensorProto.FLOAT,
        TensorProto.DOUBLE,
        TensorProto.FLOAT16,
        TensorProto.BFLOAT16,
    ):
        raise UserError(f"Its input “{name}” takes no decimal numbers.", "Export a model that is given numbers.")
    if not tensor.HasField("shape"):
        raise UserError(f"Its input “{name}” does not say its shape.", "Export it with the shape (samples, inputs).")
    dims = tensor.shape.dim
    if not 2 <= len(dims) <= 5:
        raise UserError(
            f"Its input “{name}” has {counted(len(dims), 'dimension')}; two can be read.",
            "Export it with the shape (samples, inputs).",
        )
    shape = tuple(int(dim.dim_value) if dim.HasField("dim_value") else None for dim in dims[1:])
    if any(size is not None and size < 1 for size in shape):
        raise damaged(f"its input “{name}” has the shape {list(shape)}")
    return shape


def _node(place: int, node: Any) -> Node:
    texts = (node.op_type, node.domain, node.name, *node.input, *node.output)
    if not all(isinstance(text, str) for text in texts):  # protobuf gives bytes for what is no text
        raise damaged(f"a name in node {place} is no text")
    return Node(
        place, node.op_type, node.domain, node.name, tuple(node.input), tuple(node.output),
        {attribute.name: plain(attribute) for attribute in node.attribute},
    )  # fmt: skip


def plain(attribute: Any) -> Any:
    """What an attribute says: a number, bytes, a list of either, or a TensorProto; None for graphs and the like."""
    from onnx import AttributeProto

    match attribute.type:
        case AttributeProto.FLOAT:
            return attribute.f
        case AttributeProto.INT:
            return attribute.i
        case AttributeProto.STRING:
            return attribute.s
        case AttributeProto.TENSOR:
            return attribute.t
        case AttributeProto.FLOATS:
            return tuple(attribute.floats)
        case AttributeProto.INTS:
            return tuple(attribute.ints)
        case AttributeProto.STRINGS:
            return tuple(attribute.strings)
    return None
