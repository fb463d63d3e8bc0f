"""The page Scores in the real window: what it says is so, and what is clicked is what comes."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QWidget

from core.data import Points, build
from core.detection import counts_at
from core.edits import choose_data
from core.metrics import confusion_matrix
from gui.session.knockout import Reduced
from gui.session.things import Neuron
from gui.views.scores import case
from gui.views.scores.view import ScoresView
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

Left = Qt.MouseButton.LeftButton
Ctrl = Qt.KeyboardModifier.ControlModifier


def view_of(person: Person) -> ScoresView:
    return person.window.scores.view


def train(person: Person, epochs: int) -> None:
    document = person.window.session.document
    if document.project.pace is not None:
        document.edit("as fast as possible", document.project.replace(pace=None))
    person.train(epochs)


def open_page(person: Person) -> ScoresView:
    """Ctrl+2, and wait until everything stands there."""
    person.press(Qt.Key.Key_2, Ctrl)
    view = view_of(person)
    person.until(lambda: view.judgement is not None and "…" not in view.comparison.compared.sentence)
    QApplication.processEvents()  # what came last is given its place
    return view


def answers(person: Person, kind: str = "test") -> tuple[np.ndarray, np.ndarray]:
    """(outputs, targets) of the project's samples, by `predict`."""
    session = person.window.session
    assert session.snapshot is not None and session.document.project.data is not None
    dataset = build(session.document.project.data)
    x, y = (dataset.x_test, dataset.y_test) if kind == "test" else (dataset.x, dataset.y)
    assert x is not None and y is not None
    return session.snapshot.network.predict(session.snapshot.theta, x), y


def click_cell(person: Person, row: int, column: int) -> None:
    confusion = view_of(person).classes.confusion
    person.window.scores._area.ensureWidgetVisible(confusion)
    person.click_at(confusion, confusion.cell_rect(row, column).center())


@pytest.mark.parametrize("name", ["circle", "digits", "sine"])
def test_the_page_says_what_the_figure_says(open_window: OpenWindow, name: str) -> None:
    person = open_window(name)
    train(person, 3)
    view = open_page(person)
    snapshot = person.window.session.snapshot
    assert snapshot is not None and snapshot.test is not None
    person.press(Qt.Key.Key_1, Ctrl)
    figure = person.window.pictures.figure.figure
    assert view.comparison.compared.figure == figure
    if snapshot.test.correct is not None:
        assert np.trace(view.classes.confusion.matrix) == snapshot.test.correct


def test_a_page_that_is_not_in_front_judges_nothing(person: Person) -> None:
    train(person, 2)
    assert view_of(person).judgement is None
    assert not person.window.session.worker.is_busy(view_of(person)._baselines_slot)


def test_a_cell_shows_exactly_its_samples_and_a_sample_becomes_the_current_one(open_window: OpenWindow) -> None:
    person = open_window("digits")
    train(person, 2)
    view = open_page(person)
    outputs, y = answers(person)
    true, decided = y.argmax(axis=1), outputs.argmax(axis=1)
    assert np.array_equal(view.classes.confusion.matrix, confusion_matrix(true, decided, 10))
    wrong = view.classes.confusion.matrix - np.diag(np.diag(view.classes.confusion.matrix))
    row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
    click_cell(person, int(row), int(column))
    samples = view.classes.samples
    assert samples.rows == tuple(np.flatnonzero((true == row) & (decided == column)).tolist())
    assert person.text("cell-told") == f"True “{row}”, decided as “{column}”: {len(samples.rows)}"
    person.click_at(samples, samples.sample_rect(len(samples.rows) - 1).center())
    sample = person.window.sample.sample
    assert sample is not None and sample.row == ("test", samples.rows[-1])
    assert f"Sample {samples.rows[-1] + 1}:" in samples.accessibleDescription()
    person.click("cell-close")
    assert not samples.isVisible()


def test_everything_goes_by_keyboard(person: Person) -> None:
    train(person, 1)
    view = open_page(person)
    view.classes.confusion.setFocus(Qt.FocusReason.TabFocusReason)
    person.press(Qt.Key.Key_Right)
    person.press(Qt.Key.Key_Return)
    outputs, y = answers(person)
    rows = np.flatnonzero((y[:, 0] == 0.0) & (outputs[:, 0] >= 0.5))[:60].tolist()
    assert view.classes.samples.isVisible() and list(view.classes.samples.rows) == rows
    view.classes.samples.setFocus(Qt.FocusReason.TabFocusReason)
    person.press(Qt.Key.Key_Right)
    person.press(Qt.Key.Key_Right)
    sample = person.window.sample.sample
    assert sample is not None and sample.row == ("test", rows[1])
    person.press(Qt.Key.Key_Escape)
    assert not view.classes.samples.isVisible() and view.classes.confusion.hasFocus()


def test_the_threshold_moves_counts_and_samples_but_not_the_figure(person: Person) -> None:
    train(person, 20)
    view = open_page(person)
    figure, section = view.comparison.compared.figure, view.two_classes
    slider = section.slider.slider
    person.window.scores._area.ensureWidgetVisible(slider)
    handle = QPoint(slider.width() // 2, slider.height() // 2)
    QTest.mousePress(slider, Left, pos=handle)
    for step in range(1, 11):
        QTest.mouseMove(slider, handle + QPoint(7 * step, 0))
    QTest.mouseRelease(slider, Left, pos=handle + QPoint(70, 0))
    threshold = section.threshold
    assert threshold is not None and 0.6 < threshold < 0.8
    outputs, y = answers(person)
    is_yes, values = y[:, 0] == 1.0, outputs[:, 0]
    expected = confusion_matrix(is_yes.astype(int), (values >= threshold).astype(int), 2)
    assert np.array_equal(view.classes.confusion.matrix, expected)
    counts = counts_at(is_yes, values, threshold)
    assert counts.precision is not None and counts.recall is not None
    assert person.text("threshold-told") == (
        f"Accuracy {100 * counts.accuracy:.1f} %, precision {counts.precision:.3f}, recall {counts.recall:.3f}"
    )
    click_cell(person, 1, 0)
    assert list(view.classes.samples.rows) == np.flatnonzero(is_yes & (values < threshold))[:60].tolist()
    assert view.comparison.compared.figure == figure
    person.click("threshold-back")
    assert section.threshold is None and slider.value() == 500
    assert not view.window().findChild(QWidget, "threshold-back").isVisible()


def test_a_click_on_a_curve_takes_its_threshold(person: Person) -> None:
    train(person, 2)
    view = open_page(person)
    plot = view.two_classes.roc
    assert plot.curve is not None
    index = len(plot.curve.across) // 3
    person.window.scores._area.ensureWidgetVisible(plot)
    place = plot.place_of(index)
    QTest.mouseMove(plot, place.toPoint())
    person.until(lambda: person.text("rates-reading").startswith("threshold"))
    person.click_at(plot, place)
    threshold = view.two_classes.threshold
    assert threshold is not None
    near = int(np.argmin(np.abs(plot.curve.thresholds - threshold)))
    assert (plot.place_of(near) - place).manhattanLength() < 6.0


def test_validation_is_what_is_shown_and_the_test_samples_are_to_be_looked_at_last(open_window: OpenWindow) -> None:
    person = open_window("circle")
    document = person.window.session.document
    training = document.project.training.replace(validation_share=20.0)
    document.edit("keep some aside", document.project.replace(training=training))
    train(person, 2)
    view = open_page(person)
    assert view.judgement is not None and view.judgement.kind == "validation"
    assert "50 validation points" in view.comparison.compared.figure.counted
    cell = np.unravel_index(int(view.classes.confusion.matrix.argmax()), (2, 2))
    click_cell(person, int(cell[0]), int(cell[1]))
    person.click_at(view.classes.samples, view.classes.samples.sample_rect(0).center())
    sample = person.window.sample.sample
    assert sample is not None and sample.row is not None and sample.row[0] == "training"
    assert sample.row[1] in view.judgement.rows and document.project.data is not None
    assert np.array_equal(sample.x, build(document.project.data).x[sample.row[1]])
    person.window.scores._area.verticalScrollBar().setValue(0)
    person.click("scores-test")
    assert view.judgement.kind == "test" and "last" in person.text("scores-note")
    person.click("scores-training")
    assert view.judgement.kind == "training" and len(view.judgement.rows) == 200
    document.edit(
        "none aside", document.project.replace(training=document.project.training.replace(validation_share=0))
    )
    person.until(lambda: view.judgement is not None and len(view.judgement.rows) == 250)
    assert not view.window().findChild(QWidget, "scores-validation").isVisible()


def test_shapes_it_was_trained_on_are_said_to_be_that(open_window: OpenWindow) -> None:
    person = open_window("segments")
    view = open_page(person)
    assert view.comparison.compared.figure.counted == "0 of 10 shapes it was trained on"
    assert view.classes.confusion.matrix.shape == (10, 11)
    assert [row.numbers for row in view.comparison.compared.rows] == [("0 %",), ("100 %",), ("10.0 %",)]
    click_cell(person, 3, 10)
    assert view.classes.samples.rows == (3,)


def test_noisy_shapes_have_a_ceiling(open_window: OpenWindow) -> None:
    person = open_window("segments")
    document = person.window.session.document
    assert document.project.data is not None
    document.edit("noise", document.project.replace(data=document.project.data.replace(noise=10.0)))
    view = open_page(person)
    person.until(lambda: "200 test shapes" in view.comparison.compared.figure.counted)
    assert view.comparison.compared.ceiling is not None
    share, said = view.comparison.compared.ceiling
    assert share == pytest.approx(0.74, abs=0.005) and said == "best possible with this noise 74 %"
    person.click("scores-training")
    assert view.comparison.compared.ceiling is None


def test_numbers_have_their_errors_beside_line_and_mean(open_window: OpenWindow) -> None:
    person = open_window("sine")
    train(person, 5)
    view = open_page(person)
    outputs, y = answers(person)
    _, targets = answers(person, "training")
    network, line, mean = (row.numbers for row in view.comparison.compared.rows)
    assert float(network[0]) == pytest.approx(np.sqrt(np.mean((outputs - y) ** 2)), abs=5e-4)
    assert float(network[1]) == pytest.approx(np.mean(np.abs(outputs - y)), abs=5e-4)
    assert float(mean[0]) == pytest.approx(np.sqrt(np.mean((targets.mean() - y) ** 2)), abs=5e-4)
    assert float(network[0]) < float(line[0]) < float(mean[0])
    fit = view.numbers.fit
    person.window.scores._area.ensureWidgetVisible(fit)
    person.click_at(fit, fit.place_of(17))
    sample = person.window.sample.sample
    assert sample is not None and sample.row is not None
    chosen = sample.row[1]
    assert (fit.place_of(chosen) - fit.place_of(17)).manhattanLength() < 3.0
    assert not view.classes.isVisible() and not view.two_classes.isVisible()


def test_what_is_switched_off_is_said_and_judged(person: Person) -> None:
    train(person, 20)
    view = open_page(person)
    whole = view.comparison.compared.figure.large
    person.window.knock_out.toggle([Neuron(0, 0)])
    person.until(lambda: view.comparison.compared.figure.large != whole)
    assert isinstance(view.snapshot, Reduced) and view.snapshot.test is not None
    assert np.trace(view.classes.confusion.matrix) == view.snapshot.test.correct
    assert person.text("scores-note") == f"Without Hidden 1 · 1, switched off for a look; with all {whole}."


def test_large_data_are_judged_by_the_worker_up_to_the_last_moment(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case, "CHEAP_SAMPLES", 10)
    view = open_page(person)
    session = person.window.session
    for _ in range(3):
        train(person, 1)
        person.until(lambda: view._moment is session.snapshot)
        assert view.judgement is not None and session.snapshot is not None and session.snapshot.test is not None
        assert view.judgement.correct == session.snapshot.test.correct
    person.press(Qt.Key.Key_1, Ctrl)
    assert not session.worker.is_busy(view._judging)


def test_other_data_and_other_structure_while_training_are_followed(person: Person) -> None:
    view = open_page(person)
    person.press(Qt.Key.Key_Space)
    document, session = person.window.session.document, person.window.session
    for name in ("sine", "digits", "segments", "xor"):
        person.click(f"data-{name}")
        network = document.project.network
        person.until(lambda network=network: view._moment is not None and view._moment.network == network)
        assert view.numbers.isVisible() == (name == "sine")
        assert view.two_classes.isVisible() == (name == "xor")
    session.engine.pause()
    person.until(lambda: not session.is_playing)
    click_cell(person, 0, 0)
    person.click("data-circle")
    assert not view.classes.samples.isVisible()


def test_every_control_has_a_name_and_says_what_it_does(person: Person) -> None:
    train(person, 1)
    view = open_page(person)
    click_cell(person, 0, 0)
    controls = [
        control
        for control in view.findChildren(QWidget)
        if control.isVisible() and isinstance(control, QAbstractButton | QAbstractSlider)
    ]
    assert len(controls) >= 4
    for control in controls:
        assert control.objectName() and control.toolTip(), control
        assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text()), control
    for picture in (view.comparison, view.classes.confusion, view.classes.table, view.classes.samples):
        assert picture.objectName() and picture.accessibleName()


def test_few_samples_after_many_are_judged_while_a_second_look_at_the_many_was_owed(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = person.window.session.document
    view = open_page(person)
    monkeypatch.setattr(case, "CHEAP_SAMPLES", 400)  # circle's 500 are many now
    for _ in range(2):  # the second is owed while the first is under way
        view.show_snapshot(view.snapshot)
    edit = choose_data(document.project, Points("circle", samples=60), "few points")
    document.edit(edit.text, edit.project, edit.vectors)
    person.until(lambda: view.judgement is not None and view.judgement.count == 30)
