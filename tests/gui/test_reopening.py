"""A project that was saved and is opened again looks and goes on as if it had never been closed."""

import shutil
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from core.data.recipes import Points
from core.project import open_project, save_project
from tests.core.saved_projects import project_on, saved_with_all
from tests.core.test_loop import same_state
from tests.gui.conftest import OpenWindow
from tests.gui.panels.test_runs import cells, click_row, keep_two
from tests.gui.session.test_looking_back import look_at, timeline_of, train, until_listed
from tests.gui.terminal import Enter, Terminal
from tests.journeys.person import Person


def copied(path: Path) -> Path:
    """Another file with the same project: of one that is open in two windows the second is told."""
    return Path(shutil.copy(path, path.with_name("copy.neuroloom")))


def seen(person: Person) -> dict[str, object]:
    """What there is to see of the past: runs with letters and names, their table, and the moments of the timeline."""
    kept, timeline = person.window.session.runs.all, timeline_of(person)
    return {
        "runs": [(one.letter, one.run.name, one.is_shown, one.run.curve.tobytes()) for one in kept],
        "table": cells(person),
        "steps": timeline.steps.tolist(),
        "epochs": timeline.epochs.tolist(),
    }


def test_a_reopened_project_has_its_runs_and_its_timeline_and_learns_the_same(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "mine.neuroloom"
    first = open_window()
    keep_two(first)
    first.window.session.runs.rename(0, "slow")
    click_row(first, 1, x=12)
    train(first, 5)
    first.save(path)
    second = open_window()
    second.click("page-runs")
    second.open(copied(path))
    until_listed(second)
    assert seen(second) == seen(first)
    assert [kept.run.name for kept in second.window.session.runs.all] == ["slow", "Run 2"]
    second.click("run-keep")
    assert second.window.session.runs.all[-1].run.name == "Run 3", "numbers go on"
    look_at(second, 4)
    look_at(first, 4)
    one, other = first.canvas.moment, second.canvas.moment
    assert one is not None and other is not None
    assert one.step == other.step and np.array_equal(one.theta, other.theta)
    for person in (first, second):
        person.click("past-go-on")
        go_on_from(person, 4)
    assert same_state(first.window.session.read_state(), second.window.session.read_state())
    assert timeline_of(first).steps.tolist() == timeline_of(second).steps.tolist()
    click_row(second, 0)
    second.press(Qt.Key.Key_Return)
    run = first.window.session.runs.all[0].run
    assert run.state is not None
    assert np.array_equal(second.window.session.read_state().theta, run.state.theta), "a run opens with its weights"


def go_on_from(person: Person, epoch: int) -> None:
    session = person.window.session
    person.until(lambda: session.snapshot is not None and session.snapshot.epoch == epoch)
    train(person, 3)


def test_a_run_that_was_kept_named_or_removed_is_to_be_saved(open_window: OpenWindow, tmp_path: Path) -> None:
    person = open_window()
    path = tmp_path / "mine.neuroloom"
    session = person.window.session
    person.click("page-runs")
    train(person, 3)
    person.save(path)

    def is_edited() -> bool:
        return session.document.is_edited(session.step)

    assert not is_edited()
    person.click("run-keep")
    assert is_edited() and person.window.windowTitle() == "mine · edited"
    person.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not is_edited()
    session.runs.show(0, False)
    assert not is_edited(), "what is shown is only view"
    session.runs.rename(0, "mine")
    assert is_edited()
    session.open(path)
    assert not is_edited() and [kept.run.name for kept in session.runs.all] == ["Run 1"]
    session.runs.remove(0)
    person.click_in_question(QMessageBox.StandardButton.Cancel)
    person.window.close()
    assert person.window.isVisible(), "it was asked"


def test_why_training_ended_is_known_after_saving_and_opening(open_window: OpenWindow, tmp_path: Path) -> None:
    person, path = open_window(), tmp_path / "mine.neuroloom"
    session = person.window.session
    training = session.document.project.training.replace(stop_epochs=3)
    session.document.edit("stop", session.document.project.replace(training=training, pace=None))
    ended: list[str] = []
    session.ended.connect(ended.append)
    session.toggle_training()
    person.until(lambda: bool(ended))
    person.save(path)
    other = open_window()
    other.open(copied(path))
    other.click("page-runs")
    other.until(lambda: other.widget("run-keep").isEnabled())
    for window in (person, other):
        window.click("page-runs")
        window.click("run-keep")
        assert window.window.session.runs.all[0].run.ended == ended[0]
    session.run_step()
    person.until(lambda: session.step == 76)
    person.click("run-keep")
    assert session.runs.all[1].run.ended == ""


def test_the_command_line_leaves_the_runs_in_the_file_and_goes_on_with_its_timeline(
    terminal: Terminal, enter: Enter
) -> None:
    path = terminal.folder / "mine.neuroloom"
    project = project_on(Points("circle", samples=40))
    save_project(saved_with_all(project), path)
    assert enter("train", str(path), "--epochs", "4", "--save", str(path)).returncode == 0
    saved = open_project(path)
    assert [kept.letter for kept in saved.runs] == ["A", "B", "C"] and saved.ended == ""
    assert saved.timeline is not None and len(saved.timeline.moments) == 11
