"""Runs: what is kept of a training, and that it is enough to go on from."""

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import build
from core.errors import UserError
from core.runs import COLUMN, are_comparable, finite, lightened, run_of, score_on, watched_kind, what_it_is
from core.specs import Project
from core.state import State
from core.trainer import Trainer


def trained(project: Project, steps: int) -> Trainer:
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(steps=steps)
    return trainer


def state_of(name: str, steps: int) -> tuple[Project, State]:
    project = open_bundled(name)
    return project, trained(project, steps).state()


def test_a_run_holds_the_scores_of_its_very_moment_and_the_curve_ends_there() -> None:
    project = open_bundled("circle")
    trainer = trained(project, 60)  # 25 steps make an epoch
    run = run_of("Run 1", project, trainer.state())
    scores = trainer.scores()
    assert run.scores.train is not None and scores.train is not None and run.scores.test is not None
    assert run.scores.train.loss == scores.train.loss
    assert (run.step, run.epoch) == (60, 2)
    assert np.array_equal(run.curve[:-1], trainer.curve, equal_nan=True)
    last = run.curve[-1]
    assert last[:2].tolist() == [60, 2 + 10 / 25]
    for (measure, kind), column in COLUMN.items():
        score = score_on(scores, kind)
        if score is None:
            assert np.isnan(last[column])
        else:
            assert score.correct is not None
            assert last[column] == (score.loss if measure == "loss" else score.correct / score.count)


def test_at_the_end_of_an_epoch_the_curve_is_the_training_s_own() -> None:
    project, state = state_of("circle", 50)
    assert np.array_equal(run_of("Run 1", project, state).curve, state.curve, equal_nan=True)


def test_a_kept_run_goes_on_bit_for_bit() -> None:
    project = open_bundled("circle")
    trainer = trained(project, 60)
    run = run_of("Run 1", project, trainer.state())
    trainer.run(steps=100)
    again = Trainer(project.network, build(project.data), project.training, seed=project.seed, state=run.state)
    again.run(steps=100)
    assert np.array_equal(again.theta, trainer.theta)


def test_a_state_of_another_network_is_refused() -> None:
    _, state = state_of("circle", 1)
    with pytest.raises(UserError, match="theta"):
        run_of("Run 1", open_bundled("xor"), state)


def test_what_is_watched_is_validation_else_test_else_training() -> None:
    project, state = state_of("circle", 25)
    assert watched_kind(run_of("", project, state).scores) == "test"
    aside = project.replace(training=project.training.replace(validation_share=20.0))
    assert watched_kind(run_of("", aside, trained(aside, 25).state()).scores) == "validation"
    shapes, state = state_of("segments", 5)
    assert watched_kind(run_of("", shapes, state).scores) == "training"


def test_a_run_is_described_by_its_widths_activations_optimizer_and_rate() -> None:
    assert what_it_is(open_bundled("circle")) == "2-4-3-1 tanh, SGD 0.1"
    project = open_bundled("circle")
    mixed = project.network.with_dense(1, project.network.dense[1].replace(activation="relu"))
    training = project.training.replace(optimizer="adam", learning_rate=0.003)
    assert what_it_is(project.replace(network=mixed, training=training)) == "2-4-3-1 tanh and ReLU, Adam 0.003"
    assert what_it_is(open_bundled("perceptron")).startswith("2-1 ")


def test_losses_compare_where_they_are_the_same_and_scores_where_both_are_classes_or_numbers() -> None:
    circle, sine, digits = open_bundled("circle"), open_bundled("sine"), open_bundled("digits")
    other = circle.replace(training=circle.training.replace(loss="mse"))
    assert are_comparable("loss", circle, circle.replace(seed=9))
    assert not are_comparable("loss", circle, other)
    assert are_comparable("score", circle, other)
    assert are_comparable("score", circle, digits)
    assert not are_comparable("score", circle, sine)


def test_the_oldest_states_make_room_and_their_curves_stay() -> None:
    project, state = state_of("circle", 25)
    runs = [run_of(f"Run {number}", project, state) for number in range(4)]
    kept = lightened(runs, 2 * state.nbytes + 10)
    assert [run.state is None for run in kept] == [True, True, False, False]
    assert all(np.array_equal(run.curve, state.curve, equal_nan=True) for run in kept)
    assert lightened(runs, 10**9) == runs
    assert [run.state is None for run in lightened(runs, 1)] == [True, True, True, False], "the newest can be opened"


def test_points_without_a_number_and_columns_that_are_not_there_are_left_out() -> None:
    curve = np.array([[0.0, 0.0, 1.0], [10.0, 1.0, np.nan], [20.0, 2.0, 3.0]])
    epochs, values = finite(curve, 2)
    assert (epochs.tolist(), values.tolist()) == ([0.0, 2.0], [1.0, 3.0])
    assert finite(curve, 9)[0].tolist() == []
