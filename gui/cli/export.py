"""`neuroloom export`"""

from pathlib import Path
from typing import Annotated

import typer

from core.export.formats import format_of
from gui.cli.arguments import File, theta_of
from gui.start import open_named


def export(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; its ending can decide the format alone.")],
    format: Annotated[str | None, typer.Option(help="onnx")] = None,
) -> None:
    """Write the model for other programs, proved to answer the same."""
    form = format_of(out, format)
    saved = open_named(file)
    project = saved.project
    theta = theta_of(saved)
    proof = form.write(project.network, theta, out, project.data, training=project.training, title=project.title)
    note = "" if saved.state is not None else " (not trained: first weights)"
    print(f"wrote {out}{note}: {proof.told}")
