"""The legends below pictures of data."""

from PySide6.QtGui import QFontMetrics

from gui.theme import SMALL_PX, body_font
from gui.views.map_legend import with_names


def test_the_ends_of_a_scale_are_named_where_there_is_room() -> None:
    metrics = QFontMetrics(body_font(SMALL_PX))
    plain = ("0", "0.5", "1")
    assert with_names(plain, ["outer", "inner"], 250.0, metrics) == ("0 outer", "0.5", "1 inner")
    assert with_names(plain, ["outer", "inner"], 90.0, metrics) == plain
    assert with_names(plain, ["0", "1"], 250.0, metrics) == plain
