"""The rows of tables in a project file: each table once, whoever speaks of it."""

from collections.abc import Iterable
from pathlib import Path

from core.bounded_zip import read_entries
from core.data.build import build
from core.data.table import Table
from core.errors import UserError
from core.project.entries import MOST_TABLE_BYTES, table_entry
from core.specs import Project
from core.table.stored import BUNDLED, StoredTable


def own_tables(projects: Iterable[Project]) -> dict[str, bytes]:
    """The entries for the rows that do not come with the program."""
    tables = (project.data.rows for project in projects if isinstance(project.data, Table))
    return {table_entry(rows.name): rows.packed for rows in tables if not rows.is_bundled}


def check_tables(projects: Iterable[Project]) -> None:
    """Raises UserError where a table does not have what its columns and its split ask for."""
    for recipe in dict.fromkeys(project.data for project in projects):
        if isinstance(recipe, Table):
            build(recipe)


class OpenTables:
    """Finds the rows of tables by their names: bundled ones, or entries of the file at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[str, StoredTable] = {}
        self._left = MOST_TABLE_BYTES

    def __call__(self, name: str) -> StoredTable:
        """The rows.

        Raises UserError where there are none of this name, or they are damaged.
        """
        if name not in self._found:
            self._found[name] = StoredTable.bundled(name) if name in BUNDLED else self._read(name)
        return self._found[name]

    def _read(self, name: str) -> StoredTable:
        entry = table_entry(name)
        packed = read_entries(self._path, {entry: self._left}).get(entry)
        if packed is None:
            raise UserError("Its table is missing.", "Open another copy, if there is one.")
        self._left -= len(packed)
        return StoredTable.unpack(name, packed)
