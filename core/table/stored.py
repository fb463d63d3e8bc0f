"""The rows of a table, as they were read: a value that never changes and goes by its name."""

import hashlib
from functools import cached_property
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from core.errors import UserError
from core.table.apart import Stored, read_apart

if TYPE_CHECKING:
    import polars

BUNDLED = ("iris", "wine", "cancer", "penguins", "diabetes", "admission", "sum", "product")
"""The tables that come with the program; resources/data/SOURCES.md says where from."""
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000_000, 20_000, 400_000_000
"""A table of numbers alone takes 8 bytes a cell: so many cells are 3.2 GB."""


class StoredTable:
    """Named columns of numbers, texts, truths and dates, each cell of which may be empty.

    name    the SHA-256 of the table's Parquet file, in hex digits, or the name of a bundled table
    packed  that Parquet file; empty for a bundled table
    notes   what was odd when it was read, one sentence each; not kept in a file

    Two tables of one name are equal.
    """

    def __init__(self, name: str, packed: bytes = b"", notes: tuple[str, ...] = ()) -> None:
        self.name, self.packed, self.notes = name, packed, notes

    @classmethod
    def of(cls, frame: "polars.DataFrame", notes: tuple[str, ...] = ()) -> "StoredTable":
        """These rows.

        Raises UserError for more than can be held.
        """
        check_size(frame.height, frame.width)
        buffer = BytesIO()
        frame.write_parquet(buffer, compression="zstd", compression_level=1, statistics=False)
        packed = buffer.getvalue()
        table = cls(hashlib.sha256(packed).hexdigest(), packed, notes)
        table.__dict__["frame"] = frame
        _LIVING.setdefault(table.name, table)
        return table

    @classmethod
    def unpack(cls, name: str, packed: bytes) -> "StoredTable":
        """The table of this name, of which `packed` is the Parquet file.

        Raises UserError where it is not, or holds more than a table can.
        """
        if hashlib.sha256(packed).hexdigest() != name:
            raise UserError("Its table is damaged.", "Open another copy, if there is one.")
        known = _LIVING.get(name)
        if known is not None:
            return known
        table = cls(name, packed)
        _ = table.frame
        _LIVING[name] = table
        return table

    @classmethod
    def bundled(cls, name: str) -> "StoredTable":
        """One of the tables that come with the program.

        Raises UserError for a name that is not one of theirs.
        """
        if name not in BUNDLED:
            raise UserError(f"There is no bundled table called {name!r}.", f"There are {', '.join(BUNDLED)}.")
        return cls(name)

    @property
    def is_bundled(self) -> bool:
        """Whether it comes with the program, so that no file needs to hold it."""
        return self.name in BUNDLED

    @cached_property
    def frame(self) -> "polars.DataFrame":
        """The rows; read when first asked for.

        Raises UserError where they cannot be read.
        """
        if self.is_bundled:
            return _read_bundled(self.name)
        return _read_packed(self.packed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StoredTable) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"StoredTable({self.name!r})"

    def __reduce__(self) -> tuple[type["StoredTable"], tuple[str, bytes]]:
        return StoredTable, (self.name, self.packed)


_LIVING: WeakValueDictionary[str, StoredTable] = WeakValueDictionary()
"""Tables that somebody holds, by their names: one that is opened again is the same, not read and not held twice."""


def check_size(rows: int, columns: int) -> None:
    """Raises UserError for a table with nothing in it, or with more than can be held."""
    if not rows or not columns:
        raise UserError("The table is empty.", "It needs a row of names and at least one row of values.")
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise UserError(
            f"A table of {rows:,} rows and {columns:,} columns is too large.",
            f"There may be {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells. Leave some out.",
        )


def _read_bundled(name: str) -> "polars.DataFrame":
    import polars

    stored = files("resources").joinpath("data", f"{name}.csv").read_bytes()
    return polars.read_csv(BytesIO(stored), infer_schema_length=None)


def _read_packed(packed: bytes) -> "polars.DataFrame":
    """The rows in a file that anybody may have made, read where they can do no harm."""
    found = read_apart(Stored(), packed, "Its table")
    assert found is not None
    return found[0]
