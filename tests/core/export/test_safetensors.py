"""Tests of the export as safetensors: names, shapes and metadata as PyTorch and an importer read them."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file

from core.data import Points
from core.errors import UserError
from core.export import export_safetensors
from core.export.described.forward import FORMULAS
from core.layers import BatchNormalization, Dense, Dropout
from core.network import DType, Network
from core.training import Training
from tests.gui import birds


def metadata_of(path: Path) -> dict[str, str]:
    with safe_open(path, "numpy") as file:
        found: dict[str, str] = file.metadata()
    return found


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_tensors_are_named_as_linear_layers_and_activations_alternate(tmp_path: Path, dtype: DType) -> None:
    layers = (Dense(3, "relu"), Dropout(0.5), Dense(4, "linear", use_bias=False), Dense(2, "softmax"))
    network = Network(2, layers, dtype)
    theta = network.initial(4)
    proof = export_safetensors(network, theta, tmp_path / "model.safetensors", title="Mine \ud800")
    assert proof.rows == 500 and proof.largest_difference is not None
    found = load_file(tmp_path / "model.safetensors")
    assert {name: part.shape for name, part in found.items()} == {
        "0.weight": (3, 2), "0.bias": (3,), "2.weight": (4, 3), "4.weight": (2, 4), "4.bias": (2,),
    }  # fmt: skip
    views = network.views(theta)
    assert all(part.dtype == dtype for part in found.values())
    assert np.array_equal(found["2.weight"].T, views[1]["weights"])
    told = metadata_of(tmp_path / "model.safetensors")
    assert (told["format"], told["version"], told["title"], told["dtype"]) == ("neuroloom", "1", "Mine ?", dtype)
    assert json.loads(told["activations"]) == ["relu", "linear", "softmax"]
    assert json.loads(told["columns"]) == ["x1", "x2"] and json.loads(told["classes"]) == []


def test_metadata_say_what_goes_in_and_what_comes_out(tmp_path: Path) -> None:
    saved = birds.trained(epochs=10)
    project = saved.project
    assert saved.theta is not None
    export_safetensors(
        project.network, saved.theta, tmp_path / "birds.safetensors", project.data, training=project.training
    )
    told = metadata_of(tmp_path / "birds.safetensors")
    assert json.loads(told["classes"]) == list(birds.SPECIES)
    columns = json.loads(told["preprocessing"])["columns"]
    assert [column["name"] for column in columns] == json.loads(told["columns"]) == ["bill", "island", "flippers"]
    assert columns[1]["categories"] == list(birds.ISLANDS)
    assert Training(**json.loads(told["training"])) == project.training


def test_features_of_points_are_described(tmp_path: Path) -> None:
    network = Network(3, (Dense(1, "sigmoid"),))
    recipe = Points("circle", samples=50, features=("x1^2", "x1*x2", "sin x2"))
    export_safetensors(network, network.initial(2), tmp_path / "model.safetensors", recipe)
    found = json.loads(metadata_of(tmp_path / "model.safetensors")["preprocessing"])["features"]
    assert [(feature["operation"], feature["of"]) for feature in found] == [
        ("product", [0, 0]), ("product", [0, 1]), ("sine", [1]),
    ]  # fmt: skip


def test_numbers_far_from_zero_are_moved_by_a_layer_of_their_own(tmp_path: Path) -> None:
    network = Network(2, (BatchNormalization(), Dense(3, "tanh"), Dense(1)))
    theta = network.initial(1)
    views = network.views(theta)
    views[0]["moving_mean"][...] = [2010.0, 1.0]
    export_safetensors(network, theta, tmp_path / "model.safetensors")
    found = load_file(tmp_path / "model.safetensors")
    assert found["0.weight"].tolist() == [[1.0, 0.0], [0.0, 1.0]] and found["0.bias"].tolist() == [-2010.0, -1.0]
    assert json.loads(metadata_of(tmp_path / "model.safetensors")["activations"]) == ["linear", "tanh", "linear"]
    x = np.array([[2011.5, 0.5], [2008.0, -1.0]], np.float32)
    hidden = np.tanh((x @ found["0.weight"].T + found["0.bias"]) @ found["2.weight"].T + found["2.bias"])
    answers = hidden @ found["4.weight"].T + found["4.bias"]
    assert np.allclose(answers, network.predict(theta, x), rtol=0.0, atol=1e-6)


def test_tensors_that_answer_otherwise_are_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMULAS, "tanh", lambda z: z)
    network = Network(2, (Dense(1, "tanh"),))
    with pytest.raises(UserError, match="answers otherwise"):
        export_safetensors(network, np.ones(3), tmp_path / "model.safetensors")
    assert not list(tmp_path.iterdir())
