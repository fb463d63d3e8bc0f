"""The legend below a plot: all lines that fit, in two rows at most, and nothing that moves with the numbers."""

import pytest
from PySide6.QtCore import QPointF

from gui.theme import DARK, LIGHT
from gui.views.curves_legend import ROW_PX, STROKE_PX, Entry, Legend


@pytest.fixture
def legend(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(340, 2 * ROW_PX)
    legend.show()
    return legend


@pytest.mark.parametrize("ratio", [1, 2])
def test_its_lines_are_two_pixels_wide_on_every_screen(legend, picture, is_close, ratio):
    legend.show_entries([Entry("train", "0.026", "solid")])
    seen = picture(legend, ratio)
    column = [seen.at(QPointF(STROKE_PX / 2, (y + 0.5) / ratio)) for y in range(ROW_PX * ratio)]
    assert sum(is_close(colour, LIGHT.ink, 40) for colour in column) == 2 * ratio


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_line_stands_before_its_words_as_it_is_drawn(legend, picture, is_close, theme):
    legend.show_theme(theme)
    legend.show_entries([Entry("train", "0.026", "solid"), Entry("test", "0.043", "dashed")])
    seen = picture(legend, 2)
    on_line = [is_close(seen.at(QPointF(x + 0.5, ROW_PX / 2)), theme.ink, 40) for x in range(1, STROKE_PX - 1)]
    assert all(on_line)
    assert legend.text == "train 0.026, test 0.043"
    assert legend.minimumSizeHint().height() == ROW_PX


def test_numbers_that_grow_longer_move_nothing(legend):
    legend.show_entries([Entry("train", "0.026", "solid"), Entry("test", "0.043", "dashed")])
    before = legend.minimumSizeHint(), [at for at, _ in legend.places()]
    legend.show_entries([Entry("train", "0.026345", "solid"), Entry("test", "0.0434", "dashed")])
    assert (legend.minimumSizeHint(), [at for at, _ in legend.places()]) == before


def test_many_lines_take_two_rows_and_the_others_are_counted(legend):
    legend.show_entries([Entry(f"Hidden {index}", "0.123456", "solid") for index in range(20)])
    assert legend.minimumSizeHint().height() == 2 * ROW_PX
    places = legend.places()
    assert places[-1][1] is None and len(places) < 20
    assert {at.y() for at, _ in places} == {0.0, ROW_PX}
    legend.resize(4000, ROW_PX)
    assert legend.minimumSizeHint().height() == ROW_PX and len(legend.places()) == 20


def test_words_without_a_line_begin_where_a_line_would(legend, picture, is_close):
    legend.show_entries([Entry("without what is off")])
    assert legend.places()[0][0] == QPointF(0.0, 0.0)
    seen = picture(legend, 2)
    inked = [
        not is_close(seen.at(QPointF(x / 2, y / 2)), seen.at(QPointF(300, 4))) for x in range(20) for y in range(32)
    ]
    assert any(inked)
