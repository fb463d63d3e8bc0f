"""Tests of what is read in a process of its own: workbooks and Parquet, honest and hostile."""

import datetime
import io
import sys
import zipfile
from pathlib import Path

import polars
import pytest

from core.errors import UserError
from core.table import workbook_reader
from core.table.apart import Asked, Parquet, Sheet, Sheets, Stored, read_apart
from core.table.formats import Format, guess_format, sheets_of
from core.table.parquet_reader import answer_of_parquet
from core.table.reading import preview, read_table
from core.table.workbook_reader import answer_of_workbook, check_unpacked
from tests.core.table.workbook_bytes import workbook

DAY = datetime.date(2020, 3, 4)
FIRST = Sheet(None, True, ".", ())


def asked(what: Sheet | Sheets | Parquet | Stored, path: Path, most: int | None = None) -> Asked:
    return Asked(what, str(path), path.name, str(path.with_suffix(".arrow")), most)


def rows_of(question: Asked) -> polars.DataFrame:
    return polars.read_ipc(question.rows, memory_map=False)


# In their processes ----------------------------------------------------------------------------------------------


def test_a_workbook_is_read_from_end_to_end(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"One": [["x"], [1]], "Two": [["n", "day"], [1.5, DAY], [0.25, DAY]]}))
    form = guess_format(path)
    assert form.kind == "excel" and sheets_of(path) == ("One", "Two")
    table = read_table(path, Format("excel", sheet="Two"), lambda share: None, lambda: True)
    assert table is not None and table.frame.rows() == [(1.5, DAY), (0.25, DAY)]
    assert [str(kind) for kind in table.frame.dtypes] == ["Float64", "Date"]


def test_reading_a_workbook_can_be_given_up(tmp_path: Path) -> None:
    asked_for: list[bool] = []

    def is_wanted() -> bool:
        asked_for.append(True)
        return len(asked_for) < 2

    content = workbook({"One": [["x"], [1]]})
    assert read_table(content, Format("excel"), lambda share: None, is_wanted) is None


def test_parquet_is_read_and_only_so_many_rows_are_shown(tmp_path: Path) -> None:
    frame = polars.DataFrame({"a": range(1000), "b": ["x"] * 1000})
    frame.write_parquet(tmp_path / "a.parquet")
    look = preview(tmp_path / "a.parquet", guess_format(tmp_path / "a.parquet"))
    assert (look.rows, look.about_rows) == (1000, 1000) and look.frame.equals(frame.head(200))


@pytest.mark.skipif(sys.platform == "win32", reason="a process has no bound there")
def test_a_cell_far_away_asks_for_too_much_memory_and_ends_nothing_but_its_process() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(UserError, match="too much memory"):
        preview(workbook({"One": [["a", "b"], [1, 2]]}, far), Format("excel"))


# Workbooks -------------------------------------------------------------------------------------------------------


def test_sheets_have_numbers_days_truths_and_gaps(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [["name", "n", "x", "day", "is"], ["A", 1, 1e-12, DAY, True], [None] * 5, ["NA", None, 0.5, None, False]]
    path.write_bytes(workbook({"One": rows}))
    question = asked(FIRST, path)
    answer = answer_of_workbook(question)
    found = rows_of(question)
    assert found.rows() == [("A", 1, 1e-12, DAY, True), (None, None, 0.5, None, False)]
    assert [str(kind) for kind in found.dtypes] == ["String", "Int64", "Float64", "Date", "Boolean"]
    assert (answer.rows, answer.notes) == (2, ("1 empty row was left out.",))
    answer = answer_of_workbook(asked(Sheet("One", False, ".", ()), path, most=1))
    assert answer.rows == 4 and rows_of(question).columns == [f"column {place}" for place in range(1, 6)]


def test_names_in_a_sheet_may_stand_twice_be_empty_or_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"One": [["Our data"], [], ["a", "a", None], [1, 2, 3], [4, 5, 6]]}))
    question = asked(FIRST, path)
    notes = answer_of_workbook(question).notes
    assert rows_of(question).to_dict(as_series=False) == {"a": [1, 4], "a (2)": [2, 5], "column 3": [3, 6]}
    assert [note for note in notes if "left out" in note] and [note for note in notes if "“a”" in note]


def test_texts_in_a_sheet_mean_what_they_mean_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"One": [["n", "m"], ["1.234,5", 1], ["-", "abc"], ["2,5", 3]]}))
    question = asked(Sheet(None, True, ",", ("m",)), path)
    answer_of_workbook(question)
    assert rows_of(question).to_dict(as_series=False) == {"n": [1234.5, None, 2.5], "m": [1.0, None, 3.0]}


@pytest.mark.parametrize(
    ("rows", "told"), [([["a", "b"]], "only a row of names"), ([], "is empty"), ([[None, None]], "is empty")]
)
def test_sheets_without_rows_are_refused(tmp_path: Path, rows: list[list[str]], told: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"One": rows}))
    with pytest.raises(UserError, match=told):
        answer_of_workbook(asked(FIRST, path))


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"One": [["a"], [1]]}))
    with pytest.raises(UserError, match="no sheet “Two”"):
        answer_of_workbook(asked(Sheet("Two", True, ".", ()), path))


def test_damaged_workbooks_are_refused(tmp_path: Path) -> None:
    whole = workbook({"One": [["a"], [1]]})
    path = tmp_path / "a.xlsx"
    for content in (
        b"PK\x03\x04" + bytes(100),
        whole[: len(whole) // 2],
        bytes.fromhex("D0CF11E0A1B11AE1") + bytes(999),
    ):
        path.write_bytes(content)
        with pytest.raises(UserError, match=r"a\.xlsx is damaged or no workbook"):
            answer_of_workbook(asked(Sheets(), path))


@pytest.mark.parametrize("claimed", [None, 1000])
def test_a_workbook_that_unpacks_without_end_is_refused_whatever_it_claims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, claimed: int | None
) -> None:
    monkeypatch.setattr(workbook_reader, "MOST_UNPACKED", 2**20)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2**22)
    content = packed.getvalue()
    if claimed is not None:
        content = content.replace((2**22).to_bytes(4, "little"), claimed.to_bytes(4, "little"))
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError, match="more than 1 MB"):
        check_unpacked(path, "a.xlsx")


# Parquet ---------------------------------------------------------------------------------------------------------


def test_columns_that_no_table_has_are_left_out_or_made_plain(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = polars.DataFrame(
        {
            "n": polars.Series([1, 2], dtype=polars.UInt64),
            "kind": polars.Series(["x", "y"], dtype=polars.Categorical),
            "price": polars.Series(["1.50", "2.25"]).cast(polars.Decimal(10, 2)),
            "list": [[1], [2, 3]],
            "some": [{"a": 1}, {"a": 2}],
            "bytes": [b"a", b"b"],
            "none": [None, None],
        }
    )
    frame.write_parquet(path)
    question = asked(Parquet(), path)
    (note,) = answer_of_parquet(question).notes
    assert rows_of(question).rows() == [(1.0, "x", 1.5, None), (2.0, "y", 2.25, None)]
    assert note.startswith("3 columns are left out, as “list”")
    with pytest.raises(UserError, match="holds columns of List"):
        answer_of_parquet(asked(Stored(), path))
    frame.select("list").write_parquet(path)
    with pytest.raises(UserError, match="holds columns of List"):
        answer_of_parquet(asked(Parquet(), path))


def test_damaged_and_empty_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    polars.DataFrame({"a": range(100)}).write_parquet(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20] + bytes(16) + whole[-4:])
    with pytest.raises(UserError, match=r"a\.parquet is damaged or no Parquet file"):
        answer_of_parquet(asked(Parquet(), path))
    polars.DataFrame({"a": []}).write_parquet(path)
    with pytest.raises(UserError, match="empty"):
        answer_of_parquet(asked(Parquet(), path))


def test_what_is_no_number_is_a_gap_in_parquet_too(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    polars.DataFrame({"a": [1.5, float("nan"), float("inf")], "b": [1, 2, 3]}).write_parquet(path)
    found = read_apart(Parquet(), path, "a.parquet", None)
    assert found is not None and found[0].rows() == [(1.5, 1), (None, 2), (float("inf"), 3)]
