"""What commands are given: a project, how many epochs, a seed, a size, a theme."""

import math
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from core.arrays import Array
from core.bundled import is_bundled
from core.data import Recipe
from core.disk.model_files import is_model_file
from core.errors import UserError
from core.first_weights import are_first_weights, first_weights
from core.project import Saved
from core.specs import Project


def whole_number(option: str, least: int | None = None) -> Callable[[object], int]:
    """Reads what is given as this option. Raises UserError for what is no whole number, or less than there may be."""

    def read(text: object) -> int:
        try:
            found = int(str(text))
            if least is None or found >= least:
                return found
        except ValueError:
            pass
        rule = "It is a whole number" if least is None else f"It is a whole number, at least {least}"
        raise UserError(f"{option} cannot be “{text}”.", f"{rule}.")

    return read


def scale_up_to(most: float) -> Callable[[object], float]:
    """Reads a --scale. Raises UserError for what is no number, or out of its bounds."""

    def read(text: object) -> float:
        try:
            found = float(str(text))
        except ValueError:
            found = math.nan
        if not LEAST_SCALE <= found <= most:
            raise UserError(f"--scale cannot be “{text}”.", f"It is a number from {LEAST_SCALE:g} to {most:g}.")
        return found

    return read


LEAST_SCALE = 0.5
File = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="A project, the name of a bundled one, or a model: .onnx .keras .h5 .safetensors."
    ),
]
ProjectFile = Annotated[str, typer.Argument(metavar="FILE", help="A project, or the name of a bundled one.")]
Theme = Annotated[str, typer.Option("--theme", metavar="light|dark", help="Its colours; light without it.")]
EpochsFirst = Annotated[
    int,
    typer.Option("--epochs", metavar="N", parser=whole_number("--epochs", 0), help="Train so many epochs first."),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", metavar="SEED", parser=whole_number("--seed"),
        help="Begin with the first weights of this seed; without it, with the weights of FILE.",
    ),
]  # fmt: skip


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
    return Weights(True, "trained elsewhere, or set by hand")


def title_of(saved: Saved, file: str) -> str:
    """What it is called, as the window has it: a project file by its name, all else by the title inside."""
    return saved.project.title if is_bundled(file) or is_model_file(Path(file)) else Path(file).stem


def seeded(saved: Saved, seed: int | None) -> Saved:
    """The project with the first weights of this seed; None: as it was saved."""
    return saved if seed is None else Saved(saved.project.replace(seed=seed))


def data_of(file: str, project: Project, what_for: str) -> Recipe:
    """The project's data. Raises UserError where there are none for this, such as "to train on"."""
    if project.data is None:
        name, named = Path(file).name, shlex.quote(file)
        raise UserError(
            f"{name} has no data {what_for}.", f"`neuroloom {named}` opens it: choose data there, and save it."
        )
    return project.data


def size_of(text: str) -> tuple[int, int]:
    """Width and height. Raises UserError for what is none."""
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise UserError(f"The size cannot be “{text}”.", "Write WIDTHxHEIGHT, such as 1440x900.")
    return int(width), int(height)


def check_theme(name: str) -> None:
    """Raises UserError for a theme that there is none of."""
    if name not in ("light", "dark"):
        raise UserError(f"There is no theme called “{name}”.", "Choose light or dark.")
