"""Curves as CSV: every number reads back as the very same, and nothing stands where there is none."""

import csv
import io
import math
from dataclasses import replace

import numpy as np

from core.bundled import open_bundled
from core.data import build
from core.run_table import csv_text
from core.runs import Run, run_of
from core.trainer import Trainer


def run(name: str, bundled: str, steps: int, **training: object) -> Run:
    project = open_bundled(bundled)
    project = project.replace(training=project.training.replace(**training))
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(steps=steps)
    return run_of(name, project, trainer.state())


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def column(rows: list[dict[str, str]], name: str) -> list[float]:
    return [float(row[name]) if row[name] else math.nan for row in rows]


def test_every_number_reads_back_equal() -> None:
    one, other = run("Run 1", "circle", 130), run('with "quotes", commas', "circle", 60, learning_rate=1 / 3)
    rows = read(csv_text([one, other]))
    assert len(rows) == len(one.curve) + len(other.curve)
    assert len({float(value) for value in one.curve[:, 2]}) > 4, "nothing would be proved by equal numbers"
    names = (
        "step",
        "epoch",
        "train_loss",
        "test_loss",
        "train_accuracy",
        "test_accuracy",
        "validation_loss",
        "validation_accuracy",
        "learning_rate",
        "gradient_norm_1",
        "gradient_norm_2",
        "gradient_norm_3",
    )
    for each in (one, other):
        own = [row for row in rows if row["run"] == each.name]
        for index, name in enumerate(names):
            assert np.array_equal(column(own, name), each.curve[:, index], equal_nan=True), name
        assert {row["seed"] for row in own} == {str(each.project.seed)}
    assert rows[0]["epoch"] == "0" and rows[1]["step"] == "25"


def test_where_there_is_no_number_nothing_stands() -> None:
    rows = read(csv_text([run("Run 1", "circle", 25)]))
    assert {row["validation_loss"] for row in rows} == {""}
    aside = read(csv_text([run("Run 1", "circle", 25, validation_share=20.0)]))
    assert all(row["validation_accuracy"] for row in aside)


def test_classes_have_accuracies_and_numbers_have_errors() -> None:
    circle, sine = run("Run 1", "circle", 25), run("Run 2", "sine", 25)
    assert "train_error" not in read(csv_text([circle]))[0]
    assert "train_accuracy" not in read(csv_text([sine]))[0]
    rows = read(csv_text([circle, sine]))
    first, last = rows[0], rows[-1]
    assert first["train_accuracy"] and not first["train_error"]
    assert last["train_error"] and not last["train_accuracy"]
    assert float(last["test_error"]) == sine.curve[-1, 5]


def test_learning_rates_and_gradient_norms_follow_where_curves_have_them() -> None:
    narrow = replace(run("narrow", "circle", 25), curve=run("", "circle", 25).curve[:, :8])
    assert "learning_rate" not in read(csv_text([narrow]))[0]
    extra = np.array([[0.1, 1 / 3, 2.5e-17], [0.05, math.nan, 7.0]])
    wide = replace(narrow, name="wide", curve=np.hstack([narrow.curve, extra]))
    rows = read(csv_text([narrow, wide]))
    assert list(rows[0])[-3:] == ["learning_rate", "gradient_norm_1", "gradient_norm_2"]
    assert {row["learning_rate"] for row in rows[:2]} == {""}
    for index, name in enumerate(list(rows[0])[-3:]):
        assert np.array_equal(column(rows[2:], name), extra[:, index], equal_nan=True)


def test_no_runs_make_a_table_without_lines() -> None:
    assert csv_text([]).splitlines() == ["run,seed,epoch,step,train_loss,test_loss,validation_loss"]
