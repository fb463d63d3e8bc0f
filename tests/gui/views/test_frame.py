"""Numbers and hairlines stand where their values are."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from gui.theme import LIGHT, SMALL_PX, body_font
from gui.views.axes import Scale
from gui.views.frame import BELOW_PX, LEFT_PX, paint_frame, paint_ticks, rooms_for

AREA = QRectF(40.0, 10.0, 200.0, 150.0)
ACROSS = Scale(0.0, 212.0, AREA.left(), AREA.right())
"""Ticks at 0, 100 and 200."""
UP = Scale(-0.3, 1.1, AREA.bottom(), AREA.top())
"""Ticks at 0, 0.5 and 1."""


@pytest.fixture
def painted(qapp):
    """What a call of `paint(painter)` leaves on a white picture of 260 x 190."""

    def run(paint):
        image = QImage(260, 190, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        try:
            painter.setFont(body_font(SMALL_PX))
            paint(painter)
        finally:
            painter.end()
        return image

    return run


def is_marked(image, x, y, width, height):
    box = [(x + dx, y + dy) for dx in range(round(width)) for dy in range(round(height))]
    return any(image.pixelColor(round(at_x), round(at_y)) != QColor("white") for at_x, at_y in box)


def test_numbers_stand_at_their_values(painted):
    image = painted(lambda painter: paint_ticks(painter, AREA, ACROSS, UP, LIGHT))
    for value in (0.0, 100.0, 200.0):
        assert is_marked(image, ACROSS(value) - 4, AREA.bottom() + 3, 8, 14), value
    for value in (40.0, 150.0):
        assert not is_marked(image, ACROSS(value) - 4, AREA.bottom() + 3, 8, 14), value
    for value in (0.0, 0.5, 1.0):
        assert is_marked(image, 20, UP(value) - 5, 16, 10), value
    for value in (-0.25, 0.25, 0.75):
        assert not is_marked(image, 20, UP(value) - 5, 16, 10), value


def test_names_stand_between_the_last_two_ticks(painted):
    image = painted(lambda painter: paint_ticks(painter, AREA, ACROSS, UP, LIGHT, ("x", "y")))
    assert is_marked(image, ACROSS(150.0) - 4, AREA.bottom() + 3, 8, 14)
    assert is_marked(image, 20, UP(0.75) - 5, 16, 10)


def test_a_long_name_that_is_alone_stands_on_its_axis(painted):
    image = painted(lambda painter: paint_ticks(painter, AREA, ACROSS, UP, LIGHT, ("epoch", "")))
    assert is_marked(image, ACROSS(150.0) - 4, AREA.bottom() + 3, 8, 14)


def test_hairlines_stand_at_the_ticks(painted):
    image = painted(lambda painter: paint_frame(painter, AREA, ACROSS, UP, LIGHT))
    assert image.pixelColor(round(ACROSS(100.0)), 30).name() == LIGHT.hairline
    assert image.pixelColor(round(ACROSS(150.0)), 30).name() == "#ffffff"
    assert image.pixelColor(60, round(UP(0.5))).name() == LIGHT.hairline
    assert image.pixelColor(60, round(UP(0.25))).name() == "#ffffff"


def test_long_numbers_and_long_names_get_the_room_they_take(qapp):
    font = body_font(SMALL_PX)
    plain = rooms_for(-6.0, 6.0, ("x₁", "x₂"), font)
    assert plain == (LEFT_PX, 1.0, BELOW_PX)
    wide = rooms_for(0.0, 250_000.0, ("x₁", "x₂"), font)
    widest = QFontMetricsF(font).horizontalAdvance("250,000")
    assert wide.left >= widest + 6.0
    named = rooms_for(-6.0, 6.0, ("petal length", "petal width"), font)
    assert named.above > plain.above and named.below > plain.below
