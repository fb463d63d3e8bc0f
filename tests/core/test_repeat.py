"""Repeating: each seed trains as the window would, and what is counted is what plain trainers come to."""

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import build
from core.errors import UserError
from core.repeat import Attempt, Goal, repeat, seeds, tally
from core.specs import Project
from core.trainer import Trainer

GOAL = Goal("score", 0.95, 3)


def quick(name: str = "xor", **training: object) -> Project:
    project = open_bundled(name)
    return project.replace(training=project.training.replace(**{"learning_rate": 0.02, **training}))


def by_hand(project: Project, goal: float, most: int) -> int | None:
    """The first epoch at whose end a plain trainer has this test accuracy."""
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    for epoch in range(1, most + 1):
        trainer.run(epochs=1)
        test = trainer.scores().test
        assert test is not None and test.correct is not None
        if test.correct / test.count >= goal:
            return epoch
    return None


def test_it_counts_what_plain_trainers_come_to() -> None:
    project = quick()
    outcomes = list(repeat(project, 6, GOAL))
    expected = [by_hand(project.replace(seed=project.seed + ahead), 0.95, 3) for ahead in range(6)]
    assert [outcome.reached for outcome in outcomes] == expected
    assert [outcome.run.project.seed for outcome in outcomes] == [project.seed + ahead for ahead in range(6)]
    reached = [epoch for epoch in expected if epoch is not None]
    assert 0 < len(reached) < 6, "nothing would be proved if all, or none, came there"
    found = tally(outcomes)
    assert (found.reached, found.count) == (len(reached), 6)
    assert (found.fewest, found.median, found.most) == (min(reached), np.median(reached), max(reached))


def test_a_seed_comes_to_the_weights_of_one_long_training_however_often_it_is_interrupted() -> None:
    project = quick(optimizer="adam").replace(seed=5)
    trainer = Trainer(project.network, build(project.data), project.training, seed=5)
    trainer.run(epochs=7)
    attempt, asked = Attempt(project, Goal("loss", 0.0, 7)), 0
    outcome = None
    while outcome is None:

        def is_wanted() -> bool:
            nonlocal asked
            asked += 1
            return asked % 9 != 0

        outcome = attempt.go_on(is_wanted)
    assert asked > 100
    assert outcome.run.state is not None
    assert np.array_equal(outcome.run.state.theta, trainer.theta)
    assert np.array_equal(outcome.run.curve, trainer.curve, equal_nan=True)
    assert (outcome.run.epoch, outcome.reached, outcome.run.ended) == (7, None, "7 epochs are over.")


def test_the_run_ends_where_the_goal_is_reached_and_says_so() -> None:
    project = quick()
    outcome = Attempt(project, Goal("loss", 0.6, 50)).go_on(lambda: True)
    assert outcome is not None and outcome.reached is not None
    assert outcome.run.epoch == outcome.reached
    assert outcome.run.ended == f"Reached the goal after epoch {outcome.reached}."
    losses = outcome.run.curve[:, 3]
    assert losses[-1] <= 0.6 and (losses[1:-1] > 0.6).all()


def test_after_many_epochs_the_goal_is_still_found_at_its_very_epoch() -> None:
    """The curve is thinned by then: not every epoch has a point."""
    project = open_bundled("segments")
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(epochs=700)
    losses = []
    for _ in range(3):
        trainer.run(epochs=1)
        train = trainer.scores().train
        assert train is not None
        losses.append(train.loss)
    assert trainer.stride > 1 and losses[0] > losses[1] > losses[2]
    for ahead, loss in enumerate(losses, start=1):
        outcome = Attempt(project, Goal("loss", loss, 2000)).go_on(lambda: True)
        assert outcome is not None and outcome.reached == 700 + ahead


def test_an_error_is_reached_from_above_and_a_share_from_below() -> None:
    error = Goal("score", 0.3, 1)
    assert error.is_reached(0.29, is_share=False) and not error.is_reached(0.31, is_share=False)
    assert error.is_reached(0.31, is_share=True) and not error.is_reached(0.29, is_share=True)
    assert Goal("score", 98.4 / 100.0, 1).is_reached(123 / 125, is_share=True)


def test_training_that_breaks_off_has_not_reached_the_goal_and_says_why() -> None:
    project = open_bundled("sine")
    project = project.replace(training=project.training.replace(optimizer="sgd", learning_rate=1e6))
    outcomes = list(repeat(project, 2, Goal("loss", 1e-9, 5)))
    assert [outcome.reached for outcome in outcomes] == [None, None]
    assert not any(outcome.is_over for outcome in outcomes)
    assert all("the numbers became too large" in outcome.run.ended for outcome in outcomes)
    assert all(np.isfinite(outcome.run.state.theta).all() for outcome in outcomes if outcome.run.state is not None)


def test_early_stopping_ends_a_seed_and_its_best_weights_are_what_counts() -> None:
    project = quick(patience=1, validation_share=20.0, learning_rate=0.3)
    outcome = Attempt(project, Goal("score", 1.0, 500)).go_on(lambda: True)
    assert outcome is not None and "the validation loss has not become better" in outcome.run.ended
    assert outcome.run.epoch < 500
    assert outcome.is_over == (outcome.reached is not None)
    validation = outcome.run.scores.validation
    assert validation is not None
    assert (validation.correct == validation.count) == (outcome.reached is not None)


def test_the_goal_takes_the_place_of_the_project_s_own_stop_rules() -> None:
    ruled = quick(stop_epochs=2, stop_accuracy=60.0, stop_loss=0.6)
    found = Attempt(ruled, Goal("loss", 0.0, 9)).go_on(lambda: True)
    free = Attempt(quick(), Goal("loss", 0.0, 9)).go_on(lambda: True)
    assert found is not None and free is not None and found.run.state is not None and free.run.state is not None
    assert found.run.epoch == 9 and found.run.project == ruled
    assert np.array_equal(found.run.state.theta, free.run.state.theta)


def test_it_ends_when_it_is_no_longer_wanted() -> None:
    asked = 0

    def is_wanted() -> bool:
        nonlocal asked
        asked += 1
        return asked < 1000

    found = list(repeat(quick(), 50, Goal("loss", 0.0, 20), is_wanted))
    assert len(found) == 1  # 500 steps each
    assert asked == 1000


def test_seeds_follow_the_project_s_own_and_begin_anew_after_the_last() -> None:
    assert [one.seed for one in seeds(quick().replace(seed=7), 3)] == [7, 8, 9]
    assert [one.seed for one in seeds(quick().replace(seed=2**32 - 1), 2)] == [2**32 - 1, 0]
    for count in (1, 101):
        with pytest.raises(UserError, match="seeds"):
            seeds(quick(), count)


@pytest.mark.parametrize("wrong", [("loss", 0.1, 0), ("loss", 0.1, 10**7), ("loss", -1.0, 5), ("score", np.nan, 5)])
def test_a_goal_that_cannot_be_is_refused(wrong: tuple) -> None:
    with pytest.raises(UserError, match=r"There cannot be|The goal cannot be"):
        Goal(*wrong)


def test_without_data_there_is_nothing_to_repeat() -> None:
    with pytest.raises(UserError, match="no data"):
        next(repeat(quick().replace(data=None), 2, GOAL))
