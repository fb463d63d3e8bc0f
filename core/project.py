"""The project file: how a project, with what its training has changed, goes to the disk and comes back.

A `*.neuroloom` file is a zip with two entries.

`project.json` (UTF-8, at most 32 MB), schema 1:

    {"format": "neuroloom",
     "schema": 1,             a larger number than the program knows is refused
     "project": {...},        the fields of `core.specs.Project`; layers and data tell what they are by "kind"
     "state": {...} | null}   the fields of `core.state.State` that are no arrays: optimizer, updates, step, epoch,
                              position, random, draws, stride; null where nothing has been drawn yet

`arrays.safetensors` (at most 1 GB), there where state is not null, in the network's number type unless said:

    theta/<layer>/weights, theta/<layer>/biases           (inputs, units), (units,)
    memory/<row>/<layer>/weights, .../biases              one row per vector that the optimizer remembers
    start/<layer>/weights, start/<layer>/biases           all of them, or none where State.start is None
    order                                                 int64 (training samples,)
    curve                                                 float64 (points, 6), NaN where there is no number

Unknown keys of the JSON are passed over, unknown arrays are not. What a file claims is believed after it was checked:
sizes before anything is unpacked, shapes before anything is allocated, values before anything is handed out.
"""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import safetensors
import safetensors.numpy

from core.arrays import Array
from core.atomic import replacing
from core.bounded_zip import megabytes, read_entries
from core.errors import UserError
from core.named_arrays import check_array, gather_vector, name_arrays, shapes_of
from core.network import Network
from core.optimizers import optimizer_named
from core.specs import Project
from core.state import State

SCHEMA = 1
JSON, ARRAYS = "project.json", "arrays.safetensors"
MOST_BYTES = {JSON: 32 * 1024**2, ARRAYS: 1024**3}


class _Header(msgspec.Struct):
    """What is read first, since the rest depends on it."""

    format: str = ""
    schema: int = 0


class _Scalars(msgspec.Struct):
    """The fields of `State` that are no arrays."""

    optimizer: str
    updates: int
    step: int
    epoch: int
    position: int
    random: str
    draws: int
    stride: int


class _Content(msgspec.Struct):
    """All of project.json."""

    format: str
    schema: int
    project: Project
    state: _Scalars | None = None


@dataclass(frozen=True, eq=False)
class Saved:
    """What a project file holds.

    project  what a person has built
    state    what training has changed; None: nothing has been drawn yet

    Raises UserError when the state does not belong to the project's network or is none that training can be in.
    """

    project: Project
    state: State | None = None

    def __post_init__(self) -> None:
        if self.state is not None:
            _check_state(self.project.network, self.state)

    @property
    def theta(self) -> Array | None:
        """All parameters, flat; None where there is no state."""
        return None if self.state is None else self.state.theta


def save_project(saved: Saved, path: Path | str) -> None:
    """Writes the file, whole or not at all; the same values give the same bytes.

    Raises UserError when the file would be too large or cannot be written; an old file then stays as it was.
    """
    path = Path(path)
    state = saved.state
    scalars = None if state is None else msgspec.convert(state, _Scalars, from_attributes=True)
    try:
        encoded = msgspec.json.encode(_Content("neuroloom", SCHEMA, saved.project, scalars))
    except UnicodeEncodeError as error:
        raise UserError(
            f"{path.name} cannot be saved: a text in the project holds half a character.",
            "Type the title, the task and the names of the layers again.",
        ) from error
    text = msgspec.json.format(encoded, indent=2)
    arrays = {} if state is None else _arrays_of(saved.project.network, state)
    # A safetensors header takes some 100 bytes per array.
    sizes = {JSON: len(text), ARRAYS: sum(array.nbytes + 200 for array in arrays.values())}
    for name, size in sizes.items():
        if size > MOST_BYTES[name]:
            raise UserError(
                f"{path.name} cannot be saved: its {name} would take {megabytes(size)}.",
                f"There may be {megabytes(MOST_BYTES[name])}. Make the network smaller.",
            )
    with replacing(path) as beside, zipfile.ZipFile(beside, "x") as archive:
        archive.writestr(_entry(JSON), text, zipfile.ZIP_DEFLATED)
        if arrays:
            # Weights look like noise: packing them takes seconds and saves a few percent.
            archive.writestr(_entry(ARRAYS), safetensors.numpy.save(arrays), zipfile.ZIP_STORED)


def open_project(path: Path | str) -> Saved:
    """What is in the file at `path`.

    Raises UserError, and nothing else, for a file that cannot be read, is none of ours, is damaged or is newer.
    """
    path = Path(path)
    entries = read_entries(path, MOST_BYTES)
    if JSON not in entries:
        raise UserError(f"{path.name} is not a project file.", "Choose a file that was saved as a project.")
    content = _decode(path.name, entries[JSON])
    try:
        if content.state is None:
            return Saved(content.project)
        if ARRAYS not in entries:
            raise UserError(f"Its {ARRAYS} is missing.", "Open another copy, if there is one.")
        return Saved(content.project, _state_of(content.project.network, content.state, _load(entries[ARRAYS])))
    except UserError as error:
        raise UserError(f"{path.name} cannot be opened.", str(error)) from error
    except MemoryError as error:
        raise UserError(f"{path.name} does not fit into memory.", "Close other programs, then try again.") from error


# msgspec lets Python's own errors through for text that is not UTF-8 and for deep nesting.
_BAD_JSON = (msgspec.MsgspecError, ValueError, RecursionError)


def _decode(name: str, text: bytes) -> _Content:
    try:
        header = msgspec.json.decode(text, type=_Header)
        if header.format != "neuroloom":
            raise UserError(f"{name} is not a project file.", "Choose a file that was saved as a project.")
        if header.schema > SCHEMA:
            raise UserError(
                f"{name} was saved by a newer version.",
                f"Install a newer version: this one reads files up to number {SCHEMA}, this is number {header.schema}.",
            )
        if header.schema < 1:
            raise UserError(f"{name} is damaged.", "Its schema number is missing. Open another copy, if there is one.")
    except _BAD_JSON as error:
        raise UserError(f"{name} is damaged.", f"{JSON}: {error}.") from error
    try:
        return msgspec.json.decode(text, type=_Content)
    except _BAD_JSON as error:
        raise UserError(f"{name} is damaged.", f"{JSON}: {error}.") from error
    except UserError as error:
        raise UserError(f"{name} cannot be opened.", str(error)) from error


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
    arrays["order"] = np.ascontiguousarray(state.order, np.int64)
    arrays["curve"] = np.ascontiguousarray(state.curve, np.float64)
    return arrays


def _state_of(network: Network, scalars: _Scalars, arrays: Mapping[str, Any]) -> State:
    rows = optimizer_named(scalars.optimizer).memory_rows
    vectors = ["theta", *(f"memory/{row}" for row in range(rows))]
    if any(name.startswith("start/") for name in arrays):
        vectors.append("start")
    known = {"order", "curve"}.union(*(shapes_of(network, vector) for vector in vectors))
    if unknown := sorted(set(arrays) - known):
        raise UserError(f"The array {unknown[0]!r} belongs to no layer of the network.")
    check_array("order", arrays, None, "int64")
    check_array("curve", arrays, None, "float64")
    memory = [gather_vector(network, vector, arrays) for vector in vectors if vector.startswith("memory/")]
    state = State(
        theta=gather_vector(network, "theta", arrays),
        memory=np.stack(memory) if memory else np.zeros((0, network.size), network.dtype),
        order=np.array(arrays["order"], np.intp),
        start=gather_vector(network, "start", arrays) if "start" in vectors else None,
        curve=np.array(arrays["curve"]),
        **msgspec.structs.asdict(scalars),
    )
    for array in (state.theta, state.memory, state.order, state.start, state.curve):
        if array is not None:
            array.setflags(write=False)
    return state


def _check_state(network: Network, state: State) -> None:
    """Raises UserError naming the first thing that no trainer of this network can have left behind."""
    size, samples = network.size, len(state.order)
    rows = optimizer_named(state.optimizer).memory_rows
    vectors = {"theta": (state.theta, (size,)), "memory": (state.memory, (rows, size))}
    if state.start is not None:
        vectors["start"] = (state.start, (size,))
    for name, (vector, shape) in vectors.items():
        if vector.shape != shape or vector.dtype != np.dtype(network.dtype):
            raise UserError(
                f"The vector {name} has the shape {vector.shape} in {vector.dtype}.",
                f"The network asks for {shape} in {network.dtype}.",
            )
        if not np.isfinite(vector).all():
            raise UserError(f"The vector {name} holds a number that is not finite.", "Go back to an earlier epoch.")
    if state.order.ndim != 1 or not np.array_equal(np.sort(state.order), np.arange(samples)):
        raise UserError("The order of the training samples does not hold each sample once.")
    if state.curve.ndim != 2 or state.curve.shape[1] != 6:
        raise UserError(f"The curve has the shape {state.curve.shape}.", "It needs six columns.")
    if not (state.curve[:, :2] >= 0.0).all() or np.isinf(state.curve[:, :2]).any():
        raise UserError("The curve holds a step or epoch that cannot be.")
    least = {"updates": 0, "step": 0, "epoch": 0, "position": 0, "draws": 0, "stride": 1}
    for name, lowest in least.items():
        if not lowest <= getattr(state, name) < 2**53:
            raise UserError(f"{name} cannot be {getattr(state, name)}.", f"It is a whole number from {lowest} on.")
    if state.position > samples:
        raise UserError(f"position cannot be {state.position}.", f"An epoch has at most {samples} steps.")
    _check_random(state.random)


def _check_random(text: str) -> None:
    generator = np.random.PCG64()
    try:
        # A state is four numbers, the longest of 39 digits.
        value: Any = json.loads(text) if len(text) < 1000 else None
        generator.state = value
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
        raise UserError("The state of the random numbers cannot be read.", f"{error}.") from error
    if generator.state != value:
        raise UserError("The state of the random numbers is none of PCG64.")
