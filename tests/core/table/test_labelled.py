"""New rows that say what they are: which of them a network is judged on, and what is told of the others."""

from pathlib import Path

import numpy as np
import polars
import pytest

from core.bundled import open_bundled
from core.data import Table, build
from core.data.recipes import Recipe
from core.errors import UserError
from core.export import export_data
from core.table import Column, Split, StoredTable
from core.table.labelled import read_labelled


def bundled(name: str) -> Recipe:
    recipe = open_bundled(name).data
    assert recipe is not None
    return recipe


def birds(missing: str = "fill") -> Table:
    frame = polars.DataFrame({"mass": [3.0, 5.0, 4.0, 6.0], "kind": ["a", "b", "a", "b"], "part": [1.0, 2.0, 3.0, 4.0]})
    columns = (
        Column("mass", missing=missing),  # type: ignore[arg-type]
        Column("kind", "target", "category", categories=("a", "b")),
        Column("part"),
    )
    return Table(StoredTable.of(frame), columns, Split(test=0.0))


def rows(**columns: list[object]) -> polars.DataFrame:
    return polars.DataFrame(columns, strict=False)


@pytest.mark.parametrize("name", ["circle", "sine", "digits", "segments", "penguins", "diabetes"])
def test_the_data_that_were_written_are_read_as_the_samples_that_they_were(name: str, tmp_path: Path) -> None:
    recipe, path = bundled(name), tmp_path / "data.csv"
    export_data(recipe, path)
    data, part = build(recipe), "training" if name == "segments" else "test"
    found = read_labelled(recipe, polars.read_csv(path), part)
    x, y = (data.x, data.y) if name == "segments" else (data.x_test, data.y_test)
    assert x is not None and y is not None and found.dataset.x_test is not None and found.dataset.y_test is not None
    # The file has the rows of a table in the table's order.
    ours, theirs = (
        np.sort(np.column_stack(pair), axis=0) for pair in ((x, y), (found.dataset.x_test, found.dataset.y_test))
    )
    np.testing.assert_allclose(theirs, ours, rtol=1e-12, atol=1e-12)
    assert np.array_equal(found.dataset.x, data.x), "the baselines are fitted to what they always were fitted to"
    assert found.rows == len(x) and (found.without_label, found.unknown, found.with_gap) == (0, 0, 0)


def test_rows_that_cannot_be_judged_are_left_out_and_told() -> None:
    given = rows(mass=[3, 5, None, 4, 4], part=[1, 2, 3, 4, 5], kind=["a", None, "b", "emu", "b"])
    found = read_labelled(birds("drop"), given)
    assert (found.rows, found.without_label, found.unknown, found.with_gap) == (2, 1, 1, 1)
    assert found.dataset.y_test is not None and found.dataset.y_test.tolist() == [[0.0], [1.0]]
    assert found.notes[:3] == (
        "Left out: 1 row with an empty “kind”.",
        "Left out: 1 row with a “kind” that the network does not know, first “emu” in row 4.",
        "Left out: 1 row with a gap in what the network is given.",
    )
    filled = read_labelled(birds(), given)
    assert filled.rows == 3 and "Gaps filled as in training: 1." in filled.notes


def test_the_column_of_parts_chooses_where_the_table_has_none_of_that_name_itself() -> None:
    given = rows(mass=[3, 5, 4], part=[1, 2, 3], kind=["a", "b", "b"])
    asked = given.with_columns(polars.Series("part (2)", ["train", "Test", "mine"]))
    assert read_labelled(birds(), asked, "testing").rows == 1
    assert read_labelled(birds(), asked, "mine").rows == 1
    everything = read_labelled(birds(), asked)
    assert everything.rows == 3 and everything.notes[0].startswith("The column “part (2)” calls 1 row training: ")
    with pytest.raises(UserError, match="No row has “validation” as its “part \\(2\\)”") as refused:
        read_labelled(birds(), asked, "validation")
    assert refused.value.hint == "There stands “train”, “Test”, “mine”."
    with pytest.raises(UserError, match="There is no column “part \\(2\\)”"):
        read_labelled(birds(), given, "test")


def test_what_is_wrong_is_told_by_its_row_in_the_file() -> None:
    given = rows(part=["train", "train", "test"], x1=["1", "2", "three"], x2=[1, 2, 3], **{"class": ["inner"] * 3})
    with pytest.raises(UserError, match="Row 3, column “x1”: “three” is not a number"):
        read_labelled(bundled("circle"), given, "test")
    with pytest.raises(UserError, match="There is no column “class”"):
        read_labelled(bundled("circle"), given.drop("class"))
    with pytest.raises(UserError, match="no row to judge") as refused:
        read_labelled(birds(), rows(mass=[3], part=[1], kind=["emu"]))
    assert "“emu” in row 1" in refused.value.hint
    sine = rows(x1=[1.0], x2=[0.0], target=["much"])
    with pytest.raises(UserError, match="“much” is not a number"):
        read_labelled(bundled("sine"), sine.rename({"x1": "x"}).drop("x2"))
