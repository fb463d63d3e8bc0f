"""Tests of the trainer: its steps against a textbook written out here, its state, its curve, and what stops it."""

import dataclasses
import json
import re
import tracemalloc
from typing import Any

import numpy as np
import pytest

from core.curve import POINTS as CURVE_POINTS
from core.curve import VALIDATION_LOSS, VALIDATION_SCORE
from core.data.dataset import Dataset
from core.data.points import draw_points
from core.data.recipes import Points, Segments
from core.data.segments import draw_segments
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.losses import loss_named
from core.network import Network
from core.optimizers import OPTIMIZERS
from core.plan import Evaluation
from core.state import State
from core.trainer import CHECK_STEPS, Trainer
from core.training import Training

OPTIMIZER_NAMES = sorted(OPTIMIZERS)
THREE_FOUR_TWO = Network(3, (Dense(4, "tanh"), Dense(2, "linear")), "float64")
ONE = Network(1, (Dense(1, "linear"),))
"""One weight, one bias."""


def some_data(rows: int = 23, inputs: int = 3, outputs: int = 2) -> Dataset:
    generator = np.random.default_rng(5)
    return Dataset(generator.normal(size=(rows, inputs)), generator.normal(size=(rows, outputs)))


def settings(optimizer: str = "sgd", **changes: Any) -> Training:
    return Training("mse", optimizer, learning_rate=0.02, batch_size=5).replace(**changes)


def same_state(one: State, other: State) -> bool:
    """Whether all fields are equal, arrays bit for bit."""
    for field in dataclasses.fields(State):
        first, second = getattr(one, field.name), getattr(other, field.name)
        if isinstance(first, np.ndarray):
            if first.dtype != second.dtype or first.shape != second.shape or first.tobytes() != second.tobytes():
                return False
        elif first != second:
            return False
    return True


# The textbook -----------------------------------------------------------------------------------------------------


class Textbook:
    """3-4-2 with tanh, trained on the mean squared error: each formula as it stands in a book, on separate arrays."""

    def __init__(self, theta: np.ndarray, training: Training) -> None:
        hidden, output = THREE_FOUR_TWO.views(theta.copy())
        self.parameters = [hidden["weights"], hidden["biases"], output["weights"], output["biases"]]
        self.training = training
        self.first = [np.zeros_like(parameter) for parameter in self.parameters]
        self.second = [np.zeros_like(parameter) for parameter in self.parameters]
        self.updates = 0

    def step(self, x: np.ndarray, y: np.ndarray) -> None:
        weights_1, biases_1, weights_2, biases_2 = self.parameters
        h = np.tanh(x @ weights_1 + biases_1)
        a = h @ weights_2 + biases_2
        delta_2 = 2.0 * (a - y) / a.size
        delta_1 = (delta_2 @ weights_2.T) * (1.0 - h**2)
        gradients = [x.T @ delta_1, delta_1.sum(axis=0), h.T @ delta_2, delta_2.sum(axis=0)]
        self.updates += 1
        for index, gradient in enumerate(gradients):
            self.parameters[index] = self.parameters[index] + self._change(index, gradient)

    def _change(self, index: int, g: np.ndarray) -> np.ndarray:
        rate, t = self.training.learning_rate, self.updates
        if self.training.optimizer == "sgd":
            return -rate * g
        if self.training.optimizer == "momentum":
            self.first[index] = self.training.momentum * self.first[index] - rate * g
            return self.first[index]
        self.first[index] = 0.9 * self.first[index] + 0.1 * g
        self.second[index] = 0.999 * self.second[index] + 0.001 * g**2
        rate *= np.sqrt(1.0 - 0.999**t) / (1.0 - 0.9**t)
        return -rate * self.first[index] / (np.sqrt(self.second[index]) + 1e-7)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_fifty_steps_are_those_of_the_textbook_with_the_partial_batch_in_each_epoch(optimizer: str) -> None:
    data, training = some_data(rows=23), settings(optimizer)
    trainer = Trainer(THREE_FOUR_TWO, data, training, seed=3)
    textbook = Textbook(trainer.theta, training)
    for step in range(50):
        at = step % 5 * 5
        rows = trainer.state().order[at : at + 5]
        assert len(rows) == (3 if at == 20 else 5), "23 rows are four batches of five and one of three"
        textbook.step(data.x[rows], data.y[rows])
        trainer.run(steps=1)
    assert trainer.epoch == 10 and trainer.position == 0
    hidden, output = THREE_FOUR_TWO.views(trainer.theta)
    found = [hidden["weights"], hidden["biases"], output["weights"], output["biases"]]
    for mine, theirs in zip(found, textbook.parameters, strict=True):
        assert np.allclose(mine, theirs, rtol=0.0, atol=1e-10)


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
def test_steps_made_one_by_one_and_all_at_once_are_the_same_bits(optimizer: str) -> None:
    singly, at_once = (Trainer(THREE_FOUR_TWO, some_data(), settings(optimizer)) for _ in range(2))
    for _ in range(2 * CHECK_STEPS + 7):
        singly.run(steps=1)
    at_once.run(steps=2 * CHECK_STEPS + 7)
    assert same_state(singly.state(), at_once.state())


def two_two_two() -> tuple[Network, np.ndarray, Dataset]:
    """The network worked by hand in many a course: its weights, its one sample (0.05, 0.10) -> (0.01, 0.99)."""
    network = Network(2, (Dense(2, "sigmoid"), Dense(2, "sigmoid")), "float64")
    theta = np.zeros(network.size)
    hidden, output = network.views(theta)
    hidden["weights"][...] = [[0.15, 0.25], [0.20, 0.30]]
    output["weights"][...] = [[0.40, 0.50], [0.45, 0.55]]
    hidden["biases"][...], output["biases"][...] = 0.35, 0.60
    return network, theta, Dataset(np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]]))


def test_the_textbooks_two_two_two_network_learns_as_in_the_book() -> None:
    network, theta, data = two_two_two()
    assert network.predict(theta, data.x) == pytest.approx(np.array([[0.75136507, 0.77292847]]), abs=5e-9)
    trainer = Trainer(network, data, Training("half_squared_error", "sgd", 0.5), theta)
    losses = []
    for steps in (0, 1, 9_999):
        trainer.run(steps=steps)
        train, _, _ = trainer.scores()
        assert train is not None
        losses.append(train.loss)
    assert losses == pytest.approx([0.2983711087600027, 0.28047144679143016, 2.4475622359e-06], rel=1e-9)


def test_with_locked_biases_it_learns_as_in_the_book_that_leaves_them_alone() -> None:
    """Mazur (2015), computed with the simultaneous update; w1 and w2 lead to the first hidden neuron."""
    network, theta, data = two_two_two()
    network = network.replace(layers=tuple(layer.replace(lock_biases=True) for layer in network.dense))
    trainer = Trainer(network, data, Training("half_squared_error", "sgd", 0.5), theta)
    trainer.run(steps=1)
    hidden, output = network.views(trainer.theta)
    expected = [0.1497807161327628, 0.19956143226552567, 0.24975114363236958, 0.29950228726473915]
    assert hidden["weights"].T.ravel() == pytest.approx(expected, rel=1e-9)
    expected = [0.35891647971788465, 0.4086661860762334, 0.5113012702387375, 0.5613701211079891]
    assert output["weights"].T.ravel() == pytest.approx(expected, rel=1e-9)
    assert (hidden["biases"] == 0.35).all() and (output["biases"] == 0.60).all()
    train = trainer.scores().train
    assert train is not None and train.loss == pytest.approx(0.29102777369359933, rel=1e-9)
    trainer.run(steps=9_999)
    train = trainer.scores().train
    assert train is not None and train.loss == pytest.approx(3.510187782978859e-05, rel=1e-9)


# The perceptron ---------------------------------------------------------------------------------------------------


def test_the_perceptron_rule_moves_the_line_by_each_point_on_its_wrong_side() -> None:
    """w <- w + lr (t - a) x, b <- b + lr (t - a), point by point; a = 1 for w x + b >= 0."""
    network = Network(2, (Dense(1, "step"),), "float64")
    generator = np.random.default_rng(3)
    x = generator.normal(size=(30, 2))
    y = (x[:, :1] + 2.0 * x[:, 1:] > 0.3).astype(float)
    theta = np.array([-1.0, 0.5, 0.0])
    trainer = Trainer(network, Dataset(x, y), Training("perceptron", "sgd", 0.1, 1), theta, seed=1)
    w, b = np.array([-1.0, 0.5]), 0.0
    for _ in range(120):
        row = trainer.state().order[trainer.position]
        wrong = y[row, 0] - float(w @ x[row] + b >= 0.0)
        w, b = w + 0.1 * wrong * x[row], b + 0.1 * wrong
        trainer.run(steps=1)
        view = network.views(trainer.theta)[0]
        assert np.allclose(view["weights"][:, 0], w, rtol=0, atol=1e-12) and np.allclose(view["biases"], b, atol=1e-12)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("batch", [1, 7])
def test_the_perceptron_converges_where_a_line_parts_the_points(seed: int, batch: int) -> None:
    generator = np.random.default_rng(seed)
    x = generator.uniform(-1.0, 1.0, (300, 2))
    margin = x @ generator.normal(size=2)
    x, margin = x[np.abs(margin) > 0.05], margin[np.abs(margin) > 0.05]
    data = Dataset(x, (margin[:, np.newaxis] > 0.0).astype(float), task="two classes")
    trainer = Trainer(Network(2, (Dense(1, "step"),)), data, Training("perceptron", "sgd", 0.1, batch), seed=seed)
    for _ in range(20):  # each time 20 epochs, up to where nothing is wrong
        trainer.run(epochs=20)
        score = trainer.scores().train
        if score is not None and score.correct == len(x):
            break
    assert score is not None and score.correct == len(x)
    still = trainer.theta.copy()
    trainer.run(epochs=2)
    assert np.array_equal(trainer.theta, still), "nothing is wrong, so nothing moves"


def test_a_softmax_over_one_output_is_refused() -> None:
    network = Network(3, (Dense(1, "softmax"),))
    with pytest.raises(UserError, match="softmax over a single output says 1"):
        Trainer(network, some_data(outputs=1), settings(loss="mse")).run(steps=1)


def test_a_hidden_step_can_be_typed_by_hand_and_scored_but_not_trained() -> None:
    """xor by hand: one neuron for "or", one for "and"."""
    network = Network(2, (Dense(2, "step"), Dense(1, "step")), "float64")
    theta = np.zeros(network.size)
    hidden, output = network.views(theta)
    hidden["weights"][...], hidden["biases"][...] = 1.0, [-0.5, -1.5]
    output["weights"][...], output["biases"][...] = [[1.0], [-2.0]], -0.5
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
    data = Dataset(x, np.array([[0.0], [1.0], [1.0], [0.0]]), task="two classes")
    trainer = Trainer(network, data, Training("perceptron", "sgd", 0.1), theta)
    score = trainer.scores().train
    assert score is not None and score.correct == 4
    with pytest.raises(UserError, match="Hidden 1 uses step, whose slope is zero everywhere"):
        trainer.run(steps=1)
    assert np.array_equal(trainer.theta, theta)


# Epochs and seeds -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "batch", "steps"), [(10, 5, 2), (11, 5, 3), (4, 5, 1), (5, 5, 1), (7, 1, 7), (1, 1, 1)]
)
def test_an_epoch_has_as_many_steps_as_batches_begin_in_it(rows: int, batch: int, steps: int) -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(rows), settings(batch_size=batch))
    assert trainer.steps_per_epoch == steps
    assert trainer.run(epochs=2) == 2 * steps
    assert (trainer.step, trainer.epoch, trainer.position) == (2 * steps, 2, 0)


def test_each_epoch_has_an_order_of_its_own_that_holds_every_sample_once() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(23), settings())
    orders = []
    for _ in range(5):
        orders.append(trainer.state().order.tolist())
        trainer.run(epochs=1)
    assert all(sorted(order) == list(range(23)) for order in orders)
    assert len({tuple(order) for order in orders}) == 5
    assert orders[0] != list(range(23)), "the first epoch is shuffled too"


def test_an_epoch_from_its_middle_ends_where_it_ends() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(23), settings())
    trainer.run(steps=7)
    assert (trainer.epoch, trainer.position) == (1, 2)
    assert trainer.run(epochs=1) == 3
    assert (trainer.step, trainer.epoch, trainer.position) == (10, 2, 0)


def test_a_batch_larger_than_the_data_is_all_of_them() -> None:
    larger = Trainer(THREE_FOUR_TWO, some_data(6), settings(batch_size=1000))
    exact = Trainer(THREE_FOUR_TWO, some_data(6), settings(batch_size=6))
    larger.run(steps=10)
    exact.run(steps=10)
    assert larger.steps_per_epoch == 1 and larger.epoch == 10
    assert np.array_equal(larger.theta, exact.theta)


def test_a_single_sample_is_learned() -> None:
    trainer = Trainer(ONE, Dataset(np.array([[2.0]]), np.array([[3.0]])), settings(learning_rate=0.05))
    trainer.run(steps=200)
    assert ONE.predict(trainer.theta, np.array([[2.0]]))[0, 0] == pytest.approx(3.0, abs=1e-5)


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_equal_seeds_give_equal_bits_and_another_seed_does_not(optimizer: str, dtype: str) -> None:
    network = THREE_FOUR_TWO.replace(dtype=dtype)
    theta = network.initial(0)

    def trained(seed: int) -> State:
        trainer = Trainer(network, some_data(), settings(optimizer), theta, seed)
        trainer.run(steps=300)
        return trainer.state()

    assert same_state(trained(4), trained(4))
    assert not np.array_equal(trained(4).theta, trained(5).theta), "the seed decides the order of the samples"


def test_first_weights_come_from_the_seed_and_the_data() -> None:
    data = draw_segments(Segments())
    network = Network(7, (Dense(30, "relu"), Dense(10, "sigmoid")))
    trainer = Trainer(network, data, Training("mse"), seed=9)
    assert np.array_equal(trainer.theta, network.initial(9, data.x))
    assert not np.array_equal(trainer.theta, network.initial(9)), "data-aware"


def test_theta_from_outside_is_copied() -> None:
    theta = THREE_FOUR_TWO.initial(0)
    before = theta.copy()
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings(), theta)
    trainer.run(steps=10)
    assert np.array_equal(theta, before) and not np.array_equal(trainer.theta, before)


# State ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
@pytest.mark.parametrize("steps", [0, 3, 5, 257, 1000])
def test_a_trainer_made_from_a_state_goes_on_bit_for_bit(optimizer: str, steps: int) -> None:
    never_stopped = Trainer(THREE_FOUR_TWO, some_data(), settings(optimizer), seed=2)
    never_stopped.run(steps=steps)
    state = never_stopped.state()
    resumed = Trainer(THREE_FOUR_TWO, some_data(), settings(optimizer), seed=2, state=state)
    assert same_state(resumed.state(), state)
    never_stopped.run(steps=513)
    resumed.run(steps=513)
    assert same_state(resumed.state(), never_stopped.state())


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_it_goes_on_bit_for_bit_with_everything_switched_on(optimizer: str, dtype: str) -> None:
    layers = (BatchNormalization(), Dense(6, "relu"), Dropout(0.3), Dense(5, "gelu", cut=((0, 0),)), Dense(2))
    network = Network(3, layers, dtype)  # type: ignore[arg-type]
    training = settings(optimizer, schedule="cosine", warmup_steps=9, clip_norm=1.0, l1=1e-4, l2=1e-4)
    training = training.replace(validation_share=20.0, patience=99)
    never_stopped = Trainer(network, some_data(), training, seed=2)
    never_stopped.run(steps=7)
    resumed = Trainer(network, some_data(), training, seed=2, state=never_stopped.state())
    for trainer in (never_stopped, resumed):
        trainer.run(steps=300)
    one, other = never_stopped.state(), resumed.state()
    assert one.best is not None and other.best is not None
    assert one.best.epoch == other.best.epoch and np.array_equal(one.best.theta, other.best.theta)
    assert same_state(dataclasses.replace(one, best=None), dataclasses.replace(other, best=None))


def test_a_state_does_not_change_when_training_goes_on() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings("adam"))
    trainer.run(steps=12)
    state = trainer.state()
    copied = {name: np.copy(value) for name, value in vars(state).items() if isinstance(value, np.ndarray)}
    trainer.run(epochs=CURVE_POINTS)
    assert copied and all(np.array_equal(value, getattr(state, name), equal_nan=True) for name, value in copied.items())


def test_a_state_holds_no_more_memory_than_it_says() -> None:
    """States kept for undo are bounded by what they say."""
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings("adam"))
    trainer.run(steps=12)
    for name, value in vars(trainer.state()).items():
        assert not isinstance(value, np.ndarray) or value.base is None, name


def test_another_optimizers_memory_is_begun_anew() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings("momentum"))
    trainer.run(steps=12)
    other = Trainer(THREE_FOUR_TWO, some_data(), settings("adam"), state=trainer.state())
    state = other.state()
    assert np.array_equal(state.theta, trainer.theta) and state.step == 12
    assert state.memory.shape[0] == 2 and not state.memory.any() and state.updates == 0


@pytest.mark.parametrize(
    ("before", "after", "is_kept"),
    [
        ("momentum", "nesterov", True),
        ("adam", "adamw", True),
        ("adam", "nadam", True),
        ("adam", "rmsprop", True),
        ("adam", "adamax", False),
        ("adamax", "adam", False),
        ("rmsprop", "adam", False),
        ("sgd", "adam", False),
        ("adagrad", "adam", False),
    ],
)
def test_memory_is_kept_where_it_means_the_same_to_the_other_optimizer(before: str, after: str, is_kept: bool) -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings(before))
    trainer.run(steps=12)
    old = trainer.state()
    new = Trainer(THREE_FOUR_TWO, some_data(), settings(after), state=old).state()
    assert new.memory.any() == is_kept and (new.updates == old.updates == 12 or not is_kept or before == "momentum")
    if is_kept and after != "rmsprop":
        assert np.array_equal(new.memory, old.memory)
    if after == "rmsprop":  # v without its lean to zero, (1 - b) / (1 - b^t) V, is the same before and after
        v = old.memory[1] * 0.001 / (1.0 - 0.999**12)
        assert np.allclose(new.memory[0] * 0.1 / (1.0 - 0.9**12), v, rtol=1e-9)


@pytest.mark.parametrize("after", OPTIMIZER_NAMES)
@pytest.mark.parametrize("before", OPTIMIZER_NAMES)
def test_no_step_after_a_change_of_optimizer_is_larger_than_first_steps_are(before: str, after: str) -> None:
    """One moment without the other, or without its correction, made steps a thousand times too large."""
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings(before))
    trainer.run(steps=300)
    changed = Trainer(THREE_FOUR_TWO, some_data(), settings(after, learning_rate=1e-3), state=trainer.state())
    for _ in range(20):
        theta = changed.theta.copy()
        changed.run(steps=1)
        # Adam's steps are at most about its rate; velocities and gradients are of order 1 here.
        assert np.abs(changed.theta - theta).max() < 0.02


@pytest.mark.parametrize("steps", [3, 50])
@pytest.mark.parametrize("beta_1", [0.5, 0.99, 0.999])
def test_other_betas_see_the_same_moments(steps: int, beta_1: float) -> None:
    """m / (1 - b^t), the mean without its lean to zero, is the same before and after."""
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings("adam"))
    trainer.run(steps=steps)
    old = trainer.state()
    new = Trainer(THREE_FOUR_TWO, some_data(), settings("adam", beta_1=beta_1), state=old).state()
    mean_before = old.memory[0] * 0.1 / (1.0 - 0.9**steps)
    mean_after = new.memory[0] * (1.0 - beta_1) / (1.0 - beta_1**steps)
    assert np.allclose(mean_after, mean_before, rtol=1e-9)
    assert np.array_equal(new.memory[1], old.memory[1]) and new.updates == steps


def test_what_is_locked_later_forgets_its_momentum() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings("momentum"))
    trainer.run(steps=12)
    hidden, output = THREE_FOUR_TWO.dense
    locked = THREE_FOUR_TWO.replace(layers=(hidden.replace(locked=((1, 2),)), output))
    resumed = Trainer(locked, some_data(), settings("momentum"), state=trainer.state())
    before = THREE_FOUR_TWO.views(resumed.theta)[0]["weights"].copy()
    resumed.run(steps=5)
    after = THREE_FOUR_TWO.views(resumed.theta)[0]["weights"]
    assert after[1, 2] == before[1, 2] and np.count_nonzero(after != before) == 11


def test_other_data_are_begun_at_the_start_of_an_epoch() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(23), settings())
    trainer.run(steps=8)
    other = Trainer(THREE_FOUR_TWO, some_data(40), settings(), state=trainer.state())
    assert (other.step, other.epoch, other.position) == (8, 1, 0)
    assert sorted(other.state().order.tolist()) == list(range(40))
    other.run(epochs=1)
    assert (other.step, other.epoch, other.position) == (16, 2, 0)


def test_a_state_of_the_other_number_type_is_taken_over_whole() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings("adam"))
    trainer.run(steps=8)
    state = Trainer(
        THREE_FOUR_TWO.replace(dtype="float32"), some_data(), settings("adam"), state=trainer.state()
    ).state()
    assert state.start is not None
    assert {state.theta.dtype, state.memory.dtype, state.start.dtype} == {np.dtype("float32")}
    assert np.allclose(state.theta, trainer.theta) and state.memory.any()


def test_the_start_is_theta_before_the_first_step() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings())
    before = trainer.theta.copy()
    assert trainer.state().start is None
    trainer.run(steps=3)
    start = trainer.state().start
    assert start is not None and np.array_equal(start, before)


def test_the_random_state_is_json() -> None:
    state = Trainer(THREE_FOUR_TWO, some_data(), settings(), seed=3).state()
    assert json.loads(state.random)["bit_generator"] == "PCG64"


def test_batches_of_what_was_trained_as_a_whole_are_shuffled() -> None:
    whole = Trainer(THREE_FOUR_TWO, some_data(40), settings(batch_size=40))
    whole.run(steps=2)
    batches = Trainer(THREE_FOUR_TWO, some_data(40), settings(batch_size=5), state=whole.state())
    assert batches.state().order.tolist() != list(range(40))


# What cannot be trained -------------------------------------------------------------------------------------------


def test_without_data_state_and_snapshot_work_and_training_says_what_is_missing() -> None:
    trainer = Trainer(THREE_FOUR_TWO, None, settings())
    snapshot = trainer.snapshot(False, 0.0)
    assert snapshot.train is None and snapshot.test is None and len(snapshot.curve) == 0
    assert same_state(Trainer(THREE_FOUR_TWO, None, settings(), state=trainer.state()).state(), trainer.state())
    with pytest.raises(UserError, match="no data to train on"):
        trainer.run(steps=1)


@pytest.mark.parametrize(
    ("hidden", "output", "loss", "message"),
    [
        ("step", "linear", "mse", "Hidden 1 uses step"),
        ("tanh", "step", "mse", "mse cannot train a step output"),
        ("tanh", "linear", "binary_crossentropy", "needs a sigmoid output"),
        ("tanh", "sigmoid", "categorical_crossentropy", "needs a softmax output"),
    ],
)
def test_what_cannot_learn_is_refused_and_can_still_be_looked_at(
    hidden: str, output: str, loss: str, message: str
) -> None:
    network = Network(3, (Dense(4, hidden), Dense(2, output)))
    trainer = Trainer(network, some_data(), settings(loss=loss))
    before = trainer.theta.copy()
    for attempt in (lambda: trainer.run(steps=1), trainer.check_can_train):
        with pytest.raises(UserError, match=message) as caught:
            attempt()
        assert caught.value.hint
    assert np.array_equal(trainer.snapshot(False, 0.0).theta, before) and trainer.step == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (some_data(inputs=2), "x has the shape"),
        (some_data(outputs=1), "y has the shape"),
        (Dataset(np.zeros(4), np.zeros((4, 2))), "x has the shape"),
        (Dataset(np.zeros((4, 3)), np.zeros((5, 2))), "y has the shape"),
        (Dataset(np.zeros((0, 3)), np.zeros((0, 2))), "no samples"),
        (Dataset(np.full((4, 3), np.nan), np.zeros((4, 2))), "x holds a number that is not finite"),
        (Dataset(np.zeros((4, 3)), np.zeros((4, 2)), np.zeros((4, 2)), np.zeros((4, 2))), "x_test has the shape"),
    ],
)
@pytest.mark.parametrize("theta", [None, THREE_FOUR_TWO.initial()])
def test_data_that_do_not_fit_are_refused(data: Dataset, message: str, theta: np.ndarray | None) -> None:
    with pytest.raises(UserError, match=message):
        Trainer(THREE_FOUR_TWO, data, settings(), theta)


def test_data_beyond_float32_are_refused() -> None:
    with pytest.raises(UserError, match="x holds a number that is not finite"):
        Trainer(ONE, Dataset(np.array([[1e39]]), np.array([[0.0]])), settings())


@pytest.mark.parametrize("theta", [np.zeros(3), np.zeros((1, 2)), np.array([np.nan, 0.0]), np.array([1e39, 0.0])])
def test_a_theta_that_is_none_of_this_network_is_refused(theta: np.ndarray) -> None:
    with pytest.raises(UserError, match="theta"):
        Trainer(ONE, None, settings(), theta)


# Numbers that are not finite --------------------------------------------------------------------------------------


def diverging(optimizer: str = "sgd", rate: float = 30.0, dtype: str = "float32") -> Trainer:
    """Grows by a factor each step until its numbers overflow, for the default rate some steps after the first."""
    return Trainer(
        THREE_FOUR_TWO.replace(dtype=dtype, layers=(Dense(4, "relu"), Dense(2, "linear"))),
        some_data(),
        settings(optimizer, learning_rate=rate),
        seed=1,
    )


def rate_that_diverges(optimizer: str) -> float:
    """30 will do where steps grow with the gradient; the others divide it by its own size."""
    return 30.0 if OPTIMIZERS[optimizer].wants_step else 1e15


def failure_of(trainer: Trainer, steps: list[int]) -> str:
    """The sentence with which it stops, when it is run for so many steps again and again."""
    with pytest.raises(UserError) as caught:
        for count in steps:
            trainer.run(steps=count)
    return caught.value.message


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
@pytest.mark.parametrize("rate", [30.0, 1e30, 1e300])
def test_numbers_beyond_the_finite_stop_training_at_the_step_that_made_them(optimizer: str, rate: float) -> None:
    rate = max(rate, rate_that_diverges(optimizer))
    trainer = diverging(optimizer, rate)
    message = failure_of(trainer, [10_000])
    said = re.search(r"stopped in epoch ([\d,]+), step ([\d,]+) of (\d+):", message)
    assert said is not None
    epoch, within, steps_per_epoch = (int(number.replace(",", "")) for number in said.groups())
    failed = epoch * steps_per_epoch + within
    assert 1 <= failed < 10_000 and trainer.step == failed - 1
    state = trainer.state()
    assert np.isfinite(state.theta).all() and np.isfinite(state.memory).all()
    stopped_earlier = diverging(optimizer, rate)
    if failed > 1:
        stopped_earlier.run(steps=failed - 1)
        assert same_state(state, stopped_earlier.state())
    assert np.array_equal(trainer.theta, stopped_earlier.theta)


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
def test_it_stops_at_the_same_step_however_late_that_is_found(optimizer: str) -> None:
    rate = rate_that_diverges(optimizer)
    late, early, resumed = (diverging(optimizer, rate) for _ in range(3))
    message = failure_of(late, [10_000])
    assert failure_of(early, [1] * 10_000) == message
    assert same_state(early.state(), late.state())
    resumed.run(steps=1)
    resumed = Trainer(resumed.network, resumed.dataset, resumed.training, state=resumed.state())
    assert failure_of(resumed, [3] * 10_000) == message
    assert same_state(resumed.state(), late.state())


def test_a_trainer_that_was_stopped_is_usable_and_stops_at_the_same_step_again() -> None:
    trainer = diverging()
    message = failure_of(trainer, [10_000])
    kept = trainer.state()
    assert trainer.snapshot(False, 0.0).step == kept.step
    assert failure_of(trainer, [10]) == message
    assert same_state(trainer.state(), kept)
    careful = Trainer(trainer.network, trainer.dataset, settings(learning_rate=1e-30), state=kept)
    assert careful.run(steps=20) == 20


def test_the_hint_names_a_rate_that_is_smaller() -> None:
    trainer = diverging(rate=30.0)
    with pytest.raises(UserError) as caught:
        trainer.run(steps=10_000)
    assert "smaller learning rate than 30, for example 0.1." in caught.value.hint


def test_an_infinite_loss_stops_training_even_where_theta_is_finite() -> None:
    # w = b = 1e200 are finite, and so is the step of 1e-300 times the gradient; their square is not.
    network = ONE.replace(dtype="float64")
    data = Dataset(np.array([[1.0]]), np.array([[0.0]]))
    trainer = Trainer(network, data, settings(learning_rate=1e-300), np.array([1e200, 1e200]))
    with pytest.raises(UserError, match="stopped in epoch 0, step 1 of 1:"):
        trainer.run(steps=5)
    assert trainer.step == 0 and trainer.theta.tolist() == [1e200, 1e200]


def test_what_the_optimizer_remembers_stays_finite_too() -> None:
    """Adam divides by its memory: an infinity in there would stop a weight for good, without a word."""
    trainer = Trainer(ONE, Dataset(np.array([[1e18]]), np.array([[0.0]])), settings("adam"), np.array([1e3, 0.0]))
    with pytest.raises(UserError, match="stopped in epoch 0, step 1 of 1:"):
        trainer.run(steps=5)
    assert np.isfinite(trainer.state().memory).all()


def test_a_snapshot_finds_an_infinite_loss_at_the_step_that_made_it() -> None:
    watched, unwatched = diverging(), diverging()
    message = failure_of(unwatched, [10_000])
    with pytest.raises(UserError) as caught:
        for _ in range(10_000):
            watched.run(steps=1)
            train = watched.snapshot(True, 0.0).train
            assert train is not None and np.isfinite(train.loss)
    assert caught.value.message == message and same_state(watched.state(), unwatched.state())


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
def test_no_run_ends_with_numbers_that_are_not_finite(optimizer: str) -> None:
    trainer = diverging(optimizer, rate_that_diverges(optimizer))
    with pytest.raises(UserError):
        for _ in range(10_000):
            trainer.run(steps=1)
            assert np.isfinite(trainer.theta).all() and np.isfinite(trainer.state().memory).all()


def test_an_infinite_loss_from_the_outset_can_be_looked_at() -> None:
    network, data = ONE.replace(dtype="float64"), Dataset(np.array([[1.0]]), np.array([[0.0]]))
    trainer = Trainer(network, data, settings(), np.array([1e200, 1e200]))
    for _ in range(2):
        train = trainer.snapshot(False, 0.0).train
        assert train is not None and train.loss == np.inf
        failure_of(trainer, [1])


def test_a_loss_that_turned_infinite_just_before_a_backup_is_traced_to_its_step() -> None:
    # Each sample of x = 1 takes w to -1.2 w. From step 247 on, w times the one x of 1e19 is beyond float32.
    x = np.ones((600, 1))
    x[0] = 1e19

    def growing(seed: int) -> Trainer:
        network = Network(1, (Dense(1, "linear", use_bias=False),))
        return Trainer(network, Dataset(x, np.zeros((600, 1))), Training("mse", "sgd", 1.1, 1), np.ones(1), seed)

    # Only once the order comes to that sample does w itself overflow: after the backup of step 256.
    seed = next(seed for seed in range(100) if growing(seed).state().order[300:].min() == 0)
    trainer = growing(seed)
    trainer.run(steps=CHECK_STEPS)
    assert failure_of(trainer, [600]) == failure_of(growing(seed), [250, 600])
    assert trainer.step == 246 and abs(trainer.theta[0]) == pytest.approx(1.2**246, rel=1e-3)


def test_a_snapshot_never_shows_numbers_that_are_not_finite() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings())
    trainer.run(steps=7)
    theta = trainer.theta.copy()
    trainer.theta[0] = np.nan
    with pytest.raises(UserError, match="stopped in epoch"):
        trainer.snapshot(False, 0.0)
    snapshot = trainer.snapshot(False, 0.0)
    assert snapshot.step == 7 and np.array_equal(snapshot.theta, theta)


# The curve and the snapshot ---------------------------------------------------------------------------------------


def test_the_curve_holds_the_scores_of_each_epoch() -> None:
    data = draw_points(Points("circle", samples=60))
    network = Network(2, (Dense(4, "tanh"), Dense(1, "sigmoid")))
    trainer = Trainer(network, data, Training("binary_crossentropy", "adam", 0.05, 7))
    rows = []
    for _ in range(6):
        train, _, test = trainer.scores()
        assert train is not None and test is not None and train.correct is not None and test.correct is not None
        rows.append([trainer.step, trainer.epoch, train.loss, test.loss, train.correct / 30, test.correct / 30])
        trainer.run(epochs=1)
    assert trainer.curve[:6, :6].tolist() == rows
    assert np.isnan(trainer.curve[:, [VALIDATION_LOSS, VALIDATION_SCORE]]).all(), "nothing is kept aside"
    assert len({row[2] for row in rows}) == 6, "a loss that stands still would prove little"


def test_a_large_network_on_few_samples_has_a_point_every_few_epochs() -> None:
    """Scoring all samples costs a third of an epoch; it may cost a hundredth of the training."""
    generator = np.random.default_rng(0)
    data = Dataset(generator.normal(size=(60, 400)), np.eye(10)[generator.integers(0, 10, 60)], task="classes")
    network = Network(400, (Dense(1000, "relu"), Dense(10, "softmax")))
    training = Training("categorical_crossentropy", "sgd", 0.01, 30)
    trainer = Trainer(network, data, training)
    trainer.run(epochs=40)
    assert trainer.stride == 33
    assert trainer.curve[:, 1].tolist() == [0, 33]
    resumed = Trainer(network, data, training, state=trainer.state())
    resumed.run(epochs=26)
    assert resumed.curve[:, 1].tolist() == [0, 33, 66]


def test_scores_are_counted_as_one_would_by_hand() -> None:
    data = draw_points(Points("xor", noise=20.0, samples=100))
    network = Network(2, (Dense(3, "tanh"), Dense(1, "sigmoid")), "float64")
    trainer = Trainer(network, data, Training("binary_crossentropy"))
    train, _, test = trainer.scores()
    for score, x, y in ((train, data.x, data.y), (test, data.x_test, data.y_test)):
        assert score is not None and x is not None and y is not None
        a = network.predict(trainer.theta, x)
        assert (score.correct, score.count, score.rmse) == (np.sum((a >= 0.5) == (y == 1.0)), 50, None)
        assert score.loss == pytest.approx(-np.mean(y * np.log(a) + (1.0 - y) * np.log(1.0 - a)), rel=1e-12)


def test_regression_is_scored_by_its_root_mean_squared_error() -> None:
    data = draw_points(Points("sine", samples=100))
    network = Network(1, (Dense(3, "tanh"), Dense(1)), "float64")
    trainer = Trainer(network, data, Training("mse"))
    train, _, _ = trainer.scores()
    assert train is not None and train.correct is None
    rmse = np.sqrt(np.mean((network.predict(trainer.theta, data.x) - data.y) ** 2))
    assert train.rmse == pytest.approx(rmse, rel=1e-6) and train.loss == pytest.approx(rmse**2, rel=1e-12)
    trainer.run(epochs=1)
    assert trainer.curve[0, 4] == pytest.approx(rmse, rel=1e-6)


def test_without_test_samples_the_curve_says_so() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings())
    trainer.run(epochs=2)
    assert np.isnan(trainer.curve[:, [3, 5]]).all() and np.isfinite(trainer.curve[:, [0, 1, 2, 4]]).all()


def test_the_curve_is_bounded_and_its_stride_doubles() -> None:
    trainer = Trainer(ONE, Dataset(np.ones((1, 1)), np.ones((1, 1))), settings(learning_rate=1e-4))
    trainer.run(epochs=CURVE_POINTS - 1)
    assert len(trainer.curve) == CURVE_POINTS and trainer.stride == 1
    trainer.run(epochs=1)
    assert trainer.curve[:, 1].tolist() == list(range(0, CURVE_POINTS + 1, 2))
    trainer.run(epochs=3 * CURVE_POINTS - 1)
    assert trainer.stride == 4 and len(trainer.curve) == CURVE_POINTS
    trainer.run(epochs=1)
    assert trainer.stride == 8
    assert trainer.curve[:, 1].tolist() == list(range(0, 4 * CURVE_POINTS + 1, 8))
    losses = trainer.curve[:, 2]
    assert np.all(np.diff(losses) < 0.0), "each point is that of its own epoch"


def test_a_thinned_curve_is_gone_on_with_bit_for_bit() -> None:
    data = Dataset(np.ones((1, 1)), np.ones((1, 1)))
    never_stopped = Trainer(ONE, data, settings(learning_rate=1e-4))
    never_stopped.run(epochs=CURVE_POINTS + 100)
    resumed = Trainer(ONE, data, settings(learning_rate=1e-4), state=never_stopped.state())
    for trainer in (never_stopped, resumed):
        trainer.run(epochs=CURVE_POINTS + 101)
    assert same_state(resumed.state(), never_stopped.state())


def test_a_snapshot_is_one_moment_that_nobody_changes() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings())
    trainer.run(steps=7)
    snapshot = trainer.snapshot(True, 12.5)
    theta, curve = snapshot.theta.copy(), snapshot.curve.copy()
    for array in (snapshot.theta, snapshot.curve):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0
    trainer.run(epochs=2 * CURVE_POINTS)
    assert np.array_equal(snapshot.theta, theta) and np.array_equal(snapshot.curve, curve, equal_nan=True)
    place = (snapshot.step, snapshot.epoch, snapshot.position, snapshot.steps_per_epoch)
    assert place == (7, 1, 2, 5) and snapshot.is_playing and snapshot.steps_per_second == 12.5


def test_a_snapshots_scores_are_those_of_its_theta() -> None:
    data = some_data()
    trainer = Trainer(THREE_FOUR_TWO, data, settings())
    trainer.run(steps=8)
    snapshot = trainer.snapshot(False, 0.0)
    loss, _ = Evaluation(THREE_FOUR_TWO, loss_named("mse"), snapshot.theta, data.x, data.y).run()
    assert snapshot.train is not None and snapshot.train.loss == loss


# Running ----------------------------------------------------------------------------------------------------------


def test_whoever_stands_between_two_steps_can_stop_before_each() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings())
    asked = []

    def is_wanted() -> bool:
        asked.append(trainer.step)
        return len(asked) > 13

    assert trainer.run(steps=1000, between=is_wanted) == 13
    assert trainer.step == 13 and len(asked) == 14
    assert trainer.run(steps=1000, between=lambda: True) == 0
    reference = Trainer(THREE_FOUR_TWO, some_data(), settings())
    reference.run(steps=13)
    assert same_state(trainer.state(), reference.state())


def test_no_steps_are_no_change() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings())
    trainer.run(steps=7)
    before = trainer.state()
    assert trainer.run(steps=0, epochs=0) == 0
    assert same_state(trainer.state(), before)


def test_training_needs_no_more_memory_the_longer_it_goes_on() -> None:
    trainer = Trainer(THREE_FOUR_TWO, some_data(), settings("adam"))
    trainer.run(epochs=3 * CURVE_POINTS)
    tracemalloc.start()
    try:
        trainer.run(steps=1000)
        before, _ = tracemalloc.get_traced_memory()
        trainer.run(steps=30_000)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 300_000, "the curve and its copies; one float a step would be 720,000"
