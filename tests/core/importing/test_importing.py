"""Tests of importing files: those that other tools have written, and those that are no models."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.bundled import open_bundled
from core.disk.model_files import is_model_file
from core.errors import UserError
from core.export.described.safetensors_file import export_safetensors
from core.importing import import_model
from core.layers import Dense
from core.network import Network
from core.project import Saved, open_project, save_project
from core.trainer import Trainer

MODELS = Path(__file__).parents[1] / "files" / "models"
ANSWERS = json.loads((MODELS / "answers.json").read_text())


@pytest.mark.parametrize("name", ANSWERS)
def test_models_of_other_tools_answer_here_as_they_did_there(name: str) -> None:
    found = import_model(MODELS / name)
    ours = found.project.network.predict(found.theta, np.array(ANSWERS[name]["x"]))
    np.testing.assert_allclose(ours, ANSWERS[name]["y"], rtol=0.0, atol=1e-6)
    assert found.project.title == name.rpartition(".")[0]
    assert found.project.data is None


def test_an_import_is_saved_and_opened_and_reset_leads_back_to_it(tmp_path: Path) -> None:
    found = import_model(MODELS / "pytorch.onnx")
    save_project(found.saved, tmp_path / "model.neuroloom")
    opened = open_project(tmp_path / "model.neuroloom")
    assert opened.project == found.project
    assert opened.state is not None
    assert np.array_equal(opened.state.theta, found.theta)
    trainer = Trainer(opened.project.network, None, opened.project.training, state=opened.state)
    assert trainer.start is None or np.array_equal(trainer.start, found.theta)


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        import_model(path)
    return str(caught.value)


def test_a_pickle_is_refused_with_the_line_that_converts_it(tmp_path: Path) -> None:
    for name in ("model.pt", "model.pth", "model.pkl"):
        (tmp_path / name).write_bytes(b"anything")
        words = refusal(tmp_path / name)
        assert words.startswith(
            f"{name} cannot be imported. It is a pickle, which can run any program when it is opened."
        )
        assert f"torch.load('{name}', weights_only=True); s.save_file(m, 'model.safetensors')" in words


def test_a_pickle_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "old.onnx").write_bytes(b"\x80\x04K\x01.")
    assert "It is a pickle" in refusal(tmp_path / "old.onnx")
    with zipfile.ZipFile(tmp_path / "new.keras", "w") as archive:
        archive.writestr("model/data.pkl", b"\x80\x04K\x01.")
    assert "It is a pickle" in refusal(tmp_path / "new.keras")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.onnx").startswith("There is no file no.onnx.")
    (tmp_path / "folder.onnx").mkdir()
    assert refusal(tmp_path / "folder.onnx").startswith("folder.onnx is not a file.")
    (tmp_path / "nothing.onnx").touch()
    assert refusal(tmp_path / "nothing.onnx").startswith("nothing.onnx is empty.")
    (tmp_path / "model.png").write_bytes(b"\x89PNG")
    assert "Its ending is not that of a model that can be read." in refusal(tmp_path / "model.png")
    assert refusal(tmp_path / "a\0b.onnx").startswith("a\0b.onnx cannot be opened")


def test_a_file_of_more_than_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.onnx").open("wb") as file:
        file.truncate(1024**3 + 1)
    assert refusal(tmp_path / "huge.onnx").startswith("huge.onnx is too large.")


def test_a_file_under_the_ending_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes((MODELS / "pytorch.onnx").read_bytes())
    assert "it is no safetensors file" in refusal(tmp_path / "model.safetensors")


def test_models_are_known_by_their_endings() -> None:
    for name in ("a.onnx", "b.KERAS", "c.safetensors", "d.h5", "e.pt", "f.pth", "g.ckpt", "h.pkl"):
        assert is_model_file(Path(name))
    for name in ("a.csv", "b.neuroloom", "onnx", "d.onnx.txt", "e.json"):
        assert not is_model_file(Path(name))


def test_a_project_is_no_model_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "mine.neuroloom"
    save_project(Saved(open_bundled("circle")), path)
    with pytest.raises(UserError, match=r"mine\.neuroloom cannot be imported\.") as refused:
        import_model(path)
    assert refused.value.hint == "It is a project already. Open it as it is."


def test_inputs_that_have_no_names_of_their_own_are_not_listed(tmp_path: Path) -> None:
    network = Network(3, (Dense(2, "softmax"),))
    path = tmp_path / "plain.safetensors"
    export_safetensors(network, network.initial(), path)
    assert not import_model(path).notes
