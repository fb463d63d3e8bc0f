"""Where things stand."""

import itertools

import numpy as np
import pytest

from gui.canvas.drawn.geometry import INPUTS, arrange
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
    (gap,) = column.gaps
    above = column.shown[column.y < gap.top]
    below = column.shown[column.y > gap.bottom]
    assert above.tolist() == list(range(gap.first))
    assert below.tolist() == list(range(gap.stop, 784))
    assert above.size + below.size + gap.count == 784 and gap.count > 700


@pytest.mark.parametrize("units", [60, 64, 100, 784])
@pytest.mark.parametrize("size", [(775, 760), (600, 400), (360, 320)])
@pytest.mark.parametrize("share", [-1.0, 0.0, 0.1, 0.5, 0.9, 1.0, 2.0])
def test_an_open_column_shows_its_ends_and_a_window_and_counts_the_rest(units, size, share):
    folded = arrange(stack(units, 10), *size).column(INPUTS)
    centre = round(share * (units - 1))
    column = arrange(stack(units, 10), *size, windows={INPUTS: centre}).column(INPUTS)
    assert (column.top, column.bottom) == (folded.top, folded.bottom)
    assert np.all(np.diff(column.y) >= column.node) and np.all(np.diff(column.shown) > 0)
    assert column.shown[0] == 0 and column.shown[-1] == units - 1
    assert column.shown.size + sum(gap.count for gap in column.gaps) == units
    assert all(gap.count > 2 for gap in column.gaps)
    assert column.place_of(max(0, min(centre, units - 1))) is not None
    for gap in column.gaps:
        assert not np.any((column.shown >= gap.first) & (column.shown < gap.stop))
        assert not np.any((column.y + column.node / 2 > gap.top + 1) & (column.y - column.node / 2 < gap.bottom - 1))


def test_a_column_open_in_its_middle_has_a_gap_above_and_one_below():
    column = arrange(stack(784, 10), 775, 760, windows={INPUTS: 400}).column(INPUTS)
    above, below = column.gaps
    assert column.window == (above.stop, below.first)
    assert (above.first, below.stop) == (3, 781)
    assert abs(sum(column.window) / 2 - 400) <= 1


def test_a_gap_stands_for_the_units_that_it_hides():
    geometry = arrange(stack(784, 10), 775, 760, windows={INPUTS: 400})
    column = geometry.column(INPUTS)
    for gap, unit in zip(column.gaps, (100, 700), strict=True):
        _, top, _, high = geometry.rectangle(INPUTS, unit)
        assert (top, top + high) == pytest.approx((gap.top, gap.bottom))


@pytest.mark.parametrize("widths", [(2, 4, 3, 1), (784, 512, 10), (1, 1), (2, *[6] * 20, 1)])
def test_zoom_magnifies_all_alike(widths):
    plain, large = (arrange(stack(*widths), 775, 760, zoom=zoom) for zoom in (1.0, 2.5))
    for small, big in zip(plain.columns, large.columns, strict=True):
        assert big.shown.tolist() == small.shown.tolist()
        assert big.node == pytest.approx(2.5 * small.node)
        assert np.diff(big.y) == pytest.approx(2.5 * np.diff(small.y))
    place = plain.columns[-1].x - 20.0, plain.columns[0].y[0] + 7.0
    assert large.share_at(*large.at_share(*plain.share_at(*place))) == pytest.approx(plain.share_at(*place))


def test_a_deep_network_fits_when_it_is_made_small_and_stands_in_the_middle():
    network = stack(2, *[6] * 30, 1)
    plain = arrange(network, 775, 760)
    assert plain.width > 775
    small = arrange(network, 775, 760, zoom=plain.fitting_zoom(775))
    assert small.width == 775 and small.height == 760
    assert small.columns[0].x > 0 and small.columns[-1].x < 775
    assert (small.columns[0].top + small.columns[0].bottom) / 2 == pytest.approx(sum(plain.room) / 2)


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
