"""The loss plot: honest title, legend and baseline; curves in the right place; nothing to drag by accident."""

import math
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from core.data import Points, Segments
from core.layers import Dense
from core.snapshot import Score
from gui.theme import DARK, LIGHT
from gui.views.loss import LossView, curve_until_now, loss_title
from gui.views.loss_plot import envelope

NAN = math.nan
FALLING = [[10 * epoch, epoch, 0.8 - 0.05 * epoch, 0.9 - 0.05 * epoch, 0.5, 0.5, NAN, NAN] for epoch in range(11)]
WATCHED = [[*row[:6], 0.95 - 0.05 * epoch, 0.5] for epoch, row in enumerate(FALLING)]


@pytest.fixture
def view(qtbot, make_project):
    view = LossView()
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


def place(view, epoch, loss):
    plot = view.ensure_plot()
    first, last, top = plot.range
    area = plot.plot.geometry()
    at = QPointF(
        area.x() + (epoch - first) / (last - first) * area.width(), area.y() + (1.0 - loss / top) * area.height()
    )
    return plot.mapTo(view, at)


def has_colour_near(seen, place, colour, is_close):
    return any(is_close(seen.at(place + QPointF(0, y)), colour, 40) for y in (-1.0, -0.5, 0.0, 0.5, 1.0))


def test_pyqtgraph_is_not_imported_before_it_is_needed():
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]); "
        "from gui.views.loss import LossView; view = LossView(); view.show(); print('pyqtgraph' in sys.modules); "
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
    assert loss_title("categorical_crossentropy") == "Loss: log-loss (natural log)"
    assert loss_title("mae") == "Loss: mean absolute error"
    assert loss_title("huber") == "Loss: Huber"
    assert loss_title("hinge") == "Loss: hinge"
    assert loss_title("perceptron") == "Loss: perceptron criterion"


def test_the_legend_holds_the_losses_of_this_very_moment(shown):
    assert shown.train.text() == "\N{EM DASH} train 0.300"
    assert shown.test.text() == "- - test 0.400"
    assert shown.ensure_plot().accessibleName() == "Loss over 10 epochs, train 0.300, test 0.400"


def test_without_a_test_set_there_is_no_test_curve(view, make_project, make_snapshot, picture, is_close):
    view.show_project(make_project(Segments()))
    curve = [[epoch, epoch, 0.1, NAN, 0.1, NAN, NAN, NAN] for epoch in range(11)]
    view.show_snapshot(make_snapshot([[0.0]] * 7, [0.0], train=Score(0.1, 1, 10), curve=curve, epoch=10))
    assert view.test.text() == ""
    assert np.isnan(view.ensure_plot().test.getData()[1]).all()


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
    assert shown.validation.text() == ""
    assert np.isnan(shown.ensure_plot().validation.getData()[1]).all()
    scores = {"train": Score(0.3, 190, 200), "test": Score(0.4, 230, 250), "validation": Score(0.45, 44, 50)}
    shown.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], curve=WATCHED, epoch=10, **scores))
    QApplication.processEvents()
    assert shown.validation.text() == "- · - validation 0.450"
    assert shown.ensure_plot().accessibleName() == "Loss over 10 epochs, train 0.300, test 0.400, validation 0.450"
    seen = picture(shown, 2)
    on_curve = [
        has_colour_near(seen, place(shown, epoch, 0.95 - 0.05 * epoch), LIGHT.ink, is_close)
        for epoch in np.linspace(1.0, 7.0, 120)
    ]
    assert any(on_curve)
    assert not all(on_curve)
    plot = shown.ensure_plot()
    assert plot.validation.opts["pen"].dashPattern() != plot.test.opts["pen"].dashPattern()


def test_the_penalty_is_told_apart_from_the_losses(shown, make_snapshot):
    assert shown.penalty.text() == ""
    before = shown.ensure_plot().train.getData()[1].tolist()
    train = Score(0.3, 240, 250)
    shown.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=train, curve=FALLING, epoch=10, penalty=0.0123))
    assert shown.penalty.text() == "+ penalty 0.012"
    assert shown.train.text() == "\N{EM DASH} train 0.300"
    assert shown.ensure_plot().train.getData()[1].tolist() == before
    assert shown.ensure_plot().accessibleName() == "Loss over 10 epochs, train 0.300, penalty 0.012"


def test_long_numbers_in_the_legend_do_not_make_the_column_wider(shown, make_snapshot):
    before = shown.minimumSizeHint().width(), shown.layout().minimumSize().width()
    tiny = {name: Score(1.2345e-7, 1, 2) for name in ("train", "test", "validation")}
    shown.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], epoch=10, penalty=1.2e-7, **tiny))
    assert (shown.minimumSizeHint().width(), shown.layout().minimumSize().width()) == before


def test_the_axes_start_at_nothing_and_end_now(shown):
    first, last, top = shown.ensure_plot().range
    assert (first, last) == (0.0, 10.0)
    assert 0.9 <= top <= 1.2


def test_knowing_nothing_costs_the_logarithm_of_two(shown, make_project):
    plot = shown.ensure_plot()
    assert plot.nothing.isVisible()
    assert plot.nothing.value() == pytest.approx(math.log(2.0), abs=1e-3)
    assert plot.words.pos().y() == pytest.approx(math.log(2.0), abs=1e-3)
    shown.show_project(make_project(Segments()))
    assert plot.nothing.value() == pytest.approx(0.09)
    shown.show_project(make_project(None))
    assert not plot.nothing.isVisible()
    assert not plot.words.isVisible()


def test_knowing_nothing_costs_four_times_as_much_where_classes_are_minus_one_and_one(shown, make_project):
    """Half of the points are of each class: a mean squared error of 1/4 around 0.5, of 1 around 0."""
    plot = shown.ensure_plot()
    project = make_project(Points("circle"), "mse")
    shown.show_project(project)
    assert plot.nothing.value() == pytest.approx(0.25, abs=1e-3)
    shown.show_project(project.replace(network=project.network.with_dense(0, Dense(1, "tanh"))))
    assert plot.nothing.value() == pytest.approx(1.0, abs=4e-3)


def test_no_line_is_drawn_where_knowing_nothing_costs_nothing(shown, make_project):
    shown.show_project(make_project(Points("circle"), "perceptron"))
    assert not shown.ensure_plot().nothing.isVisible()
    shown.show_project(make_project(Points("circle"), "hinge"))
    assert shown.ensure_plot().nothing.isVisible()
    assert shown.ensure_plot().nothing.value() == pytest.approx(1.0, abs=0.02)


def test_the_dotted_line_fits_in_before_anything_was_learned(view, make_project, make_snapshot):
    view.show_project(make_project(Points("circle")))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    assert view.ensure_plot().range[2] > math.log(2.0)


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
    view = LossView()
    qtbot.addWidget(view)
    view.show_project(make_project(Points("circle")))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.7, 1, 2)))
    assert view.train.text() == ""
    view.show()
    assert view.train.text() == "\N{EM DASH} train 0.700"


def test_the_curve_reaches_to_this_very_moment(make_snapshot):
    train, test = Score(0.25, 240, 250), Score(0.35, 230, 250)
    snapshot = make_snapshot([[0.0], [0.0]], [0.0], train=train, test=test, curve=FALLING, epoch=12)
    points = curve_until_now(snapshot)
    assert points[-1, :3].tolist() == [12.0, 0.25, 0.35]
    assert np.isnan(points[-1, 3])
    assert len(points) == len(FALLING) + 1
    assert len(curve_until_now(make_snapshot([[0.0], [0.0]], [0.0], train=train, curve=FALLING, epoch=10))) == 11


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
    assert plot.range[2] <= 0.02
    seen = picture(plot, 1)
    left = [
        (x, y)
        for x in range(3)
        for y in range(plot.height())
        if not is_close(seen.at(QPointF(x, y)), seen.at(QPointF(0, plot.height() - 1)))
    ]
    assert not left, "a number reaches to the edge, where it is cut off"


def test_a_line_far_above_the_curve_does_not_press_it_to_the_floor_and_is_told_in_words(view, make_snapshot):
    plot = show_small(view, make_snapshot)
    assert 0.01 <= plot.range[2] <= 0.02
    assert not plot.nothing.isVisible()
    assert plot.words.isVisible()
    assert plot.words.toPlainText() == "knows nothing: 0.693"
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.3, 1, 2), curve=FALLING, epoch=10))
    assert plot.nothing.isVisible()
    assert plot.words.toPlainText() == "knows nothing"


def test_a_start_from_far_above_leaves_room_for_what_came_later(view, make_snapshot):
    """A loss of 1 falls to 0.002 at once: less than a pixel, if all of it were shown."""
    curve = [[epoch, epoch, 1.0 if epoch == 0 else 0.002, NAN, 0.5, NAN, NAN, NAN] for epoch in range(100)]
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.002, 1, 2), curve=curve, epoch=99))
    QApplication.processEvents()
    assert 0.02 <= view.ensure_plot().range[2] <= 0.03
    assert view.ensure_plot().words.toPlainText() == "knows nothing: 0.693"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_curve_does_not_run_through_the_words(view, make_snapshot, picture, is_close, theme):
    flat = [[epoch, epoch, 0.72 + 0.01 * (epoch % 2), NAN, 0.5, NAN, NAN, NAN] for epoch in range(60)]
    view.show_theme(theme)
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.72, 1, 2), curve=flat, epoch=59))
    QApplication.processEvents()
    plot = view.ensure_plot()
    assert plot.words.toPlainText() == "knows nothing"
    box = plot.words.mapRectToScene(plot.words.boundingRect())
    corner = QPointF(plot.plot.geometry().topLeft())
    seen = picture(plot, 2)
    inked = sum(
        is_close(seen.at(corner + QPointF(x, y)), theme.ink, 40)
        for x in range(round(box.left()) + 2, round(box.right()) - 4)
        for y in range(round(box.top()) + 2, round(box.bottom()) - 2)
    )
    assert inked == 0


@pytest.mark.parametrize("height", [150, 175, 236, 400])
def test_the_words_stand_above_their_line_and_hide_nothing_of_a_curve_below_it(view, make_snapshot, height):
    curve = [[epoch, epoch, 0.72 - 0.02 * epoch, NAN, 0.5, NAN, NAN, NAN] for epoch in range(6)]
    view.resize(352, height)
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.62, 1, 2), curve=curve, epoch=5))
    QApplication.processEvents()
    plot = view.ensure_plot()
    box = plot.words.mapRectToScene(plot.words.boundingRect())
    line = plot.nothing.mapToScene(plot.nothing.boundingRect().center())
    assert plot.nothing.isVisible() and box.bottom() <= line.y() + 1.0
    assert box.top() >= -1.0, "nor are they cut off at the top"
