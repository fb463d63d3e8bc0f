"""Projects as they are saved: of each kind of data, with timeline and kept runs."""

from dataclasses import replace
from functools import cache

import numpy as np
import polars

from core.data import build
from core.data.drawn import Drawn
from core.data.recipes import Digits, Points, Recipe, Segments
from core.data.table import Table
from core.kept_runs import Kept
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.project import Saved
from core.runs import run_of
from core.specs import Project, Task
from core.table.columns import Column, Split
from core.table.stored import StoredTable
from core.timeline import Timeline
from core.trainer import Trainer
from core.training import Training

POINTS = tuple((0.125 * place - 1.25, (-1.0) ** place * 0.5, float(place % 2)) for place in range(20))
COLUMNS = (
    Column("x", scaling="min-max"),
    Column("town", kind="category", categories=("Köln", "Rome")),
    Column("y", "target", "category", categories=("no", "yes")),
)


@cache
def rows() -> StoredTable:
    """Those of a table of one's own."""
    return StoredTable.of(
        polars.DataFrame(
            {
                "x": [0.5, None, 2.0, 4.5, 1.0, 3.0, 2.5, 0.0],
                "town": ["Köln", "Rome", None, "Rome", "Köln", "Köln", "Rome", "Rome"],
                "y": ["no", "yes", "yes", "no", "no", "yes", "yes", "no"],
            }
        )
    )


def project_on(data: Recipe | None, optimizer: str = "adam", dtype: str = "float32") -> Project:
    """Every kind of layer, and everything on that leaves something behind in a state."""
    inputs, outputs, activation = 2, 1, "sigmoid"
    if data is not None:
        inputs, outputs, activation = data.ends.inputs, data.ends.outputs, data.ends.activation
    layers = (Dense(4, "tanh", name="Größe"), BatchNormalization(), Dropout(0.2), Dense(outputs, activation))
    loss = "mse" if data is None else data.ends.loss
    training = Training(loss, optimizer, 0.02, 8, validation_share=20.0, patience=500, stop_loss=0.001)
    if isinstance(data, Table):
        training = training.replace(validation_share=0.0)
    task = Task("Tell them apart.", "All are right.", ("Try {this}.",))
    return Project("Kreis ⊙", Network(inputs, layers, dtype), training, data, 7, 25.0, task)


def trained(project: Project, epochs: int = 6) -> Trainer:
    """With its timeline."""
    assert project.data is not None
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.timeline = Timeline(project)
    trainer.run(epochs=epochs)
    return trainer


def saved_with_all(project: Project, epochs: int = 6) -> Saved:
    """Timeline, three runs, of the last of which no weights are kept, and an end."""
    states = [trained(project, number).state() for number in (1, 2, 3)]
    states[1] = replace(states[1], since=1)
    runs = [run_of(f"Run {number}", project, state, "Stopped: the goal.") for number, state in enumerate(states)]
    runs[2] = replace(runs[2], state=None)
    trainer = trained(project, epochs)
    kept = tuple(Kept(run, mark, is_shown=mark != 1, is_automatic=mark == 2) for mark, run in enumerate(runs))
    return Saved(project, trainer.state(), trainer.timeline, kept, "Stopped after epoch 6: that was the goal.")


def own_table() -> Table:
    """A table of one's own."""
    return Table(rows(), COLUMNS, Split(validation=20.0, test=25.0, seed=3), "towns.csv", ((1.0, 0.0, 1.0, 1.0),))


def bundled_table() -> Table:
    """A table that comes with the program."""
    columns = (Column("petal length (cm)"), Column("sepal length (cm)", "target"))
    return Table(StoredTable.bundled("iris"), columns, Split(validation=20.0))


def of_all_kinds() -> dict[str, Saved]:
    """One of each kind of data, by their names."""
    data: dict[str, Recipe] = {
        "points": Points("circle", 5.0, 50.0, 40, 2, added=((0.5, -1.5, 1.0),)),
        "sine": Points("sine", samples=30),
        "segments": Segments(5.0, 2, variants=(7,)),
        "digits": Digits(10.0),
        "drawing": Drawn(POINTS, ("inside", "draußen"), 80.0),
        "table": own_table(),
        "bundled table": bundled_table(),
    }
    found = {name: saved_with_all(project_on(recipe)) for name, recipe in data.items()}
    plain = project_on(data["points"], "sgd", "float64")
    found["float64"] = saved_with_all(plain)
    found["nothing drawn"] = Saved(plain)
    found["no data"] = Saved(project_on(None), None, None, found["float64"].runs)
    return found


def same_arrays(first: np.ndarray, second: np.ndarray) -> bool:
    """Bit for bit."""
    return (first.dtype, first.shape, first.tobytes()) == (second.dtype, second.shape, second.tobytes())
