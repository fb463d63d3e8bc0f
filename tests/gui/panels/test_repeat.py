"""Repeating a training with other seeds: the count is true, the window stays live, each result can be opened."""

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from core.curve import TEST_SCORE
from core.data import build
from core.messages import RunEpochs
from core.repeat import Goal, Outcome
from core.specs import Project
from core.trainer import Trainer
from gui.panels.repeat import RepeatPanel, verdict
from gui.panels.seed_list import ROW_PX, SeedList
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

Left = Qt.MouseButton.LeftButton


def at_xor(open_window: OpenWindow) -> tuple[Person, RepeatPanel]:
    """On the page, with a rate that brings some seeds to 95 % in three epochs, and not all."""
    person: Person = open_window("xor")
    document = person.window.session.document
    training = document.project.training.replace(learning_rate=0.02)
    document.edit("rate", document.project.replace(training=training, pace=None))
    person.click("page-runs")
    return person, person.window.runs.repeat


def type_number(person: Person, name: str, text: str) -> None:
    field = person.widget(name)
    assert isinstance(field, QLineEdit)
    QTest.mouseClick(field, Left)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def ask_for(person: Person, seeds: int, epochs: int, goal: str) -> None:
    type_number(person, "repeat-seeds", str(seeds))
    type_number(person, "repeat-epochs", str(epochs))
    type_number(person, "repeat-goal", goal)


def reached_by_hand(project: Project, epochs: int) -> int | None:
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    for epoch in range(1, epochs + 1):
        trainer.run(epochs=1)
        test = trainer.scores().test
        assert test is not None and test.correct is not None
        if test.correct / test.count >= 0.95:
            return epoch
    return None


def test_the_share_that_reaches_the_goal_is_what_plain_trainers_give(open_window: OpenWindow) -> None:
    person, panel = at_xor(open_window)
    project = person.window.session.document.project
    ask_for(person, 4, 3, "95")
    person.click("repeat-start")
    person.until(lambda: not panel.is_running)
    expected = [reached_by_hand(project.replace(seed=project.seed + ahead), 3) for ahead in range(4)]
    assert [outcome.reached for outcome in panel.outcomes] == expected
    came = sorted(epoch for epoch in expected if epoch is not None)
    assert 0 < len(came) < 4
    person.until(lambda: panel.plot.isVisible())
    median = f"{np.median(came):g}"
    assert person.text("repeat-verdict") == (
        f"{len(came)} of 4 reached 95 % test accuracy, after {came[0]} to {came[-1]} epochs (median {median})."
    )
    rows = person.widget("seed-list").model()
    said = [rows.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    assert ["goal after" in text for text in said] == [epoch is not None for epoch in expected]
    # Arrows walk the seeds over the band, and Enter opens one.
    assert [line.label for line in panel.plot.lines] == ["median"]
    person.widget("seed-list").setFocus()
    person.press(Qt.Key.Key_Home)
    person.press(Qt.Key.Key_Down)
    assert [line.label for line in panel.plot.lines] == ["median", str(project.seed + 1)]
    assert np.array_equal(panel.plot.lines[1].values, panel.outcomes[1].run.curve[:, TEST_SCORE])
    person.press(Qt.Key.Key_Return)
    assert person.window.session.document.project.seed == project.seed + 1


def test_a_seed_is_opened_by_a_click_goes_on_as_in_the_window_and_undo_returns(open_window: OpenWindow) -> None:
    person, panel = at_xor(open_window)
    session, document = person.window.session, person.window.session.document
    train(person, 2)
    before, project = session.read_state(), document.project
    ask_for(person, 3, 4, "100")
    person.click("repeat-start")
    person.until(lambda: not panel.is_running and panel.plot.isVisible())
    third = panel.outcomes[2].run
    rows = person.widget("seed-list")
    assert isinstance(rows, SeedList)
    person.window.runs.area.ensureWidgetVisible(rows)
    QTest.mouseClick(rows.viewport(), Left, pos=QPoint(60, 2 * ROW_PX + ROW_PX // 2))
    assert document.project == project.replace(seed=project.seed + 2)
    assert document.undo_text == f"open Seed {project.seed + 2}"
    opened = session.read_state()
    assert third.state is not None and np.array_equal(opened.theta, third.state.theta)
    session.undo()
    back = session.read_state()
    assert document.project == project and back.step == before.step
    assert np.array_equal(back.theta, before.theta) and np.array_equal(back.memory, before.memory)
    # The very same weights come of training in the window from this seed's first weights.
    session.reseed(project.seed + 2)
    train(person, third.epoch)
    assert np.array_equal(session.read_state().theta, third.state.theta)


def train(person: Person, epochs: int) -> None:
    session = person.window.session
    session.engine.post(RunEpochs(epochs))
    person.until(lambda: session.read_state().epoch == epochs)


def test_the_training_on_screen_goes_on_meanwhile_and_stop_keeps_what_is_done(open_window: OpenWindow) -> None:
    person, panel = at_xor(open_window)
    session = person.window.session
    ask_for(person, 100, 60, "100")
    session.toggle_training()
    person.click("repeat-start")
    person.until(lambda: len(panel.outcomes) >= 2)
    step = session.step
    button = person.widget("repeat-start")
    assert isinstance(button, QPushButton) and button.text() == "Stop"
    person.until(lambda: session.step > step)
    person.until(lambda: " of 100 · seed " in person.text("repeat-progress"))
    person.click("repeat-start")
    done = len(panel.outcomes)
    assert not panel.is_running and button.text() == "Repeat"
    assert person.text("repeat-progress") == f"stopped after {done} of 100"
    assert not session.worker.is_busy(panel)
    session.toggle_training()
    assert person.widget("seed-list").model().rowCount() == done


def test_it_speaks_of_the_project_as_it_was_whatever_is_edited_meanwhile(open_window: OpenWindow) -> None:
    person, panel = at_xor(open_window)
    document = person.window.session.document
    project = document.project
    ask_for(person, 4, 30, "100")
    person.click("repeat-start")
    document.edit("rate", project.replace(training=project.training.replace(learning_rate=0.5), seed=70))
    person.until(lambda: not panel.is_running)
    assert [outcome.run.project for outcome in panel.outcomes] == [
        project.replace(seed=project.seed + ahead) for ahead in range(4)
    ]
    person.until(lambda: panel.plot.isVisible())
    assert person.text("repeat-what").startswith("2-6-1 ReLU, Adam 0.02 ·")
    # Another project stops it and clears what was found.
    ask_for(person, 50, 50, "100")
    person.click("repeat-start")
    person.until(lambda: bool(panel.outcomes))
    person.window.session.open_bundled("circle")
    assert not panel.is_running and panel.outcomes == []
    assert not panel.plot.isVisible()
    assert not person.window.session.worker.is_busy(panel)


def test_what_cannot_be_is_said_at_its_field_and_does_not_start(open_window: OpenWindow) -> None:
    person, panel = at_xor(open_window)
    for name, typed, said in (
        ("repeat-seeds", "1", "There cannot be 1 seeds. Choose 2 to 100."),
        ("repeat-epochs", "0", "There cannot be 0 epochs."),
        ("repeat-goal", "101", "An accuracy cannot be 101 %."),
    ):
        type_number(person, name, typed)
        assert person.text(f"{name}-error").startswith(said)
    person.click("repeat-start")
    assert not panel.is_running
    person.window.session.document.edit("data", person.window.session.document.project.replace(data=None))
    ask_for(person, 4, 5, "97,5 %")
    told: list[str] = []
    person.window.session.refused.connect(lambda message, _hint: told.append(message))
    person.click("repeat-start")
    person.until(lambda: bool(told))
    assert told == ["There are no data to train on."] and not panel.is_running


def test_for_numbers_the_goal_is_an_error_and_both_can_be_a_loss(open_window: OpenWindow) -> None:
    person: Person = open_window("sine")
    person.click("page-runs")
    panel = person.window.runs.repeat
    box = person.widget("repeat-measure")
    assert isinstance(box, QComboBox)
    assert [box.itemText(place) for place in range(2)] == ["error at most", "loss at most"]
    ask_for(person, 2, 3, "10")
    person.click("repeat-start")
    person.until(lambda: not panel.is_running and panel.plot.isVisible())
    assert person.text("repeat-verdict") == "2 of 2 reached a test error of 10.0, after 1 epoch."
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    type_number(person, "repeat-goal", "1e-9")
    person.click("repeat-start")
    person.until(lambda: not panel.is_running)
    QApplication.processEvents()
    assert [outcome.reached for outcome in panel.outcomes] == [None, None]
    person.until(lambda: person.text("repeat-verdict") == "None of 2 reached a test loss of 1.0e\N{MINUS SIGN}09.")


def test_the_project_s_own_stop_rules_are_what_is_offered(open_window: OpenWindow) -> None:
    person, _ = at_xor(open_window)
    form, document = person.window.runs.repeat._form, person.window.session.document
    assert form.goal == Goal("score", 0.98, 100)
    training = document.project.training
    ruled = training.replace(stop_epochs=70, stop_accuracy=96.0)
    document.edit("rules", document.project.replace(training=ruled))
    assert form.goal == Goal("score", 0.96, 70)
    document.edit("rules", document.project.replace(training=training.replace(stop_loss=0.2)))
    assert form.goal == Goal("loss", 0.2, 100)
    assert person.widget("repeat-goal").text() == "0.2"


def test_the_verdict_has_a_word_for_every_count() -> None:
    goal = Goal("score", 0.98, 40)

    def outcomes(*epochs: int | None) -> list[Outcome]:
        return [Outcome(None, epoch) for epoch in epochs]  # type: ignore[arg-type]

    assert verdict(outcomes(None, None), goal, True, "test") == "None of 2 reached 98 % test accuracy."
    assert verdict(outcomes(1, None), goal, True, "test") == "1 of 2 reached 98 % test accuracy, after 1 epoch."
    found = verdict(outcomes(12, 40, 17, 16), goal, True, "validation")
    assert found == "4 of 4 reached 98 % validation accuracy, after 12 to 40 epochs (median 16.5)."


def test_the_answer_comes_into_sight_where_the_window_is_low(open_window: OpenWindow) -> None:
    person, _ = at_xor(open_window)
    person.window.resize(1280, 720)
    person.click("button-epoch")
    person.until(lambda: person.widget("run-keep").isEnabled())
    person.click("run-keep")
    person.click("run-keep")
    area = person.window.runs.area
    area.ensureWidgetVisible(person.widget("repeat-start"))
    ask_for(person, seeds=2, epochs=1, goal="95")
    person.click("repeat-start")

    def is_in_sight() -> bool:
        plot = person.window.runs.repeat.plot
        lower = plot.mapTo(area.viewport(), plot.rect().bottomLeft()).y()
        return plot.isVisible() and lower <= area.viewport().height()

    person.until(is_in_sight)
