"""The rows of tables in a project file: each table once, whoever speaks of it."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from core.data.build import build
from core.data.table import Table
from core.disk.atomic import replacing
from core.disk.bounded_zip import read_entries
from core.errors import UserError
from core.project.entries import MOST_TABLE_BYTES, table_entry
from core.specs import Project
from core.table.stored import BUNDLED, StoredTable


def own_tables(projects: Iterable[Project]) -> list[StoredTable]:
    """The rows that do not come with the program, each once."""
    tables = (project.data.rows for project in projects if isinstance(project.data, Table))
    return list(dict.fromkeys(rows for rows in tables if not rows.is_bundled))


def table_file(folder: Path, name: str) -> Path:
    """Where in this folder the rows are kept that go by this name."""
    return folder / f"{name}.parquet"


def keep_tables(tables: Iterable[StoredTable], folder: Path) -> None:
    """Writes those that are not there yet.

    Raises UserError where that fails.
    """
    for rows in tables:
        path = table_file(folder, rows.name)
        if not path.is_file():
            with replacing(path) as beside:
                beside.write_bytes(rows.packed)


def check_tables(projects: Iterable[Project]) -> None:
    """Raises UserError where a table does not have what its columns and its split ask for."""
    for recipe in dict.fromkeys(project.data for project in projects):
        if isinstance(recipe, Table):
            build(recipe)


class OpenTables:
    """Finds the rows of tables by their names: bundled ones, entries of the file at `path`, or files in a folder."""

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        self._path, self._folder = path, folder
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
        # The name is the file's word: it leads nowhere else.
        if packed is None and self._folder is not None and name.isalnum():
            with suppress(OSError):
                packed = table_file(self._folder, name).read_bytes()
        if packed is None:
            raise UserError("Its table is missing.", "Open another copy, if there is one.")
        self._left -= len(packed)
        return StoredTable.unpack(name, packed)
