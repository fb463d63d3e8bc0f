"""Hands on the map and the curve: pointing, walking with keys, clicking, zooming, dragging along."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.data import Dataset, Points
from core.probe.extent import Extent
from gui.session.sample import Sample
from gui.theme import LIGHT, class_table
from gui.views.curve_fit import CurveFitView
from gui.views.points import MARK_RADIUS_PX

Left = Qt.MouseButton.LeftButton
X = np.array([[-4.0, -3.0], [6.0, -3.0], [6.0, 5.0], [-4.0, 5.0], [1.0, 1.0]])
WEIGHTS, BIASES = [[0.7, -0.4, 0.1], [0.3, 0.2, -0.9]], [0.1, -0.2, 0.3]


@pytest.fixture
def show(make_project, make_snapshot):
    """Shows a data set and a single layer in a view."""

    def show(view, dataset, weights, biases, activation, loss):
        view.show_project(make_project(None, loss))
        view.show_data(dataset)
        snapshot = make_snapshot(weights, biases, activation, epoch=1)
        view.show_snapshot(snapshot)
        return snapshot

    return show


@pytest.fixture
def three(view, show):
    """The view of three classes, and its snapshot."""
    data = Dataset(X, np.eye(3)[[0, 1, 2, 0, 1]], x_test=X + 1.5, y_test=np.eye(3)[[2, 2, 2, 0, 1]], task="classes",
                   input_names=("u", "v"), classes=("red", "green", "blue"))  # fmt: skip
    return view, show(view, data, WEIGHTS, BIASES, "softmax", "categorical_crossentropy")


def point_at(view, x, y):
    QTest.mouseMove(view.plot, view.plot.place_of(x, y).toPoint())


def wheel(plot, at, notches):
    place = plot.place_of(*at)
    event = QWheelEvent(
        place, plot.mapToGlobal(place), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot, event)


def drag(plot, start, end):
    first, last = plot.place_of(*start).toPoint(), plot.place_of(*end).toPoint()
    QTest.mousePress(plot, Left, pos=first)
    for part in range(1, 11):
        QTest.mouseMove(plot, first + (last - first) * part / 10)
    QTest.mouseRelease(plot, Left, pos=last)


# Reading ---------------------------------------------------------------------------------------------------------


def is_read_right(view, snapshot):
    """What is read is what the network predicts for the very place that is pointed at."""
    readout = view.readout
    inputs = view.expand(readout.place[:, None]).T
    wanted = snapshot.network.predict(snapshot.theta, inputs)[0]
    return np.abs(readout.outputs - wanted).max() <= 1e-5


def test_shares_are_read_in_percent_the_largest_first(three):
    view, snapshot = three
    point_at(view, 3.0, -1.5)
    readout = view.readout
    assert readout.place == pytest.approx([3.0, -1.5], abs=0.05)
    assert is_read_right(view, snapshot)
    shares = snapshot.network.predict(snapshot.theta, readout.place[None])[0]
    order = np.argsort(-shares)
    names = np.array(["red", "green", "blue"])[order].tolist()
    assert readout.lines == tuple((name, f"{100 * shares[k]:.1f} %") for name, k in zip(names, order, strict=True))
    assert readout.where == f"u {readout.place[0]:.2f}, v \N{MINUS SIGN}{-readout.place[1]:.2f}"
    assert view.card.isVisible() and view.card.accessibleName() == readout.text


def test_a_sigmoid_is_read_with_two_digits_and_a_number_to_a_thousandth_of_its_reach(view, show):
    two = Dataset(X, np.array([[0.0], [1.0], [1.0], [0.0], [1.0]]), task="two classes", classes=("cold", "warm"))
    snapshot = show(view, two, [[0.5], [0.2]], [0.1], "sigmoid", "binary_crossentropy")
    point_at(view, 3.0, 1.0)
    assert is_read_right(view, snapshot)
    assert view.readout.lines == (("warm", f"{view.readout.outputs[0]:.2f}"),)
    number = Dataset(X, np.linspace(-5.0, 5.0, 5)[:, None], task="regression")
    snapshot = show(view, number, [[0.5], [0.2]], [-3.0], "linear", "mse")
    point_at(view, 2.0, 0.5)
    assert is_read_right(view, snapshot)
    value = view.readout.outputs[0]
    assert -2.5 < value < -1.0
    assert view.readout.lines == (("output", f"{value:.2f}".replace("-", "\N{MINUS SIGN}")),)


def test_features_are_made_of_the_place_that_is_read(view, make_project, make_snapshot):
    view.show_project(make_project(Points("circle", samples=40, features=("x1^2", "x1*x2", "sin x2"))))
    snapshot = make_snapshot([[0.2], [-0.1], [1.0]], [-1.5])
    view.show_snapshot(snapshot)
    point_at(view, -3.0, 2.0)
    assert view.readout.place == pytest.approx([-3.0, 2.0], abs=0.05)
    assert is_read_right(view, snapshot)


def test_a_place_on_the_plane_of_components_is_read_as_it_is(view, show):
    x = np.random.default_rng(4).normal(size=(40, 6)) * np.arange(1.0, 7.0)
    data = Dataset(x, (x[:, :1] > 0.0) * 1.0, task="two classes")
    snapshot = show(view, data, np.linspace(-0.3, 0.4, 6)[:, None], [0.2], "sigmoid", "binary_crossentropy")
    QApplication.processEvents()  # the row of axes finds its place
    point_at(view, 2.0, -1.0)
    assert view.readout.place.shape == (6,)
    assert view._seen.plane.points(view.readout.place[None])[0] == pytest.approx([2.0, -1.0], abs=0.2)
    assert is_read_right(view, snapshot)


def test_the_reading_lives_while_the_network_changes_and_goes_with_the_pointer(three, make_snapshot):
    view, _ = three
    point_at(view, 3.0, -1.5)
    before = view.readout
    changed = make_snapshot(np.array(WEIGHTS) * -1.0, BIASES, "softmax", epoch=2)
    view.show_snapshot(changed)
    assert view.readout.outputs.tolist() != before.outputs.tolist()
    assert is_read_right(view, changed)
    QTest.mouseMove(view.plot, QPoint(2, view.plot.height() - 2))
    assert view.readout is None and not view.card.isVisible()


def test_the_card_stays_on_the_map_and_does_not_cover_the_place(three):
    view, _ = three
    extent = view.map.extent
    for x in np.linspace(extent.left, extent.right, 7)[1:-1]:
        for y in np.linspace(extent.bottom, extent.top, 7)[1:-1]:
            point_at(view, x, y)
            card = view.card.geometry()
            assert view.map.area().toAlignedRect().contains(card), (x, y)
            assert not card.contains(view.map.place_of(x, y).toPoint()), (x, y)


def test_arrow_keys_walk_a_crosshair_that_is_read_and_chosen_with_enter(three, qtbot):
    view, snapshot = three
    view.map.setFocus()
    extent = view.map.extent
    qtbot.keyClick(view.map, Qt.Key.Key_Right)
    qtbot.keyClick(view.map, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    middle = extent.centre
    walked = middle[0] + 0.02 * extent.width, middle[1] + 0.1 * extent.height
    assert view.readout.point == pytest.approx(walked)
    assert is_read_right(view, snapshot)
    crossed = view.map.grab().toImage().pixelColor(view.map.place_of(extent.left + 0.3, walked[1]).toPoint())
    assert crossed.lightness() < 120
    with qtbot.waitSignal(view.place_chosen) as chosen:
        qtbot.keyClick(view.map, Qt.Key.Key_Return)
    assert chosen.args[0] == pytest.approx(walked, abs=0.01)
    qtbot.keyClick(view.map, Qt.Key.Key_Escape)
    assert view.readout is None


# Choosing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", range(5))
def test_a_click_on_a_point_chooses_its_row(three, qtbot, row):
    view, _ = three
    with qtbot.waitSignal(view.row_chosen) as chosen, qtbot.assertNotEmitted(view.place_chosen):
        QTest.mouseClick(view.map, Left, pos=(view.map.place_of(*X[row]) + QPointF(3.0, 2.0)).toPoint())
    assert chosen.args == ["training", row]


def test_test_points_can_be_chosen_where_they_are_seen(three, qtbot):
    view, _ = three
    at = view.map.place_of(*(X[4] + 1.5)).toPoint()
    with qtbot.waitSignal(view.place_chosen):
        QTest.mouseClick(view.map, Left, pos=at)
    qtbot.mouseClick(view.title.button, Left)
    with qtbot.waitSignal(view.row_chosen) as chosen:
        QTest.mouseClick(view.map, Left, pos=at)
    assert chosen.args == ["test", 4]


def test_a_click_beside_all_points_chooses_the_place(three, qtbot):
    view, _ = three
    with qtbot.waitSignal(view.place_chosen) as chosen, qtbot.assertNotEmitted(view.row_chosen):
        QTest.mouseClick(view.map, Left, pos=view.map.place_of(3.0, -1.0).toPoint())
    assert chosen.args[0] == pytest.approx([3.0, -1.0], abs=0.05)


def test_the_current_sample_is_marked(three, picture, is_close):
    view, _ = three
    view.show_sample(Sample(X[1], None, X[1], "made up"))
    mark = view.map.place_of(*X[1]) + QPointF(0.0, -MARK_RADIUS_PX)
    assert is_close(picture(view.map, 2).at(mark), LIGHT.ink, 60)
    view.show_sample(Sample(np.zeros(7), None, np.zeros(7), "of other data"))
    assert not is_close(picture(view.map, 2).at(mark), LIGHT.ink, 60)


# Zoom and pan ----------------------------------------------------------------------------------------------------


def test_the_wheel_zooms_around_the_pointer_and_the_map_follows(three, picture, is_close):
    view, snapshot = three
    before = view.map.place_of(4.0, -2.0)
    wheel(view.map, (4.0, -2.0), -8)
    after = view.map.place_of(4.0, -2.0)
    assert (after - before).manhattanLength() < 4.0
    extent = view.map.extent
    assert extent.width > 4.0 * view.map.home.width
    QTest.mouseMove(view.plot, QPoint(2, view.plot.height() - 2))  # away, and with it the card
    seen, table = picture(view.map, 2), class_table(LIGHT, 3)
    for at in [(-25.0, 4.0), (18.0, 12.0), (5.0, -10.0), (17.0, -9.0)]:
        shares = np.sort(snapshot.network.predict(snapshot.theta, [at])[0])
        winner = int(snapshot.network.predict(snapshot.theta, [at])[0].argmax())
        sure = round((shares[-1] - shares[-2]) * 63)
        assert is_close(seen.at(view.map.place_of(*at)), table_colour(table, winner, sure), 30), at
    wheel(view.map, (4.0, -2.0), 8)
    assert view.map.extent.width == pytest.approx(view.map.home.width)


def table_colour(table, index, level):
    return f"#{int(table[index, level]) & 0xFFFFFF:06x}"


def test_a_drag_moves_along_and_is_no_click(three, qtbot):
    view, _ = three
    home = view.map.extent
    with qtbot.assertNotEmitted(view.place_chosen), qtbot.assertNotEmitted(view.row_chosen):
        drag(view.map, (2.0, -1.0), (4.0, 0.5))
    assert view.map.extent.left == pytest.approx(home.left - 2.0, abs=0.1)
    assert view.map.extent.bottom == pytest.approx(home.bottom - 1.5, abs=0.1)
    assert view.map.extent.width == pytest.approx(home.width)
    assert view.map.place_of(4.0, 0.5).x() > view.map.area().center().x() - 5.0


@pytest.mark.parametrize("way", ["F", "Home", "double click", "menu"])
def test_all_the_data_are_shown_again(three, qtbot, way):
    view, _ = three
    home = view.map.extent
    wheel(view.map, (4.0, -2.0), 3)
    assert view.map.extent != home
    if way == "menu":
        view._fit.trigger()
    elif way == "double click":
        QTest.mouseDClick(view.map, Left, pos=view.map.area().center().toPoint())
    else:
        qtbot.keyClick(view.map, Qt.Key.Key_F if way == "F" else Qt.Key.Key_Home)
    assert view.map.extent == home


def test_plus_and_minus_zoom(three, qtbot):
    view, _ = three
    home = view.map.extent
    qtbot.keyClick(view.map, Qt.Key.Key_Plus)
    assert view.map.extent.width < home.width
    assert view.map.extent.centre == pytest.approx(home.centre)
    qtbot.keyClick(view.map, Qt.Key.Key_Minus)
    assert view.map.extent.width == pytest.approx(home.width)


def test_other_data_of_the_same_reach_keep_what_is_shown(view, make_project):
    view.show_project(make_project(Points("circle")))
    view.map.show_extent(Extent(0.0, 2.0, 1.0, 3.0))
    view.show_project(make_project(Points("circle", noise=10)))
    assert view.map.extent == Extent(0.0, 2.0, 1.0, 3.0)


# The curve -------------------------------------------------------------------------------------------------------


@pytest.fixture
def curve(qtbot, worker):
    view = CurveFitView(worker)
    qtbot.addWidget(view)
    view.resize(352, 320)
    view.show()
    return view


def test_the_curve_is_read_chosen_zoomed_and_walked_over_as_the_map_is(curve, qtbot, show):
    x = np.array([[10.0], [12.0], [17.0], [20.0]])
    data = Dataset(x, np.array([[1.0], [4.0], [2.0], [-1.0]]), task="regression", input_names=("t",))
    snapshot = show(curve, data, [[0.3]], [-3.0], "linear", "mse")
    assert curve.plot.extent.left < 10.0 < 20.0 < curve.plot.extent.right < 22.0
    point_at(curve, 15.0, 2.0)
    assert curve.readout.place == pytest.approx([15.0], abs=0.05)
    assert curve.readout.where.startswith("t 1") and is_read_right(curve, snapshot)
    with qtbot.waitSignal(curve.row_chosen) as chosen:
        QTest.mouseClick(curve.plot, Left, pos=curve.plot.place_of(17.0, 2.0).toPoint())
    assert chosen.args == ["training", 2]
    with qtbot.waitSignal(curve.place_chosen) as chosen:
        QTest.mouseClick(curve.plot, Left, pos=curve.plot.place_of(15.0, 3.0).toPoint())
    assert chosen.args[0] == pytest.approx([15.0], abs=0.05)
    wheel(curve.plot, (12.0, 1.0), -5)
    assert curve.plot._answers.shape == (1, 241)
    left, right = curve.plot.extent.left, curve.plot.extent.right
    assert right - left > 25.0
    assert curve.plot._answers[0, [0, -1]] == pytest.approx([0.3 * left - 3.0, 0.3 * right - 3.0], rel=1e-5)


def test_each_class_has_a_curve_of_its_own_colour_and_the_wrong_ones_are_ringed(curve, show, picture, is_close):
    x = np.array([[0.0], [2.0], [5.0], [8.0], [10.0]])
    data = Dataset(x, np.eye(3)[[0, 0, 0, 1, 2]], task="classes", classes=("low", "mid", "high"))
    show(curve, data, [[-1.0, 0.0, 1.0]], [4.0, 0.0, -8.0], "softmax", "categorical_crossentropy")
    seen = picture(curve.plot, 2)
    for at, index in [(1.3, 0), (5.5, 1), (9.3, 2)]:
        shares = np.exp([4.0 - at, 0.0, at - 8.0])
        height = float(shares[index] / shares.sum())
        assert is_close(seen.at(curve.plot.place_of(at, height)), LIGHT.classes[index], 60), at
    # Class 0 wins up to 4, class 1 from there on, class 2 from 8 on; at 8 itself class 1, the first of two equal ones.
    assert curve.plot.ringed() == [("training", 2)]


def test_two_classes_over_one_input_are_a_curve_between_them(curve, show, picture, is_close):
    data = Dataset(np.array([[0.0], [4.0], [10.0]]), np.array([[0.0], [1.0], [1.0]]), task="two classes")
    show(curve, data, [[3.0]], [-15.0], "sigmoid", "binary_crossentropy")
    seen = picture(curve.plot, 2)
    assert is_close(seen.at(curve.plot.place_of(0.0, 0.0) + QPointF(0.0, 2.2)), LIGHT.negative, 40)
    assert is_close(seen.at(curve.plot.place_of(10.0, 1.0) + QPointF(0.0, 2.2)), LIGHT.positive, 40)
    assert is_close(seen.at(curve.plot.place_of(7.0, 1.0)), LIGHT.ink, 60)
    assert curve.plot.ringed() == [("training", 1)]


def test_a_curve_that_is_no_number_is_not_drawn(curve, show, make_snapshot):
    data = Dataset(np.array([[0.0], [4.0]]), np.array([[0.0], [1.0]]), task="regression")
    snapshot = show(curve, data, [[1.0]], [0.0], "linear", "mse")
    snapshot.theta[:] = np.nan
    curve.show_snapshot(snapshot)
    curve.grab()
    assert [line.size() for line in curve.plot._lines] == [0]
