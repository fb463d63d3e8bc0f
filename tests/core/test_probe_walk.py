"""One step in slow motion: the book's numbers at each phase, and in the end exactly what the trainer makes of it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.data import Segments, build
from core.data.dataset import Dataset
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.optimizers import OPTIMIZERS
from core.probe.walk import walk_batch, walk_sample
from core.trainer import Trainer
from core.training import Training
from tests.core.test_trainer import two_two_two


def book() -> tuple[Network, Trainer, Dataset]:
    """Mazur's network at its first step, biases and all."""
    network, theta, data = two_two_two()
    return network, Trainer(network, data, Training("half_squared_error", "sgd", 0.5), theta), data


def some_data(rows: int = 23) -> Dataset:
    generator = np.random.default_rng(5)
    x = generator.normal(size=(rows, 3))
    return Dataset(x, generator.normal(size=(rows, 2)))


NETWORK = Network(3, (Dense(4, "tanh"), Dense(3, "relu"), Dense(2, "linear")))


def test_each_phase_has_the_numbers_of_the_book() -> None:
    network, trainer, data = book()
    walk = walk_sample(network, data, trainer.training, trainer.state(), data.x[0], data.y[0])
    # Forward.
    assert walk.sums[0][:, 0] == pytest.approx([0.3775, 0.3925], rel=1e-12)
    assert walk.activations[0][:, 0] == pytest.approx([0.5932699921, 0.5968843783], rel=1e-9)
    assert walk.sums[1][:, 0] == pytest.approx([1.1059059671, 1.2249214041], rel=1e-9)
    assert walk.activations[1][:, 0] == pytest.approx([0.7513650696, 0.7729284653], rel=1e-9)
    # Loss: half the squared errors, 0.2748 and 0.0236.
    assert walk.losses() == pytest.approx([0.2748110832, 0.0235600256], rel=1e-8)
    assert walk.loss == pytest.approx(0.2983711088, rel=1e-9)
    assert walk.loss_of(0) == walk.loss
    # Gradient: delta of an output is (a - y) a (1 - a), and w5's slope is that times what its input says.
    assert walk.deltas[1][:, 0] == pytest.approx([0.1384985616, -0.0380982366], rel=1e-8)
    assert walk.deltas[0][:, 0] == pytest.approx([0.0087713547, 0.0099542547], rel=1e-7)
    hidden, output = network.views(walk.gradient)
    assert output["weights"][0, 0] == pytest.approx(0.0821670406, rel=1e-8)
    assert hidden["weights"].T.ravel() == pytest.approx([0.000438568, 0.000877135, 0.000497713, 0.000995425], rel=1e-5)
    assert output["biases"] == pytest.approx(walk.deltas[1][:, 0])
    # Update: w5 = 0.40 - 0.5 * 0.0822.
    assert network.views(walk.new_theta)[1]["weights"][0, 0] == pytest.approx(0.3589164797, rel=1e-9)
    assert walk.rate == 0.5


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"l1": 0.003, "l2": 0.01, "clip_norm": 0.2},
        {"schedule": "cosine", "decay_steps": 40, "warmup_steps": 7},
    ],
)
def test_a_batch_is_walked_to_what_the_trainer_makes_of_it(optimizer: str, settings: dict[str, Any]) -> None:
    network = NETWORK.with_dense(0, NETWORK.dense[0].replace(locked=((0, 1), (-1, 2)), cut=((2, 3),)))
    training = Training("mse", optimizer, 0.05, batch_size=5, **settings)
    trainer = Trainer(network, some_data(), training, seed=3)
    trainer.run(steps=13)
    for _ in range(6):  # over the end of an epoch, whose last batch has three rows
        state = trainer.state()
        walk = walk_batch(network, some_data(), training, 3, state)
        assert walk.count == (3 if state.position == 4 else 5)
        assert np.array_equal(walk.theta, state.theta), "nothing was written to what is watched"
        trainer.run(steps=1)
        assert np.array_equal(walk.new_theta, trainer.theta)
        assert np.array_equal(walk.new_memory, trainer.state().memory)
        assert walk.new_updates == trainer.state().updates


def test_it_knows_what_dropout_leaves_out_and_what_a_normalization_keeps() -> None:
    layers = (Dense(6, "tanh"), BatchNormalization(), Dropout(0.4), Dense(2, "sigmoid"))
    network, data = Network(3, layers), some_data()
    data = Dataset(data.x, (data.y > 0.0).astype(float))
    trainer = Trainer(network, data, Training("mse", "adam", 0.05, batch_size=6), seed=2)
    trainer.run(steps=5)
    walk = walk_batch(network, data, trainer.training, 2, trainer.state())
    trainer.run(steps=1)
    assert np.array_equal(walk.new_theta, trainer.theta)
    assert walk.new_dropping == trainer.state().dropping
    z = np.log(walk.activations[-1] / (1.0 - walk.activations[-1]))
    assert z == pytest.approx(walk.sums[-1], abs=1e-4), "the sums are those of this pass, with what was left out"


def test_a_step_on_all_rows_takes_them_in_their_own_order() -> None:
    data = build(Segments())
    network = Network(7, (Dense(4, "relu"), Dense(10, "softmax")))
    trainer = Trainer(network, data, Training("categorical_crossentropy", "adam", 0.02, batch_size=10), seed=1)
    walk = walk_batch(network, data, trainer.training, 1, trainer.state())
    trainer.run(steps=1)
    assert np.array_equal(walk.new_theta, trainer.theta)
    assert walk.losses().sum() == pytest.approx(walk.loss)
    loss, gradient = network.loss_and_gradient(walk.theta, data.x, data.y, "categorical_crossentropy")
    assert walk.loss == pytest.approx(loss, rel=1e-6) and np.allclose(walk.gradient, gradient)


@pytest.mark.parametrize("weights", [None, (1.0, 7.0)])
@pytest.mark.parametrize("loss", ["binary_crossentropy", "mse", "hinge"])
def test_the_gradient_is_the_slope_of_the_loss_that_is_shown(loss: str, weights: tuple[float, float] | None) -> None:
    generator = np.random.default_rng(8)
    x = generator.normal(size=(6, 2))
    data = Dataset(x, (x[:, :1] > 0.2).astype(float), task="two classes")
    network = Network(2, (Dense(3, "tanh"), Dense(1, "sigmoid" if loss != "hinge" else "linear")), "float64")
    training = Training(loss, "sgd", 0.1, batch_size=4, class_weight=weights)
    trainer = Trainer(network, data, training, seed=1)
    state = trainer.state()
    walk = walk_batch(network, data, training, 1, state)
    for index in range(network.size):
        above, below = state.theta.copy(), state.theta.copy()
        above[index] += 1e-6
        below[index] -= 1e-6
        high, low = (walk_batch(network, data, training, 1, replace(state, theta=one)).loss for one in (above, below))
        assert walk.gradient[index] == pytest.approx((high - low) / 2e-6, rel=1e-5, abs=1e-8)


def test_penalty_locks_and_clipping_stand_between_gradient_and_pull() -> None:
    network = NETWORK.with_dense(0, NETWORK.dense[0].replace(locked=((0, 1),)))
    training = Training("mse", "sgd", 0.1, batch_size=5, l2=0.5, clip_norm=0.3)
    trainer = Trainer(network, some_data(), training, seed=3)
    walk = walk_batch(network, some_data(), training, 3, trainer.state())
    own, pull = network.views(walk.theta)[0]["weights"], network.views(walk.pull)[0]["weights"]
    penalty, gradient = network.views(walk.penalty)[0], network.views(walk.gradient)[0]["weights"]
    assert penalty["weights"][1, 2] == pytest.approx(2 * 0.5 * own[1, 2]) and not penalty["biases"].any()
    assert pull[0, 1] == 0.0 and gradient[0, 1] != 0.0 and penalty["weights"][0, 1] == 0.0
    assert walk.is_clipped and np.linalg.norm(walk.pull) == pytest.approx(0.3, rel=1e-5)
    assert pull[1, 2] == pytest.approx((gradient[1, 2] + penalty["weights"][1, 2]) * 0.3 / walk.length, rel=1e-5)
    assert walk.change == pytest.approx(-0.1 * walk.pull, abs=1e-7)


def test_a_step_on_one_sample_goes_on_with_the_optimizers_memory_and_leaves_the_epoch_alone() -> None:
    network, data, training = NETWORK, some_data(), Training("mse", "momentum", 0.02, batch_size=5)
    trainer = Trainer(network, data, training, seed=3)
    trainer.run(steps=8)
    before = trainer.state()
    walk = walk_sample(network, data, training, before, data.x[7], data.y[7])
    after = walk.state_after(before)
    _, gradient = network.loss_and_gradient(before.theta, data.x[7:8], data.y[7:8], "mse")
    velocity = 0.9 * before.memory[0] - 0.02 * gradient
    assert after.memory[0] == pytest.approx(velocity, abs=1e-6)
    assert after.theta == pytest.approx(before.theta + velocity, abs=1e-6)
    assert (after.step, after.epoch, after.position) == (9, before.epoch, before.position)
    again = Trainer(network, data, training, seed=3, state=after)
    assert np.array_equal(again.theta, walk.new_theta) and np.array_equal(again.state().order, before.order)


def test_before_the_first_step_one_on_a_sample_leaves_a_beginning_to_reset_to() -> None:
    network, trainer, data = book()
    state = trainer.state()
    after = walk_sample(network, data, trainer.training, state, data.x[0], data.y[0]).state_after(state)
    assert after.start is not None and np.array_equal(after.start, state.theta)


def test_what_cannot_be_trained_cannot_be_walked() -> None:
    network = Network(3, (Dense(4, "step"), Dense(2, "linear")))
    data, training = some_data(), Training("mse")
    state = Trainer(network, data, training).state()
    with pytest.raises(UserError, match="slope is zero everywhere"):
        walk_batch(network, data, training, 0, state)
    with pytest.raises(UserError, match="needs"):
        walk_sample(NETWORK, data, training, Trainer(NETWORK, data, training).state(), np.zeros(5), np.zeros(2))
