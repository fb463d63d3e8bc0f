"""Tests of models in ONNX: what is read answers as the reference implementation does, all else is named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from core import BatchNormalization, Dense, Dropout, Network
from core.activations import ACTIVATIONS
from core.bundled import open_bundled
from core.data import Drawn, Points, build
from core.errors import UserError
from core.export import export_onnx
from core.importing import Imported, import_model
from core.importing.imported import imported
from core.importing.onnx_model import read_onnx
from core.specs import Project
from tests.core.importing.onnx_files import W2, B, W, X, answers, model, node


def taken(made: onnx.ModelProto) -> Imported:
    return imported(read_onnx(made.SerializeToString()), "made")


def refusal(made: onnx.ModelProto) -> str:
    with pytest.raises(UserError) as caught:
        taken(made)
    return str(caught.value)


def assert_same(made: onnx.ModelProto, x: np.ndarray[Any, Any] = X) -> Imported:
    """It is imported, and answers as ONNX's own reference does."""
    found = taken(made)
    ours = found.project.network.predict(found.theta, x.reshape(len(x), -1))
    np.testing.assert_allclose(ours, answers(made, x), rtol=1e-5, atol=1e-5)
    return found


# Our own files come back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_we_export_comes_back_bit_for_bit(tmp_path: Path, dtype: Any) -> None:
    hidden = [name for name, activation in ACTIVATIONS.items() if activation.is_elementwise]
    layers = [*(Dense(3, name) for name in hidden), Dense(3, "tanh", use_bias=False), BatchNormalization()]
    network = Network(2, (*layers, Dense(4, "softmax")), dtype)
    theta = network.initial(3)
    theta[: network.trainable] += np.linspace(-1.0, 1.0, network.trainable)
    export_onnx(network, theta, tmp_path / "own.onnx", fold_normalization=False)
    found = import_model(tmp_path / "own.onnx")
    norm = found.project.network.layers[-2]
    assert isinstance(norm, BatchNormalization)
    assert norm.epsilon == 1e-3
    assert found.project.network == network.replace(layers=(*layers[:-1], norm, network.output))
    np.testing.assert_allclose(found.theta, theta, rtol=1e-15 if dtype == "float64" else 0.0)
    assert found.notes == ()


def test_a_trained_classifier_has_its_classes_and_its_loss_again(tmp_path: Path) -> None:
    project = open_bundled("segments")
    theta = project.network.initial(1)
    export_onnx(project.network, theta, tmp_path / "digits seven.onnx", project.data)
    found = import_model(tmp_path / "digits seven.onnx")
    assert found.project.title == "digits seven"
    assert found.project.network.output.unit_names == tuple((digit, str(digit)) for digit in range(10))
    assert np.array_equal(found.theta, theta)
    assert found.project.network.input_names == tuple("abcdefg")
    assert found.project.training.loss == "binary_crossentropy"
    assert found.notes == ()


def with_features(shape: Any, *features: str) -> tuple[Project, np.ndarray[Any, Any]]:
    data = Points(shape, features=features)
    network = Network(len(features), (Dense(3, "tanh"), Dense(1, data.ends.activation)))
    return Project("", network, open_bundled("circle").training, data), network.initial(2)


def test_features_of_points_are_known_again(tmp_path: Path) -> None:
    project, theta = with_features("circle", "x1", "x2^2", "sin x1")
    export_onnx(project.network, theta, tmp_path / "own.onnx", project.data)
    found = import_model(tmp_path / "own.onnx")
    assert np.array_equal(found.theta, theta)
    assert found.project.data == Drawn(classes=("outer", "inner"), features=("x1", "x2^2", "sin x1"))


def test_a_number_over_the_plane_gets_the_plane(tmp_path: Path) -> None:
    project, theta = with_features("plane", "x1*x2")
    export_onnx(project.network, theta, tmp_path / "own.onnx", project.data)
    assert import_model(tmp_path / "own.onnx").project.data == Points("plane", features=("x1*x2",))


def older(path: Path) -> None:
    """The file as it was written before it said what is done around the network."""
    made = onnx.load(path)
    told = {entry.key: entry.value for entry in made.metadata_props}
    names = [column["name"] for column in json.loads(told["preprocessing"])["columns"]]
    kept = {"producer": "neuroloom", "input_names": json.dumps(names), "classes": told["classes"]}
    helper.set_model_props(made, kept)
    onnx.save(made, path)


def test_of_an_older_model_for_a_table_the_network_is_taken(tmp_path: Path) -> None:
    project = open_bundled("diabetes")
    assert project.data is not None
    theta = project.network.initial(0, build(project.data).x)
    export_onnx(project.network, theta, tmp_path / "own.onnx", project.data)
    older(tmp_path / "own.onnx")
    found = import_model(tmp_path / "own.onnx")
    assert np.array_equal(found.theta, theta)
    assert found.project.network.widths == project.network.widths
    assert "of the columns age (years), sex, bmi" in found.notes[0]
    assert found.notes[1].startswith("The scale of its answer is left out")


def test_nodes_that_a_tool_has_made_of_ours_are_read_as_they_stand(tmp_path: Path) -> None:
    project = open_bundled("iris")
    export_onnx(project.network, project.network.initial(0), tmp_path / "own.onnx", project.data)
    made = onnx.load(tmp_path / "own.onnx")
    for one in made.graph.node:
        one.name = ""
    with pytest.raises(UserError, match="Gather"):
        read_onnx(made.SerializeToString())


# Dense layers as others write them -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("transposed", "summand", "alpha", "beta"),
    [
        (0, None, 1.0, 1.0),
        (1, B, 1.0, 1.0),
        (0, B.reshape(1, 4), 0.5, 1.0),
        (1, B, 2.0, -0.5),
        (0, np.float32(0.3), 1.0, 3.0),
        (0, np.array([[0.3]], np.float32), -1.0, 0.0),
    ],
)
def test_every_gemm_is_a_dense_layer(transposed: int, summand: Any, alpha: float, beta: float) -> None:
    constants = {"w": W.T.copy() if transposed else W, **({} if summand is None else {"c": summand})}
    first = node("Gemm", f"x w {'' if summand is None else 'c'}", "h", alpha=alpha, beta=beta, transB=transposed)
    found = assert_same(model([first, node("Tanh", "h", "y")], constants))
    assert found.project.network.widths == (3, 4)
    if alpha == beta == 1.0:
        assert np.array_equal(found.project.network.views(found.theta)[0]["weights"], W)


@pytest.mark.parametrize("operands", ["h b", "b h"])
@pytest.mark.parametrize("shape", [(4,), (1, 4)])
def test_a_product_and_a_sum_are_a_dense_layer_with_its_bits(operands: str, shape: tuple[int, ...]) -> None:
    nodes = [node("MatMul", "x w", "h"), node("Add", operands, "s"), node("Relu", "s", "y")]
    found = assert_same(model(nodes, {"w": W, "b": B.reshape(shape)}))
    views = found.project.network.views(found.theta)[0]
    assert np.array_equal(views["weights"], W)
    assert np.array_equal(views["biases"], B)
    assert found.notes == ()


def test_biases_of_zero_are_biases_all_the_same() -> None:
    nodes = [node("MatMul", "x w", "h"), node("Add", "h b", "s"), node("Relu", "s", "y")]
    found = taken(model(nodes, {"w": W, "b": np.zeros(4, np.float32)}))
    assert found.project.network.output.use_bias


def test_numbers_by_which_inputs_are_scaled_become_part_of_the_first_layer() -> None:
    scale, mean = np.array([0.5, 2.0, 3.0], np.float32), np.array([1.0, -2.0, 0.1], np.float32)
    nodes = [
        node("Sub", "x m", "a"), node("Div", "a s", "d"), node("Gemm", "d w b", "h"), node("Sigmoid", "h", "g"),
        node("Mul", "k g", "e"), node("Sub", "o e", "f"), node("MatMul", "f w2", "y"),
    ]  # fmt: skip
    constants = {"m": mean, "s": scale, "w": W, "b": B, "k": np.float32(3.0), "o": np.float32(1.0), "w2": W2}
    found = assert_same(model(nodes, constants))
    assert found.project.network.widths == (3, 4, 2)
    assert found.notes == ("Factors and offsets between its layers are part of the dense layers beside them now.",)


def test_a_batch_normalization_stays_behind_an_activation_and_is_folded_before_it() -> None:
    parts = {"g": B, "t": B[::-1].copy(), "m": B * 0.5, "v": np.abs(B)}
    kept = [
        node("Gemm", "x w b", "h"), node("Relu", "h", "r"), node("BatchNormalization", "r g t m v", "n"),
        node("MatMul", "n w2", "y"),
    ]  # fmt: skip
    constants = {"w": W, "b": B, "w2": W2, **parts}
    found = assert_same(model(kept, constants))
    assert isinstance(found.project.network.layers[1], BatchNormalization)
    assert found.project.network.layers[1].epsilon == 1e-5
    folded = [
        node("Gemm", "x w b", "h"), node("BatchNormalization", "h g t m v", "n", epsilon=0.01), node("Relu", "n", "r"),
        node("MatMul", "r w2", "y"),
    ]  # fmt: skip
    found = assert_same(model(folded, constants))
    assert [type(layer) for layer in found.project.network.layers] == [Dense, Dense]
    assert found.notes == ("A batch normalization before an activation is part of the dense layer before it now.",)


def test_dropout_stays_and_identities_go() -> None:
    nodes = [
        node("Identity", "x", "i"), node("Gemm", "i w b", "h"), node("Cast", "h", "c", to=TensorProto.FLOAT),
        node("Tanh", "c", "t"), node("Dropout", "t r", "d"), node("Flatten", "d", "f"), node("Gemm", "f w2", "y"),
    ]  # fmt: skip
    found = assert_same(model(nodes, {"w": W, "b": B, "r": np.float32(0.25), "w2": W2}))
    assert found.project.network.layers[1] == Dropout(0.25)


def test_pictures_are_taken_as_rows() -> None:
    pictures = X[:18].reshape(-1, 1, 3, 1)
    nodes = [node("Mul", "x s", "m"), node("Flatten", "m", "f"), node("Gemm", "f w b", "y")]
    made = model(nodes, {"s": np.float32(0.5), "w": W, "b": B}, shape=("n", 1, 3, 1))
    found = assert_same(made, pictures)
    assert "The 1 x 3 x 1 numbers of a sample are taken as one row of 3." in found.notes


def test_a_shape_put_together_is_followed() -> None:
    nodes = [
        node("Shape", "x", "s"), node("Gather", "s zero", "n"), node("Unsqueeze", "n axes", "u"),
        node("Concat", "u minus", "c", axis=0), node("Reshape", "x c", "f"), node("Gemm", "f w b", "y"),
    ]  # fmt: skip
    constants = {"zero": np.array(0), "axes": np.array([0]), "minus": np.array([-1]), "w": W, "b": B}
    assert_same(model(nodes, constants))


@pytest.mark.parametrize("opset", [7, 9, 11, 13, 21])
def test_old_and_new_opsets_are_read(opset: int) -> None:
    nodes = [node("Gemm", "x w b", "h"), node("Softmax", "h", "y")]
    found = taken(model(nodes, {"w": W, "b": B}, opset=opset))
    assert found.project.network.output.activation == "softmax"
    assert found.project.training.loss == "categorical_crossentropy"


def test_weights_may_be_nodes_and_numbers_may_be_written_in_other_fields() -> None:
    made = helper.make_tensor("w", TensorProto.FLOAT, W.shape, W.ravel().tolist())
    assert len(made.float_data)
    constant = helper.make_node("Constant", [], ["w"], value=made)
    turned = [constant, node("Transpose", "w", "t", perm=[1, 0]), node("Gemm", "x t b", "y", transB=1)]
    assert np.array_equal(assert_same(model(turned, {"b": B})).theta, taken(model(turned, {"b": B})).theta)
    wide = helper.make_tensor("w", TensorProto.DOUBLE, W.shape, W.astype(np.float64).ravel().tolist())
    double = model([node("MatMul", "x w", "y")], {"w": wide}, kind=TensorProto.DOUBLE)
    assert taken(double).project.network.dtype == "float64"


def test_half_precision_is_widened_and_said() -> None:
    found = taken(model([node("Gemm", "x w b", "y")], {"w": W.astype(np.float16), "b": B.astype(np.float16)}))
    assert found.project.network.dtype == "float32"
    assert np.array_equal(found.project.network.views(found.theta)[0]["weights"], W.astype(np.float16))
    assert found.notes == ("Its weights have half precision; they are kept as float32.",)
    brain = numpy_helper.from_array(W.astype(np.float32), "w")
    halves = (W.view(np.uint32) >> 16).astype(np.uint16)
    brain.data_type, brain.raw_data = TensorProto.BFLOAT16, halves.tobytes()
    found = taken(model([node("MatMul", "x w", "y")], {"w": brain}))
    assert np.abs(found.project.network.views(found.theta)[0]["weights"] - W).max() < 0.02


def test_a_constant_that_nobody_uses_may_be_anything() -> None:
    strange = onnx.TensorProto(name="unused", data_type=TensorProto.STRING, dims=[-4])
    assert_same(model([node("Gemm", "x w b", "y")], {"w": W, "b": B, "unused": strange}))


def test_what_scikit_learn_puts_behind_a_classifier_goes() -> None:
    nodes = [
        node("Gemm", "x w b", "h"), node("Sigmoid", "h", "p"), node("Sub", "one p", "q"),
        node("Concat", "q p", "y", axis=1), node("ArgMax", "y", "a", axis=1),
        helper.make_node("ArrayFeatureExtractor", ["classes", "a"], ["z"], domain="ai.onnx.ml"),
    ]  # fmt: skip
    classes = helper.make_tensor("classes", TensorProto.STRING, [2], ["no", "yes"])
    constants = {"w": W[:, :1], "b": B[:1], "one": np.float32(1.0), "classes": classes}
    made = model(nodes, constants, outputs=2)
    made.graph.output[1].type.tensor_type.elem_type = TensorProto.STRING
    found = taken(made)
    assert found.project.network.widths == (3, 1)
    assert found.project.network.output.unit_names == ((0, "yes"),)


# What is refused, and how ---------------------------------------------------------------------------------------------

GEMM = node("Gemm", "x w b", "y", "first")


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ([node("Conv", "x w", "y", "conv1")], "Node 1, Conv “conv1”, cannot be read: it is a convolution."),
        ([node("LSTM", "x w b", "y")], "Node 1, LSTM, cannot be read: it is recurrent."),
        ([node("LayerNormalization", "x b", "y")], "normalizes each sample by itself"),
        ([node("Gemm", "x w b", "h"), node("Sin", "h", "y")], "Node 2, Sin, cannot be read: it is neither a dense"),
        ([node("Gemm", "x w b", "h"), node("LeakyRelu", "h", "y", "bend")], "Node 2, LeakyRelu “bend”, cannot be read: "
         "its slope is 0.01, that of leaky ReLU here 0.2."),
        ([node("Gemm", "x w b", "h"), node("Elu", "h", "y", alpha=2.0)], "its alpha is 2, that of ELU here 1"),
        ([node("Gemm", "x w b", "h"), node("Clip", "h - six", "y")], "it keeps numbers between two bounds"),
        ([node("Gemm", "x w b", "h"), node("Gelu", "h", "y", approximate="tanh")], "it is computed by tanh"),
        ([node("Gemm", "x w b", "h"), node("Exp", "h", "y")], "it belongs to no activation that there is here"),
        ([node("Gemm", "x w b", "h"), node("Add", "h x", "y")], "Node 2, Add, cannot be read: it joins two branches."),
        ([node("Gemm", "x w b", "h"), node("Gemm", "x w b", "g"), node("Add", "h g", "y")], "it begins a second bran"),
        ([node("Gemm", "x w b", "h"), node("MatMul", "h h", "y")], "its weights are computed, not stored"),
        ([node("Gemm", "x w2 b2", "y")], "Node 1, Gemm, cannot be read: it asks for 4 numbers and is given 3."),
        ([node("Gemm", "x w b2", "y")], "its constant has the shape [2], a sample 4"),
        ([node("Gemm", "x w b", "y", transA=1)], "it transposes what it is given"),
        ([node("Gemm", "x b b", "y")], "its weights have the shape [4] in float32"),
        ([node("Gemm", "x w b", "h"), node("Softmax", "h", "s"), node("Gemm", "s w2", "y")],
         "A hidden layer cannot use softmax."),
        ([node("Softmax", "x", "h", axis=0), node("Gemm", "h w b", "y")], "it runs over another axis than the outputs"),
        ([node("Relu", "g", "h"), node("Relu", "h", "g"), node("Add", "g h", "y")],
         "Its nodes 1 (Relu), 2 (Relu) wait for each other in a loop."),
        ([node("Gemm", "x w b", "y"), node("Relu", "x", "y")], "node 2 computes “y”, which is there already"),
        ([node("Gemm", "x w nobody", "y")], "node 1 asks for “nobody”, which nothing computes"),
        ([node("Identity", "w", "y")], "Its output does not hang on its input."),
        ([node("Relu", "x", "y")], "It holds no dense layer."),
        ([node("Reshape", "x shape", "h"), node("Gemm", "h w b", "y")], "it mixes samples"),
        ([node("DequantizeLinear", "w b", "h"), node("MatMul", "x h", "y")], "its numbers are quantised"),
        ([helper.make_node("Gemm", ["x", "w"], ["y"], domain="com.own")], "it belongs to another collection than"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(nodes: list[onnx.NodeProto], words: str) -> None:
    constants = {"w": W, "b": B, "w2": W2, "b2": B[:2], "six": np.float32(6.0), "shape": np.array([5, 3])}
    assert words in refusal(model(nodes, constants))


def test_graphs_inside_a_graph_are_refused() -> None:
    inside = helper.make_graph([node("Relu", "x", "o")], "inside", [], [])
    choice = helper.make_node("If", ["c"], ["y"], "which", then_branch=inside, else_branch=inside)
    assert "Node 1, If “which”, cannot be read: it holds a graph of its own." in refusal(model([choice], {"c": W > 0}))


def changed(change: Callable[[onnx.ModelProto], object]) -> onnx.ModelProto:
    made = model([GEMM], {"w": W, "b": B})
    change(made)
    return made


def put_elsewhere(made: onnx.ModelProto) -> None:
    tensor = made.graph.initializer[0]
    tensor.data_location = TensorProto.EXTERNAL
    tensor.ClearField("raw_data")
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"


def with_shape(*sizes: int | None) -> Callable[[onnx.ModelProto], object]:
    return lambda made: made.graph.input[0].CopyFrom(helper.make_tensor_value_info("x", TensorProto.FLOAT, sizes))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put_elsewhere, "The numbers of the tensor “w” are in another file, “/etc/passwd”, which is not followed."),
        (lambda made: made.graph.initializer[0].dims.__setitem__(0, 2**40), "should hold 4,398,046,511,104 numbers"),
        (lambda made: made.graph.initializer[0].dims.__setitem__(0, -3), "has the shape [-3, 4]"),
        (lambda made: setattr(made.graph.initializer[0], "data_type", TensorProto.INT8), "numbers of a type that"),
        (lambda made: setattr(made.graph.initializer[0], "raw_data", W.tobytes()[:-4]), "should hold 12 numbers"),
        (lambda made: made.graph.sparse_initializer.add(), "It holds a sparse tensor"),
        (lambda made: setattr(made.opset_import[0], "version", 6), "It is written for opset 6, which cannot be read."),
        (lambda made: made.graph.input.add(name="more"), "It has 2 inputs (x, more); one can be read."),
        (lambda made: made.graph.output.add(name="more"), "It has 2 outputs of decimal numbers (y, more); one can"),
        (lambda made: made.graph.input[0].type.tensor_type.ClearField("shape"), "“x” does not say its shape"),
        (with_shape(3), "Its input “x” has 1 dimension; two can be read."),
        (with_shape(None, 2, 3), "each of its samples has more than one dimension"),
        (lambda made: made.graph.ClearField("node"), "it holds no nodes"),
        (lambda made: setattr(made.graph.initializer[0], "raw_data", (W * np.nan).tobytes()), "that is not finite"),
    ],
)  # fmt: skip
def test_a_file_that_claims_what_is_not_so_is_refused(change: Callable[[onnx.ModelProto], object], words: str) -> None:
    assert words in refusal(changed(change))


def test_bytes_that_are_no_model_are_refused() -> None:
    for content in (b"", b"ONNX", bytes(1000), model([GEMM], {"w": W, "b": B}).SerializeToString()[:-20]):
        with pytest.raises(UserError):
            read_onnx(content)


def test_constants_do_not_grow() -> None:
    steps = 60
    doubled = [node("Concat", f"w{step} w{step}", f"w{step + 1}", axis=1) for step in range(steps)]
    words = refusal(model([*doubled, node("MatMul", f"x w{steps}", "y")], {"w0": W}))
    assert "too much is computed from constants before it" in words


def test_one_matrix_used_a_thousand_times_is_no_network() -> None:
    square = np.eye(600, dtype=np.float32)
    nodes = [node("MatMul", f"{'x' if step == 0 else f'h{step}'} w", f"h{step + 1}") for step in range(1000)]
    words = refusal(model([*nodes, node("Tanh", "h1000", "y")], {"w": square}, shape=("n", 600)))
    assert "It has 360,000,000 weights." in words


def test_a_file_of_nothing_but_parts_is_refused_before_they_are_made() -> None:
    empty_nodes = b"\x0a\x00" * 300_000
    length = len(empty_nodes)
    header = bytes([0x3A, length & 127 | 128, length >> 7 & 127 | 128, length >> 14])
    with pytest.raises(UserError, match="it is made of more parts than a model that can be imported"):
        read_onnx(header + empty_nodes)
