"""Tests of project files that keep a table."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest

from core.data import build
from core.data.table import Table
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.project import Saved, open_project, save_project
from core.project.entries import JSON
from core.specs import Project
from core.table import stored
from core.table.columns import Column, Split
from core.table.stored import StoredTable
from core.trainer import Trainer
from core.training import Training
from tests.core.zips import entries_of, write_zip

FRAME = polars.DataFrame(
    {
        "x": [0.5, None, 2.0, 4.5, 1.0, 3.0, 2.5, 0.0],
        "town": ["Köln", "Rome", None, "Rome", "Köln", "Köln", "Rome", "Rome"],
        "y": ["no", "yes", "yes", "no", "no", "yes", "yes", "no"],
    }
)
ROWS = StoredTable.of(FRAME)
COLUMNS = (
    Column("x", scaling="min-max"),
    Column("town", kind="category", categories=("Köln", "Rome")),
    Column("y", "target", "category", categories=("no", "yes")),
)


def project_of(rows: StoredTable) -> Project:
    added = ((1.0, 0.0, 1.0, 1.0),)
    data = Table(rows, COLUMNS, Split(validation=20.0, test=25.0, seed=3), "towns.csv", added)
    return Project("Towns", Network(3, (Dense(2, "tanh"), Dense(1, "sigmoid"))), Training("binary_crossentropy"), data)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.neuroloom"


def forget(rows: StoredTable) -> None:
    """As if another program had made the file: nobody holds the rows."""
    stored._LIVING.pop(rows.name, None)


def refused(path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        open_project(path)
    assert path.name in caught.value.message and caught.value.hint
    return caught.value


def test_a_project_with_a_table_comes_back_and_learns_the_same(path: Path) -> None:
    frame = FRAME.with_columns(polars.col("x") * 2.0)
    project = project_of(StoredTable.of(frame))
    assert isinstance(project.data, Table)
    trainer = Trainer(project.network, build(project.data), project.training, seed=7)
    trainer.run(steps=5)
    save_project(Saved(project, trainer.state()), path)
    forget(project.data.rows)
    saved = open_project(path)
    assert saved.project == project and isinstance(saved.project.data, Table) and saved.state is not None
    assert saved.project.data.rows is not project.data.rows
    assert saved.project.data.rows.frame.equals(frame)
    again = Trainer(project.network, build(saved.project.data), project.training, seed=7, state=saved.state)
    for one in (trainer, again):
        one.run(steps=20)
    assert np.array_equal(trainer.theta, again.theta)


def test_the_rows_are_in_the_file_under_their_name(path: Path) -> None:
    rows = StoredTable.of(FRAME)
    save_project(Saved(project_of(rows)), path)
    entries = entries_of(path)
    assert list(entries) == [JSON, f"tables/{rows.name}.parquet"]
    packed = entries[f"tables/{rows.name}.parquet"]
    assert hashlib.sha256(packed).hexdigest() == rows.name
    assert polars.read_parquet(io.BytesIO(packed)).equals(FRAME)
    assert json.loads(entries[JSON])["project"]["data"]["rows"] == rows.name


def test_the_same_project_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    for target in (path, tmp_path / "b.neuroloom"):
        save_project(Saved(project_of(StoredTable.of(FRAME.clone()))), target)
    assert path.read_bytes() == (tmp_path / "b.neuroloom").read_bytes()


def test_a_bundled_table_takes_no_room_in_the_file(path: Path) -> None:
    columns = (Column("petal length (cm)"), Column("sepal length (cm)", "target"))
    data = Table(StoredTable.bundled("iris"), columns)
    project = Project("Iris", Network(1, (Dense(1),)), Training(), data)
    save_project(Saved(project), path)
    assert list(entries_of(path)) == [JSON] and open_project(path).project == project


def test_a_missing_table_is_refused(path: Path) -> None:
    save_project(Saved(project_of(ROWS)), path)
    entries = entries_of(path)
    write_zip(path, {JSON: entries[JSON]})
    assert "Its table is missing" in refused(path).hint


def test_a_changed_table_is_refused(path: Path) -> None:
    save_project(Saved(project_of(ROWS)), path)
    entries = entries_of(path)
    other = StoredTable.of(FRAME.with_columns(x=polars.col("x") + 1.0)).packed
    name = f"tables/{ROWS.name}.parquet"
    for changed in (other, entries[name][:-1], b""):
        write_zip(path, entries | {name: changed})
        assert "Its table is damaged" in refused(path).hint


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 64, 7, None, "iris.csv"])
def test_a_table_of_another_name_is_refused(path: Path, name: Any) -> None:
    save_project(Saved(project_of(ROWS)), path)
    entries = entries_of(path)
    content = json.loads(entries[JSON])
    content["project"]["data"]["rows"] = name
    write_zip(path, entries | {JSON: json.dumps(content).encode()})
    assert refused(path)


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("columns", 0, "role"), "guess", "role"),
        (("columns", 0, "role"), "target", "2 target"),
        (("columns", 1, "categories"), ["Köln", "Köln"], "twice"),
        (("columns", 1, "name"), "x", "named twice"),
        (("split", "test"), 99.0, "At least 5 %"),
        (("split", "seed"), -1, "seed"),
        (("columns",), [], "no target"),
    ],
)
def test_recipes_that_cannot_be_are_refused(path: Path, place: tuple[Any, ...], value: Any, told: str) -> None:
    save_project(Saved(project_of(ROWS)), path)
    entries = entries_of(path)
    content = json.loads(entries[JSON])
    inner = content["project"]["data"]
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    write_zip(path, entries | {JSON: json.dumps(content).encode()})
    assert told in refused(path).hint


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"columns": {"name": "nope"}}, "There is no column “nope”."),
        ({"columns": {"kind": "number", "categories": []}}, "is not a number"),
        ({"split": {"kind": "time", "column": "when", "test": 30}}, "There is no column “when”."),
        ({"split": {"kind": "column", "column": "town"}}, "which is no part"),
    ],
    ids=["a column that is not there", "texts as numbers", "a split by what is not there", "a split by something else"],
)
def test_what_a_table_does_not_have_cannot_be_asked_of_it(path: Path, change: dict[str, Any], told: str) -> None:
    save_project(Saved(project_of(StoredTable.of(FRAME))), path)
    entries = entries_of(path)
    content = json.loads(entries[JSON])
    data = content["project"]["data"]
    if "columns" in change:
        data["columns"][2].update(change["columns"])
    else:
        data.update(change)
    write_zip(path, entries | {JSON: json.dumps(content).encode()})
    assert told in refused(path).hint


def test_a_table_without_a_row_to_learn_from_is_refused(path: Path) -> None:
    save_project(Saved(project_of(StoredTable.of(FRAME))), path)
    entries = entries_of(path)
    content = json.loads(entries[JSON])
    content["project"]["data"]["columns"][2]["categories"] = ["p", "q"]
    write_zip(path, entries | {JSON: json.dumps(content).encode()})
    assert "No row is left to learn from" in refused(path).hint
