"""The network as an ONNX file, which ONNX Runtime and most tools for trained models read."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from core.arrays import Array
from core.atomic import replacing
from core.data import Recipe, build
from core.errors import UserError
from core.export.onnx_activations import activation_nodes
from core.export.proof import Proof, largest_difference, questions
from core.network import Network

OPSET, IR_VERSION = 17, 8
"""Old on purpose: runtimes refuse files that are newer than they are, and nothing newer is needed."""


def export_onnx(network: Network, theta: Array, path: Path | str, recipe: Recipe | None = None) -> Proof:
    """Writes the model and proves it: the written file is run on test data and compared with `network.predict`.

    The model takes "x" (samples, inputs) and gives "y" (samples, outputs), for any number of samples, in the network's
    dtype. Each layer is one Gemm, y = x W + b, followed by its activation.

    theta   (parameters,)
    recipe  the project's data: what the model is asked about for the proof, and the names of inputs and classes in the
            file's metadata. None: seeded random samples, no names

    Raises UserError when the file cannot be written or answers otherwise than the network; an old file then stays.
    """
    # Loading onnx takes as long as opening the window; only an export needs it.
    import onnx
    from onnx.reference import ReferenceEvaluator

    path = Path(path)
    theta = network.check_theta(theta)
    if not np.isfinite(theta).all():
        raise UserError("The weights hold a number that is not finite.", "Go back to an earlier epoch, then export.")
    x = questions(network, recipe)
    model = _model(network, theta, recipe)
    with replacing(path) as beside:
        beside.write_bytes(model.SerializeToString())
        written = onnx.load(beside)
        onnx.checker.check_model(written, full_check=True)
        # The reference evaluator computes exp of large numbers on its way to a sigmoid of 0 or 1.
        with np.errstate(all="ignore"):
            (answers,) = ReferenceEvaluator(written).run(None, {"x": x})
            difference = largest_difference(network, theta, x, np.asarray(answers))
    return Proof(path, len(x), difference)


def _model(network: Network, theta: Array, recipe: Recipe | None) -> Any:
    from onnx import TensorProto, helper, numpy_helper

    number = TensorProto.FLOAT if network.dtype == "float32" else TensorProto.DOUBLE
    nodes: list[Any] = []
    constants: list[Any] = []
    below = "x"
    last = len(network.layers) - 1
    for index, (layer, views) in enumerate(zip(network.layers, network.views(theta), strict=True)):
        above = "y" if index == last else f"layer_{index}"
        z = above if layer.activation == "linear" else f"layer_{index}_sum"
        operands = [below, f"layer_{index}_weights"]
        constants.append(numpy_helper.from_array(np.ascontiguousarray(views["weights"].T), operands[1]))
        if layer.use_bias:
            operands.append(f"layer_{index}_biases")
            constants.append(numpy_helper.from_array(np.ascontiguousarray(views["biases"]), operands[2]))
        nodes.append(helper.make_node("Gemm", operands, [z], f"layer_{index}_dense", alpha=1.0, beta=1.0, transB=1))
        name = f"layer_{index}_{layer.activation}"
        activation = activation_nodes(layer.activation, z, above, name, network.dtype)
        nodes += activation.nodes
        constants += activation.constants
        below = above

    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("x", number, ["samples", network.inputs])],
        [helper.make_tensor_value_info("y", number, ["samples", network.outputs])],
        constants,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="neuroloom"
    )
    helper.set_model_props(model, _metadata(recipe))
    return model


def _metadata(recipe: Recipe | None) -> dict[str, str]:
    """What a reader of the file needs to know besides the numbers; lists are JSON."""
    metadata = {"producer": "neuroloom"}
    if recipe is not None:
        data = build(recipe)
        metadata["input_names"] = json.dumps(data.input_names, ensure_ascii=False)
        metadata["classes"] = json.dumps(data.classes, ensure_ascii=False)
        if data.task is not None:
            metadata["task"] = data.task
    return metadata
