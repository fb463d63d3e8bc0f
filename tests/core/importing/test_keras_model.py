"""Tests of models saved by Keras: what their configuration says, and HDF5 files that lie."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from core.errors import UserError
from core.importing import Imported, import_model
from core.importing.hdf5 import Asked, Variable
from core.importing.hdf5_process import answer_of
from core.importing.imported import imported
from core.importing.keras_model import stack_of

W, B = np.arange(12, dtype=np.float32).reshape(3, 4) / 10.0, np.ones(4, np.float32)


def layer(kind: str, name: str, **config: Any) -> dict[str, Any]:
    return {"class_name": kind, "name": name, "config": {"name": name, **config}}


def dense(name: str = "dense", **config: Any) -> dict[str, Any]:
    return layer("Dense", name, **{"units": 4, "activation": "linear", "use_bias": True, **config})


def variables(**layers: tuple[Any, ...]) -> dict[Variable, Any]:
    return {
        Variable(f"/layers/{name}/vars", name, str(place)): np.asarray(values)
        for name, arrays in layers.items()
        for place, values in enumerate(arrays)
    }


def taken(*layers: dict[str, Any], kind: str = "Sequential", arrays: dict[Variable, Any] | None = None) -> Imported:
    config = {"class_name": kind, "config": {"name": "m", "layers": list(layers)}}
    found = variables(dense=(W, B)) if arrays is None else arrays
    return imported(stack_of(json.dumps(config), found), "m")


def activations(found: Imported) -> list[str]:
    return [one.activation for one in found.project.network.dense]


INPUT = layer("InputLayer", "input", batch_shape=[None, 3])


@pytest.mark.parametrize(
    ("activation", "ours"),
    [
        ("silu", "swish"), ("swish", "swish"), ("gelu", "gelu"), ("leaky_relu", "leaky_relu"), (None, "linear"),
        ({"class_name": "function", "config": "tanh"}, "tanh"),
        ({"class_name": "LeakyReLU", "config": {"negative_slope": 0.2}}, "leaky_relu"),
        ({"module": "keras.layers", "class_name": "ReLU", "config": {"max_value": None}}, "relu"),
    ],
)  # fmt: skip
def test_activations_have_our_names(activation: Any, ours: str) -> None:
    assert activations(taken(INPUT, dense(activation=activation))) == [ours]


def test_layers_that_are_activations_join_the_layer_before_them() -> None:
    found = taken(INPUT, dense(), layer("Dropout", "d", rate=0.5), layer("Activation", "a", activation="softplus"))
    assert activations(found) == ["softplus"]
    assert found.notes == ("A dropout at its end is left out: it would only blur the answers.",)


def test_a_layer_keeps_the_name_that_a_person_gave_it() -> None:
    named = taken(INPUT, dense("Größe"), arrays=variables(Größe=(W, B)))
    assert named.project.network.dense[0].name == "Größe"
    assert taken(INPUT, dense()).project.network.dense[0].name is None


def test_older_files_name_arrays_in_their_own_ways() -> None:
    checkpoint = {
        Variable("/_layer_checkpoint_dependencies/dense/vars", "", str(place)): one for place, one in enumerate((W, B))
    }
    assert np.array_equal(taken(INPUT, dense("first"), arrays=checkpoint).theta, taken(INPUT, dense()).theta)
    whole = {
        Variable("/model_weights/first/first", "", "kernel:0"): W,
        Variable("/model_weights/first/first", "", "bias:0"): B,
    }
    found = taken(dense("first", batch_input_shape=[None, 3]), arrays=whole)
    assert np.array_equal(found.theta, taken(INPUT, dense()).theta)


def test_the_loss_it_was_compiled_with_is_taken_where_it_fits() -> None:
    config = {
        "class_name": "Sequential",
        "config": {"layers": [INPUT, dense()]},
        "compile_config": {"loss": {"class_name": "MeanAbsoluteError", "config": {}}},
    }
    assert imported(stack_of(json.dumps(config), variables(dense=(W, B))), "m").project.training.loss == "mae"


def test_inputs_that_are_scaled_become_part_of_the_first_layer() -> None:
    scaled = taken(INPUT, layer("Rescaling", "r", scale=0.5, offset=[1.0, 2.0, 3.0]), dense())
    x = np.array([[1.0, -2.0, 0.5]], np.float32)
    expected = (x * 0.5 + [1.0, 2.0, 3.0]) @ W + B
    np.testing.assert_allclose(scaled.project.network.predict(scaled.theta, x), expected, rtol=1e-6)


def functional(*sources: list[str]) -> list[dict[str, Any]]:
    """An input "a" and layers "l0", "l1"... that take from the layers of these names."""

    def took(names: list[str]) -> list[Any]:
        tensors = [{"class_name": "__keras_tensor__", "config": {"keras_history": [name, 0, 0]}} for name in names]
        return [{"args": tensors if len(tensors) == 1 else [tensors], "kwargs": {}}]

    layers = [layer("InputLayer", "a", batch_shape=[None, 3])]
    for place, names in enumerate(sources):
        layers.append({**layer("Activation", f"l{place}", activation="relu"), "inbound_nodes": took(names)})
    layers[1] = {**dense("l0"), "inbound_nodes": layers[1]["inbound_nodes"]}
    return layers


def test_a_functional_model_has_to_be_one_row() -> None:
    arrays = variables(l0=(W, B))
    assert activations(taken(*functional(["a"], ["l0"]), kind="Functional", arrays=arrays)) == ["relu"]
    for crooked in (functional(["a"], ["a"]), functional(["a"], ["l0"], ["l0", "l1"])):
        with pytest.raises(UserError, match="it takes from"):
            taken(*crooked, kind="Functional", arrays=arrays)


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ((layer("Lambda", "mine", function={}),), "The layer “mine” (Lambda) cannot be read: it runs code of its own."),
        ((layer("Conv1D", "c"),), "The layer “c” (Conv1D) cannot be read: there is none like it here."),
        ((dense(activation="selu"),), "the activation “selu” is not one of those here"),
        ((dense(), layer("LeakyReLU", "l", negative_slope=0.3)), "its slope is 0.3, that of leaky ReLU here 0.2"),
        ((dense(), layer("ELU", "e", alpha=0.5)), "its alpha is 0.5, that of ELU here 1"),
        ((dense(), layer("ReLU", "r", max_value=6.0)), "a bound, a threshold or a slope"),
        ((dense("other"),), "The layer “other” (Dense) cannot be read: its kernel is missing from the file."),
        ((dense(), layer("Softmax", "s"), dense()), "A hidden layer cannot use softmax."),
        ((layer("Flatten", "f"), layer("Dropout", "d", rate=2)), "It holds no dense layer."),
        ((dense(), layer("Dropout", "d", rate="much")), "its rate is not a number"),
    ],
)
def test_a_layer_that_cannot_be_read_is_named(layers: tuple[dict[str, Any], ...], words: str) -> None:
    arrays = variables(dense=(np.eye(3, 3, dtype=np.float32), np.zeros(3, np.float32)))
    with pytest.raises(UserError) as caught:
        taken(INPUT, *layers, arrays=arrays)
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"class_name": 3}', '{"class_name": "Mine"}'])
def test_a_configuration_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        stack_of(text, {})


def refusal(folder: Path, content: bytes) -> str:
    """What the process that reads HDF5 says of this file, without a process: a test's files are harmless."""
    (folder / "weights.h5").write_bytes(content)
    with pytest.raises(UserError) as caught:
        answer_of(Asked(str(folder / "weights.h5"), str(folder)))
    return str(caught.value)


def weights_file(kernel: Any) -> bytes:
    """HDF5 as Keras writes it; `kernel` puts in what shall be there instead of the weights."""
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        group = file.create_group("layers/dense/vars")
        group.attrs["name"] = "dense"
        group["1"] = B
        kernel(group)
    return content.getvalue()


def test_no_link_out_of_the_file_is_followed(tmp_path: Path) -> None:
    def link(group: Any) -> None:
        group["0"] = h5py.ExternalLink("/etc/passwd", "/kernel")

    assert "is a link to elsewhere, which is not followed" in refusal(tmp_path, weights_file(link))


def test_numbers_that_are_claimed_and_not_there_are_not_made(tmp_path: Path) -> None:
    def claim(group: Any) -> None:
        group.create_dataset("0", (100_000, 100_000), "f4", chunks=(1000, 1000))

    assert "the numbers of “0” are packed, in another file, or not there" in refusal(tmp_path, weights_file(claim))


def test_bytes_that_are_no_hdf5_are_refused(tmp_path: Path) -> None:
    whole = weights_file(lambda group: group.create_dataset("0", data=W))
    for content in (b"", b"\x89HDF\r\n\x1a\n", whole[:600]):
        assert "it is no HDF5 file, or not a whole one" in refusal(tmp_path, content)


def test_arrays_are_read_with_whose_they_are(tmp_path: Path) -> None:
    (tmp_path / "weights.h5").write_bytes(weights_file(lambda group: group.create_dataset("0", data=W)))
    answer = answer_of(Asked(str(tmp_path / "weights.h5"), str(tmp_path)))
    assert answer.config == ""
    assert answer.variables == [Variable("/layers/dense/vars", "dense", name) for name in ("0", "1")]
    assert np.array_equal(np.load(tmp_path / "0.npy"), W)


def test_a_zip_without_its_parts_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.keras", "w") as archive:
        archive.writestr("config.json", "{}")
    with pytest.raises(UserError, match=r"It holds no model\.weights\.h5"):
        import_model(tmp_path / "m.keras")
