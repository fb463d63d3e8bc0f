"""Tests of the points drawn from shapes."""

from typing import get_args

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.points import CLOUDS, CURVES, draw_points
from core.data.recipes import Points, PointsKind

SHAPES = get_args(PointsKind)


def everything(data: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Training and test points together: x (samples, inputs), y (samples, 1)."""
    assert data.x_test is not None and data.y_test is not None
    return np.concatenate([data.x, data.x_test]), np.concatenate([data.y, data.y_test])


def test_every_kind_of_shape_is_drawn_by_exactly_one_table() -> None:
    assert sorted([*CLOUDS, *CURVES]) == sorted(SHAPES)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("noise", [0.0, 50.0])
def test_points_lie_in_the_domain_and_fit_the_ends_of_the_recipe(shape: PointsKind, noise: float) -> None:
    recipe = Points(shape, noise=noise, samples=2000, seed=3)
    x, y = everything(draw_points(recipe))
    assert x.shape == (2000, recipe.ends.inputs) and y.shape == (2000, 1)
    assert x.dtype == y.dtype == np.float64
    assert np.abs(x).max() <= 6.0
    assert np.abs(x).max() > 4.5, "the points should fill the picture"
    assert np.abs(y).max() <= 1.5


@pytest.mark.parametrize("shape", sorted(CLOUDS))
def test_both_classes_are_equally_frequent(shape: PointsKind) -> None:
    _, y = everything(draw_points(Points(shape, samples=300, noise=20.0)))
    assert y.sum() == 150
    assert set(np.unique(y)) == {0.0, 1.0}
    _, odd = everything(draw_points(Points(shape, samples=301)))
    assert odd.sum() == 150


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_seed_draws_the_same_points_and_another_seed_others(shape: PointsKind) -> None:
    first, again = draw_points(Points(shape, noise=10.0)), draw_points(Points(shape, noise=10.0))
    other = draw_points(Points(shape, noise=10.0, seed=1))
    assert np.array_equal(first.x, again.x) and np.array_equal(first.y, again.y)
    assert not np.array_equal(first.x, other.x)


FARTHEST: dict[PointsKind, float] = {
    "circle": 5.0, "xor": 5.0, "gauss": 6.5, "clouds": 3.5, "spiral": 1.0, "moons": 4.0
}  # fmt: skip
"""How far 100 % noise moves a point along an axis; of circle, xor and spiral as in TensorFlow Playground."""


@pytest.mark.parametrize("shape", sorted(CLOUDS))
def test_noise_moves_points_but_leaves_each_on_its_side_of_the_split(shape: PointsKind) -> None:
    clean = draw_points(Points(shape, seed=4, samples=1000))
    noisy = draw_points(Points(shape, seed=4, samples=1000, noise=2.0))
    assert np.array_equal(clean.y, noisy.y)
    moved = (noisy.x - clean.x) / FARTHEST[shape]
    assert -0.02 - 1e-12 <= moved.min() < -0.0198 and 0.0198 < moved.max() <= 0.02 + 1e-12


@pytest.mark.parametrize("shape", sorted(CURVES))
def test_noise_of_a_regression_changes_only_the_targets(shape: PointsKind) -> None:
    clean, noisy = draw_points(Points(shape, seed=4)), draw_points(Points(shape, seed=4, noise=30.0))
    assert np.array_equal(clean.x, noisy.x)
    difference = np.abs(clean.y - noisy.y)
    assert 0.2 < difference.max() <= 0.3


@pytest.mark.parametrize(("share", "trained"), [(10.0, 50), (50.0, 250), (90.0, 450)])
def test_the_share_says_how_many_points_are_trained_on(share: float, trained: int) -> None:
    data = draw_points(Points("circle", share=share, samples=500))
    assert len(data.x) == len(data.y) == trained
    assert data.x_test is not None and len(data.x_test) == 500 - trained


def test_a_larger_share_keeps_the_points_that_were_trained_on() -> None:
    half, most = draw_points(Points("moons", share=50.0)), draw_points(Points("moons", share=80.0))
    assert np.array_equal(half.x, most.x[: len(half.x)])


def test_training_points_are_shuffled_so_that_both_classes_come_early() -> None:
    data = draw_points(Points("circle", samples=1000))
    assert 5 <= data.y[:50].sum() <= 45


def test_the_inner_circle_is_class_one() -> None:
    x, y = everything(draw_points(Points("circle", samples=1000)))
    radius = np.hypot(x[:, 0], x[:, 1])
    inner, outer = radius[y[:, 0] == 1.0], radius[y[:, 0] == 0.0]
    assert inner.min() < 0.02 and 2.45 < inner.max() <= 2.5
    assert 3.5 <= outer.min() < 3.52 and 4.98 < outer.max() <= 5.0


def test_xor_is_class_one_where_the_signs_agree_in_all_four_quadrants() -> None:
    x, y = everything(draw_points(Points("xor", samples=1000)))
    assert np.array_equal(y[:, 0] == 1.0, x[:, 0] * x[:, 1] > 0.0)
    assert 0.3 <= np.abs(x).min() < 0.31 and 5.28 < np.abs(x).max() <= 5.3
    for signs in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        assert (np.sign(x) == signs).all(axis=1).sum() > 100


def test_the_clouds_of_gauss_stand_at_plus_two_and_minus_two() -> None:
    x, y = everything(draw_points(Points("gauss", samples=4000)))
    assert np.allclose(x[y[:, 0] == 1.0].mean(axis=0), 2.0, atol=0.1)
    assert np.allclose(x[y[:, 0] == 0.0].mean(axis=0), -2.0, atol=0.1)


def test_the_clouds_leave_a_gap_along_a_line_whatever_the_seed_and_up_to_ten_percent_of_noise() -> None:
    def nearest(noise: float, seed: int) -> tuple[float, float]:
        """How far the nearest point of each class lies from the line 3 x1 + 4 x2 = 5; below 0 on the wrong side."""
        x, y = everything(draw_points(Points("clouds", noise=noise, samples=1000, seed=seed)))
        away = (3.0 * x[:, 0] + 4.0 * x[:, 1] - 5.0) / 5.0
        return float(away[y[:, 0] == 1.0].min()), float(-away[y[:, 0] == 0.0].max())

    for seed in range(20):
        assert min(nearest(0.0, seed)) >= 0.5
        assert min(nearest(10.0, seed)) > 0.0
    assert min(nearest(50.0, 0)) < 0.0, "strong noise mixes them"


def test_the_points_of_clouds_are_spread_evenly_over_ovals_of_three_by_nine() -> None:
    x, y = everything(draw_points(Points("clouds", samples=4000)))
    away = (3.0 * x[:, 0] + 4.0 * x[:, 1] - 5.0) / 5.0  # from the line 3 x1 + 4 x2 = 5
    along = (4.0 * x[:, 0] - 3.0 * x[:, 1]) / 5.0
    radius = np.hypot((np.abs(away) - 2.0) / 1.5, along / 4.5)
    assert 0.99 < radius.max() <= 1.0 + 1e-12
    for label in (0.0, 1.0):  # the area within half of the radius is a quarter
        assert np.mean(radius[y[:, 0] == label] < 0.5) == pytest.approx(0.25, abs=0.03)


def test_the_arms_of_the_spiral_are_turned_against_each_other_by_half_a_turn() -> None:
    x, y = everything(draw_points(Points("spiral", samples=2000)))
    radius = np.hypot(x[:, 0], x[:, 1])
    angle = np.arctan2(x[:, 0], x[:, 1]) - 1.75 * 2.0 * np.pi * radius / 5.0
    assert np.allclose(np.cos(angle), np.where(y[:, 0] == 1.0, 1.0, -1.0))


def test_the_moons_interleave_without_touching() -> None:
    x, y = everything(draw_points(Points("moons", samples=600)))
    upper, lower = x[y[:, 0] == 1.0], x[y[:, 0] == 0.0]
    # Half circles of radius 3.5, of the upper one the tips at (-5.25, -0.875) and (1.75, -0.875).
    assert np.allclose(upper.min(axis=0), [-5.25, -0.875], atol=0.05)
    assert np.allclose(upper.max(axis=0), [1.75, 2.625], atol=0.05)
    assert upper[:, 0].max() > lower[:, 0].min() and upper[:, 1].min() < lower[:, 1].max()
    distances = np.hypot(*(upper[:, None] - lower[None]).transpose(2, 0, 1))
    assert distances.min() > 0.8


def test_plane_and_sine_are_the_functions_they_are_called_after() -> None:
    x, y = everything(draw_points(Points("plane")))
    assert np.allclose(y[:, 0], (x[:, 0] + x[:, 1]) / 12.0)
    x, y = everything(draw_points(Points("sine")))
    assert np.allclose(y, np.sin(x))


def test_names_and_task_are_told() -> None:
    circle, sine = draw_points(Points("circle")), draw_points(Points("sine"))
    assert (circle.task, circle.input_names, circle.classes) == ("two classes", ("x₁", "x₂"), ("outer", "inner"))
    assert (sine.task, sine.input_names, sine.classes) == ("regression", ("x",), ())


def test_strong_noise_blurs_the_circle() -> None:
    x, y = everything(draw_points(Points("circle", noise=50.0, samples=1000)))
    answer = np.hypot(x[:, 0], x[:, 1]) < 3.0
    right = np.mean(answer == (y[:, 0] == 1.0))
    assert 0.7 < right < 0.97
