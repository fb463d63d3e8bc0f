"""Tests of the guess how a table is to be read."""

import codecs
from pathlib import Path

import pytest

from core.errors import UserError
from core.table.formats import HEAD, Format, guess_format


def guessed(text: str) -> Format:
    return guess_format(text.encode())


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b,c\n1,2,x\n3,4,y\n", ","),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a\tb\n1,5\t2\n3,5\t4\n", "\t"),
        ("a|b\n1|2\n3|4\n", "|"),
        ("a  b   c\n 1  2  3\n 10 20 30\n", " "),
        ("name;x\nSmith, John;3\nMiller, Ann;4\n", ";"),
        ("id,tags\n1,a;b\n2,c;d\n3,e;f\n", ","),
        ('name,x\n"a;b;c",1\n"d;e;f",2\n', ","),
        ("word\nHello there\nsome words of a sentence\n", ","),
        ("sep=|\na;b|c\n1;2|3\n", "|"),
    ],
)
def test_the_separator_is_the_sign_that_stands_equally_often_in_each_row(text: str, separator: str) -> None:
    assert guessed(text).separator == separator


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("a;b\n1.234,56;2\n2.345,10;3\n", ","),
        ("a;b\n1,234.5;2\n2,345.1;3\n", "."),
        ("a;b\n1,5;2\n2,5;3\n", ","),
        ('a,b\n"1,5",2\n"2,5",3\n', ","),
        ("a;b\n1,234;2\n2,345;3\n", ","),  # a semicolon separates where a comma is in numbers
        ("a\tb\n1,234\t2\n2,345\t3\n", "."),
        ("a;b\n1.234;2\n2.345;3\n", "."),
        ("a;b\n1 234,5;1\n2 345,5;2\n", ","),
        ("a,b\n1,2\n3,4\n", "."),
    ],
)
def test_numbers_say_whether_a_comma_or_a_point_is_before_their_fraction(text: str, decimal: str) -> None:
    assert guessed(text).decimal == decimal


@pytest.mark.parametrize(
    ("text", "has_header"),
    [
        ("a,b\n1,2\n3,4\n", True),
        ("1,2\n3,4\n", False),
        ("1,2,3\n4,5,6\n", False),
        ("x,1\ny,2\n", False),
        ("name,city\nAnn,Rome\nBob,Rome\n", True),
        ("Ann,Rome\nBob,Rome\n", False),
        ("0,1,2,3,label\n5,6,7,8,a\n9,8,7,6,b\n", True),
        ("country,2019,2020,2021\nItaly,1,2,3\nSpain,4,5,6\n", True),
    ],
)
def test_the_first_row_is_a_header_where_it_cannot_be_values(text: str, has_header: bool) -> None:
    assert guessed(text).has_header is has_header


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a,b\n1,ü\n".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "a,b\n1,ü\n".encode(), "utf-8"),
        ("a,b\n1,ü\n".encode("utf-16"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + "a,b\n1,ü\n".encode("utf-16-be"), "utf-16-be"),
        ("a,b\n1,ü\n".encode("utf-16-le"), "utf-16-le"),
        ("a,b\n1,Köln\n".encode("latin-1"), "cp1252"),
        ("a,b\n1,5 €\n".encode("cp1252"), "cp1252"),
    ],
)
def test_the_bytes_say_how_they_are_encoded(content: bytes, encoding: str) -> None:
    assert guess_format(content).encoding == encoding


def test_an_accent_that_comes_late_in_a_large_file_is_seen() -> None:
    start = b"a,b\n" + b"1,plain\n" * (HEAD // 4)
    assert guess_format(start + b"2,K\xf6ln\n" * 20_000).encoding == "cp1252"
    assert guess_format(start + "2,Köln\n".encode() * 20_000).encoding == "utf-8"


def test_comments_and_titles_stand_above_the_table() -> None:
    assert guessed("# made today\n# by hand\na,b\n1,2\n#3,4\n5,6\n").skip == 2
    assert guessed("# made today\na,b\n1,2\n").comment == "#"
    assert guessed("Our measurements\n\na,b,c\n1,2,3\n4,5,6\n").skip == 2
    assert guessed('"Ours\nand yours"\na,b,c\n1,2,3\n4,5,6\n').skip == 2
    named = guessed("# a b c\n1 2 3\n4 5 6\n")
    assert (named.skip, named.comment, named.has_header) == (0, "#", True)


def test_a_name_may_go_on_in_the_next_line() -> None:
    names = '"height\nin cm",weight,kind\n'
    found = guessed(names + "170,60,a\n180,70,b\n")
    assert (found.skip, found.has_header, found.quote) == (0, True, '"')
    assert guessed("Our measurements\n\n" + names + "170,60,a\n180,70,b\n").skip == 2


def test_only_marks_that_begin_a_cell_quote() -> None:
    assert guessed('a,b\n"x,y",2\n').quote == '"'
    assert guessed('pipe,n\n5",2\n6",3\n').quote == ""
    assert guessed("name,n\n'x,y',1\n'z',2\n").quote == "'"
    assert guessed("name,n\nO'Neil,1\nD'Arcy,2\n").quote == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a picture"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x1f\x8b\x08\0", "is compressed"),
        (bytes(range(256)) * 9, "holds bytes that are not text"),
        (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "is a web page"),
        (b"SQLite format 3\0", "is a data base"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(content: bytes, told: str) -> None:
    with pytest.raises(UserError) as caught:
        guess_format(content, "rows.csv")
    assert caught.value.message.startswith("rows.csv") and told in caught.value.message and caught.value.hint


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    for path, told in ((tmp_path, "is not a file"), (tmp_path / "none.csv", "There is no file none.csv")):
        with pytest.raises(UserError, match=told):
            guess_format(path)


def test_files_are_known_by_their_first_bytes(tmp_path: Path) -> None:
    assert guess_format(b"PAR1....PAR1").kind == "parquet"
    assert guess_format(b"PK\x03\x04....", "a.xlsx").kind == "excel"
    assert guess_format(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(100)).kind == "excel"
    with pytest.raises(UserError, match="compressed folder"):
        guess_format(b"PK\x03\x04....", "a.zip")
