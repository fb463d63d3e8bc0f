"""`neuroloom export`"""

from pathlib import Path
from typing import Annotated

import typer

from core.export.formats import FORMATS, format_of
from gui.cli.arguments import File, theta_of
from gui.cli.told import Json, say
from gui.start import open_named


def export(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; its ending can decide the format alone.")],
    format: Annotated[str | None, typer.Option(help=", ".join(FORMATS))] = None,
    as_json: Json = False,
) -> None:
    """Write the model for other programs, proved to answer the same."""
    form = format_of(out, format)
    saved = open_named(file)
    project = saved.project
    theta = theta_of(saved)
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
            }
        )
        return
    note = "" if saved.state is not None else " (not trained: first weights)"
    print(f"wrote {out}{note}: {proof.told}")
