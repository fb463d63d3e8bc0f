"""The samples that excite a neuron: in order, ties by the sum, the same whether asked in pieces or not."""

import numpy as np
import pytest

from core.layers import Dense
from core.network import Network
from core.probe import excitation
from core.probe.excitation import answers_of, first_of_each, ranked, strongest


def test_most_and_least_come_in_order() -> None:
    a = np.array([0.3, 0.9, -1.0, 0.5])
    most, least = ranked(a, a, 2)
    assert most.tolist() == [1, 3] and least.tolist() == [2, 0]


def test_where_a_relu_is_off_the_sum_decides_and_then_the_place() -> None:
    z = np.array([-1.0, 2.0, -5.0, -1.0, 3.0])
    most, least = ranked(z, np.maximum(z, 0.0), 4)
    assert most.tolist() == [4, 1, 0, 3]
    assert least.tolist() == [2, 0, 3, 1]


def test_what_is_not_a_number_is_in_neither() -> None:
    z = np.array([1.0, np.nan, 0.0, np.inf])
    most, least = ranked(z, z)
    assert most.tolist() == [0, 2] and least.tolist() == [2, 0]


def test_the_first_of_each_shape_stays() -> None:
    x = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])
    assert first_of_each(x).tolist() == [0, 1, 3]


def test_the_strongest_weights_come_first_and_what_is_not_a_number_before_them() -> None:
    assert strongest(np.array([0.1, -3.0, np.nan, 2.0, 0.0]), 3).tolist() == [2, 1, 3]


def test_answers_in_pieces_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(3, (Dense(4, "tanh"), Dense(2, "sigmoid")), "float64")
    theta = network.initial(5)
    x = np.random.default_rng(1).normal(size=(50, 3))
    sums, activations = network.sums_and_activations(theta, x.T)
    monkeypatch.setattr(excitation, "MOST_VALUES", 60)  # 6 samples at a time
    found = answers_of(network, theta, x, 0, 2)
    assert found is not None
    assert found[0] == pytest.approx(sums[0][2]) and found[1] == pytest.approx(activations[0][2])


def test_who_is_not_waited_for_any_more_stops() -> None:
    network = Network(1, (Dense(1),))
    assert answers_of(network, network.initial(), np.zeros((3, 1)), 0, 0, lambda: False) is None
