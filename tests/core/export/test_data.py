"""The data as a file: what stands in it, and that a table of it gives the same samples."""

from datetime import datetime
from pathlib import Path

import numpy as np
import polars
import pytest

from core.data import Digits, Drawn, Points, Recipe, Segments, Table, build
from core.export import export_data
from core.layers import Dense
from core.network import Network
from core.samples import watched_rows
from core.table import Column, Split, StoredTable
from core.table.formats import guess_format
from core.table.reading import read_table
from core.trainer import Trainer
from core.training import Training


def read(path: Path) -> StoredTable:
    """The file as the program opens it."""
    found = read_table(path, guess_format(path), lambda _share: None, lambda: True)
    assert found is not None
    return found


def table_of(path: Path, classes: tuple[str, ...]) -> Table:
    """A table of numbers that was written by this export, split by its first column."""
    rows = read(path)
    part, *features, target = rows.frame.columns
    columns = [Column(name, scaling="none") for name in features]
    kind = "category" if classes else "number"
    columns.append(Column(target, "target", kind, scaling="none", categories=classes))  # type: ignore[arg-type]
    return Table(rows, tuple(columns), Split("column", column=part))


RECIPES: dict[str, Recipe] = {
    "points": Points("circle", 10.0, samples=60, added=((1.0, 2.0, 1.0), (-3.0, 0.5, 0.0))),
    "features": Points("spiral", samples=60, features=("x1^2", "sin x2")),
    "numbers": Points("sine", 20.0, samples=60),
    "segments": Segments(5.0, 3),
    "digits": Digits(),
    "drawn": Drawn(((-1.0, 0.0, 0.0), (1.0, 0.1, 1.0), (0.0, 1.0, 2.0), (0.3, 1.0, 2.0)), ("a", "B", 'c"d')),
}


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_a_table_of_the_file_gives_the_same_samples(tmp_path: Path, name: str) -> None:
    recipe = RECIPES[name]
    data = build(recipe)
    rows = export_data(recipe, tmp_path / "data.csv")
    assert rows == len(data.x) + (0 if data.x_test is None else len(data.x_test))
    again = build(table_of(tmp_path / "data.csv", data.classes))
    assert np.array_equal(again.places, data.places) and np.array_equal(again.y, data.y)
    assert (again.x_test is None) == (data.x_test is None)
    if data.y_test is not None and again.y_test is not None:
        assert np.array_equal(again.places_test, data.places_test) and np.array_equal(again.y_test, data.y_test)


def test_columns_are_called_as_new_rows_call_them(tmp_path: Path) -> None:
    export_data(RECIPES["features"], tmp_path / "points.csv")
    export_data(RECIPES["segments"], tmp_path / "segments.csv")
    export_data(RECIPES["numbers"], tmp_path / "sine.csv")
    heads = [(tmp_path / name).read_text().split("\n")[0] for name in ("points.csv", "segments.csv", "sine.csv")]
    assert heads == ["part,x1,x2,class", "part,a,b,c,d,e,f,g,class", "part,x,target"]


def test_what_the_training_keeps_aside_is_said(tmp_path: Path) -> None:
    recipe, training = RECIPES["points"], Training("binary_crossentropy", validation_share=20.0)
    export_data(recipe, tmp_path / "data.csv", training, seed=4)
    parts = polars.read_csv(tmp_path / "data.csv")["part"].to_numpy()
    assert np.array_equal(np.flatnonzero(parts == "validation"), watched_rows(build(recipe), training, 4))
    assert (parts == "train").sum() == 32 - 6 and (parts == "test").sum() == 30


# Tables -------------------------------------------------------------------------------------------------------------


def gardens(target: str) -> Table:
    """Whole numbers, fractions and texts with gaps; a moment; and a column that has the name of the one that is new."""
    generator = np.random.default_rng(2)
    size = generator.normal(80.0, 9.0, 60)
    frame = polars.DataFrame(
        {
            "trees": [None if row % 9 == 2 else row % 7 for row in range(60)],
            "size": [np.inf if row == 5 else None if row % 8 == 1 else value for row, value in enumerate(size)],
            "part": [None if row % 10 == 4 else ("North, or so", 'the "South"')[row % 2] for row in range(60)],
            "made": [datetime(2020, 1, 1 + row % 28, 12, 30) for row in range(60)],
            "price": [None if row == 7 else 1000.5 + 3.0 * value for row, value in enumerate(size)],
            "sold": ["yes" if value > 80.0 else "no" for value in size],
        }
    )
    columns = (
        Column("trees", missing="drop"),
        Column("size"),
        Column("part", kind="category", categories=("North, or so", 'the "South"')),
        Column("made", scaling="min-max"),
        Column("price", "target" if target == "price" else "ignored"),
        Column("sold", "target" if target == "sold" else "ignored", "category", categories=("no", "yes")),
    )
    return Table(StoredTable.of(frame), columns, Split(validation=20.0, test=25.0, stratified=False))


@pytest.mark.parametrize("target", ["price", "sold"])
def test_a_table_comes_back_in_its_own_units_with_its_gaps(tmp_path: Path, target: str) -> None:
    recipe = gardens(target)
    rows = export_data(recipe, tmp_path / "data.csv")
    table = read(tmp_path / "data.csv")
    assert table.frame.columns == ["part (2)", "trees", "size", "part", "made", target]
    assert rows == table.frame.height == len(recipe.prepared.rows) + len(recipe.prepared.rows_test)
    assert table.frame["size"].null_count() > 0 and table.frame["made"].dtype == polars.Datetime
    used = tuple(column for column in recipe.columns if column.role != "ignored")
    again = Table(table, used, Split("column", column="part (2)"))
    data, found = build(recipe), build(again)
    for one, other in ((data.x, found.x), (data.y, found.y), (data.x_test, found.x_test), (data.y_test, found.y_test)):
        assert one is not None and other is not None and np.array_equal(one, other)
    assert data.aside is not None and np.array_equal(data.aside, found.aside)


def test_training_on_the_file_is_training_on_the_data(tmp_path: Path) -> None:
    recipe = gardens("sold")
    export_data(recipe, tmp_path / "data.csv")
    used = tuple(column for column in recipe.columns if column.role != "ignored")
    again = Table(read(tmp_path / "data.csv"), used, Split("column", column="part (2)"))
    network = Network(recipe.ends.inputs, (Dense(4, "tanh"), Dense(1, "sigmoid")))
    trained = []
    for data in (recipe, again):
        trainer = Trainer(network, build(data), Training("binary_crossentropy", "adam", 0.01), seed=3)
        trainer.run(epochs=3)
        trained.append(trainer.theta.copy())
    assert np.array_equal(*trained)


def test_samples_added_by_hand_come_last_among_those_that_train(tmp_path: Path) -> None:
    recipe = gardens("sold").replace(added=((3.5, 70.0, 0.0, 1.0, 18300.25, 1.0), (2.0, 60.5, 0.0, 0.0, 18299.0, 0.0)))
    export_data(recipe, tmp_path / "data.csv")
    last = polars.read_csv(tmp_path / "data.csv").tail(2)
    assert last.rows() == [
        ("train", 3.5, 70.0, 'the "South"', 18300.25, "yes"),
        ("train", 2.0, 60.5, None, 18299.0, "no"),
    ]


def test_an_old_file_stays_where_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(Exception, match="belongs to a folder"):
        export_data(RECIPES["points"], tmp_path / "folder.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]
