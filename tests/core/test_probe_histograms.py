"""Histograms count every value they look at, and say how many those are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.probe import histograms as histograms_module
from core.probe.histograms import Histogram, activation_histograms, parameter_histograms


def one_layer(weights: list[float], dtype="float64") -> tuple[Network, np.ndarray]:
    network = Network(1, (Dense(len(weights), use_bias=False),), dtype)
    return network, np.array(weights, dtype)


def test_weights_and_biases_have_bins_of_their_own_around_zero() -> None:
    network = Network(2, (Dense(2), Dense(1, use_bias=False)), "float64")
    theta = np.zeros(network.size)
    network.views(theta)[0]["weights"][...] = [[1.0, -3.0], [0.2, -0.2]]
    network.views(theta)[0]["biases"][...] = [0.0, 50.0]
    network.views(theta)[1]["weights"][...] = [[0.5], [0.25]]
    first, second = parameter_histograms(network, theta, bins=3)
    assert list(first) == ["weights", "biases"] and list(second) == ["weights"]
    assert first["weights"].edges.tolist() == [-3.0, -1.0, 1.0, 3.0]
    assert first["weights"].counts.tolist() == [1, 2, 1]
    assert first["biases"].edges == pytest.approx([-50.0, -50 / 3, 50 / 3, 50.0])
    assert first["biases"].counts.tolist() == [0, 1, 1]
    assert second["weights"].counts.tolist() == [0, 0, 2]


def test_edges_mirror_each_other_and_zero_is_in_the_middle_of_a_bin() -> None:
    found = parameter_histograms(*one_layer([0.0, 0.0, 0.7, -0.1]))[0]["weights"]
    assert np.array_equal(found.edges, -found.edges[::-1])
    assert len(found.counts) == 41 and found.counts[20] == 2


@pytest.mark.parametrize("value", [0.0, 1.0, -2.5, 1e-40, 5e-324, 1.7e308])
def test_equal_values_fill_one_bin(value: float) -> None:
    found = parameter_histograms(*one_layer([value] * 5), bins=5)[0]["weights"]
    assert found.counts.tolist() == ([0, 0, 5, 0, 0] if value == 0.0 else [5 * (value < 0), 0, 0, 0, 5 * (value > 0)])
    reach = abs(value) or 1.0
    assert (found.edges[0], found.edges[-1]) == (-reach, reach)


@given(st.lists(st.floats(width=64), min_size=1, max_size=30), st.integers(1, 9))
def test_every_value_is_in_a_bin_or_counted_as_not_finite(weights: list[float], bins: int) -> None:
    found = parameter_histograms(*one_layer(weights), bins=bins)[0]["weights"]
    assert found.counts.shape == (bins,) and found.edges.shape == (bins + 1,)
    assert found.counts.sum() + found.not_finite == found.looked_at == found.of == len(weights)
    assert found.not_finite == np.count_nonzero(~np.isfinite(weights))
    assert np.isfinite(found.edges).all() and found.edges.tolist() == sorted(found.edges)


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=40))
def test_counts_agree_with_counting_one_by_one(numbers: list[int]) -> None:
    weights = [number / 7 for number in numbers]
    found = parameter_histograms(*one_layer(weights), bins=4)[0]["weights"]
    reach = max(map(abs, weights)) or 1.0
    expected = [0] * 4
    for number in numbers:
        expected[min(3, int((number / 7 / reach + 1.0) * 2))] += 1
    assert found.counts.tolist() == expected


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_activations_are_all_counted_and_bounded_ones_have_fixed_ends(activation: str) -> None:
    network = Network(2, (Dense(3, activation),), "float32")
    x = np.random.default_rng(7).normal(size=(20, 2)) * 40.0
    theta = np.random.default_rng(8).normal(size=network.size).astype(np.float32)
    untouched = theta.copy()
    (found,) = activation_histograms(network, theta, x, bins=10)
    a = network.activations(theta, x.T)[0]
    assert found.counts.sum() == found.looked_at == found.of == 60 and found.not_finite == 0
    if activation in ("step", "sigmoid", "softmax"):
        assert (found.edges[0], found.edges[-1]) == (0.0, 1.0)
    elif activation == "tanh":
        assert (found.edges[0], found.edges[-1]) == (-1.0, 1.0)
    elif activation in ("relu", "softplus"):
        assert (found.edges[0], found.edges[-1]) == (0.0, a.max())
    else:
        assert (found.edges[0], found.edges[-1]) == (-np.abs(a).max(), np.abs(a).max())
    assert np.array_equal(theta, untouched)


def test_activations_are_those_of_each_layer() -> None:
    network = Network(1, (Dense(2, "relu"), Dense(1, "sigmoid")), "float64")
    theta = np.zeros(network.size)
    network.views(theta)[0]["weights"][0] = [1.0, -2.0]
    hidden, output = activation_histograms(network, theta, [[1.0], [2.0], [-2.0]], bins=4)
    # relu(x), relu(-2 x): 1 2 0 and 0 0 4;    sigmoid(0) = 0.5
    assert hidden.edges.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0] and hidden.counts.tolist() == [3, 1, 1, 1]
    assert output.edges.tolist() == [0.0, 0.25, 0.5, 0.75, 1.0] and output.counts.tolist() == [0, 0, 3, 0]


@pytest.mark.parametrize("sixteenth", [np.arange(64)[:, np.newaxis] % 16 == 0, np.arange(256) % 16 == 0])
def test_a_large_layer_is_looked_at_in_all_its_rows_and_columns(sixteenth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histograms_module, "MOST_VALUES", 1024)
    network = Network(64, (Dense(256, use_bias=False),), "float64")
    theta = np.zeros(network.size)
    network.views(theta)[0]["weights"][...] = np.where(sixteenth, 1.0, -1.0)
    found = parameter_histograms(network, theta, bins=3)[0]["weights"]
    assert (found.looked_at, found.of) == (1024, 64 * 256)
    assert found.counts.sum() == 1024 and found.counts[2] == pytest.approx(64, abs=16)


def test_many_samples_are_looked_at_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(1, (Dense(4, "tanh"), Dense(2)), "float64")
    x = np.zeros((1000, 1))
    monkeypatch.setattr(histograms_module, "MOST_VALUES", 100)
    hidden, output = activation_histograms(network, network.initial(), x)
    assert (hidden.looked_at, hidden.of, output.looked_at, output.of) == (100, 4000, 50, 2000)
    monkeypatch.setattr(histograms_module, "MOST_PRODUCTS", network.size * 7)
    hidden, output = activation_histograms(network, network.initial(), x)
    assert (hidden.looked_at, output.looked_at) == (28, 14)


def test_a_single_sample_and_a_layer_wider_than_the_bound_can_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histograms_module, "MOST_VALUES", 5)
    network = Network(2, (Dense(9, "relu"), Dense(1)))
    hidden, output = activation_histograms(network, network.initial(), np.ones((1, 2)))
    assert (hidden.looked_at, hidden.of, output.looked_at, output.of) == (5, 9, 1, 1)


def test_a_network_that_is_not_finite_is_counted_and_not_raised() -> None:
    network = Network(1, (Dense(2, "tanh"), Dense(1)), "float64")
    theta = np.full(network.size, np.nan)
    found: list[Histogram] = activation_histograms(network, theta, [[1.0], [2.0]])
    assert [(layer.counts.sum(), layer.not_finite) for layer in found] == [(0, 4), (0, 2)]


def test_what_does_not_fit_is_refused() -> None:
    network = Network(2, (Dense(3),))
    theta = network.initial()
    with pytest.raises(UserError, match="theta has the shape"):
        parameter_histograms(network, np.zeros(5))
    with pytest.raises(UserError, match="theta has the shape"):
        activation_histograms(network, np.zeros(5), [[0.0, 0.0]])
    with pytest.raises(UserError, match="x has the shape"):
        activation_histograms(network, theta, [0.0, 0.0])
    with pytest.raises(UserError, match="not finite"):
        activation_histograms(network, theta, [[0.0, np.nan]])
    for bins in (0, -1, 1_001):
        with pytest.raises(UserError, match="bins must lie between"):
            parameter_histograms(network, theta, bins)
        with pytest.raises(UserError, match="bins must lie between"):
            activation_histograms(network, theta, [[0.0, 0.0]], bins)


def test_a_few_extremes_are_counted_instead_of_squeezing_all_others_into_one_bin() -> None:
    network = Network(200, (Dense(1),), "float64")
    theta = np.zeros(network.size)
    view = network.views(theta)[0]
    view["weights"][:, 0] = np.linspace(-1.0, 1.0, 200)
    view["weights"][[0, 199], 0] = -50.0, 40.0
    (found,) = parameter_histograms(network, theta, bins=5, share=0.98)
    weights = found["weights"]
    reach = np.quantile(np.abs(view["weights"]), 0.98)
    assert weights.edges[0] == -reach and weights.edges[-1] == reach
    assert weights.outside == np.count_nonzero(np.abs(view["weights"]) > reach) == 4
    assert weights.counts.sum() == 196
    (all_of_them,) = parameter_histograms(network, theta, bins=5)
    assert all_of_them["weights"].outside == 0 and all_of_them["weights"].edges[-1] == 50.0


def test_without_extremes_a_share_leaves_nothing_out() -> None:
    network = Network(200, (Dense(1),), "float64")
    theta = np.zeros(network.size)
    network.views(theta)[0]["weights"][:, 0] = np.linspace(-1.0, 1.0, 200)
    (found,) = parameter_histograms(network, theta, share=0.9)
    assert found["weights"].outside == 0 and found["weights"].edges[-1] == 1.0
