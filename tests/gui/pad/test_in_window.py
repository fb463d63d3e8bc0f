"""The pad in the window: what arrives is what the network is asked, what is taught is trained on, a number is read."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.broken import Broken
from core.data.segments import SHAPES
from gui.pad.teaching import LONG_EPOCHS
from tests.gui.conftest import OpenWindow
from tests.gui.pad.pens import write


def choose(menu, name):
    """Open a menu at its place and click an entry."""
    menu.popup(QPoint(0, 0))
    action = next(action for action in menu.actions() if action.objectName() == name)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_the_network_sees_what_arrives_and_the_target_is_what_was_drawn(open_window: OpenWindow) -> None:
    person = open_window("segments")
    window, pad = person.window, person.window.pad
    project, position = window.session.document.project, window.session.document.position
    person.press(Qt.Key.Key_8)
    pad.break_segments(Broken().with_state("b", "off"))
    sample = window.sample.sample
    assert np.array_equal(sample.x, SHAPES[6]) and np.argmax(sample.target) == 8
    assert "broken display" in window.pictures.figure.figure.below[-1]
    assert window.pictures.figure.figure.below[-1].endswith("of 10 (at best 8)")
    # A sample of the data is not lit on the display: it is shown as it is.
    window.sample.show_row("training", 9)
    assert np.array_equal(pad.values, SHAPES[9]) and window.sample.sample.row == ("training", 9)
    sheet = person.widget("truth-sheet")
    person.click_at(sheet, QPointF(sheet.cell_rect(127).center()))
    assert np.array_equal(window.sample.sample.x, np.ones(7)) and pad.is_given
    person.press(Qt.Key.Key_9)
    assert np.array_equal(window.sample.sample.x, SHAPES[5]) and np.argmax(window.sample.sample.target) == 9
    assert window.session.document.project is project and window.session.document.position == position
    window.session.open_bundled("segments")
    assert pad.broken.is_whole, "another project has a display of its own"


def test_a_flicker_leaves_a_sample_alone_that_was_chosen_elsewhere(open_window: OpenWindow) -> None:
    person = open_window("segments")
    window, pad = person.window, person.window.pad
    pad.break_segments(Broken().with_state("a", "flickers"))
    seen = set()
    window.sample.changed.connect(lambda: seen.add(tuple(window.sample.sample.x)))
    pad.face._flicker._timer.setInterval(5)
    person.until(lambda: len(seen) == 2)
    window.sample.show_row("training", 4)
    chosen = window.sample.sample
    ticks = []
    pad.face._flicker.ticked.connect(lambda: ticks.append(1))
    person.until(lambda: len(ticks) > 8)
    assert window.sample.sample is chosen


def test_a_shape_is_taught_seen_and_removed_by_itself(open_window: OpenWindow) -> None:
    person = open_window("segments")
    window, pad = person.window, person.window.pad
    document = window.session.document
    start = document.project
    pad.set_values(np.array([1.0, 0, 0, 1, 0, 0, 1]))
    choose(pad.teach_button.menu(), "teach-5")
    assert [row[7:].index(1.0) for row in document.project.data.added] == [5]
    assert document.undo_text == "teach a shape as a 5" and pad.own_link.text().startswith("1 shape taught")
    assert "is a 5" in person.text("notice")
    assert np.argmax(window.sample.sample.target) == 5, "what is on the pad has a target now"
    choose(pad.teach_button.menu(), "teach-2")
    assert "only one of them" in person.text("notice"), "two labels for one pattern are said, and allowed"
    assert window.sample.sample.target is None, "and neither is the true one"
    pad.show_digit(3)
    choose(pad.teach_button.menu(), "teach-9")
    assert len(document.project.data.added) == 3
    person.until(lambda: any("taught by you" in line for line in window.pictures.figure.figure.below))

    person.click("segment-pad-own")
    own = window.teaching.own
    assert own.isVisible() and [own.list.item(row).text() for row in range(3)] == ["5", "2", "9"]
    assert "2 patterns have two labels" in own._note.text()
    assert [item.text() for item in own.list.selectedItems()] == ["5"], "Remove says by a frame what it would take"
    QTest.keyClick(own.list, Qt.Key.Key_Right)
    QTest.keyClick(own.list, Qt.Key.Key_Return)
    assert pad.values.tolist() == [1.0, 0, 0, 1, 0, 0, 1]
    QTest.keyClick(own.list, Qt.Key.Key_Delete)
    assert [row[7:].index(1.0) for row in document.project.data.added] == [5, 9]
    own.close()
    for _ in range(4):
        window.session.undo()
    assert document.project == start and pad.own_link.isHidden()


def test_the_current_sample_stays_the_same_one_when_an_own_shape_before_it_goes(open_window: OpenWindow) -> None:
    person = open_window("segments")
    window = person.window
    for digit in (3, 7):
        window.pad.set_values(np.eye(7)[digit % 7])
        window.pad.teach_wanted.emit(digit)
    window.sample.show_row("training", 11)
    window.teaching.own.remove_wanted.emit(0)
    assert window.sample.sample.words == "your shape 1" and window.sample.sample.x.tolist() == np.eye(7)[0].tolist()


def test_a_number_is_typed_and_read_while_the_answer_makes_room(open_window: OpenWindow) -> None:
    person = open_window("segments")
    window = person.window
    QTest.mouseClick(person.widget("page-scores"), Qt.MouseButton.LeftButton)
    person.click("segment-pad-number")
    assert window.pictures.isVisible() and not window.pictures.answer.isVisible()
    field = person.widget("number")
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "2026")
    view = window.pictures.number
    theta = window.session.snapshot.theta
    outputs = window.session.document.project.network.predict(theta, SHAPES[[2, 0, 2, 6]])
    expected = [int(row.argmax()) if row.max() >= 0.5 else None for row in outputs]
    assert [each.winner for each in view.row.readings] == expected
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is person.canvas, "Space trains again"
    person.choose("button-pace", "1,000 steps/s")
    person.press(Qt.Key.Key_Space)
    person.until(lambda: view.whole.text() == "Read as 2026")
    person.press(Qt.Key.Key_Space)
    QTest.mouseClick(view.row, Qt.MouseButton.LeftButton, pos=view.row.cell_rect(3).center().toPoint())
    assert window.pad.digit == 6
    person.click("number-answer")
    assert window.pictures.answer.isVisible() and not view.isVisible()
    window.session.open_bundled("digits")
    assert not view.isVisible() and not window.pictures.answer.to_number.isVisible()


def test_what_was_taught_long_ago_and_is_still_wrong_is_said_with_a_way_out(open_window: OpenWindow) -> None:
    person = open_window("segments")
    window, pad, document = person.window, person.window.pad, person.window.session.document
    pad.set_values(np.array([1.0, 1, 1, 0, 1, 1, 1]))
    choose(pad.teach_button.menu(), "teach-4")
    training = document.project.training.replace(learning_rate=1e-9)
    document.edit("set rate", document.project.replace(training=training))
    person.train(LONG_EPOCHS - 1)
    assert pad.own_link.text().startswith("1 shape taught\N{HORIZONTAL ELLIPSIS}"), "one gives it time"
    person.train(1)
    said = "The 4 that you taught is still read wrong after 300 epochs"
    assert pad.own_link.text().startswith("1 shape taught, 1 wrong") and said in pad.own_link.toolTip()
    assert person.text("notice").startswith(said) and "Reset" in person.text("notice")
    assert window.teaching.own._note.text().startswith(said)
    person.action("reset").trigger()
    person.until(lambda: "Click one" in window.teaching.own._note.text())
    assert "wrong" not in pad.own_link.text(), "it begins anew"


def test_a_drawing_is_taught_only_while_it_is_what_is_shown(open_window: OpenWindow) -> None:
    person = open_window("digits")
    window, pad = person.window, person.widget("handwriting-pad")
    document = window.session.document
    write(pad, "7")
    drawn = window.sample.sample
    window.sample.show_row("test", 3)
    person.click("pad-label-5")
    pad.label(5)
    assert not document.project.data.added and "Click your digit" in pad._question.text()
    person.click_at(pad.seen, QPointF(20.0, 20.0))
    assert np.array_equal(window.sample.sample.x, drawn.x)
    person.click("pad-label-7")
    assert [np.argmax(row[64:]) for row in document.project.data.added] == [7]


def test_the_display_asks_what_is_lit_on_it_also_after_a_sample_of_other_data(open_window: OpenWindow) -> None:
    person = open_window("digits")
    window = person.window
    person.until(lambda: window.sample.sample is not None)
    window.session.open_bundled("segments")
    assert window.pad.values.any() and window.sample.sample is not None
    assert np.array_equal(window.sample.sample.x, window.pad.values)
