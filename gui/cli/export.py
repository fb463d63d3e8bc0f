"""`neuroloom export`"""

from pathlib import Path
from typing import Annotated

import typer

from core.arrays import Array
from core.errors import UserError
from core.export import export_data
from core.export.card.page import export_card, picture_beside
from core.export.formats import DATA, FORMATS, format_of, is_of_data
from core.export.proof import Proof
from core.project import Saved
from gui.cli.arguments import File, theta_of
from gui.cli.told import Json, say
from gui.start import open_named


def export(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; its ending can decide the format alone.")],
    format: Annotated[str | None, typer.Option(help=", ".join((*FORMATS, DATA)))] = None,
    as_json: Json = False,
) -> None:
    """Write the model, or its data, for other programs."""
    if is_of_data(out, format):
        _write_data(file, out, as_json)
        return
    form = format_of(out, format)
    saved = open_named(file)
    project = saved.project
    theta = theta_of(saved)
    picture = None
    if form.name == "card":
        proof, picture = _write_card(saved, theta, out)
    else:
        proof = form.write(project.network, theta, out, project.data, training=project.training, title=project.title)
    if as_json:
        say(
            {
                "format": form.name,
                "path": str(out),
                "is_trained": saved.state is not None,
                "asked": proof.rows,
                "largest_difference": proof.largest_difference,
                "why_not_run": proof.why_not_run or None,
                **({} if picture is None else {"picture": str(picture)}),
            }
        )
        return
    note = "" if saved.state is not None else " (not trained: first weights)"
    print(f"wrote {out}{note}: {proof.told}" if picture is None else f"wrote {out} and {picture}{note}")


def _write_data(file: str, out: Path, as_json: bool) -> None:
    project = open_named(file).project
    if project.data is None:
        raise UserError("This project has no data.", "Choose data first.")
    rows = export_data(project.data, out, project.training, project.seed)
    if as_json:
        say({"format": DATA, "path": str(out), "rows": rows})
        return
    print(f"wrote {out}: {rows:,} row{'' if rows == 1 else 's'}")


def _write_card(saved: Saved, theta: Array, out: Path) -> tuple[Proof, Path]:
    """The card, and beside it the picture of the network."""
    project, state = saved.project, saved.state

    def draw(path: Path) -> None:
        from gui.draw import draw as draw_network  # the only form that needs a drawing, and so Qt

        draw_network(saved, project.title, path, None, 1.0, "light", 0, is_transparent=False, has_title=False)

    proof = export_card(
        project.network, theta, out, project.data, training=project.training, title=project.title, seed=project.seed,
        step=0 if state is None else state.step, epoch=0 if state is None else state.epoch, picture=draw,
    )  # fmt: skip
    return proof, picture_beside(out)
