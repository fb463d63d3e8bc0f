"""Tests of the brush: its points hang on the way and the seed."""

import numpy as np

from core.arrays import Array
from core.brush import BRUSHES, Brush, Stroke, within_reach


def painted(brush: Brush, way: list[tuple[float, float]], seed: int = 3) -> Array:
    """All points of a stroke along this way."""
    stroke = Stroke(brush, way[0], np.random.default_rng(seed))
    return np.concatenate([stroke.begin(), *(stroke.move_to(*place) for place in way[1:])])


def test_single_points_lie_on_the_way_and_equally_far_apart() -> None:
    found = painted(Brush("point", 0.0, 5.0), [(10.0, 20.0), (13.0, 24.0), (13.0, 16.0)])
    # 5 along (3, 4), then down: 13 of way leave two more points, and 3 are left over
    assert np.allclose(found, [(10.0, 20.0), (13.0, 24.0), (13.0, 19.0)])


def test_a_stroke_begins_exactly_where_it_is_begun_with_every_brush() -> None:
    for brush in BRUSHES.values():
        found = painted(brush, [(41.0, 17.0)])
        assert found.shape == (brush.burst, 2) and found[0].tolist() == [41.0, 17.0], brush


def test_sprayed_points_lie_within_the_radius_and_on_all_sides() -> None:
    brush = Brush("spray", 24.0, 0.5, 4)
    away = painted(brush, [(100.0, 0.0), (400.0, 0.0)])[:, 1]
    assert np.abs(away).max() <= 24.0 and away.max() > 18.0 and away.min() < -18.0
    assert len(away) == 4 + 600


def test_the_same_way_leaves_the_same_points_in_however_many_moves() -> None:
    few = painted(BRUSHES["medium"], [(0.0, 0.0), (90.0, 120.0)])
    way = [(90.0 * step / 64, 120.0 * step / 64) for step in range(65)]  # 64: exact in floating point
    many = painted(BRUSHES["medium"], way)
    assert few.shape == many.shape and np.allclose(few, many)
    assert not np.allclose(few, painted(BRUSHES["medium"], [(0.0, 0.0), (90.0, 120.0)], seed=4))


def test_standing_still_leaves_nothing_more() -> None:
    stroke = Stroke(BRUSHES["large"], (5.0, 5.0), np.random.default_rng(0))
    assert stroke.move_to(5.0, 5.0).shape == (0, 2)


def test_reach_is_measured_from_the_way_and_not_from_the_line_that_it_lies_on() -> None:
    points = np.array([(5.0, 2.9), (5.0, 3.1), (-2.9, 0.0), (-3.1, 0.0), (12.0, 2.0), (13.0, 2.0), (30.0, 0.0)])
    assert within_reach(points, (0.0, 0.0), (10.0, 0.0), 3.0).tolist() == [True, False, True, False, True, False, False]
    assert within_reach(points, (5.0, 0.0), (5.0, 0.0), 3.0).tolist() == [True] + [False] * 6
