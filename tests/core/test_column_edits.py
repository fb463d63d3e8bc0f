"""Edits of a table's columns: what was learned of those that stay, stays."""

import numpy as np
import polars
import pytest

from core.column_edits import choose_target, replace_column, set_columns, with_columns
from core.data import Points, Table, build
from core.edits import choose_data
from core.errors import UserError
from core.moves import Stay
from core.specs import Task
from core.table import Column, Split, StoredTable
from core.trainer import Trainer
from core.transplant import transplant
from tests.flowers import flowers, project_of, weights


def moved(project, edit, theta):
    """theta after the edit, checked by the trainer."""
    if edit.vectors is None:
        return theta
    memory = np.zeros((0, project.network.size), project.network.dtype)
    return transplant(project.network, edit.project.network, edit.vectors, theta, memory, 0, 0)[0]


def first_weights(network, theta):
    return network.views(theta)[0]["weights"]


@pytest.fixture
def project():
    return project_of(flowers())


@pytest.fixture
def theta(project):
    return project.network.initial(seed=3)


def off(table, name):
    column = next(one for one in table.columns if one.name == name)
    return with_columns(table, replace_column(table.columns, name, column.replace(role="ignored")))


def test_a_column_that_goes_takes_its_weights_along_and_the_others_keep_theirs(project, theta):
    # The inputs are length, width, weight, soil = clay, soil = peat, soil = sand.
    edit = set_columns(project, off(project.data, "weight"))
    assert edit.text == "switch off weight"
    before, after = first_weights(project.network, theta), moved(project, edit, theta)
    assert np.array_equal(first_weights(edit.project.network, after), before[[0, 1, 3, 4, 5]])
    assert np.array_equal(edit.project.network.views(after)[1]["weights"], project.network.views(theta)[1]["weights"])


def test_a_column_that_comes_weighs_nothing_so_that_the_answers_are_the_same(project, theta):
    less = set_columns(project, off(project.data, "soil"))
    narrow = moved(project, less, theta)
    more = set_columns(less.project, project.data)
    assert more.text == "switch on soil"
    wide = moved(less.project, more, narrow)
    assert np.array_equal(first_weights(more.project.network, wide)[:3], first_weights(project.network, theta)[:3])
    assert not first_weights(more.project.network, wide)[3:].any()
    answers = [
        step.network.predict(vector, build(step.data).x.astype("float32"))
        for step, vector in ((less.project, narrow), (more.project, wide))
    ]
    assert answers[0] == pytest.approx(answers[1], abs=1e-6)


def test_columns_in_another_order_take_their_weights_along(project, theta):
    columns = project.data.columns
    edit = set_columns(project, with_columns(project.data, (columns[2], columns[0], columns[1], *columns[3:])))
    after = moved(project, edit, theta)
    assert np.array_equal(
        first_weights(edit.project.network, after), first_weights(project.network, theta)[[2, 0, 1, 3, 4, 5]]
    )


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda column: column.replace(scaling="min-max"), "set scaling of weight"),
        (lambda column: column.replace(missing="drop"), "set gaps of weight"),
    ],
)
def test_scaling_and_gaps_leave_the_network_but_undo_brings_its_training_back(project, change, text):
    data = project.data
    columns = replace_column(data.columns, "weight", change(data.columns[2]))
    edit = set_columns(project, with_columns(data, columns))
    assert (edit.text, edit.vectors, edit.project.network) == (text, Stay(), project.network)
    assert edit.project.data.columns == columns


@pytest.mark.parametrize(
    ("split", "text"),
    [
        (Split(test=30.0, validation=20.0), "set split to 50, 20, 30 %"),
        (Split(test=20.0, validation=10.0, seed=4), "set seed of the split to 4"),
        (Split("group", test=20.0, validation=10.0, column="soil"), "split by soil"),
        (Split(test=20.0, validation=10.0, stratified=False), "do not stratify the split"),
    ],
)
def test_a_split_leaves_the_network(project, split, text):
    edit = set_columns(project, project.data.replace(split=split))
    assert (edit.text, edit.vectors, edit.project.network) == (text, None, project.network)


def test_another_target_draws_the_last_layer_anew_and_asks_for_its_loss(project, theta):
    project = project.replace(task=Task("Tell the kinds apart."))
    data = project.data
    table = with_columns(data, choose_target(data.columns, "weight"))
    edit = set_columns(project, table)
    network = edit.project.network
    assert edit.text == "set target to weight"
    assert (network.inputs, network.outputs, network.output.activation) == (5, 1, "linear")
    assert (edit.project.training.loss, edit.project.task) == ("mse", None)
    after = moved(project, edit, theta)
    assert np.array_equal(first_weights(network, after), first_weights(project.network, theta)[[0, 1, 3, 4, 5]])
    Trainer(network, build(table), edit.project.training).check_can_train()


def test_where_no_column_stays_both_ends_follow():
    project = project_of(weights())
    data = project.data
    columns = (Column("soil", kind="category", categories=("clay", "peat", "sand")), Column("weight", "target"))
    edit = set_columns(project, with_columns(data, columns), "choose columns")
    other = choose_data(project, with_columns(data, columns), "choose columns")
    assert (edit.text, edit.project) == ("choose columns", other.project)
    assert edit.vectors == other.vectors


def test_another_table_is_other_data():
    project = project_of(weights()).replace(data=None)
    points = choose_data(project, Points("circle"), "choose Circle").project
    edit = set_columns(points, flowers())
    assert (edit.text, edit.project.network.inputs, edit.project.network.outputs) == ("choose another table", 6, 3)


def test_a_table_of_which_no_row_is_left_is_refused_and_nothing_has_changed():
    rows = polars.DataFrame({"a": [1.0, None], "b": [None, 2.0], "c": [1.0, 2.0]})
    table = Table(StoredTable.of(rows), (Column("a"), Column("b", missing="fill"), Column("c", "target")), Split())
    project = project_of(table)
    columns = tuple(column.replace(missing="drop") for column in table.columns)
    with pytest.raises(UserError, match="No row is left"):
        set_columns(project, with_columns(table, columns))


def test_samples_of_ones_own_go_along_with_the_columns():
    table = flowers()
    row = (20.0, 3.0, 40_000.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0)  # on peat, a versicolor
    table = table.replace(added=(row,))
    assert off(table, "weight").added == ((20.0, 3.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0),)
    # Its weight is not known any more where the column comes back: the mean of the rows that are trained on.
    again = with_columns(off(table, "weight"), table.columns)
    mean = table.prepared.fitted.fills[2]
    assert again.added == ((20.0, 3.0, mean, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0),)
    assert with_columns(table, choose_target(table.columns, "weight")).added == ()
