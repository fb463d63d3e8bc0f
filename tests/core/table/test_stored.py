"""Tests of the rows of a table as a value."""

import datetime
import gc
import hashlib
import pickle
from collections.abc import Callable

import polars
import pytest

from core.errors import UserError
from core.table import stored
from core.table.stored import StoredTable

FRAME = polars.DataFrame(
    {
        "whole": [1, None, -3],
        "part": [0.1, float("inf"), None],
        "text": ["größer", None, ""],
        "is": [True, None, False],
        "day": [datetime.date(2020, 2, 29), None, datetime.date(1969, 1, 1)],
        "at": [datetime.datetime(2020, 1, 2, 3, 4, 5, 6), None, None],
    }
)


def apart(table: StoredTable) -> tuple[str, bytes]:
    """The table's name and file; the table itself is forgotten, so that the file must be read."""
    name, packed = table.name, table.packed
    stored._LIVING.pop(name, None)
    return name, packed


def test_a_table_goes_by_the_hash_of_its_file() -> None:
    table = StoredTable.of(FRAME)
    assert table.name == hashlib.sha256(table.packed).hexdigest() and table == StoredTable.of(FRAME.clone())
    assert table != StoredTable.of(FRAME.head(2)) and hash(table) == hash(StoredTable.of(FRAME))
    assert not table.is_bundled and StoredTable.bundled("iris").is_bundled


def test_a_table_in_pieces_has_the_same_name() -> None:
    parts = polars.concat([FRAME.head(1), FRAME.tail(2)], rechunk=False)
    assert StoredTable.of(parts) == StoredTable.of(FRAME)


def test_every_kind_of_cell_comes_back() -> None:
    name, packed = apart(StoredTable.of(FRAME))
    found = StoredTable.unpack(name, packed)
    assert found.frame.equals(FRAME) and found.frame.schema == FRAME.schema


def test_a_table_that_somebody_holds_is_not_read_again() -> None:
    table = StoredTable.of(FRAME)
    assert StoredTable.unpack(table.name, bytes(table.packed)) is table
    name = table.name
    del table
    gc.collect()
    assert name not in stored._LIVING


def test_a_copy_in_another_process_is_equal() -> None:
    table = StoredTable.of(FRAME)
    assert pickle.loads(pickle.dumps(table)) == table


def test_a_file_of_another_name_is_refused() -> None:
    name, packed = apart(StoredTable.of(FRAME))
    for changed in (packed[:-1], packed + b"\0", packed.replace(b"whole", b"whale")):
        with pytest.raises(UserError, match="damaged"):
            StoredTable.unpack(name, changed)


def with_footer(packed: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A Parquet file whose footer, which says what is in it, is another."""
    begin = len(packed) - 8 - int.from_bytes(packed[-8:-4], "little")
    footer = change(packed[begin:-8])
    return packed[:begin] + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def test_hostile_bytes_under_their_right_name_are_refused() -> None:
    """Two thousand million columns are claimed: asked for so much memory, the reader ends the process it runs in."""
    endless = b"\xfc\xff\xff\xff\xff\x07"
    hostile = with_footer(StoredTable.of(FRAME).packed, lambda footer: footer[:3] + endless + footer[4:])
    with pytest.raises(UserError, match="too much memory"):
        StoredTable.unpack(hashlib.sha256(hostile).hexdigest(), hostile)


def test_too_large_and_empty_tables_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for frame in (FRAME.head(0), polars.DataFrame()):
        with pytest.raises(UserError, match="empty"):
            StoredTable.of(frame)
    monkeypatch.setattr(stored, "MOST_CELLS", 17)
    with pytest.raises(UserError, match="too large"):
        StoredTable.of(FRAME)


def test_a_name_that_is_no_bundled_table_is_refused() -> None:
    with pytest.raises(UserError, match="iris, wine"):
        StoredTable.bundled("titanic")
