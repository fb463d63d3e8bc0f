"""The curves in the window: chosen with the mouse, remembered, read, and their goals set in the training panel."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.curve import LEARNING_RATE, NORMS
from core.messages import RunEpochs
from gui.settings import Settings
from gui.views.curves_look import CurvesLook
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person


def test_each_choice_of_the_menu_shows_the_curve_and_reads_its_very_numbers(person: Person) -> None:
    person.train(12)
    curves, snapshot = person.window.pictures.curves, person.window.session.snapshot
    plot = curves.ensure_plot()
    for label, columns, factor in (
        ("Accuracy", {"train": 4, "test": 5}, 100.0),
        ("Gradient norm per layer", {"Hidden 1": NORMS, "Hidden 2": NORMS + 1, "Output": NORMS + 2}, 1.0),
        ("Learning rate", {"learning rate": LEARNING_RATE}, 1.0),
        ("Loss", {"train": 2, "test": 3}, 1.0),
    ):
        person.choose("curves-title", label)
        QApplication.processEvents()  # names at the ends of curves take room from the plot
        for row in (3, 9):
            area = plot.plot.geometry()
            QTest.mouseMove(plot, QPoint(area.left() + round((row + 0.2) / 12 * area.width()), area.center().y()))
            assert plot.row == row
            unit = " %" if factor == 100.0 else ""
            expected = [f"{name} {factor * snapshot.curve[row, at]:.6g}{unit}" for name, at in columns.items()]
            said = [entry.text for entry in curves.legend.entries][: len(expected)]
            assert said == expected, label


def test_what_is_chosen_is_remembered_and_is_no_edit(open_window: OpenWindow, settings: Settings) -> None:
    person = open_window()
    person.choose("curves-title", "Accuracy")
    person.choose("curves-title", "Smoothed strongly")
    person.click("curves-log")
    assert person.window.session.document.undo_text is None
    again = open_window()
    assert again.window.pictures.curves.look == CurvesLook("score", frozenset({"norms", "score"}), "strong")
    assert again.window.pictures.curves.title.text() == "Accuracy"


def test_a_goal_is_typed_met_and_gone_beyond(person: Person) -> None:
    person.click("training-more")
    field = person.widget("stop-accuracy")
    field.setFocus()
    QTest.keyClicks(field, "90")
    QTest.keyClick(field, Qt.Key.Key_Return)
    document = person.window.session.document
    document.edit("no pace", document.project.replace(pace=None))
    person.action("train").trigger()
    person.until(lambda: "right" in banner(person))
    assert banner(person).startswith("<b>Stopped after epoch ") and "the goal was 90 %." in banner(person)
    session = person.window.session
    person.until(lambda: session.snapshot.epoch > 0 and not session.snapshot.is_playing)
    score = session.snapshot.test
    assert score.correct >= 0.9 * score.count and session.snapshot.position == 0
    stopped = session.snapshot.epoch
    person.action("train").trigger()
    person.until(lambda: session.snapshot.epoch > stopped + 3)
    assert session.is_playing


def banner(person: Person) -> str:
    return person.text("banner-text") if person.window.banner.isVisible() else ""


def test_a_page_that_is_not_seen_makes_no_curves(person: Person) -> None:
    curves = person.window.pictures.curves
    person.train(2)
    said = curves.legend.text
    person.window.pictures.hide()
    session = person.window.session
    session.engine.post(RunEpochs(2))
    person.until(lambda: session.snapshot.epoch == 4)
    assert curves.legend.text == said
    person.window.pictures.show()
    assert curves.legend.text != said
