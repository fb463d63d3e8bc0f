"""Tests of the export as JSON: what stands in the file, and that it is enough to compute the answers."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.data import Points, Segments
from core.errors import UserError
from core.export import export_json
from core.export.described.forward import FORMULAS
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.training import Training
from tests.gui import birds


def test_all_of_a_model_stands_in_the_file(tmp_path: Path) -> None:
    network = Network(2, (Dense(2, "tanh"), Dropout(), Dense(1, "sigmoid", use_bias=False)))
    theta = np.array([0.1, 3.0, -0.25, 1e-7, 0.5, -0.0, 1 / 3, 2.0])
    views = network.views(theta.astype(np.float32))
    training = Training("binary_crossentropy", "adam", 0.003)
    proof = export_json(network, theta, tmp_path / "model.json", Points("circle"), training=training, title="Ä “1”")
    assert proof.rows == 250 and proof.largest_difference is not None
    text = (tmp_path / "model.json").read_text("utf-8")
    found = json.loads(text)
    assert (found["format"], found["version"], found["title"], found["dtype"]) == (
        "neuroloom model", 1, "Ä “1”", "float32",
    )  # fmt: skip
    assert found["columns"] == [{"name": "x₁", "kind": "number"}, {"name": "x₂", "kind": "number"}]
    assert (found["features"], found["target"], found["least"]) == ([], None, None)
    assert (found["outputs"], found["classes"], found["threshold"]) == (["p(inner)"], ["outer", "inner"], 0.5)
    assert found["training"]["optimizer"] == "adam" and found["training"]["learning_rate"] == 0.003
    first, last = found["layers"]
    assert (first["activation"], first["formula"], first["shift"]) == ("tanh", "f(z) = tanh z", None)
    assert (last["activation"], last["biases"]) == ("sigmoid", None)
    assert np.array(first["weights"], np.float32).tobytes() == views[0]["weights"].copy().tobytes()
    assert np.array(last["weights"], np.float32).tobytes() == views[1]["weights"].copy().tobytes()
    assert "0.1," in text and "1e-7" in text and "0.33333334" in text, "the shortest decimals that are exact"


def test_a_table_s_rows_can_be_answered_from_the_file_alone(tmp_path: Path) -> None:
    """By hand: gaps filled, a category told apart, numbers scaled, and the number found in its own unit."""
    saved = birds.trained(birds.MASS_WANTED, 10)
    project = saved.project
    assert saved.theta is not None
    export_json(project.network, saved.theta, tmp_path / "model.json", project.data)
    found = json.loads((tmp_path / "model.json").read_bytes())
    bill, island, flippers = found["columns"]
    assert (island["kind"], island["categories"], island["missing"]) == ("category", list(birds.ISLANDS), "fill")
    row = [(40.0 - bill["offset"]) * bill["factor"], 0.0, 1.0, 0.0, (flippers["fill"] - flippers["offset"])]
    y = np.array(row)
    y[-1] *= flippers["factor"]
    for layer in found["layers"]:
        z = y @ np.array(layer["weights"]) + np.array(layer["biases"])
        y = np.tanh(z) if layer["activation"] == "tanh" else z
    answer = y[0] / found["target"]["factor"] + found["target"]["offset"]
    assert project.data is not None
    filled = np.array([[40.0], [0.0], [1.0], [0.0], [flippers["fill"]]])
    own = project.network.predict(saved.theta, project.data.expand(filled).T)[0, 0]
    assert abs(answer - (own / found["target"]["factor"] + found["target"]["offset"])) < 0.01
    assert 3000.0 < answer < 6000.0


def test_a_display_that_says_no_digit_clearly_is_described_so(tmp_path: Path) -> None:
    network = Network(7, (Dense(10, "sigmoid"),))
    export_json(network, network.initial(0), tmp_path / "model.json", Segments())
    found = json.loads((tmp_path / "model.json").read_bytes())
    assert found["least"] == 0.5 and found["classes"] == list("0123456789")


def test_what_a_normalization_moves_far_is_subtracted_first(tmp_path: Path) -> None:
    network = Network(1, (BatchNormalization(), Dense(2, "relu"), Dense(1)), "float64")
    theta = network.initial(1)
    network.views(theta)[0]["moving_mean"][...] = 2010.0
    export_json(network, theta, tmp_path / "model.json")
    assert [layer["shift"] for layer in json.loads((tmp_path / "model.json").read_bytes())["layers"]] == [
        [2010.0], None,
    ]  # fmt: skip


@pytest.mark.parametrize("title", ['"}]', "\ud800", "\u2028\x00\n", "\\"])
def test_a_title_stays_a_title(tmp_path: Path, title: str) -> None:
    network = Network(1, (Dense(1),))
    export_json(network, np.ones(2), tmp_path / "model.json", title=title)
    found = json.loads((tmp_path / "model.json").read_bytes())
    assert found["title"] == title.replace("\ud800", "?") and len(found["layers"]) == 1


def test_more_than_json_should_hold_is_refused(tmp_path: Path) -> None:
    network = Network(4000, (Dense(3000), Dense(1)))
    with pytest.raises(UserError, match="too many for JSON"):
        export_json(network, np.zeros(network.size, np.float32), tmp_path / "model.json")
    assert not list(tmp_path.iterdir())


def test_a_file_that_answers_otherwise_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.json").write_text("old")
    monkeypatch.setitem(FORMULAS, "tanh", lambda z: z)
    network = Network(2, (Dense(1, "tanh"),))
    with pytest.raises(UserError, match="answers otherwise"):
        export_json(network, np.ones(3), tmp_path / "model.json")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_every_activation_can_be_computed_by_itself() -> None:
    z = np.concatenate([np.linspace(-60.0, 60.0, 481), [-1e30, 1e30]])[:, np.newaxis]
    assert set(FORMULAS) == set(ACTIVATIONS)
    for name, formula in FORMULAS.items():
        with np.errstate(over="ignore", invalid="ignore"):
            difference = np.abs(formula(z) - ACTIVATIONS[name](np.ascontiguousarray(z.T)).T)
        assert np.all(difference <= 1e-13 * np.maximum(1.0, np.abs(z))), name
