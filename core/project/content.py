"""What project.json holds, as values: today's schema, and the way up from older ones."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import msgspec
import numpy as np

from core.curve import COLUMNS
from core.errors import UserError
from core.optimizers import optimizer_named
from core.project.entries import is_simple
from core.randomness import stream
from core.specs import Project
from core.table.stored import StoredTable

FORMAT, SCHEMA = "neuroloom", 5
TableNamed = Callable[[str], StoredTable]
"""Finds the rows of a table by the name that stands for them; raises UserError where there are none."""
LONGEST_TEXT, LONGEST_HINT = 1000, 400
CURVE_COLUMNS = {1: 6, 2: 8}
"""How many columns the curve had in older schemas: the first ones of today's."""


class _Header(msgspec.Struct):
    """What is read first, since the rest depends on it."""

    format: str = ""
    schema: int = 0


class BestScalars(msgspec.Struct):
    """The fields of `core.early_stopping.Best` that are no arrays; loss is None where none was finite yet."""

    loss: float | None
    epoch: int
    waited: int


class Scalars(msgspec.Struct):
    """The fields of `core.state.State` that are no arrays."""

    optimizer: str
    units: tuple[float, ...]
    updates: int
    step: int
    epoch: int
    position: int
    random: str
    dropping: str
    draws: int
    stride: int
    best: BestScalars | None = None
    met: dict[str, bool] = {}  # msgspec copies it
    since: int | None = None


class Content(msgspec.Struct):
    """All of project.json."""

    format: str
    schema: int
    project: Project
    state: Scalars | None = None
    ended: str = ""


class _Scalars1(msgspec.Struct):
    """The state in schema 1: there was neither dropout nor early stopping, and each optimizer had one unit."""

    optimizer: str
    updates: int
    step: int
    epoch: int
    position: int
    random: str
    draws: int
    stride: int


class Content1(msgspec.Struct):
    """All of project.json in schema 1."""

    format: str
    schema: int
    project: Project
    state: _Scalars1 | None = None


# msgspec lets Python's own errors through for text that is not UTF-8 and for deep nesting.
_BAD_JSON = (msgspec.MsgspecError, ValueError, RecursionError)


def decode(name: str, text: bytes, table_named: TableNamed) -> Content | Content1:
    """What this text says.

    name         the file's, for the refusals
    table_named  finds the rows of a table by the name that stands for them

    Raises UserError, and nothing else, where it is none of ours, damaged or newer.
    """
    if not is_simple(text):
        raise UserError(f"{name} is damaged.", "Its project.json has too many parts.")
    try:
        header = msgspec.json.decode(text, type=_Header)
        if header.format != FORMAT:
            raise UserError(f"{name} is not a project file.", "Choose a file that was saved as a project.")
        if header.schema > SCHEMA:
            raise UserError(
                f"{name} was saved by a newer version.",
                f"Install a newer version: this one reads files up to number {SCHEMA}, this is number {header.schema}.",
            )
        if header.schema < 1:
            raise UserError(f"{name} is damaged.", "Its schema number is missing. Open another copy, if there is one.")
    except _BAD_JSON as error:
        raise UserError(f"{name} is damaged.", shortened(f"project.json: {error}.")) from error
    try:
        if header.schema == 1:
            return msgspec.json.decode(text, type=Content1)
        return msgspec.json.decode(text, type=Content, dec_hook=partial(_decode_table, table_named))
    except _BAD_JSON as error:
        raise UserError(f"{name} is damaged.", shortened(f"project.json: {error}.")) from error
    except UserError as error:
        raise UserError(f"{name} cannot be opened.", shortened(str(error))) from error


def encode(content: Content) -> bytes:
    """The text of project.json; for the rows of a table stands their name.

    Raises UnicodeEncodeError for half a character.
    """
    return msgspec.json.format(msgspec.json.encode(content, enc_hook=encode_table), indent=2)


Part = TypeVar("Part")


def decode_part(entry: str, text: bytes, kind: type[Part], table_named: TableNamed) -> Part:
    """What the text of another entry says.

    Raises UserError, and nothing else, where it is damaged.
    """
    if not is_simple(text):
        raise UserError(f"Its {entry} has too many parts.", "Open another copy, if there is one.")
    try:
        return msgspec.json.decode(text, type=kind, dec_hook=partial(_decode_table, table_named))
    except _BAD_JSON as error:
        raise UserError(f"Its {entry} is damaged.", shortened(f"{error}.")) from error


def encode_part(content: msgspec.Struct) -> bytes:
    """The text of another entry, without spaces: it is for programs.    Raises as `encode` does."""
    return msgspec.json.encode(content, enc_hook=encode_table)


def shortened(text: str) -> str:
    """A hint that can be read at once, whatever it quotes."""
    if len(text) > LONGEST_HINT:
        text = f"{text[: LONGEST_HINT - 100]}…{text[-99:]}"  # where it is stands at the end
    return "".join(sign if sign.isprintable() else " " for sign in text)


def check_text(what: str, text: str) -> None:
    """Raises UserError for a text that is longer than any of its kind."""
    if len(text) > LONGEST_TEXT:
        raise UserError(f"The {what} has {len(text):,} letters.", f"There may be {LONGEST_TEXT:,}.")


def encode_table(rows: StoredTable) -> str:
    """What stands in JSON for the rows of a table: their name."""
    return rows.name


def decode_project(text: bytes) -> Project:
    """A project of which this is the JSON; it may hold bundled tables."""
    return msgspec.json.decode(text, type=Project, dec_hook=partial(_decode_table, StoredTable.bundled))


def _decode_table(table_named: TableNamed, kind: type, name: object) -> StoredTable:
    if kind is not StoredTable:
        raise NotImplementedError(f"{kind} cannot stand in a project")
    if not isinstance(name, str):
        raise ValueError("Expected the name of a table")  # msgspec adds the place to it
    return table_named(name)


def from_schema_1(content: Content1) -> Content:
    """The same project and training as later schemas say them; `schema` stays 1.

    What the old file could not say is what it meant: Adam's memory was always m / (1 - 0.9) and v / (1 - 0.999), and
    nothing had been dropped. Raises UserError for an optimizer that is none.
    """
    state = None
    if content.state is not None:
        rows = optimizer_named(content.state.optimizer).rows
        # Unit 1 for a velocity, the only other row there was.
        units = tuple({"mean": 1.0 - 0.9, "square": 1.0 - 0.999}.get(row, 1.0) for row in rows)
        dropping = json.dumps(stream(content.project.seed, "dropout").bit_generator.state)
        state = Scalars(**msgspec.structs.asdict(content.state), units=units, dropping=dropping)
    return Content(FORMAT, content.schema, content.project, state)


def widen_curve(schema: int, arrays: Mapping[str, Any]) -> dict[str, Any]:
    """The arrays of a file of this schema with a curve as wide as today's: what it could not say is no number."""
    arrays, columns, curve = dict(arrays), CURVE_COLUMNS.get(schema, COLUMNS), arrays.get("curve")
    if curve is not None and curve.dtype == np.float64 and curve.ndim == 2 and curve.shape[1] == columns:
        arrays["curve"] = np.pad(curve, ((0, 0), (0, COLUMNS - columns)), constant_values=np.nan)
    return arrays
