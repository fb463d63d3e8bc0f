"""Tests of the validation share and of early stopping."""

import dataclasses

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.early_stopping import Best
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.trainer import Trainer
from core.training import Training

GENERATOR = np.random.default_rng(8)
NETWORK = Network(4, (Dense(40, "tanh"), Dense(1)), "float64")
NOISE = Dataset(GENERATOR.normal(size=(40, 4)), GENERATOR.normal(size=(40, 1)))
"""Nothing to learn: sooner or later what is kept aside gets worse."""
TRAINING = Training("mse", "adam", 0.01, 8, validation_share=25.0, patience=5)


def test_what_is_kept_aside_is_never_trained_on() -> None:
    trainer = Trainer(NETWORK, NOISE, TRAINING, seed=2)
    scores = trainer.scores()
    assert scores.train is not None and scores.validation is not None and scores.test is None
    assert (scores.train.count, scores.validation.count) == (30, 10)
    assert trainer.steps_per_epoch == 4
    other = Trainer(NETWORK, NOISE, TRAINING, seed=3).scores()
    assert other.validation is not None and other.validation.loss != scores.validation.loss, "the seed draws them"
    # One step over all that is trained on: the gradient of exactly the samples that are not kept aside.
    whole = Trainer(NETWORK, NOISE, TRAINING.replace(optimizer="sgd", batch_size=40), seed=2)
    theta = whole.theta.copy()
    whole.run(steps=1)
    moved = (theta - whole.theta) / 0.01
    everything = [NETWORK.loss_and_gradient(theta, NOISE.x[[row]], NOISE.y[[row]])[1] for row in range(40)]
    shares = np.linalg.lstsq(np.array(everything).T, moved, rcond=None)[0]
    assert np.allclose(np.sort(shares), [0.0] * 10 + [1 / 30] * 30, atol=1e-9)


def test_training_stops_when_the_validation_loss_gets_no_better_and_goes_back_to_the_best() -> None:
    trainer = Trainer(NETWORK, NOISE, TRAINING, seed=2)
    made = trainer.run(epochs=1000)
    assert made < 4000 and trainer.position == 0
    losses = trainer.curve[:, 6]
    best = int(np.argmin(losses[1:])) + 1
    assert trainer.epoch == best + 5
    assert trainer.stopped is not None and f"The weights of epoch {best} are back, and" in trainer.stopped
    assert trainer.stopped.endswith(f"the count of epochs made stays at {best + 5}.")
    score = trainer.scores().validation
    assert score is not None and score.loss == losses[best]


def test_without_a_share_it_watches_the_training_loss() -> None:
    trainer = Trainer(NETWORK, NOISE, TRAINING.replace(validation_share=0.0, learning_rate=3.0, patience=3), seed=2)
    trainer.run(epochs=200)
    assert trainer.stopped is not None and "training loss" in trainer.stopped


def test_after_stopping_one_can_go_on() -> None:
    trainer = Trainer(NETWORK, NOISE, TRAINING, seed=2)
    trainer.run(epochs=1000)
    epoch = trainer.epoch
    assert trainer.run(epochs=2) == 8
    assert trainer.stopped is None and trainer.epoch == epoch + 2


@pytest.mark.parametrize("epochs", [1, 4, 7])
def test_stopped_and_gone_on_it_stops_at_the_same_epoch(epochs: int) -> None:
    whole = Trainer(NETWORK, NOISE, TRAINING, seed=2)
    whole.run(epochs=1000)
    part = Trainer(NETWORK, NOISE, TRAINING, seed=2)
    part.run(epochs=epochs)
    resumed = Trainer(NETWORK, NOISE, TRAINING, seed=2, state=part.state())
    resumed.run(epochs=1000)
    assert resumed.stopped == whole.stopped and np.array_equal(resumed.theta, whole.theta)


def test_a_loss_that_is_not_finite_is_never_better() -> None:
    best = Best(1.0, 3, np.zeros(2)).after(np.nan, 4, np.ones(2))
    assert (best.loss, best.epoch, best.waited) == (1.0, 3, 1)
    better = best.after(0.5, 5, np.ones(2))
    assert (better.loss, better.epoch, better.waited) == (0.5, 5, 0) and better.theta.all()


def test_a_share_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(UserError, match="leave nothing to train on"):
        Trainer(NETWORK, Dataset(NOISE.x[:1], NOISE.y[:1]), TRAINING)
    for share in (-1.0, 0.3, 91.0):
        with pytest.raises(UserError, match="validation share cannot be"):
            Training(validation_share=share)
    with pytest.raises(UserError, match="patience cannot be 0"):
        Training(patience=0)


@pytest.mark.parametrize("chopped", [2, 3, 7])
def test_interrupted_runs_stop_where_whole_ones_do(chopped: int) -> None:
    """Whoever interrupts, such as a window that wants a picture, must not make epochs count twice."""
    training = TRAINING.replace(batch_size=40, learning_rate=1e-4, patience=3)
    whole = Trainer(NETWORK, NOISE, training, seed=2)
    part = Trainer(NETWORK, NOISE, training, seed=2)
    whole.run(epochs=3000)
    asked = 0

    def between() -> bool:
        nonlocal asked
        asked += 1
        return asked % chopped == 0

    while part.stopped is None and part.epoch < 3000:
        part.run(steps=100, between=between)
    assert whole.epoch > 600, "the curve has thinned out by then"
    assert part.stopped == whole.stopped and np.array_equal(part.theta, whole.theta)


def test_a_run_that_makes_no_step_counts_no_epoch() -> None:
    trainer = Trainer(NETWORK, NOISE, TRAINING.replace(batch_size=40, learning_rate=1e-4), seed=2)
    trainer.run(epochs=513)
    for _ in range(10):
        assert trainer.run(steps=9, between=lambda: True) == 0 and trainer.stopped is None


def test_what_is_cut_or_locked_later_stays_so_when_it_goes_back_to_the_best() -> None:
    trainer = Trainer(NETWORK, NOISE, TRAINING, seed=2)
    trainer.run(epochs=2)
    hidden, output = NETWORK.dense
    # A connection that weighs next to nothing: the best moment is still as good as it was.
    theta = trainer.state().theta.copy()
    view = NETWORK.views(theta)[0]["weights"]
    view[0, 0] = 1e-9
    best = dataclasses.replace(trainer.state().best or Best(np.inf, 0, theta), theta=theta)
    cut = NETWORK.replace(layers=(hidden.replace(cut=((0, 0),)), output))
    scores = Trainer(NETWORK, NOISE, TRAINING, theta, seed=2).scores()
    assert scores.validation is not None
    best = dataclasses.replace(best, loss=scores.validation.loss)
    state = dataclasses.replace(trainer.state(), theta=theta, best=best)
    resumed = Trainer(cut, NOISE, TRAINING.replace(learning_rate=1.0), seed=2, state=state)
    assert resumed.state().best is not None
    resumed.run(epochs=50)
    assert resumed.stopped is not None and cut.views(resumed.theta)[0]["weights"][0, 0] == 0.0


@pytest.mark.parametrize("change", ["loss", "data", "network"])
def test_the_best_of_something_else_is_forgotten(change: str) -> None:
    trainer = Trainer(NETWORK, NOISE, TRAINING, seed=2)
    trainer.run(epochs=2)
    state = trainer.state()
    assert state.best is not None
    network, data, training = NETWORK, NOISE, TRAINING
    if change == "loss":
        training = training.replace(loss="mae")
    elif change == "data":
        data = Dataset(NOISE.x, 10.0 * NOISE.y)
    else:
        network = Network(4, (Dense(41, "tanh"), Dense(1)), "float64")
        theta = network.initial(0)
        memory = np.zeros((2, network.size))
        state = dataclasses.replace(state, theta=theta, memory=memory, start=None)
    assert Trainer(network, data, training, seed=2, state=state).state().best is None
