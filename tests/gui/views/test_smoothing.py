"""Smoothed curves: means around each point, never later than what happened, gaps where there were gaps."""

import math

import numpy as np
import pytest

from gui.views.smoothing import reach, smoothed


def by_hand(values, smoothing):
    """The same, one point after the other."""
    most, found = reach(len(values), smoothing), []
    for at, value in enumerate(values):
        edges = [-1, *(place for place, one in enumerate(values) if math.isnan(one)), len(values)]
        sides = max(0, min(most, *(abs(at - edge) - 1 for edge in edges)))
        window = [one for one in values[at - sides : at + sides + 1] if math.isfinite(one)]
        found.append(sum(window) / len(window) if math.isfinite(value) else value)
    return found


@pytest.mark.parametrize("smoothing", ["some", "strong"])
@pytest.mark.parametrize("points", [3, 4, 50, 513])
def test_each_point_is_the_mean_of_those_around_it(points, smoothing):
    values = np.random.default_rng(points).normal(size=points)
    values[points // 3] = math.nan
    values[points // 2] = math.inf
    found = smoothed(values, smoothing)
    assert found == pytest.approx(by_hand(values.tolist(), smoothing), rel=1e-12, nan_ok=True)
    assert (found[0], found[-1]) == (values[0], values[-1])


def test_what_stands_on_the_two_sides_of_a_gap_is_never_mixed():
    values = np.repeat([1.0, np.nan, 5.0], [100, 1, 100])
    assert np.array_equal(smoothed(values, "strong"), values, equal_nan=True)


def test_off_is_the_curve_itself_and_strong_is_smoother_than_some():
    values = np.random.default_rng(1).normal(size=200)
    assert smoothed(values, "off") is values
    jitter = [np.abs(np.diff(smoothed(values, name))).mean() for name in ("off", "some", "strong")]
    assert jitter[0] > 3.0 * jitter[1] > 3.0 * jitter[2] > 0.0


def test_a_straight_line_stays_where_it_is():
    line = np.linspace(3.0, -2.0, 100)
    assert smoothed(line, "strong") == pytest.approx(line)


def test_an_early_number_of_any_size_does_not_drown_later_ones():
    values = np.full(300, 1e-9)
    values[:5] = 1e12
    assert smoothed(values, "strong")[100:] == pytest.approx(1e-9, rel=1e-12)


def test_few_points_and_none_are_left_alone():
    for count in (0, 1, 2):
        values = np.arange(float(count))
        assert smoothed(values, "strong").tolist() == values.tolist()
