"""A small table for tests, made like iris: numbers in units of very different size, texts, gaps."""

import numpy as np
import polars

from core.data import Table
from core.layers import Dense
from core.network import Network
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.table.columns import Missing
from core.training import Training

KINDS = ("setosa", "versicolor", "virginica")
SOILS = ("clay", "peat", "sand")


def flower_frame(rows: int = 150, seed: int = 5) -> polars.DataFrame:
    """`rows` flowers: length and width in mm tell the kinds apart, weight in micrograms and soil do not."""
    generator = np.random.default_rng(seed)
    kind = np.arange(rows) % 3
    length = 15.0 + 20.0 * kind + generator.normal(0.0, 2.0, rows)
    width = 2.0 + 7.0 * kind + generator.normal(0.0, 1.0, rows)
    weight = generator.normal(50_000.0, 9_000.0, rows)
    soil = generator.integers(0, 3, rows)
    frame = polars.DataFrame(
        {
            "length": np.round(length, 1),
            "width": np.round(width, 1),
            "weight": np.round(weight),
            "soil": [SOILS[place] for place in soil],
            "kind": [KINDS[place] for place in kind],
        }
    )
    gap = polars.int_range(polars.len()) == 7
    return frame.with_columns(width=polars.when(gap).then(None).otherwise(polars.col("width")))


SPLIT = Split(test=20.0, validation=10.0)


def flowers(rows: int = 150, split: Split = SPLIT, missing: Missing = "drop") -> Table:
    """The flowers as data: what kind is it?"""
    return Table(
        StoredTable.of(flower_frame(rows)),
        (
            Column("length"),
            Column("width", missing=missing),
            Column("weight"),
            Column("soil", kind="category", categories=SOILS),
            Column("kind", "target", "category", categories=KINDS),
        ),
        split,
        "flowers.csv",
    )


def weights(rows: int = 150) -> Table:
    """The flowers as data: how heavy is it, in micrograms?"""
    return Table(
        StoredTable.of(flower_frame(rows)),
        (Column("length"), Column("width"), Column("weight", "target")),
        Split(test=20.0),
        "flowers.csv",
    )


def project_of(table: Table, hidden: int = 4) -> Project:
    """A small network on it."""
    ends = table.ends
    network = Network(ends.inputs, (Dense(hidden, "tanh"), Dense(ends.outputs, ends.activation)))
    return Project("flowers", network, Training(ends.loss, "adam", 0.03, 16), table, pace=None)
