"""Contributions are Shapley values: against numbers worked by hand, against all orders, and adding up."""

from itertools import pairwise, permutations

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.arrays import Array
from core.layers import Dense
from core.network import Network
from core.probe.contributions import MOST_EXACT, Contributions, contributions, passes


def singles(count: int) -> list[slice]:
    return [slice(index, index + 1) for index in range(count)]


def asked(network: Network, theta: Array, output: int = 0):
    return lambda places: network.predict(theta, places.T)[:, output]


def taken_apart(answers_to, row, average, columns=None, seed: int = 0) -> Contributions:
    row, average = np.array(row, float), np.array(average, float)
    found = contributions(answers_to, row, average, columns or singles(len(row)), np.random.default_rng(seed))
    assert found is not None
    return found


def by_all_orders(answers_to, row: Array, average: Array, columns: list[slice]) -> Array:
    """The mean over every order, one answer at a time."""
    parts = np.zeros(len(columns))
    orders = list(permutations(range(len(columns))))
    for order in orders:
        place = average.copy()
        said = [float(answers_to(place[:, np.newaxis])[0])]
        for column in order:
            place[columns[column]] = row[columns[column]]
            said.append(float(answers_to(place[:, np.newaxis])[0]))
        for column, (before, after) in zip(order, pairwise(said), strict=True):
            parts[column] += after - before
    return parts / len(orders)


def test_of_a_linear_network_each_column_contributes_its_weight_times_its_way_from_the_mean() -> None:
    network = Network(3, (Dense(2), Dense(1)), "float64")
    theta = np.zeros(network.size)
    hidden, output = network.views(theta)
    hidden["weights"][...] = [[1.0, 0.0], [2.0, -1.0], [0.0, 4.0]]
    output["weights"][...] = [[3.0], [0.5]]
    output["biases"][...] = [7.0]
    # y = 3 (x1 + 2 x2) + (4 x3 - x2) / 2 + 7 = 3 x1 + 5.5 x2 + 2 x3 + 7
    found = taken_apart(asked(network, theta), [2.0, 1.0, -3.0], [1.0, 3.0, 0.5])
    assert found.start == pytest.approx(3.0 + 16.5 + 1.0 + 7.0)
    assert found.end == pytest.approx(6.0 + 5.5 - 6.0 + 7.0)
    assert found.parts == pytest.approx([3.0, -11.0, -7.0])
    assert found.is_exact


def test_a_product_is_shared_between_its_two_columns_as_worked_by_hand() -> None:
    # v() = 1 * 2 = 2, v(1) = 4 * 2 = 8, v(2) = 1 * 5 = 5, v(1, 2) = 20
    # part 1 = ((8 - 2) + (20 - 5)) / 2 = 10.5, part 2 = ((5 - 2) + (20 - 8)) / 2 = 7.5
    found = taken_apart(lambda places: places[0] * places[1], [4.0, 5.0], [1.0, 2.0])
    assert (found.start, found.end) == (2.0, 20.0)
    assert found.parts.tolist() == [10.5, 7.5]


@pytest.mark.parametrize("activation", sorted(name for name in ACTIVATIONS if name != "softmax"))
def test_whatever_the_activation_the_parts_are_the_means_over_all_orders(activation: str) -> None:
    network = Network(6, (Dense(5, activation), Dense(3, "softmax")), "float64")
    generator = np.random.default_rng(3)
    theta = generator.normal(size=network.size)
    row, average = generator.normal(size=6), generator.normal(size=6)
    columns = [slice(0, 1), slice(1, 4), slice(4, 5), slice(5, 6)]  # the second is a category of three
    found = taken_apart(asked(network, theta, 1), row, average, columns)
    assert found.parts == pytest.approx(by_all_orders(asked(network, theta, 1), row, average, columns), abs=1e-12)
    assert found.start + found.parts.sum() == pytest.approx(found.end, abs=1e-12)


def test_a_column_that_is_as_in_an_average_row_contributes_nothing() -> None:
    found = taken_apart(lambda places: np.sin(places).prod(axis=0), [1.0, 0.3, 2.0], [0.5, 0.3, 1.0])
    assert found.parts[1] == 0.0
    assert abs(found.parts[[0, 2]]).min() > 0.01


def test_an_average_row_has_nothing_to_take_apart() -> None:
    found = taken_apart(lambda places: places.sum(axis=0), [1.0, 2.0], [1.0, 2.0])
    assert (found.start, found.end, found.parts.tolist()) == (3.0, 3.0, [0.0, 0.0])


def test_many_columns_are_estimated_close_to_the_truth_and_add_up() -> None:
    count = MOST_EXACT + 4
    network = Network(count, (Dense(6, "tanh"), Dense(1, "sigmoid")), "float64")
    generator = np.random.default_rng(5)
    theta = generator.normal(scale=0.7, size=network.size)
    row, average = generator.normal(size=count), generator.normal(size=count)
    found = taken_apart(asked(network, theta), row, average)
    assert not found.is_exact
    assert found.start + found.parts.sum() == pytest.approx(found.end, abs=1e-12)
    # The truth, over all 2^14 subsets, from the definition.
    members = (np.arange(2**count)[:, np.newaxis] >> np.arange(count) & 1).astype(bool)
    worth = asked(network, theta)(np.where(members, row, average).T)
    sizes = members.sum(axis=1)
    weight = 1.0 / (count * np.array([_choose(count - 1, size) for size in range(count)]))
    for column in range(count):
        without = np.flatnonzero(~members[:, column])
        truth = weight[sizes[without]] @ (worth[without + (1 << column)] - worth[without])
        assert found.parts[column] == pytest.approx(truth, abs=0.02)
    assert np.abs(found.parts).max() > 0.1
    assert np.array_equal(found.parts, taken_apart(asked(network, theta), row, average).parts)
    assert not np.array_equal(found.parts, taken_apart(asked(network, theta), row, average, seed=1).parts)


def test_of_many_columns_that_act_in_twos_the_estimate_is_exact() -> None:
    row, average = np.arange(1.0, 13.0), np.linspace(-1.0, 2.0, 12)

    def pairs_of_neighbours(places: Array) -> Array:
        return places[0::2].sum(axis=0) + (places[0::2] * places[1::2]).sum(axis=0)

    found = taken_apart(pairs_of_neighbours, row, average)
    a, b, c, d = average[0], average[1], row[0], row[1]
    first = (c - a) + ((c * b - a * b) + (c * d - a * d)) / 2.0
    assert found.parts[0] == pytest.approx(first)


def test_it_costs_the_answers_that_are_told_and_stops_when_nobody_waits() -> None:
    for count in (3, MOST_EXACT, 25):
        asked_for: list[int] = []

        def answers_to(places: Array, asked_for: list[int] = asked_for) -> Array:
            asked_for.append(places.shape[1])
            return places.sum(axis=0)

        row, average = np.ones(count), np.zeros(count)
        taken_apart(answers_to, row, average)
        assert sum(asked_for) == passes(count)
        never = contributions(answers_to, row, average, singles(count), np.random.default_rng(0), lambda: False)
        assert never is None


def _choose(of: int, taken: int) -> int:
    found = 1
    for index in range(taken):
        found = found * (of - index) // (index + 1)
    return found
