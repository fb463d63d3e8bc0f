"""Tests of autosaves on the disk: what is found of a window that is no more."""

from pathlib import Path

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import build
from core.data.table import Table
from core.disk.footprint import footprint
from core.errors import UserError
from core.project import Saved, save_project
from core.project.autosave import Shelf, left_behind, new_shelf, note_of
from core.table import stored
from core.timeline import Timeline
from core.trainer import Trainer
from tests.core.saved_projects import own_table, project_on, saved_with_all

CIRCLE = open_bundled("circle")


def trained(epochs: int) -> Saved:
    assert CIRCLE.data is not None
    trainer = Trainer(CIRCLE.network, build(CIRCLE.data), CIRCLE.training)
    trainer.timeline = Timeline(CIRCLE)
    trainer.run(epochs=epochs)
    return Saved(CIRCLE, trainer.state(), trainer.timeline)


def write(shelf: Shelf, saved: Saved, path: Path | None = None, when: float = 0.0) -> None:
    shelf.write(saved, note_of(saved, saved.project.title, path, None, when))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_was_written_is_found_once_its_window_is_no_more(tmp_path: Path) -> None:
    root, path = tmp_path / "none yet" / "autosave", tmp_path / "Übung \udcff 🧠.neuroloom"
    save_project(Saved(CIRCLE), tmp_path / "mine")
    seen = footprint(tmp_path / "mine")
    saved, shelf = trained(2), new_shelf(root)
    shelf.write(saved, note_of(saved, "Übung", path, seen, 1234.5))
    assert left_behind(root) == [], "its window lives"
    shelf.leave()
    (found,) = left_behind(root)
    (autosave,) = found.autosaves
    note = autosave.note
    assert (note.title, note.path, note.epoch, note.when, note.seen) == ("Übung", path, 2, 1234.5, seen)
    opened = autosave.open()
    assert opened.project == CIRCLE and opened.state is not None and saved.state is not None
    assert np.array_equal(opened.state.theta, saved.state.theta) and opened.step == saved.step
    assert left_behind(root) == [], "it is offered to one window at a time"
    found.end()
    assert names(root) == set()


def test_the_newest_two_are_kept_and_a_damaged_one_leaves_the_one_before(tmp_path: Path) -> None:
    shelf = new_shelf(tmp_path)
    for epochs in (1, 2, 3):
        write(shelf, trained(epochs))
    assert [autosave.note.epoch for autosave in shelf.autosaves] == [3, 2]
    assert names(shelf.folder) == {"lock", "2.json", "2.neuroloom", "3.json", "3.neuroloom"}
    (shelf.folder / "3.neuroloom").write_bytes(b"PK\3\4 and no more")
    (shelf.folder / "3.json").write_bytes(b"{")
    newest, older = shelf.autosaves
    with pytest.raises(UserError, match="damaged"):
        newest.open()
    assert (newest.note.title, newest.note.path) == ("", None)
    state = older.open().state
    assert state is not None and state.epoch == 2
    shelf.end()


def test_a_note_without_its_project_is_nothing(tmp_path: Path) -> None:
    shelf = new_shelf(tmp_path)
    (shelf.folder / "1.json").write_bytes(b"{}")
    shelf.leave()
    assert left_behind(tmp_path) == []
    assert names(tmp_path) == set(), "and is cleared away"


def test_several_windows_are_found_the_newest_first(tmp_path: Path) -> None:
    for when in (1.0, 3.0, 2.0):
        shelf = new_shelf(tmp_path)
        write(shelf, Saved(CIRCLE), when=when)
        shelf.leave()
    shelves = left_behind(tmp_path)
    assert [shelf.autosaves[0].note.when for shelf in shelves] == [3.0, 2.0, 1.0]
    for shelf in shelves:
        shelf.end()


def test_a_table_is_written_once_and_goes_with_the_last_autosave_of_it(tmp_path: Path) -> None:
    import polars

    bundled = open_bundled("iris")
    assert isinstance(bundled.data, Table)
    rows = stored.StoredTable.of(bundled.data.rows.frame.with_columns(polars.lit(7).alias("more")))
    saved = Saved(bundled.replace(data=bundled.data.replace(rows=rows)))
    shelf = new_shelf(tmp_path)
    write(shelf, saved)
    table = shelf.folder / f"{rows.name}.parquet"
    inode = table.stat().st_ino
    write(shelf, saved)
    assert table.stat().st_ino == inode
    assert (shelf.folder / "2.neuroloom").stat().st_size < 10_000
    assert shelf.autosaves[0].open().project == saved.project
    table.write_bytes(b"none")
    with pytest.raises(UserError, match="table is damaged"):
        shelf.autosaves[0].open()
    write(shelf, Saved(CIRCLE))
    assert table.exists()
    write(shelf, Saved(CIRCLE))
    assert not table.exists()
    shelf.end()


def test_the_kept_runs_come_back_with_the_tables_that_they_are_of(tmp_path: Path) -> None:
    runs = saved_with_all(project_on(own_table())).runs
    saved, shelf = Saved(CIRCLE, runs=runs), new_shelf(tmp_path)
    for _ in range(3):
        write(shelf, saved)
    (table,) = saved.tables
    assert f"{table.name}.parquet" in names(shelf.folder)
    opened = shelf.autosaves[0].open()
    assert [kept.run.name for kept in opened.runs] == [kept.run.name for kept in runs]
    assert opened.tables == [table]
    shelf.end()


def test_what_cannot_be_written_leaves_what_is_there(tmp_path: Path) -> None:
    shelf = new_shelf(tmp_path)
    write(shelf, trained(1))
    broken = Saved(CIRCLE.replace(title="\ud800"))
    with pytest.raises(UserError, match="half a character"):
        write(shelf, broken)
    assert [autosave.open().step for autosave in shelf.autosaves] == [25]
    shelf.end()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match="cannot be saved"):
        new_shelf(tmp_path / "file")
    assert left_behind(tmp_path / "file") == []
