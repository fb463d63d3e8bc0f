"""Tests of state dicts in safetensors: layers by names and shapes, what is assumed, and what is refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from core import BatchNormalization
from core.bundled import open_bundled
from core.errors import UserError
from core.export import export_safetensors
from core.importing import Imported, import_model
from core.importing.imported import imported
from core.importing.safetensors_model import read_safetensors

GENERATOR = np.random.default_rng(2)


def linear(name: str, inputs: int, units: int, bias: bool = True, dtype: str = "float32") -> dict[str, Any]:
    found = {f"{name}.weight": GENERATOR.normal(size=(units, inputs)).astype(dtype)}
    return {**found, f"{name}.bias": GENERATOR.normal(size=units).astype(dtype)} if bias else found


def normal(name: str, units: int) -> dict[str, Any]:
    parts = ("weight", "bias", "running_mean", "running_var")
    found = {f"{name}.{part}": np.abs(GENERATOR.normal(size=units)).astype(np.float32) for part in parts}
    return {**found, f"{name}.num_batches_tracked": np.array(3)}


def taken(*parts: dict[str, Any], **metadata: str) -> Imported:
    arrays = {name: values for part in parts for name, values in part.items()}
    return imported(read_safetensors(save(arrays, metadata or None)), "m")


def shape(found: Imported) -> tuple[tuple[int, ...], list[str]]:
    network = found.project.network
    return network.widths, [layer.activation for layer in network.dense]


def test_layers_stand_in_the_order_of_their_numbers() -> None:
    found = taken(*(linear(f"net.{place}", 3, 3) for place in (0, 2, 4, 6, 8)), linear("net.10", 3, 2))
    assert shape(found) == ((3, 3, 3, 3, 3, 3, 2), ["relu"] * 5 + ["linear"])
    assert found.notes[0].startswith("Activations are not in such a file: ReLU is assumed")
    assert found.notes[1] == "Its layers were taken in the order net.0, net.2, net.4, net.6, net.8, net.10."


def test_names_that_stand_in_another_order_are_sorted_by_what_fits() -> None:
    layers = {**linear("output", 5, 2), **linear("input", 3, 4), **linear("hidden", 4, 5)}
    found = taken(layers)
    assert shape(found) == ((3, 4, 5, 2), ["relu", "relu", "linear"])
    views = found.project.network.views(found.theta)
    assert np.array_equal(views[0]["weights"], layers["input.weight"].T)
    assert np.array_equal(views[2]["biases"], layers["output.bias"])


def test_numbers_without_a_gap_leave_no_room_for_an_activation() -> None:
    assert shape(taken(linear("0", 3, 4), linear("1", 4, 2)))[1] == ["linear", "linear"]


def test_a_layer_without_biases_has_none() -> None:
    assert not taken(linear("fc1", 3, 2, bias=False)).project.network.output.use_bias


def test_a_normalization_next_to_its_layer_is_folded_and_one_behind_the_activation_stays() -> None:
    folded = taken(linear("0", 3, 4), normal("1", 4), linear("3", 4, 2))
    assert len(folded.project.network.layers) == 2
    kept = taken(linear("0", 3, 4), normal("2", 4), linear("3", 4, 2))
    assert isinstance(kept.project.network.layers[1], BatchNormalization)
    assert shape(kept)[1] == ["relu", "linear"]


def test_what_we_write_says_its_activations_and_classes() -> None:
    metadata = {"format": "neuroloom", "activations": json.dumps(["elu", "softmax"]), "classes": json.dumps(["a", "b"])}
    found = taken(linear("0", 3, 4), linear("2", 4, 2), **metadata)
    assert shape(found)[1] == ["elu", "softmax"]
    assert found.project.network.output.unit_names == ((0, "a"), (1, "b"))
    assert found.notes == ()
    strange = taken(linear("0", 3, 4), linear("2", 4, 2), **{**metadata, "activations": '["elu"'})
    assert shape(strange)[1] == ["relu", "linear"]


def test_what_we_export_comes_back_bit_for_bit(tmp_path: Path) -> None:
    project = open_bundled("segments")
    theta = project.network.initial(1)
    export_safetensors(project.network, theta, tmp_path / "own.safetensors", project.data)
    found = import_model(tmp_path / "own.safetensors")
    assert found.project.network.widths == project.network.widths
    assert np.array_equal(found.theta, theta)
    assert found.project.network.input_names == tuple("abcdefg")
    assert found.notes == ()


def test_features_and_columns_of_our_own_are_known_again() -> None:
    features = {"columns": [{"name": "x1"}, {"name": "x2"}], "features": [{"name": "x1"}, {"name": "sin x2"}]}
    ours = {"format": "neuroloom", "activations": '["sigmoid"]', "classes": '["a", "b"]'}
    found = taken(linear("0", 2, 1), **ours, preprocessing=json.dumps(features))
    assert found.project.data is not None
    assert found.project.data.ends.inputs == 2
    table = {"columns": [{"name": "age", "fill": 3.0}, {"name": "size", "fill": 1.0}], "target": None}
    found = taken(linear("0", 2, 1), **ours, preprocessing=json.dumps(table))
    assert found.project.network.input_names == ("age", "size")
    assert found.notes == ("What stands for an empty cell is left out.",)


@pytest.mark.parametrize("dtype", ["float64", "float16"])
def test_other_number_types(dtype: str) -> None:
    found = taken(linear("0", 3, 2, dtype=dtype))
    assert found.project.network.dtype == ("float64" if dtype == "float64" else "float32")
    assert ("Its weights have half precision; they are kept as float32." in found.notes) == (dtype == "float16")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            (linear("a", 3, 4), linear("b", 5, 2)),
            "The tensor “b.weight” asks for 5 numbers, but “a” before it gives",
        ),
        (({"conv.weight": np.ones((2, 3, 4), np.float32)},), "The tensor “conv.weight” cannot be read: its shape is"),
        (({"0.bias": np.ones(2, np.float32)},), "The tensor “0.bias” cannot be read: there are no weights beside it"),
        (({**linear("0", 3, 4), "0.bias": np.ones(3, np.float32)},), "but the layer has 4 units"),
        (({"lstm.weight_ih_l0": np.ones((2, 2), np.float32)},), "no dense layer has one of this name"),
        (({"0.weight": np.ones((2, 2), np.int64)},), "it holds whole numbers"),
        (({"0.weight": np.ones((2, 2), np.int8)},), "holds I8 numbers, which cannot be read"),
        ((), "It holds no tensors."),
    ],
)
def test_a_tensor_that_cannot_be_read_is_named(parts: tuple[dict[str, Any], ...], words: str) -> None:
    with pytest.raises(UserError) as caught:
        taken(*parts)
    assert words in str(caught.value)
