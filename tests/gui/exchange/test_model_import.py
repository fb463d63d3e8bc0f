"""Models of other programs come in: chosen, dropped, named on the command line, or made a project of by a command."""

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMessageBox, QWidget

from core.data import Points, Table
from core.first_weights import first_weights
from core.importing import import_model
from core.project import open_project
from core.specs import Project
from tests.core.importing.onnx_files import GENERATOR, model, node
from tests.gui.tables import dialog_of, drop
from tests.gui.terminal import Enter, Terminal, the_one_line
from tests.journeys.person import Person

MODELS = Path(__file__).parents[2] / "core" / "files" / "models"
Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def planar(tmp_path: Path) -> Path:
    """A network with two inputs and one output, which points of two classes ask for."""
    path = tmp_path / "two inputs.onnx"
    w, w2 = (GENERATOR.normal(size=size).astype(np.float32) for size in ((2, 3), (3, 1)))
    zero = np.zeros(1, np.float32)
    nodes = [node("Gemm", "x w", "h"), node("Tanh", "h", "t"), node("Gemm", "t w2 b", "z"), node("Sigmoid", "z", "y")]
    path.write_bytes(model(nodes, {"w": w, "w2": w2, "b": zero}, shape=("n", 2)).SerializeToString())
    return path


def project_of(person: Person) -> Project:
    return person.window.session.document.project


def until_imported(person: Person, path: Path) -> None:
    person.until(lambda: person.window.session.document.title == path.stem)
    person.until_drawn()


def test_a_model_is_chosen_seen_given_data_and_trained(person: Person, planar: Path) -> None:
    person.type_file(planar)
    person.press(Qt.Key.Key_I, Control | Shift)
    until_imported(person, planar)
    document, theta = person.window.session.document, import_model(planar).theta
    assert (document.path, project_of(person).data) == (None, None)
    assert np.array_equal(person.window.session.read_state().theta, theta)
    person.until(person.window.banner.isVisible)
    assert person.text("banner-text").startswith("<b>Imported two inputs.onnx, with 2 inputs and 1 output.</b>")
    assert "choose data with 2 inputs and 1 output: its weights stay." in person.text("banner-text")
    person.click("data-circle")
    assert isinstance(project_of(person).data, Points)
    assert document.title == "two inputs", "it keeps the name that it came with"
    assert np.array_equal(person.window.session.read_state().theta, theta)
    person.train(2)
    assert not np.array_equal(person.window.session.read_state().theta, theta)
    person.click("button-reset")
    assert np.array_equal(person.window.session.read_state().theta, theta)
    assert not person.window.banner.isVisible(), "what was told of it goes once it has data"


def test_a_model_can_be_dropped_and_its_notes_are_told(person: Person) -> None:
    assert drop(person, MODELS / "pytorch.safetensors")
    until_imported(person, MODELS / "pytorch.safetensors")
    person.until(person.window.banner.isVisible)
    assert "ReLU is assumed between its layers" in person.text("banner-text")
    person.window.files.open_bundled("xor")
    assert not person.window.banner.isVisible(), "it was told of another project"


def test_work_is_asked_about_before_a_model_takes_its_place(person: Person, planar: Path) -> None:
    person.press(Qt.Key.Key_Up, Control)
    person.click("data-xor")
    before, answered = project_of(person), []

    def cancel(question: QWidget) -> None:
        assert isinstance(question, QMessageBox)
        QTest.mouseClick(question.button(QMessageBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
        answered.append(question.text())

    person.answer_dialog(cancel)
    drop(person, planar)
    person.until(lambda: bool(answered))
    person._come_back()
    assert project_of(person) == before
    person.click_in_question(QMessageBox.StandardButton.Discard)
    drop(person, planar)
    until_imported(person, planar)


def test_a_file_that_cannot_be_imported_changes_nothing(person: Person, tmp_path: Path) -> None:
    before = project_of(person)
    (tmp_path / "model.pt").write_bytes(b"\x80")
    drop(person, tmp_path / "model.pt")
    person.until(lambda: person.window.banner.isVisible())
    assert "model.pt cannot be imported." in person.text("banner-text")
    assert "python -c" in person.text("banner-text")
    assert project_of(person) == before


# The command line ----------------------------------------------------------------------------------------------------


def test_a_command_makes_a_project_of_a_model(enter: Enter, tmp_path: Path) -> None:
    run = enter("import", str(MODELS / "scikit-learn.onnx"), "kinds")
    assert run.returncode == 0
    assert run.stdout.splitlines()[0] == "wrote kinds.neuroloom: 4-5-1, 31 parameters"
    assert "Factors and offsets" in run.stdout.splitlines()[1]
    saved = open_project(tmp_path / "here" / "kinds.neuroloom")
    assert saved.project.title == "scikit-learn"
    assert saved.theta is not None
    assert np.array_equal(saved.theta, import_model(MODELS / "scikit-learn.onnx").theta)


def test_it_speaks_json(enter: Enter) -> None:
    run = enter("import", str(MODELS / "pytorch.onnx"), "a.neuroloom", "--json")
    told = json.loads(run.stdout)
    assert told["previous"] is None and told["notes"] == []
    assert (told["path"], told["widths"], told["parameters"]) == ("a.neuroloom", [4, 5, 4, 4, 4, 4, 4, 3], 156)


def test_what_cannot_be_imported_is_one_line_and_no_file(enter: Enter, tmp_path: Path) -> None:
    run = enter("import", "nothing.onnx", "out.neuroloom")
    assert the_one_line(run.returncode, run.stdout, run.stderr).startswith("There is no file nothing.onnx.")
    assert not (tmp_path / "here" / "out.neuroloom").exists()


def refusal(enter: Enter, *arguments: str) -> str:
    run = enter(*arguments)
    return the_one_line(run.returncode, run.stdout, run.stderr)


def test_a_model_stands_wherever_a_project_does(terminal: Terminal, enter: Enter) -> None:
    file = str(MODELS / "scikit-learn.onnx")
    run = enter("info", file)
    assert (
        "4-5-1, 31 parameters" in run.stdout
        and "elsewhere, or set by hand" in run.stdout
        and "Factors and offsets" in run.stdout
    )
    run = enter("export", file, "model.json")
    assert (
        run.returncode == 0
        and "(trained elsewhere, or set by hand)" in run.stdout
        and "Factors and offsets" in run.stdout
    )
    told = json.loads(enter("export", file, "model.h", "--json").stdout)
    assert told["is_trained"] and told["notes"]
    (terminal.folder / "rows.csv").write_text("a,b\n1,2\n")
    for command in (("train", file, "--epochs", "2"), ("evaluate", file), ("predict", file, "rows.csv")):
        said = refusal(enter, *command)
        assert said.startswith("scikit-learn.onnx has no data ") and f"`neuroloom {file}` opens it" in said


def test_a_model_is_never_written_over_by_its_own_project(terminal: Terminal, enter: Enter) -> None:
    content = (MODELS / "pytorch.onnx").read_bytes()
    (terminal.folder / "mine.onnx").write_bytes(content)
    said = refusal(enter, "train", "circle", "--epochs", "1", "--save", "mine.onnx")
    assert "End its name in .neuroloom." in said
    for command in ("import", "export"):
        assert "the very file that is read" in refusal(enter, command, "mine.onnx", "mine.onnx")
    assert (terminal.folder / "mine.onnx").read_bytes() == content


# Tables for a network that came without data -------------------------------------------------------------------------


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    """Four numbers in, three classes out."""
    path = tmp_path / "flowers.onnx"
    w, b = GENERATOR.normal(size=(4, 3)).astype(np.float32), np.zeros(3, np.float32)
    nodes = [node("Gemm", "x w b", "z"), node("Softmax", "z", "y")]
    path.write_bytes(model(nodes, {"w": w, "b": b}, shape=("n", 4)).SerializeToString())
    return path


def shown(field: QWidget) -> str:
    """What a drop-down stands on."""
    assert isinstance(field, QComboBox)
    return field.currentText()


def scalings(person: Person) -> set[str]:
    data = project_of(person).data
    assert isinstance(data, Table)
    return {column.scaling for column in data.features}


def test_a_table_comes_in_unscaled_for_a_network_that_takes_plain_numbers(person: Person, flowers: Path) -> None:
    session, row = person.window.session, np.array([[5.8, 3.0, 3.7, 1.2]], np.float32)
    drop(person, flowers)
    until_imported(person, flowers)
    before = project_of(person).network.predict(session.read_state().theta, row)
    person.click("gallery-tables")
    person.click("data-iris")
    assert scalings(person) == {"none"}
    data = project_of(person).data
    assert data is not None
    inputs = data.expand(row.T, "float32").T
    assert np.array_equal(project_of(person).network.predict(session.read_state().theta, inputs), before)
    assert "It takes the table's numbers as they stand, without scaling." in person.text("notice")
    assert not person.window.banner.isVisible(), "what to do next was done"


def test_a_table_is_scaled_as_ever_for_first_weights(person: Person, flowers: Path) -> None:
    drop(person, flowers)
    until_imported(person, flowers)
    session = person.window.session
    session.new_weights()
    drawn = first_weights(project_of(person).network, project_of(person).seed, None)
    person.until(lambda: session.snapshot is not None and np.array_equal(session.snapshot.theta, drawn))
    person.click("gallery-tables")
    person.click("data-iris")
    assert scalings(person) == {"standard"}


def test_the_dialog_of_a_table_shows_that_it_is_not_scaled_unless_the_network_goes(
    person: Person, flowers: Path, tmp_path: Path
) -> None:
    table = tmp_path / "cm.csv"
    table.write_text("a,b,c,d,kind\n" + "".join(f"{r}.5,{r}.2,{r * 3}.1,{-r}.7,{'xyz'[r % 3]}\n" for r in range(30)))
    drop(person, flowers)
    until_imported(person, flowers)
    drop(person, table)
    hands = dialog_of(person)
    hands.until_read()
    hands.select("a", "b")
    assert shown(hands.widget("table-scaling")) == "None"
    hands.tick("table-fresh")
    hands.until_read()
    hands.until(lambda: shown(hands.widget("table-scaling")) == "Standard")
    hands.tick("table-fresh")
    hands.until(lambda: shown(hands.widget("table-scaling")) == "None")
    hands.pick("table-scaling", "Standard")
    recipe = hands.open()
    person.until(lambda: project_of(person).data == recipe)
    assert [column.scaling for column in recipe.features] == ["standard", "standard", "none", "none"]
