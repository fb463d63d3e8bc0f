"""The network as an ONNX file, which ONNX Runtime and most tools for trained models read."""

from pathlib import Path
from typing import Any

import numpy as np

from core.arrays import Array
from core.data import Recipe, build
from core.disk.atomic import replacing
from core.export.described.description import described_texts
from core.export.model import Model, model_of
from core.export.onnx.features import add_features
from core.export.onnx.layers import add_layers
from core.export.onnx.nodes import Nodes
from core.export.onnx.table import add_own_unit, add_table
from core.export.proof import Proof
from core.network import Network
from core.training import Training

OPSET, IR_VERSION = 17, 8
"""Old on purpose: runtimes refuse files that are newer than they are, and nothing newer is needed."""


def export_onnx(
    network: Network,
    theta: Array,
    path: Path | str,
    recipe: Recipe | None = None,
    fold_normalization: bool = True,
    *,
    training: Training | None = None,
    title: str = "",
) -> Proof:
    """Writes the model and proves it: the written file is run on test data and compared with `network.predict`.

    The model takes "x" (samples, inputs) and gives "y" (samples, outputs), for any number of samples, in the network's
    dtype. Where the inputs are features of points, x is the points (samples, 2), and the model makes the features. Of a
    table x has one column for each that the network is given: a number in its own unit, a category as its place among
    the categories (the metadata list them), NaN for an empty cell; a number that is found out comes in its own unit.
    Each dense layer is one Gemm, y = x W + b, followed by its activation; dropout leaves nothing behind.

    theta               (parameters,)
    recipe              the project's data: what the inputs are made of, what the model is asked about for the proof,
                        and the names of inputs and classes in the file's metadata. None: seeded random samples, no
                        names
    fold_normalization  batch normalizations become part of the dense layers that follow them; False: each is an
                        operator BatchNormalization
    training, title     how it is trained, and what it is called

    Raises UserError when the file cannot be written or answers otherwise than the network; an old file then stays.
    """
    # Loading onnx takes as long as opening the window; only an export needs it.
    import onnx
    from onnx.reference import ReferenceEvaluator

    path = Path(path)
    model = model_of(network, theta, recipe, training, title)
    with np.errstate(over="ignore"):  # beyond float32 is infinite, and the proof finds that
        graph = _graph(model, fold_normalization)
    with replacing(path) as beside:
        beside.write_bytes(graph.SerializeToString())
        written = onnx.load(beside)
        onnx.checker.check_model(written, full_check=True)
        # The reference evaluator computes exp of large numbers on its way to a sigmoid of 0 or 1.
        with np.errstate(all="ignore"):
            (answers,) = ReferenceEvaluator(written).run(None, {"x": model.questions})
            difference = model.difference(np.asarray(answers))
    with_what = f"the reference evaluator of ONNX {onnx.__version__}"
    return Proof(path, len(model.rows), difference, run_with=with_what)


def _graph(model: Model, fold_normalization: bool) -> Any:
    from onnx import TensorProto, helper

    network, preprocessing = model.network, model.preprocessing
    number = TensorProto.FLOAT if network.dtype == "float32" else TensorProto.DOUBLE
    nodes = Nodes(network.dtype)
    if preprocessing.table is not None:
        inputs = add_table(preprocessing.table, nodes, "x")
    else:
        inputs = add_features(preprocessing.features, nodes, "x")
    outputs = add_layers(model.steps(fold_normalization), nodes, inputs)
    if preprocessing.target is not None:
        add_own_unit(preprocessing.target, nodes, outputs)
    nodes.name_last("y")
    graph = helper.make_graph(
        nodes.nodes,
        "network",
        [helper.make_tensor_value_info("x", number, ["samples", preprocessing.columns])],
        [helper.make_tensor_value_info("y", number, ["samples", network.outputs])],
        nodes.constants,
    )
    whole = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="neuroloom"
    )
    helper.set_model_props(whole, _metadata(model))
    return whole


def _metadata(model: Model) -> dict[str, str]:
    """What a reader of the file needs to know besides the numbers, in the same words as safetensors; lists are JSON."""
    metadata = {"producer": "neuroloom", **described_texts(model)}
    if model.recipe is not None and (task := build(model.recipe).task) is not None:
        metadata["task"] = task
    return metadata
