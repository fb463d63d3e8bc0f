"""The handwriting pad under real hands: draw, see it read, say what it is, teach it, take it back."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from core.data import Digits
from gui.pad.handwriting_pad import HandwritingPad
from tests.gui.conftest import OpenWindow
from tests.gui.pad.pens import line, write
from tests.hands import TEN
from tests.journeys.person import Person

LEFT = Qt.MouseButton.LeftButton
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def writer(open_window: OpenWindow) -> Person:
    """A person in front of the digits, which nobody has trained on yet."""
    return open_window("digits")


def pad_of(person: Person) -> HandwritingPad:
    return person.window.writing_pad


def data_of(person: Person) -> Digits:
    data = person.window.session.document.project.data
    assert isinstance(data, Digits)
    return data


def digits_of(person: Person) -> list[int]:
    """What the digits of one's own are said to be, in the order in which they were drawn."""
    return [row.index(1.0, 64) - 64 for row in data_of(person).added]


def label(person: Person, digit: int) -> QToolButton:
    button = person.widget(f"pad-label-{digit}")
    assert isinstance(button, QToolButton)
    return button


def test_ten_digits_drawn_with_the_mouse_are_read(writer: Person) -> None:
    writer.train(20)
    answer = writer.window.pictures.answer.picture
    read = []
    for hand, seed in (("plain", 1), ("small", 2), ("leaning left", 3)):
        for shape in TEN:
            write(pad_of(writer), shape, seed, hand)
            reading = pad_of(writer).seen.reading
            assert reading is not None and reading.winner == answer.reading.winner
            read.append(reading.winner == int(shape[0]))
            writer.click("pad-clear")
    assert sum(read[:10]) >= 9 and sum(read[10:20]) >= 9 and sum(read[20:]) >= 9


def test_network_answer_and_picture_follow_while_the_stroke_grows(writer: Person) -> None:
    pad, sample = pad_of(writer), writer.window.sample
    assert sample.sample.words == "test digit 1"
    paper = pad.paper
    QTest.mousePress(paper, LEFT, NONE, paper.place_px(0.3, 0.2).toPoint())
    QTest.mouseMove(paper, paper.place_px(0.7, 0.2).toPoint())
    writer.until(lambda: sample.sample.words == "the pad" and sample.sample.x.reshape(8, 8)[3, 2] > 0.5)
    flat = sample.sample.x
    QTest.mouseMove(paper, paper.place_px(0.5, 0.8).toPoint())
    writer.until(lambda: sample.sample.x.reshape(8, 8)[7].any())
    assert not np.array_equal(sample.sample.x, flat), "the button is still down"
    QTest.mouseRelease(paper, LEFT, NONE, paper.place_px(0.5, 0.8).toPoint())
    assert np.array_equal(sample.sample.x, pad.picture)
    assert np.array_equal(writer.window.canvas.content.sample[0], pad.picture)
    session = writer.window.session
    outputs = session.document.project.network.predict(session.snapshot.theta, pad.picture[np.newaxis])[0]
    assert np.allclose(writer.window.pictures.answer.picture.outputs, outputs, atol=0.001)


def test_an_empty_pad_is_no_answer_and_asks_to_draw(writer: Person) -> None:
    pad = pad_of(writer)
    assert pad.paper.words[0] == "draw a digit" and pad.seen.reading is None
    assert not label(writer, 3).isEnabled()
    write(pad, "3")
    assert pad.seen.reading is not None
    writer.click("pad-clear")
    assert pad.seen.reading is None and pad.picture is None
    assert writer.window.sample.sample is None
    assert writer.window.pictures.answer.picture.reading is None
    assert "no answer" in pad.seen.accessibleName()
    writer.press(Qt.Key.Key_5)
    assert not data_of(writer).added


def test_undo_takes_back_strokes_before_it_comes_to_the_project(writer: Person) -> None:
    pad, document = pad_of(writer), writer.window.session.document
    document.edit("call it so", document.project.replace(title="so"))
    write(pad, "4 open")
    whole = pad.picture
    writer.click("pad-undo")
    assert len(pad.paper.strokes) == 1
    line(pad, (0.7, 0.2), (0.7, 0.9))
    assert not np.array_equal(pad.picture, whole)
    writer.press(Qt.Key.Key_Z, CTRL)
    writer.press(Qt.Key.Key_Backspace)
    assert pad.picture is None and document.undo_text == "call it so"
    writer.press(Qt.Key.Key_Z, CTRL)
    assert document.undo_text is None, "nothing is left on the paper: now it is the project's turn"


def test_a_labelled_drawing_is_one_more_to_train_on_and_one_step_to_undo(writer: Person) -> None:
    pad, document = pad_of(writer), writer.window.session.document
    write(pad, "2")
    picture = pad.picture
    QTest.mouseClick(label(writer, 2), LEFT)
    assert data_of(writer).added == ((*picture.tolist(), *np.eye(10)[2].tolist()),)
    assert "1,259 digits to train" in writer.window.data_panel._note.text()
    sample = writer.window.sample.sample
    assert sample.words == "your digit 1" and np.array_equal(sample.x, picture)
    assert label(writer, 2).isChecked() and writer.text("pad-count").startswith("1 digit taught")
    assert pad.own.count == 1 and pad.own.sentence(0).startswith("Taught as a 2, ")
    writer.press(Qt.Key.Key_2)
    assert len(data_of(writer).added) == 1, "it is kept already"
    write(pad, "5")
    assert len(pad.paper.strokes) == 2, "a new drawing begins by itself"
    writer.press(Qt.Key.Key_5)
    assert digits_of(writer) == [2, 5]
    writer.press(Qt.Key.Key_Z, CTRL)
    assert len(data_of(writer).added) == 1 and document.redo_text == "teach a digit as a 5"
    assert writer.window.sample.sample.words == "the pad" and label(writer, 6).isEnabled(), "it can be another digit"
    writer.press(Qt.Key.Key_6)
    assert digits_of(writer) == [2, 6]


def test_a_slip_of_the_label_is_put_right_by_another_key(writer: Person) -> None:
    pad, document, sample = pad_of(writer), writer.window.session.document, writer.window.sample
    write(pad, "1")
    writer.press(Qt.Key.Key_7)
    assert digits_of(writer) == [7]
    QTest.mouseClick(label(writer, 1), LEFT)
    assert digits_of(writer) == [1] and label(writer, 1).isChecked() and not label(writer, 7).isChecked()
    assert pad.own.sentence(0).startswith("Taught as a 1, ") and document.undo_text == "teach a digit as a 1 instead"
    assert np.argmax(sample.sample.target) == 1 and sample.sample.words == "your digit 1"
    writer.press(Qt.Key.Key_Z, CTRL)
    assert digits_of(writer) == [7] and np.argmax(sample.sample.target) == 7


def test_a_key_on_an_empty_pad_says_what_comes_first(writer: Person) -> None:
    pad = pad_of(writer)
    writer.press(Qt.Key.Key_3)
    assert pad._question.text() == "Draw a digit first." and "Draw a digit first" in label(writer, 3).toolTip()
    write(pad, "3")
    assert pad._question.text() == "Teach: this is a" and "Teach the drawing as a 3" in label(writer, 3).toolTip()


def test_single_ones_are_removed_by_their_cross_and_by_delete(writer: Person) -> None:
    pad = pad_of(writer)
    for digit, shape in enumerate(("0", "1", "2", "3")):
        write(pad, shape)
        writer.press(Qt.Key(Qt.Key.Key_0 + digit))
    assert list(pad.own.numbers) == [3, 2, 1, 0], "the newest first"
    QTest.mouseMove(pad.own, pad.own.picture_rect(1).center().toPoint())
    QTest.mouseClick(pad.own, LEFT, NONE, pad.own.corner_rect(1).center().toPoint())
    assert digits_of(writer) == [0, 1, 3]
    assert writer.window.sample.sample.words != "your digit 4"
    QTest.mouseClick(pad.own, LEFT, NONE, pad.own.picture_rect(2).center().toPoint())
    assert writer.window.sample.sample.words == "your digit 1"
    pad.own.setFocus()
    writer.press(Qt.Key.Key_Left)
    assert writer.window.sample.sample.words == "your digit 2"
    writer.press(Qt.Key.Key_Delete)
    assert digits_of(writer) == [0, 3]
    sample = writer.window.sample.sample
    assert sample.words == "your digit 2" and np.array_equal(sample.x, data_of(writer).added[1][:64])


def test_the_chosen_one_stays_chosen_while_others_before_it_go_and_come_back(writer: Person) -> None:
    pad = pad_of(writer)
    for digit, shape in enumerate(("0", "1", "2")):
        write(pad, shape)
        writer.press(Qt.Key(Qt.Key.Key_0 + digit))
    chosen = data_of(writer).added[2][:64]
    QTest.mouseClick(pad.own, LEFT, NONE, pad.own.picture_rect(0).center().toPoint())
    QTest.mouseMove(pad.own, pad.own.picture_rect(2).center().toPoint())
    QTest.mouseClick(pad.own, LEFT, NONE, pad.own.corner_rect(2).center().toPoint())
    sample = writer.window.sample
    assert sample.sample.words == "your digit 2" and sample.sample.x.tolist() == list(chosen)
    writer.window.session.document.undo()
    assert sample.sample.words == "your digit 3" and sample.sample.x.tolist() == list(chosen)


def test_an_empty_pad_leaves_the_answer_s_place_and_scale_as_they_are(writer: Person) -> None:
    write(pad_of(writer), "3")
    answer = writer.window.pictures.answer.picture
    frame, height, middle = answer.ink_rect(), answer.height(), answer.middle_text
    writer.click("pad-clear")
    assert answer.reading is None
    assert (answer.ink_rect(), answer.height(), answer.middle_text) == (frame, height, middle)


def test_what_is_read_wrong_is_ringed_and_can_be_taught(writer: Person) -> None:
    writer.train(5)
    pad = pad_of(writer)
    # A 1 on a foot: the set has few of them, and the network takes it for a 2.
    line(pad, (0.35, 0.35), (0.5, 0.15), (0.5, 0.85))
    line(pad, (0.3, 0.85), (0.7, 0.85))
    assert pad.seen.reading.winner == 2
    writer.press(Qt.Key.Key_1)
    assert pad.seen.reading.is_wrong and pad.own.wrong == 1 and "1 wrong" in writer.text("pad-count")
    image = pad.own.grab().toImage()
    edge = pad.own.picture_rect(0).adjusted(-1, -1, 0, 0).bottomLeft().toPoint()
    assert image.pixelColor(edge).name() == writer.window.colours.theme.error
    writer.train(15)
    assert pad.own.wrong == 0 and pad.seen.reading.winner == 1 and not pad.seen.reading.is_wrong


def test_another_sample_leaves_the_drawing_which_steps_back(writer: Person) -> None:
    pad, sample = pad_of(writer), writer.window.sample
    write(pad, "9")
    writer.window.sample.show_row("test", 4)
    assert pad.picture is not None and not pad.paper.is_live
    QTest.mouseClick(pad.seen, LEFT, NONE, pad.seen.pixel_rect(3, 3).center().toPoint())
    assert sample.sample.words == "the pad" and pad.paper.is_live


def test_other_data_and_another_project_empty_the_pad(writer: Person) -> None:
    pad = pad_of(writer)
    write(pad, "8")
    writer.press(Qt.Key.Key_8)
    writer.window.session.open_bundled("digits")
    assert pad.picture is None and pad.own.count == 0
    assert writer.window.sample.sample.words == "test digit 1"
    write(pad, "8")
    writer.click("data-segments")
    assert not pad.isVisible() and pad.picture is None and writer.window.pad.isVisible()
    writer.press(Qt.Key.Key_3)
    assert writer.window.pad.digit == 3


def test_the_pad_lies_on_nothing_else(writer: Person) -> None:
    pad, canvas = pad_of(writer), writer.canvas
    for size in ((1440, 900), (1280, 720)):
        writer.window.resize(*size)
        QApplication.processEvents()
        frame = pad.geometry()
        assert frame.top() > canvas.standing.corner.bottom() and canvas.rect().contains(frame), size
        assert not any(frame.intersects(other) for other in canvas.standing.lower_frames), size
        assert frame.right() < canvas.node_rect(-1, 0).left() - 30
        for part in (pad.paper, pad.seen, pad.own, *pad.findChildren(QToolButton)):
            assert pad.rect().contains(part.geometry()) and part.height() >= part.minimumSizeHint().height(), part
