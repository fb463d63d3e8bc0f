"""The plane of a layer: components against numpy's SVD, still from moment to moment, the grid line by line."""

import numpy as np
import pytest

from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.probe.representation import Plane, layer_activations, main_plane, neuron_plane, plane_grid


def stretched(units: int, samples: int, seed: int = 0) -> np.ndarray:
    """Activations whose spread differs clearly from direction to direction."""
    generator = np.random.default_rng(seed)
    turn, _ = np.linalg.qr(generator.normal(size=(units, units)))
    sizes = 3.0 / 2.0 ** np.arange(units)
    return turn @ (sizes[:, np.newaxis] * generator.normal(size=(units, samples))) + 5.0


@pytest.mark.parametrize(("units", "samples"), [(5, 200), (40, 12), (2, 3)])
def test_components_are_those_of_the_singular_values(units: int, samples: int) -> None:
    a = stretched(units, samples)
    plane = main_plane(a)
    assert plane is not None and plane.shares is not None
    vectors, values, _ = np.linalg.svd(a - a.mean(axis=1, keepdims=True), full_matrices=False)
    assert np.abs(plane.axes @ vectors[:, :2]) == pytest.approx(np.eye(2), abs=1e-6)
    assert plane.shares == pytest.approx(values[:2] ** 2 / np.sum(values**2))
    assert plane(a).mean(axis=1) == pytest.approx([0.0, 0.0], abs=1e-9)
    assert plane(a).std(axis=1) * samples**0.5 == pytest.approx(values[:2])


def test_without_a_moment_before_the_largest_entry_of_each_component_is_positive() -> None:
    for seed in range(5):
        plane = main_plane(stretched(4, 50, seed))
        assert plane is not None
        assert all(axis[np.abs(axis).argmax()] > 0.0 for axis in plane.axes)


def test_signs_stay_as_they_were_a_moment_before() -> None:
    a = stretched(4, 50)
    first = main_plane(a)
    assert first is not None and first.shares is not None
    for signs in ((-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)):
        last = Plane(first.origin, first.axes * np.array(signs)[:, np.newaxis], first.shares)
        again = main_plane(a + 0.001 * stretched(4, 50, 1), last)
        assert again is not None
        assert np.sum(again.axes * last.axes, axis=1) == pytest.approx([1.0, 1.0], abs=0.01)


def test_components_that_overtake_each_other_keep_their_places() -> None:
    angle = np.linspace(0.0, 2.0 * np.pi, 100, endpoint=False)
    last = main_plane(np.stack([2.0 * np.cos(angle), 1.9 * np.sin(angle), 0.0 * angle]))
    now = main_plane(np.stack([1.9 * np.cos(angle), 2.1 * np.sin(angle), 0.0 * angle]), last)
    assert last is not None and now is not None and now.shares is not None
    assert last.axes == pytest.approx(np.eye(2, 3))
    assert now.axes == pytest.approx(np.eye(2, 3))
    assert now.shares == pytest.approx((1.9**2 / (1.9**2 + 2.1**2), 2.1**2 / (1.9**2 + 2.1**2)))


def test_components_that_swing_around_are_followed_three_degrees_a_moment() -> None:
    angle = np.linspace(0.0, 2.0 * np.pi, 100, endpoint=False)
    across, up = 2.0 * np.cos(angle), 1.0 * np.sin(angle)
    plane = main_plane(np.stack([across, up]))
    swung = np.radians(40.0)
    now = np.stack([across * np.cos(swung) - up * np.sin(swung), across * np.sin(swung) + up * np.cos(swung)])
    for moment in range(1, 16):
        before, plane = plane, main_plane(now, plane)
        assert before is not None and plane is not None and plane.shares is not None
        degrees = np.degrees(np.arctan2(plane.axes[0, 1], plane.axes[0, 0]))
        assert degrees == pytest.approx(min(3.0 * moment, 40.0), abs=1e-6)
        assert plane.axes @ plane.axes.T == pytest.approx(np.eye(2), abs=1e-9)
        assert plane.shares == pytest.approx(np.var(plane(now), axis=1) / np.var(now, axis=1).sum())
    assert plane is not None and plane.shares == pytest.approx((0.8, 0.2))


def test_of_another_layer_the_moment_before_means_nothing() -> None:
    last = main_plane(stretched(3, 20))
    assert last is not None
    plane = main_plane(stretched(4, 20), last)
    assert plane is not None and plane.axes.shape == (2, 4)


def test_a_single_neuron_lies_on_one_line_and_equal_samples_in_one_point() -> None:
    line = main_plane(np.array([[1.0, 2.0, 4.0]]))
    assert line is not None and line.shares == (1.0, 0.0)
    assert line(np.array([[1.0, 2.0, 4.0]]))[1].tolist() == [0.0, 0.0, 0.0]
    point = main_plane(np.full((3, 5), 7.0))
    assert point is not None and point.shares == (0.0, 0.0)
    assert point(np.full((3, 5), 7.0)).tolist() == [[0.0] * 5, [0.0] * 5]


def test_samples_on_one_line_still_span_a_plane() -> None:
    two = np.array([[1.0, 2.0], [0.5, -3.0], [7.0, 7.5], [0.0, 0.1]])
    plane = main_plane(two)
    assert plane is not None and plane.shares == pytest.approx((1.0, 0.0), abs=1e-12)
    assert plane.axes @ plane.axes.T == pytest.approx(np.eye(2), abs=1e-9)
    assert plane(two)[1] == pytest.approx([0.0, 0.0], abs=1e-9)


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_tiny_and_huge_activations_have_the_same_components(scale: float) -> None:
    a = stretched(3, 40)
    usual, scaled = main_plane(a), main_plane(a * scale)
    assert usual is not None and scaled is not None
    assert scaled.axes == pytest.approx(usual.axes) and scaled.shares == pytest.approx(usual.shares)


def test_what_is_not_a_number_has_no_plane() -> None:
    assert main_plane(np.array([[1.0, np.nan]])) is None
    assert main_plane(np.zeros((2, 0))) is None


def test_of_many_neurons_and_samples_some_samples_do() -> None:
    a = stretched(200, 400) + 0.0
    plane = main_plane(a)
    vectors, _, _ = np.linalg.svd(a - a.mean(axis=1, keepdims=True), full_matrices=False)
    assert plane is not None
    assert np.abs(np.sum(plane.axes * vectors[:, :2].T, axis=1)) == pytest.approx([1.0, 1.0], abs=0.01)


def test_the_plane_of_two_neurons_is_what_they_say() -> None:
    a = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    assert neuron_plane(3, 2, 0)(a).tolist() == [[5.0, 6.0], [1.0, 2.0]]


def test_a_layer_is_seen_as_outside_training_dropout_off_and_with_running_statistics() -> None:
    network = Network(1, (Dense(1, "linear"), BatchNormalization(epsilon=1e-12), Dropout(0.9), Dense(1)), "float64")
    theta = network.initial()
    dense, norm, last = network.views(theta)
    dense["weights"][...], norm["moving_mean"][...], norm["moving_variance"][...] = 2.0, 1.0, 4.0
    last["weights"][...] = 1.0
    x = np.array([[3.0, 0.0]])
    assert layer_activations(network, theta, x, -1) is x
    assert layer_activations(network, theta, x, 0).tolist() == [[6.0, 0.0]]
    assert layer_activations(network, theta, x, 1) == pytest.approx(np.array([[2.5, -0.5]]))


def test_the_grid_is_upright_lines_and_then_lying_ones() -> None:
    grid = plane_grid(-1.0, 1.0, 3, 5).reshape(2, 6, 5)
    assert grid[0, :3].tolist() == [[-1.0] * 5, [0.0] * 5, [1.0] * 5]
    assert grid[1, 0].tolist() == [-1.0, -0.5, 0.0, 0.5, 1.0]
    assert grid[1, 3:].tolist() == [[-1.0] * 5, [0.0] * 5, [1.0] * 5]
    assert grid[0, 5].tolist() == [-1.0, -0.5, 0.0, 0.5, 1.0]
