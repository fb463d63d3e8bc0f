"""Off is not dead, and saturation belongs to sigmoid and tanh."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.probe import health as health_module
from core.probe.health import FLAT, health


def one_layer(activation: str, weights: list[float], biases: list[float]) -> tuple[Network, np.ndarray]:
    """A single input, one layer whose neurons have these weights and biases."""
    network = Network(1, (Dense(len(weights), activation),), "float64")
    theta = np.zeros(network.size)
    network.views(theta)[0]["weights"][0] = weights
    network.views(theta)[0]["biases"][...] = biases
    return network, theta


def test_a_neuron_that_is_on_for_a_single_sample_is_not_dead() -> None:
    x = np.linspace(-1.0, 1.0, 101)[:, np.newaxis]
    network, theta = one_layer("relu", [1.0, 1.0, -1.0, 0.0], [-0.99, -1.0, -2.0, 0.5])
    (found,) = health(network, theta, x)
    assert found.dead is not None and found.dead.tolist() == [False, True, True, False]
    assert found.saturated is None and found.saturated_share is None and found.always_saturated is None


def test_a_neuron_that_never_rises_above_zero_is_dead() -> None:
    """relu'(0) = 0: a sum of exactly 0 moves nothing."""
    network, theta = one_layer("relu", [0.0], [0.0])
    (found,) = health(network, theta, [[1.0], [2.0]])
    assert found.dead is not None and found.dead.tolist() == [True]


@pytest.mark.parametrize(("activation", "z_edge"), [("sigmoid", np.log(49.0)), ("tanh", np.log(49.0) / 2)])
def test_saturated_pairs_are_counted_beyond_the_bounds_on_both_sides(activation: str, z_edge: float) -> None:
    inside, outside = z_edge - 1e-9, z_edge + 1e-9
    network, theta = one_layer(activation, [1.0, 0.0, 0.0], [0.0, outside, -inside])
    (found,) = health(network, theta, [[inside], [outside], [-inside], [-outside], [0.0]])
    assert found.saturated is not None and found.saturated.tolist() == [0.4, 1.0, 0.0]
    assert found.saturated_share == pytest.approx(7 / 15)
    assert found.always_saturated is not None and found.always_saturated.tolist() == [False, True, False]
    assert found.dead is None


@pytest.mark.parametrize("activation", sorted(FLAT))
def test_saturated_means_a_slope_below_8_percent_of_the_steepest(activation: str) -> None:
    bind_slope = ACTIVATIONS[activation].bind_slope
    assert bind_slope is not None
    a = np.array([[*FLAT[activation], np.mean(FLAT[activation])]])
    slope = np.empty_like(a)
    for call in bind_slope(None, a, slope):
        call()
    assert slope[0, :2] / slope[0, 2] == pytest.approx([0.0784, 0.0784])


@pytest.mark.parametrize("activation", sorted(set(ACTIVATIONS) - {"relu", "sigmoid", "tanh"}))
def test_what_cannot_die_or_saturate_says_neither(activation: str) -> None:
    network, theta = one_layer(activation, [0.0, 0.0], [-50.0, -50.0])
    (found,) = health(network, theta, [[1.0]])
    assert (found.dead, found.saturated) == (None, None)


def test_each_layer_is_asked_for_what_it_is() -> None:
    network = Network(2, (Dense(3, "relu"), Dense(4, "tanh"), Dense(1, "sigmoid")))
    found = health(network, network.initial(), np.ones((5, 2)))
    assert [None if layer.dead is None else layer.dead.shape for layer in found] == [(3,), None, None]
    assert [None if layer.saturated is None else layer.saturated.shape for layer in found] == [None, (4,), (1,)]


def test_looking_in_pieces_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(2, (Dense(6, "relu"), Dense(4, "tanh"), Dense(1, "sigmoid")), "float64")
    theta = np.random.default_rng(3).normal(size=network.size) * 3.0
    network.views(theta)[0]["biases"][2] = -1000.0
    x = np.random.default_rng(4).normal(size=(101, 2))
    whole = health(network, theta, x)
    untouched = theta.copy()
    monkeypatch.setattr(health_module, "MOST_VALUES", 90)  # seven samples of 13 numbers at a time
    pieces = health(network, theta, x)
    relu, tanh, sigmoid = network.activations(theta, x.T)
    assert np.array_equal(theta, untouched)
    assert (relu == 0.0).all(axis=1)[2]
    for found in (whole, pieces):
        assert np.array_equal(found[0].dead, (relu == 0.0).all(axis=1))
        assert np.array_equal(found[1].saturated, (np.abs(tanh) > 0.96).mean(axis=1))
        assert np.array_equal(found[2].saturated, (np.abs(sigmoid - 0.5) > 0.48).mean(axis=1))


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_neuron_that_is_not_a_number_is_neither_dead_nor_saturated(activation: str) -> None:
    network, theta = one_layer(activation, [np.nan], [0.0])
    (found,) = health(network, theta, [[1.0], [2.0]])
    assert (found.dead is None or not found.dead.any()) and found.saturated_share in (None, 0.0)


def test_bad_samples_are_refused_wherever_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(2, (Dense(3, "relu"),))
    with pytest.raises(UserError, match="x has the shape"):
        health(network, network.initial(), np.zeros((4, 3)))
    with pytest.raises(UserError, match="no samples"):
        health(network, network.initial(), np.zeros((0, 2)))
    monkeypatch.setattr(health_module, "MOST_VALUES", 10)
    with pytest.raises(UserError, match="not finite"):
        health(network, network.initial(), [[0.0, 0.0]] * 9 + [[0.0, np.inf]])
