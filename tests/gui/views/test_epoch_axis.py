"""The axis of epochs: numbers with room beside them, and a name that stays where it is."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.theme import LIGHT, SMALL_PX, body_font
from gui.views.axes import Scale
from gui.views.epoch_axis import epoch_ticks, paint_epochs

AREA = QRectF(42.0, 0.0, 300.0, 40.0)


@pytest.mark.parametrize(("low", "high"), [(0.0, 4.0), (0.0, 19_967.0), (2_797.4, 2_801.9), (2_797.0, 2_830.0)])
@pytest.mark.parametrize("width_px", [150.0, 260.0, 400.0])
def test_an_axis_of_epochs_has_two_whole_numbers_at_least_with_room_between_them(
    low: float, high: float, width_px: float
) -> None:
    marks = epoch_ticks(low, high, width_px, lambda text: 6.0 * len(text))
    numbers = max(len(f"{mark:,.0f}") for mark in marks) * 6.0
    assert len(marks) >= 2
    assert all(mark == round(mark) and low <= mark <= high for mark in marks)
    assert (marks[1] - marks[0]) / (high - low) * width_px > numbers + 6.0


def painted(low: float, high: float, read: QRectF | None = None) -> tuple[set[int], set[int]]:
    """The columns of pixels with ink of the name, and of the numbers."""
    image = QImage(350, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    try:
        painter.setFont(body_font(SMALL_PX))
        across = Scale(low, high, AREA.left(), AREA.right())
        marks = epoch_ticks(low, high, AREA.width(), painter.fontMetrics().horizontalAdvance)
        paint_epochs(painter, AREA, across, marks, LIGHT, read)
        name_px = painter.fontMetrics().horizontalAdvance("epoch")
    finally:
        painter.end()
    ground = QColor(LIGHT.surface)
    inked = {x for x in range(350) if any(image.pixelColor(x, y) != ground for y in range(60))}
    return {x for x in inked if x <= name_px}, {x for x in inked if x > name_px}


def test_the_name_stands_in_the_corner_whatever_the_numbers_are(qapp) -> None:
    names = [painted(low, high)[0] for low, high in ((0.0, 4.0), (0.0, 37.0), (0.0, 19_967.0), (2_797.4, 2_801.9))]
    assert names[0] and all(name == names[0] for name in names)


def test_numbers_neither_touch_the_name_nor_leave_the_picture(qapp) -> None:
    name, numbers = painted(12_000.0, 19_967.0)
    assert min(numbers) - max(name) >= 3
    assert max(numbers) <= AREA.right() + 1


def test_what_is_read_goes_before_the_numbers_and_the_name_below_it(qapp) -> None:
    name, numbers = painted(0.0, 4.0, QRectF(0.0, 40.0, 120.0, 18.0))
    assert not name and min(numbers) > 120
    name, numbers = painted(0.0, 4.0, QRectF(300.0, 40.0, 50.0, 18.0))
    assert name and max(numbers) < 300
