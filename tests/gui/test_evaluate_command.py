"""Tests of what the command line tells about a project: `evaluate`, `info`, and `--json` of every command."""

import json
import re
from typing import Any

import numpy as np
import pytest

from core.bundled import NAMES, open_bundled
from core.data import build
from core.layers import Dense
from core.network import Network
from core.project import Saved, open_project, save_project
from tests.gui.terminal import Enter, Terminal


def read(enter: Enter, *arguments: str) -> Any:
    """What a command says as JSON."""
    run = enter(*arguments, "--json")
    assert run.returncode == 0 and run.stderr == "", run
    assert run.stdout.count("\n") == 1
    return json.loads(run.stdout)


def outputs_of_test(terminal: Terminal, file: str) -> tuple[np.ndarray, np.ndarray]:
    """What a saved network answers to its test samples, and what it should answer, in the target's own unit."""
    saved = open_project(terminal.folder / file)
    dataset = build(saved.project.data)
    answers = saved.project.network.predict(saved.theta, dataset.x_test)
    return dataset.own(answers.astype(np.float64)), dataset.own(np.asarray(dataset.y_test))


def test_classes_are_judged_on_what_was_never_trained_on(terminal: Terminal, enter: Enter) -> None:
    trained = read(enter, "train", "iris", "--epochs", "8", "--save", "iris.neuroloom")
    found = read(enter, "evaluate", "iris.neuroloom")
    answers, wanted = outputs_of_test(terminal, "iris.neuroloom")
    decided, true = answers.argmax(axis=1), wanted.argmax(axis=1)
    matrix = [[int(np.sum((true == i) & (decided == j))) for j in range(3)] for i in range(3)]
    assert found["part"] == "test" and found["classes"] == ["setosa", "versicolor", "virginica"]
    assert found["confusion_matrix"] == matrix and np.trace(matrix) != np.sum(matrix)
    assert found["score"] == trained["scores"]["test"] and found["score"]["correct"] == np.trace(matrix)
    assert found["recall"] == pytest.approx([matrix[i][i] / sum(matrix[i]) for i in range(3)])
    assert found["baselines"]["commonest_class"] == {"class": "setosa", "correct": 15}
    said = enter("evaluate", "iris.neuroloom").stdout
    assert f"{np.trace(matrix)} of 45 test rows correct" in said
    assert ["versicolor", *map(str, matrix[1])] in [line.split() for line in said.splitlines()]


def test_numbers_are_judged_in_their_own_unit(terminal: Terminal, enter: Enter) -> None:
    read(enter, "train", "diabetes", "--epochs", "5", "--save", "d.neuroloom")
    found = read(enter, "evaluate", "d.neuroloom")
    answers, wanted = outputs_of_test(terminal, "d.neuroloom")
    assert found["errors"]["rmse"] == pytest.approx(np.sqrt(np.mean((answers - wanted) ** 2)), rel=1e-6)
    assert found["errors"]["mae"] == pytest.approx(np.mean(np.abs(answers - wanted)), rel=1e-6)
    assert found["score"]["rmse"] == pytest.approx(found["errors"]["rmse"])
    said = enter("evaluate", "d.neuroloom").stdout
    assert said.splitlines()[1].split() == ["RMSE", "MAE", "R²"] and "always the mean" in said
    assert re.match(r"root mean squared error [\d.]+ on 133 test rows, loss [\d.]+ of the scaled target\n", said)
    assert re.search(
        r"test +loss [\d.]+ of the scaled target, root", enter("train", "diabetes", "--epochs", "1").stdout
    )
    assert "scaled" not in enter("train", "sine", "--epochs", "1").stdout


def test_any_part_can_be_asked_for_and_what_was_trained_on_is_called_so(enter: Enter) -> None:
    said = enter("evaluate", "circle", "--part", "training").stdout
    assert said.startswith("not trained: first weights\n") and "of 250 points it was trained on correct" in said
    assert read(enter, "evaluate", "circle", "--part", "train")["part"] == "training"
    refused = enter("evaluate", "circle", "--part", "validation")
    assert refused.returncode == 1
    assert refused.stderr == "There are no samples called “validation”. Choose training or test.\n"


def test_samples_without_an_answer_have_a_column_of_their_own(enter: Enter) -> None:
    found = read(enter, "evaluate", "segments")
    assert {len(row) for row in found["confusion_matrix"]} == {11}
    assert "no answer" in enter("evaluate", "segments").stdout
    assert found["precision"] == [None] * 10, "nothing was answered, so there is nothing to measure"


@pytest.mark.parametrize("name", NAMES)
def test_every_bundled_project_tells_about_itself(enter: Enter, name: str) -> None:
    project = open_bundled(name)
    found = read(enter, "info", name)
    assert found["title"] == project.title and found["parameters"] == project.network.size
    assert found["network"]["layers"][0]["units"] == project.network.dense[0].units
    said = enter("info", name).stdout
    assert project.title in said and f"{project.network.size:,} parameters" in said and "not yet" in said


def test_information_on_a_trained_file_says_how_far_it_has_come(enter: Enter) -> None:
    read(enter, "train", "circle", "--epochs", "3", "--save", "c")
    found = read(enter, "info", "c.neuroloom")
    assert (found["epoch"], found["step"], found["is_trained"]) == (3, 75, True)
    assert "3 epochs, 75 steps" in enter("info", "c.neuroloom").stdout


def test_information_after_early_stopping_says_whose_weights_there_are(terminal: Terminal, enter: Enter) -> None:
    project = open_bundled("circle")
    training = project.training.replace(validation_share=20.0, patience=2, learning_rate=1.0)
    save_project(Saved(project.replace(training=training)), terminal.folder / "i.neuroloom")
    enter("train", "i.neuroloom", "--epochs", "1000", "--save", "i.neuroloom")
    said, found = enter("info", "i.neuroloom").stdout, read(enter, "info", "i.neuroloom")
    assert re.search(
        rf"trained +{found['epoch']} epochs, .*\n +Stopped after .* The weights of epoch \d+ are back; .*\n", said
    )
    assert found["ended"] in said


def test_a_file_is_called_by_its_name_and_its_parts_by_theirs(enter: Enter) -> None:
    read(enter, "train", "sine", "--epochs", "1", "--save", "wave.neuroloom")
    rows = [line.split(maxsplit=1) for line in enter("info", "wave.neuroloom").stdout.splitlines()[:8]]
    told = {row[0]: row[1] for row in rows}
    assert told["title"] == read(enter, "info", "wave.neuroloom")["title"] == "wave"
    assert told["finds"] == "out  target, a number" and told["inputs"].startswith("1: x")
    assert "loss mse" in told["training"]
    classes = enter("info", "iris").stdout
    assert "\nfinds out  species, 3 classes: setosa, versicolor, virginica\n" in classes


def test_json_names_what_was_written(terminal: Terminal, enter: Enter) -> None:
    (terminal.folder / "rows.csv").write_text("x1,x2\n0.5,1\n3,-4\n")
    trained = read(enter, "train", "circle", "--epochs", "2", "--save", "c")
    assert trained["saved"] == "c.neuroloom" and trained["epoch"] == 2 and not trained["interrupted"]
    exported = read(enter, "export", "c.neuroloom", "c.onnx")
    assert exported["format"] == "onnx" and exported["largest_difference"] < 1e-5 and exported["asked"] == 250
    rows = read(enter, "predict", "c.neuroloom", "rows.csv")
    assert rows["count"] == 2 and [row["x2"] for row in rows["rows"]] == [1, -4]
    assert [row["prediction"] in ("outer", "inner") for row in rows["rows"]] == [True, True]
    written = read(enter, "predict", "c.neuroloom", "rows.csv", "-o", "out.csv")
    assert written["path"] == "out.csv" and written["rows"] is None
    assert [entry["name"] for entry in read(enter, "examples")] == list(NAMES)


def test_own_rows_outside_of_the_training_are_told_as_those_of_a_file_are(terminal: Terminal, enter: Enter) -> None:
    read(enter, "export", "product", "rows.csv")
    of_file = enter("evaluate", "product", "rows.csv", "--part", "test").stdout.splitlines()
    told = next(line for line in of_file if line.startswith("Outside the range of training: “a” "))
    assert enter("evaluate", "product").stdout.splitlines()[-1] == told
    assert read(enter, "evaluate", "product")["notes"] == [told]
    assert read(enter, "evaluate", "product", "--part", "training")["notes"] == []
    assert read(enter, "evaluate", "circle")["notes"] == []


# New rows ------------------------------------------------------------------------------------------------------------


def test_the_data_that_were_written_are_judged_as_the_project_is(terminal: Terminal, enter: Enter) -> None:
    read(enter, "train", "penguins", "--epochs", "2", "--save", "p.neuroloom")
    read(enter, "export", "p.neuroloom", "data.csv")
    own, found = (
        read(enter, "evaluate", "p.neuroloom"),
        read(enter, "evaluate", "p.neuroloom", "data.csv", "--part", "test"),
    )
    assert found["score"] == {**own["score"], "loss": pytest.approx(own["score"]["loss"])}
    assert [found[key] for key in ("confusion_matrix", "baselines")] == [own["confusion_matrix"], own["baselines"]]
    assert (found["rows"], found["part"]) == ("data.csv", "test")
    said = enter("evaluate", "p.neuroloom", "data.csv").stdout
    assert " of 344 rows of data.csv correct (" in said
    assert "The column “part” calls 241 rows training" in said


def test_rows_without_a_known_target_are_left_out_and_told(terminal: Terminal, enter: Enter) -> None:
    (terminal.folder / "new.csv").write_text("class;x2;x1\ninner;0,5;0\nouter;4;4,5\n;1;1\nelsewhere;1;1\n", "utf-8")
    found = read(enter, "evaluate", "circle", "new.csv")
    assert found["left_out"] == {"without_label": 1, "unknown": 1, "with_gap": 0}
    assert found["score"]["count"] == 2 and found["support"] == [1, 1] and found["part"] is None
    said = enter("evaluate", "circle", "new.csv").stdout
    assert "first “elsewhere” in row 4." in said and "2 rows of new.csv correct" in said
    refused = enter("evaluate", "iris", "new.csv")
    assert refused.returncode == 1 and refused.stderr == "There is no column “species”. There are class, x2, x1.\n"


def test_every_row_counts_where_a_score_would_look_at_some(terminal: Terminal, enter: Enter) -> None:
    project = open_bundled("circle").replace(
        network=Network(2, (Dense(600, "relu"), Dense(600, "relu"), Dense(1, "sigmoid")))
    )
    save_project(Saved(project), terminal.folder / "wide.neuroloom")
    x = np.random.default_rng(0).uniform(-5, 5, (1500, 2))
    lines = [f"{a},{b},{'inner' if a * a + b * b < 6 else 'outer'}" for a, b in x.round(3).tolist()]
    (terminal.folder / "many.csv").write_text("\n".join(["x1,x2,class", *lines]), "utf-8")
    found = read(enter, "evaluate", "wide.neuroloom", "many.csv")
    assert found["score"]["count"] == sum(map(sum, found["confusion_matrix"])) == 1500
