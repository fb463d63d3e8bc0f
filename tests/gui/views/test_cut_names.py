"""Names that are cut can still be told apart."""

from PySide6.QtGui import QFontMetricsF

from gui.theme import body_font
from gui.views.cut_names import cut_to


def test_names_that_are_too_wide_are_cut_where_they_can_still_be_told_apart(qapp) -> None:
    metrics = QFontMetricsF(body_font())
    room = metrics.horizontalAdvance("second…") + 1.0
    assert cut_to(["first arm of it", "second arm of it"], metrics, room) == ["first ar…", "second…"]
    of_a, of_b = cut_to(["the class of a", "the class of b"], metrics, room)
    assert of_a.endswith("a") and of_b.endswith("b") and "…" in of_a
    assert max(metrics.horizontalAdvance(name) for name in (of_a, of_b)) <= room


def test_names_that_fit_stay_whole(qapp) -> None:
    metrics = QFontMetricsF(body_font())
    assert cut_to(["one", "two"], metrics, 200.0) == ["one", "two"]
