"""Tests of reading tables that are text: what comes out, what is said of it, and how they are refused."""

import datetime
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import UserError
from core.table import row_blocks, text_rows
from core.table.formats import Format, guess_format
from core.table.reading import preview, read_table
from core.table.sources import Source
from core.table.stored import StoredTable


def read(source: Source | str, form: Format | None = None, **changes: Any) -> StoredTable:
    content = source.encode() if isinstance(source, str) else source
    table = read_table(content, replace(form or guess_format(content), **changes), lambda share: None, lambda: True)
    assert table is not None
    return table


def columns(source: Source | str, **changes: Any) -> dict[str, list[Any]]:
    """The cells that are read, by their column; a preview of so few rows shows the same."""
    content = source.encode() if isinstance(source, str) else source
    form = replace(guess_format(content), **changes)
    table = read(content, form)
    look = preview(content, form)
    assert look.frame.equals(table.frame) and look.frame.schema == table.frame.schema
    assert (look.rows, look.notes) == (table.frame.height, table.notes)
    return table.frame.to_dict(as_series=False)


def refused(source: Source | str, **changes: Any) -> UserError:
    """How both a preview and the whole reading are refused."""
    content = source.encode() if isinstance(source, str) else source
    said = []
    for reading in (read, lambda given, form: preview(given, form)):
        with pytest.raises(UserError) as caught:
            reading(content, replace(guess_format(content), **changes))
        said.append(caught.value)
    assert str(said[0]) == str(said[1]) and said[0].hint and said[0].message.endswith(".")
    return said[0]


# What cells mean -------------------------------------------------------------------------------------------------


def test_numbers_texts_and_days_are_told_apart() -> None:
    found = read("n,x,day,t\n1,0.5,2020-01-31,ab\n2,1e-3,2020-02-29,\n").frame
    assert [str(kind) for kind in found.dtypes] == ["Int64", "Float64", "Date", "String"]
    assert found.rows() == [(1, 0.5, datetime.date(2020, 1, 31), "ab"), (2, 0.001, datetime.date(2020, 2, 29), None)]


@pytest.mark.parametrize(
    ("written", "decimal", "number"),
    [
        ("1.234,56", ",", 1234.56),
        ("-1.234.567", ",", -1234567),
        ("0,5", ",", 0.5),
        ("1,5e3", ",", 1500),
        ("1,234.5", ".", 1234.5),
        ("1 234.5", ".", 1234.5),
        ("1'234", ".", 1234),
        ("1\u00a0234,5", ",", 1234.5),
        (" 7 ", ".", 7),
        ("\N{MINUS SIGN}3", ".", -3),
        ("+4", ".", 4),
        ("1e-3", ".", 0.001),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, decimal: str, number: float) -> None:
    assert columns(f"a;b\n{written};1\n{written};2\n", decimal=decimal)["a"] == [number, number]


@pytest.mark.parametrize("word", ["NA", "n/a", "-", "?", "null", "", "NaN", "#N/A", '""', "  "])
def test_words_for_nothing_are_gaps_in_numbers_and_texts(word: str) -> None:
    found = columns(f"n;w;t\n1;1;x\n{word};2;{word}\n3;3;y\n")
    assert found["n"] == [1, None, 3] and found["t"] == ["x", None, "y"]


def test_minus_beside_plus_is_a_class() -> None:
    assert columns("class,x\n+,1\n-,2\n+,3\n")["class"] == ["+", "-", "+"]


def test_codes_that_look_like_numbers_stay_texts() -> None:
    found = columns("zip,id,n\n01067,12345678901234567,1\n20095,12345678901234568,2\n")
    assert found == {"zip": ["01067", "20095"], "id": ["12345678901234567", "12345678901234568"], "n": [1, 2]}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("31.12.2020", "01.02.2021", datetime.date(2021, 2, 1)),
        ("12/31/2020", "02/01/2021", datetime.date(2021, 2, 1)),
        ("31/12/2020", "01/02/2021", datetime.date(2021, 2, 1)),
        ("2020/12/31", "2021/02/01", datetime.date(2021, 2, 1)),
        ("2020-12-31 10:00:00", "2021-02-01 11:30:15.5", datetime.datetime(2021, 2, 1, 11, 30, 15, 500_000)),
        ("2020-12-31T10:00:00Z", "2021-02-01T11:30:00Z", datetime.datetime(2021, 2, 1, 11, 30)),
        ("2020-12-31T10:00:00+02:00", "2021-02-01T11:30:00+02:00", datetime.datetime(2021, 2, 1, 9, 30)),
    ],
)
def test_days_are_read_in_the_order_that_fits_all_of_them(first: str, second: str, expected: object) -> None:
    assert columns(f"d;x\n{first};1\n{second};2\nNA;3\n")["d"][1:] == [expected, None]


def test_infinite_numbers_are_kept_and_nan_is_a_gap() -> None:
    assert columns("x,y\n1,inf\n2,-Infinity\n3,nan\n")["y"] == [np.inf, -np.inf, None]
    assert columns("x,y\nNaN,1\nNaN,2\n")["x"] == [None, None]


def test_a_few_texts_among_numbers_keep_the_column_text_or_become_gaps() -> None:
    content = "x;y\n1,5;2\nabc;3\n4;5\n"
    assert columns(content)["x"] == ["1.5", "abc", "4"]
    assert columns(content, as_gaps=("x",))["x"] == [1.5, None, 4.0]


# How rows are taken apart ----------------------------------------------------------------------------------------


def test_quotes_hold_separators_line_breaks_and_quotes() -> None:
    found = columns('name,x\n"Smith, J",1\n"two\nlines",2\n"says ""no""",3\n"",4\n')
    assert found == {"name": ["Smith, J", "two\nlines", 'says "no"', None], "x": [1, 2, 3, 4]}


def test_an_inch_is_no_quote() -> None:
    assert columns('pipe,x\n5",1\n6",2\n')["pipe"] == ['5"', '6"']
    assert columns('pipe,x\n"a,b",1\n5" wide,2\n6" wide,3\n')["pipe"] == ["a,b", '5" wide', '6" wide']


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_end_as_each_system_ends_them(end: str) -> None:
    assert columns(end.join(["a,b", "1,x", "2,y", ""])) == {"a": [1, 2], "b": ["x", "y"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_letters_are_read_in_each_encoding(encoding: str) -> None:
    assert columns("größe;x\nKöln;1\nZürich;2\n".encode(encoding)) == {"größe": ["Köln", "Zürich"], "x": [1, 2]}


def test_a_byte_order_mark_and_latin_letters_are_mentioned() -> None:
    assert any("byte order mark" in note for note in read("\ufeffa,b\n1,2\n").notes)
    assert any("Windows-1252" in note for note in read("a,b\n1,ü\n".encode("cp1252")).notes)


def test_comments_titles_and_empty_rows_are_left_out() -> None:
    table = read("# made by hand\na,b,c\n1,2,3\n\n# 9,9,9\n4,5,6\n,,\n")
    assert table.frame.rows() == [(1, 2, 3), (4, 5, 6)]
    assert "The first line is left out: the table begins below." in table.notes
    assert "2 empty rows were left out." in table.notes
    assert columns("# a b\n1  2\n# 7 7\n3  4\n") == {"a": [1, 3], "b": [2, 4]}


def test_a_separator_at_the_end_of_rows_makes_no_column() -> None:
    for names in ("a,b,", "a,b"):
        assert columns(f"{names}\n1,2,\n3,4,\n") == {"a": [1, 3], "b": [2, 4]}


def test_a_first_column_without_a_name_is_called_row() -> None:
    assert columns("a b\nr1 1 2\nr2 3 4\n", separator=" ") == {"row": ["r1", "r2"], "a": [1, 3], "b": [2, 4]}


def test_names_that_stand_twice_or_are_empty_get_others() -> None:
    table = read("a,a,,b,a\n1,2,3,4,5\n6,7,8,9,10\n")
    assert table.frame.columns == ["a", "a (2)", "column 3", "b", "a (3)"]
    assert [note for note in table.notes if "“a”" in note] and [note for note in table.notes if "“column 3”" in note]
    assert "The name “a” stands more than once: the later ones have a number." in table.notes
    notes = read("a,a,b,b,c,c\n1,2,3,4,5,6\n").notes
    assert "The names “a” and 2 others stand more than once: the later ones have a number." in notes
    assert read(f"{'n' * 200},b\n1,2\n").frame.columns == ["n" * 80, "b"]


def test_short_rows_have_gaps_and_the_first_is_named() -> None:
    table = read('a,b,c\n"1,0",2,3\n\n4,5\n6,7,8\n9\n')
    assert table.frame.rows()[1] == (4.0, 5, None) and table.frame.rows()[3] == (9.0, None, None)
    assert "2 rows have too few cells, the first is row 2 with 2: the others are gaps." in table.notes


def test_tables_pasted_from_a_spreadsheet_are_read() -> None:
    assert columns("name\tprice\nbread\t2,50\nmilk\t1,10") == {"name": ["bread", "milk"], "price": [2.5, 1.1]}


# What cannot be read ---------------------------------------------------------------------------------------------


def test_a_row_with_too_many_cells_is_named_with_its_line() -> None:
    error = refused('a,b,c\n1,2,3\n"x\ny",2,3\n4,5,6,7\n', decimal=".")
    assert error.message == "Row 3 has 4 cells, the others 3."
    assert "line 5 " in error.hint and "another separator" in error.hint


def test_a_wrong_separator_is_refused_or_noted() -> None:
    assert refused("a;b\n1,5;2,5\n3,5;4,5\n", separator=",").message == "Row 1 has 3 cells, the row of names 1."
    assert "Everything stands in one column: maybe another separator fits." in read("a;b\n1;2\n", separator=",").notes


def test_a_table_without_rows_is_refused() -> None:
    assert "only a row of names" in refused("a,b\n").message
    assert "holds no rows" in refused("\n\n \n").message
    assert columns("x,y\n", has_header=False) == {"column 1": ["x"], "column 2": ["y"]}


def test_a_quote_that_is_never_closed_is_found() -> None:
    assert refused('a,b\n1,x\n2,"y\n3,z\n').message == "Row 2 opens a quotation mark that is never closed."


def test_bytes_of_another_encoding_are_named_with_their_line() -> None:
    error = refused(b"a,b\n1,x\n2,\xff\xfe\n", encoding="utf-8")
    assert error.message.startswith("Line 3 ") and "Windows-1252" in error.hint
    assert "not encoded in utf-16" in refused(b"a,b\n1,2\n3", encoding="utf-16-le").message


@pytest.mark.parametrize(
    "changes", [{"separator": "::"}, {"separator": "¦"}, {"separator": "\n"}, {"quote": ","}, {"encoding": "klingon"}]
)
def test_signs_and_encodings_that_cannot_be_are_refused(changes: dict[str, str]) -> None:
    assert refused("a,b\n1,2\n", **changes)


def test_more_columns_than_a_table_has_are_refused() -> None:
    assert "too large" in refused(",".join(map(str, range(20_001))) + "\n" + "1," * 20_000 + "1\n").message


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("a,b\n1,2\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    with pytest.raises(UserError, match="permission"):
        guess_format(path)


# Large tables ----------------------------------------------------------------------------------------------------


@pytest.fixture
def in_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is read some 200 bytes at a time."""
    for name, size in (("FIRST_BLOCK", 150), ("BLOCK", 200), ("PIECE", 120)):
        monkeypatch.setattr(row_blocks, name, size)
    monkeypatch.setattr("core.table.encodings.PIECE", 90)


def made_rows(count: int) -> list[str]:
    generator = np.random.default_rng(3)
    rows = []
    for row in range(count):
        name = ["plain", '"with, comma"', '"two\nlines"', '"a ""word"" more"', "Köln"][generator.integers(5)]
        rows.append(f"{row},{generator.normal():.3f},{name},{'NA' if generator.random() < 0.2 else row % 3}")
    return rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_reading_in_blocks_is_reading_at_once(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "\n".join(["id,x,name,class", *made_rows(120)]).encode(encoding)
    form = guess_format(content)
    whole = read(content, form)
    for name, size in (("FIRST_BLOCK", 150), ("BLOCK", 200)):
        monkeypatch.setattr(row_blocks, name, size)
    monkeypatch.setattr("core.table.encodings.PIECE", 90)
    parts = read(content, form)
    assert parts.frame.equals(whole.frame) and parts.frame.height == 120
    assert parts.notes == whole.notes


def test_a_column_that_turns_out_to_be_text_late_keeps_every_text(in_small_blocks: None) -> None:
    rows = [f"{row:03d}.50,{row}" for row in range(1, 200)]
    table = read("a,b\n" + "\n".join([*rows, "abc,7"]))
    assert table.frame["a"].to_list() == [*(f"{row:03d}.50" for row in range(1, 200)), "abc"]
    assert table.frame["b"].to_list() == [*range(1, 200), 7]


def test_whole_numbers_get_fractions_when_one_comes_late_and_empty_columns_fill(in_small_blocks: None) -> None:
    rows = ["1,,x"] * 100
    table = read("a,b,c\n" + "\n".join([*rows, "0.5,2020-01-31,y"]))
    assert table.frame["a"].to_list() == [*[1.0] * 100, 0.5]
    assert table.frame["b"].to_list() == [*[None] * 100, datetime.date(2020, 1, 31)]


def test_rows_are_counted_over_blocks(in_small_blocks: None) -> None:
    rows = [f"{row},2,3" for row in range(500)]
    rows[399] = "1,2,3,4"
    with pytest.raises(UserError) as caught:
        read("a,b,c\n" + "\n".join(rows))
    assert caught.value.message == "Row 400 has 4 cells, the others 3." and "line 401 " in caught.value.hint
    rows[399] = "1,2"
    table = read("a,b,c\n" + "\n".join(rows))
    assert any("row 400 with 2" in note for note in table.notes)


def test_marks_for_inches_do_not_swallow_a_file(in_small_blocks: None) -> None:
    rows = [f'{row}" wide,{row}' for row in range(301)]
    table = read('pipe,n\n"a,b",1\n' + "\n".join(rows))
    assert table.frame["pipe"][-1] == '300" wide' and table.frame.height == 302


def test_a_row_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, in_small_blocks: None) -> None:
    monkeypatch.setattr(row_blocks, "LONGEST_ROW", 1000)
    with pytest.raises(UserError, match="no end"):
        read('a,b\n1,x\n2,"y\n' + "3,z\n" * 400)


def test_a_cell_may_be_longer_than_what_is_read_at_once() -> None:
    assert columns(f"a,b\n{'x' * 1_500_000},2\n")["b"] == [2]


def test_the_work_is_told_of_and_can_be_given_up(in_small_blocks: None) -> None:
    content = ("a,b\n" + "1,2\n" * 1000).encode()
    shares: list[float] = []
    assert read_table(content, guess_format(content), shares.append, lambda: True) is not None
    assert shares == sorted(shares) and shares[0] == 0.0 and shares[-1] == 1.0 and len(shares) > 10
    shares.clear()
    assert read_table(content, guess_format(content), shares.append, lambda: len(shares) < 4) is None
    assert len(shares) == 4


def test_a_preview_of_a_large_file_reads_only_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.csv"
    path.write_text("a,b\n" + "12345,678\n" * 300_000)
    taken: list[int] = []
    pieces = row_blocks.pieces_of

    def counted(*given: Any) -> Any:
        for piece, at in pieces(*given):
            taken.append(len(piece))
            yield piece, at

    monkeypatch.setattr(row_blocks, "pieces_of", counted)
    look = preview(path, guess_format(path))
    assert look.rows is None and abs(look.about_rows - 300_000) < 3000
    assert look.frame.height == 200 and sum(taken) <= 2 * row_blocks.FIRST_BLOCK


def test_ten_thousand_columns_are_read_like_few(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"c{place}" for place in range(10_000)]
    rows = [[str((row + 1) * place % 7) for place in range(10_000)] for row in range(3)]
    rows[1][7], rows[2][4321], rows[0][9999], rows[1][5000] = "NA", "0.5", "text", "2020-01-31"
    content = "\n".join(",".join(row) for row in [names, *rows]).encode()
    form = guess_format(content)
    look = preview(content, form)
    assert look.frame.width == 10_000
    monkeypatch.setattr(text_rows, "MANY", 20_000)
    monkeypatch.setattr("core.table.literals.MANY", 20_000)
    some = [7, 8, 4321, 5000, 9999]
    few = preview("\n".join(",".join(row[place] for place in some) for row in [names, *rows]).encode(), form).frame
    assert look.frame.select(names[place] for place in some).equals(few)
    assert few["c7"].to_list() == [0, None, 0] and few["c4321"].to_list()[2] == 0.5


def test_bytes_at_random_are_read_or_refused() -> None:
    generator = np.random.default_rng(5)
    base = b"a;b;c\n1,5;x;2020-01-31\n2,5;y;2020-02-01\n" * 3
    outcomes: dict[bool, int] = {True: 0, False: 0}
    makers: list[Callable[[], bytes]] = [
        lambda: mutated(base, generator),
        lambda: generator.choice(list(b'a1,;\t"\n\r .#-\xe4\xff'), 60).astype(np.uint8).tobytes(),
    ]
    for trial in range(150):
        content = makers[trial % 2]()
        try:
            form = guess_format(content)
            look, table = preview(content, form), read(content, form)
        except UserError as error:
            assert error.message and error.hint and str(error).isprintable()
            outcomes[False] += 1
        else:
            assert look.frame.equals(table.frame) and table.frame.width
            outcomes[True] += 1
    assert min(outcomes.values()) > 10


def mutated(content: bytes, generator: np.random.Generator) -> bytes:
    changed = bytearray(content)
    for _ in range(int(generator.integers(1, 6))):
        place = int(generator.integers(len(changed)))
        if generator.random() < 0.5:
            changed[place] = int(generator.choice(list(b';",\n\r\t a1.-\xff')))
        else:
            del changed[place : place + int(generator.integers(1, 9))]
    return bytes(changed)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("a,b\n" + "1,2\n" * 2_000_000)
    form = guess_format(path)

    def change(share: float) -> None:
        if share > 0.5 and path.stat().st_size > 1000:
            path.write_text("a,b\n1,2\n")

    with pytest.raises(UserError) as caught:
        read_table(path, form, change, lambda: True)
    assert str(caught.value) == "rows.csv was changed while it was being read. Open it once more."
    found = read_table(path, form, lambda share: None, lambda: True)
    assert found is not None and found.frame.rows() == [(1, 2)]
