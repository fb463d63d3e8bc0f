"""Tests of edits of weights: what they come to, what they are called, and what they refuse."""

from pathlib import Path

import numpy as np
import pytest

from core import layout
from core.bundled import open_bundled
from core.data import build
from core.data.recipes import Points
from core.edits import Edit
from core.errors import UserError
from core.layers import BatchNormalization, Dense
from core.moves import BIAS, Fill, Randomize, Region, Write
from core.network import Network
from core.overwrite import overwrite
from core.project import Saved, open_project, save_project
from core.regions import gather, into, whole
from core.specs import Project
from core.surgery import remove_unit, set_units
from core.trainer import Trainer
from core.training import Training
from core.weight_names import as_table, parameter_name, rename_parameter
from core.weights import all_cut, all_locked, cut, fill, is_cut, is_locked, lock, randomize, restore, unlock, write

PROJECT = Project(
    "Test",
    Network(2, (Dense(3, "tanh"), Dense(2, "tanh", use_bias=False), Dense(1, "sigmoid"))),
    Training("binary_crossentropy", "adam", 0.05, 10, l2=0.01),
    Points("circle", samples=40),
    seed=3,
)
ROW = Region(0, (BIAS, 0, 1), (2,))
"""All that the third neuron of the first layer adds up."""


def trained(project: Project, steps: int = 20) -> Trainer:
    assert project.data is not None
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(steps=steps)
    return trainer


# Numbers -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "value", "text"),
    [
        ((0, 0, 1), 0.1, "set weight x₁ → Hidden 1 · 2 to 0.1"),
        ((0, BIAS, 1), -2.0, "set bias of Hidden 1 · 2 to \N{MINUS SIGN}2"),
        ((2, 1, 0), 1 / 3, "set weight Hidden 2 · 2 → Output to 0.33333334"),
    ],
)
def test_a_typed_number_says_where_it_goes(place: tuple[int, int, int], value: float, text: str) -> None:
    edit = write(PROJECT, [place], [value])
    assert edit == Edit(text, PROJECT, Write((place,), (value,)))


def test_weights_into_named_neurons_and_classes_are_called_by_these() -> None:
    digits = open_bundled("segments")
    named = digits.network.with_dense(0, digits.network.dense[0].replace(unit_names=((1, "bar"),)))
    project = digits.replace(network=named)
    assert write(project, [(0, 0, 1)], [0.5]).text == "set weight a → bar to 0.5"
    assert write(project, [(1, 1, 7)], [0.5]).text == "set weight bar → Output 7 to 0.5"


def test_a_number_typed_for_a_cut_connection_restores_it() -> None:
    project = cut(PROJECT, [ROW]).project
    edit = write(project, [(0, 1, 2)], [0.5])
    assert edit.project.network.dense[0].cut == ((0, 2),)


@pytest.mark.parametrize(
    "place", [(3, 0, 0), (-1, 0, 0), (0, 2, 0), (0, 0, 3), (0, -2, 0), (1, BIAS, 0)], ids=lambda place: str(place)
)
def test_a_place_that_is_not_there_refuses(place: tuple[int, int, int]) -> None:
    with pytest.raises(UserError, match="no weight"):
        write(PROJECT, [place], [0.0])


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e39])
def test_a_number_that_the_network_cannot_hold_refuses(value: float) -> None:
    with pytest.raises(UserError, match="cannot be"):
        write(PROJECT, [(0, 0, 0)], [value])
    with pytest.raises(UserError, match="cannot be"):
        fill(PROJECT, [ROW], value)


def test_regions_are_filled_and_drawn_and_nothing_else_is() -> None:
    network = PROJECT.network.replace(layers=(BatchNormalization(), *PROJECT.network.layers))
    theta = network.initial(seed=1)
    theta[...] = 9.0
    numbers, written = overwrite(network, Fill((ROW,), 0.5), theta, 0, 0)
    first = network.dense_views(numbers)[0]
    assert (first["weights"][:, 2] == 0.5).all() and first["biases"][2] == 0.5
    assert written.sum() == 3 and (numbers[~written] == 9.0).all() and (theta == 9.0).all()
    drawn, written = overwrite(network, Randomize((ROW,)), theta, 0, 0)
    again, _ = overwrite(network, Randomize((ROW,)), theta, 0, 1)
    views = network.dense_views(drawn)[0]
    assert written.sum() == 3 and (drawn[~written] == 9.0).all() and views["biases"][2] == 0.0
    assert len({*views["weights"][:, 2], *network.dense_views(again)[0]["weights"][:, 2]}) == 4, "another draw"


def test_drawing_leaves_alone_what_is_locked_or_cut() -> None:
    project = cut(lock(PROJECT, [Region(0, (BIAS, 0), (2,))]).project, [Region(0, (1,), (2,))]).project
    theta = np.full(project.network.size, 9.0, np.float32)
    numbers, _ = overwrite(project.network, Randomize(tuple(whole(project.network))), theta, 0, 0)
    views = project.network.dense_views(numbers)[0]
    assert views["weights"][0, 2] == views["biases"][2] == 9.0 and views["weights"][1, 2] == 0.0
    assert (views["weights"][:, :2] != 9.0).all()


def test_many_are_counted_in_words_and_biases_that_are_not_there_left_out() -> None:
    assert fill(PROJECT, [ROW], 0.0).text == "set 2 weights and 1 bias to 0"
    row = Region(1, (BIAS, 0, 1, 2), (0, 1))
    assert randomize(PROJECT, [row]) == Edit("randomize 6 weights", PROJECT, Randomize((Region(1, (0, 1, 2), (0, 1)),)))


# Locks and cuts ------------------------------------------------------------------------------------------------------


def test_what_is_locked_survives_training_and_a_single_bias_can_be() -> None:
    project = lock(PROJECT, [Region(0, (BIAS, 1), (2,))]).project
    assert project.network.dense[0].locked == ((BIAS, 2), (1, 2))
    first, last = project.network.initial(3, build(project.data).x), trained(project).theta
    before, after = (project.network.dense_views(theta)[0] for theta in (first, last))
    assert before["weights"][1, 2] == after["weights"][1, 2] and before["biases"][2] == after["biases"][2]
    assert (before["weights"][0] != after["weights"][0]).all() and (before["biases"][:2] != after["biases"][:2]).all()


def test_what_is_cut_is_zero_and_stays_zero() -> None:
    edit = cut(PROJECT, [ROW])
    assert edit.vectors == Fill((Region(0, (0, 1), (2,)),), 0.0), "the bias stays"
    views = edit.project.network.dense_views(trained(edit.project).theta)[0]
    assert not views["weights"][:, 2].any() and views["biases"][2] and views["weights"][:, :2].all()


def test_a_bias_cannot_be_cut() -> None:
    with pytest.raises(UserError, match="cannot be cut"):
        cut(PROJECT, [Region(0, (BIAS,), (0, 1))])
    with pytest.raises(UserError, match="below 0"):
        Dense(2, cut=((BIAS, 0),))


def test_cutting_unlocks_and_restoring_touches_only_what_was_cut() -> None:
    project = cut(lock(PROJECT, [ROW]).project, [Region(0, (0,), (2,))]).project
    assert project.network.dense[0].cut == ((0, 2),) and project.network.dense[0].locked == ((BIAS, 2), (1, 2))
    edit = restore(project, whole(project.network))
    assert edit.text == "restore weight x₁ → Hidden 1 · 3"
    assert edit.project.network.dense[0].cut == () and edit.vectors == Fill((Region(0, (0,), (2,)),), 0.0)
    nothing = restore(PROJECT, whole(PROJECT.network))
    assert (nothing.project, nothing.vectors) == (PROJECT, None)


def test_one_bias_of_a_layer_that_was_locked_as_a_whole_is_unlocked_alone() -> None:
    network = PROJECT.network.with_dense(0, PROJECT.network.dense[0].replace(lock_biases=True))
    project = PROJECT.replace(network=network)
    assert all_locked(network, [Region(0, (BIAS,), (0, 1, 2))]) and is_locked(network, 0, BIAS, 1)
    layer = unlock(project, [Region(0, (BIAS,), (1,))]).project.network.dense[0]
    assert not layer.lock_biases and layer.locked == ((BIAS, 0), (BIAS, 2))
    assert unlock(project, [Region(0, (0,), (1,))]).project == project


def test_all_is_said_only_of_all() -> None:
    network = cut(lock(PROJECT, [ROW]).project, [Region(0, (0,), (2,))]).project.network
    assert all_locked(network, [ROW]) and not all_cut(network, [ROW])
    assert all_cut(network, [Region(0, (BIAS, 0), (2,))]) and is_cut(network, 0, 0, 2)
    assert not all_locked(network, whole(network)) and not all_cut(network, [Region(0, (BIAS,), (0,))])
    assert not all_locked(network, [Region(0, (0,), (2,))]), "it is cut"


def test_too_many_to_write_down_one_by_one_refuse() -> None:
    project = Project("Wide", Network(300, (Dense(300), Dense(1))), Training())
    wide = Region(0, tuple(range(300)), tuple(range(300)))
    for edit in (lock, cut):
        with pytest.raises(UserError, match="90,000 weights are too many"):
            edit(project, [wide])
    part = lock(project, [Region(0, tuple(range(300)), tuple(range(60)))]).project
    with pytest.raises(UserError, match="too many"):
        lock(part, [Region(0, tuple(range(300)), tuple(range(60, 120)))])
    assert unlock(part, [wide]).project == project
    assert fill(project, [wide], 0.0).vectors == Fill((wide,), 0.0), "as one region"


def test_locks_of_biases_go_along_with_their_neurons() -> None:
    network = lock(PROJECT, [ROW]).project.network
    assert remove_unit(network, 0, 0).network.dense[0].locked == ((BIAS, 1), (0, 1), (1, 1))
    assert set_units(network, 0, 2).network.dense[0].locked == ()
    free, _ = layout.masks(remove_unit(network, 0, 0).network)
    assert free is not None and (~free).sum() == 3


# Names and table -----------------------------------------------------------------------------------------------------


def test_textbook_names_are_numbered_through_the_whole_network() -> None:
    network = PROJECT.network
    in_order = [
        parameter_name(network, layer, input, unit)
        for layer, own in enumerate(network.dense)
        for unit in range(own.units)
        for input in range(network.widths[layer])
    ]
    assert in_order == [f"w{number}" for number in range(1, 15)]
    biases = [(0, 0), (0, 1), (0, 2), (2, 0)]
    assert [parameter_name(network, layer, BIAS, unit) for layer, unit in biases] == ["b1", "b2", "b3", "b4"]


def test_a_name_is_given_and_taken_away() -> None:
    edit = rename_parameter(PROJECT, (0, 1, 2), "  slope\n ")
    assert edit.text == "call weight x₂ → Hidden 1 · 3 slope" and edit.vectors is None
    assert parameter_name(edit.project.network, 0, 1, 2) == "slope"
    both = rename_parameter(edit.project, (0, BIAS, 0), "offset").project
    assert both.network.dense[0].parameter_names == ((BIAS, 0, "offset"), (1, 2, "slope"))
    for none in (None, "", "w6"):
        assert rename_parameter(edit.project, (0, 1, 2), none).project == PROJECT
    with pytest.raises(UserError):
        rename_parameter(PROJECT, (0, 1, 2), "x" * 41)


def test_the_table_reads_back_bit_for_bit() -> None:
    project = rename_parameter(lock(cut(PROJECT, [Region(0, (0,), (0,))]).project, [ROW]).project, (0, 1, 0), "k")
    trainer = trained(project.project)
    header, *lines = as_table(project.project, trainer.theta).splitlines()
    assert header == "name\tfrom\tto\tvalue\tstate" and len(lines) == 18
    rows = [line.split("\t") for line in lines]
    assert [row[0] for row in rows[:4]] == ["w1", "k", "b1", "w3"]
    assert rows[0][1:] == ["x₁", "Hidden 1 · 1", "0", "cut"] and rows[2][1] == "bias"
    assert [row[4] for row in rows[6:9]] == ["locked"] * 3 and rows[1][4] == ""
    back = np.array([row[3] for row in rows]).astype(np.float32)
    assert np.array_equal(np.sort(back), np.sort(trainer.theta))
    some = as_table(PROJECT, trainer.theta, gather([(2, 1, 0), (2, BIAS, 0)]))
    assert [line.split("\t")[0] for line in some.splitlines()] == ["name", "w14", "b4"]


def test_locks_cuts_and_names_are_saved_with_the_project(tmp_path: Path) -> None:
    project = cut(lock(PROJECT, [Region(0, into(PROJECT.network, 0, 1), (1,))]).project, [ROW]).project
    project = rename_parameter(project, (0, BIAS, 0), "offset").project
    trainer = trained(project)
    save_project(Saved(project, trainer.state()), tmp_path / "a.neuroloom")
    opened = open_project(tmp_path / "a.neuroloom")
    assert opened.project == project
    again = Trainer(project.network, build(project.data), project.training, seed=3, state=opened.state)
    for one in (again, trainer):
        one.run(steps=7)
    assert again.theta.tobytes() == trainer.theta.tobytes()


def test_a_weight_cannot_have_a_name_with_which_its_layer_could_not_be_pasted() -> None:
    with pytest.raises(UserError, match="control characters"):
        rename_parameter(PROJECT, (0, 0, 0), "a\x07b")
