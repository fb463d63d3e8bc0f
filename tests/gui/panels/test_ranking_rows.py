"""The rows of the ranking: numbers in columns that stay where they are."""

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from core.probe.costs import Cost
from gui.panels.ranking_rows import ACCURACY_PX, EDGE_PX, LOSS_PX, ROW_PX, RankingRows, column_text
from gui.theme import LIGHT

LOSSES = (0.149, -0.149, 0.00003, -0.00003, 0.0)


@pytest.fixture
def seen(qtbot: QtBot) -> QImage:
    """A row for each loss, as it is painted."""
    rows = RankingRows()
    qtbot.addWidget(rows)
    rows.show_theme(LIGHT)
    rows.show_costs([Cost(0, unit, loss, 0.01 * loss) for unit, loss in enumerate(LOSSES)], lambda layer, unit: "")
    rows.resize(260, ROW_PX * len(LOSSES))
    return rows.grab().toImage()


def ends(seen: QImage, row: int, right: float, width: float) -> int:
    """Where the ink in a column ends."""
    return max(
        x
        for x in range(round(right - width), round(right))
        for y in range(row * ROW_PX, (row + 1) * ROW_PX)
        if QColor(seen.pixel(x, y)).lightness() < 110
    )


def test_whatever_their_sign_and_size_numbers_end_below_each_other(seen: QImage) -> None:
    accuracy, loss = 260.0 - EDGE_PX, 260.0 - EDGE_PX - ACCURACY_PX
    for right, width in ((accuracy, ACCURACY_PX), (loss, LOSS_PX)):
        found = [ends(seen, row, right, width) for row in range(len(LOSSES))]
        assert max(found) - min(found) <= 1, found


def test_what_is_nearly_nothing_has_as_many_decimals_as_its_neighbours() -> None:
    assert [column_text(loss) for loss in LOSSES] == ["+0.149", "\N{MINUS SIGN}0.149", "0.000", "0.000", "0.000"]
