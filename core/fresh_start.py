"""The network that other data begin with, where the one that stands there is nobody's work yet."""

import msgspec

from core.data.build import build
from core.data.recipes import Recipe
from core.edits import Edit
from core.layers import Dense
from core.moves import Redraw
from core.network import Network
from core.specs import Project
from core.training import Training

LEAST_UNITS, MOST_UNITS = 8, 16
WATCHED_SECONDS, WATCHED_EPOCHS = 10.0, 50
"""A small table's first epochs can be watched: so many in so long."""
FAST_STEPS = 2000.0
"""What needs more steps per second than this runs as fast as it can."""
SMALL_ROWS = 20_000
LEARNING_RATE = 0.01


class Start(msgspec.Struct, frozen=True):
    """A network and how it is trained.

    network   one hidden layer between the ends that the data ask for
    training  Adam; batches of 32, for many rows of 256
    pace      steps per second; None: as fast as possible
    """

    network: Network
    training: Training
    pace: float | None


def hidden_units(inputs: int) -> int:
    """As many as there are inputs, but from 8 to 16: enough to bend, few enough to look at."""
    return min(max(inputs, LEAST_UNITS), MOST_UNITS)


def fitting_start(recipe: Recipe, rows: int) -> Start:
    """One hidden layer of ReLU for these data.    rows  how many are trained on"""
    ends = recipe.ends
    output = Dense(ends.outputs, ends.activation, bias_initializer=ends.output_bias)
    network = Network(ends.inputs, (Dense(hidden_units(ends.inputs), "relu", initializer="he_uniform"), output))
    batch_size = 32 if rows <= SMALL_ROWS else 256
    pace = -(-rows // batch_size) * WATCHED_EPOCHS / WATCHED_SECONDS
    training = Training(ends.loss, "adam", LEARNING_RATE, batch_size)
    return Start(network, training, max(round(pace, -1), 10.0) if pace <= FAST_STEPS else None)


def start_afresh(project: Project, recipe: Recipe, text: str) -> Edit:
    """Other data with a network made for them, at epoch 0, from the seed of new projects: as the command line makes it.

    What was there comes back with undo.

    Raises UserError for data that hold nothing to learn from.
    """
    start = fitting_start(recipe, len(build(recipe).x))
    made = Project(project.title, start.network, start.training, recipe, pace=start.pace)
    return Edit(text, made, Redraw())
