"""`neuroloom export`"""

from pathlib import Path
from typing import Annotated

import typer

from core.errors import UserError
from core.export import export_onnx
from gui.cli.arguments import File, theta_of
from gui.start import open_named


def export(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; .onnx decides the format alone.")],
    format: Annotated[str | None, typer.Option(help="onnx")] = None,
) -> None:
    """Write the model as ONNX, proved to answer the same."""
    kind = format or out.suffix.removeprefix(".")
    if kind != "onnx":
        what = (
            f"“{kind}” is not a format that can be written" if kind else "the name has no ending that says the format"
        )
        raise UserError(f"{out.name}: {what}.", "Use OUT.onnx.")
    saved = open_named(file)
    project = saved.project
    proof = export_onnx(project.network, theta_of(saved), out, project.data)
    note = "" if saved.state is not None else " (not trained: first weights)"
    print(f"wrote {out}{note}: run again, it differs by at most {proof.largest_difference:.1e}")
