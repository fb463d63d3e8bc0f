"""Tests of neurons that say the same whatever comes in."""

import numpy as np

from core.constants import constants, taken_over
from core.layers import Dense
from core.network import Network

NETWORK = Network(2, (Dense(3, "tanh"), Dense(2, "softmax")), "float64")


def test_a_neuron_that_hears_nothing_says_what_its_bias_says() -> None:
    theta = np.ones(NETWORK.size)
    view = NETWORK.views(theta)[0]
    view["weights"][:, 1] = 0.0
    view["weights"][0, 2] = 0.0
    view["biases"][...] = [0.1, 0.2, 0.3]
    is_constant, values = constants(NETWORK, theta, 0)
    assert is_constant.tolist() == [False, True, False]
    assert np.array_equal(values, np.tanh([0.1, 0.2, 0.3]))
    assert not constants(NETWORK, np.zeros(NETWORK.size), 1)[0].any(), "softmax depends on all of them"


def test_what_goes_is_weighed_as_it_was_heard() -> None:
    theta = np.ones(NETWORK.size)
    first, second = NETWORK.views(theta)
    first["weights"][:, :2] = 0.0
    second["weights"][...] = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    passed = taken_over(NETWORK, theta, 1, np.array([False, True, True]))
    assert passed is not None and np.allclose(passed, np.tanh(1.0) * np.array([3.0, 4.0]), rtol=1e-15)
    assert taken_over(NETWORK, theta, 1, np.array([False, False, True])) is None
    assert taken_over(NETWORK, theta, 0, np.array([True, True])) is None, "inputs are never the same"
