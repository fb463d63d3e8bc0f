"""Tests of the ONNX export."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest

import core.export.onnx
from core.activations import ACTIVATIONS
from core.data import Points, Segments, build
from core.errors import UserError
from core.export import export_onnx
from core.export.proof import MOST_ROWS, largest_difference, questions
from core.layers import Dense
from core.network import DType, Network

NETWORKS = {
    "one layer": (Dense(1, "linear"),),
    "deep": (Dense(8, "tanh"), Dense(6, "relu"), Dense(5, "sigmoid"), Dense(4, "linear"), Dense(3, "softmax")),
    "without biases": (Dense(5, "tanh", use_bias=False), Dense(2, "sigmoid", use_bias=False)),
    "step": (Dense(6, "step"), Dense(3, "tanh"), Dense(2, "step")),
    "wide": (Dense(300, "relu"), Dense(200, "relu"), Dense(10, "softmax")),
}


def run(path: Path, x: np.ndarray) -> np.ndarray:
    """What ONNX Runtime answers."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (answers,) = session.run(["y"], {"x": x})
    return np.asarray(answers)


def drawn(network: Network) -> np.ndarray:
    """Weights and biases that are all different from zero."""
    return np.random.default_rng(3).normal(0.0, 0.5, network.size).astype(network.dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_onnx_runtime_answers_like_the_network(tmp_path: Path, name: str, dtype: DType) -> None:
    network = Network(4, NETWORKS[name], dtype)
    theta = drawn(network)
    proof = export_onnx(network, theta, tmp_path / "model.onnx")
    assert proof.rows == MOST_ROWS and proof.largest_difference <= 1e-5
    x = np.random.default_rng(8).normal(size=(37, 4)).astype(dtype)
    answers = run(tmp_path / "model.onnx", x)
    assert answers.dtype == dtype
    assert np.allclose(answers, network.predict(theta, x), rtol=0.0, atol=1e-5 if dtype == "float32" else 1e-10)


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_activation_of_an_output_layer_runs(tmp_path: Path, activation: str, dtype: DType) -> None:
    network = Network(3, (Dense(4, activation),), dtype)
    theta = drawn(network)
    export_onnx(network, theta, tmp_path / "model.onnx")
    x = np.random.default_rng(8).normal(size=(50, 3)).astype(dtype)
    assert np.allclose(run(tmp_path / "model.onnx", x), network.predict(theta, x), rtol=0.0, atol=1e-5)


@pytest.mark.parametrize("activation", sorted(set(ACTIVATIONS) - {"softmax"}))
@pytest.mark.parametrize(("dtype", "allowed"), [("float32", 1e-6), ("float64", 1e-13)])
def test_an_activation_is_right_from_far_below_to_far_above_zero(
    tmp_path: Path, activation: str, dtype: DType, allowed: float
) -> None:
    network = Network(1, (Dense(1, activation),), dtype)
    export_onnx(network, np.array([1.0, 0.0]), tmp_path / "model.onnx")
    x = np.concatenate([np.linspace(-40.0, 40.0, 801), [-1e4, 1e4]]).astype(dtype)[:, np.newaxis]
    answers = run(tmp_path / "model.onnx", x)
    assert np.all(np.abs(answers - ACTIVATIONS[activation](x)) <= allowed * np.maximum(1.0, np.abs(x)))


@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_the_number_of_samples_is_free(tmp_path: Path, rows: int) -> None:
    network = Network(4, NETWORKS["deep"])
    export_onnx(network, drawn(network), tmp_path / "model.onnx")
    assert run(tmp_path / "model.onnx", np.zeros((rows, 4), np.float32)).shape == (rows, 3)


def test_a_step_is_on_at_zero(tmp_path: Path) -> None:
    network = Network(1, (Dense(1, "step"),))
    export_onnx(network, np.array([1.0, -2.0]), tmp_path / "model.onnx")
    x = np.array([[1.999], [2.0], [2.001]], np.float32)
    assert run(tmp_path / "model.onnx", x).ravel().tolist() == [0.0, 1.0, 1.0]


def test_steps_that_stand_exactly_on_their_edge_can_be_exported(tmp_path: Path) -> None:
    network = Network(7, (Dense(4, "step"), Dense(10, "step")))
    export_onnx(network, np.zeros(network.size), tmp_path / "model.onnx", Segments())
    assert np.all(run(tmp_path / "model.onnx", np.eye(7, dtype=np.float32)) == 1.0)


def test_the_file_is_opset_17_and_ir_8_with_one_gemm_per_layer(tmp_path: Path) -> None:
    network = Network(4, NETWORKS["deep"])
    export_onnx(network, drawn(network), tmp_path / "model.onnx")
    model = onnx.load(tmp_path / "model.onnx")
    assert model.ir_version == 8
    assert [(entry.domain, entry.version) for entry in model.opset_import] == [("", 17)]
    gemms = [node for node in model.graph.node if node.op_type == "Gemm"]
    assert len(gemms) == 5
    shapes = {constant.name: tuple(constant.dims) for constant in model.graph.initializer}
    assert shapes[gemms[0].input[1]] == (8, 4), "B is (outputs, inputs)"
    (softmax,) = (node for node in model.graph.node if node.op_type == "Softmax")
    assert {attribute.name: attribute.i for attribute in softmax.attribute} == {"axis": -1}
    assert [entry.name for entry in model.graph.input] == ["x"]
    assert [entry.name for entry in model.graph.output] == ["y"]


def test_the_metadata_name_inputs_and_classes(tmp_path: Path) -> None:
    network = Network(7, (Dense(10, "sigmoid"),))
    export_onnx(network, drawn(network), tmp_path / "model.onnx", Segments())
    metadata = {entry.key: entry.value for entry in onnx.load(tmp_path / "model.onnx").metadata_props}
    assert metadata["producer"] == "neuroloom"
    assert json.loads(metadata["input_names"]) == list("abcdefg")
    assert json.loads(metadata["classes"]) == list("0123456789")


def test_the_model_is_asked_about_the_test_data_of_the_recipe(tmp_path: Path) -> None:
    network = Network(2, (Dense(4, "tanh"), Dense(1, "sigmoid")))
    recipe = Points("circle", share=60.0, samples=100)
    x_test = build(recipe).x_test
    assert x_test is not None
    assert np.array_equal(questions(network, recipe), x_test.astype(np.float32))
    assert export_onnx(network, drawn(network), tmp_path / "model.onnx", recipe).rows == 40


def test_data_of_another_width_are_refused(tmp_path: Path) -> None:
    network = Network(3, (Dense(1, "sigmoid"),))
    with pytest.raises(UserError, match="2 inputs"):
        export_onnx(network, drawn(network), tmp_path / "model.onnx", Points("circle"))
    assert list(tmp_path.iterdir()) == []


def test_weights_of_another_network_and_weights_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    network = Network(3, (Dense(1, "sigmoid"),))
    with pytest.raises(UserError, match="shape"):
        export_onnx(network, np.zeros(3), tmp_path / "model.onnx")
    with pytest.raises(UserError, match="not finite"):
        export_onnx(network, np.array([1.0, np.nan, 0.0, 0.0]), tmp_path / "model.onnx")
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_answers_otherwise_is_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(4, NETWORKS["deep"])
    theta = drawn(network)
    path = tmp_path / "model.onnx"
    path.write_bytes(b"old")
    right = core.export.onnx._model

    def wrong(network: Network, theta: np.ndarray, recipe: Any) -> Any:
        return right(network, theta + np.float32(1e-3), recipe)

    monkeypatch.setattr(core.export.onnx, "_model", wrong)
    with pytest.raises(UserError, match="answers otherwise"):
        export_onnx(network, theta, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_proof_notices_small_differences_and_numbers_that_are_none() -> None:
    network = Network(2, (Dense(2, "tanh"),), "float64")
    theta = network.initial()
    x = questions(network, None)
    answers = network.predict(theta, x)
    assert largest_difference(network, theta, x, answers) == 0.0
    answers[7, 1] += 1e-9
    with pytest.raises(UserError, match="otherwise"):
        largest_difference(network, theta, x, answers)
    answers[7, 1] = np.nan
    with pytest.raises(UserError, match="otherwise"):
        largest_difference(network, theta, x, answers)
    with pytest.raises(UserError, match="float32"):
        largest_difference(network, theta, x, answers.astype(np.float32))


def test_the_proof_passes_over_steps_at_their_edge_only() -> None:
    network = Network(1, (Dense(2, "step"),), "float64")
    theta = np.zeros(network.size)
    network.views(theta)[0]["weights"][...] = [[1.0, 1.0]]
    network.views(theta)[0]["biases"][...] = [0.0, 5.0]
    x = np.array([[1e-6], [2.0]])
    answers = network.predict(theta, x)
    answers[0, 0] = 0.0
    assert largest_difference(network, theta, x, answers) == 0.0
    answers[0, 1] = 0.0
    with pytest.raises(UserError, match="otherwise"):
        largest_difference(network, theta, x, answers)


def test_a_folder_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    network = Network(4, NETWORKS["one layer"])
    with pytest.raises(UserError, match="folder does not exist"):
        export_onnx(network, drawn(network), tmp_path / "none" / "model.onnx")


def test_importing_the_exports_does_not_load_onnx() -> None:
    code = "import sys, core.export; sys.exit('onnx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0
