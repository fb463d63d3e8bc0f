"""What can be asked about a sample: the columns of its place, their ranges over what is trained on, and the average."""

import numpy as np
import polars
import pytest

from core.bundled import open_bundled
from core.data import Points, Table, build
from core.data.questions import questions_of, trained_numbers
from core.table import Column, Split, StoredTable

FRAME = polars.DataFrame(
    {
        "part": ["train", "train", "train", "train", "validation", "test"],
        "rooms": [1, 2, 5, None, 90, 99],
        "town": ["Bern", "Chur", "Bern", "Bern", "Chur", "Chur"],
        "size": [10.5, 20.0, 40.25, 31.0, 900.0, 999.0],
        "price": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    }
)
COLUMNS = (
    Column("rooms"),
    Column("town", kind="category", categories=("Bern", "Chur")),
    Column("size", scaling="min-max"),
    Column("price", role="target"),
)


@pytest.fixture(scope="module")
def recipe() -> Table:
    return Table(StoredTable.of(FRAME), COLUMNS, Split(kind="column", column="part", validation=20.0, test=20.0))


def test_each_column_of_a_table_is_one_question_about_what_is_trained_on(recipe: Table) -> None:
    asked = questions_of(recipe)
    rooms, town, size = asked.columns
    mean = 8.0 / 3.0
    assert (rooms.name, rooms.first, rooms.low, rooms.high) == ("rooms", 0, 1.0, 5.0)
    assert rooms.mean == pytest.approx(mean)
    assert (town.name, town.first, town.width, town.categories) == ("town", 1, 2, ("Bern", "Chur"))
    assert (size.name, size.first, size.low, size.high, size.is_whole) == ("size", 3, 10.5, 40.25, False)
    assert asked.average == pytest.approx([mean, 0.75, 0.25, (10.5 + 20.0 + 40.25 + 31.0) / 4.0])
    assert len(trained_numbers(build(recipe), 0)) == 4


def test_beyond_what_is_trained_on_is_outside(recipe: Table) -> None:
    asked = questions_of(recipe)
    inside, outside = np.array([5.0, 0.0, 1.0, 10.5]), np.array([5.1, 0.0, 0.0, 10.0])
    assert asked.outside(inside) == ()
    assert [question.name for question in asked.outside(outside)] == ["rooms", "size"]


def test_a_category_is_found_in_a_place_where_it_is_one(recipe: Table) -> None:
    town = questions_of(recipe).columns[1]
    assert town.category_of(np.array([1.0, 0.0, 1.0, 20.0])) == 1
    assert town.category_of(np.array([1.0, 0.0, 0.0, 20.0])) is None
    assert town.category_of(np.array([1.0, 0.75, 0.25, 20.0])) is None


def test_counts_stay_counts_though_a_gap_was_filled_with_a_mean() -> None:
    rooms = [1, 2, 5, 3, 4, 4, 2, None]
    frame = polars.DataFrame({"rooms": rooms, "price": np.arange(8.0)})
    recipe = Table(StoredTable.of(frame), (Column("rooms"), Column("price", role="target")), Split(test=0.0))
    assert questions_of(recipe).columns[0].is_whole


def test_points_are_asked_by_their_place_whatever_features_are_made_of_it() -> None:
    recipe = Points("circle", features=("x2", "x1^2", "sin x1"))
    asked = questions_of(recipe)
    assert [question.name for question in asked.columns] == ["x₁", "x₂"]
    assert asked.average == pytest.approx(build(recipe).raw.mean(axis=0))
    sine = questions_of(open_bundled("sine").data)
    assert [question.name for question in sine.columns] == ["x"]
