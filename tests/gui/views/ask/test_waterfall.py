"""The waterfall goes from the answer to an average row to that to this one, and its colours say the way."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from core.wording import MINUS
from gui.theme import DARK, LIGHT, Theme
from gui.views.ask.waterfall import MOST_ROWS, Waterfall, steps_of

NAMES = ("bill", "island", "flippers")
VALUES = ("44.1", "Dream", "")


@pytest.fixture
def waterfall(qtbot: QtBot) -> Waterfall:
    widget = Waterfall()
    qtbot.addWidget(widget)
    widget.show_steps(steps_of(NAMES, VALUES, 0.25, np.array([0.5, -0.125, 0.0])), 0.25, 0.625, (0.0, 1.0))
    widget.resize(400, widget.sizeHint().height())
    return widget


def test_each_step_begins_where_the_one_before_has_ended(waterfall: Waterfall) -> None:
    assert [(step.name, step.before, step.after) for step in waterfall.steps] == [
        ("bill", 0.25, 0.75), ("island", 0.75, 0.625), ("flippers", 0.625, 0.625),
    ]  # fmt: skip
    first, second = waterfall.step_rect(0), waterfall.step_rect(1)
    assert first.right() == pytest.approx(second.right())
    assert first.width() == pytest.approx(4.0 * second.width())
    assert second.top() > first.bottom()


def test_ticks_of_numbers_that_ran_away_do_not_stand_on_each_other(waterfall: Waterfall) -> None:
    assert [text for _, text in waterfall.labels] == ["0.0", "0.5", "1.0"]
    waterfall.show_steps(steps_of(NAMES, VALUES, -1008494.625, np.zeros(3)), -1008494.625, -1008494.625)
    written = [room for room, text in waterfall.labels if text]
    assert len(waterfall.labels) > len(written) >= 1
    assert all(left.right() < right.left() for left, right in pairwise(written))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_up_has_the_positive_colour_and_down_the_negative(
    waterfall: Waterfall, theme: Theme, picture: type, is_close: Callable[..., bool]
) -> None:
    waterfall.show_theme(theme)
    seen = picture(waterfall, 2.0)
    assert is_close(seen.at(waterfall.step_rect(0).center()), theme.positive)
    assert is_close(seen.at(waterfall.step_rect(1).center()), theme.negative)
    nothing = seen.at(waterfall.step_rect(2).center())
    assert not is_close(nothing, theme.positive) and not is_close(nothing, QColor(theme.negative))


def test_it_is_told_to_those_who_hear_it(waterfall: Waterfall) -> None:
    assert waterfall.accessibleName() == (
        "an average row 0.250; bill +0.500; island \N{MINUS SIGN}0.125; flippers 0.000; this row 0.625"
    )


def test_of_many_columns_the_largest_stand_alone_and_the_others_together() -> None:
    parts = np.linspace(-1.0, 2.0, 30)
    names = tuple(f"gene {index}" for index in range(30))
    steps = steps_of(names, ("",) * 30, 10.0, parts)
    assert len(steps) == MOST_ROWS
    assert steps[0].name == "gene 29"
    assert steps[-1].name == "19 others"
    assert steps[-1].after == pytest.approx(10.0 + parts.sum())


def test_numbers_without_a_scale_of_their_own_end_on_round_ones(waterfall: Waterfall) -> None:
    waterfall.show_steps(steps_of(NAMES, VALUES, 3905.0, np.array([-87.0, 9.0, -186.0])), 3905.0, 3641.0)
    assert waterfall._range == (3600.0, 4000.0)
    assert waterfall.accessibleName().startswith("an average row 3,905.0; bill \N{MINUS SIGN}87.0; island +9.0")


def test_what_is_no_number_breaks_nothing(waterfall: Waterfall, picture: type) -> None:
    nothing = float("nan")
    waterfall.show_steps(steps_of(NAMES, VALUES, nothing, np.full(3, nothing)), nothing, nothing)
    picture(waterfall, 1.0)
    assert "\N{EN DASH}" in waterfall.accessibleName()


def test_numbers_have_the_digits_of_the_answer_itself_however_far_the_steps_go(waterfall: Waterfall) -> None:
    said = []
    for parts in ([-0.5, 0.25, 0.0], [-80.0, 9.04, 0.0]):
        steps = steps_of(NAMES, VALUES, 151.891, np.array(parts))
        waterfall.show_steps(steps, 151.891, 151.891 + sum(parts), reach=309.0)
        said.append(waterfall.accessibleName())
    assert said[0].startswith("an average row 151.9; ") and said[1].startswith("an average row 151.9; ")
    assert f"{MINUS}0.5; " in said[0] and "+9.0; " in said[1]
