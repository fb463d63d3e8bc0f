"""The curve and the points it is to meet, through pixels at places of the data."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from core.data import Points, build
from gui.theme import DARK, LIGHT
from gui.views.curve_fit import CurveFitView


@pytest.fixture
def view(qtbot, worker, make_project):
    view = CurveFitView(worker)
    qtbot.addWidget(view)
    view.resize(352, 320)
    view.show_project(make_project(Points("sine", samples=20, share=10)))
    view.show()
    return view


def place(view, x, y):
    return view.plot.mapTo(view, view.plot.place_of(x, y))


@pytest.mark.parametrize("ratio", [1, 2])
def test_the_curve_lies_where_the_network_puts_it(view, make_snapshot, picture, is_close, ratio):
    """y = x / 10 + 0.2: only here is neither a mirror image of it."""
    view.show_snapshot(make_snapshot([[0.1]], [0.2], "linear"))
    seen = picture(view, ratio)
    for x in (-5.5, -2.2, 0.7, 4.4, 5.5):
        assert is_close(seen.at(place(view, x, 0.1 * x + 0.2)), LIGHT.ink, 60), x
        assert not is_close(seen.at(place(view, -x, 0.1 * x + 0.2)), LIGHT.ink, 60), x


def test_the_axes_run_to_the_right_and_upwards(view):
    assert place(view, 5.0, 0.0).x() > view.width() / 2 > place(view, -5.0, 0.0).x()
    assert place(view, 0.0, 1.0).y() < place(view, 0.0, -1.0).y()


def test_a_curve_far_outside_is_no_harm(view, make_snapshot, picture, is_close):
    view.show_snapshot(make_snapshot([[1e30]], [0.0], "linear"))
    seen = picture(view, 1)
    assert is_close(seen.at(place(view, 5.5, 0.3)), LIGHT.canvas)


@pytest.mark.parametrize("ratio", [1, 2])
def test_training_points_are_filled_and_test_points_hollow_on_demand(view, qtbot, picture, is_close, ratio):
    data = build(Points("sine", samples=20, share=10))
    trained = place(view, data.x[0, 0], data.y[0, 0])
    nearest = np.abs(data.x_test[:, None, 0] - np.concatenate([data.x, data.x_test])[None, :, 0])
    nearest[nearest == 0.0] = np.inf
    lonely = int(np.argmax(nearest.min(axis=1)))
    tested = place(view, data.x_test[lonely, 0], data.y_test[lonely, 0])
    edge = tested + QPointF(-2.5, 0.0)
    assert is_close(picture(view, ratio).at(trained), LIGHT.muted)
    assert not is_close(picture(view, ratio).at(edge), LIGHT.muted, 90)
    qtbot.mouseClick(view.title.button, Qt.MouseButton.LeftButton)
    seen = picture(view, ratio)
    assert is_close(seen.at(tested), LIGHT.canvas)
    assert is_close(seen.at(edge), LIGHT.muted, 90)


def test_the_theme_recolours_what_is_there(view, make_snapshot, picture, is_close):
    view.show_snapshot(make_snapshot([[0.1]], [0.2], "linear"))
    view.show_theme(DARK)
    seen = picture(view, 1)
    assert is_close(seen.at(place(view, 0.7, 0.27)), DARK.ink, 60)
    assert is_close(seen.at(place(view, 0.7, -0.73)), DARK.canvas)


def test_other_networks_leave_no_curve(view, make_snapshot, picture, is_close):
    view.show_snapshot(make_snapshot([[0.1]], [0.2], "linear"))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    assert is_close(picture(view, 1).at(place(view, 0.7, 0.27)), LIGHT.canvas)
