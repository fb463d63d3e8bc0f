"""A person asks what they have trained: one point by hand, a file of points, and the same again after opening."""

import sys
from pathlib import Path

import numpy as np
import polars
import pytest
from PySide6.QtCore import Qt

from gui.app import main
from tests.journeys.person import Person

CTRL = Qt.KeyboardModifier.ControlModifier


def predict(person: Person, rows: Path) -> bytes:
    """Predict a file from the page Ask; what is written beside it."""
    out = rows.with_name(f"{rows.stem}-predictions.csv")
    person.type_file(rows)
    person.click("ask-predict")
    person._come_back()
    person.until(lambda: not person.window.predicting.is_running and out.exists())
    written = out.read_bytes()
    out.unlink()
    return written


def test_the_same_rows_get_the_same_answers_before_saving_after_opening_and_in_the_terminal(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    session = person.window.session
    generator = np.random.default_rng(11)
    rows, project = tmp_path / "points.csv", tmp_path / "mine.neuroloom"
    places = generator.uniform(-6.0, 6.0, (40, 2)).round(3)
    polars.DataFrame({"name": [f"point {row}" for row in range(40)], "x2": places[:, 1], "x1": places[:, 0]}).write_csv(
        rows
    )
    for epoch in (1, 2, 3):
        person.click("button-epoch")
        person.until(lambda epoch=epoch: session.snapshot.epoch == epoch)
    person.click("page-ask")
    before = predict(person, rows)
    lines = polars.read_csv(before)
    assert lines.columns == ["name", "x2", "x1", "prediction", "p(inner)"]

    # One of the rows, asked by hand.
    person.type_into("ask-0", str(lines["x1"][7]))
    person.type_into("ask-1", str(lines["x2"][7]))
    told = person.window.right_column.ask.view.answer.told
    assert (told.big, told.figure) == (lines["prediction"][7], f"{lines['p(inner)'][7]:.2f}")

    person.save(project)
    person.click("button-reset")
    person.until(lambda: session.snapshot.step == 0)
    assert predict(person, rows) != before
    person.action("undo").trigger()
    person.until(lambda: session.snapshot.epoch == 3)
    assert predict(person, rows) == before
    person.press(Qt.Key.Key_N, CTRL)
    person.until(lambda: person.drawn_widths() == (2, 1))
    person.open(project)
    person.until_drawn()
    person.until(lambda: session.snapshot is not None and session.snapshot.epoch == 3)
    assert predict(person, rows) == before

    out = tmp_path / "from the terminal.csv"
    monkeypatch.setattr(sys, "argv", ["neuroloom", "predict", str(project), str(rows), "-o", str(out)])
    assert main() == 0, capsys.readouterr().err
    assert out.read_bytes() == before
