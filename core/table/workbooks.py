"""Reading workbooks (.xlsx, .xls, .ods), in a process of its own.

The reader holds up every other thread for as long as it takes and cannot be stopped, and a small file can ask for any
amount of memory. A process can be ended, and has a bound.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec

from core.errors import UserError
from core.table.sources import Source, name_of

if TYPE_CHECKING:
    import polars

    from core.table.formats import Format

_LOOK_S = 0.05


class Asked(msgspec.Struct):
    """What the process is asked: of which workbook, and which sheet of it; all rows, or so many.

    target  where it writes the rows; None: only the names of the sheets are wanted
    """

    path: str
    title: str
    target: str | None = None
    sheet: str | None = None
    has_header: bool = True
    decimal: str = "."
    as_gaps: tuple[str, ...] = ()
    most: int | None = None


class Answer(msgspec.Struct):
    """What it answers: the sheets, how many rows there are, what was odd; or why it cannot be read."""

    sheets: tuple[str, ...] = ()
    rows: int = 0
    notes: tuple[str, ...] = ()
    message: str = ""
    hint: str = ""


def names_of_sheets(source: Source) -> tuple[str, ...]:
    """The names of the sheets.

    Raises UserError where the workbook cannot be read.
    """
    with TemporaryDirectory(prefix="neuroloom-") as folder:
        answer = _ask(Asked(_path_of(source, folder), name_of(source, True)), lambda: True)
    assert answer is not None
    return answer.sheets


def read_sheet(
    source: Source, form: "Format", most: int | None = None, is_wanted: Callable[[], bool] = lambda: True
) -> tuple["polars.DataFrame", int, tuple[str, ...]] | None:
    """The rows, or the first ones; how many there are; what was odd. None when they are no longer wanted.

    Raises UserError where they cannot be read.
    """
    import polars

    with TemporaryDirectory(prefix="neuroloom-") as folder:
        target = Path(folder) / "rows.arrow"
        asked = Asked(
            _path_of(source, folder), name_of(source, True), str(target), form.sheet, form.has_header, form.decimal,
            form.as_gaps, most,
        )  # fmt: skip
        answer = _ask(asked, is_wanted)
        if answer is None:
            return None
        return polars.read_ipc(target, memory_map=False), answer.rows, answer.notes


def _path_of(source: Source, folder: str) -> str:
    if isinstance(source, Path):
        return str(source.resolve())
    path = Path(folder) / "workbook"
    path.write_bytes(source)
    return str(path)


def _ask(asked: Asked, is_wanted: Callable[[], bool]) -> Answer | None:
    process = subprocess.Popen(
        [sys.executable, "-m", "core.table.workbook_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no console of its own, where there are such
    )
    with process:
        text: bytes | None = msgspec.json.encode(asked)
        while is_wanted():
            try:
                said, _ = process.communicate(text, _LOOK_S)
            except subprocess.TimeoutExpired:
                text = None
                continue
            break
        else:
            process.kill()
            return None
    try:
        answer = msgspec.json.decode(said, type=Answer)
    except msgspec.DecodeError as error:  # it was ended by the system, or by its own reader
        raise UserError(
            f"{asked.title} cannot be read: it is damaged, or asks for too much memory.",
            "Open it in a spreadsheet and save the sheet as CSV.",
        ) from error
    if answer.message:
        raise UserError(answer.message, answer.hint)
    return answer
