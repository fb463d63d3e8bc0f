"""What commands are given: a project, a place to write to, a size, a theme."""

import errno
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from core.arrays import Array
from core.atomic import refusal
from core.data import build
from core.errors import UserError
from core.project import Saved

File = Annotated[str, typer.Argument(metavar="FILE", help="A project file, or the name of a bundled project.")]


def theta_of(saved: Saved) -> Array:
    """The parameters as they were saved; of what was never trained, the first ones."""
    project = saved.project
    if saved.theta is not None:
        return saved.theta
    return project.network.initial(project.seed, None if project.data is None else build(project.data).x)


def size_of(text: str) -> tuple[int, int]:
    """Width and height. Raises UserError for what is none."""
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise UserError(f"The size cannot be {text!r}.", "Write WIDTHxHEIGHT, such as 1440x900.")
    return int(width), int(height)


def check_theme(name: str) -> None:
    """Raises UserError for a theme that there is none of."""
    if name not in ("light", "dark"):
        raise UserError(f"There is no theme called {name!r}.", "Choose light or dark.")


def check_room_for(path: Path) -> None:
    """Raises UserError where a file of this name cannot be written."""
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        with tempfile.TemporaryFile(dir=path.absolute().parent):
            pass
    except OSError as error:
        raise refusal("saved", path, error) from error
