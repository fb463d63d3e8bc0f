"""The decision map, seen through its pixels at places of the data."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from core.data import Points, Segments, build
from core.layers import Dense
from gui.theme import DARK, LIGHT, THEMES, diverging_table
from gui.views.boundary import BoundaryView


@pytest.fixture
def view(qtbot, worker):
    view = BoundaryView(worker)
    qtbot.addWidget(view)
    view.resize(352, 430)
    view.show()
    return view


def colour_for(value, theme=LIGHT):
    """The map's colour for a value from -1 to 1."""
    table = diverging_table(theme)
    return QColor(int(table[round((value + 1.0) / 2.0 * (table.size - 1))]))


def place(view, x1, x2):
    return view.map.mapTo(view, view.map.place_of(x1, x2))


def emptiest_place(x):
    """A place in the map with no point near it."""
    candidates = np.stack(np.meshgrid(np.linspace(-5, 5, 21), np.linspace(-5, 5, 21)), -1).reshape(-1, 2)
    nearest = np.min(np.linalg.norm(candidates[:, None] - x[None], axis=2), axis=1)
    return candidates[np.argmax(nearest)].tolist()


def loneliest(x, others):
    """Which row of x has no other point near it."""
    apart = np.linalg.norm(x[:, None] - others[None], axis=2)
    apart[apart == 0.0] = np.inf
    apart[np.abs(x).max(axis=1) > 5.5] = 0.0
    return int(np.argmax(apart.min(axis=1)))


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("theme", THEMES)
def test_the_map_is_neither_flipped_nor_transposed(view, make_project, make_snapshot, picture, is_close, ratio, theme):
    """Positive only where x1 + 3 x2 > 6: a quarter turn or a mirror image would move it."""
    view.show_theme(THEMES[theme])
    view.show_project(make_project(None))
    view.show_snapshot(make_snapshot([[20.0], [60.0]], [-120.0]))
    seen = picture(view, ratio)
    positive, negative = colour_for(1.0, THEMES[theme]), colour_for(-1.0, THEMES[theme])
    for x1, x2 in [(5.0, 5.0), (-5.0, 5.0), (0.0, 3.0), (5.0, 1.0)]:
        assert is_close(seen.at(place(view, x1, x2)), positive), (x1, x2)
    for x1, x2 in [(-5.0, -5.0), (5.0, -5.0), (3.0, 0.0), (-5.0, 1.0), (5.0, -0.5)]:
        assert is_close(seen.at(place(view, x1, x2)), negative), (x1, x2)


@pytest.mark.parametrize("ratio", [1, 2])
def test_an_edge_lies_where_the_network_puts_it(view, make_project, make_snapshot, picture, is_close, ratio):
    """A step at x1 = 2 and one at x2 = -3, each to within a fifth of a unit (under two pixels of the grid)."""
    view.show_project(make_project(None))
    for weights, bias, below, above in [
        ([[1e4], [0.0]], -2e4, (1.8, 1.0), (2.2, 1.0)),
        ([[0.0], [1e4]], 3e4, (1.0, -3.2), (1.0, -2.8)),
    ]:
        view.show_snapshot(make_snapshot(weights, [bias]))
        seen = picture(view, ratio)
        assert is_close(seen.at(place(view, *below)), colour_for(-1.0))
        assert is_close(seen.at(place(view, *above)), colour_for(1.0))


def test_the_axes_run_to_the_right_and_upwards(view):
    assert place(view, 5.0, 0.0).x() > view.width() / 2 > place(view, -5.0, 0.0).x()
    assert place(view, 0.0, 5.0).y() < place(view, 0.0, -5.0).y()


def test_the_map_is_what_the_network_says_of_the_features_of_each_place(
    view, make_project, make_snapshot, picture, is_close
):
    recipe = Points("circle", samples=20, features=("x1^2", "x1*x2", "sin x2"))
    view.show_project(make_project(recipe))
    snapshot = make_snapshot([[0.2], [-0.1], [1.0]], [-1.5])
    view.show_snapshot(snapshot)
    seen = picture(view, 2)
    free = [(-5.5, 5.5), (5.5, 5.5), (5.5, -5.5), (-5.5, -5.5), (5.7, 0.1), (0.1, -5.7)]
    said = snapshot.network.predict(snapshot.theta, recipe.expand(np.array(free).T).T)[:, 0]
    assert np.ptp(said) > 0.5
    for at, value in zip(free, said.tolist(), strict=True):
        assert is_close(seen.at(place(view, *at)), colour_for(2.0 * value - 1.0), within=25), at


def test_the_map_stays_until_the_network_with_the_new_feature_is_there(view, make_project, make_snapshot):
    view.show_project(make_project(Points("circle", samples=20)))
    view.show_snapshot(make_snapshot([[1.0], [1.0]], [0.0]))
    before = view.map._answers
    view.show_project(make_project(Points("circle", samples=20, features=("x1", "x2", "x1^2"))))
    assert view.map._answers is before
    view.show_snapshot(make_snapshot([[1.0], [1.0], [0.0]], [0.0]))
    assert view.map._answers is not before
    assert np.array_equal(view.map._answers, before)


def test_points_stay_at_their_places_whatever_is_made_of_them(view, make_project, picture):
    view.show_project(make_project(Points("circle", samples=40)))
    plain = picture(view, 1)
    view.show_project(make_project(Points("circle", samples=40, features=("sin x1",))))
    assert not picture(view, 1).differs_from(plain)


def test_one_half_is_neutral_for_classes(view, make_project, make_snapshot, picture, is_close):
    view.show_project(make_project(None))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    assert is_close(picture(view, 1).at(place(view, 1.0, 1.0)), LIGHT.neutral)


def of_classes(make_project, activation, loss):
    """A project with two classes whose output has this activation."""
    project = make_project(Points("circle", samples=40), loss)
    return project.replace(network=project.network.with_dense(0, Dense(1, activation)))


@pytest.mark.parametrize(
    ("activation", "loss", "low", "high"),
    [
        ("sigmoid", "binary_crossentropy", 0.0, 1.0),
        ("sigmoid", "hinge", 0.0, 1.0),
        ("linear", "mse", 0.0, 1.0),
        ("linear", "hinge", -1.0, 1.0),
        ("linear", "perceptron", -1.0, 1.0),
        ("tanh", "mse", -1.0, 1.0),
    ],
)
def test_the_threshold_between_two_classes_is_neutral_whatever_they_are_written_as(
    view, make_project, make_snapshot, picture, is_close, activation, loss, low, high
):
    view.show_project(of_classes(make_project, activation, loss))
    free = place(view, *emptiest_place(build(Points("circle", samples=40)).x))
    inverse = {"sigmoid": lambda a: np.log(a / (1.0 - a)), "tanh": np.arctanh, "linear": lambda a: a}[activation]
    for shown in (-0.9, -0.5, 0.0, 0.5, 0.9):
        output = (low + high) / 2.0 + shown * (high - low) / 2.0
        view.show_snapshot(make_snapshot([[0.0], [0.0]], [inverse(output)], activation))
        assert is_close(picture(view, 1).at(free), colour_for(shown)), output


def test_another_loss_can_move_the_threshold(view, make_project, make_snapshot, picture, is_close):
    view.show_project(of_classes(make_project, "linear", "hinge"))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], "linear"))
    free = place(view, *emptiest_place(build(Points("circle", samples=40)).x))
    assert is_close(picture(view, 1).at(free), LIGHT.neutral)
    view.show_project(of_classes(make_project, "linear", "mse"))
    assert is_close(picture(view, 1).at(free), colour_for(-1.0))


def test_the_legend_says_what_the_colours_mean(view, make_project, make_snapshot):
    for recipe, activation, loss, words in [
        (Points("circle"), "sigmoid", "binary_crossentropy", "0 to 1"),
        (Points("circle"), "tanh", "mse", "\N{MINUS SIGN}1 to 1"),
        (Points("circle"), "linear", "hinge", "≤ \N{MINUS SIGN}1 to ≥ 1"),
        (Points("circle"), "relu", "mse", "≤ 0 to ≥ 1"),
        (Points("plane"), "linear", "mse", "≤ \N{MINUS SIGN}1 to ≥ 1"),
        (Points("plane"), "sigmoid", "mse", "≤ \N{MINUS SIGN}1 to ≥ 1"),
    ]:
        view.show_project(make_project(recipe, loss))
        view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], activation))
        assert view.map.toolTip() == f"The network's output at every place: orange to blue is {words}."


def test_a_regression_is_neutral_at_zero_and_clipped_at_one(view, make_project, make_snapshot, picture, is_close):
    recipe = Points("plane", samples=40)
    view.show_project(make_project(recipe))
    free = place(view, *emptiest_place(build(recipe).x))
    for value, shown in [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (7.0, 1.0), (-7.0, -1.0)]:
        view.show_snapshot(make_snapshot([[0.0], [0.0]], [value], "linear"))
        assert is_close(picture(view, 1).at(free), colour_for(shown)), value


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("label", [0, 1])
def test_training_points_are_filled_with_their_class(
    view, make_project, make_snapshot, picture, is_close, ratio, label
):
    recipe = Points("circle", samples=40)
    data = build(recipe)
    own = data.x[data.y[:, 0] == label]
    lonely = own[loneliest(own, data.x)]
    view.show_project(make_project(recipe))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    centre = place(view, *lonely)
    seen = picture(view, ratio)
    assert is_close(seen.at(centre), LIGHT.positive if label else LIGHT.negative)
    assert is_close(seen.at(centre + QPointF(10.0, 0.0)), LIGHT.neutral)


@pytest.mark.parametrize("ratio", [1, 2])
def test_test_points_are_seen_on_demand_and_are_hollow(
    view, qtbot, make_project, make_snapshot, picture, is_close, ratio
):
    recipe = Points("circle", samples=40)
    data = build(recipe)
    lonely = data.x_test[loneliest(data.x_test, np.concatenate([data.x, data.x_test]))]
    view.show_project(make_project(recipe))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [20.0]))
    centre = place(view, *lonely)
    before = picture(view, ratio)
    assert is_close(before.at(centre), colour_for(1.0))
    qtbot.mouseClick(view.title.button, Qt.MouseButton.LeftButton)
    after = picture(view, ratio)
    assert view.title.button.isChecked()
    assert is_close(after.at(centre), LIGHT.neutral)
    qtbot.mouseClick(view.title.button, Qt.MouseButton.LeftButton)
    assert is_close(picture(view, ratio).at(centre), colour_for(1.0))


def test_the_test_points_have_a_key(view, qtbot, make_project):
    view.show_project(make_project(Points("circle")))
    view.title.button.setFocus()
    qtbot.keyClick(view.title.button, Qt.Key.Key_Space)
    assert view.title.button.isChecked()


def test_new_data_bring_new_points(view, make_project, make_snapshot, picture):
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    view.show_project(make_project(Points("circle")))
    circle = picture(view, 1)
    view.show_project(make_project(Points("circle", seed=1)))
    assert picture(view, 1).differs_from(circle)
    view.show_project(make_project(Points("circle")))
    assert not picture(view, 1).differs_from(circle)


def test_a_hidden_view_waits_and_then_shows_the_newest(view, make_project, make_snapshot, picture, is_close):
    view.show_project(make_project(None))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [-20.0]))
    view.hide()
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [20.0]))
    assert is_close(picture(view.map, 1).at(view.map.place_of(0.0, 0.0)), colour_for(-1.0))
    view.show()
    assert is_close(picture(view, 1).at(place(view, 0.0, 0.0)), colour_for(1.0))


def test_other_networks_and_data_leave_an_empty_frame(view, make_project, make_snapshot, picture, is_close):
    view.show_project(make_project(None))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [20.0]))
    view.show_project(make_project(Segments()))
    view.show_snapshot(make_snapshot([[0.0] * 10] * 7, [0.0] * 10))
    assert not is_close(picture(view, 1).at(place(view, 1.0, 1.0)), colour_for(1.0))
    assert not view.title.button.isEnabled()


def test_the_theme_recolours_what_is_there(view, make_project, make_snapshot, picture, is_close):
    view.show_project(make_project(None))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [20.0]))
    view.show_theme(DARK)
    assert is_close(picture(view, 1).at(place(view, 1.0, 1.0)), colour_for(1.0, DARK))


@pytest.mark.parametrize("size", [(352, 430), (352, 260), (240, 600), (700, 500)])
def test_the_map_is_square_and_fits(view, size):
    view.resize(*size)
    square = view.map.area()
    assert square.width() == square.height() >= 100
    assert square.right() <= view.map.width()
    assert square.bottom() < view.map.height()


def test_controls_can_be_found_and_heard(view, make_project):
    view.show_project(make_project(Points("circle")))
    button = view.title.button
    assert button.objectName() == "test-points"
    assert button.accessibleName()
    assert "never trained on" in button.toolTip()
    assert "250 training points" in view.map.accessibleName()
