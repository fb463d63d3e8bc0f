"""A model in ONNX as a stack of pieces: the walk through its nodes, from the input to the output."""

from collections.abc import Callable
from math import prod

import numpy as np

from core.errors import UserError
from core.importing.onnx_constants import FOLDED, fold
from core.importing.onnx_ends import without_labels, without_preprocessing
from core.importing.onnx_graph import DOMAINS, Graph, Node, in_order, read_graph
from core.importing.onnx_tensors import FLOATS, tensor_array
from core.importing.operators import OPERATORS, TRUTHS, operator_named
from core.importing.own import training_in
from core.importing.pieces import Activate, Drop, Linear, Normal, Numbers, Scale, Stack, damaged
from core.importing.terms import Term, pieces_of

REASONS = {
    **dict.fromkeys(("If", "Loop", "Scan", "SequenceMap"), "it holds a graph of its own"),
    **dict.fromkeys(("Conv", "ConvTranspose", "ConvInteger"), "it is a convolution"),
    **dict.fromkeys(("MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool"), "it is a pooling"),
    **dict.fromkeys(("LSTM", "GRU", "RNN"), "it is recurrent"),
    **dict.fromkeys(("LayerNormalization", "InstanceNormalization", "RMSNormalization"),
                    "it normalizes each sample by itself, which no layer here does"),
    **dict.fromkeys(("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearMatMul", "MatMulInteger",
                     "QGemm"), "its numbers are quantised"),
}  # fmt: skip
DENSE_ONLY = "A stack of dense layers (Gemm, MatMul) and activations can be imported."
BATCH = -1
"""Stands for the number of samples in a shape that the graph puts together."""
ROOM = 1_000_000
"""So many numbers may be computed from constants, besides four times those that the file has."""


def read_onnx(content: bytes) -> Stack:
    """The pieces of the model that these bytes are.

    Raises UserError, and nothing else, naming the first operator that is none of ours, or what is damaged.
    """
    try:
        return _Walk(without_labels(without_preprocessing(read_graph(content)))).stack()
    except UnicodeDecodeError as error:  # protobuf finds it when a text is looked at
        raise damaged("a name in it is no text") from error


class _Walk:
    """Goes through the nodes; what is computed between two layers is kept as terms until it is clear what it is."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._stack = Stack(
            notes=list(graph.notes), classes=graph.classes, input_names=graph.input_names, features=graph.features
        )
        self._terms = 0
        self._open: Linear | None = None
        known = tuple(size for size in graph.shape if size is not None)
        is_known = len(known) == len(graph.shape)
        self._stack.inputs = prod(known) if is_known else None
        self._place = self._new_term("the input", shape=known if is_known else (None,) * len(graph.shape))
        self._values: dict[str, Term | Numbers] = {graph.input: self._place}
        self._room = ROOM
        self._layers: dict[str, Callable[[Node, list[Term | Numbers | None]], Term | Numbers]] = {
            "Gemm": self._gemm,
            "MatMul": self._mat_mul,
            "BatchNormalization": self._batch_normalization,
            "Dropout": self._dropout,
            "Softmax": self._softmax,
            "LogSoftmax": self._softmax,
            "Flatten": self._flatten,
            "Reshape": self._reshape,
            "Shape": self._shape,
            "Scaler": self._scaler,
            "Cast": self._cast,
        }

    def stack(self) -> Stack:
        """All of it. Raises UserError as `read_onnx` does."""
        for node in in_order(self._graph):
            self._take(node)
        end = self._value(self._graph.output)
        if not isinstance(end, Term):
            raise UserError("Its output does not hang on its input.", DENSE_ONLY)
        self._settle(end, "Its output")
        around = self._graph.around
        if around is not None:
            self._stack.output_names = tuple(around.outputs)
            self._stack.training = training_in(self._graph.metadata)
            around.add_scaling(self._stack)
        return self._stack

    # Values --------------------------------------------------------------------------------------------------------

    def _value(self, name: str) -> Term | Numbers:
        if name not in self._values:
            if name not in self._graph.tensors:
                raise damaged("one of its nodes asks for the second answer of another one")
            array = self._values[name] = tensor_array(self._graph.tensors[name])
            self._room += 4 * array.size
        return self._values[name]

    def _new_term(self, what: str, **fields: object) -> Term:
        self._terms += 1
        return Term(self._terms, what, **fields)  # type: ignore[arg-type]

    def _take(self, node: Node) -> None:
        if node.domain not in DOMAINS:
            raise node.cannot("it belongs to another collection than ONNX's own", DENSE_ONLY)
        if not node.outputs:
            raise node.cannot("it answers nothing")
        operands = [self._value(name) if name else None for name in node.inputs]
        constants = [one for one in operands if one is not None and not isinstance(one, Term)]
        if len(constants) == len(operands) and node.operator in FOLDED:
            folded = fold(node, constants)
            self._room -= folded.size
            if self._room < 0:
                raise node.cannot("too much is computed from constants before it")
            found: Term | Numbers = folded
        elif node.operator in self._layers:
            found = self._layers[node.operator](node, operands)
        elif node.operator in OPERATORS:
            found = self._elementwise(node, operands)
        else:
            raise node.cannot(REASONS.get(node.operator, "it is neither a dense layer nor an activation"), DENSE_ONLY)
        self._values[node.outputs[0]] = found

    # Between layers ------------------------------------------------------------------------------------------------

    def _elementwise(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        # An operand that is left out may only stand where Clip has none: at the end, or as its lower bound.
        given = [np.asarray(-np.inf) if one is None else one for one in operands]
        terms = [one for one in given if isinstance(one, Term)]
        if not terms:
            raise node.cannot("it computes with constants alone")
        if any(term.place is not self._place for term in terms):
            raise node.cannot("it joins two branches", "A stack of layers, one after the other, can be imported.")
        shape = terms[0].shape
        for one in given:
            if not isinstance(one, Term):
                _check_broadcast(node, one, shape)
        operator = operator_named(node.operator, node.attributes, len(given))
        if operator is None:
            raise node.cannot("its operands or attributes are none that it can have")
        return self._new_term(
            node.what,
            compute=operator.compute,
            operands=tuple(given),
            shape=_widened(shape, given),
            place=self._place,
            why_not=operator.why_not,
            factor=operator.factor,
            is_truth=node.operator in TRUTHS,
        )

    def _cast(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        term = self._one_term(node, operands)
        if node.whole("to", 0) not in FLOATS:
            raise node.cannot("it makes whole numbers", DENSE_ONLY)
        return self._elementwise(node, operands) if term.is_truth else term

    def _scaler(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        """scikit-learn's (x - offset) * scale"""
        term = self._one_term(node, operands)
        for name, operator, neutral in (("offset", "Sub", 0.0), ("scale", "Mul", 1.0)):
            given = node.attributes.get(name, (neutral,))
            if not isinstance(given, tuple) or not all(isinstance(one, int | float) for one in given):
                raise node.cannot(f"its {name} holds no numbers")
            numbers = np.array(given, np.float64)
            _check_broadcast(node, numbers, term.shape)
            made = OPERATORS[operator]({})
            term = self._new_term(
                node.what, compute=made.compute, operands=(term, numbers), shape=_widened(term.shape, [numbers]),
                place=self._place, factor=made.factor,
            )  # fmt: skip
        return term

    def _flatten(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        term = self._one_term(node, operands)
        if node.whole("axis", 1) not in (1, 1 - (1 + len(term.shape))):
            raise node.cannot("it mixes samples", DENSE_ONLY)
        return self._flat(node, term)

    def _reshape(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        term = self._one_term(node, operands[:1])
        shape = operands[1] if len(operands) > 1 else np.array(node.attributes.get("shape", ()))
        if isinstance(shape, Term) or shape is None or shape.size != 2 or shape.dtype.kind != "i":
            raise node.cannot("it gives each sample more than one dimension, or none", DENSE_ONLY)
        samples, width = shape.reshape(-1).tolist()
        whole = None if None in term.shape else prod(size for size in term.shape if size is not None)
        is_flat = width in (-1, whole) or (width == 0 and len(term.shape) == 1)
        if samples not in (BATCH, 0) and not (width == -1 and samples == 1):
            raise node.cannot("it mixes samples", DENSE_ONLY)
        if whole is None and width > 0 and len(term.shape) == 1:
            is_flat = True
        if not is_flat:
            raise node.cannot(
                f"it makes rows of {width:,} numbers of samples that have {whole or 'others'}", DENSE_ONLY
            )
        return self._flat(node, term)

    def _flat(self, node: Node, term: Term) -> Term:
        if len(term.shape) == 1:
            return term
        sizes = [size for size in term.shape if size is not None]
        if len(sizes) < len(term.shape):
            raise node.cannot("the sizes of its input are not said", "Export it with a fixed shape of a sample.")
        told = " x ".join(map(str, sizes))
        self._stack.note(f"The {told} numbers of a sample are taken as one row of {prod(sizes):,}.")
        identity = OPERATORS["Identity"]({})
        return self._new_term(
            node.what, compute=identity.compute, operands=(term,), shape=(prod(sizes),), place=self._place
        )

    def _shape(self, node: Node, operands: list[Term | Numbers | None]) -> Numbers:
        term = self._one_term(node, operands)
        if node.attributes.get("start") or node.attributes.get("end"):
            raise node.cannot("it asks for a part of a shape", DENSE_ONLY)
        return np.array([BATCH, *(BATCH if size is None else size for size in term.shape)], np.int64)

    # Layers --------------------------------------------------------------------------------------------------------

    def _gemm(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        term = self._one_term(node, operands[:1])
        weights = self._weights(node, operands)
        if node.whole("transA", 0):
            raise node.cannot("it transposes what it is given (transA)", DENSE_ONLY)
        if node.whole("transB", 0):
            weights = weights.T
        alpha, beta = node.number("alpha", 1.0), node.number("beta", 1.0)
        summand = operands[2] if len(operands) > 2 else None
        if isinstance(summand, Term):
            raise node.cannot("what it adds is computed", DENSE_ONLY)
        biases: Numbers | None = None
        if summand is not None:
            _check_broadcast(node, summand, (weights.shape[1],))
            biases = np.broadcast_to(summand.reshape(-1), (weights.shape[1],))
            if beta != 1.0:
                biases = beta * biases.astype(np.float64)
        if alpha == 1.0:
            return self._dense(node, term, weights, biases)
        place = self._dense(node, term, weights, None)
        self._stack.pieces.append(Scale(np.asarray(alpha), biases, node.what))
        self._open = None
        return place

    def _mat_mul(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        return self._dense(node, self._one_term(node, operands[:1]), self._weights(node, operands), None)

    def _weights(self, node: Node, operands: list[Term | Numbers | None]) -> Numbers:
        weights = operands[1] if len(operands) > 1 else None
        if weights is None or isinstance(weights, Term):
            raise node.cannot("its weights are computed, not stored", DENSE_ONLY)
        if weights.ndim != 2 or weights.dtype.kind != "f" or not weights.size:
            raise node.cannot(f"its weights have the shape {list(weights.shape)} in {weights.dtype}", DENSE_ONLY)
        return weights

    def _dense(self, node: Node, term: Term, weights: Numbers, biases: Numbers | None) -> Term:
        inputs, units = weights.shape
        if len(term.shape) != 1:
            raise node.cannot("each of its samples has more than one dimension", "Flatten them before the first layer.")
        if term.shape[0] not in (None, inputs):
            raise node.cannot(f"it asks for {inputs:,} numbers and is given {term.shape[0]:,}")
        self._settle(term, node.what)
        linear = Linear(weights, biases)
        self._stack.pieces.append(linear)
        self._begin(node, units)
        self._open = linear if biases is None else None
        return self._place

    def _batch_normalization(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        term = self._one_term(node, operands[:1])
        parts = [one for one in operands[1:5] if one is not None and not isinstance(one, Term)]
        is_row = len(parts) == 4 and all(part.shape == parts[0].shape and part.dtype.kind == "f" for part in parts)
        if not is_row or parts[0].ndim != 1 or not parts[0].size:
            raise node.cannot("it needs four rows of stored numbers of one length")
        if node.whole("training_mode", 0):
            raise node.cannot("it is exported for training", "Export the model for inference.")
        if term.shape not in ((None,), parts[0].shape):
            raise node.cannot(f"it asks for {parts[0].size:,} numbers and is given others")
        self._settle(term, node.what)
        scale, shift, mean, variance = parts
        # The number is float32 in the file: 0.001 is meant, not 0.0010000000474974513. Next to float64 that counts.
        stored = node.number("epsilon", 1e-5)
        epsilon = float(str(np.float32(stored)))
        variance = np.maximum(variance + (stored - epsilon), 0.0)
        momentum = float(str(np.float32(node.number("momentum", 0.9))))
        self._stack.pieces.append(Normal(scale, shift, mean, variance, epsilon, momentum))
        return self._begin(node, parts[0].size)

    def _dropout(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        term = self._one_term(node, operands[:1])
        ratio = operands[1] if len(operands) > 1 else None
        if isinstance(ratio, Term) or (ratio is not None and ratio.size != 1):
            raise node.cannot("its rate is computed, not stored")
        rate = node.number("ratio", 0.5) if ratio is None else float(ratio.reshape(()))
        self._settle(term, node.what)
        self._stack.pieces.append(Drop(rate))
        place = self._place
        self._place = self._new_term(node.what, shape=place.shape if len(term.shape) != 1 else term.shape)
        return self._place

    def _softmax(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        term = self._one_term(node, operands)
        if len(term.shape) != 1 or node.whole("axis", -1 if self._graph.opset >= 13 else 1) not in (1, -1):
            raise node.cannot("it runs over another axis than the outputs", DENSE_ONLY)
        self._settle(term, node.what)
        if node.operator == "LogSoftmax":
            self._stack.note("Its outputs are the logarithms of probabilities; here they are the probabilities.")
            if node.outputs[0] != self._graph.output:
                raise node.cannot("it does not stand at the end", DENSE_ONLY)
        self._stack.pieces.append(Activate("softmax", node.what))
        self._place = self._new_term(node.what, shape=term.shape)
        return self._place

    def _one_term(self, node: Node, operands: list[Term | Numbers | None]) -> Term:
        """The first operand, which hangs on the input, and on where the stack ends now."""
        term = operands[0] if operands else None
        if not isinstance(term, Term):
            raise node.cannot("what it is given does not hang on the input", DENSE_ONLY)
        if term.place is not self._place:
            raise node.cannot("it begins a second branch", "A stack of layers, one after the other, can be imported.")
        return term

    def _settle(self, term: Term, what: str) -> None:
        """What was computed since the last layer becomes pieces."""
        if term.place is not self._place:
            raise UserError(f"{what} belongs to a branch that others have left.", DENSE_ONLY)
        pieces, biases = pieces_of(term, self._open)
        if biases is not None and self._open is not None:
            self._stack.pieces[-1] = Linear(self._open.weights, biases)
        self._stack.pieces += pieces
        self._open = None

    def _begin(self, node: Node, width: int) -> Term:
        """The stack ends here now."""
        self._place = self._new_term(node.what, shape=(width,))
        return self._place


def _check_broadcast(node: Node, numbers: Numbers, shape: tuple[int | None, ...]) -> None:
    """Whether a constant is one number, or one for each number of a sample, whatever the number of samples."""
    if numbers.dtype.kind not in "fiub":
        raise node.cannot(f"its constant holds {numbers.dtype}")
    if numbers.size == 1 and numbers.ndim <= 1 + len(shape):
        return
    is_row = len(shape) == 1 and (numbers.ndim == 1 or (numbers.ndim == 2 and numbers.shape[0] == 1))
    if not is_row or not numbers.size or shape[0] not in (None, numbers.size):
        raise node.cannot(f"its constant has the shape {list(numbers.shape)}, a sample {_told(shape)}")


def _widened(shape: tuple[int | None, ...], operands: list[Term | Numbers]) -> tuple[int | None, ...]:
    """The shape of a sample, which a constant may have said first."""
    if shape != (None,):
        return shape
    sizes = [one.size for one in operands if not isinstance(one, Term) and one.size > 1]
    return (sizes[0],) if sizes else shape


def _told(shape: tuple[int | None, ...]) -> str:
    return " x ".join("?" if size is None else f"{size:,}" for size in shape)
