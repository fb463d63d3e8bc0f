"""The page of runs, as a person uses it: keeping, comparing, naming, opening, taking away, exporting."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableWidget, QWidget

from core.bundled import open_bundled
from core.curve import EPOCH, TEST_LOSS
from core.edits import operate
from core.kept_runs import MOST_AUTOMATIC
from core.messages import RunEpochs
from core.surgery import add_unit
from gui.panels.run_list import ROW_PX, RunList
from gui.panels.runs import RunsPage
from gui.session.kept_runs import KeptRuns
from gui.views.run_plot import RunPlot
from tests.journeys.person import Person

Left = Qt.MouseButton.LeftButton


def go_to_page(person: Person) -> RunsPage:
    person.click("page-runs")
    return person.window.runs


def train(person: Person, epochs: int) -> None:
    """To the end of the epoch that is so many ahead, unpaced."""
    session = person.window.session
    before = session.read_state()
    session.engine.post(RunEpochs(epochs))
    person.until(lambda: session.read_state().epoch == before.epoch + epochs)
    person.until(lambda: session.snapshot is not None and session.snapshot.epoch == before.epoch + epochs)


def set_rate(person: Person, rate: float) -> None:
    document = person.window.session.document
    training = document.project.training.replace(learning_rate=rate)
    document.edit("set rate", document.project.replace(training=training))


def keep_two(person: Person) -> KeptRuns:
    """Run 1 with rate 0.1 for 6 epochs, Run 2 with rate 0.5 for 4."""
    page = go_to_page(person)
    train(person, 6)
    person.click("run-keep")
    person.action("reset").trigger()
    set_rate(person, 0.5)
    train(person, 4)
    person.click("run-keep")
    return page.kept


def the_list(person: Person) -> RunList:
    found = person.widget("run-list")
    assert isinstance(found, RunList)
    return found


def click_row(person: Person, row: int, x: int = 150) -> None:
    QTest.mouseClick(the_list(person).viewport(), Left, pos=QPoint(x, row * ROW_PX + ROW_PX // 2))


def cells(person: Person) -> dict[str, list[str]]:
    table = person.widget("run-table")
    assert isinstance(table, QTableWidget)
    found = {}
    for row in range(table.rowCount()):
        name = table.verticalHeaderItem(row)
        items = [table.item(row, column) for column in range(table.columnCount())]
        assert name is not None
        found[name.text()] = ["" if item is None else item.text() for item in items]
    return found


def test_the_empty_page_says_what_it_is_for_and_there_is_nothing_to_keep_before_a_step(person: Person) -> None:
    go_to_page(person)
    assert "see both curves" in person.text("runs-empty")
    assert not person.widget("run-keep").isEnabled()
    assert not person.window.runs.comparison.isVisible()
    train(person, 1)
    person.until(lambda: person.widget("run-keep").isEnabled())


def test_two_runs_with_different_rates_are_kept_and_compared_by_curves_and_table(person: Person) -> None:
    kept = keep_two(person)
    first, second = (one.run for one in kept.all)
    assert [(run.name, run.epoch, run.project.training.learning_rate) for run in (first, second)] == [
        ("Run 1", 6, 0.1),
        ("Run 2", 4, 0.5),
    ]
    assert [one.letter for one in kept.all] == ["A", "B"]
    plot = person.widget("comparison-plot")
    assert isinstance(plot, RunPlot)
    person.until(lambda: len(plot.lines) == 3)
    place = plot.frame.place(3, 0.2)
    QTest.mouseMove(plot, place.toPoint())
    losses = [float(run.curve[run.curve[:, EPOCH] == 3, TEST_LOSS][0]) for run in (first, second)]
    assert losses[0] != losses[1]
    said = plot.accessibleDescription()
    assert said == f"A {losses[0]:.6g} at epoch 3, B {losses[1]:.6g} at epoch 3, now {losses[1]:.6g} at epoch 3"
    # The table has the settings that differ beside what each came to.
    train(person, 1)
    person.until(lambda: cells(person)["Epochs"] == ["5", "6", "4"])
    table = cells(person)
    assert table["Learning rate"] == ["0.5", "0.1", "0.5"]
    assert "Optimizer" not in table and "Seed" not in table
    tests = [one.run.scores.test for one in kept.all]
    assert table["Test loss"][1:] == [f"{score.loss:.3f}" for score in tests if score is not None]
    snapshot = person.window.session.snapshot
    assert snapshot is not None and snapshot.test is not None
    assert table["Test loss"][0] == f"{snapshot.test.loss:.3f}"
    document = person.window.session.document
    document.edit("seed", document.project.replace(seed=99))
    assert cells(person)["Seed"] == ["99", "7", "7"]


def test_a_run_says_since_when_it_is_trained_as_it_was_kept(person: Person) -> None:
    page = go_to_page(person)
    train(person, 3)
    person.click("run-keep")
    set_rate(person, 0.5)
    person.click("run-keep")  # not a step was made with that
    train(person, 2)
    person.click("run-keep")
    said = [the_list(person).model().index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert [text.splitlines()[0] for text in said] == [
        "2-4-3-1 tanh, SGD 0.1",
        "2-4-3-1 tanh, SGD 0.1",
        "2-4-3-1 tanh, SGD 0.5 since epoch 3",
    ]
    assert "network were last changed in epoch 3" in said[2] and "changed" not in said[0] + said[1]
    person.until(lambda: cells(person)["Epochs"] == ["5", "3", "3", "5"])
    assert cells(person)["Unchanged since"] == ["epoch 3", "the start", "the start", "epoch 3"]
    kept = [one.run for one in page.kept.all]
    page.kept.open(kept[0])
    person.until(lambda: cells(person)["Unchanged since"][0] == "the start")
    assert page.kept.all[1].run.state is not None and page.kept.all[1].run.state.since is None


def test_scale_and_samples_can_be_chosen_and_runs_of_another_loss_are_left_out_with_a_word(person: Person) -> None:
    kept = keep_two(person)
    plot = person.window.runs.comparison.plot
    curve = kept.all[0].run.curve
    person.click("comparison-score")
    assert np.array_equal(plot.lines[0].values, curve[:, 5])
    plot.read(2.0)
    assert f"A {100 * curve[2, 5]:.2f} % at epoch 2" in plot.accessibleDescription()
    person.choose("comparison-samples", "training samples")
    assert np.array_equal(plot.lines[0].values, curve[:, 4])
    person.click("comparison-loss")
    assert np.array_equal(plot.lines[0].values, curve[:, 2])
    assert not plot.frame.axis.is_log
    person.click("comparison-log")
    assert plot.frame.axis.is_log
    menu = person.widget("comparison-samples").menu()
    assert [action.isEnabled() for action in menu.actions()] == [True, False, True], "nothing is kept aside"
    document = person.window.session.document
    training = document.project.training.replace(loss="mse")
    document.edit("loss", document.project.replace(training=training))
    person.until(lambda: person.window.runs.comparison._note.isVisible())
    assert person.text("comparison-note") == "Without A, B: their loss is another function."
    person.until(lambda: [line.label for line in person.window.runs.comparison.plot.lines] == ["now"])
    person.click("comparison-score")
    assert [line.label for line in person.window.runs.comparison.plot.lines] == ["A", "B", "now"]
    assert not person.window.runs.comparison._note.isVisible()


def test_what_is_looked_back_at_is_not_called_now(person: Person) -> None:
    keep_two(person)
    window = person.window
    table = person.widget("run-table")
    assert isinstance(table, QTableWidget)
    looking_back = window.session.looking_back
    looking_back.look(0)

    def names() -> tuple[str, str]:
        return table.horizontalHeaderItem(0).text(), window.runs.comparison.plot.lines[-1].label

    person.until(lambda: names() == ("epoch 0", "epoch 0"))
    assert table.item(table.rowCount() - 1, 0) is not None and "look back" in table.horizontalHeaderItem(0).toolTip()
    person.press(Qt.Key.Key_Escape)
    person.until(lambda: names() == ("now", "now"))


def test_space_shows_and_hides_and_does_not_train_delete_takes_away_and_a_button_brings_back(person: Person) -> None:
    kept = keep_two(person)
    click_row(person, 0, x=12)
    assert [one.is_shown for one in kept.all] == [False, True]
    assert [line.label for line in person.window.runs.comparison.plot.lines] == ["B", "now"]
    click_row(person, 1)
    person.press(Qt.Key.Key_Space)
    assert [one.is_shown for one in kept.all] == [False, False]
    assert not person.window.runs.table.isVisible()
    person.press(Qt.Key.Key_Up)
    person.press(Qt.Key.Key_Space)
    assert [one.is_shown for one in kept.all] == [True, False]
    assert not person.window.session.read_state().epoch > 4
    first = kept.all[0]
    person.press(Qt.Key.Key_Delete)
    assert [one.run.name for one in kept.all] == ["Run 2"]
    person.click("run-back")
    assert kept.all[0] is first
    assert not person.window.runs._back.isVisible()
    person.click("run-remove")
    person.click("run-remove")
    assert kept.all == ()
    assert person.widget("runs-empty").isVisible()


def test_a_few_runs_are_scrolled_with_the_page_alone_which_follows_who_walks_through_them(person: Person) -> None:
    page = go_to_page(person)
    for _ in range(8):
        train(person, 1)
        person.click("run-keep")
    person.window.resize(1280, 640)
    QApplication.processEvents()
    runs = the_list(person)
    assert not runs.verticalScrollBar().isVisible() and page.area.verticalScrollBar().maximum() > 0
    runs.setFocus()
    for key, row in ((Qt.Key.Key_End, 7), (Qt.Key.Key_Home, 0)):
        bar = page.area.verticalScrollBar()
        bar.setValue(bar.minimum() if row else bar.maximum())
        person.window.resize(1280, 400)
        QTest.keyClick(runs, key)
        box = runs.visualRect(runs.model().index(row, 0))
        top = runs.viewport().mapTo(page.area.viewport(), box.topLeft()).y()
        assert top >= 0 and top + box.height() <= page.area.viewport().height(), row


def test_a_double_click_or_f2_renames(person: Person) -> None:
    kept = keep_two(person)
    rows = the_list(person)
    click_row(person, 0)
    QTest.mouseDClick(rows.viewport(), Left, pos=QPoint(150, ROW_PX // 2))
    type_name(rows, "slow and steady")
    assert kept.all[0].run.name == "slow and steady"
    person.press(Qt.Key.Key_Down)
    person.press(Qt.Key.Key_F2)
    type_name(rows, "slow and steady")
    assert kept.all[1].run.name == "slow and steady (2)", "tables tell runs apart by their names"
    person.press(Qt.Key.Key_F2)
    type_name(rows, "   ")
    assert kept.all[1].run.name == "slow and steady (2)"


def type_name(rows: RunList, text: str) -> None:
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert QApplication.focusWidget() is rows


def test_enter_opens_a_run_with_all_of_it_and_undo_returns_bit_for_bit(person: Person) -> None:
    kept = keep_two(person)
    session, document = person.window.session, person.window.session.document
    document.edit("rename", document.project.replace(title="mine", pace=77.0))
    before, project = session.read_state(), document.project
    run = kept.all[0].run
    click_row(person, 0)
    person.press(Qt.Key.Key_Return)
    assert document.project == run.project.replace(title="mine", pace=77.0)
    assert document.undo_text == "open Run 1"
    now = session.read_state()
    assert run.state is not None
    assert np.array_equal(now.theta, run.state.theta) and now.epoch == 6
    assert person.text("notice") == "Run 1 is open, at epoch 6; undo returns to epoch 4."
    session.undo()
    back = session.read_state()
    assert document.project == project
    assert_same(back, before)
    session.redo()
    assert np.array_equal(session.read_state().theta, run.state.theta)
    # The same from other data and another network.
    person.click("data-sine")
    person.until_drawn()
    session.apply(lambda: operate(document.project, add_unit(document.project.network, 0)))
    train(person, 2)
    before, project = session.read_state(), document.project
    click_row(person, 1)
    person.click("run-open")
    person.until_drawn()
    assert document.project.data == open_bundled("circle").data
    train(person, 1)
    assert session.read_state().epoch == 5
    session.undo()
    assert document.project == project
    assert_same(session.read_state(), before)


def assert_same(one: object, other: object) -> None:
    """All of two states, bit for bit."""
    for name, value in vars(one).items():
        expected = getattr(other, name)
        if isinstance(value, np.ndarray):
            assert np.array_equal(value, expected, equal_nan=True), name
        else:
            assert value == expected, name


def test_reset_and_new_weights_keep_what_they_leave_once_and_no_more_than_a_few(person: Person) -> None:
    kept = go_to_page(person).kept
    person.action("reset").trigger()
    assert kept.all == (), "nothing had been trained"
    train(person, 2)
    state = person.window.session.read_state()
    person.action("reset").trigger()
    (only,) = kept.all
    assert only.is_automatic and only.run.state is not None
    assert_same(only.run.state, state)
    train(person, 2)
    person.action("new-weights").trigger()
    assert len(kept.all) == 1, "this very moment is kept already: equal seeds give equal runs"
    for _ in range(MOST_AUTOMATIC + 1):
        train(person, 1)
        person.action("new-weights").trigger()
    assert len(kept.all) == MOST_AUTOMATIC
    train(person, 1)
    person.click("run-keep")
    kept.rename(0, "mine")
    for _ in range(MOST_AUTOMATIC + 1):
        train(person, 1)
        person.action("new-weights").trigger()
    names = [one.run.name for one in kept.all if not one.is_automatic]
    assert len(names) == 2 and "mine" in names, "what a person kept or named stays"
    person.window.session.undo()
    assert person.window.session.read_state().epoch == 1


def test_what_is_kept_at_a_reset_was_trained_with_the_settings_it_tells(person: Person) -> None:
    kept, session = person.window.session.runs, person.window.session
    train(person, 2)
    trained, state = session.document.project, session.read_state()
    person.type_into("learning-rate", "0.7")
    person.click("layer-0-plus")
    person.action("reset").trigger()
    (run,) = (one.run for one in kept.all)
    assert run.project == trained and run.state is not None and np.array_equal(run.state.theta, state.theta)
    person.until(lambda: session.step == 0)
    person.action("undo").trigger()
    person.until(lambda: session.snapshot is not None and session.snapshot.epoch == 2)
    person.action("new-weights").trigger()
    assert len(kept.all) == 1, "one training, one run"


def test_what_was_kept_by_hand_is_not_kept_again_under_settings_of_later(person: Person) -> None:
    kept = person.window.session.runs
    train(person, 2)
    person.type_into("learning-rate", "0.7")
    kept.keep()
    assert kept.all[0].run.project.training.learning_rate == 0.1, "not a step was made with another"
    person.click("layer-0-plus")
    person.action("reset").trigger()
    assert len(kept.all) == 1


def test_export_writes_the_shown_runs_every_number_reads_back_and_what_cannot_be_written_is_said(
    person: Person, tmp_path: Path
) -> None:
    kept = keep_two(person)
    click_row(person, 1, x=12)
    path = tmp_path / "curves.csv"
    person.type_file(path)
    person.click("run-export")
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    curve = kept.all[0].run.curve
    assert {row["run"] for row in rows} == {"Run 1"}
    assert [float(row["test_loss"]) for row in rows] == curve[:, TEST_LOSS].tolist()
    assert [int(row["epoch"]) for row in rows] == list(range(7))
    assert person.text("notice") == "Exported curves.csv."
    path = tmp_path / "missing" / "curves.csv"
    person.type_file(path)
    told: list[str] = []
    person.window.session.refused.connect(lambda message, _hint: told.append(message))
    person.click("run-export")
    assert told == ["curves.csv cannot be saved: the folder does not exist."]
    person.window.session.open_bundled("xor")
    assert kept.all == (), "they belong to the project that was open"
    assert person.widget("runs-empty").isVisible()


def test_the_weights_of_old_runs_make_room_and_opening_one_says_so(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.session.kept_runs.MOST_BYTES", 1)
    kept = keep_two(person)
    assert [one.run.state is None for one in kept.all] == [True, False]
    assert "The weights of Run 1 made room" in person.text("notice")
    told: list[str] = []
    person.window.session.refused.connect(lambda message, _hint: told.append(message))
    before = person.window.session.document.project
    click_row(person, 0)
    person.press(Qt.Key.Key_Return)
    assert told == ["The weights of Run 1 are no longer kept: they made room for newer ones."]
    assert person.window.session.document.project == before


def test_why_a_run_ended_is_kept_with_it(person: Person) -> None:
    kept = go_to_page(person).kept
    session = person.window.session
    training = session.document.project.training.replace(patience=1, validation_share=20.0, learning_rate=3.0)
    session.document.edit("patience", session.document.project.replace(training=training, pace=None))
    ended: list[str] = []
    session.ended.connect(ended.append)
    session.toggle_training()
    person.until(lambda: bool(ended))
    person.until(lambda: person.widget("run-keep").isEnabled())
    person.click("run-keep")
    assert kept.all[0].run.ended == ended[0]
    session.run_step()
    person.click("run-keep")
    assert kept.all[1].run.ended == ""


def test_controls_have_names_tips_and_keys_and_a_hidden_page_draws_nothing(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_two(person)
    page = person.window.runs
    names = (
        "run-keep", "run-open", "run-remove", "run-export", "comparison-loss", "comparison-score", "comparison-samples",
        "comparison-log", "comparison-plot", "run-table", "run-list", "repeat-start", "repeat-seeds", "repeat-epochs",
        "repeat-measure", "repeat-goal",
    )  # fmt: skip
    for name in names:
        widget = page.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName() or getattr(widget, "text", lambda: "")(), name
        assert widget.toolTip() or name == "run-list", name
        has_stop = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        assert has_stop or name == "comparison-score", name  # the arrow keys lead there, from the chosen measure
    # While the page is not in front it draws nothing.
    person.click("page-picture")
    drawn: list[object] = []
    comparison = person.window.runs.comparison
    draw: Callable[..., None] = comparison._draw_snapshot
    monkeypatch.setattr(comparison, "_draw_snapshot", lambda snapshot: (drawn.append(snapshot), draw(snapshot)))
    train(person, 2)
    assert drawn == []
    person.click("page-runs")
    assert len(drawn) == 1
