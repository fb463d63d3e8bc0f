"""The band: quantiles of many curves at common epochs, worked out by hand."""

import numpy as np

from core.band import band_of


def curve(epochs: list[float], losses: list[float]) -> np.ndarray:
    """(points, 3): step, epoch and one column."""
    return np.array([[10 * epoch, epoch, loss] for epoch, loss in zip(epochs, losses, strict=True)], np.float64)


def test_at_each_epoch_it_is_the_quantiles_of_all_curves() -> None:
    curves = [curve([0, 4], [height, height + 4]) for height in (1.0, 2.0, 3.0, 5.0, 9.0)]
    band = band_of(curves, 2, points=5)
    assert band is not None
    assert band.epochs.tolist() == [0, 1, 2, 3, 4]
    assert band.lowest.tolist() == [1, 2, 3, 4, 5]
    assert band.lower.tolist() == [2, 3, 4, 5, 6]
    assert band.median.tolist() == [3, 4, 5, 6, 7]
    assert band.upper.tolist() == [5, 6, 7, 8, 9]
    assert band.highest.tolist() == [9, 10, 11, 12, 13]


def test_curves_of_other_epochs_are_taken_as_straight_between_their_points() -> None:
    band = band_of([curve([0, 1, 2, 3, 4], [0, 1, 4, 9, 16]), curve([0, 4], [0, 8])], 2, points=5)
    assert band is not None
    assert band.lowest.tolist() == [0, 1, 4, 6, 8]
    assert band.highest.tolist() == [0, 2, 4, 9, 16]


def test_one_that_ended_early_stands_where_it_ended() -> None:
    band = band_of([curve([0, 2], [4, 1]), curve([0, 4], [4, 4])], 2, points=5)
    assert band is not None
    assert band.lowest.tolist() == [4, 2.5, 1, 1, 1]


def test_without_numbers_there_is_none_and_gaps_are_passed_over() -> None:
    nothing = curve([0, 4], [np.nan, np.nan])
    assert band_of([nothing], 2) is None
    assert band_of([], 2) is None
    band = band_of([nothing, curve([0, 2, 4], [0, np.nan, 4])], 2, points=3)
    assert band is not None and band.median.tolist() == [0, 2, 4]
