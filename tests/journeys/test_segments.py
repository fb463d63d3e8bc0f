"""The seven-segment project: train it, draw a digit, read the answer."""

import numpy as np
from PySide6.QtCore import QPointF, Qt

from core.data.segments import SHAPES
from tests.journeys.person import Person


def open_segments(person: Person) -> None:
    person.choose("project-menu", "Examples", "Seven-segment digits")
    person.until(lambda: person.drawn_widths() == (7, 4, 10))


def train_until_all_are_read(person: Person) -> None:
    session = person.window.session
    person.choose("button-pace", "1,000 steps/s")
    person.canvas.setFocus()
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.snapshot.step > 1000 and session.snapshot.train.correct == 10)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)


def test_a_drawn_six_is_read_as_six(person: Person) -> None:
    open_segments(person)
    train_until_all_are_read(person)
    pad = person.widget("segment-pad")
    pad.clear()
    assert not pad.values.any()
    # A person's six: from the top right over the left side, around the lower half.
    places = [QPointF(pad.face.mapFrom(pad, pad.segment_centre(letter).toPoint())) for letter in "afedcg"]
    person.stroke(pad.face, *places)
    assert np.array_equal(pad.values, SHAPES[6])
    assert pad.digit == 6
    person.until(lambda: person.window.pictures.answer.picture.reading.winner == 6)
    output = person.window.session.document.project.network.predict(
        person.window.session.snapshot.theta, pad.values[np.newaxis]
    )[0]
    assert output.argmax() == 6
    assert output[6] >= 0.5


def test_a_digit_key_sets_the_standard_shape_and_the_answer_follows_while_training(person: Person) -> None:
    open_segments(person)
    train_until_all_are_read(person)
    session, pad = person.window.session, person.widget("segment-pad")
    person.canvas.setFocus()
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.is_playing)
    for digit in (2, 7, 0):
        person.press(Qt.Key(Qt.Key.Key_0 + digit))
        assert pad.digit == digit
        person.until(lambda digit=digit: person.window.pictures.answer.picture.reading.winner == digit)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)


def test_a_blank_pad_never_reads_as_a_number(person: Person) -> None:
    open_segments(person)
    person.widget("segment-pad").clear()
    assert person.window.pictures.answer.picture.reading.winner is None
