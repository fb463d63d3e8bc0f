"""What is probably a table."""

from pathlib import Path

import pytest

from core.table.likely import is_table_file, is_table_text


@pytest.mark.parametrize("name", ["a.csv", "B.TSV", "c.txt", "d.parquet", "e.xlsx", "f.xls", "g.ods"])
def test_files_go_by_their_ending(name: str) -> None:
    assert is_table_file(Path(name))


@pytest.mark.parametrize("name", ["a.neuroloom", "csv", "b.png", ".csv.zip"])
def test_other_files_are_no_tables(name: str) -> None:
    assert not is_table_file(Path(name))


@pytest.mark.parametrize("text", ["a\tb\n1\t2\n", "a;b;c\n1,5;2;x\n2;3;y", "name,age\nAda,36\n", "a\tb\r\n1\t\r\n"])
def test_rows_of_as_many_cells_are_a_table(text: str) -> None:
    assert is_table_text(text)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "a,b", "Dear Ada,\nhow are you, and the others,\nyours", '{\n  "a": 1,\n  "b": 2\n}', "1\n2\n3\n"],
)
def test_prose_json_and_a_single_column_are_none(text: str) -> None:
    assert not is_table_text(text)


def test_a_long_text_is_judged_by_its_beginning() -> None:
    assert is_table_text("a\tb\n" + "1\t2\n" * 100_000)
