"""`neuroloom export`"""

from pathlib import Path
from typing import Annotated

import typer

from core.arrays import Array
from core.errors import UserError
from core.export import export_data
from core.export.card.page import export_card, picture_beside
from core.export.formats import DATA, FORMATS, check_ending, format_of, is_of_data
from core.export.inside import asked_about
from core.export.proof import Proof
from core.project import Saved
from core.wording import counted
from gui.cli.arguments import File, data_of, theta_of, title_of, weights_of
from gui.cli.places import Place, check_other
from gui.cli.progress import working
from gui.cli.told import Json, say
from gui.start import look_up, open_named


def export(
    file: File,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="Where to. Its ending says the format: .onnx .safetensors .h .json, .md for a model card, .csv for "
            "the data; a .py needs --format. A file that is there is replaced, and that is said.",
        ),
    ],
    format: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help=f"One of {', '.join((*FORMATS, DATA))}.")
    ] = None,
    keeps_normalization: Annotated[
        bool, typer.Option("--keep-batch-norm", help="Of ONNX: batch normalization stays a layer of its own.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take the model away for other programs, or its data.

    To use it where Neuroloom is not. Scaling and categories go along, and what is written is run on samples here and
    must answer as the network does.

    Example: neuroloom export iris.neuroloom iris.onnx
    """
    place = _place(out, file)
    if format is not None:
        check_ending(out, format)
    if is_of_data(out, format):
        _check_choice(DATA, keeps_normalization, False)
        _write_data(file, place, as_json)
        return
    form = format_of(out, format)
    _check_choice(form.label, keeps_normalization, form.keeps_normalization)
    options = {"fold_normalization": False} if keeps_normalization else {}
    saved, notes = look_up(file)
    project = saved.project
    theta, title = theta_of(saved), title_of(saved, file)
    picture = None
    with working(f"writing {out.name}"):
        if form.name == "card":
            proof, picture = _write_card(saved, title, theta, out)
        else:
            proof = form.write(
                project.network, theta, out, project.data, training=project.training, title=title, **options
            )
    weights = weights_of(saved)
    if as_json:
        say(
            {
                "format": form.name,
                "path": str(out),
                "replaced": place.was_there,
                "is_trained": weights.are_trained,
                "asked": proof.rows,
                "largest_difference": proof.largest_difference,
                "run_with": proof.run_with or None,
                "why_not_run": proof.why_not_run or None,
                **({} if picture is None else {"picture": str(picture)}),
                "notes": notes,
            }
        )
        return
    note = f" ({weights.note})" if weights.note else ""
    told = proof.told(asked_about(project.data, proof.rows))
    print(f"wrote {place.told}{note}: {told}" if picture is None else f"wrote {place.told}, and {picture}{note}")
    for note in notes:
        print(note)


def _place(out: Path, file: str) -> Place:
    """Raises UserError where nothing can be written, or what is exported stands there itself."""
    if out == Path("-"):
        raise UserError("An export is proved by reading it again, which the output cannot be.", "Name a file.")
    place = Place(out)
    check_other(out, file)
    return place


def _check_choice(form: str, is_wanted: bool, is_there: bool) -> None:
    """Raises UserError where batch normalization shall stay in a form that gives no such choice."""
    if is_wanted and not is_there:
        raise UserError(f"--keep-batch-norm is not for {form}.", "Only ONNX can be written either way.")


def _write_data(file: str, place: Place, as_json: bool) -> None:
    project = open_named(file).project
    data = data_of(file, project, "to write")
    with working(f"writing {place.path.name}"):
        rows = export_data(data, place.path, project.training, project.seed)
    if as_json:
        say({"format": DATA, "path": str(place.path), "replaced": place.was_there, "rows": rows})
        return
    print(f"wrote {place.told}: {counted(rows, 'row')}")


def _write_card(saved: Saved, title: str, theta: Array, out: Path) -> tuple[Proof, Path]:
    """The card, and beside it the picture of the network."""
    project, state = saved.project, saved.state

    def draw(path: Path) -> None:
        from gui.draw import draw as draw_network  # the only form that needs a drawing, and so Qt

        draw_network(saved, title, path, None, 1.0, "light", 0, is_transparent=False, has_title=False)

    proof = export_card(
        project.network, theta, out, project.data, training=project.training, title=title, seed=project.seed,
        step=0 if state is None else state.step, epoch=0 if state is None else state.epoch,
        since=None if state is None else state.since, picture=draw,
    )  # fmt: skip
    return proof, picture_beside(out)
