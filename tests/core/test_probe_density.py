"""Many points as counts in cells."""

import numpy as np

from core.probe.density import density
from core.probe.extent import Extent


def test_each_cell_counts_the_points_of_each_group_with_the_top_row_first() -> None:
    extent = Extent(0.0, 3.0, 0.0, 2.0)
    points = np.array([[0.5, 1.5], [0.6, 1.9], [2.9, 0.1], [2.5, 0.5], [2.5, 0.4], [1.5, 0.5]])
    counts = density(points, np.array([0, 0, 1, 1, 0, 1]), 2, extent, 3, 2)
    assert counts.tolist() == [[[2, 0, 0], [0, 0, 1]], [[0, 0, 0], [0, 1, 2]]]


def test_what_lies_outside_or_is_no_number_does_not_count() -> None:
    extent = Extent(0.0, 1.0, 0.0, 1.0)
    points = np.array([[-0.1, 0.5], [1.0, 0.5], [0.5, np.nan], [np.inf, 0.5], [0.5, 1e300], [0.5, 0.5]])
    counts = density(points, np.zeros(6, np.intp), 1, extent, 4, 4)
    assert counts.sum() == 1 and counts[0, 2, 2] == 1


def test_a_hundred_thousand_points_all_have_a_place() -> None:
    points = np.random.default_rng(0).uniform(-1.0, 1.0, (100_000, 2))
    counts = density(points, np.arange(100_000) % 3, 3, Extent(-1.0, 1.0, -1.0, 1.0), 50, 40)
    assert counts.sum() == 100_000
    assert counts.shape == (3, 40, 50)
