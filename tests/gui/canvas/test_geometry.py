"""Where things stand."""

import itertools

import numpy as np
import pytest

from gui.canvas.geometry import INPUTS, arrange
from tests.gui.canvas.conftest import stack

SHAPES = [(1, 1), (2, 4, 3, 1), (7, 4, 10), (2, 8, 8, 8, 8, 8, 8, 1), (64, 32, 10), (784, 512, 10), (2, *[6] * 20, 1)]


@pytest.mark.parametrize("widths", SHAPES)
@pytest.mark.parametrize("size", [(775, 760), (600, 600), (400, 340)])
def test_nodes_keep_clear_of_each_other_and_of_the_upper_and_lower_border(widths, size):
    geometry = arrange(stack(*widths), *size)
    for column in geometry.columns:
        assert column.top > 0 and column.bottom < size[1]
        assert np.all(np.diff(column.y) >= column.node)
        assert 10.0 <= column.node <= 56.0
    for left, right in itertools.pairwise(geometry.columns):
        assert left.x + left.node / 2 < right.x - right.node / 2


def test_small_networks_have_large_nodes():
    assert {column.node for column in arrange(stack(2, 4, 3, 1), 775, 760).columns} == {52.0}


def test_a_wide_layer_shows_its_first_and_last_units_around_a_gap():
    column = arrange(stack(784, 10), 775, 760).column(INPUTS)
    assert column.gap is not None
    above = column.shown[column.y < column.gap[0]]
    below = column.shown[column.y > column.gap[1]]
    assert above.tolist() == list(range(above.size))
    assert below.tolist() == list(range(784 - below.size, 784))
    assert above.size + below.size == column.shown.size < 784


@pytest.mark.parametrize("is_round", [False, True])
def test_connections_spread_where_they_meet_a_node(is_round):
    geometry = arrange(stack(3, 5, 1), 775, 760, is_round=is_round)
    leave, arrive = geometry.edge_ends(0)
    for ends, column in ((leave, geometry.column(INPUTS)), (arrive.swapaxes(0, 1), geometry.column(0))):
        for node, y in zip(ends, column.y, strict=True):
            assert np.all(np.diff(node[:, 1]) > 2.0)
            assert np.all(np.abs(node[:, 1] - y) < column.node / 2)
            reach = np.hypot(node[:, 0] - column.x, node[:, 1] - y) if is_round else np.abs(node[:, 0] - column.x)
            assert np.allclose(reach, column.node / 2)


def test_the_gap_before_a_layer_lies_between_its_neighbours():
    geometry = arrange(stack(2, 4, 1), 775, 760)
    x, _ = geometry.gap_centre(1)
    assert geometry.column(0).x < x < geometry.column(1).x
    x, _ = geometry.gap_centre(0)
    assert geometry.column(INPUTS).x < x < geometry.column(0).x
