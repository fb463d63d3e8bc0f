"""Tests of what a step does besides following the gradient: locks, cuts, penalties, clipping, schedules, weights."""

from typing import Any

import numpy as np
import pytest

from core import layout
from core.course import why_not
from core.data.dataset import Dataset
from core.errors import UserError
from core.layers import Dense
from core.moves import BIAS
from core.network import Network
from core.optimizers import OPTIMIZERS
from core.schedules import rate_at
from core.trainer import Trainer
from core.training import Training

OPTIMIZER_NAMES = sorted(OPTIMIZERS)
DENSE = (Dense(4, "tanh", locked=((0, 0), (2, 3)), cut=((1, 1), (1, 2))), Dense(2, lock_biases=True))
NETWORK = Network(3, DENSE, "float64")
GENERATOR = np.random.default_rng(6)
DATA = Dataset(GENERATOR.normal(size=(20, 3)), GENERATOR.normal(size=(20, 2)))
WHOLE = Training("mse", "sgd", 0.1, 20)
FREE = Network(3, (Dense(4, "tanh"), Dense(2)), "float64")


def trained(network: Network, training: Training, steps: int = 1, data: Dataset = DATA, **more: Any) -> Trainer:
    trainer = Trainer(network, data, training, seed=1, **more)
    trainer.run(steps=steps)
    return trainer


def test_what_cannot_be_trained_says_why() -> None:
    step, softmax = Network(3, (Dense(4, "step"), Dense(2))), Network(3, (Dense(4), Dense(1, "softmax")))
    reasons = [
        why_not(step, WHOLE),
        why_not(softmax, WHOLE),
        why_not(FREE, WHOLE.replace(loss="binary_crossentropy")),
        why_not(FREE, WHOLE),
    ]
    said = [None if reason is None else reason.message for reason in reasons]
    assert said == [
        "Hidden 1 uses step, whose slope is zero everywhere, so nothing left of it can learn.",
        "A softmax over a single output says 1 whatever comes in.",
        "The loss binary_crossentropy needs a sigmoid output; this network ends in linear.",
        None,
    ]


# Locks and cuts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
def test_what_is_locked_does_not_move_and_what_is_cut_stays_zero(optimizer: str) -> None:
    theta = np.full(NETWORK.size, 0.5)
    training = Training("mse", optimizer, 0.01, 7, l1=0.01, l2=0.01, weight_decay=0.1, clip_norm=1.0)
    trainer = trained(NETWORK, training, 50, theta=theta)
    hidden, output = NETWORK.views(trainer.theta)
    still = np.zeros((3, 4), bool)
    still[0, 0] = still[2, 3] = True
    gone = np.zeros((3, 4), bool)
    gone[1, 1] = gone[1, 2] = True
    assert (hidden["weights"][still] == 0.5).all() and not hidden["weights"][gone].any()
    assert (hidden["weights"][~(still | gone)] != 0.5).all() and (hidden["biases"] != 0.5).all()
    assert (output["biases"] == 0.5).all() and (output["weights"] != 0.5).all()
    for row in trainer.state().memory:
        hidden, output = NETWORK.views(row)
        assert not hidden["weights"][still | gone].any() and not output["biases"].any()


def test_first_weights_of_cut_connections_are_zero() -> None:
    weights = NETWORK.views(NETWORK.initial(0))[0]["weights"]
    assert weights[1, 1] == weights[1, 2] == 0.0 and np.count_nonzero(weights) == 10


def test_a_network_without_locks_is_trained_by_the_same_calls_as_ever() -> None:
    """A mask exists only where one is used: it would cost a call."""
    plain, locked = Trainer(FREE, DATA, WHOLE), Trainer(NETWORK, DATA, WHOLE)
    assert plain._course is not None and locked._course is not None
    assert len(locked._course.steps[0].calls) == len(plain._course.steps[0].calls) + 1


def test_a_bias_is_free_where_it_is_there_and_not_locked_whatever_the_weights_of_its_unit_are() -> None:
    layer = Dense(3, locked=((BIAS, 0), (0, 1)))
    assert layout.free_biases(layer).tolist() == [False, True, True]
    assert not layout.free_biases(layer.replace(lock_biases=True)).any()
    assert not layout.free_biases(Dense(3, use_bias=False)).any()


def test_what_is_known_of_locks_is_shared_and_cannot_be_written_to() -> None:
    for found in layout.masks(NETWORK):
        assert found is not None and not found.flags.writeable
    assert not layout.weights_only(NETWORK).flags.writeable


@pytest.mark.parametrize("pair", [(3, 0), (0, 4)])
def test_a_lock_where_there_is_no_connection_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(UserError, match="has no connection"):
        Network(3, (Dense(4, locked=(pair,)), Dense(1)))


def test_a_connection_cannot_be_locked_and_cut() -> None:
    with pytest.raises(UserError, match="both locked and cut"):
        Dense(4, locked=((0, 1),), cut=((0, 1),))
    with pytest.raises(UserError, match="below 0"):
        Dense(4, cut=((-1, 0),))


# Penalties and clipping -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_penalties_are_on_weights_and_not_on_biases(optimizer: str) -> None:
    """With targets that the network meets exactly, nothing moves theta but the penalty."""
    theta = np.full(FREE.size, 0.5)
    met = Dataset(DATA.x, FREE.predict(theta, DATA.x))
    training = WHOLE.replace(optimizer=optimizer, l1=0.02, l2=0.03)
    trainer = trained(FREE, training, data=met, theta=theta)
    for view in FREE.views(trainer.theta):
        assert (view["biases"] == 0.5).all()
        if optimizer == "sgd":
            assert view["weights"] == pytest.approx(0.5 - 0.1 * (0.02 + 2.0 * 0.03 * 0.5))
        else:
            assert view["weights"] == pytest.approx(0.4, abs=1e-4)
    assert Trainer(FREE, met, training, theta).penalty == pytest.approx((12 + 8) * (0.02 * 0.5 + 0.03 * 0.25))


def test_the_penalty_of_a_locked_weight_is_nothing_even_where_it_would_be_beyond_any_number() -> None:
    """2 l2 w of a locked weight of 1e38 is beyond float32, and infinity times the mask's 0 would be no number."""
    network = Network(1, (Dense(2, "tanh", locked=((0, 0),)), Dense(1)))
    theta = np.zeros(network.size, np.float32)
    network.dense_views(theta)[0]["weights"][...] = [[1e38, 0.5]]
    data = Dataset(np.array([[0.5], [-0.5]]), np.array([[1.0], [2.0]]))
    trainer = trained(network, Training("mse", "adam", 0.01, 2, l2=10.0), 5, data, theta=theta)
    locked, free = network.dense_views(trainer.theta)[0]["weights"][0]
    assert np.isfinite(trainer.theta).all() and locked == np.float32(1e38) and 0.4 < free < 0.5


def test_a_gradient_that_is_too_long_is_shortened_and_another_is_not() -> None:
    theta = FREE.initial(3)
    _, gradient = FREE.loss_and_gradient(theta, DATA.x, DATA.y)
    norm = float(np.linalg.norm(gradient))
    for clip, expected in ((norm / 4, gradient / 4), (norm * 1.01, gradient)):
        trainer = trained(FREE, WHOLE.replace(clip_norm=clip), theta=theta)
        assert np.allclose(theta - trainer.theta, 0.1 * expected, rtol=1e-9, atol=1e-12)


# Schedules --------------------------------------------------------------------------------------------------------

SCHEDULED = WHOLE.replace(schedule="exponential", decay_steps=3, decay_rate=0.5, warmup_steps=2)


def test_every_step_has_the_rate_of_its_schedule() -> None:
    trainer = Trainer(FREE, DATA, SCHEDULED, seed=1)
    for step in range(7):
        before = trainer.theta.copy()
        _, gradient = FREE.loss_and_gradient(before, DATA.x, DATA.y)
        trainer.run(steps=1)
        assert np.allclose(before - trainer.theta, rate_at(SCHEDULED, step) * gradient, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
def test_a_constant_rate_and_a_schedule_that_stays_are_the_same(optimizer: str) -> None:
    """A cosine down to all of the rate; penalties and clipping see the same numbers, too."""
    constant = Training("mse", optimizer, 0.01, 7, l1=1e-3, l2=1e-3, clip_norm=0.5)
    stays = constant.replace(schedule="cosine", final_share=1.0)
    one, other = (trained(FREE, training, 40).theta for training in (constant, stays))
    assert np.allclose(one, other, rtol=1e-12, atol=1e-12)


def test_every_step_of_an_epoch_has_its_own_rate_when_all_are_made_in_one_go() -> None:
    training = SCHEDULED.replace(batch_size=7)  # three steps an epoch
    one_by_one = Trainer(FREE, DATA, training, seed=1)
    for _ in range(8):
        one_by_one.run(steps=1)
    assert np.array_equal(trained(FREE, training, 8).theta, one_by_one.theta)


def test_a_schedule_goes_on_where_it_was() -> None:
    whole = trained(FREE, SCHEDULED, 9)
    part = trained(FREE, SCHEDULED, 4)
    resumed = Trainer(FREE, DATA, SCHEDULED, seed=1, state=part.state())
    resumed.run(steps=5)
    assert np.array_equal(resumed.theta, whole.theta)


# Sample and class weights -----------------------------------------------------------------------------------------


def test_a_sample_that_counts_twice_is_as_good_as_two() -> None:
    theta = FREE.initial(3)
    twice = Dataset(np.concatenate([DATA.x, DATA.x[:5]]), np.concatenate([DATA.y, DATA.y[:5]]))
    weighted = Dataset(DATA.x, DATA.y, sample_weight=np.array([2.0] * 5 + [1.0] * 15))
    one = trained(FREE, WHOLE.replace(batch_size=25, learning_rate=0.1 * 25 / 20), data=twice, theta=theta)
    other = trained(FREE, WHOLE, data=weighted, theta=theta)
    assert np.allclose(one.theta, other.theta, rtol=1e-12)


def test_balanced_classes_count_alike() -> None:
    """Nine of class 0, three of class 1: weights 12 / (2 * 9) and 12 / (2 * 3)."""
    x = GENERATOR.normal(size=(12, 3))
    network = Network(3, (Dense(1, "sigmoid"),), "float64")
    y = np.array([[0.0]] * 9 + [[1.0]] * 3)
    theta = network.initial(0)
    by_name = Dataset(x, y, task="two classes")
    by_hand = Dataset(x, y, task="two classes", sample_weight=np.array([12 / 18] * 9 + [2.0] * 3))
    plain = Training("binary_crossentropy", "sgd", 0.1, 12)
    balanced = trained(network, plain.replace(class_weight="balanced"), data=by_name, theta=theta)
    weighted = trained(network, plain, data=by_hand, theta=theta)
    given = trained(network, plain.replace(class_weight=(12 / 18, 2.0)), data=by_name, theta=theta)
    assert np.allclose(balanced.theta, weighted.theta) and np.allclose(given.theta, weighted.theta)
    assert not np.allclose(balanced.theta, trained(network, plain, data=by_name, theta=theta).theta)


def test_weights_that_fit_nothing_are_refused() -> None:
    with pytest.raises(UserError, match="Class weights need classes"):
        Trainer(FREE, Dataset(DATA.x, DATA.y, task="regression"), WHOLE.replace(class_weight="balanced"))
    with pytest.raises(UserError, match="class_weight has 3 numbers; there are 2 classes"):
        classes = Dataset(DATA.x, np.eye(2)[[0, 1] * 10], task="classes")
        Trainer(FREE, classes, WHOLE.replace(class_weight=(1.0, 1.0, 2.0)))
    with pytest.raises(UserError, match="sample_weight has the shape"):
        Dataset(DATA.x, DATA.y, sample_weight=np.ones(3))
    for wrong in (-1.0, np.nan):
        with pytest.raises(UserError, match="sample_weight holds a number"):
            Dataset(DATA.x, DATA.y, sample_weight=np.full(20, wrong))


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_gradient_whose_square_is_beyond_float32_is_shortened_too(sign: float) -> None:
    network = Network(2, (Dense(1),))
    data = Dataset(np.full((4, 2), 1e10), np.full((4, 1), sign * 1e12))
    trainer = Trainer(network, data, Training("mse", "sgd", 0.1, 4, clip_norm=1.0), np.zeros(3))
    trainer.run(steps=1)
    assert np.linalg.norm(trainer.theta) == pytest.approx(0.1, rel=1e-5)
