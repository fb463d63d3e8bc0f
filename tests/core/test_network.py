"""Tests of the network as a value and of what it computes."""

import msgspec
import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.plan import Forward

TWO_TWO_ONE = Network(2, (Dense(2, "relu"), Dense(1, "linear")), "float64")


def worked_by_hand() -> np.ndarray:
    """theta of TWO_TWO_ONE with W1 = [[1, -1], [2, 1]], b1 = [0, 1], W2 = [[3], [-2]], b2 = [0.5]."""
    theta = np.zeros(TWO_TWO_ONE.size)
    hidden, output = TWO_TWO_ONE.views(theta)
    hidden["weights"][...] = [[1.0, -1.0], [2.0, 1.0]]
    hidden["biases"][...] = [0.0, 1.0]
    output["weights"][...] = [[3.0], [-2.0]]
    output["biases"][...] = [0.5]
    return theta


def test_predict_gives_the_numbers_worked_by_hand() -> None:
    # (1, 1):  h = relu(1 + 2, -1 + 1 + 1) = (3, 1),    y = 9 - 2 + 0.5 = 7.5
    # (2, -1): h = relu(2 - 2, -2 - 1 + 1) = (0, 0),    y = 0.5
    # (-1, 0): h = relu(-1, 1 + 1) = (0, 2),            y = -4 + 0.5 = -3.5
    x = np.array([[1.0, 1.0], [2.0, -1.0], [-1.0, 0.0]])
    assert TWO_TWO_ONE.predict(worked_by_hand(), x).tolist() == [[7.5], [0.5], [-3.5]]


def test_loss_and_gradient_are_those_worked_by_hand() -> None:
    # One sample (1, 1) -> 5.5: a - y = 2, mse = 4, dL/da = 2 (a - y) = 4.
    # dW2 = 4 h = (12, 4), db2 = 4, dh = 4 W2 = (12, -8), both neurons are on; dW1 = x dh, db1 = dh.
    loss, gradient = TWO_TWO_ONE.loss_and_gradient(worked_by_hand(), np.array([[1.0, 1.0]]), np.array([[5.5]]))
    hidden, output = TWO_TWO_ONE.views(gradient)
    assert loss == 4.0
    assert output["weights"].tolist() == [[12.0], [4.0]] and output["biases"].tolist() == [4.0]
    assert hidden["weights"].tolist() == [[12.0, -8.0], [12.0, -8.0]] and hidden["biases"].tolist() == [12.0, -8.0]


def test_the_textbooks_loss_is_half_the_sum() -> None:
    x, y = np.array([[1.0, 1.0]]), np.array([[5.5]])
    loss, gradient = TWO_TWO_ONE.loss_and_gradient(worked_by_hand(), x, y, "half_squared_error")
    assert loss == 2.0
    assert TWO_TWO_ONE.views(gradient)[1]["weights"].tolist() == [[6.0], [2.0]]


def test_views_share_the_memory_of_theta_and_cover_it() -> None:
    network = Network(3, (Dense(4, "tanh"), Dense(2, use_bias=False), Dense(5)))
    theta = np.zeros(network.size, np.float32)
    views = network.views(theta)
    assert [{name: view.shape for name, view in layer.items()} for layer in views] == [
        {"weights": (3, 4), "biases": (4,)},
        {"weights": (4, 2)},
        {"weights": (2, 5), "biases": (5,)},
    ]
    for layer in views:
        for view in layer.values():
            assert np.shares_memory(view, theta)
            view += 1.0
    assert np.array_equal(theta, np.ones(network.size)), "each parameter belongs to exactly one view"


def test_the_size_is_the_number_of_parameters() -> None:
    assert Network(2, (Dense(4), Dense(3), Dense(1))).size == 2 * 4 + 4 + 4 * 3 + 3 + 3 + 1
    assert Network(2, (Dense(4, use_bias=False),)).size == 8


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("use_bias", [True, False])
def test_the_forward_pass_of_training_and_predict_agree(activation: str, use_bias: bool) -> None:
    network = Network(3, (Dense(4, "tanh", use_bias=use_bias), Dense(2, activation, use_bias=use_bias)), "float64")
    theta = np.random.default_rng(0).normal(size=network.size)
    x = np.random.default_rng(1).normal(size=(9, 3))
    forward = Forward(network, theta, 9)
    forward.activations[0][...] = x.T
    for call in forward.calls:
        call()
    assert np.allclose(forward.output.T, network.predict(theta, x), rtol=1e-12)


def test_predict_takes_no_samples_too() -> None:
    assert TWO_TWO_ONE.predict(worked_by_hand(), np.zeros((0, 2))).shape == (0, 1)


def test_activations_give_every_layer() -> None:
    hidden, output = TWO_TWO_ONE.activations(worked_by_hand(), np.array([[1.0], [1.0]]))
    assert hidden.tolist() == [[3.0], [1.0]] and output.tolist() == [[7.5]]


def test_first_weights_are_equal_for_equal_seeds_only() -> None:
    network = Network(5, (Dense(8, "tanh"), Dense(3)))
    assert np.array_equal(network.initial(seed=3), network.initial(seed=3))
    assert not np.array_equal(network.initial(seed=3), network.initial(seed=4))
    assert network.initial().dtype == np.float32


def test_first_weights_spread_as_the_initializer_says_and_biases_start_where_told() -> None:
    network = Network(50, (Dense(100, initializer="he_normal", bias_initializer=0.25), Dense(60)), "float64")
    first, second = network.views(network.initial())
    assert first["weights"].std() == pytest.approx(np.sqrt(2.0 / 50), rel=0.05)
    limit = np.sqrt(6.0 / 160)
    assert 0.99 * limit < np.abs(second["weights"]).max() <= limit
    assert np.all(first["biases"] == 0.25) and not second["biases"].any()


def test_first_weights_for_data_leave_no_relu_neuron_in_a_corner() -> None:
    x = np.random.default_rng(2).normal(size=(200, 2))
    network = Network(2, (Dense(40, "relu", bias_initializer=0.1), Dense(1)))
    for seed in range(5):
        theta = network.initial(seed, x)
        share_on = np.mean(network.activations(theta, x.T)[0] > 0.0, axis=1)
        assert share_on.min() >= 0.25 and share_on.max() <= 0.95
        assert np.array_equal(theta, network.initial(seed, x))


def test_equal_values_are_equal_networks_and_survive_json() -> None:
    network = Network(2, (Dense(4, "tanh", name="Hidden"), Dense(1)))
    assert network.widths == (2, 4, 1), "what was cached is no part of the value"
    assert network == Network(2, (Dense(4, "tanh", name="Hidden"), Dense(1)))
    assert hash(network) == hash(network.replace())
    assert network != network.with_dense(0, Dense(5, "tanh"))
    assert msgspec.json.decode(msgspec.json.encode(network), type=Network) == network


def test_a_changed_network_has_its_own_widths() -> None:
    network = Network(2, (Dense(4, "tanh"), Dense(1)))
    assert network.widths == (2, 4, 1) and network.size == 17
    wider = network.with_dense(0, Dense(5, "tanh"))
    assert wider.widths == (2, 5, 1) and wider.size == 21


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Network(0, (Dense(1),)), "0 inputs"),
        (lambda: Network(1, ()), "at least one layer"),
        (lambda: Network(1, (Dense(1),), "float16"), "float16"),
        (lambda: Network(1, (Dense(2, "softmax"), Dense(1))), "hidden layer cannot use softmax"),
        (lambda: Network(100_000, (Dense(100_000),)), "10,000,100,000 parameters"),
        (lambda: Dense(0), "0 neurons"),
        (lambda: Dense(1, "wiggle"), "no activation called 'wiggle'"),
        (lambda: Dense(1, initializer="guess"), "no initializer called 'guess'"),
        (lambda: Dense(1, bias_initializer=float("nan")), "cannot start at nan"),
    ],
)
def test_what_cannot_be_built_is_refused_in_words(make: object, message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        make()  # type: ignore[operator]
    assert caught.value.hint


@pytest.mark.parametrize(
    ("x", "y", "loss", "message"),
    [
        (np.zeros((3, 5)), np.zeros((3, 1)), "mse", "x has the shape"),
        (np.zeros((3, 2)), np.zeros((3, 2)), "mse", "y has the shape"),
        (np.zeros((3, 2)), np.zeros((2, 1)), "mse", "y has the shape"),
        (np.zeros((0, 2)), np.zeros((0, 1)), "mse", "no samples"),
        (np.full((3, 2), np.nan), np.zeros((3, 1)), "mse", "not finite"),
        (np.zeros((3, 2)), np.zeros((3, 1)), "guess", "no loss called 'guess'"),
        (np.zeros((3, 2)), np.zeros((3, 1)), "binary_crossentropy", "needs a sigmoid output"),
    ],
)
def test_data_and_losses_that_do_not_fit_are_refused(x: np.ndarray, y: np.ndarray, loss: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        TWO_TWO_ONE.loss_and_gradient(worked_by_hand(), x, y, loss)


@pytest.mark.parametrize("x", [np.zeros(2), np.zeros((3, 1)), np.zeros((1, 1, 2))])
def test_predict_refuses_samples_of_another_width(x: np.ndarray) -> None:
    with pytest.raises(UserError, match="2 numbers per sample"):
        TWO_TWO_ONE.predict(worked_by_hand(), x)


@pytest.mark.parametrize("theta", [np.zeros(3), np.zeros(100), np.zeros((3, 3))])
def test_theta_of_another_network_is_refused(theta: np.ndarray) -> None:
    with pytest.raises(UserError, match="this network has 9 parameters"):
        TWO_TWO_ONE.predict(theta, np.zeros((1, 2)))
    with pytest.raises(UserError, match="this network has 9 parameters"):
        TWO_TWO_ONE.loss_and_gradient(theta, np.zeros((1, 2)), np.zeros((1, 1)))
