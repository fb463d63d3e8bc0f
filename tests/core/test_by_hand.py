"""The numbers of a walked step that are read: those that a reckoning by hand comes to, and never another step."""

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.optimizers import OPTIMIZERS
from core.probe.by_hand import as_read, by_hand
from core.probe.walk import Walk, walk_batch
from core.state import State
from core.trainer import Trainer
from core.training import Training


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-z))


def walked(
    network: Network, data: Dataset, training: Training, theta: np.ndarray | None = None, steps: int = 0
) -> tuple[Walk, State]:
    trainer = Trainer(network, data, training, theta, seed=1)
    trainer.run(steps=steps)
    state = trainer.state()
    return walk_batch(network, data, training, 1, state), state


def test_typed_weights_give_the_numbers_of_a_reckoning_in_float64() -> None:
    network = Network(2, (Dense(2, "sigmoid"), Dense(1, "sigmoid")))
    w1, b1, w2, b2 = np.array([[0.3, -1.25], [0.7, 2.1]]), np.array([0.1, -0.4]), np.array([1.7, -3.3]), 0.6
    theta = np.zeros(network.size, np.float32)
    hidden, output = network.views(theta)
    hidden["weights"][...], hidden["biases"][...] = w1, b1
    output["weights"][:, 0], output["biases"][0] = w2, b2
    x, y = np.array([[0.9, 1.3]]), np.array([[1.0]])
    walk, state = walked(network, Dataset(x, y), Training("mse", "sgd", 0.3, batch_size=1), theta)
    shown = by_hand(walk, state)
    a1 = sigmoid(x[0] @ w1 + b1)
    a2 = sigmoid(np.array([a1 @ w2 + b2]))
    delta = 2.0 * (a2 - 1.0) * a2 * (1.0 - a2)
    assert shown.activations[0][:, 0] == pytest.approx(a1, rel=1e-14)
    assert shown.deltas[1][:, 0] == pytest.approx(delta, rel=1e-13)
    assert shown.deltas[0][:, 0] == pytest.approx(w2 * delta * a1 * (1.0 - a1), rel=1e-13)
    assert network.views(shown.new_theta)[1]["weights"][:, 0] == pytest.approx(w2 - 0.3 * delta * a1, rel=1e-14)
    assert walk.deltas[1][0, 0] != pytest.approx(delta[0], rel=1e-9), "the engine's own are float32"
    assert shown.network == network


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_it_is_the_same_step_dropout_and_normalization_included(optimizer: str) -> None:
    network = Network(3, (Dense(6, "tanh"), BatchNormalization(), Dropout(0.4), Dense(2, "linear")))
    generator = np.random.default_rng(5)
    data = Dataset(generator.normal(size=(20, 3)), generator.normal(size=(20, 2)))
    training = Training("mse", optimizer, 0.01, batch_size=5, l2=0.01, clip_norm=0.5)
    walk, state = walked(network, data, training, steps=3)
    shown = by_hand(walk, state)
    assert shown.new_theta.dtype == np.float64
    assert shown.new_theta == pytest.approx(walk.new_theta, abs=1e-5)
    assert (shown.entering[1] == 0.0).sum() == (walk.entering[1] == 0.0).sum() > 0


def test_where_rounding_decides_on_which_side_a_sum_is_the_engines_step_is_shown() -> None:
    network = Network(2, (Dense(1, "step"),))
    data = Dataset(np.array([[1.0, 1.0]]), np.array([[1.0]]))
    theta = np.zeros(3, np.float32)
    (only,) = network.views(theta)
    only["weights"][:, 0], only["biases"][0] = [0.8, 0.1], -0.9  # 0 in float32, a little less in float64
    walk, state = walked(network, data, Training("perceptron", "sgd", 0.1, batch_size=1), theta)
    assert walk.activations[0][0, 0] == 1.0
    assert by_hand(walk, state) is walk


def test_a_number_is_read_with_the_few_digits_it_was_typed_with() -> None:
    typed = np.array([0.3, -1.25, 0.1993081, 1e-7, 123456.7, 0.0, 3.4e38, 0.33333334])
    stored = typed.astype(np.float32)
    assert as_read(stored)[:-1] == pytest.approx(typed[:-1], rel=1e-14)
    assert np.array_equal(as_read(stored).astype(np.float32), stored)
    assert np.isnan(as_read(np.array([np.nan], np.float32)))[0]
