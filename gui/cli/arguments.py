"""What commands are given: a project, a place to write to, a size, a theme."""

import errno
import shlex
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from core.arrays import Array
from core.data import Recipe
from core.disk.atomic import refusal
from core.disk.model_files import is_model_file
from core.errors import UserError
from core.first_weights import are_first_weights, first_weights
from core.project import Saved
from core.specs import Project
from core.table.likely import is_table_file

File = Annotated[str, typer.Argument(metavar="FILE", help="A project file, a model, or the name of a bundled project.")]


def theta_of(saved: Saved) -> Array:
    """The parameters as they were saved; of what was never trained, the first ones."""
    project = saved.project
    return first_weights(project.network, project.seed, project.data) if saved.theta is None else saved.theta


class Weights(NamedTuple):
    """Whose weights they are.

    are_trained  whether anybody has trained them, as far as one can see
    note         what there is to say about that; empty where they were trained here
    """

    are_trained: bool
    note: str


def weights_of(saved: Saved) -> Weights:
    """Whose weights these are: drawn, trained here, or of another program or by hand."""
    project = saved.project
    if saved.step:
        return Weights(True, "")
    if saved.theta is None or are_first_weights(project.network, saved.theta, project.seed, project.data):
        return Weights(False, "not trained: first weights")
    return Weights(True, "not trained here")


def data_of(file: str, project: Project, what_for: str) -> Recipe:
    """The project's data. Raises UserError where there are none for this, such as "to train on"."""
    if project.data is None:
        name, named = Path(file).name, shlex.quote(file)
        raise UserError(
            f"{name} has no data {what_for}.", f"`neuroloom {named}` opens it: choose data there, and save it."
        )
    return project.data


def check_other(out: Path, file: str | Path) -> None:
    """Raises UserError where what is written would take the place of what is read."""
    with suppress(OSError):  # what is wrong with either is told by who opens it
        if not out.samefile(file):
            return
        raise UserError(f"{out.name} is the very file that is read.", "Write into another one.")


def project_path(out: Path) -> Path:
    """Where a project is written: without an ending it gets its own.

    Raises UserError for the ending of what is no project, and where such a file cannot be written.
    """
    if not out.suffix and not out.is_dir():
        out = out.with_name(f"{out.name}.neuroloom")
    if is_model_file(out) or is_table_file(out):
        raise UserError(f"{out.name} would not be taken for a project.", "End its name in .neuroloom.")
    check_room_for(out)
    return out


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
