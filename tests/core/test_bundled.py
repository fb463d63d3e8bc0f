"""Tests of the bundled projects: each keeps the promise of its task line, at a pace at which one can watch it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from core.bundled import NAMES, new_project, open_bundled
from core.data import Points, Table, build
from core.errors import UserError
from core.export import export_onnx
from core.export.proof import rows_asked
from core.probe.neuron_line import given_by, line_of
from core.randomness import stream
from core.snapshot import Score
from core.specs import Project
from core.table.fitted import Scale
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
    "admission": lambda trainer: share(trainer.scores().test) == 1.0,
    "iris": lambda trainer: share(trainer.scores().test) >= 0.95,
    "penguins": lambda trainer: share(trainer.scores().test) >= 0.95,
    "wine": lambda trainer: share(trainer.scores().test) >= 0.95,
    "cancer": lambda trainer: share(trainer.scores().test) >= 0.95,
    "diabetes": lambda trainer: rmse(trainer.scores().test) < 61.0,
    "sum": lambda trainer: rmse(trainer.scores().validation) < 0.05,
    "product": lambda trainer: rmse(trainer.scores().validation) < 0.5,
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
    data = build(project.data)
    is_table = isinstance(project.data, Table)
    x = data.x_test if is_table else data.x
    assert x is not None
    given = rows_asked(project.network, project.data).astype(np.float32) if is_table else x.astype(np.float32)
    answers = onnxruntime.InferenceSession(path).run(None, {"x": given})[0]
    expected = project.network.predict(trainer.theta, x.astype(np.float32))
    scale = Scale() if data.target_scale is None else data.target_scale
    assert np.abs(scale.scaled(answers) - expected).max() <= 1e-5


@pytest.mark.parametrize("name", NAMES)
def test_at_its_pace_a_bundled_project_is_worth_watching_for_five_to_fifteen_seconds(name: str) -> None:
    project = open_bundled(name)
    trainer = trainer_of(project)
    assert not GOALS[name](trainer), "untrained it cannot do it"
    epochs = epochs_to(GOALS[name], trainer, 1000)
    assert epochs is not None and project.pace is not None
    assert 5.0 <= epochs * trainer.steps_per_epoch / project.pace <= 15.0


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("circle", 60), ("xor", 60), ("spiral", 300), ("sine", 1000), ("digits", 20), ("admission", 60), ("iris", 60),
        ("penguins", 20), ("wine", 40), ("cancer", 30), ("diabetes", 40), ("sum", 20), ("product", 150),
    ],
)  # fmt: skip
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


def test_the_line_of_admission_comes_near_the_true_one() -> None:
    project = open_bundled("admission")
    given = given_by(project.data)
    assert given is not None
    for seed in range(4):
        trainer = trainer_of(project, seed)
        trainer.run(epochs=100)
        line = line_of(project.network, trainer.theta, 0, given)
        assert line.w1 / line.w2 == pytest.approx(2.0, abs=0.15)
        assert line.b / line.w2 == pytest.approx(-18.0, abs=0.75)
        for corner in [(4.0, 10.0), (9.0, 0.0)]:  # where the true line leaves the picture
            assert abs(line(corner)) / line.steepness < 0.3


def test_a_linear_neuron_adds_everywhere_and_a_hidden_layer_multiplies_only_where_it_was_trained() -> None:
    for name, least, most in (("sum", 0.0, 0.05), ("product", 10.0, 30.0)):
        project = open_bundled(name)
        trainer = trainer_of(project)
        assert epochs_to(GOALS[name], trainer, 150) is not None
        trainer.run(epochs=1)
        assert least <= rmse(trainer.scores().test) <= most
    project = open_bundled("sum")
    trainer = trainer_of(project)
    trainer.run(epochs=40)
    assert np.allclose(trainer.theta, [1.0, 1.0, 0.0], rtol=0, atol=2e-3)


def test_the_tables_classes_are_told_apart_whichever_rows_test() -> None:
    """Of 10 splits each; iris has a few flowers that look like another kind, so it depends on where these fall."""
    for name, least_mean in (("iris", 0.95), ("penguins", 0.98), ("wine", 0.96), ("cancer", 0.96)):
        project = open_bundled(name)
        assert isinstance(project.data, Table)
        found = []
        for seed in range(10):
            data = project.data.replace(split=project.data.split.replace(seed=seed))
            trainer = trainer_of(project.replace(data=data))
            trainer.run(epochs=60 if name == "iris" else 30)
            found.append(share(trainer.scores().test))
        assert np.mean(found) >= least_mean and min(found) >= 0.9, (name, found)


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
