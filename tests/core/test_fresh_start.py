"""The network that other data begin with."""

import polars
import pytest

from core.bundled import open_bundled
from core.data import Table
from core.data.table import Table as Recipe
from core.fresh_start import fitting_start, hidden_units, start_afresh
from core.loop import Loop
from core.messages import Adopt
from core.specs import Project
from core.table import Column, StoredTable


def recipe(classes: int = 3, rows: int = 60) -> Table:
    names = tuple("abcdefgh"[:classes])
    frame = polars.DataFrame(
        {"x": [float(row) for row in range(rows)], "t": [row * row % 7 for row in range(rows)],
         "kind": [names[row % classes] for row in range(rows)]}
    )  # fmt: skip
    columns = (Column("x"), Column("t"), Column("kind", "target", "category", categories=names))
    return Recipe(StoredTable.of(frame), columns)


@pytest.mark.parametrize(("inputs", "units"), [(1, 8), (8, 8), (11, 11), (16, 16), (500, 16)])
def test_the_hidden_layer_grows_with_the_inputs_within_bounds(inputs: int, units: int) -> None:
    assert hidden_units(inputs) == units


def test_the_ends_are_those_that_the_data_ask_for() -> None:
    start = fitting_start(recipe(3), 60)
    assert start.network.widths == (2, 8, 3)
    assert start.network.output.activation == "softmax"
    assert (start.training.loss, start.training.optimizer) == ("categorical_crossentropy", "adam")
    two = fitting_start(recipe(2), 60)
    assert (two.network.widths, two.network.output.activation) == ((2, 8, 1), "sigmoid")


def test_small_tables_take_ten_seconds_for_fifty_epochs_and_large_ones_run_as_fast_as_they_can() -> None:
    small, large = fitting_start(recipe(), 640), fitting_start(recipe(), 1_000_000)
    assert (small.training.batch_size, small.pace) == (32, 100.0)  # 20 steps an epoch
    assert (large.training.batch_size, large.pace) == (256, None)


def test_a_fresh_start_is_at_epoch_0_with_the_network_made_for_the_data() -> None:
    project = open_bundled("circle")
    loop = Loop(project)
    loop._trainer.run(steps=30)
    edit = start_afresh(project, recipe(), "open a table")
    assert edit.project.data == recipe()
    assert edit.project.task is None and edit.project.seed == Project("", project.network, project.training).seed
    loop._do(Adopt(edit.project, edit.vectors, 1))
    assert loop._trainer.step == 0
    assert loop._trainer.network.widths == (2, 8, 3)
    assert len(loop._trainer.theta) == edit.project.network.size
