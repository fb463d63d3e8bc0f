"""The part of a plane that is shown: around any data, zoomed and moved."""

import math

import numpy as np
import pytest

from core.probe.extent import MOST_ZOOM_OUT, Extent, extent_of

HOME = Extent(-2.0, 6.0, 10.0, 12.0)


def test_the_data_lie_within_with_some_room_around_them() -> None:
    extent = extent_of(np.array([[1.0, -3.0], [5.0, 7.0], [2.0, 0.0]]))
    assert extent.left < 1.0 < 5.0 < extent.right < 6.0
    assert -5.0 < extent.bottom < -3.0 < 7.0 < extent.top
    assert extent.centre == pytest.approx((3.0, 2.0))


def test_one_unit_for_both_axes_makes_them_equally_long() -> None:
    extent = extent_of(np.array([[0.0, 0.0], [10.0, 1.0]]), is_even=True)
    assert extent.width == pytest.approx(extent.height)
    assert extent.centre == pytest.approx((5.0, 0.5))


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12, 1e300])
def test_a_constant_coordinate_gets_room_at_any_size(size: float) -> None:
    extent = extent_of(np.array([[size, 0.0], [size, 0.0]]))
    assert extent.left == pytest.approx(0.0, abs=1e-9 * size)
    assert extent.right == pytest.approx(2.0 * size)
    assert (extent.bottom, extent.top) == (-1.0, 1.0)
    assert extent.is_readable


def test_what_is_not_finite_does_not_count_and_nothing_at_all_is_no_harm() -> None:
    odd = np.array([[0.0, 0.0], [math.nan, 5.0], [math.inf, 5.0], [4.0, 2.0]])
    assert extent_of(odd) == extent_of(odd[[0, 3]])
    assert extent_of(np.zeros((0, 2))) == extent_of(odd[[1, 2]]) == Extent(-1.0, 1.0, -1.0, 1.0)


def test_zooming_keeps_the_place_under_the_pointer() -> None:
    zoomed = HOME.zoomed(2.0, (0.0, 11.5), HOME)
    assert zoomed == Extent(-1.0, 3.0, 10.75, 11.75)


def test_zooming_ends_where_nothing_could_be_read_any_more() -> None:
    extent = HOME
    for _ in range(200):
        extent = extent.zoomed(0.5, (1.0, 11.0), HOME)
    assert extent.width == pytest.approx(HOME.width * MOST_ZOOM_OUT)
    for _ in range(200):
        extent = extent.zoomed(2.0, (1.0, 11.0), HOME)
    assert extent.is_readable and 0.0 < extent.width < HOME.width


def test_moving_keeps_the_size() -> None:
    assert HOME.moved(1.0, -2.0) == Extent(-1.0, 7.0, 8.0, 10.0)
    assert HOME.moved(1e300, 0.0) == HOME
