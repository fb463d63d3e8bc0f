"""The digits that somebody has taught: where there are more than have room, a bar says so and leads to the others."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.pad.own_digits import BAR_PX, OwnDigits
from gui.theme import LIGHT
from tests.gui.canvas.conftest import colour_at

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def twelve(qtbot: QtBot) -> OwnDigits:
    """Twelve of them, five of which have room."""
    digits = OwnDigits()
    qtbot.addWidget(digits)
    digits.show_theme(LIGHT)
    digits.resize(168, digits.sizeHint().height())
    digits.show_digits(np.zeros((12, 64)), np.arange(12) % 10)
    digits.show()
    return digits


def turn(digits: OwnDigits, notches: int) -> None:
    """Turn the wheel over them; below 0: towards the older ones."""
    at = QPointF(digits.rect().center())
    for _ in range(abs(notches)):
        way = QPoint(0, 120 if notches > 0 else -120)
        wheel = QWheelEvent(
            at, QPointF(digits.mapToGlobal(at.toPoint())), QPoint(), way, Qt.MouseButton.NoButton, NONE,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(digits, wheel)


def test_a_bar_stands_at_the_edge_only_where_there_are_more(twelve: OwnDigits) -> None:
    assert list(twelve.numbers) == [11, 10, 9, 8, 7]
    bar = twelve.bar
    assert bar is not None and bar.top() == 0.0 and bar.height() == pytest.approx(twelve.height() / 3)
    assert colour_at(twelve.grab().toImage(), bar.center() - QPointF(0.5, 0.0)).name() == LIGHT.muted
    assert all(twelve.cell(place).right() <= bar.left() for place in range(5))
    twelve.show_digits(np.zeros((5, 64)), np.arange(5))
    assert twelve.bar is None


def test_wheel_and_bar_lead_to_the_oldest_and_back(twelve: OwnDigits) -> None:
    turn(twelve, -2)
    assert list(twelve.numbers) == [1, 0]
    assert twelve.bar is not None and twelve.bar.bottom() == pytest.approx(twelve.height())
    turn(twelve, 2)
    edge = twelve.width() - BAR_PX // 2 - 1
    QTest.mousePress(twelve, LEFT, NONE, QPoint(edge, twelve.height() - 2))
    assert list(twelve.numbers) == [1, 0]
    QTest.mouseMove(twelve, QPoint(edge, twelve.height() // 2))
    assert list(twelve.numbers) == [6, 5, 4, 3, 2]
    QTest.mouseRelease(twelve, LEFT, NONE, QPoint(edge, twelve.height() // 2))
    assert "12 digits" in twelve.words_at(QPointF(edge, 5))
