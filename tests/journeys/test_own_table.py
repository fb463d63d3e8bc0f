"""A person brings a table, builds and trains on it, judges it, and has new rows predicted; the file keeps all of it."""

from pathlib import Path

import numpy as np
import polars
from PySide6.QtCore import QPointF, Qt

from gui.views.scores.confusion import ConfusionMatrix
from tests.gui.tables import dialog_of, drop
from tests.journeys.person import Person
from tests.journeys.test_predicting import predict

CTRL = Qt.KeyboardModifier.ControlModifier


def write_table(path: Path) -> None:
    """Five columns: a text, numbers with a comma, one with gaps, and a kind that weight and colour tell together."""
    generator = np.random.default_rng(4)
    rows = []
    for row in range(240):
        kind = row % 3
        colour = ("red", "green", "red")[kind] if generator.random() < 0.95 else "green"
        weight = (140.0, 150.0, 220.0)[kind] + generator.normal(0.0, 12.0)
        width = 7.0 + generator.normal(0.0, 0.5)
        gap = "" if row % 9 == 2 else f"{weight:.1f}".replace(".", ",")
        rows.append(f"{colour};{gap};{width:.2f};{row % 5};{('apple', 'pear', 'melon')[kind]}".replace(".", ","))
    path.write_text("\n".join(["colour;weight;width;shelf;fruit", *rows]) + "\n")


def test_from_a_file_of_ones_own_to_predictions_and_back_after_reopening(person: Person, tmp_path: Path) -> None:
    table, project, new = tmp_path / "fruit.csv", tmp_path / "fruit.neuroloom", tmp_path / "new.csv"
    write_table(table)
    session, window = person.window.session, person.window

    # Drop the file, choose the target, leave a column out, open.
    assert drop(person, table)
    hands = dialog_of(person)
    assert hands.roles() == {
        "colour": "feature", "weight": "feature", "width": "feature", "shelf": "feature", "fruit": "target",
    }  # fmt: skip
    hands.choose_at_head("width", "Find this out (target)")
    hands.until(lambda: hands.roles()["width"] == "target")
    hands.choose_at_head("fruit", "Find this out (target)")
    hands.until(lambda: hands.roles()["fruit"] == "target")
    recipe = hands.open()
    person.until(lambda: session.document.project.data == recipe)
    person.until_drawn()
    assert session.document.title == "fruit"
    assert person.drawn_widths()[0] == recipe.place_numbers and person.drawn_widths()[-1] == 3

    # Build: one more neuron in the hidden layer. Train.
    hidden = person.drawn_widths()[1]
    person.drag_neuron_tile(QPointF(window.canvas.node_rect(0, 0).center()))
    person.until(lambda: person.drawn_widths()[1] == hidden + 1)
    for epoch in range(1, 26):
        person.click("button-epoch")
        person.until(lambda epoch=epoch: session.snapshot.epoch == epoch)
    assert session.snapshot.test is not None and session.snapshot.test.correct >= 0.8 * session.snapshot.test.count

    # The confusion matrix holds each validation row once: those are what is watched.
    person.click("page-scores")
    matrix = window.findChild(ConfusionMatrix)
    assert isinstance(matrix, ConfusionMatrix)
    person.until(lambda: matrix.isVisible() and matrix.matrix.sum() == session.snapshot.validation.count)
    assert np.trace(matrix.matrix) == session.snapshot.validation.correct

    # New rows, in another order of columns, with a gap and a colour that was never seen.
    new.write_text("weight;shelf;colour;width\n141,5;1;red;7,1\n;2;green;6,8\n219;3;blue;7,4\n")
    person.click("page-ask")
    before = predict(person, new)
    answers = polars.read_csv(before, separator=";", decimal_comma=True)
    assert answers.height == 3 and answers["prediction"][0] in ("apple", "pear", "melon")
    assert answers["prediction"].null_count() == 0

    # Save, open something else, open it again: the same to the byte.
    person.save(project)
    person.press(Qt.Key.Key_N, CTRL)
    person.until(lambda: person.drawn_widths() == (2, 1))
    person.open(project)
    person.until(lambda: session.snapshot is not None and session.snapshot.epoch == 25)
    assert session.document.project.data == recipe
    person.click("page-ask")
    assert predict(person, new) == before
