"""A trace shows the very numbers the network computes with."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.probe.trace import trace


def test_the_trace_holds_the_numbers_worked_by_hand() -> None:
    # z1 = (1 + 2*2 + 0, -1 + 2*1 + 1 - 4) = (5, -2), a1 = (5, 0), z2 = 3*5 - 2*0 + 0.5 = 15.5
    network = Network(2, (Dense(2, "relu"), Dense(1)), "float64")
    theta = np.zeros(network.size)
    hidden, output = network.views(theta)
    hidden["weights"][...] = [[1.0, -1.0], [2.0, 1.0]]
    hidden["biases"][...] = [0.0, -3.0]
    output["weights"][...] = [[3.0], [-2.0]]
    output["biases"][...] = [0.5]
    found = trace(network, theta, [1.0, 2.0])
    assert found.x.tolist() == [1.0, 2.0]
    assert [z.tolist() for z in found.sums] == [[5.0, -2.0], [15.5]]
    assert [a.tolist() for a in found.activations] == [[5.0, 0.0], [15.5]]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("activation", sorted(name for name in ACTIVATIONS if ACTIVATIONS[name].is_elementwise))
def test_a_trace_is_what_the_network_computes(activation: str, dtype) -> None:
    network = Network(3, (Dense(5, activation), Dense(4, activation, use_bias=False), Dense(3, "softmax")), dtype)
    theta = np.random.default_rng(1).normal(size=network.size).astype(dtype)
    untouched = theta.copy()
    x = np.random.default_rng(2).normal(size=3).astype(dtype)
    found = trace(network, theta, x)
    assert np.array_equal(found.outputs, network.predict(theta, x[np.newaxis])[0])
    tolerance = 1e-5 if dtype == "float32" else 1e-12
    below = x
    for layer, view, z, a in zip(network.layers, network.views(theta), found.sums, found.activations, strict=True):
        assert z.dtype == a.dtype == np.dtype(dtype) and z.shape == a.shape == (layer.units,)
        expected = view["weights"].T @ below + view.get("biases", 0.0)
        assert z == pytest.approx(expected, rel=tolerance, abs=tolerance)
        assert np.array_equal(a, ACTIVATIONS[layer.activation](z[:, np.newaxis])[:, 0])
        below = a
    assert np.array_equal(theta, untouched)


def test_parameters_that_are_not_finite_show_as_such() -> None:
    network = Network(1, (Dense(2, "tanh"), Dense(1, "sigmoid")), "float64")
    theta = np.full(network.size, 1.0)
    network.views(theta)[0]["weights"][0, 1] = np.nan
    found = trace(network, theta, [1.0])
    assert found.sums[0][0] == 2.0 and np.isnan(found.sums[0][1])
    assert np.isnan(found.outputs).all()
    network.views(theta)[0]["weights"][0] = np.inf, -np.inf
    assert trace(network, theta, [1.0]).activations[0].tolist() == [1.0, -1.0]


def test_numbers_of_any_size_can_be_traced() -> None:
    network = Network(1, (Dense(2, "tanh"), Dense(2, "tanh"), Dense(1, "sigmoid")), "float32")
    theta = np.full(network.size, 1e38, np.float32)
    assert trace(network, theta, [1e30]).outputs.tolist() == [1.0]


@pytest.mark.parametrize("x", [[1.0], [[1.0, 2.0]], 1.0, [1.0, 2.0, 3.0], []])
def test_what_is_not_one_sample_is_refused(x) -> None:
    with pytest.raises(UserError, match=r"x has the shape .* takes 2 numbers"):
        trace(Network(2, (Dense(1),)), np.zeros(3), x)


def test_a_sample_that_is_not_finite_is_refused() -> None:
    with pytest.raises(UserError, match="not finite"):
        trace(Network(2, (Dense(1),)), np.zeros(3), [1.0, np.nan])


def test_another_networks_theta_is_refused() -> None:
    with pytest.raises(UserError, match="theta has the shape"):
        trace(Network(2, (Dense(1),)), np.zeros(4), [1.0, 2.0])
