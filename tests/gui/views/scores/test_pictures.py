"""The painted pictures of the page Scores: what lies where, in data that a flip or a transposition would change."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from core.detection import precision_recall, roc
from gui.theme import DARK, LIGHT
from gui.views.scores.beside import r2_text
from gui.views.scores.class_table import share
from gui.views.scores.confusion import ConfusionMatrix
from gui.views.scores.fit_plot import MOST_DOTS, FitPlot
from gui.views.scores.rate_plot import MOST_CORNERS, RatePlot, corners
from gui.views.scores.residuals import BINS, Residuals
from tests.gui.contrast import contrast

Left = Qt.MouseButton.LeftButton
MATRIX = np.array([[8, 0, 2, 0], [0, 5, 0, 5], [0, 0, 9, 1]])
"""Three classes and a last column for no answer."""


@pytest.fixture
def shown(qtbot):
    """Shows a widget 340 pixels wide."""

    def show(widget):
        qtbot.addWidget(widget)
        widget.resize(340, widget.sizeHint().height())
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show


@pytest.fixture
def confusion(shown):
    widget = ConfusionMatrix()
    widget.show_matrix(MATRIX, ("ant", "bee", "cat"))
    return shown(widget)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_cell_is_as_dark_as_its_share_of_the_row(confusion, picture, theme):
    confusion.show_theme(theme)
    seen = picture(confusion, 1)

    def strength(row, column):  # beside the number
        colour = seen.at(confusion.cell_rect(row, column).topLeft() + QPointF(8, 8)).lightness()
        return abs(colour - seen.at(confusion.cell_rect(0, 1).topLeft() + QPointF(8, 8)).lightness())

    assert strength(2, 2) > strength(0, 0) > strength(1, 1) == strength(1, 3) > strength(0, 2) > strength(2, 3) > 0
    assert strength(2, 0) == strength(1, 2) == strength(2, 1) == 0


def test_numbers_can_be_read_on_the_darkest_cell(confusion, picture):
    for theme in (LIGHT, DARK):
        confusion.show_matrix(np.diag([7, 7]), ("ant", "bee"))
        confusion.show_theme(theme)
        ground = picture(confusion, 1).at(confusion.cell_rect(1, 1).topLeft() + QPointF(8, 8))
        assert contrast(ground.name(), theme.ink) >= 4.5


def test_a_click_names_true_and_decided_and_a_second_one_takes_it_back(confusion, qtbot):
    chosen = []
    confusion.chosen.connect(chosen.append)
    confusion.chosen.connect(confusion.show_open)
    for row, column in ((0, 2), (0, 2), (1, 3)):
        QTest.mouseClick(confusion, Left, pos=confusion.cell_rect(row, column).center().toPoint())
    assert chosen == [(0, 2), None, (1, -1)]
    QTest.keyClick(confusion, Qt.Key.Key_Escape)
    assert chosen[-1] is None


def test_arrows_walk_from_cell_to_cell_and_say_where_they_are(confusion):
    chosen = []
    confusion.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(confusion, key)
    assert confusion.accessibleDescription() == "True “bee”, without an answer: 5 samples, 50.0 % of all that are “bee”"
    QTest.keyClick(confusion, Qt.Key.Key_Up)
    QTest.keyClick(confusion, Qt.Key.Key_Left)
    QTest.keyClick(confusion, Qt.Key.Key_Return)
    assert chosen == [(0, 2)]
    assert confusion.sentence(0, 2) == "True “ant”, decided as “cat”: 2 samples, 20.0 % of all that are “ant”"
    assert confusion.sentence(2, 2) == "True “cat”, decided so: 9 samples, 90.0 % of all that are “cat”"


def test_a_hundred_classes_are_a_map_of_heat_that_can_be_clicked(shown, picture):
    matrix = np.diag(np.full(100, 9))
    matrix[10, 80] = 40
    widget = ConfusionMatrix()
    widget.show_matrix(matrix, tuple(map(str, range(100))))
    shown(widget)
    assert widget.height() < 360
    seen = picture(widget, 2)
    assert seen.at(widget.cell_rect(10, 80).center()).lightness() < 120
    assert seen.at(widget.cell_rect(80, 10).center()).lightness() > 250
    with_click = []
    widget.chosen.connect(with_click.append)
    QTest.mouseClick(widget, Left, pos=widget.cell_rect(10, 80).center().toPoint())
    assert with_click == [(10, 80)]


def test_a_matrix_that_shrinks_takes_the_keyboard_along(confusion):
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(confusion, key)
    confusion.show_matrix(np.array([[1, 2], [3, 4]]), ("no", "yes"))
    assert "True “yes”, decided so: 4" in confusion.accessibleDescription()


IS_YES = np.array([True, False, True, False, True, False])
VALUES = np.array([0.9, 0.8, 0.8, 0.3, 0.4, 0.1])


@pytest.fixture
def rates(shown):
    plot = RatePlot("roc", "false alarms", "recall", has_steps=False)
    plot.show_curve(roc(IS_YES, VALUES), None, (0.0, 1.0), "ROC")
    plot.show_threshold(0.5)
    return shown(plot)


def test_the_curve_begins_lower_left_and_the_threshold_is_a_dot(rates, picture, is_close):
    area, seen = rates.area(), picture(rates, 2)
    across, up = area.left() + area.width() / 3, area.bottom() - area.height() * 2 / 3
    assert is_close(seen.at(QPointF(across, up)), LIGHT.ink)  # 0.8 is the last value that is not below 0.5
    assert is_close(seen.at(QPointF(area.left(), area.bottom() - area.height() / 6)), LIGHT.ink)
    assert not is_close(seen.at(QPointF(area.left() + area.width() / 6, area.bottom() - 3)), LIGHT.ink)
    rates.show_threshold(0.2)
    assert is_close(picture(rates, 2).at(QPointF(across * 2 - area.left(), area.top() + 1)), LIGHT.ink)


def test_a_point_of_the_curve_is_read_and_taken(rates):
    pointed, chosen = [], []
    rates.pointed.connect(pointed.append)
    rates.chosen.connect(chosen.append)
    QTest.mouseMove(rates, rates.place_of(3).toPoint())
    QTest.mouseClick(rates, Left, pos=rates.place_of(3).toPoint())
    QTest.mouseMove(rates, rates.area().bottomRight().toPoint())
    assert pointed == [3, None] and chosen == [0.4]


def test_steps_are_drawn_where_the_area_is_a_sum_of_steps():
    across, up = corners(precision_recall(IS_YES, VALUES), True, 300.0)
    assert np.sum(np.diff(across) * up[1:]) == pytest.approx(1 / 3 + 2 / 9 + 1 / 4, abs=1e-3)
    lying = np.diff(across) != 0.0
    assert np.all(np.diff(up)[lying] == 0.0)


def test_a_curve_of_very_many_points_has_few_corners_and_the_same_area():
    generator = np.random.default_rng(0)
    yes = generator.random(100_000) < 0.3
    found = roc(yes, generator.normal(size=100_000) + yes)
    across, up = corners(found, False, 150.0)
    assert len(across) <= MOST_CORNERS and (across[-1], up[-1]) == (1.0, 1.0)
    assert np.trapezoid(up, across) == pytest.approx(found.area, abs=2e-3)


@pytest.fixture
def fit(shown):
    plot = FitPlot()
    plot.show_answers(np.array([[0.0, 1.0, 0.5]]), np.array([[0.1, 0.25, 0.5]]))
    return shown(plot)


def test_what_is_true_lies_across_and_what_is_predicted_up(fit, picture, is_close):
    seen, area = picture(fit, 2), fit.area()
    dot = fit.place_of(1)
    assert dot.x() > area.center().x() and dot.y() > area.center().y()
    assert not is_close(seen.at(dot), LIGHT.canvas, within=80)
    share = QPointF((dot.x() - area.left()) / area.width(), (area.bottom() - dot.y()) / area.height())
    mirrored = QPointF(area.left() + share.y() * area.width(), area.bottom() - share.x() * area.height())
    assert is_close(seen.at(mirrored), LIGHT.canvas, within=30)


def test_a_dot_is_chosen_by_click_and_by_arrows_in_the_order_of_what_is_true(fit):
    chosen = []
    fit.chosen.connect(chosen.append)
    fit.chosen.connect(fit.show_marked)
    QTest.mouseClick(fit, Left, pos=fit.place_of(1).toPoint())
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyClick(fit, key)
    assert chosen == [1, 2, 0, 2]
    assert fit.accessibleDescription() == "true 0.500, predicted 0.500"


def test_very_many_answers_are_drawn_as_density_in_their_place(fit, picture):
    true = np.concatenate([np.linspace(0.0, 1.0, 200), np.full(MOST_DOTS, 0.8)])
    predicted = np.concatenate([np.linspace(0.0, 1.0, 200), np.full(MOST_DOTS, 0.2)])
    fit.show_answers(true[np.newaxis], predicted[np.newaxis])
    seen, area = picture(fit, 1), fit.area()
    darkest = min(
        ((x, y) for x in range(int(area.left()) + 4, int(area.right()) - 4) for y in range(4, int(area.bottom()) - 4)),
        key=lambda place: seen.at(QPointF(*place)).lightness(),
    )
    assert darkest == pytest.approx((fit.place_of(300).x(), fit.place_of(300).y()), abs=5)


def test_errors_that_are_too_high_lie_right(shown):
    bars = Residuals()
    bars.show_residuals(np.array([[0.0, 0.0, 0.9, -0.05]]))
    shown(bars)
    assert bars.counts.sum() == 4 and bars.counts[BINS // 2] >= 2
    assert bars.counts[BINS // 2 + 1 :].sum() == 1
    assert bars.bar_rect(int(np.flatnonzero(bars.counts)[-1])).center().x() > bars.area().center().x()
    assert bars.accessibleName() == "Residuals: 1 answers too high, 1 too low"


@pytest.mark.parametrize("size", [0.0, 1e-12, 1e12])
def test_numbers_of_any_size_have_axes(shown, size):
    plot, bars = FitPlot(), Residuals()
    plot.show_answers(np.array([[size, 2 * size]]), np.array([[size, size]]))
    bars.show_residuals(np.array([[size, -size]]))
    for widget in (plot, bars):
        shown(widget).grab()
    assert plot.area().adjusted(-1, -1, 1, 1).contains(plot.place_of(1))


def test_only_what_is_exactly_one_is_written_so():
    assert [share(value) for value in (1.0, 0.9999, 0.5, 0.0001, 0.0, None)] == [
        "1.000", "0.999", "0.500", "0.001", "0.000", "\N{EN DASH}"
    ]  # fmt: skip
    assert [r2_text(value) for value in (1.0, 0.9999, -0.0001, -2.5, float("nan"), -float("inf"))] == [
        "1.000", "0.999", "0.000", "\N{MINUS SIGN}2.500", "\N{EN DASH}", "\N{EN DASH}"
    ]  # fmt: skip


def test_few_residuals_are_counted_in_whole_numbers_on_an_axis_with_a_name(shown):
    residuals = Residuals()
    residuals.show_residuals(np.array([0.5]))
    seen = shown(residuals).grab().toImage()
    area, ground = residuals.area(), seen.pixelColor(20, 30)
    middle = round(area.center().y())
    written = [
        any(seen.pixelColor(x, y) != ground for x in range(16, round(area.left()) - 4))
        for y in range(round(area.top()), round(area.bottom()) + 6)
    ]
    assert written[2] and written[-10] and not any(written[middle - 30 : middle + 30])  # 0 and 1, nothing between
    assert any(seen.pixelColor(x, middle) != ground for x in range(14))
