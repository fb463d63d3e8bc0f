"""The handwritten digits: train on them, look at a wrong one, see it at the network's neurons."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from core.data import Digits, build
from tests.journeys.person import Person


def open_digits(person: Person) -> None:
    person.choose("project-menu", "Examples", "Handwritten digits")
    person.until(lambda: person.drawn_widths() == (64, 32, 10))


def test_a_wrong_one_that_is_clicked_is_answered_at_large_and_shown_at_the_neurons(person: Person) -> None:
    open_digits(person)
    session = person.window.session
    for epoch in (1, 2):
        person.click("button-epoch")
        person.until(lambda epoch=epoch: session.snapshot.epoch == epoch and not session.snapshot.is_playing)
    person.click("wrong-ones-only")
    grid = person.widget("samples-grid")
    person.until(lambda: grid.samples and all(sample.is_wrong for sample in grid.samples))
    person.click_at(grid, grid.picture_rect(2).center())
    sample = grid.samples[2]
    test = build(Digits())
    values = test.x_test[sample.index]
    assert test.y_test[sample.index][sample.truth] == 1.0

    answer = person.window.pictures.answer.picture
    assert (answer.reading.winner, answer.reading.truth) == (sample.read, sample.truth)
    outputs = session.document.project.network.predict(session.snapshot.theta, values[np.newaxis])[0]
    assert np.allclose(answer.outputs, outputs, atol=0.001)

    inked = next(unit for unit in range(8) if values[unit] > 0.0)
    QTest.mouseMove(person.canvas, person.canvas.node_rect(-1, inked).center().toPoint())
    assert person.canvas.card.line == f"Input: row 1 col {inked + 1} = {values[inked]:.3f}"
    QTest.mouseMove(person.canvas, person.canvas.node_rect(1, sample.read).center().toPoint())
    assert person.canvas.card.value == f"{outputs[sample.read]:.3f}"


def test_space_trains_while_the_samples_have_the_focus_and_the_shown_ones_stay(person: Person) -> None:
    open_digits(person)
    session, grid = person.window.session, person.widget("samples-grid")
    person.choose("button-pace", "1,000 steps/s")
    person.click_at(grid, QPointF(grid.picture_rect(4).center()))
    shown = [sample.index for sample in grid.samples]
    assert grid.hasFocus()
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.snapshot.step > 800)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)
    assert [sample.index for sample in grid.samples] == shown
    assert sum(sample.is_wrong for sample in grid.samples) <= 6
    assert session.snapshot.test.correct > 0.96 * session.snapshot.test.count


def test_from_digits_to_points_and_back(person: Person) -> None:
    open_digits(person)
    person.click("data-circle")
    person.until(lambda: person.drawn_widths() == (2, 32, 1))
    assert not person.window.pictures.samples.isVisible()
    person.click("data-digits")
    person.until(lambda: person.drawn_widths() == (64, 32, 10))
    person.until(lambda: len(person.widget("samples-grid").samples) > 0)
    assert person.window.pictures.answer.picture.reading is not None
