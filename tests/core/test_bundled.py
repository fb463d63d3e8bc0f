"""Tests of the bundled projects: each keeps the promise of its task line, at a pace at which one can watch it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from core.bundled import NAMES, new_project, open_bundled
from core.data import Points, build
from core.errors import UserError
from core.export import export_onnx
from core.randomness import stream
from core.snapshot import Score
from core.specs import Project
from core.trainer import Trainer


def share(score: Score | None) -> float:
    assert score is not None and score.correct is not None
    return score.correct / score.count


def rmse(score: Score | None) -> float:
    assert score is not None and score.rmse is not None
    return score.rmse


Goal = Callable[[Trainer], bool]
NOISE = 0.1 / np.sqrt(3.0)
"""The root mean square of sine's noise, even in [-0.1, 0.1]: no curve comes nearer."""

GOALS: dict[str, Goal] = {
    "circle": lambda trainer: share(trainer.scores().test) >= 0.98,
    "xor": lambda trainer: share(trainer.scores().test) >= 0.98,
    "spiral": lambda trainer: share(trainer.scores().test) >= 0.95,
    "sine": lambda trainer: rmse(trainer.scores().test) <= 1.2 * NOISE,
    "segments": lambda trainer: share(trainer.scores().train) == 1.0,
    "digits": lambda trainer: share(trainer.scores().test) >= 0.97,
    "perceptron": lambda trainer: share(trainer.scores().train) == share(trainer.scores().test) == 1.0,
}


def trainer_of(project: Project, seed: int | None = None) -> Trainer:
    assert project.data is not None
    return Trainer(project.network, build(project.data), project.training, seed=project.seed if seed is None else seed)


def epochs_to(goal: Goal, trainer: Trainer, most: int) -> int | None:
    """How many epochs it takes to reach the goal; None: more than `most`."""
    while trainer.epoch < most:
        trainer.run(epochs=1)
        if goal(trainer):
            return trainer.epoch
    return None


@pytest.mark.parametrize("name", NAMES)
def test_onnx_runtime_answers_as_a_trained_bundled_project_does(name: str, tmp_path: Path) -> None:
    project = open_bundled(name)
    trainer = trainer_of(project)
    trainer.run(epochs=20)
    path = tmp_path / f"{name}.onnx"
    export_onnx(project.network, trainer.theta, path, project.data)
    assert project.data is not None
    x = build(project.data).x.astype(np.float32)
    answers = onnxruntime.InferenceSession(path).run(None, {"x": x})[0]
    assert np.abs(answers - project.network.predict(trainer.theta, x)).max() <= 1e-5


@pytest.mark.parametrize("name", NAMES)
def test_at_its_pace_a_bundled_project_is_worth_watching_for_five_to_fifteen_seconds(name: str) -> None:
    project = open_bundled(name)
    trainer = trainer_of(project)
    assert not GOALS[name](trainer), "untrained it cannot do it"
    epochs = epochs_to(GOALS[name], trainer, 1000)
    assert epochs is not None and project.pace is not None
    assert 5.0 <= epochs * trainer.steps_per_epoch / project.pace <= 15.0


@pytest.mark.parametrize(
    ("name", "most"), [("circle", 60), ("xor", 60), ("spiral", 300), ("sine", 1000), ("digits", 20)]
)
def test_new_weights_reach_the_goal_too(name: str, most: int) -> None:
    project = open_bundled(name)
    needed = {seed: epochs_to(GOALS[name], trainer_of(project, seed), most) for seed in range(6)}
    assert None not in needed.values(), needed


def test_nearly_every_seed_teaches_the_segments_to_read_all_ten_digits() -> None:
    project = open_bundled("segments")
    readers = 0
    for seed in range(50):
        trainer = trainer_of(project, seed)
        trainer.run(epochs=1000)
        assert project.data is not None
        data = build(project.data)
        outputs = project.network.predict(trainer.theta, data.x)
        # Strictly: the digit's own output is the largest, and at least one half.
        is_read = (np.argmax(outputs, axis=1) == np.arange(10)) & (outputs.max(axis=1) >= 0.5)
        assert np.count_nonzero(is_read) == trainer.snapshot(False, 0.0).train.correct  # type: ignore[union-attr]
        readers += bool(is_read.all())
    assert readers >= 49


def test_from_any_first_weights_the_perceptron_parts_the_clouds_and_then_moves_no_more() -> None:
    project = open_bundled("perceptron")
    for seed in range(40):
        trainer = trainer_of(project, seed)
        assert epochs_to(GOALS["perceptron"], trainer, 6) is not None, seed
        theta = trainer.theta.copy()
        trainer.run(epochs=2)
        assert np.array_equal(trainer.theta, theta), "a point on its side moves nothing"


def test_the_perceptron_learns_by_the_textbooks_rule() -> None:
    """w <- w + lr (t - o) x and b <- b + lr (t - o), one sample after the other."""
    project = open_bundled("perceptron")
    assert project.data is not None and project.training.batch_size == 1
    data = build(project.data)
    network = project.network.replace(dtype="float64")
    trainer = Trainer(network, data, project.training, seed=project.seed)
    order = stream(project.seed, "shuffling").permutation(len(data.x))
    view = network.views(trainer.theta.copy())[0]
    w, b = view["weights"][:, 0].copy(), float(view["biases"][0])
    for row in order:
        trainer.run(steps=1)
        error = data.y[row, 0] - float(data.x[row] @ w + b >= 0.0)
        w, b = w + 0.1 * error * data.x[row], b + 0.1 * error
        learned = network.views(trainer.theta)[0]
        assert np.allclose(learned["weights"][:, 0], w, rtol=0, atol=1e-12) and abs(learned["biases"][0] - b) < 1e-12


def test_no_line_parts_xor_so_the_perceptron_never_rests() -> None:
    project = open_bundled("perceptron")
    trainer = trainer_of(project.replace(data=Points("xor")))
    trainer.run(epochs=20)
    theta = trainer.theta.copy()
    trainer.run(epochs=1)
    assert share(trainer.scores().train) < 0.9 and not np.array_equal(trainer.theta, theta)


def test_no_bundled_project_goes_untested() -> None:
    assert GOALS.keys() == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_task_says_what_is_wanted_when_it_is_done_and_two_things_to_try(name: str) -> None:
    task = open_bundled(name).task
    assert task is not None and task.goal and task.done and len(task.tries) == 2 and task.shown


def test_what_new_gives_can_be_trained() -> None:
    project = new_project()
    trainer = trainer_of(project)
    trainer.run(epochs=3)
    assert trainer.epoch == 3 and project.network.size == 3


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="no bundled project called 'moon'") as caught:
        open_bundled("moon")
    assert all(name in caught.value.hint for name in NAMES)
