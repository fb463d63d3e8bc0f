"""Tests of what a crash has left: offered, opened, discarded, kept for later."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from core.bundled import open_bundled
from core.data import build
from core.project import Saved, open_project, save_project
from core.project.autosave import Shelf, left_behind, new_shelf, note_of
from core.trainer import Trainer
from gui.dialogs.recovery_dialog import RecoveryDialog, when_text
from gui.saving.autosaving import autosave_root
from gui.settings import Settings
from tests.gui.desks import Desk, answer
from tests.journeys.person import Person

CIRCLE = open_bundled("circle")


def trained(epochs: int) -> Saved:
    assert CIRCLE.data is not None
    trainer = Trainer(CIRCLE.network, build(CIRCLE.data), CIRCLE.training)
    trainer.run(epochs=epochs)
    return Saved(CIRCLE, trainer.state())


@pytest.fixture
def root(settings: Settings) -> Path:
    root = autosave_root(settings)
    assert root is not None
    return root


def leave(root: Path, title: str, *epochs: int, path: Path | None = None, when: float = 1.0) -> Path:
    """A window that was killed: its autosaves are so many epochs old; gives their folder."""
    shelf = new_shelf(root)
    for count in epochs:
        saved = trained(count)
        shelf.write(saved, note_of(saved, title, path, None, when))
    shelf.leave()
    return shelf.folder


def left(root: Path) -> list[str]:
    """The titles of what nobody has taken yet."""
    shelves = left_behind(root)
    titles = [shelf.autosaves[0].note.title for shelf in shelves]
    for shelf in shelves:
        shelf.leave()
    return titles


def rows_of(dialog: QWidget) -> list[str]:
    assert isinstance(dialog, RecoveryDialog)
    model = dialog._list.model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def clicking(*names: str, seen: list[list[str]] | None = None) -> Callable[[QWidget], None]:
    """In the dialog click these buttons, one after the other."""

    def act(dialog: QWidget) -> None:
        if seen is not None:
            seen.append(rows_of(dialog))
        for name in names:
            QTest.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)

    return act


def test_work_of_a_killed_window_is_recovered_and_is_this_windows_until_it_is_saved_or_closed(
    person: Person, root: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.neuroloom"
    save_project(Saved(CIRCLE), path)
    leave(root, "mine", 1, 3, path=path)
    seen: list[list[str]] = []
    person.answer_dialog(clicking("recovery-recover", seen=seen))
    assert person.window.recovering.offer()
    assert seen[0][0].startswith("mine, epoch 3, 1 January 1970") and str(path) in seen[0][0]
    session, expected = person.window.session, trained(3).state
    assert expected is not None
    assert np.array_equal(session.read_state().theta, expected.theta)
    assert session.document.path == path and session.document.must_ask(session.step)
    assert person.text("saved-word") == "· edited"
    assert left(root) == [] and len(list(root.glob("*/*.neuroloom"))) == 2, "a second crash would lose nothing"
    assert person.window.files.save()
    assert open_project(path).step == 75 and not list(root.glob("*/*.neuroloom"))
    person.choose("project-menu", "Recover unsaved work…")
    assert person.text("notice") == "There is no unsaved work to recover."

    session.document.edit("rename", session.document.project.replace(title="Mine"))
    assert person.window.autosaving.save_at_once()
    assert len(list(root.glob("*/*.neuroloom"))) == 1
    person.click_in_question(QMessageBox.StandardButton.Discard)
    person.window.close()
    assert list(root.iterdir()) == []


def test_of_several_each_is_offered_and_kept_until_somebody_decides(desk: Desk, root: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.neuroloom"
    save_project(Saved(CIRCLE), path)
    leave(root, "a", 1, when=3e8)
    leave(root, "b", 1, when=2e8)
    leave(root, "c", 1, when=1e8, path=path)
    seen, asked = list[list[str]](), list[str]()
    Person.answer_dialog(clicking("recovery-later", seen=seen))
    desk.recovering.offer()
    assert [row[0] for row in seen[0]] == ["a", "b", "c"], "the newest first"
    assert sorted(left(root)) == ["a", "b", "c"]
    assert desk.project.title == "Circle" and desk.session.step == 0
    desk.files.open_path(path)

    def discard(dialog: QWidget) -> None:
        answer("Cancel", asked)
        clicking("recovery-discard", seen=seen)(dialog)
        assert len(rows_of(dialog)) == 3, "it was not meant"
        answer("Discard", asked)
        clicking("recovery-discard", "recovery-recover")(dialog)

    Person.answer_dialog(discard)
    desk.recovering.ask()
    assert asked == ["The unsaved work on “c” is removed for good."] * 2
    assert [row[0] for row in seen[1]] == ["c", "a", "b"], "what belongs to the file that is open comes first"
    assert left(root) == ["b"]
    assert desk.session.document.path is None and desk.session.step == 25


def test_many_are_discarded_with_one_answer(desk: Desk, root: Path) -> None:
    for title in "abc":
        leave(root, title, 1)
    asked = list[str]()

    def discard(dialog: QWidget) -> None:
        answer("Discard all 3", asked)
        clicking("recovery-discard")(dialog)

    Person.answer_dialog(discard)
    desk.recovering.offer()
    assert len(asked) == 1 and left(root) == [] and desk.project.title == "Circle"


def test_what_is_recovered_stays_though_an_autosave_of_the_work_before_was_under_way(
    desk: Desk, root: Path, settings: Settings
) -> None:
    leave(root, "a", 2)
    desk.edit("Before")
    (shelf,) = left_behind(root)
    desk.autosaving._on_answered(desk.autosaving._load, desk.session.read_saved())  # the writer has it now
    desk.files.load_unsaved(shelf.autosaves[0].open(), None, None)
    desk.autosaving.adopt(shelf)
    desk.until(lambda: not desk.session.writer.is_busy(desk.autosaving))
    QTest.qWait(20)
    assert [autosave.open().step for autosave in shelf.autosaves] == [50]
    assert len(list(root.glob("*/*.neuroloom"))) == 1, "and nothing of the work that was given up"


def test_work_on_a_file_that_another_window_has_open_is_recovered_as_a_copy(
    make_desk: Callable[[], Desk], root: Path, tmp_path: Path
) -> None:
    path, asked = tmp_path / "mine.neuroloom", list[str]()
    save_project(Saved(CIRCLE), path)
    first, second = make_desk(), make_desk()
    first.files.open_path(path)
    leave(root, "mine", 2, path=path)

    def recover(dialog: QWidget) -> None:
        answer("Open as a copy", asked)
        clicking("recovery-recover")(dialog)

    Person.answer_dialog(recover)
    second.recovering.offer()
    assert second.session.document.path is None and second.project.title == "mine copy"
    assert second.session.step == 50 and second.session.document.must_ask(50)


def test_of_a_damaged_autosave_the_one_before_is_offered(desk: Desk, root: Path) -> None:
    folder, asked = leave(root, "a", 1, 2), list[str]()
    (folder / "2.neuroloom").write_bytes(b"PK\3\4")

    def recover(dialog: QWidget) -> None:
        answer("Recover that one", asked)
        clicking("recovery-recover")(dialog)

    Person.answer_dialog(recover)
    desk.recovering.offer()
    assert asked == ["The last autosave of “a” is damaged."]
    where = f"epoch 1, {when_text(1.0)}, without the timeline up to here"
    assert desk.notices[-1] == f"Recovered Circle ({where}): not saved yet, undo begins anew."
    assert when_text(1.0).endswith(":01"), "to the second: what came after it is lost"
    assert desk.session.step == 25 and left(root) == []
    desk.session.new()
    desk.until(lambda: desk.session.snapshot is not None and desk.session.snapshot.step == 0)
    folder = leave(root, "b", 1)
    (folder / "1.neuroloom").write_bytes(b"PK\3\4")
    Person.answer_dialog(clicking("recovery-recover"))
    desk.recovering.offer()
    assert desk.refusals == ["No autosave of b can be read."]
    assert left(root) == ["b"], "it is not removed unasked"


def test_a_time_that_no_calendar_has_is_not_told() -> None:
    assert when_text(1e300) == "" == when_text(0.0)
    assert "2001" in when_text(1e9)


def test_while_it_is_offered_here_no_other_window_is_offered_it(desk: Desk, root: Path) -> None:
    leave(root, "a", 1)
    others: list[list[Shelf]] = []

    def act(dialog: QWidget) -> None:
        others.append(left_behind(root))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    Person.answer_dialog(act)
    desk.recovering.offer()
    assert others == [[]] and left(root) == ["a"]


def test_of_two_windows_the_one_that_is_not_taken_is_spoken_of(desk: Desk, root: Path) -> None:
    leave(root, "a", 1)
    leave(root, "b", 2)
    Person.answer_dialog(clicking("recovery-recover"))
    desk.recovering.offer()
    assert desk.notices[-1].endswith("The project's menu has 1 more to recover.")
