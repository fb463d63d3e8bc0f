"""Weights as the picture that the inputs are: each where its input is, coloured by sign and size."""

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Theme, diverging_table
from gui.views.inside.bars import NOT_A_NUMBER, Bar, WeightBars
from gui.views.inside.weight_picture import WeightPicture
from tests.gui.views.conftest import Picture

IsClose = Callable[..., bool]


@pytest.fixture
def shown(qtbot: QtBot) -> WeightPicture:
    """A picture of no weights yet."""
    picture = WeightPicture()
    qtbot.addWidget(picture)
    return picture


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_segments_are_where_they_are_on_a_display(shown: WeightPicture, is_close: IsClose, theme: Theme) -> None:
    shown.show_theme(theme)
    shown.show_weights(np.array([0.0, 2.0, 0.0, 0.0, -2.0, 0.0, 0.0]))  # b: upper right, e: lower left
    image = Picture(shown, 1.0)
    table = diverging_table(theme)
    b, e, a = (shown.segment_rect(name) for name in "bea")
    assert b.center().x() > shown.width() / 2 > e.center().x() and b.center().y() < e.center().y()
    assert a.center().y() < b.center().y() < e.center().y()
    for box, place in ((b, 255), (e, 0), (a, 128)):
        corner = box.topLeft() + (box.center() - box.topLeft()) * 0.55  # beside the letter
        assert is_close(image.at(corner), f"#{int(table[place]) & 0xFFFFFF:06x}")


def test_pixels_are_row_by_row_from_the_upper_left(shown: WeightPicture, is_close: IsClose) -> None:
    weights = np.zeros(64)
    weights[1 * 8 + 6], weights[7 * 8 + 2] = 3.0, -1.5
    shown.show_weights(weights)
    image = Picture(shown, 1.0)
    right_above, left_below = shown.pixel_rect(1, 6).center(), shown.pixel_rect(7, 2).center()
    assert right_above.x() > shown.width() / 2 and right_above.y() < left_below.y() and left_below.x() < right_above.x()
    assert is_close(image.at(right_above), shown.colour(3.0)) and shown.colour(3.0).blue() > 150
    assert is_close(image.at(left_below), shown.colour(-1.5)) and shown.colour(-1.5).red() > 200
    assert is_close(image.at(shown.pixel_rect(6, 1).center()), LIGHT.neutral)  # what a transposed picture would colour
    assert shown.texts[2] == "3.000"


def test_weights_that_are_not_numbers_have_no_sign(shown: WeightPicture, is_close: IsClose) -> None:
    weights = np.zeros(64)
    weights[0] = np.nan
    shown.show_weights(weights)
    assert is_close(Picture(shown, 1.0).at(shown.pixel_rect(0, 0).center()), LIGHT.hairline)
    shown.show_weights(np.full(7, np.nan))
    Picture(shown, 1.0)


def test_bars_run_to_the_side_of_their_sign_and_as_far_as_their_size(qtbot: QtBot, is_close: IsClose) -> None:
    bars = WeightBars()
    qtbot.addWidget(bars)
    bars.show_bars((Bar("x1", 2.0), Bar("x2", -1.0), Bar("x3", 0.0, "cut"), Bar("bias", float("nan"))))
    bars.resize(240, bars.sizeHint().height())
    image = Picture(bars, 1.0)
    first, second, third, last = map(bars.bar_rect, range(4))
    assert first.left() == second.right() and first.width() == pytest.approx(2.0 * second.width())
    assert third.width() == last.width() == 0.0
    assert is_close(image.at(first.center()), LIGHT.positive) and is_close(image.at(second.center()), LIGHT.negative)
    assert bars.accessibleName() == f"x1 2.000; x2 \N{MINUS SIGN}1.000; x3 cut; bias {NOT_A_NUMBER}"
