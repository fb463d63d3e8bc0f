"""The project file: how a project, with what its training has changed, goes to the disk and comes back.

A `*.neuroloom` file is a zip with up to three entries.

`project.json` (UTF-8, at most 32 MB), schema 4:

    {"format": "neuroloom",
     "schema": 4,             a larger number than the program knows is refused
     "project": {...},        the fields of `core.specs.Project`; layers and data tell what they are by "kind"
     "state": {...} | null}   the fields of `core.state.State` that are no arrays: optimizer, units, updates, step,
                              epoch, position, random, dropping, draws, stride, met: {stop rule: truth}, and best:
                              null or {loss, epoch, waited}, its loss null where none was finite; null where nothing
                              has been drawn yet

`arrays.safetensors` (at most 1 GB), there where state is not null, in the network's number type unless said:

    theta/<layer>/weights, theta/<layer>/biases           (inputs, units), (units,) of a dense layer
    theta/<layer>/gamma, .../beta                         (units,) of a batch normalization
    theta/<layer>/moving_mean, .../moving_variance        (units,), no variance below 0
    memory/<row>/<layer>/...                              the same for each vector that the optimizer remembers
    start/<layer>/...                                     the same, or none of them where State.start is None
    best/<layer>/...                                      the same, or none of them where State.best is None
    order                                                 int64 (training samples,)
    curve                                                 float64 (points, 9 and one for each dense layer, at most 73),
                                                          NaN where there is no number; `core.curve` names the columns

`tables/<name>.parquet` (at most 4 GB), where the data are a table of one's own: its rows as they were read. <name> is
the SHA-256 of the entry in hex digits, and stands in project.json for the rows. A table that comes with the program
goes by its own name there, and has no entry.

<layer> is the layer's place among all of the network's layers, counted from 0; a dropout has no arrays.

Older schemas are still read (`core.project.content`). Up to schema 3 there were neither tables nor drawings.
The curve has 8 columns in schema 2, without learning rate and gradients, and 6 in schema 1, without validation either;
in schema 1 the state has no units, dropping and best.

A field that a file of this schema does not have has its default: the features of points were x1 and x2 alone, and a
project saved before there were others means these. So a field that is added raises the number only where its default
is not what files without it have meant.

Unknown keys of the JSON are passed over, unknown arrays are not. What a file claims is believed after it was checked:
sizes before anything is unpacked, shapes before anything is allocated, values before anything is handed out.
"""

import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import safetensors
import safetensors.numpy

from core.arrays import Array
from core.atomic import replacing
from core.bounded_zip import megabytes, read_entries
from core.data.build import build
from core.data.table import Table
from core.early_stopping import Best
from core.errors import UserError
from core.network import Network
from core.optimizers import optimizer_named
from core.project.content import FORMAT, SCHEMA, Content, Content1, Scalars, decode, encode, from_schema_1, widen_curve
from core.project.named_arrays import check_array, gather_vector, name_arrays, shapes_of
from core.specs import Project
from core.state import State
from core.state_check import check_state
from core.table.stored import BUNDLED, StoredTable
from core.timeline import Timeline

JSON, ARRAYS = "project.json", "arrays.safetensors"
MOST_BYTES = {JSON: 32 * 1024**2, ARRAYS: 1024**3}
MOST_TABLE_BYTES = 4 * 1024**3


@dataclass(frozen=True, eq=False)
class Saved:
    """What a project file holds.

    project   what a person has built
    state     what training has changed; None: nothing has been drawn yet
    timeline  moments of the training that led there; None: none are known

    Raises UserError when the state does not belong to the project's network or is none that training can be in.
    """

    project: Project
    state: State | None = None
    timeline: Timeline | None = None

    def __post_init__(self) -> None:
        if self.state is not None:
            check_state(self.project.network, self.state)

    @property
    def step(self) -> int:
        """Steps made in all."""
        return 0 if self.state is None else self.state.step

    @property
    def theta(self) -> Array | None:
        """All parameters, flat; None where there is no state."""
        return None if self.state is None else self.state.theta


def save_project(
    saved: Saved, path: Path | str, *, tables: Path | None = None, before: Callable[[Path], object] | None = None
) -> None:
    """Writes the file, whole or not at all; the same values give the same bytes.

    tables  a folder in which a table of one's own is kept beside the file, and not written again where it is there
            already; None: it goes into the file
    before  called with the old file just before this one takes its place

    Raises UserError when the file would be too large or cannot be written; an old file then stays as it was.
    """
    path = Path(path)
    state = saved.state
    scalars = None if state is None else msgspec.convert(state, Scalars, from_attributes=True)
    try:
        text = encode(Content(FORMAT, SCHEMA, saved.project, scalars))
    except UnicodeEncodeError as error:
        raise UserError(
            f"{path.name} cannot be saved: a text in the project holds half a character.",
            "Type the title, the task and the names of the layers again.",
        ) from error
    arrays = {} if state is None else _arrays_of(saved.project.network, state)
    # A safetensors header takes some 100 bytes per array.
    sizes = {JSON: len(text), ARRAYS: sum(array.nbytes + 200 for array in arrays.values())}
    limits = dict(MOST_BYTES)
    table = _own_table(saved.project)
    if table is not None and tables is not None:
        _keep_table(table, tables)
        table = None
    if table is not None:
        sizes[_table_entry(table.name)], limits[_table_entry(table.name)] = len(table.packed), MOST_TABLE_BYTES
    for name, size in sizes.items():
        if size > limits[name]:
            raise UserError(
                f"{path.name} cannot be saved: its {name} would take {megabytes(size)}.",
                f"There may be {megabytes(limits[name])}. Make the network or the table smaller.",
            )
    with replacing(path, before) as beside, zipfile.ZipFile(beside, "x") as archive:
        archive.writestr(_entry(JSON), text, zipfile.ZIP_DEFLATED)
        if arrays:
            # Weights look like noise: packing them takes seconds and saves a few percent.
            archive.writestr(_entry(ARRAYS), safetensors.numpy.save(arrays), zipfile.ZIP_STORED)
        if table is not None:
            archive.writestr(_entry(_table_entry(table.name)), table.packed, zipfile.ZIP_STORED)


def open_project(path: Path | str, *, tables: Path | None = None) -> Saved:
    """What is in the file at `path`.

    tables  the folder in which tables were kept beside it

    Raises UserError, and nothing else, for a file that cannot be read, is none of ours, is damaged or is newer.
    """
    path = Path(path)
    entries = read_entries(path, MOST_BYTES)
    if JSON not in entries:
        raise UserError(f"{path.name} is not a project file.", "Choose a file that was saved as a project.")
    content = decode(path.name, entries[JSON], partial(_find_table, path, tables))
    try:
        arrays: Mapping[str, Any] = {}
        if content.state is not None:
            if ARRAYS not in entries:
                raise UserError(f"Its {ARRAYS} is missing.", "Open another copy, if there is one.")
            arrays = _load(entries[ARRAYS])
        if isinstance(content, Content1):
            content = from_schema_1(content)
        if isinstance(content.project.data, Table):
            build(content.project.data)  # whether the table has what its columns and its split ask for
        arrays = widen_curve(content.schema, arrays)
        if content.state is None:
            return Saved(content.project)
        return Saved(content.project, _state_of(content.project.network, content.state, arrays))
    except UserError as error:
        raise UserError(f"{path.name} cannot be opened.", str(error)) from error
    except MemoryError as error:
        raise UserError(f"{path.name} does not fit into memory.", "Close other programs, then try again.") from error


def _own_table(project: Project) -> StoredTable | None:
    """The rows that have to go into the file; None: there are none, or they come with the program."""
    data = project.data
    return data.rows if isinstance(data, Table) and not data.rows.is_bundled else None


def _table_entry(name: str) -> str:
    return f"tables/{name}.parquet"


def table_file(tables: Path, name: str) -> Path:
    """Where in the folder `tables` the rows are kept that go by this name."""
    return tables / f"{name}.parquet"


def _keep_table(table: StoredTable, tables: Path) -> None:
    path = table_file(tables, table.name)
    if not path.is_file():
        with replacing(path) as beside:
            beside.write_bytes(table.packed)


def _find_table(path: Path, tables: Path | None, name: str) -> StoredTable:
    """The rows that go by this name: a bundled table, an entry of the file at `path`, or a file in `tables`."""
    if name in BUNDLED:
        return StoredTable.bundled(name)
    entry = _table_entry(name)
    packed = read_entries(path, {entry: MOST_TABLE_BYTES}).get(entry)
    if packed is None and tables is not None and name.isalnum():  # the name is the file's word, and leads nowhere else
        with suppress(OSError):
            packed = table_file(tables, name).read_bytes()
    if packed is None:
        raise UserError("Its table is missing.", "Open another copy, if there is one.")
    return StoredTable.unpack(name, packed)


def _load(packed: bytes) -> dict[str, Array]:
    try:
        arrays: dict[str, Array] = safetensors.numpy.load(packed)
    # LookupError, TypeError: number types that NumPy does not have.
    except (safetensors.SafetensorError, LookupError, TypeError, ValueError) as error:
        raise UserError(f"Its {ARRAYS} is damaged.", f"Open another copy, if there is one ({error}).") from error
    return arrays


def _entry(name: str) -> zipfile.ZipInfo:
    """A fixed time, so that a file changes only when what it holds does."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    return entry


def _arrays_of(network: Network, state: State) -> dict[str, Any]:
    arrays: dict[str, Any] = name_arrays(network, "theta", state.theta)
    for row, vector in enumerate(state.memory):
        arrays |= name_arrays(network, f"memory/{row}", vector)
    if state.start is not None:
        arrays |= name_arrays(network, "start", state.start)
    if state.best is not None:
        arrays |= name_arrays(network, "best", state.best.theta)
    arrays["order"] = np.ascontiguousarray(state.order, np.int64)
    arrays["curve"] = np.ascontiguousarray(state.curve, np.float64)
    return arrays


def _state_of(network: Network, scalars: Scalars, arrays: Mapping[str, Any]) -> State:
    rows = [f"memory/{row}" for row in range(optimizer_named(scalars.optimizer).memory_rows)]
    names = ["theta", *rows]
    if any(name.startswith("start/") for name in arrays):
        names.append("start")
    if scalars.best is not None:
        names.append("best")
    known = {"order", "curve"}.union(*(shapes_of(network, name) for name in names))
    if unknown := sorted(set(arrays) - known):
        raise UserError(f"The array {unknown[0]!r} belongs to no layer of the network.")
    check_array("order", arrays, None, "int64")
    check_array("curve", arrays, None, "float64")
    vectors = {name: gather_vector(network, name, arrays) for name in names}
    fields = msgspec.structs.asdict(scalars)
    if scalars.best is not None:
        loss = np.inf if scalars.best.loss is None else scalars.best.loss
        fields["best"] = Best(loss, scalars.best.epoch, vectors["best"], scalars.best.waited)
    memory = np.stack([vectors[row] for row in rows]) if rows else np.zeros((0, network.size), network.dtype)
    order, curve = np.array(arrays["order"], np.intp), np.array(arrays["curve"])
    for array in (*vectors.values(), memory, order, curve):
        array.setflags(write=False)
    return State(theta=vectors["theta"], memory=memory, order=order, start=vectors.get("start"), curve=curve, **fields)
