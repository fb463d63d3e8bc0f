"""Tests of when work is saved aside, and when that goes again."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtTest import QTest

from core.bundled import open_bundled
from core.data import build
from core.messages import RunSteps
from core.project import Saved, open_project
from core.project.autosave import Autosave, left_behind
from core.trainer import Trainer
from gui.saving import autosaving
from gui.saving.autosaving import autosave_root
from gui.settings import Settings
from tests.gui.desks import Desk

CIRCLE = open_bundled("circle").replace(pace=1000.0)


def files(desk: Desk) -> list[Path]:
    """The autosaves on the disk, oldest first."""
    root = autosave_root(desk.settings)
    return [] if root is None else sorted(root.glob("*/*.neuroloom"), key=lambda path: int(path.stem))


def newest(desk: Desk) -> Saved:
    """What would be recovered if the process were killed now."""
    path = files(desk)[-1]
    return Autosave(path.parent, int(path.stem)).open()


@pytest.fixture
def desk(make_desk: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for name, seconds in (("EDIT_SECONDS", 0.02), ("LEAST_SECONDS", 0.05), ("RETRY_SECONDS", 0.05)):
        monkeypatch.setattr(autosaving, name, seconds)
    desk = make_desk()
    desk.session.load(Saved(CIRCLE), None)
    desk.until(lambda: desk.session.snapshot is not None)
    yield desk
    desk.session.close()
    desk.autosaving.end()
    assert files(desk) == []


def test_with_the_times_of_everyday_an_edit_waits_2_and_training_5_seconds() -> None:
    assert autosaving.EDIT_SECONDS <= 3
    assert autosaving.LEAST_SECONDS + autosaving.EDIT_SECONDS < 10


def test_an_edit_is_saved_aside_and_goes_once_it_is_undone_or_saved(desk: Desk, tmp_path: Path) -> None:
    desk.edit("Mine 1")
    edited = desk.project
    desk.until(lambda: files(desk))
    assert newest(desk).project == edited
    assert left_behind(files(desk)[0].parent.parent) == [], "its window lives"
    desk.session.undo()
    desk.until(lambda: not files(desk))
    desk.session.redo()
    desk.until(lambda: files(desk))
    assert desk.session.save(tmp_path / "mine.neuroloom")
    desk.until(lambda: not files(desk))


def test_training_is_saved_aside_again_and_again_and_the_autosave_goes_on_bit_for_bit(desk: Desk) -> None:
    desk.session.toggle_training()
    desk.until(lambda: files(desk) and int(files(desk)[-1].stem) >= 4)
    saved = newest(desk)
    assert len(files(desk)) <= 3
    assert saved.state is not None and CIRCLE.data is not None
    trainer = Trainer(CIRCLE.network, build(CIRCLE.data), CIRCLE.training, seed=CIRCLE.seed)
    trainer.run(steps=saved.step)
    assert np.array_equal(trainer.theta, saved.state.theta)
    desk.session.toggle_training()
    desk.until(lambda: not desk.session.is_playing)
    desk.until(lambda: newest(desk).step == desk.session.step)


def test_while_nothing_changes_nothing_is_written(desk: Desk) -> None:
    desk.session.engine.post(RunSteps(30))
    desk.until(lambda: files(desk) and newest(desk).step == 30)
    before = [(path.name, path.stat().st_mtime_ns) for path in files(desk)]
    QTest.qWait(300)
    assert [(path.name, path.stat().st_mtime_ns) for path in files(desk)] == before


def test_a_clock_that_goes_backwards_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(10**6, 0, -1000))
    monkeypatch.setattr(time, "time", lambda: float(next(times)))
    for count in (1, 2, 3):
        desk.edit(f"Mine {count}")
        desk.until(lambda count=count: files(desk) and int(files(desk)[-1].stem) == count)
    assert newest(desk).project == desk.project


def test_what_is_switched_off_writes_nothing_and_factory_settings_never_do(desk: Desk) -> None:
    assert desk.settings.autosaves and not Settings(None).autosaves and Settings(None).data_folder is None
    desk.edit("Mine 2")
    desk.until(lambda: files(desk))
    desk.settings.autosaves = False
    assert not desk.settings.autosaves
    desk.edit("Mine 3")
    desk.until(lambda: not files(desk))
    assert not desk.autosaving.save_at_once()


def test_where_it_cannot_be_written_that_is_said_once_and_tried_again(desk: Desk) -> None:
    root = autosave_root(desk.settings)
    assert root is not None
    root.parent.mkdir(parents=True, exist_ok=True)
    root.write_bytes(b"a file in the folder's place")
    told, mended = list[str](), list[bool]()
    desk.autosaving.failing.connect(lambda what, _more: told.append(what))
    desk.autosaving.works_again.connect(lambda: mended.append(True))
    desk.session.toggle_training()
    desk.until(lambda: told)
    before = desk.session.step
    QTest.qWait(300)
    assert len(told) == 1 and "autosave could not be written" in told[0]
    assert desk.session.step > before, "training goes on"
    assert mended == []
    root.unlink()
    desk.until(lambda: files(desk))
    desk.until(lambda: mended)


def test_a_folder_that_somebody_removed_is_made_again(desk: Desk) -> None:
    desk.edit("Mine 4")
    desk.until(lambda: files(desk))
    folder = files(desk)[0].parent
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    desk.edit("Mine 5")
    desk.until(lambda: files(desk))
    assert newest(desk).project == desk.project


def test_what_was_asked_of_a_project_before_another_was_opened_is_not_written(desk: Desk) -> None:
    desk.edit("Mine 6")
    desk.autosaving._on_timeout()  # asked, and not answered yet
    desk.session.open_bundled("xor")
    QTest.qWait(200)
    assert files(desk) == []


def test_saved_at_once_it_is_there_when_the_call_returns(desk: Desk) -> None:
    assert desk.autosaving.save_at_once() and files(desk) == [], "there is nothing to lose"
    desk.edit("Mine 7")
    assert desk.autosaving.save_at_once()
    assert newest(desk).project == desk.project
    assert open_project(files(desk)[-1]).project == desk.project
