"""The gradient's norm per layer, against hand and finite differences."""

import numpy as np
import pytest

from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.probe.gradients import gradient_norms


def test_norms_are_those_worked_by_hand() -> None:
    # One sample x = (1, 1), h = relu(3, 1), a = 7.5, y = 5.5: dL/da = 4, so dW2 = (12, 4), db2 = 4;
    # dh = 4 (3, -2) = (12, -8), so each row of dW1 and db1 are (12, -8).
    network = Network(2, (Dense(2, "relu"), Dense(1)), "float64")
    theta = np.zeros(network.size)
    hidden, output = network.views(theta)
    hidden["weights"][...] = [[1.0, -1.0], [2.0, 1.0]]
    hidden["biases"][...] = [0.0, 1.0]
    output["weights"][...] = [[3.0], [-2.0]]
    output["biases"][...] = [0.5]
    found = gradient_norms(network, theta, np.array([[1.0, 1.0]]), np.array([[5.5]]))
    assert found == pytest.approx([(3 * (144 + 64)) ** 0.5, (144 + 16 + 16) ** 0.5], rel=1e-14)


def test_norms_agree_with_central_differences_and_leave_theta_alone() -> None:
    network = Network(2, (Dense(3, "tanh"), Dense(2, "tanh", use_bias=False), Dense(2, "softmax")), "float64")
    generator = np.random.default_rng(5)
    theta = generator.normal(size=network.size)
    x, y = generator.normal(size=(6, 2)), np.eye(2)[[0, 1, 1, 0, 1, 0]]
    loss = "categorical_crossentropy"
    slopes = np.zeros(network.size)
    for index in range(network.size):
        step = np.zeros(network.size)
        step[index] = 1e-6
        above, _ = network.loss_and_gradient(theta + step, x, y, loss)
        below, _ = network.loss_and_gradient(theta - step, x, y, loss)
        slopes[index] = (above - below) / 2e-6
    expected = [sum((part**2).sum() for part in layer.values()) ** 0.5 for layer in network.views(slopes)]
    untouched = theta.copy()
    found = gradient_norms(network, theta, x, y, loss)
    assert found == pytest.approx(expected, rel=1e-7)
    assert np.sqrt(np.square(found).sum()) == pytest.approx(np.linalg.norm(slopes), rel=1e-7)
    assert np.array_equal(theta, untouched)


def test_a_float32_gradient_whose_square_is_beyond_float32_has_a_norm() -> None:
    network = Network(1, (Dense(1),), "float32")
    found = gradient_norms(network, np.zeros(2, np.float32), np.array([[1.0]]), np.array([[1e25]]))
    assert found == pytest.approx([2e25 * 2**0.5], rel=1e-6)


def test_a_perfect_answer_pulls_at_nothing() -> None:
    network = Network(1, (Dense(3, "relu"), Dense(1)), "float64")
    assert gradient_norms(network, np.zeros(network.size), np.zeros((4, 1)), np.zeros((4, 1))).tolist() == [0.0, 0.0]


def test_data_that_do_not_fit_are_refused() -> None:
    network = Network(2, (Dense(1),))
    with pytest.raises(UserError, match="x has the shape"):
        gradient_norms(network, np.zeros(3), np.zeros((4, 3)), np.zeros((4, 1)))
    with pytest.raises(UserError, match="y has the shape"):
        gradient_norms(network, np.zeros(3), np.zeros((4, 2)), np.zeros((3, 1)))
    with pytest.raises(UserError, match="theta has the shape"):
        gradient_norms(network, np.zeros(4), np.zeros((4, 2)), np.zeros((4, 1)))
