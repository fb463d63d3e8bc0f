"""The plot of runs: curves and band where they belong, letters at their ends, exact values under the pointer."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.band import Band
from gui.theme import DARK, LIGHT, RUN_COLOURS
from gui.views.run_lines import DASHES, Line, look_of
from gui.views.run_plot import RunPlot
from tests.gui.contrast import contrast

EPOCHS = np.arange(0.0, 41.0)
STEEP = 0.8 * np.exp(-EPOCHS / 6.0)
FLAT = 0.7 - 0.01 * EPOCHS


def line(label: str, values: np.ndarray, mark: int, last: int = 40) -> Line:
    return Line(label, EPOCHS[: last + 1], values[: last + 1], *look_of(mark, LIGHT))


@pytest.fixture
def plot(qtbot):
    plot = RunPlot("plot")
    qtbot.addWidget(plot)
    plot.resize(352, 200)
    plot.show_theme(LIGHT)
    plot.show_lines([line("A", STEEP, 0), line("B", FLAT, 1, last=20)])
    plot.show()
    return plot


def colour_near(seen, place: QPointF, colour, is_close) -> bool:
    offsets = [QPointF(x, y) for x in (-0.5, 0.0, 0.5) for y in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    return any(is_close(seen.at(place + offset), colour, 110) for offset in offsets)


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("is_log", [False, True])
def test_each_curve_lies_at_its_epochs_and_values(plot, picture, is_close, ratio, is_log):
    plot.show_scale(is_log, False)
    seen = picture(plot, ratio)
    for epoch in (3, 8, 15, 19):
        for values, mark in ((STEEP, 0), (FLAT, 1)):
            colour = QColor(look_of(mark, LIGHT)[0])
            assert colour_near(seen, plot.frame.place(epoch, values[epoch]), colour, is_close), (epoch, mark)
            assert not colour_near(seen, plot.frame.place(epoch, values[epoch] * 0.5), colour, is_close)
    after = plot.frame.place(30, FLAT[30])
    assert not colour_near(seen, after, QColor(look_of(1, LIGHT)[0]), is_close), "B ended at epoch 20"


def test_a_gap_is_left_where_there_is_no_number(plot, picture, is_close):
    values = FLAT.copy()
    values[10:30] = np.nan
    plot.show_lines([line("A", values, 0)])
    seen, colour = picture(plot, 1), QColor(look_of(0, LIGHT)[0])
    assert colour_near(seen, plot.frame.place(5, FLAT[5]), colour, is_close)
    assert not colour_near(seen, plot.frame.place(20, FLAT[20]), colour, is_close)
    assert colour_near(seen, plot.frame.place(35, FLAT[35]), colour, is_close)


def test_the_growing_curve_is_ink_and_axes_stand_still_for_a_while(plot, picture, is_close):
    plot.show_now(Line("now", EPOCHS[:26], FLAT[:26] + 0.1, LIGHT.ink))
    frame = plot.frame
    plot.show_now(Line("now", EPOCHS[:32], FLAT[:32] + 0.1, LIGHT.ink))
    assert plot.frame == frame
    seen = picture(plot, 1)
    assert colour_near(seen, frame.place(28, FLAT[28] + 0.1), LIGHT.ink, is_close)
    plot.show_now(Line("now", np.arange(0.0, 90.0), np.full(90, 0.3), LIGHT.ink))
    assert plot.frame.last >= 89


def test_the_pointer_reads_the_exact_value_of_each_run_at_its_nearest_epoch(plot):
    at = plot.frame.place(31.3, 0.3)
    QTest.mouseMove(plot, at.toPoint())
    assert plot.read_at == pytest.approx(31.3, abs=0.2)
    said = plot.accessibleDescription()
    assert said == f"A {STEEP[31]:.6g} at epoch 31, B {FLAT[20]:.6g} at epoch 20"
    QTest.mouseMove(plot, QPoint(5, 195))
    assert plot.read_at is None


def test_the_arrow_keys_read_too_and_escape_ends_it(plot):
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.accessibleDescription() == "A 0.8 at epoch 0, B 0.7 at epoch 0"
    for _ in range(3):
        QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.accessibleDescription() == f"A {STEEP[3]:.6g} at epoch 3, B 0.67 at epoch 3"
    QTest.keyClick(plot, Qt.Key.Key_End)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.accessibleDescription().startswith(f"A {STEEP[39]:.6g} at epoch 39")
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.read_at is None and plot.accessibleDescription() == ""


def test_shares_are_written_in_percent_and_end_at_all(plot):
    plot.show_scale(False, True)
    plot.show_lines([line("A", 1.0 - STEEP / 2.0, 0)])
    assert plot.frame.axis.high == 1.0
    plot.read(10.0)
    assert plot.accessibleDescription() == f"A {100 - 50 * STEEP[10]:.2f} % at epoch 10"


def test_the_band_is_darker_where_half_of_the_runs_are(plot, picture, is_close):
    ones = np.ones(41)
    band = Band(EPOCHS, 0.1 * ones, 0.3 * ones, 0.4 * ones, 0.5 * ones, 0.9 * ones)
    plot.show_lines([Line("median", EPOCHS, band.median, LIGHT.ink)], band, goal=0.2)
    seen = picture(plot, 1)
    outside, outer, inner, median = (
        seen.at(plot.frame.place(17.3, value)).lightness() for value in (0.97, 0.7, 0.45, 0.4)
    )
    assert outside > outer > inner > median
    assert colour_near(seen, plot.frame.place(20, 0.4), LIGHT.ink, is_close)
    far = Band(EPOCHS, 0.1 * ones, 0.3 * ones, 0.4 * ones, 0.5 * ones, 1e9 * ones)
    plot.show_lines([Line("median", EPOCHS, far.median, LIGHT.ink)], far)
    assert plot.frame.axis.high <= 1.51, "one that ran away presses the others to the floor"


def test_letters_stand_at_the_ends_of_the_curves_and_not_on_each_other(plot, picture, is_close):
    together = [line(letter, FLAT + 0.001 * mark, mark) for mark, letter in enumerate("ABC")]
    plot.show_lines(together)
    seen = picture(plot, 2)
    end = plot.frame.place(40, FLAT[40])
    rows = {}
    for mark in range(3):
        colour = QColor(look_of(mark, LIGHT)[0])
        found = [
            y for y in np.arange(end.y() - 40, end.y() + 8, 0.5)
            if any(is_close(seen.at(QPointF(x, y)), colour, 30) for x in np.arange(end.x() + 5, end.x() + 14, 0.5))
        ]  # fmt: skip
        assert found, f"no letter {mark}"
        rows[mark] = (min(found), max(found))
    ordered = sorted(rows.values())
    assert all(low[1] < high[0] for low, high in pairwise(ordered))


def test_a_start_far_above_all_the_rest_comes_in_over_the_edge(plot):
    values = FLAT.copy()
    values[0] = 1e9
    plot.show_lines([line("A", values, 0)])
    assert plot.frame.axis.high < 20
    plot.show_scale(True, False)
    assert plot.frame.axis.high >= 1e9
    QApplication.processEvents()


def test_a_peak_that_is_cut_has_words_beside_it(plot, picture, is_close):
    def inked() -> int:
        seen, left = picture(plot, 2), plot.frame.across(8.0)
        across, up = range(int(left) + 9, int(left) + 50), range(7, 21)
        return sum(is_close(seen.at(QPointF(x, y)), LIGHT.muted, 60) for x in across for y in up)

    values = np.where(EPOCHS == 8.0, 30.0, 0.4)
    plot.show_lines([line("A", np.where(EPOCHS == 8.0, 0.8, 0.4), 0)])
    assert not inked()
    plot.show_lines([line("A", values, 0)])
    assert plot.frame.axis.high < 20 and inked()


def test_nothing_and_single_points_can_be_shown(plot, picture):
    plot.show_lines([])
    plot.read(3.0)
    assert plot.read_at is None
    picture(plot, 1)
    plot.show_lines(
        [Line("A", np.array([0.0]), np.array([0.5]), LIGHT.ink), Line("B", EPOCHS[:0], FLAT[:0], LIGHT.ink)]
    )
    plot.read(0.0)
    assert plot.accessibleDescription() == "A 0.5 at epoch 0"
    picture(plot, 1)


def test_marks_differ_and_their_letters_can_be_read():
    for theme in (LIGHT, DARK):
        looks = [look_of(mark, theme) for mark in range(len(RUN_COLOURS["light"]) * len(DASHES))]
        assert len(set(looks)) == len(looks)
        for colour in RUN_COLOURS[theme.name]:
            assert contrast(colour, theme.surface) >= 4.5, (theme.name, colour)
            assert contrast(colour, theme.hover) >= 4.0, (theme.name, colour)
