"""The handwriting pad alone, under mouse, pen and keys: strokes in, the picture that a network would be given out."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.data.handwriting import picture_of
from gui import theme
from gui.pad.handwriting_pad import HandwritingPad
from tests.gui.pad.pens import line, write

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pad(qapp: QApplication, qtbot: QtBot) -> Iterator[HandwritingPad]:
    """Empty, with the keyboard."""
    theme.apply(qapp, theme.LIGHT)
    table = QWidget()
    qtbot.addWidget(table)
    pad = HandwritingPad(table)
    pad.fit_height(520)
    pad.resize(pad.sizeHint())
    table.resize(pad.size())
    table.show()
    table.activateWindow()
    pad.paper.setFocus()
    qtbot.waitUntil(pad.paper.hasFocus)
    yield pad


def press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


def test_what_is_drawn_is_what_the_hand_meant(pad: HandwritingPad) -> None:
    strokes = write(pad, "7 with bar")
    assert np.abs(pad.picture - picture_of(strokes)).mean() < 0.05
    assert len(pad.paper.strokes) == 2


def test_clearing_can_be_taken_back(pad: HandwritingPad) -> None:
    write(pad, "6")
    picture = pad.picture
    press(Qt.Key.Key_Delete)
    assert pad.picture is None
    press(Qt.Key.Key_Backspace)
    assert np.array_equal(pad.picture, picture)


def test_escape_gives_up_the_stroke_under_way(pad: HandwritingPad) -> None:
    write(pad, "1")
    picture = pad.picture
    write(pad, "7", lifted=False)
    press(Qt.Key.Key_Escape)
    assert np.array_equal(pad.picture, picture) and not pad.paper.is_drawing
    QTest.mouseMove(pad.paper, QPoint(5, 5))
    assert len(pad.paper.strokes) == 1


def test_ink_ends_at_the_edge_and_goes_on_where_the_pen_comes_back(pad: HandwritingPad) -> None:
    line(pad, (0.5, 0.2), (1.4, 0.2), (1.4, 0.8), (0.5, 0.8))
    assert len(pad.paper.strokes) == 2
    places = np.concatenate(pad.paper.strokes)
    assert places[:, 0].max() <= 1.0 and not ((places[:, 1] > 0.3) & (places[:, 1] < 0.7)).any(), "none along the edge"
    press(Qt.Key.Key_Backspace)
    assert not pad.paper.strokes, "it was one movement"


def test_the_right_button_rubs_out(pad: HandwritingPad) -> None:
    line(pad, (0.2, 0.2), (0.2, 0.8))
    line(pad, (0.8, 0.2), (0.8, 0.8))
    line(pad, (0.7, 0.5), (0.95, 0.5), button=RIGHT)
    assert len(pad.paper.strokes) == 3, "one is cut in two"
    line(pad, (0.8, 0.1), (0.8, 0.9), button=RIGHT)
    assert len(pad.paper.strokes) == 1 and pad.paper.strokes[0][:, 0].max() < 0.3
    QTest.mouseClick(pad.undo_button, LEFT)
    assert len(pad.paper.strokes) == 3


def test_a_pen_draws_and_its_other_end_rubs_out(pad: HandwritingPad) -> None:
    paper = pad.paper

    def pen(kind: QPointingDevice.PointerType) -> QPointingDevice:
        return QPointingDevice(
            "pen", 1, QInputDevice.DeviceType.Stylus, kind, QInputDevice.Capability.Position, 1, 1
        )  # fmt: skip

    def move(device: QPointingDevice, *places: tuple[float, float]) -> None:
        kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(places) - 2), QEvent.Type.TabletRelease]
        for kind, (x, y) in zip(kinds, places, strict=True):
            at = paper.place_px(x, y)
            held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else LEFT
            event = QTabletEvent(
                kind, device, at, QPointF(paper.mapToGlobal(at)), 0.5, 0, 0, 0, 0, 0, NONE, LEFT, held
            )  # fmt: skip
            QApplication.sendEvent(paper, event)
            assert event.isAccepted()

    nib, end = pen(QPointingDevice.PointerType.Pen), pen(QPointingDevice.PointerType.Eraser)
    move(nib, (0.5, 0.2), (0.5, 0.5), (0.5, 0.8))
    assert len(paper.strokes) == 1 and paper.hasFocus()
    assert pad.picture.reshape(8, 8)[:, 3:5].min() > 0.8
    move(end, (0.4, 0.5), (0.5, 0.5), (0.6, 0.5))
    assert len(paper.strokes) == 2


def test_pixels_are_switched_by_keys_and_a_stroke_begins_anew(pad: HandwritingPad) -> None:
    pad.seen.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Space):
        press(key)
    assert np.flatnonzero(pad.picture).tolist() == [9], "the first arrow takes hold of row 1 col 1"
    assert pad.paper.words[0] == "pixels set by hand"
    press(Qt.Key.Key_Space)
    assert pad.picture is None
    press(Qt.Key.Key_Backspace)
    assert np.flatnonzero(pad.picture).tolist() == [9]
    write(pad, "1")
    assert len(pad.paper.strokes) == 1 and pad.picture[9] < 1.0


def test_where_there_is_little_room_the_kept_digits_go_first_and_then_the_paper_shrinks(pad: HandwritingPad) -> None:
    heights = []
    for room in (600, 378, 250):
        pad.fit_height(room)
        pad.resize(pad.sizeHint())
        QApplication.processEvents()
        assert pad.height() <= room
        parts = [part for part in (pad.paper, pad.seen, pad.own, *pad.findChildren(QToolButton)) if part.isVisible()]
        for part in parts:
            assert pad.rect().contains(part.geometry()) and part.height() >= part.minimumSizeHint().height(), part
        heights.append((pad.paper.height(), pad.own.height() if pad.own.isVisible() else 0))
    (paper, own), (less_paper, less_own), (least_paper, none) = heights
    assert paper == 168 and own > less_own > none == 0 and paper > less_paper > least_paper >= 80
