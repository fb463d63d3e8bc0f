"""Lines in the data's own units, and the weights that give them."""

import math

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import Drawn, Points, Table, build
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.layers.place import NormParts
from core.layout import parts
from core.line_edit import move_line
from core.moves import BIAS, Region, Write
from core.network import Network
from core.probe.extent import Extent
from core.probe.neuron_line import AS_THEY_ARE, Given, Line, given_by, line_of, numbers_for
from core.specs import Project
from core.training import Training
from core.weights import cut, lock


def network_of(*before: object, use_bias: bool = True) -> Network:
    return Network(2, (*before, Dense(3, "relu", use_bias=use_bias), Dense(1, "sigmoid")), "float64")


def written(network: Network, theta: np.ndarray, unit: int, line: Line, is_turned: bool) -> np.ndarray:
    """theta with the numbers that the line asks for."""
    changed = theta.copy()
    view = network.dense_views(changed)[0]
    for (layer, input, at), value in zip(*numbers_for(network, theta, unit, line, is_turned), strict=True):
        assert (layer, at) == (0, unit)
        if input == BIAS:
            view["biases"][at] = value
        else:
            view["weights"][input, at] = value
    return changed


def normalized() -> tuple[Network, np.ndarray]:
    """A batch normalization that stretches x1 by 4 and x2 by -0.5, and shifts both."""
    network = network_of(BatchNormalization(epsilon=1e-9), Dropout(0.5))
    theta = network.initial(seed=2)
    norm = parts(network, theta)[0]
    assert isinstance(norm, NormParts)
    norm.gamma[...], norm.beta[...] = [2.0, -1.0], [0.5, 3.0]
    norm.moving_mean[...], norm.moving_variance[...] = [10.0, -4.0], [0.25, 4.0]
    return network, theta


def test_a_line_is_where_the_sum_is_zero() -> None:
    for network, theta in ((network_of(), network_of().initial(seed=1)), normalized()):
        line = line_of(network, theta, 1)
        for point in [(0.0, 0.0), (2.0, -1.0), (-5.0, 3.0)]:
            sums, _ = network.sums_and_activations(theta, np.array([point]).T)
            assert line(point) == pytest.approx(sums[0][1, 0], rel=1e-6)


def test_the_part_within_the_map_has_the_positive_side_on_its_left() -> None:
    for w1, w2, b in [(1.0, 0.0, 2.0), (0.0, -2.0, 4.0), (3.0, -1.0, 5.0), (-0.4, -0.7, 1.0)]:
        line = Line(w1, w2, b)
        ends = line.within(Extent(-6.0, 6.0, -6.0, 6.0))
        assert ends is not None
        for end in ends:
            assert line(end) == pytest.approx(0.0, abs=1e-9)
            assert max(map(abs, end)) == pytest.approx(6.0)
        (x1, y1), (x2, y2) = ends
        left = (x1 + x2) / 2 - (y2 - y1) / 100, (y1 + y2) / 2 + (x2 - x1) / 100
        assert line(left) > 0.0


@pytest.mark.parametrize(
    "line", [Line(0.0, 0.0, 1.0), Line(1.0, 0.0, 7.0), Line(1.0, 1.0, 13.0), Line(math.nan, 1.0, 0.0)]
)
def test_a_line_may_not_be_there(line: Line) -> None:
    assert line.within(Extent(-6.0, 6.0, -6.0, 6.0)) is None


def test_turning_keeps_the_pivot_and_the_steepness() -> None:
    line = Line(3.0, -4.0, 5.0)
    pivot = (1.0, 2.0)
    assert line(pivot) == 0.0
    turned = line.turned(pivot, (5.0, 5.0), (1.0, 7.0))
    assert turned(pivot) == pytest.approx(0.0) and turned.steepness == pytest.approx(5.0)
    assert turned((1.0, 7.0)) == pytest.approx(0.0)
    same = line.turned(pivot, (5.0, 5.0), (9.0, 8.0))
    assert (same.w1, same.w2, same.b) == pytest.approx((line.w1, line.w2, line.b))


def test_shifting_changes_the_bias_alone() -> None:
    for network, theta in ((network_of(), network_of().initial(seed=1)), normalized()):
        line = line_of(network, theta, 0)
        moved = line.shifted((0.0, 0.0), (1.0, -2.0))
        found = written(network, theta, 0, moved, is_turned=False)
        assert np.flatnonzero(found != theta).size == 1
        assert line_of(network, found, 0)((1.0, -2.0)) == pytest.approx(line((0.0, 0.0)))


def test_the_numbers_for_a_line_give_that_line() -> None:
    for network, theta in ((network_of(), network_of().initial(seed=1)), normalized()):
        found = line_of(network, written(network, theta, 2, Line(1.5, -2.5, 0.75), is_turned=True), 2)
        assert (found.w1, found.w2, found.b) == pytest.approx((1.5, -2.5, 0.75))


def test_without_biases_a_line_turns_around_its_centre_and_cannot_be_shifted() -> None:
    network = network_of(use_bias=False)
    theta = network.initial(seed=1)
    line = line_of(network, theta, 0)
    assert line.centre == (0.0, 0.0)
    with pytest.raises(UserError, match="no biases"):
        numbers_for(network, theta, 0, line.shifted((0.0, 0.0), (1.0, 1.0)), is_turned=False)
    turned = line.turned((0.0, 0.0), (-line.w2, line.w1), (1.0, 1.0))
    found = line_of(network, written(network, theta, 0, turned, is_turned=True), 0)
    assert found((1.0, 1.0)) == pytest.approx(0.0) and found.steepness == pytest.approx(line.steepness)


def test_moving_a_line_is_an_edit_that_leaves_alone_what_is_to_stay() -> None:
    network = network_of()
    theta = network.initial(seed=1)
    project = Project("test", network, Training())
    line = Line(1.0, 2.0, 3.0)
    edit = move_line(project, theta, 1, line, is_turned=True)
    assert edit.text == "move line of Hidden 1 · 2"
    assert edit.vectors == Write(((0, 0, 1), (0, 1, 1), (0, BIAS, 1)), (1.0, 2.0, 3.0))
    locked = lock(project, [Region(0, (1,), (1,))]).project
    with pytest.raises(UserError, match=r"weight x₂ → Hidden 1 · 2 is locked"):
        move_line(locked, theta, 1, line, is_turned=True)
    assert move_line(locked, theta, 1, line, is_turned=False).vectors is not None
    gone = cut(project, [Region(0, (0,), (1,))]).project
    with pytest.raises(UserError, match=r"weight x₁ → Hidden 1 · 2 is cut"):
        move_line(gone, theta, 1, line, is_turned=True)
    held = lock(project, [Region(0, (BIAS,), (1,))]).project
    with pytest.raises(UserError, match=r"bias of Hidden 1 · 2 is locked"):
        move_line(held, theta, 1, line, is_turned=False)


def test_a_normalization_that_leaves_nothing_of_an_input_holds_the_line() -> None:
    network, theta = normalized()
    norm = parts(network, theta)[0]
    assert isinstance(norm, NormParts)
    norm.gamma[0] = 0.0
    with pytest.raises(UserError, match="leaves nothing of an input"):
        numbers_for(network, theta, 0, Line(1.0, 1.0, 0.0), is_turned=True)


def test_over_a_table_the_line_is_one_of_its_own_units_and_moves_there() -> None:
    project = open_bundled("admission")
    assert isinstance(project.data, Table)
    given = given_by(project.data)
    assert given is not None
    network, theta = project.network, np.array([1.5, -0.5, 0.25], np.float32)
    line = line_of(network, theta, 0, given)
    rows = build(project.data)
    assert rows.raw is not None
    for place, x in zip(rows.raw[:5], rows.x[:5], strict=True):
        assert line((place[0], place[1])) == pytest.approx(1.5 * x[0] - 0.5 * x[1] + 0.25, abs=1e-5)

    true = Line(2.0, 1.0, -18.0)
    edit = move_line(project, theta, 0, true, is_turned=True)
    assert isinstance(edit.vectors, Write)
    changed = theta.copy()
    view = network.views(changed)[0]
    for (_, input, unit), value in zip(edit.vectors.places, edit.vectors.values, strict=True):
        if input == BIAS:
            view["biases"][unit] = value
        else:
            view["weights"][input, unit] = value
    found = line_of(network, changed, 0, given)
    assert (found.w1, found.w2, found.b) == pytest.approx((2.0, 1.0, -18.0), rel=1e-5)


def test_large_units_are_no_reason_not_to_turn_a_line() -> None:
    given = Given(np.array([1e-8, 1.0]), np.array([-3.0, 0.0]))
    network = network_of()
    theta = network.initial(seed=1)
    wanted = Line(2e-8, 1.0, -4.0)
    numbers = dict(zip(*numbers_for(network, theta, 0, wanted, True, given), strict=True))
    assert numbers[0, 0, 0] == pytest.approx(2.0) and numbers[0, 1, 0] == pytest.approx(1.0)
    assert numbers[0, BIAS, 0] == pytest.approx(-4.0 + 2.0 * 3.0)


def test_only_two_numbers_as_they_are_have_a_line() -> None:
    assert given_by(Points("circle")) == AS_THEY_ARE
    assert given_by(Points("circle", features=("x1", "x2", "x1*x2"))) is None
    assert given_by(Points("sine")) is None and given_by(None) is None
    assert given_by(open_bundled("iris").data) is None


@pytest.mark.parametrize("data", [Points("circle"), Drawn(points=((1.0, 2.0, 0.0), (-1.0, 0.5, 1.0)))])
def test_points_have_lines_whether_they_are_drawn_from_a_shape_or_by_hand(data: Points | Drawn) -> None:
    assert given_by(data) is AS_THEY_ARE
    assert given_by(data.replace(features=("x1", "x1*x2"))) is None


@pytest.mark.parametrize("data", [Points("sine"), Drawn(classes=())])
def test_a_number_over_x_has_no_lines(data: Points | Drawn) -> None:
    assert given_by(data) is None
