"""The project file: how a project, with what its training has changed, goes to the disk and comes back.

A `*.neuroloom` file is a zip. Each entry but the first may be missing.

`project.json` (UTF-8, at most 32 MB), schema 5:

    {"format": "neuroloom",
     "schema": 5,             a larger number than the program knows is refused
     "project": {...},        the fields of `core.specs.Project`; layers and data tell what they are by "kind"
     "state": {...} | null,   the fields of `core.state.State` that are no arrays: optimizer, units, updates, step,
                              epoch, position, random, dropping, draws, stride, met: {stop rule: truth}, since: null
                              or an epoch, and best: null or {loss, epoch, waited}, its loss null where none was
                              finite; null where nothing has been drawn yet
     "ended": "..."}          why training came to its end by itself; empty: it did not, or went on

`arrays.safetensors` (at most 1 GB), there where state is not null, in the network's number type unless said:

    theta/<layer>/weights, theta/<layer>/biases           (inputs, units), (units,) of a dense layer
    theta/<layer>/gamma, .../beta                         (units,) of a batch normalization
    theta/<layer>/moving_mean, .../moving_variance        (units,), no variance below 0
    memory/<row>/<layer>/...                              the same for each vector that the optimizer remembers
    start/<layer>/...                                     the same, or none of them where State.start is None
    best/<layer>/...                                      the same, or none of them where State.best is None
    order                                                 int64 (training samples,)
    curve                                                 float64 (points, 9 and one for each dense layer, at most 73),
                                                          at most 513 points, NaN where there is no number;
                                                          `core.curve` names the columns

<layer> is the layer's place among all of the network's layers, counted from 0; a dropout has no arrays.

`timeline.json` (at most 32 MB) and `timeline.safetensors` (at most 1 GB), both or none, there only where a state is:
the moments that one can look back at.

    {"projects": [...],       as in project.json, each project once
     "moments": [...],        at most 128, no step twice and none after the state's; together they may take 64 MB of
                              memory, a single one more:
                              {"project": place among the projects, "state": {...}, "epochs": made by then, with the
                               part of the current one, "era": equal numbers where every weight stayed where it was,
                               "curve": {...} of the training it belongs to, null where that is the curve above}
     "stride": 4,             epochs between two moments to come
     "era": 2}                of the moments to come

`runs.json` (at most 32 MB) and `runs.safetensors` (at most 1 GB), both or none: the runs that are kept for comparison.

    {"projects": [...],
     "runs": [...]}           at most 50, oldest first; their states may take 64 MB together, a single one more:
                              {"name", "project", "step", "epoch", "ended", "mark": 0 for A, 1 for B, ...,
                               "is_shown", "is_automatic", "since": null or an epoch,
                               "train", "validation", "test": {"loss", "correct", "count", "rmse"} or null, what is not
                               finite as "nan", "inf" or "-inf", "curve": {...}, "state": {...} or null}

A "state" there is {"scalars": as in project.json, "theta": number, "memory": [number of each row], "order": number,
"start": number or null, "best": number or null, "curve": {...} or null}, a "curve" is {"number", "points": so many of
the first}. The numbers are those of the arrays beside it: `core.project.pool` names them.

`tables/<name>.parquet` (at most 4 GB together), where some of the data are a table of one's own: its rows as they were
read. <name> is the SHA-256 of the entry in hex digits, and stands in JSON for the rows. A table that comes with the
program goes by its own name there, and has no entry.

What is deflated may hold 256 MB at most; all but JSON is stored as it is. A JSON has at most 40,000 objects, 700,000
lists and 3,000,000 members.

Older schemas are still read (`core.project.content`). Up to schema 4 there were neither timeline nor runs, up to schema
3 neither tables nor drawings. The curve has 8 columns in schema 2, without learning rate and gradients, and 6 in schema
1, without validation either; in schema 1 the state has no units, dropping and best.

A field that a file of this schema does not have has its default: the features of points were x1 and x2 alone, and a
project saved before there were others means these. So a field that is added raises the number only where its default
is not what files without it have meant.

Unknown keys of the JSON are passed over, unknown arrays are not. What a file claims is believed after it was checked:
sizes before anything is unpacked, shapes before anything is allocated, values before anything is handed out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.arrays import Array
from core.disk.bounded_zip import read_entries
from core.errors import UserError
from core.kept_runs import Kept
from core.project.content import (
    FORMAT,
    SCHEMA,
    Content,
    Content1,
    TableNamed,
    check_text,
    decode,
    encode,
    from_schema_1,
    shortened,
    widen_curve,
)
from core.project.entries import (
    ARRAYS,
    JSON,
    MOST_BYTES,
    RUNS,
    RUNS_ARRAYS,
    TIMELINE,
    TIMELINE_ARRAYS,
    read_arrays,
    table_entry,
    write_entries,
)
from core.project.runs_file import open_runs, pack_runs
from core.project.state_arrays import arrays_of, scalars_of, state_from
from core.project.tables import OpenTables, check_tables, keep_tables, own_tables
from core.project.timeline_file import open_timeline, pack_timeline
from core.specs import Project
from core.state import State
from core.state_check import check_state
from core.table.stored import StoredTable
from core.timeline import Timeline


@dataclass(frozen=True, eq=False)
class Saved:
    """What a project file holds.

    project   what a person has built
    state     what training has changed; None: nothing has been drawn yet
    timeline  moments of the training that led there; None: none are known
    runs      those that are kept for comparison, oldest first
    ended     why training came to its end by itself; empty: it did not, or went on

    Raises UserError when the state does not belong to the project's network or is none that training can be in.
    """

    project: Project
    state: State | None = None
    timeline: Timeline | None = None
    runs: tuple[Kept, ...] = ()
    ended: str = ""

    def __post_init__(self) -> None:
        if self.state is not None:
            check_state(self.project.network, self.state)

    @property
    def tables(self) -> list[StoredTable]:
        """The tables of one's own that it speaks of, each once."""
        moments = () if self.timeline is None else self.timeline.moments
        return own_tables([self.project, *(one.project for one in moments), *(one.run.project for one in self.runs)])

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

    tables  a folder in which tables of one's own are kept beside the file, and not written again where they are there
            already; None: they go into the file
    before  called with the old file just before this one takes its place

    Raises UserError when the file would be too large or cannot be written; an old file then stays as it was.
    """
    path = Path(path)
    state, projects = saved.state, [saved.project]
    arrays = {} if state is None else {ARRAYS: arrays_of(saved.project.network, state)}
    try:
        scalars = None if state is None else scalars_of(state)
        texts = {JSON: encode(Content(FORMAT, SCHEMA, saved.project, scalars, saved.ended))}
    except UnicodeEncodeError as error:
        raise _half_a_character(path, "Type the title, the task and the names of the layers again.") from error
    if state is not None and saved.timeline is not None:
        packed = pack_timeline(saved.timeline)
        if packed is not None:
            texts[TIMELINE], arrays[TIMELINE_ARRAYS], others = packed
            projects += others
    try:
        packed = pack_runs(saved.runs)
    except UnicodeEncodeError as error:
        raise _half_a_character(path, "Type the names of the kept runs again, or remove them.") from error
    if packed is not None:
        texts[RUNS], arrays[RUNS_ARRAYS], others = packed
        projects += others
    rows = own_tables(projects)
    if tables is not None:
        keep_tables(rows, tables)
    inside = {} if tables is not None else {table_entry(table.name): table.packed for table in rows}
    write_entries(path, texts, arrays, inside, before)


def open_project(path: Path | str, *, tables: Path | None = None) -> Saved:
    """What is in the file at `path`.

    tables  the folder in which tables were kept beside it

    Raises UserError, and nothing else, for a file that cannot be read, is none of ours, is damaged or is newer.
    """
    path = Path(path)
    entries = read_entries(path, MOST_BYTES)
    if JSON not in entries:
        raise UserError(f"{path.name} is not a project file.", "Choose a file that was saved as a project.")
    rows = OpenTables(path, tables)
    content = decode(path.name, entries[JSON], rows)
    try:
        return _saved(content, entries, rows)
    except UserError as error:
        raise UserError(f"{path.name} cannot be opened.", shortened(str(error))) from error
    except MemoryError as error:
        raise UserError(f"{path.name} does not fit into memory.", "Close other programs, then try again.") from error


def _saved(content: Content | Content1, entries: Mapping[str, bytes], tables: TableNamed) -> Saved:
    arrays = {} if content.state is None else read_arrays(ARRAYS, entries)
    if isinstance(content, Content1):
        content = from_schema_1(content)
    project, state, timeline = content.project, None, None
    check_text("end of the training", content.ended)
    check_tables([project])
    if content.state is not None:
        state = state_from(project.network, content.state, widen_curve(content.schema, arrays))
    runs: tuple[Kept, ...] = ()
    if state is not None and TIMELINE in entries:
        timeline = open_timeline(entries[TIMELINE], read_arrays(TIMELINE_ARRAYS, entries), project, state, tables)
        check_tables(moment.project for moment in timeline.moments)
    if RUNS in entries:
        runs = open_runs(entries[RUNS], read_arrays(RUNS_ARRAYS, entries), tables)
        check_tables(kept.run.project for kept in runs)
    return Saved(project, state, timeline, runs, content.ended)


def _half_a_character(path: Path, hint: str) -> UserError:
    return UserError(f"{path.name} cannot be saved: a text in the project holds half a character.", hint)
