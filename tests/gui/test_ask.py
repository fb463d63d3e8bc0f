"""The page Ask in the real window: the form, the current sample, the answer, what led to it, and a file of rows."""

from pathlib import Path

import numpy as np
import polars
import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QScrollArea, QSlider

from core.bundled import open_bundled
from core.data import Drawn, Table, build
from core.data.questions import questions_of
from core.edits import choose_data
from core.project import Saved
from gui.views.ask.view import AskView
from tests.gui import birds
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

CTRL = Qt.KeyboardModifier.ControlModifier


def ask(open_window: OpenWindow, saved: Saved) -> Person:
    """A person in front of the page, with this project open."""
    person = open_window("circle")
    window = person.window
    window.session.document.load(saved.project, saved.state, None)
    person.until_drawn()
    person.until(lambda: window.session.snapshot is not None and window.session.snapshot.step == saved.state.step)
    person.click("page-ask")
    assert page(person).isVisible()
    return person


def page(person: Person) -> AskView:
    return person.window.right_column.ask.view


@pytest.fixture(scope="module")
def species() -> Saved:
    return birds.trained()


@pytest.fixture(scope="module")
def mass() -> Saved:
    return birds.trained(birds.MASS_WANTED, 60)


def said(person: Person) -> np.ndarray:
    """What the network says to the form's place, computed aside."""
    project, snapshot = person.window.session.document.project, person.window.session.snapshot
    x = project.data.expand(page(person).form.place[:, np.newaxis], "float32").T
    return snapshot.network.predict(snapshot.theta, x)[0]


# The form ------------------------------------------------------------------------------------------------------------


def test_a_dragged_slider_changes_the_answer_and_the_whole_windows_sample(
    open_window: OpenWindow, species: Saved
) -> None:
    person = ask(open_window, species)
    view, slider = page(person), person.widget("ask-0-slider")
    assert isinstance(slider, QSlider)
    answers = []
    person.window.sample.changed.connect(lambda: answers.append(view.answer.told.big))
    half, width = slider.height() / 2.0, slider.width()
    handle = QPointF(7 + slider.value() / slider.maximum() * (width - 14), half)
    person.stroke(slider, handle, QPointF(0.0, half), QPointF(width - 1.0, half))
    low, high = (questions_of(species.project.data).columns[0].low, questions_of(species.project.data).columns[0].high)
    sample = person.window.sample.sample
    assert sample is not None and sample.words == "your own row" and sample.row is None
    assert sample.place[0] == high and view.form.place[0] == high
    assert low < 38.0 < high
    assert np.array_equal(person.canvas.content.sample[0], sample.x)
    assert len(answers) > 8 and {"Adelie", "Chinstrap"} <= set(answers)
    assert view.answer.told.big == birds.SPECIES[int(said(person).argmax())]
    assert view.answer.told.figure == f"{100.0 * said(person).max():.1f} %"
    assert person.widget("ask-0").text() == f"{high:g}"


def test_another_views_sample_fills_the_form_and_what_it_is_is_said(open_window: OpenWindow, species: Saved) -> None:
    person = ask(open_window, species)
    dataset = build(species.project.data)
    row = next(row for row in range(20) if dataset.places_test[row][2] == 1.0)
    person.window.sample.show_row("test", row)
    view = page(person)
    assert np.array_equal(view.form.place, dataset.places_test[row])
    assert isinstance(species.project.data, Table)
    assert person.text("ask-words") == f"test row {species.project.data.prepared.rows_test[row] + 1}"
    assert person.widget("ask-1").currentText() == "Dream"
    assert person.widget("ask-0").text() == f"{dataset.places_test[row][0]:g}"
    truth = birds.SPECIES[int(dataset.y_test[row].argmax())]
    assert view.answer.told.lines[0].startswith(
        "Right." if view.answer.told.big == truth else f"Wrong: it is “{truth}”."
    )


# What led to it ------------------------------------------------------------------------------------------------------


def test_while_it_trains_the_answer_is_that_of_the_moment_on_screen(open_window: OpenWindow, species: Saved) -> None:
    person = ask(open_window, species)
    person.window.sample.show_row("test", 0)
    view, session = page(person), person.window.session
    before = view.answer.told.figure, view.waterfall.end
    session.reset()
    person.until(lambda: session.snapshot.step == 0)
    assert (view.answer.told.figure, view.waterfall.end) != before
    person.window.setFocus()
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.snapshot.step > 50)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)
    assert view.waterfall.end == pytest.approx(said(person).max(), abs=1e-6)
    assert view.answer.told.figure == f"{100.0 * said(person).max():.1f} %"


# Other data ----------------------------------------------------------------------------------------------------------


def test_other_data_bring_another_form(open_window: OpenWindow, species: Saved) -> None:
    person = ask(open_window, species)
    session = person.window.session
    session.apply(lambda: choose_data(session.document.project, open_bundled("sine").data, "sine"))
    person.until_drawn()
    person.until(lambda: len(page(person).form.questions.columns) == 1)
    assert [question.name for question in page(person).form.questions.columns] == ["x"]
    session.apply(lambda: choose_data(session.document.project, open_bundled("segments").data, "segments"))
    person.until_drawn()
    person.until(lambda: not page(person).form.isVisible())
    session.apply(lambda: choose_data(session.document.project, Drawn(), "an empty board"))
    person.until_drawn()
    said = page(person).findChild(QLabel, "ask-why")
    person.until(lambda: said is not None and "no points to train on yet" in said.text())
    session.apply(
        lambda: choose_data(session.document.project, Drawn(((1.0, 2.0, 0.0), (3.0, -4.0, 1.0))), "two points")
    )
    person.until_drawn()
    person.until(lambda: page(person).form.isVisible())


# A file of rows ------------------------------------------------------------------------------------------------------


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "new birds.csv"
    frame = birds.birds(9).drop("species").with_columns(polars.col("bill").round(1))
    frame = frame.with_columns(
        island=polars.when(polars.col("mass") > 4500).then(polars.lit("Java")).otherwise("island")
    )
    frame.write_csv(path)
    return path


def test_a_file_is_predicted_beside_it_and_what_was_odd_is_told(
    open_window: OpenWindow, species: Saved, rows: Path
) -> None:
    person = ask(open_window, species)
    person.type_file(rows)
    person.click("ask-predict")
    out = rows.with_name("new birds-predictions.csv")
    person.until(lambda: not person.window.predicting.is_running and out.exists())
    told = person.text("ask-file")
    assert person.text("ask-file-1") == "“island” was not trained with “Java” (3 rows): none of its inputs is on there."
    epoch = person.window.session.shown.epoch
    said_first = f"Predicted 9 rows into new birds-predictions.csv, with the weights of epoch {epoch}; "
    assert told == f"{said_first}unseen categories: 3."
    written = polars.read_csv(out)
    assert written.columns[:4] == ["bill", "island", "flippers", "mass"]
    assert written["prediction"].to_list()[:3] == ["Adelie", "Gentoo", "Chinstrap"]
    # What the window says to the same row, as its form shows it.
    for row in (0, 4):
        _, island, flippers, _, *_ = cells = written.row(row)
        place = np.zeros(5)
        place[[0, 4]] = cells[0], flippers
        if island in birds.ISLANDS:
            place[1 + birds.ISLANDS.index(island)] = 1.0
        person.window.sample.show_place(place)
        assert page(person).answer.told.big == cells[4]
        assert np.float32(cells[5:]) == pytest.approx(said(person), abs=1e-6)


def test_much_that_is_said_of_a_file_is_scrolled_and_leaves_the_page_its_room(
    open_window: OpenWindow, species: Saved
) -> None:
    person = ask(open_window, species)
    person.window.resize(1280, 720)
    predicting, area = person.window.predicting, page(person).area
    predicting.told.emit("It went well.")
    words = person.widget("ask-file-area")
    assert isinstance(words, QScrollArea)
    person.until(lambda: words.height() == person.widget("ask-file").height())
    predicting.told.emit("\n".join(["A sentence of a few words that need more than one line on this page."] * 20))
    bar = words.verticalScrollBar()
    person.until(lambda: bar.maximum() > 0)
    assert person.window.size() == QSize(1280, 720) and words.height() <= 150 and area.height() > 150
    words.setFocus()
    person.press(Qt.Key.Key_Down)
    assert bar.value() > 0


def test_what_was_said_of_a_file_goes_with_the_data_it_was_about(
    open_window: OpenWindow, species: Saved, rows: Path
) -> None:
    person = ask(open_window, species)
    person.type_file(rows)
    person.click("ask-predict")
    person.until(lambda: not person.window.predicting.is_running and bool(person.text("ask-file")))
    session = person.window.session
    session.apply(lambda: choose_data(session.document.project, open_bundled("sine").data, "sine"))
    label = page(person).findChild(QLabel, "ask-file")
    person.until(lambda: not label.isVisible() and label.text() == "")
    assert person.window.predicting.words == ""


def test_a_file_that_is_there_is_replaced_only_when_a_person_says_so(
    open_window: OpenWindow, species: Saved, rows: Path
) -> None:
    person = ask(open_window, species)
    out = rows.with_name("new birds-predictions.csv")
    out.write_text("mine")

    def answer(replaces: bool) -> None:
        def act(dialog) -> None:
            assert isinstance(dialog, QMessageBox)
            button = next(one for one in dialog.buttons() if (one.text() == "Replace") is replaces)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

        person.answer_dialog(act)

    person.type_file(rows, lambda: answer(False))
    person.click("ask-predict")
    assert not person.window.predicting.is_running and out.read_text() == "mine"
    person.type_file(rows, lambda: answer(True))
    person.action("predict").trigger()
    person.until(lambda: out.read_text() != "mine")
    person.until(lambda: not person.window.predicting.is_running)


def test_a_file_that_cannot_be_predicted_says_why_and_writes_nothing(
    open_window: OpenWindow, species: Saved, rows: Path
) -> None:
    person = ask(open_window, species)
    lines = rows.read_text().splitlines()
    rows.write_text("\n".join([lines[0], *("long" + line[line.index(",") :] for line in lines[1:])]) + "\n")
    refusals: list[str] = []
    person.window.session.refused.connect(lambda message, _hint: refusals.append(message))
    person.type_file(rows)
    person.click("ask-predict")
    person.until(lambda: bool(refusals))
    assert refusals == ["Row 1, column “bill”: “long” is not a number."]
    assert sorted(path.name for path in rows.parent.glob("*.csv")) == [rows.name]
    person.until(person.window.banner.isVisible)
    assert not person.window.predicting.is_running


def test_a_file_under_way_can_be_stopped(open_window: OpenWindow, species: Saved, tmp_path: Path) -> None:
    person = ask(open_window, species)
    rows = tmp_path / "many.csv"
    polars.concat([birds.birds(1000)] * 200).write_csv(rows)
    person.type_file(rows)
    button = person.widget("ask-predict")
    assert isinstance(button, QPushButton)
    person.click("ask-predict")
    assert person.window.predicting.is_running and button.text() == "Stop"
    person.click("ask-predict")
    assert not person.window.predicting.is_running and button.text() == "Predict a file…"
    assert person.text("ask-file") == "Stopped: nothing was written of many.csv."
    person.until(lambda: person.window.session.reader._turn is None)
    assert [path.name for path in tmp_path.glob("*.csv")] == ["many.csv"]


def test_while_a_file_is_predicted_the_window_goes_on_being_answered(
    open_window: OpenWindow, species: Saved, tmp_path: Path
) -> None:
    person = ask(open_window, species)
    rows, predicting = tmp_path / "many.csv", person.window.predicting
    polars.concat([birds.birds(1000)] * 200).write_csv(rows)
    person.type_file(rows)
    person.click("ask-predict")
    heard: list[bool] = []
    person.window.session.worker.ask("a view", lambda _is_wanted: 1, lambda _one: heard.append(predicting.is_running))
    person.until(lambda: bool(heard))
    assert heard == [True]
    person.click("ask-predict")
    person.until(lambda: person.window.session.reader._turn is None)
