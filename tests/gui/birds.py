"""A small table to ask about, and projects that learn from it."""

from functools import lru_cache

import numpy as np
import polars

from core.data import Table, build
from core.layers import Dense
from core.network import Network
from core.project import Saved
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.trainer import Trainer
from core.training import Training

SPECIES = ("Adelie", "Gentoo", "Chinstrap")
ISLANDS = ("Biscoe", "Dream", "Torgersen")
FEATURES = (
    Column("bill"),
    Column("island", kind="category", categories=ISLANDS),
    Column("flippers", scaling="min-max"),
)
SPECIES_WANTED = Column("species", role="target", kind="category", categories=SPECIES)
MASS_WANTED = Column("mass", role="target")


def birds(rows: int = 120) -> polars.DataFrame:
    """Three species that bill and flippers tell apart; flippers are whole numbers."""
    generator = np.random.default_rng(8)
    species = np.arange(rows) % 3
    return polars.DataFrame(
        {
            "bill": (38.0 + 6.0 * species + generator.normal(0.0, 1.0, rows)).round(1),
            "island": [ISLANDS[one] for one in generator.integers(0, 3, rows)],
            "flippers": (185.0 + 30.0 * (species == 1) + generator.normal(0.0, 4.0, rows)).round(),
            "mass": (3700.0 + 1300.0 * (species == 1) + generator.normal(0.0, 100.0, rows)).round(),
            "species": [SPECIES[one] for one in species],
        }
    )


def project_of(recipe: Table, title: str = "birds") -> Project:
    """A small network for these data."""
    ends = recipe.ends
    network = Network(ends.inputs, (Dense(4, "tanh"), Dense(ends.outputs, ends.activation)))
    return Project(title, network, Training(ends.loss, "adam", 0.05, 16), recipe)


@lru_cache
def trained(target: Column = SPECIES_WANTED, epochs: int = 30) -> Saved:
    """It has learned what species a bird is, or how heavy it is."""
    project = project_of(Table(StoredTable.of(birds()), (*FEATURES, target), Split(test=25.0), "birds.csv"))
    trainer = Trainer(project.network, build(project.data), project.training, seed=1)
    trainer.run(epochs=epochs)
    return Saved(project, trainer.state())


def wide(columns: int = 40) -> Project:
    """A table of so many numbers, which add up."""
    generator = np.random.default_rng(9)
    numbers = generator.normal(size=(60, columns))
    frame = polars.DataFrame({f"gene {index + 1}": numbers[:, index] for index in range(columns)})
    frame = frame.with_columns(total=polars.Series(numbers.sum(axis=1)))
    features = tuple(Column(name) for name in frame.columns[:-1])
    return project_of(Table(StoredTable.of(frame), (*features, Column("total", role="target")), Split()), "genes")
