"""`neuroloom import`"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, TaskProgressColumn, TextColumn

from core.errors import UserError
from core.project import Saved
from core.table.likely import is_table_file
from core.wording import counted
from gui.cli.places import Place, check_other, place_of_project
from gui.cli.progress import bar_of, working
from gui.cli.told import Json, say

if TYPE_CHECKING:
    from core.table.flags import Flag


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
        from core.table_project import project_of_table

        task = bar.add_task(f"read {source.name}", total=1.0)
        made = project_of_table(source, target, left_out, lambda share: bar.update(task, completed=share))
    place.save(Saved(made.project))
    settled, network = made.settled, made.project.network
    found = settled.target
    assert found is not None
    notes = [*made.notes, *(_told(flag, target) for flag in settled.flags)]
    given = [column.name for column in settled.features]
    ignored = [column.name for column in settled.columns if column.role == "ignored"]
    if as_json:
        fields = {"rows": settled.rows, "target": found.name, "classes": found.categories, "given": given}
        sizes = {"widths": network.widths, "parameters": network.size}
        say(_fields(place) | fields | {"left_out": ignored} | sizes | {"notes": notes})
        return
    print(f"wrote {place.told}: {'-'.join(map(str, network.widths))}, {counted(settled.rows, 'row')}")
    what = ", ".join(found.categories) if found.categories else "a number"
    print(f"finds out  {found.name}: {what}")
    print(f"given      {', '.join(given)}")
    if ignored:
        print(f"left out   {', '.join(ignored)}")
    for note in notes:
        print(note)


def _told(flag: "Flag", target: str | None) -> str:
    message = flag.message
    if flag.kind == "deposed":  # by --target, and nobody has seen it as the target before
        message = f"It would have been guessed as the target. Given to the network it may give “{target}” away."
    return f"{flag.column}: {message}"


def _fields(place: Place) -> dict[str, object]:
    return {"path": str(place.path), "previous": None if place.previous is None else str(place.previous)}
