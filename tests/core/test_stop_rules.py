"""Stop rules: training ends at a goal, once, says which and why, and the same steps always end it."""

import dataclasses
import math

import pytest

from core.data.points import draw_points
from core.data.recipes import Points, Segments
from core.data.segments import draw_segments
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.snapshot import Score
from core.stop_rules import Rule, StopRules
from core.trainer import Trainer
from core.training import Training

NETWORK = Network(2, (Dense(4, "tanh"), Dense(1, "sigmoid")))
CIRCLE = draw_points(Points("circle", samples=100))
TRAINING = Training("binary_crossentropy", "adam", 0.05, 10)


def trainer(state=None, network=NETWORK, data=CIRCLE, **rules) -> Trainer:
    return Trainer(network, data, TRAINING.replace(**rules), seed=4, state=state)


def test_training_ends_after_the_epochs_that_were_asked_for_and_goes_on_beyond() -> None:
    one = trainer(stop_epochs=7)
    assert one.run(epochs=100) == 7 * one.steps_per_epoch
    assert (one.epoch, one.position) == (7, 0)
    assert one.stopped == "Stopped after epoch 7: that was the goal."
    one.run(epochs=5)
    assert (one.epoch, one.stopped) == (12, None)
    assert one.theta.tobytes() == free(12).theta.tobytes()


def free(epochs: int) -> Trainer:
    """Without any rule."""
    one = trainer()
    one.run(epochs=epochs)
    return one


def test_training_ends_at_the_first_epoch_with_a_loss_this_low_with_the_weights_of_that_epoch() -> None:
    losses = free(60).curve[:, 3].tolist()
    first = next(epoch for epoch, loss in enumerate(losses) if loss <= 0.3)
    assert 5 < first < 55
    one = trainer(stop_loss=0.3)
    one.run(epochs=500)
    assert one.epoch == first
    assert one.stopped == f"Stopped after epoch {first}: the test loss is {losses[first]:.4g}; the goal was 0.3."
    assert one.theta.tobytes() == free(first).theta.tobytes()


def test_training_ends_at_an_accuracy_and_says_how_many_are_right() -> None:
    shares = free(60).curve[:, 5].tolist()
    first = next(epoch for epoch, share in enumerate(shares) if share >= 0.81)
    assert 3 < first < 55
    one = trainer(stop_accuracy=81.0)
    one.run(epochs=500)
    right = round(50 * shares[first])
    assert one.epoch == first
    assert one.stopped == (
        f"Stopped after epoch {first}: {2 * right} % of the test samples are right ({right} of 50); the goal was 81 %."
    )


@pytest.mark.parametrize(
    ("data", "share", "kind"),
    [
        (CIRCLE, 20.0, "validation"),
        (CIRCLE, 0.0, "test"),
        (dataclasses.replace(CIRCLE, x_test=None, y_test=None), 0.0, "training"),
    ],
)
def test_the_goal_is_for_what_is_watched(data, share: float, kind: str) -> None:
    one = trainer(data=data, stop_loss=0.4, validation_share=share)
    one.run(epochs=500)
    assert one.stopped is not None and f"the {kind} loss" in one.stopped
    scores = one.scores()
    looked_at = {"validation": scores.validation, "test": scores.test, "training": scores.train}[kind]
    assert looked_at is not None and looked_at.loss <= 0.4


def test_a_goal_that_is_reached_already_does_not_end_training_until_it_was_lost_in_between() -> None:
    """The loss goes up and down: at each way down through the goal training ends anew, and never in between."""
    high = TRAINING.replace(optimizer="sgd", learning_rate=3.0, momentum=0.0)
    plain = Trainer(NETWORK, CIRCLE, high, seed=4)
    plain.run(epochs=200)
    losses = plain.curve[:, 3].tolist()
    goal = sorted(losses)[100]
    falls = [epoch for epoch in range(1, 201) if losses[epoch] <= goal < losses[epoch - 1]]
    assert 5 < len(falls) < 100
    one, ends = Trainer(NETWORK, CIRCLE, high.replace(stop_loss=goal), seed=4), []
    while one.epoch < 200:
        one.run(epochs=200 - one.epoch)
        if one.stopped is not None:
            ends.append(one.epoch)
    assert ends == falls
    assert one.theta.tobytes() == plain.theta.tobytes()


def test_a_goal_that_is_met_when_training_begins_lets_it_begin() -> None:
    for rule in ({"stop_accuracy": 1.0}, {"stop_loss": 100.0}):
        one = trainer(**rule)
        one.run(epochs=20)
        assert (one.epoch, one.stopped) == (20, None)
    later = trainer(free(20).state(), stop_epochs=20)
    later.run(epochs=1)
    assert (later.epoch, later.stopped) == (21, None)


def test_another_goal_is_another_rule() -> None:
    one = trainer(stop_epochs=5)
    one.run(epochs=50)
    later = trainer(one.state(), stop_epochs=9)
    later.run(epochs=50)
    assert later.epoch == 9 and later.stopped is not None


def test_a_stop_in_the_middle_of_an_epoch_changes_nothing() -> None:
    whole = trainer(stop_loss=0.3, stop_accuracy=85.0)
    ends = []
    for _ in range(2):
        whole.run(epochs=500)
        ends.append((whole.epoch, whole.stopped))
    pieces, found = trainer(stop_loss=0.3, stop_accuracy=85.0), []
    while len(found) < 2:
        pieces.run(steps=3)
        if pieces.stopped is not None:
            found.append((pieces.epoch, pieces.stopped))
        pieces = trainer(pieces.state(), stop_loss=0.3, stop_accuracy=85.0)
    assert found == ends and ends[0] != ends[1]
    assert pieces.state().theta.tobytes() == whole.state().theta.tobytes()


def test_a_rule_is_looked_at_where_the_curve_has_become_coarse() -> None:
    """After 1,024 epochs the curve has a point every fourth; the goal is reached in between."""
    data, training = draw_segments(Segments()), Training("mse", "sgd", 0.5, 10)
    network = Network(7, (Dense(4, "sigmoid"), Dense(10, "sigmoid")))
    one = Trainer(network, data, training.replace(stop_epochs=2003), seed=1)
    one.run(epochs=5000)
    assert (one.epoch, one.stride) == (2003, 4)
    watched = one.scores().train
    assert watched is not None
    again = Trainer(network, data, training.replace(stop_loss=watched.loss), seed=1)
    again.run(epochs=5000)
    assert again.epoch == 2003


def test_a_goal_wins_over_early_stopping_and_its_weights_stay() -> None:
    one = trainer(stop_epochs=30, patience=30, validation_share=20.0)
    one.run(epochs=30)
    assert one.stopped == "Stopped after epoch 30: that was the goal."
    assert one.theta.tobytes() != free(30).theta.tobytes(), "others are kept aside"
    watched = trainer(patience=1000, validation_share=20.0)
    watched.run(epochs=30)
    assert one.theta.tobytes() == watched.theta.tobytes()


def test_numbers_have_no_accuracy_and_what_is_not_finite_reaches_nothing() -> None:
    assert not Rule("accuracy", 1.0).is_met(5, Score(0.0, None, 10, 0.0))
    assert not Rule("loss", 1.0).is_met(5, Score(math.nan, 3, 3))
    assert not Rule("accuracy", 50.0).is_met(5, Score(math.inf, 3, 3))
    assert Rule("accuracy", 98.4).is_met(5, Score(0.1, 123, 125))
    assert not Rule("accuracy", 98.5).is_met(5, Score(0.1, 123, 125))


def test_nothing_is_called_all_that_is_not() -> None:
    sentence = Rule("accuracy", 99.0).sentence(1200, "training", Score(0.1, 19_999, 20_000))
    assert sentence == (
        "Stopped after epoch 1,200: 99.9 % of the training samples are right (19,999 of 20,000); the goal was 99 %."
    )
    assert "100 % of the test samples" in Rule("accuracy", 99.0).sentence(1, "test", Score(0.1, 7, 7))


def test_dear_scores_are_looked_at_every_few_epochs_only_and_epochs_are_counted_for_nothing() -> None:
    looks = []

    def watched() -> tuple[str, Score]:
        looks.append(1)
        return "test", Score(0.5, 3, 4)

    rules = StopRules(TRAINING.replace(stop_loss=0.1, stop_accuracy=99.0, stop_epochs=9), 4, watched)
    rules.begin(0)
    assert len(looks) == 1
    assert [epoch for epoch in range(12) if rules.epochs_to_look(epoch) == 1] == [3, 7, 8, 11]
    told = [rules.look(epoch) for epoch in range(1, 12)]
    assert len(looks) == 3, "at 4 and 8, once for both rules"
    assert [text is not None for text in told] == [epoch == 9 for epoch in range(1, 12)]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"stop_epochs": 0}, "epoch goal cannot be 0"),
        ({"stop_loss": -0.1}, "loss goal cannot be -0.1"),
        ({"stop_loss": math.nan}, "loss goal cannot be nan"),
        ({"stop_loss": math.inf}, "loss goal cannot be inf"),
        ({"stop_accuracy": 0.0}, "accuracy goal cannot be 0 %"),
        ({"stop_accuracy": 100.5}, "accuracy goal cannot be 100.5 %"),
        ({"stop_accuracy": math.nan}, "accuracy goal cannot be nan %"),
        ({"stop_epochs": 2.5}, "stop_epochs of Training cannot be 2.5"),
    ],
)
def test_goals_that_cannot_be_are_refused(rule, message: str) -> None:
    with pytest.raises(UserError, match=message):
        Training(**rule)
