"""Where sums land on an activation: hand-worked sums, slopes against finite differences."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.layers import Dense
from core.network import Network
from core.probe.landing import curve_and_slope, landing

X = np.array([[1.0, -2.0, 0.5, 0.0]])
"""Four samples of one input, features first."""


def one_layer(activation: str, weights: list[float], biases: list[float]) -> tuple[Network, np.ndarray]:
    network = Network(1, (Dense(len(weights), activation),), "float64")
    theta = np.zeros(network.size)
    view = network.views(theta)[0]
    view["weights"][0], view["biases"][...] = weights, biases
    return network, theta


def test_a_relu_is_off_where_its_sum_is_at_or_below_zero() -> None:
    network, theta = one_layer("relu", [9.0, 2.0], [9.0, -1.0])
    sums, activations = network.sums_and_activations(theta, X)
    found = landing(network, sums[0], activations[0], 0, 1)
    assert found.z.tolist() == [1.0, -5.0, 0.0, -1.0]
    assert found.a.tolist() == [1.0, 0.0, 0.0, 0.0]
    assert found.below == 3 and found.saturated is None


@pytest.mark.parametrize(("activation", "saturated"), [("sigmoid", 2), ("tanh", 3)])
def test_saturated_is_where_the_slope_is_below_8_percent(activation: str, saturated: int) -> None:
    """sigmoid is above 0.98 from z = 3.89 on, tanh above 0.96 from 1.95 on."""
    network, theta = one_layer(activation, [4.0], [0.0])  # sums 4, -8, 2, 0
    sums, activations = network.sums_and_activations(theta, X)
    assert landing(network, sums[0], activations[0], 0, 0).saturated == saturated


def test_a_share_of_softmax_is_a_sigmoid_of_what_its_sum_is_above_the_others() -> None:
    network, theta = one_layer("softmax", [1.0, -3.0, 0.5], [0.2, 0.0, -1.0])
    sums, activations = network.sums_and_activations(theta, X)
    found = landing(network, sums[0], activations[0], 0, 1)
    by_hand = -3.0 - np.log(np.exp(1.2) + np.exp(-0.5))  # the first sample
    assert found.z[0] == pytest.approx(by_hand, abs=1e-12)
    assert found.a == pytest.approx(curve_and_slope("softmax", found.z)[0], abs=1e-12)


def test_a_softmax_of_huge_sums_does_not_overflow() -> None:
    network, theta = one_layer("softmax", [1e4, -1e4], [0.0, 0.0])
    sums, activations = network.sums_and_activations(theta, X)
    found = landing(network, sums[0], activations[0], 0, 0)
    assert found.z.tolist() == [2e4, -4e4, 1e4, 0.0]


def test_sums_that_are_not_finite_are_left_out_and_told_of() -> None:
    network, _ = one_layer("linear", [1.0], [0.0])
    sums = np.array([[1.0, np.nan, np.inf, 2.0]])
    found = landing(network, sums, sums, 0, 0)
    assert found.z.tolist() == [1.0, 2.0]
    assert found.is_finite.tolist() == [True, False, False, True]


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_the_slope_is_the_curve_s_own(activation: str) -> None:
    """Against central differences, away from the corners at 0."""
    z = np.array([-6.0, -2.5, -0.7, -0.1, 0.1, 0.9, 3.0, 7.0])
    f, slope = curve_and_slope(activation, z)
    step = 1e-6
    above, below = curve_and_slope(activation, z + step)[0], curve_and_slope(activation, z - step)[0]
    assert slope == pytest.approx((above - below) / (2.0 * step), abs=1e-8)
    assert f.shape == slope.shape == z.shape and f.dtype == np.float64


def test_the_slope_of_relu_at_zero_is_zero_and_step_has_none() -> None:
    assert curve_and_slope("relu", np.array([0.0]))[1].tolist() == [0.0]
    f, slope = curve_and_slope("step", np.array([-1e-300, 0.0]))
    assert f.tolist() == [0.0, 1.0] and slope.tolist() == [0.0, 0.0]
