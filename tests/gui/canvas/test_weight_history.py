"""What a weight has been, as a small line, in pixels."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.canvas.cards.weight_history import WeightHistory
from gui.theme import DARK, LIGHT, Theme

EPOCHS = np.array([0.0, 10.0, 30.0, 40.0])
VALUES = np.array([-1.0, 1.0, 1.0, 3.0])


@pytest.fixture
def history(qtbot: QtBot) -> WeightHistory:
    history = WeightHistory()
    qtbot.addWidget(history)
    history.resize(240, history.height())
    history.show_history(EPOCHS, VALUES)
    history.show_moment(40.0, 3.0)
    return history


def pixels(history: WeightHistory, theme: Theme = LIGHT) -> QImage:
    history.show_theme(theme)
    image = QImage(history.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.canvas))
    history.render(image, QPoint(), QRegion(), QWidget.RenderFlag(0))
    return image


def is_dark(image: QImage, x: float, y: float) -> bool:
    return any(image.pixelColor(round(x), round(y) + by).lightness() < 120 for by in (-1, 0, 1))


def test_the_line_goes_where_the_numbers_are(history: WeightHistory) -> None:
    image = pixels(history)
    area, across, up = history.scales()
    for epoch, value in ((5.0, 0.0), (10.0, 1.0), (20.0, 1.0), (35.0, 2.0)):
        assert is_dark(image, across(epoch), up(value)), (epoch, value)
        assert not is_dark(image, across(epoch), up(2.0 - value)) or value == 1.0, "not upside down"
    zero = [image.pixelColor(round(across(epoch)), int(up(0.0) + 0.5)) for epoch in (15.0, 25.0, 30.0)]
    assert zero == [QColor(LIGHT.hairline)] * 3
    assert area.right() < history.width() and across(0.0) == area.left()


def test_the_mark_is_at_the_moment_shown(history: WeightHistory) -> None:
    _, across, up = history.scales()
    for epoch, value in ((40.0, 3.0), (20.0, 1.0)):
        history.show_moment(epoch, value)
        image = pixels(history)
        x, y = across(epoch), up(value)
        assert is_dark(image, x, y - 2) and is_dark(image, x, y + 2)
    history.show_moment(20.0, 1.0)
    assert not is_dark(pixels(history), across(40.0) + 2.5, up(3.0) + 1)


def test_while_training_runs_the_line_ends_where_the_number_is(history: WeightHistory) -> None:
    history.show_moment(50.0, 5.0)
    image = pixels(history)
    area, across, up = history.scales()
    assert across(50.0) == area.right() and up(5.0) == area.top()
    assert is_dark(image, across(45.0), up(4.0)) and is_dark(image, across(50.0) - 1.0, up(5.0) + 1.0)


def test_it_takes_no_room_before_there_is_a_line(history: WeightHistory) -> None:
    assert history.show_history(np.array([0.0]), np.array([1.0])), "less room now"
    assert history.isHidden() and not history.show_history(np.zeros(0), np.zeros(0))
    assert history.show_history(EPOCHS, VALUES) and not history.isHidden()
    assert history.accessibleName() == "History: from \N{MINUS SIGN}1.000 to 3.000 over epochs 0 to 40"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_odd_values_leave_a_line(history: WeightHistory, theme: Theme) -> None:
    for values in (np.zeros(4), np.full(4, 1e-12), np.array([1e12, -1e12, 0.0, 1.0]), np.full(4, 2.5)):
        history.show_history(EPOCHS, values)
        area, across, up = history.scales()
        line = pixels(history, theme).pixelColor(round(across(39.0)), round(up(values[-1])))
        assert area.width() > 100 and line != QColor(theme.canvas)
