"""Tests of the ONNX export."""

import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest

import core.export.onnx.model_file
from core.activations import ACTIVATIONS
from core.data import Points, Segments, build
from core.data.features import FEATURES, PLAIN
from core.errors import UserError
from core.export import export_onnx
from core.export.model import Model
from core.export.onnx.activations import FORMS
from core.export.preprocessing import Preprocessing
from core.export.proof import MOST_ROWS, TOLERANCES, largest_difference, rows_asked
from core.layers import BatchNormalization, Dense, Dropout, Layer
from core.network import DType, Network
from core.trainer import Trainer
from core.training import Training

NETWORKS: dict[str, tuple[Layer, ...]] = {
    "one layer": (Dense(1, "linear"),),
    "deep": (Dense(8, "tanh"), Dense(6, "relu"), Dense(5, "sigmoid"), Dense(4, "linear"), Dense(3, "softmax")),
    "without biases": (Dense(5, "tanh", use_bias=False), Dense(2, "sigmoid", use_bias=False)),
    "step": (Dense(6, "step"), Dense(3, "tanh"), Dense(2, "step")),
    "wide": (Dense(300, "relu"), Dense(200, "relu"), Dense(10, "softmax")),
    "dropout": (Dropout(0.4), Dense(5, "tanh"), Dropout(), Dropout(0.1), Dense(2, "sigmoid")),
    "normalized": (Dense(5, "relu"), BatchNormalization(), Dense(2, "sigmoid")),
    "normalized inputs": (BatchNormalization(), Dense(5, "tanh"), Dense(2)),
    "normalized twice": (
        BatchNormalization(0.9, 0.5),
        Dropout(),
        BatchNormalization(0.9, 1e-5),
        Dense(3, "elu"),
        Dense(2),
    ),
    "normalized without biases": (Dense(5, use_bias=False), BatchNormalization(), Dense(3, "softmax", use_bias=False)),
    "normalized steps": (Dense(6, "step"), BatchNormalization(), Dropout(), Dense(4, "step"), Dense(2, "tanh")),
}


def run(path: Path, x: np.ndarray) -> np.ndarray:
    """What ONNX Runtime answers."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (answers,) = session.run(["y"], {"x": x})
    return np.asarray(answers)


def drawn(network: Network) -> np.ndarray:
    """Weights and biases that are all different from zero, and variances above it."""
    generator = np.random.default_rng(3)
    theta = generator.normal(0.0, 0.5, network.size).astype(network.dtype)
    for views in network.views(theta):
        if "moving_variance" in views:
            views["moving_variance"][...] = generator.uniform(0.01, 4.0, views["moving_variance"].shape)
    return theta


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", sorted(NETWORKS))
@pytest.mark.parametrize("fold", [True, False])
def test_onnx_runtime_answers_like_the_network(tmp_path: Path, name: str, dtype: DType, fold: bool) -> None:
    network = Network(4, NETWORKS[name], dtype)
    theta = drawn(network)
    proof = export_onnx(network, theta, tmp_path / "model.onnx", fold_normalization=fold)
    assert proof.rows == MOST_ROWS and proof.largest_difference <= 10.0 * TOLERANCES[dtype]
    x = np.random.default_rng(8).normal(size=(37, 4)).astype(dtype)
    answers = run(tmp_path / "model.onnx", x)
    wanted = network.predict(theta, x)
    assert answers.dtype == dtype
    assert np.abs(answers - wanted).max() <= TOLERANCES[dtype] * max(1.0, np.abs(wanted).max())
    assert np.ptp(wanted) > 0.01, "the answers should differ, else they say nothing"


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_activation_of_an_output_layer_runs(tmp_path: Path, activation: str, dtype: DType) -> None:
    network = Network(3, (Dense(4, activation),), dtype)
    theta = drawn(network)
    export_onnx(network, theta, tmp_path / "model.onnx")
    x = np.random.default_rng(8).normal(size=(50, 3)).astype(dtype)
    answers = run(tmp_path / "model.onnx", x)
    assert np.allclose(answers, network.predict(theta, x), rtol=0.0, atol=TOLERANCES[dtype])


@pytest.mark.parametrize("activation", sorted(name for name, entry in ACTIVATIONS.items() if entry.is_elementwise))
@pytest.mark.parametrize(("dtype", "allowed"), [("float32", 1e-6), ("float64", 1e-13)])
def test_every_activation_is_right_from_far_below_to_far_above_zero(
    tmp_path: Path, activation: str, dtype: DType, allowed: float
) -> None:
    """Exponentials vanish and overflow on the way."""
    network = Network(1, (Dense(1, activation),), dtype)
    export_onnx(network, np.array([1.0, 0.0]), tmp_path / "model.onnx")
    sizes = np.concatenate([np.geomspace(1e-30, 1e30, 400), np.linspace(0.0, 60.0, 2001)])
    x = np.concatenate([-sizes, sizes])[:, np.newaxis].astype(dtype)
    answers = run(tmp_path / "model.onnx", x)
    assert np.all(np.abs(answers - ACTIVATIONS[activation](x)) <= allowed * np.maximum(1.0, np.abs(x)))


def test_every_activation_can_be_exported() -> None:
    assert set(FORMS) == set(ACTIVATIONS)


def test_gelu_is_exact_in_float64(tmp_path: Path) -> None:
    network = Network(1, (Dense(1, "gelu"),), "float64")
    export_onnx(network, np.array([1.0, 0.0]), tmp_path / "model.onnx")
    x = np.concatenate([np.linspace(-8.0, 8.0, 801), [-1e300, -60.0, -40.0, 40.0, 1e300]])
    exact = [0.5 * z * math.erfc(-z / math.sqrt(2.0)) for z in x.tolist()]
    answers = run(tmp_path / "model.onnx", x[:, np.newaxis])[:, 0]
    assert np.allclose(answers, exact, rtol=1e-12, atol=1e-15)


# Dropout and normalization ---------------------------------------------------------------------------------------


def operators(path: Path) -> list[str]:
    return [node.op_type for node in onnx.load(path).graph.node]


def constants(path: Path) -> dict[str, np.ndarray]:
    return {entry.name: onnx.numpy_helper.to_array(entry) for entry in onnx.load(path).graph.initializer}


def test_nothing_is_left_of_dropout(tmp_path: Path) -> None:
    network = Network(4, NETWORKS["dropout"])
    export_onnx(network, drawn(network), tmp_path / "model.onnx")
    assert operators(tmp_path / "model.onnx") == ["Gemm", "Tanh", "Gemm", "Sigmoid"]


def normalized(dtype: DType = "float64", use_bias: bool = True) -> tuple[Network, np.ndarray]:
    """y = 3 a + 5 b (+ 1) after a normalization whose numbers can be followed by hand."""
    network = Network(2, (BatchNormalization(epsilon=0.25), Dense(1, use_bias=use_bias)), dtype)
    theta = np.zeros(network.size, dtype)
    normalization, dense = network.views(theta)
    normalization["gamma"][...] = [2.0, -4.0]
    normalization["beta"][...] = [0.5, 1.0]
    normalization["moving_mean"][...] = [1.0, -2.0]
    normalization["moving_variance"][...] = [3.75, 15.75]
    dense["weights"][...] = [[3.0], [5.0]]
    if use_bias:
        dense["biases"][...] = 1.0
    return network, theta


@pytest.mark.parametrize("use_bias", [True, False])
def test_a_normalization_folds_into_the_dense_layer_that_follows(tmp_path: Path, use_bias: bool) -> None:
    network, theta = normalized(use_bias=use_bias)
    export_onnx(network, theta, tmp_path / "model.onnx")
    assert operators(tmp_path / "model.onnx") == ["Gemm"]
    found = constants(tmp_path / "model.onnx")
    # Deviations 2 and 4: s = (1, -1), t = (0.5 - 1, 1 - 2) = (-0.5, -1).
    assert found["layer_1_weights"].tolist() == [[3.0, -5.0]]
    assert found["layer_1_biases"].tolist() == [-1.5 - 5.0 + use_bias]


def test_a_normalization_can_stay_an_operator(tmp_path: Path) -> None:
    network, theta = normalized()
    export_onnx(network, theta, tmp_path / "model.onnx", fold_normalization=False)
    assert operators(tmp_path / "model.onnx") == ["BatchNormalization", "Gemm"]
    found = constants(tmp_path / "model.onnx")
    assert found["layer_0_gamma"].tolist() == [2.0, -4.0]
    assert found["layer_0_moving_variance"].tolist() == [3.75, 15.75]
    # (3 - 1) / 2 * 2 + 0.5 = 2.5;  (6 + 2) / 4 * -4 + 1 = -7;  3 * 2.5 - 5 * 7 + 1
    assert run(tmp_path / "model.onnx", np.array([[3.0, 6.0]])).tolist() == [[-26.5]]


def test_an_epsilon_that_float32_cannot_say_is_exact_in_float64(tmp_path: Path) -> None:
    """The operator's epsilon is a float32 number; with a variance of 0 it decides the answer alone."""
    network = Network(1, (BatchNormalization(epsilon=1e-3), Dense(1)), "float64")
    theta = np.array([1.0, 0.0, 1.0, 0.0, 0.0, 0.0])
    assert network.views(theta)[1]["weights"].item() == 1.0
    export_onnx(network, theta, tmp_path / "model.onnx", fold_normalization=False)
    answer = run(tmp_path / "model.onnx", np.array([[1.0]])).item()
    assert abs(answer - 1e-3**-0.5) <= 1e-12


@pytest.mark.parametrize("fold", [True, False])
def test_numbers_far_from_zero_are_normalized_without_loss(tmp_path: Path, fold: bool) -> None:
    """Years: float32 knows 2010 to 0.0001, of a sum with 2010 * 0.3 / 6 it would keep half of that."""
    network = Network(2, (BatchNormalization(), Dense(8, "tanh"), Dense(1)))
    theta = drawn(network)
    views = network.views(theta)[0]
    views["moving_mean"][...] = [2010.0, 0.1]
    views["moving_variance"][...] = [36.0, 1.0]
    generator = np.random.default_rng(4)
    x = np.column_stack([generator.integers(1995, 2026, 300), generator.normal(size=300)]).astype(np.float32)
    export_onnx(network, theta, tmp_path / "model.onnx", fold_normalization=fold)
    exact = Network(2, network.layers, "float64").predict(theta.astype(np.float64), x)
    assert np.abs(run(tmp_path / "model.onnx", x) - exact).max() <= 3e-6
    assert np.abs(network.predict(theta, x) - exact).max() <= 3e-6


def test_a_trained_network_with_everything_in_it_is_exported(tmp_path: Path) -> None:
    recipe = Points("moons", 10.0, samples=200)
    layers = (
        BatchNormalization(), Dense(12, "gelu"), BatchNormalization(), Dropout(0.2), Dense(8, "swish"),
        Dense(1, "sigmoid"),
    )  # fmt: skip
    network = Network(2, layers)
    trainer = Trainer(network, build(recipe), Training("binary_crossentropy", "adam", 0.01, 20), seed=1)
    trainer.run(epochs=20)
    x = np.random.default_rng(8).normal(0.0, 3.0, (100, 2)).astype(np.float32)
    for fold in (True, False):
        export_onnx(network, trainer.theta, tmp_path / "model.onnx", recipe, fold)
        assert np.abs(run(tmp_path / "model.onnx", x) - network.predict(trainer.theta, x)).max() <= 1e-5


# Features --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("features", [tuple(FEATURES), ("x1^2", "x2^2"), ("x2",), ("sin x2",)])
def test_a_model_of_features_takes_the_points_as_they_are(
    tmp_path: Path, features: tuple[str, ...], dtype: DType
) -> None:
    recipe = Points("spiral", 5.0, samples=300, features=features)
    network = Network(len(features), (BatchNormalization(), Dense(6, "tanh"), Dense(1, "sigmoid")), dtype)
    theta = drawn(network)
    proof = export_onnx(network, theta, tmp_path / "model.onnx", recipe)
    assert proof.rows == 150 and proof.largest_difference <= TOLERANCES[dtype]
    points = np.random.default_rng(5).uniform(-6.0, 6.0, (80, 2)).astype(dtype)
    wanted = network.predict(theta, recipe.expand(points.T, dtype).T)
    answers = run(tmp_path / "model.onnx", points)
    assert answers.dtype == dtype and np.abs(answers - wanted).max() <= TOLERANCES[dtype]
    assert np.ptp(wanted) > 0.005, "the answers should differ, else they say nothing"
    metadata = {entry.key: entry.value for entry in onnx.load(tmp_path / "model.onnx").metadata_props}
    assert json.loads(metadata["columns"]) == ["x₁", "x₂"]
    assert [feature["name"] for feature in json.loads(metadata["preprocessing"])["features"]] == list(features)


def test_points_as_they_are_need_no_operator(tmp_path: Path) -> None:
    network = Network(2, (Dense(1, "sigmoid"),))
    export_onnx(network, drawn(network), tmp_path / "model.onnx", Points("circle", features=PLAIN))
    assert operators(tmp_path / "model.onnx") == ["Gemm", "Sigmoid"]


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
    assert json.loads(metadata["columns"]) == list("abcdefg")
    assert json.loads(metadata["classes"]) == list("0123456789")


def test_the_model_is_asked_about_the_test_data_of_the_recipe(tmp_path: Path) -> None:
    network = Network(2, (Dense(4, "tanh"), Dense(1, "sigmoid")))
    recipe = Points("circle", share=60.0, samples=100)
    x_test = build(recipe).x_test
    assert x_test is not None
    assert np.array_equal(rows_asked(network, recipe).astype(network.dtype), x_test.astype(np.float32))
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
    right = core.export.onnx.model_file._graph

    def wrong(model: Model, *rest: Any) -> Any:
        return right(replace(model, theta=model.theta + np.float32(1e-3)), *rest)

    monkeypatch.setattr(core.export.onnx.model_file, "_graph", wrong)
    with pytest.raises(UserError, match="answers otherwise"):
        export_onnx(network, theta, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_proof_notices_small_differences_and_numbers_that_are_none() -> None:
    network = Network(2, (Dense(2, "tanh"),), "float64")
    theta = network.initial()
    x = rows_asked(network, None).astype(network.dtype)
    answers = network.predict(theta, x)
    assert largest_difference(network, theta, Preprocessing(network.inputs), x, answers) == 0.0
    answers[7, 1] += 1e-9
    with pytest.raises(UserError, match="otherwise"):
        largest_difference(network, theta, Preprocessing(network.inputs), x, answers)
    answers[7, 1] = np.nan
    with pytest.raises(UserError, match="otherwise"):
        largest_difference(network, theta, Preprocessing(network.inputs), x, answers)
    with pytest.raises(UserError, match="float32"):
        largest_difference(network, theta, Preprocessing(network.inputs), x, answers.astype(np.float32))


def test_the_proof_passes_over_steps_at_their_edge_only() -> None:
    network = Network(1, (Dense(2, "step"),), "float64")
    theta = np.zeros(network.size)
    network.views(theta)[0]["weights"][...] = [[1.0, 1.0]]
    network.views(theta)[0]["biases"][...] = [0.0, 5.0]
    x = np.array([[1e-6], [2.0]])
    answers = network.predict(theta, x)
    answers[0, 0] = 0.0
    assert largest_difference(network, theta, Preprocessing(network.inputs), x, answers) == 0.0
    answers[0, 1] = 0.0
    with pytest.raises(UserError, match="otherwise"):
        largest_difference(network, theta, Preprocessing(network.inputs), x, answers)


def test_the_proof_finds_steps_behind_normalization_and_dropout() -> None:
    layers = (BatchNormalization(epsilon=0.25), Dropout(), Dense(2, "step"), Dropout(), Dense(1))
    network = Network(1, layers, "float64")
    theta = np.zeros(network.size)
    normalization, first, last = network.views(theta)
    normalization["gamma"][...], normalization["moving_variance"][...] = 1.0, 0.75
    normalization["moving_mean"][...] = 3.0
    first["weights"][...], last["weights"][...] = [[1.0, -1.0]], [[2.0], [4.0]]
    x = np.array([[3.0 + 1e-6], [5.0], [0.0]])
    answers = network.predict(theta, x)
    answers[0] += 2.0
    assert largest_difference(network, theta, Preprocessing(network.inputs), x, answers) == 0.0, "3 stands on the edge"
    for row in (1, 2):
        wrong = answers.copy()
        wrong[row] += 2.0
        with pytest.raises(UserError, match="otherwise"):
            largest_difference(network, theta, Preprocessing(network.inputs), x, wrong)


def test_a_folder_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    network = Network(4, NETWORKS["one layer"])
    with pytest.raises(UserError, match="folder does not exist"):
        export_onnx(network, drawn(network), tmp_path / "none" / "model.onnx")


def test_importing_the_exports_does_not_load_onnx() -> None:
    code = "import sys, core.export; sys.exit('onnx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0
