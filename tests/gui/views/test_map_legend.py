"""The legends below pictures of data."""

import numpy as np
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from gui.theme import LIGHT, SMALL_PX, body_font
from gui.views.map_legend import paint_scale, with_names


def test_the_ends_of_a_scale_are_named_where_there_is_room() -> None:
    metrics = QFontMetrics(body_font(SMALL_PX))
    plain = ("0", "0.5", "1")
    assert with_names(plain, ["outer", "inner"], 250.0, metrics) == ("0 outer", "0.5", "1 inner")
    assert with_names(plain, ["outer", "inner"], 90.0, metrics) == plain
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
