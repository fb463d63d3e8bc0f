"""Tests of our own files coming back: they answer as they did, and are called and trained as they were."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest
from safetensors.numpy import save

from core import Dense, Network
from core.bundled import open_bundled
from core.data import Table
from core.errors import UserError
from core.export import export_onnx, export_safetensors
from core.export.model import Model, model_of
from core.export.preprocessing import table_rows
from core.importing import import_model
from core.importing.imported import imported
from core.importing.safetensors_model import read_safetensors
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.training import Training
from tests.core.export.row_files import drawn, homes, project_for

MODELS = Path(__file__).parents[1] / "files" / "models"
WAYS = {".onnx": export_onnx, ".safetensors": export_safetensors}


def there_and_back(project: Project, theta: Any, path: Path) -> Any:
    WAYS[path.suffix](project.network, theta, path, project.data, training=project.training, title=project.title)
    return import_model(path)


def asked(model: Model, rows: Any) -> tuple[Any, Any]:
    """Rows of a table as numbers in their own units, a category as one for each of its texts; and the answers."""
    fitted = model.preprocessing.table
    assert fitted is not None
    inputs = model.preprocessing(rows)
    return inputs / fitted.factor + fitted.offset, model.preprocessing.answers(
        model.network.predict(model.theta, inputs)
    )


@pytest.mark.parametrize("ending", WAYS)
@pytest.mark.parametrize("name", ["iris", "diabetes"])
def test_a_model_of_a_table_takes_its_own_numbers_again_and_answers_as_before(
    ending: str, name: str, tmp_path: Path
) -> None:
    project = open_bundled(name)
    assert isinstance(project.data, Table)
    theta = drawn(project.network)
    model = model_of(project.network, theta, project.data)
    inputs, answers = asked(model, table_rows(project.data, 40))
    found = there_and_back(project, theta, tmp_path / f"own{ending}")
    np.testing.assert_allclose(found.project.network.predict(found.theta, inputs), answers, rtol=2e-4, atol=2e-5)
    assert found.project.network.input_names[0] == model.column_names[0]
    assert "It takes the columns' own numbers: their scaling is part of the first layer now." in found.notes
    assert any("that scale is part of the last layer now" in note for note in found.notes) is (name == "diabetes")

    again = there_and_back(found.project, found.theta, tmp_path / f"again{ending}")
    assert np.array_equal(again.theta, found.theta)
    assert again.project.network == found.project.network
    assert again.project.training == found.project.training


@pytest.mark.parametrize("ending", WAYS)
def test_categories_become_inputs_that_say_which_one_they_are(ending: str, tmp_path: Path) -> None:
    project, theta = project_for(homes("price"))
    assert isinstance(project.data, Table)
    found = there_and_back(project, theta, tmp_path / f"homes{ending}")
    assert found.project.network.input_names[:4] == ("area", "rooms = 1", "rooms = 2", "rooms = 3")
    assert "Each category of rooms, town is an input: 1 for the one it is, else 0." in found.notes
    model = model_of(project.network, theta, project.data)
    inputs, outputs = asked(model, table_rows(project.data, 8))
    np.testing.assert_allclose(found.project.network.predict(found.theta, inputs), outputs, rtol=1e-4)


@pytest.mark.parametrize("ending", WAYS)
def test_numbers_far_from_zero_keep_their_digits(ending: str, tmp_path: Path) -> None:
    accounts = 4_000_000_000.0 + np.arange(20.0)
    frame = polars.DataFrame({"account": accounts, "sum": np.arange(20.0)})
    columns = (Column("account"), Column("sum", "target", scaling="none"))
    data = Table(StoredTable.of(frame), columns, Split(test=20.0, stratified=False))
    network = Network(1, (Dense(3, "tanh"), Dense(1)))
    project, theta = Project("", network, Training(), data), drawn(network)
    found = there_and_back(project, theta, tmp_path / f"accounts{ending}")
    assert found.project.network.dtype == "float64"
    assert any("float64 now" in note for note in found.notes)
    x = accounts[:, np.newaxis]
    answers = network.predict(theta, model_of(network, theta, data).preprocessing(x))
    np.testing.assert_allclose(found.project.network.predict(found.theta, x), answers, atol=1e-5)


@pytest.mark.parametrize("ending", WAYS)
def test_names_classes_and_settings_come_back(ending: str, tmp_path: Path) -> None:
    project = open_bundled("iris")
    training = project.training.replace(optimizer="sgd", learning_rate=0.1, batch_size=10, l2=0.01)
    found = there_and_back(project.replace(training=training), drawn(project.network), tmp_path / f"iris{ending}")
    assert [name for _, name in found.project.network.output.unit_names] == ["setosa", "versicolor", "virginica"]
    for name in ("loss", "optimizer", "learning_rate", "batch_size", "l2"):
        assert getattr(found.project.training, name) == getattr(training, name)
    model = model_of(found.project.network, found.theta)
    assert model.classes == model.output_names == ("setosa", "versicolor", "virginica")
    assert model.column_names[0] == "sepal length (cm)"


def test_only_settings_that_count_are_written(tmp_path: Path) -> None:
    from safetensors import safe_open

    project = open_bundled("iris").replace(training=Training("categorical_crossentropy", "sgd", 0.1, 10))
    there_and_back(project, drawn(project.network), tmp_path / "iris.safetensors")
    with safe_open(tmp_path / "iris.safetensors", "numpy") as file:
        told = file.metadata()["training"]
    assert told == '{"loss": "categorical_crossentropy", "optimizer": "sgd", "learning_rate": 0.1, "batch_size": 10}'


def header_of(length: int) -> bytes:
    """A model whose header has so many bytes."""
    content = save({"0.weight": np.ones((2, 3), np.float32)}, {"note": ""})
    found = int.from_bytes(content[:8], "little")
    content = save({"0.weight": np.ones((2, 3), np.float32)}, {"note": "x" * (length - found)})
    assert int.from_bytes(content[:8], "little") == length
    return content


@pytest.mark.parametrize("length", [0x80, 0x180, 0x280])
def test_a_header_whose_length_begins_as_a_pickle_does_is_read(length: int, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(header_of(length))
    assert import_model(tmp_path / "model.safetensors").project.network.widths == (3, 2)


@pytest.mark.parametrize("name", ["model.keras", "model.h5"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            lambda: (MODELS / "pytorch.onnx").read_bytes(),
            "no Keras model: it looks like ONNX. Let its name end in .onnx",
        ),
        (lambda: header_of(0x180), "it looks like safetensors. Let its name end in .safetensors"),
        (lambda: b"anything", "It is no Keras model, or not a whole one."),
    ],
)
def test_a_file_under_the_name_of_a_keras_model_is_called_what_it_looks_like(
    name: str, content: Callable[[], bytes], words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content())
    with pytest.raises(UserError) as refused:
        import_model(tmp_path / name)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"columns": 3}', '{"columns": [{"name": "a", "fill": 1, "factor": "x"}]}', '{"target": 1}', "{" * 9],
)
def test_metadata_that_say_nothing_are_passed_over(text: str) -> None:
    told = {"format": "neuroloom", "activations": '["relu"]', "preprocessing": text, "training": text}
    found = imported(read_safetensors(save({"0.weight": np.ones((2, 3), np.float32)}, told)), "m")
    assert found.project.training.optimizer == "adam"
    assert found.project.network.input_names == ()
