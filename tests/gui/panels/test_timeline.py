"""The timeline on its own: what stands where, in pixels, and what hands and keys ask for."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip, QWidget
from pytestqt.qtbot import QtBot

from core.curve import COLUMNS
from core.layers import Dense
from core.messages import MomentsListed
from core.network import Network
from core.snapshot import Snapshot
from gui.panels.timeline import FILL, LATER_FILL, TimelineSlider
from gui.theme import DARK, LIGHT, blend

Left = Qt.MouseButton.LeftButton
STEPS = np.arange(0, 101, 10)
"""An epoch has one step; each tenth is kept."""
LOSSES = np.where(np.arange(101) < 30, 1.0, 0.25)
"""High for 30 epochs, then a quarter of it."""


def moment(losses: np.ndarray) -> Snapshot:
    curve = np.full((len(losses), COLUMNS), np.nan)
    curve[:, 0] = curve[:, 1] = np.arange(len(losses))
    curve[:, 2] = losses
    network, last = Network(2, (Dense(1),)), max(0, len(losses) - 1)
    return Snapshot(network, np.zeros(3), last, last, 0, 1, False, 0.0, None, None, curve)


@pytest.fixture
def timeline(qtbot: QtBot) -> TimelineSlider:
    """100 epochs, eleven moments of which are kept, the last of them the present."""
    timeline = TimelineSlider()
    qtbot.addWidget(timeline)
    timeline.resize(512, 32)
    timeline.show_theme(LIGHT)
    timeline.show_training(moment(LOSSES))
    timeline.show_moments(MomentsListed(1, STEPS, STEPS * 1.0, LOSSES[STEPS]), None)
    timeline.show()
    return timeline


def wanted(timeline: TimelineSlider) -> list[int | None]:
    """What is asked for from now on: steps, and None for the present."""
    asked: list[int | None] = []
    timeline.look_wanted.connect(asked.append)
    timeline.now_wanted.connect(lambda: asked.append(None))
    return asked


def pixels(timeline: TimelineSlider, theme=LIGHT) -> QImage:
    image = QImage(timeline.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.canvas))
    timeline.render(image, QPoint(), QRegion(), QWidget.RenderFlag(0))
    return image


def top_at(image: QImage, x: float, colour: QColor) -> int:
    """The highest pixel of this colour in a column."""
    column = [y for y in range(image.height()) if image.pixelColor(round(x), y) == colour]
    return min(column, default=image.height())


def test_the_silhouette_is_high_where_the_loss_was_and_paler_after_the_handle(timeline: TimelineSlider) -> None:
    fill, later = (blend(LIGHT.muted, LIGHT.canvas, share) for share in (FILL, LATER_FILL))
    x = [timeline.place_of(index).x() for index in range(11)]
    image = pixels(timeline)
    assert top_at(image, x[1], fill) <= 6 and top_at(image, x[6], fill) == pytest.approx(27 - 22 / 4, abs=1.5)
    assert top_at(image, x[6], later) == image.height(), "the present is shown: nothing is later"
    timeline.show_step(50)
    image = pixels(timeline)
    assert image.pixelColor(round(x[5]), 10) == QColor(LIGHT.ink), "the handle"
    assert top_at(image, x[4], fill) < 24 and top_at(image, x[7], later) < 24
    assert top_at(image, x[4], later) == top_at(image, x[7], fill) == image.height()
    timeline.show_theme(DARK)
    assert pixels(timeline, DARK).pixelColor(round(x[5]), 10) == QColor(DARK.ink)


def test_pressing_and_dragging_ask_for_the_nearest_moment_once_each(timeline: TimelineSlider) -> None:
    asked = wanted(timeline)
    place = timeline.place_of
    QTest.mousePress(timeline, Left, pos=place(3).toPoint() + QPoint(8, 5))
    for x in (20, 21, 22, 60, 61, 40):
        QTest.mouseMove(timeline, QPoint(round(place(0).x() + 4.9 * x), 10))
    QTest.mouseMove(timeline, QPoint(2000, 300))
    QTest.mouseRelease(timeline, Left, pos=QPoint(2000, 300))
    assert asked == [30, 20, 60, 40, None]
    QTest.mousePress(timeline, Qt.MouseButton.RightButton, pos=place(3).toPoint())
    QTest.mouseMove(timeline, place(4).toPoint())
    assert len(asked) == 5


def test_keys_are_a_sliders_and_escape_is_left_to_others(timeline: TimelineSlider) -> None:
    asked = wanted(timeline)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_Escape):
        QTest.keyClick(timeline, key)
    assert asked == [90, 0, 10, None]


def test_more_moments_and_fewer_move_the_handle_and_ask_for_nothing(timeline: TimelineSlider) -> None:
    asked = wanted(timeline)
    timeline.show_step(40)
    for steps, index in ((np.arange(0, 201, 10), 4), (np.arange(0, 201, 40), 1), (np.array([0, 40]), 1)):
        timeline.show_moments(MomentsListed(1, steps, steps * 1.0, np.full(len(steps), np.nan)), 40)
        assert (timeline.value(), timeline.maximum()) == (index, len(steps) - 1)
    timeline.show_moments(MomentsListed(1, np.array([0]), np.zeros(1), np.full(1, np.nan)), None)
    assert timeline.is_empty and not asked


def test_hovering_says_epoch_and_loss(timeline: TimelineSlider, qtbot: QtBot) -> None:
    for index, text in (
        (2, "epoch 20 · loss 1.000"),
        (7, "epoch 70 · loss 0.250"),
        (10, "now, epoch 100 · loss 0.250"),
    ):
        QTest.mouseMove(timeline, timeline.place_of(index).toPoint())
        qtbot.waitUntil(lambda text=text: QToolTip.text() == text, timeout=2000)
    QToolTip.hideText()


def test_it_is_a_slider_to_those_who_do_not_see(timeline: TimelineSlider) -> None:
    face = QAccessible.queryAccessibleInterface(timeline)
    assert face.role() == QAccessible.Role.Slider
    assert face.text(QAccessible.Text.Name) == "Timeline: epoch 100 of 100"
    asked = wanted(timeline)
    face.valueInterface().setCurrentValue(3)
    assert asked == [30] and face.text(QAccessible.Text.Name) == "Timeline: epoch 30 of 100"


def test_odd_losses_leave_a_picture(timeline: TimelineSlider) -> None:
    for losses in (np.zeros(9), np.full(9, np.nan), np.full(9, 1e300), np.array([1e12] + [1e-12] * 8), np.zeros(0)):
        timeline.show_training(moment(losses))
        pixels(timeline)
    timeline.resize(120, 32)
    assert timeline.place_of(10) != QPointF()
    pixels(timeline)
