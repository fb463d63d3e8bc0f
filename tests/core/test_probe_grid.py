"""The grid is a picture's: x1 to the right, x2 up, row 0 on top."""

import numpy as np
import pytest

from core.layers import Dense
from core.network import Network
from core.probe.grid import affordable_size, boundary, curve, grid_columns, line_columns


def single_neuron(weights: list[float], bias: float) -> tuple[Network, np.ndarray]:
    network = Network(inputs=len(weights), layers=(Dense(1),), dtype="float64")
    theta = np.zeros(network.size)
    view = network.views(theta)[0]
    view["weights"][:, 0] = weights
    view["biases"][0] = bias
    return network, theta


def test_points_are_the_middles_of_pixels_row_by_row_from_the_top():
    grid = grid_columns(-2.0, 2.0, 4, "float64")
    assert grid.tolist()[0] == [-1.5, -0.5, 0.5, 1.5] * 4
    assert grid.tolist()[1] == [1.5] * 4 + [0.5] * 4 + [-0.5] * 4 + [-1.5] * 4


def test_each_input_can_have_bounds_of_its_own():
    grid = grid_columns((0.0, 10.0), (4.0, 30.0), 2, "float64")
    assert grid.tolist() == [[1.0, 3.0, 1.0, 3.0], [25.0, 25.0, 15.0, 15.0]]


def test_the_grid_has_the_dtype_that_is_asked_for_and_lies_in_one_piece():
    assert grid_columns(-6.0, 6.0, 10).dtype == np.float32
    assert grid_columns(-6.0, 6.0, 10, "float64").dtype == np.float64
    assert grid_columns(-6.0, 6.0, 10).flags.c_contiguous


def test_a_map_neither_flips_nor_transposes():
    """y = x1 + 10 x2 + 100 tells every corner apart."""
    network, theta = single_neuron([1.0, 10.0], 100.0)
    picture = boundary(network, theta, grid_columns(-2.0, 2.0, 4, "float64"))
    assert picture.shape == (1, 4, 4)
    assert picture[0, 0, 0] == pytest.approx(-1.5 + 15.0 + 100.0)
    assert picture[0, 0, 3] == pytest.approx(1.5 + 15.0 + 100.0)
    assert picture[0, 3, 0] == pytest.approx(-1.5 - 15.0 + 100.0)
    assert picture[0, 3, 3] == pytest.approx(1.5 - 15.0 + 100.0)


def test_a_map_has_one_picture_per_output():
    network = Network(inputs=2, layers=(Dense(5, "tanh"), Dense(3, "softmax")))
    picture = boundary(network, network.initial(), grid_columns(-6.0, 6.0, 7))
    assert picture.shape == (3, 7, 7)
    assert picture.sum(axis=0) == pytest.approx(np.ones((7, 7)), abs=1e-5)


def test_a_curve_runs_from_left_to_right_with_both_ends():
    network, theta = single_neuron([3.0], 1.0)
    line = line_columns(-2.0, 4.0, 4, "float64")
    assert line.tolist() == [[-2.0, 0.0, 2.0, 4.0]]
    assert curve(network, theta, line) == pytest.approx(np.array([[-5.0, 1.0, 7.0, 13.0]]))


def test_large_networks_are_asked_at_fewer_points():
    small = Network(inputs=2, layers=(Dense(4, "tanh"), Dense(3, "tanh"), Dense(1, "sigmoid")))
    large = Network(inputs=2, layers=(Dense(512, "tanh"), Dense(512, "tanh"), Dense(1, "sigmoid")))
    assert affordable_size(small) == 100
    assert affordable_size(large) == 20
