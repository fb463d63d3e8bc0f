"""`neuroloom import`"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, TaskProgressColumn, TextColumn

from core.data import Table
from core.errors import UserError
from core.project import Saved
from core.table.likely import is_table_file
from core.wording import counted, first_of, numeral
from gui.cli.places import Place, check_other, place_of_project
from gui.cli.progress import bar_of, working
from gui.cli.told import Json, say

if TYPE_CHECKING:
    from core.table.flags import Flag
    from core.table.wishes import Settled

MOST_NAMED = 12
"""So many columns with gaps are named."""


def import_(
    source: Annotated[
        Path,
        # What cannot be read is refused by what reads it, in its own words.
        typer.Argument(
            readable=False,
            metavar="FILE",
            help="A table (.csv .tsv .parquet .xlsx), or a model of another program (.onnx .keras .h5 .safetensors).",
        ),
    ],
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT.neuroloom",
            help="Where to write the project. A file that is there is kept as OUT.neuroloom~.",
        ),
    ],
    target: Annotated[
        str | None,
        typer.Option(
            "--target", metavar="COLUMN", help="Of a table: what is to be found out; without it, it is guessed."
        ),
    ] = None,
    left_out: Annotated[
        list[str] | None,
        typer.Option(
            "--leave-out", metavar="COLUMN", help="Of a table: what the network is not given; once for each column."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a project of a table, or of a model that another program has trained.

    What each column is for is guessed as the window does when it opens a table, and told; the network has one hidden
    layer made for the table, and is not trained yet.

    Example: neuroloom import sensors.csv sensors.neuroloom --target state
    """  # fmt: skip
    check_other(out, source)
    place = place_of_project(out)
    if is_table_file(source):
        _import_table(source, place, target, left_out or [], as_json)
        return
    if target is not None or left_out:
        raise UserError(f"--target and --leave-out are for tables, and {source.name} is not one.", "Leave them out.")
    with working(f"reading {source.name}"):
        # What reads models loads libraries that no other command needs.
        from core.importing import import_model

        found = import_model(source)
    place.save(found.saved)
    network = found.project.network
    if as_json:
        say(_fields(place) | {"widths": network.widths, "parameters": network.size, "notes": found.notes})
        return
    print(f"wrote {place.told}: {'-'.join(map(str, network.widths))}, {counted(network.size, 'parameter')}")
    for note in found.notes:
        print(note)


def _import_table(source: Path, place: Place, target: str | None, left_out: list[str], as_json: bool) -> None:
    with bar_of(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()) as bar:
        # Tables need libraries that take longer to load than any other command runs.
        from core.table.guessing import FEW_ROWS
        from core.table_project import project_of_table

        task = bar.add_task(f"read {source.name}", total=1.0)
        made = project_of_table(source, target, left_out, lambda share: bar.update(task, completed=share))
    place.save(Saved(made.project))
    settled, network = made.settled, made.project.network
    found = settled.target
    assert found is not None and isinstance(made.project.data, Table)
    prepared, split = made.project.data.prepared, made.project.data.split
    watched, tests = len(prepared.aside), len(prepared.rows_test)
    trained = len(prepared.rows) - watched
    notes = [*made.notes, *(_told(flag, target) for flag in settled.flags)]
    given = [column.name for column in settled.features]
    ignored = [column.name for column in settled.columns if column.role == "ignored"]
    if as_json:
        fields = {"rows": settled.rows, "target": found.name, "classes": found.categories, "given": given}
        fields |= {
            "class_counts": dict(settled.balance) or None,
            "gaps": {name: count for name, count in settled.gaps.items() if count},
            "rows_with_gaps": settled.gap_rows,
            "rows_used": trained + watched + tests,
            "split": {"training": trained, "validation": watched, "test": tests, "seed": split.seed},
        }
        sizes = {"widths": network.widths, "parameters": network.size}
        say(_fields(place) | fields | {"left_out": ignored} | sizes | {"notes": notes})
        return
    rows = counted(settled.rows, "row")
    if prepared.dropped:
        rows = f"{trained + watched + tests:,} of {rows} can be used"
    print(f"wrote {place.told}: {'-'.join(map(str, network.widths))}, {rows}")
    what = ", ".join(f"{name} ({count:,})" for name, count in settled.balance) or _span_told(settled.span)
    print(f"finds out  {found.name}: {what}")
    print(f"given      {', '.join(given)}")
    if ignored:
        print(f"left out   {', '.join(ignored)}")
    if settled.gap_rows:
        print(f"gaps       {counted(settled.gap_rows, 'row')} with gaps: {_gaps_told(settled)}")
    if watched or tests:
        print(f"split      {trained:,} train, {watched:,} are watched, {tests:,} test; drawn with seed {split.seed}")
    else:
        print(f"split      {'so few rows' if settled.rows < FEW_ROWS else 'all rows'} train; none tests")
    for note in notes:
        print(note)


def _span_told(span: tuple[float, float] | None) -> str:
    return "a number" if span is None else f"a number from {numeral(span[0])} to {numeral(span[1])}"


def _gaps_told(settled: "Settled") -> str:
    """The columns with gaps, and what becomes of these."""
    used = [column for column in settled.columns if column.role != "ignored" and settled.gaps[column.name]]
    told = [
        f"{column.name} {settled.gaps[column.name]:,} "
        f"{'rows left out' if column.role == 'target' or column.missing == 'drop' else 'filled'}"
        for column in used
    ]
    return first_of(told, MOST_NAMED)


def _told(flag: "Flag", target: str | None) -> str:
    message = flag.message
    if flag.kind == "deposed":  # by --target, and nobody has seen it as the target before
        message = f"It would have been guessed as the target. Given to the network it may give “{target}” away."
    return f"{flag.column}: {message}"


def _fields(place: Place) -> dict[str, object]:
    return {"path": str(place.path), "previous": None if place.previous is None else str(place.previous)}
