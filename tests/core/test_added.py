"""Samples added by hand: part of what is trained on, of the file and of undo, and of nothing else."""

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import Digits, Points, Recipe, Segments, build
from core.edits import add_sample, remove_added, remove_sample
from core.errors import UserError
from core.project import Saved, open_project, save_project
from core.trainer import Trainer

SHAPE = (1.0, 0.0, 0.7, 0.0, 1.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("recipe", "row", "x", "y"),
    [
        (Points("circle", features=("x1", "x2^2")), (2.0, -3.0, 1.0), [2.0, 9.0], [1.0]),
        (Points("sine"), (0.5, -0.25), [0.5], [-0.25]),
        (Points("plane"), (1.0, 2.0, 0.25), [1.0, 2.0], [0.25]),
        (Segments(noise=5.0), (*SHAPE, *np.eye(10)[4]), SHAPE, np.eye(10)[4]),
        (Digits(), (*np.linspace(0, 1, 64), *np.eye(10)[7]), np.linspace(0, 1, 64), np.eye(10)[7]),
    ],
)
def test_they_come_last_among_what_is_trained_on(recipe: Recipe, row: tuple, x: list, y: list) -> None:
    plain, own = build(recipe), build(recipe.replace(added=(row, row)))
    assert len(own.x) == len(plain.x) + 2
    assert np.array_equal(own.x[:-2], plain.x) and np.array_equal(own.y[:-2], plain.y)
    assert own.x[-1] == pytest.approx(np.array(x)) and own.y[-1] == pytest.approx(np.array(y))
    assert own.places[-1] == pytest.approx(np.array(row[: own.places.shape[1]]))
    assert np.array_equal(own.x_test, plain.x_test)


@pytest.mark.parametrize(
    ("recipe", "row"),
    [
        (Points("circle"), (1.0, 1.0)),
        (Points("circle"), (1.0, np.nan, 1.0)),
        (Points("circle"), (1.0, 1.0, 2.0)),
        (Points("sine"), (1.0, 2.0, 3.0)),
        (Segments(), (0.0,) * 16),
        (Digits(), (0.0,) * 73 + (-1.0,)),
        (Digits(), (0.0,) * 74),
        (Digits(), (0.0,) * 64 + (0.5, 0.5) + (0.0,) * 8),
        (Segments(), (*SHAPE, 1.0, 1.0, *(0.0,) * 8)),
        (Points("circle"), (1.0, 1.0, 0.5)),
    ],
)
def test_what_is_no_sample_of_the_data_is_refused(recipe: Recipe, row: tuple) -> None:
    with pytest.raises(UserError):
        recipe.replace(added=(row,))


def test_there_is_an_end_to_them() -> None:
    Points("circle", added=((1.0, 1.0, 1.0),) * 1000)
    with pytest.raises(UserError, match="too many"):
        Points("circle", added=((1.0, 1.0, 1.0),) * 1001)


def test_an_edit_adds_one_and_another_removes_all(tmp_path: object) -> None:
    project = open_bundled("circle")
    once = add_sample(project, np.array([1.0, 2.0]), np.array([1.0]))
    assert once.vectors is None and once.project.network == project.network and once.project.task == project.task
    twice = add_sample(once.project, np.array([3.0, 2.0]), np.array([0.0]))
    assert twice.project.data.added == ((1.0, 2.0, 1.0), (3.0, 2.0, 0.0))
    gone = remove_added(twice.project)
    assert gone.project == project and gone.text == "remove 2 samples of your own"
    with pytest.raises(UserError, match="no target"):
        add_sample(project, np.array([1.0, 2.0]), None)


def test_a_file_brings_them_back(tmp_path) -> None:
    edit = add_sample(open_bundled("circle"), np.array([1.0, 2.0]), np.array([1.0]))
    project = edit.project
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    save_project(Saved(project, trainer.state()), tmp_path / "own.neuroloom")
    assert open_project(tmp_path / "own.neuroloom").project == project


def test_one_of_them_goes_and_the_others_keep_their_order() -> None:
    project = open_bundled("circle")
    for number in range(3):
        project = add_sample(project, np.array([number, -number]), np.array([1.0])).project
    left = remove_sample(project, 1).project
    assert left.data.added == ((0.0, 0.0, 1.0), (2.0, -2.0, 1.0))
    assert remove_sample(left, 2).project is left and remove_sample(left, -1).project is left
