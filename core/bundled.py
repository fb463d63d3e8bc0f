"""The projects that come with the program, by name."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from core.data.recipes import Points
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.project.content import decode_project
from core.specs import Project
from core.training import Training

NAMES = (
    "circle", "xor", "spiral", "sine", "segments", "digits", "perceptron",
    "admission", "iris", "penguins", "wine", "cancer", "diabetes", "sum", "product",
)  # fmt: skip
"""In the order in which they are listed; the window opens on the first."""


@cache
def open_bundled(name: str) -> Project:
    """The bundled project of this name, untrained.

    Raises UserError for a name that is not one of theirs.
    """
    if name not in NAMES:
        raise UserError(f"There is no bundled project called {name!r}.", f"Choose one of {', '.join(NAMES)}.")
    text = files("resources").joinpath("projects", f"{name}.json").read_bytes()
    return decode_project(text)


def is_bundled(name: str) -> bool:
    """Whether this name, where a file is asked for, means a bundled project: a file of that name comes first."""
    return name in NAMES and not Path(name).is_file()


def new_project() -> Project:
    """What File > New gives: the smallest network there is, on circle."""
    return Project(
        title="Untitled",
        network=Network(2, (Dense(1, "sigmoid"),)),
        training=Training("binary_crossentropy", "sgd", 0.1, 10),
        data=Points("circle", noise=10.0),
        pace=500.0,
    )
