"""The decision map of any data: many classes, numbers, planes through many inputs, many points; through its pixels."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from core.data import Dataset, Points
from core.data.points import REACH
from core.probe.extent import Extent
from core.probe.plane import plane_of_components
from gui.session.sample import Sample
from gui.theme import DARK, LIGHT, THEMES, class_colour, class_table, diverging_table
from gui.views.points import MOST_DOTS, RING_RADIUS_PX

CORNERS = np.array([[-4.0, -3.0], [6.0, -3.0], [6.0, 5.0], [-4.0, 5.0]])
"""What makes the map reach over about (-4.8, 6.8) and (-3.6, 5.6)."""


@pytest.fixture
def show(view, make_project, make_snapshot):
    """Shows a data set and a single layer with these weights."""

    def show(dataset, weights, biases, activation="softmax", loss="categorical_crossentropy", epoch=1):
        view.show_project(make_project(None, loss))
        view.show_data(dataset)
        snapshot = make_snapshot(weights, biases, activation, epoch=epoch)
        view.show_snapshot(snapshot)
        return snapshot

    return show


def classes(count, x=CORNERS, names=("x", "y")):
    """Samples of so many classes in turn."""
    return Dataset(x, np.eye(count)[np.arange(len(x)) % count], task="classes", input_names=names)


def place(view, x, y):
    return view.map.mapTo(view, view.map.place_of(x, y))


def sure_of(index, count, theme=LIGHT):
    return QColor(int(class_table(theme, count)[index, -1]))


def colour_for(value):
    table = diverging_table(LIGHT)
    return QColor(int(table[round((value + 1.0) / 2.0 * (table.size - 1))]))


WEIGHTS, BIASES = [[40.0, -40.0, 0.0], [0.0, 0.0, 120.0]], [0.0, 0.0, -240.0]
"""Class 0 on the right, class 1 on the left; class 2 at the top, from about y = 2 + |x| / 3 on."""


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("theme", THEMES)
def test_each_place_has_the_colour_of_the_class_that_wins_there(view, show, picture, is_close, ratio, theme):
    view.show_theme(THEMES[theme])
    show(classes(3), WEIGHTS, BIASES)
    seen = picture(view, ratio)
    for at, index in [((5.0, 0.0), 0), ((-3.0, -2.0), 1), ((0.5, 4.0), 2), ((6.4, 3.2), 0), ((-4.0, 4.0), 2)]:
        assert is_close(seen.at(place(view, *at)), sure_of(index, 3, THEMES[theme])), at


def test_a_class_is_paler_where_the_next_one_is_nearly_as_likely(view, show, picture, is_close):
    show(classes(3), [[0.5, -0.5, 0.0], [0.0, 0.0, 0.0]], [0.0, 0.0, -50.0])
    seen = picture(view, 1)
    table = class_table(LIGHT, 3)
    assert is_close(seen.at(place(view, 0.0, 2.0)), LIGHT.neutral)
    for x in (1.0, 3.0, -2.0):
        sure = np.tanh(abs(x) / 2.0)  # the difference of the two shares
        assert is_close(seen.at(place(view, x, 2.0)), QColor(int(table[int(x < 0), round(sure * 63)]))), x


def test_several_sigmoids_are_read_by_the_largest_and_no_answer_is_neutral(view, show, picture, is_close):
    data = Dataset(CORNERS, np.eye(4), task="classes", decides_at=0.5)
    show(data, [[30.0, -30.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]], [-60.0, -60.0, -9.0, -9.0], "sigmoid", "mse")
    seen = picture(view, 1)
    assert is_close(seen.at(place(view, 4.0, 1.0)), sure_of(0, 4))
    assert is_close(seen.at(place(view, -3.0, 1.0)), sure_of(1, 4))
    assert is_close(seen.at(place(view, 0.0, 1.0)), LIGHT.neutral)


def test_two_one_hot_classes_have_the_colours_of_two_classes(view, show, picture, is_close):
    show(classes(2), [[-40.0, 40.0], [0.0, 0.0]], [0.0, 0.0])
    seen = picture(view, 1)
    assert is_close(seen.at(place(view, 4.0, 1.0)), colour_for(1.0))
    assert is_close(seen.at(place(view, -3.0, 1.0)), colour_for(-1.0))


@pytest.mark.parametrize("theme", THEMES)
def test_no_two_classes_of_a_hundred_have_one_colour(theme):
    assert len({class_colour(THEMES[theme], index, 100).rgb() for index in range(100)}) == 100


def test_of_more_than_ten_classes_the_legend_names_those_that_the_map_shows(view, show):
    weights, biases = np.zeros((2, 40)), np.full(40, -500.0)
    weights[0, 7], weights[0, 23] = 100.0, -100.0
    biases[[7, 23]] = 0.0
    show(classes(40), weights, biases)
    assert [name for _, name in view.map._entries()] == ["class 7", "class 23"]
    show(classes(3), WEIGHTS, BIASES)
    assert [name for _, name in view.map._entries()] == ["class 0", "class 1", "class 2"]


def test_the_scale_of_numbers_is_that_of_the_targets(view, show, picture, is_close):
    for targets, low, high in [
        ([180.0, 220.0], 180.0, 220.0),
        ([-3.0, 5.0], -5.0, 5.0),
        ([7.0, 7.0], 4.0, 10.0),
        ([1e18, 1e18], 5e17, 1.5e18),
    ]:
        data = Dataset(CORNERS[:2], np.array(targets)[:, None], task="regression")
        show(data, [[0.0], [1.0]], [0.0], "linear", "mse")
        scale = view.map._colouring.scale
        assert scale.low <= low < high <= scale.high
        assert scale.high - scale.low <= 1.7 * (high - low)
    data = Dataset(CORNERS, np.array([[1e12], [3e12], [1e12], [3e12]]), task="regression", input_names=("u", "v"))
    show(data, [[0.0], [1e12]], [0.0], "linear", "mse")
    seen = picture(view, 1)
    assert is_close(seen.at(place(view, 1.0, 1.0)), colour_for(-1.0))
    assert is_close(seen.at(place(view, 1.0, 2.0)), LIGHT.neutral, 30)
    assert is_close(seen.at(place(view, 1.0, 3.0)), colour_for(1.0))


def test_of_several_numbers_the_one_that_is_chosen_is_shown(view, show, picture, is_close):
    data = Dataset(CORNERS, np.array([[-1.0, -1.0], [1.0, 1.0]] * 2), task="regression")
    show(data, [[9.0, 0.0], [0.0, 9.0]], [0.0, 0.0], "linear", "mse")
    assert is_close(picture(view, 1).at(place(view, 5.0, -2.0)), colour_for(1.0))
    next(action for action in view._outputs.actions() if action.text() == "Output 2").trigger()
    assert is_close(picture(view, 1).at(place(view, 5.0, -2.0)), colour_for(-1.0))


def test_the_decided_answer_has_no_shades(view, show, picture, is_close):
    show(classes(3), [[0.05, -0.05, 0.0], [0.0, 0.0, 0.0]], [0.0, 0.0, -50.0])
    assert not is_close(picture(view, 1).at(place(view, 1.0, 2.0)), sure_of(0, 3))
    view._discrete.trigger()
    seen = picture(view, 1)
    assert is_close(seen.at(place(view, 1.0, 2.0)), sure_of(0, 3))
    assert is_close(seen.at(place(view, -1.0, 2.0)), sure_of(1, 3))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize(
    ("count", "activation", "loss"),
    [(1, "sigmoid", "mse"), (3, "softmax", "categorical_crossentropy"), (1, "linear", "mse")],
)
def test_weights_that_are_no_numbers_leave_a_neutral_map(view, show, picture, is_close, bad, count, activation, loss):
    y = np.eye(3)[[0, 1, 2, 0]] if count == 3 else np.array([[0.0], [1.0], [1.0], [0.0]])
    task = "classes" if count == 3 else "two classes" if activation == "sigmoid" else "regression"
    snapshot = show(Dataset(CORNERS, y, task=task), np.zeros((2, count)), np.zeros(count), activation, loss)
    snapshot.theta[:] = [bad, -bad] * (len(snapshot.theta) // 2) + [bad] * (len(snapshot.theta) % 2)
    view.show_snapshot(snapshot)
    QTest.mouseMove(view.map, view.map.place_of(1.0, 1.0).toPoint())
    assert view.readout.lines == (("the answer is not a number", ""),)
    QTest.mouseMove(view.map, view.map.place_of(-3.0, 4.0).toPoint())
    assert is_close(picture(view.map, 1).at(view.map.place_of(3.0, 2.0)), LIGHT.neutral)


# Planes ----------------------------------------------------------------------------------------------------------


def five(rows=60):
    """Five inputs, of which the last never changes and the third varies most."""
    x = np.random.default_rng(5).normal(size=(rows, 5)) * (1.0, 2.0, 4.0, 0.5, 0.0) + (0.0, 1.0, -3.0, 0.0, 7.0)
    return Dataset(x, (x[:, :1] > 0.0) * 1.0, x_test=x[:5], y_test=(x[:5, :1] > 0) * 1.0, task="two classes",
                   input_names=tuple("abcde"))  # fmt: skip


def choose(view, axis, text):
    """Choose what lies on an axis, as a person does."""
    box = view.chooser.findChild(type(view.chooser._across.box), axis)
    index = [box.itemText(place) for place in range(box.count())].index(text)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_more_than_two_inputs_are_seen_on_the_plane_of_their_main_components(view, show, picture, is_close):
    data = five()
    weights = np.array([[0.5], [3.0], [-1.0], [0.2], [0.1]])
    snapshot = show(data, weights, [-2.0], "sigmoid", "binary_crossentropy")
    plane = plane_of_components(data.x)
    assert plane is not None
    assert view.map._names() == plane.names
    seen, free = picture(view, 2), []
    dots = plane.points(data.x)
    extent = view.map.extent
    for x in np.linspace(extent.left, extent.right, 9)[1:-1]:
        for y in np.linspace(extent.bottom, extent.top, 9)[1:-1]:
            apart = np.hypot(*(view.map.pixels_of(dots) - view.map.pixels_of(np.array([[x, y]]))).T)
            if apart.min() > 8.0:
                free.append((x, y))
    assert len(free) > 10
    said = snapshot.network.predict(snapshot.theta, plane.places(np.array(free).T).T)[:, 0]
    assert np.ptp(said) > 0.9
    for at, value in zip(free, said.tolist(), strict=True):
        if abs(value - 0.5) > 0.2:  # at the very border half a pixel is another colour
            assert is_close(seen.at(place(view, *at)), colour_for(2.0 * value - 1.0), 40), at


def test_two_inputs_can_be_put_on_the_axes_and_the_others_are_as_in_the_sample(view, show, picture, is_close):
    data = five()
    show(data, [[0.0], [40.0], [0.0], [0.0], [40.0]], [-320.0], "sigmoid", "binary_crossentropy")  # b + e > 8
    choose(view, "map-up", "b")
    choose(view, "map-across", "d")
    assert view.map._names() == ("d", "b")
    far = view.map.extent.left
    assert view.map.extent.left < 0.0 < view.map.extent.right

    def border():
        """The height at which the map changes sides."""
        seen = picture(view, 1)
        heights = np.linspace(view.map.extent.bottom, view.map.extent.top, 60)[2:-2]
        inside = far + 0.02 * view.map.extent.width
        blue = [is_close(seen.at(place(view, inside, height)), colour_for(1.0), 60) for height in heights]
        assert blue == sorted(blue)
        return heights[blue.index(True)]

    assert border() == pytest.approx(1.0, abs=0.4)
    view.show_sample(Sample(data.x[0], data.y[0], np.array([0.0, 0.0, 0.0, 0.0, 9.0]), "made up"))
    assert border() == pytest.approx(-1.0, abs=0.4)
    view.chooser.panel.means_wanted.emit()
    assert border() == pytest.approx(1.0, abs=0.4)
    view.chooser.panel.held.emit(4, 6.0)
    assert border() == pytest.approx(2.0, abs=0.4)
    choose(view, "map-across", "component 1")
    assert view.map._names()[0].startswith("component 1 (")


def test_choosing_the_input_of_the_other_axis_swaps_them(view, show):
    show(five(), np.zeros((5, 1)), [0.0], "sigmoid", "binary_crossentropy")
    choose(view, "map-across", "a")
    assert view.map._names() == ("a", "c")  # beside it stands what varies most
    choose(view, "map-up", "a")
    assert view.map._names() == ("c", "a")


def test_the_others_have_sliders_over_the_range_of_their_data(view, qtbot, show):
    data = five()
    show(data, np.zeros((5, 1)), [0.0], "sigmoid", "binary_crossentropy")
    choose(view, "map-across", "a")
    qtbot.mouseClick(view.chooser.button, Qt.MouseButton.LeftButton)
    panel = view.chooser.panel
    assert panel.isVisible()
    rows = [row for row in panel._rows if row.slider.isVisible()]
    assert [row.name.text() for row in rows] == ["b", "d", "e"]
    rows[0].slider.setFocus()
    qtbot.keyClick(rows[0].slider, Qt.Key.Key_Home)
    assert view._seen.plane.origin[1] == pytest.approx(data.x[:, 1].min())
    qtbot.keyClick(rows[0].slider, Qt.Key.Key_End)
    assert view._seen.plane.origin[1] == pytest.approx(data.x[:, 1].max())
    assert not panel._as_means.isChecked() and not panel._as_sample.isChecked()
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_very_many_inputs_are_found_by_name_and_come_from_the_worker(view, qtbot, show, monkeypatch):
    monkeypatch.setattr("gui.views.boundary.QUICK_PRODUCTS", 0)
    x = np.random.default_rng(1).normal(size=(80, 60))
    data = Dataset(x, (x[:, :1] > 0.0) * 1.0, task="two classes")
    show(data, np.zeros((60, 1)), [0.0], "sigmoid", "binary_crossentropy")
    qtbot.waitUntil(lambda: len(view.map.shown_dots) > 0)
    assert len(view.map.shown_dots[0].points) == 80
    choose(view, "map-across", "input 37")
    qtbot.mouseClick(view.chooser.button, Qt.MouseButton.LeftButton)
    panel = view.chooser.panel
    panel._find.setFocus()
    qtbot.keyClicks(panel._find, "input 5")
    assert [row.name.text() for row in panel._rows if row.slider.isVisible()][:2] == ["input 5", "input 50"]
    panel.hide()


# Points ----------------------------------------------------------------------------------------------------------


def test_a_hundred_thousand_points_are_a_cloud_in_the_colours_of_their_classes(view, show, picture, is_close):
    generator = np.random.default_rng(2)
    x = np.concatenate(
        [generator.normal((-2.0, 3.0), 0.7, (50_000, 2)), generator.normal((3.0, -1.0), 0.7, (50_000, 2))]
    )
    y = np.repeat([[0.0], [1.0]], 50_000, axis=0)
    show(Dataset(x, y, task="two classes"), np.zeros((2, 1)), [0.0], "sigmoid", "binary_crossentropy")
    seen = picture(view, 1)
    for at, own in [((-2.0, 3.0), LIGHT.negative), ((3.0, -1.0), LIGHT.positive)]:
        colour = seen.at(place(view, *at))
        assert abs(colour.hue() - QColor(own).hue()) < 12 and not is_close(colour, LIGHT.neutral, 90), at
    assert is_close(seen.at(place(view, -2.0, -1.0)), LIGHT.neutral)
    assert is_close(seen.at(place(view, 3.0, 3.0)), LIGHT.neutral)
    assert view.map.ringed() == []


def test_a_thousand_points_stay_dots(view, show):
    x = np.random.default_rng(3).uniform(-1.0, 1.0, (1000, 2))
    show(classes(3, x), WEIGHTS, BIASES)
    assert not view.map.shown_dots[0].is_cloud
    show(classes(3, np.repeat(x, MOST_DOTS // 1000 + 1, axis=0)), WEIGHTS, BIASES)
    assert view.map.shown_dots[0].is_cloud


def test_exactly_the_wrong_ones_are_ringed(view, qtbot, show, picture, is_close):
    x = np.array([[-3.0, 0.0], [5.0, 0.0], [0.0, 4.5], [5.0, -2.5], *CORNERS])
    own = [1, 1, 2, 0, 1, 0, 0, 2]  # the second is something else than the map says, and so is a corner
    data = Dataset(x, np.eye(3)[own], x_test=[[-2.0, -1.0]], y_test=[[1.0, 0.0, 0.0]], task="classes")
    show(data, WEIGHTS, BIASES)
    snapshot = view.snapshot
    assert view.map.ringed()[0] == ("training", 1)
    wanted = np.flatnonzero(snapshot.network.predict(snapshot.theta, data.x).argmax(axis=1) != own)
    assert view.map.ringed() == [("training", row) for row in wanted.tolist()]
    seen = picture(view, 2)
    for row, (at, _) in enumerate(zip(x.tolist(), own, strict=True)):
        ring = place(view, *at) + QPointF(RING_RADIUS_PX, 0.0)
        assert is_close(seen.at(ring), LIGHT.error, 40) == (row in wanted), row
    qtbot.mouseClick(view.title.button, Qt.MouseButton.LeftButton)
    assert view.map.ringed()[-1] == ("test", 0)
    view.rings.trigger()
    assert view.map.ringed() == []


def test_before_the_first_step_and_for_numbers_nothing_is_wrong(view, show):
    data = Dataset(CORNERS, np.array([[1.0], [0.0], [0.0], [1.0]]), task="two classes")
    show(data, [[5.0], [0.0]], [0.0], "sigmoid", "binary_crossentropy", epoch=0)
    assert view.map.ringed() == []
    show(data, [[5.0], [0.0]], [0.0], "sigmoid", "binary_crossentropy")
    assert len(view.map.ringed()) == 4
    numbers = Dataset(CORNERS, data.y, task="regression")
    show(numbers, [[5.0], [0.0]], [0.0], "linear", "mse")
    assert view.map.ringed() == []


def test_other_rings_leave_the_points_pixmap_as_it_is(view, show, make_snapshot):
    data = Dataset(CORNERS, np.array([[1.0], [0.0], [0.0], [1.0]]), task="two classes")
    show(data, [[5.0], [0.0]], [0.0], "sigmoid", "binary_crossentropy")
    view.grab()
    still = view.map._still
    view.show_snapshot(make_snapshot([[-5.0], [0.0]], [0.0], epoch=2))
    view.grab()
    assert view.map.ringed() == [] and view.map._still is still


def test_a_network_for_other_data_leaves_no_map_and_no_rings(view, show, make_snapshot):
    show(classes(3), WEIGHTS, BIASES)
    assert view.map.ringed() != []
    view.show_snapshot(make_snapshot(np.zeros((2, 4)), np.zeros(4), "softmax", epoch=1))
    assert view.map._answers is None and view.map.ringed() == []
    view.show_snapshot(make_snapshot(np.zeros((5, 3)), np.zeros(3), "softmax", epoch=1))
    assert view.map._answers is None


@pytest.mark.parametrize("size", [1e-12, 1e12])
def test_data_of_any_size_fill_the_map(view, show, picture, is_close, size):
    data = Dataset(CORNERS * size, np.eye(3)[[0, 1, 2, 0]], task="classes")
    show(data, np.array(WEIGHTS) / size, BIASES)
    assert is_close(picture(view, 1).at(place(view, 5.0 * size, 0.0)), sure_of(0, 3))
    assert is_close(picture(view, 1).at(place(view, 0.5 * size, 4.0 * size)), sure_of(2, 3))


@pytest.mark.parametrize(
    "data",
    [
        Dataset(np.zeros((1, 2)), np.eye(3)[[1]], task="classes"),
        Dataset(np.zeros((0, 2)), np.zeros((0, 3)), task="classes"),
        Dataset(CORNERS, np.eye(3)[[1, 1, 1, 1]], np.zeros((0, 2)), np.zeros((0, 3)), task="classes"),
        Dataset(np.full((9, 2), 5.0), np.eye(3)[[1] * 9], task="classes"),
    ],
)
def test_one_sample_no_sample_one_class_and_an_empty_test_set_are_no_harm(view, show, data):
    show(data, WEIGHTS, BIASES)
    assert view.map._answers is not None
    assert not view.title.button.isEnabled()
    view.grab()


def test_at_rest_the_map_becomes_finer(view, qtbot, show):
    show(classes(3), WEIGHTS, BIASES)
    qtbot.waitUntil(lambda: view.map._answers.shape[1] >= 200)
    seen = view.map._answers
    view.map.show_extent(Extent(0.0, 1.0, 0.0, 1.0))
    assert view.map._answers.shape[1] < 200 and view.map._answers is not seen
    qtbot.waitUntil(lambda: view.map._answers.shape[1] >= 200)


def test_a_hidden_map_asks_nothing_and_comes_back_fine(view, qtbot, worker, show):
    show(classes(3), WEIGHTS, BIASES)
    view.hide()
    assert not worker.is_busy(view)
    view.show_data(classes(4))
    assert view.map.shown_dots == () or len(view.map.shown_dots[0].points) == 4
    view.show_data(classes(3))
    view.show()
    qtbot.waitUntil(lambda: view.map._answers.shape[1] >= 200)


def test_points_drawn_from_a_shape_are_always_seen_in_one_and_the_same_part(view, make_project):
    view.show_project(make_project(Points("gauss")))
    assert view.map.extent == Extent(-REACH, REACH, -REACH, REACH)


def test_the_theme_recolours_classes(view, show, picture, is_close):
    show(classes(3), WEIGHTS, BIASES)
    view.show_theme(DARK)
    assert is_close(picture(view, 1).at(place(view, 5.0, 0.0)), sure_of(0, 3, DARK))
