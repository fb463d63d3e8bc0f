"""Tests of the gradient: every activation and loss against central differences, in float64."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.layers import BatchNormalization, Dense
from core.losses import LOSSES
from core.network import Network

OUTPUTS_AND_LOSSES = [(output, loss) for loss in LOSSES for output in ACTIVATIONS if LOSSES[loss].fits(output)]
HIDDEN = [name for name, activation in ACTIVATIONS.items() if activation.can_learn and activation.is_elementwise]


def data_of(outputs: int, loss: str) -> tuple[np.ndarray, np.ndarray]:
    """Eleven samples: x (11, 3), y (11, outputs) of the kind that the loss asks for."""
    generator = np.random.default_rng(4)
    x = generator.normal(size=(11, 3))
    if loss == "categorical_crossentropy":
        return x, np.eye(outputs)[generator.integers(0, outputs, 11)]
    if LOSSES[loss].is_for_classes:
        return x, generator.integers(0, 2, (11, outputs)).astype(float)
    return x, generator.normal(size=(11, outputs))


def loss_of(network: Network, theta: np.ndarray, x: np.ndarray, y: np.ndarray, loss: str) -> float:
    """The loss by the plain formulas, layer by layer; a normalization takes the statistics of these samples."""
    z = a = x.T
    for layer, view in zip(network.layers, network.views(theta), strict=True):
        if isinstance(layer, BatchNormalization):
            mean, variance = a.mean(axis=1, keepdims=True), a.var(axis=1, keepdims=True)
            a = (a - mean) / np.sqrt(variance + layer.epsilon)
            a = a * view["gamma"][:, np.newaxis] + view["beta"][:, np.newaxis]
            continue
        assert isinstance(layer, Dense)
        z = view["weights"].T @ a
        if layer.use_bias:
            z = z + view["biases"][:, np.newaxis]
        a = ACTIVATIONS[layer.activation](z)
    return LOSSES[loss].value(z, a, y.T)


def central_differences(network: Network, theta: np.ndarray, x: np.ndarray, y: np.ndarray, loss: str) -> np.ndarray:
    """(L(theta + h e_i) - L(theta - h e_i)) / 2h for each i."""
    h = 1e-6
    slopes = np.empty_like(theta)
    for index in range(theta.size):
        above, below = theta.copy(), theta.copy()
        above[index] += h
        below[index] -= h
        slopes[index] = (loss_of(network, above, x, y, loss) - loss_of(network, below, x, y, loss)) / (2.0 * h)
    return slopes


def check(network: Network, loss: str) -> None:
    x, y = data_of(network.outputs, loss)
    # Every parameter, biases too, is drawn: at a bias of 0 a ReLU of a zero sum has no slope to compare with.
    theta = np.random.default_rng(11).normal(0.0, 0.7, network.size)
    before = theta.copy()
    value, gradient = network.loss_and_gradient(theta, x, y, loss)
    assert np.array_equal(theta, before), "theta is only read"
    assert value == pytest.approx(loss_of(network, theta, x, y, loss), rel=1e-12)
    assert gradient.shape == theta.shape and gradient.dtype == theta.dtype
    assert np.abs(gradient).max() > 1e-3, "a gradient of zeros would prove nothing"
    assert np.allclose(gradient, central_differences(network, theta, x, y, loss), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
def test_the_gradient_is_the_slope_of_the_loss(hidden: str, output: str, loss: str) -> None:
    check(Network(3, (Dense(4, hidden), Dense(5, hidden), Dense(3, output)), "float64"), loss)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("output", "loss"), [("sigmoid", "mse"), ("gelu", "huber"), ("linear", "hinge")])
def test_it_is_so_without_biases(hidden: str, output: str, loss: str) -> None:
    layers = (Dense(4, hidden, use_bias=False), Dense(5, hidden, use_bias=False), Dense(3, output, use_bias=False))
    check(Network(3, layers, "float64"), loss)


@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
def test_it_is_so_for_a_mix_of_layers(output: str, loss: str) -> None:
    layers = (
        Dense(4, "relu"),
        Dense(3, "relu", use_bias=False),
        Dense(5, "linear"),
        Dense(4, "gelu"),
        Dense(2, "tanh"),
        Dense(4, "swish", use_bias=False),
        Dense(3, "swish"),
        Dense(3, "elu"),
        Dense(2, output),
    )
    check(Network(3, layers, "float64"), loss)


@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
def test_it_is_so_for_a_single_layer(output: str, loss: str) -> None:
    check(Network(3, (Dense(2, output),), "float64"), loss)


@pytest.mark.parametrize("loss", sorted(loss for output, loss in OUTPUTS_AND_LOSSES if output == "sigmoid"))
def test_it_is_so_for_a_single_output(loss: str) -> None:
    check(Network(3, (Dense(4, "tanh"), Dense(1, "sigmoid")), "float64"), loss)


@pytest.mark.parametrize("loss", ["mse", "half_squared_error"])
def test_nothing_below_a_step_has_a_slope(loss: str) -> None:
    x, y = data_of(2, loss)
    network = Network(3, (Dense(4, "step"), Dense(2, "linear")), "float64")
    theta = np.random.default_rng(5).normal(size=network.size)
    _, gradient = network.loss_and_gradient(theta, x, y, loss)
    below, above = network.views(gradient)
    assert not below["weights"].any() and not below["biases"].any()
    assert above["weights"].any() and above["biases"].all()


def test_the_slope_of_relu_at_zero_is_zero() -> None:
    network = Network(1, (Dense(1, "relu"),), "float64")
    _, gradient = network.loss_and_gradient(np.zeros(2), np.ones((1, 1)), np.ones((1, 1)))
    assert not gradient.any()


@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
def test_float32_gives_nearly_the_same_gradient(output: str, loss: str) -> None:
    network = Network(3, (Dense(4, "tanh"), Dense(3, output)), "float64")
    x, y = data_of(3, loss)
    theta = np.random.default_rng(11).normal(0.0, 0.7, network.size)
    value, gradient = network.loss_and_gradient(theta, x, y, loss)
    single = network.replace(dtype="float32")
    value_32, gradient_32 = single.loss_and_gradient(theta.astype(np.float32), x, y, loss)
    assert gradient_32.dtype == np.float32
    assert value_32 == pytest.approx(value, rel=1e-5)
    assert np.allclose(gradient_32, gradient, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize(("output", "loss"), OUTPUTS_AND_LOSSES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_loss_and_gradient_stay_finite_for_huge_weights(output: str, loss: str, dtype: str) -> None:
    network = Network(1, (Dense(2, output),), dtype)  # type: ignore[arg-type]
    theta = np.array([1e30, -1e30, 1e30, 1e30], dtype)
    value, gradient = network.loss_and_gradient(theta, np.ones((2, 1)), np.eye(2), loss)
    assert np.isfinite(value) and np.isfinite(gradient).all()


def test_the_gradient_of_all_rows_is_the_mean_over_the_rows() -> None:
    network = Network(3, (Dense(4, "tanh"), Dense(2, "sigmoid")), "float64")
    theta = network.initial(1)
    for loss in ("mse", "half_squared_error", "binary_crossentropy"):
        x, y = data_of(2, loss)
        value, gradient = network.loss_and_gradient(theta, x, y, loss)
        singly = [network.loss_and_gradient(theta, x[row : row + 1], y[row : row + 1], loss) for row in range(len(x))]
        assert value == pytest.approx(np.mean([one[0] for one in singly]))
        assert np.allclose(gradient, np.mean([one[1] for one in singly], axis=0))


def test_no_loss_and_no_activation_goes_untested() -> None:
    assert {loss for _, loss in OUTPUTS_AND_LOSSES} == set(LOSSES)
    assert {output for output, _ in OUTPUTS_AND_LOSSES} == set(ACTIVATIONS)
    assert set(HIDDEN) == set(ACTIVATIONS) - {"step", "softmax"}
