"""The doctor's line: one finding at a time, with its button; steps to the others; stays where somebody stepped to."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.doctor import Finding, Remedy
from core.edits import Edit
from gui.panels.doctor_line import DoctorLine
from gui.panels.messages import Messages
from gui.theme import DARK, LIGHT
from tests.gui.panels.conftest import click, control


def finding(kind: str, sentence: str, remedy: str = "Help") -> Finding:
    return Finding(kind, sentence, f"More of {kind}.", Remedy(remedy, lambda project, _state: Edit("help", project)))  # type: ignore[arg-type]


DEAD = finding("dead neurons", "3 of 8 neurons of <Hidden> & co are off.", "Draw these 3 neurons anew")
SLOW = finding("no progress", "The loss stays.", "Learning rate 0.1 → 0.3")


@pytest.fixture
def line(qtbot: QtBot) -> DoctorLine:
    line = DoctorLine()
    qtbot.addWidget(line)
    line.resize(600, 90)
    return line


def text(line: DoctorLine) -> str:
    label = control(line, "doctor-text")
    assert isinstance(label, QLabel)
    return label.text()


def test_it_is_there_only_while_there_is_something_to_say(line: DoctorLine) -> None:
    assert not line.isVisible()
    line.show_findings((DEAD,))
    assert line.isVisible()
    assert "<b>3 of 8 neurons of &lt;Hidden&gt; &amp; co are off.</b>" in text(line)
    assert line.accessibleName() == f"Training doctor: {DEAD.sentence} {DEAD.more}"
    line.show_findings(())
    assert not line.isVisible()


def test_a_click_on_the_button_wants_the_remedy_of_what_is_shown(line: DoctorLine) -> None:
    wanted: list[Remedy] = []
    line.remedy_wanted.connect(wanted.append)
    line.show_findings((DEAD, SLOW))
    button = control(line, "doctor-remedy")
    assert button.accessibleName() == "Draw these 3 neurons anew" and "Undo takes it back" in button.toolTip()
    click(line, "doctor-remedy")
    click(line, "doctor-next")
    click(line, "doctor-remedy")
    assert wanted == [DEAD.remedy, SLOW.remedy]


def test_what_may_help_as_well_has_a_button_of_its_own(line: DoctorLine) -> None:
    wanted: list[Remedy] = []
    line.remedy_wanted.connect(wanted.append)
    anew = Remedy("Draw all weights anew", SLOW.remedy.decide)
    line.show_findings((DEAD, replace(SLOW, other=anew)))
    other = control(line, "doctor-other")
    assert not other.isVisible()
    click(line, "doctor-next")
    assert other.isVisible() and other.accessibleName() == "Draw all weights anew"
    click(line, "doctor-other")
    assert wanted == [anew]
    click(line, "doctor-previous")
    assert not other.isVisible()


def test_the_others_are_stepped_through_and_round(line: DoctorLine) -> None:
    line.show_findings((DEAD, SLOW))
    following, count = control(line, "doctor-next"), line.findChild(QLabel, "doctor-count")
    assert count is not None and count.text() == "1 of 2"
    click(line, "doctor-next")
    assert line.finding is SLOW and count.text() == "2 of 2"
    click(line, "doctor-previous")
    assert line.finding is DEAD
    click(line, "doctor-next")
    line.show_findings((finding("divergence", "It climbs."), DEAD, SLOW))
    assert line.finding is SLOW, "nobody is led away from where they stepped to"
    click(line, "doctor-next")
    assert line.finding is not None and line.finding.kind == "divergence"
    line.show_findings((DEAD,))
    assert line.finding is DEAD and not following.isVisible()


def test_what_is_found_while_the_pointer_is_there_waits_until_it_has_left(line: DoctorLine) -> None:
    line.show_findings((SLOW,))
    place = line.rect().center().toPointF()
    QApplication.sendEvent(line, QEnterEvent(place, place, place))
    line.show_findings((DEAD, SLOW), at_once=False)
    assert line.finding is SLOW, "the button under the pointer is still the one that was aimed at"
    QApplication.sendEvent(line, QEvent(QEvent.Type.Leave))
    assert line.finding is DEAD


def test_a_more_severe_one_comes_first_where_nobody_has_stepped(line: DoctorLine) -> None:
    line.show_findings((SLOW,))
    line.show_findings((DEAD, SLOW))
    assert line.finding is DEAD


def test_closing_dismisses_what_is_shown_with_the_keys_too(line: DoctorLine) -> None:
    closed: list[Finding] = []
    line.dismissed.connect(closed.append)
    line.show_findings((DEAD, SLOW))
    click(line, "doctor-close")
    close = control(line, "doctor-close")
    close.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(close, Qt.Key.Key_Space)
    assert closed == [DEAD, DEAD]


def test_it_is_advice_and_no_alarm_in_both_themes(line: DoctorLine) -> None:
    line.show_findings((DEAD,))
    for theme in (LIGHT, DARK):
        line.show_theme(theme)
        image = line.grab().toImage()
        assert image.pixelColor(image.width() // 2, 4) == QColor(theme.notice_surface)
        assert theme.muted in text(line)


def test_a_long_remedy_gives_way_where_there_is_little_room(line: DoctorLine) -> None:
    line.show_findings((finding("dead neurons", "Off.", "Leaky ReLU in a layer with quite a long name of its own"),))
    line.resize(300, 120)
    button = control(line, "doctor-remedy")
    assert button.geometry().right() <= line.width() and button.width() < button.sizeHint().width()


def test_messages_make_room_for_the_first_that_is_shown(qtbot: QtBot) -> None:
    """Messages without any are hidden, and a hidden layout does not ask for room."""
    line = DoctorLine()
    messages = Messages(line)
    parent = QWidget()
    qtbot.addWidget(parent)
    QVBoxLayout(parent).addWidget(messages)
    heights: list[int] = []
    grow: Callable[[], None] = lambda: heights.append(messages.heightForWidth(500))  # noqa: E731
    messages.height_changed.connect(grow)
    parent.show()
    messages.hide()
    line.show_findings((DEAD,))
    qtbot.waitUntil(lambda: bool(heights))
    assert heights[-1] > 40
