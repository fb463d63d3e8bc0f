"""Planes through the space of the inputs: there and back again, main components, and the map over them."""

import numpy as np
import pytest

from core.layers import Dense
from core.network import Network
from core.probe.extent import Extent
from core.probe.grid import boundary
from core.probe.plane import fine_boundary, plane_columns, plane_of_components, plane_of_inputs

NAMES = ("a", "b", "c", "d", "e")
OTHERS = np.array([1.0, 2.0, 3.0, 4.0, 5.0])


def tilted(rows=400, numbers=5, seed=3):
    """Points that vary most along one known direction, less along another, and hardly along the rest."""
    generator = np.random.default_rng(seed)
    axes, _ = np.linalg.qr(generator.normal(size=(numbers, numbers)))
    spread = np.array([5.0, 2.0, 0.1, 0.1, 0.1])[:numbers]
    return (generator.normal(size=(rows, numbers)) * spread) @ axes.T + np.arange(numbers), axes


def test_two_inputs_lie_on_the_axes_and_the_others_stay():
    plane = plane_of_inputs(3, 1, OTHERS, NAMES)
    assert plane.names == ("d", "b")
    assert plane.places(np.array([[7.0], [-8.0]]))[:, 0].tolist() == [1.0, -8.0, 3.0, 7.0, 5.0]
    assert plane.points(np.array([[10.0, 20.0, 30.0, 40.0, 50.0]])).tolist() == [[40.0, 20.0]]


def test_inputs_without_a_name_have_a_number():
    assert plane_of_inputs(0, 2, np.zeros(3)).names == ("input 1", "input 3")


def test_the_components_are_those_of_a_singular_value_decomposition():
    x, _ = tilted()
    plane = plane_of_components(x)
    assert plane is not None
    deviation = x - x.mean(axis=0)
    _, values, rows = np.linalg.svd(deviation, full_matrices=False)
    for found, wanted in ((plane.across, rows[0]), (plane.up, rows[1])):
        assert abs(found @ wanted) == pytest.approx(1.0, abs=1e-9)
        assert found[np.abs(found).argmax()] > 0.0
    share = 100.0 * values**2 / (values**2).sum()
    assert plane.names == (
        f"component 1 ({share[0]:.0f} % of the variance)",
        f"component 2 ({share[1]:.0f} % of the variance)",
    )


def test_a_place_on_the_plane_and_its_coordinates_are_there_and_back_again():
    plane = plane_of_components(tilted()[0])
    assert plane is not None
    points = np.array([[1.0, -2.0, 0.0], [3.0, 0.5, 0.0]])
    assert plane.points(plane.places(points).T) == pytest.approx(points.T)
    # What lies beside the plane is seen where its shadow falls.
    normal = np.linalg.svd(np.stack([plane.across, plane.up]))[2][2]
    assert plane.points(plane.places(points).T + 9.0 * normal) == pytest.approx(points.T)


@pytest.mark.parametrize("scale", [1e-150, 1e-12, 1e12, 1e150])
def test_the_size_of_the_numbers_does_not_turn_the_components(scale):
    x, _ = tilted()
    plane, scaled = plane_of_components(x), plane_of_components(x * scale)
    assert plane is not None and scaled is not None
    assert scaled.across == pytest.approx(plane.across)
    assert scaled.up == pytest.approx(plane.up)
    assert scaled.names == plane.names


@pytest.mark.parametrize(
    "x",
    [
        np.zeros((0, 4)),
        np.ones((1, 4)),
        np.full((50, 4), 1e12),
        np.array([[1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]]),
        np.array([[1.0, np.nan, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]]),
    ],
)
def test_too_little_to_vary_still_makes_a_plane(x):
    plane = plane_of_components(x)
    assert plane is not None
    both = np.stack([plane.across, plane.up])
    assert both @ both.T == pytest.approx(np.eye(2), abs=1e-9)
    assert np.isfinite(plane.origin).all()


def test_a_constant_input_has_no_part_in_the_components():
    x, _ = tilted()
    x[:, 2] = 1e6
    plane = plane_of_components(x)
    assert plane is not None
    assert max(abs(plane.across[2]), abs(plane.up[2])) < 1e-9


def test_a_thousand_inputs_are_no_harm():
    generator = np.random.default_rng(0)
    x = generator.normal(size=(300, 1000))
    x[:, 700] *= 50.0
    plane = plane_of_components(x)
    assert plane is not None and abs(plane.across[700]) > 0.99


def test_whoever_does_not_wait_gets_nothing():
    assert plane_of_components(tilted()[0], lambda: False) is None


def test_the_map_over_a_plane_is_what_the_network_says_at_its_places():
    network = Network(inputs=5, layers=(Dense(4, "tanh"), Dense(3, "softmax")), dtype="float64")
    theta = network.initial(seed=2)
    plane = plane_of_components(tilted()[0])
    assert plane is not None
    extent = Extent(-3.0, 5.0, 0.0, 2.0)
    picture = boundary(network, theta, plane_columns(plane, extent, 8))
    # Row 6 is the second from below, column 1 the second from the left.
    point = np.array([[-3.0 + 8.0 * 1.5 / 8.0], [2.0 * 1.5 / 8.0]])
    assert picture[:, 6, 1] == pytest.approx(network.predict(theta, plane.places(point).T)[0])
    assert fine_boundary(network, theta, plane, extent, 8) == pytest.approx(picture)


def test_a_fine_map_is_made_strip_by_strip_of_what_the_places_expand_to(monkeypatch):
    monkeypatch.setattr("core.probe.plane.MOST_NUMBERS", 50)
    network = Network(inputs=3, layers=(Dense(2, "tanh"),), dtype="float64")
    theta = network.initial(seed=1)

    def expand(places):
        return np.stack([places[0], places[1], places[0] * places[1]])

    plane, extent = plane_of_inputs(0, 1, np.zeros(2)), Extent(-1.0, 2.0, 0.0, 5.0)
    asked = []
    found = fine_boundary(network, theta, plane, extent, 10, expand, lambda: not asked.append(1))
    assert len(asked) > 3
    wanted = network.activations(theta, expand(plane_columns(plane, extent, 10)))[-1]
    assert found == pytest.approx(wanted.reshape(2, 10, 10))
    assert fine_boundary(network, theta, plane, extent, 10, expand, lambda: False) is None


def test_numbers_in_different_units_are_compared_by_their_factor():
    generator = np.random.default_rng(3)
    z = generator.normal(size=(60, 3)) @ np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 0.5], [0.0, 0.0, 0.2]])
    factor, offset = np.array([1e-3, 4.0, 20.0]), np.array([5000.0, -3.0, 0.1])
    x = z / factor + offset
    plain, scaled = plane_of_components(z), plane_of_components(x, factor=factor)
    assert plain is not None and scaled is not None
    assert np.allclose(scaled.across, plain.across) and scaled.names == plain.names
    assert np.allclose(scaled.points(x), plain.points(z))
    places = scaled.places(np.array([[1.0, 0.0], [0.0, -2.0]]))
    assert np.allclose((places.T - offset) * factor, plain.places(np.array([[1.0, 0.0], [0.0, -2.0]])).T)
    assert np.allclose(scaled.points(places.T), [[1.0, 0.0], [0.0, -2.0]])
