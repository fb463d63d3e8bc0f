"""Tests of dropout and batch normalization: their formulas, what they do in training, and what they refuse."""

from typing import Any

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.layers.place import Place
from core.losses import loss_named
from core.network import Network
from core.plan import Evaluation
from core.trainer import Trainer
from core.training import Training
from tests.core.test_gradients import central_differences

GENERATOR = np.random.default_rng(11)


def regression(rows: int = 24, inputs: int = 3) -> Dataset:
    return Dataset(GENERATOR.normal(size=(rows, inputs)), GENERATOR.normal(size=(rows, 2)))


# Dense ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"units": 0}, "cannot have 0 neurons"),
        ({"units": 100_001}, "cannot have 100,001 neurons"),
        ({"bias_initializer": np.inf}, "cannot start at inf"),
        ({"locked": ((0, -1),)}, "below 0"),
        ({"locked": ((-2, 0),)}, "below 0"),
        ({"cut": ((-1, 0),)}, "below 0"),
        ({"cut": ((0, -1),)}, "below 0"),
        ({"unit_names": ((1, "b"), (0, "a"))}, "must be in order"),
        ({"unit_names": ((0, "a"), (0, "b"))}, "one each"),
        ({"unit_names": ((2, "c"),)}, "a neuron that is not there"),
        ({"unit_names": ((-1, "c"),)}, "a neuron that is not there"),
        ({"parameter_names": ((0, 2, "w"),)}, "a weight that is not there"),
        ({"parameter_names": ((-2, 0, "w"),)}, "a weight that is not there"),
        ({"unit_names": ((0, ""),)}, "1 to 40 letters"),
        ({"unit_names": ((0, "n" * 41),)}, "1 to 40 letters"),
    ],
)
def test_what_a_dense_layer_cannot_be_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        Dense(**{"units": 2, **wrong})


def test_a_dense_layer_may_go_to_its_bounds() -> None:
    Dense(1), Dense(100_000)
    Dense(2, locked=((-1, 0), (0, 1)), cut=((0, 0),))
    Dense(2, unit_names=((0, "a"), (1, "b" * 40)), parameter_names=((-1, 1, "bias"), (0, 0, "w")))


# Dropout ----------------------------------------------------------------------------------------------------------


def dropped(rate: float, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """What one training step lets through of ones, and of a derivative of ones."""
    below, above, delta_below = np.ones(shape), np.empty(shape), np.empty((shape[0] + 1, shape[1]))
    kept = np.empty(shape), np.empty((shape[0], 1))
    place = Place(
        None,
        below,
        below,
        above,
        kept=kept,
        delta=np.ones(shape),
        delta_below=delta_below,
        generator=np.random.default_rng(3),
    )
    layer = Dropout(rate)
    for call in layer.bind_forward(place) + layer.bind_backward(place):
        call()
    return above, delta_below[:-1]


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.9])
def test_dropout_leaves_out_its_share_and_keeps_the_expected_sum(rate: float) -> None:
    passed, _ = dropped(rate, (100, 1000))
    assert set(np.unique(passed)) == {0.0, 1.0 / (1.0 - rate)}
    assert np.mean(passed == 0.0) == pytest.approx(rate, abs=0.01)
    assert passed.mean() == pytest.approx(1.0, abs=0.02)


def test_the_derivative_goes_where_the_numbers_went() -> None:
    passed, derivative = dropped(0.3, (40, 50))
    assert np.array_equal(passed, derivative)


def test_asked_outside_training_dropout_is_not_there() -> None:
    plain = Network(3, (Dense(5, "tanh"), Dense(2)), "float64")
    with_dropout = Network(3, (Dropout(0.9), Dense(5, "tanh"), Dropout(0.5), Dense(2)), "float64")
    theta, x = plain.initial(1), regression().x
    assert np.array_equal(with_dropout.predict(theta, x), plain.predict(theta, x))
    y = np.zeros((len(x), 2))
    value, gradient = with_dropout.loss_and_gradient(theta, x, y)
    plain_value, plain_gradient = plain.loss_and_gradient(theta, x, y)
    assert value == plain_value and np.array_equal(gradient, plain_gradient)


def test_a_training_step_with_dropout_follows_the_gradient_of_what_was_let_through() -> None:
    """One input of ones, one weight per hidden neuron: what is left out does not move."""
    network = Network(1, (Dense(64, "linear", use_bias=False), Dropout(0.5), Dense(1, use_bias=False)), "float64")
    theta = np.ones(network.size)
    data = Dataset(np.ones((1, 1)), np.zeros((1, 1)))
    trainer = Trainer(network, data, Training("mse", "sgd", 1e-3), theta, seed=4)
    trainer.run(steps=1)
    above = network.views(trainer.theta)[1]["weights"][:, 0]
    moved = above != 1.0
    assert 15 < moved.sum() < 49
    # a = sum of 2 over those let through; dL/dw = 2 a 2 for each of them
    answer = 2.0 * moved.sum()
    assert np.allclose(above[moved], 1.0 - 1e-3 * 2.0 * answer * 2.0)
    below = network.views(trainer.theta)[0]["weights"][0]
    assert np.array_equal(below != 1.0, moved)


def test_each_step_and_each_seed_leaves_out_others() -> None:
    network = Network(3, (Dense(30, "tanh"), Dropout(0.5), Dense(2)), "float64")
    theta, data = network.initial(0), regression(8)

    def after(seed: int, steps: int) -> np.ndarray:
        trainer = Trainer(network, data, Training("mse", "sgd", 0.1, 8), theta, seed)
        trainer.run(steps=steps)
        return trainer.theta

    assert np.array_equal(after(1, 3), after(1, 3))
    assert not np.array_equal(after(1, 1), after(2, 1))


@pytest.mark.parametrize("rate", [-0.1, 1.0, float("nan")])
def test_a_dropout_rate_out_of_range_is_refused(rate: float) -> None:
    with pytest.raises(UserError, match="dropout rate cannot be"):
        Dropout(rate)


# Batch normalization ----------------------------------------------------------------------------------------------

NORMALISED = Network(3, (BatchNormalization(), Dense(4, "tanh"), BatchNormalization(), Dense(2)), "float64")


def some_theta(network: Network) -> np.ndarray:
    theta = np.random.default_rng(2).normal(0.0, 0.7, network.size)
    for view in network.views(theta):
        if "moving_variance" in view:
            view["moving_variance"][...] = np.abs(view["moving_variance"]) + 0.1
    return theta


def test_asked_outside_training_it_uses_the_running_statistics() -> None:
    network = Network(2, (BatchNormalization(epsilon=0.01), Dense(1, use_bias=False)), "float64")
    theta = np.zeros(network.size)
    norm, dense = network.views(theta)
    norm["gamma"][...], norm["beta"][...] = [2.0, 3.0], [0.5, -0.5]
    norm["moving_mean"][...], norm["moving_variance"][...] = [1.0, -1.0], [0.24, 0.99]
    dense["weights"][...] = [[1.0], [10.0]]
    # (3 - 1) / 0.5 * 2 + 0.5 = 8.5;  (1 + 1) / 1 * 3 - 0.5 = 5.5
    assert network.predict(theta, np.array([[3.0, 1.0]])) == pytest.approx(np.array([[8.5 + 55.0]]))


def test_a_plan_that_asks_answers_as_the_network_does() -> None:
    theta, data = some_theta(NORMALISED), regression(9)
    loss, outputs = Evaluation(NORMALISED, loss_named("mse"), theta, data.x, data.y).run()
    answers = NORMALISED.predict(theta, data.x)
    assert np.allclose(outputs.T, answers, rtol=1e-12, atol=1e-12)
    assert loss == pytest.approx(float(np.mean(np.square(answers - data.y))))


def test_its_gradient_is_the_slope_of_the_loss_over_the_batch() -> None:
    theta, data = some_theta(NORMALISED), regression(11)
    before = theta.copy()
    _, gradient = NORMALISED.loss_and_gradient(theta, data.x, data.y)
    assert np.array_equal(theta, before), "not even the running statistics are written"
    slopes = central_differences(NORMALISED, theta, data.x, data.y, "mse")
    assert np.allclose(gradient, slopes, rtol=1e-6, atol=1e-8)
    for view in NORMALISED.views(gradient):
        if "gamma" in view:
            assert view["gamma"].any()
            assert not view["moving_mean"].any() and not view["moving_variance"].any()


def test_a_training_step_moves_the_running_statistics_towards_the_batch() -> None:
    network = Network(3, (BatchNormalization(momentum=0.9), Dense(2)), "float64")
    data = regression(20)
    trainer = Trainer(network, data, Training("mse", "sgd", 0.01, 20))
    trainer.run(steps=2)
    norm = network.views(trainer.theta)[0]
    mean, variance = data.x.mean(axis=0), data.x.var(axis=0)
    assert norm["moving_mean"] == pytest.approx(0.19 * mean)
    assert norm["moving_variance"] == pytest.approx(0.81 + 0.19 * variance)


def test_first_weights_change_nothing_but_by_epsilon() -> None:
    x = regression().x
    below = NORMALISED.activations(NORMALISED.initial(0), x.T)
    plain = Network(3, (Dense(4, "tanh"), Dense(2)), "float64")
    assert np.allclose(below[0], plain.activations(plain.initial(0), x.T)[0], atol=2e-3)


def test_optimizers_never_move_the_running_statistics() -> None:
    """With momentum 0.99 a step of Adam's size would show."""
    network = Network(3, (BatchNormalization(momentum=0.0), Dense(2)), "float64")
    data = regression(20)
    trainer = Trainer(network, data, Training("mse", "adam", 0.5, 20, l2=0.1))
    trainer.run(steps=5)
    norm = network.views(trainer.theta)[0]
    assert norm["moving_mean"] == pytest.approx(data.x.mean(axis=0), abs=1e-12)
    assert norm["moving_variance"] == pytest.approx(data.x.var(axis=0), abs=1e-12)


def test_a_batch_of_one_sample_stays_finite() -> None:
    trainer = Trainer(NORMALISED, regression(5), Training("mse", "adam", 0.01, 1))
    trainer.run(epochs=20)
    assert np.isfinite(trainer.theta).all()


@pytest.mark.parametrize(("name", "value"), [("momentum", 1.0), ("momentum", -0.1), ("epsilon", 0.0), ("epsilon", 2.0)])
def test_settings_of_a_normalization_out_of_range_are_refused(name: str, value: float) -> None:
    with pytest.raises(UserError, match=f"{name} of a batch normalization cannot be"):
        BatchNormalization(**{name: value})


# In the network ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", [Dropout(0.1), BatchNormalization()])
def test_the_output_is_a_dense_layer(layer: Dropout | BatchNormalization) -> None:
    with pytest.raises(UserError, match="last layer has to be a Dense one"):
        Network(2, (Dense(3), layer))


@pytest.mark.parametrize("inputs", [3, 40])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_wide_and_narrow_plans_say_the_same_as_plain_formulas(inputs: int, dtype: str) -> None:
    """A wide layer keeps its biases apart, a wide input is gathered by rows: the gradient is the same."""
    layers = (Dropout(0.0), Dense(500, "relu"), BatchNormalization(), Dense(40, "relu"), Dense(40, "relu"), Dense(2))
    network = Network(inputs, layers, dtype)  # type: ignore[arg-type]
    theta = network.initial(0).astype(np.float64)
    data = Dataset(GENERATOR.normal(size=(30, inputs)), GENERATOR.normal(size=(30, 2)))
    exact = network.replace(dtype="float64")
    _, gradient = exact.loss_and_gradient(theta, data.x, data.y)
    trainer = Trainer(network, data, Training("mse", "sgd", 1e-2, 30), theta)
    before = trainer.theta.astype(np.float64)
    trainer.run(steps=1)
    moved = (before - trainer.theta)[: network.trainable] / 1e-2
    assert np.allclose(moved, gradient[: network.trainable], rtol=1e-3, atol=2e-4)
