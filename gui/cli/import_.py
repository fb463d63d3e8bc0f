"""`neuroloom import`"""

from pathlib import Path
from typing import Annotated

import typer

from core.project import save_project
from gui.cli.arguments import project_path
from gui.cli.told import Json, say


def import_(
    model: Annotated[
        Path,
        # What cannot be read is refused by what reads it, in its own words.
        typer.Argument(readable=False, metavar="MODEL", help="A model: .onnx, .keras, .h5 or .safetensors."),
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT.neuroloom", help="Where to write the project.")],
    as_json: Json = False,
) -> None:
    """Make a project of a model that another program has trained."""
    # What reads models loads libraries that no other command needs.
    from core.importing import import_model

    out = project_path(out)
    found = import_model(model)
    save_project(found.saved, out)
    network = found.project.network
    if as_json:
        say({"path": str(out), "widths": network.widths, "parameters": network.size, "notes": found.notes})
        return
    print(f"wrote {out}: {'-'.join(map(str, network.widths))}, {network.size:,} parameters")
    for note in found.notes:
        print(note)
