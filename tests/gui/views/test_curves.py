"""The curves of a training: honest title, legend and levels; curves in the right place; read by pointer and keys."""

import math
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from core.bundled import open_bundled
from core.data import Points, Segments, build
from core.layers import Dense
from core.runs import until_now
from core.snapshot import Score
from gui.theme import DARK, LIGHT, blend
from gui.views.curve_kinds import loss_title
from gui.views.curves import CurvesView
from gui.views.curves_look import CurvesLook
from gui.views.envelope import envelope
from gui.views.words_ground import GROUND

NAN = math.nan
FALLING = [[10 * epoch, epoch, 0.8 - 0.05 * epoch, 0.9 - 0.05 * epoch, 0.5, 0.5, NAN, NAN] for epoch in range(11)]
WATCHED = [[*row[:6], 0.95 - 0.05 * epoch, 0.5] for epoch, row in enumerate(FALLING)]


@pytest.fixture
def view(qtbot, make_project):
    view = CurvesView()
    qtbot.addWidget(view)
    view.resize(352, 236)
    view.show_project(make_project(Points("circle")))
    view.show()
    view.ensure_plot()
    return view


@pytest.fixture
def shown(view, make_snapshot):
    """The view with a curve from 0.8 to 0.3 in ten epochs."""
    train, test = Score(0.3, 240, 250), Score(0.4, 230, 250)
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=train, test=test, curve=FALLING, epoch=10))
    QApplication.processEvents()
    return view


def place(view, epoch, value):
    plot = view.ensure_plot()
    first, last = plot.epochs
    area = plot.plot.geometry()
    share = float(plot.axis.share(np.array([value]))[0])
    at = QPointF(area.x() + (epoch - first) / (last - first) * area.width(), area.y() + (1.0 - share) * area.height())
    return plot.mapTo(view, at)


def drawn(line):
    """Whether anything is drawn of a plot's line."""
    _, y = line.getData()
    return line.isVisible() and y is not None and bool(np.isfinite(y).any())


def has_colour_near(seen, place, colour, is_close):
    return any(is_close(seen.at(place + QPointF(0, y)), colour, 40) for y in (-1.0, -0.5, 0.0, 0.5, 1.0))


def test_nothing_moves_when_the_plot_is_made(qtbot):
    view = CurvesView()
    qtbot.addWidget(view)
    view.resize(352, 260)
    view.show()
    QApplication.processEvents()
    before = view.title.geometry(), view.legend.geometry()
    view.ensure_plot()
    QApplication.processEvents()
    assert (view.title.geometry(), view.legend.geometry()) == before


def test_pyqtgraph_is_not_imported_before_it_is_needed():
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]); "
        "from gui.views.curves import CurvesView; view = CurvesView(); view.show(); print('pyqtgraph' in sys.modules); "
        "view.ensure_plot(); print('pyqtgraph' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]


def test_the_title_names_the_loss_and_the_base_of_its_logarithm(view, make_project):
    assert view.title.text() == "Loss: log-loss (natural log)"
    view.show_project(make_project(Segments()))
    assert view.title.text() == "Loss: mean squared error"
    view.show_project(make_project(Segments(), loss="half_squared_error"))
    assert view.title.text() == "Loss: half squared error"
    view.show_project(open_bundled("diabetes"))
    assert view.title.text() == "Loss: mean squared error, target scaled"
    assert loss_title("categorical_crossentropy") == "Loss: log-loss (natural log)"
    assert loss_title("mae") == "Loss: mean absolute error"
    assert loss_title("huber") == "Loss: Huber"
    assert loss_title("hinge") == "Loss: hinge"
    assert loss_title("perceptron") == "Loss: perceptron criterion"


def test_the_legend_holds_the_losses_of_this_very_moment(shown):
    assert shown.legend.text == "train 0.300, test 0.400"
    assert [entry.stroke for entry in shown.legend.entries] == ["solid", "dashed"]
    assert shown.ensure_plot().accessibleName() == "Loss over 10 epochs, train 0.300, test 0.400"


def test_without_a_test_set_there_is_no_test_curve(view, make_project, make_snapshot, picture, is_close):
    view.show_project(make_project(Segments()))
    curve = [[epoch, epoch, 0.1, NAN, 0.1, NAN, NAN, NAN] for epoch in range(11)]
    view.show_snapshot(make_snapshot([[0.0]] * 7, [0.0], train=Score(0.1, 1, 10), curve=curve, epoch=10))
    assert view.legend.text == "train 0.100"
    assert [drawn(line) for line in view.ensure_plot().lines] == [True]


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_curves_lie_at_their_epoch_and_loss(shown, picture, is_close, ratio, theme):
    shown.show_theme(theme)
    QApplication.processEvents()
    seen = picture(shown, ratio)
    for epoch in (2.0, 5.0, 9.0):
        assert has_colour_near(seen, place(shown, epoch, 0.8 - 0.05 * epoch), theme.ink, is_close), epoch
        assert not has_colour_near(seen, place(shown, epoch, 0.1), theme.ink, is_close), epoch
    on_test_curve = [
        has_colour_near(seen, place(shown, epoch, 0.9 - 0.05 * epoch), theme.ink, is_close)
        for epoch in np.linspace(5.0, 9.9, 80)
    ]
    assert any(on_test_curve)
    assert not all(on_test_curve)  # it is dashed


def test_validation_has_a_curve_of_dashes_and_dots_and_a_number(shown, make_snapshot, picture, is_close):
    assert len(shown.ensure_plot().lines) == 2
    scores = {"train": Score(0.3, 190, 200), "test": Score(0.4, 230, 250), "validation": Score(0.45, 44, 50)}
    shown.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], curve=WATCHED, epoch=10, **scores))
    QApplication.processEvents()
    assert shown.legend.entries[2].text == "validation 0.450"
    assert shown.ensure_plot().accessibleName() == "Loss over 10 epochs, train 0.300, test 0.400, validation 0.450"
    seen = picture(shown, 2)
    on_curve = [
        has_colour_near(seen, place(shown, epoch, 0.95 - 0.05 * epoch), LIGHT.ink, is_close)
        for epoch in np.linspace(1.0, 7.0, 120)
    ]
    assert any(on_curve)
    assert not all(on_curve)
    plot = shown.ensure_plot()
    assert plot.lines[2].opts["pen"].dashPattern() != plot.lines[1].opts["pen"].dashPattern()


def test_the_penalty_is_told_apart_from_the_losses(shown, make_snapshot):
    before = shown.ensure_plot().lines[0].getData()[1].tolist()
    train = Score(0.3, 240, 250)
    shown.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=train, curve=FALLING, epoch=10, penalty=0.0123))
    assert shown.legend.entries[-1].text == "+ penalty 0.012" and shown.legend.entries[-1].stroke is None
    assert shown.legend.entries[0].text == "train 0.300"
    assert shown.ensure_plot().lines[0].getData()[1].tolist() == before
    assert shown.ensure_plot().accessibleName() == "Loss over 10 epochs, train 0.300, test \N{EN DASH}, + penalty 0.012"


def test_long_numbers_in_the_legend_do_not_make_the_column_wider(shown, make_snapshot):
    before = shown.minimumSizeHint().width(), shown.layout().minimumSize().width()
    tiny = {name: Score(1.2345e-7, 1, 2) for name in ("train", "test", "validation")}
    shown.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], epoch=10, penalty=1.2e-7, **tiny))
    assert (shown.minimumSizeHint().width(), shown.layout().minimumSize().width()) == before


def test_the_axes_start_at_nothing_and_end_now(shown):
    plot = shown.ensure_plot()
    assert plot.epochs == (0.0, 10.0)
    assert plot.axis.low == 0.0 and 0.9 <= plot.axis.high <= 1.2


def level_of(plot, index=0):
    """The value at which a level's line lies; None: it is not there."""
    item = plot.levels[index]
    assert item.words.isVisible() or not item.line.isVisible()
    if not item.line.isVisible():
        return None
    assert item.words.pos().y() == pytest.approx(item.line.value(), abs=1.5 / plot.plot.height())
    return plot.axis.low + item.line.value() * (plot.axis.high - plot.axis.low)


def test_knowing_nothing_costs_the_logarithm_of_two(shown, make_project):
    plot = shown.ensure_plot()
    assert level_of(plot) == pytest.approx(math.log(2.0), abs=1e-3)
    shown.show_project(make_project(Segments()))
    assert level_of(plot) == pytest.approx(0.09)
    shown.show_project(make_project(None))
    assert level_of(plot) is None


def test_knowing_nothing_costs_four_times_as_much_where_classes_are_minus_one_and_one(shown, make_project):
    """Half of the points are of each class: a mean squared error of 1/4 around 0.5, of 1 around 0."""
    plot = shown.ensure_plot()
    project = make_project(Points("circle"), "mse")
    shown.show_project(project)
    assert level_of(plot) == pytest.approx(0.25, abs=1e-3)
    shown.show_project(project.replace(network=project.network.with_dense(0, Dense(1, "tanh"))))
    assert level_of(plot) == pytest.approx(1.0, abs=4e-3)


def test_a_level_on_a_line_of_the_grid_is_seen(view, make_project, make_snapshot, picture, is_close):
    project = make_project(Points("circle"), "mse")
    view.show_project(project.replace(network=project.network.with_dense(0, Dense(1, "tanh"))))
    curve = [[epoch, epoch, 1.9 - 0.1 * epoch, NAN, 0.5, NAN, NAN, NAN] for epoch in range(11)]
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.9, 1, 2), curve=curve, epoch=10))
    QApplication.processEvents()
    plot = view.ensure_plot()
    assert level_of(plot) == pytest.approx(1.0, abs=4e-3)
    assert any(tick == pytest.approx(1.0) for tick in plot.axis.ticks)
    seen, at = picture(view, 2), place(view, 2.0, level_of(plot))
    found = [seen.at(at + QPointF(x, y)) for x in range(20) for y in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    assert any(is_close(colour, LIGHT.muted, 40) for colour in found), "its dots lie over the line of the grid"


def test_no_line_is_drawn_where_knowing_nothing_costs_nothing(shown, make_project):
    shown.show_project(make_project(Points("circle"), "perceptron"))
    assert level_of(shown.ensure_plot()) is None
    shown.show_project(make_project(Points("circle"), "hinge"))
    assert level_of(shown.ensure_plot()) == pytest.approx(1.0, abs=0.02)


def test_the_dotted_line_fits_in_before_anything_was_learned(view, make_project, make_snapshot):
    view.show_project(make_project(Points("circle")))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    assert view.ensure_plot().axis.high > math.log(2.0)


def test_the_plot_cannot_be_dragged_zoomed_or_asked_for_a_menu(shown, qtbot, picture):
    plot = shown.ensure_plot()
    before = picture(shown, 1)
    target = plot.plot.viewport()
    middle = target.rect().center()
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        qtbot.mousePress(target, button, pos=middle)
        qtbot.mouseMove(target, middle + QPoint(40, 20))
        qtbot.mouseRelease(target, button, pos=middle + QPoint(40, 20))
    at = QPointF(middle)
    wheel = QWheelEvent(
        at,
        QPointF(target.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, wheel)
    menu_event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, target.mapToGlobal(middle))
    QApplication.sendEvent(target, menu_event)
    QApplication.processEvents()
    assert not [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()]
    assert not picture(shown, 1).differs_from(before)


def test_a_hidden_view_makes_no_plot_until_it_is_seen(qtbot, make_project, make_snapshot):
    view = CurvesView()
    qtbot.addWidget(view)
    view.show_project(make_project(Points("circle")))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.7, 1, 2)))
    assert view.legend.text == ""
    view.show()
    assert view.legend.text == "train 0.700"


def test_the_curve_reaches_to_this_very_moment(make_snapshot):
    train, test = Score(0.25, 240, 250), Score(0.35, 230, 250)
    snapshot = make_snapshot([[0.0], [0.0]], [0.0], train=train, test=test, curve=FALLING, epoch=12)
    points = until_now(snapshot)
    assert points[-1, :4].tolist() == [120.0, 12.0, 0.25, 0.35]
    assert np.isnan(points[-1, 6])
    assert len(points) == len(FALLING) + 1
    assert len(until_now(make_snapshot([[0.0], [0.0]], [0.0], train=train, curve=FALLING, epoch=10))) == 11


def test_a_long_curve_is_thinned_but_keeps_its_peaks():
    x = np.arange(2048.0)
    y = np.exp(-x / 300.0)
    y[[777, 1501]] = [9.0, -3.0]
    few_x, few_y = envelope(x, y)
    assert len(few_x) <= 500
    assert (few_x[0], few_x[-1]) == (0.0, 2047.0)
    assert (np.diff(few_x) > 0.0).all()
    assert few_y[few_x == 777.0] == 9.0
    assert few_y[few_x == 1501.0] == -3.0


def test_thinning_leaves_short_curves_and_gaps_alone():
    x = np.arange(100.0)
    assert envelope(x, x)[0] is x
    nothing = np.full(2048, NAN)
    assert np.isnan(envelope(np.arange(2048.0), nothing)[1]).all()


SMALL = [[epoch, epoch, 0.01 - 0.0005 * epoch, NAN, 0.5, NAN, NAN, NAN] for epoch in range(11)]


def show_small(view, make_snapshot):
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.001, 1, 2), curve=SMALL, epoch=10))
    QApplication.processEvents()
    return view.ensure_plot()


def test_the_numbers_of_small_losses_stand_as_a_whole_beside_the_axis(view, make_snapshot, picture, is_close):
    plot = show_small(view, make_snapshot)
    assert plot.axis.high <= 0.02
    seen = picture(plot, 1)
    left = [
        (x, y)
        for x in range(3)
        for y in range(plot.plot.geometry().bottom())
        if not is_close(seen.at(QPointF(x, y)), seen.at(QPointF(0, plot.height() - 1)))
    ]
    assert not left, "a number reaches to the edge, where it is cut off"


def test_a_line_far_above_the_curve_does_not_press_it_to_the_floor_and_is_told_in_words(view, make_snapshot):
    plot = show_small(view, make_snapshot)
    assert 0.01 <= plot.axis.high <= 0.02
    assert not plot.levels[0].line.isVisible()
    assert plot.levels[0].words.isVisible()
    assert plot.levels[0].words.toPlainText() == "knows nothing: 0.693"
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.3, 1, 2), curve=FALLING, epoch=10))
    assert plot.levels[0].line.isVisible()
    assert plot.levels[0].words.toPlainText() == "knows nothing"


def test_a_start_from_far_above_leaves_room_for_what_came_later(view, make_snapshot):
    """A loss of 1 falls to 0.002 at once: less than a pixel, if all of it were shown."""
    curve = [[epoch, epoch, 1.0 if epoch == 0 else 0.002, NAN, 0.5, NAN, NAN, NAN] for epoch in range(100)]
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.002, 1, 2), curve=curve, epoch=99))
    QApplication.processEvents()
    assert 0.02 <= view.ensure_plot().axis.high <= 0.03
    assert view.ensure_plot().levels[0].words.toPlainText() == "knows nothing: 0.693"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(("leap", "is_crossed"), [(0.01, False), (2.0, True)])
def test_a_curve_runs_below_the_words_only_where_all_their_places_are_taken_and_shows_through(
    view, make_snapshot, picture, is_close, theme, leap, is_crossed
):
    curve = [[epoch, epoch, 0.72 + leap * (epoch % 2) - 0.1 * leap, NAN, 0.5, NAN, NAN, NAN] for epoch in range(60)]
    view.show_theme(theme)
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.72, 1, 2), curve=curve, epoch=59))
    QApplication.processEvents()
    plot = view.ensure_plot()
    assert plot.levels[0].words.toPlainText() == "knows nothing"
    box = plot.levels[0].words.mapRectToScene(plot.levels[0].words.boundingRect())
    corner = QPointF(plot.plot.geometry().topLeft())
    seen = picture(plot, 2)
    inked = sum(
        is_close(seen.at(corner + QPointF(x, y)), blend(theme.ink, theme.surface, 1.0 - GROUND), 12)
        for x in range(round(box.left()) + 2, round(box.right()) - 4)
        for y in (round(box.top()) + 2, round(box.bottom()) - 3)  # above and below the letters
    )
    assert (inked > 0) == is_crossed


@pytest.mark.parametrize("height", [150, 175, 236, 400])
def test_the_words_stand_above_their_line_and_hide_nothing_of_a_curve_below_it(view, make_snapshot, height):
    curve = [[epoch, epoch, 0.72 - 0.02 * epoch, NAN, 0.5, NAN, NAN, NAN] for epoch in range(6)]
    view.resize(352, height)
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.62, 1, 2), curve=curve, epoch=5))
    QApplication.processEvents()
    plot = view.ensure_plot()
    box = plot.levels[0].words.mapRectToScene(plot.levels[0].words.boundingRect())
    line = plot.levels[0].line.mapToScene(plot.levels[0].line.boundingRect().center())
    assert plot.levels[0].line.isVisible() and box.bottom() <= line.y() + 1.0
    assert box.top() >= -1.0, "nor are they cut off at the top"


def words_box(item):
    """Where words stand in the plot, without the margin around them."""
    return item.mapRectToScene(item.boundingRect()).adjusted(3.0, 3.0, -3.0, -3.0)


def test_words_go_aside_where_a_curve_runs_at_their_end_of_the_line(view, make_snapshot):
    """From the middle on the curve leaps around the level."""
    curve = [[epoch, epoch, 0.4 if epoch < 40 else 0.2 + epoch % 2, NAN, 0.5, NAN, NAN, NAN] for epoch in range(60)]
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.7, 1, 2), curve=curve, epoch=59))
    QApplication.processEvents()
    plot = view.ensure_plot()
    box = words_box(plot.levels[0].words)
    assert box.right() < 40 / 59 * plot.plot.width()
    assert plot.levels[0].line.isVisible()


@pytest.mark.parametrize("peak_at", [0, 12, 19])
def test_a_peak_that_is_cut_says_how_high_it_is_beside_itself(view, make_snapshot, peak_at):
    curve = [[epoch, epoch, 2.345 if epoch == peak_at else 0.02, NAN, 0.5, NAN, NAN, NAN] for epoch in range(40)]
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.02, 1, 2), curve=curve, epoch=39))
    QApplication.processEvents()
    plot = view.ensure_plot()
    assert plot.axis.high < 1.0
    assert plot.cut.words.isVisible() and plot.cut.words.toPlainText() == "↑ 2.345"
    box, x = words_box(plot.cut.words), place(view, peak_at, 0.0).x() - plot.plot.mapTo(view, QPoint()).x()
    assert 0.0 <= box.left() - x < 40.0
    assert not box.intersects(words_box(plot.levels[0].words))


def test_where_nothing_is_cut_nothing_is_said_of_it(shown):
    assert not shown.ensure_plot().cut.words.isVisible()


def test_several_curves_have_their_names_at_their_ends(shown, picture, is_close):
    plot = shown.ensure_plot()
    area = plot.plot.geometry()
    beside = plot.width() - area.right()
    assert beside > 20, "there is no room for a name"
    seen = picture(plot, 2)
    for value in (0.3, 0.4):
        y = place(shown, 10.0, value).y() - plot.mapTo(shown, QPoint()).y()
        assert any(
            is_close(seen.at(QPointF(x, y + dy)), LIGHT.ink, 60)
            for x in range(area.right() + 6, plot.width() - 1)
            for dy in range(-5, 6)
        ), value


# Other quantities -------------------------------------------------------------------------------------------------

BOTH = [[25 * epoch, epoch, 0.9 / (epoch + 1), 0.8, 0.5 + 0.04 * epoch, 0.45 + 0.04 * epoch] for epoch in range(11)]
DEEP = [[*row, NAN, NAN, 0.1 * 0.5**epoch, 10.0**-epoch] for epoch, row in enumerate(BOTH)]
"""The learning rate is halved each epoch, the gradient of the only layer shrinks to a tenth."""


def choose(view, kind, **changes):
    """Choose a quantity as the menu does, with other settings by the way."""
    view.show_look(CurvesLook(kind, **changes))
    QApplication.processEvents()


@pytest.fixture
def deep(view, make_snapshot):
    train, test = Score(0.08, 225, 250), Score(0.8, 212, 250)
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=train, test=test, curve=DEEP, epoch=10))
    QApplication.processEvents()
    return view


def test_the_menu_chooses_what_is_shown(deep, qtbot):
    seen = []
    deep.look_changed.connect(seen.append)
    menu = deep.title.menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == [
        *("Loss", "Accuracy", "Gradient norm per layer", "Learning rate"),
        *("Not smoothed", "Smoothed a little", "Smoothed strongly"),
    ]
    menu.popup(deep.mapToGlobal(QPoint(0, 0)))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(menu, key)
    assert deep.title.text() == "Gradient norm per layer"
    assert seen == [CurvesLook("norms")] and deep.look.is_log
    assert [action.text() for action in menu.actions() if action.isChecked()] == [texts[2], "Not smoothed"]


def test_accuracy_is_in_percent_with_the_commonest_class_beside_it(deep):
    choose(deep, "score")
    plot = deep.ensure_plot()
    assert deep.title.text() == "Accuracy"
    assert deep.legend.text == "train 90.0 %, test 84.8 %"
    assert plot.axis.high == 100.0 and 0.0 <= plot.axis.low <= 45.0
    assert level_of(plot) == pytest.approx(50.0, abs=2.0)
    assert plot.levels[0].words.toPlainText() == "always the commonest"
    train = plot.lines[0].getData()[1] * (100.0 - plot.axis.low) + plot.axis.low
    assert train == pytest.approx([50.0 + 4.0 * epoch for epoch in range(11)])


def test_numbers_have_an_error_and_the_mean_beside_it(deep, make_project):
    project = make_project(Points("sine"))
    deep.show_project(project)
    choose(deep, "score")
    assert deep.title.text() == "Error: root mean squared"
    plot = deep.ensure_plot()
    assert plot.axis.low == 0.0 and plot.levels[0].words.toPlainText() == "always the mean"
    menu_texts = [action.text() for action in deep.title.menu().actions()]
    assert "Error" in menu_texts and "Accuracy" not in menu_texts
    y = build(project.data).y_test
    assert level_of(plot) == pytest.approx(np.sqrt(np.mean((y - build(project.data).y.mean()) ** 2)), rel=1e-6)


def test_gradients_have_a_line_for_each_layer_with_its_name_at_its_end(deep):
    choose(deep, "norms")
    plot = deep.ensure_plot()
    assert plot.axis.is_log and plot.axis.low <= 1e-10 and plot.axis.high >= 1.0
    assert deep.legend.text == "Output 1.0e\N{MINUS SIGN}10, at epoch 10"
    assert [drawn(line) for line in plot.lines] == [True, False]
    assert plot.plot.geometry().right() < plot.width() - 30, "room for the name"


def test_the_learning_rate_ends_with_that_of_the_next_step(deep, make_project):
    project = make_project(Points("circle"))
    deep.show_project(project.replace(training=project.training.replace(learning_rate=0.25)))
    choose(deep, "rate")
    assert deep.legend.text == "learning rate 0.250"
    assert deep.title.text() == "Learning rate"


def test_a_goal_has_a_line_where_it_is(deep, make_project):
    project = make_project(Points("circle"))
    goals = project.training.replace(stop_loss=0.3, stop_accuracy=95.0)
    deep.show_project(project.replace(training=goals))
    plot = deep.ensure_plot()
    assert [item.words.toPlainText() for item in plot.levels] == ["knows nothing", "goal"]
    assert level_of(plot, 1) == pytest.approx(0.3)
    choose(deep, "score")
    assert level_of(plot, 1) == pytest.approx(95.0)
    choose(deep, "norms")
    assert level_of(plot, 0) is None and level_of(plot, 1) is None
    deep.show_project(project)
    choose(deep, "loss")
    assert level_of(plot, 1) is None


def test_a_file_from_before_has_no_gradients_and_says_so(shown):
    for kind in ("norms", "rate"):
        choose(shown, kind)
        assert not drawn(shown.ensure_plot().lines[0])
    choose(shown, "norms")
    assert shown.legend.entries[0].text == "Output \N{EN DASH}"


# The axis ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_on_a_logarithmic_axis_a_curve_lies_at_its_logarithm(deep, qtbot, picture, is_close, theme):
    deep.show_theme(theme)
    qtbot.mouseClick(deep.log, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    plot = deep.ensure_plot()
    assert deep.look.is_log and plot.axis.is_log
    seen = picture(deep, 2)
    for epoch in (1.0, 4.0, 8.0):
        assert has_colour_near(seen, place(deep, epoch, 0.9 / (epoch + 1)), theme.ink, is_close), epoch
        middle = 0.5 * (0.9 / (epoch + 1)) + 0.5 * plot.axis.high
        assert not has_colour_near(seen, place(deep, epoch, middle), theme.ink, is_close), epoch
    qtbot.mouseClick(deep.log, Qt.MouseButton.LeftButton)
    assert not plot.axis.is_log


def test_each_quantity_keeps_its_own_axis(deep, qtbot):
    assert not deep.log.isChecked()
    choose(deep, "norms")
    assert deep.log.isChecked()
    looks = []
    deep.look_changed.connect(looks.append)
    qtbot.keyClick(deep.log, Qt.Key.Key_Space)
    assert looks == [CurvesLook("norms", frozenset())]
    assert not deep.ensure_plot().axis.is_log


@pytest.mark.parametrize("is_log", [False, True])
@pytest.mark.parametrize(
    "losses",
    [
        [1e-12, 1e-11, 3e-12],
        [1e12, 3e11, 5e11],
        [1e12, 1.0, 1e-12],
        [0.0, 0.0, 0.0],
        [-1.0, -2.0, 0.5],
        [math.inf, NAN, 1.0],
        [NAN, NAN, NAN],
        [1e-320, 1e300, 1e-320],
        [1e-320, 1e300, 1e-320, 1e-320],
        [7.0],
        [],
    ],
)
def test_numbers_of_any_size_are_drawn_or_left_out_and_never_a_failure(view, make_snapshot, picture, losses, is_log):
    curve = [[epoch, epoch, loss, NAN, 0.5, NAN] for epoch, loss in enumerate(losses)]
    now = losses[-1] if losses else NAN
    choose(view, "loss", logs=frozenset({"loss"}) if is_log else frozenset(), smoothing="strong")
    view.show_snapshot(
        make_snapshot([[0.0]], [0.0], train=Score(now, 1, 2), curve=curve, epoch=max(0, len(losses) - 1))
    )
    picture(view, 1)
    plot = view.ensure_plot()
    assert plot.axis.high > plot.axis.low and (plot.axis.low > 0.0 or not is_log)
    y = plot.lines[0].getData()[1]
    if y is not None:
        assert (np.abs(y[np.isfinite(y)]) <= 2.0).all(), "a painter stumbles over numbers without measure"
        where = np.isfinite(losses) & (np.array(losses) > 0.0) if is_log else np.isfinite(losses)
        if 0 < len(losses) < 3:
            assert np.array_equal(np.isfinite(y), where)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home):
        QTest.keyClick(plot, key)


# Reading ----------------------------------------------------------------------------------------------------------


def pixel_of(view, epoch):
    plot = view.ensure_plot()
    return plot.mapFrom(view, place(view, epoch, 0.0).toPoint())


def test_the_pointer_reads_the_exact_numbers_of_the_nearest_moment(view, make_snapshot, qtbot):
    generator = np.random.default_rng(3)
    rows = [[10 * epoch, epoch, *generator.uniform(0.1, 0.9, 6)] for epoch in range(12)]
    scores = {name: Score(0.123, 1, 2) for name in ("train", "test", "validation")}
    view.show_snapshot(make_snapshot([[0.0]], [0.0], curve=rows, epoch=11, **scores))
    QApplication.processEvents()
    plot, now = view.ensure_plot(), view.legend.text
    for epoch in (3.4, 8.6):
        qtbot.mouseMove(plot, pixel_of(view, epoch))
        row = rows[round(epoch)]
        assert plot.row == round(epoch)
        assert plot.moment == f"epoch {row[1]} · step {row[0]}"
        assert view.legend.text == f"train {row[2]:.6g}, test {row[3]:.6g}, validation {row[6]:.6g}"
        assert plot.moment in plot.accessibleName()
    qtbot.mouseMove(view.title)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert plot.row is None and view.legend.text == now


def test_the_mark_stands_at_the_moment_and_on_its_curves(deep, qtbot, picture, is_close):
    plot = deep.ensure_plot()
    before = picture(deep, 1)
    qtbot.mouseMove(plot, pixel_of(deep, 7.2))
    QApplication.processEvents()
    seen = picture(deep, 1)
    beside = [place(deep, 7.0, 0.5) + QPointF(x, 0.0) for x in (-1.0, 0.0, 1.0)]
    assert any(is_close(seen.at(at), LIGHT.muted, 20) for at in beside)
    assert not any(is_close(before.at(at), LIGHT.muted, 20) for at in beside)
    assert is_close(seen.at(place(deep, 7.0, 0.9 / 8)), LIGHT.surface, 40), "a ring, its middle as the ground"


def test_the_arrow_keys_walk_from_moment_to_moment(deep, qtbot):
    plot = deep.ensure_plot()
    plot.setFocus()
    read = []
    for key in ("Left", "Left", "Right", "Right", "Home", "Left", "Right", "End"):
        qtbot.keyClick(plot, getattr(Qt.Key, f"Key_{key}"))
        read.append(plot.row)
    assert read == [10, 9, 10, 10, 0, 0, 1, 10]
    assert deep.legend.text.startswith(f"train {DEEP[10][2]:.6g}")
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.row is None
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    deep.log.setFocus()
    assert plot.row is None, "whoever goes away lets go"


def test_what_is_read_stays_at_its_epoch_while_the_curve_grows_and_thins(view, make_snapshot, qtbot):
    def show(rows):
        train = Score(rows[-1][2], 1, 2)
        view.show_snapshot(make_snapshot([[0.0]], [0.0], train=train, curve=rows, epoch=rows[-1][1]))

    rows = [[epoch, epoch, 1.0 / (epoch + 1), NAN, 0.5, NAN] for epoch in range(101)]
    show(rows)
    plot = view.ensure_plot()
    plot.read_at(40)
    assert view.legend.entries[0].text == f"train {1 / 41:.6g}"
    more = [*rows, *([epoch, epoch, 0.0, NAN, 0.5, NAN] for epoch in range(101, 140))]
    show(more[::2])
    assert plot.row == 20 and plot.moment == "epoch 40 · step 40"
    assert view.legend.entries[0].text == f"train {1 / 41:.6g}"


def test_an_empty_curve_is_read_as_nothing(view, make_snapshot, qtbot):
    plot = view.ensure_plot()
    qtbot.mouseMove(plot, QPoint(100, 40))
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.row is None and plot.moment == ""
    view.show_snapshot(make_snapshot([[0.0]], [0.0]))
    assert plot.row is None


# Smoothing --------------------------------------------------------------------------------------------------------


def test_a_smoothed_curve_has_itself_faintly_behind_and_numbers_as_they_are(view, make_snapshot, qtbot):
    jagged = [[epoch, epoch, 0.5 + 0.2 * (-1) ** epoch, NAN, 0.5, NAN] for epoch in range(101)]
    view.show_snapshot(make_snapshot([[0.0]], [0.0], train=Score(0.7, 1, 2), curve=jagged, epoch=100))
    plot = view.ensure_plot()
    raw = plot.lines[0].getData()[1].copy()
    assert not plot.faint[0].isVisible()
    choose(view, "loss", smoothing="strong")
    smooth = plot.lines[0].getData()[1]
    assert np.ptp(smooth[20:80]) < 0.2 * np.ptp(raw[20:80])
    assert (smooth[0], smooth[-1]) == pytest.approx((raw[0], raw[-1]))
    assert plot.faint[0].isVisible() and plot.faint[0].getData()[1] == pytest.approx(raw)
    assert view.legend.text == "train 0.700, smoothed over 17 points"
    plot.read_at(51)
    assert view.legend.entries[0].text == "train 0.3"
    choose(view, "loss")
    assert not plot.faint[0].isVisible() and plot.lines[0].getData()[1] == pytest.approx(raw)
