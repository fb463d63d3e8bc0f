"""The legends below pictures of data."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from gui.theme import LIGHT, SMALL_PX, body_font
from gui.views.map_legend import BAR_PX, ROW_PX, paint_classes, paint_scale, with_names


def test_the_ends_of_a_scale_are_named_where_there_is_room() -> None:
    metrics = QFontMetrics(body_font(SMALL_PX))
    plain = ("0", "0.5", "1")
    assert with_names(plain, ["outer", "inner"], 250.0, metrics) == ("0 outer", "0.5", "1 inner")
    assert with_names(plain, ["outer", "inner"], 60.0, metrics) == plain
    low, _, high = with_names(plain, ["the outer ring of points", "the inner disc of points"], 200.0, metrics)
    assert low.startswith("0 the ou") and high.startswith("1 the in") and low.endswith("…") and high.endswith("…")
    assert metrics.horizontalAdvance(low) + metrics.horizontalAdvance(high) < 200
    assert with_names(plain, ["0", "1"], 250.0, metrics) == plain


def test_the_texts_of_a_narrow_scale_do_not_run_together(qapp: QApplication) -> None:
    picture = QImage(300, 60, QImage.Format.Format_RGB32)
    picture.fill(QColor(LIGHT.surface))
    painter = QPainter(picture)
    painter.setFont(body_font(SMALL_PX))
    bar = np.full(8, 0xFFFFFFFF, np.uint32)
    paint_scale(
        painter,
        10.0,
        10.0,
        80.0,
        bar,
        ("\N{LESS-THAN OR EQUAL TO} 0.005", "0.01", "\N{GREATER-THAN OR EQUAL TO} 0.015"),
        LIGHT,
    )
    painter.end()
    ground = QColor(LIGHT.surface)
    has_ink = [any(picture.pixelColor(x, y) != ground for y in range(22, 36)) for x in range(10, 110)]
    gaps = "".join("#" if ink else " " for ink in has_ink).strip().split(" " * 6)
    assert len([part for part in gaps if part.strip()]) == 2  # both ends, apart; for the middle there is no room


def test_names_of_classes_are_whole_where_they_have_room_and_else_can_be_told_apart(qapp: QApplication) -> None:
    entries = [(QColor(LIGHT.classes[place]), f"a rather long name of the class {place}") for place in range(6)]
    picture = QImage(420, 60, QImage.Format.Format_RGB32)
    ends = {}
    for count in (2, 3, 6):
        picture.fill(QColor(LIGHT.surface))
        painter = QPainter(picture)
        painter.setFont(body_font(SMALL_PX))
        bottom = paint_classes(painter, QRectF(0.0, 0.0, 400.0, 31.0), entries[:count], LIGHT)
        painter.end()
        patches = [
            sum(picture.pixelColor(x, y) == colour for x in range(420) for y in range(60)) for colour, _ in entries
        ]
        assert patches == [BAR_PX**2] * count + [0] * (6 - count), "each class has its patch"
        ground = QColor(LIGHT.surface)
        ends[count] = max(x for x in range(420) for y in range(60) if picture.pixelColor(x, y) != ground)
        assert bottom == 2 * ROW_PX if count > 2 else bottom <= 2 * ROW_PX
    assert max(ends.values()) < 400
